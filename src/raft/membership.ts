/**
 * Which configuration is in force here (Raft thesis 4).
 *
 * Not as in the paper, a change takes effect when it is applied, not when it enters the log. That keeps the two in step
 * because only one change may be in the log and not applied; what it costs is a rule for campaigns, see `hup`.
 */
import { assert } from '../base/assert.ts'
import { type Changed, Changer } from './conf-change.ts'
import type { ConfChange, ConfState } from './conf-state.ts'
import type { Core } from './core.ts'
import { type Index, nobody, noData } from './entry.ts'
import { tryCommit } from './leader.ts'
import { nextConfig } from './next-config.ts'
import { proposeEntries } from './proposals.ts'
import { broadcastAppend, sendNextEntries } from './replication.ts'
import { becomeFollower } from './roles.ts'

/** A committed change takes effect. */
export function applyConfChange(core: Core, change: ConfChange): ConfState {
  return switchTo(core, nextConfig(core.tracker, core.log.lastIndex, change))
}

/** The configuration of a snapshot, or of storage at the start, takes effect. */
export function restoreConfiguration(core: Core, confState: ConfState): void {
  switchTo(core, new Changer(core.tracker, core.log.lastIndex).restore(confState))
}

function switchTo(core: Core, next: Changed): ConfState {
  // A leader lets no other change into the log, unless told not to check; then whoever proposed it answers for this.
  assert(!('refused' in next), 'a committed config change applies', 'refused' in next ? next.refused : '')
  const { tracker } = core
  tracker.install(next)
  const confState = tracker.confState()
  const leading = core.state
  core.note('info', 'switched to configuration', { voters: confState.voters.join(' ') })
  if (leading.role !== 'leader') return confState

  const own = tracker.get(core.id)
  if (own === undefined || own.isLearner) {
    // It leads on until the change is known everywhere, and counts itself in no quorum (thesis 4.2.2).
    if (core.settings.stepDownOnRemoval) becomeFollower(core, core.term, nobody)
    return confState
  }
  if (confState.voters.length === 0) return confState

  // Fewer voters may mean that more is committed. New members should not have to wait for the next heartbeat.
  if (tryCommit(core, leading)) broadcastAppend(core)
  else {
    for (const [id, progress] of tracker.progress) {
      if (id !== core.id) sendNextEntries(core, id, progress)
    }
  }
  if (leading.transferee !== nobody && !tracker.voters().includes(leading.transferee)) leading.transferee = nobody
  return confState
}

/**
 * The application has carried out everything up to `index`; `bytes` of it were counted when it was handed out. When that
 * includes the change that entered a joint configuration, its leader proposes to leave it (Raft thesis 4.3).
 */
export function onApplied(core: Core, index: Index, bytes: number): void {
  core.log.appliedTo(Math.max(index, core.log.applied), bytes)
  const leading = core.state
  if (leading.role !== 'leader' || !core.tracker.config.autoLeave) return
  if (core.log.applied < leading.pendingConfIndex) return
  // Dropped while a transfer is under way; the next leader, or the next applied entry, tries again.
  const dropped = proposeEntries(core, leading, [{ term: 0, index: 0, type: 'confChangeV2', data: noData }])
  core.note('info', 'leaves the joint configuration', { dropped: dropped ?? '' })
}
