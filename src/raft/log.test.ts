import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../base/assert.ts'
import { type Entry, entryBytes, totalEntryBytes } from './entry.ts'
import { fitting, Log } from './log.ts'
import { MemoryStorage } from './memory-storage.ts'
import { emptySnapshot } from './storage.ts'

const unbounded = Number.POSITIVE_INFINITY

/** Entries from `first` on, with these terms. */
function entries(first: number, terms: readonly number[], bytes = 1): Entry[] {
  return terms.map((term, i) => ({ term, index: first + i, type: 'normal', data: Buffer.alloc(bytes, 'x') }))
}

/** A log with these terms from index 1 on, the first `stable` of them in storage. */
function logOf(terms: readonly number[], stable = 0, applyingBytesMax?: number): Log {
  const storage = new MemoryStorage()
  storage.append(entries(1, terms.slice(0, stable)))
  const log = new Log(storage, applyingBytesMax)
  log.append(entries(stable + 1, terms.slice(stable)))
  return log
}

function terms(log: Log): number[] {
  const all = log.entries(log.firstIndex, unbounded)
  assert.notEqual(all, 'compacted')
  return (all as readonly Entry[]).map(({ term }) => term)
}

const upToDate = [
  { name: 'a later last term wins, however short the log', last: { term: 4, index: 1 }, want: true },
  { name: 'an earlier last term loses, however long the log', last: { term: 2, index: 9 }, want: false },
  { name: 'in the same term the longer log wins', last: { term: 3, index: 4 }, want: true },
  { name: 'an equal log is up to date', last: { term: 3, index: 3 }, want: true },
  { name: 'in the same term the shorter log loses', last: { term: 3, index: 2 }, want: false },
]
for (const { name, last, want } of upToDate) {
  test(`Raft paper 5.4.1: ${name}`, () => assert.equal(logOf([1, 2, 3]).isUpToDate(last), want))
}

const appends = [
  { name: 'behind the end', previous: { term: 3, index: 3 }, add: [4], want: [1, 2, 3, 4] },
  { name: 'that are all there already', previous: { term: 1, index: 1 }, add: [2, 3], want: [1, 2, 3] },
  { name: 'that are there in part', previous: { term: 1, index: 1 }, add: [2, 3, 3], want: [1, 2, 3, 3] },
  { name: 'that conflict', previous: { term: 1, index: 1 }, add: [4], want: [1, 4] },
  { name: 'that conflict at the end', previous: { term: 2, index: 2 }, add: [4, 4], want: [1, 2, 4, 4] },
  { name: 'from the very start', previous: { term: 0, index: 0 }, add: [1, 2, 4], want: [1, 2, 4] },
  { name: 'none', previous: { term: 2, index: 2 }, add: [], want: [1, 2, 3] },
]
for (const stable of [0, 2, 3]) {
  for (const { name, previous, add, want } of appends) {
    test(`Raft paper 5.3: entries ${name} are taken (${stable} stable)`, () => {
      const log = logOf([1, 2, 3], stable)
      assert.equal(log.tryAppend(previous, entries(previous.index + 1, add)), previous.index + add.length)
      assert.deepEqual(terms(log), want)
    })
  }
}

test('Raft paper 5.3: entries behind one that is not here are refused', () => {
  const log = logOf([1, 2, 3])
  assert.equal(log.tryAppend({ term: 3, index: 2 }, entries(3, [3])), undefined)
  assert.equal(log.tryAppend({ term: 3, index: 4 }, entries(5, [3])), undefined)
  assert.deepEqual(terms(log), [1, 2, 3])
})

test('committed entries are never replaced', () => {
  const log = logOf([1, 2, 3])
  log.commitTo(2)
  assert.throws(() => log.tryAppend({ term: 1, index: 1 }, entries(2, [4])), BrokenInvariant)
  assert.throws(() => log.append(entries(2, [4])), BrokenInvariant)
  assert.throws(() => log.append(entries(9, [4])), BrokenInvariant)
})

test('the commit index never goes back, and never beyond the log', () => {
  const log = logOf([1, 2, 3])
  log.commitTo(2)
  log.commitTo(1)
  assert.equal(log.committed, 2)
  assert.throws(() => log.commitTo(4), BrokenInvariant)
})

test('Raft paper 5.4.2: only an entry of the own term is committed by counting', () => {
  const log = logOf([1, 2, 2])
  assert.equal(log.tryCommit({ term: 3, index: 3 }), false)
  assert.equal(log.tryCommit({ term: 2, index: 2 }), true)
  assert.equal(log.tryCommit({ term: 2, index: 2 }), false)
  assert.equal(log.tryCommit({ term: 2, index: unbounded }), false)
  assert.equal(log.committed, 2)
})

