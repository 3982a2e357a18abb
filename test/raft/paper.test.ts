/**
 * The claims of the Raft paper's figure 2, one test each, in the figure's order; then the properties of figure 3 that
 * one member can show. Sections stand in the names.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MemberId } from '../../src/raft/entry.ts'
import type { Message, MessageType } from '../../src/raft/message.ts'
import type { Role } from '../../src/raft/ready.ts'
import { entriesOf, type MemberOptions, TestGroup, TestMember } from './test-member.ts'

function ofType(messages: readonly Message[], type: MessageType): Message[] {
  return messages.filter((message) => message.type === type)
}

function targets(messages: readonly Message[]): MemberId[] {
  return messages.map(({ to }) => to)
}

/** A member in each role, in term 1. */
function inRole(role: Role, options: MemberOptions = {}): TestMember {
  const member = new TestMember(options)
  if (role === 'follower') member.receive({ type: 'MsgApp', from: 2n, term: 1 })
  else if (role === 'candidate') {
    member.node.campaign()
    member.work()
  } else if (role === 'leader') member.lead()
  return member
}

// State: persistent on all servers

test('figure 2, state: term, vote and log are durable before a vote is answered', () => {
  const member = new TestMember({ asyncStorageWrites: true })
  member.node.step({ ...question, term: 1 })
  const [write, ...others] = member.node.ready().messages
  assert.equal(others.length, 0)
  assert.equal(write?.type, 'MsgStorageAppend')
  assert.deepEqual([write?.term, write?.vote], [1, 2n])
  assert.deepEqual(
    write?.responses.map(({ type, to }) => [type, to]),
    [['MsgVoteResp', 2n]],
  )
})

test('figure 2, state: entries are durable before they are acknowledged', () => {
  const member = new TestMember({ asyncStorageWrites: true })
  member.node.step({ ...append, term: 1, entries: entriesOf(1, [1]) })
  const [write, ...others] = member.node.ready().messages
  assert.equal(others.length, 0)
  assert.equal(write?.type, 'MsgStorageAppend')
  assert.equal(write?.entries.length, 1)
  assert.deepEqual(
    write?.responses.map(({ type }) => type),
    ['MsgAppResp', 'MsgStorageAppendResp'],
  )
})

test('figure 2, state: a member starts again with the term, vote and log that it had', () => {
  const member = new TestMember({ terms: [1, 2], hardState: { term: 3, vote: 2n, commit: 1 } })
  const { term, vote, commit, lastIndex, role } = member.status
  assert.deepEqual(
    { term, vote, commit, lastIndex, role },
    { term: 3, vote: 2n, commit: 1, lastIndex: 2, role: 'follower' },
  )
  assert.deepEqual(
    ofType(member.receive({ ...question, from: 3n, term: 3, logTerm: 2, index: 2 }), 'MsgVoteResp')[0]?.reject,
    true,
  )
})

const append: Message = message({ type: 'MsgApp', from: 2n })
const question: Message = message({ type: 'MsgVote', from: 2n })

function message(fields: Pick<Message, 'type' | 'from'>): Message {
  return {
    to: 1n,
    term: 0,
    logTerm: 0,
    index: 0,
    entries: [],
    commit: 0,
    vote: 0n,
    snapshot: undefined,
    reject: false,
    rejectHint: 0,
    context: '',
    responses: [],
    ...fields,
  }
}

// AppendEntries, receiver

for (const role of ['follower', 'candidate', 'leader'] as const) {
  test(`figure 2, AppendEntries 1 (5.1): a ${role} takes nothing of an earlier term`, () => {
    const member = inRole(role)
    member.receive({ type: 'MsgHeartbeat', from: 3n, term: 2 })
    const before = member.terms.length
    const sent = member.receive({ ...append, term: 1, entries: entriesOf(before + 1, [1]) })
    assert.deepEqual(sent, [])
    assert.equal(member.terms.length, before)
  })
}

