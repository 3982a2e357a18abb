/**
 * The newest values that are in memory, up to a number of bytes.
 *
 * A value hangs on its key's slot. Slots with a value stand in a queue; when the cache is over its limit, the one in front
 * loses its value unless it was read since it last came by (CLOCK). One whose row the engine does not hold yet may go too:
 * it is read from that row, which waits in memory. Work is done in small portions with each new value, so that no put pays
 * for a long eviction.
 */
import { cell, inPage, type KeySlots, queuedFlag, usedFlag } from './key-slots.ts'

/** What a Buffer and its place cost beside its bytes, about. */
const valueOverheadBytes = 160

/** Slots looked at for each value that comes in; two out for one in would do, some are passed over. */
const stepsPerValue = 8

export class ValueCache {
  readonly #slots: KeySlots
  readonly #limitBytes: number
  #queue: number[] = []
  #head = 0
  #bytes = 0

  constructor(slots: KeySlots, limitBytes: number) {
    this.#slots = slots
    this.#limitBytes = limitBytes
  }

  /** Bytes held, overhead included. */
  get bytes(): number {
    return this.#bytes
  }

  get(slot: number): Buffer | undefined {
    const page = this.#slots.page(slot)
    const at = inPage(slot)
    const value = page.values[at]
    if (value !== undefined) page.flags[at] = cell(page.flags, at) | usedFlag
    return value
  }

  /** The newest value of a key. */
  set(slot: number, value: Buffer): void {
    const page = this.#slots.page(slot)
    const at = inPage(slot)
    const before = page.values[at]
    if (before !== undefined) this.#bytes -= before.length + valueOverheadBytes
    page.values[at] = value
    this.#bytes += value.length + valueOverheadBytes
    const flags = cell(page.flags, at)
    if ((flags & queuedFlag) === 0) {
      page.flags[at] = flags | queuedFlag
      this.#queue.push(slot)
    }
    if (this.#bytes > this.#limitBytes) this.#evict()
  }

  /** To be called before a slot loses its value in any other way. */
  forget(slot: number): void {
    const page = this.#slots.page(slot)
    const at = inPage(slot)
    const value = page.values[at]
    if (value === undefined) return
    this.#bytes -= value.length + valueOverheadBytes
    page.values[at] = undefined
  }

  #evict(): void {
    for (let steps = 0; steps < stepsPerValue && this.#bytes > this.#limitBytes; steps++) {
      const slot = this.#queue[this.#head]
      if (slot === undefined) return
      this.#head++
      const page = this.#slots.page(slot)
      const at = inPage(slot)
      const flags = cell(page.flags, at)
      const value = page.values[at]
      if (value !== undefined && (flags & usedFlag) !== 0) {
        page.flags[at] = flags & ~usedFlag
        this.#queue.push(slot)
        continue
      }
      page.flags[at] = 0
      if (value === undefined) continue
      page.values[at] = undefined
      this.#bytes -= value.length + valueOverheadBytes
    }
    if (this.#head < 4096 || this.#head * 2 < this.#queue.length) return
    this.#queue = this.#queue.slice(this.#head)
    this.#head = 0
  }
}
