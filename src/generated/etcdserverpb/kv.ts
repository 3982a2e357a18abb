// Made by `npm run proto` from proto/: do not edit.

import {
  createKeyValue,
  fromJsonKeyValue,
  KeyValue,
  type KeyValueInit,
  readKeyValue,
  sizeKeyValue,
  toJsonKeyValue,
  writeKeyValue,
} from '../mvccpb/kv.ts'
import { type Codec, type JsonObject, noBytes, toBuffer } from '../runtime/codec.ts'
import {
  fromBase64,
  fromBase64Latin1,
  fromBool,
  fromEnum,
  fromInt64,
  fromInt64Number,
  fromList,
  fromObject,
  latin1ToBase64,
  optional,
  pick,
  refuseSecond,
  toBase64,
  toEnum,
} from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import type { ServiceDefinition } from '../runtime/service.ts'
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
  writeInt32,
  writeKept,
  writeLatin1,
  writeNumber,
} from '../runtime/writer.ts'
import {
  createResponseHeader,
  fromJsonResponseHeader,
  ResponseHeader,
  type ResponseHeaderInit,
  readResponseHeader,
  sizeResponseHeader,
  toJsonResponseHeader,
  writeResponseHeader,
} from './header.ts'

export const SortOrder = {
  NONE: 0,
  ASCEND: 1,
  DESCEND: 2,
} as const
/** From the wire any int32 may arrive in its place. */
export type SortOrder = (typeof SortOrder)[keyof typeof SortOrder]
export const SortOrderName: Readonly<Record<number, string>> = {
  0: 'NONE',
  1: 'ASCEND',
  2: 'DESCEND',
}

export const SortTarget = {
  KEY: 0,
  VERSION: 1,
  CREATE: 2,
  MOD: 3,
  VALUE: 4,
} as const
/** From the wire any int32 may arrive in its place. */
export type SortTarget = (typeof SortTarget)[keyof typeof SortTarget]
export const SortTargetName: Readonly<Record<number, string>> = {
  0: 'KEY',
  1: 'VERSION',
  2: 'CREATE',
  3: 'MOD',
  4: 'VALUE',
}

export const CompareResult = {
  EQUAL: 0,
  GREATER: 1,
  LESS: 2,
  NOT_EQUAL: 3,
} as const
/** From the wire any int32 may arrive in its place. */
export type CompareResult = (typeof CompareResult)[keyof typeof CompareResult]
export const CompareResultName: Readonly<Record<number, string>> = {
  0: 'EQUAL',
  1: 'GREATER',
  2: 'LESS',
  3: 'NOT_EQUAL',
}

export const CompareTarget = {
  VERSION: 0,
  CREATE: 1,
  MOD: 2,
  VALUE: 3,
  LEASE: 4,
} as const
/** From the wire any int32 may arrive in its place. */
export type CompareTarget = (typeof CompareTarget)[keyof typeof CompareTarget]
export const CompareTargetName: Readonly<Record<number, string>> = {
  0: 'VERSION',
  1: 'CREATE',
  2: 'MOD',
  3: 'VALUE',
  4: 'LEASE',
}

export interface RangeRequest {
  /** The key, or the first key of the range. Must not be empty. */
  readonly key: string
  /** Empty: only `key`. One zero byte: everything from `key` on. Else: up to this key, which is not included. */
  readonly rangeEnd: string
  /** At most so many pairs; 0 or less: all. */
  readonly limit: number
  /** As of this revision; 0 or less: the newest. */
  readonly revision: number
  readonly sortOrder: SortOrder
  readonly sortTarget: SortTarget
  /** Answer from this member's own state, which may lag, without asking the cluster. */
  readonly serializable: boolean
  /** Leave the values out. */
  readonly keysOnly: boolean
  /** Only count; no pairs at all. */
  readonly countOnly: boolean
  /** Bounds on the revisions of the pairs returned, both included; 0: no bound. They do not change `count`. */
  readonly minModRevision: number
  readonly maxModRevision: number
  readonly minCreateRevision: number
  readonly maxCreateRevision: number
}

/** To be encoded: what is missing has its default. */
export interface RangeRequestInit {
  readonly key?: string | undefined
  readonly rangeEnd?: string | undefined
  readonly limit?: number | undefined
  readonly revision?: number | undefined
  readonly sortOrder?: SortOrder | undefined
  readonly sortTarget?: SortTarget | undefined
  readonly serializable?: boolean | undefined
  readonly keysOnly?: boolean | undefined
  readonly countOnly?: boolean | undefined
  readonly minModRevision?: number | undefined
  readonly maxModRevision?: number | undefined
  readonly minCreateRevision?: number | undefined
  readonly maxCreateRevision?: number | undefined
}

export const RangeRequest: Codec<RangeRequest, RangeRequestInit> = {
  typeName: 'etcdserverpb.RangeRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeRangeRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeRangeRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeRangeRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeRangeRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeRangeRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readRangeRequest(new Reader(buffer, start, end))
  },
  create: createRangeRequest,
  toJson: toJsonRangeRequest,
  fromJson: (json) => fromJsonRangeRequest(json),
}

export function sizeRangeRequest(m: RangeRequestInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    bytes += 1 + sizeLatin1(m.rangeEnd)
  }
  if (m.limit !== undefined && m.limit !== 0) {
    bytes += 1 + sizeNumber(m.limit)
  }
  if (m.revision !== undefined && m.revision !== 0) {
    bytes += 1 + sizeNumber(m.revision)
  }
  if (m.sortOrder !== undefined && m.sortOrder !== 0) {
    bytes += 1 + sizeInt32(m.sortOrder)
  }
  if (m.sortTarget !== undefined && m.sortTarget !== 0) {
    bytes += 1 + sizeInt32(m.sortTarget)
  }
  if (m.serializable !== undefined && m.serializable) {
    bytes += 1 + 1
  }
  if (m.keysOnly !== undefined && m.keysOnly) {
    bytes += 1 + 1
  }
  if (m.countOnly !== undefined && m.countOnly) {
    bytes += 1 + 1
  }
  if (m.minModRevision !== undefined && m.minModRevision !== 0) {
    bytes += 1 + sizeNumber(m.minModRevision)
  }
  if (m.maxModRevision !== undefined && m.maxModRevision !== 0) {
    bytes += 1 + sizeNumber(m.maxModRevision)
  }
  if (m.minCreateRevision !== undefined && m.minCreateRevision !== 0) {
    bytes += 1 + sizeNumber(m.minCreateRevision)
  }
  if (m.maxCreateRevision !== undefined && m.maxCreateRevision !== 0) {
    bytes += 1 + sizeNumber(m.maxCreateRevision)
  }
  return bytes
}

export function writeRangeRequest(m: RangeRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.rangeEnd)
  }
  if (m.limit !== undefined && m.limit !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.limit)
  }
  if (m.revision !== undefined && m.revision !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.revision)
  }
  if (m.sortOrder !== undefined && m.sortOrder !== 0) {
    buffer[at++] = 40
    at = writeInt32(buffer, at, m.sortOrder)
  }
  if (m.sortTarget !== undefined && m.sortTarget !== 0) {
    buffer[at++] = 48
    at = writeInt32(buffer, at, m.sortTarget)
  }
  if (m.serializable !== undefined && m.serializable) {
    buffer[at++] = 56
    at = writeBool(buffer, at, m.serializable)
  }
  if (m.keysOnly !== undefined && m.keysOnly) {
    buffer[at++] = 64
    at = writeBool(buffer, at, m.keysOnly)
  }
  if (m.countOnly !== undefined && m.countOnly) {
    buffer[at++] = 72
    at = writeBool(buffer, at, m.countOnly)
  }
  if (m.minModRevision !== undefined && m.minModRevision !== 0) {
    buffer[at++] = 80
    at = writeNumber(buffer, at, m.minModRevision)
  }
  if (m.maxModRevision !== undefined && m.maxModRevision !== 0) {
    buffer[at++] = 88
    at = writeNumber(buffer, at, m.maxModRevision)
  }
  if (m.minCreateRevision !== undefined && m.minCreateRevision !== 0) {
    buffer[at++] = 96
    at = writeNumber(buffer, at, m.minCreateRevision)
  }
  if (m.maxCreateRevision !== undefined && m.maxCreateRevision !== 0) {
    buffer[at++] = 104
    at = writeNumber(buffer, at, m.maxCreateRevision)
  }
  return at
}

const fieldsOfRangeRequest: FieldNames = {
  1: 'key',
  2: 'range_end',
  3: 'limit',
  4: 'revision',
  5: 'sort_order',
  6: 'sort_target',
  7: 'serializable',
  8: 'keys_only',
  9: 'count_only',
  10: 'min_mod_revision',
  11: 'max_mod_revision',
  12: 'min_create_revision',
  13: 'max_create_revision',
}