test('figure 2, AppendEntries 1 (5.1): with CheckQuorum an earlier leader hears of the later term', () => {
  const member = new TestMember({ checkQuorum: true, hardState: { term: 2 } })
  const [answer] = member.receive({ ...append, term: 1 })
  assert.deepEqual([answer?.type, answer?.to, answer?.term, answer?.reject], ['MsgAppResp', 2n, 2, false])
})

const consistency = [
  { name: 'the entry before is not here', previous: { logTerm: 2, index: 3 }, hint: { term: 2, index: 2 } },
  { name: 'the entry before has another term', previous: { logTerm: 3, index: 2 }, hint: { term: 2, index: 2 } },
  { name: 'the entry before has a later term', previous: { logTerm: 1, index: 2 }, hint: { term: 1, index: 1 } },
]
for (const { name, previous, hint } of consistency) {
  test(`figure 2, AppendEntries 2 (5.3): an append is refused when ${name}, with a hint where the logs may meet`, () => {
    const member = new TestMember({ terms: [1, 2] })
    const [answer] = member.receive({ ...append, term: 3, ...previous })
    assert.equal(answer?.reject, true)
    assert.equal(answer?.index, previous.index)
    assert.deepEqual([answer?.logTerm, answer?.rejectHint], [hint.term, hint.index])
  })
}

const logs = [
  { name: 'a conflicting entry and all behind it are deleted', at: 1, add: [3], want: [1, 3] },
  { name: 'what matches stays, also what is behind it', at: 1, add: [2], want: [1, 2, 2] },
  { name: 'new entries are appended', at: 3, add: [3, 3], want: [1, 2, 2, 3, 3] },
]
for (const { name, at, add, want } of logs) {
  test(`figure 2, AppendEntries 3 and 4 (5.3): ${name}`, () => {
    const member = new TestMember({ terms: [1, 2, 2] })
    const logTerm = at === 1 ? 1 : 2
    const [answer] = member.receive({ ...append, term: 3, logTerm, index: at, entries: entriesOf(at + 1, add) })
    assert.deepEqual(member.terms, want)
    assert.deepEqual([answer?.reject, answer?.index], [false, at + add.length])
  })
}

const commits = [
  { name: 'no further than the leader committed', commit: 2, add: [2, 2], want: 2 },
  { name: 'no further than what the append checked', commit: 9, add: [2], want: 2 },
  { name: 'at the entry before, if nothing is new', commit: 9, add: [], want: 1 },
]
for (const { name, commit, add, want } of commits) {
  test(`figure 2, AppendEntries 5 (5.3): a follower commits ${name}`, () => {
    const member = new TestMember({ terms: [1, 2, 2, 2] })
    member.receive({ ...append, term: 2, logTerm: 1, index: 1, commit, entries: entriesOf(2, add) })
    assert.equal(member.status.commit, want)
  })
}

// RequestVote, receiver

test('figure 2, RequestVote 1 (5.1): a candidate of an earlier term gets no vote', () => {
  const member = new TestMember({ hardState: { term: 3 } })
  assert.deepEqual(member.receive({ ...question, term: 2 }), [])
  assert.equal(member.status.vote, 0n)
  const [answer] = member.receive({ ...question, type: 'MsgPreVote', term: 2 })
  assert.deepEqual([answer?.type, answer?.term, answer?.reject], ['MsgPreVoteResp', 3, true])
})

const votes = [
  { name: 'who has not voted', vote: 0n, last: { logTerm: 2, index: 2 }, granted: true },
  { name: 'who voted for the same candidate', vote: 2n, last: { logTerm: 2, index: 2 }, granted: true },
  { name: 'who voted for another', vote: 3n, last: { logTerm: 2, index: 2 }, granted: false },
  { name: 'whose log has a later last term', vote: 0n, last: { logTerm: 1, index: 9 }, granted: false },
  { name: 'whose log is longer in the same term', vote: 0n, last: { logTerm: 2, index: 1 }, granted: false },
  { name: 'whose log is shorter', vote: 0n, last: { logTerm: 2, index: 3 }, granted: true },
]
for (const { name, vote, last, granted } of votes) {
  test(`figure 2, RequestVote 2 (5.2, 5.4): a voter ${name} ${granted ? 'grants' : 'refuses'} its vote`, () => {
    const member = new TestMember({ terms: [1, 2], hardState: { term: 3, vote } })
    const [answer] = member.receive({ ...question, term: 3, ...last })
    assert.deepEqual([answer?.type, answer?.to, answer?.reject], ['MsgVoteResp', 2n, !granted])
    assert.equal(member.status.vote, granted ? 2n : vote)
  })
}

