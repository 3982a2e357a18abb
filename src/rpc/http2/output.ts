/**
 * What is to be written to a connection, gathered until the end of a burst.
 *
 * Small things are written one behind the other into a chunk; long ones are taken as they are, without a copy. Bytes handed out
 * are never written to again, so the socket may keep them as long as it likes.
 */

const chunkBytes = 16_384

const noChunk = Buffer.alloc(0)

export class Output {
  /** Write from {@link at} on, as much as was reserved, then move it. */
  buffer: Buffer = noChunk
  at = 0
  /** What lies before it in `buffer` was handed out or stands in `#chunks`. */
  #from = 0
  #chunks: Buffer[] = []
  #chunksBytes = 0

  /** Bytes gathered. */
  get length(): number {
    return this.#chunksBytes + this.at - this.#from
  }

  /** Makes room for so many bytes at `at`. */
  reserve(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return
    this.#cut()
    this.buffer = Buffer.allocUnsafeSlow(Math.max(bytes, chunkBytes))
    this.at = 0
    this.#from = 0
  }

  /** Copies bytes in. */
  copy(bytes: Buffer): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.at)
    this.at += bytes.length
  }

  /** Takes bytes as they are; nobody may change them from now on. */
  push(bytes: Buffer): void {
    this.#cut()
    this.#chunks.push(bytes)
    this.#chunksBytes += bytes.length
  }

  /** All that was gathered, in order; it is the caller's from now on. */
  take(): readonly Buffer[] {
    this.#cut()
    const chunks = this.#chunks
    this.#chunks = []
    this.#chunksBytes = 0
    return chunks
  }

  #cut(): void {
    if (this.at === this.#from) return
    this.#chunks.push(this.buffer.subarray(this.#from, this.at))
    this.#chunksBytes += this.at - this.#from
    this.#from = this.at
  }
}
