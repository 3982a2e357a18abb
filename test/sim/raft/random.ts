/** Chance from a seed: the same seed, the same run. The generator is sfc32 (PractRand), 32 bits at a time. */
import { assert } from '../../../src/base/assert.ts'

export class Random {
  #a: number
  #b: number
  #c = 0
  #counter = 1

  constructor(seed: number) {
    assert(Number.isSafeInteger(seed) && seed >= 0, 'a seed is a whole number', seed)
    this.#a = seed | 0
    this.#b = Math.floor(seed / 2 ** 32) | 0
    // Seeds that lie close together give unrelated numbers only after some rounds.
    for (let i = 0; i < 12; i++) this.#bits()
  }

  /** A whole number from 0 up to and without `n`, which is at most 2^32. */
  below(n: number): number {
    return Math.floor((this.#bits() / 2 ** 32) * n)
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  /** True with probability `share`. Nothing is drawn for a share of 0. */
  chance(share: number): boolean {
    return share > 0 && this.#bits() < share * 2 ** 32
  }

  pick<T>(list: readonly T[]): T {
    assert(list.length > 0, 'something to pick from')
    return list[this.below(list.length)] as T
  }

  #bits(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }
}
