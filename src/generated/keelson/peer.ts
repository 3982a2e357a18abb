// Made by `npm run proto` from proto/: do not edit.
/** What members of a cluster say to each other about the Raft log. How the bytes travel stands in src/peer. */
import { type Codec, type JsonObject, noBytes, toBuffer } from '../runtime/codec.ts'
import {
  fromBase64,
  fromBase64Latin1,
  fromBool,
  fromEnum,
  fromList,
  fromObject,
  fromUint64,
  fromUint64Number,
  latin1ToBase64,
  optional,
  pick,
  toBase64,
  toEnum,
} from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import {
  checkEnd,
  checkRoom,
  keep,
  reserve,
  rewind,
  sizeBigint,
  sizeBytes,
  sizeInt32,
  sizeLatin1,
  sizeNumber,
  writeBigint,
  writeBool,
  writeBytes,
  writeFixed64,
  writeInt32,
  writeKept,
  writeLatin1,
  writeNumber,
} from '../runtime/writer.ts'

export const MessageType = {
  UNKNOWN: 0,
  APP: 1,
  APP_RESP: 2,
  HEARTBEAT: 3,
  HEARTBEAT_RESP: 4,
  VOTE: 5,
  VOTE_RESP: 6,
  PRE_VOTE: 7,
  PRE_VOTE_RESP: 8,
  SNAP: 9,
  PROP: 10,
  READ_INDEX: 11,
  READ_INDEX_RESP: 12,
  TRANSFER_LEADER: 13,
  TIMEOUT_NOW: 14,
} as const
/** From the wire any int32 may arrive in its place. */
export type MessageType = (typeof MessageType)[keyof typeof MessageType]
export const MessageTypeName: Readonly<Record<number, string>> = {
  0: 'UNKNOWN',
  1: 'APP',
  2: 'APP_RESP',
  3: 'HEARTBEAT',
  4: 'HEARTBEAT_RESP',
  5: 'VOTE',
  6: 'VOTE_RESP',
  7: 'PRE_VOTE',
  8: 'PRE_VOTE_RESP',
  9: 'SNAP',
  10: 'PROP',
  11: 'READ_INDEX',
  12: 'READ_INDEX_RESP',
  13: 'TRANSFER_LEADER',
  14: 'TIMEOUT_NOW',
}

export const EntryType = {
  NORMAL: 0,
  CONF_CHANGE: 1,
  CONF_CHANGE_V2: 2,
} as const
/** From the wire any int32 may arrive in its place. */
export type EntryType = (typeof EntryType)[keyof typeof EntryType]
export const EntryTypeName: Readonly<Record<number, string>> = {
  0: 'NORMAL',
  1: 'CONF_CHANGE',
  2: 'CONF_CHANGE_V2',
}

/** One message of the Raft paper and thesis; a field that a kind does not use is absent. */
export interface RaftMessage {
  readonly type: MessageType
  /** Ids are spread over all 64 bits: fixed width is shorter than a varint. */
  readonly to: bigint
  readonly from: bigint
  readonly term: number
  readonly logTerm: number
  readonly index: number
  readonly entries: readonly Entry[]
  readonly commit: number
  readonly reject: boolean
  readonly rejectHint: number
  /** Any bytes; they come back as they were sent. */
  readonly context: string
  readonly snapshot: SnapshotMark | undefined
}

/** To be encoded: what is missing has its default. */
export interface RaftMessageInit {
  readonly type?: MessageType | undefined
  readonly to?: bigint | undefined
  readonly from?: bigint | undefined
  readonly term?: number | undefined
  readonly logTerm?: number | undefined
  readonly index?: number | undefined
  readonly entries?: readonly EntryInit[] | undefined
  readonly commit?: number | undefined
  readonly reject?: boolean | undefined
  readonly rejectHint?: number | undefined
  readonly context?: string | undefined
  readonly snapshot?: SnapshotMarkInit | undefined
}

