/**
 * Which room may import which: the rows of the architecture page, and a walk over all imports of `src/`.
 * A new arrow is a change of this table, with a reason.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src', import.meta.url))

/** Every room may import `base` and itself. `*`: anything. */
const rows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  // The wire contract: made from proto/, knows nobody.
  generated: [],
  io: [],
  raft: [],
  telemetry: ['io'],
  config: ['telemetry'],
  wal: ['io'],
  storage: ['io'],
  mvcc: ['storage'],
  lease: ['mvcc', 'storage'],
  auth: ['mvcc', 'storage', 'generated'],
  cluster: ['mvcc', 'storage', 'generated'],
  peer: ['io', 'telemetry', 'generated'],
  server: [
    'raft',
    'wal',
    'storage',
    'mvcc',
    'lease',
    'auth',
    'cluster',
    'peer',
    'io',
    'generated',
    // The member's own log lines; its metrics are plain fields that `cli` connects.
    'telemetry',
  ],
  // `mvcc` for the types of results and watch messages that the server's port speaks in.
  api: ['server', 'mvcc', 'generated'],
  // `io` for time-outs of connections.
  rpc: ['api', 'generated', 'io'],
  http: ['api', 'generated', 'io'],
  client: ['generated'],
  controller: ['client', 'telemetry'],
  cli: ['*'],
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.name.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(entry.name) ? [path] : []
  })
}

const importPattern = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g

/** Imports that cross rooms: from which file, into which room. */
function arrows(): { file: string; from: string; to: string }[] {
  return filesBelow(source).flatMap((path) => {
    const file = relative(source, path)
    const from = file.split('/')[0] ?? ''
    return [...readFileSync(path, 'utf8').matchAll(importPattern)].flatMap(([, target]) => {
      const to = relative(source, join(dirname(path), target ?? '')).split('/')[0] ?? ''
      return to === from ? [] : [{ file, from, to }]
    })
  })
}

test('every folder of src is a room of the table', () => {
  const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders) assert.ok(name in rows, `src/${name} is in no row: add one, with what it may import`)
})

test('rooms import only what their row allows', () => {
  const wrong = arrows().filter(({ from, to }) => {
    const allowed = rows[from] ?? []
    return to !== 'base' && !allowed.includes('*') && !allowed.includes(to)
  })
  assert.deepEqual(wrong, [])
})

test('the pure rooms take nothing from Node but hashing', () => {
  const pure = ['base', 'raft', 'mvcc', 'lease', 'auth', 'cluster']
  const wrong = filesBelow(source).flatMap((path) => {
    const file = relative(source, path)
    if (!pure.includes(file.split('/')[0] ?? '')) return []
    const text = readFileSync(path, 'utf8')
    const imports = [...text.matchAll(/from '(node:[^']+)'/g)]
      .map(([, name]) => name)
      .filter((n) => n !== 'node:crypto')
    const ambient =
      text.match(/\b(?:Date\.now|Math\.random|performance\.now|setTimeout|setInterval|setImmediate)\b/g) ?? []
    return [...imports, ...ambient].map((name) => `${file}: ${name}`)
  })
  assert.deepEqual(wrong, [])
})
