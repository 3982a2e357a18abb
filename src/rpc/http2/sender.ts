/**
 * What we send: frames into the output, and bodies no faster than the client's windows let them (RFC 9113 5.2).
 */
import { assert } from '../../base/assert.ts'
import {
  type ErrorCode,
  Flag,
  FrameType,
  frameHeaderBytes,
  initialWindowDefault,
  max31,
  maxFrameDefault,
  writeFrameHeader,
  writeUint32,
} from './frames.ts'
import { HpackEncoder, type SentField } from './hpack-encoder.ts'
import { Output } from './output.ts'
import type { Stream } from './stream.ts'

/** Shorter bodies are copied behind each other; a longer one is cheaper as a buffer of its own. */
const copyBytesMax = 4_096
/** The body's last frame ends the stream. */
const noTrailers: readonly SentField[] = []

export interface SenderListener {
  /** The last frame of a stream is written. */
  onStreamDone(stream: Stream): void
  /** Something was written. */
  onDirty(): void
}

export class Sender {
  readonly output = new Output()
  readonly encoder = new HpackEncoder()
  /** The client's, for new streams and in all. */
  initialWindow = initialWindowDefault
  window = initialWindowDefault
  /** The longest frame we send; the client may allow more, but then others wait longer behind it. */
  readonly maxFrameBytes = maxFrameDefault
  /** Bytes of headers and bodies, all the time; answers to pings and the like do not count. */
  answerBytes = 0
  /** Bytes of all bodies that wait for windows. */
  waitingBytes = 0
  /** Streams with a waiting body, in the order of their turns. */
  readonly #waiting = new Set<Stream>()
  readonly #listener: SenderListener

  constructor(listener: SenderListener) {
    this.#listener = listener
  }

  settings(settings: readonly (readonly [setting: number, value: number])[]): void {
    let at = this.#begin(FrameType.Settings, 0, 0, settings.length * 6)
    const { buffer } = this.output
    for (const [setting, value] of settings) {
      buffer[at] = setting >>> 8
      buffer[at + 1] = setting
      at = writeUint32(buffer, at + 2, value)
    }
    this.output.at = at
  }

  settingsAck(): void {
    this.output.at = this.#begin(FrameType.Settings, Flag.Ack, 0, 0)
  }

  /** `payload`: eight bytes. */
  ping(payload: Buffer, ack: boolean): void {
    const at = this.#begin(FrameType.Ping, ack ? Flag.Ack : 0, 0, payload.length)
    this.output.buffer.set(payload, at)
    this.output.at = at + payload.length
  }

  resetStream(id: number, code: ErrorCode): void {
    const at = this.#begin(FrameType.RstStream, 0, id, 4)
    this.output.at = writeUint32(this.output.buffer, at, code)
  }

  goAway(lastId: number, code: ErrorCode, debug: string): void {
    const at = this.#begin(FrameType.GoAway, 0, 0, 8 + debug.length)
    const { buffer } = this.output
    writeUint32(buffer, writeUint32(buffer, at, lastId), code)
    this.output.at = at + 8 + buffer.write(debug, at + 8, 'latin1')
  }

  windowUpdate(id: number, bytes: number): void {
    const at = this.#begin(FrameType.WindowUpdate, 0, id, 4)
    this.output.at = writeUint32(this.output.buffer, at, bytes)
  }

  /** Sends fields that nothing waits for; `end`: nothing comes behind them. */
  headers(stream: Stream, fields: readonly SentField[], end: boolean): void {
    assert(!stream.localClosed, 'nothing is sent behind the end', stream.id)
    const block = this.encoder.encode(fields)
    let from = 0
    do {
      const to = Math.min(block.length, from + this.maxFrameBytes)
      const flags = (to === block.length ? Flag.EndHeaders : 0) | (end && from === 0 ? Flag.EndStream : 0)
      const at = this.#begin(from === 0 ? FrameType.Headers : FrameType.Continuation, flags, stream.id, to - from)
      this.output.buffer.set(block.subarray(from, to), at)
      this.output.at = at + to - from
      from = to
    } while (from < block.length)
    this.answerBytes += block.length + frameHeaderBytes
    if (end) this.#done(stream)
  }

  /** Sends a piece of a body, as far as the windows let it, and keeps the rest. The bytes are ours from now on. */
  body(stream: Stream, bytes: Buffer): void {
    assert(!stream.localClosed && stream.trailers === undefined, 'nothing is sent behind the end', stream.id)
    if (stream.waiting !== undefined) {
      stream.waiting.push(bytes)
      this.#wait(stream, bytes.length)
      return
    }
    const sent = this.#sendSome(stream, bytes, 0)
    if (sent === bytes.length) return
    stream.waiting = [bytes.subarray(sent)]
    this.#wait(stream, bytes.length - sent)
    this.#waiting.add(stream)
  }