export const RaftMessage: Codec<RaftMessage, RaftMessageInit> = {
  typeName: 'keelson.peer.RaftMessage',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeRaftMessage(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeRaftMessage(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeRaftMessage(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeRaftMessage(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeRaftMessage(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readRaftMessage(new Reader(buffer, start, end))
  },
  create: createRaftMessage,
  toJson: toJsonRaftMessage,
  fromJson: (json) => fromJsonRaftMessage(json),
}

export function sizeRaftMessage(m: RaftMessageInit): number {
  let bytes = 0
  if (m.type !== undefined && m.type !== 0) {
    bytes += 1 + sizeInt32(m.type)
  }
  if (m.to !== undefined && m.to !== 0n) {
    bytes += 1 + 8
  }
  if (m.from !== undefined && m.from !== 0n) {
    bytes += 1 + 8
  }
  if (m.term !== undefined && m.term !== 0) {
    bytes += 1 + sizeNumber(m.term)
  }
  if (m.logTerm !== undefined && m.logTerm !== 0) {
    bytes += 1 + sizeNumber(m.logTerm)
  }
  if (m.index !== undefined && m.index !== 0) {
    bytes += 1 + sizeNumber(m.index)
  }
  if (m.entries !== undefined) {
    for (const item of m.entries) {
      bytes += 1 + keep(reserve(), sizeEntry(item))
    }
  }
  if (m.commit !== undefined && m.commit !== 0) {
    bytes += 1 + sizeNumber(m.commit)
  }
  if (m.reject !== undefined && m.reject) {
    bytes += 1 + 1
  }
  if (m.rejectHint !== undefined && m.rejectHint !== 0) {
    bytes += 1 + sizeNumber(m.rejectHint)
  }
  if (m.context !== undefined && m.context !== '') {
    bytes += 1 + sizeLatin1(m.context)
  }
  if (m.snapshot !== undefined) {
    bytes += 1 + keep(reserve(), sizeSnapshotMark(m.snapshot))
  }
  return bytes
}

export function writeRaftMessage(m: RaftMessageInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.type !== undefined && m.type !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.type)
  }
  if (m.to !== undefined && m.to !== 0n) {
    buffer[at++] = 17
    at = writeFixed64(buffer, at, m.to)
  }
  if (m.from !== undefined && m.from !== 0n) {
    buffer[at++] = 25
    at = writeFixed64(buffer, at, m.from)
  }
  if (m.term !== undefined && m.term !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.term)
  }
  if (m.logTerm !== undefined && m.logTerm !== 0) {
    buffer[at++] = 40
    at = writeNumber(buffer, at, m.logTerm)
  }
  if (m.index !== undefined && m.index !== 0) {
    buffer[at++] = 48
    at = writeNumber(buffer, at, m.index)
  }
  if (m.entries !== undefined) {
    for (const item of m.entries) {
      buffer[at++] = 58
      at = writeKept(buffer, at)
      at = writeEntry(item, buffer, at)
    }
  }
  if (m.commit !== undefined && m.commit !== 0) {
    buffer[at++] = 64
    at = writeNumber(buffer, at, m.commit)
  }
  if (m.reject !== undefined && m.reject) {
    buffer[at++] = 72
    at = writeBool(buffer, at, m.reject)
  }
  if (m.rejectHint !== undefined && m.rejectHint !== 0) {
    buffer[at++] = 80
    at = writeNumber(buffer, at, m.rejectHint)
  }
  if (m.context !== undefined && m.context !== '') {
    buffer[at++] = 90
    at = writeLatin1(buffer, at, m.context)
  }
  if (m.snapshot !== undefined) {
    buffer[at++] = 98
    at = writeKept(buffer, at)
    at = writeSnapshotMark(m.snapshot, buffer, at)
  }
  return at
}

const fieldsOfRaftMessage: FieldNames = {
  1: 'type',
  2: 'to',
  3: 'from',
  4: 'term',
  5: 'log_term',
  6: 'index',
  7: 'entries',
  8: 'commit',
  9: 'reject',
  10: 'reject_hint',
  11: 'context',
  12: 'snapshot',
}

export function readRaftMessage(r: Reader): RaftMessage {
  let type: MessageType = 0
  let to: bigint = 0n
  let from: bigint = 0n
  let term: number = 0
  let logTerm: number = 0
  let index: number = 0
  const entries: Entry[] = []
  let commit: number = 0
  let reject: boolean = false
  let rejectHint: number = 0
  let context: string = ''
  let snapshot: SnapshotMark | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        type = r.int32() as MessageType
        break
      case 17:
        to = r.fixed64()
        break
      case 25:
        from = r.fixed64()
        break
      case 32:
        term = r.uint64Number()
        break
      case 40:
        logTerm = r.uint64Number()
        break
      case 48:
        index = r.uint64Number()
        break
      case 58: {
        const outer = r.enter()
        entries.push(readEntry(r))
        r.leave(outer)
        break
      }
      case 64:
        commit = r.uint64Number()
        break
      case 72:
        reject = r.bool()
        break
      case 80:
        rejectHint = r.uint64Number()
        break
      case 90:
        context = r.latin1()
        break
      case 98: {
        const outer = r.enter()
        snapshot = readSnapshotMark(r, snapshot)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'keelson.peer.RaftMessage', fieldsOfRaftMessage)
    }
  }
  return { type, to, from, term, logTerm, index, entries, commit, reject, rejectHint, context, snapshot }
}

