/**
 * What a start does with bytes that are not as they were written: cuts what a crash can have left of a write that nobody
 * was told of, and refuses everything else with file and offset, changing nothing.
 */
import assert from 'node:assert/strict'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { SimulatedClock } from '../../test/sim/io/clock.ts'
import { SimulatedDisk } from '../../test/sim/io/disk.ts'
import { SeededEntropy } from '../../test/sim/io/entropy.ts'
import type { LogEntry } from './entry.ts'
import { LogDamaged } from './errors.ts'
import { sectorBytes } from './flush-mark.ts'
import { type OpenedWal, Wal } from './wal.ts'

const directory = '/data/wal'
const random = new SeededEntropy(1)

/** A log as it is on disk. */
interface Written {
  readonly files: ReadonlyMap<string, Buffer>
  /** With one segment: where its header ends, then where each flush does. */
  readonly ends: readonly number[]
  readonly last: string
}

/** Writes a log, one flush for each of `flushes`. */
async function written(flushes: LogEntry[][], { segmentBytes = 1e6, preparedBytes = 0 } = {}): Promise<Written> {
  const disk = new SimulatedDisk(1)
  const files = disk.start()
  const settings = { clock: new SimulatedClock(), directory, segmentBytes, preparedBytes }
  const wal = await Wal.create({ ...settings, files, metadata: Buffer.from('test') })
  const [first = ''] = await files.list(directory)
  const ends = [disk.peek(join(directory, first)).length]
  for (const entries of flushes) {
    await wal.append({ entries, mustSync: true })
    ends.push((ends[0] ?? 0) + wal.stats.bytesWritten)
  }
  await wal.close()
  const names = await files.list(directory)
  return {
    files: new Map(names.map((name) => [name, disk.peek(join(directory, name))])),
    ends,
    last: names.at(-1) ?? '',
  }
}

interface Outcome {
  readonly opened?: OpenedWal
  readonly refused?: LogDamaged
}

/** Starts on these files. */
async function start(files: ReadonlyMap<string, Buffer>): Promise<Outcome> {
  const disk = new SimulatedDisk(1)
  await disk.start().makeDirectory(directory)
  for (const [name, bytes] of files) disk.poke(join(directory, name), bytes)
  try {
    const opened = await Wal.open({ files: disk.start(), clock: new SimulatedClock(), directory, preparedBytes: 0 })
    // Whatever was accepted can be gone on with.
    const index = opened.wal.stats.lastIndex + 1
    await opened.wal.append({
      entries: [{ term: 9, index, type: 'normal', data: Buffer.from('next') }],
      mustSync: true,
    })
    await opened.wal.close()
    const again = await Wal.open({ files: disk.start(), clock: new SimulatedClock(), directory, preparedBytes: 0 })
    assert.equal(again.entries.length, opened.entries.length + 1)
    assert.equal(again.cut, undefined)
    return { opened }
  } catch (error) {
    if (!(error instanceof LogDamaged)) throw error
    for (const [name, bytes] of files)
      assert.deepEqual(disk.peek(join(directory, name)), bytes, 'a refused start changes nothing')
    assert.match(error.message, /remove this member from the cluster|Start the version of Keelson/)
    return { refused: error }
  }
}

function changed(log: Written, name: string, change: (bytes: Buffer) => Buffer): ReadonlyMap<string, Buffer> {
  return new Map([...log.files].map(([key, bytes]) => [key, key === name ? change(Buffer.from(bytes)) : bytes]))
}

function flush(from: number, ...data: Buffer[]): LogEntry[] {
  return data.map((bytes, i) => ({ term: 1, index: from + i, type: 'normal', data: bytes }))
}

const small = [
  flush(1, Buffer.from('one')),
  flush(2, Buffer.alloc(20)),
  flush(3, Buffer.from('three'), random.bytes(330)),
]
const total = 4

