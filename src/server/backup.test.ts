import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedDisk } from '../../test/sim/io/disk.ts'
import { appliedKey, Counts, encodeApplied } from '../storage/applied.ts'
import type { Engine, Row } from '../storage/engine.ts'
import { revisionKey, spaceKey } from '../storage/keyspace.ts'
import { openEngine } from '../storage/open.ts'
import { type Backup, BackupDamaged, openBackup, readBackup } from './backup.ts'

const origin = { clusterId: 7n, memberId: 8n, clusterVersion: '3.7.0', createdUnixMs: 1 }

async function engineWith(rows: readonly Row[]): Promise<Engine> {
  const files = new SimulatedDisk(1).start()
  const engine = await openEngine({ kind: 'memory', directory: '/state', files })
  const applied = { index: 12, term: 3, confState: Buffer.from('{}'), rows: new Counts().frozen() }
  await engine.write([...rows, { key: appliedKey, value: encodeApplied(applied) }])
  return engine
}

async function bytesOf({ pieces }: Pick<Backup, 'pieces'>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** The bytes again, in pieces of `size`. */
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function rowsOf(pieces: AsyncIterable<Buffer>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const chunk of (await readBackup(pieces)).rows) rows.push(...chunk)
  return rows
}

const rows: readonly Row[] = [
  { key: spaceKey('leases', 'l'), value: Buffer.from('lease') },
  { key: revisionKey(5, 0), value: Buffer.alloc(300_000, 'x') },
  { key: revisionKey(9, 2), value: Buffer.alloc(0) },
]

function sorted(some: readonly Row[]): Row[] {
  return some.toSorted((a, b) => a.key.compare(b.key))
}

test('what is written is read again, whatever the pieces are', async () => {
  await using engine = await engineWith(rows)
  const backup = await openBackup(engine, origin)
  assert.equal(backup.bytes % 512, 0)
  assert.deepEqual([backup.header.appliedIndex, backup.header.appliedTerm, backup.header.revision], [12, 3, 9])
  const bytes = await bytesOf(backup)
  assert.equal(bytes.length, backup.bytes)
  for (const size of [7, 4096, bytes.length]) assert.deepEqual(sorted(await rowsOf(cut(bytes, size))), sorted(rows))
})

test('it is the state of the moment it was opened', async () => {
  await using engine = await engineWith(rows)
  const backup = await openBackup(engine, origin)
  await engine.write([{ key: revisionKey(10, 0), value: Buffer.from('later') }])
  assert.equal((await rowsOf(backup.pieces)).length, rows.length)
})

test('a stream that is cut short, or is something else, is refused', async () => {
  await using engine = await engineWith(rows)
  const bytes = await bytesOf(await openBackup(engine, origin))
  const content = bytes.length - 512
  for (const end of [0, 5, 11, 40, 1_000, content]) {
    await assert.rejects(rowsOf(cut(bytes.subarray(0, end), 100)), BackupDamaged, `cut at ${end}`)
  }
  const other = Buffer.from(bytes)
  other.write('SQLite')
  await assert.rejects(rowsOf(cut(other, 100)), /does not begin with KEELSNAP/)
  const longer = Buffer.concat([bytes, Buffer.from('more')])
  await assert.rejects(rowsOf(cut(longer, 100)), /something follows/)
})
