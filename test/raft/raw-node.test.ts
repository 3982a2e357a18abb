/** What the program that runs a member relies on: calls, results, and the parts of a Ready. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrokenInvariant } from '../../src/base/assert.ts'
import { appendThread, applyThread, type MemberId, noData } from '../../src/raft/entry.ts'
import { MemoryStorage } from '../../src/raft/memory-storage.ts'
import { newMessage, transferContext } from '../../src/raft/message.ts'
import { RawNode } from '../../src/raft/raw-node.ts'
import type { DropReason, RaftConfig } from '../../src/raft/ready.ts'
import { confStateOf, entriesOf, TestGroup, TestMember } from './test-member.ts'

const minimal: RaftConfig = {
  id: 1n,
  electionTicks: 10,
  heartbeatTicks: 1,
  storage: new MemoryStorage(),
  random: () => 0,
}

const wrongConfigs: { name: string; change: Partial<RaftConfig> }[] = [
  { name: 'an id of nobody', change: { id: 0n } },
  { name: 'a negative id', change: { id: -1n } },
  { name: 'the id of a thread', change: { id: applyThread } },
  { name: 'an id of more than 64 bits', change: { id: 1n << 64n } },
  { name: 'no ticks between heartbeats', change: { heartbeatTicks: 0 } },
  { name: 'an election time-out not above the heartbeat', change: { electionTicks: 1 } },
  { name: 'no room for any message', change: { maxInflightMessages: 0 } },
  { name: 'fewer bytes under way than in one message', change: { maxInflightBytes: 10, maxSizePerMessage: 11 } },
  { name: 'leases without CheckQuorum', change: { readOnly: 'leaseBased', checkQuorum: false } },
]
for (const { name, change } of wrongConfigs) {
  test(`a config with ${name} is refused`, () => {
    assert.throws(() => new RawNode({ ...minimal, ...change }), RangeError)
  })
}

test('PreVote, CheckQuorum and stepping down when removed are on unless told otherwise', () => {
  const storage = new MemoryStorage()
  storage.bootstrap(confStateOf([1n, 2n, 3n]))
  const node = new RawNode({ ...minimal, storage })
  node.campaign()
  assert.equal(node.basicStatus().role, 'preCandidate')
  assert.doesNotThrow(() => new RawNode({ ...minimal, readOnly: 'leaseBased' }))
})

function dropped(result: { readonly ok: boolean; readonly dropped?: string }): string | undefined {
  return result.ok ? undefined : result.dropped
}

function ofKind<T extends { readonly type: string }>(messages: readonly T[], type: string): T[] {
  return messages.filter((message) => message.type === type)
}

const drops: { name: string; want: DropReason; member: () => TestMember }[] = [
  { name: 'without a leader', want: 'noLeader', member: () => new TestMember() },
  {
    name: 'during an election',
    want: 'noLeader',
    member: () => {
      const member = new TestMember()
      member.node.campaign()
      return member
    },
  },
  {
    name: 'at a follower that must not forward',
    want: 'forwardingOff',
    member: () => {
      const member = new TestMember({ disableProposalForwarding: true })
      member.receive({ type: 'MsgHeartbeat', from: 2n, term: 1 })
      return member
    },
  },
  {
    name: 'during a transfer',
    want: 'transferring',
    member: () => {
      const member = new TestMember()
      member.lead()
      member.node.transferLeader(2n)
      return member
    },
  },
  {
    name: 'at a leader that was removed',
    want: 'removed',
    member: () => {
      const member = new TestMember({ stepDownOnRemoval: false })
      member.lead()
      member.node.applyConfChange({
        transition: 'auto',
        changes: [{ type: 'removeNode', nodeId: 1n }],
        context: noData,
      })
      return member
    },
  },
  {
    name: 'with too much uncommitted',
    want: 'tooMuchUncommitted',
    member: () => {
      const member = new TestMember({ maxUncommittedEntriesSize: 4 })
      member.lead()
      member.propose('1234')
      return member
    },
  },
]
for (const { name, want, member } of drops) {
  test(`a proposal ${name} is dropped as ${want}`, () => {
    const { node } = member()
    assert.equal(dropped(node.propose(Buffer.from('x'))), want)
  })
}

test('a batch is taken whole or not at all, and comes out as the Buffers that were proposed', () => {
  const member = new TestMember({ voters: [1n], maxUncommittedEntriesSize: 6 })
  member.lead([])
  const batch = ['aa', 'bb', 'cc'].map((word) => Buffer.from(word))
  assert.deepEqual(member.node.propose(batch), { ok: true })
  assert.equal(dropped(member.node.propose(batch)), 'tooMuchUncommitted')
  assert.deepEqual(member.node.propose([]), { ok: true })
  member.work()
  assert.deepEqual(
    member.applied.slice(1).map(({ data }) => data),
    batch,
  )
  for (const [i, data] of batch.entries()) assert.equal(member.applied[i + 1]?.data, data)
  assert.deepEqual(member.node.propose(batch), { ok: true }, 'what is applied is no longer counted')
})

test('only what is applied is taken off the uncommitted bytes', () => {
  const member = new TestMember({ maxUncommittedEntriesSize: 6 })
  member.lead()
  member.propose('aa', 'bb', 'cc')
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 2 })
  assert.equal(dropped(member.node.propose(Buffer.from('ddd'))), 'tooMuchUncommitted')
  assert.equal(dropped(member.node.propose(Buffer.from('dd'))), undefined)
})

test('tens of thousands of proposals go in one call', () => {
  const member = new TestMember({ voters: [1n] })
  member.lead([])
  member.node.propose(new Array<Buffer>(200_000).fill(noData))
  member.work()
  assert.equal(member.status.applied, 200_001)
})

const refused: { name: string; message: Parameters<typeof newMessage>[0]; want: string }[] = [
  { name: 'an answer from outside', message: { type: 'MsgAppResp', to: 1n, from: 9n, term: 1 }, want: 'unknownPeer' },
  { name: 'a request to write', message: { type: 'MsgStorageAppend', to: 1n, from: 2n }, want: 'misdirected' },
  {
    name: 'a forged acknowledgement',
    message: { type: 'MsgStorageAppendResp', to: 1n, from: 2n },
    want: 'misdirected',
  },
  {
    name: 'a vote by a thread',
    message: { type: 'MsgVote', to: 1n, from: appendThread, term: 1 },
    want: 'misdirected',
  },
]
for (const { name, message, want } of refused) {
  test(`${name} is refused as ${want}`, () => {
    assert.equal(dropped(new TestMember().node.step(newMessage(message))), want)
  })
}

test('a Ready is handed out once, and names only what changed', () => {
  const { node } = new TestMember({ voters: [1n] })
  assert.equal(node.hasReady(), false)
  node.campaign()
  assert.equal(node.hasReady(), true)
  const first = node.ready()
  assert.deepEqual(first.softState, { leader: 0n, role: 'candidate' })
  assert.deepEqual(first.hardState, { term: 1, vote: 1n, commit: 0 })
  assert.equal(first.mustSync, true)
  assert.throws(() => node.ready(), BrokenInvariant)
  node.advance()
  assert.throws(() => node.advance(), BrokenInvariant)
  const second = node.ready()
  assert.deepEqual(second.softState, { leader: 1n, role: 'leader' })
  assert.equal(second.hardState, undefined)
  assert.equal(second.entries.length, 1)
})

test('a commit index alone need not be synced', () => {
  const member = new TestMember({ terms: [1], hardState: { term: 1 } })
  member.node.step(newMessage({ type: 'MsgHeartbeat', to: 1n, from: 2n, term: 1, commit: 1 }))
  const { hardState, mustSync } = member.node.ready()
  assert.deepEqual(hardState, { term: 1, vote: 0n, commit: 1 })
  assert.equal(mustSync, false)
})

test('asynchronous: what is committed is applied only after it is durable here', () => {
  const storage = new MemoryStorage()
  storage.bootstrap(confStateOf([1n]))
  const node = new RawNode({ ...minimal, storage, asyncStorageWrites: true, preVote: false })
  const deliver = (message: { readonly responses: readonly Parameters<RawNode['step']>[0][] } | undefined) => {
    for (const response of message?.responses ?? []) node.step(response)
  }
  node.campaign()
  deliver(node.ready().messages[0])
  node.propose(Buffer.from('x'))
  const [write] = node.ready().messages
  assert.deepEqual(
    write?.entries.map(({ index }) => index),
    [1, 2],
  )
  assert.equal(node.hasReady(), false, 'nothing counts before it is durable, not even at the only voter')
  storage.append(write?.entries ?? [])
  deliver(write)
  const [commit, apply] = node.ready().messages
  assert.deepEqual([commit?.to, commit?.commit, apply?.to], [appendThread, 2, applyThread])
  assert.deepEqual(
    apply?.entries.map(({ index }) => index),
    [1, 2],
  )
  assert.equal(node.basicStatus().applied, 0)
  deliver(apply)
  assert.equal(node.basicStatus().applied, 2)
  assert.throws(() => node.advance(), BrokenInvariant)
})

test('asynchronous: entries that were replaced, and replaced back, count when the last write is done', () => {
  const { node, storage } = new TestMember({ asyncStorageWrites: true })
  const writes = [
    { from: 2n, term: 1, entries: entriesOf(1, [1, 1]) },
    { from: 3n, term: 2, entries: entriesOf(1, [2, 2]) },
    { from: 2n, term: 3, entries: entriesOf(1, [1, 1]) },
  ].map((fields) => {
    node.step(newMessage({ type: 'MsgApp', to: 1n, ...fields }))
    return node.ready().messages.find(({ to }) => to === appendThread)
  })
  node.step(newMessage({ type: 'MsgHeartbeat', to: 1n, from: 2n, term: 3, commit: 2 }))
  const applied: number[][] = []
  for (const write of writes) {
    storage.append(write?.entries ?? [])
    for (const response of write?.responses ?? []) if (response.to === 1n) node.step(response)
    const apply = node.ready().messages.find(({ to }) => to === applyThread)
    applied.push(apply?.entries.map(({ term }) => term) ?? [])
  }
  assert.deepEqual(applied, [[], [], [1, 1]])
})

test('asynchronous: the acknowledgement that a change of term voided comes with the next write', () => {
  const { node, storage } = new TestMember({ asyncStorageWrites: true })
  const take = () => node.ready().messages.find(({ to }) => to === appendThread)
  const finish = (write: ReturnType<typeof take>) => {
    storage.append(write?.entries ?? [])
    for (const response of write?.responses ?? []) if (response.to === 1n) node.step(response)
  }
  node.step(newMessage({ type: 'MsgApp', to: 1n, from: 2n, term: 1, entries: entriesOf(1, [1]), commit: 1 }))
  const first = take()
  node.step(newMessage({ type: 'MsgHeartbeat', to: 1n, from: 3n, term: 2 }))
  const second = take()
  assert.deepEqual(second?.entries, [])
  finish(first)
  assert.equal(node.hasReady(), false)
  finish(second)
  assert.equal(node.hasReady(), true, 'the committed entry is stable now')
})

test('after a crash nothing up to the applied index is handed out again', () => {
  const member = new TestMember({ terms: [1, 1, 1], hardState: { term: 1, commit: 2 }, applied: 2 })
  assert.deepEqual([member.status.commit, member.status.applied], [2, 2])
  member.receive({ type: 'MsgHeartbeat', from: 2n, term: 1, commit: 3 })
  assert.deepEqual(
    member.applied.map(({ index }) => index),
    [3],
  )
})

test('a leader that hears from no majority steps down (Raft thesis 6.2)', () => {
  const member = new TestMember({ checkQuorum: true })
  member.lead()
  member.tick(5)
  member.receive({ type: 'MsgHeartbeatResp', from: 3n, term: 1 })
  member.tick(5)
  assert.equal(member.status.role, 'leader')
  member.tick(9)
  assert.equal(member.status.role, 'leader')
  member.tick(1)
  assert.equal(member.status.role, 'follower')
})

test('a candidate is not listened to while a leader is heard of, unless that leader sent it (Raft thesis 4.2.3)', () => {
  for (const type of ['MsgVote', 'MsgPreVote'] as const) {
    const member = new TestMember({ checkQuorum: true })
    member.receive({ type: 'MsgHeartbeat', from: 2n, term: 1 })
    member.tick(9)
    assert.deepEqual(member.receive({ type, from: 3n, term: 2 }), [])
    const [answer] = member.receive({ type, from: 3n, term: 2, context: transferContext })
    assert.equal(answer?.reject, false)
  }
})

test('a pre-vote that is refused by a later term brings that term (Raft thesis 9.6)', () => {
  const member = new TestMember({ preVote: true })
  member.node.campaign()
  member.work()
  member.receive({ type: 'MsgPreVoteResp', from: 2n, term: 7, reject: true })
  assert.deepEqual([member.status.role, member.status.term], ['follower', 7])
})

test('a pre-vote is refused in the term of who refuses', () => {
  const member = new TestMember({ terms: [1, 2], hardState: { term: 2 } })
  const [answer] = member.receive({ type: 'MsgPreVote', from: 2n, term: 3, logTerm: 1, index: 1 })
  assert.deepEqual([answer?.term, answer?.reject, member.status.term], [2, true, 2])
})

test('a learner votes when asked, and does not campaign', () => {
  const member = new TestMember({ id: 3n, voters: [1n, 2n], learners: [3n] })
  assert.deepEqual(member.tick(30), [])
  member.node.campaign()
  assert.equal(member.status.role, 'follower')
  const [answer] = member.receive({ type: 'MsgVote', from: 1n, term: 1 })
  assert.deepEqual([answer?.type, answer?.reject], ['MsgVoteResp', false])
})

test('nobody campaigns with a committed config change that is not applied', () => {
  const storage = new MemoryStorage()
  storage.bootstrap(confStateOf([1n, 2n, 3n]))
  storage.append([{ term: 1, index: 1, type: 'confChangeV2', data: noData }])
  storage.setHardState({ term: 1, vote: 0n, commit: 1 })
  const node = new RawNode({ ...minimal, storage })
  node.campaign()
  assert.equal(node.basicStatus().role, 'follower')
})

test('a second leader in the same term is not followed', () => {
  const noted: string[] = []
  const member = new TestMember({ log: (level, sentence) => level === 'error' && noted.push(sentence) })
  member.lead()
  assert.deepEqual(member.receive({ type: 'MsgApp', from: 2n, term: 1 }), [])
  assert.equal(member.status.role, 'leader')
  assert.equal(noted.length, 1)
})

test('a snapshot message without a snapshot is ignored', () => {
  assert.deepEqual(new TestMember().receive({ type: 'MsgSnap', from: 2n, term: 1 }), [])
})

const snapshots = [
  { name: 'that is older than what is committed', index: 1, term: 1, voters: [1n, 2n, 3n], answer: 2 },
  { name: 'of a group that it is not in', index: 9, term: 1, voters: [2n, 3n], answer: 2 },
  { name: 'whose last entry it has', index: 3, term: 1, voters: [1n, 2n, 3n], answer: 3 },
]
for (const { name, index, term, voters, answer } of snapshots) {
  test(`a follower does not install a snapshot ${name}, and says how far it is`, () => {
    const member = new TestMember({ terms: [1, 1, 1], hardState: { term: 1, commit: 2 } })
    const snapshot = { index, term, confState: confStateOf(voters), data: noData }
    const [sent] = member.receive({ type: 'MsgSnap', from: 2n, term: 1, snapshot })
    assert.deepEqual([sent?.type, sent?.index], ['MsgAppResp', answer])
    assert.equal(member.storage.snapshot().index, 0)
    assert.equal(member.status.commit, answer)
  })
}

test('a member does not campaign while it waits for a snapshot to be installed', () => {
  const member = new TestMember({ asyncStorageWrites: true })
  const snapshot = { index: 5, term: 1, confState: confStateOf([1n, 2n, 3n]), data: noData }
  member.node.step(newMessage({ type: 'MsgSnap', to: 1n, from: 2n, term: 1, snapshot }))
  const [write] = member.node.ready().messages
  member.node.campaign()
  assert.equal(member.status.role, 'follower')
  member.storage.applySnapshot(snapshot)
  // In a later term: a snapshot is committed state, so that its acknowledgement still counts.
  member.node.step(newMessage({ type: 'MsgHeartbeat', to: 1n, from: 3n, term: 2 }))
  for (const response of write?.responses ?? []) if (response.to === 1n) member.node.step(response)
  assert.equal(member.status.applied, 5)
  member.node.campaign()
  assert.equal(member.status.role, 'candidate')
})

/** A leader that has compacted up to 3, and whose follower 3 acknowledged index 1 and was silent since. */
function leaderOfSilentFollower(): TestMember {
  const member = new TestMember({ checkQuorum: true })
  member.lead()
  for (const from of [2n, 3n]) member.receive({ type: 'MsgAppResp', from, term: 1, index: 1 })
  member.propose('a', 'b')
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 3 })
  member.tick(10)
  member.storage.createSnapshot({ index: 3, data: noData })
  member.storage.compact(3)
  member.node.reportUnreachable(3n)
  return member
}

