import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../base/assert.ts'
import { type Entry, noData } from './entry.ts'
import { emptySnapshot } from './storage.ts'
import { Unstable } from './unstable.ts'

function entry(term: number, index: number): Entry {
  return { term, index, type: 'normal', data: noData }
}

/** Entries from `first` on, with these terms. */
function entries(first: number, ...terms: number[]): Entry[] {
  return terms.map((term, i) => entry(term, first + i))
}

function terms(list: readonly Entry[]): number[] {
  return list.map(({ term }) => term)
}

test('an entry is handed out once, and stays until its write is acknowledged', () => {
  const unstable = new Unstable(5)
  unstable.truncateAndAppend(entries(5, 1, 1))
  assert.deepEqual(terms(unstable.nextEntries()), [1, 1])
  unstable.acceptInProgress()
  assert.deepEqual(unstable.nextEntries(), [])
  assert.equal(unstable.hasNextEntries, false)
  assert.equal(unstable.term(6), 1)

  unstable.truncateAndAppend(entries(7, 2))
  assert.deepEqual(terms(unstable.nextEntries()), [2])
  unstable.stableTo({ term: 1, index: 6 })
  assert.equal(unstable.offset, 7)
  assert.equal(unstable.term(6), undefined)
  assert.equal(unstable.lastIndex, 7)
})

const truncations = [
  { name: 'behind the end', first: 8, want: { offset: 5, terms: [1, 1, 1, 9], next: [9] } },
  { name: 'inside what is in progress', first: 6, want: { offset: 5, terms: [1, 9], next: [9] } },
  { name: 'at the offset', first: 5, want: { offset: 5, terms: [9], next: [9] } },
  { name: 'before the offset: storage is to be overwritten', first: 3, want: { offset: 3, terms: [9], next: [9] } },
]
for (const { name, first, want } of truncations) {
  test(`an append ${name} replaces what was there and behind`, () => {
    const unstable = new Unstable(5)
    unstable.truncateAndAppend(entries(5, 1, 1, 1))
    unstable.acceptInProgress()
    unstable.truncateAndAppend(entries(first, 9))
    assert.equal(unstable.offset, want.offset)
    assert.deepEqual(terms(unstable.slice(unstable.offset, unstable.end)), want.terms)
    assert.deepEqual(terms(unstable.nextEntries()), want.next)
  })
}

test('an append behind a hole is refused', () => {
  assert.throws(() => new Unstable(5).truncateAndAppend(entries(6, 1)), BrokenInvariant)
})

test('an acknowledgement of an entry that was replaced or is gone changes nothing', () => {
  const unstable = new Unstable(5)
  unstable.truncateAndAppend(entries(5, 1, 1))
  unstable.acceptInProgress()
  unstable.truncateAndAppend(entries(5, 2, 2))
  unstable.stableTo({ term: 1, index: 6 })
  unstable.stableTo({ term: 1, index: 4 })
  unstable.stableTo({ term: 2, index: 7 })
  assert.equal(unstable.offset, 5)
})

test('a slice that was handed out does not change any more', () => {
  const unstable = new Unstable(1)
  unstable.truncateAndAppend(entries(1, 1, 1, 1))
  const before = unstable.slice(1, 4)
  assert.equal(unstable.slice(1, 4), before, 'the same range is copied once')
  unstable.truncateAndAppend(entries(2, 2))
  assert.deepEqual(terms(before), [1, 1, 1])
  assert.deepEqual(terms(unstable.slice(1, 3)), [1, 2])
  assert.deepEqual(unstable.slice(2, 2), [])
  assert.throws(() => unstable.slice(2, 9), BrokenInvariant)
})

test('a snapshot replaces everything, and is gone when it is installed', () => {
  const unstable = new Unstable(5)
  unstable.truncateAndAppend(entries(5, 1, 1))
  const snapshot = { ...emptySnapshot, index: 20, term: 3 }
  unstable.restore(snapshot)
  assert.equal(unstable.firstIndex, 21)
  assert.equal(unstable.lastIndex, 20)
  assert.equal(unstable.term(20), 3)
  assert.equal(unstable.term(6), undefined)
  assert.equal(unstable.nextSnapshot(), snapshot)
  unstable.acceptInProgress()
  assert.equal(unstable.nextSnapshot(), undefined)
  assert.equal(unstable.snapshot, snapshot)
  unstable.stableSnapshotTo(19)
  assert.equal(unstable.snapshot, snapshot)
  unstable.stableSnapshotTo(20)
  assert.equal(unstable.snapshot, undefined)
  assert.equal(unstable.firstIndex, undefined)
  assert.equal(unstable.lastIndex, undefined)
})

test('writes that follow each other leave storage with the log, whatever is replaced meanwhile', () => {
  // A writer takes what is handed out, one write at a time, and acknowledges each in the term in which it was taken.
  const action = fc.oneof(
    fc.record({ kind: fc.constant('append'), back: fc.nat(4), count: fc.integer({ min: 1, max: 4 }) }),
    fc.constant({ kind: 'take' as const, back: 0, count: 0 }),
    fc.constant({ kind: 'write' as const, back: 0, count: 0 }),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const unstable = new Unstable(1)
      let log: Entry[] = []
      let stored: Entry[] = []
      let term = 1
      const queue: { readonly write: readonly Entry[]; readonly last: Entry | undefined; readonly term: number }[] = []
      const take = () => {
        const write = unstable.nextEntries()
        unstable.acceptInProgress()
        queue.push({ write, last: log.at(-1), term })
      }
      const writeOne = () => {
        const request = queue.shift()
        if (request === undefined) return
        const { write, last } = request
        const first = write[0]?.index
        if (first !== undefined) stored = [...stored.slice(0, first - 1), ...write]
        if (request.term === term && last !== undefined) unstable.stableTo(last)
      }
      const check = () => {
        assert.deepEqual(stored.slice(0, unstable.offset - 1), log.slice(0, unstable.offset - 1))
        assert.deepEqual(unstable.slice(unstable.offset, unstable.end), log.slice(unstable.offset - 1))
      }
      for (const { kind, back, count } of actions) {
        if (kind === 'append') {
          // Only a new leader, of a new term, replaces anything.
          const keep = Math.max(0, log.length - back)
          if (keep < log.length) term++
          const added = entries(keep + 1, ...new Array<number>(count).fill(term))
          log = [...log.slice(0, keep), ...added]
          unstable.truncateAndAppend(added)
        } else if (kind === 'take') take()
        else writeOne()
        check()
      }
      take()
      while (queue.length > 0) writeOne()
      check()
      assert.deepEqual(stored, log)
    }),
  )
})
