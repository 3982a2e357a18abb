/**
 * A binary heap of entries by the time they come up, each of which knows its place, so that it can be taken out.
 *
 * An entry may be queued for a time before the one it is really due at (`at` only says when to look again); who looks
 * puts it back. That makes postponing free: nothing moves until the old time has come.
 */
import { assert } from '../base/assert.ts'

export interface Queued {
  /** Milliseconds: when to look at this entry. Only the heap changes it once the entry is in. */
  at: number
  /** The entry's place in the heap; -1 outside. */
  slot: number
}

export class ExpiryHeap<T extends Queued> {
  readonly #entries: T[] = []

  get size(): number {
    return this.#entries.length
  }

  /** The entry that comes up first. */
  first(): T | undefined {
    return this.#entries[0]
  }

  push(entry: T): void {
    assert(entry.slot === -1, 'an entry is queued once', entry.slot)
    entry.slot = this.#entries.length
    this.#entries.push(entry)
    this.#rise(entry)
  }

  remove(entry: T): void {
    const { slot } = entry
    assert(this.#entries[slot] === entry, 'an entry knows its place', slot)
    entry.slot = -1
    const last = this.#entries.pop()
    if (last === undefined || last === entry) return
    this.#place(last, slot)
    this.#rise(last)
    this.#sink(last)
  }

  /** Queues an entry of the heap for another time. */
  move(entry: T, at: number): void {
    assert(this.#entries[entry.slot] === entry, 'an entry knows its place', entry.slot)
    entry.at = at
    this.#rise(entry)
    this.#sink(entry)
  }

  clear(): void {
    for (const entry of this.#entries) entry.slot = -1
    this.#entries.length = 0
  }

  #rise(entry: T): void {
    while (entry.slot > 0) {
      const parent = this.#entries[(entry.slot - 1) >> 1]
      if (parent === undefined || parent.at <= entry.at) return
      this.#swap(entry, parent)
    }
  }

  #sink(entry: T): void {
    for (;;) {
      const left = this.#entries[2 * entry.slot + 1]
      const right = this.#entries[2 * entry.slot + 2]
      const child = right !== undefined && left !== undefined && right.at < left.at ? right : left
      if (child === undefined || child.at >= entry.at) return
      this.#swap(entry, child)
    }
  }

  #swap(a: T, b: T): void {
    const { slot } = a
    this.#place(a, b.slot)
    this.#place(b, slot)
  }

  #place(entry: T, slot: number): void {
    entry.slot = slot
    this.#entries[slot] = entry
  }
}
