/**
 * What the engine costs: filling it through WriteBehind, scanning it as a start does, reading keys at random.
 *
 *   npx tsx test/bench/storage.ts [--rows 1000000] [--value-bytes 300] [--write-buffer-mib 16] [--cache-mib 32]
 *     [--block-kib 8] [--engine rocksdb] [--pending-mib 64]
 *
 * One line of JSON a process: the first fills, the second starts anew, as a member does, and reads.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Counts } from '../../src/storage/applied.ts'
import type { Engine, KeyRange, WriteOp } from '../../src/storage/engine.ts'
import { revisionKey, spaceRange } from '../../src/storage/keyspace.ts'
import { openEngine } from '../../src/storage/open.ts'
import { WriteBehind } from '../../src/storage/write-behind.ts'

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    'value-bytes': { type: 'string', default: '300' },
    'write-buffer-mib': { type: 'string', default: '16' },
    'cache-mib': { type: 'string', default: '32' },
    'block-kib': { type: 'string', default: '8' },
    engine: { type: 'string', default: 'rocksdb' },
    'pending-mib': { type: 'string', default: '64' },
    read: { type: 'string' }, // the directory that the first process filled
  },
})
const rows = Number(flags.rows)
const valueBytes = Number(flags['value-bytes'])
const directory = flags.read ?? (await mkdtemp(join(tmpdir(), 'keelson-bench-')))
const figures: Record<string, number | string> = { ...flags, node: process.versions.node }

if (flags.read === undefined) {
  try {
    await fillIt()
    execFileSync(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--read', directory], {
      stdio: 'inherit',
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
} else {
  await readIt()
}

async function fillIt(): Promise<void> {
  figures['rssMiBEmpty'] = rssMiB()
  await using engine = await open()
  await timed('put', rows, () => fill(engine))
  figures['rssMiBAfterPut'] = rssMiB()
  await timed('sync', 1, () => engine.sync())
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

async function readIt(): Promise<void> {
  await using engine = await timed('open', 1, open)
  await timed('scan', rows, () => scan(engine, spaceRange('revisions')))
  figures['rssMiBAfterScan'] = rssMiB()
  await timed('scanAgain', rows, () => scan(engine, spaceRange('revisions')))
  await timed('scanKeys', rows, () => scan(engine, { ...spaceRange('revisions'), keysOnly: true }))
  await timed('getMany', 20_000, () => readAtRandom(engine, 20_000, 100))
  await timed('getOne', 2_000, () => readAtRandom(engine, 2_000, 1))
  figures['rssMiBAfterReads'] = rssMiB()
  figures['sizeMiB'] = Math.round(engine.sizes().totalBytes / 2 ** 20)
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

function open(): Promise<Engine> {
  const MiB = 1 << 20
  return openEngine({
    kind: flags.engine === 'memory' ? 'memory' : 'rocksdb',
    directory,
    rocksdb: {
      writeBufferBytes: Number(flags['write-buffer-mib']) * MiB,
      cacheBytes: Number(flags['cache-mib']) * MiB,
      blockBytes: Number(flags['block-kib']) << 10,
    },
  })
}

/** Batches of 100 rows, as fast as the bound lets them in. */
async function fill(engine: Engine): Promise<void> {
  const writer = new WriteBehind(engine, 0, { maxPendingBytes: Number(flags['pending-mib']) << 20 })
  const counts = new Counts()
  const random = noise(1 << 20)
  for (let index = 1, revision = 1; revision <= rows; index++) {
    const ops: WriteOp[] = []
    for (const last = Math.min(rows, revision + 99); revision <= last; revision++) {
      const value = Buffer.alloc(valueBytes, 'a value that is half text and ')
      const at = (revision * 1013) % (random.length - valueBytes)
      random.copy(value, 0, at, at + (valueBytes >> 1))
      ops.push({ key: revisionKey(revision, 0), value })
      counts.add('revisions', 1)
    }
    writer.push({ ops, applied: { index, term: 1, confState: Buffer.alloc(20), rows: counts.frozen() } })
    if (writer.full) await new Promise<void>((resolve) => writer.onRoom(resolve))
    else if (index % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await writer.drain()
  figures['writes'] = writer.totals.writes
}

async function scan(engine: Engine, options: KeyRange & { keysOnly?: boolean }): Promise<void> {
  let found = 0
  for await (const chunk of engine.scan(options)) found += chunk.length
  if (found !== rows) throw new Error(`${found} rows instead of ${rows}`)
}

async function readAtRandom(engine: Engine, count: number, together: number): Promise<void> {
  for (let done = 0; done < count; done += together) {
    const keys = Array.from({ length: together }, (_, i) => revisionKey(1 + (((done + i) * 7919) % rows), 0))
    for (const value of await engine.getMany(keys))
      if (value?.length !== valueBytes) throw new Error('a row is missing')
  }
}

async function timed<T>(name: string, operations: number, run: () => Promise<T>): Promise<T> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const result = await run()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  if (operations === 1) figures[`${name}Ms`] = Math.round(seconds * 1000)
  else figures[`${name}PerSecond`] = Math.round(operations / seconds)
  if (operations > 1) figures[`${name}CpuUs`] = Number(((user + system) / operations).toFixed(2))
  return result
}

/** Bytes that do not compress; the same in each run. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let i = 0, state = 1; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

function rssMiB(): number {
  return process.memoryUsage().rss >> 20
}
