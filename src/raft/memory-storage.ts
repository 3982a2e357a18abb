/**
 * A `Storage` that keeps everything in memory: for tests and simulations, and behind a log on disk as its readable part.
 */
import { assert } from '../base/assert.ts'
import type { ConfState } from './conf-state.ts'
import { type Entry, type EntryId, type Index, noData, noEntries, type Term } from './entry.ts'
import { fitting } from './log.ts'
import { emptyHardState, emptySnapshot, type HardState, type Missing, type Snapshot, type Storage } from './storage.ts'

/** Takes the place of a compacted entry. */
const noEntry: Entry = { term: 0, index: 0, type: 'normal', data: noData }

export class MemoryStorage implements Storage {
  #hardState: HardState = emptyHardState
  #snapshot: Snapshot = emptySnapshot
  // The entry before the first: compacted, but its term is still asked for.
  #before: EntryId = { term: 0, index: 0 }
  // Places before `#start` are compacted; they are given back when they are more than half of the array.
  #entries: Entry[] = []
  #start = 0

  initialState(): { hardState: HardState; confState: ConfState } {
    return { hardState: this.#hardState, confState: this.#snapshot.confState }
  }

  firstIndex(): Index {
    return this.#before.index + 1
  }

  lastIndex(): Index {
    return this.#before.index + this.#entries.length - this.#start
  }

  term(index: Index): Term | Missing {
    if (index === this.#before.index) return this.#before.term
    if (index < this.#before.index) return 'compacted'
    return this.#entries[this.#place(index)]?.term ?? 'unavailable'
  }

  entries({ from, to, bytesMax }: { from: Index; to: Index; bytesMax: number }): readonly Entry[] | Missing {
    if (from <= this.#before.index) return 'compacted'
    if (to > this.lastIndex() + 1) return 'unavailable'
    if (from >= to) return noEntries
    return fitting(this.#entries.slice(this.#place(from), this.#place(to)), bytesMax)
  }

  snapshot(): Snapshot {
    return this.#snapshot
  }

  setHardState(hardState: HardState): void {
    this.#hardState = hardState
  }

  /**
   * Replaces what is there from the first of `entries` on. Entries that are compacted already are passed over.
   * @param entries contiguous, the first not behind the next index
   */
  append(entries: readonly Entry[]): void {
    const first = entries[0]?.index
    if (first === undefined) return
    assert(first <= this.lastIndex() + 1, 'the log has no holes', first, this.lastIndex())
    const skipped = Math.max(0, this.#before.index + 1 - first)
    if (skipped >= entries.length) return
    this.#entries.length = this.#place(first + skipped)
    for (let i = skipped; i < entries.length; i++) this.#entries.push(entries[i] as Entry)
  }

  /** The snapshot and nothing else. False when a newer one is there already. */
  applySnapshot(snapshot: Snapshot): boolean {
    if (snapshot.index <= this.#snapshot.index) return false
    this.#snapshot = snapshot
    this.#before = { term: snapshot.term, index: snapshot.index }
    this.#entries = []
    this.#start = 0
    return true
  }

  /**
   * Takes a snapshot of the state at `index`, which must be in the log and newer than the last one.
   * @param confState as it was at `index`; the last snapshot's when left out
   */
  createSnapshot({ index, confState, data }: { index: Index; confState?: ConfState; data: Buffer }): Snapshot {
    assert(index > this.#snapshot.index, 'a snapshot is newer than the last one', index, this.#snapshot.index)
    const term = this.term(index)
    assert(typeof term === 'number', 'a snapshot is of an entry in the log', index, term)
    this.#snapshot = { index, term, confState: confState ?? this.#snapshot.confState, data }
    return this.#snapshot
  }

  /** Drops everything up to and including `index`, which must be in the log. False when it is gone already. */
  compact(index: Index): boolean {
    if (index <= this.#before.index) return false
    const term = this.term(index)
    assert(typeof term === 'number', 'the log is compacted up to an entry in it', index, term)
    const start = this.#place(index) + 1
    this.#before = { term, index }
    if (start * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(start)
      this.#start = 0
      return true
    }
    // Hidden entries are released at once: only their places wait.
    this.#entries.fill(noEntry, this.#start, start)
    this.#start = start
    return true
  }

  /** Sets the configuration of a group that starts without a snapshot. */
  bootstrap(confState: ConfState): void {
    assert(this.lastIndex() === 0, 'a group is set up before its first entry', this.lastIndex())
    this.#snapshot = { ...emptySnapshot, confState }
  }

  #place(index: Index): number {
    return this.#start + index - this.#before.index - 1
  }
}
