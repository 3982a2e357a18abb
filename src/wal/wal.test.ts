import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SimulatedClock } from '../../test/sim/io/clock.ts'
import { SimulatedDisk } from '../../test/sim/io/disk.ts'
import { BrokenInvariant } from '../base/assert.ts'
import { realClock } from '../io/clock.ts'
import { realFiles } from '../io/real-files.ts'
import type { HardState, LogEntry, LogWrite, SnapshotMark } from './entry.ts'
import { LogClosed, LogFailed } from './errors.ts'
import { type OpenedWal, Wal, type WalOptions } from './wal.ts'

const directory = '/data/wal'
const metadata = Buffer.from('cluster 7, member 9')

function optionsOn(disk: SimulatedDisk, more: Partial<WalOptions> = {}): WalOptions {
  return { files: disk.start(), clock: new SimulatedClock(), directory, preparedBytes: 4096, ...more }
}

function create(disk: SimulatedDisk, more: Partial<WalOptions> = {}): Promise<Wal> {
  return Wal.create({ ...optionsOn(disk, more), metadata })
}

function entry(index: number, text = `entry ${index}`, term = 1): LogEntry {
  return { term, index, type: 'normal', data: Buffer.from(text) }
}

function entries(from: number, to: number, term = 1): LogEntry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, `entry ${from + i} of term ${term}`, term))
}

function write(more: Partial<LogWrite>): LogWrite {
  return { entries: [], mustSync: true, ...more }
}

function hardState(term: number, commit: number, vote = 0n): HardState {
  return { term, vote, commit }
}

function mark(index: number, term = 1): SnapshotMark {
  return { index, term, data: Buffer.from(`voters at ${index}`) }
}

/** What another process finds after this one was killed. */
async function reopened(disk: SimulatedDisk, more: Partial<WalOptions> = {}): Promise<OpenedWal> {
  disk.stop('kill')
  return Wal.open(optionsOn(disk, more))
}

async function segmentNames(disk: SimulatedDisk): Promise<string[]> {
  return disk.start().list(directory)
}

test('wal: a new log is empty and says whose it is', async () => {
  const disk = new SimulatedDisk(1)
  assert.equal(await Wal.exists(disk.start(), directory), false)
  await (await create(disk)).close()
  assert.equal(await Wal.exists(disk.start(), directory), true)
  const found = await reopened(disk)
  assert.deepEqual(found.metadata, metadata)
  assert.deepEqual(found.hardState, hardState(0, 0))
  assert.deepEqual(found.snapshot, { index: 0, term: 0, data: Buffer.alloc(0) })
  assert.deepEqual([found.entries, found.cut], [[], undefined])
})

test('wal: create refuses where a log is, open where none is', async () => {
  const disk = new SimulatedDisk(1)
  await assert.rejects(Wal.open(optionsOn(disk)), /no Raft log in \/data\/wal/)
  await create(disk)
  await assert.rejects(create(disk), /a Raft log in \/data\/wal already/)
})

test('wal: what was appended comes back, of every type and size', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  const written: LogEntry[] = [
    { term: 1, index: 1, type: 'normal', data: Buffer.alloc(0) },
    { term: 1, index: 2, type: 'confChange', data: Buffer.alloc(1_000) },
    { term: 2, index: 3, type: 'confChangeV2', data: Buffer.alloc(100_000, 0xff) },
    { term: 2 ** 53 - 1, index: 4, type: 'normal', data: Buffer.from([0, 1, 0]) },
  ]
  const state = hardState(2 ** 53 - 1, 3, 0xffff_ffff_ffff_fff1n)
  await wal.append(write({ entries: written, hardState: state }))
  const found = await reopened(disk)
  assert.deepEqual(found.entries, written)
  assert.deepEqual(found.hardState, state)
})

