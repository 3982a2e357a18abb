import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../base/assert.ts'
import { Progress } from './progress.ts'

const limits = { messagesMax: 2, bytesMax: 0 }

function progress({ match = 3, next = 10 } = {}): Progress {
  return new Progress({ match, next, limits, isLearner: false, recentActive: true })
}

function replicating({ match = 3, entries = 0 } = {}): Progress {
  const member = progress({ match })
  member.becomeReplicate()
  if (entries > 0) member.sentEntries(entries, 0)
  return member
}

function awaitingSnapshot({ match = 3, pending = 20 } = {}): Progress {
  const member = progress({ match, next: match + 1 })
  member.becomeSnapshot(pending)
  return member
}

test('a probe sends one append with entries, then waits', () => {
  const member = progress()
  member.sentEntries(0, 0)
  assert.equal(member.paused, false, 'an append without entries leaves the probe open')
  member.sentEntries(4, 100)
  assert.equal(member.paused, true)
  assert.equal(member.next, 10, 'what a probe carries is not assumed to arrive')
  member.resume()
  assert.equal(member.paused, false)
})

test('replicating sends ahead until the window is full', () => {
  const member = replicating()
  assert.equal(member.next, 4)
  member.sentEntries(3, 10)
  assert.deepEqual([member.next, member.paused, member.inflightCount, member.inflightFull], [7, false, 1, false])
  member.sentEntries(1, 10)
  assert.deepEqual([member.next, member.paused, member.inflightCount, member.inflightFull], [8, true, 2, true])
  member.resume()
  member.sentEntries(0, 0)
  assert.equal(member.paused, true, 'a heartbeat lets one append through a full window')
  member.freeInflights(6)
  assert.deepEqual([member.inflightCount, member.inflightFull], [1, false])
})

test('while a snapshot is under way nothing is appended', () => {
  const member = awaitingSnapshot()
  assert.deepEqual([member.paused, member.next, member.inflightCount, member.inflightFull], [true, 21, 0, false])
  member.resume()
  member.pause()
  member.freeInflights(20)
  assert.equal(member.paused, true)
  assert.throws(() => member.sentEntries(1, 1), BrokenInvariant)
})

const probeRows = [
  { name: 'from replicate it begins behind what matches', member: () => replicating({ entries: 5 }), next: 4 },
  { name: 'after a snapshot it begins behind the snapshot', member: () => awaitingSnapshot(), next: 21 },
  { name: 'an old snapshot does not send it back', member: () => awaitingSnapshot({ match: 30 }), next: 31 },
]
for (const { name, member, next } of probeRows) {
  test(`becomeProbe: ${name}`, () => {
    const probed = member()
    probed.becomeProbe()
    assert.deepEqual(probed.state, { at: 'probe', paused: false })
    assert.equal(probed.next, next)
  })
}

test('abortSnapshot: the probe begins where it would have without the snapshot', () => {
  const member = awaitingSnapshot()
  member.abortSnapshot()
  assert.deepEqual([member.state.at, member.next], ['probe', 4])
  member.pause()
  assert.equal(member.paused, true)
})

test('acknowledge: old answers change nothing, news opens the way', () => {
  const member = progress()
  member.sentEntries(1, 0)
  assert.equal(member.acknowledge(3), false)
  assert.equal(member.paused, true)
  assert.equal(member.acknowledge(5), true)
  assert.deepEqual([member.match, member.next, member.paused], [5, 10, false])
  assert.equal(member.acknowledge(12), true)
  assert.deepEqual([member.match, member.next], [12, 13])
})

const rejectRows = [
  { name: 'replicating, about what matches: old', member: replicating, rejected: 3, hint: 1, want: false, next: 4 },
  {
    name: 'replicating: back behind what matches',
    member: () => replicating({ entries: 5 }),
    rejected: 8,
    hint: 6,
    want: true,
    next: 4,
  },
  { name: 'probing elsewhere: old', member: progress, rejected: 8, hint: 8, want: false, next: 10 },
  { name: 'probing: to the hint', member: progress, rejected: 9, hint: 5, want: true, next: 6 },
  { name: 'probing: at least one back', member: progress, rejected: 9, hint: 12, want: true, next: 9 },
  { name: 'probing: never into what matches', member: progress, rejected: 9, hint: 1, want: true, next: 4 },
]
for (const { name, member, rejected, hint, want, next } of rejectRows) {
  test(`reject: ${name}`, () => {
    const asked = member()
    assert.equal(asked.reject({ rejected, hint }), want)
    assert.equal(asked.next, next)
    if (want) assert.deepEqual(asked.state, { at: 'probe', paused: false })
  })
}

test('reject: a genuine one reopens the probe', () => {
  const member = progress()
  member.sentEntries(1, 0)
  assert.equal(member.reject({ rejected: 9, hint: 5 }), true)
  assert.equal(member.paused, false)
})

test('canBumpCommit: a member is told what it can use, once', () => {
  const member = replicating()
  assert.equal(member.canBumpCommit(0), false)
  assert.equal(member.canBumpCommit(9), true)
  member.sentCommit(9)
  assert.equal(member.canBumpCommit(10), false, 'it holds nothing behind what it was told')
  member.sentEntries(8, 0)
  assert.equal(member.canBumpCommit(10), true)
  member.becomeProbe()
  member.sentCommit(2)
  assert.equal(member.canBumpCommit(3), true, 'what was told may be lost with the appends')
})

test('reset: a new leader knows nothing but the role', () => {
  const member = replicating({ entries: 2 })
  member.isLearner = true
  member.reset({ match: 0, next: 8 })
  assert.deepEqual([member.match, member.next, member.recentActive, member.isLearner], [0, 8, false, true])
  assert.deepEqual(member.state, { at: 'probe', paused: false })
  assert.equal(member.canBumpCommit(1), true)
})

test('what matches stays below what is sent next, whatever happens', () => {
  const index = fc.integer({ min: 0, max: 30 })
  const act: fc.Arbitrary<(member: Progress) => void> = fc.oneof(
    index.map((to) => (member: Progress) => void member.acknowledge(to)),
    fc.tuple(index, index).map(
      ([rejected, hint]) =>
        (member: Progress) =>
          void member.reject({ rejected, hint }),
    ),
    index.map((count) => (member: Progress) => member.paused || member.sentEntries(count, count)),
    index.map((to) => (member: Progress) => member.freeInflights(to)),
    index.map((ahead) => (member: Progress) => member.becomeSnapshot(member.match + ahead)),
    fc.constant((member: Progress) => member.becomeProbe()),
    fc.constant((member: Progress) => member.becomeReplicate()),
    fc.constant((member: Progress) => member.resume()),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const member = progress()
      let match = member.match
      for (const each of acts) {
        each(member)
        assert.ok(member.match < member.next, `match ${member.match} next ${member.next}`)
        assert.ok(member.match >= match, 'what matches never falls within a term')
        match = member.match
      }
    }),
  )
})

test('a member that matches what was not sent is a bug of the caller', () => {
  assert.throws(() => progress({ match: 5, next: 5 }), BrokenInvariant)
  assert.throws(() => progress().reset({ match: 5, next: 5 }), BrokenInvariant)
})
