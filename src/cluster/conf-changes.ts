/**
 * Whether a change of the members makes sense.
 *
 * The `check…` functions look at replicated state alone: the proposer asks them to answer at once, and they are asked
 * again when the change is applied, where another one may have come before it. `strictProblem` looks at who is alive
 * too, so only the proposer asks it (`--strict-reconfig-check`).
 */
import type { Reason } from '../base/errors.ts'
import type { Member } from '../generated/etcdserverpb/cluster.ts'

/** What the checks read. */
export interface Members {
  members(): readonly Member[]
  member(id: bigint): Member | undefined
  isRemoved(id: bigint): boolean
}

/** A new voter or learner. */
export function checkAdd(
  members: Members,
  added: Pick<Member, 'id' | 'peerUrls' | 'isLearner'>,
  { learnersMax = Number.POSITIVE_INFINITY } = {},
): Reason | undefined {
  if (members.isRemoved(added.id)) return 'MemberNotFound'
  if (members.member(added.id) !== undefined) return 'MemberExist'
  if (urlsTaken(members, added)) return 'PeerUrlExist'
  const learners = members.members().filter(({ isLearner }) => isLearner).length
  return added.isLearner && learners >= learnersMax ? 'TooManyLearners' : undefined
}

export function checkRemove(members: Members, id: bigint): Reason | undefined {
  return known(members, id) ? undefined : 'MemberNotFound'
}

/** Whether the learner has caught up is the leader's to know. */
export function checkPromote(members: Members, id: bigint): Reason | undefined {
  if (!known(members, id)) return 'MemberNotFound'
  return members.member(id)?.isLearner === true ? undefined : 'MemberNotLearner'
}

/** Other peer URLs of a member. */
export function checkUpdate(members: Members, updated: Pick<Member, 'id' | 'peerUrls'>): Reason | undefined {
  if (!known(members, updated.id)) return 'MemberNotFound'
  return urlsTaken(members, updated) ? 'PeerUrlExist' : undefined
}

function known(members: Members, id: bigint): boolean {
  return !members.isRemoved(id) && members.member(id) !== undefined
}

function urlsTaken(members: Members, { id, peerUrls }: Pick<Member, 'id' | 'peerUrls'>): boolean {
  return members.members().some((other) => other.id !== id && other.peerUrls.some((url) => peerUrls.includes(url)))
}

/** The peer URLs of MemberAdd: `http` or `https` with host and port and no path, or a socket; at least one. */
export function checkPeerUrls(peerUrls: readonly string[]): Reason | undefined {
  const good = (url: string): boolean => /^https?:\/\/(\[[^\]]+\]|[^:/[\]]+):\d+$|^unixs?:.+$/.test(url)
  return peerUrls.length > 0 && peerUrls.every(good) ? undefined : 'MemberBadUrls'
}

/** Whom this member can reach. It reaches itself, always. */
export interface Reach {
  isConnected(id: bigint): boolean
  /** For more than five seconds: a connection that young says little. */
  isSteady(id: bigint): boolean
}

export type Reconfiguration =
  | { readonly kind: 'addVoter' | 'addLearner' }
  | { readonly kind: 'promote' | 'remove'; readonly id: bigint }

/**
 * Why the change would put the quorum at risk: `MemberNotEnoughStarted` when too few voters have ever started,
 * `Unhealthy` when too few are alive.
 */
export function strictProblem(members: Members, change: Reconfiguration, reach: Reach): Reason | undefined {
  const voters = members.members().filter(({ isLearner }) => !isLearner)
  const steady = voters.filter(({ id }) => reach.isSteady(id)).length
  switch (change.kind) {
    case 'addVoter':
      return addProblem(voters, 0) ?? growProblem(voters.length, steady)
    case 'addLearner':
      return growProblem(voters.length, steady)
    case 'promote':
      return addProblem(voters, 1)
    case 'remove':
      return removeProblem(voters, steady, change.id, reach)
  }
}

/** @param newcomersStarted 1 when who joins the voters is running: a learner */
function addProblem(voters: readonly Member[], newcomersStarted: 0 | 1): Reason | undefined {
  const started = voters.filter(isStarted).length + newcomersStarted
  const grown = voters.length + 1
  // A cluster of one must be able to grow, although its second voter cannot have started.
  if (newcomersStarted === 0 && started === 1 && grown === 2) return undefined
  return started >= quorum(grown) ? undefined : 'MemberNotEnoughStarted'
}

function growProblem(voters: number, steady: number): Reason | undefined {
  return voters < 2 || steady >= quorum(voters + 1) ? undefined : 'Unhealthy'
}

function removeProblem(voters: readonly Member[], steady: number, id: bigint, reach: Reach): Reason | undefined {
  const remaining = voters.filter((voter) => voter.id !== id)
  if (remaining.length === voters.length) return undefined // a learner goes freely
  if (remaining.filter(isStarted).length < quorum(remaining.length)) return 'MemberNotEnoughStarted'
  if (!reach.isConnected(id)) return undefined // a dead one weakens nothing by leaving
  return steady - 1 >= 1 + Math.floor((voters.length - 1) / 2) ? undefined : 'Unhealthy'
}

function quorum(voters: number): number {
  return Math.floor(voters / 2) + 1
}

/** A member has started once it published its name. */
function isStarted(member: Member): boolean {
  return member.name !== ''
}
