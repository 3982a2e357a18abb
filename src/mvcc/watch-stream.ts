/**
 * One client's watch stream: its watchers by id, and what it is told about them (etcd's `Watch` RPC).
 */
import { keyRange, openEnd } from '../base/bytes.ts'
import { errorTable } from '../base/errors.ts'
import type { Event } from './key-value.ts'
import { Watcher, type WatchRequest } from './watcher.ts'

export interface WatchMessage {
  /** -1: a failed create, or progress of the whole stream. */
  readonly watchId: number
  /** For the header. 0 when compaction ended the watcher. */
  readonly revision: number
  readonly created: boolean
  readonly canceled: boolean
  readonly compactRevision: number
  readonly cancelReason: string
  /** More pieces of the same message follow. */
  readonly fragment: boolean
  /** Shared between watchers: not to be changed. */
  readonly events: readonly Event[]
}

/** Where a stream's messages go. */
export interface WatchSink {
  /**
   * Takes a message. false: taken, and full now. Until `drained` no more events come, only answers to requests; the watchers
   * fall behind and read from the store what they missed.
   */
  send(message: WatchMessage): boolean
}

export interface WatchStream {
  /** Answers through the sink, `created` first. An empty key is the caller's to replace by the byte zero. */
  create(request: WatchRequest): void
  cancel(watchId: number): void
  /** Answered with one message for all watchers, if none of them is behind or waits for a revision to come. */
  requestProgress(): void
  /** The interval of progress notifications has passed. */
  tickProgress(): void
  /** The sink has room again. */
  drained(): void
  close(): void
}

/** What a stream needs of the hub. */
export interface StreamHome {
  /** Newest revision whose changes have been handed to the synced watchers. */
  readonly publishedRevision: number
  readonly revision: number
  readonly compactRevision: number
  readonly fragmentBytes: number
  /** Puts a new or unblocked watcher where its `next` belongs. */
  place(watcher: Watcher): void
  /** Takes a watcher out, for whatever comes next. */
  displace(watcher: Watcher): void
  countWatchers(change: 1 | -1): void
  countEvents(events: number): void
  forget(stream: HubStream): void
}

const noEvents: readonly Event[] = []
const broadcastId = -1

/** What an event and its frame cost on the wire beside key and value, about. */
const eventOverheadBytes = 48

export class HubStream implements WatchStream {
  readonly #home: StreamHome
  readonly #sink: WatchSink
  readonly #watchers = new Map<number, Watcher>()
  readonly #blocked = new Set<Watcher>()
  #nextId = 0
  #full = false

  constructor(home: StreamHome, sink: WatchSink) {
    this.#home = home
    this.#sink = sink
  }

  get full(): boolean {
    return this.#full
  }

  create(request: WatchRequest): void {
    const home = this.#home
    const { key, rangeEnd, startRevision } = request
    if (rangeEnd !== '' && rangeEnd !== openEnd && rangeEnd <= key) {
      this.#refuse('mvcc: watcher range is empty')
      return
    }
    if (startRevision < 0) {
      this.#refuse(errorTable.Compacted.text)
      return
    }
    if (request.watchId !== 0 && this.#watchers.has(request.watchId)) {
      this.#refuse('mvcc: duplicate watch ID provided on the WatchStream')
      return
    }
    const id = request.watchId === 0 ? this.#assignId() : request.watchId
    const next = startRevision === 0 ? home.revision + 1 : startRevision
    const watcher = new Watcher(this, id, keyRange(key, rangeEnd), next, request)
    // A first tick right after the creation would say nothing new.
    watcher.toldSinceTick = true
    this.#watchers.set(id, watcher)
    home.countWatchers(1)
    this.#send({ ...blank, watchId: id, revision: home.revision, created: true })
    if (next < home.compactRevision) this.endByCompaction(watcher)
    else home.place(watcher)
  }

