/**
 * A call, whatever its kind: messages out of the body, a deadline, one end.
 */
import { gunzipSync } from 'node:zlib'
import type { CallContext } from '../../api/service.ts'
import { Code } from '../../base/errors.ts'
import { DecodeError } from '../../generated/runtime/codec.ts'
import type { Connection } from '../http2/connection.ts'
import { readUint32 } from '../http2/frames.ts'
import type { RequestHead } from '../http2/request-head.ts'
import { Stream } from '../http2/stream.ts'
import type { Waits } from './deadlines.ts'
import { PartialMessage, prefixBytes } from './message-reader.ts'
import type { Meaning, Route } from './routes.ts'
import type { GrpcSession } from './session.ts'
import { onlyTrailers, trailersOf } from './status.ts'

export type CallMeaning = Meaning & { readonly kind: 'call' }

export abstract class GrpcStream extends Stream implements CallContext, Waits {
  readonly deadlineMs: number | undefined
  /** The client went away, or its deadline has passed. */
  canceled = false
  protected readonly session: GrpcSession
  protected readonly route: Route
  /** Its status is sent, or nobody wants it any more. */
  protected over = false
  /** The fields before the first message are sent. */
  protected headSent = false
  /** No messages are delivered. */
  protected paused = false
  readonly #meaning: CallMeaning
  readonly #startMs: number
  #partial: PartialMessage | undefined = undefined

  waitSlot = -1
  waitNext: Waits | undefined = undefined
  waitPrevious: Waits | undefined = undefined

  constructor(connection: Connection, id: number, head: RequestHead, meaning: CallMeaning, session: GrpcSession) {
    super(connection, id, head)
    const { observer, deadlines } = session.ports
    this.session = session
    this.route = meaning.route
    this.#meaning = meaning
    this.#startMs = session.ports.nowMs()
    observer.onStarted(meaning.route.path)
    if (meaning.timeoutMs === undefined) this.deadlineMs = undefined
    else {
      this.deadlineMs = this.#startMs + meaning.timeoutMs
      deadlines.add(this, this.deadlineMs, this.#startMs)
    }
  }

  /** A whole message; it may refer to bytes that came from the socket. */
  protected abstract onMessage(message: unknown): void

  /** No more messages. */
  protected abstract onHalfClose(): void

  /** The call is over, whoever ended it; a unary call that was answered does not say so. */
  protected abstract onOver(): void

  metadata(name: string): string | undefined {
    const { metadata } = this.#meaning
    for (let i = 0; i < metadata.length; i++) {
      const field = metadata[i]
      if (field !== undefined && field.name === name) return name.endsWith('-bin') ? undefined : field.value
    }
    return undefined
  }

  override onOpen(): void {
    // A unary call begins with its message.
  }

  override onData(buffer: Buffer, from: number, to: number, end: boolean): void {
    this.read(buffer, from, to)
    if (end) this.readEnd()
  }

  /** Delivers the messages in a piece of the body. Returns where it stopped: before the end only when paused. */
  protected read(buffer: Buffer, from: number, to: number): number {
    let at = from
    while (at < to && !this.over && !this.paused) {
      if (this.#partial === undefined && to - at >= prefixBytes) {
        const bytes = readUint32(buffer, at + 1)
        const next = at + prefixBytes + bytes
        if (next <= to && bytes <= this.session.ports.maxMessageBytes) {
          this.#deliver(buffer, at, next)
          at = next
          continue
        }
      }
      at = this.#collect(buffer, at, to)
    }
    if (this.over) at = to
    this.connection.credit(this, at - from)
    return at
  }

  protected readEnd(): void {
    if (this.over) return
    if (this.#partial === undefined) this.onHalfClose()
    else this.finish(Code.Unknown, 'unexpected EOF')
  }

  override onReset(): void {
    if (this.over) return
    this.canceled = true
    this.close(Code.Canceled)
    this.onOver()
  }

  onDeadline(): void {
    if (this.over) return
    this.canceled = true
    this.finish(Code.DeadlineExceeded, 'context deadline exceeded')
  }

  /** Sends the status; nothing more is sent. */
  protected finish(code: Code, text: string): void {
    if (this.over) return
    this.close(code)
    const { sender } = this.connection
    if (this.headSent) sender.end(this, trailersOf(code, text))
    else sender.headers(this, onlyTrailers(code, text), true)
    this.onOver()
  }

  /** Marks the call as over, and counts it. */
  protected close(code: Code): void {
    const { deadlines, observer, timers, warnUnaryMs } = this.session.ports
    this.over = true
    if (this.waitSlot >= 0) deadlines.remove(this)
    this.#dropPartial()
    // Not the time of the burst: what takes long may be the handler itself.
    const tookMs = timers.nowMs() - this.#startMs
    observer.onHandled(this.route.path, code, tookMs / 1000)
    if (tookMs > warnUnaryMs && this.route.method.kind === 'unary') this.#logSlow(tookMs)
  }

  /** etcd's line for slow requests. */
  #logSlow(tookMs: number): void {
    this.session.ports.log.warn('request stats', {
      'time spent': `${tookMs.toFixed(3)}ms`,
      remote: this.session.peer,
      'response type': this.route.path,
    })
  }

  /** Adds to a message that does not lie whole in what came. Returns where it stopped. */
  #collect(buffer: Buffer, from: number, to: number): number {
    const { maxMessageBytes } = this.session.ports
    this.#partial ??= new PartialMessage()
    const partial = this.#partial
    const at = partial.take(buffer, from, to)
    const roomLeft = this.session.hold(at - from)
    if (partial.hasLength && partial.length > maxMessageBytes) {
      const text = `grpc: received message larger than max (${partial.length} vs. ${maxMessageBytes})`
      this.finish(Code.ResourceExhausted, text)
    } else if (!roomLeft) {
      this.finish(Code.ResourceExhausted, 'grpc: too many bytes of unfinished messages on this connection')
    } else if (partial.isWhole) {
      const { bytes } = partial
      this.#dropPartial()
      this.#deliver(partial.buffer, 0, bytes)
    }
    return at
  }

