/**
 * Finds keys that a transaction would write twice.
 *
 * A key must not be put twice, nor put and deleted, by operations that may run together: those of one list, and those of
 * transactions nested in it. The two branches of one nested transaction never run together, so both may put a key.
 *
 * etcd's search has two gaps, which clients can see and this one keeps:
 * - a delete to the end of the key space (`range_end` the byte zero) counts as empty, as does any range whose end is not
 *   above its key;
 * - a nested transaction's puts are compared with the deletes of this list and of nested transactions before it, not after it.
 */
import { openEnd } from '../base/bytes.ts'
import type { DeleteRangeRequest, RequestOp } from '../generated/etcdserverpb/kv.ts'

/** Whether a put of this list, or of a transaction nested in it, meets another put or a delete of its key. */
export function putsCollide(ops: readonly RequestOp[]): boolean {
  return collect(ops) === undefined
}

interface Writes {
  readonly puts: Set<string>
  readonly deletes: KeyRanges
}

/** What a list writes; undefined when it writes a key twice. */
function collect(ops: readonly RequestOp[]): Writes | undefined {
  const deletes = new KeyRanges()
  for (const { request } of ops) {
    if (request?.case === 'requestDeleteRange') deletes.add(request.value)
  }

  const puts = new Set<string>()
  for (const { request } of ops) {
    if (request?.case !== 'requestTxn') continue
    const success = collect(request.value.success)
    const failure = collect(request.value.failure)
    if (success === undefined || failure === undefined) return undefined
    for (const key of success.puts) {
      if (puts.has(key) || deletes.has(key)) return undefined
    }
    for (const key of failure.puts) {
      if (puts.has(key) || deletes.has(key)) return undefined
    }
    // Both branches are compared with what came before, and only then added: they exclude each other.
    for (const key of success.puts) puts.add(key)
    for (const key of failure.puts) puts.add(key)
    deletes.addAll(success.deletes)
    deletes.addAll(failure.deletes)
  }

  for (const { request } of ops) {
    if (request?.case !== 'requestPut') continue
    const { key } = request.value
    if (puts.has(key) || deletes.has(key)) return undefined
    puts.add(key)
  }
  return { puts, deletes }
}

interface HalfOpen {
  readonly from: string
  readonly to: string
}

/**
 * A set of half-open key ranges that is asked whether it holds a key. It is sorted and merged when it is first asked after a
 * change, so that a transaction of a hundred thousand nested operations costs n log n.
 */
class KeyRanges {
  #ranges: HalfOpen[] = []
  #merged = true

  add({ key, rangeEnd }: DeleteRangeRequest): void {
    const to = rangeEnd === '' ? key + openEnd : rangeEnd
    if (to <= key) return
    this.#ranges.push({ from: key, to })
    this.#merged = false
  }

  addAll(other: KeyRanges): void {
    if (other.#ranges.length === 0) return
    for (const range of other.#ranges) this.#ranges.push(range)
    this.#merged = false
  }

  has(key: string): boolean {
    if (!this.#merged) this.#merge()
    let low = 0
    let high = this.#ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ranges[middle]?.from ?? '') <= key) low = middle + 1
      else high = middle
    }
    const candidate = this.#ranges[low - 1]
    return candidate !== undefined && key < candidate.to
  }

  #merge(): void {
    const merged: HalfOpen[] = []
    for (const range of this.#ranges.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
      const last = merged.at(-1)
      if (last === undefined || range.from > last.to) merged.push(range)
      else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to }
    }
    this.#ranges = merged
    this.#merged = true
  }
}
