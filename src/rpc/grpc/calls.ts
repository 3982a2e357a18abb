/**
 * The three kinds of calls, as the services know them.
 */
import {
  type BidiStream,
  failureOf,
  type RequestListener,
  type ResponseStream,
  type UnaryCall,
} from '../../api/service.ts'
import { Code } from '../../base/errors.ts'
import type { Connection } from '../http2/connection.ts'
import type { RequestHead } from '../http2/request-head.ts'
import type { Stream } from '../http2/stream.ts'
import { type CallMeaning, GrpcStream } from './grpc-stream.ts'
import { prefixBytes } from './message-reader.ts'
import { encodeBody, sendReply } from './reply.ts'
import type { GrpcSession } from './session.ts'
import { answerHead } from './status.ts'

/** The stream for a call. */
export function openCall(
  connection: Connection,
  id: number,
  head: RequestHead,
  meaning: CallMeaning,
  session: GrpcSession,
): Stream {
  switch (meaning.route.method.kind) {
    case 'unary':
      return new UnaryStream(connection, id, head, meaning, session)
    case 'serverStream':
      return new ServerStream(connection, id, head, meaning, session)
    case 'bidi':
      return new BidirectionalStream(connection, id, head, meaning, session)
  }
}

/** grpc-go's words for a call without a message. More than one is none too many for it: the first one counts. */
const noMessage = 'EOF'

class UnaryStream extends GrpcStream implements UnaryCall<unknown> {
  #request: unknown = undefined
  #cancelListeners: (() => void)[] | undefined = undefined

  protected override onMessage(message: unknown): void {
    this.#request ??= message
  }

  protected override onHalfClose(): void {
    const request = this.#request
    if (request === undefined) {
      this.finish(Code.Unknown, noMessage)
      return
    }
    if (this.deadlineMs !== undefined && this.deadlineMs <= this.session.ports.nowMs()) {
      this.onDeadline()
      return
    }
    // What the log makes of it is a copy; this one would keep a whole chunk from the socket alive.
    this.#request = undefined
    const { method } = this.route
    if (method.kind !== 'unary') return
    try {
      method.handle(request, this)
    } catch (error) {
      this.fail(error)
    }
  }

  onCancel(listener: () => void): void {
    if (this.canceled) listener()
    else {
      this.#cancelListeners ??= []
      this.#cancelListeners.push(listener)
    }
  }

  reply(response: unknown): void {
    if (this.over) return
    const { path } = this.route
    const bytes = sendReply(this.session, this, this.route, response)
    this.session.ports.observer.onMessage(path, 'sent', bytes)
    this.close(Code.OK)
  }

  fail(error: unknown): void {
    if (this.over) return
    const { code, message } = failureOf(error, this.session.ports.log)
    this.finish(code, message)
  }

  override onDrain(): void {
    // One message: nobody waits for room.
  }

  protected override onOver(): void {
    if (!this.canceled || this.#cancelListeners === undefined) return
    for (const listener of this.#cancelListeners.splice(0)) listener()
  }
}

/** A consumer counts as full from so many waiting bytes on. */
const fullBytes = 64 * 1024

abstract class SendingStream extends GrpcStream implements ResponseStream<unknown> {
  readonly #endListeners: (() => void)[] = []
  #onDrain: (() => void) | undefined = undefined
  /** `write` has said false. */
  #wantsDrain = false

  get ended(): boolean {
    return this.over
  }

  write(response: unknown): boolean {
    if (this.over) return true
    const { connection } = this
    const { sender } = connection
    const body = encodeBody(this.route, response)
    if (!this.headSent) {
      this.headSent = true
      sender.headers(this, answerHead, false)
    }
    this.session.ports.observer.onMessage(this.route.path, 'sent', body.length - prefixBytes)
    sender.body(this, body)
    connection.flushIfLong()
    if (this.waitingBytes < fullBytes && !connection.isFull) return true
    this.#wantsDrain = true
    if (this.waiting === undefined) connection.notifyDrain(this)
    return false
  }

  onDrain(listener?: () => void): void {
    if (listener !== undefined) {
      this.#onDrain = listener
      return
    }
    if (!this.#wantsDrain || this.over) return
    if (this.connection.isFull) {
      this.connection.notifyDrain(this)
      return
    }
    this.#wantsDrain = false
    this.#onDrain?.()
  }

  end(error?: unknown): void {
    if (this.over) return
    if (error === undefined) this.finish(Code.OK, '')
    else {
      const { code, message } = failureOf(error, this.session.ports.log)
      this.finish(code, message)
    }
  }

  onEnd(listener: () => void): void {
    if (this.over) listener()
    else this.#endListeners.push(listener)
  }

  protected override onOver(): void {
    for (const listener of this.#endListeners.splice(0)) listener()
  }

  /** Runs what belongs to the handler; what it throws ends the call. */
  protected run(handler: () => void): void {
    try {
      handler()
    } catch (error) {
      this.end(error)
    }
  }
}

class ServerStream extends SendingStream {
  #request: unknown = undefined

  protected override onMessage(message: unknown): void {
    this.#request ??= message
  }

  protected override onHalfClose(): void {
    const request = this.#request
    this.#request = undefined
    const { method } = this.route
    if (request === undefined) this.finish(Code.Unknown, noMessage)
    else if (method.kind === 'serverStream') this.run(() => method.handle(request, this))
  }
}

/** A piece of a body that came while its reader was paused. */
interface Unread {
  readonly bytes: Buffer
  readonly end: boolean
}

class BidirectionalStream extends SendingStream implements BidiStream<unknown, unknown> {
  #listener: RequestListener<unknown> | undefined = undefined
  /** Bounded by the stream's window: what is not read is not given back. */
  readonly #unread: Unread[] = []
  #reading = false

  override onOpen(): void {
    const { method } = this.route
    if (method.kind === 'bidi') this.run(() => method.handle(this))
  }

  listen(listener: RequestListener<unknown>): void {
    this.#listener = listener
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.#readOn()
  }

  override onData(buffer: Buffer, from: number, to: number, end: boolean): void {
    let at = from
    if (this.#unread.length === 0 && !this.paused && !this.#reading) {
      this.#reading = true
      at = this.read(buffer, from, to)
      this.#reading = false
      if (at === to && !this.paused) {
        if (end) this.readEnd()
        return
      }
    }
    this.#unread.push({ bytes: Buffer.from(buffer.subarray(at, to)), end })
    this.#readOn()
  }

  protected override onMessage(message: unknown): void {
    const listener = this.#listener
    if (listener !== undefined) this.run(() => listener.onMessage(message))
  }

  protected override onHalfClose(): void {
    const listener = this.#listener
    if (listener !== undefined) this.run(() => listener.onHalfClose())
  }

  /** Reads what came while nothing was read. */
  #readOn(): void {
    while (!this.paused && !this.#reading) {
      const unread = this.#unread.shift()
      if (unread === undefined) return
      const { bytes, end } = unread
      this.#reading = true
      const at = this.read(bytes, 0, bytes.length)
      this.#reading = false
      if (at < bytes.length || (this.paused && end)) this.#unread.unshift({ bytes: bytes.subarray(at), end })
      else if (end) this.readEnd()
    }
  }
}
