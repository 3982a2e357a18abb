/**
 * The pieces of a message that is spread over frames, put together.
 *
 *   | compressed u8 | length u32be | message |
 */
import { readUint32 } from '../http2/frames.ts'

export const prefixBytes = 5
const firstBytes = 1_024

export class PartialMessage {
  #buffer: Buffer = Buffer.allocUnsafe(firstBytes)
  /** Held so far, with the prefix. */
  bytes = 0

  /** Whether the length is known. */
  get hasLength(): boolean {
    return this.bytes >= prefixBytes
  }

  /** Of the message, without the prefix. */
  get length(): number {
    return readUint32(this.#buffer, 1)
  }

  get isWhole(): boolean {
    return this.hasLength && this.bytes === prefixBytes + this.length
  }

  /** The message with its prefix, once it is whole. */
  get buffer(): Buffer {
    return this.#buffer
  }

  /** Takes up to `to`, but nothing behind the prefix while the length is unknown. Returns where it stopped. */
  take(buffer: Buffer, from: number, to: number): number {
    const wanted = (this.hasLength ? prefixBytes + this.length : prefixBytes) - this.bytes
    const taken = Math.min(wanted, to - from)
    this.#grow(this.bytes + taken, this.bytes + wanted)
    buffer.copy(this.#buffer, this.bytes, from, from + taken)
    this.bytes += taken
    return from + taken
  }

  /** Room is made for what has come, not for what was announced: an announcement costs its sender nothing. */
  #grow(needed: number, announced: number): void {
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(announced, this.#buffer.length * 2)))
    this.#buffer.copy(larger, 0, 0, this.bytes)
    this.#buffer = larger
  }
}
