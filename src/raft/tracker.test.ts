import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrokenInvariant, defined } from '../base/assert.ts'
import { Changer } from './conf-change.ts'
import { type ConfState, emptyConfState } from './conf-state.ts'
import type { Progress } from './progress.ts'
import { emptyConfig, ProgressTracker } from './tracker.ts'

function tracking(confState: Partial<ConfState>): ProgressTracker {
  const tracker = new ProgressTracker({ messagesMax: 10, bytesMax: 0 })
  const restored = new Changer(tracker, 1).restore({ ...emptyConfState, ...confState })
  assert.ok(!('refused' in restored))
  tracker.install(restored)
  return tracker
}

function member(tracker: ProgressTracker, id: bigint): Progress {
  return defined(tracker.get(id), 'a member of the test', id)
}

test('committed: learners do not count, both halves do', () => {
  const tracker = tracking({ voters: [1n, 2n, 3n], votersOutgoing: [3n, 4n], learners: [5n] })
  for (const id of [1n, 2n, 3n, 5n]) member(tracker, id).acknowledge(9)
  assert.equal(tracker.committed(), 0)
  member(tracker, 4n).acknowledge(7)
  assert.equal(tracker.committed(), 7)
})

test('committed: without voters nothing holds it back', () => {
  assert.equal(new ProgressTracker({ messagesMax: 1, bytesMax: 0 }).committed(), Number.POSITIVE_INFINITY)
})

test('quorumActive: a majority of each half was heard of', () => {
  const tracker = tracking({ voters: [1n, 2n, 3n], learners: [4n] })
  assert.equal(tracker.quorumActive(), true, 'who comes counts as heard of')
  for (const each of tracker.progress.values()) each.recentActive = false
  member(tracker, 1n).recentActive = true
  member(tracker, 4n).recentActive = true
  assert.equal(tracker.quorumActive(), false)
  member(tracker, 3n).recentActive = true
  assert.equal(tracker.quorumActive(), true)
})

test('tallyVotes: the first answer of a voter stands, strangers and learners do not count', () => {
  const tracker = tracking({ voters: [1n, 2n, 3n], learners: [4n] })
  tracker.recordVote(1n, true)
  tracker.recordVote(2n, false)
  tracker.recordVote(2n, true)
  tracker.recordVote(4n, true)
  tracker.recordVote(9n, true)
  assert.deepEqual(tracker.tallyVotes(), { granted: 1, refused: 1, verdict: 'pending' })
  tracker.recordVote(3n, true)
  assert.deepEqual(tracker.tallyVotes(), { granted: 2, refused: 1, verdict: 'won' })
  assert.equal(tracker.votes.get(3n), true)
  tracker.resetVotes()
  assert.deepEqual(tracker.tallyVotes(), { granted: 0, refused: 0, verdict: 'pending' })
})

test('isSingleton: one voter that decides alone', () => {
  assert.equal(tracking({ voters: [1n], learners: [2n] }).isSingleton(), true)
  assert.equal(tracking({ voters: [1n], votersOutgoing: [1n] }).isSingleton(), true)
  assert.equal(tracking({ voters: [1n], votersOutgoing: [2n] }).isSingleton(), false)
  assert.equal(tracking({ voters: [1n], votersOutgoing: [1n, 2n] }).isSingleton(), false)
  assert.equal(tracking({ voters: [1n, 2n] }).isSingleton(), false)
})

test('members are visited in ascending order, and a restored configuration reads back as it was', () => {
  const confState: ConfState = {
    voters: [3n, 10n],
    votersOutgoing: [2n, 3n],
    learners: [1n],
    learnersNext: [2n],
    autoLeave: true,
  }
  const tracker = tracking({ ...confState, voters: [10n, 3n] })
  assert.deepEqual([...tracker.progress.keys()], [1n, 2n, 3n, 10n])
  assert.deepEqual(tracker.confState(), confState)
  assert.deepEqual(tracker.voters(), [2n, 3n, 10n])
  assert.deepEqual(tracker.learners(), [1n])
})

test('install: the role of a member follows the configuration', () => {
  const tracker = tracking({ voters: [1n, 2n], learners: [3n] })
  const third = member(tracker, 3n)
  const changed = new Changer(tracker, 5).simple([{ type: 'addNode', nodeId: 3n }])
  assert.equal(third.isLearner, true, 'a change that is only computed touches nobody')
  assert.ok(!('refused' in changed))
  tracker.install(changed)
  assert.equal(third.isLearner, false)
  assert.equal(tracker.get(3n), third)
})

test('install: a voter without progress is a bug of the caller', () => {
  const tracker = new ProgressTracker({ messagesMax: 1, bytesMax: 0 })
  const config = { ...emptyConfig, voters: { incoming: [1n], outgoing: [] } }
  assert.throws(() => tracker.install({ config, progress: new Map() }), BrokenInvariant)
})
