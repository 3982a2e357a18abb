/**
 * One mutating request: its puts and deletes share a main revision and number their sub revisions in order.
 *
 * Changes go into the index at once, so that the request's own reads see them, and can be taken back until `commit`: a
 * transaction may find in its middle that it needs a value which is only on disk. Leases and watchers hear at `commit`.
 */
import { Change } from './change.ts'
import { newest } from './key-index.ts'
import { emptyValue, type KeyValue } from './key-value.ts'
import { encodeRow } from './row.ts'
import type { LoadedRows, StoreState } from './state.ts'

/** Who is told of changes, synchronously and in order of revision. */
export interface ChangeListener {
  /** Whether anybody listens: while not, no objects are made for changes. */
  readonly listening: boolean
  /** Whether anybody wants the state before a change. */
  readonly wantsPrevious: boolean
  onChanges(revision: number, changes: readonly Change[]): void
}

interface Undo {
  readonly slot: number
  /** Whether the index knew the key before. */
  readonly known: boolean
  readonly value: Buffer | undefined
  readonly lease: bigint
}

interface LeaseMove {
  readonly key: string
  readonly from: bigint
  readonly to: bigint
}

export class Writer {
  readonly #state: StoreState
  readonly #undo: Undo[] = []
  readonly #leaseMoves: LeaseMove[] = []
  listener: ChangeListener | undefined = undefined
  #changes: Change[] = []
  #main = 0
  #sub = 0
  #putBytes = 0
  #undoable = false

  constructor(state: StoreState) {
    this.#state = state
  }

  /** Begins a request. `undoable`: `rollback` may be called. */
  begin(undoable: boolean): void {
    this.#main = this.#state.revision + 1
    this.#sub = 0
    this.#putBytes = 0
    this.#undoable = undoable
  }

  /** The revision that reads see and responses carry: the new one as soon as something has changed. */
  get revision(): number {
    return this.#sub > 0 ? this.#main : this.#main - 1
  }

  /**
   * Puts a key; the caller has checked the lease.
   * @param slot of the key, or -1
   * @param value kept, not copied
   * @param loaded where the previous value may stand, for watchers
   */
  put(slot: number, key: string, value: Buffer, lease: bigint, loaded: LoadedRows): void {
    const { index, cache, log } = this.#state
    const known = slot >= 0
    const live = known && index.isLive(slot)
    const oldLease = live ? index.slots.leaseOf(slot) : 0n
    const listening = this.listener?.listening === true
    const previous = listening && live ? this.#previous(slot, loaded) : undefined
    const oldValue = this.#undoable && known ? cache.get(slot) : undefined
    if (known) index.putAt(slot, this.#main, this.#sub)
    else slot = index.putNew(key, this.#main, this.#sub)
    if (this.#undoable) this.#undo.push({ slot, known, value: oldValue, lease: oldLease })
    if (lease !== oldLease) this.#moveLease(slot, key, oldLease, lease)
    const create = index.createOf(slot, newest)
    const version = index.versionOf(slot, newest)
    log.put(this.#main, this.#sub, encodeRow(key, create, this.#main, version, value, lease, log.slab))
    cache.set(slot, value)
    this.#putBytes += key.length + value.length
    this.#sub++
    if (!listening) return
    const kv: KeyValue = { key, createRevision: create, modRevision: this.#main, version, value, lease }
    this.#changes.push(new Change(false, kv, previous, live && previous === undefined))
  }

  /** Deletes a live key. */
  delete(slot: number, loaded: LoadedRows): void {
    const { index, cache, log } = this.#state
    const key = index.slots.keyOf(slot)
    const lease = index.slots.leaseOf(slot)
    const listening = this.listener?.listening === true
    const previous = listening ? this.#previous(slot, loaded) : undefined
    if (this.#undoable) this.#undo.push({ slot, known: true, value: cache.get(slot), lease })
    cache.forget(slot)
    index.tombstone(slot, this.#main, this.#sub)
    if (lease !== 0n) this.#moveLease(slot, key, lease, 0n)
    log.tombstone(this.#main, this.#sub, key)
    this.#sub++
    if (!listening) return
    const kv = { key, createRevision: 0, modRevision: this.#main, version: 0, value: emptyValue, lease: 0n }
    this.#changes.push(new Change(true, kv, previous, previous === undefined))
  }

  /** Ends the request and returns the revision to answer with. */
  commit(): number {
    const state = this.#state
    if (this.#sub === 0) return state.revision
    state.revision = this.#main
    state.stats.totalPutBytes += this.#putBytes
    if (this.#undo.length > 0) this.#undo.length = 0
    if (this.#leaseMoves.length > 0) {
      for (const { key, from, to } of this.#leaseMoves) {
        if (from !== 0n) state.leases.detach(from, key)
        if (to !== 0n) state.leases.attach(to, key)
      }
      this.#leaseMoves.length = 0
    }
    if (this.#changes.length > 0) {
      const changes = this.#changes
      this.#changes = []
      this.listener?.onChanges(this.#main, changes)
    }
    return this.#main
  }

  /** Takes everything back, newest first. */
  rollback(): void {
    const { index, cache, log } = this.#state
    log.pop(this.#sub)
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      cache.forget(undo.slot)
      index.undo(undo.slot)
      if (!undo.known) continue
      index.slots.setLease(undo.slot, undo.lease)
      if (undo.value !== undefined) cache.set(undo.slot, undo.value)
    }
    this.#leaseMoves.length = 0
    this.#changes = []
    this.#sub = 0
  }

  #moveLease(slot: number, key: string, from: bigint, to: bigint): void {
    this.#state.index.slots.setLease(slot, to)
    this.#leaseMoves.push({ key, from, to })
  }

  /** The state of a live key before this request, for watchers; undefined as well when its value is only on disk. */
  #previous(slot: number, loaded: LoadedRows): KeyValue | undefined {
    if (this.listener?.wantsPrevious !== true) return undefined
    if (this.#state.index.mainOf(slot, newest) < this.#main) return this.#state.newestKv(slot, loaded)
    const key = this.#state.index.slots.keyOf(slot)
    return this.#changes.find(({ kv }) => kv.key === key)?.previous
  }
}