// Rules for all servers

test('figure 2, all servers (5.3): what is committed is applied, in order, each entry once', () => {
  const member = new TestMember()
  member.receive({ ...append, term: 1, entries: entriesOf(1, [1, 1, 1]), commit: 2 })
  member.receive({ ...append, term: 1, logTerm: 1, index: 2, entries: entriesOf(3, [1]), commit: 3 })
  assert.deepEqual(
    member.applied.map(({ index }) => index),
    [1, 2, 3],
  )
})

for (const role of ['follower', 'candidate', 'leader'] as const) {
  for (const type of ['MsgApp', 'MsgHeartbeat', 'MsgVote', 'MsgAppResp', 'MsgHeartbeatResp', 'MsgVoteResp'] as const) {
    test(`figure 2, all servers (5.1): a ${role} that sees a later term in a ${type} becomes its follower`, () => {
      const member = inRole(role)
      member.receive({ type, from: 2n, term: 5, reject: type === 'MsgVoteResp' })
      assert.equal(member.status.term, 5)
      assert.equal(member.status.role, 'follower')
      const fromLeader = type === 'MsgApp' || type === 'MsgHeartbeat'
      assert.equal(member.status.leader, fromLeader ? 2n : 0n)
    })
  }
}

// Followers

test('figure 2, followers (5.2): an election begins after a time-out without hearing from a leader', () => {
  const member = new TestMember()
  assert.deepEqual(member.tick(9), [])
  assert.deepEqual(targets(ofType(member.tick(1), 'MsgVote')), [2n, 3n])
})

test('figure 2, followers (5.2): a leader that is heard of, and a vote that is granted, put the election off', () => {
  const member = new TestMember()
  member.tick(9)
  member.receive({ type: 'MsgHeartbeat', from: 2n, term: 1 })
  member.tick(9)
  member.receive({ ...append, term: 1 })
  assert.deepEqual(member.tick(9), [])
  member.receive({ ...question, from: 3n, term: 2 })
  assert.deepEqual(member.tick(9), [])
  member.receive({ ...question, from: 2n, term: 2 })
  assert.equal(member.tick(1).length, 2, 'a vote that is refused puts nothing off')
})

test('figure 2, followers (5.2): a vote that is granted puts the election off also within the same term', () => {
  const member = new TestMember({ hardState: { term: 2 } })
  member.tick(9)
  assert.equal(member.receive({ ...question, term: 2 })[0]?.reject, false)
  assert.deepEqual(member.tick(9), [])
})