/** A field that comes twice continues the message that came first: `from`. */
export function readRangeRequest(r: Reader, from?: RangeRequest): RangeRequest {
  let key: string = ''
  let rangeEnd: string = ''
  let limit: number = 0
  let revision: number = 0
  let sortOrder: SortOrder = 0
  let sortTarget: SortTarget = 0
  let serializable: boolean = false
  let keysOnly: boolean = false
  let countOnly: boolean = false
  let minModRevision: number = 0
  let maxModRevision: number = 0
  let minCreateRevision: number = 0
  let maxCreateRevision: number = 0
  if (from !== undefined) {
    key = from.key
    rangeEnd = from.rangeEnd
    limit = from.limit
    revision = from.revision
    sortOrder = from.sortOrder
    sortTarget = from.sortTarget
    serializable = from.serializable
    keysOnly = from.keysOnly
    countOnly = from.countOnly
    minModRevision = from.minModRevision
    maxModRevision = from.maxModRevision
    minCreateRevision = from.minCreateRevision
    maxCreateRevision = from.maxCreateRevision
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        key = r.latin1()
        break
      case 18:
        rangeEnd = r.latin1()
        break
      case 24:
        limit = r.int64Number()
        break
      case 32:
        revision = r.int64Number()
        break
      case 40:
        sortOrder = r.int32() as SortOrder
        break
      case 48:
        sortTarget = r.int32() as SortTarget
        break
      case 56:
        serializable = r.bool()
        break
      case 64:
        keysOnly = r.bool()
        break
      case 72:
        countOnly = r.bool()
        break
      case 80:
        minModRevision = r.int64Number()
        break
      case 88:
        maxModRevision = r.int64Number()
        break
      case 96:
        minCreateRevision = r.int64Number()
        break
      case 104:
        maxCreateRevision = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.RangeRequest', fieldsOfRangeRequest)
    }
  }
  return {
    key,
    rangeEnd,
    limit,
    revision,
    sortOrder,
    sortTarget,
    serializable,
    keysOnly,
    countOnly,
    minModRevision,
    maxModRevision,
    minCreateRevision,
    maxCreateRevision,
  }
}

export function createRangeRequest(init?: RangeRequestInit): RangeRequest {
  return {
    key: init?.key ?? '',
    rangeEnd: init?.rangeEnd ?? '',
    limit: init?.limit ?? 0,
    revision: init?.revision ?? 0,
    sortOrder: init?.sortOrder ?? 0,
    sortTarget: init?.sortTarget ?? 0,
    serializable: init?.serializable ?? false,
    keysOnly: init?.keysOnly ?? false,
    countOnly: init?.countOnly ?? false,
    minModRevision: init?.minModRevision ?? 0,
    maxModRevision: init?.maxModRevision ?? 0,
    minCreateRevision: init?.minCreateRevision ?? 0,
    maxCreateRevision: init?.maxCreateRevision ?? 0,
  }
}

export function toJsonRangeRequest(m: RangeRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') json['range_end'] = latin1ToBase64(m.rangeEnd)
  if (m.limit !== undefined && m.limit !== 0) json['limit'] = String(m.limit)
  if (m.revision !== undefined && m.revision !== 0) json['revision'] = String(m.revision)
  if (m.sortOrder !== undefined && m.sortOrder !== 0) json['sort_order'] = toEnum(m.sortOrder, SortOrderName)
  if (m.sortTarget !== undefined && m.sortTarget !== 0) json['sort_target'] = toEnum(m.sortTarget, SortTargetName)
  if (m.serializable !== undefined && m.serializable) json['serializable'] = m.serializable
  if (m.keysOnly !== undefined && m.keysOnly) json['keys_only'] = m.keysOnly
  if (m.countOnly !== undefined && m.countOnly) json['count_only'] = m.countOnly
  if (m.minModRevision !== undefined && m.minModRevision !== 0) json['min_mod_revision'] = String(m.minModRevision)
  if (m.maxModRevision !== undefined && m.maxModRevision !== 0) json['max_mod_revision'] = String(m.maxModRevision)
  if (m.minCreateRevision !== undefined && m.minCreateRevision !== 0)
    json['min_create_revision'] = String(m.minCreateRevision)
  if (m.maxCreateRevision !== undefined && m.maxCreateRevision !== 0)
    json['max_create_revision'] = String(m.maxCreateRevision)
  return json
}

export function fromJsonRangeRequest(json: unknown, depth = 0): RangeRequest {
  const from = fromObject(json, 'etcdserverpb.RangeRequest', depth)

  return {
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'etcdserverpb.RangeRequest.key'),
    rangeEnd: fromBase64Latin1(pick(from, 'range_end', 'rangeEnd'), 'etcdserverpb.RangeRequest.range_end'),
    limit: fromInt64Number(pick(from, 'limit', 'limit'), 'etcdserverpb.RangeRequest.limit'),
    revision: fromInt64Number(pick(from, 'revision', 'revision'), 'etcdserverpb.RangeRequest.revision'),
    sortOrder: fromEnum(
      pick(from, 'sort_order', 'sortOrder'),
      'etcdserverpb.RangeRequest.sort_order',
      SortOrder,
    ) as SortOrder,
    sortTarget: fromEnum(
      pick(from, 'sort_target', 'sortTarget'),
      'etcdserverpb.RangeRequest.sort_target',
      SortTarget,
    ) as SortTarget,
    serializable: fromBool(pick(from, 'serializable', 'serializable'), 'etcdserverpb.RangeRequest.serializable'),
    keysOnly: fromBool(pick(from, 'keys_only', 'keysOnly'), 'etcdserverpb.RangeRequest.keys_only'),
    countOnly: fromBool(pick(from, 'count_only', 'countOnly'), 'etcdserverpb.RangeRequest.count_only'),
    minModRevision: fromInt64Number(
      pick(from, 'min_mod_revision', 'minModRevision'),
      'etcdserverpb.RangeRequest.min_mod_revision',
    ),
    maxModRevision: fromInt64Number(
      pick(from, 'max_mod_revision', 'maxModRevision'),
      'etcdserverpb.RangeRequest.max_mod_revision',
    ),
    minCreateRevision: fromInt64Number(
      pick(from, 'min_create_revision', 'minCreateRevision'),
      'etcdserverpb.RangeRequest.min_create_revision',
    ),
    maxCreateRevision: fromInt64Number(
      pick(from, 'max_create_revision', 'maxCreateRevision'),
      'etcdserverpb.RangeRequest.max_create_revision',
    ),
  }
}

export interface RangeResponse {
  readonly header: ResponseHeader | undefined
  readonly kvs: readonly KeyValue[]
  /** The limit cut the answer short. */
  readonly more: boolean
  /** Keys in the range at that revision, whatever limit and bounds say. */
  readonly count: number
}

/** To be encoded: what is missing has its default. */
export interface RangeResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly kvs?: readonly KeyValueInit[] | undefined
  readonly more?: boolean | undefined
  readonly count?: number | undefined
}

export const RangeResponse: Codec<RangeResponse, RangeResponseInit> = {
  typeName: 'etcdserverpb.RangeResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeRangeResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeRangeResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeRangeResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeRangeResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeRangeResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readRangeResponse(new Reader(buffer, start, end))
  },
  create: createRangeResponse,
  toJson: toJsonRangeResponse,
  fromJson: (json) => fromJsonRangeResponse(json),
}

export function sizeRangeResponse(m: RangeResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.kvs !== undefined) {
    for (const item of m.kvs) {
      bytes += 1 + keep(reserve(), sizeKeyValue(item))
    }
  }
  if (m.more !== undefined && m.more) {
    bytes += 1 + 1
  }
  if (m.count !== undefined && m.count !== 0) {
    bytes += 1 + sizeNumber(m.count)
  }
  return bytes
}

export function writeRangeResponse(m: RangeResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.kvs !== undefined) {
    for (const item of m.kvs) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeKeyValue(item, buffer, at)
    }
  }
  if (m.more !== undefined && m.more) {
    buffer[at++] = 24
    at = writeBool(buffer, at, m.more)
  }
  if (m.count !== undefined && m.count !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.count)
  }
  return at
}

const fieldsOfRangeResponse: FieldNames = { 1: 'header', 2: 'kvs', 3: 'more', 4: 'count' }

/** A field that comes twice continues the message that came first: `from`. */
export function readRangeResponse(r: Reader, from?: RangeResponse): RangeResponse {
  let header: ResponseHeader | undefined
  const kvs: KeyValue[] = from === undefined ? [] : (from.kvs as KeyValue[])
  let more: boolean = false
  let count: number = 0
  if (from !== undefined) {
    header = from.header
    more = from.more
    count = from.count
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        header = readResponseHeader(r, header)
        r.leave(outer)
        break
      }
      case 18: {
        const outer = r.enter()
        kvs.push(readKeyValue(r))
        r.leave(outer)
        break
      }
      case 24:
        more = r.bool()
        break
      case 32:
        count = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.RangeResponse', fieldsOfRangeResponse)
    }
  }
  return { header, kvs, more, count }
}

