/**
 * What a log says, record by record: the writer keeps it for the next segment's header, the reader rebuilds it at start.
 *
 * Entries override: one whose index is not above the last takes the place of everything from there on, as a follower's log
 * is truncated when a new leader disagrees (Raft paper 5.3). A snapshot taken here leaves the entries; a snapshot received
 * takes the place of all of them (Raft paper section 7).
 */
import type { HardState, LogEntry, SnapshotMark } from './entry.ts'
import type { LogRecord } from './record.ts'
import type { SegmentHeader } from './segment.ts'

/** Everything but the entries themselves. Values are replaced, never changed in place. */
export interface LogState {
  readonly hardState: HardState
  readonly snapshot: SnapshotMark
  readonly lastIndex: number
}

/** Why `entry` cannot follow `state`; undefined when it can. */
export function faultOfEntry(state: LogState, { index, term }: LogEntry): string | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(term) || term < 1)
    return `no such place: index ${index}, term ${term}`
  if (index > state.lastIndex + 1)
    return `index ${index} comes after ${state.lastIndex}, entries between them are missing`
  if (index <= state.snapshot.index) return `index ${index} lies inside of the snapshot at ${state.snapshot.index}`
  return undefined
}

export function faultOfHardState(state: LogState, { term, commit }: HardState): string | undefined {
  if (!Number.isSafeInteger(term) || term < state.hardState.term)
    return `term ${term} comes after ${state.hardState.term}`
  if (!Number.isSafeInteger(commit) || commit > state.lastIndex)
    return `commit index ${commit} in a log that ends at ${state.lastIndex}`
  return undefined
}

/** For a snapshot taken here. */
export function faultOfSnapshot(state: LogState, { index }: SnapshotMark): string | undefined {
  if (index < state.snapshot.index) return `snapshot ${index} comes after ${state.snapshot.index}`
  if (index > state.lastIndex) return `snapshot ${index} of a log that ends at ${state.lastIndex}`
  return undefined
}

/** For a snapshot received. */
export function faultOfRestart(state: LogState, { index }: SnapshotMark): string | undefined {
  if (!Number.isSafeInteger(index) || index < state.snapshot.index)
    return `snapshot ${index} comes after ${state.snapshot.index}`
  return undefined
}

export function afterRestart(state: LogState, snapshot: SnapshotMark): LogState {
  return { hardState: state.hardState, snapshot, lastIndex: snapshot.index }
}

/** Collects the records of consecutive segments. */
export class Replay {
  /** Changed in place: a start folds hundreds of thousands of entries. */
  readonly #state: { -readonly [field in keyof LogState]: LogState[field] }
  /** Consecutive; may begin below the snapshot mark, or above one that is still to come. */
  #entries: LogEntry[] = []
  /** Highest index seen since `takeHighestIndex`, overridden ones too. */
  #highestIndex = 0

  constructor({ hardState, snapshot, firstIndex }: SegmentHeader) {
    this.#state = { hardState, snapshot, lastIndex: firstIndex - 1 }
  }

  /** As it is now. */
  get state(): LogState {
    return { ...this.#state }
  }

  /** Takes the record in; returns what is wrong when it cannot follow the ones before. */
  fold(record: LogRecord): string | undefined {
    const state = this.#state
    switch (record.kind) {
      case 'entry': {
        const fault = faultOfEntry(state, record.entry)
        if (fault === undefined) this.#foldEntry(record.entry)
        return fault
      }
      case 'hardState': {
        const fault = faultOfHardState(state, record.hardState)
        if (fault === undefined) state.hardState = record.hardState
        return fault
      }
      case 'snapshot': {
        const fault = faultOfSnapshot(state, record.mark)
        if (fault === undefined) state.snapshot = record.mark
        return fault
      }
      case 'restart': {
        const fault = faultOfRestart(state, record.mark)
        if (fault === undefined) {
          Object.assign(state, afterRestart(state, record.mark))
          this.#entries = []
        }
        return fault
      }
    }
  }

  /** Highest index among the entries since the last call; 0 when there were none. */
  takeHighestIndex(): number {
    const highest = this.#highestIndex
    this.#highestIndex = 0
    return highest
  }

  /** The entries behind the snapshot mark; undefined when some of them are missing. */
  entriesAfterSnapshot(): LogEntry[] | undefined {
    const { snapshot, lastIndex } = this.#state
    if (lastIndex === snapshot.index) return []
    const first = this.#entries[0]
    if (first === undefined || first.index > snapshot.index + 1) return undefined
    return this.#entries.slice(snapshot.index + 1 - first.index)
  }

  #foldEntry(entry: LogEntry): void {
    const kept = entry.index - (this.#entries[0]?.index ?? entry.index)
    if (kept !== this.#entries.length) this.#entries.length = Math.max(0, kept)
    this.#entries.push(entry)
    this.#highestIndex = Math.max(this.#highestIndex, entry.index)
    this.#state.lastIndex = entry.index
  }
}