test('5.2: election time-outs are drawn anew for each role, between the time-out and its double', () => {
  const asked: number[] = []
  const member = new TestMember({ random: (n) => asked.push(n) % n })
  const started = [...asked]
  member.node.campaign()
  member.work()
  assert.deepEqual(started, [10])
  assert.ok(asked.length > started.length)

  const seen = new Set<number>()
  for (let drawn = 0; drawn < 10; drawn++) {
    const other = new TestMember({ random: () => drawn })
    let ticks = 0
    for (; other.status.role === 'follower'; ticks++) other.tick(1)
    seen.add(ticks)
  }
  assert.deepEqual([...seen], [10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
})

// Candidates

test('figure 2, candidates (5.2): a candidate enters the next term, votes for itself and asks all others', () => {
  const member = new TestMember({ voters: [1n, 2n, 3n, 4n, 5n], terms: [1, 2], hardState: { term: 2 } })
  const sent = member.tick(10)
  const { term, vote, role } = member.status
  assert.deepEqual({ term, vote, role }, { term: 3, vote: 1n, role: 'candidate' })
  assert.deepEqual(targets(sent), [2n, 3n, 4n, 5n])
  for (const { type, logTerm, index } of sent) assert.deepEqual([type, logTerm, index], ['MsgVote', 2, 2])
})

const elections = [
  { size: 1, granted: 0, refused: 0, want: 'leader' },
  { size: 3, granted: 0, refused: 0, want: 'candidate' },
  { size: 3, granted: 1, refused: 0, want: 'leader' },
  { size: 3, granted: 0, refused: 1, want: 'candidate' },
  { size: 3, granted: 0, refused: 2, want: 'follower' },
  { size: 5, granted: 1, refused: 2, want: 'candidate' },
  { size: 5, granted: 2, refused: 0, want: 'leader' },
  { size: 5, granted: 2, refused: 2, want: 'leader' },
  { size: 5, granted: 1, refused: 3, want: 'follower' },
  { size: 4, granted: 1, refused: 1, want: 'candidate' },
  { size: 4, granted: 1, refused: 2, want: 'follower' },
] as const
for (const { size, granted, refused, want } of elections) {
  test(`figure 2, candidates (5.2): of ${size} voters, ${granted} others for it and ${refused} against: ${want}`, () => {
    const voters = Array.from({ length: size }, (_, i) => BigInt(i + 1))
    const member = new TestMember({ voters })
    member.node.campaign()
    member.work()
    const answers = [...voters.slice(1, 1 + granted), ...voters.slice(1 + granted, 1 + granted + refused)]
    answers.forEach((from, i) => {
      member.receive({ type: 'MsgVoteResp', from, term: 1, reject: i >= granted })
    })
    assert.equal(member.status.role, want)
  })
}

test('5.2: a vote counts once, however often it arrives', () => {
  const member = new TestMember({ voters: [1n, 2n, 3n, 4n, 5n] })
  member.node.campaign()
  member.work()
  for (let i = 0; i < 3; i++) member.receive({ type: 'MsgVoteResp', from: 2n, term: 1 })
  assert.equal(member.status.role, 'candidate')
})

for (const type of ['MsgApp', 'MsgHeartbeat', 'MsgSnap'] as const) {
  test(`figure 2, candidates (5.2): a ${type} of the same term makes a candidate its sender's follower`, () => {
    const member = inRole('candidate')
    const snapshot = { index: 1, term: 1, confState: member.status.config, data: Buffer.alloc(0) }
    member.receive({ type, from: 3n, term: 1, snapshot: type === 'MsgSnap' ? snapshot : undefined })
    assert.deepEqual([member.status.role, member.status.leader], ['follower', 3n])
  })
}

test('figure 2, candidates (5.2): an election that nobody wins is followed by another in the next term', () => {
  const member = inRole('candidate')
  assert.equal(ofType(member.tick(10), 'MsgVote').length, 2)
  assert.equal(member.status.term, 2)
})

// Leaders

test('figure 2, leaders (5.2): a new leader speaks at once, with an empty entry of its term (8)', () => {
  const member = new TestMember({ terms: [1], hardState: { term: 1 } })
  const sent = ofType(member.lead(), 'MsgApp')
  assert.deepEqual(targets(sent), [2n, 3n])
  for (const { index, logTerm, entries } of sent) {
    assert.deepEqual([index, logTerm], [1, 1])
    assert.deepEqual(
      entries.map(({ term, data }) => [term, data.length]),
      [[2, 0]],
    )
  }
})

test('figure 2, leaders (5.2): idle leaders send heartbeats', () => {
  const member = inRole('leader', { heartbeatTicks: 3 })
  assert.deepEqual(member.tick(2), [])
  assert.deepEqual(targets(ofType(member.tick(1), 'MsgHeartbeat')), [2n, 3n])
})

test('figure 2, leaders (5.3): a command is appended, and applied when it is committed', () => {
  const member = inRole('leader')
  member.propose('x')
  assert.deepEqual(member.terms, [1, 1])
  assert.equal(member.applied.length, 0)
  member.receive({ type: 'MsgAppResp', from: 3n, term: 1, index: 2 })
  assert.equal(member.applied.at(-1)?.data.toString(), 'x')
})

test('figure 2, leaders (5.3): a follower gets the log from its next index on', () => {
  const member = inRole('leader', { terms: [1, 1, 1] })
  const [again] = ofType(
    member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 3, reject: true, rejectHint: 1, logTerm: 1 }),
    'MsgApp',
  )
  assert.equal(again?.index, 1)
  assert.deepEqual(
    again?.entries.map(({ index }) => index),
    [2, 3, 4],
  )
})

