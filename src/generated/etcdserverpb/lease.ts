// Made by `npm run proto` from proto/: do not edit.
import type { Codec, JsonObject } from '../runtime/codec.ts'
import {
  fromBase64Latin1,
  fromBool,
  fromInt64,
  fromInt64Number,
  fromList,
  fromObject,
  fromText,
  latin1ToBase64,
  optional,
  pick,
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
  sizeLatin1,
  sizeNumber,
  sizeUtf8,
  writeBigint,
  writeBool,
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

export interface LeaseGrantRequest {
  /** Seconds; values below the server's minimum are raised. */
  readonly ttl: number
  /** 0: the server chooses. */
  readonly id: bigint
}

/** To be encoded: what is missing has its default. */
export interface LeaseGrantRequestInit {
  readonly ttl?: number | undefined
  readonly id?: bigint | undefined
}

export const LeaseGrantRequest: Codec<LeaseGrantRequest, LeaseGrantRequestInit> = {
  typeName: 'etcdserverpb.LeaseGrantRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseGrantRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseGrantRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseGrantRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseGrantRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseGrantRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseGrantRequest(new Reader(buffer, start, end))
  },
  create: createLeaseGrantRequest,
  toJson: toJsonLeaseGrantRequest,
  fromJson: (json) => fromJsonLeaseGrantRequest(json),
}

export function sizeLeaseGrantRequest(m: LeaseGrantRequestInit): number {
  let bytes = 0
  if (m.ttl !== undefined && m.ttl !== 0) {
    bytes += 1 + sizeNumber(m.ttl)
  }
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  return bytes
}

export function writeLeaseGrantRequest(m: LeaseGrantRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.ttl !== undefined && m.ttl !== 0) {
    buffer[at++] = 8
    at = writeNumber(buffer, at, m.ttl)
  }
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.id)
  }
  return at
}

const fieldsOfLeaseGrantRequest: FieldNames = { 1: 'TTL', 2: 'ID' }

/** A field that comes twice continues the message that came first: `from`. */
export function readLeaseGrantRequest(r: Reader, from?: LeaseGrantRequest): LeaseGrantRequest {
  let ttl: number = 0
  let id: bigint = 0n
  if (from !== undefined) {
    ttl = from.ttl
    id = from.id
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        ttl = r.int64Number()
        break
      case 16:
        id = r.int64()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseGrantRequest', fieldsOfLeaseGrantRequest)
    }
  }
  return { ttl, id }
}

export function createLeaseGrantRequest(init?: LeaseGrantRequestInit): LeaseGrantRequest {
  return {
    ttl: init?.ttl ?? 0,
    id: init?.id ?? 0n,
  }
}

export function toJsonLeaseGrantRequest(m: LeaseGrantRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.ttl !== undefined && m.ttl !== 0) json['TTL'] = String(m.ttl)
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  return json
}

export function fromJsonLeaseGrantRequest(json: unknown, depth = 0): LeaseGrantRequest {
  const from = fromObject(json, 'etcdserverpb.LeaseGrantRequest', depth)

  return {
    ttl: fromInt64Number(pick(from, 'TTL', 'TTL'), 'etcdserverpb.LeaseGrantRequest.TTL'),
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseGrantRequest.ID'),
  }
}

export interface LeaseGrantResponse {
  readonly header: ResponseHeader | undefined
  readonly id: bigint
  /** Seconds that were granted. */
  readonly ttl: number
  /** Never set; failures come as gRPC errors. */
  readonly error: string
}

/** To be encoded: what is missing has its default. */
export interface LeaseGrantResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly id?: bigint | undefined
  readonly ttl?: number | undefined
  readonly error?: string | undefined
}

export const LeaseGrantResponse: Codec<LeaseGrantResponse, LeaseGrantResponseInit> = {
  typeName: 'etcdserverpb.LeaseGrantResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseGrantResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseGrantResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseGrantResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseGrantResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseGrantResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseGrantResponse(new Reader(buffer, start, end))
  },
  create: createLeaseGrantResponse,
  toJson: toJsonLeaseGrantResponse,
  fromJson: (json) => fromJsonLeaseGrantResponse(json),
}

export function sizeLeaseGrantResponse(m: LeaseGrantResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.ttl !== undefined && m.ttl !== 0) {
    bytes += 1 + sizeNumber(m.ttl)
  }
  if (m.error !== undefined && m.error !== '') {
    bytes += 1 + sizeUtf8(m.error)
  }
  return bytes
}

