/**
 * A clock that stands still until it is told to go on. Timers run in the order of their moments, those of one moment in
 * the order they were set, and see that moment as the time.
 */
import { assert } from '../../../src/base/assert.ts'
import type { Clock, Timer } from '../../../src/io/clock.ts'

interface Pending {
  readonly dueMs: number
  readonly order: number
  readonly run: () => void
}

export class SimulatedClock implements Clock {
  #nowMs = 0
  #wallMs: number
  #order = 0
  readonly #pending = new Set<Pending>()

  constructor({ wallMs = Date.UTC(2026, 0, 1) }: { wallMs?: number } = {}) {
    this.#wallMs = wallMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  wallMs(): number {
    return Math.floor(this.#wallMs)
  }

  setTimer(ms: number, run: () => void): Timer {
    const timer: Pending = { dueMs: this.#nowMs + Math.max(0, ms), order: this.#order++, run }
    this.#pending.add(timer)
    return { cancel: () => void this.#pending.delete(timer) }
  }

  every(ms: number, run: () => void): Timer {
    assert(ms > 0, 'a period is longer than nothing', ms)
    let timer: Timer
    const again = (): void => {
      timer = this.setTimer(ms, again)
      run()
    }
    timer = this.setTimer(ms, again)
    return { cancel: () => timer.cancel() }
  }

  /** Lets `ms` pass and runs what becomes due on the way. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#pending.delete(next)
      this.#moveTo(next.dueMs)
      next.run()
    }
    this.#moveTo(untilMs)
  }

  /** Milliseconds until the next timer; undefined when none is set. */
  get nextTimerMs(): number | undefined {
    const next = this.#next(Number.POSITIVE_INFINITY)
    return next === undefined ? undefined : next.dueMs - this.#nowMs
  }

  /** Turns the wall clock, as people and time servers do. */
  jumpWall(ms: number): void {
    this.#wallMs += ms
  }

  #moveTo(ms: number): void {
    this.#wallMs += ms - this.#nowMs
    this.#nowMs = ms
  }

  #next(untilMs: number): Pending | undefined {
    let first: Pending | undefined
    for (const timer of this.#pending) {
      if (timer.dueMs > untilMs) continue
      if (
        first === undefined ||
        timer.dueMs < first.dueMs ||
        (timer.dueMs === first.dueMs && timer.order < first.order)
      ) {
        first = timer
      }
    }
    return first
  }
}
