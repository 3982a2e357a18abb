/**
 * Tells watchers of changes: each one every change of its range, once, in order.
 *
 * A watcher is synced or behind. Synced ones get a change when the server flushes the batch of applies it belongs to. One
 * that starts in the past, whose stream is full, or that wants a previous value which is only on disk, falls behind: from
 * then on it is read from the store, in steps of at most 1000 revisions, until nothing is left; then it is synced again, in
 * the same turn of the loop, so that nothing falls between. What a watcher may miss is held nowhere but in the store.
 *
 * `Watcher.next`, the first revision it has not been told of, is the whole truth about its progress: live changes and past
 * ones below it are passed over.
 */
import { defined } from '../base/assert.ts'
import type { Change } from './change.ts'
import { addPrevious, readChanges } from './change-reader.ts'
import type { StoreState } from './state.ts'
import type { Store } from './store.ts'
import { HubStream, type StreamHome, type WatchSink, type WatchStream } from './watch-stream.ts'
import type { Watcher } from './watcher.ts'
import { EventLists, type WatcherGroup, WatcherGroups } from './watcher-group.ts'
import type { ChangeListener } from './writer.ts'

export interface WatchHubOptions {
  /** From this size on a message is sent in pieces to watchers that allow it: the request limit plus 512 KiB. */
  readonly fragmentBytes: number
  readonly yieldToLoop: () => Promise<void>
  /** Reading the store for watchers that are behind failed; they hear no more. */
  readonly onFailure: (error: Error) => void
}

/** Plain numbers for the metrics. */
export interface WatchStats {
  readonly streams: number
  readonly watchers: number
  /** Watchers that are behind. */
  readonly slowWatchers: number
  /** Events sent since the start. */
  readonly events: number
  /** Changes that wait for `flush`. */
  readonly pendingEvents: number
}

interface Batch {
  readonly revision: number
  readonly changes: readonly Change[]
}

export class WatchHub implements StreamHome, ChangeListener {
  readonly fragmentBytes: number
  readonly #store: Store
  readonly #state: StoreState
  readonly #options: WatchHubOptions
  readonly #synced = new WatcherGroups()
  readonly #behind = new WatcherGroups()
  /** The watchers of `#behind`; the first one decides where the next step reads. */
  readonly #queue = new Set<Watcher>()
  readonly #streams = new Set<HubStream>()
  #pending: Batch[] = []
  #events = 0
  #watchers = 0
  #step = 0
  #closed = false
  #catchingUp: Promise<void> | undefined = undefined

  constructor(store: Store, options: WatchHubOptions) {
    this.#store = store
    this.#state = store.state
    this.#options = options
    this.fragmentBytes = options.fragmentBytes
    store.listen(this)
  }

  open(sink: WatchSink): WatchStream {
    const stream = new HubStream(this, sink)
    this.#streams.add(stream)
    return stream
  }