export function writeLeaseGrantResponse(m: LeaseGrantResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.id)
  }
  if (m.ttl !== undefined && m.ttl !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.ttl)
  }
  if (m.error !== undefined && m.error !== '') {
    buffer[at++] = 34
    at = writeUtf8(buffer, at, m.error)
  }
  return at
}

const fieldsOfLeaseGrantResponse: FieldNames = { 1: 'header', 2: 'ID', 3: 'TTL', 4: 'error' }

export function readLeaseGrantResponse(r: Reader): LeaseGrantResponse {
  let header: ResponseHeader | undefined
  let id: bigint = 0n
  let ttl: number = 0
  let error: string = ''

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
        id = r.int64()
        break
      case 24:
        ttl = r.int64Number()
        break
      case 34:
        error = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseGrantResponse', fieldsOfLeaseGrantResponse)
    }
  }
  return { header, id, ttl, error }
}

export function createLeaseGrantResponse(init?: LeaseGrantResponseInit): LeaseGrantResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    id: init?.id ?? 0n,
    ttl: init?.ttl ?? 0,
    error: init?.error ?? '',
  }
}

export function toJsonLeaseGrantResponse(m: LeaseGrantResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.ttl !== undefined && m.ttl !== 0) json['TTL'] = String(m.ttl)
  if (m.error !== undefined && m.error !== '') json['error'] = m.error
  return json
}

export function fromJsonLeaseGrantResponse(json: unknown, depth = 0): LeaseGrantResponse {
  const from = fromObject(json, 'etcdserverpb.LeaseGrantResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseGrantResponse.ID'),
    ttl: fromInt64Number(pick(from, 'TTL', 'TTL'), 'etcdserverpb.LeaseGrantResponse.TTL'),
    error: fromText(pick(from, 'error', 'error'), 'etcdserverpb.LeaseGrantResponse.error'),
  }
}

export interface LeaseRevokeRequest {
  readonly id: bigint
}

/** To be encoded: what is missing has its default. */
export interface LeaseRevokeRequestInit {
  readonly id?: bigint | undefined
}

export const LeaseRevokeRequest: Codec<LeaseRevokeRequest, LeaseRevokeRequestInit> = {
  typeName: 'etcdserverpb.LeaseRevokeRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseRevokeRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseRevokeRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseRevokeRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseRevokeRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseRevokeRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseRevokeRequest(new Reader(buffer, start, end))
  },
  create: createLeaseRevokeRequest,
  toJson: toJsonLeaseRevokeRequest,
  fromJson: (json) => fromJsonLeaseRevokeRequest(json),
}

export function sizeLeaseRevokeRequest(m: LeaseRevokeRequestInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  return bytes
}

export function writeLeaseRevokeRequest(m: LeaseRevokeRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  return at
}

const fieldsOfLeaseRevokeRequest: FieldNames = { 1: 'ID' }

/** A field that comes twice continues the message that came first: `from`. */
export function readLeaseRevokeRequest(r: Reader, from?: LeaseRevokeRequest): LeaseRevokeRequest {
  let id: bigint = 0n
  if (from !== undefined) {
    id = from.id
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.int64()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseRevokeRequest', fieldsOfLeaseRevokeRequest)
    }
  }
  return { id }
}

export function createLeaseRevokeRequest(init?: LeaseRevokeRequestInit): LeaseRevokeRequest {
  return {
    id: init?.id ?? 0n,
  }
}

export function toJsonLeaseRevokeRequest(m: LeaseRevokeRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  return json
}

export function fromJsonLeaseRevokeRequest(json: unknown, depth = 0): LeaseRevokeRequest {
  const from = fromObject(json, 'etcdserverpb.LeaseRevokeRequest', depth)

  return {
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseRevokeRequest.ID'),
  }
}

export interface LeaseRevokeResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface LeaseRevokeResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const LeaseRevokeResponse: Codec<LeaseRevokeResponse, LeaseRevokeResponseInit> = {
  typeName: 'etcdserverpb.LeaseRevokeResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseRevokeResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseRevokeResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseRevokeResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseRevokeResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseRevokeResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseRevokeResponse(new Reader(buffer, start, end))
  },
  create: createLeaseRevokeResponse,
  toJson: toJsonLeaseRevokeResponse,
  fromJson: (json) => fromJsonLeaseRevokeResponse(json),
}

export function sizeLeaseRevokeResponse(m: LeaseRevokeResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeLeaseRevokeResponse(m: LeaseRevokeResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfLeaseRevokeResponse: FieldNames = { 1: 'header' }

export function readLeaseRevokeResponse(r: Reader): LeaseRevokeResponse {
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
        r.skip(tag, 'etcdserverpb.LeaseRevokeResponse', fieldsOfLeaseRevokeResponse)
    }
  }
  return { header }
}

