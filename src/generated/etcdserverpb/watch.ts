// Made by `npm run proto` from proto/: do not edit.

import {
  createEvent,
  Event,
  type EventInit,
  fromJsonEvent,
  readEvent,
  sizeEvent,
  toJsonEvent,
  writeEvent,
} from '../mvccpb/kv.ts'
import type { Codec, JsonObject } from '../runtime/codec.ts'
import {
  fromBase64Latin1,
  fromBool,
  fromEnumList,
  fromInt64Number,
  fromList,
  fromObject,
  fromText,
  latin1ToBase64,
  optional,
  pick,
  refuseSecond,
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
  sizeInt32,
  sizeLatin1,
  sizeNumber,
  sizeUtf8,
  writeBool,
  writeInt32,
  writeKept,
  writeLatin1,
  writeNumber,
  writeUtf8,
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

export const FilterType = {
  /** Leave out puts. */
  NOPUT: 0,
  /** Leave out deletions. */
  NODELETE: 1,
} as const
/** From the wire any int32 may arrive in its place. */
export type FilterType = (typeof FilterType)[keyof typeof FilterType]
export const FilterTypeName: Readonly<Record<number, string>> = {
  0: 'NOPUT',
  1: 'NODELETE',
}

export interface WatchRequest {
  readonly requestUnion:
    | { readonly case: 'createRequest'; readonly value: WatchCreateRequest }
    | { readonly case: 'cancelRequest'; readonly value: WatchCancelRequest }
    | { readonly case: 'progressRequest'; readonly value: WatchProgressRequest }
    | undefined
}

/** To be encoded: what is missing has its default. */
export interface WatchRequestInit {
  readonly requestUnion?:
    | { readonly case: 'createRequest'; readonly value: WatchCreateRequestInit }
    | { readonly case: 'cancelRequest'; readonly value: WatchCancelRequestInit }
    | { readonly case: 'progressRequest'; readonly value: WatchProgressRequestInit }
    | undefined
}

export const WatchRequest: Codec<WatchRequest, WatchRequestInit> = {
  typeName: 'etcdserverpb.WatchRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeWatchRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeWatchRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeWatchRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeWatchRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeWatchRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readWatchRequest(new Reader(buffer, start, end))
  },
  create: createWatchRequest,
  toJson: toJsonWatchRequest,
  fromJson: (json) => fromJsonWatchRequest(json),
}

export function sizeWatchRequest(m: WatchRequestInit): number {
  let bytes = 0
  if (m.requestUnion !== undefined) {
    switch (m.requestUnion.case) {
      case 'createRequest': {
        bytes += 1 + keep(reserve(), sizeWatchCreateRequest(m.requestUnion.value))
        break
      }
      case 'cancelRequest': {
        bytes += 1 + keep(reserve(), sizeWatchCancelRequest(m.requestUnion.value))
        break
      }
      case 'progressRequest': {
        bytes += 1 + keep(reserve(), sizeWatchProgressRequest(m.requestUnion.value))
        break
      }
    }
  }
  return bytes
}

export function writeWatchRequest(m: WatchRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.requestUnion !== undefined) {
    switch (m.requestUnion.case) {
      case 'createRequest': {
        buffer[at++] = 10
        at = writeKept(buffer, at)
        at = writeWatchCreateRequest(m.requestUnion.value, buffer, at)
        break
      }
      case 'cancelRequest': {
        buffer[at++] = 18
        at = writeKept(buffer, at)
        at = writeWatchCancelRequest(m.requestUnion.value, buffer, at)
        break
      }
      case 'progressRequest': {
        buffer[at++] = 26
        at = writeKept(buffer, at)
        at = writeWatchProgressRequest(m.requestUnion.value, buffer, at)
        break
      }
    }
  }
  return at
}

const fieldsOfWatchRequest: FieldNames = { 1: 'create_request', 2: 'cancel_request', 3: 'progress_request' }

