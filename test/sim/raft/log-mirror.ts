/**
 * A member's log as it was handed out for storage: its terms, and where its config changes stand. Checks read it instead
 * of the member, which must not be asked more than a real program would ask it.
 */
import { assert } from '../../../src/base/assert.ts'
import { type Entry, type EntryId, type Index, isConfChange, type Term } from '../../../src/raft/entry.ts'

export class LogMirror {
  #before: EntryId = { term: 0, index: 0 }
  readonly #terms: Term[] = []
  /** Ascending. */
  readonly confChanges: Index[] = []

  get lastIndex(): Index {
    return this.#before.index + this.#terms.length
  }

  /** Term at `index`; undefined before the log's beginning and behind its end. */
  term(index: Index): Term | undefined {
    return index === this.#before.index ? this.#before.term : this.#terms[index - this.#before.index - 1]
  }

  /** Begins behind `before`, empty. */
  restart(before: EntryId): void {
    this.#before = before
    this.#terms.length = 0
    this.confChanges.length = 0
  }

  /** Replaces everything from `entry` on. */
  put(entry: Entry): void {
    assert(entry.index > this.#before.index && entry.index <= this.lastIndex + 1, 'a log has no holes', entry.index)
    this.#terms.length = entry.index - this.#before.index - 1
    this.#terms.push(entry.term)
    while ((this.confChanges.at(-1) ?? 0) >= entry.index) this.confChanges.pop()
    if (isConfChange(entry)) this.confChanges.push(entry.index)
  }

  /** True when the log ends before `index`, which is not true of one that begins behind it. */
  lacks({ term, index }: EntryId): boolean {
    return index >= this.#before.index && this.term(index) !== term
  }
}
