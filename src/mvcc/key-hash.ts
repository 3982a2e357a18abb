/**
 * From a key to its slot: open addressing with linear probing, slots only, in shards.
 *
 * It takes 11 to 21 bytes a key where a `Map` takes 28 to 56 and ends at 2^24 keys; shards keep the longest pause for growing
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
  /** Two numbers a place: the slot, or `empty` or `removed`, and the hash of its key, so that strangers are not visited. */
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
    for (let i = 0; i < shardCount; i++) this.#shards.push({ places: emptyPlaces(64), filled: 0, homeless: undefined })
  }

  /** The slot of `key`, or -1. */
  find(key: string): number {
    const hash = hashKey(key)
    const shard = this.#shards[hash & (shardCount - 1)] as Shard
    const place = this.#placeOf(shard, hash, key)
    if (place >= 0) return shard.places[place] as number
    return shard.homeless === undefined ? -1 : (shard.homeless.get(key) ?? -1)
  }

  /** Adds a key that is not there. */
  add(key: string, slot: number): void {
    const hash = hashKey(key)
    const shard = this.#shards[hash & (shardCount - 1)] as Shard
    if (shard.filled * 8 >= shard.places.length * 3) rebuild(shard, this.#slots) // three of four places are taken
    put(shard, hash, key, slot)
  }

  remove(key: string): void {
    const hash = hashKey(key)
    const shard = this.#shards[hash & (shardCount - 1)] as Shard
    const place = this.#placeOf(shard, hash, key)
    if (place < 0) {
      assert(shard.homeless?.delete(key) === true, 'a removed key is in the table', key)
      return
    }
    const next = shard.places[(place + 2) & (shard.places.length - 1)]
    shard.places[place] = next === empty ? empty : removed
    if (next === empty) shard.filled--
  }

  #placeOf(shard: Shard, hash: number, key: string): number {
    const places = shard.places
    const mask = places.length - 1
    let place = firstPlace(hash, mask)
    for (let probes = 0; probes < probesMax; probes++) {
      const slot = places[place] as number
      if (slot === empty) return -1
      if (slot !== removed && places[place + 1] === hash && this.#slots.keyOf(slot) === key) return place
      place = (place + 2) & mask
    }
    return -1
  }
}

function put(shard: Shard, hash: number, key: string, slot: number): void {
  const places = shard.places
  const mask = places.length - 1
  let place = firstPlace(hash, mask)
  for (let probes = 0; probes < probesMax; probes++) {
    const there = places[place] as number
    if (there < 0) {
      if (there === empty) shard.filled++
      places[place] = slot
      places[place + 1] = hash
      return
    }
    place = (place + 2) & mask
  }
  shard.homeless ??= new Map()
  shard.homeless.set(key, slot)
}

/** Drops the marks of removed keys, and doubles when the keys themselves fill it. Homeless keys stay where they are. */
function rebuild(shard: Shard, slots: KeySlots): void {
  const before = shard.places
  let keys = 0
  for (let place = 0; place < before.length; place += 2) if ((before[place] as number) >= 0) keys++
  shard.places = emptyPlaces(keys * 4 >= before.length ? before.length : before.length / 2)
  shard.filled = 0
  const { places } = shard
  const mask = places.length - 1
  for (let at = 0; at < before.length; at += 2) {
    const slot = before[at] as number
    if (slot < 0) continue
    const hash = before[at + 1] as number
    let place = firstPlace(hash, mask)
    let probes = 1
    while (places[place] !== empty && probes < probesMax) {
      place = (place + 2) & mask
      probes++
    }
    if (places[place] !== empty) {
      put(shard, hash, slots.keyOf(slot), slot) // finds no place either, and keeps it in the map
      continue
    }
    places[place] = slot
    places[place + 1] = hash
    shard.filled++
  }
}

function firstPlace(hash: number, mask: number): number {
  return ((hash >>> 6) << 1) & mask
}

function emptyPlaces(count: number): Int32Array {
  return new Int32Array(count * 2).fill(empty)
}

/** FNV-1a over the characters, its bits mixed at the end so that low and high ones depend on the whole key. */
export function hashKey(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
