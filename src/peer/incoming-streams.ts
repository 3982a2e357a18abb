/** The streams on which other members' messages come: at most one of each kind a member, the newest. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { hexId } from '../base/bytes.ts'
import type { Clock } from '../io/clock.ts'
import type { Logger } from '../telemetry/log.ts'
import { type Gate, placeOf } from './gate.ts'
import { type Greeting, malformed, memberMismatch, parseGreeting, type Refusal } from './greeting.ts'
import type { MessageCodec } from './handlers.ts'
import { IncomingStream } from './incoming-stream.ts'
import { type StreamKind, streamKinds } from './outgoing-stream.ts'
import type { PeerLimits } from './peer-limits.ts'
import { refuseUpgrade } from './peer-server.ts'
import type { PeerCounts } from './peer-stats.ts'
import { clusterHeader, streamPath, streamProtocol } from './wire-names.ts'

export interface IncomingStreamsOptions<M> {
  readonly clusterId: bigint
  readonly gate: Gate
  readonly codec: MessageCodec<M>
  readonly clock: Clock
  readonly log: Logger
  readonly limits: PeerLimits
  readonly counts: PeerCounts
  readonly onMessages: (from: bigint, messages: readonly M[]) => void
  /** A member has just opened a stream to us. */
  readonly onGreeted: (greeting: Greeting) => void
}

export class IncomingStreams<M> {
  readonly #options: IncomingStreamsOptions<M>
  readonly #streams = new Map<string, IncomingStream<M>>()

  constructor(options: IncomingStreamsOptions<M>) {
    this.#options = options
  }

  /** Answers a request to upgrade. */
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, query } = placeOf(request)
    const greeting = parseGreeting(query)
    const kind = streamKinds.find((each) => each === query.get('kind'))
    const speaksOurs = pathname === streamPath && request.headers.upgrade === streamProtocol
    if (!speaksOurs || greeting === undefined || greeting.memberId === 0n || kind === undefined) {
      this.#options.counts.unidentified.receiveFailures++
      refuseUpgrade(socket, malformed)
      return
    }
    const refusal = this.#refusal(greeting)
    if (refusal === undefined) this.#accept(greeting, kind, socket, head)
    else refuseUpgrade(socket, refusal)
  }

  onProbe(nowMs: number, late: boolean): void {
    for (const stream of this.#streams.values()) stream.onProbe(nowMs, late, this.#options.limits.silenceMs)
  }

  closeFrom(id: bigint, reason: string): void {
    for (const kind of streamKinds) this.#streams.get(streamName(id, kind))?.close(reason)
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.close('this member stops')
  }

  /** Messages have an address, so a stream to whoever answers makes no sense. */
  #refusal(greeting: Greeting): Refusal | undefined {
    return greeting.to === 0n ? memberMismatch : this.#options.gate.refusal(greeting)
  }

  #accept(greeting: Greeting, kind: StreamKind, socket: Duplex, head: Buffer): void {
    const { clusterId, log, clock, codec, limits, counts, onMessages, onGreeted } = this.#options
    const { memberId: from } = greeting
    const name = streamName(from, kind)
    const about = { 'remote-peer-id': hexId(from), 'stream-reader-type': kind }
    this.#streams.get(name)?.close('the peer has opened another one')
    ;(socket as Socket).setTimeout(0)
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${streamProtocol}\r\n` +
        `${clusterHeader}: ${hexId(clusterId)}\r\n\r\n`,
    )
    log.info('established TCP streaming connection with remote peer', about)
    const stream = new IncomingStream<M>({
      socket,
      nowMs: () => clock.monotonicMs(),
      frameBytesMax: limits.frameBytesMax,
      stats: counts.of(from),
      decode: (buffer, start, end) => codec.decode(buffer, start, end),
      onMessages: (messages) => onMessages(from, messages),
      onClosed: (reason) => {
        if (this.#streams.get(name) === stream) this.#streams.delete(name)
        log.warn('lost TCP streaming connection with remote peer', { ...about, error: reason })
      },
    })
    this.#streams.set(name, stream)
    onGreeted(greeting)
    stream.start(head)
  }
}

function streamName(from: bigint, kind: StreamKind): string {
  return `${hexId(from)} ${kind}`
}
