/**
 * What becomes of a proposal: refused with a reason, appended by the leader, or passed on to it (Raft paper 5.3, 8).
 */
import { MalformedConfChange, tryDecodeConfChange } from './conf-change-codec.ts'
import { toConfChangeV2 } from './conf-state.ts'
import type { Core, Leading } from './core.ts'
import { type Entry, type Index, type MemberId, nobody, noData, totalDataBytes } from './entry.ts'
import { newMessage } from './message.ts'
import { nextConfig } from './next-config.ts'
import type { DropReason } from './ready.ts'
import { acknowledge, broadcastAppend } from './replication.ts'

/** Proposals made here: one batch, one append to each follower. */
export function proposeData(core: Core, leading: Leading, data: readonly Buffer[]): DropReason | undefined {
  let bytes = 0
  for (const each of data) bytes += each.length
  const dropped = refusal(core, leading) ?? charge(core, leading, bytes)
  if (dropped !== undefined) return dropped

  const { term } = core
  const first = core.log.lastIndex + 1
  const entries: Entry[] = new Array(data.length)
  for (let i = 0; i < data.length; i++) {
    entries[i] = { term, index: first + i, type: 'normal', data: data[i] as Buffer }
  }
  replicate(core, entries)
  return undefined
}

/** Proposals that may change the configuration, or come from a follower; their terms and indexes are given here. */
export function proposeEntries(core: Core, leading: Leading, proposed: readonly Entry[]): DropReason | undefined {
  const refused = refusal(core, leading)
  if (refused !== undefined) return refused

  const { term } = core
  const first = core.log.lastIndex + 1
  let { pendingConfIndex } = leading
  const entries = proposed.map(({ type, data }, i): Entry => {
    const index = first + i
    if (type === 'normal') return { term, index, type, data }
    const reason = confChangeRefusal(core, { type, data }, pendingConfIndex)
    if (reason === undefined) {
      pendingConfIndex = index
      return { term, index, type, data }
    }
    // The proposer finds an empty entry at its place, and knows.
    core.note('info', 'ignores a config change', { reason })
    return { term, index, type: 'normal', data: noData }
  })
  const dropped = charge(core, leading, totalDataBytes(entries))
  if (dropped !== undefined) return dropped
  leading.pendingConfIndex = pendingConfIndex
  replicate(core, entries)
  return undefined
}

function refusal(core: Core, leading: Leading): DropReason | undefined {
  if (core.tracker.get(core.id) === undefined) return 'removed'
  // The transferee catches up with a log that stands still (Raft thesis 3.10).
  return leading.transferee === nobody ? undefined : 'transferring'
}

/**
 * Bounds the uncommitted tail. A first proposal of any size is taken, and so is one without data: a leader's own entry
 * and the exit from a joint configuration never wait.
 */
function charge(core: Core, leading: Leading, bytes: number): DropReason | undefined {
  const total = leading.uncommittedBytes + bytes
  if (leading.uncommittedBytes > 0 && bytes > 0 && total > core.settings.maxUncommittedEntriesSize) {
    return 'tooMuchUncommitted'
  }
  leading.uncommittedBytes = total
  return undefined
}

/** Data that was uncommitted is applied. */
export function discharge(leading: Leading, bytes: number): void {
  // What an earlier term left behind was never counted, so this may be more than is charged.
  leading.uncommittedBytes = Math.max(0, leading.uncommittedBytes - bytes)
}

/**
 * Why a change must not enter the log; undefined when it may. One at a time: the next may enter when the one before is
 * applied (Raft thesis 4.1, 4.3). Hence the configuration it will meet is the one in force now, and whether it can be
 * carried out is known now; found out later, it would stop every member.
 */
function confChangeRefusal(
  core: Core,
  proposal: Pick<Entry, 'type' | 'data'>,
  pendingConfIndex: Index,
): string | undefined {
  const change = tryDecodeConfChange(proposal)
  if (change instanceof MalformedConfChange) return change.message
  if (core.settings.disableConfChangeValidation) return undefined
  const leaves = toConfChangeV2(change).changes.length === 0
  const joint = core.tracker.config.voters.outgoing.length > 0
  if (pendingConfIndex > core.log.applied) return `one may be pending at index ${pendingConfIndex}`
  if (joint && !leaves) return 'the joint configuration is to be left first'
  if (!joint && leaves) return 'there is no joint configuration to leave'
  const next = nextConfig(core.tracker, core.log.lastIndex, change)
  return 'refused' in next ? next.refused : undefined
}

function replicate(core: Core, entries: readonly Entry[]): void {
  core.log.append(entries)
  // The leader's own acknowledgement comes back when the entries are durable here; until then it does not count.
  acknowledge(core, core.id, core.log.lastIndex)
  broadcastAppend(core)
}

/** A proposal that reached a member which does not lead. */
export function forwardProposal(core: Core, from: MemberId, entries: readonly Entry[]): DropReason | undefined {
  if (core.leader === nobody) return 'noLeader'
  if (core.settings.disableProposalForwarding) return 'forwardingOff'
  core.send(newMessage({ type: 'MsgProp', to: core.leader, from, entries }))
  return undefined
}
