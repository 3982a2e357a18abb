/**
 * Scenario files about quorums.
 *
 *   committed cfg=(1,2,3) cfgj=(2,4) idx=(7,_,9,4)    what is held, with a picture of who holds how much
 *   vote      cfg=(1,2,3) votes=(y,_,n)               where a vote stands
 *
 * `idx` and `votes` name a value for each voter in the order of `cfg`, then `cfgj`, each voter once; `_` for a voter not
 * heard of. With `cfgj` the joint functions are asked, with `cfgj=zero` about an empty outgoing half. Where the answer
 * must not depend on the way it is computed, other ways are tried, and what differs is printed.
 */
import type { Index, MemberId } from '../../src/raft/entry.ts'
import {
  ascending,
  type Joint,
  jointCommittedIndex,
  jointVoteResult,
  jointVoters,
} from '../../src/raft/quorum/joint.ts'
import { committedIndex, everyIndex, majoritySize, type Verdict, voteResult } from '../../src/raft/quorum/majority.ts'
import { MalformedScenario, type Stanza } from './datadriven.ts'
import { runStanzas } from './run-stanzas.ts'

type Held = ReadonlyMap<MemberId, Index>

const verdictNames: Record<Verdict, string> = { pending: 'VotePending', won: 'VoteWon', lost: 'VoteLost' }

/** @returns one text for each stanza that failed */
export function runQuorumFile(path: string): string[] {
  return runStanzas(path, answer)
}

function answer({ command, args }: Stanza): string {
  const joint = args.has('cfgj')
  const outgoing = args.values('cfgj')
  const cfg = args.values('cfg').map(BigInt)
  const cfgj = outgoing[0] === 'zero' ? [] : outgoing.map(BigInt)
  const voters: Joint<MemberId> = { incoming: ascending(new Set(cfg)), outgoing: ascending(new Set(cfgj)) }

  const given = command === 'vote' ? args.values('votes').map(parseVote) : args.values('idx').map(parseIndex)
  const named = new Set([...cfg, ...cfgj])
  if (named.size !== given.length) {
    const ids = jointVoters(voters).map((id) => `${id}:{}`)
    return `error: mismatched input (explicit or _) for voters map[${ids.join(' ')}]: [${given.map((value) => value ?? 0).join(' ')}]`
  }
  const values = new Map<MemberId, number>()
  for (const [i, id] of [...named].entries()) {
    const value = given[i]
    if (value !== undefined) values.set(id, value)
  }

  switch (command) {
    case 'committed':
      return joint ? jointCommitted(voters, values) : majorityCommitted(voters.incoming, values)
    case 'vote':
      return joint ? jointVote(voters, values) : `${verdictNames[voteResult(voters.incoming, votesOf(values))]}\n`
    default:
      throw new MalformedScenario(`unknown command: ${command}`)
  }
}

function majorityCommitted(voters: readonly MemberId[], held: Held): string {
  const index = committedIndex(voters, heldBy(held))
  let text = picture(voters, held)
  const differs = (other: Index, way: string): void => {
    if (other !== index) text += `${printIndex(other)} <-- ${way}\n`
  }
  differs(committedByCounting(voters, held), 'via alternative computation')
  differs(jointCommittedIndex({ incoming: voters, outgoing: [] }, heldBy(held)), 'via zero-joint quorum')
  differs(jointCommittedIndex({ incoming: voters, outgoing: voters }, heldBy(held)), 'via self-joint quorum')
  for (const [id, own] of held) {
    // Who is behind what is committed may fall back further without changing it.
    if (own >= index) continue
    for (const lower of [own - 1, 0]) {
      differs(committedIndex(voters, heldBy(new Map(held).set(id, lower))), `overlaying ${id}->${lower}`)
    }
  }
  return `${text}${printIndex(index)}\n`
}

function jointCommitted(voters: Joint<MemberId>, held: Held): string {
  const index = jointCommittedIndex(voters, heldBy(held))
  const mirrored = jointCommittedIndex({ incoming: voters.outgoing, outgoing: voters.incoming }, heldBy(held))
  const symmetry = mirrored === index ? '' : `${printIndex(mirrored)} <-- via symmetry\n`
  return `${picture(jointVoters(voters), held)}${symmetry}${printIndex(index)}\n`
}

function jointVote(voters: Joint<MemberId>, votes: ReadonlyMap<MemberId, number>): string {
  const verdict = jointVoteResult(voters, votesOf(votes))
  const mirrored = jointVoteResult({ incoming: voters.outgoing, outgoing: voters.incoming }, votesOf(votes))
  const symmetry = mirrored === verdict ? '' : `${verdictNames[mirrored]} <-- via symmetry\n`
  return `${symmetry}${verdictNames[verdict]}\n`
}

/** What is committed, found by trying each index that somebody holds. */
export function committedByCounting(voters: readonly MemberId[], held: Held): Index {
  if (voters.length === 0) return everyIndex
  const indexes = voters.map((id) => held.get(id) ?? 0)
  const onQuorum = indexes.filter(
    (index) => indexes.filter((other) => other >= index).length >= majoritySize(voters.length),
  )
  return Math.max(0, ...onQuorum)
}

/**
 * A line a voter, with a bar as long as the number of voters that hold less:
 *
 *          idx
 *   x>     101    (id=1)
 *   ?        0    (id=2)
 */
function picture(voters: readonly MemberId[], held: Held): string {
  if (voters.length === 0) return '<empty majority quorum>'
  const indexes = voters.map((id) => held.get(id) ?? 0)
  const lines = voters.map((id, i) => {
    const index = indexes[i] ?? 0
    const ahead = indexes.filter((other) => other < index).length
    const bar = held.has(id) ? `${'x'.repeat(ahead)}>` : '?'
    return `${bar.padEnd(voters.length + 1)} ${String(index).padStart(5)}    (id=${id.toString(16)})\n`
  })
  return `${' '.repeat(voters.length)}    idx\n${lines.join('')}`
}

function heldBy(held: Held): (id: MemberId) => Index | undefined {
  return (id) => held.get(id)
}

function votesOf(votes: ReadonlyMap<MemberId, number>): (id: MemberId) => boolean | undefined {
  return (id) => {
    const vote = votes.get(id)
    return vote === undefined ? undefined : vote === yes
  }
}

const no = 1
const yes = 2

function parseVote(text: string): number | undefined {
  if (text === '_') return undefined
  if (text === 'y') return yes
  if (text === 'n') return no
  throw new MalformedScenario(`unknown vote: ${text}`)
}

function parseIndex(text: string): Index | undefined {
  if (text === '_') return undefined
  const index = Number(text)
  if (!Number.isSafeInteger(index) || index <= 0) throw new MalformedScenario(`not an index: ${text}`)
  return index
}

function printIndex(index: Index): string {
  return index === everyIndex ? '∞' : String(index)
}
