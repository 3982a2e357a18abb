/**
 * For tests: a state whose every row, and number of rows, follows from its applied index.
 */
import assert from 'node:assert/strict'
import { appliedKey, Counts, countRows, encodeApplied, readApplied, verifyCounts } from './applied.ts'
import type { Engine, WriteOp } from './engine.ts'
import { parseRevisionKey, revisionKey, revisionRange } from './keyspace.ts'

export const rowsPerBatch = 50

/** The batch of one entry: new rows, and the record that counts them. */
export function batchOf(index: number): WriteOp[] {
  const first = (index - 1) * rowsPerBatch + 1
  const rows = Array.from({ length: rowsPerBatch }, (_, i) => ({
    key: revisionKey(first + i, 0),
    value: rowValue(first + i),
  }))
  const counts = new Counts()
  counts.add('revisions', index * rowsPerBatch)
  const applied = { index, term: 1, confState: Buffer.alloc(0), rows: counts.frozen() }
  return [...rows, { key: appliedKey, value: encodeApplied(applied) }]
}

export function rowValue(revision: number): Buffer {
  return Buffer.alloc(100, `value of ${revision} `)
}

/** What a start does: reads the record, and holds the rows against it. Returns the applied index, 0 for an empty one. */
export async function verifiedIndex(engine: Engine): Promise<number> {
  const applied = await readApplied(engine)
  verifyCounts(applied?.rows ?? [], await countRows(engine), engine.directory)
  return applied?.index ?? 0
}

/** Reads every row, and holds each that comes, and its place, against what was written. Returns how many there are. */
export async function scanChecked(engine: Engine): Promise<number> {
  let rows = 0
  let last = 0
  for await (const chunk of engine.scan(revisionRange(1))) {
    for (const { key, value } of chunk) {
      const { main } = parseRevisionKey(key)
      assert.ok(value.equals(rowValue(main)), `revision ${main}`)
      assert.ok(main > last, `revision ${main} after ${last}`)
      last = main
      rows++
    }
  }
  return rows
}