test('wal: an entry at or below the last index takes the place of the log from there on', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  await wal.append(write({ entries: entries(1, 6) }))
  await wal.append(write({ entries: entries(3, 4, 2), hardState: hardState(2, 1) }))
  assert.equal(wal.stats.lastIndex, 4)
  await wal.append(write({ entries: entries(5, 5, 2) }))
  const found = await reopened(disk)
  assert.deepEqual(found.entries, [...entries(1, 2), ...entries(3, 5, 2)])
})

test('wal: a snapshot taken here leaves the entries behind it', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  await wal.append(write({ entries: entries(1, 6), hardState: hardState(1, 5) }))
  await wal.markSnapshot(mark(4))
  const found = await reopened(disk)
  assert.deepEqual(found.snapshot, mark(4))
  assert.deepEqual(found.entries, entries(5, 6))
})

test('wal: a snapshot received takes the place of the whole log', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  await wal.append(write({ entries: entries(1, 6), hardState: hardState(1, 2) }))
  await wal.append(write({ snapshot: mark(5, 3), entries: entries(6, 7, 3), hardState: hardState(3, 5) }))
  const found = await reopened(disk)
  assert.deepEqual(found.snapshot, mark(5, 3))
  assert.deepEqual(found.entries, entries(6, 7, 3))
  assert.deepEqual(found.hardState, hardState(3, 5))
})

test('wal: appends of one turn, and those that come during a flush, share the next flush', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  const first = [wal.append(write({ entries: [entry(1)] })), wal.append(write({ entries: [entry(2)] }))]
  const during: Promise<void>[] = []
  disk.onOperation = (operation) => {
    if (operation !== 'write' || during.length > 0) return
    for (const index of [3, 4, 5]) during.push(wal.append(write({ entries: [entry(index)] })))
    assert.ok(wal.stats.pendingBytes > 100)
  }
  await Promise.all(first)
  assert.equal(wal.stats.flushCount, 1)
  await Promise.all(during)
  assert.equal(wal.stats.flushCount, 2)
  assert.equal(wal.stats.fsyncCount, 2)
  assert.equal(wal.stats.entriesWritten, 5)
  assert.equal(wal.stats.pendingBytes, 0)
  assert.equal((await reopened(disk)).entries.length, 5)
})

test('wal: an append resolves only when a power failure cannot take it', async () => {
  for (let seed = 0; seed < 30; seed++) {
    const disk = new SimulatedDisk(seed)
    const wal = await create(disk)
    await wal.append(write({ entries: entries(1, 3) }))
    disk.stop('power')
    const found = await Wal.open(optionsOn(disk))
    assert.deepEqual(found.entries, entries(1, 3))
  }
})

test('wal: without mustSync an append resolves at once and is on disk with the next one, or with close', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  await wal.append(write({ entries: [entry(1)] }))
  await wal.append(write({ hardState: hardState(1, 1), mustSync: false }))
  assert.equal(wal.stats.flushCount, 1)
  await wal.append(write({ entries: [entry(2)] }))
  assert.equal(wal.stats.flushCount, 2)
  await wal.append(write({ hardState: hardState(1, 2), mustSync: false }))
  await wal.close()
  assert.deepEqual((await reopened(disk)).hardState, hardState(1, 2))
})

test('wal: an append of nothing waits for the one before, and writes nothing', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  await wal.append(write({}))
  assert.equal(wal.stats.flushCount, 0)
  assert.equal((await reopened(disk)).cut, undefined)
})

test('wal: the bytes of an append are its own once append has returned', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk)
  const data = Buffer.from('before')
  const written = wal.append(write({ entries: [{ ...entry(1), data }] }))
  data.fill('x')
  await written
  assert.equal((await reopened(disk)).entries[0]?.data.toString(), 'before')
})

