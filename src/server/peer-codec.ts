/**
 * Raft's messages as bytes between members (`proto/keelson/peer.proto`).
 *
 * The core's shape and the wire's differ in two words only, kinds of messages and of entries, which the wire numbers.
 * Decoded entries are views of what was received, so that the log, the WAL and the state machine share one copy.
 */
import { assert, unreachable } from '../base/assert.ts'
import {
  RaftMessage,
  type RaftMessageInit,
  EntryType as WireEntryType,
  MessageType as WireMessageType,
} from '../generated/keelson/peer.ts'
import { DecodeError } from '../generated/runtime/codec.ts'
import { type Entry, type EntryType, noEntries } from '../raft/entry.ts'
import { draft, isStorageMessage, type Message, type MessageType } from '../raft/message.ts'

export const peerCodec = {
  /** The first `headroom` bytes of the result are left to the caller. */
  encode(message: Message, headroom = 0): Buffer {
    assert(!isStorageMessage(message.type), 'a message to our own threads stays here', message.type)
    return RaftMessage.encode(toWire(message), headroom)
  },

  /** @throws DecodeError when the bytes are no message, or one of a kind that this version does not know */
  decode(buffer: Buffer, start: number, end: number): Message {
    const wire = RaftMessage.decode(buffer, start, end)
    const type = messageTypes[wire.type]
    if (type === undefined) throw new DecodeError(`no Raft message has the kind ${wire.type}`)
    const message = draft(type, wire.to)
    message.from = wire.from
    message.term = wire.term
    message.logTerm = wire.logTerm
    message.index = wire.index
    message.entries = wire.entries.length === 0 ? noEntries : wire.entries.map(entryOf)
    message.commit = wire.commit
    message.reject = wire.reject
    message.rejectHint = wire.rejectHint
    message.context = wire.context
    message.snapshot = snapshotOf(wire)
    return message
  },
}

function toWire(message: Message): RaftMessageInit {
  const { entries, snapshot } = message
  return {
    type: wireTypes[message.type],
    to: message.to,
    from: message.from,
    term: message.term,
    logTerm: message.logTerm,
    index: message.index,
    entries: entries.length === 0 ? undefined : entries.map(wireEntry),
    commit: message.commit,
    reject: message.reject,
    rejectHint: message.rejectHint,
    context: message.context,
    snapshot:
      snapshot === undefined
        ? undefined
        : { index: snapshot.index, term: snapshot.term, confState: snapshot.confState, data: snapshot.data },
  }
}

interface WireEntry {
  readonly term: number
  readonly index: number
  readonly type: WireEntryType
  readonly data: Buffer
}

function wireEntry({ term, index, type, data }: Entry): WireEntry {
  return { term, index, type: wireEntryType(type), data }
}

function entryOf({ term, index, type, data }: WireEntry): Entry {
  return { term, index, type: entryType(type), data }
}

function wireEntryType(type: EntryType): WireEntryType {
  switch (type) {
    case 'normal':
      return WireEntryType.NORMAL
    case 'confChange':
      return WireEntryType.CONF_CHANGE
    case 'confChangeV2':
      return WireEntryType.CONF_CHANGE_V2
    default:
      return unreachable(type)
  }
}

/** @throws DecodeError: an entry of a kind that we cannot apply must not get into our log */
function entryType(type: WireEntryType): EntryType {
  switch (type) {
    case WireEntryType.NORMAL:
      return 'normal'
    case WireEntryType.CONF_CHANGE:
      return 'confChange'
    case WireEntryType.CONF_CHANGE_V2:
      return 'confChangeV2'
    default:
      throw new DecodeError(`no log entry has the kind ${String(type)}`)
  }
}

function snapshotOf({ snapshot }: RaftMessage): Message['snapshot'] {
  if (snapshot === undefined) return undefined
  const { index, term, confState, data } = snapshot
  if (confState === undefined) throw new DecodeError('a snapshot came without its configuration')
  return { index, term, confState, data }
}

/** Storage messages have a number that is never sent; `encode` refuses them. */
const wireTypes: Readonly<Record<MessageType, WireMessageType>> = {
  MsgApp: WireMessageType.APP,
  MsgAppResp: WireMessageType.APP_RESP,
  MsgHeartbeat: WireMessageType.HEARTBEAT,
  MsgHeartbeatResp: WireMessageType.HEARTBEAT_RESP,
  MsgVote: WireMessageType.VOTE,
  MsgVoteResp: WireMessageType.VOTE_RESP,
  MsgPreVote: WireMessageType.PRE_VOTE,
  MsgPreVoteResp: WireMessageType.PRE_VOTE_RESP,
  MsgSnap: WireMessageType.SNAP,
  MsgProp: WireMessageType.PROP,
  MsgReadIndex: WireMessageType.READ_INDEX,
  MsgReadIndexResp: WireMessageType.READ_INDEX_RESP,
  MsgTransferLeader: WireMessageType.TRANSFER_LEADER,
  MsgTimeoutNow: WireMessageType.TIMEOUT_NOW,
  MsgStorageAppend: WireMessageType.UNKNOWN,
  MsgStorageAppendResp: WireMessageType.UNKNOWN,
  MsgStorageApply: WireMessageType.UNKNOWN,
  MsgStorageApplyResp: WireMessageType.UNKNOWN,
}

const messageTypes: readonly (MessageType | undefined)[] = inverse(wireTypes)

function inverse(numbers: Readonly<Record<MessageType, WireMessageType>>): (MessageType | undefined)[] {
  const types: (MessageType | undefined)[] = []
  for (const [type, number] of Object.entries(numbers) as [MessageType, WireMessageType][]) {
    if (number !== WireMessageType.UNKNOWN) types[number] = type
  }
  return types
}