export function readWatchRequest(r: Reader): WatchRequest {
  let requestUnion: WatchRequest['requestUnion']

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        requestUnion = {
          case: 'createRequest',
          value: readWatchCreateRequest(r, requestUnion?.case === 'createRequest' ? requestUnion.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 18: {
        const outer = r.enter()
        requestUnion = {
          case: 'cancelRequest',
          value: readWatchCancelRequest(r, requestUnion?.case === 'cancelRequest' ? requestUnion.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 26: {
        const outer = r.enter()
        requestUnion = {
          case: 'progressRequest',
          value: readWatchProgressRequest(r, requestUnion?.case === 'progressRequest' ? requestUnion.value : undefined),
        }
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.WatchRequest', fieldsOfWatchRequest)
    }
  }
  return { requestUnion }
}

export function createWatchRequest(init?: WatchRequestInit): WatchRequest {
  return {
    requestUnion: createWatchRequestCase(init?.requestUnion),
  }
}

function createWatchRequestCase(init: WatchRequestInit['requestUnion']): WatchRequest['requestUnion'] {
  if (init === undefined) return undefined
  switch (init.case) {
    case 'createRequest':
      return { case: 'createRequest', value: createWatchCreateRequest(init.value) }
    case 'cancelRequest':
      return { case: 'cancelRequest', value: createWatchCancelRequest(init.value) }
    case 'progressRequest':
      return { case: 'progressRequest', value: createWatchProgressRequest(init.value) }
  }
}

export function toJsonWatchRequest(m: WatchRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.requestUnion !== undefined) {
    switch (m.requestUnion.case) {
      case 'createRequest':
        json['create_request'] = toJsonWatchCreateRequest(m.requestUnion.value)
        break
      case 'cancelRequest':
        json['cancel_request'] = toJsonWatchCancelRequest(m.requestUnion.value)
        break
      case 'progressRequest':
        json['progress_request'] = toJsonWatchProgressRequest(m.requestUnion.value)
        break
    }
  }
  return json
}

export function fromJsonWatchRequest(json: unknown, depth = 0): WatchRequest {
  const from = fromObject(json, 'etcdserverpb.WatchRequest', depth)
  let requestUnion: WatchRequest['requestUnion']
  const json1 = pick(from, 'create_request', 'createRequest')
  if (json1 !== undefined) {
    refuseSecond(requestUnion, 'etcdserverpb.WatchRequest.create_request')
    requestUnion = { case: 'createRequest', value: fromJsonWatchCreateRequest(json1, depth + 1) }
  }
  const json2 = pick(from, 'cancel_request', 'cancelRequest')
  if (json2 !== undefined) {
    refuseSecond(requestUnion, 'etcdserverpb.WatchRequest.cancel_request')
    requestUnion = { case: 'cancelRequest', value: fromJsonWatchCancelRequest(json2, depth + 1) }
  }
  const json3 = pick(from, 'progress_request', 'progressRequest')
  if (json3 !== undefined) {
    refuseSecond(requestUnion, 'etcdserverpb.WatchRequest.progress_request')
    requestUnion = { case: 'progressRequest', value: fromJsonWatchProgressRequest(json3, depth + 1) }
  }
  return {
    requestUnion,
  }
}

export interface WatchCreateRequest {
  /** Range addressing as in RangeRequest; an empty key stands for the lowest one. */
  readonly key: string
  readonly rangeEnd: string
  /** First revision of interest, may lie in the future; 0: what happens from now on. */
  readonly startRevision: number
  /** Send an empty response now and then when nothing happens, so that the client knows how far it has seen. */
  readonly progressNotify: boolean
  readonly filters: readonly FilterType[]
  /** Put the pair from before into each event, as far as it is not compacted. */
  readonly prevKv: boolean
  /** Chosen by the client and unused on this stream; 0: the server chooses. */
  readonly watchId: number
  /** A response that is too large may come in pieces. */
  readonly fragment: boolean
}

/** To be encoded: what is missing has its default. */
export interface WatchCreateRequestInit {
  readonly key?: string | undefined
  readonly rangeEnd?: string | undefined
  readonly startRevision?: number | undefined
  readonly progressNotify?: boolean | undefined
  readonly filters?: readonly FilterType[] | undefined
  readonly prevKv?: boolean | undefined
  readonly watchId?: number | undefined
  readonly fragment?: boolean | undefined
}

export const WatchCreateRequest: Codec<WatchCreateRequest, WatchCreateRequestInit> = {
  typeName: 'etcdserverpb.WatchCreateRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeWatchCreateRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeWatchCreateRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeWatchCreateRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeWatchCreateRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeWatchCreateRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readWatchCreateRequest(new Reader(buffer, start, end))
  },
  create: createWatchCreateRequest,
  toJson: toJsonWatchCreateRequest,
  fromJson: (json) => fromJsonWatchCreateRequest(json),
}

export function sizeWatchCreateRequest(m: WatchCreateRequestInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    bytes += 1 + sizeLatin1(m.rangeEnd)
  }
  if (m.startRevision !== undefined && m.startRevision !== 0) {
    bytes += 1 + sizeNumber(m.startRevision)
  }
  if (m.progressNotify !== undefined && m.progressNotify) {
    bytes += 1 + 1
  }
  if (m.filters !== undefined && m.filters.length > 0) {
    const place = reserve()
    let packed = 0
    for (const item of m.filters) packed += sizeInt32(item)
    bytes += 1 + keep(place, packed)
  }
  if (m.prevKv !== undefined && m.prevKv) {
    bytes += 1 + 1
  }
  if (m.watchId !== undefined && m.watchId !== 0) {
    bytes += 1 + sizeNumber(m.watchId)
  }
  if (m.fragment !== undefined && m.fragment) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeWatchCreateRequest(m: WatchCreateRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.rangeEnd)
  }
  if (m.startRevision !== undefined && m.startRevision !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.startRevision)
  }
  if (m.progressNotify !== undefined && m.progressNotify) {
    buffer[at++] = 32
    at = writeBool(buffer, at, m.progressNotify)
  }
  if (m.filters !== undefined && m.filters.length > 0) {
    buffer[at++] = 42
    at = writeKept(buffer, at)
    for (const item of m.filters) at = writeInt32(buffer, at, item)
  }
  if (m.prevKv !== undefined && m.prevKv) {
    buffer[at++] = 48
    at = writeBool(buffer, at, m.prevKv)
  }
  if (m.watchId !== undefined && m.watchId !== 0) {
    buffer[at++] = 56
    at = writeNumber(buffer, at, m.watchId)
  }
  if (m.fragment !== undefined && m.fragment) {
    buffer[at++] = 64
    at = writeBool(buffer, at, m.fragment)
  }
  return at
}

