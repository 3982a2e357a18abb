import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KeyValue as Codec } from '../generated/mvccpb/kv.ts'
import { decodeRow, encodeRow, encodeTombstone } from './row.ts'

const number = fc.oneof(
  fc.maxSafeNat(),
  fc.integer({ min: 1, max: 300 }),
  fc.constantFrom(2 ** 28 - 1, 2 ** 28, 2 ** 32, 2 ** 35),
)
const keyValue = fc.record({
  key: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  createRevision: number.filter((n) => n > 0),
  modRevision: number.filter((n) => n > 0),
  version: number.filter((n) => n > 0),
  value: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  lease: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 2n ** 63n - 1n })),
})

test('a row is the protobuf message that the generated codec makes, and comes back whole', () => {
  const property = fc.property(keyValue, (kv) => {
    const row = encodeRow(kv.key, kv.createRevision, kv.modRevision, kv.version, kv.value, kv.lease)
    assert.deepEqual(row, Codec.encode(kv))
    assert.deepEqual(decodeRow(row), { ...kv })
  })
  fc.assert(property, { seed: 3 })
})

test('the row of a tombstone has the key alone', () => {
  assert.deepEqual(encodeTombstone('key \xff'), Buffer.from('\x0a\x05key \xff', 'latin1'))
  assert.equal(decodeRow(encodeTombstone('key')).modRevision, 0)
})

test('a row that is cut or has other fields stops the member', () => {
  const row = encodeRow('key', 1, 2, 3, Buffer.from('value'), 7n)
  for (const length of [1, 3, 6, row.length - 4, row.length - 1]) {
    assert.throws(() => decodeRow(row.subarray(0, length)), { name: 'BrokenInvariant' })
  }
  assert.throws(() => decodeRow(Buffer.from([0x3a, 0])), { name: 'BrokenInvariant' })
})
