/**
 * Configurations and changes of them, in the form that travels in entries and snapshots.
 *
 * A change touches one voter and takes effect at once (Raft thesis 4.1), or it is done in two steps through a joint
 * configuration, in which a decision needs a majority of the old voters and one of the new (Raft paper 6, thesis 4.3).
 */
import type { MemberId } from './entry.ts'

/**
 * A configuration as a snapshot stores it. Joint while `votersOutgoing` is not empty: `voters` is then the new half and
 * `votersOutgoing` the old one. Arrays hold each id once, in ascending order.
 */
export interface ConfState {
  readonly voters: readonly MemberId[]
  /** Members that get the log and have no vote (Raft thesis 4.2.1). */
  readonly learners: readonly MemberId[]
  readonly votersOutgoing: readonly MemberId[]
  /** Voters of the old half that become learners when the joint configuration is left. */
  readonly learnersNext: readonly MemberId[]
  /** The leader proposes to leave the joint configuration by itself, as soon as it is applied. */
  readonly autoLeave: boolean
}

/** The configuration of a group that has none yet. */
export const emptyConfState: ConfState = Object.freeze({
  voters: [],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
})

/**
 * `addNode` makes a voter, also of a learner; `addLearnerNode` makes a learner, also of a voter; `updateNode` changes
 * nothing here (the application may keep addresses in the change's context).
 */
export type ConfChangeType = 'addNode' | 'removeNode' | 'updateNode' | 'addLearnerNode'

/** One step of a change. A `nodeId` of 0n makes it a step that does nothing. */
export interface ConfChangeSingle {
  readonly type: ConfChangeType
  readonly nodeId: MemberId
}

/** The older form: exactly one step, never joint. `id` and `context` are the application's. */
export interface ConfChangeV1 extends ConfChangeSingle {
  readonly id: bigint
  readonly context: Buffer
}

/**
 * When a change goes through a joint configuration, and who leaves it again.
 *
 * `auto`: joint only when several voters change, and then left automatically. `jointImplicit`: always joint, left
 * automatically. `jointExplicit`: always joint, left when the application proposes an empty change.
 */
export type ConfChangeTransition = 'auto' | 'jointImplicit' | 'jointExplicit'

/** Any number of steps. No steps at all and transition `auto`: leave the joint configuration. */
export interface ConfChangeV2 {
  readonly transition: ConfChangeTransition
  readonly changes: readonly ConfChangeSingle[]
  readonly context: Buffer
}

export type ConfChange = ConfChangeV1 | ConfChangeV2

/** True for the older form. */
export function isConfChangeV1(change: ConfChange): change is ConfChangeV1 {
  return !('changes' in change)
}

/** The same change in the newer form. */
export function toConfChangeV2(change: ConfChange): ConfChangeV2 {
  if (!isConfChangeV1(change)) return change
  const { type, nodeId, context } = change
  return { transition: 'auto', changes: [{ type, nodeId }], context }
}

/** How `change` goes joint; undefined when it is simple, or when it leaves a joint configuration. */
export function jointEntry(change: ConfChangeV2): { readonly autoLeave: boolean } | undefined {
  if (change.transition === 'auto' && change.changes.length <= 1) return undefined
  return { autoLeave: change.transition !== 'jointExplicit' }
}

/** True for the change that leaves a joint configuration; its context does not matter. */
export function isJointExit(change: ConfChangeV2): boolean {
  return change.transition === 'auto' && change.changes.length === 0
}

/** True when both name the same configuration; the order of ids does not matter. */
export function sameConfState(a: ConfState, b: ConfState): boolean {
  return (
    sameIds(a.voters, b.voters) &&
    sameIds(a.learners, b.learners) &&
    sameIds(a.votersOutgoing, b.votersOutgoing) &&
    sameIds(a.learnersNext, b.learnersNext) &&
    a.autoLeave === b.autoLeave
  )
}

function sameIds(a: readonly MemberId[], b: readonly MemberId[]): boolean {
  if (a.length !== b.length) return false
  const known = new Set(a)
  return b.every((id) => known.has(id))
}
