/**
 * From a key to its slot: open addressing with linear probing, slots only, in shards.
 *
 * It takes 5 to 11 bytes a key where a `Map` takes 28 to 56 and ends at 2^24 keys; shards keep the longest pause for growing
 * one at a few milliseconds. A key that finds no place within `probesMax` steps goes to a `Map` beside the table, whose
 * hash nobody can foresee: keys chosen to collide in ours cost memory, not time.
 */
import { assert } from '../base/assert.ts'
import type { KeySlots } from './key-slots.ts'

const shardCount = 64
const probesMax = 48
const empty = -1
const removed = -2

interface Shard {
  places: Int32Array
  /** Places that are not empty, the removed ones included. */
  filled: number
  /** Keys that found no place in the table. */
  homeless: Map<string, number> | undefined
}

export class KeyHash {
  readonly #slots: KeySlots
  readonly #shards: Shard[] = []

  constructor(slots: KeySlots) {
    this.#slots = slots
    for (let i = 0; i < shardCount; i++)
      this.#shards.push({ places: new Int32Array(64).fill(empty), filled: 0, homeless: undefined })
  }

  /** The slot of `key`, or -1. */
  find(key: string): number {
    const hash = hashKey(key)
    const shard = this.#shards[hash & (shardCount - 1)] as Shard
    const places = shard.places
    const mask = places.length - 1
    let place = (hash >>> 6) & mask
    for (let probes = 0; probes < probesMax; probes++) {
      const slot = places[place] as number
      if (slot === empty) break
      if (slot !== removed && this.#slots.keyOf(slot) === key) return slot
      place = (place + 1) & mask
    }
    return shard.homeless?.get(key) ?? -1
  }

  /** Adds a key that is not there. */
  add(key: string, slot: number): void {
    const hash = hashKey(key)
    const shard = this.#shards[hash & (shardCount - 1)] as Shard
    if (shard.filled * 3 >= shard.places.length * 2) this.#rebuild(shard)
    this.#place(shard, hash, key, slot)
  }

  remove(key: string): void {
    const hash = hashKey(key)
    const shard = this.#shards[hash & (shardCount - 1)] as Shard
    const mask = shard.places.length - 1
    let place = (hash >>> 6) & mask
    for (let probes = 0; probes < probesMax; probes++) {
      const slot = shard.places[place] as number
      if (slot === empty) break
      if (slot !== removed && this.#slots.keyOf(slot) === key) {
        const next = shard.places[(place + 1) & mask] as number
        shard.places[place] = next === empty ? empty : removed
        if (next === empty) shard.filled--
        return
      }
      place = (place + 1) & mask
    }
    assert(shard.homeless?.delete(key) === true, 'a removed key is in the table', key)
  }

  #place(shard: Shard, hash: number, key: string, slot: number): void {
    const places = shard.places
    const mask = places.length - 1
    let place = (hash >>> 6) & mask
    for (let probes = 0; probes < probesMax; probes++) {
      const there = places[place] as number
      if (there < 0) {
        if (there === empty) shard.filled++
        places[place] = slot
        return
      }
      place = (place + 1) & mask
    }
    shard.homeless ??= new Map()
    shard.homeless.set(key, slot)
  }

  /** Drops the marks of removed keys, and doubles when the keys themselves fill it. Homeless keys stay where they are. */
  #rebuild(shard: Shard): void {
    const before = shard.places
    let keys = 0
    for (const slot of before) if (slot >= 0) keys++
    shard.places = new Int32Array(keys * 3 >= before.length ? before.length * 2 : before.length).fill(empty)
    shard.filled = 0
    for (const slot of before) {
      if (slot < 0) continue
      const key = this.#slots.keyOf(slot)
      this.#place(shard, hashKey(key), key, slot)
    }
  }
}

/** FNV-1a over the characters, its bits mixed at the end so that low and high ones depend on the whole key. */
export function hashKey(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
