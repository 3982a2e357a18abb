import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLogger, createLoggerTo, type Fields, type Level, type LogFormat } from './log.ts'
import { DescriptorSink } from './log-sink.ts'

/** 2026-11-20T22:24:08.466455Z, give or take what a double can say. */
const wallMs = Date.UTC(2026, 10, 20, 22, 24, 8) + 466.455

function collect(options: { level?: Level; format?: LogFormat; wallMs?: () => number } = {}) {
  const lines: string[] = []
  const log = createLoggerTo(
    { write: (line) => lines.push(line), close: () => {} },
    { level: 'info', format: 'json', wallMs: () => wallMs, caller: 'a/b.ts', ...options },
  )
  return { log, lines }
}

test('a line is one JSON object with the keys of etcd, in its order', () => {
  const { log, lines } = collect()
  log.info('ready to serve client requests', { 'local-member-id': '8e9e05c52164694d' })
  assert.equal(
    lines[0],
    '{"level":"info","ts":"2026-11-20T22:24:08.466455Z","caller":"a/b.ts","msg":"ready to serve client requests",' +
      '"local-member-id":"8e9e05c52164694d"}\n',
  )
})

const fieldRows: { name: string; fields: Fields; want: string }[] = [
  { name: 'undefined is left out', fields: { a: undefined, b: 1 }, want: '"b":1' },
  {
    name: 'a bigint keeps all of its digits',
    fields: { id: 18446744073709551615n },
    want: '"id":18446744073709551615',
  },
  { name: 'a nested bigint becomes a string', fields: { ids: [1n] }, want: '"ids":["1"]' },
  { name: 'bytes are base64', fields: { key: Buffer.from([0, 255]) }, want: '"key":"AP8="' },
  { name: 'nested bytes too', fields: { at: { key: Buffer.from('a') } }, want: '"at":{"key":"YQ=="}' },
  {
    name: 'an error shows its causes',
    fields: { error: new Error('open segment 7', { cause: new Error('no space') }) },
    want: '"error":"open segment 7: no space"',
  },
  { name: 'not a number is a word', fields: { took: Number.NaN }, want: '"took":"NaN"' },
  { name: 'quotes and newlines are escaped', fields: { why: 'a "b"\n' }, want: String.raw`"why":"a \"b\"\n"` },
]
for (const { name, fields, want } of fieldRows) {
  test(`fields: ${name}`, () => {
    const { log, lines } = collect()
    log.info('m', fields)
    const line = lines[0] ?? ''
    assert.ok(line.endsWith(`"msg":"m",${want}}\n`), line)
    JSON.parse(line)
  })
}

test('a circle among the fields does not throw', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  const { log, lines } = collect()
  log.info('m', { circle })
  assert.match(lines[0] ?? '', /not shown/)
})

test('error lines say where an error came from, warnings do not', () => {
  const { log, lines } = collect()
  log.warn('m', { error: new Error('e') })
  log.error('m', { error: new Error('e') })
  assert.doesNotMatch(lines[0] ?? '', /stacktrace/)
  assert.match(lines[1] ?? '', /"stacktrace":"Error: e\\n {4}at /)
})

test('a level drops what is quieter, also in children, and may change', () => {
  const { log, lines } = collect({ level: 'warn' })
  const child = log.child('c/d.ts', { name: 'raft', fields: { member: 'a' } })
  child.info('no')
  child.warn('yes', { x: 1 })
  log.level = 'debug'
  child.debug('now')
  assert.equal(lines.length, 2)
  assert.match(lines[0] ?? '', /"logger":"raft","caller":"c\/d.ts","msg":"yes","member":"a","x":1}/)
  assert.equal(child.enabled('debug'), true)
})

test('equal lines in one second are thinned after a hundred, others are not', () => {
  let now = wallMs
  const { log, lines } = collect({ wallMs: () => now })
  for (let i = 0; i < 350; i++) log.warn('flood')
  log.warn('other')
  assert.equal(lines.length, 100 + 2 + 1)
  now += 1000
  log.warn('flood')
  assert.equal(lines.length, 104)
})

test('text is short, and aligned', () => {
  const { log, lines } = collect({ format: 'text' })
  log.info('ready', { address: '127.0.0.1:2379', why: 'a b' })
  log.warn('alone')
  assert.equal(lines[0], `22:24:08.466 INFO  ${'ready'.padEnd(44)} address=127.0.0.1:2379 why="a b"\n`)
  assert.equal(lines[1], '22:24:08.466 WARN  alone\n')
})

test('console is tab separated', () => {
  const { log, lines } = collect({ format: 'console' })
  log.info('ready', { n: 1 })
  assert.equal(lines[0], '2026-11-20T22:24:08.466455Z\tinfo\ta/b.ts\tready\t{"n": 1}\n')
})

test('a file is appended to', () => {
  const directory = mkdtempSync(join(tmpdir(), 'keelson-log-'))
  try {
    const path = join(directory, 'log')
    for (const msg of ['one', 'two']) {
      const log = createLogger({ level: 'info', format: 'text', outputs: [path] })
      log.info(msg)
      log.close()
    }
    assert.match(readFileSync(path, 'latin1'), /one\n.*two\n$/)
    assert.throws(() => createLogger({ level: 'info', format: 'text', outputs: [directory] }), /open log output/)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

/** A pipe with so much room; more room may be made, and the reader may go. */
function pipe(room: number) {
  const state = { room, read: '', gone: false }
  const write = (bytes: Uint8Array): number => {
    if (state.gone) throw Object.assign(new Error('broken'), { code: 'EPIPE' })
    if (state.room === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' })
    const part = bytes.subarray(0, state.room)
    state.room -= part.length
    state.read += Buffer.from(part).toString()
    return part.length
  }
  return { state, sink: new DescriptorSink(write) }
}

test('a full pipe loses nothing: the rest follows with the next line, in order', () => {
  const { state, sink } = pipe(5)
  sink.write('first\n')
  sink.write('second\n')
  assert.equal(state.read, 'first')
  state.room = 100
  sink.write('third\n')
  assert.equal(state.read, 'first\nsecond\nthird\n')
  sink.close()
})

test('a pipe full for long drops new lines, and says how many', () => {
  const { state, sink } = pipe(0)
  const line = `${'x'.repeat(1023)}\n`
  for (let i = 0; i < 1024 + 7; i++) sink.write(line)
  state.room = Number.MAX_SAFE_INTEGER
  sink.close()
  assert.equal(state.read.split('x\n').length - 1, 1024)
  assert.match(state.read, /"msg":"dropped log lines: the reader is too slow","lines":7}\n$/)
})

test('a reader that went away silences the output and hurts nobody', () => {
  const { state, sink } = pipe(100)
  state.gone = true
  sink.write('a\n')
  state.gone = false
  sink.write('b\n')
  assert.equal(state.read, '')
  sink.close()
})
