/**
 * The replicated log as one member sees it: what storage has, continued by what is not stable yet.
 *
 *   first ....... applied ... applying ... committed ... last
 *         carried out | handed out | known to be safe | may still be replaced
 *
 * `applied <= applying <= committed <= last` always holds, and what is committed never changes (Raft paper 5.3, 5.4).
 */
import { assert, defined } from '../base/assert.ts'
import { type Entry, type EntryId, entryBytes, type Index, noEntries, type Term, totalEntryBytes } from './entry.ts'
import type { Missing, Snapshot, Storage } from './storage.ts'
import { Unstable } from './unstable.ts'

export class Log {
  readonly unstable: Unstable
  readonly #storage: Storage
  #committed: Index
  #applying: Index
  #applied: Index

  // Flow control of apply: bytes handed out and not yet reported as applied.
  readonly #applyingBytesMax: number
  #applyingBytes = 0
  #applyingPaused = false

  /** @param applyingBytesMax bound on committed entries handed out and not yet applied; infinite for none */
  constructor(storage: Storage, applyingBytesMax = Number.POSITIVE_INFINITY) {
    this.#storage = storage
    this.#applyingBytesMax = applyingBytesMax
    this.unstable = new Unstable(storage.lastIndex() + 1)
    const compacted = storage.firstIndex() - 1
    this.#committed = compacted
    this.#applying = compacted
    this.#applied = compacted
  }

  /** Highest index known to be on a majority: `commitIndex` of Raft paper figure 2. */
  get committed(): Index {
    return this.#committed
  }

  /** Highest index that was handed out to be applied. */
  get applying(): Index {
    return this.#applying
  }

  /** Highest index reported as applied: `lastApplied` of Raft paper figure 2. */
  get applied(): Index {
    return this.#applied
  }

  /** Oldest entry that can be read; one behind the last when there is none. */
  get firstIndex(): Index {
    return this.unstable.firstIndex ?? this.#storage.firstIndex()
  }

  get lastIndex(): Index {
    return this.unstable.lastIndex ?? this.#storage.lastIndex()
  }

  /** What the up-to-date check of an election compares (Raft paper 5.4.1). */
  get lastId(): EntryId {
    const index = this.lastIndex
    return { term: this.knownTerm(index), index }
  }

  /** Term of the entry at `index`, which may be the one before the first. */
  term(index: Index): Term | Missing {
    const unstable = this.unstable.term(index)
    if (unstable !== undefined) return unstable
    if (index < this.firstIndex - 1) return 'compacted'
    if (index > this.lastIndex) return 'unavailable'
    return this.#storage.term(index)
  }

  /** Term of the entry at `index`, which must be there. */
  knownTerm(index: Index): Term {
    const term = this.term(index)
    assert(typeof term === 'number', 'the term of an entry of the log is known', index, term)
    return term
  }

  /** True when this log holds the entry named so: then it agrees with every log that does, up to there. */
  matches({ term, index }: EntryId): boolean {
    return this.term(index) === term
  }

  /**
   * True when a log that ends with `last` is at least as up to date as this one: the later last term wins, in the same
   * term the longer log (Raft paper 5.4.1).
   */
  isUpToDate(last: EntryId): boolean {
    const own = this.lastId
    return last.term > own.term || (last.term === own.term && last.index >= own.index)
  }

