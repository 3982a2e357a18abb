import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../../base/assert.ts'
import { committedIndex, everyIndex, majoritySize, type Verdict, voteResult } from './majority.ts'

const itself = <T>(value: T): T => value

const sizes = [1, 2, 2, 3, 3, 4, 4, 5, 5]
for (const [i, want] of sizes.entries()) {
  test(`majoritySize: of ${i + 1} it is ${want}`, () => assert.equal(majoritySize(i + 1), want))
}

const indexRows = [
  { name: 'no voters hold everything', match: [], want: everyIndex },
  { name: 'a lone voter is its own majority', match: [7], want: 7 },
  { name: 'the slow minority does not hold back the rest', match: [9, 9, 1], want: 9 },
  { name: 'of four, three are needed', match: [9, 7, 4, 2], want: 4 },
  { name: 'of five, the middle one decides', match: [2, 9, 7, 4, 7], want: 7 },
  { name: 'a voter not heard of counts as empty', match: [9, undefined, undefined], want: 0 },
]
for (const { name, match, want } of indexRows) {
  test(`committedIndex: ${name}`, () => assert.equal(committedIndex(match, itself), want))
}

const voteRows: { name: string; votes: (boolean | undefined)[]; want: Verdict }[] = [
  { name: 'without voters it is won', votes: [], want: 'won' },
  { name: 'half of the votes is not enough', votes: [true, true, undefined, undefined], want: 'pending' },
  { name: 'a majority wins before the rest is heard of', votes: [true, true, undefined], want: 'won' },
  { name: 'lost as soon as a majority is out of reach', votes: [false, false, undefined, true], want: 'lost' },
]
for (const { name, votes, want } of voteRows) {
  test(`voteResult: ${name}`, () => assert.equal(voteResult(votes, itself), want))
}

const match = fc.array(fc.option(fc.nat({ max: 12 }), { nil: undefined }), { minLength: 1, maxLength: 9 })
const votes = fc.array(fc.option(fc.boolean(), { nil: undefined }), { minLength: 1, maxLength: 7 })

test('committedIndex: the highest index that enough voters hold, whatever the quorum size', () => {
  const sizesOfQuorum = fc.constantFrom(majoritySize, (n: number) => Math.ceil((3 * n) / 4), itself<number>)
  fc.assert(
    fc.property(match, sizesOfQuorum, (held, quorumSize) => {
      const heldBy = (index: number): number => held.filter((each) => (each ?? 0) >= index).length
      let want = 0
      for (let index = 1; index <= 12; index++) if (heldBy(index) >= quorumSize(held.length)) want = index
      assert.equal(committedIndex(held, itself, quorumSize), want)
    }),
  )
})

test('voteResult: what all ways to go on agree on', () => {
  fc.assert(fc.property(votes, (cast) => assert.equal(voteResult(cast, itself), byTryingAllFutures(cast))))
})

test('a quorum larger than its voters is a bug of the caller', () => {
  assert.throws(() => committedIndex([1, 2], itself, () => 3), BrokenInvariant)
})

function byTryingAllFutures(cast: readonly (boolean | undefined)[]): Verdict {
  const open = cast.indexOf(undefined)
  if (open === -1) return cast.filter((vote) => vote).length * 2 > cast.length ? 'won' : 'lost'
  const [first, second] = [true, false].map((vote) => byTryingAllFutures(cast.with(open, vote)))
  return first === second && first !== undefined ? first : 'pending'
}
