/**
 * The cells that code counts in: plain fields, read when somebody scrapes.
 *
 * prom-client's own counters cost 325 ns an increment as soon as they have labels (it hashes them each time), its
 * histograms 130 ns and more; a field costs 3 and a bucket search 13. So the registry renders, and these count.
 */
import { assert } from '../base/assert.ts'

/** Only grows. `value` may be added to directly. */
export class Counter {
  value = 0

  inc(by = 1): void {
    this.value += by
  }
}

/** A value of now. */
export class Gauge {
  value = 0
}

/** Counts observations by size. Unit: the one in the metric's name. */
export class Histogram {
  /** Upper bounds, inclusive, ascending; the last bucket, up to infinity, is not listed. */
  readonly bounds: readonly number[]
  /** Observations of each bucket by itself, one more than `bounds`. */
  readonly counts: Float64Array
  sum = 0

  constructor(bounds: readonly number[]) {
    assert(bounds.length > 0, 'a histogram has bounds')
    this.bounds = bounds
    this.counts = new Float64Array(bounds.length + 1)
  }

  observe(value: number): void {
    const { bounds, counts } = this
    let low = 0
    let high = bounds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (value <= (bounds[middle] as number)) high = middle
      else low = middle + 1
    }
    counts[low] = (counts[low] as number) + 1
    this.sum += value
  }

  /** How many observations there were. */
  get count(): number {
    let total = 0
    for (const count of this.counts) total += count
    return total
  }
}

/** Values for the labels of a family, in the order of its row. */
export type LabelValues<Labels extends readonly string[]> = { readonly [At in keyof Labels]: string }

/** One cell for each combination of label values. On hot paths keep the cell that `with` returns. */
export class Family<Cell, Labels extends readonly string[] = readonly string[]> {
  readonly #create: () => Cell
  readonly #cells = new Map<string, { readonly values: readonly string[]; readonly cell: Cell }>()

  constructor(create: () => Cell) {
    this.#create = create
  }

  /** The cell of these label values; it exists, and is exported, from the first call on. */
  with(...values: LabelValues<Labels>): Cell {
    const key = values.join('\0')
    const known = this.#cells.get(key)
    if (known !== undefined) return known.cell
    const cell = this.#create()
    this.#cells.set(key, { values: [...values], cell })
    return cell
  }

  /** Forgets one series, for example that of a member which was removed. */
  remove(...values: LabelValues<Labels>): void {
    this.#cells.delete(values.join('\0'))
  }

  /** All series, in the order of their first use. */
  entries(): Iterable<{ readonly values: readonly string[]; readonly cell: Cell }> {
    return this.#cells.values()
  }
}
