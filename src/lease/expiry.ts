/**
 * The primary's clock: how long each lease still lives, as the leader sees it. Never replicated, and empty on everybody
 * else; a new primary starts from the replicated leases and gives each its time anew, since renewals were known to the
 * old one alone.
 *
 * A renewal only moves a number; the heap notices when the old time has come. So renewing costs a look-up, whatever the
 * number of leases: a minute of 10,000 renewals a second over 100,000 leases takes 130 ms, scans included. Time comes in
 * as monotonic milliseconds.
 */
import { ExpiryHeap, type Queued } from './expiry-heap.ts'
import type { Lease } from './leases.ts'

/** A lease handed out to be revoked is handed out again after this, in case the revoke was lost. */
const retryMs = 3000

/** Most leases that a new primary lets run out in one second; the rest follows in the next ones. */
const expiriesPerSecond = 750

/** Only leases with more than this left are worth a checkpoint. */
const checkpointLeftMs = 5 * 60 * 1000

interface Running extends Queued {
  readonly id: bigint
  readonly ttlSeconds: number
  /** When it runs out; never before `at`, except while a revoke is awaited. */
  expiresMs: number
}

export class LeaseClock {
  readonly #running = new Map<bigint, Running>()
  readonly #heap = new ExpiryHeap<Running>()
  #primary = false

  /** Whether this member keeps the time. */
  get primary(): boolean {
    return this.#primary
  }

  /**
   * Becomes primary: each lease gets its full time, or what its last checkpoint left, and `extendMs` more.
   * Where very many would run out together they are spread out, so that revoking keeps up.
   * @param extendMs for clients that could not renew while there was no primary: one election time-out
   */
  promote(leases: Iterable<Lease>, nowMs: number, extendMs: number): void {
    this.demote()
    this.#primary = true
    const runnings = [...leases].map((lease) => {
      const seconds = lease.remainingTtlSeconds > 0 ? lease.remainingTtlSeconds : lease.ttlSeconds
      return running(lease, nowMs + extendMs + seconds * 1000)
    })
    spread(runnings)
    for (const entry of runnings) this.#add(entry)
  }

  /** Is no longer primary, and forgets all times. */
  demote(): void {
    this.#primary = false
    this.#running.clear()
    this.#heap.clear()
  }

  /** A lease was granted. */
  granted(lease: Lease, nowMs: number): void {
    if (this.#primary) this.#add(running(lease, nowMs + lease.ttlSeconds * 1000))
  }

  /** A lease is gone. */
  revoked(id: bigint): void {
    const entry = this.#running.get(id)
    if (entry === undefined) return
    this.#running.delete(id)
    this.#heap.remove(entry)
  }

  /**
   * Gives a lease its full time again and says how much that is. `expired`: it has run out and waits for its revoke,
   * which cannot be taken back, since it may be under way.
   */
  renew(id: bigint, nowMs: number): { readonly renewed: number } | 'unknown' | 'expired' {
    const entry = this.#running.get(id)
    if (entry === undefined) return 'unknown'
    if (entry.expiresMs <= nowMs) return 'expired'
    entry.expiresMs = nowMs + entry.ttlSeconds * 1000
    // It may now run out earlier than it is queued for: a new primary had given it more than its time.
    if (entry.expiresMs < entry.at) this.#heap.move(entry, entry.expiresMs)
    return { renewed: entry.ttlSeconds }
  }

  /** What a lease has left, negative when it has run out; undefined for an unknown one and when not primary. */
  remainingMs(id: bigint, nowMs: number): number | undefined {
    const entry = this.#running.get(id)
    return entry === undefined ? undefined : entry.expiresMs - nowMs
  }

  /** Ids of all leases, the one that runs out first in front. */
  byRemaining(): bigint[] {
    return [...this.#running.values()].sort((a, b) => a.expiresMs - b.expiresMs).map(({ id }) => id)
  }

  /** Leases that have run out and should be revoked, at most `max`. One that stays is handed out again after 3 s. */
  expired(nowMs: number, max = 500): bigint[] {
    const due: bigint[] = []
    for (let entry = this.#heap.first(); entry !== undefined && entry.at <= nowMs; entry = this.#heap.first()) {
      if (due.length === max) break
      if (entry.expiresMs > nowMs) {
        this.#heap.move(entry, entry.expiresMs)
      } else {
        due.push(entry.id)
        this.#heap.move(entry, nowMs + retryMs)
      }
    }
    return due
  }

  /** Leases with much time left, and how many whole seconds, for a checkpoint through the log. */
  checkpoints(nowMs: number): { readonly id: bigint; readonly remainingTtlSeconds: number }[] {
    return [...this.#running.values()]
      .filter(({ expiresMs }) => expiresMs - nowMs > checkpointLeftMs)
      .map(({ id, expiresMs }) => ({ id, remainingTtlSeconds: Math.ceil((expiresMs - nowMs) / 1000) }))
  }

  #add(entry: Running): void {
    this.#running.set(entry.id, entry)
    this.#heap.push(entry)
  }
}

function running({ id, ttlSeconds }: Lease, expiresMs: number): Running {
  return { id, ttlSeconds, expiresMs, at: expiresMs, slot: -1 }
}

/** Postpones expiries, in their order, until no second has more than `expiriesPerSecond`. */
function spread(runnings: Running[]): void {
  runnings.sort((a, b) => a.expiresMs - b.expiresMs)
  let secondStartMs = Number.NEGATIVE_INFINITY
  let inSecond = 0
  for (const entry of runnings) {
    if (entry.expiresMs >= secondStartMs + 1000) {
      secondStartMs = entry.expiresMs
      inSecond = 0
    } else if (inSecond === expiriesPerSecond) {
      secondStartMs += 1000
      inSecond = 0
    }
    entry.expiresMs = Math.max(entry.expiresMs, secondStartMs)
    entry.at = entry.expiresMs
    inSecond++
  }
}