export function createLeaseRevokeResponse(init?: LeaseRevokeResponseInit): LeaseRevokeResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonLeaseRevokeResponse(m: LeaseRevokeResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonLeaseRevokeResponse(json: unknown, depth = 0): LeaseRevokeResponse {
  const from = fromObject(json, 'etcdserverpb.LeaseRevokeResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

/** Replicated by the leader now and then: what is left of long leases, so that a new leader need not start them anew. */
export interface LeaseCheckpoint {
  readonly id: bigint
  /** Seconds left. */
  readonly remainingTtl: number
}

/** To be encoded: what is missing has its default. */
export interface LeaseCheckpointInit {
  readonly id?: bigint | undefined
  readonly remainingTtl?: number | undefined
}

export const LeaseCheckpoint: Codec<LeaseCheckpoint, LeaseCheckpointInit> = {
  typeName: 'etcdserverpb.LeaseCheckpoint',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseCheckpoint(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseCheckpoint(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseCheckpoint(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseCheckpoint(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseCheckpoint(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseCheckpoint(new Reader(buffer, start, end))
  },
  create: createLeaseCheckpoint,
  toJson: toJsonLeaseCheckpoint,
  fromJson: (json) => fromJsonLeaseCheckpoint(json),
}

export function sizeLeaseCheckpoint(m: LeaseCheckpointInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.remainingTtl !== undefined && m.remainingTtl !== 0) {
    bytes += 1 + sizeNumber(m.remainingTtl)
  }
  return bytes
}

export function writeLeaseCheckpoint(m: LeaseCheckpointInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  if (m.remainingTtl !== undefined && m.remainingTtl !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.remainingTtl)
  }
  return at
}

const fieldsOfLeaseCheckpoint: FieldNames = { 1: 'ID', 2: 'remaining_TTL' }

export function readLeaseCheckpoint(r: Reader): LeaseCheckpoint {
  let id: bigint = 0n
  let remainingTtl: number = 0

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.int64()
        break
      case 16:
        remainingTtl = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseCheckpoint', fieldsOfLeaseCheckpoint)
    }
  }
  return { id, remainingTtl }
}

export function createLeaseCheckpoint(init?: LeaseCheckpointInit): LeaseCheckpoint {
  return {
    id: init?.id ?? 0n,
    remainingTtl: init?.remainingTtl ?? 0,
  }
}

export function toJsonLeaseCheckpoint(m: LeaseCheckpointInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.remainingTtl !== undefined && m.remainingTtl !== 0) json['remaining_TTL'] = String(m.remainingTtl)
  return json
}

export function fromJsonLeaseCheckpoint(json: unknown, depth = 0): LeaseCheckpoint {
  const from = fromObject(json, 'etcdserverpb.LeaseCheckpoint', depth)

  return {
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseCheckpoint.ID'),
    remainingTtl: fromInt64Number(
      pick(from, 'remaining_TTL', 'remainingTTL'),
      'etcdserverpb.LeaseCheckpoint.remaining_TTL',
    ),
  }
}

export interface LeaseCheckpointRequest {
  readonly checkpoints: readonly LeaseCheckpoint[]
}

/** To be encoded: what is missing has its default. */
export interface LeaseCheckpointRequestInit {
  readonly checkpoints?: readonly LeaseCheckpointInit[] | undefined
}

export const LeaseCheckpointRequest: Codec<LeaseCheckpointRequest, LeaseCheckpointRequestInit> = {
  typeName: 'etcdserverpb.LeaseCheckpointRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseCheckpointRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseCheckpointRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseCheckpointRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseCheckpointRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseCheckpointRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseCheckpointRequest(new Reader(buffer, start, end))
  },
  create: createLeaseCheckpointRequest,
  toJson: toJsonLeaseCheckpointRequest,
  fromJson: (json) => fromJsonLeaseCheckpointRequest(json),
}

export function sizeLeaseCheckpointRequest(m: LeaseCheckpointRequestInit): number {
  let bytes = 0
  if (m.checkpoints !== undefined) {
    for (const item of m.checkpoints) {
      bytes += 1 + keep(reserve(), sizeLeaseCheckpoint(item))
    }
  }
  return bytes
}

export function writeLeaseCheckpointRequest(m: LeaseCheckpointRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.checkpoints !== undefined) {
    for (const item of m.checkpoints) {
      buffer[at++] = 10
      at = writeKept(buffer, at)
      at = writeLeaseCheckpoint(item, buffer, at)
    }
  }
  return at
}

