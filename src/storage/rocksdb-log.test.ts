import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { temporaryDirectory } from './engine.contract.ts'
import { cutAt, findHole, firstLiveLog, maskedCrc, readLog } from './rocksdb-log.ts'

const blockBytes = 32 << 10

/** What RocksDB's log writer would make of these records. */
function logOf(records: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = []
  let at = 0
  const add = (piece: Buffer) => {
    pieces.push(piece)
    at += piece.length
  }
  for (const record of records) {
    let rest = record
    for (let first = true; first || rest.length > 0; first = false) {
      const left = blockBytes - (at % blockBytes)
      if (left < 7) add(Buffer.alloc(left))
      const data = rest.subarray(0, blockBytes - (at % blockBytes) - 7)
      rest = rest.subarray(data.length)
      const kind = first ? (rest.length === 0 ? 1 : 2) : rest.length === 0 ? 4 : 3
      const part = Buffer.concat([Buffer.alloc(7), data])
      part.writeUInt16LE(data.length, 4)
      part.writeUInt8(kind, 6)
      part.writeUInt32LE(maskedCrc(part, 6, part.length), 0)
      add(part)
    }
  }
  return Buffer.concat(pieces)
}

/** A write batch as far as the log is concerned. */
function batch(sequence: number, changes: number, bytes = 20): Buffer {
  const data = Buffer.alloc(12 + bytes, 'x')
  data.writeBigUInt64LE(BigInt(sequence), 0)
  data.writeUInt32LE(changes, 8)
  return data
}

/** A version edit that names the first live log, as a new MANIFEST begins. */
function edit(logNumber: number, comparator = 'leveldb.BytewiseComparator'): Buffer {
  const named = comparator === '' ? [] : [Buffer.of(1, comparator.length), Buffer.from(comparator)]
  return Buffer.concat([...named, Buffer.of(2, (logNumber & 127) | 128, logNumber >> 7), Buffer.of(9, 0, 3, 9)])
}

/** A database directory with these logs, of which those from `live` on are live. */
async function database(directory: string, live: number, logs: { readonly [name: string]: Buffer }): Promise<void> {
  await writeFile(join(directory, 'CURRENT'), 'MANIFEST-000004\n')
  await writeFile(join(directory, 'MANIFEST-000004'), logOf([edit(1), edit(live, '')]))
  for (const [name, bytes] of Object.entries(logs)) await writeFile(join(directory, name), bytes)
}

test('records of every length come back with their offsets, over the ends of blocks', () => {
  const lengths = fc.oneof(
    fc.nat(50),
    fc.integer({ min: blockBytes - 40, max: blockBytes + 20 }),
    fc.nat(3 * blockBytes),
  )
  fc.assert(
    fc.property(fc.array(lengths, { maxLength: 6 }), (lengths) => {
      const records = lengths.map((length, i) => Buffer.alloc(length, `${i}`))
      const bytes = logOf(records)
      const { records: read, end } = readLog(bytes)
      assert.deepEqual(
        read.map(({ data }) => data),
        records,
      )
      assert.equal(end, bytes.length)
      for (const [i, { offset }] of read.entries()) assert.equal(readLog(bytes.subarray(0, offset)).records.length, i)
    }),
    { numRuns: 40 },
  )
})

test('a log ends before the first record with any damaged byte', () => {
  const bytes = logOf([batch(1, 1), batch(2, 1), batch(3, 1)])
  const ends = readLog(bytes).records.map(({ offset }) => offset)
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes)
    damaged[at] = (damaged[at] ?? 0) ^ 0x20
    assert.equal(readLog(damaged).end, ends.filter((offset) => offset <= at).at(-1), `byte ${at}`)
  }
})

test('whole logs have no hole, and what is not live does not matter', async (t) => {
  const directory = await temporaryDirectory(t)
  assert.equal(await findHole(directory), undefined, 'an empty directory')
  await database(directory, 300, {
    '000299.log': Buffer.from('garbage'),
    '000300.log': logOf([batch(10, 2), batch(12, 5, 40_000)]),
    '000301.log': logOf([batch(17, 1)]),
    '000302.log': Buffer.alloc(0),
  })
  assert.equal(await findHole(directory), undefined)
})

const holes = [
  {
    name: 'a torn end',
    logs: [logOf([batch(10, 2), batch(12, 1)]).subarray(0, -1)],
    file: '000300.log',
    keeps: 1,
    later: 0,
  },
  {
    name: 'a batch that is missing',
    logs: [logOf([batch(10, 2), batch(13, 1)])],
    file: '000300.log',
    keeps: 1,
    later: 0,
  },
  {
    name: 'damage in the first of two',
    logs: [logOf([batch(10, 1)]).fill(0), logOf([batch(11, 1)])],
    file: '000300.log',
    keeps: 0,
    later: 1,
  },
  {
    name: 'a batch missing between two',
    logs: [logOf([batch(10, 1)]), logOf([batch(12, 1)])],
    file: '000301.log',
    keeps: 0,
    later: 0,
  },
]
for (const { name, logs, file, keeps, later } of holes) {
  test(`a hole is cut, and nothing behind it is read: ${name}`, async (t) => {
    const directory = await temporaryDirectory(t)
    await database(directory, 300, Object.fromEntries(logs.map((bytes, i) => [`00030${i}.log`, bytes])))
    const hole = await findHole(directory)
    assert.ok(hole !== undefined)
    assert.equal(basename(hole.file), file)
    assert.equal(hole.later.length, later)
    await cutAt(hole)
    assert.equal(readLog(await readFile(hole.file)).records.length, keeps)
    assert.equal((await readdir(directory)).filter((entry) => entry.endsWith('.unusable')).length, later)
    assert.equal(await findHole(directory), undefined)
  })
}

test('the newest edit of a MANIFEST names the first live log', () => {
  assert.equal(firstLiveLog(logOf([edit(3), edit(200, ''), Buffer.of(3, 7)])), 200)
  assert.equal(firstLiveLog(Buffer.alloc(0)), 0)
})
