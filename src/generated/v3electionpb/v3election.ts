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
  fromInt64,
  fromInt64Number,
  fromObject,
  latin1ToBase64,
  optional,
  pick,
  toBase64,
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
  sizeLatin1,
  sizeNumber,
  writeBigint,
  writeBytes,
  writeKept,
  writeLatin1,
  writeNumber,
} from '../runtime/writer.ts'

export interface CampaignRequest {
  readonly name: string
  /** The office is lost with this lease; 0: the server makes one of a minute. */
  readonly lease: bigint
  readonly value: Buffer
}

/** To be encoded: what is missing has its default. */
export interface CampaignRequestInit {
  readonly name?: string | undefined
  readonly lease?: bigint | undefined
  readonly value?: Uint8Array | undefined
}

export const CampaignRequest: Codec<CampaignRequest, CampaignRequestInit> = {
  typeName: 'v3electionpb.CampaignRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCampaignRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCampaignRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCampaignRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCampaignRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCampaignRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCampaignRequest(new Reader(buffer, start, end))
  },
  create: createCampaignRequest,
  toJson: toJsonCampaignRequest,
  fromJson: (json) => fromJsonCampaignRequest(json),
}

export function sizeCampaignRequest(m: CampaignRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeLatin1(m.name)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    bytes += 1 + sizeBigint(m.lease)
  }
  if (m.value !== undefined && m.value.length > 0) {
    bytes += 1 + sizeBytes(m.value)
  }
  return bytes
}

export function writeCampaignRequest(m: CampaignRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.name)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.lease)
  }
  if (m.value !== undefined && m.value.length > 0) {
    buffer[at++] = 26
    at = writeBytes(buffer, at, m.value)
  }
  return at
}

const fieldsOfCampaignRequest: FieldNames = { 1: 'name', 2: 'lease', 3: 'value' }

export function readCampaignRequest(r: Reader): CampaignRequest {
  let name: string = ''
  let lease: bigint = 0n
  let value: Buffer = noBytes

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.latin1()
        break
      case 16:
        lease = r.int64()
        break
      case 26:
        value = r.bytes()
        break
      default:
        r.skip(tag, 'v3electionpb.CampaignRequest', fieldsOfCampaignRequest)
    }
  }
  return { name, lease, value }
}

export function createCampaignRequest(init?: CampaignRequestInit): CampaignRequest {
  return {
    name: init?.name ?? '',
    lease: init?.lease ?? 0n,
    value: toBuffer(init?.value),
  }
}

export function toJsonCampaignRequest(m: CampaignRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = latin1ToBase64(m.name)
  if (m.lease !== undefined && m.lease !== 0n) json['lease'] = String(m.lease)
  if (m.value !== undefined && m.value.length > 0) json['value'] = toBase64(m.value)
  return json
}

export function fromJsonCampaignRequest(json: unknown, depth = 0): CampaignRequest {
  const from = fromObject(json, 'v3electionpb.CampaignRequest', depth)

  return {
    name: fromBase64Latin1(pick(from, 'name', 'name'), 'v3electionpb.CampaignRequest.name'),
    lease: fromInt64(pick(from, 'lease', 'lease'), 'v3electionpb.CampaignRequest.lease'),
    value: fromBase64(pick(from, 'value', 'value'), 'v3electionpb.CampaignRequest.value'),
  }
}

export interface CampaignResponse {
  readonly header: ResponseHeader | undefined
  readonly leader: LeaderKey | undefined
}

/** To be encoded: what is missing has its default. */
export interface CampaignResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly leader?: LeaderKeyInit | undefined
}

export const CampaignResponse: Codec<CampaignResponse, CampaignResponseInit> = {
  typeName: 'v3electionpb.CampaignResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCampaignResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCampaignResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCampaignResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCampaignResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCampaignResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCampaignResponse(new Reader(buffer, start, end))
  },
  create: createCampaignResponse,
  toJson: toJsonCampaignResponse,
  fromJson: (json) => fromJsonCampaignResponse(json),
}

export function sizeCampaignResponse(m: CampaignResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.leader !== undefined) {
    bytes += 1 + keep(reserve(), sizeLeaderKey(m.leader))
  }
  return bytes
}