test('a silent follower gets no snapshot before it is heard of', () => {
  const member = leaderOfSilentFollower()
  assert.deepEqual(ofKind(member.propose('c'), 'MsgSnap'), [])
  assert.equal(ofKind(member.receive({ type: 'MsgHeartbeatResp', from: 3n, term: 1 }), 'MsgSnap').length, 1)
})

test('a follower is served from the log again as soon as the log reaches back to it, whichever snapshot it had', () => {
  const member = leaderOfSilentFollower()
  member.propose('c')
  member.receive({ type: 'MsgHeartbeatResp', from: 3n, term: 1 })
  const state = () => member.status.progress.get(3n)?.state
  assert.deepEqual(member.receive({ type: 'MsgAppResp', from: 3n, term: 1, index: 2 }), [], 'one snapshot is enough')
  assert.equal(state(), 'snapshot')
  const [next] = member.receive({ type: 'MsgAppResp', from: 3n, term: 1, index: 3 })
  assert.equal(state(), 'replicate')
  assert.deepEqual(
    next?.entries.map(({ index }) => index),
    [4],
  )
})

test('a snapshot that cannot be had yet is asked for again', () => {
  let available = false
  class SlowStorage extends MemoryStorage {
    override snapshot() {
      return available ? super.snapshot() : ('unavailable' as never)
    }
  }
  const storage = new SlowStorage()
  storage.bootstrap(confStateOf([1n, 2n]))
  storage.append(entriesOf(1, [1, 1]))
  available = true
  storage.createSnapshot({ index: 2, data: noData })
  storage.compact(2)
  const node = new RawNode({ ...minimal, storage, preVote: false, applied: 2 })
  available = false
  const run = () => {
    const { entries, messages } = node.ready()
    storage.append(entries)
    node.advance()
    return messages.map(({ type }) => type)
  }
  node.campaign()
  run()
  node.step(newMessage({ type: 'MsgVoteResp', to: 1n, from: 2n, term: 1 }))
  run()
  const refuse = newMessage({ type: 'MsgAppResp', to: 1n, from: 2n, term: 1, index: 2, reject: true })
  node.step(refuse)
  assert.equal(node.hasReady(), false)
  available = true
  node.step(newMessage({ type: 'MsgHeartbeatResp', to: 1n, from: 2n, term: 1 }))
  assert.deepEqual(run(), ['MsgSnap'])
})

