import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maxKeyBytes, openRow, openValue, RowSealer } from './row-envelope.ts'

const bytes = (maxLength: number, minLength = 0) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array))

test('a row comes back as it went in', () => {
  const sealer = new RowSealer()
  fc.assert(
    fc.property(bytes(40, 1), bytes(400), (key, value) => {
      const sealed = sealer.seal(key, value)
      assert.deepEqual(openRow(sealed), { key, value })
      assert.deepEqual(openValue(key, sealed), value)
      assert.equal(openValue(Buffer.concat([key, key]), sealed), undefined, 'a row of another key')
    }),
  )
})

test('rows larger than the scratch memory and the longest key go in and out', () => {
  const sealer = new RowSealer()
  const key = Buffer.alloc(maxKeyBytes, 'k')
  const value = Buffer.alloc(1 << 20, 'v')
  assert.deepEqual(openRow(sealer.seal(key, value)), { key, value })
  assert.throws(() => sealer.seal(Buffer.alloc(maxKeyBytes + 1), value), /a key fits into its row/)
})

test('every flipped bit and every cut is noticed', () => {
  const sealed = Buffer.from(new RowSealer().seal(Buffer.from('key'), Buffer.from('the value')))
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed)
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.equal(openRow(damaged), undefined, `bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++) assert.equal(openRow(sealed.subarray(0, length)), undefined)
})