const fieldsOfWatchCreateRequest: FieldNames = {
  1: 'key',
  2: 'range_end',
  3: 'start_revision',
  4: 'progress_notify',
  5: 'filters',
  6: 'prev_kv',
  7: 'watch_id',
  8: 'fragment',
}

/** A field that comes twice continues the message that came first: `from`. */
export function readWatchCreateRequest(r: Reader, from?: WatchCreateRequest): WatchCreateRequest {
  let key: string = ''
  let rangeEnd: string = ''
  let startRevision: number = 0
  let progressNotify: boolean = false
  const filters: FilterType[] = from === undefined ? [] : (from.filters as FilterType[])
  let prevKv: boolean = false
  let watchId: number = 0
  let fragment: boolean = false
  if (from !== undefined) {
    key = from.key
    rangeEnd = from.rangeEnd
    startRevision = from.startRevision
    progressNotify = from.progressNotify
    prevKv = from.prevKv
    watchId = from.watchId
    fragment = from.fragment
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
        startRevision = r.int64Number()
        break
      case 32:
        progressNotify = r.bool()
        break
      case 40:
        filters.push(r.int32() as FilterType)
        break
      case 42: {
        const outer = r.enter()
        while (r.position < r.end) filters.push(r.int32() as FilterType)
        r.leave(outer)
        break
      }
      case 48:
        prevKv = r.bool()
        break
      case 56:
        watchId = r.int64Number()
        break
      case 64:
        fragment = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.WatchCreateRequest', fieldsOfWatchCreateRequest)
    }
  }
  return { key, rangeEnd, startRevision, progressNotify, filters, prevKv, watchId, fragment }
}

export function createWatchCreateRequest(init?: WatchCreateRequestInit): WatchCreateRequest {
  return {
    key: init?.key ?? '',
    rangeEnd: init?.rangeEnd ?? '',
    startRevision: init?.startRevision ?? 0,
    progressNotify: init?.progressNotify ?? false,
    filters: [...(init?.filters ?? [])],
    prevKv: init?.prevKv ?? false,
    watchId: init?.watchId ?? 0,
    fragment: init?.fragment ?? false,
  }
}

