import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { aliases, type Flag, flags } from './flags.ts'
import { parseDuration, parseInteger, showDuration } from './go-values.ts'
import { configurationPage } from './help.ts'
import { editDistance, nearest } from './nearest.ts'
import { parseUrl, parseUrls } from './urls.ts'

for (const [name, flag] of Object.entries(flags) as [string, Flag<unknown>][]) {
  test(`the row of --${name} is whole`, () => {
    assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    assert.match(flag.doc, /^[A-Za-z].*[.:,=a-z0-9]$/)
    // What is shown as the default must be what one can write.
    const shown = flag.kind.show(flag.default)
    assert.deepEqual(flag.kind.parse(shown), flag.default)
  })
}

test('no two flags stand at the same place in the config file', () => {
  const paths = Object.entries(flags).map(([name, flag]) => flag.file ?? name)
  assert.equal(new Set(paths).size, paths.length)
})

test('an alias is no flag itself', () => {
  for (const alias of Object.keys(aliases)) assert.ok(!Object.hasOwn(flags, alias), alias)
})

test('docs/configuration.md is up to date (npm run docs)', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
  assert.equal(page, configurationPage())
})

const durationRows: [text: string, ms: number, shown: string][] = [
  ['0', 0, '0s'],
  ['1h', 3_600_000, '1h0m0s'],
  ['1m30s', 90_000, '1m30s'],
  ['.5s', 500, '500ms'],
  ['1.5h', 5_400_000, '1h30m0s'],
  ['-2ms', -2, '-2ms'],
  ['100us', 0.1, '100µs'],
  ['7ns', 0.000007, '7ns'],
  ['1m0.5s', 60_500, '1m0.5s'],
]
for (const [text, ms, shown] of durationRows) {
  test(`duration ${text} is ${ms} ms and shows as ${shown}`, () => {
    assert.ok(Math.abs(parseDuration(text) - ms) < 1e-9)
    assert.equal(showDuration(ms), shown)
  })
}

for (const text of ['', '-', '5', 's', '1x', '1s2', '1,5s', '1 s', '1constructor']) {
  test(`duration ${JSON.stringify(text)} is refused`, () => assert.throws(() => parseDuration(text), /^Error: time: /))
}

test('a shown duration parses back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
      assert.equal(Math.round(parseDuration(showDuration(ms))), ms)
    }),
  )
})

test('an integer parses as Go writes it, in each base', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const range = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
      const sign = value < 0 ? '-' : ''
      const size = Math.abs(value)
      for (const text of [size, `0x${size.toString(16)}`, `0o${size.toString(8)}`, `0b${size.toString(2)}`]) {
        assert.equal(parseInteger(`${sign}${text}`, range), value === 0 ? 0 : value)
      }
    }),
  )
})

for (const text of ['', '1.5', '1e3', '0x', '08', 'NaN', ' 1', '٣']) {
  test(`integer ${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => parseInteger(text, { min: -10, max: 10 }), /parse error|value out of range/)
  })
}

test('URLs: IPv6, sockets, duplicates, order', () => {
  assert.deepEqual(parseUrl(' http://[::1]:2379 '), {
    scheme: 'http',
    host: '::1',
    port: 2379,
    path: '',
    text: 'http://[::1]:2379',
  })
  assert.equal(parseUrl('unix:///tmp/a.sock').path, '/tmp/a.sock')
  assert.equal(parseUrl('unixs://localhost:2379').path, 'localhost:2379')
  assert.deepEqual(
    parseUrls('http://b:1,http://a:0,http://b:1').map(({ text }) => text),
    ['http://a:0', 'http://b:1'],
  )
  for (const text of ['http://a:65536', 'http://a:x', 'http://[::1:2379', 'http://a:', 'a:1', 'http://', '']) {
    assert.throws(() => parseUrl(text), /^Error: URL /, text)
  }
})

const nearestRows: [given: string, want: string | undefined][] = [
  ['nmae', 'name'],
  ['data_dir', 'data-dir'],
  ['listen-client-url', 'listen-client-urls'],
  ['experimental-snapshot-catchup-entries', 'snapshot-catchup-entries'],
  ['banana', undefined],
]
for (const [given, want] of nearestRows) {
  test(`nearest to ${given}: ${want}`, () => assert.equal(nearest(given, Object.keys(flags)), want))
}

test('an edit distance is 0 for equals, symmetric, and at most the longer length', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b)
      assert.equal(distance === 0, a === b)
      assert.equal(distance, editDistance(b, a))
      assert.ok(distance <= Math.max(a.length, b.length))
    }),
  )
})
