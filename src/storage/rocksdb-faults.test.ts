/**
 * What a crash, a disk and a second process can do to the engine, and what it says then.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { defined } from '../base/assert.ts'
import { temporaryDirectory } from './engine.contract.ts'
import type { Engine } from './engine.ts'
import { revisionKey } from './keyspace.ts'
import { openRocksDb, type RocksDbTuning } from './rocksdb.ts'
import { StorageError } from './storage-error.ts'
import { batchOf, rowsPerBatch, scanChecked, verifiedIndex } from './testing-rows.ts'

/** Small files, so that a few thousand rows make many of them, with bytes on disk that can be aimed at. */
const manyFiles: Partial<RocksDbTuning> = { writeBufferBytes: 64 << 10, compression: 'none', cacheBytes: 0 }

const isDamaged = { name: 'StorageError', failure: 'Damaged', message: /damaged.*To repair/s }

test('after kill -9 every acknowledged batch is there, whole, and the count agrees', async (t) => {
  const directory = await temporaryDirectory(t)
  for (const acknowledged of [3, 40, 25]) {
    const writer = startProcess(t, directory, 'write')
    const [last] = (await writer.lines(acknowledged + 1)).slice(-1)
    await writer.kill()
    await using engine = await openRocksDb(directory, manyFiles)
    const index = await verifiedIndex(engine)
    assert.ok(index >= Number(last), `${last} was acknowledged, ${index} is there`)
    assert.equal(await scanChecked(engine), index * rowsPerBatch)
  }
})

test('a full disk fails the write and all after it, and loses nothing that was acknowledged', async (t) => {
  const directory = await temporaryDirectory(t)
  // A file may grow to 300 KiB and no further: what the kernel answers then is an error like that of a full disk.
  const writer = startProcess(t, directory, 'fail', "trap '' XFSZ; ulimit -f 600")
  const lines = await writer.lines(Number.POSITIVE_INFINITY)
  assert.match(lines.at(-2) ?? '', /^cannot write to .*File too large.* until a restart/)
  assert.equal(lines.at(-1), 'WriteFailed')
  const acknowledged = Number(lines.at(-3))
  assert.ok(acknowledged > 10, lines.slice(0, 3).join(' '))
  await using engine = await openRocksDb(directory)
  assert.ok((await verifiedIndex(engine)) >= acknowledged)
})

test('a second process is told who has the directory', async (t) => {
  const directory = await temporaryDirectory(t)
  const holder = startProcess(t, directory, 'hold')
  await holder.lines(1)
  const locked = { name: 'StorageError', failure: 'Locked', message: new RegExp(`in use by pid ${holder.pid}:`) }
  await assert.rejects(openRocksDb(directory), locked)
  // What looks like damage in the log of somebody else is a write that is not finished.
  const log = await fileOf(directory, /\.log$/)
  await writeFile(log, 'half a record')
  await assert.rejects(openRocksDb(directory), locked)
  assert.equal(String(await readFile(log)), 'half a record')
  await holder.kill()
  await using _engine = await openRocksDb(directory)
  await assert.rejects(openRocksDb(directory), { failure: 'Locked', message: /in use by this process/ })
})