export function createRangeResponse(init?: RangeResponseInit): RangeResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    kvs: init?.kvs?.map((item) => createKeyValue(item)) ?? [],
    more: init?.more ?? false,
    count: init?.count ?? 0,
  }
}

export function toJsonRangeResponse(m: RangeResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.kvs !== undefined && m.kvs.length > 0) json['kvs'] = m.kvs.map((item) => toJsonKeyValue(item))
  if (m.more !== undefined && m.more) json['more'] = m.more
  if (m.count !== undefined && m.count !== 0) json['count'] = String(m.count)
  return json
}

export function fromJsonRangeResponse(json: unknown, depth = 0): RangeResponse {
  const from = fromObject(json, 'etcdserverpb.RangeResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    kvs: fromList(pick(from, 'kvs', 'kvs'), 'etcdserverpb.RangeResponse.kvs', (item) =>
      fromJsonKeyValue(item, depth + 1),
    ),
    more: fromBool(pick(from, 'more', 'more'), 'etcdserverpb.RangeResponse.more'),
    count: fromInt64Number(pick(from, 'count', 'count'), 'etcdserverpb.RangeResponse.count'),
  }
}

/** A piece of a range. Header, more and count come with the last piece only; all pieces merged are the RangeResponse. */
export interface RangeStreamResponse {
  readonly rangeResponse: RangeResponse | undefined
}

/** To be encoded: what is missing has its default. */
export interface RangeStreamResponseInit {
  readonly rangeResponse?: RangeResponseInit | undefined
}

export const RangeStreamResponse: Codec<RangeStreamResponse, RangeStreamResponseInit> = {
  typeName: 'etcdserverpb.RangeStreamResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeRangeStreamResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeRangeStreamResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeRangeStreamResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeRangeStreamResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeRangeStreamResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readRangeStreamResponse(new Reader(buffer, start, end))
  },
  create: createRangeStreamResponse,
  toJson: toJsonRangeStreamResponse,
  fromJson: (json) => fromJsonRangeStreamResponse(json),
}

export function sizeRangeStreamResponse(m: RangeStreamResponseInit): number {
  let bytes = 0
  if (m.rangeResponse !== undefined) {
    bytes += 1 + keep(reserve(), sizeRangeResponse(m.rangeResponse))
  }
  return bytes
}

export function writeRangeStreamResponse(m: RangeStreamResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.rangeResponse !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeRangeResponse(m.rangeResponse, buffer, at)
  }
  return at
}

const fieldsOfRangeStreamResponse: FieldNames = { 1: 'range_response' }

export function readRangeStreamResponse(r: Reader): RangeStreamResponse {
  let rangeResponse: RangeResponse | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        rangeResponse = readRangeResponse(r, rangeResponse)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.RangeStreamResponse', fieldsOfRangeStreamResponse)
    }
  }
  return { rangeResponse }
}

export function createRangeStreamResponse(init?: RangeStreamResponseInit): RangeStreamResponse {
  return {
    rangeResponse: init?.rangeResponse === undefined ? undefined : createRangeResponse(init.rangeResponse),
  }
}

export function toJsonRangeStreamResponse(m: RangeStreamResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.rangeResponse !== undefined) json['range_response'] = toJsonRangeResponse(m.rangeResponse)
  return json
}

export function fromJsonRangeStreamResponse(json: unknown, depth = 0): RangeStreamResponse {
  const from = fromObject(json, 'etcdserverpb.RangeStreamResponse', depth)

  return {
    rangeResponse: optional(pick(from, 'range_response', 'rangeResponse'), (value) =>
      fromJsonRangeResponse(value, depth + 1),
    ),
  }
}

export interface PutRequest {
  readonly key: string
  readonly value: Buffer
  /** Lease to bind the key to, 0 for none. */
  readonly lease: bigint
  /** Answer with the pair that was there before. */
  readonly prevKv: boolean
  /** Keep the value as it is; the key must exist. */
  readonly ignoreValue: boolean
  /** Keep the lease as it is; the key must exist. */
  readonly ignoreLease: boolean
}

/** To be encoded: what is missing has its default. */
export interface PutRequestInit {
  readonly key?: string | undefined
  readonly value?: Uint8Array | undefined
  readonly lease?: bigint | undefined
  readonly prevKv?: boolean | undefined
  readonly ignoreValue?: boolean | undefined
  readonly ignoreLease?: boolean | undefined
}

export const PutRequest: Codec<PutRequest, PutRequestInit> = {
  typeName: 'etcdserverpb.PutRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizePutRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writePutRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizePutRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizePutRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writePutRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readPutRequest(new Reader(buffer, start, end))
  },
  create: createPutRequest,
  toJson: toJsonPutRequest,
  fromJson: (json) => fromJsonPutRequest(json),
}

export function sizePutRequest(m: PutRequestInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.value !== undefined && m.value.length > 0) {
    bytes += 1 + sizeBytes(m.value)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    bytes += 1 + sizeBigint(m.lease)
  }
  if (m.prevKv !== undefined && m.prevKv) {
    bytes += 1 + 1
  }
  if (m.ignoreValue !== undefined && m.ignoreValue) {
    bytes += 1 + 1
  }
  if (m.ignoreLease !== undefined && m.ignoreLease) {
    bytes += 1 + 1
  }
  return bytes
}

export function writePutRequest(m: PutRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.value !== undefined && m.value.length > 0) {
    buffer[at++] = 18
    at = writeBytes(buffer, at, m.value)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    buffer[at++] = 24
    at = writeBigint(buffer, at, m.lease)
  }
  if (m.prevKv !== undefined && m.prevKv) {
    buffer[at++] = 32
    at = writeBool(buffer, at, m.prevKv)
  }
  if (m.ignoreValue !== undefined && m.ignoreValue) {
    buffer[at++] = 40
    at = writeBool(buffer, at, m.ignoreValue)
  }
  if (m.ignoreLease !== undefined && m.ignoreLease) {
    buffer[at++] = 48
    at = writeBool(buffer, at, m.ignoreLease)
  }
  return at
}

const fieldsOfPutRequest: FieldNames = {
  1: 'key',
  2: 'value',
  3: 'lease',
  4: 'prev_kv',
  5: 'ignore_value',
  6: 'ignore_lease',
}

/** A field that comes twice continues the message that came first: `from`. */
export function readPutRequest(r: Reader, from?: PutRequest): PutRequest {
  let key: string = ''
  let value: Buffer = noBytes
  let lease: bigint = 0n
  let prevKv: boolean = false
  let ignoreValue: boolean = false
  let ignoreLease: boolean = false
  if (from !== undefined) {
    key = from.key
    value = from.value
    lease = from.lease
    prevKv = from.prevKv
    ignoreValue = from.ignoreValue
    ignoreLease = from.ignoreLease
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        key = r.latin1()
        break
      case 18:
        value = r.bytes()
        break
      case 24:
        lease = r.int64()
        break
      case 32:
        prevKv = r.bool()
        break
      case 40:
        ignoreValue = r.bool()
        break
      case 48:
        ignoreLease = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.PutRequest', fieldsOfPutRequest)
    }
  }
  return { key, value, lease, prevKv, ignoreValue, ignoreLease }
}

export function createPutRequest(init?: PutRequestInit): PutRequest {
  return {
    key: init?.key ?? '',
    value: toBuffer(init?.value),
    lease: init?.lease ?? 0n,
    prevKv: init?.prevKv ?? false,
    ignoreValue: init?.ignoreValue ?? false,
    ignoreLease: init?.ignoreLease ?? false,
  }
}

export function toJsonPutRequest(m: PutRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.value !== undefined && m.value.length > 0) json['value'] = toBase64(m.value)
  if (m.lease !== undefined && m.lease !== 0n) json['lease'] = String(m.lease)
  if (m.prevKv !== undefined && m.prevKv) json['prev_kv'] = m.prevKv
  if (m.ignoreValue !== undefined && m.ignoreValue) json['ignore_value'] = m.ignoreValue
  if (m.ignoreLease !== undefined && m.ignoreLease) json['ignore_lease'] = m.ignoreLease
  return json
}

export function fromJsonPutRequest(json: unknown, depth = 0): PutRequest {
  const from = fromObject(json, 'etcdserverpb.PutRequest', depth)

  return {
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'etcdserverpb.PutRequest.key'),
    value: fromBase64(pick(from, 'value', 'value'), 'etcdserverpb.PutRequest.value'),
    lease: fromInt64(pick(from, 'lease', 'lease'), 'etcdserverpb.PutRequest.lease'),
    prevKv: fromBool(pick(from, 'prev_kv', 'prevKv'), 'etcdserverpb.PutRequest.prev_kv'),
    ignoreValue: fromBool(pick(from, 'ignore_value', 'ignoreValue'), 'etcdserverpb.PutRequest.ignore_value'),
    ignoreLease: fromBool(pick(from, 'ignore_lease', 'ignoreLease'), 'etcdserverpb.PutRequest.ignore_lease'),
  }
}