export function writeCampaignResponse(m: CampaignResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.leader !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeLeaderKey(m.leader, buffer, at)
  }
  return at
}

const fieldsOfCampaignResponse: FieldNames = { 1: 'header', 2: 'leader' }

export function readCampaignResponse(r: Reader): CampaignResponse {
  let header: ResponseHeader | undefined
  let leader: LeaderKey | undefined

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
        leader = readLeaderKey(r, leader)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'v3electionpb.CampaignResponse', fieldsOfCampaignResponse)
    }
  }
  return { header, leader }
}

export function createCampaignResponse(init?: CampaignResponseInit): CampaignResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    leader: init?.leader === undefined ? undefined : createLeaderKey(init.leader),
  }
}

export function toJsonCampaignResponse(m: CampaignResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.leader !== undefined) json['leader'] = toJsonLeaderKey(m.leader)
  return json
}

export function fromJsonCampaignResponse(json: unknown, depth = 0): CampaignResponse {
  const from = fromObject(json, 'v3electionpb.CampaignResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    leader: optional(pick(from, 'leader', 'leader'), (value) => fromJsonLeaderKey(value, depth + 1)),
  }
}

/** Proof of an office, for proclaiming, resigning and guarding writes. */
export interface LeaderKey {
  readonly name: string
  readonly key: string
  /** Create revision of the key. */
  readonly rev: number
  readonly lease: bigint
}

/** To be encoded: what is missing has its default. */
export interface LeaderKeyInit {
  readonly name?: string | undefined
  readonly key?: string | undefined
  readonly rev?: number | undefined
  readonly lease?: bigint | undefined
}

export const LeaderKey: Codec<LeaderKey, LeaderKeyInit> = {
  typeName: 'v3electionpb.LeaderKey',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaderKey(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaderKey(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaderKey(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaderKey(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaderKey(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaderKey(new Reader(buffer, start, end))
  },
  create: createLeaderKey,
  toJson: toJsonLeaderKey,
  fromJson: (json) => fromJsonLeaderKey(json),
}

export function sizeLeaderKey(m: LeaderKeyInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeLatin1(m.name)
  }
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.rev !== undefined && m.rev !== 0) {
    bytes += 1 + sizeNumber(m.rev)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    bytes += 1 + sizeBigint(m.lease)
  }
  return bytes
}

export function writeLeaderKey(m: LeaderKeyInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.name)
  }
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.rev !== undefined && m.rev !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.rev)
  }
  if (m.lease !== undefined && m.lease !== 0n) {
    buffer[at++] = 32
    at = writeBigint(buffer, at, m.lease)
  }
  return at
}

const fieldsOfLeaderKey: FieldNames = { 1: 'name', 2: 'key', 3: 'rev', 4: 'lease' }

/** A field that comes twice continues the message that came first: `from`. */
export function readLeaderKey(r: Reader, from?: LeaderKey): LeaderKey {
  let name: string = ''
  let key: string = ''
  let rev: number = 0
  let lease: bigint = 0n
  if (from !== undefined) {
    name = from.name
    key = from.key
    rev = from.rev
    lease = from.lease
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.latin1()
        break
      case 18:
        key = r.latin1()
        break
      case 24:
        rev = r.int64Number()
        break
      case 32:
        lease = r.int64()
        break
      default:
        r.skip(tag, 'v3electionpb.LeaderKey', fieldsOfLeaderKey)
    }
  }
  return { name, key, rev, lease }
}

export function createLeaderKey(init?: LeaderKeyInit): LeaderKey {
  return {
    name: init?.name ?? '',
    key: init?.key ?? '',
    rev: init?.rev ?? 0,
    lease: init?.lease ?? 0n,
  }
}

export function toJsonLeaderKey(m: LeaderKeyInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = latin1ToBase64(m.name)
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.rev !== undefined && m.rev !== 0) json['rev'] = String(m.rev)
  if (m.lease !== undefined && m.lease !== 0n) json['lease'] = String(m.lease)
  return json
}

