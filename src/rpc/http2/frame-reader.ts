/**
 * Cuts what comes into frames. A frame that lies whole in a chunk is handed on as it lies there; only one that is spread over
 * chunks is copied together.
 */
import type { Connection } from './connection.ts'
import { ErrorCode, frameHeaderBytes, maxFrameDefault, preface, readUint31 } from './frames.ts'

export class FrameReader {
  readonly #connection: Connection
  /** Bytes of the preface that have come. */
  #prefaceSeen = 0
  /** A frame that is not whole: `#heldBytes` of it, in a buffer of the size known so far. */
  #held: Buffer = Buffer.alloc(0)
  #heldBytes = 0
  readonly sinceMs: number

  constructor(connection: Connection) {
    this.#connection = connection
    this.sinceMs = connection.nowMs()
  }

  receive(chunk: Buffer): void {
    const connection = this.#connection
    let at = this.#prefaceSeen < preface.length ? this.#readPreface(chunk) : 0
    if (this.#heldBytes > 0) at = this.#completeHeld(chunk, at)
    while (!connection.closed && chunk.length - at >= frameHeaderBytes) {
      const length = ((chunk[at] as number) << 16) | ((chunk[at + 1] as number) << 8) | (chunk[at + 2] as number)
      if (length > maxFrameDefault) {
        connection.fail(ErrorCode.FrameSizeError, 'a frame longer than allowed')
        return
      }
      const from = at + frameHeaderBytes
      if (chunk.length - from < length) break
      connection.onFrame(
        chunk[at + 3] as number,
        chunk[at + 4] as number,
        readUint31(chunk, at + 5),
        chunk,
        from,
        length,
      )
      at = from + length
    }
    if (!connection.closed && at < chunk.length) this.#hold(chunk, at)
  }

  /** Returns where the first frame begins. */
  #readPreface(chunk: Buffer): number {
    const bytes = Math.min(preface.length - this.#prefaceSeen, chunk.length)
    if (chunk.compare(preface, this.#prefaceSeen, this.#prefaceSeen + bytes, 0, bytes) !== 0) {
      this.#connection.fail(ErrorCode.ProtocolError, 'not the preface of HTTP/2')
    }
    this.#prefaceSeen += bytes
    return bytes
  }

  #hold(chunk: Buffer, at: number): void {
    const bytes = chunk.length - at
    const size = bytes < frameHeaderBytes ? frameHeaderBytes : frameBytes(chunk, at)
    this.#held = Buffer.allocUnsafe(size)
    chunk.copy(this.#held, 0, at)
    this.#heldBytes = bytes
  }

  /** Adds to the frame that was begun; hands it on when it is whole. Returns where the next one begins. */
  #completeHeld(chunk: Buffer, start: number): number {
    let at = start
    if (this.#heldBytes < frameHeaderBytes) {
      at = this.#take(chunk, at, frameHeaderBytes)
      if (this.#heldBytes < frameHeaderBytes) return at
      const size = frameBytes(this.#held, 0)
      if (size > frameHeaderBytes + maxFrameDefault) {
        this.#connection.fail(ErrorCode.FrameSizeError, 'a frame longer than allowed')
        return at
      }
      const header = this.#held
      this.#held = Buffer.allocUnsafe(size)
      header.copy(this.#held, 0, 0, frameHeaderBytes)
    }
    at = this.#take(chunk, at, this.#held.length)
    if (this.#heldBytes < this.#held.length) return at
    const frame = this.#held
    this.#held = frame.subarray(0, 0)
    this.#heldBytes = 0
    const [type, flags] = [frame[3] as number, frame[4] as number]
    this.#connection.onFrame(
      type,
      flags,
      readUint31(frame, 5),
      frame,
      frameHeaderBytes,
      frame.length - frameHeaderBytes,
    )
    return at
  }

  /** Copies until `bytes` are held or the chunk is used up. */
  #take(chunk: Buffer, at: number, bytes: number): number {
    const end = Math.min(chunk.length, at + bytes - this.#heldBytes)
    chunk.copy(this.#held, this.#heldBytes, at, end)
    this.#heldBytes += end - at
    return end
  }
}

/** Of the frame whose header stands at `at`. */
function frameBytes(buffer: Buffer, at: number): number {
  const length = ((buffer[at] as number) << 16) | ((buffer[at + 1] as number) << 8) | (buffer[at + 2] as number)
  return frameHeaderBytes + length
}
