/**
 * What travels on a stream between members, in both directions: frames.
 *
 *   | length u32le | crc32c u32le | kind u8 | body |      length and checksum: of kind and body
 *
 * TCP's checksum is weak and some of what lies between two machines rewrites packets, so each frame carries one of its
 * own: a log entry must not change on its way. Anything that is no frame ends the connection, and only that; Raft sends
 * again what was lost with it.
 */
import { assert } from '../base/assert.ts'
import { crc32c } from '../base/crc32c.ts'

/** `message`: a Raft message. `ping`: eight bytes that come back at once, unchanged, as `pong`. */
export const FrameKind = { message: 1, ping: 2, pong: 3 } as const
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind]

/** Bytes in front of the body: who encodes a body leaves them free. */
export const frameHeaderBytes = 9
const checkedFrom = 8
export const pingBytes = 8

/** Bytes that are no frame: the connection they came on is of no use any more. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

/** Writes the header into the first bytes of `frame`, whose body stands behind them already. */
export function sealFrame(frame: Buffer, kind: FrameKind): void {
  assert(frame.length >= frameHeaderBytes, 'a frame has room for its header', frame.length)
  frame[checkedFrom] = kind
  frame.writeUInt32LE(frame.length - checkedFrom, 0)
  frame.writeUInt32LE(crc32c(frame, 0, checkedFrom), 4)
}

/** A `ping` that carries `stamp`, any number. */
export function pingFrame(stamp: number): Buffer {
  const frame = Buffer.allocUnsafe(frameHeaderBytes + pingBytes)
  frame.writeDoubleLE(stamp, frameHeaderBytes)
  sealFrame(frame, FrameKind.ping)
  return frame
}

/** The answer to a ping whose body is `buffer` from `start` on. */
export function pongFrame(buffer: Buffer, start: number): Buffer {
  const frame = Buffer.allocUnsafe(frameHeaderBytes + pingBytes)
  buffer.copy(frame, frameHeaderBytes, start, start + pingBytes)
  sealFrame(frame, FrameKind.pong)
  return frame
}

/** Takes a body: `buffer` from `start` to `end`, not included. It may keep views of it. */
export type OnFrame = (kind: number, buffer: Buffer, start: number, end: number) => void

/**
 * Cuts what a connection brings into frames. A frame that lies whole in one chunk is handed on as a view of the chunk;
 * one that does not is put together in a buffer of its own, each byte copied once.
 */
export class FrameReader {
  readonly #frameBytesMax: number
  readonly #onFrame: OnFrame
  /** The frame that is not whole yet: its header while `#body` is undefined. */
  readonly #header = Buffer.alloc(checkedFrom)
  #body: Buffer | undefined
  #filled = 0

  /** @param frameBytesMax most bytes of kind and body: bounds what a peer can make us allocate */
  constructor({ frameBytesMax, onFrame }: { readonly frameBytesMax: number; readonly onFrame: OnFrame }) {
    this.#frameBytesMax = frameBytesMax
    this.#onFrame = onFrame
  }

  /** True between frames: an end of the connection here cuts nothing in two. */
  get isBetweenFrames(): boolean {
    return this.#filled === 0 && this.#body === undefined
  }

  /** @throws FrameError when the bytes are no frame; whatever `onFrame` throws */
  take(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#body !== undefined) at = this.#fillBody(this.#body, chunk, at)
      else if (this.#filled === 0 && chunk.length - at >= checkedFrom) at = this.#takeWhole(chunk, at)
      else at = this.#fillHeader(chunk, at)
    }
  }

  #takeWhole(chunk: Buffer, at: number): number {
    const length = this.#length(chunk, at)
    const start = at + checkedFrom
    const end = start + length
    if (end > chunk.length) {
      chunk.copy(this.#header, 0, at, start)
      return this.#fillBody(this.#begin(length), chunk, start)
    }
    this.#hand(chunk.readUInt32LE(at + 4), chunk, start, end)
    return end
  }

  #fillHeader(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + checkedFrom - this.#filled)
    this.#filled += chunk.copy(this.#header, this.#filled, at, end)
    if (this.#filled === checkedFrom) this.#begin(this.#length(this.#header, 0))
    return end
  }

  #begin(length: number): Buffer {
    this.#filled = 0
    this.#body = Buffer.allocUnsafe(length)
    return this.#body
  }

  #fillBody(body: Buffer, chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + body.length - this.#filled)
    this.#filled += chunk.copy(body, this.#filled, at, end)
    if (this.#filled === body.length) {
      this.#filled = 0
      this.#body = undefined
      this.#hand(this.#header.readUInt32LE(4), body, 0, body.length)
    }
    return end
  }

  #length(buffer: Buffer, at: number): number {
    const length = buffer.readUInt32LE(at)
    if (length === 0) throw new FrameError('a frame is empty')
    if (length > this.#frameBytesMax) {
      throw new FrameError(`a frame of ${length} bytes is larger than the ${this.#frameBytesMax} that are allowed`)
    }
    return length
  }

  #hand(checksum: number, buffer: Buffer, start: number, end: number): void {
    if (crc32c(buffer, 0, start, end) !== checksum) throw new FrameError('the checksum of a frame is wrong')
    this.#onFrame(buffer[start] as number, buffer, start + 1, end)
  }
}
