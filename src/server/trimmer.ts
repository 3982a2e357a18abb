/**
 * Lets go of the log's head.
 *
 * Every `snapshotCount` entries, or `limits.logInMemory` bytes, whichever comes first, the engine is made durable, the
 * log marks that point, and what lies more than `keepEntries` behind it goes, in memory and on disk. The log is never
 * cut past what the engine has synced: a start replays from there.
 */
import type { MemoryStorage } from '../raft/memory-storage.ts'
import type { Logger } from '../telemetry/log.ts'
import { decodeConfState } from './conf-state-record.ts'
import { limits } from './limits.ts'
import type { Log } from './log.ts'
import type { StateMachine } from './state-machine.ts'

export interface TrimmerOptions {
  readonly machine: StateMachine
  readonly storage: MemoryStorage
  readonly log: Log
  readonly logger: Logger
  readonly snapshotCount: number
  readonly keepEntries: number
  readonly onFailure: (error: unknown) => void
}

export class Trimmer {
  readonly #options: TrimmerOptions
  #markedIndex: number
  #running: Promise<void> | undefined
  readonly #holds = new Set<{ readonly index: number }>()

  constructor(options: TrimmerOptions, markedIndex: number) {
    this.#options = options
    this.#markedIndex = markedIndex
  }

  /** Called after each applied batch. */
  onApplied(): void {
    const { machine, snapshotCount } = this.#options
    if (this.#running !== undefined) return
    const entries = machine.appliedIndex - this.#markedIndex
    if (entries < snapshotCount && machine.appliedBytes < limits.logInMemory.bound) return
    // Of large entries fewer are kept: memory is bounded by their bytes, not by their number.
    const keepEntries = Math.min(this.#options.keepEntries, entries >> 1)
    this.#running = this.trim(keepEntries)
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#running = undefined
      })
  }

  /** Keeps the log from `index` on until the returned function is called: somebody is being brought up to there. */
  hold(index: number): () => void {
    const hold = { index }
    this.#holds.add(hold)
    return () => {
      this.#holds.delete(hold)
    }
  }

  /** Waits for a cut that is under way. */
  async settled(): Promise<void> {
    await this.#running
  }

  /** Marks what the engine holds durably, and keeps `keepEntries` of the log before that mark. */
  async trim(keepEntries: number): Promise<void> {
    const { machine, storage, log, logger } = this.#options
    machine.appliedBytes = 0
    const confState = machine.confStateRecord
    const synced = await machine.sync()
    if (synced <= this.#markedIndex) return
    const term = storage.term(synced)
    if (typeof term !== 'number') return
    await log.markSnapshot({ index: synced, term, data: confState })
    this.#markedIndex = synced
    storage.createSnapshot({ index: synced, confState: decodeConfState(confState), data: Buffer.alloc(0) })
    let releaseTo = Math.max(synced - keepEntries, 0)
    for (const { index } of this.#holds) releaseTo = Math.min(releaseTo, index)
    if (releaseTo >= storage.firstIndex()) {
      storage.compact(releaseTo)
      await log.release(releaseTo)
    }
    logger.info('saved snapshot to disk', { 'snapshot-index': synced, 'log-first-index': storage.firstIndex() })
  }
}
