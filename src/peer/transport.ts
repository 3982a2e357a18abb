/**
 * The transport between members: streams for Raft's messages, calls, snapshots, and the port they all arrive at.
 *
 * Each member keeps two streams open to each other one: `control` for what is small and must not wait (heartbeats,
 * votes, reads, every answer), `log` for entries. A follower that is given megabytes of log still hears its leader.
 *
 * Nothing here is reliable, and Raft does not ask for it: a message arrives once, in the order of its stream, unharmed,
 * or not at all. What is known to be lost is reported, so that the leader probes instead of waiting.
 */
import type { IncomingMessage } from 'node:http'
import { hexId } from '../base/bytes.ts'
import type { Clock, Timer } from '../io/clock.ts'
import type { Entropy } from '../io/entropy.ts'
import type { Logger } from '../telemetry/log.ts'
import { dial } from './dial.ts'
import { FrameKind, frameHeaderBytes, sealFrame } from './frame.ts'
import { Gate } from './gate.ts'
import { type Greeting, greetingQuery, type Identity } from './greeting.ts'
import type { MessageCodec, PeerHandlers } from './handlers.ts'
import { IncomingStreams } from './incoming-streams.ts'
import type { StreamKind } from './outgoing-stream.ts'
import { Peer } from './peer.ts'
import { type CallOptions, PeerCallError, PeerClient } from './peer-client.ts'
import { type PeerLimits, peerLimitsDefault } from './peer-limits.ts'
import { type BoundAddress, PeerServer } from './peer-server.ts'
import { PeerCounts, type PeerStats } from './peer-stats.ts'
import type { PeerTls } from './peer-tls.ts'
import { isPeerUrl, parsePeerUrl } from './peer-url.ts'
import { PeerRequests } from './requests.ts'
import { type OutgoingSnapshot, sendSnapshot } from './snapshot-send.ts'
import { clusterHeader, snapshotPath, streamPath, streamProtocol } from './wire-names.ts'

export interface PeerTransportOptions<M> {
  /** `peerUrls`: where this member says that it is reached, now. */
  readonly self: Identity & { readonly peerUrls: () => readonly string[] }
  readonly codec: MessageCodec<M>
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Logger
  readonly tls?: PeerTls | undefined
  readonly handlers: PeerHandlers<M>
  readonly limits?: Partial<PeerLimits>
}

export class PeerTransport<M> {
  readonly #options: PeerTransportOptions<M>
  readonly #self: Identity
  readonly #limits: PeerLimits
  readonly #server: PeerServer
  readonly #client: PeerClient
  readonly #counts = new PeerCounts()
  readonly #peers = new Map<bigint, Peer>()
  /** Peers that greeted us and that nobody told us of. */
  readonly #unknown = new Set<bigint>()
  readonly #incoming: IncomingStreams<M>
  readonly #requests: PeerRequests
  readonly #sending = new Map<bigint, AbortController>()
  readonly #probes: Timer
  #probedMs: number
  #closed = false