  /** A leader's own entries, behind all others (Raft paper 5.3, Leader Append-Only). */
  append(entries: readonly Entry[]): void {
    const first = entries[0]
    if (first === undefined) return
    assert(first.index > this.#committed, 'committed entries are never replaced', first.index, this.#committed)
    assert(first.index <= this.lastIndex + 1, 'the log has no holes', first.index, this.lastIndex)
    const end = first.index + entries.length - 1
    assert(entries[entries.length - 1]?.index === end, 'entries follow each other', first.index, end)
    this.unstable.truncateAndAppend(entries)
  }

  /**
   * A follower's append (Raft paper figure 2, AppendEntries 2 to 4): if this log holds `previous`, it is made to hold
   * `entries` behind it; only an entry that conflicts removes what stands at its index and behind.
   * @param entries contiguous, the first one behind `previous`
   * @returns index of the last entry known to match the leader's; undefined when `previous` is not here
   */
  tryAppend(previous: EntryId, entries: readonly Entry[]): Index | undefined {
    if (!this.matches(previous)) return undefined
    const lastNew = previous.index + entries.length
    const fresh = this.#firstFresh(entries)
    if (fresh < entries.length) this.append(fresh === 0 ? entries : entries.slice(fresh))
    return lastNew
  }

  /** Position of the first entry that is not in the log already. */
  #firstFresh(entries: readonly Entry[]): number {
    let i = 0
    for (const entry of entries) {
      if (!this.matches(entry)) return i
      i++
    }
    return i
  }