export function fromJsonLeaderKey(json: unknown, depth = 0): LeaderKey {
  const from = fromObject(json, 'v3electionpb.LeaderKey', depth)

  return {
    name: fromBase64Latin1(pick(from, 'name', 'name'), 'v3electionpb.LeaderKey.name'),
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'v3electionpb.LeaderKey.key'),
    rev: fromInt64Number(pick(from, 'rev', 'rev'), 'v3electionpb.LeaderKey.rev'),
    lease: fromInt64(pick(from, 'lease', 'lease'), 'v3electionpb.LeaderKey.lease'),
  }
}

export interface LeaderRequest {
  readonly name: string
}

/** To be encoded: what is missing has its default. */
export interface LeaderRequestInit {
  readonly name?: string | undefined
}

export const LeaderRequest: Codec<LeaderRequest, LeaderRequestInit> = {
  typeName: 'v3electionpb.LeaderRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaderRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaderRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaderRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaderRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaderRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaderRequest(new Reader(buffer, start, end))
  },
  create: createLeaderRequest,
  toJson: toJsonLeaderRequest,
  fromJson: (json) => fromJsonLeaderRequest(json),
}

export function sizeLeaderRequest(m: LeaderRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeLatin1(m.name)
  }
  return bytes
}

export function writeLeaderRequest(m: LeaderRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeLatin1(buffer, at, m.name)
  }
  return at
}

const fieldsOfLeaderRequest: FieldNames = { 1: 'name' }

export function readLeaderRequest(r: Reader): LeaderRequest {
  let name: string = ''

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.latin1()
        break
      default:
        r.skip(tag, 'v3electionpb.LeaderRequest', fieldsOfLeaderRequest)
    }
  }
  return { name }
}

export function createLeaderRequest(init?: LeaderRequestInit): LeaderRequest {
  return {
    name: init?.name ?? '',
  }
}

export function toJsonLeaderRequest(m: LeaderRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = latin1ToBase64(m.name)
  return json
}

export function fromJsonLeaderRequest(json: unknown, depth = 0): LeaderRequest {
  const from = fromObject(json, 'v3electionpb.LeaderRequest', depth)

  return {
    name: fromBase64Latin1(pick(from, 'name', 'name'), 'v3electionpb.LeaderRequest.name'),
  }
}

export interface LeaderResponse {
  readonly header: ResponseHeader | undefined
  readonly kv: KeyValue | undefined
}

/** To be encoded: what is missing has its default. */
export interface LeaderResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly kv?: KeyValueInit | undefined
}

export const LeaderResponse: Codec<LeaderResponse, LeaderResponseInit> = {
  typeName: 'v3electionpb.LeaderResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeLeaderResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeLeaderResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeLeaderResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeLeaderResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeLeaderResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readLeaderResponse(new Reader(buffer, start, end))
  },
  create: createLeaderResponse,
  toJson: toJsonLeaderResponse,
  fromJson: (json) => fromJsonLeaderResponse(json),
}

export function sizeLeaderResponse(m: LeaderResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.kv !== undefined) {
    bytes += 1 + keep(reserve(), sizeKeyValue(m.kv))
  }
  return bytes
}

export function writeLeaderResponse(m: LeaderResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.kv !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeKeyValue(m.kv, buffer, at)
  }
  return at
}

const fieldsOfLeaderResponse: FieldNames = { 1: 'header', 2: 'kv' }

export function readLeaderResponse(r: Reader): LeaderResponse {
  let header: ResponseHeader | undefined
  let kv: KeyValue | undefined

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
        kv = readKeyValue(r, kv)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'v3electionpb.LeaderResponse', fieldsOfLeaderResponse)
    }
  }
  return { header, kv }
}

export function createLeaderResponse(init?: LeaderResponseInit): LeaderResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    kv: init?.kv === undefined ? undefined : createKeyValue(init.kv),
  }
}

export function toJsonLeaderResponse(m: LeaderResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.kv !== undefined) json['kv'] = toJsonKeyValue(m.kv)
  return json
}

export function fromJsonLeaderResponse(json: unknown, depth = 0): LeaderResponse {
  const from = fromObject(json, 'v3electionpb.LeaderResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    kv: optional(pick(from, 'kv', 'kv'), (value) => fromJsonKeyValue(value, depth + 1)),
  }
}

export interface ResignRequest {
  readonly leader: LeaderKey | undefined
}

