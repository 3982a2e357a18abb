/**
 * What every member does with every message, whatever its role: terms first (Raft paper 5.1), then by kind.
 */
import { unreachable } from '../base/assert.ts'
import type { Core } from './core.ts'
import { hup, leaderSticks, learnCommit, onVoteRequest, onVoteResponse } from './election.ts'
import { nobody, totalDataBytes, totalEntryBytes } from './entry.ts'
import { onAppend, onHeartbeat, onSnapshot } from './follower.ts'
import { onAppendResponse, onHeartbeatResponse, tickLeader, transferLeadership } from './leader.ts'
import { onApplied } from './membership.ts'
import { type Message, newMessage } from './message.ts'
import { discharge, forwardProposal, proposeEntries } from './proposals.ts'
import { requestRead } from './reads.ts'
import type { DropReason } from './ready.ts'
import { acknowledge } from './replication.ts'
import { becomeFollower } from './roles.ts'
import type { Snapshot } from './storage.ts'

/** One tick of the clock that the outside keeps. */
export function tick(core: Core): void {
  if (core.state.role === 'leader') {
    tickLeader(core, core.state)
    return
  }
  core.electionElapsed++
  if (core.promotable && core.electionElapsed >= core.electionTimeoutTicks) {
    core.electionElapsed = 0
    hup(core, core.settings.preVote ? 'preElection' : 'election')
  }
}

/** Takes a message; the reason when it carries a proposal that is dropped. */
export function step(core: Core, message: Message): DropReason | undefined {
  // Term 0: a request of this member, or one that stands in no term.
  if (message.term > core.term && !enterLaterTerm(core, message)) return undefined
  if (message.term !== 0 && message.term < core.term) {
    onEarlierTerm(core, message)
    return undefined
  }
  return dispatch(core, message)
}

/** Later terms make followers (Raft paper 5.1). False for a message that is not even answered. */
function enterLaterTerm(core: Core, message: Message): boolean {
  const { type, from, term } = message
  switch (type) {
    case 'MsgPreVote':
      // Asks about a term that nobody entered yet.
      return !leaderSticks(core, message)
    case 'MsgVote':
      if (leaderSticks(core, message)) return false
      becomeFollower(core, term, nobody)
      return true
    case 'MsgPreVoteResp':
      // Granted: the answer names the term asked about. Refused: it names the voter's own, which is later than ours.
      if (message.reject) becomeFollower(core, term, nobody)
      return true
    case 'MsgApp':
    case 'MsgHeartbeat':
    case 'MsgSnap':
      becomeFollower(core, term, from)
      return true
    default:
      becomeFollower(core, term, nobody)
      return true
  }
}

/** Messages of an earlier term have no effect (Raft paper 5.1), with a few exceptions. */
function onEarlierTerm(core: Core, message: Message): void {
  const { type, from } = message
  switch (type) {
    case 'MsgApp':
    case 'MsgHeartbeat':
      // A member that reached a later term while it was cut off cannot win, and voters that hear from their leader do
      // not listen to it. Its term in this answer makes the leader step down, and the next election takes it along. A
      // learner cannot even try, whatever the settings.
      if (core.settings.checkQuorum || core.settings.preVote || !core.promotable) acknowledge(core, from, 0)
      return
    case 'MsgPreVote':
      // Without an answer, a candidate of a lower term but a longer log might ask for ever.
      core.send(newMessage({ type: 'MsgPreVoteResp', to: from, term: core.term, reject: true }))
      return
    case 'MsgPreVoteResp':
      // A voter's refusal comes in its own term, which a pre-vote does not raise.
      learnCommit(core, message)
      return
    case 'MsgStorageAppendResp':
      // What was written may have been replaced since, by a write still in progress: see `storageAppendResponse`. A
      // snapshot is committed state and stays true in any term.
      if (message.snapshot !== undefined) onSnapshotInstalled(core, message.snapshot)
      return
    default:
      return
  }
}

