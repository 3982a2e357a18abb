/**
 * What the core reads back from stable storage. It never writes: what must become durable leaves in a `Ready`.
 *
 * All calls answer at once and from memory or a bounded read; a lookup that cannot be answered says why by a word.
 */
import { type ConfState, emptyConfState } from './conf-state.ts'
import { type Entry, type Index, type MemberId, nobody, noData, type Term } from './entry.ts'

/** What must survive a crash besides the log (Raft paper figure 2, "persistent state"); `commit` may be older. */
export interface HardState {
  readonly term: Term
  readonly vote: MemberId
  readonly commit: Index
}

/** The state of a member that never ran. */
export const emptyHardState: HardState = Object.freeze({ term: 0, vote: nobody, commit: 0 })

/** The state machine after `index`; replaces the log up to there (Raft paper 7). `data` is the application's. */
export interface Snapshot {
  readonly index: Index
  readonly term: Term
  readonly confState: ConfState
  readonly data: Buffer
}

/** Stands for "nothing yet": index 0. */
export const emptySnapshot: Snapshot = Object.freeze({ index: 0, term: 0, confState: emptyConfState, data: noData })

/** `compacted`: lies before the log's first entry. `unavailable`: lies behind its last, or is not there for now. */
export type Missing = 'compacted' | 'unavailable'

export interface Storage {
  /** What a start begins with. The configuration is that of the applied index. */
  initialState(): { readonly hardState: HardState; readonly confState: ConfState }

  /**
   * Entries from `from` up to and without `to`, as many as fit into `bytesMax` (sum of `entryBytes`), at least one.
   * The array is the caller's to keep, not to change.
   */
  entries(range: { readonly from: Index; readonly to: Index; readonly bytesMax: number }): readonly Entry[] | Missing

  /** Term of the entry at `index`, which may be `firstIndex() - 1`: the consistency check needs the entry before. */
  term(index: Index): Term | Missing

  /** The oldest entry that is there; one more than the last snapshot's index when there is none. */
  firstIndex(): Index

  /** The newest entry that is there; `firstIndex() - 1` when there is none. */
  lastIndex(): Index

  /**
   * The newest snapshot, for a follower that needs entries which are gone. `unavailable`: being made, ask again later.
   */
  snapshot(): Snapshot | 'unavailable'
}