test('a change that cannot be carried out, or read, becomes an empty entry', () => {
  const member = new TestMember({ voters: [1n] })
  member.lead([])
  const changes = [{ type: 'removeNode', nodeId: 1n }] as const
  assert.deepEqual(member.node.proposeConfChange({ transition: 'auto', changes, context: noData }), { ok: true })
  member.receive({
    type: 'MsgProp',
    from: 2n,
    entries: [{ term: 0, index: 0, type: 'confChangeV2', data: Buffer.from('?') }],
  })
  assert.deepEqual(
    member.applied.map(({ type, data }) => [type, data.length]),
    new Array(3).fill(['normal', 0]),
  )
  assert.deepEqual(member.status.config.voters, [1n])
})

test('a new leader takes no change before it has applied what it inherited: a change may be among it', () => {
  const member = new TestMember({ terms: [1, 1], hardState: { term: 1 } })
  member.lead()
  member.node.proposeConfChange({ id: 0n, type: 'addLearnerNode', nodeId: 4n, context: noData })
  member.receive({ type: 'MsgAppResp', from: 2n, term: 2, index: 4 })
  assert.deepEqual(
    member.applied.map(({ type }) => type),
    new Array(4).fill('normal'),
  )
  member.node.proposeConfChange({ id: 0n, type: 'addLearnerNode', nodeId: 4n, context: noData })
  member.receive({ type: 'MsgAppResp', from: 2n, term: 2, index: 5 })
  assert.deepEqual(member.status.config.learners, [4n])
})

