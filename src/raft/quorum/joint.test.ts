import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Joint, jointCommittedIndex, jointVoteResult, jointVoters } from './joint.ts'

const ids = fc.uniqueArray(fc.bigInt(1n, 8n), { maxLength: 5 })
const config: fc.Arbitrary<Joint<bigint>> = fc.record({ incoming: ids, outgoing: ids })
const values = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Map<bigint, T>> =>
  fc.array(fc.tuple(fc.bigInt(1n, 8n), value)).map((pairs) => new Map(pairs))

/** Every way to choose a majority of `voters`. */
function majorities(voters: readonly bigint[]): bigint[][] {
  const all = Array.from({ length: 2 ** voters.length }, (_, bits) => voters.filter((_, i) => (bits >> i) & 1))
  return all.filter((some) => some.length * 2 > voters.length || voters.length === 0)
}

/** Every set of voters that may decide. */
function quorums({ incoming, outgoing }: Joint<bigint>): bigint[][] {
  return majorities(incoming).flatMap((some) => majorities(outgoing).map((others) => [...some, ...others]))
}

test('jointCommittedIndex: the best that any pair of majorities holds', () => {
  fc.assert(
    fc.property(config, values(fc.nat({ max: 20 })), (voters, held) => {
      const atLeast = quorums(voters).map((quorum) => Math.min(...quorum.map((id) => held.get(id) ?? 0)))
      assert.equal(
        jointCommittedIndex(voters, (id) => held.get(id)),
        Math.max(...atLeast),
      )
    }),
  )
})

test('jointVoteResult: won when a pair of majorities says yes, lost when none can any more', () => {
  fc.assert(
    fc.property(config, values(fc.boolean()), (voters, votes) => {
      const all = quorums(voters)
      const won = all.some((quorum) => quorum.every((id) => votes.get(id) === true))
      const open = all.some((quorum) => quorum.every((id) => votes.get(id) !== false))
      const want = won ? 'won' : open ? 'pending' : 'lost'
      assert.equal(
        jointVoteResult(voters, (id) => votes.get(id)),
        want,
      )
    }),
  )
})

test('jointVoters: each voter of either half once, in ascending order of 64-bit ids', () => {
  const large = 0xffff_ffff_ffff_fff0n
  assert.deepEqual(jointVoters({ incoming: [large, 10n, 9n], outgoing: [2n, 10n] }), [2n, 9n, 10n, large])
})
