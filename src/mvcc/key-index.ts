/**
 * The key index: for each key the revisions it has, in memory; the values lie elsewhere.
 *
 * etcd keeps generations (create, versions, tombstone) for each key. Here the newest revision of a key stands in the columns
 * of its slot, and what is older in one flat array, oldest first, four numbers a revision:
 *
 *   main, sub, createRevision, version        version 0: a tombstone
 *
 * so that each revision explains itself, also after compaction cut off what its generation began with. Most keys have one
 * revision and no array. Within one main revision the highest sub counts: a transaction is seen whole or not at all.
 *
 *   put 2, put 5, delete 7, put 9   ->   history [2,0,2,1, 5,0,2,2, 7,0,0,0]   columns main 9, create 9, version 1
 */
import { assert, defined } from '../base/assert.ts'
import { KeyHash } from './key-hash.ts'
import { cell, inPage, KeySlots } from './key-slots.ts'
import { sortSlots } from './key-sort.ts'
import { KeyTree, type Span } from './key-tree.ts'

/** Place of a revision of a key: the columns, none, or an offset of the history. */
export const newest = -1
export const none = -2

const recordNumbers = 4

/** Rows that compaction drops, oldest first for each key: three columns. */
export interface DroppedRows {
  readonly mains: number[]
  readonly subs: number[]
  readonly tombstones: boolean[]
}

export class KeyIndex {
  readonly slots = new KeySlots()
  readonly #hash = new KeyHash(this.slots)
  readonly #tree = new KeyTree(this.slots)
  #live = 0

  /** Keys that exist now. */
  get liveKeys(): number {
    return this.#live
  }

  /** Keys with any revision, dead ones included. */
  get keys(): number {
    return this.#tree.size
  }

  /** The slot of a key that has revisions, or -1. */
  find(key: string): number {
    return this.#hash.find(key)
  }

  isLive(slot: number): boolean {
    return cell(this.slots.page(slot).versions, inPage(slot)) > 0
  }

  /** A put at revision `main`, operation `sub`; returns the slot of the key. Lease and value are the caller's. */
  put(key: string, main: number, sub: number): number {
    const slot = this.find(key)
    if (slot >= 0) {
      this.putAt(slot, main, sub)
      return slot
    }
    return this.putNew(key, main, sub)
  }

  /** `put` of a key that has no revision. */
  putNew(key: string, main: number, sub: number): number {
    const slot = this.#add(key, main, sub, main, 1)
    this.#tree.insert(key, slot, true)
    this.#live++
    return slot
  }

  /** `put` of a key that has a slot. */
  putAt(slot: number, main: number, sub: number): void {
    this.#pushHistory(slot, main, sub)
    const page = this.slots.page(slot)
    const at = inPage(slot)
    page.mains[at] = main
    this.slots.setSub(slot, sub)
    const version = cell(page.versions, at)
    page.versions[at] = version + 1
    if (version > 0) return
    page.creates[at] = main
    this.#adjustLive(slot, 1)
  }

  /** A delete of a live key. Lease and value are the caller's. */
  tombstone(slot: number, main: number, sub: number): void {
    assert(this.isLive(slot), 'only live keys are deleted', slot)
    this.#pushHistory(slot, main, sub)
    this.#adjustLive(slot, -1)
    const page = this.slots.page(slot)
    const at = inPage(slot)
    page.mains[at] = main
    this.slots.setSub(slot, sub)
    page.creates[at] = page.versions[at] = 0
  }

  /** Takes back the newest revision of a key; of two, the later first. Lease and value are the caller's to restore. */
  undo(slot: number): void {
    const page = this.slots.page(slot)
    const at = inPage(slot)
    const wasLive = cell(page.versions, at) > 0
    const history = this.slots.historyOf(slot)
    if (history === undefined) {
      this.#remove(slot)
      return
    }
    const version = defined(history.pop(), 'a history has whole records')
    page.versions[at] = version
    page.creates[at] = defined(history.pop(), 'a history has whole records')
    this.slots.setSub(slot, defined(history.pop(), 'a history has whole records'))
    page.mains[at] = defined(history.pop(), 'a history has whole records')
    if (history.length === 0) this.slots.setHistory(slot, undefined)
    if (wasLive !== version > 0) this.#adjustLive(slot, version > 0 ? 1 : -1)
  }

  /**
   * Which revision of a key is seen at revision `at`: the newest one not above it.
   * @returns `newest`, an offset of the history, or `none` (no such revision, or it is a tombstone)
   */
  seenAt(slot: number, at: number): number {
    const record = this.recordAt(slot, at)
    return record === none || this.versionOf(slot, record) === 0 ? none : record
  }

