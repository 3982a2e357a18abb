/**
 * How a member changes its role (Raft paper figure 4).
 *
 *   follower -> preCandidate -> candidate -> leader
 *      ^____________|______________|___________|     a higher term, a current leader, a lost election or quorum
 */
import { assert } from '../base/assert.ts'
import type { Core, Leading } from './core.ts'
import { type MemberId, nobody, noData, type Term } from './entry.ts'
import { leaseTicks, ReadIndex } from './read-index.ts'
import { acknowledge } from './replication.ts'

/** @param leader of `term`, 0n while not known */
export function becomeFollower(core: Core, term: Term, leader: MemberId): void {
  enterTerm(core, term)
  core.state = { role: 'follower', leader }
  core.note('info', 'became follower', { leader })
}

/**
 * Asks first whether an election could be won. Nothing durable changes, so that a member which cannot win disturbs
 * nobody (Raft thesis 9.6).
 */
export function becomePreCandidate(core: Core): void {
  assert(core.role !== 'leader', 'a leader does not campaign', core.term)
  core.tracker.resetVotes()
  core.state = { role: 'preCandidate' }
  core.note('info', 'became pre-candidate')
}

/** A new term, with a vote for itself (Raft paper 5.2). */
export function becomeCandidate(core: Core): void {
  assert(core.role !== 'leader', 'a leader does not campaign', core.term)
  enterTerm(core, core.term + 1)
  core.vote = core.id
  core.state = { role: 'candidate' }
  core.note('info', 'became candidate')
}

/**
 * Nothing is known of the others' logs: `next` starts behind the own log, `match` at 0 (Raft paper 5.3). An empty entry
 * of the new term is appended at once: only when it commits does the leader know, and may count, what is committed
 * (Raft paper 5.4.2 and 8).
 */
export function becomeLeader(core: Core): void {
  assert(core.role === 'candidate', 'only a candidate becomes leader', core.role)
  enterTerm(core, core.term)
  const { lastIndex } = core.log
  for (const [id, progress] of core.tracker.progress) {
    progress.reset({ match: id === core.id ? lastIndex : 0, next: lastIndex + 1 })
  }
  const own = core.tracker.get(core.id)
  assert(own !== undefined, 'a leader is a member', core.id)
  own.becomeReplicate()
  own.recentActive = true

  const leading: Leading = {
    role: 'leader',
    ticks: 0,
    heartbeatElapsed: 0,
    transferee: nobody,
    // A change may wait in the inherited tail. Waiting for all of it to be applied is cheaper than looking for one.
    pendingConfIndex: lastIndex,
    uncommittedBytes: 0,
    reads: new ReadIndex({
      self: core.id,
      leaseTicks: core.settings.leaseBased ? leaseTicks(core.settings.electionTicks) : 0,
    }),
  }
  core.state = leading
  core.log.append([{ term: core.term, index: lastIndex + 1, type: 'normal', data: noData }])
  acknowledge(core, core.id, lastIndex + 1)
  core.note('info', 'became leader')
}

function enterTerm(core: Core, term: Term): void {
  assert(term >= core.term, 'terms never fall', term, core.term)
  if (term !== core.term) {
    core.term = term
    core.vote = nobody
  }
  core.electionElapsed = 0
  core.electionTimeoutTicks = core.settings.electionTicks + core.settings.random(core.settings.electionTicks)
  core.tracker.resetVotes()
}
