/**
 * The Raft configuration as the applied record and the log's snapshot marks carry it: JSON, because it is small, rare,
 * and what somebody reads first when a member's data has to be understood by hand.
 */
import type { ConfState } from '../raft/conf-state.ts'

const lists = ['voters', 'learners', 'votersOutgoing', 'learnersNext'] as const

export function encodeConfState(state: ConfState): Buffer {
  const record: Record<string, unknown> = { autoLeave: state.autoLeave }
  for (const name of lists) record[name] = state[name].map((id) => id.toString(16))
  return Buffer.from(JSON.stringify(record))
}

/** @throws Error when the bytes are no configuration; they are covered by checksums, so that is a bug or a forgery. */
export function decodeConfState(bytes: Buffer): ConfState {
  const record: unknown = JSON.parse(bytes.toString())
  if (typeof record !== 'object' || record === null) throw new Error(`no Raft configuration: ${bytes.toString()}`)
  const fields = record as Record<string, unknown>
  const ids = (name: string): bigint[] => {
    const list = fields[name]
    if (!Array.isArray(list)) throw new Error(`no list ${name} in the Raft configuration ${bytes.toString()}`)
    return list.map((id) => BigInt(`0x${String(id)}`))
  }
  return {
    voters: ids('voters'),
    learners: ids('learners'),
    votersOutgoing: ids('votersOutgoing'),
    learnersNext: ids('learnersNext'),
    autoLeave: fields['autoLeave'] === true,
  }
}