  /**
   * Takes a body's bytes off the windows, for a caller that writes its frame into the output itself.
   * False: they do not fit into one frame now.
   */
  spend(stream: Stream, bytes: number): boolean {
    if (bytes > stream.sendWindow || bytes > this.window || bytes > this.maxFrameBytes) return false
    stream.sendWindow -= bytes
    this.window -= bytes
    this.answerBytes += bytes + frameHeaderBytes
    this.#listener.onDirty()
    return true
  }

  /** Such a caller has written the last frame of a stream. */
  onLastWritten(stream: Stream): void {
    this.#done(stream)
  }

  /** Ends the body; behind it come the fields. */
  end(stream: Stream, trailers: readonly SentField[]): void {
    if (stream.waiting === undefined) this.headers(stream, trailers, true)
    else stream.trailers = trailers
  }

  /** Ends the body without anything behind it. */
  endBody(stream: Stream): void {
    if (stream.waiting !== undefined) {
      stream.trailers = noTrailers
      return
    }
    this.output.at = this.#begin(FrameType.Data, Flag.EndStream, stream.id, 0)
    this.#done(stream)
  }

  /** The stream was reset: what waits is dropped. */
  forget(stream: Stream): void {
    if (stream.waiting === undefined) return
    this.#waiting.delete(stream)
    this.waitingBytes -= stream.waitingBytes
    stream.waiting = undefined
    stream.waitingBytes = 0
    stream.trailers = undefined
  }

  /** The client allows more in all; false: more than there are numbers for. */
  widen(bytes: number): boolean {
    this.window += bytes
    if (this.window > max31) return false
    for (const stream of this.#waiting) {
      if (this.window <= 0) break
      this.#resume(stream)
    }
    return true
  }

  /** The client allows more, or less than nothing, on a stream; false: more than there are numbers for. */
  widenStream(stream: Stream, bytes: number): boolean {
    stream.sendWindow += bytes
    if (stream.sendWindow > max31) return false
    if (stream.waiting !== undefined) this.#resume(stream)
    return true
  }

  #wait(stream: Stream, bytes: number): void {
    stream.waitingBytes += bytes
    this.waitingBytes += bytes
  }

  /** Sends on what waits; a stream that still waits goes to the end of the queue. */
  #resume(stream: Stream): void {
    const { waiting } = stream
    if (waiting === undefined || stream.sendWindow <= 0 || this.window <= 0) return
    this.#waiting.delete(stream)
    let done = 0
    for (; done < waiting.length; done++) {
      const bytes = waiting[done] as Buffer
      const sent = this.#sendSome(stream, bytes, 0)
      this.#wait(stream, -sent)
      if (sent < bytes.length) {
        waiting[done] = bytes.subarray(sent)
        break
      }
    }
    if (done < waiting.length) {
      if (done > 0) waiting.splice(0, done)
      this.#waiting.add(stream)
      return
    }
    stream.waiting = undefined
    if (stream.trailers === undefined) stream.onDrain()
    else if (stream.trailers === noTrailers) this.endBody(stream)
    else this.headers(stream, stream.trailers, true)
  }

  /** Sends from `start` on while there is window; returns where it stopped. */
  #sendSome(stream: Stream, bytes: Buffer, start: number): number {
    let from = start
    while (from < bytes.length) {
      const length = Math.min(bytes.length - from, this.maxFrameBytes, stream.sendWindow, this.window)
      if (length <= 0) break
      stream.sendWindow -= length
      this.window -= length
      this.answerBytes += length + frameHeaderBytes
      if (length <= copyBytesMax) {
        const at = this.#begin(FrameType.Data, 0, stream.id, length)
        this.output.buffer.set(bytes.subarray(from, from + length), at)
        this.output.at = at + length
      } else {
        this.#listener.onDirty()
        this.output.reserve(frameHeaderBytes)
        this.output.at = writeFrameHeader(this.output.buffer, this.output.at, {
          length,
          type: FrameType.Data,
          flags: 0,
          streamId: stream.id,
        })
        this.output.push(bytes.subarray(from, from + length))
      }
      from += length
    }
    return from
  }

  #done(stream: Stream): void {
    stream.localClosed = true
    this.#listener.onStreamDone(stream)
  }

  /** Makes room for a frame and writes its header; returns where the payload begins. */
  #begin(type: number, flags: number, streamId: number, length: number): number {
    this.#listener.onDirty()
    this.output.reserve(frameHeaderBytes + length)
    return writeFrameHeader(this.output.buffer, this.output.at, { length, type, flags, streamId })
  }
}