test('a joint configuration is left once, whatever is applied meanwhile', () => {
  const member = new TestMember({ voters: [1n, 2n] })
  member.lead()
  const changes = [3n, 4n].map((nodeId) => ({ type: 'addNode', nodeId }) as const)
  member.node.proposeConfChange({ transition: 'auto', changes, context: noData })
  member.propose('a')
  const acknowledge = (from: MemberId, index: number) => member.receive({ type: 'MsgAppResp', from, term: 1, index })
  acknowledge(2n, 2)
  assert.equal(member.status.lastIndex, 4, 'the exit stands behind the proposal')
  acknowledge(2n, 3)
  acknowledge(3n, 3)
  acknowledge(4n, 3)
  assert.deepEqual([member.status.applied, member.status.lastIndex], [3, 4])
  acknowledge(2n, 4)
  acknowledge(3n, 4)
  assert.deepEqual(member.status.config.votersOutgoing, [])
})

test('a change that waits is applied before another one enters the log', () => {
  const member = new TestMember({ voters: [1n] })
  member.lead([])
  const learner = (nodeId: MemberId) =>
    member.node.proposeConfChange({ id: 0n, type: 'addLearnerNode', nodeId, context: noData })
  learner(2n)
  learner(3n)
  member.work()
  learner(4n)
  member.work()
  assert.deepEqual(member.status.config.learners, [2n, 4n])
})