function dispatch(core: Core, message: Message): DropReason | undefined {
  const { type } = message
  const { state } = core
  switch (type) {
    case 'MsgProp':
      if (state.role === 'leader') return proposeEntries(core, state, message.entries)
      return forwardProposal(core, message.from, message.entries)

    case 'MsgApp':
    case 'MsgHeartbeat':
    case 'MsgSnap':
      if (!followLeader(core, message)) return undefined
      if (type === 'MsgApp') onAppend(core, message)
      else if (type === 'MsgHeartbeat') onHeartbeat(core, message)
      else onSnapshot(core, message)
      return undefined

    case 'MsgAppResp':
    case 'MsgHeartbeatResp': {
      if (state.role !== 'leader') return undefined
      const progress = core.tracker.get(message.from)
      if (progress === undefined) return undefined
      if (type === 'MsgAppResp') onAppendResponse(core, state, progress, message)
      else onHeartbeatResponse(core, state, progress, message)
      return undefined
    }

    case 'MsgVote':
    case 'MsgPreVote':
      onVoteRequest(core, message)
      return undefined

    case 'MsgVoteResp':
      learnCommit(core, message)
      if (state.role === 'candidate') onVoteResponse(core, message)
      return undefined
    case 'MsgPreVoteResp':
      learnCommit(core, message)
      if (state.role === 'preCandidate') onVoteResponse(core, message)
      return undefined

    case 'MsgReadIndex':
      if (state.role === 'leader') requestRead(core, state, message)
      else if (core.leader !== nobody) passOn(core, message)
      return undefined
    case 'MsgReadIndexResp':
      if (state.role === 'follower') core.readStates.push({ index: message.index, context: message.context })
      return undefined

    case 'MsgTransferLeader':
      if (state.role === 'leader') transferLeadership(core, state, message.from)
      else if (core.leader !== nobody) passOn(core, message)
      return undefined
    case 'MsgTimeoutNow':
      // The leader's word that it hands over (Raft thesis 3.10).
      if (state.role === 'follower') hup(core, 'transfer')
      return undefined

    case 'MsgStorageAppendResp':
      if (message.index !== 0) core.log.unstable.stableTo({ term: message.logTerm, index: message.index })
      if (message.snapshot !== undefined) onSnapshotInstalled(core, message.snapshot)
      return undefined
    case 'MsgStorageApplyResp':
      onEntriesApplied(core, message)
      return undefined

    case 'MsgStorageAppend':
    case 'MsgStorageApply':
      // Requests to a thread: `RawNode.step` refuses them.
      return undefined
    default:
      return unreachable(type)
  }
}

/** Whoever sends as leader of the current term is the leader (Raft paper 5.2). False when that cannot be. */
function followLeader(core: Core, { from, type }: Message): boolean {
  const { state } = core
  switch (state.role) {
    case 'follower':
      core.electionElapsed = 0
      state.leader = from
      return true
    case 'preCandidate':
    case 'candidate':
      becomeFollower(core, core.term, from)
      return true
    case 'leader':
      core.note('error', 'ignores a second leader of its own term', { from, type })
      return false
    default:
      return unreachable(state)
  }
}

/** To the leader, with whoever asked as the sender: the answer goes there. */
function passOn(core: Core, { type, from, context }: Message): void {
  core.send(newMessage({ type, to: core.leader, from, context }))
}

function onSnapshotInstalled(core: Core, { index }: Snapshot): void {
  core.log.unstable.stableSnapshotTo(index)
  onApplied(core, index, 0)
}

function onEntriesApplied(core: Core, { entries }: Message): void {
  const last = entries[entries.length - 1]
  if (last === undefined) return
  onApplied(core, last.index, totalEntryBytes(entries))
  if (core.state.role === 'leader') discharge(core.state, totalDataBytes(entries))
}