  /**
   * The highest place up to `id.index` where this log and one that holds `id` may still agree: terms never fall within a
   * log, so an entry here of a term above `id.term` cannot be in the other one at that index or before. Both sides of a
   * refused append use it, which costs one round trip a term instead of one an entry (Raft paper 5.3, last part).
   * @returns term 0 when the term at that index is not known here
   */
  agreementBefore({ term, index }: EntryId): EntryId {
    if (index > this.lastIndex) return { term: 0, index }
    // The entry before the first still has a term. Behind it the highest index of a term up to `term` is searched.
    let low = this.firstIndex - 1
    if (index < low) return { term: 0, index }
    if (this.knownTerm(low) > term) return { term: 0, index: Math.max(low - 1, 0) }
    let high = index
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.knownTerm(middle) <= term) low = middle
      else high = middle - 1
    }
    return { term: this.knownTerm(low), index: low }
  }

  /** Everything up to `index` is committed; an older `index` changes nothing. */
  commitTo(index: Index): void {
    if (index <= this.#committed) return
    assert(index <= this.lastIndex, 'what is committed is in the log: was it lost or cut?', index, this.lastIndex)
    this.#committed = index
  }

  /**
   * A leader's commit by counting: only an entry of its own term may be counted, and takes all before it along (Raft
   * paper 5.4.2, figure 8). True when the commit index moved.
   */
  tryCommit(id: EntryId): boolean {
    if (id.index <= this.#committed || !this.matches(id)) return false
    this.commitTo(id.index)
    return true
  }

  /** `snapshot` replaces the log, which holds nothing else from now on; the snapshot is to be installed. */
  restore(snapshot: Snapshot): void {
    assert(snapshot.index > this.#committed, 'a snapshot never takes commits back', snapshot.index, this.#committed)
    this.#committed = snapshot.index
    this.unstable.restore(snapshot)
  }

  /**
   * Where to go on after a crash. A commit index alone need not be durable, so the one that storage remembers may be
   * older than what was applied, or compacted: that was committed all the same.
   */
  restart({ committed, applied }: { readonly committed: Index; readonly applied: Index }): void {
    this.commitTo(Math.max(committed, applied))
    if (applied > this.#applied) this.appliedTo(applied, 0)
  }

  /**
   * Entries from `from` on, as many as fit into `bytesMax`, at least one if there is one.
   * @returns `compacted` when they are gone
   */
  entries(from: Index, bytesMax: number): readonly Entry[] | 'compacted' {
    const last = this.lastIndex
    return from > last ? noEntries : this.slice({ from, to: last + 1, bytesMax })
  }

  /** Entries from `from` up to and without `to`, which must not lie behind the log; see `entries`. */
  slice(range: {
    readonly from: Index
    readonly to: Index
    readonly bytesMax: number
  }): readonly Entry[] | 'compacted' {
    const { from, to, bytesMax } = range
    assert(from <= to && to <= this.lastIndex + 1, 'a slice lies within the log', from, to)
    if (from < this.firstIndex) return 'compacted'
    if (from === to) return noEntries
    const { offset } = this.unstable
    if (from >= offset) return fitting(this.unstable.slice(from, to), bytesMax)

    const cut = Math.min(to, offset)
    const stable = this.#storage.entries({ from, to: cut, bytesMax })
    if (stable === 'compacted') return stable
    assert(stable !== 'unavailable', 'storage has what it acknowledged', from, cut)
    if (to <= offset || stable.length < cut - from) return stable
    if (bytesMax === Number.POSITIVE_INFINITY) return stable.concat(this.unstable.slice(offset, to))

    const room = bytesMax - totalEntryBytes(stable)
    const unstable = fitting(this.unstable.slice(offset, to), room)
    const tooLarge = unstable.length === 1 && entryBytes(defined(unstable[0], 'one entry')) > room
    return tooLarge ? stable : stable.concat(unstable)
  }

  /**
   * True when an entry of `range` satisfies `predicate`. Reads in pages, so that a long tail does not fill the memory.
   */
  some(range: { readonly from: Index; readonly to: Index }, predicate: (entry: Entry) => boolean): boolean {
    for (let from = range.from; from < range.to; ) {
      const page = this.slice({ from, to: range.to, bytesMax: this.#applyingBytesMax })
      assert(page !== 'compacted' && page.length > 0, 'entries that are not applied are there', from, range.to)
      if (page.some(predicate)) return true
      from += page.length
    }
    return false
  }

  /** The newest snapshot, also one that is not installed yet. */
  snapshot(): Snapshot | 'unavailable' {
    return this.unstable.snapshot ?? this.#storage.snapshot()
  }

  /**
   * Committed entries that nobody was told to apply yet, within the bound on bytes.
   * @param allowUnstable also entries that storage does not have for sure: only for a caller who makes them durable
   *   before it applies them
   */
  nextCommitted(allowUnstable: boolean): readonly Entry[] {
    if (!this.hasNextCommitted(allowUnstable)) return noEntries
    const from = this.#applying + 1
    const to = this.#appliable(allowUnstable) + 1
    const entries = this.slice({ from, to, bytesMax: this.#applyingBytesMax - this.#applyingBytes })
    assert(entries !== 'compacted', 'entries that are not applied are there', from, to)
    return entries
  }

  hasNextCommitted(allowUnstable: boolean): boolean {
    // A snapshot is applied first; what is behind it waits until it is installed.
    if (this.#applyingPaused || this.unstable.snapshot !== undefined) return false
    return this.#applying < this.#appliable(allowUnstable)
  }

  #appliable(allowUnstable: boolean): Index {
    return allowUnstable ? this.#committed : Math.min(this.#committed, this.unstable.offset - 1)
  }

  /** Entries up to `index`, of `bytes` in all, were handed out to be applied. */
  acceptApplying(index: Index, bytes: number, allowUnstable: boolean): void {
    assert(this.#applying <= index && index <= this.#committed, 'only committed entries are applied', index)
    this.#applying = index
    this.#applyingBytes += bytes
    // Paused as well when the next entry was held back because it would not have fitted any more.
    this.#applyingPaused = this.#applyingBytes >= this.#applyingBytesMax || index < this.#appliable(allowUnstable)
  }

  /** Everything up to `index` is applied; `bytes` of what was handed out need no longer be counted. */
  appliedTo(index: Index, bytes: number): void {
    assert(index <= this.#committed, 'only committed entries are applied', index, this.#committed)
    assert(index >= this.#applied, 'apply goes forward', index, this.#applied)
    this.#applied = index
    this.#applying = Math.max(this.#applying, index)
    this.#applyingBytes = Math.max(this.#applyingBytes - bytes, 0)
    this.#applyingPaused = this.#applyingBytes >= this.#applyingBytesMax
  }
}

/** The first of `entries` that fit into `bytesMax`, at least one. */
export function fitting(entries: readonly Entry[], bytesMax: number): readonly Entry[] {
  if (bytesMax === Number.POSITIVE_INFINITY) return entries
  let bytes = 0
  let count = 0
  for (const entry of entries) {
    bytes += entryBytes(entry)
    if (bytes > bytesMax && count > 0) return entries.slice(0, count)
    count++
  }
  return entries
}