test('the joint configuration that a transfer kept from being left is left by the next leader', () => {
  const group = TestGroup.of({ voters: [1n, 2n, 3n, 4n] })
  group.elect(1n)
  const changes = [3n, 4n].map((nodeId) => ({ type: 'removeNode', nodeId }) as const)
  group.member(1n).node.proposeConfChange({ transition: 'auto', changes, context: noData })
  group.lost.add('MsgTimeoutNow')
  group.member(1n).node.transferLeader(2n)
  group.settle()
  assert.deepEqual(group.member(1n).status.config.votersOutgoing, [1n, 2n, 3n, 4n])
  group.lost.clear()
  group.member(2n).node.campaign()
  group.settle()
  assert.equal(group.member(2n).status.role, 'leader')
  const { voters, votersOutgoing, autoLeave } = group.member(2n).status.config
  assert.deepEqual({ voters, votersOutgoing, autoLeave }, { voters: [1n, 2n], votersOutgoing: [], autoLeave: false })
})

test('a leader that is removed leads until the change is applied, then steps down', () => {
  const group = TestGroup.of()
  group.elect(1n)
  group.member(1n).node.proposeConfChange({ id: 0n, type: 'removeNode', nodeId: 1n, context: noData })
  group.settle()
  assert.equal(group.member(1n).status.role, 'follower')
  assert.deepEqual(group.member(2n).status.config.voters, [2n, 3n])
  group.elect(2n)
  assert.equal(group.member(2n).status.role, 'leader')
})

