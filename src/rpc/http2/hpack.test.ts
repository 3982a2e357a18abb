import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { HeaderField } from './header-field.ts'
import { HpackDecoder, HpackError } from './hpack-decoder.ts'
import { HpackEncoder, type SentField } from './hpack-encoder.ts'
import { huffmanDecode, huffmanEncode, huffmanSize } from './huffman.ts'

const plenty = 1 << 20

function decodeHex(decoder: HpackDecoder, hex: string): string[] {
  const fields: HeaderField[] = []
  const block = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  assert.ok(decoder.decode(block, 0, block.length, fields, plenty))
  return fields.map(({ name, value }) => `${name}: ${value}`)
}

const request = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com']
const examples = [
  {
    name: 'RFC 7541 C.3, requests without Huffman',
    blocks: [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ],
  },
  {
    name: 'RFC 7541 C.4, requests with Huffman',
    blocks: [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ],
  },
]
for (const { name, blocks } of examples) {
  test(name, () => {
    const decoder = new HpackDecoder()
    assert.deepEqual(decodeHex(decoder, blocks[0] ?? ''), request)
    assert.deepEqual(decodeHex(decoder, blocks[1] ?? ''), [...request, 'cache-control: no-cache'])
    assert.deepEqual(decodeHex(decoder, blocks[2] ?? ''), [
      ':method: GET',
      ':scheme: https',
      ':path: /index.html',
      ':authority: www.example.com',
      'custom-key: custom-value',
    ])
    assert.equal(decoder.tableBytes, 164)
  })
}

const wrong = [
  { is: 'index 0', hex: '80' },
  { is: 'an index behind both tables', hex: 'be' },
  { is: 'a number without an end', hex: 'ffffff' },
  { is: 'a number of more than 28 bits', hex: 'ffffffffffffff0f' },
  { is: 'a string longer than the block', hex: '400a61' },
  { is: 'the Huffman code of the end mark', hex: '4084ffffffff0161' },
  { is: 'Huffman padding of eight bits', hex: '40821fff0161' },
  { is: 'Huffman padding with zeros', hex: '4081180161' },
  { is: 'a size update behind a field', hex: '8220' },
  { is: 'a table larger than offered', hex: '3fe21f' },
]
for (const { is, hex } of wrong) {
  test(`a block is refused: ${is}`, () => assert.throws(() => decodeHex(new HpackDecoder(), hex), HpackError))
}

test('a list beyond its limit is cut, and the table still in step with its encoder', () => {
  const decoder = new HpackDecoder()
  const fields: HeaderField[] = []
  const literal = Buffer.from('4001610162', 'hex')
  assert.ok(decoder.decode(literal, 0, literal.length, fields, plenty))
  const many = Buffer.alloc(10_000, 0xbe)
  fields.length = 0
  assert.equal(decoder.decode(many, 0, many.length, fields, 1_000), false)
  assert.ok(fields.length <= 1_000 / 32, 'a bomb is not kept')
  assert.deepEqual(decodeHex(decoder, 'be'), ['a: b'])
})

test('Huffman: any string comes back, and the size is known before', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = Buffer.from(bytes).toString('latin1')
      const buffer = Buffer.alloc(huffmanSize(text) + 1)
      const end = huffmanEncode(text, buffer, 0)
      assert.equal(end, huffmanSize(text))
      assert.equal(huffmanDecode(buffer, 0, end), text)
    }),
  )
})

const latin1 = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const sentField: fc.Arbitrary<SentField> = fc.record({
  name: fc.oneof(fc.constantFrom(':status', 'content-type', 'a', 'grpc-status'), latin1(20)),
  value: fc.oneof(fc.constantFrom('', '200', '0', 'application/grpc'), latin1(200)),
  often: fc.boolean(),
})
const step = fc.oneof(fc.array(sentField, { maxLength: 8 }), fc.integer({ min: 0, max: 10_000 }))

test('what the encoder wrote the decoder reads, whatever becomes of the tables', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const encoder = new HpackEncoder()
      const decoder = new HpackDecoder()
      for (const step of steps) {
        if (typeof step === 'number') {
          encoder.setTableMax(step)
          continue
        }
        const block = encoder.encode(step)
        const fields: HeaderField[] = []
        assert.ok(decoder.decode(block, 0, block.length, fields, plenty))
        assert.deepEqual(
          fields.map(({ name, value }) => [name, value]),
          step.map(({ name, value }) => [name, value]),
        )
      }
    }),
  )
})

test('under one version the same fields are the same block', () => {
  const encoder = new HpackEncoder()
  const fields = [
    { name: ':status', value: '200' },
    { name: 'content-type', value: 'application/grpc', often: true },
  ]
  const first = encoder.encode(fields)
  const { version } = encoder
  const second = encoder.encode(fields)
  assert.ok(second.length < first.length)
  assert.deepEqual(second, Buffer.from('88be', 'hex'))
  assert.equal(encoder.version, version)
})
