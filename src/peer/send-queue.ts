/**
 * Frames that wait for their stream, in order, bounded in number and bytes. What does not fit is dropped by who offers
 * it: messages of Raft are sent again when they are missed.
 */
export class SendQueue {
  readonly #messagesMax: number
  readonly #bytesMax: number
  #frames: Buffer[] = []
  /** When each was offered. */
  #sinceMs: number[] = []
  #bytes = 0

  constructor({ messagesMax, bytesMax }: { readonly messagesMax: number; readonly bytesMax: number }) {
    this.#messagesMax = messagesMax
    this.#bytesMax = bytesMax
  }

  get count(): number {
    return this.#frames.length
  }

  get bytes(): number {
    return this.#bytes
  }

  /** False: full. An empty queue takes any frame, however large: it could not be sent otherwise. */
  offer(frame: Buffer, nowMs: number): boolean {
    const fits = this.#frames.length < this.#messagesMax && this.#bytes + frame.length <= this.#bytesMax
    if (!fits && this.#frames.length > 0) return false
    this.#frames.push(frame)
    this.#sinceMs.push(nowMs)
    this.#bytes += frame.length
    return true
  }

  /** The oldest frames, as many as fit into `bytesMax`, at least one if there is one. */
  take(bytesMax: number): Buffer[] {
    let count = 0
    let bytes = 0
    for (const frame of this.#frames) {
      if (count > 0 && bytes + frame.length > bytesMax) break
      bytes += frame.length
      count++
    }
    this.#bytes -= bytes
    return this.#removeFirst(count)
  }

  /** Forgets what was offered before `ms`; returns how many that were. */
  dropOlder(ms: number): number {
    let count = 0
    for (const sinceMs of this.#sinceMs) {
      if (sinceMs >= ms) break
      count++
    }
    for (const frame of this.#removeFirst(count)) this.#bytes -= frame.length
    return count
  }

  #removeFirst(count: number): Buffer[] {
    if (count === this.#frames.length) {
      const all = this.#frames
      this.#frames = []
      this.#sinceMs = []
      return all
    }
    this.#sinceMs.splice(0, count)
    return this.#frames.splice(0, count)
  }
}
