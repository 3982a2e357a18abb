/**
 * A sorted map from keys to values of which anybody may keep a picture for the price of a reference.
 *
 * Two levels: a list of leaves, each with at most `leafMax` keys in order. A picture is the list itself; from then on
 * the list and the leaves are shared, and the first change copies the list, and each changed leaf once. Which leaves
 * are shared tells their age: those made before the last picture are.
 */
import { assert, defined } from '../base/assert.ts'

const leafMax = 256

interface Leaf {
  readonly age: number
  readonly keys: string[]
  readonly values: Buffer[]
}

export type Picture = readonly Leaf[]

/** Keys are latin-1 strings, whose `<` is the order of their bytes. */
export class SortedRows {
  #leaves: Leaf[] = []
  /** Counts pictures. */
  #age = 0
  #listAge = 0
  #size = 0
  #bytes = 0

  get size(): number {
    return this.#size
  }

  /** Bytes of all keys and values. */
  get bytes(): number {
    return this.#bytes
  }

  /** All rows as they are now, whatever is changed later. */
  picture(): Picture {
    this.#age++
    return this.#leaves
  }

  get(key: string): Buffer | undefined {
    return getIn(this.#leaves, key)
  }

  set(key: string, value: Buffer): void {
    const index = Math.max(0, leafFor(this.#leaves, key))
    const leaf = this.#ownLeaf(index)
    const at = lowerBound(leaf.keys, key)
    if (leaf.keys[at] === key) {
      this.#bytes += value.length - valueAt(leaf, at).length
      leaf.values[at] = value
      return
    }
    leaf.keys.splice(at, 0, key)
    leaf.values.splice(at, 0, value)
    this.#size++
    this.#bytes += key.length + value.length
    if (leaf.keys.length > leafMax) this.#split(index, leaf, at)
  }

  delete(key: string): void {
    const index = leafFor(this.#leaves, key)
    const found = this.#leaves[index]
    if (found === undefined) return
    const at = lowerBound(found.keys, key)
    if (found.keys[at] !== key) return
    const leaf = this.#ownLeaf(index)
    this.#bytes -= key.length + valueAt(leaf, at).length
    this.#size--
    leaf.keys.splice(at, 1)
    leaf.values.splice(at, 1)
    if (leaf.keys.length === 0) this.#leaves.splice(index, 1)
  }

  /** The leaf at `index`, which nobody else sees. */
  #ownLeaf(index: number): Leaf {
    if (this.#listAge !== this.#age) {
      this.#leaves = this.#leaves.slice()
      this.#listAge = this.#age
    }
    const leaf = this.#leaves[index]
    if (leaf !== undefined && leaf.age === this.#age) return leaf
    const own = { age: this.#age, keys: leaf?.keys.slice() ?? [], values: leaf?.values.slice() ?? [] }
    this.#leaves[index] = own
    return own
  }

  #split(index: number, leaf: Leaf, insertedAt: number): void {
    // Keys that only grow, as revisions do, leave full leaves behind them instead of half empty ones.
    const atEnd = insertedAt === leaf.keys.length - 1 && index === this.#leaves.length - 1
    const middle = atEnd ? leaf.keys.length - 1 : leaf.keys.length >> 1
    const right = { age: this.#age, keys: leaf.keys.splice(middle), values: leaf.values.splice(middle) }
    this.#leaves.splice(index + 1, 0, right)
  }
}

export function getIn(picture: Picture, key: string): Buffer | undefined {
  const leaf = picture[leafFor(picture, key)]
  if (leaf === undefined) return undefined
  const at = lowerBound(leaf.keys, key)
  return leaf.keys[at] === key ? leaf.values[at] : undefined
}

/** Rows with keys in [from, to), in order or backwards; without `to` up to the last. */
export function* rowsIn(
  picture: Picture,
  from = '',
  to?: string,
  reverse = false,
): Generator<readonly [string, Buffer], void, undefined> {
  const step = reverse ? -1 : 1
  const first = !reverse ? leafFor(picture, from) : to === undefined ? picture.length - 1 : leafFor(picture, to)
  for (let i = Math.max(0, first); ; i += step) {
    const leaf = picture[i]
    if (leaf === undefined) return
    const start = lowerBound(leaf.keys, from)
    const end = to === undefined ? leaf.keys.length : lowerBound(leaf.keys, to)
    for (let at = reverse ? end - 1 : start; at >= start && at < end; at += step) {
      yield [defined(leaf.keys[at], 'a key in its leaf'), valueAt(leaf, at)]
    }
    // The leaf goes on beyond the far edge of the range: so do all leaves behind it.
    if (reverse ? start > 0 : end < leaf.keys.length) return
  }
}

/** Index of the last leaf whose first key is not after `key`; -1 when there is none. */
function leafFor(leaves: Picture, key: string): number {
  let low = 0
  let high = leaves.length
  while (low < high) {
    const middle = (low + high) >> 1
    const first = leaves[middle]?.keys[0]
    assert(first !== undefined, 'no leaf is empty', middle)
    if (first <= key) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Index of the first key that is not before `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (defined(keys[middle], 'a key in its leaf', middle) < key) low = middle + 1
    else high = middle
  }
  return low
}

function valueAt(leaf: Leaf, at: number): Buffer {
  return defined(leaf.values[at], 'a value for each key', at)
}
