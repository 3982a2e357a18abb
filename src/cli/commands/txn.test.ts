import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../client/index.ts'
import { Failure } from './shared/failure.ts'
import { readWords } from './shared/words.ts'
import { parseCompare } from './txn.ts'

const rows = [
  { line: 'mod("key1") > "0"', want: compare.modRevision('key1', '>', 0) },
  { line: 'm("k")="7"', want: compare.modRevision('k', '=', 7) },
  { line: 'create("k") = "0"', want: compare.createRevision('k', '=', 0) },
  { line: 'ver("k") != "1"', want: compare.version('k', '!=', 1) },
  { line: 'value("a b") < "\\x41\\n"', want: compare.value('a b', '<', Buffer.from('A\n')) },
  { line: 'lease("k") = "7fff"', want: compare.lease('k', '=', 0x7fffn) },
  { line: 'val("with \\"quotes\\"") = "é"', want: compare.value('with "quotes"', '=', Buffer.from('é')) },
]

for (const { line, want } of rows) {
  test(`txn: ${line} is understood`, () => assert.deepEqual(parseCompare(line), want))
}

const refusals = [
  { line: 'bogus("a") = "1"', want: 'malformed comparison: bogus("a") = "1" (unknown target bogus)' },
  { line: 'mod("a" = "1"', want: 'malformed comparison: mod("a" = "1"' },
  { line: 'mod("a") ~ "1"', want: 'malformed comparison: mod("a") ~ "1" (unknown operator ~)' },
  { line: 'mod("a") > "x"', want: 'invalid txn compare request: mod("a") > "x"' },
]

for (const { line, want } of refusals) {
  test(`txn: ${line} is refused`, () => {
    assert.throws(
      () => parseCompare(line),
      (error) => error instanceof Failure && error.code === 3 && error.message === want,
    )
  })
}

test('words of a line: quotes hold spaces, double ones know escapes', () => {
  assert.deepEqual(readWords(`put "a b" 'c "d"' --prev-kv x"y`), ['put', 'a b', 'c "d"', '--prev-kv', 'x"y'])
  assert.deepEqual(readWords('put k "1\\n2"'), ['put', 'k', '1\n2'])
  assert.throws(() => readWords('put "open'), /cannot read/)
})
