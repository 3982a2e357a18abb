import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bool, describeFlags, duration, integer, list, parseFlags, text, UsageFailure } from './flags.ts'
import { withEnvironment } from './global-flags.ts'

const specs = {
  endpoints: list('where', ['127.0.0.1:2379']),
  hex: bool('as hex'),
  interactive: bool('ask', false, 'i'),
  'write-out': text('form', 'simple', { short: 'w' }),
  rev: integer('revision'),
  timeout: duration('time', 5000),
}

const rows = [
  { name: 'words and flags in any order', words: ['get', '--hex', 'k', '--rev', '5'], args: ['get', 'k'], rev: 5 },
  { name: 'a value behind an equals sign', words: ['--rev=7', 'k'], args: ['k'], rev: 7 },
  { name: 'a short flag and its value', words: ['-w', 'json', 'k'], args: ['k'], form: 'json' },
  { name: 'a short flag with its value in one word', words: ['-wjson'], args: [], form: 'json' },
  { name: 'short flags in one word', words: ['-iw', 'json'], args: [], form: 'json' },
  { name: 'words behind -- are never flags', words: ['k', '--', '--rev', '-v'], args: ['k', '--rev', '-v'], dashAt: 1 },
  { name: 'a lone dash is a word', words: ['-'], args: ['-'] },
]

for (const { name, words, args, rev = 0, form = 'simple', dashAt } of rows) {
  test(`flags: ${name}`, () => {
    const parsed = parseFlags(words, specs)
    assert.deepEqual(parsed.args, args)
    assert.equal(parsed.values['rev'], rev)
    assert.equal(parsed.values['write-out'], form)
    assert.equal(parsed.dashAt, dashAt)
  })
}

const refusals = [
  { words: ['--rve', '5'], want: 'unknown flag: --rve\nDid you mean --rev?' },
  { words: ['-x'], want: "unknown shorthand flag: 'x' in -x" },
  { words: ['--rev'], want: 'flag needs an argument: --rev' },
  {
    words: ['--rev=x'],
    want: 'invalid argument "x" for "--rev" flag: strconv.ParseInt: parsing "x": invalid syntax',
  },
  {
    words: ['--hex=maybe'],
    want: 'invalid argument "maybe" for "--hex" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  },
  {
    words: ['--timeout=5'],
    want: 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"',
  },
]

for (const { words, want } of refusals) {
  test(`flags: ${words.join(' ')} is refused`, () => {
    assert.throws(
      () => parseFlags(words, specs),
      (error) => error instanceof UsageFailure && error.message === want,
    )
  })
}

test('a list grows with each flag, and replaces its default', () => {
  const parsed = parseFlags(['--endpoints', 'a,b', '--endpoints=c'], specs)
  assert.deepEqual(parsed.values['endpoints'], ['a', 'b', 'c'])
  assert.deepEqual(parseFlags([], specs).values['endpoints'], ['127.0.0.1:2379'])
})

test('a variable sets what no flag sets; KEELSONCTL_ before ETCDCTL_', () => {
  const environment = { ETCDCTL_WRITE_OUT: 'json', KEELSONCTL_REV: '3', ETCDCTL_REV: '4' }
  const { values, given } = withEnvironment(parseFlags([], specs), specs, environment)
  assert.equal(values['write-out'], 'json')
  assert.equal(values['rev'], 3)
  assert.ok(given.has('rev'))
})

test('a flag and its variable together are refused', () => {
  const parsed = parseFlags(['--rev=1'], specs)
  assert.throws(() => withEnvironment(parsed, specs, { ETCDCTL_REV: '4' }), /ETCDCTL_REV and --rev are both set/)
})

test('help shows each flag with its short form, kind and default', () => {
  const help = describeFlags({ 'write-out': specs['write-out'], hex: specs.hex })
  assert.equal(help, '      --hex                as hex\n  -w, --write-out string   form (default "simple")\n')
})