const fieldsOfLeaseCheckpointRequest: FieldNames = { 1: 'checkpoints' }

/** A field that comes twice continues the message that came first: `from`. */
export function readLeaseCheckpointRequest(r: Reader, from?: LeaseCheckpointRequest): LeaseCheckpointRequest {
  const checkpoints: LeaseCheckpoint[] = from === undefined ? [] : (from.checkpoints as LeaseCheckpoint[])

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        checkpoints.push(readLeaseCheckpoint(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.LeaseCheckpointRequest', fieldsOfLeaseCheckpointRequest)
    }
  }
  return { checkpoints }
}

export function createLeaseCheckpointRequest(init?: LeaseCheckpointRequestInit): LeaseCheckpointRequest {
  return {
    checkpoints: init?.checkpoints?.map((item) => createLeaseCheckpoint(item)) ?? [],
  }
}

export function toJsonLeaseCheckpointRequest(m: LeaseCheckpointRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.checkpoints !== undefined && m.checkpoints.length > 0)
    json['checkpoints'] = m.checkpoints.map((item) => toJsonLeaseCheckpoint(item))
  return json
}

export function fromJsonLeaseCheckpointRequest(json: unknown, depth = 0): LeaseCheckpointRequest {
  const from = fromObject(json, 'etcdserverpb.LeaseCheckpointRequest', depth)

  return {
    checkpoints: fromList(
      pick(from, 'checkpoints', 'checkpoints'),
      'etcdserverpb.LeaseCheckpointRequest.checkpoints',
      (item) => fromJsonLeaseCheckpoint(item, depth + 1),
    ),
  }
}

export interface LeaseCheckpointResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface LeaseCheckpointResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const LeaseCheckpointResponse: Codec<LeaseCheckpointResponse, LeaseCheckpointResponseInit> = {
  typeName: 'etcdserverpb.LeaseCheckpointResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseCheckpointResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseCheckpointResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseCheckpointResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseCheckpointResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseCheckpointResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseCheckpointResponse(new Reader(buffer, start, end))
  },
  create: createLeaseCheckpointResponse,
  toJson: toJsonLeaseCheckpointResponse,
  fromJson: (json) => fromJsonLeaseCheckpointResponse(json),
}

export function sizeLeaseCheckpointResponse(m: LeaseCheckpointResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeLeaseCheckpointResponse(m: LeaseCheckpointResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfLeaseCheckpointResponse: FieldNames = { 1: 'header' }

export function readLeaseCheckpointResponse(r: Reader): LeaseCheckpointResponse {
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
        r.skip(tag, 'etcdserverpb.LeaseCheckpointResponse', fieldsOfLeaseCheckpointResponse)
    }
  }
  return { header }
}

export function createLeaseCheckpointResponse(init?: LeaseCheckpointResponseInit): LeaseCheckpointResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonLeaseCheckpointResponse(m: LeaseCheckpointResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonLeaseCheckpointResponse(json: unknown, depth = 0): LeaseCheckpointResponse {
  const from = fromObject(json, 'etcdserverpb.LeaseCheckpointResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface LeaseKeepAliveRequest {
  readonly id: bigint
}

/** To be encoded: what is missing has its default. */
export interface LeaseKeepAliveRequestInit {
  readonly id?: bigint | undefined
}

export const LeaseKeepAliveRequest: Codec<LeaseKeepAliveRequest, LeaseKeepAliveRequestInit> = {
  typeName: 'etcdserverpb.LeaseKeepAliveRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseKeepAliveRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseKeepAliveRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseKeepAliveRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseKeepAliveRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseKeepAliveRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseKeepAliveRequest(new Reader(buffer, start, end))
  },
  create: createLeaseKeepAliveRequest,
  toJson: toJsonLeaseKeepAliveRequest,
  fromJson: (json) => fromJsonLeaseKeepAliveRequest(json),
}

export function sizeLeaseKeepAliveRequest(m: LeaseKeepAliveRequestInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  return bytes
}

export function writeLeaseKeepAliveRequest(m: LeaseKeepAliveRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  return at
}

const fieldsOfLeaseKeepAliveRequest: FieldNames = { 1: 'ID' }

export function readLeaseKeepAliveRequest(r: Reader): LeaseKeepAliveRequest {
  let id: bigint = 0n

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.int64()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseKeepAliveRequest', fieldsOfLeaseKeepAliveRequest)
    }
  }
  return { id }
}