  /** Sends what was applied since the last call. To be called when reads may see it too. */
  flush(): void {
    if (this.#pending.length === 0) return
    const batches = this.#pending
    this.#pending = []
    for (const batch of batches) this.#publish(batch)
  }

  /** Ends the catch-up; streams get nothing more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#catchingUp
  }

  get stats(): WatchStats {
    return {
      streams: this.#streams.size,
      watchers: this.#watchers,
      slowWatchers: this.#watchers - this.#synced.size,
      events: this.#events,
      pendingEvents: this.#pending.reduce((sum, { changes }) => sum + changes.length, 0),
    }
  }

  // What the store asks.

  get listening(): boolean {
    return this.#synced.size > 0
  }

  get wantsPrevious(): boolean {
    return this.#synced.wantPrevious > 0
  }

  onChanges(revision: number, changes: readonly Change[]): void {
    this.#pending.push({ revision, changes })
  }

  // What a stream asks.

  get revision(): number {
    return this.#store.revision
  }

  get compactRevision(): number {
    return this.#store.compactRevision
  }

  get publishedRevision(): number {
    const first = this.#pending[0]
    return first === undefined ? this.#store.revision : first.revision - 1
  }

  place(watcher: Watcher): void {
    if (watcher.next > this.#store.revision) {
      watcher.place = 'synced'
      this.#synced.add(watcher)
      return
    }
    watcher.place = 'behind'
    this.#behind.add(watcher)
    this.#queue.add(watcher)
    this.#catchingUp ??= this.#catchUp()
  }

  displace(watcher: Watcher): void {
    if (watcher.place === 'synced') this.#synced.remove(watcher)
    else if (watcher.place === 'behind') this.#leaveQueue(watcher)
  }

  countWatchers(change: 1 | -1): void {
    this.#watchers += change
  }

  countEvents(events: number): void {
    this.#events += events
  }

  forget(stream: HubStream): void {
    this.#streams.delete(stream)
  }

  #publish({ revision, changes }: Batch): void {
    const touched = this.#synced.sort(changes)
    for (const group of touched) {
      const concerned = group.changes
      group.changes = []
      this.#tellGroup(group, revision, concerned)
    }
  }

  #tellGroup(group: WatcherGroup, revision: number, changes: readonly Change[]): void {
    const lists = new EventLists(changes)
    const previousOnDisk = changes.some((change) => change.previousOnDisk)
    for (const watcher of group.watchers) {
      if (revision < watcher.next) continue
      const events = lists.for(watcher)
      if (events.length === 0) continue
      if (watcher.stream.full || (previousOnDisk && watcher.prevKv)) {
        watcher.next = revision
        this.#fallBehind(watcher)
        continue
      }
      watcher.next = revision + 1
      watcher.stream.sendEvents(watcher, revision, events)
    }
  }

  #fallBehind(watcher: Watcher): void {
    this.#synced.remove(watcher)
    if (watcher.stream.full) watcher.stream.block(watcher)
    else this.place(watcher)
  }

  async #catchUp(): Promise<void> {
    try {
      while (!this.#closed) {
        await this.#options.yieldToLoop()
        const first = this.#queue.values().next().value
        if (first === undefined) break
        await this.#stepFrom(first)
      }
    } catch (error) {
      this.#options.onFailure(error as Error)
    } finally {
      this.#catchingUp = undefined
    }
  }

  /** Reads on from where `first` is, for it and all watchers that are behind and not further back. */
  async #stepFrom(first: Watcher): Promise<void> {
    const state = this.#state
    if (first.stream.full) {
      this.#block(first)
      return
    }
    const from = first.next
    if (from < state.compactRevision) {
      this.#leaveQueue(first)
      first.stream.endByCompaction(first)
      return
    }
    const step = ++this.#step
    for (const watcher of this.#queue) if (watcher.next >= from) watcher.step = step
    const unpin = state.pins.pin(from - 1)
    try {
      const { changes, upTo } = await readChanges(state, from)
      const touched = this.#behind.sort(changes)
      const told = touched.map((group) => ({ group, changes: group.changes }))
      for (const group of touched) group.changes = []
      await this.#addPrevious(told, step)
      for (const { group, changes: concerned } of told) this.#tellPast(group, concerned, step)
      this.#advance(step, upTo)
    } finally {
      unpin()
    }
  }

  async #addPrevious(
    told: readonly { group: WatcherGroup; changes: readonly Change[] }[],
    step: number,
  ): Promise<void> {
    const wanted = new Set<Change>()
    for (const { group, changes } of told) {
      if (![...group.watchers].some((watcher) => watcher.prevKv && watcher.step === step)) continue
      for (const change of changes) wanted.add(change)
    }
    if (wanted.size > 0) await addPrevious(this.#state, [...wanted])
  }

  /** Tells the watchers of a group that take part in the step; those whose stream is full stay where they are. */
  #tellPast(group: WatcherGroup, changes: readonly Change[], step: number): void {
    const all = new EventLists(changes)
    const start = defined(changes[0], 'a touched group has changes').kv.modRevision
    for (const watcher of group.watchers) {
      if (watcher.step !== step) continue
      const { next } = watcher
      const lists = next <= start ? all : new EventLists(changes.filter(({ kv }) => kv.modRevision >= next))
      const events = lists.for(watcher)
      if (events.length === 0) continue
      if (watcher.stream.full) this.#block(watcher)
      else watcher.stream.sendEvents(watcher, this.#store.revision, events)
    }
  }

  /** All that took part have been told up to a revision: they are synced, or wait for their next turn. */
  #advance(step: number, upTo: number): void {
    for (const watcher of [...this.#queue]) {
      if (watcher.step !== step) continue
      if (watcher.next <= upTo) watcher.next = upTo + 1
      this.#leaveQueue(watcher)
      if (watcher.next <= this.#store.revision && watcher.stream.full) watcher.stream.block(watcher)
      else this.place(watcher)
    }
  }

  #block(watcher: Watcher): void {
    this.#leaveQueue(watcher)
    watcher.step = 0
    watcher.stream.block(watcher)
  }

  #leaveQueue(watcher: Watcher): void {
    this.#behind.remove(watcher)
    this.#queue.delete(watcher)
  }
}