  #dropPartial(): void {
    if (this.#partial === undefined) return
    this.session.hold(-this.#partial.bytes)
    this.#partial = undefined
  }

  /** A message with its prefix, from `from` to `to`. */
  #deliver(buffer: Buffer, from: number, to: number): void {
    const { path, request } = this.route
    const compressed = buffer[from] as number
    let [bytes, start, end] = [buffer, from + prefixBytes, to]
    if (compressed !== 0) {
      const unzipped = this.#decompress(compressed, buffer.subarray(start, end))
      if (unzipped === undefined) return
      ;[bytes, start, end] = [unzipped, 0, unzipped.length]
    }
    this.session.ports.observer.onMessage(path, 'received', end - start)
    let message: unknown
    try {
      message = request.decode(bytes, start, end)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      this.finish(Code.Internal, 'grpc: error unmarshalling request')
      return
    }
    this.onMessage(message)
  }

  /** Undefined: it could not be, and the call has ended with grpc-go's text. */
  #decompress(flag: number, message: Buffer): Buffer | undefined {
    const { maxMessageBytes } = this.session.ports
    if (flag !== 1) {
      this.finish(Code.Internal, `grpc: received unexpected payload format ${flag}`)
      return undefined
    }
    if (this.#meaning.encoding === undefined) {
      this.finish(Code.Internal, 'grpc: compressed flag set with identity or empty encoding')
      return undefined
    }
    try {
      return gunzipSync(message, { maxOutputLength: maxMessageBytes })
    } catch (error) {
      if (error instanceof RangeError) {
        const text = `grpc: received message after decompression larger than max ${maxMessageBytes}`
        this.finish(Code.ResourceExhausted, text)
      } else {
        const reason = error instanceof Error ? error.message : String(error)
        this.finish(Code.Internal, `grpc: failed to decompress the message: ${reason}`)
      }
      return undefined
    }
  }
}
