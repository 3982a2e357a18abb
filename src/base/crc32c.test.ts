import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { crc32c } from './crc32c.ts'

const rows = [
  { name: 'nothing', bytes: Buffer.alloc(0), want: 0 },
  { name: 'the check value of the catalogue', bytes: Buffer.from('123456789'), want: 0xe3069283 },
  { name: '32 zeros (RFC 3720 B.4)', bytes: Buffer.alloc(32), want: 0x8a9136aa },
  { name: '32 ones (RFC 3720 B.4)', bytes: Buffer.alloc(32, 0xff), want: 0x62a8ab43 },
  { name: '0 to 31 (RFC 3720 B.4)', bytes: Buffer.from(Array.from({ length: 32 }, (_, i) => i)), want: 0x46dd794e },
  {
    name: '31 to 0 (RFC 3720 B.4)',
    bytes: Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)),
    want: 0x113fdb5c,
  },
]
for (const { name, bytes, want } of rows) test(`crc32c: ${name}`, () => assert.equal(crc32c(bytes), want))

test('crc32c: eight bytes a step say what bit by bit says, on any range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), fc.nat(100), (bytes, a, b) => {
      const start = Math.min(a, b, bytes.length)
      const end = Math.min(Math.max(a, b), bytes.length)
      assert.equal(crc32c(bytes, 0, start, end), bitByBit(bytes.subarray(start, end)))
    }),
  )
})

test('crc32c: a seed continues where another sum ended', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (a, b) => {
      assert.equal(crc32c(b, crc32c(a)), crc32c(Buffer.concat([a, b])))
    }),
  )
})

test('crc32c: refuses a range outside of the bytes', () => {
  assert.throws(() => crc32c(Buffer.alloc(4), 0, 2, 5), RangeError)
  assert.throws(() => crc32c(Buffer.alloc(4), 0, 3, 2), RangeError)
})

function bitByBit(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}