const wrongWrites: { name: string; wrong: Partial<LogWrite>; claim: RegExp }[] = [
  { name: 'a gap', wrong: { entries: [entry(7)] }, claim: /entries follow the log.*index 7 comes after 5/ },
  { name: 'entries that jump', wrong: { entries: [entry(6), entry(8)] }, claim: /consecutive/ },
  { name: 'an entry inside of the snapshot', wrong: { entries: [entry(2)] }, claim: /inside of the snapshot at 2/ },
  { name: 'a commit index behind the end', wrong: { hardState: hardState(1, 6) }, claim: /commit index 6/ },
  { name: 'a term that goes back', wrong: { hardState: hardState(0, 5) }, claim: /term 0 comes after 1/ },
  { name: 'an older snapshot', wrong: { snapshot: mark(1) }, claim: /snapshot 1 comes after 2/ },
]
for (const { name, wrong, claim } of wrongWrites) {
  test(`wal: refuses ${name}, and nothing of that write is taken in`, async () => {
    const disk = new SimulatedDisk(1)
    const wal = await create(disk)
    await wal.append(write({ entries: entries(1, 5), hardState: hardState(1, 3) }))
    await wal.markSnapshot(mark(2))
    assert.throws(() => wal.append(write(wrong)), claim)
    assert.throws(() => wal.append(write(wrong)), BrokenInvariant)
    await wal.append(write({ entries: [entry(6)] }))
    const found = await reopened(disk)
    assert.deepEqual(
      found.entries.map(({ index }) => index),
      [3, 4, 5, 6],
    )
    assert.deepEqual(found.snapshot, mark(2))
  })
}

test('wal: refuses to mark a snapshot that lies outside of the log', async () => {
  const wal = await create(new SimulatedDisk(1))
  await wal.append(write({ entries: entries(1, 5) }))
  assert.throws(() => wal.markSnapshot(mark(6)), /a snapshot lies in the log/)
})

test('wal: goes on in a new segment when one is full, and reads them as one log', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk, { segmentBytes: 400 })
  for (let index = 1; index <= 20; index++) {
    await wal.append(write({ entries: [entry(index)], hardState: hardState(1, index) }))
  }
  const names = await segmentNames(disk)
  assert.ok(names.length > 3, names.join())
  assert.equal(names[0], '0000000000000000-0000000000000001.wal')
  assert.ok(
    names.every((name) => /^[0-9a-f]{16}-[0-9a-f]{16}\.wal$/.test(name)),
    names.join(),
  )
  assert.equal(wal.stats.segments, names.length)
  const found = await reopened(disk)
  assert.deepEqual(
    found.entries.map(({ index }) => index),
    Array.from({ length: 20 }, (_, i) => i + 1),
  )
  assert.deepEqual(found.hardState, hardState(1, 20))
})

test('wal: release deletes only what lies below both its index and the last snapshot', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk, { segmentBytes: 300 })
  for (let index = 1; index <= 20; index++)
    await wal.append(write({ entries: [entry(index)], hardState: hardState(1, index) }))
  assert.equal(await wal.release(20), 0, 'no snapshot yet')
  await wal.markSnapshot(mark(10))
  const before = wal.stats.segments
  const [toFive, toTwenty] = [await wal.release(5), await wal.release(20)]
  assert.ok(toFive > 0 && toTwenty > 0, `${toFive} and ${toTwenty} of ${before}`)
  assert.equal(wal.stats.segments, before - toFive - toTwenty)
  const found = await reopened(disk)
  assert.deepEqual(found.snapshot, mark(10))
  assert.deepEqual(
    found.entries.map(({ index }) => index),
    [11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
  )
  assert.deepEqual(found.hardState, hardState(1, 20))
})

test('wal: hard state and snapshot survive in the header when all segments that wrote them are gone', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk, { segmentBytes: 300 })
  await wal.append(write({ entries: entries(1, 3), hardState: hardState(4, 3, 77n) }))
  await wal.markSnapshot(mark(3))
  await wal.append(write({ entries: entries(4, 9, 4) }))
  assert.ok((await wal.release(3)) > 0)
  const found = await reopened(disk)
  assert.deepEqual(found.hardState, hardState(4, 3, 77n))
  assert.deepEqual(found.snapshot, mark(3))
  assert.deepEqual(found.entries, entries(4, 9, 4))
})

