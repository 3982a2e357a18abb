/**
 * What the log keeps for Raft: entries, the hard state, and the mark of the last snapshot. The shapes are those of the
 * consensus core, declared again, since the log knows nothing of consensus.
 */

export type EntryType = 'normal' | 'confChange' | 'confChangeV2'

/** Terms and indexes are safe integers from 1 on. */
export interface LogEntry {
  readonly term: number
  readonly index: number
  readonly type: EntryType
  readonly data: Buffer
}

/** Raft paper figure 2: the term and the vote must be on disk before they are spoken of; the commit index may be behind. */
export interface HardState {
  readonly term: number
  /** The member voted for in `term`; 0 for none. */
  readonly vote: bigint
  readonly commit: number
}

/** The state up to `index` is kept elsewhere: the log below is not needed to start. */
export interface SnapshotMark {
  readonly index: number
  readonly term: number
  /** The membership at `index`, as the member encodes it. */
  readonly data: Buffer
}

/** One step of Raft, made durable as a whole: after a crash either all of it is there or nothing. */
export interface LogWrite {
  /** Consecutive; the first index may lie at or below the last of the log, whose entries from there on are then void. */
  readonly entries: readonly LogEntry[]
  /** Its commit index does not lie past the end of the log. */
  readonly hardState?: HardState | undefined
  /** A snapshot received from a leader: it takes the place of the whole log, before `entries` are added. */
  readonly snapshot?: SnapshotMark | undefined
  /** False: nothing waits for this, it goes to disk with the next write that does (a commit index alone). */
  readonly mustSync: boolean
}

export const emptyHardState: HardState = { term: 0, vote: 0n, commit: 0 }
export const noSnapshot: SnapshotMark = { index: 0, term: 0, data: Buffer.alloc(0) }
