import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../base/assert.ts'
import { type Entry, noData } from './entry.ts'
import { MemoryStorage } from './memory-storage.ts'
import { emptySnapshot } from './storage.ts'

const voters = { voters: [1n], learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false }

function entries(first: number, count: number, term = 1): Entry[] {
  return Array.from({ length: count }, (_, i) => ({ term, index: first + i, type: 'normal' as const, data: noData }))
}

function indexes(storage: MemoryStorage, from: number, to: number, bytesMax = Number.POSITIVE_INFINITY) {
  const found = storage.entries({ from, to, bytesMax })
  return typeof found === 'string' ? found : found.map(({ index }) => index)
}

test('an empty storage has no entry, and knows the term before the first', () => {
  const storage = new MemoryStorage()
  assert.equal(storage.firstIndex(), 1)
  assert.equal(storage.lastIndex(), 0)
  assert.equal(storage.term(0), 0)
  assert.equal(storage.term(1), 'unavailable')
  assert.deepEqual(indexes(storage, 1, 1), [])
})

test('a range that is gone, and one that is not there yet, have their words', () => {
  const storage = new MemoryStorage()
  storage.append(entries(1, 9))
  storage.compact(4)
  assert.equal(indexes(storage, 4, 6), 'compacted')
  assert.equal(indexes(storage, 5, 11), 'unavailable')
  assert.deepEqual(indexes(storage, 5, 8), [5, 6, 7])
  assert.deepEqual(indexes(storage, 5, 8, 0), [5], 'at least one, however small the bound')
  assert.equal(storage.term(3), 'compacted')
  assert.equal(storage.term(4), 1)
  assert.equal(storage.compact(4), false)
  assert.equal(storage.compact(5), true)
  assert.throws(() => storage.compact(10), BrokenInvariant)
})

test('a snapshot is of an entry in the log, newer than the last, and keeps the configuration unless told', () => {
  const storage = new MemoryStorage()
  storage.bootstrap(voters)
  storage.append(entries(1, 9))
  const snapshot = storage.createSnapshot({ index: 5, data: Buffer.from('five') })
  assert.equal(storage.snapshot(), snapshot)
  assert.deepEqual(snapshot.confState.voters, [1n])
  assert.equal(snapshot.term, 1)
  assert.throws(() => storage.createSnapshot({ index: 5, data: noData }), BrokenInvariant)
  assert.throws(() => storage.createSnapshot({ index: 10, data: noData }), BrokenInvariant)
  const joined = { ...voters, voters: [1n, 2n] }
  assert.deepEqual(storage.createSnapshot({ index: 6, confState: joined, data: noData }).confState, joined)
  assert.deepEqual(storage.initialState().confState.voters, [1n, 2n])
  assert.throws(() => storage.bootstrap(voters), BrokenInvariant)
})

test('an installed snapshot takes the place of the whole log; an older one is refused', () => {
  const storage = new MemoryStorage()
  storage.append(entries(1, 9))
  assert.equal(storage.applySnapshot({ ...emptySnapshot, index: 20, term: 3 }), true)
  assert.equal(storage.firstIndex(), 21)
  assert.equal(storage.lastIndex(), 20)
  assert.equal(storage.term(20), 3)
  assert.equal(storage.applySnapshot({ ...emptySnapshot, index: 20, term: 3 }), false)
})

test('appends and compactions agree with a plain list', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), at: fc.nat(30), count: fc.nat(20) }),
    fc.record({ kind: fc.constant('compact' as const), at: fc.nat(30), count: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const storage = new MemoryStorage()
      let model: Entry[] = []
      let compacted = 0
      let term = 1
      for (const { kind, at, count } of actions) {
        const last = compacted + model.length
        if (kind === 'compact') {
          const index = compacted + Math.min(at, model.length)
          assert.equal(storage.compact(index), index > compacted)
          model = model.slice(index - compacted)
          compacted = index
        } else {
          // May begin before what is compacted: that part is passed over.
          const first = Math.max(1, last + 1 - at)
          const added = entries(first, count, ++term)
          storage.append(added)
          const kept = added.filter(({ index }) => index > compacted)
          if (kept[0] !== undefined) model = [...model.slice(0, kept[0].index - compacted - 1), ...kept]
        }
        assert.equal(storage.firstIndex(), compacted + 1)
        assert.equal(storage.lastIndex(), compacted + model.length)
        const from = compacted + 1
        const found = storage.entries({ from, to: from + model.length, bytesMax: Number.POSITIVE_INFINITY })
        assert.deepEqual(found, model)
      }
    }),
  )
})

test('an append with a hole before it is refused', () => {
  assert.throws(() => new MemoryStorage().append(entries(2, 1)), BrokenInvariant)
})
