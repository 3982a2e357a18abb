/**
 * Auto-compaction (reference 10.4): only the leader compacts; a member that stops leading pauses and starts over.
 *
 * `periodic` notes the revision ten times a period (at most six minutes apart) and compacts to what was current one
 * period ago, first after a full period, then once a period, at most hourly. `revision` keeps the last so many
 * revisions and looks every five minutes.
 */
import type { RequestError } from '../base/errors.ts'
import type { Clock, Timer } from '../io/clock.ts'
import type { Logger } from '../telemetry/log.ts'

export type AutoCompaction =
  | { readonly mode: 'off' }
  | { readonly mode: 'periodic'; readonly periodMs: number }
  | { readonly mode: 'revision'; readonly revisions: number }

export interface CompactorOptions {
  readonly policy: AutoCompaction
  readonly clock: Clock
  readonly logger: Logger
  readonly revision: () => number
  readonly compact: (revision: number, finish: (error: RequestError | undefined) => void) => void
}

const hourMs = 3_600_000
const revisionCheckMs = 5 * 60_000
const samplesPerPeriod = 10

export class Compactor {
  readonly #options: CompactorOptions
  #timer: Timer | undefined
  #leading = false
  /** Revisions noted since this member leads, oldest first, one a sample. */
  #samples: number[] = []
  #sinceLast = 0
  #last = 0

  constructor(options: CompactorOptions) {
    this.#options = options
  }

  start(): void {
    const { policy, clock } = this.#options
    if (policy.mode === 'periodic') {
      const everyMs = Math.min(policy.periodMs, hourMs) / samplesPerPeriod
      this.#timer = clock.every(everyMs, () => this.#onSample(Math.ceil(policy.periodMs / everyMs)))
    } else if (policy.mode === 'revision') {
      this.#timer = clock.every(revisionCheckMs, () => this.#compactTo(this.#options.revision() - policy.revisions))
    }
  }

  stop(): void {
    this.#timer?.cancel()
  }

  onLeader(isLeader: boolean): void {
    if (isLeader === this.#leading) return
    this.#leading = isLeader
    this.#samples = []
    this.#sinceLast = 0
  }

  /** @param periodSamples how many samples a period has; the one taken that long ago is what is compacted to */
  #onSample(periodSamples: number): void {
    if (!this.#leading) return
    this.#samples.push(this.#options.revision())
    this.#sinceLast++
    if (this.#samples.length <= periodSamples) return
    const target = this.#samples.shift()
    if (target === undefined || this.#sinceLast < samplesPerPeriod) return
    this.#sinceLast = 0
    this.#compactTo(target)
  }

  #compactTo(revision: number): void {
    if (!this.#leading || revision <= 0 || revision === this.#last) return
    const { logger, clock, policy, compact } = this.#options
    const about = { revision: revision, mode: policy.mode }
    logger.info(`starting auto ${policy.mode} compaction`, about)
    const startedMs = clock.monotonicMs()
    compact(revision, (error) => {
      if (error !== undefined && error.reason !== 'Compacted') {
        logger.warn(`failed auto ${policy.mode} compaction`, { ...about, error })
        return
      }
      this.#last = revision
      const took = `${Math.round(clock.monotonicMs() - startedMs)}ms`
      logger.info(`completed auto ${policy.mode} compaction`, { ...about, took })
    })
  }
}
