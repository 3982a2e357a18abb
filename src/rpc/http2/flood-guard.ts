/**
 * How much of what costs us more than its sender a connection may send: a bucket of tokens for each kind, filled with time.
 */

interface Allowance {
  /** As many at once. */
  readonly burst: number
  readonly perSecond: number
}

export const allowances = {
  /** Requests that their client took back before the answer (CVE-2023-44487). A client whose deadlines pass does it too. */
  resets: { burst: 5_000, perSecond: 500 },
  /** Streams that we had to reset because what came was wrong. */
  wrongs: { burst: 1_000, perSecond: 100 },
  /** Streams for which there was no room; a client may hear of a limit later than it opens them. */
  refusals: { burst: 10_000, perSecond: 1_000 },
  /** Each has to be answered (CVE-2019-9515). */
  settings: { burst: 100, perSecond: 10 },
  /** Each has to be answered (CVE-2019-9512). Those who ask too often are also counted by the ping policy. */
  pings: { burst: 1_000, perSecond: 100 },
  /** Frames that say nothing: empty DATA, PRIORITY, unknown types (CVE-2019-9518, CVE-2019-9513). */
  idle: { burst: 2_000, perSecond: 500 },
} as const satisfies Record<string, Allowance>
export type Flood = keyof typeof allowances

export class FloodGuard {
  readonly #left = new Map<Flood, { tokens: number; sinceMs: number }>()

  /** Takes a token; false: there is none, and the connection has to go. */
  allows(kind: Flood, nowMs: number): boolean {
    const { burst, perSecond } = allowances[kind]
    const bucket = this.#left.get(kind)
    if (bucket === undefined) {
      this.#left.set(kind, { tokens: burst - 1, sinceMs: nowMs })
      return true
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.sinceMs) * perSecond) / 1000)
    bucket.sinceMs = nowMs
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }
}
