/**
 * Decisions while a configuration changes: they need a quorum of the new voters and one of the old ones, each counted
 * by itself (Raft paper 6, thesis 4.3). Without a change under way the old half is empty, and an empty half agrees with
 * everything.
 */
import type { Index, MemberId } from '../entry.ts'
import { committedIndex, type QuorumSize, type Verdict, voteResult } from './majority.ts'

/** The two halves; `outgoing` is empty unless the configuration is joint. A voter may be in both. */
export interface Joint<V> {
  /** The voters from now on: C_new. */
  readonly incoming: readonly V[]
  /** The voters before the change: C_old. */
  readonly outgoing: readonly V[]
}

/** True while two halves decide. */
export function isJoint<V>(voters: Joint<V>): boolean {
  return voters.outgoing.length > 0
}

/** Voters of both halves, each once, ascending. */
export function jointVoters({ incoming, outgoing }: Joint<MemberId>): MemberId[] {
  return ascending(new Set([...incoming, ...outgoing]))
}

/** Highest index that a quorum of each half holds; see `committedIndex`. */
export function jointCommittedIndex<V>(
  voters: Joint<V>,
  held: (voter: V) => Index | undefined,
  quorumSize?: QuorumSize,
): Index {
  const incoming = committedIndex(voters.incoming, held, quorumSize)
  if (!isJoint(voters)) return incoming
  return Math.min(incoming, committedIndex(voters.outgoing, held, quorumSize))
}

/** Where a vote stands that both halves must win; see `voteResult`. */
export function jointVoteResult<V>(
  voters: Joint<V>,
  vote: (voter: V) => boolean | undefined,
  quorumSize?: QuorumSize,
): Verdict {
  const incoming = voteResult(voters.incoming, vote, quorumSize)
  const outgoing = voteResult(voters.outgoing, vote, quorumSize)
  if (incoming === outgoing) return incoming
  return incoming === 'lost' || outgoing === 'lost' ? 'lost' : 'pending'
}

/** Ids in ascending order: the order in which members are visited, printed and stored. */
export function ascending(ids: Iterable<MemberId>): MemberId[] {
  return [...ids].sort((a, b) => (a < b ? -1 : 1))
}
