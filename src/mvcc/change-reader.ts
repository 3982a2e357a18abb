/**
 * Reads past changes from the store's rows, for watchers that are behind.
 */
import { defined } from '../base/assert.ts'
import { parseRevisionKey, revisionRange } from '../storage/keyspace.ts'
import { Change } from './change.ts'
import { none } from './key-index.ts'
import { emptyValue } from './key-value.ts'
import type { RowRef } from './requests.ts'
import { decodeRow } from './row.ts'
import { LoadedRows, type StoreState } from './state.ts'

/** Rows read at a time: at most as many revisions go into one message. */
const rowsMax = 1000

export interface PastChanges {
  /** In order; whole revisions. */
  readonly changes: readonly Change[]
  /** All changes from the asked revision up to this one are there. */
  readonly upTo: number
}

/**
 * Some changes from revision `from` on, which must not lie above the current one. The caller keeps compaction away by a
 * pin. A revision is never cut, however many rows it has.
 */
export async function readChanges(state: StoreState, from: number): Promise<PastChanges> {
  return from > state.log.flushedRevision ? readFromMemory(state, from) : await readFromEngine(state, from)
}

function readFromMemory(state: StoreState, from: number): PastChanges {
  const changes: Change[] = []
  let upTo = state.revision
  state.log.unflushed.visitFrom(from, (main, row, tombstone) => {
    if (changes.length >= rowsMax && main !== changes.at(-1)?.kv.modRevision) {
      upTo = main - 1
      return false
    }
    changes.push(changeOf(main, row, tombstone))
    return true
  })
  return { changes, upTo }
}

async function readFromEngine(state: StoreState, from: number): Promise<PastChanges> {
  const flushed = state.log.flushedRevision
  const changes: Change[] = []
  for await (const rows of state.engine.scan({ ...revisionRange(from, flushed + 1), chunkEntries: rowsMax })) {
    for (const { key, value } of rows) {
      const { main, tombstone } = parseRevisionKey(key)
      if (changes.length >= rowsMax && main !== changes.at(-1)?.kv.modRevision) return { changes, upTo: main - 1 }
      changes.push(changeOf(main, value, tombstone))
    }
  }
  return { changes, upTo: flushed }
}

function changeOf(main: number, row: Buffer, tombstone: boolean): Change {
  const kv = decodeRow(row)
  if (!tombstone) return new Change(false, kv, undefined, false)
  const deleted = { key: kv.key, createRevision: 0, modRevision: main, version: 0, value: emptyValue, lease: 0n }
  return new Change(true, deleted, undefined, false)
}

/** Adds the states before, as they were at the revision before each change; those that are compacted stay unknown. */
export async function addPrevious(state: StoreState, changes: readonly Change[]): Promise<void> {
  const loaded = new LoadedRows()
  const onDisk: { readonly change: Change; readonly ref: RowRef }[] = []
  for (const change of changes) {
    const ref = previousRow(state, change)
    if (ref === undefined) continue
    const row = state.rowInMemory(ref.main, ref.sub, loaded)
    if (row === undefined) onDisk.push({ change, ref })
    else change.previous = decodeRow(row)
  }
  await state.load(
    onDisk.map(({ ref }) => ref),
    loaded,
  )
  for (const { change, ref } of onDisk) {
    change.previous = decodeRow(defined(loaded.get(ref.main, ref.sub), 'what was loaded is there', ref))
  }
}

function previousRow({ index, compactRevision }: StoreState, { deleted, kv }: Change): RowRef | undefined {
  const before = kv.modRevision - 1
  if (before < compactRevision || (!deleted && kv.createRevision === kv.modRevision)) return undefined
  const slot = index.find(kv.key)
  const record = slot < 0 ? none : index.seenAt(slot, before)
  if (record === none) return undefined
  return { main: index.mainOf(slot, record), sub: index.subOf(slot, record) }
}
