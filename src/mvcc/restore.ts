/**
 * Builds the index from the rows of the engine, at start.
 *
 * Rows come in order of revision, so that each row only adds to its key; the keys are sorted into the tree once, at the end.
 * Values stay on disk: they are read when somebody asks for them.
 */
import type { Counts } from '../storage/applied.ts'
import type { Engine } from '../storage/engine.ts'
import { parseRevisionKey, spaceRange } from '../storage/keyspace.ts'
import { newest } from './key-index.ts'
import { RowReader } from './row.ts'
import { finishedMark, scheduledMark } from './row-log.ts'
import type { StoreState } from './state.ts'

/**
 * Restores an empty state; every row found is added to `counts`, for the caller to compare with the applied record.
 * @returns the marks of compaction, -1 for none
 * @throws StorageError when the engine cannot read, Error when a row is not what this room writes
 */
export async function restore(
  state: StoreState,
  engine: Engine,
  counts: Counts,
): Promise<{ scheduled: number; finished: number }> {
  const { index, log } = state
  const marks: Buffer[] = []
  let scheduled = -1
  let finished = -1
  for await (const rows of engine.scan(spaceRange('history'))) {
    counts.add('history', rows.length)
    for (const { key, value } of rows) {
      const revision = Number(value.readBigUInt64BE())
      if (key.equals(scheduledMark)) {
        scheduled = revision
        marks.push(scheduledMark)
      } else if (key.equals(finishedMark)) {
        finished = revision
        marks.push(finishedMark)
      } else throw new Error(`unknown mark in the history of the store: ${key.toString('latin1')}`)
    }
  }
  const reader = new RowReader()
  let last = 1
  for await (const rows of engine.scan(spaceRange('revisions'))) {
    counts.add('revisions', rows.length)
    for (const { key, value } of rows) {
      const { main, sub, tombstone } = parseRevisionKey(key)
      reader.read(value)
      last = main
      if (tombstone) index.restore(reader.key, main, sub, 0, 0, 0n)
      else index.restore(reader.key, main, sub, reader.createRevision, reader.version, reader.lease)
    }
    await state.yieldToLoop()
  }
  index.finishRestore()
  // The rows of the newest revisions may be compacted away; the revision itself never comes back.
  state.revision = Math.max(last, scheduled, finished)
  state.compactRevision = Math.max(scheduled, finished)
  log.restored(state.revision, marks)
  attachLeases(state)
  return { scheduled, finished }
}

function attachLeases({ index, leases }: StoreState): void {
  for (let slot = 0; slot < index.slots.used; slot++) {
    const lease = index.slots.leaseOf(slot)
    if (lease === 0n || index.versionOf(slot, newest) === 0) continue
    if (leases.exists(lease)) leases.attach(lease, index.slots.keyOf(slot))
  }
}
