/** How scenario files print messages, states and entries. The formats are etcd's: they are compared to the letter. */
import { decodeConfChange } from '../../src/raft/conf-change-codec.ts'
import {
  type ConfChangeSingle,
  type ConfChangeType,
  type ConfState,
  toConfChangeV2,
} from '../../src/raft/conf-state.ts'
import { appendThread, applyThread, type Entry, type EntryType, type MemberId, nobody } from '../../src/raft/entry.ts'
import type { Message } from '../../src/raft/message.ts'
import type { PeerStatus, Ready, Role } from '../../src/raft/ready.ts'
import type { HardState, Snapshot } from '../../src/raft/storage.ts'

export const roleNames: Record<Role, string> = {
  follower: 'StateFollower',
  preCandidate: 'StatePreCandidate',
  candidate: 'StateCandidate',
  leader: 'StateLeader',
}

const entryTypeNames: Record<EntryType, string> = {
  normal: 'EntryNormal',
  confChange: 'EntryConfChange',
  confChangeV2: 'EntryConfChangeV2',
}

const progressStateNames: Record<PeerStatus['state'], string> = {
  probe: 'StateProbe',
  replicate: 'StateReplicate',
  snapshot: 'StateSnapshot',
}

const stepLetters: Record<ConfChangeType, string> = {
  addNode: 'v',
  addLearnerNode: 'l',
  removeNode: 'r',
  updateNode: 'u',
}

/** `v1 l2 r3 u4`. */
export function describeChanges(changes: readonly ConfChangeSingle[]): string {
  return changes.map(({ type, nodeId }) => `${stepLetters[type]}${nodeId}`).join(' ')
}

/** The reverse; throws on anything else. */
export function parseChanges(text: string): ConfChangeSingle[] {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.map((word) => {
    const type = (Object.keys(stepLetters) as ConfChangeType[]).find((each) => stepLetters[each] === word[0])
    if (type === undefined || !/^.\d+$/.test(word)) throw new Error(`unknown input: ${word}`)
    return { type, nodeId: BigInt(word.slice(1)) }
  })
}

export function describeEntry(entry: Entry): string {
  const data =
    entry.type === 'normal' ? quote(entry.data) : describeChanges(toConfChangeV2(decodeConfChange(entry)).changes)
  return `${entry.term}/${entry.index} ${entryTypeNames[entry.type]}${data === '' ? '' : ` ${data}`}`
}

/** One line each. */
export function describeEntries(entries: readonly Entry[]): string {
  return entries.map((entry) => `${describeEntry(entry)}\n`).join('')
}

export function describeHardState({ term, vote, commit }: HardState): string {
  return `Term:${term}${vote === nobody ? '' : ` Vote:${vote}`} Commit:${commit}`
}

export function describeConfState(state: ConfState): string {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = state
  return (
    `Voters:${ids(voters)} VotersOutgoing:${ids(votersOutgoing)} ` +
    `Learners:${ids(learners)} LearnersNext:${ids(learnersNext)} AutoLeave:${autoLeave}`
  )
}

export function describeSnapshot({ index, term, confState }: Snapshot): string {
  return `Index:${index} Term:${term} ConfState:${describeConfState(confState)}`
}

export function describeReady(ready: Ready): string {
  const { softState, hardState, readStates, entries, snapshot, committedEntries, messages, mustSync } = ready
  let text = ''
  if (softState !== undefined) text += `Lead:${softState.leader} State:${roleNames[softState.role]}\n`
  if (hardState !== undefined) text += `HardState ${describeHardState(hardState)}\n`
  if (readStates.length > 0) {
    text += `ReadStates [${readStates.map(({ index, context }) => `{${index} ${context}}`).join(' ')}]\n`
  }
  if (entries.length > 0) text += `Entries:\n${describeEntries(entries)}`
  if (snapshot !== undefined) text += `Snapshot ${describeSnapshot(snapshot)}\n`
  if (committedEntries.length > 0) text += `CommittedEntries:\n${describeEntries(committedEntries)}`
  if (messages.length > 0) text += `Messages:\n${messages.map((each) => `${describeMessage(each)}\n`).join('')}`
  return text === '' ? '<empty Ready>' : `Ready MustSync=${mustSync}:\n${text}`
}

export function describeMessage(message: Message, indent = ''): string {
  const { from, to, type, term, logTerm, index } = message
  let text = `${indent}${target(from)}->${target(to)} ${type} Term:${term} Log:${logTerm}/${index}`
  if (message.reject) text += ` Rejected (Hint: ${message.rejectHint})`
  if (message.commit !== 0) text += ` Commit:${message.commit}`
  if (message.vote !== nobody) text += ` Vote:${message.vote}`
  const [first, ...others] = message.entries
  if (first !== undefined && others.length === 0) text += ` Entries:[${describeEntry(first)}]`
  else if (first !== undefined) {
    text += ` Entries:[${message.entries.map((entry) => `\n${indent}  ${describeEntry(entry)}`).join('')}\n${indent}]`
  }
  if (message.snapshot !== undefined) text += `\n${indent}  Snapshot: ${describeSnapshot(message.snapshot)}`
  if (message.responses.length > 0) {
    const responses = message.responses.map((each) => `\n${describeMessage(each, `${indent}  `)}`)
    text += ` Responses:[${responses.join('')}\n${indent}]`
  }
  return text
}

export function describePeer(peer: PeerStatus): string {
  let text = `${progressStateNames[peer.state]} match=${peer.match} next=${peer.next}`
  if (peer.learner) text += ' learner'
  if (peer.paused) text += ' paused'
  if (peer.pendingSnapshot > 0) text += ` pendingSnap=${peer.pendingSnapshot}`
  if (!peer.recentActive) text += ' inactive'
  if (peer.inflightMessages > 0) text += ` inflight=${peer.inflightMessages}${peer.inflightFull ? '[full]' : ''}`
  return text
}

function target(id: MemberId): string {
  if (id === nobody) return 'None'
  if (id === appendThread) return 'AppendThread'
  return id === applyThread ? 'ApplyThread' : id.toString(16)
}

function ids(list: readonly MemberId[]): string {
  return `[${list.join(' ')}]`
}

function quote(data: Buffer): string {
  return JSON.stringify(data.toString('latin1'))
}
