/** Every generated codec against protobuf-es, which reads the same descriptors and shares no code with ours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DescMessage, fromBinary, toBinary, toJson } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { DecodeError } from '../../src/generated/runtime/codec.ts'
import { allMessages, codecOf, codecs, messageOf, registry, toEs, unknownField } from './testing.ts'

/** For each of about 120 messages; `SEED=7` tries others. */
const runs = { numRuns: 25, seed: Number(process.env['SEED'] ?? 1) }

test('every message of proto/ has a codec, and no codec is left over', () => {
  const expected = allMessages().map((desc) => desc.typeName)
  const entries = [...codecs.keys()].filter((name) => !name.endsWith('.StatusesEntry')) // a map's entries have no descriptor of their own here
  assert.deepEqual(entries.sort(), expected.sort())
})

function forEveryMessage(property: (desc: DescMessage) => fc.IProperty<unknown>): void {
  for (const desc of allMessages()) {
    try {
      fc.assert(property(desc) as fc.IProperty<[unknown]>, runs)
    } catch (cause) {
      throw new Error(`${desc.typeName}: ${String(cause)}`, { cause })
    }
  }
}

test('messages have the bytes that protobuf-es gives them', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), (message) => {
      const theirs = toBinary(desc, toEs(desc, message))
      assert.deepEqual(codecOf(desc).encode(message), Buffer.from(theirs))
      assert.equal(codecOf(desc).size(message), theirs.length)
    }),
  )
})

test('decoding gives the whole message back, defaults filled in', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), (message) => {
      const codec = codecOf(desc)
      const theirs = Buffer.from(toBinary(desc, toEs(desc, message)))
      const whole = codec.create(message)
      assert.deepEqual(codec.decode(theirs), whole)
      assert.deepEqual(codec.decode(codec.encode(whole)), whole)
    }),
  )
})

test('decoded messages have their properties in the same order as created ones', () => {
  for (const desc of allMessages()) {
    const codec = codecOf(desc)
    assert.deepEqual(Object.keys(codec.decode(Buffer.alloc(0)) as object), Object.keys(codec.create() as object))
  }
})

test('JSON is what protobuf-es makes with proto names', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), (message) => {
      const theirs = toJson(desc, toEs(desc, message), { useProtoFieldName: true, registry })
      assert.deepEqual(codecOf(desc).toJson(message), theirs)
    }),
  )
})

test('JSON is read back under both spellings of its names', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), (message) => {
      const codec = codecOf(desc)
      const camelCased = toJson(desc, toEs(desc, message), { registry })
      assert.deepEqual(codec.fromJson(codec.toJson(message)), codec.create(message))
      assert.deepEqual(codec.fromJson(camelCased), codec.create(message))
    }),
  )
})

test('a message is read from its window alone, whatever lies around it', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), fc.uint8Array({ maxLength: 20 }), fc.nat(), (message, around, cut) => {
      const codec = codecOf(desc)
      const bytes = codec.encode(message, around.length)
      const end = bytes.length - (cut % (bytes.length - around.length + 1))
      const outcome = outcomeOf(() => codec.decode(Buffer.concat([bytes, around]), around.length, end))
      assert.deepEqual(
        outcome,
        outcomeOf(() => codec.decode(Buffer.from(bytes.subarray(around.length, end)))),
      )
    }),
  )
})

/** The message, or that it was refused; other errors go on. */
function outcomeOf(decode: () => unknown): unknown {
  try {
    return decode()
  } catch (error) {
    if (error instanceof DecodeError) return 'refused'
    throw error
  }
}

test('damaged and random bytes are refused with a DecodeError, or read as protobuf-es reads them', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 })
  const noise = fc.oneof(fc.constant(Buffer.alloc(0)), unknownField, fc.uint8Array({ maxLength: 30 }))
  let read = 0
  let refused = 0
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), damage, noise, (message, changes, tail) => {
      const codec = codecOf(desc)
      const bytes = Buffer.concat([codec.encode(message), tail])
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
      const outcome = outcomeOf(() => codec.decode(bytes))
      if (outcome === 'refused') refused++
      else {
        read++
        // Read by them and written again, it must still mean the same to us.
        assert.deepEqual(codec.decode(Buffer.from(toBinary(desc, fromBinary(desc, bytes)))), outcome)
      }
    }),
  )
  assert.ok(read > 100 && refused > 100, `${read} read, ${refused} refused`)
})

test('fields of other versions are skipped wherever they stand', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), unknownField, unknownField, (message, before, behind) => {
      const codec = codecOf(desc)
      const bytes = Buffer.concat([before, codec.encode(message), behind])
      assert.deepEqual(codec.decode(bytes), codec.create(message))
    }),
  )
})

test('a message in two halves is one message: later fields win, lists grow, nested messages join', () => {
  forEveryMessage((desc) =>
    fc.property(messageOf(desc), messageOf(desc), (first, second) => {
      const codec = codecOf(desc)
      const both = Buffer.concat([codec.encode(first), codec.encode(second)])
      assert.deepEqual(codec.decode(both), codec.decode(Buffer.from(toBinary(desc, fromBinary(desc, both)))))
    }),
  )
})
