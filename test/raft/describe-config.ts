/** Configurations and progress in the form that the scenario files expect. */
import type { MemberId } from '../../src/raft/entry.ts'
import type { Progress } from '../../src/raft/progress.ts'
import { isJoint } from '../../src/raft/quorum/joint.ts'
import type { Config } from '../../src/raft/tracker.ts'

const stateNames = { probe: 'StateProbe', replicate: 'StateReplicate', snapshot: 'StateSnapshot' } as const

/** `voters=(1 2 3)&&(1) learners=(4) learners_next=(1) autoleave` */
export function describeConfig({ voters, learners, learnersNext, autoLeave }: Config): string {
  let text = `voters=${describeIds(voters.incoming)}`
  if (isJoint(voters)) text += `&&${describeIds(voters.outgoing)}`
  if (learners.length > 0) text += ` learners=${describeIds(learners)}`
  if (learnersNext.length > 0) text += ` learners_next=${describeIds(learnersNext)}`
  return autoLeave ? `${text} autoleave` : text
}

/** `StateProbe match=0 next=1 learner paused` */
export function describeProgress(progress: Progress): string {
  const { state } = progress
  let text = `${stateNames[state.at]} match=${progress.match} next=${progress.next}`
  if (progress.isLearner) text += ' learner'
  if (progress.paused) text += ' paused'
  if (state.at === 'snapshot') text += ` pendingSnap=${state.pending}`
  if (!progress.recentActive) text += ' inactive'
  if (progress.inflightCount > 0) text += ` inflight=${progress.inflightCount}${progress.inflightFull ? '[full]' : ''}`
  return text
}

/** One line a member, in ascending order. */
export function describeProgressMap(progress: ReadonlyMap<MemberId, Progress>): string {
  return [...progress].map(([id, member]) => `${id}: ${describeProgress(member)}\n`).join('')
}

/** Ids of a configuration are printed in hexadecimal, unlike everywhere else. */
function describeIds(ids: readonly MemberId[]): string {
  return `(${ids.map((id) => id.toString(16)).join(' ')})`
}
