/** What people and programs ask of a group while it runs: proposals, reads, changes of the configuration. */

import type { ConfChange, ConfChangeSingle, ConfChangeType, ConfState } from '../../../src/raft/conf-state.ts'
import { noData } from '../../../src/raft/entry.ts'
import type { Random } from './random.ts'

/** A payload that nobody else proposes: its number stands in the first four bytes. */
export function payload(number: number, bytes: number): Buffer {
  const data = Buffer.alloc(Math.max(4, bytes))
  data.writeUInt32LE(number)
  return data
}

/** The number of a payload; 0 for an entry that is no proposal. */
export function payloadNumber(data: Buffer): number {
  return data.length < 4 ? 0 : data.readUInt32LE(0)
}

/**
 * A change that somebody who sees `confState` may ask for. It keeps the number of voters near `voters`.
 * @param pool ids from 1 to here may be members
 */
export function drawConfChange(
  random: Random,
  confState: ConfState,
  { voters, pool }: { readonly voters: number; readonly pool: number },
): ConfChange {
  if (confState.votersOutgoing.length > 0) return { transition: 'auto', changes: [], context: noData }
  const step = (): ConfChangeSingle => drawStep(random, confState, { voters, pool })
  if (random.chance(0.3)) return { ...step(), id: 0n, context: noData }
  const transition = random.pick(['auto', 'auto', 'jointImplicit', 'jointExplicit'] as const)
  const changes = Array.from({ length: random.between(1, 3) }, step)
  return { transition, changes, context: noData }
}

function drawStep(
  random: Random,
  confState: ConfState,
  { voters, pool }: { readonly voters: number; readonly pool: number },
): ConfChangeSingle {
  const nodeId = BigInt(random.between(1, pool))
  return { type: random.pick(likelySteps(nodeId, confState, voters)), nodeId }
}

function likelySteps(id: bigint, { voters: now, learners }: ConfState, voters: number): readonly ConfChangeType[] {
  if (now.includes(id)) {
    if (now.length < voters) return ['updateNode', 'addNode']
    return ['removeNode', 'removeNode', 'addLearnerNode', 'updateNode']
  }
  if (learners.includes(id)) return now.length > voters ? ['removeNode'] : ['addNode', 'addNode', 'removeNode']
  return now.length > voters ? ['addLearnerNode'] : ['addNode', 'addLearnerNode']
}