export interface PutResponse {
  readonly header: ResponseHeader | undefined
  readonly prevKv: KeyValue | undefined
}

/** To be encoded: what is missing has its default. */
export interface PutResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly prevKv?: KeyValueInit | undefined
}

export const PutResponse: Codec<PutResponse, PutResponseInit> = {
  typeName: 'etcdserverpb.PutResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizePutResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writePutResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizePutResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizePutResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writePutResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readPutResponse(new Reader(buffer, start, end))
  },
  create: createPutResponse,
  toJson: toJsonPutResponse,
  fromJson: (json) => fromJsonPutResponse(json),
}

export function sizePutResponse(m: PutResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.prevKv !== undefined) {
    bytes += 1 + keep(reserve(), sizeKeyValue(m.prevKv))
  }
  return bytes
}

export function writePutResponse(m: PutResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.prevKv !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeKeyValue(m.prevKv, buffer, at)
  }
  return at
}

const fieldsOfPutResponse: FieldNames = { 1: 'header', 2: 'prev_kv' }

/** A field that comes twice continues the message that came first: `from`. */
export function readPutResponse(r: Reader, from?: PutResponse): PutResponse {
  let header: ResponseHeader | undefined
  let prevKv: KeyValue | undefined
  if (from !== undefined) {
    header = from.header
    prevKv = from.prevKv
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        header = readResponseHeader(r, header)
        r.leave(outer)
        break
      }
      case 18: {
        const outer = r.enter()
        prevKv = readKeyValue(r, prevKv)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.PutResponse', fieldsOfPutResponse)
    }
  }
  return { header, prevKv }
}

export function createPutResponse(init?: PutResponseInit): PutResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    prevKv: init?.prevKv === undefined ? undefined : createKeyValue(init.prevKv),
  }
}

export function toJsonPutResponse(m: PutResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.prevKv !== undefined) json['prev_kv'] = toJsonKeyValue(m.prevKv)
  return json
}

export function fromJsonPutResponse(json: unknown, depth = 0): PutResponse {
  const from = fromObject(json, 'etcdserverpb.PutResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    prevKv: optional(pick(from, 'prev_kv', 'prevKv'), (value) => fromJsonKeyValue(value, depth + 1)),
  }
}

export interface DeleteRangeRequest {
  /** Range addressing as in RangeRequest. */
  readonly key: string
  readonly rangeEnd: string
  /** Answer with the pairs that were deleted. */
  readonly prevKv: boolean
}

/** To be encoded: what is missing has its default. */
export interface DeleteRangeRequestInit {
  readonly key?: string | undefined
  readonly rangeEnd?: string | undefined
  readonly prevKv?: boolean | undefined
}

export const DeleteRangeRequest: Codec<DeleteRangeRequest, DeleteRangeRequestInit> = {
  typeName: 'etcdserverpb.DeleteRangeRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDeleteRangeRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDeleteRangeRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDeleteRangeRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDeleteRangeRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDeleteRangeRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDeleteRangeRequest(new Reader(buffer, start, end))
  },
  create: createDeleteRangeRequest,
  toJson: toJsonDeleteRangeRequest,
  fromJson: (json) => fromJsonDeleteRangeRequest(json),
}

export function sizeDeleteRangeRequest(m: DeleteRangeRequestInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    bytes += 1 + sizeLatin1(m.rangeEnd)
  }
  if (m.prevKv !== undefined && m.prevKv) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeDeleteRangeRequest(m: DeleteRangeRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.rangeEnd)
  }
  if (m.prevKv !== undefined && m.prevKv) {
    buffer[at++] = 24
    at = writeBool(buffer, at, m.prevKv)
  }
  return at
}

const fieldsOfDeleteRangeRequest: FieldNames = { 1: 'key', 2: 'range_end', 3: 'prev_kv' }

/** A field that comes twice continues the message that came first: `from`. */
export function readDeleteRangeRequest(r: Reader, from?: DeleteRangeRequest): DeleteRangeRequest {
  let key: string = ''
  let rangeEnd: string = ''
  let prevKv: boolean = false
  if (from !== undefined) {
    key = from.key
    rangeEnd = from.rangeEnd
    prevKv = from.prevKv
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        key = r.latin1()
        break
      case 18:
        rangeEnd = r.latin1()
        break
      case 24:
        prevKv = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.DeleteRangeRequest', fieldsOfDeleteRangeRequest)
    }
  }
  return { key, rangeEnd, prevKv }
}

export function createDeleteRangeRequest(init?: DeleteRangeRequestInit): DeleteRangeRequest {
  return {
    key: init?.key ?? '',
    rangeEnd: init?.rangeEnd ?? '',
    prevKv: init?.prevKv ?? false,
  }
}

export function toJsonDeleteRangeRequest(m: DeleteRangeRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') json['range_end'] = latin1ToBase64(m.rangeEnd)
  if (m.prevKv !== undefined && m.prevKv) json['prev_kv'] = m.prevKv
  return json
}

export function fromJsonDeleteRangeRequest(json: unknown, depth = 0): DeleteRangeRequest {
  const from = fromObject(json, 'etcdserverpb.DeleteRangeRequest', depth)

  return {
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'etcdserverpb.DeleteRangeRequest.key'),
    rangeEnd: fromBase64Latin1(pick(from, 'range_end', 'rangeEnd'), 'etcdserverpb.DeleteRangeRequest.range_end'),
    prevKv: fromBool(pick(from, 'prev_kv', 'prevKv'), 'etcdserverpb.DeleteRangeRequest.prev_kv'),
  }
}

export interface DeleteRangeResponse {
  readonly header: ResponseHeader | undefined
  /** How many keys were deleted. */
  readonly deleted: number
  readonly prevKvs: readonly KeyValue[]
}

/** To be encoded: what is missing has its default. */
export interface DeleteRangeResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly deleted?: number | undefined
  readonly prevKvs?: readonly KeyValueInit[] | undefined
}

export const DeleteRangeResponse: Codec<DeleteRangeResponse, DeleteRangeResponseInit> = {
  typeName: 'etcdserverpb.DeleteRangeResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDeleteRangeResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDeleteRangeResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDeleteRangeResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDeleteRangeResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDeleteRangeResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDeleteRangeResponse(new Reader(buffer, start, end))
  },
  create: createDeleteRangeResponse,
  toJson: toJsonDeleteRangeResponse,
  fromJson: (json) => fromJsonDeleteRangeResponse(json),
}

export function sizeDeleteRangeResponse(m: DeleteRangeResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.deleted !== undefined && m.deleted !== 0) {
    bytes += 1 + sizeNumber(m.deleted)
  }
  if (m.prevKvs !== undefined) {
    for (const item of m.prevKvs) {
      bytes += 1 + keep(reserve(), sizeKeyValue(item))
    }
  }
  return bytes
}

export function writeDeleteRangeResponse(m: DeleteRangeResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.deleted !== undefined && m.deleted !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.deleted)
  }
  if (m.prevKvs !== undefined) {
    for (const item of m.prevKvs) {
      buffer[at++] = 26
      at = writeKept(buffer, at)
      at = writeKeyValue(item, buffer, at)
    }
  }
  return at
}

const fieldsOfDeleteRangeResponse: FieldNames = { 1: 'header', 2: 'deleted', 3: 'prev_kvs' }

/** A field that comes twice continues the message that came first: `from`. */
export function readDeleteRangeResponse(r: Reader, from?: DeleteRangeResponse): DeleteRangeResponse {
  let header: ResponseHeader | undefined
  let deleted: number = 0
  const prevKvs: KeyValue[] = from === undefined ? [] : (from.prevKvs as KeyValue[])
  if (from !== undefined) {
    header = from.header
    deleted = from.deleted
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        header = readResponseHeader(r, header)
        r.leave(outer)
        break
      }
      case 16:
        deleted = r.int64Number()
        break
      case 26: {
        const outer = r.enter()
        prevKvs.push(readKeyValue(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.DeleteRangeResponse', fieldsOfDeleteRangeResponse)
    }
  }
  return { header, deleted, prevKvs }
}

export function createDeleteRangeResponse(init?: DeleteRangeResponseInit): DeleteRangeResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    deleted: init?.deleted ?? 0,
    prevKvs: init?.prevKvs?.map((item) => createKeyValue(item)) ?? [],
  }
}

export function toJsonDeleteRangeResponse(m: DeleteRangeResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.deleted !== undefined && m.deleted !== 0) json['deleted'] = String(m.deleted)
  if (m.prevKvs !== undefined && m.prevKvs.length > 0) json['prev_kvs'] = m.prevKvs.map((item) => toJsonKeyValue(item))
  return json
}

