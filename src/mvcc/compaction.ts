/**
 * Compaction in the background: the mark is in force at once, the rows go in slices.
 *
 * Each slice takes some thousand keys off the index and hands their dropped rows to the write-behind, then waits until they
 * are gone: at most one slice is under way. The rows of a key go oldest first, so that a crash never leaves a put whose
 * tombstone is gone. A restart finds a scheduled mark above the finished one and begins again.
 */
import type { DroppedRows } from './key-index.ts'
import { finishedMark } from './row-log.ts'
import type { StoreState } from './state.ts'

/** Keys visited and rows dropped before a slice ends, and from how many waiting operations on it is flushed. */
const sliceKeys = 1024
const sliceRows = 5000
const flushOps = 1000

export class Compactor {
  readonly #state: StoreState
  readonly #flush: () => Promise<void>
  readonly #signal: AbortSignal
  /** Runs one after the other. Never rejects. */
  #last: Promise<void> = Promise.resolve()
  #finishedRevision = -1

  constructor(state: StoreState, flush: () => Promise<void>, signal: AbortSignal) {
    this.#state = state
    this.#flush = flush
    this.#signal = signal
  }

  /** Revision of the last compaction whose rows are gone; -1: none. */
  get finishedRevision(): number {
    return this.#finishedRevision
  }

  restored(finishedRevision: number): void {
    this.#finishedRevision = finishedRevision
  }

  /**
   * Takes the rows away that a compaction at `revision` drops; the mark has been set.
   * @returns resolves when they are gone from this member's engine, rejects when it could not be done
   */
  schedule(revision: number): Promise<void> {
    const run = this.#last.then(() => this.#run(revision))
    this.#last = run.then(
      () => undefined,
      () => undefined, // whoever scheduled it hears of it
    )
    return run
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    await this.#last
  }

  async #run(revision: number): Promise<void> {
    const { index, log, pins, stats, yieldToLoop } = this.#state
    let next: string | undefined = ''
    while (next !== undefined) {
      await yieldToLoop()
      await pins.untilFree(revision)
      if (this.#signal.aborted) throw new Error('the store was closed before a compaction was finished')
      const dropped: DroppedRows = { mains: [], subs: [], tombstones: [] }
      next = index.compact(next, { keysMax: sliceKeys, rowsMax: sliceRows, revision }, dropped)
      for (const [i, main] of dropped.mains.entries()) {
        log.drop(main, dropped.subs[i] as number, dropped.tombstones[i] as boolean)
      }
      stats.compactedRows += dropped.mains.length
      if (log.waitingOps >= flushOps) await this.#flush()
    }
    log.mark(finishedMark, revision)
    await this.#flush()
    this.#finishedRevision = revision
  }
}
