/**
 * Hosts the services on our own HTTP/2 and gRPC, with the surface of `GrpcHost`.
 *
 * All that is written during one turn of the event loop, the answers of a whole apply batch for instance, leaves at its end in one
 * write for each connection.
 */
import type { RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Timer } from '../api/service.ts'
import { openCall } from './grpc/calls.ts'
import { Deadlines } from './grpc/deadlines.ts'
import { RefusedStream } from './grpc/refused-stream.ts'
import { type Meaning, Routes } from './grpc/routes.ts'
import { type CallPorts, GrpcSession } from './grpc/session.ts'
import { type GrpcHostOptions, receiveOverheadBytes } from './host-options.ts'
import { Connection } from './http2/connection.ts'
import type { ConnectionLimits } from './http2/ports.ts'
import type { RequestHead } from './http2/request-head.ts'
import type { Stream } from './http2/stream.ts'
import { OtherRequests } from './other-requests.ts'
import { SocketTransport } from './socket-transport.ts'

const keepaliveMinTimeMsDefault = 5_000
/** Connections are looked after this often, or more often when their times are short. */
const tickMsMax = 5_000

const fixedLimits = {
  headerListBytesMax: 64 * 1024,
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 4 * 1024 * 1024,
  waitingBytesMax: 64 * 1024 * 1024,
  headersTimeoutMs: 10_000,
}

export class NativeHost {
  readonly #limits: ConnectionLimits
  readonly #routes: Routes
  readonly #ports: CallPorts
  readonly #tickMs: number
  readonly #connections = new Map<Connection, SocketTransport>()
  readonly #deadlines: Deadlines
  #others: OtherRequests | undefined
  #dirty: Connection[] = []
  /** The time of this burst; undefined: nobody has asked yet. */
  #nowMs: number | undefined
  #endsBurst = false
  #ticker: Timer | undefined
  #draining = false
  #onEmpty: (() => void) | undefined

  constructor(options: GrpcHostOptions) {
    const { timers, keepaliveTimeMs, keepaliveTimeoutMs } = options
    this.#limits = {
      ...fixedLimits,
      maxConcurrentStreams: options.maxConcurrentStreams,
      keepaliveTimeMs,
      keepaliveTimeoutMs,
      pingMinTimeMs: options.keepaliveMinTimeMs ?? keepaliveMinTimeMsDefault,
    }
    this.#routes = new Routes(options.services)
    this.#deadlines = new Deadlines(timers)
    this.#ports = {
      timers,
      observer: options.observer,
      log: options.log,
      deadlines: this.#deadlines,
      maxMessageBytes: options.maxRequestBytes + receiveOverheadBytes,
      warnUnaryMs: options.warnUnaryMs ?? Number.POSITIVE_INFINITY,
      nowMs: () => this.#burstMs(),
    }
    const shortest = Math.min(keepaliveTimeMs || tickMsMax, keepaliveTimeoutMs || tickMsMax, tickMsMax * 4)
    this.#tickMs = Math.max(10, shortest / 4)
  }

  /** Connections open now. */
  get connectionCount(): number {
    return this.#connections.size
  }

  /** Takes a connection that speaks HTTP/2 in clear text, or one whose TLS is already undone. Its first byte is unread. */
  accept(socket: Duplex): void {
    if (this.#draining) {
      socket.destroy()
      return
    }
    const encrypted = 'encrypted' in socket && socket.encrypted === true
    const session = new GrpcSession(this.#ports, peerOf(socket))
    const transport = new SocketTransport(socket, this.#ports.timers)
    const connection = new Connection(this.#limits, {
      transport,
      nowMs: () => this.#burstMs(),
      onDirty: (dirty) => {
        this.#dirty.push(dirty)
        this.#endBurstLater()
      },
      openStream: (of, id, head) => this.#openStream(of, id, head, session, encrypted),
    })
    this.#connections.set(connection, transport)
    this.#ticker ??= this.#tickLater()
    transport.start(connection, () => {
      this.#connections.delete(connection)
      if (this.#connections.size > 0) return
      this.#ticker?.cancel()
      this.#ticker = undefined
      this.#onEmpty?.()
    })
  }

  /** Sets who answers requests over TLS that are not gRPC. */
  serveOthers(listener: RequestListener): void {
    this.#others = new OtherRequests(listener)
  }

  /** Tells clients to go away and takes no new connections. Resolves once every connection has ended. */
  async drain(): Promise<void> {
    this.#draining = true
    for (const connection of this.#connections.keys()) connection.drain()
    if (this.#connections.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onEmpty = resolve
      })
    }
    this.#deadlines.close()
  }

  /** Cuts all connections. */
  destroy(): void {
    this.#draining = true
    for (const transport of this.#connections.values()) transport.destroy()
    this.#deadlines.close()
  }

  #openStream(connection: Connection, id: number, head: RequestHead, session: GrpcSession, encrypted: boolean): Stream {
    const others = encrypted ? this.#others : undefined
    // Read for the first of all requests with the same header block; on one connection it means the same for the others.
    head.meaning ??= this.#routes.read(head, others !== undefined)
    const meaning = head.meaning as Meaning
    if (meaning.kind === 'call') return openCall(connection, id, head, meaning, session)
    if (meaning.kind === 'other' && others !== undefined) return others.open(connection, id, head)
    return new RefusedStream(connection, id, head, meaning as Meaning & { readonly kind: 'refused' })
  }

  #burstMs(): number {
    this.#nowMs ??= this.#ports.timers.nowMs()
    this.#endBurstLater()
    return this.#nowMs
  }

  #endBurstLater(): void {
    if (this.#endsBurst) return
    this.#endsBurst = true
    process.nextTick(() => this.#endBurst())
  }

  #endBurst(): void {
    this.#endsBurst = false
    this.#nowMs = undefined
    const dirty = this.#dirty
    this.#dirty = []
    for (const connection of dirty) connection.flush()
  }

  #tickLater(): Timer {
    return this.#ports.timers.after(this.#tickMs, () => {
      const nowMs = this.#ports.timers.nowMs()
      for (const connection of this.#connections.keys()) connection.tick(nowMs)
      this.#ticker = this.#connections.size > 0 ? this.#tickLater() : undefined
    })
  }
}

function peerOf(socket: Duplex): string {
  if (!('remoteAddress' in socket && 'remotePort' in socket)) return 'unknown'
  const { remoteAddress, remotePort } = socket
  return remoteAddress === undefined ? 'unknown' : `${remoteAddress}:${remotePort}`
}