export function createRaftMessage(init?: RaftMessageInit): RaftMessage {
  return {
    type: init?.type ?? 0,
    to: init?.to ?? 0n,
    from: init?.from ?? 0n,
    term: init?.term ?? 0,
    logTerm: init?.logTerm ?? 0,
    index: init?.index ?? 0,
    entries: init?.entries?.map((item) => createEntry(item)) ?? [],
    commit: init?.commit ?? 0,
    reject: init?.reject ?? false,
    rejectHint: init?.rejectHint ?? 0,
    context: init?.context ?? '',
    snapshot: init?.snapshot === undefined ? undefined : createSnapshotMark(init.snapshot),
  }
}

export function toJsonRaftMessage(m: RaftMessageInit): JsonObject {
  const json: JsonObject = {}
  if (m.type !== undefined && m.type !== 0) json['type'] = toEnum(m.type, MessageTypeName)
  if (m.to !== undefined && m.to !== 0n) json['to'] = String(m.to)
  if (m.from !== undefined && m.from !== 0n) json['from'] = String(m.from)
  if (m.term !== undefined && m.term !== 0) json['term'] = String(m.term)
  if (m.logTerm !== undefined && m.logTerm !== 0) json['log_term'] = String(m.logTerm)
  if (m.index !== undefined && m.index !== 0) json['index'] = String(m.index)
  if (m.entries !== undefined && m.entries.length > 0) json['entries'] = m.entries.map((item) => toJsonEntry(item))
  if (m.commit !== undefined && m.commit !== 0) json['commit'] = String(m.commit)
  if (m.reject !== undefined && m.reject) json['reject'] = m.reject
  if (m.rejectHint !== undefined && m.rejectHint !== 0) json['reject_hint'] = String(m.rejectHint)
  if (m.context !== undefined && m.context !== '') json['context'] = latin1ToBase64(m.context)
  if (m.snapshot !== undefined) json['snapshot'] = toJsonSnapshotMark(m.snapshot)
  return json
}

