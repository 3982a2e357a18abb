// Made by `npm run proto` from proto/: do not edit.

import {
  createResponseHeader,
  fromJsonResponseHeader,
  ResponseHeader,
  type ResponseHeaderInit,
  readResponseHeader,
  sizeResponseHeader,
  toJsonResponseHeader,
  writeResponseHeader,
} from '../etcdserverpb/header.ts'
import type { Codec, JsonObject } from '../runtime/codec.ts'
import { fromBase64Latin1, fromInt64, fromObject, latin1ToBase64, optional, pick } from '../runtime/json.ts'
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
  writeBigint,
  writeKept,
  writeLatin1,
} from '../runtime/writer.ts'

export interface LockRequest {
  readonly name: string
  /** The lock is lost with this lease; 0: the server makes one of a minute. */
  readonly lease: bigint
}

/** To be encoded: what is missing has its default. */
export interface LockRequestInit {
  readonly name?: string | undefined
  readonly lease?: bigint | undefined
}

export const LockRequest: Codec<LockRequest, LockRequestInit> = {
  typeName: 'v3lockpb.LockRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLockRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLockRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLockRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLockRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLockRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLockRequest(new Reader(buffer, start, end))
  },
  create: createLockRequest,
  toJson: toJsonLockRequest,
  fromJson: (json) => fromJsonLockRequest(json),
}

export function sizeLockRequest(m: LockRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeLatin1(m.name)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    bytes += 1 + sizeBigint(m.lease)
  }
  return bytes
}

export function writeLockRequest(m: LockRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.name)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.lease)
  }
  return at
}

const fieldsOfLockRequest: FieldNames = { 1: 'name', 2: 'lease' }

export function readLockRequest(r: Reader): LockRequest {
  let name: string = ''
  let lease: bigint = 0n

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.latin1()
        break
      case 16:
        lease = r.int64()
        break
      default:
        r.skip(tag, 'v3lockpb.LockRequest', fieldsOfLockRequest)
    }
  }
  return { name, lease }
}

export function createLockRequest(init?: LockRequestInit): LockRequest {
  return {
    name: init?.name ?? '',
    lease: init?.lease ?? 0n,
  }
}

export function toJsonLockRequest(m: LockRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = latin1ToBase64(m.name)
  if (m.lease !== undefined && m.lease !== 0n) json['lease'] = String(m.lease)
  return json
}

export function fromJsonLockRequest(json: unknown, depth = 0): LockRequest {
  const from = fromObject(json, 'v3lockpb.LockRequest', depth)

  return {
    name: fromBase64Latin1(pick(from, 'name', 'name'), 'v3lockpb.LockRequest.name'),
    lease: fromInt64(pick(from, 'lease', 'lease'), 'v3lockpb.LockRequest.lease'),
  }
}

export interface LockResponse {
  readonly header: ResponseHeader | undefined
  /** Exists as long as the lock is held; unlock with it, guard writes with it. */
  readonly key: string
}

/** To be encoded: what is missing has its default. */
export interface LockResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly key?: string | undefined
}

export const LockResponse: Codec<LockResponse, LockResponseInit> = {
  typeName: 'v3lockpb.LockResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLockResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLockResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLockResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLockResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLockResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLockResponse(new Reader(buffer, start, end))
  },
  create: createLockResponse,
  toJson: toJsonLockResponse,
  fromJson: (json) => fromJsonLockResponse(json),
}

export function sizeLockResponse(m: LockResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  return bytes
}

export function writeLockResponse(m: LockResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.key)
  }
  return at
}

const fieldsOfLockResponse: FieldNames = { 1: 'header', 2: 'key' }

export function readLockResponse(r: Reader): LockResponse {
  let header: ResponseHeader | undefined
  let key: string = ''

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        header = readResponseHeader(r, header)
        r.leave(outer)
        break
      }
      case 18:
        key = r.latin1()
        break
      default:
        r.skip(tag, 'v3lockpb.LockResponse', fieldsOfLockResponse)
    }
  }
  return { header, key }
}

