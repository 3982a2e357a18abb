/**
 * Range: which keys a request names at a revision, filtered, sorted and cut as etcd does it.
 *
 * A run works in steps, so that the same code serves a transaction, which must have its answer now, and a read, which may
 * give way to the loop between two slices: `collect` walks the index and filters, `sort` sorts, `fill` adds the values that
 * are in memory and lists those that are not, `result` cuts.
 */
import { defined } from '../base/assert.ts'
import { type KeyRange, keyRange } from '../base/bytes.ts'
import { newest, none } from './key-index.ts'
import { emptyValue, type KeyValue } from './key-value.ts'
import { type RangeRequest, type RangeResult, type RowRef, SortOrder, SortTarget } from './requests.ts'
import { decodeRow } from './row.ts'
import type { LoadedRows, StoreState } from './state.ts'

/** Keys of the index looked at before a read gives way. At 20 to 100 ns a key a slice is a fraction of a millisecond. */
export const sliceKeys = 4096

/** Values read from the engine before a read gives way. */
export const sliceValues = 512

/** A key that was found; becomes the result when its value is there. */
class FoundKey implements KeyValue {
  readonly key: string
  readonly createRevision: number
  readonly modRevision: number
  readonly version: number
  value: Buffer = emptyValue
  lease = 0n
  readonly sub: number
  readonly slot: number
  filled = false

  constructor(state: StoreState, slot: number, record: number) {
    const index = state.index
    this.key = index.slots.keyOf(slot)
    this.createRevision = index.createOf(slot, record)
    this.modRevision = index.mainOf(slot, record)
    this.version = index.versionOf(slot, record)
    this.sub = index.subOf(slot, record)
    this.slot = slot
  }

  /** @returns what must be loaded first, or undefined when value and lease are there */
  fill(state: StoreState, loaded: LoadedRows): RowRef | undefined {
    if (this.filled) return undefined
    const index = state.index
    const slot = this.slot
    const isNewest =
      index.slots.keyOf(slot) === this.key &&
      index.mainOf(slot, newest) === this.modRevision &&
      index.subOf(slot, newest) === this.sub
    const cached = isNewest ? state.cache.get(slot) : undefined
    if (cached !== undefined) {
      this.value = cached
      this.lease = index.slots.leaseOf(slot)
    } else {
      const row = state.rowInMemory(this.modRevision, this.sub, loaded)
      if (row === undefined) return { main: this.modRevision, sub: this.sub }
      const kv = decodeRow(row)
      this.value = kv.value
      this.lease = kv.lease
    }
    this.filled = true
    return undefined
  }

  dropValue(): void {
    this.value = emptyValue
  }
}

export class RangeRun {
  readonly #state: StoreState
  readonly #request: RangeRequest
  readonly #at: number
  readonly #span: KeyRange
  readonly #descending: boolean
  /** Most keys worth collecting. */
  readonly #collectMax: number
  readonly #countsWhileWalking: boolean
  #found: FoundKey[] = []
  #from: string
  #to: string | undefined
  #count = 0
  #collected = false

