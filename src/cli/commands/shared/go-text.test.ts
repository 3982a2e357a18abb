import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { escapedHex, leaseText, parseInt64, parseLeaseId, parseMemberId, quote, sizeText, unquote } from './go-text.ts'

const quoted = [
  { name: 'plain text', bytes: Buffer.from('foo bar'), want: '"foo bar"' },
  { name: 'letters of any script', bytes: Buffer.from('é日本'), want: '"é日本"' },
  { name: 'quotes, backslashes and tabs', bytes: Buffer.from('a"b\\c\t\n'), want: '"a\\"b\\\\c\\t\\n"' },
  { name: 'bytes that are no UTF-8', bytes: Buffer.of(0x61, 0xff, 0xc3), want: '"a\\xff\\xc3"' },
  { name: 'control characters', bytes: Buffer.of(0, 1, 0x7f), want: '"\\x00\\x01\\x7f"' },
  { name: 'a character without a picture', bytes: Buffer.from('\u200b'), want: '"\\u200b"' },
  { name: 'overlong forms, which are no UTF-8', bytes: Buffer.of(0xc0, 0x80), want: '"\\xc0\\x80"' },
]

for (const { name, bytes, want } of quoted) test(`quote: ${name}`, () => assert.equal(quote(bytes), want))

test('unquote gives back any bytes that quote took', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.deepEqual(unquote(quote(bytes).slice(1, -1)), Buffer.from(bytes))
    }),
  )
})

test('unquote refuses an escape that Go does not know', () => {
  assert.throws(() => unquote('\\q'), /unknown escape/)
})

const sizes = [
  { bytes: 0, want: '0 B' },
  { bytes: 9, want: '9 B' },
  { bytes: 544, want: '544 B' },
  { bytes: 3300, want: '3.3 kB' },
  { bytes: 20480, want: '20 kB' },
  { bytes: 2147483648, want: '2.1 GB' },
]

for (const { bytes, want } of sizes)
  test(`${bytes} bytes are shown as ${want}`, () => assert.equal(sizeText(bytes), want))

test('ids are read in hex with all 64 bits, and refused in the words of Go', () => {
  assert.equal(parseMemberId('ffffffffffffffff'), 2n ** 64n - 1n)
  assert.throws(() => parseMemberId('zz'), { message: 'strconv.ParseUint: parsing "zz": invalid syntax' })
  assert.throws(() => parseMemberId('-1'), { message: 'strconv.ParseUint: parsing "-1": invalid syntax' })
  assert.throws(() => parseLeaseId('ffffffffffffffff'), {
    message: 'strconv.ParseInt: parsing "ffffffffffffffff": value out of range',
  })
  assert.equal(parseInt64('-5'), -5n)
})

test('a lease is shown with sixteen digits, bytes as hex', () => {
  assert.equal(leaseText(0x77n), '0000000000000077')
  assert.equal(escapedHex(Buffer.from('é')), '\\xc3\\xa9')
})
