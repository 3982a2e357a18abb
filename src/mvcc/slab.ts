/**
 * Memory for many small Buffers that live equally long, taken from one large piece after the other.
 *
 * `Buffer.allocUnsafe` does the same for the whole process, and so mixes what soon goes with what stays: one cached
 * value then keeps its neighbours' memory, rows long since written among them.
 */

const pieceBytes = 64 << 10
/** A larger Buffer gets memory of its own. */
const sharedMax = pieceBytes >> 3

export class Slab {
  #piece: Buffer = Buffer.allocUnsafeSlow(pieceBytes)
  #used = 0

  /** A Buffer of `size` bytes that hold anything. */
  take(size: number): Buffer {
    if (size > sharedMax) return Buffer.allocUnsafeSlow(size)
    if (this.#used + size > pieceBytes) {
      this.#piece = Buffer.allocUnsafeSlow(pieceBytes)
      this.#used = 0
    }
    const start = this.#used
    this.#used += size
    return this.#piece.subarray(start, start + size)
  }
}