  /**
   * @param at revision to read
   * @param current revision of the state, its own writes included when a transaction asks
   * @param counting whether the result's `count` matters; at an old revision it takes a walk through the whole range
   */
  constructor(
    state: StoreState,
    request: RangeRequest,
    { at, current, counting }: { at: number; current: number; counting: boolean },
  ) {
    this.#state = state
    this.#request = request
    this.#at = at
    this.#span = keyRange(request.key, request.rangeEnd)
    this.#from = this.#span.from
    this.#to = this.#span.to
    const unfiltered = !hasFilter(request)
    const byKey = request.sortTarget === SortTarget.Key
    this.#descending = byKey && request.sortOrder === SortOrder.Descend && unfiltered
    // etcd cuts to limit + 1 in key order whenever the order is NONE, also when it sorts by another field afterwards.
    const cutsFirst = unfiltered && (byKey || request.sortOrder === SortOrder.None)
    this.#collectMax = request.countOnly
      ? 0
      : cutsFirst && request.limit > 0
        ? request.limit + 1
        : Number.MAX_SAFE_INTEGER
    this.#countsWhileWalking = counting && at < current
    if (counting && at >= current && !this.#span.one) this.#count = state.index.countLive(this.#span)
  }

  /**
   * Walks on in the index.
   * @param keysMax about how many keys to look at
   * @returns whether the walk is done
   */
  collect(keysMax: number): boolean {
    if (this.#collected) return true
    this.#collected = this.#span.one ? this.#collectOne() : this.#collectSlice(keysMax)
    return this.#collected
  }

  /** Sorts; to be called once, after the walk, and when values are there if it sorts by them. */
  sort(): void {
    const request = this.#request
    const target = request.sortTarget
    let order: number = request.sortOrder
    if (order === SortOrder.None && target !== SortTarget.Key) order = SortOrder.Ascend
    if (order === SortOrder.None || (target === SortTarget.Key && order === SortOrder.Ascend) || this.#descending)
      return
    const compare = comparators[target] ?? comparators[SortTarget.Key]
    if (compare === undefined) return
    this.#found.sort(order === SortOrder.Descend ? (a, b) => compare(b, a) : compare)
  }

  /** Whether values are needed before `select`. */
  get sortsByValue(): boolean {
    return this.#request.sortTarget === SortTarget.Value && !this.#request.countOnly
  }

  /** How many keys need values: those that the limit leaves, or before a sort by value all. None for keys alone. */
  toFill(sorted: boolean): number {
    if (this.#request.keysOnly && !this.sortsByValue) return 0
    const { limit } = this.#request
    return sorted && limit > 0 ? Math.min(limit, this.#found.length) : this.#found.length
  }

  /** Adds the values of some keys; what is not in memory is appended to `missing`. */
  fill(start: number, end: number, loaded: LoadedRows, missing: RowRef[]): void {
    for (let i = start; i < end; i++) {
      const ref = defined(this.#found[i], 'a key that was found', i).fill(this.#state, loaded)
      if (ref !== undefined) missing.push(ref)
    }
  }

  result(revision: number): RangeResult {
    const { limit, keysOnly } = this.#request
    const more = limit > 0 && this.#found.length > limit
    const kvs = more ? this.#found.slice(0, limit) : this.#found
    if (keysOnly) for (const found of kvs) found.dropValue()
    return { revision, kvs, more, count: this.#count }
  }

  #collectOne(): boolean {
    const slot = this.#state.index.find(this.#span.from)
    if (slot < 0) return true
    const record = this.#state.index.seenAt(slot, this.#at)
    if (record === none) return true
    this.#count = 1
    this.#take(slot, record)
    return true
  }

  #collectSlice(keysMax: number): boolean {
    const index = this.#state.index
    const wanted = Math.min(keysMax, this.#countsWhileWalking ? keysMax : this.#collectMax - this.#found.length)
    if (wanted <= 0) return true
    const slots: number[] = []
    const span = { from: this.#from, to: this.#to }
    const next = this.#descending ? index.collectDown(span, wanted, slots) : index.collect(span, wanted, slots)
    for (const slot of slots) {
      const record = index.seenAt(slot, this.#at)
      if (record === none) continue
      if (this.#countsWhileWalking) this.#count++
      if (this.#found.length < this.#collectMax) this.#take(slot, record)
      else if (!this.#countsWhileWalking) return true
    }
    if (next === undefined) return true
    if (this.#descending) this.#to = next
    else this.#from = next
    return false
  }

  #take(slot: number, record: number): void {
    if (this.#collectMax === 0) return
    if (this.#passes(this.#state.index.mainOf(slot, record), this.#state.index.createOf(slot, record))) {
      this.#found.push(new FoundKey(this.#state, slot, record))
    }
  }

  #passes(mod: number, create: number): boolean {
    const { minModRevision, maxModRevision, minCreateRevision, maxCreateRevision } = this.#request
    if (maxModRevision !== 0 && mod > maxModRevision) return false
    if (minModRevision !== 0 && mod < minModRevision) return false
    if (maxCreateRevision !== 0 && create > maxCreateRevision) return false
    return minCreateRevision === 0 || create >= minCreateRevision
  }
}

export function hasFilter(request: RangeRequest): boolean {
  return (
    request.minModRevision !== 0 ||
    request.maxModRevision !== 0 ||
    request.minCreateRevision !== 0 ||
    request.maxCreateRevision !== 0
  )
}

const comparators: readonly (((a: KeyValue, b: KeyValue) => number) | undefined)[] = [
  (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  (a, b) => a.version - b.version,
  (a, b) => a.createRevision - b.createRevision,
  (a, b) => a.modRevision - b.modRevision,
  (a, b) => a.value.compare(b.value),
]
