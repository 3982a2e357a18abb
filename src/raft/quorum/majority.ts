/**
 * What a quorum of one set of voters holds, and how it votes.
 *
 * Each voter reports one number: the last index up to which its log equals the leader's. Sorted downwards, the number
 * at the place of the quorum is the highest index that a quorum holds:
 *
 *   match 9 7 7 4 2  ->  majority of 5 is 3, third number: 7
 *   match 9 7 4 2    ->  majority of 4 is 3, third number: 4
 *
 * Held is not yet committed: the leader counts only entries of its own term (Raft paper 5.4.2, figure 8).
 *
 * The functions are generic over what stands for a voter, so that a caller on the hot path passes the records it has
 * instead of ids that are looked up again. How many voters make a quorum is a parameter: another rule (a fast quorum)
 * is another `QuorumSize`.
 */
import { assert } from '../../base/assert.ts'
import type { Index } from '../entry.ts'

/** Where a vote stands: `pending` while the voters not heard of can still turn it either way. */
export type Verdict = 'pending' | 'won' | 'lost'

/** How many of `voters` (at least 1) make a quorum. */
export type QuorumSize = (voters: number) => number

/** More than half. Two majorities always share a voter; all of Raft's safety rests on that (Raft paper 5.2, 5.4.3). */
export function majoritySize(voters: number): number {
  return Math.floor(voters / 2) + 1
}

/** What an empty set of voters holds: it refuses nothing, so that it leaves the other half of a joint quorum alone. */
export const everyIndex: Index = Number.POSITIVE_INFINITY

// The leader asks on every acknowledgement. One array, reused: these functions call nothing that could re-enter them
// while they use it, because `held` is a plain look-up.
const scratch: Index[] = []

/**
 * Highest index that a quorum of `voters` holds.
 * @param held last index a voter holds; undefined for a voter not heard of, which counts as 0
 * @returns `everyIndex` when there are no voters
 */
export function committedIndex<V>(
  voters: readonly V[],
  held: (voter: V) => Index | undefined,
  quorumSize: QuorumSize = majoritySize,
): Index {
  const count = voters.length
  if (count === 0) return everyIndex
  for (let i = 0; i < count; i++) insertDownwards(held(voters[i] as V) ?? 0, i)

  const quorum = quorumSize(count)
  assert(quorum >= 1 && quorum <= count, 'a quorum is not larger than its voters', quorum, count)
  return scratch[quorum - 1] as Index
}

/** Insertion sort: a group has a handful of voters, mostly at about the same index. */
function insertDownwards(index: Index, length: number): void {
  let place = length
  for (; place > 0; place--) {
    const before = scratch[place - 1] as Index
    if (before >= index) break
    scratch[place] = before
  }
  scratch[place] = index
}

/**
 * Where a vote stands; `won` when there are no voters (see `everyIndex`).
 * @param vote true for yes, false for no, undefined for a voter not heard of
 */
export function voteResult<V>(
  voters: readonly V[],
  vote: (voter: V) => boolean | undefined,
  quorumSize: QuorumSize = majoritySize,
): Verdict {
  const count = voters.length
  if (count === 0) return 'won'
  let granted = 0
  let unheard = 0
  for (let i = 0; i < count; i++) {
    const answer = vote(voters[i] as V)
    if (answer === undefined) unheard++
    else if (answer) granted++
  }

  const quorum = quorumSize(count)
  if (granted >= quorum) return 'won'
  return granted + unheard >= quorum ? 'pending' : 'lost'
}