test('a directory that cannot be made is named, with the reason', async (t) => {
  const file = join(await temporaryDirectory(t), 'file')
  await writeFile(file, '')
  const refused = { failure: 'NotWritable', message: /cannot write to .*file\/state \(ENOTDIR/ }
  await assert.rejects(openRocksDb(join(file, 'state')), refused)
})

test('a directory that may not be written to is named', {
  skip: process.getuid?.() === 0 && 'root may do everything',
}, async (t) => {
  const directory = await temporaryDirectory(t)
  await fill(directory, 2)
  await chmod(directory, 0o500)
  await assert.rejects(openRocksDb(directory), { failure: 'NotWritable' })
})

test('a MANIFEST cut anywhere never passes: the open fails, or the count, or the state is an older one, whole', async (t) => {
  const batches = 83
  const whole = await temporaryDirectory(t)
  await fill(whole, batches)
  const outcomes = new Map<string, number>()
  for (let sixth = 0; sixth < 6; sixth++) {
    const directory = await temporaryDirectory(t)
    await cp(whole, directory, { recursive: true })
    const manifest = await fileOf(directory, /^MANIFEST/)
    await truncate(manifest, Math.floor(((await readFile(manifest)).length * (sixth + 0.5)) / 6))
    const outcome = await openRocksDb(directory, manyFiles).then(startOn, failureOf)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  assert.deepEqual(
    [...outcomes.keys()].filter((outcome) => !/^(Damaged|RowsLost|an older state)$/.test(outcome)),
    [],
  )
  assert.ok(
    (outcomes.get('RowsLost') ?? 0) > 0,
    `the count is what finds some of them: ${JSON.stringify([...outcomes])}`,
  )

  async function startOn(engine: Engine): Promise<string> {
    await using _open = engine
    try {
      const index = await verifiedIndex(engine)
      assert.equal(await scanChecked(engine), index * rowsPerBatch)
      return index < batches ? 'an older state' : 'nothing was noticed'
    } catch (error) {
      return failureOf(error)
    }
  }
})

/** Bytes of a table file that hold rows: its data blocks come first, filter and index behind them. */
const rowBytesAt = [30, 9_000, 20_001, 30_100, 40_003]

test('a flipped byte in a file fails the gets of its block, and no others', async (t) => {
  const directory = await temporaryDirectory(t)
  await fill(directory, 24)
  const keys = Array.from({ length: 24 * rowsPerBatch }, (_, i) => revisionKey(i + 1, 0))
  for (const at of rowBytesAt) {
    const repair = await flipByte(await fileOf(directory, /\.sst$/), at)
    await using engine = await openRocksDb(directory, manyFiles)
    const results = await Promise.allSettled(keys.map((key) => engine.get(key)))
    await repair()
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    for (const failure of failures) assert.equal(failureOf(failure), 'Damaged')
    assert.ok(
      failures.length > 0 && failures.length < keys.length / 4,
      `byte ${at}: ${failures.length} of ${keys.length}`,
    )
  }
})

test('a start over a flipped byte reads all rows right, or fails by checksum or count, or RocksDB stops the process', async (t) => {
  const directory = await temporaryDirectory(t)
  await fill(directory, 24)
  const outcomes: string[] = []
  for (const at of rowBytesAt) {
    const repair = await flipByte(await fileOf(directory, /\.sst$/), at)
    const reader = startProcess(t, directory, 'start', 'exec 2>/dev/null')
    outcomes.push((await reader.lines(Number.POSITIVE_INFINITY)).at(-1) ?? (await reader.signal()) ?? 'nothing')
    await repair()
  }
  assert.deepEqual(
    outcomes.filter((outcome) => !/^(whole|Damaged|RowsLost|SIGABRT)$/.test(outcome)),
    [],
    outcomes.join(' '),
  )
  assert.ok(outcomes.includes('Damaged'), outcomes.join(' '))
})

test('a missing file is found, when opening or when reading', async (t) => {
  const directory = await temporaryDirectory(t)
  await fill(directory, 24)
  await rm(await fileOf(directory, /\.sst$/))
  await assert.rejects(async () => {
    await using engine = await openRocksDb(directory, manyFiles)
    await verifiedIndex(engine)
    await scanChecked(engine)
  }, isDamaged)
})

for (const [name, files] of [
  ['CURRENT', /^CURRENT$/],
  ['CURRENT and the log', /^CURRENT$|\.log$/],
  ['MANIFEST', /^MANIFEST/],
] as const) {
  test(`a directory without ${name} is not taken for a new one`, async (t) => {
    const directory = await temporaryDirectory(t)
    await fill(directory, 20)
    for (const file of await filesOf(directory, files)) await rm(file)
    await assert.rejects(openRocksDb(directory), isDamaged)
  })
}

test('a log of RocksDB that is damaged gives an older state, whole, that says how old it is', async (t) => {
  const whole = await temporaryDirectory(t)
  const writer = startProcess(t, whole, 'write')
  await writer.lines(31)
  await writer.kill() // a clean end would leave little in the log
  for (const [name, damage] of Object.entries(damages)) {
    const directory = await temporaryDirectory(t)
    await cp(whole, directory, { recursive: true })
    const log = await fileOf(directory, /\.log$/)
    const bytes = await readFile(log)
    damage(bytes)
    await writeFile(log, bytes)
    {
      await using engine = await openRocksDb(directory)
      const index = await verifiedIndex(engine)
      assert.ok(index >= 0 && index < 30, `${name}: entry ${index}`)
      assert.equal(await scanChecked(engine), index * rowsPerBatch)
      // The member goes on from there.
      await engine.write(batchOf(index + 1))
    }
    await using again = await openRocksDb(directory)
    assert.ok((await verifiedIndex(again)) > 0)
  }
})

/** What a power loss may leave of pages that were not synced. */
const damages: { readonly [name: string]: (log: Buffer) => void } = {
  'garbage in the middle': (log) => log.fill('garbage', log.length >> 1, (log.length >> 1) + 100),
  'one bit in the middle': (log) => log.writeUInt8(log.readUInt8(log.length >> 1) ^ 1, log.length >> 1),
  'a page of zeros in the middle': (log) => log.fill(0, 40_960, 45_056),
  'a block of zeros': (log) => log.fill(0, 32 << 10, 64 << 10),
  'zeros at the beginning': (log) => log.fill(0, 0, 4096),
  'zeros to the end': (log) => log.fill(0, log.length >> 1),
}

/** Fills `directory` with batches, which then stand in files. */
async function fill(directory: string, batches: number): Promise<void> {
  await using engine = await openRocksDb(directory, manyFiles)
  for (let index = 1; index <= batches; index++) await engine.write(batchOf(index))
  await engine.sync()
}

async function filesOf(directory: string, name: RegExp): Promise<string[]> {
  return (await readdir(directory)).filter((file) => name.test(file)).map((file) => join(directory, file))
}

async function fileOf(directory: string, name: RegExp): Promise<string> {
  return defined((await filesOf(directory, name))[0], `a file ${name}`, directory)
}

/** Returns what puts the file back as it was. */
async function flipByte(file: string, at: number): Promise<() => Promise<void>> {
  const original = await readFile(file)
  const flipped = Buffer.from(original)
  flipped[at] = defined(flipped[at], 'a byte of the file', at) ^ 0x01
  await writeFile(file, flipped)
  return () => writeFile(file, original)
}

function failureOf(error: unknown): string {
  if (error instanceof StorageError) return error.failure
  throw error
}

/** Another process that has the engine open; it does not outlive the test. `shell`: what to run before it. */
function startProcess(t: TestContext, directory: string, task: string, shell = ':'): OtherProcess {
  const program = fileURLToPath(new URL('testing-writer.ts', import.meta.url))
  const loader = process.execArgv.filter((flag, i, all) => flag === '--import' || all[i - 1] === '--import')
  const command = [process.execPath, ...loader, program, directory, task]
  const child = spawn('sh', ['-c', `${shell}; exec "$@"`, 'sh', ...command], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  return new OtherProcess(child)
}

class OtherProcess {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>
  readonly #ended: Promise<readonly unknown[]>

  constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = once(child, 'exit')
    this.#lines = createInterface(defined(child.stdout ?? undefined, 'its output'))[Symbol.asyncIterator]()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** The next lines it prints: `count` of them, or as many as there are until it ends. */
  async lines(count: number): Promise<string[]> {
    const lines: string[] = []
    while (lines.length < count) {
      const next = await this.#lines.next()
      if (next.done) break
      lines.push(next.value)
    }
    return lines
  }

  /** What ended it; undefined when it ended by itself. */
  async signal(): Promise<string | undefined> {
    const [, signal] = await this.#ended
    return typeof signal === 'string' ? signal : undefined
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}