export function toJsonWatchCreateRequest(m: WatchCreateRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') json['range_end'] = latin1ToBase64(m.rangeEnd)
  if (m.startRevision !== undefined && m.startRevision !== 0) json['start_revision'] = String(m.startRevision)
  if (m.progressNotify !== undefined && m.progressNotify) json['progress_notify'] = m.progressNotify
  if (m.filters !== undefined && m.filters.length > 0)
    json['filters'] = m.filters.map((item) => toEnum(item, FilterTypeName))
  if (m.prevKv !== undefined && m.prevKv) json['prev_kv'] = m.prevKv
  if (m.watchId !== undefined && m.watchId !== 0) json['watch_id'] = String(m.watchId)
  if (m.fragment !== undefined && m.fragment) json['fragment'] = m.fragment
  return json
}

export function fromJsonWatchCreateRequest(json: unknown, depth = 0): WatchCreateRequest {
  const from = fromObject(json, 'etcdserverpb.WatchCreateRequest', depth)

  return {
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'etcdserverpb.WatchCreateRequest.key'),
    rangeEnd: fromBase64Latin1(pick(from, 'range_end', 'rangeEnd'), 'etcdserverpb.WatchCreateRequest.range_end'),
    startRevision: fromInt64Number(
      pick(from, 'start_revision', 'startRevision'),
      'etcdserverpb.WatchCreateRequest.start_revision',
    ),
    progressNotify: fromBool(
      pick(from, 'progress_notify', 'progressNotify'),
      'etcdserverpb.WatchCreateRequest.progress_notify',
    ),
    filters: fromEnumList(
      pick(from, 'filters', 'filters'),
      'etcdserverpb.WatchCreateRequest.filters',
      FilterType,
    ) as FilterType[],
    prevKv: fromBool(pick(from, 'prev_kv', 'prevKv'), 'etcdserverpb.WatchCreateRequest.prev_kv'),
    watchId: fromInt64Number(pick(from, 'watch_id', 'watchId'), 'etcdserverpb.WatchCreateRequest.watch_id'),
    fragment: fromBool(pick(from, 'fragment', 'fragment'), 'etcdserverpb.WatchCreateRequest.fragment'),
  }
}

export interface WatchCancelRequest {
  readonly watchId: number
}

/** To be encoded: what is missing has its default. */
export interface WatchCancelRequestInit {
  readonly watchId?: number | undefined
}

export const WatchCancelRequest: Codec<WatchCancelRequest, WatchCancelRequestInit> = {
  typeName: 'etcdserverpb.WatchCancelRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeWatchCancelRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeWatchCancelRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeWatchCancelRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeWatchCancelRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeWatchCancelRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readWatchCancelRequest(new Reader(buffer, start, end))
  },
  create: createWatchCancelRequest,
  toJson: toJsonWatchCancelRequest,
  fromJson: (json) => fromJsonWatchCancelRequest(json),
}

export function sizeWatchCancelRequest(m: WatchCancelRequestInit): number {
  let bytes = 0
  if (m.watchId !== undefined && m.watchId !== 0) {
    bytes += 1 + sizeNumber(m.watchId)
  }
  return bytes
}

export function writeWatchCancelRequest(m: WatchCancelRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.watchId !== undefined && m.watchId !== 0) {
    buffer[at++] = 8
    at = writeNumber(buffer, at, m.watchId)
  }
  return at
}

const fieldsOfWatchCancelRequest: FieldNames = { 1: 'watch_id' }

/** A field that comes twice continues the message that came first: `from`. */
export function readWatchCancelRequest(r: Reader, from?: WatchCancelRequest): WatchCancelRequest {
  let watchId: number = 0
  if (from !== undefined) {
    watchId = from.watchId
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        watchId = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.WatchCancelRequest', fieldsOfWatchCancelRequest)
    }
  }
  return { watchId }
}

export function createWatchCancelRequest(init?: WatchCancelRequestInit): WatchCancelRequest {
  return {
    watchId: init?.watchId ?? 0,
  }
}

export function toJsonWatchCancelRequest(m: WatchCancelRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.watchId !== undefined && m.watchId !== 0) json['watch_id'] = String(m.watchId)
  return json
}

export function fromJsonWatchCancelRequest(json: unknown, depth = 0): WatchCancelRequest {
  const from = fromObject(json, 'etcdserverpb.WatchCancelRequest', depth)

  return {
    watchId: fromInt64Number(pick(from, 'watch_id', 'watchId'), 'etcdserverpb.WatchCancelRequest.watch_id'),
  }
}

