/**
 * Ranges of keys, and which of them hold a key: an interval tree.
 *
 * A treap ordered by the start of the ranges, each node knowing the largest end below it, so that whole subtrees that end
 * before the key are passed over. The priorities come from a counter, scrambled: no randomness is needed, since nobody
 * outside can choose the order in which they are drawn.
 */

/** `to` undefined: no upper end. */
export interface Interval {
  readonly from: string
  readonly to: string | undefined
}

interface Node<T extends Interval> {
  readonly item: T
  readonly priority: number
  left: Node<T> | undefined
  right: Node<T> | undefined
  /** Largest end in this subtree; undefined: no upper end. */
  maxTo: string | undefined
}

export class IntervalTree<T extends Interval> {
  #root: Node<T> | undefined = undefined
  #drawn = 0

  /** Adds a range; no other with the same ends may be there. */
  add(item: T): void {
    this.#drawn = (this.#drawn + 1) | 0
    const node: Node<T> = { item, priority: scramble(this.#drawn), left: undefined, right: undefined, maxTo: item.to }
    this.#root = insert(this.#root, node)
  }

  /** Removes the range with these ends. */
  remove(item: T): void {
    this.#root = remove(this.#root, item)
  }

  /** Appends to `out` all ranges that hold `key`. */
  find(key: string, out: T[]): void {
    collect(this.#root, key, out)
  }
}

function collect<T extends Interval>(node: Node<T> | undefined, key: string, out: T[]): void {
  for (let at = node; at !== undefined; at = at.right) {
    if (at.maxTo !== undefined && at.maxTo <= key) return
    collect(at.left, key, out)
    if (at.item.from > key) return
    if (at.item.to === undefined || key < at.item.to) out.push(at.item)
  }
}

function insert<T extends Interval>(node: Node<T> | undefined, added: Node<T>): Node<T> {
  if (node === undefined) return added
  if (added.priority > node.priority) {
    const [left, right] = split(node, added.item)
    added.left = left
    added.right = right
    return measure(added)
  }
  if (order(added.item, node.item) < 0) node.left = insert(node.left, added)
  else node.right = insert(node.right, added)
  return measure(node)
}

function remove<T extends Interval>(node: Node<T> | undefined, item: T): Node<T> | undefined {
  if (node === undefined) return undefined
  const side = order(item, node.item)
  if (side === 0) return merge(node.left, node.right)
  if (side < 0) node.left = remove(node.left, item)
  else node.right = remove(node.right, item)
  return measure(node)
}

function split<T extends Interval>(
  node: Node<T> | undefined,
  at: T,
): [left: Node<T> | undefined, right: Node<T> | undefined] {
  if (node === undefined) return [undefined, undefined]
  if (order(node.item, at) < 0) {
    const [left, right] = split(node.right, at)
    node.right = left
    return [measure(node), right]
  }
  const [left, right] = split(node.left, at)
  node.left = right
  return [left, measure(node)]
}

function merge<T extends Interval>(left: Node<T> | undefined, right: Node<T> | undefined): Node<T> | undefined {
  if (left === undefined) return right
  if (right === undefined) return left
  if (left.priority > right.priority) {
    left.right = merge(left.right, right)
    return measure(left)
  }
  right.left = merge(left, right.left)
  return measure(right)
}

function measure<T extends Interval>(node: Node<T>): Node<T> {
  let maxTo = node.item.to
  for (const child of [node.left, node.right]) {
    if (child === undefined || maxTo === undefined) continue
    if (child.maxTo === undefined || child.maxTo > maxTo) maxTo = child.maxTo
  }
  node.maxTo = maxTo
  return node
}

function order(a: Interval, b: Interval): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1
  if (a.to === b.to) return 0
  if (a.to === undefined) return 1
  return b.to === undefined || a.to < b.to ? -1 : 1
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
