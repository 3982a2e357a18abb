/**
 * Elections, from both sides (Raft paper 5.2 and 5.4.1; pre-vote and transfers: Raft thesis 9.6, 3.10).
 */
import { unreachable } from '../base/assert.ts'
import type { Core } from './core.ts'
import { isConfChange, nobody } from './entry.ts'
import { type Message, newMessage, transferContext } from './message.ts'
import { broadcastAppend } from './replication.ts'
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from './roles.ts'

/** `transfer`: the leader asked for it, so the pre-vote is left out, and voters answer although they have a leader. */
export type CampaignKind = 'preElection' | 'election' | 'transfer'

/** Starts an election if this member may lead. */
export function hup(core: Core, kind: CampaignKind): void {
  if (core.role === 'leader') return
  if (!core.promotable) {
    core.note('warn', 'does not campaign: it has no vote, or waits for a snapshot')
    return
  }
  // A committed change that is not applied may have taken this member's vote, or the quorum it would count.
  if (hasUnappliedConfChange(core)) {
    core.note('warn', 'does not campaign: a config change is still to be applied')
    return
  }
  campaign(core, kind)
}

function hasUnappliedConfChange({ log }: Core): boolean {
  return log.some({ from: log.applied + 1, to: log.committed + 1 }, isConfChange)
}

function campaign(core: Core, kind: CampaignKind): void {
  const pre = kind === 'preElection'
  if (pre) becomePreCandidate(core)
  else becomeCandidate(core)

  // A pre-vote is about the term that would come.
  const term = pre ? core.term + 1 : core.term
  const last = core.log.lastId
  for (const id of core.tracker.voters()) {
    if (id === core.id) {
      // Counts when it comes back, after the vote is durable.
      core.send(newMessage({ type: pre ? 'MsgPreVoteResp' : 'MsgVoteResp', to: id, term }))
      continue
    }
    const request = newMessage({ type: pre ? 'MsgPreVote' : 'MsgVote', to: id, term })
    request.index = last.index
    request.logTerm = last.term
    if (kind === 'transfer') request.context = transferContext
    core.send(request)
  }
}

/**
 * True when a voter does not even answer: it heard from a leader within the shortest election time-out, so the candidate
 * is one that was cut off, or removed (Raft paper 6, end; thesis 4.2.3).
 */
export function leaderSticks(core: Core, message: Message): boolean {
  if (message.context === transferContext) return false
  const { checkQuorum, electionTicks } = core.settings
  return checkQuorum && core.leader !== nobody && core.electionElapsed < electionTicks
}

/**
 * A `MsgVote` of the current term, or a `MsgPreVote` of it or a later one. Learners answer too: a learner that was
 * promoted may not know it yet, and without its vote there may be no majority.
 */
export function onVoteRequest(core: Core, message: Message): void {
  const { type, from, term, logTerm, index } = message
  const response = type === 'MsgVote' ? 'MsgVoteResp' : 'MsgPreVoteResp'
  // One vote a term, first come, first served (Raft paper 5.2); a repeated question gets the same answer.
  const free =
    core.vote === from ||
    (core.vote === nobody && core.leader === nobody) ||
    (type === 'MsgPreVote' && term > core.term)
  if (free && core.log.isUpToDate({ term: logTerm, index })) {
    // In the term of the question: a pre-candidate asks about a term in which nobody is yet.
    core.send(newMessage({ type: response, to: from, term }))
    if (type === 'MsgVote') {
      core.electionElapsed = 0
      core.vote = from
    }
    return
  }
  core.note('info', 'refused a vote', { candidate: from, lastTerm: logTerm, lastIndex: index })
  const refusal = newMessage({ type: response, to: from, term: core.term, reject: true })
  if (!hasVote(core)) {
    refusal.index = core.log.committed
    refusal.logTerm = core.log.knownTerm(core.log.committed)
  }
  core.send(refusal)
}

function hasVote({ tracker, id }: Core): boolean {
  const own = tracker.get(id)
  return own !== undefined && !own.isLearner
}

/**
 * A refusal by a member that has no vote any more names its commit index, because the candidate asked it under an old
 * configuration and may not get past it otherwise: changes take effect when they are applied, and the leader that was
 * removed by one, and stepped down, may have been the last that could have told. Say of voters 1 and 2 the second is
 * removed; it applies that, and the first never hears of it. Now 1 needs the vote of 2, which has the longer log and
 * cannot campaign itself. What is committed there is committed here too, if this log has that entry.
 */
export function learnCommit(core: Core, { reject, index, logTerm }: Message): void {
  if (!reject || core.role === 'leader' || index <= core.log.committed) return
  if (!core.log.matches({ term: logTerm, index })) return
  core.log.commitTo(index)
  // The same rule as in `hup`: what is to be applied now may take this member's vote, or the quorum it counts.
  if (core.role !== 'follower') becomeFollower(core, core.term, nobody)
}

/** An answer to this member's own campaign. */
export function onVoteResponse(core: Core, message: Message): void {
  core.tracker.recordVote(message.from, !message.reject)
  const { granted, refused, verdict } = core.tracker.tallyVotes()
  core.note('info', 'counted votes', { granted, refused })
  switch (verdict) {
    case 'pending':
      return
    case 'won':
      if (core.role === 'preCandidate') {
        campaign(core, 'election')
        return
      }
      becomeLeader(core)
      broadcastAppend(core)
      return
    case 'lost':
      // The refusals of a pre-vote may come from a later term; it is not ours to enter.
      becomeFollower(core, core.term, nobody)
      return
    default:
      unreachable(verdict)
  }
}