/** Asks for a response that says up to which revision everything has been sent. */
export type WatchProgressRequest = Readonly<Record<string, never>>
export type WatchProgressRequestInit = WatchProgressRequest

export const WatchProgressRequest: Codec<WatchProgressRequest, WatchProgressRequestInit> = {
  typeName: 'etcdserverpb.WatchProgressRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeWatchProgressRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeWatchProgressRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeWatchProgressRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeWatchProgressRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeWatchProgressRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readWatchProgressRequest(new Reader(buffer, start, end))
  },
  create: createWatchProgressRequest,
  toJson: toJsonWatchProgressRequest,
  fromJson: (json) => fromJsonWatchProgressRequest(json),
}

export function sizeWatchProgressRequest(_: WatchProgressRequestInit): number {
  return 0
}

export function writeWatchProgressRequest(_: WatchProgressRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readWatchProgressRequest(r: Reader, _from?: WatchProgressRequest): WatchProgressRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.WatchProgressRequest', {})
  return {}
}

export function createWatchProgressRequest(_?: WatchProgressRequestInit): WatchProgressRequest {
  return {}
}

export function toJsonWatchProgressRequest(_: WatchProgressRequestInit): JsonObject {
  return {}
}

export function fromJsonWatchProgressRequest(json: unknown, depth = 0): WatchProgressRequest {
  fromObject(json, 'etcdserverpb.WatchProgressRequest', depth)
  return {}
}

export interface WatchResponse {
  readonly header: ResponseHeader | undefined
  /** -1: concerns no watcher that exists, or the whole stream. */
  readonly watchId: number
  /** Answers a create request; always a watcher's first response. */
  readonly created: boolean
  /** The watcher is gone, or never came to be. */
  readonly canceled: boolean
  /** Not 0: the watcher ended because it wanted revisions below this one, which are compacted. */
  readonly compactRevision: number
  readonly cancelReason: string
  /** More pieces of this response follow. */
  readonly fragment: boolean
  readonly events: readonly Event[]
}

/** To be encoded: what is missing has its default. */
export interface WatchResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly watchId?: number | undefined
  readonly created?: boolean | undefined
  readonly canceled?: boolean | undefined
  readonly compactRevision?: number | undefined
  readonly cancelReason?: string | undefined
  readonly fragment?: boolean | undefined
  readonly events?: readonly EventInit[] | undefined
}

export const WatchResponse: Codec<WatchResponse, WatchResponseInit> = {
  typeName: 'etcdserverpb.WatchResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeWatchResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeWatchResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeWatchResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeWatchResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeWatchResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readWatchResponse(new Reader(buffer, start, end))
  },
  create: createWatchResponse,
  toJson: toJsonWatchResponse,
  fromJson: (json) => fromJsonWatchResponse(json),
}

export function sizeWatchResponse(m: WatchResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.watchId !== undefined && m.watchId !== 0) {
    bytes += 1 + sizeNumber(m.watchId)
  }
  if (m.created !== undefined && m.created) {
    bytes += 1 + 1
  }
  if (m.canceled !== undefined && m.canceled) {
    bytes += 1 + 1
  }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) {
    bytes += 1 + sizeNumber(m.compactRevision)
  }
  if (m.cancelReason !== undefined && m.cancelReason !== '') {
    bytes += 1 + sizeUtf8(m.cancelReason)
  }
  if (m.fragment !== undefined && m.fragment) {
    bytes += 1 + 1
  }
  if (m.events !== undefined) {
    for (const item of m.events) {
      bytes += 1 + keep(reserve(), sizeEvent(item))
    }
  }
  return bytes
}

export function writeWatchResponse(m: WatchResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.watchId !== undefined && m.watchId !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.watchId)
  }
  if (m.created !== undefined && m.created) {
    buffer[at++] = 24
    at = writeBool(buffer, at, m.created)
  }
  if (m.canceled !== undefined && m.canceled) {
    buffer[at++] = 32
    at = writeBool(buffer, at, m.canceled)
  }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) {
    buffer[at++] = 40
    at = writeNumber(buffer, at, m.compactRevision)
  }
  if (m.cancelReason !== undefined && m.cancelReason !== '') {
    buffer[at++] = 50
    at = writeUtf8(buffer, at, m.cancelReason)
  }
  if (m.fragment !== undefined && m.fragment) {
    buffer[at++] = 56
    at = writeBool(buffer, at, m.fragment)
  }
  if (m.events !== undefined) {
    for (const item of m.events) {
      buffer[at++] = 90
      at = writeKept(buffer, at)
      at = writeEvent(item, buffer, at)
    }
  }
  return at
}

