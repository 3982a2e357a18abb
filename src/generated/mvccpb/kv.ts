// Made by `npm run proto` from proto/: do not edit.
/** Keys as the store keeps them, and what happens to them. */
import { type Codec, type JsonObject, noBytes, toBuffer } from '../runtime/codec.ts'
import {
  fromBase64,
  fromBase64Latin1,
  fromEnum,
  fromInt64,
  fromInt64Number,
  fromObject,
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
  writeBytes,
  writeInt32,
  writeKept,
  writeLatin1,
  writeNumber,
} from '../runtime/writer.ts'

export const EventType = {
  PUT: 0,
  /** Deleted by a client or with its lease. */
  DELETE: 1,
} as const
/** From the wire any int32 may arrive in its place. */
export type EventType = (typeof EventType)[keyof typeof EventType]
export const EventTypeName: Readonly<Record<number, string>> = {
  0: 'PUT',
  1: 'DELETE',
}

export interface KeyValue {
  readonly key: string
  /** Revision of the write that brought this key to life; a key that was deleted and put again starts anew. */
  readonly createRevision: number
  /** Revision of the latest write. */
  readonly modRevision: number
  /** Writes since the key came to life: 1 for the first. A deletion sets it back to 0. */
  readonly version: number
  readonly value: Buffer
  /** Lease that takes the key along when it ends, 0 for none. */
  readonly lease: bigint
}

/** To be encoded: what is missing has its default. */
export interface KeyValueInit {
  readonly key?: string | undefined
  readonly createRevision?: number | undefined
  readonly modRevision?: number | undefined
  readonly version?: number | undefined
  readonly value?: Uint8Array | undefined
  readonly lease?: bigint | undefined
}

export const KeyValue: Codec<KeyValue, KeyValueInit> = {
  typeName: 'mvccpb.KeyValue',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeKeyValue(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeKeyValue(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeKeyValue(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeKeyValue(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeKeyValue(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readKeyValue(new Reader(buffer, start, end))
  },
  create: createKeyValue,
  toJson: toJsonKeyValue,
  fromJson: (json) => fromJsonKeyValue(json),
}

export function sizeKeyValue(m: KeyValueInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.createRevision !== undefined && m.createRevision !== 0) {
    bytes += 1 + sizeNumber(m.createRevision)
  }
  if (m.modRevision !== undefined && m.modRevision !== 0) {
    bytes += 1 + sizeNumber(m.modRevision)
  }
  if (m.version !== undefined && m.version !== 0) {
    bytes += 1 + sizeNumber(m.version)
  }
  if (m.value !== undefined && m.value.length > 0) {
    bytes += 1 + sizeBytes(m.value)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    bytes += 1 + sizeBigint(m.lease)
  }
  return bytes
}

export function writeKeyValue(m: KeyValueInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.createRevision !== undefined && m.createRevision !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.createRevision)
  }
  if (m.modRevision !== undefined && m.modRevision !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.modRevision)
  }
  if (m.version !== undefined && m.version !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.version)
  }
  if (m.value !== undefined && m.value.length > 0) {
    buffer[at++] = 42
    at = writeBytes(buffer, at, m.value)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    buffer[at++] = 48
    at = writeBigint(buffer, at, m.lease)
  }
  return at
}

const fieldsOfKeyValue: FieldNames = {
  1: 'key',
  2: 'create_revision',
  3: 'mod_revision',
  4: 'version',
  5: 'value',
  6: 'lease',
}

/** A field that comes twice continues the message that came first: `from`. */
export function readKeyValue(r: Reader, from?: KeyValue): KeyValue {
  let key: string = ''
  let createRevision: number = 0
  let modRevision: number = 0
  let version: number = 0
  let value: Buffer = noBytes
  let lease: bigint = 0n
  if (from !== undefined) {
    key = from.key
    createRevision = from.createRevision
    modRevision = from.modRevision
    version = from.version
    value = from.value
    lease = from.lease
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        key = r.latin1()
        break
      case 16:
        createRevision = r.int64Number()
        break
      case 24:
        modRevision = r.int64Number()
        break
      case 32:
        version = r.int64Number()
        break
      case 42:
        value = r.bytes()
        break
      case 48:
        lease = r.int64()
        break
      default:
        r.skip(tag, 'mvccpb.KeyValue', fieldsOfKeyValue)
    }
  }
  return { key, createRevision, modRevision, version, value, lease }
}

export function createKeyValue(init?: KeyValueInit): KeyValue {
  return {
    key: init?.key ?? '',
    createRevision: init?.createRevision ?? 0,
    modRevision: init?.modRevision ?? 0,
    version: init?.version ?? 0,
    value: toBuffer(init?.value),
    lease: init?.lease ?? 0n,
  }
}