export function createLockResponse(init?: LockResponseInit): LockResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    key: init?.key ?? '',
  }
}

export function toJsonLockResponse(m: LockResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  return json
}

export function fromJsonLockResponse(json: unknown, depth = 0): LockResponse {
  const from = fromObject(json, 'v3lockpb.LockResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'v3lockpb.LockResponse.key'),
  }
}

export interface UnlockRequest {
  readonly key: string
}

/** To be encoded: what is missing has its default. */
export interface UnlockRequestInit {
  readonly key?: string | undefined
}

export const UnlockRequest: Codec<UnlockRequest, UnlockRequestInit> = {
  typeName: 'v3lockpb.UnlockRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeUnlockRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeUnlockRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeUnlockRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeUnlockRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeUnlockRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readUnlockRequest(new Reader(buffer, start, end))
  },
  create: createUnlockRequest,
  toJson: toJsonUnlockRequest,
  fromJson: (json) => fromJsonUnlockRequest(json),
}

export function sizeUnlockRequest(m: UnlockRequestInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  return bytes
}

export function writeUnlockRequest(m: UnlockRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.key)
  }
  return at
}

const fieldsOfUnlockRequest: FieldNames = { 1: 'key' }

export function readUnlockRequest(r: Reader): UnlockRequest {
  let key: string = ''

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        key = r.latin1()
        break
      default:
        r.skip(tag, 'v3lockpb.UnlockRequest', fieldsOfUnlockRequest)
    }
  }
  return { key }
}

export function createUnlockRequest(init?: UnlockRequestInit): UnlockRequest {
  return {
    key: init?.key ?? '',
  }
}

export function toJsonUnlockRequest(m: UnlockRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  return json
}

export function fromJsonUnlockRequest(json: unknown, depth = 0): UnlockRequest {
  const from = fromObject(json, 'v3lockpb.UnlockRequest', depth)

  return {
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'v3lockpb.UnlockRequest.key'),
  }
}

export interface UnlockResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface UnlockResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const UnlockResponse: Codec<UnlockResponse, UnlockResponseInit> = {
  typeName: 'v3lockpb.UnlockResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeUnlockResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeUnlockResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeUnlockResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeUnlockResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeUnlockResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readUnlockResponse(new Reader(buffer, start, end))
  },
  create: createUnlockResponse,
  toJson: toJsonUnlockResponse,
  fromJson: (json) => fromJsonUnlockResponse(json),
}

export function sizeUnlockResponse(m: UnlockResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeUnlockResponse(m: UnlockResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfUnlockResponse: FieldNames = { 1: 'header' }

export function readUnlockResponse(r: Reader): UnlockResponse {
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
        r.skip(tag, 'v3lockpb.UnlockResponse', fieldsOfUnlockResponse)
    }
  }
  return { header }
}

export function createUnlockResponse(init?: UnlockResponseInit): UnlockResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonUnlockResponse(m: UnlockResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonUnlockResponse(json: unknown, depth = 0): UnlockResponse {
  const from = fromObject(json, 'v3lockpb.UnlockResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

/** Mutual exclusion among clients, built on keys and leases. */
export const LockService = {
  name: 'v3lockpb.Lock',
  methods: {
    /** Waits until the lock is ours, or the call ends. */
    lock: {
      name: 'Lock',
      path: '/v3lockpb.Lock/Lock',
      requestStream: false,
      responseStream: false,
      request: LockRequest,
      response: LockResponse,
      rest: ['/v3/lock/lock'],
    },
    unlock: {
      name: 'Unlock',
      path: '/v3lockpb.Lock/Unlock',
      requestStream: false,
      responseStream: false,
      request: UnlockRequest,
      response: UnlockResponse,
      rest: ['/v3/lock/unlock'],
    },
  },
} as const satisfies ServiceDefinition
