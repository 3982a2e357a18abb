/**
 * The appends that travel to one follower and are not acknowledged yet: a window, bounded by messages and by bytes.
 *
 * Each append is known by the index of its last entry. Indexes only grow, so an acknowledgement frees a prefix of the
 * window. The window is a ring that grows by doubling up to its bound: most followers never have many appends under way,
 * and a process may hold thousands of groups.
 */
import { assert } from '../base/assert.ts'
import type { Index } from './entry.ts'

export interface InflightLimits {
  /** Appends under way at once, at least 1; may be infinite. */
  readonly messagesMax: number
  /**
   * Payload bytes under way at once; 0 for no bound. The append that passes the bound is still sent, so that one entry
   * larger than the bound cannot block a follower for good.
   */
  readonly bytesMax: number
}

export class Inflights {
  readonly #limits: InflightLimits
  // Two rings of the same length, a power of two, so that a place is found by a mask.
  #lastIndexes: Index[] = []
  #sizes: number[] = []
  #start = 0
  #count = 0
  #bytes = 0

  constructor(limits: InflightLimits) {
    assert(limits.messagesMax >= 1, 'a window holds at least one message', limits.messagesMax)
    assert(limits.bytesMax >= 0, 'a bound on bytes is not negative', limits.bytesMax)
    this.#limits = limits
  }

  /** Appends under way. */
  get count(): number {
    return this.#count
  }

  /** Their payload bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Nothing more may be sent before something is acknowledged. */
  get full(): boolean {
    const { messagesMax, bytesMax } = this.#limits
    return this.#count >= messagesMax || (bytesMax !== 0 && this.#bytes >= bytesMax)
  }

  /** An append leaves that ends with `lastIndex`; only while not `full`, in ascending order of indexes. */
  add(lastIndex: Index, bytes: number): void {
    assert(!this.full, 'an append is sent only when the window has room', this.#count, this.#bytes)
    if (this.#count === this.#lastIndexes.length) this.#grow()
    const mask = this.#lastIndexes.length - 1
    if (this.#count > 0) {
      const newest = this.#lastIndexes[(this.#start + this.#count - 1) & mask] as Index
      assert(lastIndex >= newest, 'appends leave in the order of the log', lastIndex, newest)
    }
    const place = (this.#start + this.#count) & mask
    this.#lastIndexes[place] = lastIndex
    this.#sizes[place] = bytes
    this.#count++
    this.#bytes += bytes
  }

  /** The follower holds everything up to `index`, included: the appends that end there or before are done. */
  freeUpTo(index: Index): void {
    const mask = this.#lastIndexes.length - 1
    while (this.#count > 0 && (this.#lastIndexes[this.#start] as Index) <= index) {
      this.#bytes -= this.#sizes[this.#start] as number
      this.#start = (this.#start + 1) & mask
      this.#count--
    }
  }

  #grow(): void {
    const old = this.#lastIndexes.length
    const lastIndexes: Index[] = new Array(Math.max(1, old * 2)).fill(0)
    const sizes: number[] = new Array(lastIndexes.length).fill(0)
    for (let i = 0; i < this.#count; i++) {
      const place = (this.#start + i) & (old - 1)
      lastIndexes[i] = this.#lastIndexes[place] as Index
      sizes[i] = this.#sizes[place] as number
    }
    this.#lastIndexes = lastIndexes
    this.#sizes = sizes
    this.#start = 0
  }
}
