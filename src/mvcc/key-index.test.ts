import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defined } from '../base/assert.ts'
import { hashKey } from './key-hash.ts'
import { type DroppedRows, KeyIndex, newest, none } from './key-index.ts'
import { KeySlots } from './key-slots.ts'
import { sortSlots } from './key-sort.ts'

/** Numbers that look random and are the same in each run. */
function draws(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Version {
  readonly main: number
  readonly create: number
  /** 0: a tombstone. */
  readonly version: number
}

/** All versions of each key, oldest first. */
class Naive {
  readonly keys = new Map<string, Version[]>()

  latest(key: string): Version | undefined {
    return this.keys.get(key)?.at(-1)
  }

  push(key: string, version: Version): void {
    const versions = this.keys.get(key)
    if (versions === undefined) this.keys.set(key, [version])
    else versions.push(version)
  }

  pop(key: string): void {
    const versions = defined(this.keys.get(key), 'a key that was changed', key)
    versions.pop()
    if (versions.length === 0) this.keys.delete(key)
  }

  compact(revision: number): void {
    for (const [key, versions] of this.keys) {
      const last = versions.findLastIndex(({ main }) => main <= revision)
      const kept = versions.slice(Math.max(last, 0))
      if (kept[0]?.version === 0 && kept[0].main < revision) kept.shift()
      if (kept.length === 0) this.keys.delete(key)
      else this.keys.set(key, kept)
    }
  }

  at(revision: number, from: string, to: string | undefined): string[] {
    const seen: string[] = []
    for (const [key, versions] of this.keys) {
      if (key < from || (to !== undefined && key >= to)) continue
      const found = versions.findLast(({ main }) => main <= revision)
      if (found !== undefined && found.version > 0) seen.push(`${key} ${found.main} ${found.create} ${found.version}`)
    }
    return seen.sort()
  }
}

function collect(
  index: KeyIndex,
  revision: number,
  span: { from: string; to: string | undefined },
  down: boolean,
): string[] {
  const seen: string[] = []
  let { from, to } = span
  for (;;) {
    const slots: number[] = []
    const next = down ? index.collectDown({ from, to }, 100, slots) : index.collect({ from, to }, 100, slots)
    for (const slot of slots) {
      const record = index.seenAt(slot, revision)
      if (record === none) continue
      const [main, create] = [index.mainOf(slot, record), index.createOf(slot, record)]
      seen.push(`${index.slots.keyOf(slot)} ${main} ${create} ${index.versionOf(slot, record)}`)
    }
    if (next === undefined) return seen
    if (down) to = next
    else from = next
  }
}

function compactAll(index: KeyIndex, revision: number): number {
  const dropped: DroppedRows = { mains: [], subs: [], tombstones: [] }
  let next: string | undefined = ''
  while (next !== undefined) {
    next = index.compact(next, { keysMax: 300, rowsMax: dropped.mains.length + 7, revision }, dropped)
  }
  return dropped.mains.length
}

for (const seed of [1, 2, 3]) {
  test(`the index holds what a sorted list of all versions holds, over thousands of keys (seed ${seed})`, () => {
    const draw = draws(seed)
    const index = new KeyIndex()
    const naive = new Naive()
    const keyAt = (i: number) => `${i % 3 === 0 ? 'deep/down/' : ''}${(i * 7919) % 5000}`
    let compacted = 0
    for (let main = 1; main <= 12_000; main++) {
      const key = keyAt(draw(main < 6000 ? 5000 : 2500))
      const latest = naive.latest(key)
      const live = latest !== undefined && latest.version > 0
      if (live && draw(3) === 0) {
        index.tombstone(index.find(key), main, 0)
        naive.push(key, { main, create: 0, version: 0 })
      } else {
        index.put(key, main, 0)
        naive.push(key, { main, create: live ? latest.create : main, version: (latest?.version ?? 0) + 1 })
      }
      if (draw(10) === 0) {
        index.undo(index.find(key))
        naive.pop(key)
      }
      if (main % 2000 !== 0) continue
      for (let i = 0; i < 6; i++) {
        const revision = i === 0 ? main : compacted + draw(main - compacted + 1)
        const [from, to] = [keyAt(draw(5000)), i % 3 === 0 ? undefined : keyAt(draw(5000))]
        const want = naive.at(revision, from, to)
        assert.deepEqual(collect(index, revision, { from, to }, false), want)
        assert.deepEqual(collect(index, revision, { from, to }, true), want.toReversed())
        if (revision === main) assert.equal(index.countLive({ from, to }), want.length)
      }
      compacted = main - draw(1500)
      const before = [...naive.keys.values()].flat().length
      naive.compact(compacted)
      assert.equal(compactAll(index, compacted), before - [...naive.keys.values()].flat().length)
      assert.equal(index.keys, naive.keys.size)
      assert.equal(index.liveKeys, naive.at(main, '', undefined).length)
      assert.equal(index.countLive({ from: '', to: undefined }), index.liveKeys)
    }
  })
}

test('keys in order fill their leaves, and are all found', () => {
  const index = new KeyIndex()
  const keys = Array.from({ length: 5000 }, (_, i) => `key ${String(i).padStart(6, '0')}`)
  for (const [i, key] of keys.entries()) index.put(key, i + 2, 0)
  const slots: number[] = []
  index.collect({ from: '', to: undefined }, 1e9, slots)
  assert.deepEqual(
    slots.map((slot) => index.slots.keyOf(slot)),
    keys,
  )
  for (const key of keys) assert.equal(index.slots.keyOf(index.find(key)), key)
  assert.equal(index.find('key 5000'), -1)
})

test('restored keys are the same as written ones', () => {
  const written = new KeyIndex()
  const restored = new KeyIndex()
  const draw = draws(9)
  for (let main = 2; main < 4000; main++) {
    const key = `${draw(1500)}`
    const slot = written.put(key, main, 0)
    restored.restore(key, main, 0, written.createOf(slot, newest), written.versionOf(slot, newest), 0n)
  }
  restored.finishRestore()
  const all = { from: '', to: undefined }
  for (const revision of [1, 100, 1999, 3999]) {
    assert.deepEqual(collect(restored, revision, all, false), collect(written, revision, all, false))
  }
  assert.equal(restored.countLive(all), written.countLive(all))
})

test('keys chosen to collide are found as well, those that find no place in the table too', () => {
  const index = new KeyIndex()
  const keys: string[] = []
  // The shard and the place in a table of 256 come from the lowest 14 bits.
  for (let i = 0; keys.length < 120; i++) if ((hashKey(`${i}`) & 0x3fff) === 0) keys.push(`${i}`)
  for (const [i, key] of keys.entries()) index.put(key, i + 2, 0)
  for (const key of keys) assert.equal(index.slots.keyOf(index.find(key)), key)
  for (let i = 0; i < keys.length; i += 2) index.undo(index.find(keys[i] as string))
  for (const [i, key] of keys.entries()) assert.equal(index.find(key) >= 0, i % 2 === 1)
})

test('sorting slots is sorting their keys, also of keys that only differ in how they end', () => {
  const draw = draws(4)
  const alphabet = ['\0', 'a', 'b', '\xff', 'a long piece that many share/']
  for (const count of [0, 1, 13, 200, 5000]) {
    const keys = new Set<string>(Array.from({ length: Math.min(count, 60) }, (_, i) => `x${'\0'.repeat(i)}`))
    while (keys.size < count) keys.add(Array.from({ length: draw(12) + 1 }, () => alphabet[draw(5)]).join(''))
    const slots = new KeySlots()
    for (const key of keys) slots.take(key)
    assert.deepEqual(
      [...sortSlots(slots, keys.size)].map((slot) => slots.keyOf(slot)),
      [...keys].sort(),
    )
  }
})
