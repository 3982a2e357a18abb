import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filled, writeJson } from './json.ts'

test('64-bit numbers are written exactly, bytes in base64, what is undefined not at all', () => {
  const value = { id: 2n ** 64n - 1n, key: Buffer.from('foo'), none: undefined, list: [1, null, true] }
  assert.equal(writeJson(value), '{"id":18446744073709551615,"key":"Zm9v","list":[1,null,true]}')
})

test('text has the escapes of Go', () => {
  assert.equal(writeJson('<a&"b>'), '"\\u003ca\\u0026\\"b\\u003e"')
})

test('a message leaves out its zero values', () => {
  const message = { a: 0, b: 0n, c: '', d: false, e: [], f: Buffer.alloc(0), g: undefined, h: 1, i: null }
  assert.deepEqual(filled(message), { h: 1, i: null })
})