export function fromJsonDeleteRangeResponse(json: unknown, depth = 0): DeleteRangeResponse {
  const from = fromObject(json, 'etcdserverpb.DeleteRangeResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    deleted: fromInt64Number(pick(from, 'deleted', 'deleted'), 'etcdserverpb.DeleteRangeResponse.deleted'),
    prevKvs: fromList(pick(from, 'prev_kvs', 'prevKvs'), 'etcdserverpb.DeleteRangeResponse.prev_kvs', (item) =>
      fromJsonKeyValue(item, depth + 1),
    ),
  }
}

/** One operation inside a transaction. */
export interface RequestOp {
  readonly request:
    | { readonly case: 'requestRange'; readonly value: RangeRequest }
    | { readonly case: 'requestPut'; readonly value: PutRequest }
    | { readonly case: 'requestDeleteRange'; readonly value: DeleteRangeRequest }
    | { readonly case: 'requestTxn'; readonly value: TxnRequest }
    | undefined
}

/** To be encoded: what is missing has its default. */
export interface RequestOpInit {
  readonly request?:
    | { readonly case: 'requestRange'; readonly value: RangeRequestInit }
    | { readonly case: 'requestPut'; readonly value: PutRequestInit }
    | { readonly case: 'requestDeleteRange'; readonly value: DeleteRangeRequestInit }
    | { readonly case: 'requestTxn'; readonly value: TxnRequestInit }
    | undefined
}

export const RequestOp: Codec<RequestOp, RequestOpInit> = {
  typeName: 'etcdserverpb.RequestOp',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeRequestOp(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeRequestOp(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeRequestOp(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeRequestOp(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeRequestOp(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readRequestOp(new Reader(buffer, start, end))
  },
  create: createRequestOp,
  toJson: toJsonRequestOp,
  fromJson: (json) => fromJsonRequestOp(json),
}

export function sizeRequestOp(m: RequestOpInit): number {
  let bytes = 0
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'requestRange': {
        bytes += 1 + keep(reserve(), sizeRangeRequest(m.request.value))
        break
      }
      case 'requestPut': {
        bytes += 1 + keep(reserve(), sizePutRequest(m.request.value))
        break
      }
      case 'requestDeleteRange': {
        bytes += 1 + keep(reserve(), sizeDeleteRangeRequest(m.request.value))
        break
      }
      case 'requestTxn': {
        bytes += 1 + keep(reserve(), sizeTxnRequest(m.request.value))
        break
      }
    }
  }
  return bytes
}

export function writeRequestOp(m: RequestOpInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'requestRange': {
        buffer[at++] = 10
        at = writeKept(buffer, at)
        at = writeRangeRequest(m.request.value, buffer, at)
        break
      }
      case 'requestPut': {
        buffer[at++] = 18
        at = writeKept(buffer, at)
        at = writePutRequest(m.request.value, buffer, at)
        break
      }
      case 'requestDeleteRange': {
        buffer[at++] = 26
        at = writeKept(buffer, at)
        at = writeDeleteRangeRequest(m.request.value, buffer, at)
        break
      }
      case 'requestTxn': {
        buffer[at++] = 34
        at = writeKept(buffer, at)
        at = writeTxnRequest(m.request.value, buffer, at)
        break
      }
    }
  }
  return at
}

const fieldsOfRequestOp: FieldNames = {
  1: 'request_range',
  2: 'request_put',
  3: 'request_delete_range',
  4: 'request_txn',
}

