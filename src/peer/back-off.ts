/** Pauses between attempts: each twice the one before, up to a limit, and drawn so that members do not call in step. */
import type { Entropy } from '../io/entropy.ts'

export class BackOff {
  readonly #entropy: Entropy
  readonly #minMs: number
  readonly #maxMs: number
  #attempts = 0

  constructor(options: { readonly entropy: Entropy; readonly minMs: number; readonly maxMs: number }) {
    this.#entropy = options.entropy
    this.#minMs = options.minMs
    this.#maxMs = options.maxMs
  }

  /** Milliseconds to wait before the next attempt: between half of the step and all of it. */
  next(): number {
    const stepMs = Math.min(this.#maxMs, this.#minMs * 2 ** this.#attempts)
    if (stepMs < this.#maxMs) this.#attempts++
    return stepMs / 2 + (stepMs / 2) * (this.#entropy.below(1024) / 1024)
  }

  /** An attempt succeeded: the next pause is the first one again. */
  reset(): void {
    this.#attempts = 0
  }
}