  cancel(watchId: number): void {
    const watcher = this.#watchers.get(watchId)
    if (watcher === undefined) return
    this.#remove(watcher)
    this.#send({ ...blank, watchId, revision: this.#home.revision, canceled: true })
  }

  requestProgress(): void {
    if (this.#watchers.size === 0 || this.#full) return
    const revision = this.#home.publishedRevision
    for (const watcher of this.#watchers.values()) {
      if (watcher.place !== 'synced' || watcher.next > revision + 1) return
    }
    this.#send({ ...blank, watchId: broadcastId, revision })
  }

  tickProgress(): void {
    for (const watcher of this.#watchers.values()) {
      if (!watcher.progressNotify) continue
      const told = watcher.toldSinceTick
      watcher.toldSinceTick = false
      if (told || this.#full || watcher.place !== 'synced') continue
      this.#send({ ...blank, watchId: watcher.id, revision: this.#home.publishedRevision })
    }
  }

  drained(): void {
    this.#full = false
    const blocked = [...this.#blocked]
    this.#blocked.clear()
    for (const watcher of blocked) this.#home.place(watcher)
  }

  close(): void {
    for (const watcher of [...this.#watchers.values()]) this.#remove(watcher)
    this.#home.forget(this)
  }

  /** Keeps a watcher that is behind until the sink has room. */
  block(watcher: Watcher): void {
    watcher.place = 'blocked'
    this.#blocked.add(watcher)
  }

  /** What the watcher should see next is compacted. It keeps its id until the client cancels it. */
  endByCompaction(watcher: Watcher): void {
    watcher.place = 'compacted'
    const compactRevision = this.#home.compactRevision
    this.#send({ ...blank, watchId: watcher.id, canceled: true, compactRevision })
  }

  /** Sends the events of one or more whole revisions. */
  sendEvents(watcher: Watcher, revision: number, events: readonly Event[]): void {
    watcher.toldSinceTick = true
    this.#home.countEvents(events.length)
    if (!watcher.fragment || events.length < 2 || bytesOf(events) < this.#home.fragmentBytes) {
      this.#send({ ...blank, watchId: watcher.id, revision, events })
      return
    }
    for (let start = 0; start < events.length; ) {
      const end = this.#pieceEnd(events, start)
      const fragment = end < events.length
      this.#send({ ...blank, watchId: watcher.id, revision, fragment, events: events.slice(start, end) })
      start = end
    }
  }

  /** End of the piece that begins at `start`: at least one event, below the limit if there are more. */
  #pieceEnd(events: readonly Event[], start: number): number {
    let bytes = 0
    for (let i = start; i < events.length; i++) {
      bytes += bytesOf(events.slice(i, i + 1))
      if (i > start && bytes >= this.#home.fragmentBytes) return i
    }
    return events.length
  }

  #assignId(): number {
    while (this.#watchers.has(this.#nextId)) this.#nextId++
    return this.#nextId++
  }

  #refuse(cancelReason: string): void {
    const revision = this.#home.revision
    this.#send({ ...blank, watchId: broadcastId, revision, created: true, canceled: true, cancelReason })
  }

  #remove(watcher: Watcher): void {
    this.#watchers.delete(watcher.id)
    this.#home.countWatchers(-1)
    this.#blocked.delete(watcher)
    this.#home.displace(watcher)
    watcher.place = 'canceled'
  }

  #send(message: WatchMessage): void {
    if (!this.#sink.send(message)) this.#full = true
  }
}

const blank: WatchMessage = {
  watchId: 0,
  revision: 0,
  created: false,
  canceled: false,
  compactRevision: 0,
  cancelReason: '',
  fragment: false,
  events: noEvents,
}

function bytesOf(events: readonly Event[]): number {
  let bytes = 0
  for (const { kv, prevKv } of events) {
    bytes += kv.key.length + kv.value.length + eventOverheadBytes
    if (prevKv !== undefined) bytes += prevKv.key.length + prevKv.value.length + eventOverheadBytes
  }
  return bytes
}
