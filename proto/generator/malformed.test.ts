/** Bytes that are not a message, and numbers at the edges of what a field can hold. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PutRequest, RangeRequest, RequestOp, type RequestOpInit } from '../../src/generated/etcdserverpb/kv.ts'
import { LeaseGrantRequest, LeaseTimeToLiveResponse } from '../../src/generated/etcdserverpb/lease.ts'
import { AlarmMember, HashKVResponse, StatusResponse } from '../../src/generated/etcdserverpb/maintenance.ts'
import { WatchCreateRequest, WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import { Command } from '../../src/generated/keelson/raft.ts'
import { KeyValue } from '../../src/generated/mvccpb/kv.ts'
import { type Codec, DecodeError } from '../../src/generated/runtime/codec.ts'

const refused = [
  { name: 'a tag cut off', codec: PutRequest, hex: '8a', text: 'cut off at byte 1' },
  { name: 'a field without its value', codec: PutRequest, hex: '18', text: 'cut off' },
  { name: 'a key longer than the message', codec: PutRequest, hex: '0a05616263', text: '5 bytes announced, 3 left' },
  { name: 'a length beyond 32 bits', codec: PutRequest, hex: '0affffffff7f61', text: '34359738367 bytes announced' },
  { name: 'a negative length', codec: PutRequest, hex: '0affffffffffffffffff0161', text: 'bytes announced' },
  { name: 'an integer of eleven bytes', codec: PutRequest, hex: '18ffffffffffffffffffff01', text: 'more than 64 bits' },
  { name: 'an integer of 65 bits', codec: PutRequest, hex: '18ffffffffffffffffff02', text: 'more than 64 bits' },
  { name: 'field number 0', codec: PutRequest, hex: '0201', text: 'no field has the number 0' },
  { name: 'a tag beyond 32 bits', codec: PutRequest, hex: '8a8080808001', text: 'no field has the number' },
  { name: 'a key sent as an integer', codec: PutRequest, hex: '0801', text: 'PutRequest.key cannot have wire type 0' },
  { name: 'a lease sent as bytes', codec: PutRequest, hex: '1a0101', text: 'PutRequest.lease cannot have wire type 2' },
  { name: 'a group', codec: PutRequest, hex: 'a306a406', text: 'wire type 3' },
  { name: 'a wire type that does not exist', codec: PutRequest, hex: 'a706', text: 'wire type 7' },
  { name: 'an unknown field cut off', codec: PutRequest, hex: 'a106010203', text: 'cut off' },
  { name: 'a Command with half an id', codec: Command, hex: '0901020304', text: 'cut off' },
  {
    name: 'a nested message that ends too late',
    codec: RequestOp,
    hex: '12050a0161',
    text: '5 bytes announced, 3 left',
  },
  // The window of the put ends before its key does, though the bytes of the outer message go on.
  {
    name: 'a key that leaves its message',
    codec: RequestOp,
    hex: '12030a05616263646566',
    text: '5 bytes announced, 1 left',
  },
  { name: 'an integer that leaves its message', codec: RequestOp, hex: '12021880010101', text: 'cut off' },
  { name: 'a string that is not UTF-8', codec: StatusResponse, hex: '1202c328', text: 'not valid UTF-8' },
  { name: 'half of a surrogate pair', codec: StatusResponse, hex: '1203eda080', text: 'not valid UTF-8' },
  { name: 'a packed list cut off', codec: WatchCreateRequest, hex: '2a020180', text: 'cut off' },
]
for (const { name, codec, hex, text } of refused) {
  test(`decode refuses ${name}`, () => {
    const decode = (): unknown => (codec as Codec<unknown>).decode(Buffer.from(hex, 'hex'))
    assert.throws(decode, (error: Error) => error instanceof DecodeError && error.message.includes(text))
  })
}

test('fields of other versions are skipped, whatever their wire type', () => {
  const unknown = Buffer.from('a00696 01 a106 0102030405060708 a206 03 616263 a506 01020304'.replaceAll(' ', ''), 'hex')
  const put = PutRequest.encode({ key: 'k', lease: 7n })
  assert.deepEqual(
    PutRequest.decode(Buffer.concat([unknown, put, unknown])),
    PutRequest.create({ key: 'k', lease: 7n }),
  )
})

test('transactions may be nested 49 deep, and no message deeper than 100', () => {
  assert.doesNotThrow(() => RequestOp.decode(RequestOp.encode(nested(49))))
  assert.throws(() => RequestOp.decode(RequestOp.encode(nested(51))), DecodeError)
})

function nested(depth: number): RequestOpInit {
  let op: RequestOpInit = { request: { case: 'requestPut', value: { key: 'k' } } }
  for (let i = 0; i < depth; i++) op = { request: { case: 'requestTxn', value: { success: [op] } } }
  return op
}

test('a field repeated without end is read in one pass over the bytes', () => {
  const first = RequestOp.encode({ request: { case: 'requestTxn', value: { success: Array(100_000).fill({}) } } })
  const again = RequestOp.encode({ request: { case: 'requestTxn', value: { success: [{}] } } })
  const bytes = Buffer.concat([first, ...Array<Buffer>(100_000).fill(again)])
  const { request } = RequestOp.decode(bytes)
  assert.ok(request?.case === 'requestTxn')
  assert.equal(request.value.success.length, 200_000)
})

test('a window outside of the buffer is a mistake of the caller', () => {
  const buffer = PutRequest.encode({ key: 'k' })
  assert.throws(() => PutRequest.decode(buffer, 0, buffer.length + 1), RangeError)
  assert.throws(() => PutRequest.decode(buffer, -1), RangeError)
  assert.throws(() => PutRequest.decode(buffer, 3, 2), RangeError)
})

const maxVarint = 'ffffffffffffffff7f' // 2^63 - 1
const minVarint = '80808080808080808001' // -2^63 as int64, 2^63 as uint64
const numbers = [
  {
    name: 'the largest int64',
    codec: RangeRequest,
    field: 'revision',
    hex: `20${maxVarint}`,
    want: Number.MAX_SAFE_INTEGER,
  },
  {
    name: 'the smallest int64',
    codec: RangeRequest,
    field: 'revision',
    hex: `20${minVarint}`,
    want: Number.MIN_SAFE_INTEGER,
  },
  { name: '2^53', codec: RangeRequest, field: 'revision', hex: '208080808080808010', want: Number.MAX_SAFE_INTEGER },
  { name: '2^53 - 1', codec: RangeRequest, field: 'revision', hex: '20ffffffffffffff0f', want: 2 ** 53 - 1 },
  {
    name: '-(2^53)',
    codec: RangeRequest,
    field: 'revision',
    hex: '2080808080808080f0ff01',
    want: Number.MIN_SAFE_INTEGER,
  },
  { name: '-1', codec: RangeRequest, field: 'limit', hex: '18ffffffffffffffffff01', want: -1 },
  {
    name: 'the largest uint64',
    codec: StatusResponse,
    field: 'raftIndex',
    hex: '28ffffffffffffffffff01',
    want: Number.MAX_SAFE_INTEGER,
  },
  { name: 'a lease of 63 bits', codec: PutRequest, field: 'lease', hex: `18${maxVarint}`, want: 2n ** 63n - 1n },
  { name: 'a negative lease', codec: PutRequest, field: 'lease', hex: `18${minVarint}`, want: -(2n ** 63n) },
  {
    name: 'a member id of 64 bits',
    codec: AlarmMember,
    field: 'memberId',
    hex: '08ffffffffffffffffff01',
    want: 2n ** 64n - 1n,
  },
  { name: 'the largest hash', codec: HashKVResponse, field: 'hash', hex: '10ffffffff0f', want: 0xffffffff },
  { name: 'a bool above 1', codec: PutRequest, field: 'prevKv', hex: '208080808010', want: true },
  { name: 'a zero in three bytes', codec: PutRequest, field: 'prevKv', hex: '20808000', want: false },
  { name: 'an enum below 0', codec: RangeRequest, field: 'sortOrder', hex: '28ffffffffffffffffff01', want: -1 },
]
for (const { name, codec, field, hex, want } of numbers) {
  test(`decode reads ${name}`, () => {
    const message = (codec as Codec<unknown>).decode(Buffer.from(hex, 'hex')) as Record<string, unknown>
    assert.equal(message[field], want)
  })
}

test('integers of every length, of both signs, survive the wire', () => {
  for (let power = 0; power < 53; power++) {
    for (const value of [2 ** power - 1, 2 ** power, -(2 ** power), -(2 ** power) - 1]) {
      const { ttl } = LeaseGrantRequest.decode(LeaseGrantRequest.encode({ ttl: value }))
      assert.equal(ttl, value)
    }
  }
  for (let power = 0n; power < 63n; power++) {
    for (const value of [2n ** power - 1n, 2n ** power, -(2n ** power), -(2n ** power) - 1n]) {
      const { id } = LeaseGrantRequest.decode(LeaseGrantRequest.encode({ id: value }))
      assert.equal(id, value)
    }
  }
})

test('numbers that are not safe integers never reach the wire half written', () => {
  for (const ttl of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 2 ** 70]) {
    assert.throws(() => LeaseGrantRequest.encode({ ttl }), RangeError, String(ttl))
  }
})

test('a command carries its id in bytes 1 to 8', () => {
  const id = 0xfedc_ba98_7654_3210n
  const command = Command.encode({ id, header: { username: 'root' }, request: { case: 'put', value: { key: 'k' } } })
  assert.equal(command[0], 0x09)
  assert.equal(command.readBigUInt64LE(1), id)
  assert.equal(Command.decode(command).id, id)
})

test('headroom is left in front, and a message can be written into a given place', () => {
  const put = { key: 'k', value: Buffer.from('v') }
  const plain = PutRequest.encode(put)
  assert.deepEqual(PutRequest.encode(put, 5).subarray(5), plain)
  const buffer = Buffer.alloc(20, 0xee)
  assert.equal(PutRequest.encodeInto(put, buffer, 4), 4 + plain.length)
  assert.deepEqual(buffer.subarray(4, 4 + plain.length), plain)
  assert.equal(buffer[3], 0xee)
  assert.equal(buffer[4 + plain.length], 0xee)
  assert.throws(() => PutRequest.encodeInto(put, buffer, 20 - plain.length + 1), RangeError)
})

test('keys hold every byte value, one character each', () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
  for (const length of [1, 4, 12, 13, 16, 17, 256]) {
    const key = all.subarray(256 - length).toString('latin1')
    const { keys } = LeaseTimeToLiveResponse.decode(LeaseTimeToLiveResponse.encode({ keys: [key, ''] }))
    assert.deepEqual(keys, [key, ''])
    assert.equal(KeyValue.decode(KeyValue.encode({ key })).key, key)
  }
})

test('text keeps its characters; half of a surrogate pair becomes the replacement character', () => {
  for (const text of ['etcdserver: no leader', 'größer', 'πλοῖον', '龍骨', '🚢'.repeat(9), '\u{feff}mark', '']) {
    assert.equal(WatchResponse.decode(WatchResponse.encode({ cancelReason: text })).cancelReason, text)
  }
  assert.equal(WatchResponse.decode(WatchResponse.encode({ cancelReason: 'a\ud83d' })).cancelReason, 'a\ufffd')
})

test('bytes are views of the input, except that nothing is nothing', () => {
  const input = PutRequest.encode({ key: 'k', value: Buffer.from('value') })
  const { value } = PutRequest.decode(input)
  assert.equal(value.buffer, input.buffer)
  input.fill(0x78)
  assert.equal(value.toString(), 'xxxxx')
  assert.equal(PutRequest.decode(Buffer.from('1200', 'hex')).value.length, 0)
})