test('reads: the only voter answers itself, and not before its first commit', () => {
  const member = new TestMember({ voters: [1n], terms: [1], hardState: { term: 1 } })
  member.node.campaign()
  member.node.ready()
  member.node.advance()
  assert.equal(member.status.role, 'leader')
  member.node.readIndex('early')
  assert.deepEqual(member.reads, [])
  member.work()
  assert.deepEqual(member.reads, [{ index: 2, context: 'early' }])
  member.node.readIndex('later')
  member.work()
  assert.deepEqual(member.reads.at(-1), { index: 2, context: 'later' })
})

test('reads: a leader that was removed does not answer for the one voter that is left', () => {
  const member = new TestMember({ voters: [1n, 2n], stepDownOnRemoval: false })
  member.lead()
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 1 })
  member.node.applyConfChange({ transition: 'auto', changes: [{ type: 'removeNode', nodeId: 1n }], context: noData })
  member.node.readIndex('x')
  assert.deepEqual(
    member.work().map(({ type, to }) => [type, to]),
    [['MsgHeartbeat', 2n]],
  )
  assert.deepEqual(member.reads, [])
})

test('reads: a follower without a leader says so; one with a leader asks it', () => {
  const member = new TestMember()
  assert.equal(dropped(member.node.readIndex('x')), 'noLeader')
  member.receive({ type: 'MsgHeartbeat', from: 2n, term: 1 })
  member.node.readIndex('x')
  const [sent] = member.work()
  assert.deepEqual([sent?.type, sent?.to, sent?.from, sent?.context], ['MsgReadIndex', 2n, 1n, 'x'])
  member.receive({ type: 'MsgReadIndexResp', from: 2n, term: 1, index: 4, context: 'x' })
  assert.deepEqual(member.reads, [{ index: 4, context: 'x' }])
})

