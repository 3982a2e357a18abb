/**
 * What a connection needs from around it, and what it is allowed.
 */
import type { Connection } from './connection.ts'
import type { RequestHead } from './request-head.ts'
import type { Stream } from './stream.ts'

/** Where bytes go. */
export interface Transport {
  /** The chunks are the transport's from now on. False: it is full, until `Connection.onTransportDrain`. */
  write(chunks: readonly Buffer[]): boolean
  /** Written and not yet taken by the network. */
  readonly unsentBytes: number
  /** Nothing more will be written; the connection is closed once all is sent. */
  end(): void
}

export interface ConnectionLimits {
  /** Streams open at once; more are refused. */
  readonly maxConcurrentStreams: number
  /** Of the fields of one request, by HPACK's count, and of its header block. */
  readonly headerListBytesMax: number
  /** What a client may send before we give more: on one stream, and on all of them. */
  readonly streamWindowBytes: number
  readonly connectionWindowBytes: number
  /** Answers may wait for windows and for the network up to so many bytes; then no new streams are taken. */
  readonly waitingBytesMax: number
  /** How long a connection may take to begin, and a header block to come. */
  readonly headersTimeoutMs: number
  /** A silent connection is asked whether it lives after so long, 0: never, and has so long to answer. */
  readonly keepaliveTimeMs: number
  readonly keepaliveTimeoutMs: number
  /** The least time between two pings of a client. */
  readonly pingMinTimeMs: number
}

/** What a connection needs from around it. */
export interface ConnectionPorts {
  readonly transport: Transport
  nowMs(): number
  /** There is something to flush at the end of this burst. Called once until then. */
  onDirty(connection: Connection): void
  /** A request begins; the result hears of the rest of it. */
  openStream(connection: Connection, id: number, head: RequestHead): Stream
}
