/**
 * RangeStream: one range in chunks, so that neither side holds a large result whole.
 *
 * A chunk's number of keys follows the bytes of the one before: it doubles while chunks are below half of the target and
 * halves when one is above twice of it (etcd 3.7).
 */
import type { RangeRequest, RangeResult } from './requests.ts'

const firstKeys = 10

/** Reads a range; `counting` false: its count does not matter. */
export type ReadRange = (request: RangeRequest, counting: boolean) => RangeResult | Promise<RangeResult>

/** @param current revision of the store: that of the header, and the one to read unless the request names another */
export async function* streamRange(
  read: ReadRange,
  current: number,
  request: RangeRequest,
  targetBytes: number,
): AsyncGenerator<RangeResult, void, undefined> {
  const revision = request.revision > 0 ? request.revision : current
  let keysMax = firstKeys
  let left = request.limit > 0 ? request.limit : Number.MAX_SAFE_INTEGER
  let key = request.key
  let count: number | undefined
  for (;;) {
    const chunk = await read({ ...request, key, limit: Math.min(keysMax, left), revision }, count === undefined)
    count ??= chunk.count
    left -= chunk.kvs.length
    const last = chunk.kvs.at(-1)
    if (!chunk.more || left === 0 || last === undefined) {
      yield { revision: current, kvs: chunk.kvs, more: chunk.more, count }
      return
    }
    yield { revision: 0, kvs: chunk.kvs, more: false, count: 0 }
    let bytes = 0
    for (const kv of chunk.kvs) bytes += kv.key.length + kv.value.length
    if (bytes < targetBytes / 2) keysMax *= 2
    else if (bytes > targetBytes * 2) keysMax = Math.max(1, Math.floor(keysMax / 2))
    key = `${last.key}\0` // the key right after the last one
  }
}