export function createLeaseKeepAliveRequest(init?: LeaseKeepAliveRequestInit): LeaseKeepAliveRequest {
  return {
    id: init?.id ?? 0n,
  }
}

export function toJsonLeaseKeepAliveRequest(m: LeaseKeepAliveRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  return json
}

export function fromJsonLeaseKeepAliveRequest(json: unknown, depth = 0): LeaseKeepAliveRequest {
  const from = fromObject(json, 'etcdserverpb.LeaseKeepAliveRequest', depth)

  return {
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseKeepAliveRequest.ID'),
  }
}

export interface LeaseKeepAliveResponse {
  readonly header: ResponseHeader | undefined
  readonly id: bigint
  /** Seconds from now on; 0: there is no such lease any more. */
  readonly ttl: number
}

/** To be encoded: what is missing has its default. */
export interface LeaseKeepAliveResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly id?: bigint | undefined
  readonly ttl?: number | undefined
}

export const LeaseKeepAliveResponse: Codec<LeaseKeepAliveResponse, LeaseKeepAliveResponseInit> = {
  typeName: 'etcdserverpb.LeaseKeepAliveResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseKeepAliveResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseKeepAliveResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseKeepAliveResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseKeepAliveResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseKeepAliveResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseKeepAliveResponse(new Reader(buffer, start, end))
  },
  create: createLeaseKeepAliveResponse,
  toJson: toJsonLeaseKeepAliveResponse,
  fromJson: (json) => fromJsonLeaseKeepAliveResponse(json),
}

export function sizeLeaseKeepAliveResponse(m: LeaseKeepAliveResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.ttl !== undefined && m.ttl !== 0) {
    bytes += 1 + sizeNumber(m.ttl)
  }
  return bytes
}

export function writeLeaseKeepAliveResponse(m: LeaseKeepAliveResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.id)
  }
  if (m.ttl !== undefined && m.ttl !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.ttl)
  }
  return at
}

const fieldsOfLeaseKeepAliveResponse: FieldNames = { 1: 'header', 2: 'ID', 3: 'TTL' }

export function readLeaseKeepAliveResponse(r: Reader): LeaseKeepAliveResponse {
  let header: ResponseHeader | undefined
  let id: bigint = 0n
  let ttl: number = 0

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
        id = r.int64()
        break
      case 24:
        ttl = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseKeepAliveResponse', fieldsOfLeaseKeepAliveResponse)
    }
  }
  return { header, id, ttl }
}

export function createLeaseKeepAliveResponse(init?: LeaseKeepAliveResponseInit): LeaseKeepAliveResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    id: init?.id ?? 0n,
    ttl: init?.ttl ?? 0,
  }
}

export function toJsonLeaseKeepAliveResponse(m: LeaseKeepAliveResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.ttl !== undefined && m.ttl !== 0) json['TTL'] = String(m.ttl)
  return json
}

export function fromJsonLeaseKeepAliveResponse(json: unknown, depth = 0): LeaseKeepAliveResponse {
  const from = fromObject(json, 'etcdserverpb.LeaseKeepAliveResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseKeepAliveResponse.ID'),
    ttl: fromInt64Number(pick(from, 'TTL', 'TTL'), 'etcdserverpb.LeaseKeepAliveResponse.TTL'),
  }
}

export interface LeaseTimeToLiveRequest {
  readonly id: bigint
  /** List the keys bound to it, too. */
  readonly keys: boolean
}

/** To be encoded: what is missing has its default. */
export interface LeaseTimeToLiveRequestInit {
  readonly id?: bigint | undefined
  readonly keys?: boolean | undefined
}

export const LeaseTimeToLiveRequest: Codec<LeaseTimeToLiveRequest, LeaseTimeToLiveRequestInit> = {
  typeName: 'etcdserverpb.LeaseTimeToLiveRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseTimeToLiveRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseTimeToLiveRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseTimeToLiveRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseTimeToLiveRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseTimeToLiveRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseTimeToLiveRequest(new Reader(buffer, start, end))
  },
  create: createLeaseTimeToLiveRequest,
  toJson: toJsonLeaseTimeToLiveRequest,
  fromJson: (json) => fromJsonLeaseTimeToLiveRequest(json),
}

export function sizeLeaseTimeToLiveRequest(m: LeaseTimeToLiveRequestInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.keys !== undefined && m.keys) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeLeaseTimeToLiveRequest(m: LeaseTimeToLiveRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  if (m.keys !== undefined && m.keys) {
    buffer[at++] = 16
    at = writeBool(buffer, at, m.keys)
  }
  return at
}

