/**
 * Rows that an apply wrote and the engine does not hold yet, in order of revision.
 *
 * The engine is written behind; until it says that a revision is there, its rows are read from here. They cost nothing
 * more: the write queue holds the same buffers.
 */
import { assert, defined } from '../base/assert.ts'

export class UnflushedRows {
  #mains: number[] = []
  #rows: Buffer[] = []
  #tombstones: boolean[] = []
  #start = 0

  get length(): number {
    return this.#mains.length - this.#start
  }

  /** Adds the next row; those of one main revision are its operations from 0 on. */
  push(main: number, row: Buffer, tombstone: boolean): void {
    this.#mains.push(main)
    this.#rows.push(row)
    this.#tombstones.push(tombstone)
  }

  /** Takes back the last rows. */
  pop(count: number): void {
    const length = this.#mains.length - count
    assert(length >= this.#start, 'no more rows are taken back than there are', length, this.#start)
    this.#mains.length = this.#rows.length = this.#tombstones.length = length
  }

  /** The bytes of a row, if it is here. */
  get(main: number, sub: number): Buffer | undefined {
    const i = this.#firstOf(main) + sub
    return this.#mains[i] === main ? this.#rows[i] : undefined
  }

  /** Calls `visit` for each row from revision `main` on, in order, until it answers false. */
  visitFrom(main: number, visit: (main: number, row: Buffer, tombstone: boolean) => boolean): void {
    for (let i = this.#firstOf(main); i < this.#mains.length; i++) {
      const row = defined(this.#rows[i], 'the columns have one length', i)
      if (!visit(this.#mains[i] as number, row, this.#tombstones[i] as boolean)) return
    }
  }

  /** The engine holds everything up to `revision`. */
  dropTo(revision: number): void {
    this.#start = this.#firstOf(revision + 1)
    if (this.#start < 1024 || this.#start * 2 < this.#mains.length) return
    this.#mains = this.#mains.slice(this.#start)
    this.#rows = this.#rows.slice(this.#start)
    this.#tombstones = this.#tombstones.slice(this.#start)
    this.#start = 0
  }

  #firstOf(main: number): number {
    let low = this.#start
    let high = this.#mains.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#mains[middle] as number) < main) low = middle + 1
      else high = middle
    }
    return low
  }
}