export function toJsonKeyValue(m: KeyValueInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.createRevision !== undefined && m.createRevision !== 0) json['create_revision'] = String(m.createRevision)
  if (m.modRevision !== undefined && m.modRevision !== 0) json['mod_revision'] = String(m.modRevision)
  if (m.version !== undefined && m.version !== 0) json['version'] = String(m.version)
  if (m.value !== undefined && m.value.length > 0) json['value'] = toBase64(m.value)
  if (m.lease !== undefined && m.lease !== 0n) json['lease'] = String(m.lease)
  return json
}

export function fromJsonKeyValue(json: unknown, depth = 0): KeyValue {
  const from = fromObject(json, 'mvccpb.KeyValue', depth)

  return {
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'mvccpb.KeyValue.key'),
    createRevision: fromInt64Number(pick(from, 'create_revision', 'createRevision'), 'mvccpb.KeyValue.create_revision'),
    modRevision: fromInt64Number(pick(from, 'mod_revision', 'modRevision'), 'mvccpb.KeyValue.mod_revision'),
    version: fromInt64Number(pick(from, 'version', 'version'), 'mvccpb.KeyValue.version'),
    value: fromBase64(pick(from, 'value', 'value'), 'mvccpb.KeyValue.value'),
    lease: fromInt64(pick(from, 'lease', 'lease'), 'mvccpb.KeyValue.lease'),
  }
}

export interface Event {
  readonly type: EventType
  /** After a put the pair as stored; after a deletion only the key, and in mod_revision the revision of the deletion. */
  readonly kv: KeyValue | undefined
  /** The pair before this event: only if asked for and not compacted. */
  readonly prevKv: KeyValue | undefined
}

/** To be encoded: what is missing has its default. */
export interface EventInit {
  readonly type?: EventType | undefined
  readonly kv?: KeyValueInit | undefined
  readonly prevKv?: KeyValueInit | undefined
}

export const Event: Codec<Event, EventInit> = {
  typeName: 'mvccpb.Event',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeEvent(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeEvent(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeEvent(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeEvent(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeEvent(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readEvent(new Reader(buffer, start, end))
  },
  create: createEvent,
  toJson: toJsonEvent,
  fromJson: (json) => fromJsonEvent(json),
}

export function sizeEvent(m: EventInit): number {
  let bytes = 0
  if (m.type !== undefined && m.type !== 0) {
    bytes += 1 + sizeInt32(m.type)
  }
  if (m.kv !== undefined) {
    bytes += 1 + keep(reserve(), sizeKeyValue(m.kv))
  }
  if (m.prevKv !== undefined) {
    bytes += 1 + keep(reserve(), sizeKeyValue(m.prevKv))
  }
  return bytes
}

export function writeEvent(m: EventInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.type !== undefined && m.type !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.type)
  }
  if (m.kv !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeKeyValue(m.kv, buffer, at)
  }
  if (m.prevKv !== undefined) {
    buffer[at++] = 26
    at = writeKept(buffer, at)
    at = writeKeyValue(m.prevKv, buffer, at)
  }
  return at
}

const fieldsOfEvent: FieldNames = { 1: 'type', 2: 'kv', 3: 'prev_kv' }

export function readEvent(r: Reader): Event {
  let type: EventType = 0
  let kv: KeyValue | undefined
  let prevKv: KeyValue | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        type = r.int32() as EventType
        break
      case 18: {
        const outer = r.enter()
        kv = readKeyValue(r, kv)
        r.leave(outer)
        break
      }
      case 26: {
        const outer = r.enter()
        prevKv = readKeyValue(r, prevKv)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'mvccpb.Event', fieldsOfEvent)
    }
  }
  return { type, kv, prevKv }
}

export function createEvent(init?: EventInit): Event {
  return {
    type: init?.type ?? 0,
    kv: init?.kv === undefined ? undefined : createKeyValue(init.kv),
    prevKv: init?.prevKv === undefined ? undefined : createKeyValue(init.prevKv),
  }
}

export function toJsonEvent(m: EventInit): JsonObject {
  const json: JsonObject = {}
  if (m.type !== undefined && m.type !== 0) json['type'] = toEnum(m.type, EventTypeName)
  if (m.kv !== undefined) json['kv'] = toJsonKeyValue(m.kv)
  if (m.prevKv !== undefined) json['prev_kv'] = toJsonKeyValue(m.prevKv)
  return json
}

export function fromJsonEvent(json: unknown, depth = 0): Event {
  const from = fromObject(json, 'mvccpb.Event', depth)

  return {
    type: fromEnum(pick(from, 'type', 'type'), 'mvccpb.Event.type', EventType) as EventType,
    kv: optional(pick(from, 'kv', 'kv'), (value) => fromJsonKeyValue(value, depth + 1)),
    prevKv: optional(pick(from, 'prev_kv', 'prevKv'), (value) => fromJsonKeyValue(value, depth + 1)),
  }
}