export function readRequestOp(r: Reader): RequestOp {
  let request: RequestOp['request']

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        request = {
          case: 'requestRange',
          value: readRangeRequest(r, request?.case === 'requestRange' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 18: {
        const outer = r.enter()
        request = {
          case: 'requestPut',
          value: readPutRequest(r, request?.case === 'requestPut' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 26: {
        const outer = r.enter()
        request = {
          case: 'requestDeleteRange',
          value: readDeleteRangeRequest(r, request?.case === 'requestDeleteRange' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 34: {
        const outer = r.enter()
        request = {
          case: 'requestTxn',
          value: readTxnRequest(r, request?.case === 'requestTxn' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.RequestOp', fieldsOfRequestOp)
    }
  }
  return { request }
}

export function createRequestOp(init?: RequestOpInit): RequestOp {
  return {
    request: createRequestOpCase(init?.request),
  }
}

function createRequestOpCase(init: RequestOpInit['request']): RequestOp['request'] {
  if (init === undefined) return undefined
  switch (init.case) {
    case 'requestRange':
      return { case: 'requestRange', value: createRangeRequest(init.value) }
    case 'requestPut':
      return { case: 'requestPut', value: createPutRequest(init.value) }
    case 'requestDeleteRange':
      return { case: 'requestDeleteRange', value: createDeleteRangeRequest(init.value) }
    case 'requestTxn':
      return { case: 'requestTxn', value: createTxnRequest(init.value) }
  }
}

export function toJsonRequestOp(m: RequestOpInit): JsonObject {
  const json: JsonObject = {}
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'requestRange':
        json['request_range'] = toJsonRangeRequest(m.request.value)
        break
      case 'requestPut':
        json['request_put'] = toJsonPutRequest(m.request.value)
        break
      case 'requestDeleteRange':
        json['request_delete_range'] = toJsonDeleteRangeRequest(m.request.value)
        break
      case 'requestTxn':
        json['request_txn'] = toJsonTxnRequest(m.request.value)
        break
    }
  }
  return json
}

export function fromJsonRequestOp(json: unknown, depth = 0): RequestOp {
  const from = fromObject(json, 'etcdserverpb.RequestOp', depth)
  let request: RequestOp['request']
  const json1 = pick(from, 'request_range', 'requestRange')
  if (json1 !== undefined) {
    refuseSecond(request, 'etcdserverpb.RequestOp.request_range')
    request = { case: 'requestRange', value: fromJsonRangeRequest(json1, depth + 1) }
  }
  const json2 = pick(from, 'request_put', 'requestPut')
  if (json2 !== undefined) {
    refuseSecond(request, 'etcdserverpb.RequestOp.request_put')
    request = { case: 'requestPut', value: fromJsonPutRequest(json2, depth + 1) }
  }
  const json3 = pick(from, 'request_delete_range', 'requestDeleteRange')
  if (json3 !== undefined) {
    refuseSecond(request, 'etcdserverpb.RequestOp.request_delete_range')
    request = { case: 'requestDeleteRange', value: fromJsonDeleteRangeRequest(json3, depth + 1) }
  }
  const json4 = pick(from, 'request_txn', 'requestTxn')
  if (json4 !== undefined) {
    refuseSecond(request, 'etcdserverpb.RequestOp.request_txn')
    request = { case: 'requestTxn', value: fromJsonTxnRequest(json4, depth + 1) }
  }
  return {
    request,
  }
}

/** Its outcome. */
export interface ResponseOp {
  readonly response:
    | { readonly case: 'responseRange'; readonly value: RangeResponse }
    | { readonly case: 'responsePut'; readonly value: PutResponse }
    | { readonly case: 'responseDeleteRange'; readonly value: DeleteRangeResponse }
    | { readonly case: 'responseTxn'; readonly value: TxnResponse }
    | undefined
}

/** To be encoded: what is missing has its default. */
export interface ResponseOpInit {
  readonly response?:
    | { readonly case: 'responseRange'; readonly value: RangeResponseInit }
    | { readonly case: 'responsePut'; readonly value: PutResponseInit }
    | { readonly case: 'responseDeleteRange'; readonly value: DeleteRangeResponseInit }
    | { readonly case: 'responseTxn'; readonly value: TxnResponseInit }
    | undefined
}

export const ResponseOp: Codec<ResponseOp, ResponseOpInit> = {
  typeName: 'etcdserverpb.ResponseOp',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeResponseOp(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeResponseOp(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeResponseOp(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeResponseOp(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeResponseOp(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readResponseOp(new Reader(buffer, start, end))
  },
  create: createResponseOp,
  toJson: toJsonResponseOp,
  fromJson: (json) => fromJsonResponseOp(json),
}

export function sizeResponseOp(m: ResponseOpInit): number {
  let bytes = 0
  if (m.response !== undefined) {
    switch (m.response.case) {
      case 'responseRange': {
        bytes += 1 + keep(reserve(), sizeRangeResponse(m.response.value))
        break
      }
      case 'responsePut': {
        bytes += 1 + keep(reserve(), sizePutResponse(m.response.value))
        break
      }
      case 'responseDeleteRange': {
        bytes += 1 + keep(reserve(), sizeDeleteRangeResponse(m.response.value))
        break
      }
      case 'responseTxn': {
        bytes += 1 + keep(reserve(), sizeTxnResponse(m.response.value))
        break
      }
    }
  }
  return bytes
}

export function writeResponseOp(m: ResponseOpInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.response !== undefined) {
    switch (m.response.case) {
      case 'responseRange': {
        buffer[at++] = 10
        at = writeKept(buffer, at)
        at = writeRangeResponse(m.response.value, buffer, at)
        break
      }
      case 'responsePut': {
        buffer[at++] = 18
        at = writeKept(buffer, at)
        at = writePutResponse(m.response.value, buffer, at)
        break
      }
      case 'responseDeleteRange': {
        buffer[at++] = 26
        at = writeKept(buffer, at)
        at = writeDeleteRangeResponse(m.response.value, buffer, at)
        break
      }
      case 'responseTxn': {
        buffer[at++] = 34
        at = writeKept(buffer, at)
        at = writeTxnResponse(m.response.value, buffer, at)
        break
      }
    }
  }
  return at
}

const fieldsOfResponseOp: FieldNames = {
  1: 'response_range',
  2: 'response_put',
  3: 'response_delete_range',
  4: 'response_txn',
}

export function readResponseOp(r: Reader): ResponseOp {
  let response: ResponseOp['response']

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        response = {
          case: 'responseRange',
          value: readRangeResponse(r, response?.case === 'responseRange' ? response.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 18: {
        const outer = r.enter()
        response = {
          case: 'responsePut',
          value: readPutResponse(r, response?.case === 'responsePut' ? response.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 26: {
        const outer = r.enter()
        response = {
          case: 'responseDeleteRange',
          value: readDeleteRangeResponse(r, response?.case === 'responseDeleteRange' ? response.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 34: {
        const outer = r.enter()
        response = {
          case: 'responseTxn',
          value: readTxnResponse(r, response?.case === 'responseTxn' ? response.value : undefined),
        }
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.ResponseOp', fieldsOfResponseOp)
    }
  }
  return { response }
}

export function createResponseOp(init?: ResponseOpInit): ResponseOp {
  return {
    response: createResponseOpCase(init?.response),
  }
}

function createResponseOpCase(init: ResponseOpInit['response']): ResponseOp['response'] {
  if (init === undefined) return undefined
  switch (init.case) {
    case 'responseRange':
      return { case: 'responseRange', value: createRangeResponse(init.value) }
    case 'responsePut':
      return { case: 'responsePut', value: createPutResponse(init.value) }
    case 'responseDeleteRange':
      return { case: 'responseDeleteRange', value: createDeleteRangeResponse(init.value) }
    case 'responseTxn':
      return { case: 'responseTxn', value: createTxnResponse(init.value) }
  }
}

export function toJsonResponseOp(m: ResponseOpInit): JsonObject {
  const json: JsonObject = {}
  if (m.response !== undefined) {
    switch (m.response.case) {
      case 'responseRange':
        json['response_range'] = toJsonRangeResponse(m.response.value)
        break
      case 'responsePut':
        json['response_put'] = toJsonPutResponse(m.response.value)
        break
      case 'responseDeleteRange':
        json['response_delete_range'] = toJsonDeleteRangeResponse(m.response.value)
        break
      case 'responseTxn':
        json['response_txn'] = toJsonTxnResponse(m.response.value)
        break
    }
  }
  return json
}

export function fromJsonResponseOp(json: unknown, depth = 0): ResponseOp {
  const from = fromObject(json, 'etcdserverpb.ResponseOp', depth)
  let response: ResponseOp['response']
  const json1 = pick(from, 'response_range', 'responseRange')
  if (json1 !== undefined) {
    refuseSecond(response, 'etcdserverpb.ResponseOp.response_range')
    response = { case: 'responseRange', value: fromJsonRangeResponse(json1, depth + 1) }
  }
  const json2 = pick(from, 'response_put', 'responsePut')
  if (json2 !== undefined) {
    refuseSecond(response, 'etcdserverpb.ResponseOp.response_put')
    response = { case: 'responsePut', value: fromJsonPutResponse(json2, depth + 1) }
  }
  const json3 = pick(from, 'response_delete_range', 'responseDeleteRange')
  if (json3 !== undefined) {
    refuseSecond(response, 'etcdserverpb.ResponseOp.response_delete_range')
    response = { case: 'responseDeleteRange', value: fromJsonDeleteRangeResponse(json3, depth + 1) }
  }
  const json4 = pick(from, 'response_txn', 'responseTxn')
  if (json4 !== undefined) {
    refuseSecond(response, 'etcdserverpb.ResponseOp.response_txn')
    response = { case: 'responseTxn', value: fromJsonTxnResponse(json4, depth + 1) }
  }
  return {
    response,
  }
}

/** A condition on a key, or on every key of a range. A key that does not exist counts as all zeros. */
export interface Compare {
  /** How what is stored must relate to the operand. */
  readonly result: CompareResult
  /** Which property is looked at. */
  readonly target: CompareTarget
  readonly key: string
  /** The operand; one that does not fit the target counts as zero or empty. */
  readonly targetUnion:
    | { readonly case: 'version'; readonly value: number }
    | { readonly case: 'createRevision'; readonly value: number }
    | { readonly case: 'modRevision'; readonly value: number }
    | { readonly case: 'value'; readonly value: Buffer }
    | { readonly case: 'lease'; readonly value: bigint }
    | undefined
  /** Range addressing as in RangeRequest. */
  readonly rangeEnd: string
}

/** To be encoded: what is missing has its default. */
export interface CompareInit {
  readonly result?: CompareResult | undefined
  readonly target?: CompareTarget | undefined
  readonly key?: string | undefined
  readonly targetUnion?:
    | { readonly case: 'version'; readonly value: number }
    | { readonly case: 'createRevision'; readonly value: number }
    | { readonly case: 'modRevision'; readonly value: number }
    | { readonly case: 'value'; readonly value: Uint8Array }
    | { readonly case: 'lease'; readonly value: bigint }
    | undefined
  readonly rangeEnd?: string | undefined
}

export const Compare: Codec<Compare, CompareInit> = {
  typeName: 'etcdserverpb.Compare',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCompare(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCompare(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCompare(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCompare(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCompare(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCompare(new Reader(buffer, start, end))
  },
  create: createCompare,
  toJson: toJsonCompare,
  fromJson: (json) => fromJsonCompare(json),
}

export function sizeCompare(m: CompareInit): number {
  let bytes = 0
  if (m.result !== undefined && m.result !== 0) {
    bytes += 1 + sizeInt32(m.result)
  }
  if (m.target !== undefined && m.target !== 0) {
    bytes += 1 + sizeInt32(m.target)
  }
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.targetUnion !== undefined) {
    switch (m.targetUnion.case) {
      case 'version': {
        bytes += 1 + sizeNumber(m.targetUnion.value)
        break
      }
      case 'createRevision': {
        bytes += 1 + sizeNumber(m.targetUnion.value)
        break
      }
      case 'modRevision': {
        bytes += 1 + sizeNumber(m.targetUnion.value)
        break
      }
      case 'value': {
        bytes += 1 + sizeBytes(m.targetUnion.value)
        break
      }
      case 'lease': {
        bytes += 1 + sizeBigint(m.targetUnion.value)
        break
      }
    }
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    bytes += 2 + sizeLatin1(m.rangeEnd)
  }
  return bytes
}

export function writeCompare(m: CompareInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.result !== undefined && m.result !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.result)
  }
  if (m.target !== undefined && m.target !== 0) {
    buffer[at++] = 16
    at = writeInt32(buffer, at, m.target)
  }
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 26
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.targetUnion !== undefined) {
    switch (m.targetUnion.case) {
      case 'version': {
        buffer[at++] = 32
        at = writeNumber(buffer, at, m.targetUnion.value)
        break
      }
      case 'createRevision': {
        buffer[at++] = 40
        at = writeNumber(buffer, at, m.targetUnion.value)
        break
      }
      case 'modRevision': {
        buffer[at++] = 48
        at = writeNumber(buffer, at, m.targetUnion.value)
        break
      }
      case 'value': {
        buffer[at++] = 58
        at = writeBytes(buffer, at, m.targetUnion.value)
        break
      }
      case 'lease': {
        buffer[at++] = 64
        at = writeBigint(buffer, at, m.targetUnion.value)
        break
      }
    }
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    buffer[at++] = 130
    buffer[at++] = 4
    at = writeLatin1(buffer, at, m.rangeEnd)
  }
  return at
}

const fieldsOfCompare: FieldNames = {
  1: 'result',
  2: 'target',
  3: 'key',
  4: 'version',
  5: 'create_revision',
  6: 'mod_revision',
  7: 'value',
  8: 'lease',
  64: 'range_end',
}

export function readCompare(r: Reader): Compare {
  let result: CompareResult = 0
  let target: CompareTarget = 0
  let key: string = ''
  let targetUnion: Compare['targetUnion']
  let rangeEnd: string = ''

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        result = r.int32() as CompareResult
        break
      case 16:
        target = r.int32() as CompareTarget
        break
      case 26:
        key = r.latin1()
        break
      case 32:
        targetUnion = { case: 'version', value: r.int64Number() }
        break
      case 40:
        targetUnion = { case: 'createRevision', value: r.int64Number() }
        break
      case 48:
        targetUnion = { case: 'modRevision', value: r.int64Number() }
        break
      case 58:
        targetUnion = { case: 'value', value: r.bytes() }
        break
      case 64:
        targetUnion = { case: 'lease', value: r.int64() }
        break
      case 514:
        rangeEnd = r.latin1()
        break
      default:
        r.skip(tag, 'etcdserverpb.Compare', fieldsOfCompare)
    }
  }
  return { result, target, key, targetUnion, rangeEnd }
}

export function createCompare(init?: CompareInit): Compare {
  return {
    result: init?.result ?? 0,
    target: init?.target ?? 0,
    key: init?.key ?? '',
    targetUnion: createCompareCase(init?.targetUnion),
    rangeEnd: init?.rangeEnd ?? '',
  }
}

function createCompareCase(init: CompareInit['targetUnion']): Compare['targetUnion'] {
  if (init === undefined) return undefined
  switch (init.case) {
    case 'version':
      return { case: 'version', value: init.value }
    case 'createRevision':
      return { case: 'createRevision', value: init.value }
    case 'modRevision':
      return { case: 'modRevision', value: init.value }
    case 'value':
      return { case: 'value', value: toBuffer(init.value) }
    case 'lease':
      return { case: 'lease', value: init.value }
  }
}

export function toJsonCompare(m: CompareInit): JsonObject {
  const json: JsonObject = {}
  if (m.result !== undefined && m.result !== 0) json['result'] = toEnum(m.result, CompareResultName)
  if (m.target !== undefined && m.target !== 0) json['target'] = toEnum(m.target, CompareTargetName)
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.targetUnion !== undefined) {
    switch (m.targetUnion.case) {
      case 'version':
        json['version'] = String(m.targetUnion.value)
        break
      case 'createRevision':
        json['create_revision'] = String(m.targetUnion.value)
        break
      case 'modRevision':
        json['mod_revision'] = String(m.targetUnion.value)
        break
      case 'value':
        json['value'] = toBase64(m.targetUnion.value)
        break
      case 'lease':
        json['lease'] = String(m.targetUnion.value)
        break
    }
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') json['range_end'] = latin1ToBase64(m.rangeEnd)
  return json
}

export function fromJsonCompare(json: unknown, depth = 0): Compare {
  const from = fromObject(json, 'etcdserverpb.Compare', depth)
  let targetUnion: Compare['targetUnion']
  const json4 = pick(from, 'version', 'version')
  if (json4 !== undefined) {
    refuseSecond(targetUnion, 'etcdserverpb.Compare.version')
    targetUnion = { case: 'version', value: fromInt64Number(json4, 'etcdserverpb.Compare.version') }
  }
  const json5 = pick(from, 'create_revision', 'createRevision')
  if (json5 !== undefined) {
    refuseSecond(targetUnion, 'etcdserverpb.Compare.create_revision')
    targetUnion = { case: 'createRevision', value: fromInt64Number(json5, 'etcdserverpb.Compare.create_revision') }
  }
  const json6 = pick(from, 'mod_revision', 'modRevision')
  if (json6 !== undefined) {
    refuseSecond(targetUnion, 'etcdserverpb.Compare.mod_revision')
    targetUnion = { case: 'modRevision', value: fromInt64Number(json6, 'etcdserverpb.Compare.mod_revision') }
  }
  const json7 = pick(from, 'value', 'value')
  if (json7 !== undefined) {
    refuseSecond(targetUnion, 'etcdserverpb.Compare.value')
    targetUnion = { case: 'value', value: fromBase64(json7, 'etcdserverpb.Compare.value') }
  }
  const json8 = pick(from, 'lease', 'lease')
  if (json8 !== undefined) {
    refuseSecond(targetUnion, 'etcdserverpb.Compare.lease')
    targetUnion = { case: 'lease', value: fromInt64(json8, 'etcdserverpb.Compare.lease') }
  }
  return {
    result: fromEnum(pick(from, 'result', 'result'), 'etcdserverpb.Compare.result', CompareResult) as CompareResult,
    target: fromEnum(pick(from, 'target', 'target'), 'etcdserverpb.Compare.target', CompareTarget) as CompareTarget,
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'etcdserverpb.Compare.key'),
    targetUnion,
    rangeEnd: fromBase64Latin1(pick(from, 'range_end', 'rangeEnd'), 'etcdserverpb.Compare.range_end'),
  }
}

export interface TxnRequest {
  /** All must hold for `success` to run, else `failure` does. None: they hold. */
  readonly compare: readonly Compare[]
  readonly success: readonly RequestOp[]
  readonly failure: readonly RequestOp[]
}

/** To be encoded: what is missing has its default. */
export interface TxnRequestInit {
  readonly compare?: readonly CompareInit[] | undefined
  readonly success?: readonly RequestOpInit[] | undefined
  readonly failure?: readonly RequestOpInit[] | undefined
}

export const TxnRequest: Codec<TxnRequest, TxnRequestInit> = {
  typeName: 'etcdserverpb.TxnRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeTxnRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeTxnRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeTxnRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeTxnRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeTxnRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readTxnRequest(new Reader(buffer, start, end))
  },
  create: createTxnRequest,
  toJson: toJsonTxnRequest,
  fromJson: (json) => fromJsonTxnRequest(json),
}

export function sizeTxnRequest(m: TxnRequestInit): number {
  let bytes = 0
  if (m.compare !== undefined) {
    for (const item of m.compare) {
      bytes += 1 + keep(reserve(), sizeCompare(item))
    }
  }
  if (m.success !== undefined) {
    for (const item of m.success) {
      bytes += 1 + keep(reserve(), sizeRequestOp(item))
    }
  }
  if (m.failure !== undefined) {
    for (const item of m.failure) {
      bytes += 1 + keep(reserve(), sizeRequestOp(item))
    }
  }
  return bytes
}

export function writeTxnRequest(m: TxnRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.compare !== undefined) {
    for (const item of m.compare) {
      buffer[at++] = 10
      at = writeKept(buffer, at)
      at = writeCompare(item, buffer, at)
    }
  }
  if (m.success !== undefined) {
    for (const item of m.success) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeRequestOp(item, buffer, at)
    }
  }
  if (m.failure !== undefined) {
    for (const item of m.failure) {
      buffer[at++] = 26
      at = writeKept(buffer, at)
      at = writeRequestOp(item, buffer, at)
    }
  }
  return at
}

const fieldsOfTxnRequest: FieldNames = { 1: 'compare', 2: 'success', 3: 'failure' }

/** A field that comes twice continues the message that came first: `from`. */
export function readTxnRequest(r: Reader, from?: TxnRequest): TxnRequest {
  const compare: Compare[] = from === undefined ? [] : (from.compare as Compare[])
  const success: RequestOp[] = from === undefined ? [] : (from.success as RequestOp[])
  const failure: RequestOp[] = from === undefined ? [] : (from.failure as RequestOp[])

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        compare.push(readCompare(r))
        r.leave(outer)
        break
      }
      case 18: {
        const outer = r.enter()
        success.push(readRequestOp(r))
        r.leave(outer)
        break
      }
      case 26: {
        const outer = r.enter()
        failure.push(readRequestOp(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.TxnRequest', fieldsOfTxnRequest)
    }
  }
  return { compare, success, failure }
}

export function createTxnRequest(init?: TxnRequestInit): TxnRequest {
  return {
    compare: init?.compare?.map((item) => createCompare(item)) ?? [],
    success: init?.success?.map((item) => createRequestOp(item)) ?? [],
    failure: init?.failure?.map((item) => createRequestOp(item)) ?? [],
  }
}

export function toJsonTxnRequest(m: TxnRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.compare !== undefined && m.compare.length > 0) json['compare'] = m.compare.map((item) => toJsonCompare(item))
  if (m.success !== undefined && m.success.length > 0) json['success'] = m.success.map((item) => toJsonRequestOp(item))
  if (m.failure !== undefined && m.failure.length > 0) json['failure'] = m.failure.map((item) => toJsonRequestOp(item))
  return json
}

export function fromJsonTxnRequest(json: unknown, depth = 0): TxnRequest {
  const from = fromObject(json, 'etcdserverpb.TxnRequest', depth)

  return {
    compare: fromList(pick(from, 'compare', 'compare'), 'etcdserverpb.TxnRequest.compare', (item) =>
      fromJsonCompare(item, depth + 1),
    ),
    success: fromList(pick(from, 'success', 'success'), 'etcdserverpb.TxnRequest.success', (item) =>
      fromJsonRequestOp(item, depth + 1),
    ),
    failure: fromList(pick(from, 'failure', 'failure'), 'etcdserverpb.TxnRequest.failure', (item) =>
      fromJsonRequestOp(item, depth + 1),
    ),
  }
}

export interface TxnResponse {
  readonly header: ResponseHeader | undefined
  /** Which of the two lists ran. */
  readonly succeeded: boolean
  /** One for each operation that ran, in order. */
  readonly responses: readonly ResponseOp[]
}

/** To be encoded: what is missing has its default. */
export interface TxnResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly succeeded?: boolean | undefined
  readonly responses?: readonly ResponseOpInit[] | undefined
}

export const TxnResponse: Codec<TxnResponse, TxnResponseInit> = {
  typeName: 'etcdserverpb.TxnResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeTxnResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeTxnResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeTxnResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeTxnResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeTxnResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readTxnResponse(new Reader(buffer, start, end))
  },
  create: createTxnResponse,
  toJson: toJsonTxnResponse,
  fromJson: (json) => fromJsonTxnResponse(json),
}

export function sizeTxnResponse(m: TxnResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.succeeded !== undefined && m.succeeded) {
    bytes += 1 + 1
  }
  if (m.responses !== undefined) {
    for (const item of m.responses) {
      bytes += 1 + keep(reserve(), sizeResponseOp(item))
    }
  }
  return bytes
}

export function writeTxnResponse(m: TxnResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.succeeded !== undefined && m.succeeded) {
    buffer[at++] = 16
    at = writeBool(buffer, at, m.succeeded)
  }
  if (m.responses !== undefined) {
    for (const item of m.responses) {
      buffer[at++] = 26
      at = writeKept(buffer, at)
      at = writeResponseOp(item, buffer, at)
    }
  }
  return at
}

const fieldsOfTxnResponse: FieldNames = { 1: 'header', 2: 'succeeded', 3: 'responses' }

/** A field that comes twice continues the message that came first: `from`. */
export function readTxnResponse(r: Reader, from?: TxnResponse): TxnResponse {
  let header: ResponseHeader | undefined
  let succeeded: boolean = false
  const responses: ResponseOp[] = from === undefined ? [] : (from.responses as ResponseOp[])
  if (from !== undefined) {
    header = from.header
    succeeded = from.succeeded
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        header = readResponseHeader(r, header)
        r.leave(outer)
        break
      }
      case 16:
        succeeded = r.bool()
        break
      case 26: {
        const outer = r.enter()
        responses.push(readResponseOp(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.TxnResponse', fieldsOfTxnResponse)
    }
  }
  return { header, succeeded, responses }
}

export function createTxnResponse(init?: TxnResponseInit): TxnResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    succeeded: init?.succeeded ?? false,
    responses: init?.responses?.map((item) => createResponseOp(item)) ?? [],
  }
}

export function toJsonTxnResponse(m: TxnResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.succeeded !== undefined && m.succeeded) json['succeeded'] = m.succeeded
  if (m.responses !== undefined && m.responses.length > 0)
    json['responses'] = m.responses.map((item) => toJsonResponseOp(item))
  return json
}

export function fromJsonTxnResponse(json: unknown, depth = 0): TxnResponse {
  const from = fromObject(json, 'etcdserverpb.TxnResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    succeeded: fromBool(pick(from, 'succeeded', 'succeeded'), 'etcdserverpb.TxnResponse.succeeded'),
    responses: fromList(pick(from, 'responses', 'responses'), 'etcdserverpb.TxnResponse.responses', (item) =>
      fromJsonResponseOp(item, depth + 1),
    ),
  }
}

export interface CompactionRequest {
  /** History below this revision goes; what is current at it stays readable. */
  readonly revision: number
  /** Answer only when this member's disk has let go of the rows. */
  readonly physical: boolean
}

/** To be encoded: what is missing has its default. */
export interface CompactionRequestInit {
  readonly revision?: number | undefined
  readonly physical?: boolean | undefined
}

export const CompactionRequest: Codec<CompactionRequest, CompactionRequestInit> = {
  typeName: 'etcdserverpb.CompactionRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCompactionRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCompactionRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCompactionRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCompactionRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCompactionRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCompactionRequest(new Reader(buffer, start, end))
  },
  create: createCompactionRequest,
  toJson: toJsonCompactionRequest,
  fromJson: (json) => fromJsonCompactionRequest(json),
}

export function sizeCompactionRequest(m: CompactionRequestInit): number {
  let bytes = 0
  if (m.revision !== undefined && m.revision !== 0) {
    bytes += 1 + sizeNumber(m.revision)
  }
  if (m.physical !== undefined && m.physical) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeCompactionRequest(m: CompactionRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.revision !== undefined && m.revision !== 0) {
    buffer[at++] = 8
    at = writeNumber(buffer, at, m.revision)
  }
  if (m.physical !== undefined && m.physical) {
    buffer[at++] = 16
    at = writeBool(buffer, at, m.physical)
  }
  return at
}

const fieldsOfCompactionRequest: FieldNames = { 1: 'revision', 2: 'physical' }

/** A field that comes twice continues the message that came first: `from`. */
export function readCompactionRequest(r: Reader, from?: CompactionRequest): CompactionRequest {
  let revision: number = 0
  let physical: boolean = false
  if (from !== undefined) {
    revision = from.revision
    physical = from.physical
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        revision = r.int64Number()
        break
      case 16:
        physical = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.CompactionRequest', fieldsOfCompactionRequest)
    }
  }
  return { revision, physical }
}

export function createCompactionRequest(init?: CompactionRequestInit): CompactionRequest {
  return {
    revision: init?.revision ?? 0,
    physical: init?.physical ?? false,
  }
}

export function toJsonCompactionRequest(m: CompactionRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.revision !== undefined && m.revision !== 0) json['revision'] = String(m.revision)
  if (m.physical !== undefined && m.physical) json['physical'] = m.physical
  return json
}

export function fromJsonCompactionRequest(json: unknown, depth = 0): CompactionRequest {
  const from = fromObject(json, 'etcdserverpb.CompactionRequest', depth)

  return {
    revision: fromInt64Number(pick(from, 'revision', 'revision'), 'etcdserverpb.CompactionRequest.revision'),
    physical: fromBool(pick(from, 'physical', 'physical'), 'etcdserverpb.CompactionRequest.physical'),
  }
}

export interface CompactionResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface CompactionResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const CompactionResponse: Codec<CompactionResponse, CompactionResponseInit> = {
  typeName: 'etcdserverpb.CompactionResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCompactionResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCompactionResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCompactionResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCompactionResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCompactionResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCompactionResponse(new Reader(buffer, start, end))
  },
  create: createCompactionResponse,
  toJson: toJsonCompactionResponse,
  fromJson: (json) => fromJsonCompactionResponse(json),
}