const fieldsOfWatchResponse: FieldNames = {
  1: 'header',
  2: 'watch_id',
  3: 'created',
  4: 'canceled',
  5: 'compact_revision',
  6: 'cancel_reason',
  7: 'fragment',
  11: 'events',
}

export function readWatchResponse(r: Reader): WatchResponse {
  let header: ResponseHeader | undefined
  let watchId: number = 0
  let created: boolean = false
  let canceled: boolean = false
  let compactRevision: number = 0
  let cancelReason: string = ''
  let fragment: boolean = false
  const events: Event[] = []

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
        watchId = r.int64Number()
        break
      case 24:
        created = r.bool()
        break
      case 32:
        canceled = r.bool()
        break
      case 40:
        compactRevision = r.int64Number()
        break
      case 50:
        cancelReason = r.utf8()
        break
      case 56:
        fragment = r.bool()
        break
      case 90: {
        const outer = r.enter()
        events.push(readEvent(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.WatchResponse', fieldsOfWatchResponse)
    }
  }
  return { header, watchId, created, canceled, compactRevision, cancelReason, fragment, events }
}

export function createWatchResponse(init?: WatchResponseInit): WatchResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    watchId: init?.watchId ?? 0,
    created: init?.created ?? false,
    canceled: init?.canceled ?? false,
    compactRevision: init?.compactRevision ?? 0,
    cancelReason: init?.cancelReason ?? '',
    fragment: init?.fragment ?? false,
    events: init?.events?.map((item) => createEvent(item)) ?? [],
  }
}

export function toJsonWatchResponse(m: WatchResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.watchId !== undefined && m.watchId !== 0) json['watch_id'] = String(m.watchId)
  if (m.created !== undefined && m.created) json['created'] = m.created
  if (m.canceled !== undefined && m.canceled) json['canceled'] = m.canceled
  if (m.compactRevision !== undefined && m.compactRevision !== 0) json['compact_revision'] = String(m.compactRevision)
  if (m.cancelReason !== undefined && m.cancelReason !== '') json['cancel_reason'] = m.cancelReason
  if (m.fragment !== undefined && m.fragment) json['fragment'] = m.fragment
  if (m.events !== undefined && m.events.length > 0) json['events'] = m.events.map((item) => toJsonEvent(item))
  return json
}

export function fromJsonWatchResponse(json: unknown, depth = 0): WatchResponse {
  const from = fromObject(json, 'etcdserverpb.WatchResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    watchId: fromInt64Number(pick(from, 'watch_id', 'watchId'), 'etcdserverpb.WatchResponse.watch_id'),
    created: fromBool(pick(from, 'created', 'created'), 'etcdserverpb.WatchResponse.created'),
    canceled: fromBool(pick(from, 'canceled', 'canceled'), 'etcdserverpb.WatchResponse.canceled'),
    compactRevision: fromInt64Number(
      pick(from, 'compact_revision', 'compactRevision'),
      'etcdserverpb.WatchResponse.compact_revision',
    ),
    cancelReason: fromText(pick(from, 'cancel_reason', 'cancelReason'), 'etcdserverpb.WatchResponse.cancel_reason'),
    fragment: fromBool(pick(from, 'fragment', 'fragment'), 'etcdserverpb.WatchResponse.fragment'),
    events: fromList(pick(from, 'events', 'events'), 'etcdserverpb.WatchResponse.events', (item) =>
      fromJsonEvent(item, depth + 1),
    ),
  }
}

/** Events as they happen, or from a past revision on. */
export const WatchService = {
  name: 'etcdserverpb.Watch',
  methods: {
    /** One stream carries any number of watchers, told apart by their watch id. */
    watch: {
      name: 'Watch',
      path: '/etcdserverpb.Watch/Watch',
      requestStream: true,
      responseStream: true,
      request: WatchRequest,
      response: WatchResponse,
      rest: ['/v3/watch'],
    },
  },
} as const satisfies ServiceDefinition
