/**
 * A snapshot on its way: the body of one HTTP request.
 *
 *   | bytes u32le | description | { | bytes u32le | piece | } | 0 u32le | sha-256 of all before, 32 bytes |
 *
 * The description is the sender's and the receiver's own affair, and so are the pieces, none of which is empty; their
 * bounds are kept.
 */
import { createHash } from 'node:crypto'

export const digestBytes = 32
const lengthBytes = 4

/** What came is no snapshot, or not all of one. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
}

export class SnapshotWriter {
  readonly #hash = createHash('sha256')

  /** What to send in front of `part`, which follows as it is. */
  head(part: Buffer): Buffer {
    const head = Buffer.allocUnsafe(lengthBytes)
    head.writeUInt32LE(part.length)
    this.#hash.update(head).update(part)
    return head
  }

  /** The end; nothing may follow. */
  end(): Buffer {
    const end = Buffer.alloc(lengthBytes + digestBytes)
    this.#hash.update(end.subarray(0, lengthBytes)).digest().copy(end, lengthBytes)
    return end
  }
}

type Part = 'description' | 'piece' | 'digest' | 'nothing'

/** Cuts the body into its parts again, each in a buffer of its own. */
export class SnapshotReader {
  readonly #hash = createHash('sha256')
  readonly #pieceBytesMax: number
  #expects: Part = 'description'
  /** Of the length, or of the part when `#inPart`. */
  #buffer: Buffer = Buffer.allocUnsafe(lengthBytes)
  #filled = 0
  #inPart = false

  constructor({ pieceBytesMax }: { readonly pieceBytesMax: number }) {
    this.#pieceBytesMax = pieceBytesMax
  }

  /** All of it came, and its digest is right. */
  get isComplete(): boolean {
    return this.#expects === 'nothing'
  }

  /**
   * The parts that `chunk` completes: the description first, then pieces.
   * @throws SnapshotError
   */
  take(chunk: Buffer): Buffer[] {
    const parts: Buffer[] = []
    let at = 0
    while (at < chunk.length) {
      if (this.#expects === 'nothing') throw new SnapshotError('something follows the end of the snapshot')
      const end = Math.min(chunk.length, at + this.#buffer.length - this.#filled)
      this.#filled += chunk.copy(this.#buffer, this.#filled, at, end)
      at = end
      if (this.#filled === this.#buffer.length) this.#onFull(parts)
    }
    return parts
  }

  #onFull(parts: Buffer[]): void {
    const full = this.#buffer
    if (this.#expects === 'digest') {
      if (!this.#hash.digest().equals(full)) throw new SnapshotError('the checksum of the snapshot is wrong')
      this.#expects = 'nothing'
      return
    }
    this.#hash.update(full)
    if (this.#inPart) {
      this.#onPart(full, parts)
      return
    }
    const bytes = full.readUInt32LE()
    if (bytes > this.#pieceBytesMax) {
      throw new SnapshotError(`a piece of ${bytes} bytes is larger than the ${this.#pieceBytesMax} that are allowed`)
    }
    if (bytes > 0) this.#begin(bytes, true)
    else if (this.#expects === 'description') this.#onPart(Buffer.alloc(0), parts)
    else {
      this.#expects = 'digest'
      this.#begin(digestBytes, true)
    }
  }

  #onPart(part: Buffer, parts: Buffer[]): void {
    parts.push(part)
    this.#expects = 'piece'
    this.#begin(lengthBytes, false)
  }

  #begin(bytes: number, inPart: boolean): void {
    this.#buffer = Buffer.allocUnsafe(bytes)
    this.#filled = 0
    this.#inPart = inPart
  }
}