for (const preparedBytes of [0, 2048]) {
  const prepared = preparedBytes > 0 ? ', blocks prepared' : ''

  test(`wal: a crash after each byte of the segment leaves exactly the whole flushes${prepared}`, async () => {
    const log = await written(small, { preparedBytes })
    const [header = 0, ...ends] = log.ends
    for (let byte = header; byte <= (ends.at(-1) ?? 0); byte++) {
      const left = changed(log, log.last, (bytes) =>
        preparedBytes > 0 ? bytes.fill(0, byte) : Buffer.from(bytes.subarray(0, byte)),
      )
      const { opened, refused } = await start(left)
      assert.ok(opened !== undefined, `byte ${byte}: ${refused?.message}`)
      const whole = ends.filter((end) => end <= byte).length
      // The last bytes of a flush may be zeros anyway: then it is whole a little earlier.
      const wanted = small.slice(0, whole).flat().length
      const found = opened.entries.length
      const missing = (log.files.get(log.last) ?? Buffer.alloc(0)).subarray(byte, ends[whole])
      assert.equal(
        found,
        missing.every((value) => value === 0) ? small.slice(0, whole + 1).flat().length : wanted,
        `byte ${byte}`,
      )
      if (opened.cut !== undefined) {
        assert.deepEqual(opened.cut, {
          file: join(directory, log.last),
          offset: log.ends[whole],
          bytes: opened.cut.bytes,
        })
        assert.ok(opened.cut.offset + opened.cut.bytes <= byte)
      }
    }
  })
}

test('wal: any set of sectors of the last flush that arrived is cut off, all of them is the flush', async () => {
  const log = await written([
    ...small,
    flush(5, random.bytes(300), Buffer.alloc(900), random.bytes(600), Buffer.alloc(40)),
  ])
  const [from = 0, to = 0] = log.ends.slice(-2)
  const sectors: [number, number][] = []
  for (let at = from; at < to; at = at - (at % sectorBytes) + sectorBytes) {
    sectors.push([at, Math.min(to, at - (at % sectorBytes) + sectorBytes)])
  }
  const original = log.files.get(log.last) ?? Buffer.alloc(0)
  assert.ok(sectors.length >= 5)
  for (let arrived = 0; arrived < 2 ** sectors.length; arrived++) {
    const left = changed(log, log.last, (bytes) => {
      for (const [i, [start, end]] of sectors.entries()) if (((arrived >> i) & 1) === 0) bytes.fill(0, start, end)
      return bytes
    })
    const isWhole = left.get(log.last)?.equals(original)
    const isEmpty = left
      .get(log.last)
      ?.subarray(from)
      .every((byte) => byte === 0)
    const { opened, refused } = await start(left)
    assert.equal(refused, undefined, `sectors ${arrived.toString(2)}`)
    assert.equal(opened?.entries.length, isWhole ? total + 4 : total)
    assert.equal(opened?.cut?.offset, isWhole || isEmpty ? undefined : from)
  }
})

test('wal: a sector that turned to zeros is damage when anything was written after its flush', async () => {
  const flushes = Array.from({ length: 12 }, (_, i) => flush(i + 1, random.bytes(20 + 100 * i)))
  const log = await written(flushes)
  const [lastFlush = 0, end = 0] = log.ends.slice(-2)
  let refusals = 0
  for (let sector = sectorBytes; sector < end; sector += sectorBytes) {
    const { opened, refused } = await start(
      changed(log, log.last, (bytes) => bytes.fill(0, sector, Math.min(end, sector + sectorBytes))),
    )
    if (sector >= lastFlush) assert.equal(opened?.cut?.offset, lastFlush, `sector at ${sector}`)
    else assert.ok(refused !== undefined && refused.offset < sector + sectorBytes, `sector at ${sector}`)
    if (refused !== undefined && sector + sectorBytes <= lastFlush) {
      refusals++
      assert.match(refused.message, /had been acknowledged before byte \d+ was written/)
    }
  }
  assert.ok(refusals > 5)
})

test('wal: a flipped byte anywhere is refused with its place, unless it is what a tear would have left', async () => {
  const log = await written(small)
  const end = log.ends.at(-1) ?? 0
  const [lastFlush = 0] = log.ends.slice(-2)
  for (let position = 0; position < end; position++) {
    for (const mask of [0x01, 0x80, 0xff]) {
      let value = 0
      const left = changed(log, log.last, (bytes) => {
        value = (bytes[position] ?? 0) ^ mask
        bytes[position] = value
        return bytes
      })
      const { opened, refused } = await start(left)
      const where = `byte ${position} mask ${mask}`
      if (refused !== undefined) {
        assert.equal(refused.file, join(directory, log.last), where)
        assert.ok(refused.offset <= position && position - refused.offset < 1_000, `${where}: told ${refused.offset}`)
        assert.match(refused.message, new RegExp(`${log.last} is damaged at byte ${refused.offset}: `))
        continue
      }
      const sector = left
        .get(log.last)
        ?.subarray(position, Math.min(end, position - (position % sectorBytes) + sectorBytes))
      assert.ok(
        position >= lastFlush && sector?.every((byte) => byte === 0),
        `${where}: accepted, ${opened?.cut?.bytes}`,
      )
    }
  }
})

