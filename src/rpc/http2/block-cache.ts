/**
 * Header blocks seen before, and what they meant.
 *
 * A client that asks the same thing again sends the same few bytes, references into the dynamic table. What bytes mean depends on
 * that table, so all is forgotten whenever it changes; a block that changes the table itself is never kept.
 */
import type { RequestHead } from './request-head.ts'

/** Longer blocks carry literals, which seldom come twice. */
const blockBytesMax = 96
/** As many kinds of requests as a client mixes. */
const entriesMax = 8

export class BlockCache {
  readonly #entries: { readonly block: Buffer; readonly head: RequestHead }[] = []
  #next = 0
  #version = 0

  /** `version`: of the table the block would be decoded with. */
  find(buffer: Buffer, from: number, to: number, version: number): RequestHead | undefined {
    if (version !== this.#version) {
      this.#entries.length = 0
      this.#next = 0
      this.#version = version
      return undefined
    }
    const bytes = to - from
    for (let i = 0; i < this.#entries.length; i++) {
      const { block, head } = this.#entries[i] as { readonly block: Buffer; readonly head: RequestHead }
      if (block.length !== bytes) continue
      let same = 0
      while (same < bytes && block[same] === buffer[from + same]) same++
      if (same === bytes) return head
    }
    return undefined
  }

  /** Keeps what a block means that left the table as it was when {@link find} was asked. */
  keep(buffer: Buffer, from: number, to: number, head: RequestHead): void {
    if (to - from > blockBytesMax) return
    this.#entries[this.#next] = { block: Buffer.from(buffer.subarray(from, to)), head }
    this.#next = (this.#next + 1) % entriesMax
  }
}
