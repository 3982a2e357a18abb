/**
 * How often a client may ask whether we live: gRPC's server-side rule (gRFC A8, client-side keepalive), which grpc-js lacks.
 *
 * A ping sooner than `minTimeMs` after the last one is a strike; so is a second ping within two hours on a connection without open
 * calls. Whatever we send beside the answers to pings forgives: clients ping while they receive, to measure the line. After two
 * strikes the next one ends the connection with GOAWAY, ENHANCE_YOUR_CALM and `too_many_pings`, and the client slows down.
 */
import { constants, type Http2Server, type Http2Session } from 'node:http2'

const strikesMax = 2
/** A connection without calls may be asked about as often as any TCP connection is. */
const idleMinTimeMs = 7_200_000
/** A PING frame: 9 bytes of header, 8 of payload (RFC 9113 6.7). Each is answered by one. */
const pingBytes = 17

/** Watches over the pings of every connection of a server. */
export function enforcePingPolicy(server: Http2Server, minTimeMs: number, nowMs: () => number): void {
  const policies = new WeakMap<Http2Session, PingPolicy>()
  server.on('session', (session) => {
    const policy = new PingPolicy(minTimeMs)
    policies.set(session, policy)
    session.on('ping', () => {
      const tooMany = policy.onPing(nowMs(), session.socket.bytesWritten)
      if (!tooMany || session.destroyed) return
      session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, undefined, Buffer.from('too_many_pings'))
      session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM)
    })
  })
  server.on('stream', (stream) => {
    const policy = stream.session === undefined ? undefined : policies.get(stream.session)
    if (policy === undefined) return
    policy.openCalls++
    stream.once('close', () => {
      policy.openCalls--
    })
  })
}

/** What is remembered of one connection. */
export class PingPolicy {
  readonly #minTimeMs: number
  openCalls = 0
  #lastPingMs = Number.NEGATIVE_INFINITY
  #sentBytes = 0
  #strikes = 0

  constructor(minTimeMs: number) {
    this.#minTimeMs = minTimeMs
  }

  /**
   * A ping has come; its answer is not sent yet.
   * @param sentBytes sent on this connection so far
   * @returns true when it is one too many
   */
  onPing(nowMs: number, sentBytes: number): boolean {
    const sentMore = sentBytes - this.#sentBytes > pingBytes
    const sinceLastMs = nowMs - this.#lastPingMs
    this.#sentBytes = sentBytes
    this.#lastPingMs = nowMs
    if (sentMore) this.#strikes = 0
    else if (sinceLastMs < (this.openCalls > 0 ? this.#minTimeMs : idleMinTimeMs)) this.#strikes++
    return this.#strikes > strikesMax
  }
}