export function fromJsonRaftMessage(json: unknown, depth = 0): RaftMessage {
  const from = fromObject(json, 'keelson.peer.RaftMessage', depth)

  return {
    type: fromEnum(pick(from, 'type', 'type'), 'keelson.peer.RaftMessage.type', MessageType) as MessageType,
    to: fromUint64(pick(from, 'to', 'to'), 'keelson.peer.RaftMessage.to'),
    from: fromUint64(pick(from, 'from', 'from'), 'keelson.peer.RaftMessage.from'),
    term: fromUint64Number(pick(from, 'term', 'term'), 'keelson.peer.RaftMessage.term'),
    logTerm: fromUint64Number(pick(from, 'log_term', 'logTerm'), 'keelson.peer.RaftMessage.log_term'),
    index: fromUint64Number(pick(from, 'index', 'index'), 'keelson.peer.RaftMessage.index'),
    entries: fromList(pick(from, 'entries', 'entries'), 'keelson.peer.RaftMessage.entries', (item) =>
      fromJsonEntry(item, depth + 1),
    ),
    commit: fromUint64Number(pick(from, 'commit', 'commit'), 'keelson.peer.RaftMessage.commit'),
    reject: fromBool(pick(from, 'reject', 'reject'), 'keelson.peer.RaftMessage.reject'),
    rejectHint: fromUint64Number(pick(from, 'reject_hint', 'rejectHint'), 'keelson.peer.RaftMessage.reject_hint'),
    context: fromBase64Latin1(pick(from, 'context', 'context'), 'keelson.peer.RaftMessage.context'),
    snapshot: optional(pick(from, 'snapshot', 'snapshot'), (value) => fromJsonSnapshotMark(value, depth + 1)),
  }
}

export interface Entry {
  readonly term: number
  readonly index: number
  readonly type: EntryType
  readonly data: Buffer
}

/** To be encoded: what is missing has its default. */
export interface EntryInit {
  readonly term?: number | undefined
  readonly index?: number | undefined
  readonly type?: EntryType | undefined
  readonly data?: Uint8Array | undefined
}

export const Entry: Codec<Entry, EntryInit> = {
  typeName: 'keelson.peer.Entry',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeEntry(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeEntry(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeEntry(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeEntry(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeEntry(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readEntry(new Reader(buffer, start, end))
  },
  create: createEntry,
  toJson: toJsonEntry,
  fromJson: (json) => fromJsonEntry(json),
}

export function sizeEntry(m: EntryInit): number {
  let bytes = 0
  if (m.term !== undefined && m.term !== 0) {
    bytes += 1 + sizeNumber(m.term)
  }
  if (m.index !== undefined && m.index !== 0) {
    bytes += 1 + sizeNumber(m.index)
  }
  if (m.type !== undefined && m.type !== 0) {
    bytes += 1 + sizeInt32(m.type)
  }
  if (m.data !== undefined && m.data.length > 0) {
    bytes += 1 + sizeBytes(m.data)
  }
  return bytes
}

export function writeEntry(m: EntryInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.term !== undefined && m.term !== 0) {
    buffer[at++] = 8
    at = writeNumber(buffer, at, m.term)
  }
  if (m.index !== undefined && m.index !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.index)
  }
  if (m.type !== undefined && m.type !== 0) {
    buffer[at++] = 24
    at = writeInt32(buffer, at, m.type)
  }
  if (m.data !== undefined && m.data.length > 0) {
    buffer[at++] = 34
    at = writeBytes(buffer, at, m.data)
  }
  return at
}

const fieldsOfEntry: FieldNames = { 1: 'term', 2: 'index', 3: 'type', 4: 'data' }

export function readEntry(r: Reader): Entry {
  let term: number = 0
  let index: number = 0
  let type: EntryType = 0
  let data: Buffer = noBytes

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        term = r.uint64Number()
        break
      case 16:
        index = r.uint64Number()
        break
      case 24:
        type = r.int32() as EntryType
        break
      case 34:
        data = r.bytes()
        break
      default:
        r.skip(tag, 'keelson.peer.Entry', fieldsOfEntry)
    }
  }
  return { term, index, type, data }
}

export function createEntry(init?: EntryInit): Entry {
  return {
    term: init?.term ?? 0,
    index: init?.index ?? 0,
    type: init?.type ?? 0,
    data: toBuffer(init?.data),
  }
}

export function toJsonEntry(m: EntryInit): JsonObject {
  const json: JsonObject = {}
  if (m.term !== undefined && m.term !== 0) json['term'] = String(m.term)
  if (m.index !== undefined && m.index !== 0) json['index'] = String(m.index)
  if (m.type !== undefined && m.type !== 0) json['type'] = toEnum(m.type, EntryTypeName)
  if (m.data !== undefined && m.data.length > 0) json['data'] = toBase64(m.data)
  return json
}