/** To be encoded: what is missing has its default. */
export interface ResignRequestInit {
  readonly leader?: LeaderKeyInit | undefined
}

export const ResignRequest: Codec<ResignRequest, ResignRequestInit> = {
  typeName: 'v3electionpb.ResignRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeResignRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeResignRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeResignRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeResignRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeResignRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readResignRequest(new Reader(buffer, start, end))
  },
  create: createResignRequest,
  toJson: toJsonResignRequest,
  fromJson: (json) => fromJsonResignRequest(json),
}

export function sizeResignRequest(m: ResignRequestInit): number {
  let bytes = 0
  if (m.leader !== undefined) {
    bytes += 1 + keep(reserve(), sizeLeaderKey(m.leader))
  }
  return bytes
}

export function writeResignRequest(m: ResignRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.leader !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeLeaderKey(m.leader, buffer, at)
  }
  return at
}

const fieldsOfResignRequest: FieldNames = { 1: 'leader' }

export function readResignRequest(r: Reader): ResignRequest {
  let leader: LeaderKey | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        leader = readLeaderKey(r, leader)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'v3electionpb.ResignRequest', fieldsOfResignRequest)
    }
  }
  return { leader }
}

export function createResignRequest(init?: ResignRequestInit): ResignRequest {
  return {
    leader: init?.leader === undefined ? undefined : createLeaderKey(init.leader),
  }
}

export function toJsonResignRequest(m: ResignRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.leader !== undefined) json['leader'] = toJsonLeaderKey(m.leader)
  return json
}

export function fromJsonResignRequest(json: unknown, depth = 0): ResignRequest {
  const from = fromObject(json, 'v3electionpb.ResignRequest', depth)

  return {
    leader: optional(pick(from, 'leader', 'leader'), (value) => fromJsonLeaderKey(value, depth + 1)),
  }
}

export interface ResignResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface ResignResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const ResignResponse: Codec<ResignResponse, ResignResponseInit> = {
  typeName: 'v3electionpb.ResignResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeResignResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeResignResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeResignResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeResignResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeResignResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readResignResponse(new Reader(buffer, start, end))
  },
  create: createResignResponse,
  toJson: toJsonResignResponse,
  fromJson: (json) => fromJsonResignResponse(json),
}

export function sizeResignResponse(m: ResignResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeResignResponse(m: ResignResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfResignResponse: FieldNames = { 1: 'header' }

export function readResignResponse(r: Reader): ResignResponse {
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
        r.skip(tag, 'v3electionpb.ResignResponse', fieldsOfResignResponse)
    }
  }
  return { header }
}

export function createResignResponse(init?: ResignResponseInit): ResignResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonResignResponse(m: ResignResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonResignResponse(json: unknown, depth = 0): ResignResponse {
  const from = fromObject(json, 'v3electionpb.ResignResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface ProclaimRequest {
  readonly leader: LeaderKey | undefined
  readonly value: Buffer
}

/** To be encoded: what is missing has its default. */
export interface ProclaimRequestInit {
  readonly leader?: LeaderKeyInit | undefined
  readonly value?: Uint8Array | undefined
}

export const ProclaimRequest: Codec<ProclaimRequest, ProclaimRequestInit> = {
  typeName: 'v3electionpb.ProclaimRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeProclaimRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeProclaimRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeProclaimRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeProclaimRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeProclaimRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readProclaimRequest(new Reader(buffer, start, end))
  },
  create: createProclaimRequest,
  toJson: toJsonProclaimRequest,
  fromJson: (json) => fromJsonProclaimRequest(json),
}

export function sizeProclaimRequest(m: ProclaimRequestInit): number {
  let bytes = 0
  if (m.leader !== undefined) {
    bytes += 1 + keep(reserve(), sizeLeaderKey(m.leader))
  }
  if (m.value !== undefined && m.value.length > 0) {
    bytes += 1 + sizeBytes(m.value)
  }
  return bytes
}

export function writeProclaimRequest(m: ProclaimRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.leader !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeLeaderKey(m.leader, buffer, at)
  }
  if (m.value !== undefined && m.value.length > 0) {
    buffer[at++] = 18
    at = writeBytes(buffer, at, m.value)
  }
  return at
}