const fieldsOfLeaseTimeToLiveRequest: FieldNames = { 1: 'ID', 2: 'keys' }

export function readLeaseTimeToLiveRequest(r: Reader): LeaseTimeToLiveRequest {
  let id: bigint = 0n
  let keys: boolean = false

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.int64()
        break
      case 16:
        keys = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseTimeToLiveRequest', fieldsOfLeaseTimeToLiveRequest)
    }
  }
  return { id, keys }
}

export function createLeaseTimeToLiveRequest(init?: LeaseTimeToLiveRequestInit): LeaseTimeToLiveRequest {
  return {
    id: init?.id ?? 0n,
    keys: init?.keys ?? false,
  }
}

export function toJsonLeaseTimeToLiveRequest(m: LeaseTimeToLiveRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.keys !== undefined && m.keys) json['keys'] = m.keys
  return json
}

export function fromJsonLeaseTimeToLiveRequest(json: unknown, depth = 0): LeaseTimeToLiveRequest {
  const from = fromObject(json, 'etcdserverpb.LeaseTimeToLiveRequest', depth)

  return {
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseTimeToLiveRequest.ID'),
    keys: fromBool(pick(from, 'keys', 'keys'), 'etcdserverpb.LeaseTimeToLiveRequest.keys'),
  }
}

export interface LeaseTimeToLiveResponse {
  readonly header: ResponseHeader | undefined
  readonly id: bigint
  /** Whole seconds left; -1: there is no such lease. */
  readonly ttl: number
  /** Seconds it had when granted. */
  readonly grantedTtl: number
  readonly keys: readonly string[]
}

/** To be encoded: what is missing has its default. */
export interface LeaseTimeToLiveResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly id?: bigint | undefined
  readonly ttl?: number | undefined
  readonly grantedTtl?: number | undefined
  readonly keys?: readonly string[] | undefined
}

export const LeaseTimeToLiveResponse: Codec<LeaseTimeToLiveResponse, LeaseTimeToLiveResponseInit> = {
  typeName: 'etcdserverpb.LeaseTimeToLiveResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseTimeToLiveResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseTimeToLiveResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseTimeToLiveResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseTimeToLiveResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseTimeToLiveResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseTimeToLiveResponse(new Reader(buffer, start, end))
  },
  create: createLeaseTimeToLiveResponse,
  toJson: toJsonLeaseTimeToLiveResponse,
  fromJson: (json) => fromJsonLeaseTimeToLiveResponse(json),
}

export function sizeLeaseTimeToLiveResponse(m: LeaseTimeToLiveResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.ttl !== undefined && m.ttl !== 0) {
    bytes += 1 + sizeNumber(m.ttl)
  }
  if (m.grantedTtl !== undefined && m.grantedTtl !== 0) {
    bytes += 1 + sizeNumber(m.grantedTtl)
  }
  if (m.keys !== undefined) {
    for (const item of m.keys) {
      bytes += 1 + sizeLatin1(item)
    }
  }
  return bytes
}

export function writeLeaseTimeToLiveResponse(m: LeaseTimeToLiveResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.id)
  }
  if (m.ttl !== undefined && m.ttl !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.ttl)
  }
  if (m.grantedTtl !== undefined && m.grantedTtl !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.grantedTtl)
  }
  if (m.keys !== undefined) {
    for (const item of m.keys) {
      buffer[at++] = 42
      at = writeLatin1(buffer, at, item)
    }
  }
  return at
}

const fieldsOfLeaseTimeToLiveResponse: FieldNames = { 1: 'header', 2: 'ID', 3: 'TTL', 4: 'grantedTTL', 5: 'keys' }

export function readLeaseTimeToLiveResponse(r: Reader): LeaseTimeToLiveResponse {
  let header: ResponseHeader | undefined
  let id: bigint = 0n
  let ttl: number = 0
  let grantedTtl: number = 0
  const keys: string[] = []

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
        id = r.int64()
        break
      case 24:
        ttl = r.int64Number()
        break
      case 32:
        grantedTtl = r.int64Number()
        break
      case 42:
        keys.push(r.latin1())
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseTimeToLiveResponse', fieldsOfLeaseTimeToLiveResponse)
    }
  }
  return { header, id, ttl, grantedTtl, keys }
}

export function createLeaseTimeToLiveResponse(init?: LeaseTimeToLiveResponseInit): LeaseTimeToLiveResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    id: init?.id ?? 0n,
    ttl: init?.ttl ?? 0,
    grantedTtl: init?.grantedTtl ?? 0,
    keys: [...(init?.keys ?? [])],
  }
}

