/**
 * The part of the log that stable storage does not have yet, or not for sure.
 *
 *   index        offset          inProgress        end
 *     | stable ... | being written ... | not handed out | -> next entry
 *
 * What storage has beyond `offset` is outdated: the next write replaces it. Entries stay here until the write that
 * carries them is acknowledged, so that a read never sees what a write in progress is about to replace.
 */
import { assert } from '../base/assert.ts'
import { type Entry, type EntryId, type Index, noEntries, type Term } from './entry.ts'
import type { Snapshot } from './storage.ts'

export class Unstable {
  #offset: Index
  #inProgress: Index
  #entries: Entry[] = []
  #snapshot: Snapshot | undefined
  #snapshotInProgress = false
  // A leader hands the same range to its disk and to each follower: the copy is made once.
  #lastSlice: { readonly from: Index; readonly to: Index; readonly entries: readonly Entry[] } | undefined

  /** @param offset index of the first entry that storage does not have */
  constructor(offset: Index) {
    this.#offset = offset
    this.#inProgress = offset
  }

  /** Index of the first entry here; entries before it are read from storage. */
  get offset(): Index {
    return this.#offset
  }

  /** Index behind the last entry here. */
  get end(): Index {
    return this.#offset + this.#entries.length
  }

  /** A received snapshot that is not yet known to be installed. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot
  }

  /** Its index and one, if there is one: the log then begins behind the snapshot, whatever storage has. */
  get firstIndex(): Index | undefined {
    return this.#snapshot === undefined ? undefined : this.#snapshot.index + 1
  }

  /** Of the newest entry here, or of the snapshot; undefined when storage has the whole log. */
  get lastIndex(): Index | undefined {
    return this.#entries.length > 0 ? this.end - 1 : this.#snapshot?.index
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** Term of the entry, or of the snapshot, at `index`; undefined when neither is here. */
  term(index: Index): Term | undefined {
    if (index >= this.#offset) return this.#entries[index - this.#offset]?.term
    return this.#snapshot?.index === index ? this.#snapshot.term : undefined
  }

  /** Entries nobody was told to write yet. */
  nextEntries(): readonly Entry[] {
    return this.slice(this.#inProgress, this.end)
  }

  get hasNextEntries(): boolean {
    return this.#inProgress < this.end
  }

  /** The snapshot, if nobody was told to install it yet. */
  nextSnapshot(): Snapshot | undefined {
    return this.#snapshotInProgress ? undefined : this.#snapshot
  }

  /** Everything here was handed out to be written. */
  acceptInProgress(): void {
    this.#inProgress = this.end
    this.#snapshotInProgress = this.#snapshot !== undefined
  }

  /**
   * Storage has the log up to and including `id`, and no write in progress can replace that. Nothing happens when the
   * entry is not here, or is another one by now: then the write that matters is still to be acknowledged.
   */
  stableTo(id: EntryId): void {
    if (id.index < this.#offset || this.term(id.index) !== id.term) return
    const written = id.index + 1 - this.#offset
    this.#entries = written === this.#entries.length ? [] : this.#entries.slice(written)
    this.#offset = id.index + 1
    this.#inProgress = Math.max(this.#inProgress, this.#offset)
    this.#lastSlice = undefined
  }

  /** The snapshot at `index` is installed in storage; an older one no longer matters. */
  stableSnapshotTo(index: Index): void {
    if (this.#snapshot?.index !== index) return
    this.#snapshot = undefined
    this.#snapshotInProgress = false
  }

  /** The log is `snapshot` and nothing else. */
  restore(snapshot: Snapshot): void {
    this.#snapshot = snapshot
    this.#snapshotInProgress = false
    this.#entries = []
    this.#offset = snapshot.index + 1
    this.#inProgress = this.#offset
    this.#lastSlice = undefined
  }

  /** The log ends with `entries`: what was at their first index, or behind, is gone (Raft paper 5.3). */
  truncateAndAppend(entries: readonly Entry[]): void {
    const first = entries[0]?.index
    if (first === undefined) return
    assert(first <= this.end, 'the log has no holes', first, this.end)
    if (first <= this.#offset) {
      this.#offset = first
      this.#inProgress = first
      this.#entries = entries.slice()
      this.#lastSlice = undefined
      return
    }
    if (first < this.end) {
      this.#entries.length = first - this.#offset
      this.#inProgress = Math.min(this.#inProgress, first)
      this.#lastSlice = undefined
    }
    // A call with all of them as arguments would overflow the stack at some ten thousand entries.
    for (const entry of entries) this.#entries.push(entry)
  }

  /** Entries from `from` up to and without `to`, all of which must be here. The array does not change any more. */
  slice(from: Index, to: Index): readonly Entry[] {
    assert(this.#offset <= from && to <= this.end, 'a slice lies within the unstable entries', from, to)
    if (from >= to) return noEntries
    const last = this.#lastSlice
    if (last !== undefined && last.from === from && last.to === to) return last.entries
    const entries = this.#entries.slice(from - this.#offset, to - this.#offset)
    this.#lastSlice = { from, to, entries }
    return entries
  }
}
