/** Another member, seen from here: its addresses and the two streams to it. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import { hexId } from '../base/bytes.ts'
import type { Clock } from '../io/clock.ts'
import type { Entropy } from '../io/entropy.ts'
import type { Logger } from '../telemetry/log.ts'
import { BackOff } from './back-off.ts'
import { OutgoingStream, type StreamKind, streamKinds } from './outgoing-stream.ts'
import type { PeerLimits } from './peer-limits.ts'
import type { PeerStats } from './peer-stats.ts'
import { SendQueue } from './send-queue.ts'

export interface PeerOptions {
  readonly id: bigint
  readonly clock: Clock
  readonly entropy: Entropy
  readonly log: Logger
  readonly limits: PeerLimits
  readonly stats: PeerStats
  readonly dial: (url: string, kind: StreamKind) => ClientRequest
  readonly refuse: (answer: IncomingMessage) => string | undefined
  /** Log messages were dropped, or may have been lost; told at the end of the turn, once. */
  readonly onUnreachable: () => void
  readonly onRoundTrip: (seconds: number) => void
  /** The peer answered that we are not a member any more. */
  readonly onRemoved: () => void
}

const removedStatus = 410

export class Peer {
  readonly #options: PeerOptions
  readonly #streams: Readonly<Record<StreamKind, OutgoingStream>>
  readonly #queues: readonly SendQueue[]
  #urls: readonly string[]
  /** Which URL each stream takes; a failure moves it to the next. */
  readonly #urlAt: Record<StreamKind, number> = { control: 0, log: 0 }
  #activeSinceMs: number | undefined
  #lastFailure = ''
  #lossTold = true
  #closed = false

  constructor(options: PeerOptions, urls: readonly string[]) {
    this.#options = options
    this.#urls = urls
    const { limits } = options
    const control = new SendQueue({ messagesMax: limits.controlQueueMessages, bytesMax: limits.controlQueueBytes })
    const log = new SendQueue({ messagesMax: limits.logQueueMessages, bytesMax: limits.logQueueBytes })
    this.#queues = [control, log]
    this.#streams = { control: this.#stream('control', control), log: this.#stream('log', log) }
  }

  get id(): bigint {
    return this.#options.id
  }

  get urls(): readonly string[] {
    return this.#urls
  }

  /** The address at which this stream is, or is tried next; '' when none is known. */
  urlFor(kind: StreamKind): string {
    return this.#urls[this.#urlAt[kind] % this.#urls.length] ?? ''
  }

  get activeSinceMs(): number | undefined {
    return this.#activeSinceMs
  }

  get queuedMessages(): number {
    return this.#queues.reduce((sum, queue) => sum + queue.count, 0)
  }

  get queuedBytes(): number {
    return this.#queues.reduce((sum, queue) => sum + queue.bytes, 0)
  }

  send(frame: Buffer, kind: StreamKind): boolean {
    return this.#streams[kind].send(frame)
  }

  moveTo(urls: readonly string[]): void {
    if (urls.join() === this.#urls.join()) return
    this.#urls = urls
    for (const kind of streamKinds) this.#streams[kind].reconnect('the addresses of the peer have changed')
  }

  hurry(): void {
    for (const kind of streamKinds) this.#streams[kind].hurry()
  }

  onProbe(nowMs: number, late: boolean): void {
    for (const kind of streamKinds) this.#streams[kind].onProbe(nowMs, late)
  }

  close(): void {
    this.#closed = true
    for (const kind of streamKinds) this.#streams[kind].close()
    this.#activeSinceMs = undefined
    this.#options.stats.active = false
  }

  #stream(kind: StreamKind, queue: SendQueue): OutgoingStream {
    const { clock, entropy, limits, stats, dial, refuse, onRoundTrip } = this.#options
    return new OutgoingStream({
      clock,
      limits,
      queue,
      stats,
      backOff: new BackOff({ entropy, minMs: limits.backOffMinMs, maxMs: limits.backOffMaxMs }),
      dial: () => dial(this.urlFor(kind), kind),
      refuse,
      onOpen: () => this.#onOpen(kind),
      onClosed: (reason) => this.#onClosed(kind, reason),
      onFailed: (reason, status) => this.#onFailed(kind, reason, status),
      onLost: () => {
        if (kind === 'log') this.#tellLoss()
      },
      // Behind log traffic a probe would measure the queue.
      onRoundTrip: kind === 'control' ? onRoundTrip : () => undefined,
    })
  }

  #onOpen(kind: StreamKind): void {
    const { log, stats, clock } = this.#options
    this.#lastFailure = ''
    log.info('established TCP streaming connection with remote peer', { ...this.#about(), 'stream-writer-type': kind })
    if (this.#activeSinceMs !== undefined || !streamKinds.every((each) => this.#streams[each].isOpen)) return
    this.#activeSinceMs = clock.monotonicMs()
    stats.active = true
    log.info('peer became active', this.#about())
  }

  #onClosed(kind: StreamKind, reason: string): void {
    const { log, stats } = this.#options
    const about = { ...this.#about(), 'stream-writer-type': kind, error: reason }
    log.warn('lost TCP streaming connection with remote peer', about)
    if (this.#activeSinceMs === undefined) return
    this.#activeSinceMs = undefined
    stats.active = false
    stats.disconnects++
    log.info('peer became inactive (message send to peer failed)', { ...this.#about(), error: reason })
  }

  /** A peer that stays away is told of once, not at each attempt. */
  #onFailed(kind: StreamKind, reason: string, status: number): void {
    const { log, onRemoved } = this.#options
    this.#urlAt[kind]++
    if (reason !== this.#lastFailure) {
      this.#lastFailure = reason
      log.warn('failed to connect to remote peer', {
        ...this.#about(),
        'stream-writer-type': kind,
        'remote-peer-urls': this.#urls,
        error: reason,
      })
    }
    if (status === removedStatus) onRemoved()
  }

  #tellLoss(): void {
    if (!this.#lossTold) return
    this.#lossTold = false
    queueMicrotask(() => {
      this.#lossTold = true
      if (!this.#closed) this.#options.onUnreachable()
    })
  }

  #about(): { readonly [name: string]: string } {
    return { 'remote-peer-id': hexId(this.#options.id) }
  }
}
