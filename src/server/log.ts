/**
 * What the member needs of the Raft log on disk. `src/wal` provides it.
 */
import type { Entry } from '../raft/entry.ts'
import type { HardState } from '../raft/storage.ts'

export interface Log {
  /**
   * Durable when resolved. Calls keep their order; those that arrive while the disk works share its next turn.
   * Rejects once, and from then on always, when the disk failed: what was on its way may or may not be there.
   */
  append(write: {
    readonly entries: readonly Entry[]
    readonly hardState?: HardState | undefined
    /** A state received from the leader: it replaces the whole log, together with what else is in this write. */
    readonly snapshot?: { readonly index: number; readonly term: number; readonly data: Buffer } | undefined
    readonly mustSync: boolean
  }): Promise<void>
  /** From here on a start needs nothing of the log up to `index`: the engine holds that state, synced. */
  markSnapshot(mark: { readonly index: number; readonly term: number; readonly data: Buffer }): Promise<void>
  /** Lets go of what lies at or below `index`. */
  release(index: number): Promise<unknown>
  close(): Promise<void>
}