export function sizeCompactionResponse(m: CompactionResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeCompactionResponse(m: CompactionResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfCompactionResponse: FieldNames = { 1: 'header' }

export function readCompactionResponse(r: Reader): CompactionResponse {
  let header: ResponseHeader | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        header = readResponseHeader(r, header)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.CompactionResponse', fieldsOfCompactionResponse)
    }
  }
  return { header }
}

export function createCompactionResponse(init?: CompactionResponseInit): CompactionResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonCompactionResponse(m: CompactionResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonCompactionResponse(json: unknown, depth = 0): CompactionResponse {
  const from = fromObject(json, 'etcdserverpb.CompactionResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

/** The key space: read, write, delete, several of these at once, and forgetting old revisions. */
export const KvService = {
  name: 'etcdserverpb.KV',
  methods: {
    /** Reads one key or a range, at the newest or at an older revision. */
    range: {
      name: 'Range',
      path: '/etcdserverpb.KV/Range',
      requestStream: false,
      responseStream: false,
      request: RangeRequest,
      response: RangeResponse,
      rest: ['/v3/kv/range'],
    },
    /** The same in pieces, for ranges too large for one message. */
    rangeStream: {
      name: 'RangeStream',
      path: '/etcdserverpb.KV/RangeStream',
      requestStream: false,
      responseStream: true,
      request: RangeRequest,
      response: RangeStreamResponse,
      rest: [],
    },
    /** Writes one key: one new revision, one event. */
    put: {
      name: 'Put',
      path: '/etcdserverpb.KV/Put',
      requestStream: false,
      responseStream: false,
      request: PutRequest,
      response: PutResponse,
      rest: ['/v3/kv/put'],
    },
    /** Deletes one key or a range: one new revision if something was there, one event a key. */
    deleteRange: {
      name: 'DeleteRange',
      path: '/etcdserverpb.KV/DeleteRange',
      requestStream: false,
      responseStream: false,
      request: DeleteRangeRequest,
      response: DeleteRangeResponse,
      rest: ['/v3/kv/deleterange'],
    },
    /** Compares, then does one of two lists of operations, all in one revision. */
    txn: {
      name: 'Txn',
      path: '/etcdserverpb.KV/Txn',
      requestStream: false,
      responseStream: false,
      request: TxnRequest,
      response: TxnResponse,
      rest: ['/v3/kv/txn'],
    },
    /** Gives up the history below a revision. */
    compact: {
      name: 'Compact',
      path: '/etcdserverpb.KV/Compact',
      requestStream: false,
      responseStream: false,
      request: CompactionRequest,
      response: CompactionResponse,
      rest: ['/v3/kv/compaction'],
    },
  },
} as const satisfies ServiceDefinition