export function fromJsonEntry(json: unknown, depth = 0): Entry {
  const from = fromObject(json, 'keelson.peer.Entry', depth)

  return {
    term: fromUint64Number(pick(from, 'term', 'term'), 'keelson.peer.Entry.term'),
    index: fromUint64Number(pick(from, 'index', 'index'), 'keelson.peer.Entry.index'),
    type: fromEnum(pick(from, 'type', 'type'), 'keelson.peer.Entry.type', EntryType) as EntryType,
    data: fromBase64(pick(from, 'data', 'data'), 'keelson.peer.Entry.data'),
  }
}

/** The log up to `index` is replaced by a state that travels by itself. */
export interface SnapshotMark {
  readonly index: number
  readonly term: number
  readonly confState: ConfState | undefined
  readonly data: Buffer
}

/** To be encoded: what is missing has its default. */
export interface SnapshotMarkInit {
  readonly index?: number | undefined
  readonly term?: number | undefined
  readonly confState?: ConfStateInit | undefined
  readonly data?: Uint8Array | undefined
}

export const SnapshotMark: Codec<SnapshotMark, SnapshotMarkInit> = {
  typeName: 'keelson.peer.SnapshotMark',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeSnapshotMark(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeSnapshotMark(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeSnapshotMark(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeSnapshotMark(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeSnapshotMark(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readSnapshotMark(new Reader(buffer, start, end))
  },
  create: createSnapshotMark,
  toJson: toJsonSnapshotMark,
  fromJson: (json) => fromJsonSnapshotMark(json),
}

export function sizeSnapshotMark(m: SnapshotMarkInit): number {
  let bytes = 0
  if (m.index !== undefined && m.index !== 0) {
    bytes += 1 + sizeNumber(m.index)
  }
  if (m.term !== undefined && m.term !== 0) {
    bytes += 1 + sizeNumber(m.term)
  }
  if (m.confState !== undefined) {
    bytes += 1 + keep(reserve(), sizeConfState(m.confState))
  }
  if (m.data !== undefined && m.data.length > 0) {
    bytes += 1 + sizeBytes(m.data)
  }
  return bytes
}

export function writeSnapshotMark(m: SnapshotMarkInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.index !== undefined && m.index !== 0) {
    buffer[at++] = 8
    at = writeNumber(buffer, at, m.index)
  }
  if (m.term !== undefined && m.term !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.term)
  }
  if (m.confState !== undefined) {
    buffer[at++] = 26
    at = writeKept(buffer, at)
    at = writeConfState(m.confState, buffer, at)
  }
  if (m.data !== undefined && m.data.length > 0) {
    buffer[at++] = 34
    at = writeBytes(buffer, at, m.data)
  }
  return at
}

const fieldsOfSnapshotMark: FieldNames = { 1: 'index', 2: 'term', 3: 'conf_state', 4: 'data' }

/** A field that comes twice continues the message that came first: `from`. */
export function readSnapshotMark(r: Reader, from?: SnapshotMark): SnapshotMark {
  let index: number = 0
  let term: number = 0
  let confState: ConfState | undefined
  let data: Buffer = noBytes
  if (from !== undefined) {
    index = from.index
    term = from.term
    confState = from.confState
    data = from.data
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        index = r.uint64Number()
        break
      case 16:
        term = r.uint64Number()
        break
      case 26: {
        const outer = r.enter()
        confState = readConfState(r, confState)
        r.leave(outer)
        break
      }
      case 34:
        data = r.bytes()
        break
      default:
        r.skip(tag, 'keelson.peer.SnapshotMark', fieldsOfSnapshotMark)
    }
  }
  return { index, term, confState, data }
}

export function createSnapshotMark(init?: SnapshotMarkInit): SnapshotMark {
  return {
    index: init?.index ?? 0,
    term: init?.term ?? 0,
    confState: init?.confState === undefined ? undefined : createConfState(init.confState),
    data: toBuffer(init?.data),
  }
}

export function toJsonSnapshotMark(m: SnapshotMarkInit): JsonObject {
  const json: JsonObject = {}
  if (m.index !== undefined && m.index !== 0) json['index'] = String(m.index)
  if (m.term !== undefined && m.term !== 0) json['term'] = String(m.term)
  if (m.confState !== undefined) json['conf_state'] = toJsonConfState(m.confState)
  if (m.data !== undefined && m.data.length > 0) json['data'] = toBase64(m.data)
  return json
}

export function fromJsonSnapshotMark(json: unknown, depth = 0): SnapshotMark {
  const from = fromObject(json, 'keelson.peer.SnapshotMark', depth)

  return {
    index: fromUint64Number(pick(from, 'index', 'index'), 'keelson.peer.SnapshotMark.index'),
    term: fromUint64Number(pick(from, 'term', 'term'), 'keelson.peer.SnapshotMark.term'),
    confState: optional(pick(from, 'conf_state', 'confState'), (value) => fromJsonConfState(value, depth + 1)),
    data: fromBase64(pick(from, 'data', 'data'), 'keelson.peer.SnapshotMark.data'),
  }
}

/** A configuration of the cluster; joint while `voters_outgoing` is not empty. */
export interface ConfState {
  readonly voters: readonly bigint[]
  readonly learners: readonly bigint[]
  readonly votersOutgoing: readonly bigint[]
  readonly learnersNext: readonly bigint[]
  readonly autoLeave: boolean
}

/** To be encoded: what is missing has its default. */
export interface ConfStateInit {
  readonly voters?: readonly bigint[] | undefined
  readonly learners?: readonly bigint[] | undefined
  readonly votersOutgoing?: readonly bigint[] | undefined
  readonly learnersNext?: readonly bigint[] | undefined
  readonly autoLeave?: boolean | undefined
}

export const ConfState: Codec<ConfState, ConfStateInit> = {
  typeName: 'keelson.peer.ConfState',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeConfState(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeConfState(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeConfState(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeConfState(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeConfState(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readConfState(new Reader(buffer, start, end))
  },
  create: createConfState,
  toJson: toJsonConfState,
  fromJson: (json) => fromJsonConfState(json),
}

export function sizeConfState(m: ConfStateInit): number {
  let bytes = 0
  if (m.voters !== undefined && m.voters.length > 0) {
    const place = reserve()
    let packed = 0
    for (const item of m.voters) packed += sizeBigint(item)
    bytes += 1 + keep(place, packed)
  }
  if (m.learners !== undefined && m.learners.length > 0) {
    const place = reserve()
    let packed = 0
    for (const item of m.learners) packed += sizeBigint(item)
    bytes += 1 + keep(place, packed)
  }
  if (m.votersOutgoing !== undefined && m.votersOutgoing.length > 0) {
    const place = reserve()
    let packed = 0
    for (const item of m.votersOutgoing) packed += sizeBigint(item)
    bytes += 1 + keep(place, packed)
  }
  if (m.learnersNext !== undefined && m.learnersNext.length > 0) {
    const place = reserve()
    let packed = 0
    for (const item of m.learnersNext) packed += sizeBigint(item)
    bytes += 1 + keep(place, packed)
  }
  if (m.autoLeave !== undefined && m.autoLeave) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeConfState(m: ConfStateInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.voters !== undefined && m.voters.length > 0) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    for (const item of m.voters) at = writeBigint(buffer, at, item)
  }
  if (m.learners !== undefined && m.learners.length > 0) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    for (const item of m.learners) at = writeBigint(buffer, at, item)
  }
  if (m.votersOutgoing !== undefined && m.votersOutgoing.length > 0) {
    buffer[at++] = 26
    at = writeKept(buffer, at)
    for (const item of m.votersOutgoing) at = writeBigint(buffer, at, item)
  }
  if (m.learnersNext !== undefined && m.learnersNext.length > 0) {
    buffer[at++] = 34
    at = writeKept(buffer, at)
    for (const item of m.learnersNext) at = writeBigint(buffer, at, item)
  }
  if (m.autoLeave !== undefined && m.autoLeave) {
    buffer[at++] = 40
    at = writeBool(buffer, at, m.autoLeave)
  }
  return at
}

const fieldsOfConfState: FieldNames = {
  1: 'voters',
  2: 'learners',
  3: 'voters_outgoing',
  4: 'learners_next',
  5: 'auto_leave',
}

/** A field that comes twice continues the message that came first: `from`. */
export function readConfState(r: Reader, from?: ConfState): ConfState {
  const voters: bigint[] = from === undefined ? [] : (from.voters as bigint[])
  const learners: bigint[] = from === undefined ? [] : (from.learners as bigint[])
  const votersOutgoing: bigint[] = from === undefined ? [] : (from.votersOutgoing as bigint[])
  const learnersNext: bigint[] = from === undefined ? [] : (from.learnersNext as bigint[])
  let autoLeave: boolean = false
  if (from !== undefined) {
    autoLeave = from.autoLeave
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        voters.push(r.uint64())
        break
      case 10: {
        const outer = r.enter()
        while (r.position < r.end) voters.push(r.uint64())
        r.leave(outer)
        break
      }
      case 16:
        learners.push(r.uint64())
        break
      case 18: {
        const outer = r.enter()
        while (r.position < r.end) learners.push(r.uint64())
        r.leave(outer)
        break
      }
      case 24:
        votersOutgoing.push(r.uint64())
        break
      case 26: {
        const outer = r.enter()
        while (r.position < r.end) votersOutgoing.push(r.uint64())
        r.leave(outer)
        break
      }
      case 32:
        learnersNext.push(r.uint64())
        break
      case 34: {
        const outer = r.enter()
        while (r.position < r.end) learnersNext.push(r.uint64())
        r.leave(outer)
        break
      }
      case 40:
        autoLeave = r.bool()
        break
      default:
        r.skip(tag, 'keelson.peer.ConfState', fieldsOfConfState)
    }
  }
  return { voters, learners, votersOutgoing, learnersNext, autoLeave }
}

export function createConfState(init?: ConfStateInit): ConfState {
  return {
    voters: [...(init?.voters ?? [])],
    learners: [...(init?.learners ?? [])],
    votersOutgoing: [...(init?.votersOutgoing ?? [])],
    learnersNext: [...(init?.learnersNext ?? [])],
    autoLeave: init?.autoLeave ?? false,
  }
}

export function toJsonConfState(m: ConfStateInit): JsonObject {
  const json: JsonObject = {}
  if (m.voters !== undefined && m.voters.length > 0) json['voters'] = m.voters.map((item) => String(item))
  if (m.learners !== undefined && m.learners.length > 0) json['learners'] = m.learners.map((item) => String(item))
  if (m.votersOutgoing !== undefined && m.votersOutgoing.length > 0)
    json['voters_outgoing'] = m.votersOutgoing.map((item) => String(item))
  if (m.learnersNext !== undefined && m.learnersNext.length > 0)
    json['learners_next'] = m.learnersNext.map((item) => String(item))
  if (m.autoLeave !== undefined && m.autoLeave) json['auto_leave'] = m.autoLeave
  return json
}

export function fromJsonConfState(json: unknown, depth = 0): ConfState {
  const from = fromObject(json, 'keelson.peer.ConfState', depth)

  return {
    voters: fromList(pick(from, 'voters', 'voters'), 'keelson.peer.ConfState.voters', fromUint64),
    learners: fromList(pick(from, 'learners', 'learners'), 'keelson.peer.ConfState.learners', fromUint64),
    votersOutgoing: fromList(
      pick(from, 'voters_outgoing', 'votersOutgoing'),
      'keelson.peer.ConfState.voters_outgoing',
      fromUint64,
    ),
    learnersNext: fromList(
      pick(from, 'learners_next', 'learnersNext'),
      'keelson.peer.ConfState.learners_next',
      fromUint64,
    ),
    autoLeave: fromBool(pick(from, 'auto_leave', 'autoLeave'), 'keelson.peer.ConfState.auto_leave'),
  }
}
