/**
 * Randomness from a seed: the same seed, the same run. The generator is splitmix32 (a Weyl sequence through a finaliser of
 * the murmur kind): small, quick and good enough to choose faults.
 */
import { assert } from '../../../src/base/assert.ts'
import type { Entropy } from '../../../src/io/entropy.ts'

export class SeededEntropy implements Entropy {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count)
    for (let i = 0; i < count; i++) bytes[i] = this.#next() >>> 24
    return bytes
  }

  u64(): bigint {
    return (BigInt(this.#next()) << 32n) | BigInt(this.#next())
  }

  below(limit: number): number {
    assert(Number.isSafeInteger(limit) && limit > 0, 'something to choose from', limit)
    return Math.floor(this.fraction() * limit)
  }

  /** In [0, 1). */
  fraction(): number {
    return ((this.#next() >>> 5) * 2 ** 26 + (this.#next() >>> 6)) / 2 ** 53
  }

  /** True in `probability` of all calls. */
  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = this.#state ^ (this.#state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}
