/**
 * The primary's clock over the replicated leases: it alone decides that one has run out, and says so through the log.
 *
 * A new primary gives every lease its full time again and one election time-out more, so that a change of leader never
 * ends a lease early.
 */
import type { RequestError } from '../base/errors.ts'
import { RequestError as Failure } from '../base/errors.ts'
import type { Clock, Timer } from '../io/clock.ts'
import { LeaseClock } from '../lease/expiry.ts'
import type { Lease, Leases } from '../lease/leases.ts'
import type { CommandRequest } from './backend.ts'
import { limits } from './limits.ts'

export interface LessorOptions {
  readonly clock: Clock
  readonly leases: Leases
  readonly electionTimeoutMs: number
  readonly checkpoints: boolean
  readonly propose: (request: CommandRequest, finish: (error: RequestError | undefined) => void) => void
  readonly onExpired: () => void
}

const scanMs = 500
const checkpointMs = 5 * 60 * 1000

export class Lessor {
  readonly #options: LessorOptions
  readonly #expiry = new LeaseClock()
  readonly #timers: Timer[] = []
  /** Renewals of leases that have run out and are being revoked: they end when the revoke is applied. */
  readonly #awaitingRevoke = new Map<bigint, (() => void)[]>()
  #due: bigint[] = []
  #revoking = 0
  renewed = 0

  constructor(options: LessorOptions) {
    this.#options = options
  }

  start(): void {
    this.#timers.push(this.#options.clock.every(scanMs, () => this.#scan()))
    if (this.#options.checkpoints) {
      this.#timers.push(this.#options.clock.every(checkpointMs, () => this.#checkpoint()))
    }
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#releaseAll()
  }

  onLeader(isLeader: boolean): void {
    const { clock, leases, electionTimeoutMs } = this.#options
    if (isLeader === this.#expiry.primary) return
    if (isLeader) this.#expiry.promote(leases.list(), clock.monotonicMs(), electionTimeoutMs)
    else {
      this.#expiry.demote()
      this.#due = []
      this.#releaseAll()
    }
  }

  onGranted(lease: Lease): void {
    this.#expiry.granted(lease, this.#options.clock.monotonicMs())
  }

  onRevoked(id: bigint): void {
    this.#expiry.revoked(id)
    const waiting = this.#awaitingRevoke.get(id)
    if (waiting === undefined) return
    this.#awaitingRevoke.delete(id)
    for (const resume of waiting) resume()
  }

  /**
   * Seconds the lease has again; 0 when there is none. A lease that has run out answers once it is revoked.
   * @throws RequestError `NoLeader` when this member is not the primary
   */
  async renew(id: bigint): Promise<number> {
    for (;;) {
      if (!this.#expiry.primary) throw new Failure('NoLeader')
      const renewed = this.#expiry.renew(id, this.#options.clock.monotonicMs())
      if (renewed === 'unknown') return 0
      if (renewed !== 'expired') {
        this.renewed++
        return renewed.renewed
      }
      await new Promise<void>((resolve) => {
        const waiting = this.#awaitingRevoke.get(id)
        if (waiting === undefined) this.#awaitingRevoke.set(id, [resolve])
        else waiting.push(resolve)
      })
    }
  }

  /** Milliseconds left; undefined when this member is not the primary or knows no such lease. */
  remainingMs(id: bigint): number | undefined {
    return this.#expiry.remainingMs(id, this.#options.clock.monotonicMs())
  }

  byRemaining(): readonly bigint[] {
    if (this.#expiry.primary) return this.#expiry.byRemaining()
    return [...this.#options.leases.list()].map(({ id }) => id)
  }

  #scan(): void {
    if (!this.#expiry.primary) return
    this.#due.push(...this.#expiry.expired(this.#options.clock.monotonicMs()))
    this.#revokeNext()
  }

  #revokeNext(): void {
    while (this.#revoking < limits.leaseRevokes.bound) {
      const id = this.#due.shift()
      if (id === undefined) return
      if (!this.#options.leases.exists(id)) continue
      this.#revoking++
      // A revoke that failed is not an error of anybody's: the scan finds the lease again.
      this.#options.propose({ case: 'leaseRevoke', value: { id } }, (error) => {
        this.#revoking--
        if (error === undefined) this.#options.onExpired()
        this.#revokeNext()
      })
    }
  }

  #checkpoint(): void {
    if (!this.#expiry.primary) return
    const checkpoints = this.#expiry
      .checkpoints(this.#options.clock.monotonicMs())
      .map(({ id, remainingTtlSeconds }) => ({ id, remainingTtl: remainingTtlSeconds }))
    if (checkpoints.length === 0) return
    // Lost checkpoints cost nothing but a longer lease after a change of leader.
    this.#options.propose({ case: 'leaseCheckpoint', value: { checkpoints } }, () => undefined)
  }

  #releaseAll(): void {
    const waiting = [...this.#awaitingRevoke.values()]
    this.#awaitingRevoke.clear()
    for (const resumes of waiting) for (const resume of resumes) resume()
  }
}
