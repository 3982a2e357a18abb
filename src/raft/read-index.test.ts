import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaseTicks, ReadIndex } from './read-index.ts'

const three = { incoming: [1n, 2n, 3n], outgoing: [] }

function read(context: string) {
  return { from: 1n, context }
}

function contexts(reads: readonly { readonly context: string }[]): string[] {
  return reads.map(({ context }) => context)
}

test('a round confirms the reads that came before it, oldest first', () => {
  const reads = new ReadIndex({ self: 1n, leaseTicks: 0 })
  assert.equal(reads.wantsRound, false)
  reads.add(read('a'), 7)
  reads.add(read('b'), 8)
  assert.equal(reads.wantsRound, true)
  const round = reads.startRound(0)
  assert.equal(reads.wantsRound, false)
  reads.add(read('c'), 9)
  assert.deepEqual(reads.acknowledge(2n, round, three), [
    { from: 1n, context: 'a', index: 7, round: 1 },
    { from: 1n, context: 'b', index: 8, round: 1 },
  ])
  assert.deepEqual(reads.acknowledge(3n, round, three), [], 'nothing is confirmed twice')
  assert.deepEqual(contexts(reads.acknowledge(3n, reads.startRound(0), three)), ['c'])
})

test('a later round confirms what an earlier one was for', () => {
  const reads = new ReadIndex({ self: 1n, leaseTicks: 0 })
  reads.add(read('a'), 1)
  reads.startRound(0)
  assert.deepEqual(contexts(reads.acknowledge(2n, reads.startRound(1), three)), ['a'])
})

test('in a joint configuration both halves must answer', () => {
  const joint = { incoming: [1n, 2n, 3n], outgoing: [4n, 5n, 6n] }
  const reads = new ReadIndex({ self: 1n, leaseTicks: 0 })
  reads.add(read('a'), 1)
  const round = reads.startRound(0)
  assert.deepEqual(reads.acknowledge(2n, round, joint), [])
  assert.deepEqual(reads.acknowledge(4n, round, joint), [])
  assert.deepEqual(contexts(reads.acknowledge(5n, round, joint)), ['a'])
})

const strangers = [
  { name: 'nothing', context: '' },
  { name: 'no number', context: 'x' },
  { name: 'a round that was never sent', context: '2' },
  { name: 'a fraction', context: '0.5' },
]
for (const { name, context } of strangers) {
  test(`an answer that carries ${name} confirms nothing`, () => {
    const reads = new ReadIndex({ self: 1n, leaseTicks: 0 })
    reads.add(read('a'), 1)
    reads.startRound(0)
    assert.deepEqual(reads.acknowledge(2n, context, three), [])
  })
}

test('heartbeats carry nothing while nobody waits, unless they prolong a lease', () => {
  assert.equal(new ReadIndex({ self: 1n, leaseTicks: 0 }).startRound(0), '')
  assert.equal(new ReadIndex({ self: 1n, leaseTicks: 2 }).startRound(0), '1')
})

test('postponed reads are taken once', () => {
  const reads = new ReadIndex({ self: 1n, leaseTicks: 0 })
  assert.equal(reads.hasPostponed, false)
  reads.postpone(read('a'))
  assert.equal(reads.hasPostponed, true)
  assert.deepEqual(contexts(reads.takePostponed()), ['a'])
  assert.deepEqual(reads.takePostponed(), [])
})

test('a lease counts from when its round was sent, not from when it was answered', () => {
  const reads = new ReadIndex({ self: 1n, leaseTicks: 3 })
  const first = reads.startRound(10)
  const second = reads.startRound(11)
  assert.equal(reads.hasLease(11), false)
  reads.acknowledge(2n, first, three)
  assert.equal(reads.hasLease(12), true)
  assert.equal(reads.hasLease(13), false)
  reads.acknowledge(3n, second, three)
  assert.equal(reads.hasLease(13), true)
  assert.equal(reads.hasLease(14), false)
})

test('a lease that was given up does not come back', () => {
  const reads = new ReadIndex({ self: 1n, leaseTicks: 3 })
  reads.acknowledge(2n, reads.startRound(1), three)
  reads.voidLease()
  assert.equal(reads.hasLease(1), false)
  reads.acknowledge(2n, reads.startRound(2), three)
  assert.equal(reads.hasLease(2), false)
})

test('a lease ends before a voter may vote again, whatever the phase of its ticks', () => {
  for (let electionTicks = 1; electionTicks < 100; electionTicks++) {
    const ticks = leaseTicks(electionTicks)
    assert.ok(ticks >= 0)
    // Sent just before a tick here, received just before one there: both lose almost a tick.
    if (ticks > 0) assert.ok(ticks + 1 + electionTicks / 10 <= electionTicks)
  }
})