test('wal: a segment with overridden entries above the bound stays', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk, { segmentBytes: 300 })
  await wal.append(write({ entries: entries(1, 9) }))
  await wal.append(write({ entries: entries(3, 4, 2), hardState: hardState(2, 4) }))
  await wal.append(write({ entries: entries(5, 12, 2) }))
  await wal.markSnapshot(mark(4, 2))
  assert.equal(await wal.release(4), 0)
  assert.deepEqual((await reopened(disk)).entries, entries(5, 12, 2))
})

for (const { code, diskFull, text } of [
  { code: 'EIO', diskFull: false, text: /Check the disk/ },
  { code: 'ENOSPC', diskFull: true, text: /The disk is full: make space/ },
]) {
  test(`wal: after ${code} nothing more is written, everything that waits or comes is refused with it`, async () => {
    const disk = new SimulatedDisk(1)
    const wal = await create(disk)
    await wal.append(write({ entries: [entry(1)] }))
    disk.fail('write', code)
    const waiting: Promise<void>[] = []
    disk.onOperation = () => waiting.push(wal.append(write({ entries: [entry(2 + waiting.length + 1)] })))
    const failed = wal.append(write({ entries: [entry(2)] }))
    const isRight = (error: unknown): boolean =>
      error instanceof LogFailed &&
      error.diskFull === diskFull &&
      text.test(error.message) &&
      error.cause instanceof Error
    await assert.rejects(failed, isRight)
    assert.equal(waiting.length, 1, 'the failed write was not tried again')
    await assert.rejects(Promise.all(waiting), isRight)
    await assert.rejects(wal.append(write({ entries: [entry(4)] })), isRight)
    await assert.rejects(wal.markSnapshot(mark(1)), isRight)
    await assert.rejects(wal.release(1), isRight)
    assert.ok(isRight(wal.failure))
    disk.onOperation = undefined
    await wal.close()
    const found = await reopened(disk)
    assert.deepEqual(found.entries[0], entry(1))
    await found.wal.append(write({ entries: [entry(found.wal.stats.lastIndex + 1)] }))
  })
}

test('wal: a disk that fills up costs nothing acknowledged, and with space the member goes on', async () => {
  const disk = new SimulatedDisk(1)
  disk.capacityBytes = 6_000
  const wal = await create(disk, { preparedBytes: 0 })
  let acknowledged = 0
  await assert.rejects(
    async () => {
      for (;;) {
        await wal.append(write({ entries: [entry(acknowledged + 1, 'x'.repeat(700))] }))
        acknowledged++
      }
    },
    { name: 'LogFailed', diskFull: true },
  )
  assert.ok(acknowledged > 3)
  const full = await reopened(disk)
  assert.equal(full.entries.length, acknowledged, 'it starts on a full disk, too')
  assert.equal(full.cut?.offset, disk.peek(full.cut?.file ?? '').length)
  await assert.rejects(full.wal.append(write({ entries: [entry(acknowledged + 1, 'x'.repeat(700))] })), {
    diskFull: true,
  })
  disk.capacityBytes = 60_000
  const { wal: again } = await reopened(disk)
  await again.append(write({ entries: [entry(acknowledged + 1)] }))
  assert.equal((await reopened(disk)).entries.length, acknowledged + 1)
})

test('wal: a segment that cannot be begun ends the log, what was acknowledged stays', async () => {
  for (const operation of ['open', 'write', 'sync', 'rename', 'syncDirectory'] as const) {
    const disk = new SimulatedDisk(1)
    const wal = await create(disk, { segmentBytes: 100 })
    disk.fail(operation, 'EIO', { skip: operation === 'write' ? 1 : 0 })
    await wal.append(write({ entries: [entry(1)] }))
    await assert.rejects(wal.append(write({ entries: [entry(2)] })), LogFailed, operation)
    const found = await reopened(disk)
    assert.deepEqual(found.entries, [entry(1)], operation)
    await found.wal.append(write({ entries: [entry(2)] }))
    assert.ok(
      (await segmentNames(disk)).every((name) => name.endsWith('.wal')),
      operation,
    )
  }
})