test('figure 2, leaders (5.3): success moves next and match, refusal winds next back', () => {
  const member = inRole('leader', { terms: [1, 1, 1] })
  const at = () => {
    const peer = member.status.progress.get(2n)
    return [peer?.match, peer?.next]
  }
  assert.deepEqual(at(), [0, 4])
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 3, reject: true, rejectHint: 2, logTerm: 1 })
  assert.deepEqual(at(), [0, 3])
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 4 })
  assert.deepEqual(at(), [4, 5])
})

test('figure 2, leaders (5.3): an index that a majority holds is committed', () => {
  const member = inRole('leader', { voters: [1n, 2n, 3n, 4n, 5n] })
  member.receive({ type: 'MsgVoteResp', from: 3n, term: 1 })
  assert.equal(member.status.role, 'leader')
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 1 })
  assert.equal(member.status.commit, 0)
  member.receive({ type: 'MsgAppResp', from: 5n, term: 1, index: 1 })
  assert.equal(member.status.commit, 1)
})

test('figure 2, leaders (5.4.2, figure 8): entries of earlier terms commit only along with one of the own term', () => {
  const member = new TestMember({ terms: [1, 2], hardState: { term: 2 } })
  member.lead()
  member.receive({ type: 'MsgAppResp', from: 2n, term: 3, index: 2 })
  assert.equal(member.status.commit, 0)
  member.receive({ type: 'MsgAppResp', from: 2n, term: 3, index: 3 })
  assert.equal(member.status.commit, 3)
})

test('5.3: a leader tells its followers the commit index, and they apply', () => {
  const group = TestGroup.of()
  group.elect(1n)
  group.propose(1n, 'a', 'b')
  for (const member of group.members.values()) {
    assert.deepEqual(
      member.applied.map(({ data }) => data.toString()),
      ['', 'a', 'b'],
    )
  }
})

test('figure 7 (5.3): a leader brings every follower of the figure to its own log', () => {
  const leader = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]
  const followers = [
    [1, 1, 1, 4, 4, 5, 5, 6, 6],
    [1, 1, 1, 4],
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    [1, 1, 1, 4, 4, 4, 4],
    [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
  ]
  const voters = [1n, 2n, 3n, 4n, 5n, 6n, 7n]
  const member = (id: MemberId, terms: readonly number[]) =>
    new TestMember({ id, voters, terms, hardState: { term: terms.at(-1) ?? 0 } })
  const group = new TestGroup([member(1n, leader), ...followers.map((terms, i) => member(BigInt(i + 2), terms))])
  // The figure's leader is that of term 8; term 7 belongs to the fourth follower.
  group.member(1n).node.step({ ...question, type: 'MsgVoteResp', from: 5n, term: 7, reject: true })
  group.elect(1n)
  assert.equal(group.member(1n).status.role, 'leader')
  group.tick(1n)
  for (const { terms } of group.members.values()) assert.deepEqual(terms, [...leader, 8])
})

test('7: a follower that lacks what is compacted gets the snapshot, then the rest', () => {
  const group = TestGroup.of()
  group.cut.add(3n)
  group.elect(1n)
  group.propose(1n, 'a', 'b', 'c')
  const { storage } = group.member(1n)
  storage.createSnapshot({ index: 3, data: Buffer.from('ab') })
  storage.compact(3)
  group.cut.delete(3n)
  group.tick(1n)
  const follower = group.member(3n)
  assert.equal(follower.storage.snapshot().data.toString(), 'ab')
  assert.deepEqual(
    follower.applied.map(({ data }) => data.toString()),
    ['c'],
  )
  assert.deepEqual([follower.status.commit, follower.status.lastIndex], [4, 4])
})
