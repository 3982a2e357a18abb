import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Code, codeNames, errorTable, RequestError } from './errors.ts'

test('a request error carries the text and the code of its row', () => {
  const error = new RequestError('Compacted')
  assert.equal(error.message, 'etcdserver: mvcc: required revision has been compacted')
  assert.equal(error.code, Code.OutOfRange)
  assert.equal(error.reason, 'Compacted')
})

test('no two rows share a text: clients tell errors apart by it', () => {
  const texts = Object.values(errorTable).map(({ text }) => text)
  assert.equal(new Set(texts).size, texts.length)
})

test('codes are numbered as gRPC numbers them', () => {
  assert.equal(codeNames.length, 17)
  assert.equal(codeNames[Code.Unauthenticated], 'Unauthenticated')
})