export function toJsonLeaseTimeToLiveResponse(m: LeaseTimeToLiveResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.ttl !== undefined && m.ttl !== 0) json['TTL'] = String(m.ttl)
  if (m.grantedTtl !== undefined && m.grantedTtl !== 0) json['grantedTTL'] = String(m.grantedTtl)
  if (m.keys !== undefined && m.keys.length > 0) json['keys'] = m.keys.map((item) => latin1ToBase64(item))
  return json
}

export function fromJsonLeaseTimeToLiveResponse(json: unknown, depth = 0): LeaseTimeToLiveResponse {
  const from = fromObject(json, 'etcdserverpb.LeaseTimeToLiveResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseTimeToLiveResponse.ID'),
    ttl: fromInt64Number(pick(from, 'TTL', 'TTL'), 'etcdserverpb.LeaseTimeToLiveResponse.TTL'),
    grantedTtl: fromInt64Number(
      pick(from, 'grantedTTL', 'grantedTTL'),
      'etcdserverpb.LeaseTimeToLiveResponse.grantedTTL',
    ),
    keys: fromList(pick(from, 'keys', 'keys'), 'etcdserverpb.LeaseTimeToLiveResponse.keys', fromBase64Latin1),
  }
}

export type LeaseLeasesRequest = Readonly<Record<string, never>>
export type LeaseLeasesRequestInit = LeaseLeasesRequest

export const LeaseLeasesRequest: Codec<LeaseLeasesRequest, LeaseLeasesRequestInit> = {
  typeName: 'etcdserverpb.LeaseLeasesRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseLeasesRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseLeasesRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseLeasesRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseLeasesRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseLeasesRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseLeasesRequest(new Reader(buffer, start, end))
  },
  create: createLeaseLeasesRequest,
  toJson: toJsonLeaseLeasesRequest,
  fromJson: (json) => fromJsonLeaseLeasesRequest(json),
}

export function sizeLeaseLeasesRequest(_: LeaseLeasesRequestInit): number {
  return 0
}

export function writeLeaseLeasesRequest(_: LeaseLeasesRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readLeaseLeasesRequest(r: Reader, _from?: LeaseLeasesRequest): LeaseLeasesRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.LeaseLeasesRequest', {})
  return {}
}

export function createLeaseLeasesRequest(_?: LeaseLeasesRequestInit): LeaseLeasesRequest {
  return {}
}

export function toJsonLeaseLeasesRequest(_: LeaseLeasesRequestInit): JsonObject {
  return {}
}

export function fromJsonLeaseLeasesRequest(json: unknown, depth = 0): LeaseLeasesRequest {
  fromObject(json, 'etcdserverpb.LeaseLeasesRequest', depth)
  return {}
}

export interface LeaseStatus {
  readonly id: bigint
}

/** To be encoded: what is missing has its default. */
export interface LeaseStatusInit {
  readonly id?: bigint | undefined
}

export const LeaseStatus: Codec<LeaseStatus, LeaseStatusInit> = {
  typeName: 'etcdserverpb.LeaseStatus',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseStatus(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseStatus(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseStatus(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseStatus(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseStatus(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseStatus(new Reader(buffer, start, end))
  },
  create: createLeaseStatus,
  toJson: toJsonLeaseStatus,
  fromJson: (json) => fromJsonLeaseStatus(json),
}

export function sizeLeaseStatus(m: LeaseStatusInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  return bytes
}

export function writeLeaseStatus(m: LeaseStatusInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  return at
}

const fieldsOfLeaseStatus: FieldNames = { 1: 'ID' }

export function readLeaseStatus(r: Reader): LeaseStatus {
  let id: bigint = 0n

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.int64()
        break
      default:
        r.skip(tag, 'etcdserverpb.LeaseStatus', fieldsOfLeaseStatus)
    }
  }
  return { id }
}

export function createLeaseStatus(init?: LeaseStatusInit): LeaseStatus {
  return {
    id: init?.id ?? 0n,
  }
}

export function toJsonLeaseStatus(m: LeaseStatusInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  return json
}

export function fromJsonLeaseStatus(json: unknown, depth = 0): LeaseStatus {
  const from = fromObject(json, 'etcdserverpb.LeaseStatus', depth)

  return {
    id: fromInt64(pick(from, 'ID', 'ID'), 'etcdserverpb.LeaseStatus.ID'),
  }
}

export interface LeaseLeasesResponse {
  readonly header: ResponseHeader | undefined
  readonly leases: readonly LeaseStatus[]
}

/** To be encoded: what is missing has its default. */
export interface LeaseLeasesResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly leases?: readonly LeaseStatusInit[] | undefined
}

export const LeaseLeasesResponse: Codec<LeaseLeasesResponse, LeaseLeasesResponseInit> = {
  typeName: 'etcdserverpb.LeaseLeasesResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaseLeasesResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaseLeasesResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaseLeasesResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaseLeasesResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaseLeasesResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaseLeasesResponse(new Reader(buffer, start, end))
  },
  create: createLeaseLeasesResponse,
  toJson: toJsonLeaseLeasesResponse,
  fromJson: (json) => fromJsonLeaseLeasesResponse(json),
}

