/**
 * One request and its answer on a connection. What it is about is the business of a layer above, which extends this class: a
 * request is one object.
 */
import type { Connection } from './connection.ts'
import type { SentField } from './hpack-encoder.ts'
import type { RequestHead } from './request-head.ts'

export abstract class Stream {
  readonly connection: Connection
  readonly id: number
  readonly head: RequestHead
  /** Body bytes we may send; below zero after the client made its window smaller (RFC 9113 6.9.2). */
  sendWindow: number
  /** Body bytes the client may send before we give it more. */
  receiveWindow: number
  /** Received and used up, but not yet given back. */
  uncredited = 0
  /** Body bytes that are to come by `content-length`; below zero: not said. */
  contentLeft: number
  /** The client sends nothing more. */
  remoteClosed = false
  /** We send nothing more: the last frame is written, or the stream was reset by either side. */
  localClosed = false
  /** Body that waits for the client's window, and the fields to send behind it. */
  waiting: Buffer[] | undefined = undefined
  waitingBytes = 0
  trailers: readonly SentField[] | undefined = undefined

  constructor(connection: Connection, id: number, head: RequestHead) {
    this.connection = connection
    this.id = id
    this.head = head
    this.sendWindow = connection.sender.initialWindow
    this.receiveWindow = connection.limits.streamWindowBytes
    this.contentLeft = head.contentLength
  }

  /** The stream is open: from now on it may be answered. */
  abstract onOpen(): void

  /**
   * A piece of the body: `from` (included) to `to` (not included), gone when this returns. `end`: it was the last one, and it may
   * be empty. Give its bytes back with `connection.credit` once they are used up.
   */
  abstract onData(buffer: Buffer, from: number, to: number, end: boolean): void

  /** The client took the request back, or the connection is lost. Nothing comes after it. */
  abstract onReset(): void

  /** What had to wait is written. */
  abstract onDrain(): void
}
