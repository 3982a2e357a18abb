/**
 * What members say to each other, and what a member says to its own storage threads.
 *
 * One flat shape for all kinds: the wire codec stays one message, and the engine sees objects of one hidden class.
 * A field that a kind does not use holds its zero.
 */
import { type Entry, type Index, type MemberId, nobody, noEntries, type Term } from './entry.ts'
import type { Snapshot } from './storage.ts'

/**
 * | kind | direction | rule |
 * |---|---|---|
 * | `MsgApp`, `MsgAppResp` | leader -> others, back | AppendEntries, Raft paper 5.3 |
 * | `MsgHeartbeat`, `MsgHeartbeatResp` | leader -> others, back | empty AppendEntries of paper 5.2, without the consistency check |
 * | `MsgVote`, `MsgVoteResp` | candidate -> voters, back | RequestVote, Raft paper 5.2 and 5.4.1 |
 * | `MsgPreVote`, `MsgPreVoteResp` | pre-candidate -> voters, back | Raft thesis 9.6 |
 * | `MsgSnap` | leader -> others | InstallSnapshot, Raft paper 7; answered by `MsgAppResp` |
 * | `MsgProp` | any -> leader | a forwarded proposal; entries without term and index |
 * | `MsgReadIndex`, `MsgReadIndexResp` | any -> leader, back | Raft thesis 6.4 |
 * | `MsgTransferLeader`, `MsgTimeoutNow` | any -> leader, leader -> target | Raft thesis 3.10 |
 * | `MsgStorageAppend`, `MsgStorageAppendResp` | member -> its append thread, back | Raft thesis 10.2.1 |
 * | `MsgStorageApply`, `MsgStorageApplyResp` | member -> its apply thread, back | |
 */
export type MessageType =
  | 'MsgApp'
  | 'MsgAppResp'
  | 'MsgHeartbeat'
  | 'MsgHeartbeatResp'
  | 'MsgVote'
  | 'MsgVoteResp'
  | 'MsgPreVote'
  | 'MsgPreVoteResp'
  | 'MsgSnap'
  | 'MsgProp'
  | 'MsgReadIndex'
  | 'MsgReadIndexResp'
  | 'MsgTransferLeader'
  | 'MsgTimeoutNow'
  | 'MsgStorageAppend'
  | 'MsgStorageAppendResp'
  | 'MsgStorageApply'
  | 'MsgStorageApplyResp'

export interface Message {
  readonly type: MessageType
  readonly to: MemberId
  readonly from: MemberId
  /** Term of the sender; of the coming election in a pre-vote; 0 in `MsgProp` and `MsgReadIndex`, which have none. */
  readonly term: Term
  /** Term of the entry at `index`: the consistency check of `MsgApp`, the candidate's last entry of `MsgVote`. */
  readonly logTerm: Term
  /** `MsgApp`: the entry before `entries`. `MsgAppResp`: the last entry that matches, or the refused `index`. */
  readonly index: Index
  readonly entries: readonly Entry[]
  readonly commit: Index
  /** The vote to be made durable; `MsgStorageAppend` only. */
  readonly vote: MemberId
  readonly snapshot: Snapshot | undefined
  readonly reject: boolean
  /** Refused `MsgApp`: where the logs may agree (with its term in `logTerm`), see `Log.agreementBefore`. */
  readonly rejectHint: Index
  /** Travels unchanged with a heartbeat and its answer, or a read; names a leadership transfer in `MsgVote`. */
  readonly context: string
  /** To be delivered, each to its `to`, when the storage thread has done its work. In order, none may be lost. */
  readonly responses: readonly Message[]
}

/** No messages; shared and frozen. */
export const noMessages: readonly Message[] = Object.freeze([])

/** A message that is still being written. */
export type MessageDraft = { -readonly [Field in keyof Message]: Message[Field] }

/** A message with nothing but a kind and a target: the hot path fills in the rest by assignment. */
export function draft(type: MessageType, to: MemberId): MessageDraft {
  return {
    type,
    to,
    from: nobody,
    term: 0,
    logTerm: 0,
    index: 0,
    entries: noEntries,
    commit: 0,
    vote: nobody,
    snapshot: undefined,
    reject: false,
    rejectHint: 0,
    context: '',
    responses: noMessages,
  }
}

/** A message of `fields`, all others zero. */
export function newMessage(fields: Partial<Message> & Pick<Message, 'type' | 'to'>): MessageDraft {
  return Object.assign(draft(fields.type, fields.to), fields)
}

/** Context of the `MsgVote` of a leadership transfer: voters answer it even while they hear from a leader. */
export const transferContext = 'transfer'

/** True for a kind that a member exchanges with its own threads only: it must never come from the network. */
export function isStorageMessage(type: MessageType): boolean {
  return (
    type === 'MsgStorageAppend' ||
    type === 'MsgStorageAppendResp' ||
    type === 'MsgStorageApply' ||
    type === 'MsgStorageApplyResp'
  )
}

/** True for an answer: of use only when it comes from a member of the configuration. */
export function isResponse(type: MessageType): boolean {
  return (
    type === 'MsgAppResp' ||
    type === 'MsgHeartbeatResp' ||
    type === 'MsgVoteResp' ||
    type === 'MsgPreVoteResp' ||
    type === 'MsgReadIndexResp' ||
    type === 'MsgStorageAppendResp' ||
    type === 'MsgStorageApplyResp'
  )
}