  /** As `seenAt`, but a tombstone is found too. */
  recordAt(slot: number, at: number): number {
    if (this.mainOf(slot, newest) <= at) return newest
    const history = this.slots.historyOf(slot)
    if (history === undefined) return none
    let low = 0
    let high = history.length / recordNumbers
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((history[middle * recordNumbers] as number) <= at) low = middle + 1
      else high = middle
    }
    return low === 0 ? none : (low - 1) * recordNumbers
  }

  mainOf(slot: number, record: number): number {
    if (record === newest) return cell(this.slots.page(slot).mains, inPage(slot))
    return this.#historyNumber(slot, record)
  }

  subOf(slot: number, record: number): number {
    if (record === newest) return this.slots.subOf(slot)
    return this.#historyNumber(slot, record + 1)
  }

  createOf(slot: number, record: number): number {
    if (record === newest) return cell(this.slots.page(slot).creates, inPage(slot))
    return this.#historyNumber(slot, record + 2)
  }

  versionOf(slot: number, record: number): number {
    if (record === newest) return cell(this.slots.page(slot).versions, inPage(slot))
    return this.#historyNumber(slot, record + 3)
  }

  /** See `KeyTree.collect`. */
  collect(span: Span, limit: number, out: number[]): string | undefined {
    return this.#tree.collect(span, limit, out)
  }

  /** See `KeyTree.collectDown`. */
  collectDown(span: Span, limit: number, out: number[]): string | undefined {
    return this.#tree.collectDown(span, limit, out)
  }

  /** Keys of the span that exist now. */
  countLive(span: Span): number {
    return this.#tree.countLive(span)
  }

  /**
   * Compacts some keys at `revision`: of each, the newest revision not above it stays when it is a put, or a tombstone
   * of exactly that revision; what is older goes. A key without revisions leaves the index.
   * @param from key to begin with
   * @param keysMax about how many keys to look at
   * @param rowsMax after how many rows to stop; a key may be left with some of its old revisions
   * @returns the key to go on from, or undefined when all keys are done
   */
  compact(
    from: string,
    { keysMax, rowsMax, revision }: { keysMax: number; rowsMax: number; revision: number },
    dropped: DroppedRows,
  ): string | undefined {
    const batch: number[] = []
    const next = this.#tree.collect({ from, to: undefined }, keysMax, batch)
    for (const slot of batch) {
      const room = rowsMax - dropped.mains.length
      if (room <= 0 || !this.#compactKey(slot, { revision, room, dropped })) return this.slots.keyOf(slot)
    }
    return next
  }

  /** Whether the row (main, sub) of `key` outlives a compaction at `revision`. */
  outlives(key: string, main: number, sub: number, revision: number): boolean {
    if (main > revision) return true
    const slot = this.find(key)
    if (slot < 0) return false
    const record = this.recordAt(slot, revision)
    if (record === none || this.mainOf(slot, record) !== main || this.subOf(slot, record) !== sub) return false
    return main === revision || this.versionOf(slot, record) > 0
  }

  /** Adds a row found on disk; rows come in order of revision, and `finishRestore` ends them. */
  restore(key: string, main: number, sub: number, createRevision: number, version: number, lease: bigint): void {
    let slot = this.find(key)
    if (slot < 0) slot = this.#add(key, main, sub, createRevision, version)
    else {
      this.#pushHistory(slot, main, sub)
      const page = this.slots.page(slot)
      const at = inPage(slot)
      page.mains[at] = main
      this.slots.setSub(slot, sub)
      page.creates[at] = createRevision
      page.versions[at] = version
    }
    this.slots.setLease(slot, lease)
  }

  /** Sorts the restored keys into the tree, once. */
  finishRestore(): void {
    const used = this.slots.used
    for (let slot = 0; slot < used; slot++) if (this.isLive(slot)) this.#live++
    this.#tree.load(sortSlots(this.slots, used))
  }

  #add(key: string, main: number, sub: number, createRevision: number, version: number): number {
    const slot = this.slots.take(key)
    const page = this.slots.page(slot)
    const at = inPage(slot)
    page.mains[at] = main
    this.slots.setSub(slot, sub)
    page.creates[at] = createRevision
    page.versions[at] = version
    this.#hash.add(key, slot)
    return slot
  }

  #remove(slot: number): void {
    const key = this.slots.keyOf(slot)
    const live = this.isLive(slot)
    this.#tree.remove(key, live)
    this.#hash.remove(key)
    this.slots.release(slot)
    if (live) this.#live--
  }

  #pushHistory(slot: number, main: number, sub: number): void {
    const page = this.slots.page(slot)
    const at = inPage(slot)
    const oldMain = cell(page.mains, at)
    const oldSub = this.slots.subOf(slot)
    assert(main > oldMain || (main === oldMain && sub > oldSub), 'revisions of a key only grow', main, oldMain)
    const create = cell(page.creates, at)
    const version = cell(page.versions, at)
    const history = this.slots.historyOf(slot)
    if (history === undefined) this.slots.setHistory(slot, [oldMain, oldSub, create, version])
    else history.push(oldMain, oldSub, create, version)
  }

  #adjustLive(slot: number, change: 1 | -1): void {
    this.#tree.adjustLive(this.slots.keyOf(slot), change)
    this.#live += change
  }

  #historyNumber(slot: number, at: number): number {
    return defined(this.slots.historyOf(slot)?.[at], 'a record is in the history', at)
  }

  /** Returns whether the key is done; when `room` ends before it, its newer old revisions are left. */
  #compactKey(
    slot: number,
    { revision, room, dropped }: { revision: number; room: number; dropped: DroppedRows },
  ): boolean {
    const record = this.recordAt(slot, revision)
    if (record === none) return true
    const history = this.slots.historyOf(slot)
    const older = record === newest ? (history?.length ?? 0) : record
    const end = Math.min(older, room * recordNumbers)
    for (let at = 0; at < end; at += recordNumbers) this.#drop(slot, at, dropped)
    const deadAndOld = this.versionOf(slot, record) === 0 && this.mainOf(slot, record) < revision
    if (end < older || !deadAndOld) {
      this.#cutHistory(slot, end)
      return end === older
    }
    this.#drop(slot, record, dropped)
    if (record === newest) this.#remove(slot)
    else this.#cutHistory(slot, record + recordNumbers)
    return true
  }

  #cutHistory(slot: number, end: number): void {
    const history = this.slots.historyOf(slot)
    if (history === undefined || end === 0) return
    this.slots.setHistory(slot, end === history.length ? undefined : history.slice(end))
  }

  #drop(slot: number, record: number, dropped: DroppedRows): void {
    dropped.mains.push(this.mainOf(slot, record))
    dropped.subs.push(this.subOf(slot, record))
    dropped.tombstones.push(this.versionOf(slot, record) === 0)
  }
}