const fieldsOfProclaimRequest: FieldNames = { 1: 'leader', 2: 'value' }

export function readProclaimRequest(r: Reader): ProclaimRequest {
  let leader: LeaderKey | undefined
  let value: Buffer = noBytes

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        leader = readLeaderKey(r, leader)
        r.leave(outer)
        break
      }
      case 18:
        value = r.bytes()
        break
      default:
        r.skip(tag, 'v3electionpb.ProclaimRequest', fieldsOfProclaimRequest)
    }
  }
  return { leader, value }
}

export function createProclaimRequest(init?: ProclaimRequestInit): ProclaimRequest {
  return {
    leader: init?.leader === undefined ? undefined : createLeaderKey(init.leader),
    value: toBuffer(init?.value),
  }
}

export function toJsonProclaimRequest(m: ProclaimRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.leader !== undefined) json['leader'] = toJsonLeaderKey(m.leader)
  if (m.value !== undefined && m.value.length > 0) json['value'] = toBase64(m.value)
  return json
}

export function fromJsonProclaimRequest(json: unknown, depth = 0): ProclaimRequest {
  const from = fromObject(json, 'v3electionpb.ProclaimRequest', depth)

  return {
    leader: optional(pick(from, 'leader', 'leader'), (value) => fromJsonLeaderKey(value, depth + 1)),
    value: fromBase64(pick(from, 'value', 'value'), 'v3electionpb.ProclaimRequest.value'),
  }
}

export interface ProclaimResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface ProclaimResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const ProclaimResponse: Codec<ProclaimResponse, ProclaimResponseInit> = {
  typeName: 'v3electionpb.ProclaimResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeProclaimResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeProclaimResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeProclaimResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeProclaimResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeProclaimResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readProclaimResponse(new Reader(buffer, start, end))
  },
  create: createProclaimResponse,
  toJson: toJsonProclaimResponse,
  fromJson: (json) => fromJsonProclaimResponse(json),
}

export function sizeProclaimResponse(m: ProclaimResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeProclaimResponse(m: ProclaimResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfProclaimResponse: FieldNames = { 1: 'header' }

export function readProclaimResponse(r: Reader): ProclaimResponse {
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
        r.skip(tag, 'v3electionpb.ProclaimResponse', fieldsOfProclaimResponse)
    }
  }
  return { header }
}

export function createProclaimResponse(init?: ProclaimResponseInit): ProclaimResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonProclaimResponse(m: ProclaimResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonProclaimResponse(json: unknown, depth = 0): ProclaimResponse {
  const from = fromObject(json, 'v3electionpb.ProclaimResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

/** Elections among clients: one holder of a name at a time, with a value for all to see. */
export const ElectionService = {
  name: 'v3electionpb.Election',
  methods: {
    /** Waits until elected, or the call ends. */
    campaign: {
      name: 'Campaign',
      path: '/v3electionpb.Election/Campaign',
      requestStream: false,
      responseStream: false,
      request: CampaignRequest,
      response: CampaignResponse,
      rest: ['/v3/election/campaign'],
    },
    /** The holder sets a new value. */
    proclaim: {
      name: 'Proclaim',
      path: '/v3electionpb.Election/Proclaim',
      requestStream: false,
      responseStream: false,
      request: ProclaimRequest,
      response: ProclaimResponse,
      rest: ['/v3/election/proclaim'],
    },
    leader: {
      name: 'Leader',
      path: '/v3electionpb.Election/Leader',
      requestStream: false,
      responseStream: false,
      request: LeaderRequest,
      response: LeaderResponse,
      rest: ['/v3/election/leader'],
    },
    /** The present holder, then each change. */
    observe: {
      name: 'Observe',
      path: '/v3electionpb.Election/Observe',
      requestStream: false,
      responseStream: true,
      request: LeaderRequest,
      response: LeaderResponse,
      rest: ['/v3/election/observe'],
    },
    resign: {
      name: 'Resign',
      path: '/v3electionpb.Election/Resign',
      requestStream: false,
      responseStream: false,
      request: ResignRequest,
      response: ResignResponse,
      rest: ['/v3/election/resign'],
    },
  },
} as const satisfies ServiceDefinition