test('wal: what a start reads after a failed sync is on disk before the member acts on it', async () => {
  for (let seed = 0; seed < 30; seed++) {
    const disk = new SimulatedDisk(seed)
    const wal = await create(disk)
    disk.fail('write', 'EIO')
    await assert.rejects(wal.append(write({ entries: entries(1, 40) })), LogFailed)
    const found = await reopened(disk)
    disk.stop('power')
    const again = await Wal.open(optionsOn(disk))
    assert.deepEqual(again.entries, found.entries, `seed ${seed}`)
  }
})

test('wal: a release that the disk refuses ends the log: half deleted, it would not be read again', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk, { segmentBytes: 300 })
  for (let index = 1; index <= 20; index++)
    await wal.append(write({ entries: [entry(index)], hardState: hardState(1, index) }))
  await wal.markSnapshot(mark(15))
  disk.fail('syncDirectory', 'EIO')
  const both = await Promise.allSettled([wal.release(15), wal.release(15)])
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  await assert.rejects(wal.append(write({ entries: [entry(21)] })), LogFailed)
  disk.stop('power')
  assert.equal((await Wal.open(optionsOn(disk))).entries.length, 5)
})

test('wal: after close appends are refused, and closing again changes nothing', async () => {
  const wal = await create(new SimulatedDisk(1))
  const last = wal.append(write({ entries: [entry(1)] }))
  await Promise.all([wal.close(), wal.close()])
  await last
  await assert.rejects(wal.append(write({ entries: [entry(2)] })), LogClosed)
  await assert.rejects(wal.release(1), LogClosed)
})

test('wal: tells the duration of each durable write and the bytes of each flush', async () => {
  const disk = new SimulatedDisk(1)
  const clock = new SimulatedClock()
  const seconds: number[] = []
  const bytes: number[] = []
  const wal = await create(disk, { clock, onFsync: (took) => seconds.push(took), onWrite: (size) => bytes.push(size) })
  disk.onOperation = (operation) => operation === 'write' && clock.advance(250)
  await wal.append(write({ entries: [entry(1)] }))
  assert.deepEqual(seconds, [0.25])
  assert.deepEqual(bytes, [wal.stats.bytesWritten])
})

test('wal: unsafeNoFsync waits for no disk', async () => {
  const disk = new SimulatedDisk(1)
  const wal = await create(disk, { unsafeNoFsync: true, segmentBytes: 300 })
  disk.fail('sync', 'EIO')
  disk.fail('syncDirectory', 'EIO')
  for (let index = 1; index <= 10; index++) await wal.append(write({ entries: [entry(index)] }))
  assert.equal(wal.stats.fsyncCount, 0)
  const found = await reopened(disk, { unsafeNoFsync: true })
  assert.equal(found.entries.length, 10)
})

test('wal: on real files, over several segments and starts', async () => {
  const root = await mkdtemp(join(tmpdir(), 'keelson-wal-'))
  const options: WalOptions = {
    files: realFiles,
    clock: realClock,
    directory: join(root, 'member', 'wal'),
    segmentBytes: 20_000,
  }
  try {
    let wal = await Wal.create({ ...options, metadata })
    for (let start = 0; start < 3; start++) {
      for (let turn = 0; turn < 20; turn++) {
        const from = wal.stats.lastIndex + 1
        await wal.append(write({ entries: entries(from, from + 9), hardState: hardState(1, from + 8) }))
      }
      await wal.markSnapshot(mark(wal.stats.lastIndex - 15))
      await wal.release(wal.stats.lastIndex)
      await wal.close()
      const found = await Wal.open(options)
      assert.equal(found.entries.length, 15)
      assert.deepEqual(found.entries.at(-1), entry((start + 1) * 200, `entry ${(start + 1) * 200} of term 1`))
      assert.equal(found.cut, undefined)
      wal = found.wal
    }
    await wal.close()
  } finally {
    await rm(root, { recursive: true })
  }
})