test('terms are known from the entry before the first to the last', () => {
  const storage = new MemoryStorage()
  storage.append(entries(1, [1, 1, 2, 2]))
  storage.compact(2)
  const log = new Log(storage)
  log.append(entries(5, [3]))
  const found = [0, 1, 2, 3, 4, 5, 6].map((index) => log.term(index))
  assert.deepEqual(found, ['compacted', 'compacted', 1, 2, 2, 3, 'unavailable'])
  assert.equal(log.entries(2, unbounded), 'compacted')
  assert.deepEqual(log.entries(6, unbounded), [])
  assert.throws(() => log.knownTerm(1), BrokenInvariant)
})

test('entries come from storage and from memory, never more bytes than asked for, never none', () => {
  const log = logOf([1, 1, 1, 1, 1, 1], 3)
  const one = entryBytes(entries(1, [1])[0] as Entry)
  const counts = [0, one, 2 * one, 3 * one, 3 * one + 1, 4 * one, 5 * one, 100 * one].map((bytesMax) => {
    const found = log.entries(1, bytesMax)
    return found === 'compacted' ? -1 : found.length
  })
  assert.deepEqual(counts, [1, 1, 2, 3, 3, 4, 5, 6])
  assert.equal((log.slice({ from: 4, to: 6, bytesMax: one }) as Entry[]).length, 1)
  assert.deepEqual(log.slice({ from: 4, to: 4, bytesMax: one }), [])
  assert.throws(() => log.slice({ from: 4, to: 9, bytesMax: one }), BrokenInvariant)
})

test('an entry that fits no more is left out, also when it is the first in memory', () => {
  const storage = new MemoryStorage()
  storage.append(entries(1, [1, 1]))
  const log = new Log(storage)
  log.append(entries(3, [1], 1000))
  assert.equal((log.entries(1, 100) as Entry[]).length, 2)
  assert.equal((log.entries(3, 100) as Entry[]).length, 1)
})

test('fitting takes a prefix within the bound, at least one entry', () => {
  const list = entries(1, [1, 1, 1])
  const one = entryBytes(list[0] as Entry)
  assert.equal(fitting(list, one * 3), list)
  assert.equal(fitting(list, one * 3 - 1).length, 2)
  assert.equal(fitting(list, 0).length, 1)
  assert.deepEqual(fitting([], 0), [])
})

const agreements = [
  // The leader's log of Raft paper figure 7, asked by followers of that figure; what it knows: the refused place.
  { name: 'the place itself, when its term is not later', log: [1, 1, 4], ask: { term: 4, index: 3 }, want: [3, 4] },
  {
    name: 'the end of the last term that is not later',
    log: [1, 3, 3, 3, 5, 5],
    ask: { term: 2, index: 6 },
    want: [1, 1],
  },
  { name: 'within a run of the term', log: [1, 3, 3, 3, 5, 5], ask: { term: 4, index: 6 }, want: [4, 3] },
  { name: 'nowhere but the start', log: [3, 3, 3], ask: { term: 2, index: 3 }, want: [0, 0] },
  { name: 'unknown behind the end', log: [1, 1], ask: { term: 4, index: 3 }, want: [3, 0] },
]
for (const { name, log, ask, want } of agreements) {
  test(`Raft paper 5.3, end: logs may agree at ${name}`, () => {
    const found = logOf(log, 2).agreementBefore(ask)
    assert.deepEqual([found.index, found.term], want)
  })
}

test('where logs may agree is not known in what is compacted', () => {
  const storage = new MemoryStorage()
  storage.append(entries(1, [1, 2, 3, 4]))
  storage.compact(3)
  const log = new Log(storage)
  assert.deepEqual(log.agreementBefore({ term: 9, index: 2 }), { term: 0, index: 2 })
  assert.deepEqual(log.agreementBefore({ term: 2, index: 4 }), { term: 0, index: 2 })
  assert.deepEqual(log.agreementBefore({ term: 3, index: 4 }), { term: 3, index: 3 })
})

/** Terms of a log: they never fall. */
const growing = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 30 }).map((list) => list.sort((a, b) => a - b))

test('agreementBefore finds the same place as a walk from the end', () => {
  fc.assert(
    fc.property(growing, fc.nat(40), fc.nat(40), fc.nat(30), (list, index, term, stable) => {
      const log = logOf(list, Math.min(stable, list.length))
      let want = { term: 0, index }
      if (index <= list.length) {
        let at = index
        while (at > 0 && (list[at - 1] ?? 0) > term) at--
        want = { term: at === 0 ? 0 : (list[at - 1] ?? 0), index: at }
      }
      assert.deepEqual(log.agreementBefore({ term, index }), want)
    }),
  )
})

