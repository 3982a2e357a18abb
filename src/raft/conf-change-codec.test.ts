import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeConfChange, encodeConfChange, MalformedConfChange, tryDecodeConfChange } from './conf-change-codec.ts'
import type { ConfChangeV1, ConfChangeV2 } from './conf-state.ts'
import { type EntryType, noData } from './entry.ts'

const id = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
const type = fc.constantFrom('addNode', 'removeNode', 'updateNode', 'addLearnerNode')
const context = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))
const plain = { noNullPrototype: true }
const v1: fc.Arbitrary<ConfChangeV1> = fc.record({ id, type, nodeId: id, context }, plain)
const changes = fc.array(fc.record({ type, nodeId: id }, plain), { maxLength: 8 })
const transition = fc.constantFrom('auto', 'jointImplicit', 'jointExplicit')
const v2: fc.Arbitrary<ConfChangeV2> = fc.record({ transition, changes, context }, plain)

test('what is encoded is decoded, in either form', () => {
  fc.assert(
    fc.property(fc.oneof(v1, v2), (change) => {
      const entry = encodeConfChange(change)
      assert.equal(entry.type, 'changes' in change ? 'confChangeV2' : 'confChange')
      assert.deepEqual(decodeConfChange(entry), change)
    }),
  )
})

test('leaving a joint configuration takes no bytes', () => {
  const leave: ConfChangeV2 = { transition: 'auto', changes: [], context: noData }
  assert.equal(encodeConfChange(leave).data.length, 0)
  assert.deepEqual(decodeConfChange(encodeConfChange(leave)), leave)
})

const malformed: { name: string; type: EntryType; bytes: number[] }[] = [
  { name: 'a normal entry', type: 'normal', bytes: [] },
  { name: 'an empty v1', type: 'confChange', bytes: [] },
  { name: 'a v1 of another format', type: 'confChange', bytes: [2, ...new Array<number>(17).fill(0)] },
  { name: 'a v1 of an unknown type', type: 'confChange', bytes: [1, 4, ...new Array<number>(16).fill(0)] },
  { name: 'a v2 that ends in its header', type: 'confChangeV2', bytes: [2, 0, 0] },
  { name: 'a v2 of another format', type: 'confChangeV2', bytes: [1, 0, 0, 0, 0, 0] },
  { name: 'a v2 of an unknown transition', type: 'confChangeV2', bytes: [2, 3, 0, 0, 0, 0] },
  { name: 'a v2 that promises more steps than it has', type: 'confChangeV2', bytes: [2, 0, 1, 0, 0, 0, 0] },
  { name: 'a v2 of too many steps to be true', type: 'confChangeV2', bytes: [2, 0, 255, 255, 255, 255] },
]
for (const { name, type, bytes } of malformed) {
  test(`${name} is no config change`, () => {
    const entry = { type, data: Buffer.from(bytes) }
    assert.throws(() => decodeConfChange(entry), MalformedConfChange)
    assert.ok(tryDecodeConfChange(entry) instanceof MalformedConfChange)
  })
}

test('any bytes are a change or are refused, and nothing else happens', () => {
  const entryType = fc.constantFrom<EntryType>('confChange', 'confChangeV2')
  fc.assert(
    fc.property(entryType, fc.uint8Array({ maxLength: 64 }), (type, bytes) => {
      const change = tryDecodeConfChange({ type, data: Buffer.from(bytes) })
      if (change instanceof MalformedConfChange || bytes.length === 0) return
      assert.deepEqual(encodeConfChange(change).data, Buffer.from(bytes))
    }),
  )
})