export function sizeLeaseLeasesResponse(m: LeaseLeasesResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.leases !== undefined) {
    for (const item of m.leases) {
      bytes += 1 + keep(reserve(), sizeLeaseStatus(item))
    }
  }
  return bytes
}

export function writeLeaseLeasesResponse(m: LeaseLeasesResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.leases !== undefined) {
    for (const item of m.leases) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeLeaseStatus(item, buffer, at)
    }
  }
  return at
}

const fieldsOfLeaseLeasesResponse: FieldNames = { 1: 'header', 2: 'leases' }

export function readLeaseLeasesResponse(r: Reader): LeaseLeasesResponse {
  let header: ResponseHeader | undefined
  const leases: LeaseStatus[] = []

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
        leases.push(readLeaseStatus(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.LeaseLeasesResponse', fieldsOfLeaseLeasesResponse)
    }
  }
  return { header, leases }
}

export function createLeaseLeasesResponse(init?: LeaseLeasesResponseInit): LeaseLeasesResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    leases: init?.leases?.map((item) => createLeaseStatus(item)) ?? [],
  }
}

export function toJsonLeaseLeasesResponse(m: LeaseLeasesResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.leases !== undefined && m.leases.length > 0) json['leases'] = m.leases.map((item) => toJsonLeaseStatus(item))
  return json
}

export function fromJsonLeaseLeasesResponse(json: unknown, depth = 0): LeaseLeasesResponse {
  const from = fromObject(json, 'etcdserverpb.LeaseLeasesResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    leases: fromList(pick(from, 'leases', 'leases'), 'etcdserverpb.LeaseLeasesResponse.leases', (item) =>
      fromJsonLeaseStatus(item, depth + 1),
    ),
  }
}

/** Leases: keys bound to one disappear together when nobody keeps it alive. */
export const LeaseService = {
  name: 'etcdserverpb.Lease',
  methods: {
    leaseGrant: {
      name: 'LeaseGrant',
      path: '/etcdserverpb.Lease/LeaseGrant',
      requestStream: false,
      responseStream: false,
      request: LeaseGrantRequest,
      response: LeaseGrantResponse,
      rest: ['/v3/lease/grant'],
    },
    /** Ends a lease now and deletes its keys in one revision. */
    leaseRevoke: {
      name: 'LeaseRevoke',
      path: '/etcdserverpb.Lease/LeaseRevoke',
      requestStream: false,
      responseStream: false,
      request: LeaseRevokeRequest,
      response: LeaseRevokeResponse,
      rest: ['/v3/lease/revoke', '/v3/kv/lease/revoke'],
    },
    /** Each request starts the time of one lease anew. */
    leaseKeepAlive: {
      name: 'LeaseKeepAlive',
      path: '/etcdserverpb.Lease/LeaseKeepAlive',
      requestStream: true,
      responseStream: true,
      request: LeaseKeepAliveRequest,
      response: LeaseKeepAliveResponse,
      rest: ['/v3/lease/keepalive'],
    },
    leaseTimeToLive: {
      name: 'LeaseTimeToLive',
      path: '/etcdserverpb.Lease/LeaseTimeToLive',
      requestStream: false,
      responseStream: false,
      request: LeaseTimeToLiveRequest,
      response: LeaseTimeToLiveResponse,
      rest: ['/v3/lease/timetolive', '/v3/kv/lease/timetolive'],
    },
    leaseLeases: {
      name: 'LeaseLeases',
      path: '/etcdserverpb.Lease/LeaseLeases',
      requestStream: false,
      responseStream: false,
      request: LeaseLeasesRequest,
      response: LeaseLeasesResponse,
      rest: ['/v3/lease/leases', '/v3/kv/lease/leases'],
    },
  },
} as const satisfies ServiceDefinition