test('wal: bytes behind the end are no loss: cut off, or refused', async () => {
  const log = await written(small, { preparedBytes: 1500 })
  const end = log.ends.at(-1) ?? 0
  for (let position = end; position < (log.files.get(log.last)?.length ?? 0); position += 7) {
    const left = changed(log, log.last, (bytes) => bytes.fill(7, position, position + 1))
    const { opened, refused } = await start(left)
    if (opened !== undefined) assert.equal(opened.entries.length, total)
    else assert.equal(refused?.offset, end)
  }
})

test('wal: no byte of a segment that has a successor may be missing', async () => {
  const log = await written(
    Array.from({ length: 9 }, (_, i) => flush(i + 1, random.bytes(60))),
    { segmentBytes: 500 },
  )
  const names = [...log.files.keys()]
  assert.ok(names.length >= 3)
  for (const name of names.slice(0, -1)) {
    const bytes = log.files.get(name) ?? Buffer.alloc(0)
    for (let length = 0; length < bytes.length; length += 5) {
      const { refused } = await start(changed(log, name, (all) => all.subarray(0, length)))
      if (refused === undefined)
        assert.ok(
          bytes.subarray(length).every((byte) => byte === 0),
          `${name} cut to ${length}`,
        )
      else
        assert.ok(
          refused.file.endsWith(name) && refused.offset < length + 32,
          `${name} cut to ${length}: ${refused.message}`,
        )
    }
  }
})

test('wal: a missing segment is named', async () => {
  const log = await written(
    Array.from({ length: 9 }, (_, i) => flush(i + 1, random.bytes(60))),
    { segmentBytes: 300 },
  )
  const names = [...log.files.keys()]
  assert.ok(names.length >= 4)
  const without = (name: string | undefined): ReadonlyMap<string, Buffer> =>
    new Map([...log.files].filter(([key]) => key !== name))
  const middle = await start(without(names[1]))
  assert.match(middle.refused?.message ?? '', /the segment before it, with sequence 1, is missing/)
  assert.equal(basename(middle.refused?.file ?? ''), names[2])
  const first = await start(without(names[0]))
  assert.match(first.refused?.message ?? '', /entries between the snapshot at 0 and its first one are missing/)
})

test('wal: a segment under the name of another, or of another log, is refused', async () => {
  const log = await written(
    Array.from({ length: 9 }, (_, i) => flush(i + 1, random.bytes(60))),
    { segmentBytes: 300 },
  )
  const other = await written(
    Array.from({ length: 9 }, (_, i) => flush(i + 1, random.bytes(60))),
    { segmentBytes: 300 },
  )
  const [, second = '', third = ''] = log.files.keys()
  const swapped = await start(changed(log, third, () => log.files.get(second) ?? Buffer.alloc(0)))
  assert.match(
    swapped.refused?.message ?? '',
    new RegExp(`${third} is damaged at byte 0: its header belongs to ${second}`),
  )
  const foreign = await start(changed(log, second, () => other.files.get(second) ?? Buffer.alloc(0)))
  assert.ok(foreign.refused !== undefined)
})

test('wal: a file that is no segment, or of a newer version, says so', async () => {
  const log = await written(small)
  const rows: { change: (bytes: Buffer) => Buffer; want: RegExp }[] = [
    { change: () => Buffer.alloc(0), want: /at byte 0: it does not begin like a segment/ },
    { change: () => Buffer.from('<html>not found</html>'), want: /at byte 0: it does not begin like a segment/ },
    {
      change: (bytes) => bytes.fill(2, 7, 8),
      want: /at byte 7: its layout is version 2.*Start the version of Keelson/,
    },
    { change: (bytes) => bytes.subarray(0, 50), want: /at byte 8: its header is not what was written/ },
  ]
  for (const { change, want } of rows)
    assert.match((await start(changed(log, log.last, change))).refused?.message ?? '', want)
})
