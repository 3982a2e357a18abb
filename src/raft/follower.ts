/**
 * What a follower does with its leader's messages (Raft paper figure 2, AppendEntries and figure 13, InstallSnapshot).
 */
import { assert } from '../base/assert.ts'
import type { Core } from './core.ts'
import { restoreConfiguration } from './membership.ts'
import { draft, type Message, newMessage } from './message.ts'
import { acknowledge } from './replication.ts'

/** New entries, or a question where the logs meet. */
export function onAppend(core: Core, { from, term, logTerm, index, entries, commit }: Message): void {
  assert(term === core.term, 'appends of other terms are dealt with before', term, core.term)
  const { log } = core
  // Old news: what is committed here equals the leader's log.
  if (index < log.committed) {
    acknowledge(core, from, log.committed)
    return
  }
  const lastNew = log.tryAppend({ term: logTerm, index }, entries)
  if (lastNew !== undefined) {
    // No further than what this append checked: the rest of the log may still be wrong (figure 2, rule 5).
    log.commitTo(Math.min(commit, lastNew))
    acknowledge(core, from, lastNew)
    return
  }
  const hint = log.agreementBefore({ term: logTerm, index: Math.min(index, log.lastIndex) })
  core.note('debug', 'refuses an append', { leader: from, index, hint: hint.index })
  core.send(
    newMessage({ type: 'MsgAppResp', to: from, index, reject: true, rejectHint: hint.index, logTerm: hint.term }),
  )
}

/** The leader is there. It names no commit index beyond what it knows to match here. */
export function onHeartbeat(core: Core, { from, commit, context }: Message): void {
  core.log.commitTo(commit)
  const response = draft('MsgHeartbeatResp', from)
  response.context = context
  core.send(response)
}

/** The log no longer reaches back far enough: the state as of some index instead (Raft paper 7). */
export function onSnapshot(core: Core, { from, snapshot }: Message): void {
  if (snapshot === undefined) {
    core.note('error', 'ignores a MsgSnap without a snapshot', { from })
    return
  }
  const { log } = core
  const restored = tryRestore(core, snapshot)
  core.note('info', restored ? 'takes a snapshot' : 'does not need the snapshot', { index: snapshot.index })
  acknowledge(core, from, restored ? log.lastIndex : log.committed)
}

function tryRestore(core: Core, snapshot: NonNullable<Message['snapshot']>): boolean {
  const { log } = core
  if (snapshot.index <= log.committed) return false
  const { voters, learners, votersOutgoing } = snapshot.confState
  if (!voters.includes(core.id) && !learners.includes(core.id) && !votersOutgoing.includes(core.id)) {
    core.note('warn', 'ignores a snapshot of a configuration that it is not part of', { index: snapshot.index })
    return false
  }
  // The log has the snapshot's last entry: all of it is known to be committed, and nothing needs to be installed.
  if (log.matches(snapshot)) {
    log.commitTo(snapshot.index)
    return false
  }
  log.restore(snapshot)
  restoreConfiguration(core, snapshot.confState)
  return true
}