  constructor(options: PeerTransportOptions<M>) {
    const { self, clock, tls, log, handlers, codec } = options
    this.#options = options
    this.#self = self
    const limits = { ...peerLimitsDefault, ...options.limits }
    this.#limits = limits
    const counts = this.#counts
    const { unidentified } = counts
    const gate = new Gate({ self, log, unidentified, isRemoved: (id) => handlers.isRemoved(id) })
    const shared = { clusterId: self.clusterId, gate, clock, log, limits, counts }
    this.#requests = new PeerRequests({ ...shared, handlers })
    this.#incoming = new IncomingStreams({
      ...shared,
      codec,
      onMessages: (from, messages) => handlers.onMessages(from, messages),
      onGreeted: (greeting) => this.#meet(greeting),
    })
    this.#client = new PeerClient({ clock, tls, identity: self, answerBytesMax: limits.callBytesMax })
    this.#server = new PeerServer({
      tls,
      log,
      onRequest: (request, response) => this.#requests.onRequest(request, response),
      onUpgrade: (request, socket, head) => this.#incoming.onUpgrade(request, socket, head),
    })
    this.#probedMs = clock.monotonicMs()
    this.#probes = clock.every(this.#limits.probeMs, () => this.#probe())
  }

  /**
   * Takes requests at each of `urls`; port 0 takes a free one.
   * @throws Error when one cannot be had
   */
  async listen(urls: readonly string[]): Promise<readonly BoundAddress[]> {
    const bound: BoundAddress[] = []
    for (const url of urls) bound.push(await this.#server.listen(url))
    return bound
  }

  /** Adds a member, or changes its addresses; connecting begins at once. This member itself is left out. */
  setPeer(id: bigint, urls: readonly string[]): void {
    if (id === this.#self.memberId || this.#closed) return
    this.#unknown.delete(id)
    this.#setPeer(id, urls)
    this.#counts.of(id).known = true
  }

  /** Closes the streams to and from a member; what still waits for it is forgotten. */
  removePeer(id: bigint): void {
    this.#unknown.delete(id)
    this.#peers.get(id)?.close()
    this.#peers.delete(id)
    this.#incoming.closeFrom(id, 'the member was removed')
    this.#sending.get(id)?.abort()
    this.#counts.of(id).known = false
  }

  /**
   * Queues a message; all of one turn leave together at its end. False: dropped, there was no room or no such peer.
   * @param urgent takes the control stream, which entries never hold up
   */
  send(to: bigint, message: M, urgent: boolean): boolean {
    const peer = this.#peers.get(to)
    if (peer === undefined) return false
    const frame = this.#options.codec.encode(message, frameHeaderBytes)
    sealFrame(frame, FrameKind.message)
    return peer.send(frame, urgent ? 'control' : 'log')
  }

  /** Since when, on the monotonic clock, both streams to a member have been open; undefined while one is not. */
  activeSinceMs(id: bigint): number | undefined {
    return this.#peers.get(id)?.activeSinceMs
  }

  /**
   * Calls another member, by id at the first of its URLs that answers, or at a URL.
   * @throws RequestError as its handler threw it; PeerCallError for everything else
   */
  async call(to: bigint | string, name: string, body: Buffer, options: CallOptions): Promise<Buffer> {
    if (typeof to === 'string') return this.#client.call(to, name, body, options)
    const urls = this.#peers.get(to)?.urls ?? []
    let failure = new PeerCallError('unreachable', `no address of member ${hexId(to)} is known`)
    for (const url of urls) {
      try {
        return await this.#client.call(url, name, body, { ...options, to })
      } catch (error) {
        if (!(error instanceof PeerCallError) || error.kind !== 'unreachable') throw error
        failure = error
      }
    }
    throw failure
  }

  /** A page of JSON at a peer URL: `/members`, `/version`. @throws PeerCallError */
  getJson(url: string, path: string, options: CallOptions): Promise<unknown> {
    return this.#client.getJson(url, path, options)
  }

  /**
   * Sends a snapshot over a connection of its own; resolves when the member has installed it.
   * @throws Error that says why it did not: broken, refused, another one is on its way, or whatever `pieces` throws
   */
  async sendSnapshot(to: bigint, snapshot: OutgoingSnapshot): Promise<void> {
    const { clock, handlers } = this.#options
    const url = this.#peers.get(to)?.urlFor('log') ?? ''
    if (url === '') throw new Error(`no address of member ${hexId(to)} is known`)
    if (this.#sending.has(to)) throw new Error(`a snapshot is on its way to member ${hexId(to)} already`)
    if (this.#sending.size >= this.#limits.snapshotSendsInFlight) throw new Error('too many snapshots are being sent')
    const stats = this.#counts.of(to)
    const stop = new AbortController()
    const startMs = clock.monotonicMs()
    this.#sending.set(to, stop)
    stats.snapshotSendsInFlight++
    let ok = false
    try {
      await sendSnapshot({
        ...snapshot,
        signal: snapshot.signal === undefined ? stop.signal : AbortSignal.any([snapshot.signal, stop.signal]),
        request: this.#dialSnapshot(to, url),
        clock,
        silenceMs: this.#limits.snapshotSilenceMs,
        pieceBytesMax: this.#limits.pieceBytesMax,
        onBytes: (bytes) => {
          stats.sentBytes += bytes
        },
      })
      ok = true
      stats.snapshotSendSuccesses++
    } catch (error) {
      stats.snapshotSendFailures++
      throw error
    } finally {
      this.#sending.delete(to)
      stats.snapshotSendsInFlight--
      handlers.onSnapshotSent?.(to, (clock.monotonicMs() - startMs) / 1000, ok)
    }
  }

  /** Certificates have changed; open connections go on. @throws Error when the new ones cannot be used */
  reloadTls(): void {
    this.#server.reloadTls()
    this.#client.reloadTls()
  }

  /** Counters of every member ever heard of. */
  peers(): readonly PeerStats[] {
    for (const peer of this.#peers.values()) {
      const stats = this.#counts.of(peer.id)
      stats.queuedMessages = peer.queuedMessages
      stats.queuedBytes = peer.queuedBytes
    }
    return [...this.#counts.all()]
  }

  /** Counters of who did not say who they are. */
  get unidentified(): PeerStats {
    return this.#counts.unidentified
  }

  /** Cuts everything, also snapshots in the middle; resolves when no handler of one is running. */
  async close(): Promise<void> {
    this.#closed = true
    this.#probes.cancel()
    for (const peer of this.#peers.values()) peer.close()
    this.#peers.clear()
    this.#incoming.close()
    for (const stop of this.#sending.values()) stop.abort()
    this.#client.close()
    await Promise.all([this.#server.close(), this.#requests.close()])
  }

  #setPeer(id: bigint, urls: readonly string[]): void {
    const known = this.#peers.get(id)
    if (known !== undefined) {
      known.moveTo(urls)
      return
    }
    const { clock, entropy, log, handlers } = this.#options
    const peer = new Peer(
      {
        id,
        clock,
        entropy,
        log,
        limits: this.#limits,
        stats: this.#counts.of(id),
        dial: (url, kind) => this.#dialStream(id, url, kind),
        refuse: (answer) => this.#refuseAnswer(answer),
        onUnreachable: () => handlers.onUnreachable(id),
        onRoundTrip: (seconds) => handlers.onRoundTrip?.(id, seconds),
        onRemoved: () => handlers.onRemoved(),
      },
      urls,
    )
    this.#peers.set(id, peer)
  }

  #dialStream(to: bigint, url: string, kind: StreamKind): ReturnType<typeof dial> {
    const { self, tls } = this.#options
    const path = `${streamPath}?kind=${kind}&${greetingQuery(self, to, self.peerUrls())}`
    const headers = { connection: 'Upgrade', upgrade: streamProtocol }
    return dial(parsePeerUrl(url), { method: 'GET', path, headers, tls })
  }

  #dialSnapshot(to: bigint, url: string): ReturnType<typeof dial> {
    const { self, tls } = this.#options
    return dial(parsePeerUrl(url), { method: 'POST', path: `${snapshotPath}?${greetingQuery(self, to)}`, tls })
  }

  /** The peer has checked us; whether it is a peer at all, we check. */
  #refuseAnswer({ headers }: IncomingMessage): string | undefined {
    if (headers.upgrade !== streamProtocol) return `the answer speaks ${headers.upgrade ?? 'nothing we know'}`
    const cluster = headers[clusterHeader]
    return cluster === hexId(this.#self.clusterId) ? undefined : `the answer comes from cluster ${String(cluster)}`
  }

  #probe(): void {
    const nowMs = this.#options.clock.monotonicMs()
    // After a pause of this process everybody seems to have been silent, while their bytes wait to be read.
    const late = nowMs - this.#probedMs > 3 * this.#limits.probeMs
    this.#probedMs = nowMs
    for (const peer of this.#peers.values()) peer.onProbe(nowMs, late)
    this.#incoming.onProbe(nowMs, late)
  }

  /** Who can reach us can most likely be reached; and has to be, for an answer. */
  #meet({ memberId, peerUrls }: Greeting): void {
    const peer = this.#peers.get(memberId)
    if (peer !== undefined && !this.#unknown.has(memberId)) {
      peer.hurry()
      return
    }
    if (peerUrls.length === 0 || !peerUrls.every(isPeerUrl)) return
    if (peer === undefined && this.#unknown.size >= this.#limits.unknownPeers) return
    this.#unknown.add(memberId)
    this.#setPeer(memberId, peerUrls)
    this.#peers.get(memberId)?.hurry()
  }
}