test('reads and transfers that nobody can take are dropped', () => {
  const member = new TestMember()
  for (const type of ['MsgReadIndex', 'MsgTransferLeader'] as const)
    assert.deepEqual(member.receive({ type, from: 3n }), [])
  member.node.campaign()
  member.work()
  assert.deepEqual(member.receive({ type: 'MsgReadIndexResp', from: 2n, term: 1, index: 4 }), [])
  assert.deepEqual(member.receive({ type: 'MsgTimeoutNow', from: 2n, term: 1 }), [])
  assert.deepEqual(member.reads, [])
})

test('a follower that forgets its leader listens to candidates at once', () => {
  const member = new TestMember({ checkQuorum: true })
  member.receive({ type: 'MsgHeartbeat', from: 2n, term: 1 })
  assert.equal(member.node.forgetLeader(), true)
  assert.equal(member.status.leader, 0n)
  const [answer] = member.receive({ type: 'MsgVote', from: 3n, term: 2 })
  assert.equal(answer?.reject, false)

  const leader = new TestMember({ checkQuorum: true, readOnly: 'leaseBased' })
  leader.lead()
  assert.equal(leader.node.forgetLeader(), true, 'a leader has nobody to forget')
  assert.equal(leader.status.role, 'leader')
})

test('status: progress is known to the leader only', () => {
  const group = TestGroup.of({ learners: [4n] })
  group.elect(1n)
  const { progress, config, leadTransferee } = group.member(1n).status
  assert.deepEqual([...progress.keys()], [1n, 2n, 3n, 4n])
  assert.deepEqual(progress.get(4n), {
    match: 1,
    next: 2,
    state: 'replicate',
    learner: true,
    recentActive: true,
    paused: false,
    pendingSnapshot: 0,
    inflightMessages: 0,
    inflightFull: false,
  })
  assert.deepEqual(config.learners, [4n])
  assert.equal(leadTransferee, 0n)
  assert.equal(group.member(2n).status.progress.size, 0)
})

test('reports about members are heard by a leader only, and about members only', () => {
  const member = new TestMember()
  member.node.reportUnreachable(2n)
  member.node.reportSnapshot(2n, true)
  member.lead()
  member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 1 })
  member.node.reportUnreachable(9n)
  member.node.reportSnapshot(9n, true)
  assert.equal(member.status.progress.get(2n)?.state, 'replicate')
  member.node.reportUnreachable(2n)
  assert.equal(member.status.progress.get(2n)?.state, 'probe')
})

test('a snapshot that is reported to have arrived is followed by a probe behind it', () => {
  const group = TestGroup.of({ voters: [1n, 2n, 3n] })
  group.cut.add(3n)
  group.elect(1n)
  group.propose(1n, 'a', 'b')
  const leader = group.member(1n)
  leader.storage.createSnapshot({ index: 3, data: noData })
  leader.storage.compact(3)
  leader.receive({ type: 'MsgHeartbeatResp', from: 3n, term: 1 })
  leader.receive({ type: 'MsgAppResp', from: 3n, term: 1, index: 0, reject: true })
  assert.equal(leader.status.progress.get(3n)?.pendingSnapshot, 3)
  leader.node.reportSnapshot(3n, true)
  const peer = leader.status.progress.get(3n)
  assert.deepEqual([peer?.state, peer?.next, peer?.paused], ['probe', 4, true])
})

test('voters that hear from their leader still vote for the one it hands over to (Raft thesis 3.10)', () => {
  const group = TestGroup.of({ checkQuorum: true, preVote: true })
  group.tick(1n, 10)
  assert.equal(group.member(1n).status.role, 'leader')
  group.tick(1n, 1)
  group.member(2n).node.transferLeader(2n)
  group.settle()
  assert.deepEqual([group.member(2n).status.role, group.member(2n).status.term], ['leader', 2])
})

test('the same calls give the same results', () => {
  const run = () => {
    const sent: string[] = []
    const member = new TestMember({ random: () => 3 })
    const note = (messages: readonly unknown[]) =>
      sent.push(JSON.stringify(messages, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
    note(member.tick(13))
    note(member.receive({ type: 'MsgVoteResp', from: 2n, term: 1 }))
    note(member.propose('a', 'b'))
    note(member.receive({ type: 'MsgAppResp', from: 2n, term: 1, index: 3 }))
    return sent
  }
  assert.deepEqual(run(), run())
})
