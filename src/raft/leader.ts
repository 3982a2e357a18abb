/**
 * What a leader does with time, answers and reports (Raft paper figure 2, "Leaders").
 */
import { assert } from '../base/assert.ts'
import type { Core, Leading } from './core.ts'
import { type MemberId, nobody } from './entry.ts'
import { type Message, newMessage } from './message.ts'
import type { Progress } from './progress.ts'
import { answerRead, releasePostponedReads } from './reads.ts'
import { broadcastAppend, broadcastHeartbeat, sendAppend, sendNextEntries } from './replication.ts'
import { becomeFollower } from './roles.ts'

export function tickLeader(core: Core, leading: Leading): void {
  leading.ticks++
  leading.heartbeatElapsed++
  core.electionElapsed++
  if (core.electionElapsed >= core.settings.electionTicks) {
    core.electionElapsed = 0
    if (core.settings.checkQuorum && !checkQuorum(core)) return
    // A transfer that did not happen within an election time-out is given up: proposals flow again (thesis 3.10).
    leading.transferee = nobody
  }
  if (leading.heartbeatElapsed >= core.settings.heartbeatTicks) {
    leading.heartbeatElapsed = 0
    broadcastHeartbeat(core, leading)
  }
}

/** A leader that hears from no quorum may be deposed already: clients should look elsewhere (Raft thesis 6.2). */
function checkQuorum(core: Core): boolean {
  const active = core.tracker.quorumActive()
  for (const [id, progress] of core.tracker.progress) {
    if (id !== core.id) progress.recentActive = false
  }
  if (active) return true
  core.note('warn', 'steps down: no quorum was heard of')
  becomeFollower(core, core.term, nobody)
  return false
}

/** Commits what a quorum holds; true when the commit index moved (Raft paper 5.3, 5.4.2). */
export function tryCommit(core: Core, leading: Leading): boolean {
  if (!core.log.tryCommit({ term: core.term, index: core.tracker.committed() })) return false
  releasePostponedReads(core, leading)
  return true
}

/** A member holds the log up to some index, or refused an append. */
export function onAppendResponse(core: Core, leading: Leading, progress: Progress, message: Message): void {
  progress.recentActive = true
  if (message.reject) onAppendRefused(core, progress, message)
  else onAppendAcknowledged(core, leading, progress, message)
}

/**
 * The logs do not meet where the append assumed. The member named the highest place at which they still may; what the
 * leader knows of its own log can only move that further back, see `Log.agreementBefore`.
 */
function onAppendRefused(core: Core, progress: Progress, { from, index, logTerm, rejectHint }: Message): void {
  const hint = logTerm > 0 ? core.log.agreementBefore({ term: logTerm, index: rejectHint }).index : rejectHint
  if (!progress.reject({ rejected: index, hint })) return
  core.note('debug', 'winds back', { member: from, refused: index, next: progress.next })
  if (progress.state.at === 'replicate') progress.becomeProbe()
  sendAppend(core, from, progress)
}

function onAppendAcknowledged(core: Core, leading: Leading, progress: Progress, { from, index }: Message): void {
  // An answer to a probe says something even when it acknowledges nothing new: the member listens again.
  const answersProbe = progress.match === index && progress.state.at === 'probe'
  if (!progress.acknowledge(index) && !answersProbe) return

  switch (progress.state.at) {
    case 'probe':
      progress.becomeReplicate()
      break
    case 'snapshot':
      // Whichever snapshot it was, and wherever it came from: what follows is in the log.
      if (progress.match + 1 >= core.log.firstIndex) progress.becomeReplicate()
      break
    case 'replicate':
      progress.freeInflights(index)
      break
  }

  if (tryCommit(core, leading)) broadcastAppend(core)
  // Otherwise this member alone may lack the commit index; the next heartbeat would bring it, later.
  else if (from !== core.id && progress.canBumpCommit(core.log.committed)) sendAppend(core, from, progress)
  if (from === core.id) return

  // The window has room again, perhaps for more than one message.
  while (sendNextEntries(core, from, progress)) {}
  if (from === leading.transferee && progress.match === core.log.lastIndex) sendTimeoutNow(core, leading)
}

/** A member is there. If it lacks entries, or its state is not known for sure, it gets one append, even if paused. */
export function onHeartbeatResponse(core: Core, leading: Leading, progress: Progress, message: Message): void {
  progress.recentActive = true
  progress.resume()
  if (progress.match < core.log.lastIndex || progress.state.at === 'probe') sendAppend(core, message.from, progress)
  const { voters } = core.tracker.config
  for (const read of leading.reads.acknowledge(message.from, message.context, voters)) {
    answerRead(core, read, read.index)
  }
}

/**
 * Hands leadership to `to`: proposals stop, `to` gets the whole log, then campaigns at once (Raft thesis 3.10). Given up
 * after an election time-out, see `tickLeader`.
 */
export function transferLeadership(core: Core, leading: Leading, to: MemberId): void {
  const progress = core.tracker.get(to)
  if (progress === undefined || progress.isLearner || to === leading.transferee) return
  // Also when asked to hand it to itself: the newest wish counts.
  leading.transferee = nobody
  if (to === core.id) return
  core.note('info', 'hands leadership over', { to })
  core.electionElapsed = 0
  leading.transferee = to
  if (progress.match === core.log.lastIndex) sendTimeoutNow(core, leading)
  else sendAppend(core, to, progress)
}

function sendTimeoutNow(core: Core, leading: Leading): void {
  assert(leading.transferee !== nobody, 'a transfer has a target')
  leading.reads.voidLease()
  core.send(newMessage({ type: 'MsgTimeoutNow', to: leading.transferee }))
}

/** The transport says that messages to `id` get lost: what was sent without waiting is probably among them. */
export function onUnreachable(core: Core, id: MemberId): void {
  const progress = core.tracker.get(id)
  if (progress?.state.at === 'replicate') progress.becomeProbe()
}

/** The transport says whether the snapshot for `id` arrived (Raft paper 7). */
export function onSnapshotReport(core: Core, id: MemberId, arrived: boolean): void {
  const progress = core.tracker.get(id)
  if (progress?.state.at !== 'snapshot') return
  if (arrived) progress.becomeProbe()
  else progress.abortSnapshot()
  // It still installs, or just failed: the next append waits for its answer, or a heartbeat's.
  progress.pause()
}