test('Log Matching: after appends from any leaders two logs that share an entry agree up to it', () => {
  // Leaders' logs grow; a follower takes pieces of them in any order, committing nothing.
  const leader = fc.record({ base: fc.nat(10), add: fc.integer({ min: 1, max: 6 }) })
  const piece = fc.record({ leader: fc.nat(5), from: fc.nat(15), count: fc.nat(6) })
  fc.assert(
    fc.property(
      fc.array(leader, { minLength: 1, maxLength: 6 }),
      fc.array(piece, { maxLength: 30 }),
      (made, pieces) => {
        const leaders: number[][] = []
        for (const { base, add } of made) {
          const before = leaders.at(-1) ?? []
          const term = leaders.length + 1
          leaders.push([...before.slice(0, base), ...new Array<number>(add).fill(term)])
        }
        const follower = logOf([])
        for (const { leader, from, count } of pieces) {
          const source = leaders[leader % leaders.length] ?? []
          const index = Math.min(from, source.length)
          const previous = { index, term: index === 0 ? 0 : (source[index - 1] ?? 0) }
          follower.tryAppend(previous, entries(index + 1, source.slice(index, index + count)))
          const own = terms(follower)
          for (const other of leaders) {
            for (let at = Math.min(own.length, other.length); at > 0; at--) {
              if (own[at - 1] === other[at - 1]) {
                assert.deepEqual(own.slice(0, at), other.slice(0, at))
                break
              }
            }
          }
        }
      },
    ),
  )
})

test('committed entries are handed out once, within the bound, and go on when they are applied', () => {
  const one = entryBytes(entries(1, [1])[0] as Entry)
  const log = logOf([1, 1, 1, 1, 1], 5, 2 * one)
  const take = () => {
    const next = log.nextCommitted(false)
    const last = next.at(-1)
    if (last !== undefined) log.acceptApplying(last.index, totalEntryBytes(next), false)
    return next.map(({ index }) => index)
  }
  assert.deepEqual(take(), [])
  log.commitTo(5)
  assert.deepEqual(take(), [1, 2])
  assert.equal(log.hasNextCommitted(false), false)
  assert.deepEqual(take(), [])
  log.appliedTo(1, one)
  assert.deepEqual(take(), [3])
  log.appliedTo(3, 2 * one)
  assert.deepEqual(take(), [4, 5])
  log.appliedTo(5, 2 * one)
  assert.deepEqual([log.applied, log.applying], [5, 5])
  assert.throws(() => log.appliedTo(4, 0), BrokenInvariant)
  assert.throws(() => log.appliedTo(6, 0), BrokenInvariant)
})

test('an entry that did not fit waits until something is applied, although there is room for a smaller one', () => {
  const one = entryBytes(entries(1, [1])[0] as Entry)
  const log = logOf([1, 1, 1], 3, 2.5 * one)
  log.commitTo(3)
  log.acceptApplying(2, totalEntryBytes(log.nextCommitted(false)), false)
  assert.equal(log.hasNextCommitted(false), false)
  log.appliedTo(1, one)
  assert.equal(log.hasNextCommitted(false), true)
})

test('what is not stable is handed out only to who makes it durable first', () => {
  const log = logOf([1, 1, 1], 1)
  log.commitTo(3)
  assert.deepEqual(log.nextCommitted(false).length, 1)
  assert.deepEqual(log.nextCommitted(true).length, 3)
})

test('a snapshot takes the place of the log, and is applied before what follows it', () => {
  const log = logOf([1, 1], 2)
  log.commitTo(1)
  const snapshot = { ...emptySnapshot, index: 9, term: 4 }
  log.restore(snapshot)
  assert.deepEqual([log.firstIndex, log.lastIndex, log.committed], [10, 9, 9])
  assert.deepEqual(log.lastId, { term: 4, index: 9 })
  assert.equal(log.snapshot(), snapshot)
  log.append(entries(10, [4]))
  log.commitTo(10)
  assert.equal(log.hasNextCommitted(true), false)
  log.unstable.stableSnapshotTo(9)
  log.appliedTo(9, 0)
  assert.equal(log.hasNextCommitted(true), true)
  assert.throws(() => log.restore({ ...emptySnapshot, index: 5 }), BrokenInvariant)
})

test('after a crash what was applied counts as committed, although the commit index may be older', () => {
  const log = logOf([1, 1, 1], 3)
  log.restart({ committed: 1, applied: 2 })
  assert.deepEqual([log.committed, log.applied], [2, 2])
  assert.throws(() => logOf([1], 1).restart({ committed: 1, applied: 2 }), BrokenInvariant)
})

test('some looks at every entry of a range, in pages', () => {
  const log = logOf([1, 1, 2, 2, 3], 3, 1)
  const seen: number[] = []
  const look = ({ index }: Entry) => seen.push(index) > 3
  assert.equal(
    log.some({ from: 2, to: 6 }, ({ term }) => term === 9),
    false,
  )
  assert.equal(log.some({ from: 1, to: 6 }, look), true)
  assert.deepEqual(seen, [1, 2, 3, 4])
  assert.equal(
    log.some({ from: 4, to: 4 }, () => true),
    false,
  )
})
