/**
 * Time, as an input. Durations are measured on the monotonic clock; the wall clock, which people and time servers
 * turn back and forth, is only for what people or certificates read.
 */

/** A pending call; cancelling it twice, or after it ran, does nothing. */
export interface Timer {
  cancel(): void
}

export interface Clock {
  /** Milliseconds since some fixed moment, with fractions; never goes back. */
  monotonicMs(): number
  /** Milliseconds since 1970 UTC, a whole number; may jump. */
  wallMs(): number
  /** Calls `run` once, `ms` milliseconds or a little more from now. */
  setTimer(ms: number, run: () => void): Timer
  /** Calls `run` each `ms` milliseconds until cancelled; a late call does not bring the missed ones after it. */
  every(ms: number, run: () => void): Timer
}

/** The clock of this machine. Its timers keep the process alive: their owner cancels them when it stops. */
export const realClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer(ms, run) {
    const handle = setTimeout(run, ms)
    return { cancel: () => clearTimeout(handle) }
  },
  every(ms, run) {
    const handle = setInterval(run, ms)
    return { cancel: () => clearInterval(handle) }
  },
}
