// Made by `npm run proto` from proto/: do not edit.
import { type Codec, type JsonObject, noBytes, toBuffer } from '../runtime/codec.ts'
import {
  fromBase64,
  fromBool,
  fromEnum,
  fromInt64Number,
  fromList,
  fromObject,
  fromText,
  fromUint32,
  fromUint64,
  fromUint64Number,
  optional,
  pick,
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
  sizeNumber,
  sizeUint32,
  sizeUtf8,
  writeBigint,
  writeBool,
  writeBytes,
  writeInt32,
  writeKept,
  writeNumber,
  writeUint32,
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

export const AlarmType = {
  NONE: 0,
  /** A member's space quota is used up: writes are refused. */
  NOSPACE: 1,
  /** Members disagree about the data. */
  CORRUPT: 2,
} as const
/** From the wire any int32 may arrive in its place. */
export type AlarmType = (typeof AlarmType)[keyof typeof AlarmType]
export const AlarmTypeName: Readonly<Record<number, string>> = {
  0: 'NONE',
  1: 'NOSPACE',
  2: 'CORRUPT',
}

export const AlarmAction = {
  GET: 0,
  ACTIVATE: 1,
  DEACTIVATE: 2,
} as const
/** From the wire any int32 may arrive in its place. */
export type AlarmAction = (typeof AlarmAction)[keyof typeof AlarmAction]
export const AlarmActionName: Readonly<Record<number, string>> = {
  0: 'GET',
  1: 'ACTIVATE',
  2: 'DEACTIVATE',
}

export const DowngradeAction = {
  VALIDATE: 0,
  ENABLE: 1,
  CANCEL: 2,
} as const
/** From the wire any int32 may arrive in its place. */
export type DowngradeAction = (typeof DowngradeAction)[keyof typeof DowngradeAction]
export const DowngradeActionName: Readonly<Record<number, string>> = {
  0: 'VALIDATE',
  1: 'ENABLE',
  2: 'CANCEL',
}

export interface AlarmRequest {
  readonly action: AlarmAction
  /** Whose alarm. 0 stands for no member, not for all. */
  readonly memberId: bigint
  /** When listing, NONE means every kind. */
  readonly alarm: AlarmType
}

/** To be encoded: what is missing has its default. */
export interface AlarmRequestInit {
  readonly action?: AlarmAction | undefined
  readonly memberId?: bigint | undefined
  readonly alarm?: AlarmType | undefined
}

export const AlarmRequest: Codec<AlarmRequest, AlarmRequestInit> = {
  typeName: 'etcdserverpb.AlarmRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAlarmRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAlarmRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAlarmRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAlarmRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAlarmRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAlarmRequest(new Reader(buffer, start, end))
  },
  create: createAlarmRequest,
  toJson: toJsonAlarmRequest,
  fromJson: (json) => fromJsonAlarmRequest(json),
}

export function sizeAlarmRequest(m: AlarmRequestInit): number {
  let bytes = 0
  if (m.action !== undefined && m.action !== 0) {
    bytes += 1 + sizeInt32(m.action)
  }
  if (m.memberId !== undefined && m.memberId !== 0n) {
    bytes += 1 + sizeBigint(m.memberId)
  }
  if (m.alarm !== undefined && m.alarm !== 0) {
    bytes += 1 + sizeInt32(m.alarm)
  }
  return bytes
}

export function writeAlarmRequest(m: AlarmRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.action !== undefined && m.action !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.action)
  }
  if (m.memberId !== undefined && m.memberId !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.memberId)
  }
  if (m.alarm !== undefined && m.alarm !== 0) {
    buffer[at++] = 24
    at = writeInt32(buffer, at, m.alarm)
  }
  return at
}

const fieldsOfAlarmRequest: FieldNames = { 1: 'action', 2: 'memberID', 3: 'alarm' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAlarmRequest(r: Reader, from?: AlarmRequest): AlarmRequest {
  let action: AlarmAction = 0
  let memberId: bigint = 0n
  let alarm: AlarmType = 0
  if (from !== undefined) {
    action = from.action
    memberId = from.memberId
    alarm = from.alarm
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        action = r.int32() as AlarmAction
        break
      case 16:
        memberId = r.uint64()
        break
      case 24:
        alarm = r.int32() as AlarmType
        break
      default:
        r.skip(tag, 'etcdserverpb.AlarmRequest', fieldsOfAlarmRequest)
    }
  }
  return { action, memberId, alarm }
}

export function createAlarmRequest(init?: AlarmRequestInit): AlarmRequest {
  return {
    action: init?.action ?? 0,
    memberId: init?.memberId ?? 0n,
    alarm: init?.alarm ?? 0,
  }
}

export function toJsonAlarmRequest(m: AlarmRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.action !== undefined && m.action !== 0) json['action'] = toEnum(m.action, AlarmActionName)
  if (m.memberId !== undefined && m.memberId !== 0n) json['memberID'] = String(m.memberId)
  if (m.alarm !== undefined && m.alarm !== 0) json['alarm'] = toEnum(m.alarm, AlarmTypeName)
  return json
}

export function fromJsonAlarmRequest(json: unknown, depth = 0): AlarmRequest {
  const from = fromObject(json, 'etcdserverpb.AlarmRequest', depth)

  return {
    action: fromEnum(pick(from, 'action', 'action'), 'etcdserverpb.AlarmRequest.action', AlarmAction) as AlarmAction,
    memberId: fromUint64(pick(from, 'memberID', 'memberID'), 'etcdserverpb.AlarmRequest.memberID'),
    alarm: fromEnum(pick(from, 'alarm', 'alarm'), 'etcdserverpb.AlarmRequest.alarm', AlarmType) as AlarmType,
  }
}

export interface AlarmMember {
  readonly memberId: bigint
  readonly alarm: AlarmType
}

/** To be encoded: what is missing has its default. */
export interface AlarmMemberInit {
  readonly memberId?: bigint | undefined
  readonly alarm?: AlarmType | undefined
}

export const AlarmMember: Codec<AlarmMember, AlarmMemberInit> = {
  typeName: 'etcdserverpb.AlarmMember',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAlarmMember(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAlarmMember(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAlarmMember(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAlarmMember(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAlarmMember(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAlarmMember(new Reader(buffer, start, end))
  },
  create: createAlarmMember,
  toJson: toJsonAlarmMember,
  fromJson: (json) => fromJsonAlarmMember(json),
}

export function sizeAlarmMember(m: AlarmMemberInit): number {
  let bytes = 0
  if (m.memberId !== undefined && m.memberId !== 0n) {
    bytes += 1 + sizeBigint(m.memberId)
  }
  if (m.alarm !== undefined && m.alarm !== 0) {
    bytes += 1 + sizeInt32(m.alarm)
  }
  return bytes
}

export function writeAlarmMember(m: AlarmMemberInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.memberId !== undefined && m.memberId !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.memberId)
  }
  if (m.alarm !== undefined && m.alarm !== 0) {
    buffer[at++] = 16
    at = writeInt32(buffer, at, m.alarm)
  }
  return at
}

const fieldsOfAlarmMember: FieldNames = { 1: 'memberID', 2: 'alarm' }

export function readAlarmMember(r: Reader): AlarmMember {
  let memberId: bigint = 0n
  let alarm: AlarmType = 0

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        memberId = r.uint64()
        break
      case 16:
        alarm = r.int32() as AlarmType
        break
      default:
        r.skip(tag, 'etcdserverpb.AlarmMember', fieldsOfAlarmMember)
    }
  }
  return { memberId, alarm }
}

export function createAlarmMember(init?: AlarmMemberInit): AlarmMember {
  return {
    memberId: init?.memberId ?? 0n,
    alarm: init?.alarm ?? 0,
  }
}

export function toJsonAlarmMember(m: AlarmMemberInit): JsonObject {
  const json: JsonObject = {}
  if (m.memberId !== undefined && m.memberId !== 0n) json['memberID'] = String(m.memberId)
  if (m.alarm !== undefined && m.alarm !== 0) json['alarm'] = toEnum(m.alarm, AlarmTypeName)
  return json
}

export function fromJsonAlarmMember(json: unknown, depth = 0): AlarmMember {
  const from = fromObject(json, 'etcdserverpb.AlarmMember', depth)

  return {
    memberId: fromUint64(pick(from, 'memberID', 'memberID'), 'etcdserverpb.AlarmMember.memberID'),
    alarm: fromEnum(pick(from, 'alarm', 'alarm'), 'etcdserverpb.AlarmMember.alarm', AlarmType) as AlarmType,
  }
}

export interface AlarmResponse {
  readonly header: ResponseHeader | undefined
  readonly alarms: readonly AlarmMember[]
}

/** To be encoded: what is missing has its default. */
export interface AlarmResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly alarms?: readonly AlarmMemberInit[] | undefined
}

export const AlarmResponse: Codec<AlarmResponse, AlarmResponseInit> = {
  typeName: 'etcdserverpb.AlarmResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAlarmResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAlarmResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAlarmResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAlarmResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAlarmResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAlarmResponse(new Reader(buffer, start, end))
  },
  create: createAlarmResponse,
  toJson: toJsonAlarmResponse,
  fromJson: (json) => fromJsonAlarmResponse(json),
}

export function sizeAlarmResponse(m: AlarmResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.alarms !== undefined) {
    for (const item of m.alarms) {
      bytes += 1 + keep(reserve(), sizeAlarmMember(item))
    }
  }
  return bytes
}

export function writeAlarmResponse(m: AlarmResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.alarms !== undefined) {
    for (const item of m.alarms) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeAlarmMember(item, buffer, at)
    }
  }
  return at
}

const fieldsOfAlarmResponse: FieldNames = { 1: 'header', 2: 'alarms' }

export function readAlarmResponse(r: Reader): AlarmResponse {
  let header: ResponseHeader | undefined
  const alarms: AlarmMember[] = []

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
        alarms.push(readAlarmMember(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.AlarmResponse', fieldsOfAlarmResponse)
    }
  }
  return { header, alarms }
}

export function createAlarmResponse(init?: AlarmResponseInit): AlarmResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    alarms: init?.alarms?.map((item) => createAlarmMember(item)) ?? [],
  }
}

export function toJsonAlarmResponse(m: AlarmResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.alarms !== undefined && m.alarms.length > 0) json['alarms'] = m.alarms.map((item) => toJsonAlarmMember(item))
  return json
}

export function fromJsonAlarmResponse(json: unknown, depth = 0): AlarmResponse {
  const from = fromObject(json, 'etcdserverpb.AlarmResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    alarms: fromList(pick(from, 'alarms', 'alarms'), 'etcdserverpb.AlarmResponse.alarms', (item) =>
      fromJsonAlarmMember(item, depth + 1),
    ),
  }
}

export interface DowngradeRequest {
  readonly action: DowngradeAction
  /** Where to: one minor version below the cluster's, `3.6`. */
  readonly version: string
}

/** To be encoded: what is missing has its default. */
export interface DowngradeRequestInit {
  readonly action?: DowngradeAction | undefined
  readonly version?: string | undefined
}

export const DowngradeRequest: Codec<DowngradeRequest, DowngradeRequestInit> = {
  typeName: 'etcdserverpb.DowngradeRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDowngradeRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDowngradeRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDowngradeRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDowngradeRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDowngradeRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDowngradeRequest(new Reader(buffer, start, end))
  },
  create: createDowngradeRequest,
  toJson: toJsonDowngradeRequest,
  fromJson: (json) => fromJsonDowngradeRequest(json),
}

export function sizeDowngradeRequest(m: DowngradeRequestInit): number {
  let bytes = 0
  if (m.action !== undefined && m.action !== 0) {
    bytes += 1 + sizeInt32(m.action)
  }
  if (m.version !== undefined && m.version !== '') {
    bytes += 1 + sizeUtf8(m.version)
  }
  return bytes
}

export function writeDowngradeRequest(m: DowngradeRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.action !== undefined && m.action !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.action)
  }
  if (m.version !== undefined && m.version !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.version)
  }
  return at
}

const fieldsOfDowngradeRequest: FieldNames = { 1: 'action', 2: 'version' }

export function readDowngradeRequest(r: Reader): DowngradeRequest {
  let action: DowngradeAction = 0
  let version: string = ''

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        action = r.int32() as DowngradeAction
        break
      case 18:
        version = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.DowngradeRequest', fieldsOfDowngradeRequest)
    }
  }
  return { action, version }
}

export function createDowngradeRequest(init?: DowngradeRequestInit): DowngradeRequest {
  return {
    action: init?.action ?? 0,
    version: init?.version ?? '',
  }
}

export function toJsonDowngradeRequest(m: DowngradeRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.action !== undefined && m.action !== 0) json['action'] = toEnum(m.action, DowngradeActionName)
  if (m.version !== undefined && m.version !== '') json['version'] = m.version
  return json
}

export function fromJsonDowngradeRequest(json: unknown, depth = 0): DowngradeRequest {
  const from = fromObject(json, 'etcdserverpb.DowngradeRequest', depth)

  return {
    action: fromEnum(
      pick(from, 'action', 'action'),
      'etcdserverpb.DowngradeRequest.action',
      DowngradeAction,
    ) as DowngradeAction,
    version: fromText(pick(from, 'version', 'version'), 'etcdserverpb.DowngradeRequest.version'),
  }
}

export interface DowngradeResponse {
  readonly header: ResponseHeader | undefined
  /** The cluster's version, `3.7`. */
  readonly version: string
}

/** To be encoded: what is missing has its default. */
export interface DowngradeResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly version?: string | undefined
}

export const DowngradeResponse: Codec<DowngradeResponse, DowngradeResponseInit> = {
  typeName: 'etcdserverpb.DowngradeResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDowngradeResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDowngradeResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDowngradeResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDowngradeResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDowngradeResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDowngradeResponse(new Reader(buffer, start, end))
  },
  create: createDowngradeResponse,
  toJson: toJsonDowngradeResponse,
  fromJson: (json) => fromJsonDowngradeResponse(json),
}

export function sizeDowngradeResponse(m: DowngradeResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.version !== undefined && m.version !== '') {
    bytes += 1 + sizeUtf8(m.version)
  }
  return bytes
}

export function writeDowngradeResponse(m: DowngradeResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.version !== undefined && m.version !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.version)
  }
  return at
}

const fieldsOfDowngradeResponse: FieldNames = { 1: 'header', 2: 'version' }

export function readDowngradeResponse(r: Reader): DowngradeResponse {
  let header: ResponseHeader | undefined
  let version: string = ''

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
        version = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.DowngradeResponse', fieldsOfDowngradeResponse)
    }
  }
  return { header, version }
}

export function createDowngradeResponse(init?: DowngradeResponseInit): DowngradeResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    version: init?.version ?? '',
  }
}

export function toJsonDowngradeResponse(m: DowngradeResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.version !== undefined && m.version !== '') json['version'] = m.version
  return json
}

export function fromJsonDowngradeResponse(json: unknown, depth = 0): DowngradeResponse {
  const from = fromObject(json, 'etcdserverpb.DowngradeResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    version: fromText(pick(from, 'version', 'version'), 'etcdserverpb.DowngradeResponse.version'),
  }
}

/** Only ever in the log: tells whether members of the target version would understand it. */
export interface DowngradeVersionTestRequest {
  readonly ver: string
}

/** To be encoded: what is missing has its default. */
export interface DowngradeVersionTestRequestInit {
  readonly ver?: string | undefined
}

export const DowngradeVersionTestRequest: Codec<DowngradeVersionTestRequest, DowngradeVersionTestRequestInit> = {
  typeName: 'etcdserverpb.DowngradeVersionTestRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDowngradeVersionTestRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDowngradeVersionTestRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDowngradeVersionTestRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDowngradeVersionTestRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDowngradeVersionTestRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDowngradeVersionTestRequest(new Reader(buffer, start, end))
  },
  create: createDowngradeVersionTestRequest,
  toJson: toJsonDowngradeVersionTestRequest,
  fromJson: (json) => fromJsonDowngradeVersionTestRequest(json),
}

export function sizeDowngradeVersionTestRequest(m: DowngradeVersionTestRequestInit): number {
  let bytes = 0
  if (m.ver !== undefined && m.ver !== '') {
    bytes += 1 + sizeUtf8(m.ver)
  }
  return bytes
}

export function writeDowngradeVersionTestRequest(
  m: DowngradeVersionTestRequestInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.ver !== undefined && m.ver !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.ver)
  }
  return at
}

const fieldsOfDowngradeVersionTestRequest: FieldNames = { 1: 'ver' }

/** A field that comes twice continues the message that came first: `from`. */
export function readDowngradeVersionTestRequest(
  r: Reader,
  from?: DowngradeVersionTestRequest,
): DowngradeVersionTestRequest {
  let ver: string = ''
  if (from !== undefined) {
    ver = from.ver
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        ver = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.DowngradeVersionTestRequest', fieldsOfDowngradeVersionTestRequest)
    }
  }
  return { ver }
}

export function createDowngradeVersionTestRequest(init?: DowngradeVersionTestRequestInit): DowngradeVersionTestRequest {
  return {
    ver: init?.ver ?? '',
  }
}

export function toJsonDowngradeVersionTestRequest(m: DowngradeVersionTestRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.ver !== undefined && m.ver !== '') json['ver'] = m.ver
  return json
}

export function fromJsonDowngradeVersionTestRequest(json: unknown, depth = 0): DowngradeVersionTestRequest {
  const from = fromObject(json, 'etcdserverpb.DowngradeVersionTestRequest', depth)

  return {
    ver: fromText(pick(from, 'ver', 'ver'), 'etcdserverpb.DowngradeVersionTestRequest.ver'),
  }
}

export type StatusRequest = Readonly<Record<string, never>>
export type StatusRequestInit = StatusRequest

export const StatusRequest: Codec<StatusRequest, StatusRequestInit> = {
  typeName: 'etcdserverpb.StatusRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeStatusRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeStatusRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeStatusRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeStatusRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeStatusRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readStatusRequest(new Reader(buffer, start, end))
  },
  create: createStatusRequest,
  toJson: toJsonStatusRequest,
  fromJson: (json) => fromJsonStatusRequest(json),
}

export function sizeStatusRequest(_: StatusRequestInit): number {
  return 0
}

export function writeStatusRequest(_: StatusRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readStatusRequest(r: Reader, _from?: StatusRequest): StatusRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.StatusRequest', {})
  return {}
}

export function createStatusRequest(_?: StatusRequestInit): StatusRequest {
  return {}
}

export function toJsonStatusRequest(_: StatusRequestInit): JsonObject {
  return {}
}

export function fromJsonStatusRequest(json: unknown, depth = 0): StatusRequest {
  fromObject(json, 'etcdserverpb.StatusRequest', depth)
  return {}
}

export interface StatusResponse {
  readonly header: ResponseHeader | undefined
  /** Of the server, semantic; clients parse it. */
  readonly version: string
  /** Bytes on disk, in use or not. */
  readonly dbSize: number
  /** Id of the leader as this member sees it, 0 for none. */
  readonly leader: bigint
  /** Last committed index. */
  readonly raftIndex: number
  readonly raftTerm: number
  readonly raftAppliedIndex: number
  /** What is wrong, in words: alarms, no leader. */
  readonly errors: readonly string[]
  /** Bytes of live rows. */
  readonly dbSizeInUse: number
  readonly isLearner: boolean
  readonly storageVersion: string
  readonly dbSizeQuota: number
  readonly downgradeInfo: DowngradeInfo | undefined
}

/** To be encoded: what is missing has its default. */
export interface StatusResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly version?: string | undefined
  readonly dbSize?: number | undefined
  readonly leader?: bigint | undefined
  readonly raftIndex?: number | undefined
  readonly raftTerm?: number | undefined
  readonly raftAppliedIndex?: number | undefined
  readonly errors?: readonly string[] | undefined
  readonly dbSizeInUse?: number | undefined
  readonly isLearner?: boolean | undefined
  readonly storageVersion?: string | undefined
  readonly dbSizeQuota?: number | undefined
  readonly downgradeInfo?: DowngradeInfoInit | undefined
}

export const StatusResponse: Codec<StatusResponse, StatusResponseInit> = {
  typeName: 'etcdserverpb.StatusResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeStatusResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeStatusResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeStatusResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeStatusResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeStatusResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readStatusResponse(new Reader(buffer, start, end))
  },
  create: createStatusResponse,
  toJson: toJsonStatusResponse,
  fromJson: (json) => fromJsonStatusResponse(json),
}

export function sizeStatusResponse(m: StatusResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.version !== undefined && m.version !== '') {
    bytes += 1 + sizeUtf8(m.version)
  }
  if (m.dbSize !== undefined && m.dbSize !== 0) {
    bytes += 1 + sizeNumber(m.dbSize)
  }
  if (m.leader !== undefined && m.leader !== 0n) {
    bytes += 1 + sizeBigint(m.leader)
  }
  if (m.raftIndex !== undefined && m.raftIndex !== 0) {
    bytes += 1 + sizeNumber(m.raftIndex)
  }
  if (m.raftTerm !== undefined && m.raftTerm !== 0) {
    bytes += 1 + sizeNumber(m.raftTerm)
  }
  if (m.raftAppliedIndex !== undefined && m.raftAppliedIndex !== 0) {
    bytes += 1 + sizeNumber(m.raftAppliedIndex)
  }
  if (m.errors !== undefined) {
    for (const item of m.errors) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.dbSizeInUse !== undefined && m.dbSizeInUse !== 0) {
    bytes += 1 + sizeNumber(m.dbSizeInUse)
  }
  if (m.isLearner !== undefined && m.isLearner) {
    bytes += 1 + 1
  }
  if (m.storageVersion !== undefined && m.storageVersion !== '') {
    bytes += 1 + sizeUtf8(m.storageVersion)
  }
  if (m.dbSizeQuota !== undefined && m.dbSizeQuota !== 0) {
    bytes += 1 + sizeNumber(m.dbSizeQuota)
  }
  if (m.downgradeInfo !== undefined) {
    bytes += 1 + keep(reserve(), sizeDowngradeInfo(m.downgradeInfo))
  }
  return bytes
}

export function writeStatusResponse(m: StatusResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.version !== undefined && m.version !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.version)
  }
  if (m.dbSize !== undefined && m.dbSize !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.dbSize)
  }
  if (m.leader !== undefined && m.leader !== 0n) {
    buffer[at++] = 32
    at = writeBigint(buffer, at, m.leader)
  }
  if (m.raftIndex !== undefined && m.raftIndex !== 0) {
    buffer[at++] = 40
    at = writeNumber(buffer, at, m.raftIndex)
  }
  if (m.raftTerm !== undefined && m.raftTerm !== 0) {
    buffer[at++] = 48
    at = writeNumber(buffer, at, m.raftTerm)
  }
  if (m.raftAppliedIndex !== undefined && m.raftAppliedIndex !== 0) {
    buffer[at++] = 56
    at = writeNumber(buffer, at, m.raftAppliedIndex)
  }
  if (m.errors !== undefined) {
    for (const item of m.errors) {
      buffer[at++] = 66
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.dbSizeInUse !== undefined && m.dbSizeInUse !== 0) {
    buffer[at++] = 72
    at = writeNumber(buffer, at, m.dbSizeInUse)
  }
  if (m.isLearner !== undefined && m.isLearner) {
    buffer[at++] = 80
    at = writeBool(buffer, at, m.isLearner)
  }
  if (m.storageVersion !== undefined && m.storageVersion !== '') {
    buffer[at++] = 90
    at = writeUtf8(buffer, at, m.storageVersion)
  }
  if (m.dbSizeQuota !== undefined && m.dbSizeQuota !== 0) {
    buffer[at++] = 96
    at = writeNumber(buffer, at, m.dbSizeQuota)
  }
  if (m.downgradeInfo !== undefined) {
    buffer[at++] = 106
    at = writeKept(buffer, at)
    at = writeDowngradeInfo(m.downgradeInfo, buffer, at)
  }
  return at
}

const fieldsOfStatusResponse: FieldNames = {
  1: 'header',
  2: 'version',
  3: 'dbSize',
  4: 'leader',
  5: 'raftIndex',
  6: 'raftTerm',
  7: 'raftAppliedIndex',
  8: 'errors',
  9: 'dbSizeInUse',
  10: 'isLearner',
  11: 'storageVersion',
  12: 'dbSizeQuota',
  13: 'downgradeInfo',
}

export function readStatusResponse(r: Reader): StatusResponse {
  let header: ResponseHeader | undefined
  let version: string = ''
  let dbSize: number = 0
  let leader: bigint = 0n
  let raftIndex: number = 0
  let raftTerm: number = 0
  let raftAppliedIndex: number = 0
  const errors: string[] = []
  let dbSizeInUse: number = 0
  let isLearner: boolean = false
  let storageVersion: string = ''
  let dbSizeQuota: number = 0
  let downgradeInfo: DowngradeInfo | undefined

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
        version = r.utf8()
        break
      case 24:
        dbSize = r.int64Number()
        break
      case 32:
        leader = r.uint64()
        break
      case 40:
        raftIndex = r.uint64Number()
        break
      case 48:
        raftTerm = r.uint64Number()
        break
      case 56:
        raftAppliedIndex = r.uint64Number()
        break
      case 66:
        errors.push(r.utf8())
        break
      case 72:
        dbSizeInUse = r.int64Number()
        break
      case 80:
        isLearner = r.bool()
        break
      case 90:
        storageVersion = r.utf8()
        break
      case 96:
        dbSizeQuota = r.int64Number()
        break
      case 106: {
        const outer = r.enter()
        downgradeInfo = readDowngradeInfo(r, downgradeInfo)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.StatusResponse', fieldsOfStatusResponse)
    }
  }
  return {
    header,
    version,
    dbSize,
    leader,
    raftIndex,
    raftTerm,
    raftAppliedIndex,
    errors,
    dbSizeInUse,
    isLearner,
    storageVersion,
    dbSizeQuota,
    downgradeInfo,
  }
}

export function createStatusResponse(init?: StatusResponseInit): StatusResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    version: init?.version ?? '',
    dbSize: init?.dbSize ?? 0,
    leader: init?.leader ?? 0n,
    raftIndex: init?.raftIndex ?? 0,
    raftTerm: init?.raftTerm ?? 0,
    raftAppliedIndex: init?.raftAppliedIndex ?? 0,
    errors: [...(init?.errors ?? [])],
    dbSizeInUse: init?.dbSizeInUse ?? 0,
    isLearner: init?.isLearner ?? false,
    storageVersion: init?.storageVersion ?? '',
    dbSizeQuota: init?.dbSizeQuota ?? 0,
    downgradeInfo: init?.downgradeInfo === undefined ? undefined : createDowngradeInfo(init.downgradeInfo),
  }
}

export function toJsonStatusResponse(m: StatusResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.version !== undefined && m.version !== '') json['version'] = m.version
  if (m.dbSize !== undefined && m.dbSize !== 0) json['dbSize'] = String(m.dbSize)
  if (m.leader !== undefined && m.leader !== 0n) json['leader'] = String(m.leader)
  if (m.raftIndex !== undefined && m.raftIndex !== 0) json['raftIndex'] = String(m.raftIndex)
  if (m.raftTerm !== undefined && m.raftTerm !== 0) json['raftTerm'] = String(m.raftTerm)
  if (m.raftAppliedIndex !== undefined && m.raftAppliedIndex !== 0)
    json['raftAppliedIndex'] = String(m.raftAppliedIndex)
  if (m.errors !== undefined && m.errors.length > 0) json['errors'] = m.errors.map((item) => item)
  if (m.dbSizeInUse !== undefined && m.dbSizeInUse !== 0) json['dbSizeInUse'] = String(m.dbSizeInUse)
  if (m.isLearner !== undefined && m.isLearner) json['isLearner'] = m.isLearner
  if (m.storageVersion !== undefined && m.storageVersion !== '') json['storageVersion'] = m.storageVersion
  if (m.dbSizeQuota !== undefined && m.dbSizeQuota !== 0) json['dbSizeQuota'] = String(m.dbSizeQuota)
  if (m.downgradeInfo !== undefined) json['downgradeInfo'] = toJsonDowngradeInfo(m.downgradeInfo)
  return json
}

export function fromJsonStatusResponse(json: unknown, depth = 0): StatusResponse {
  const from = fromObject(json, 'etcdserverpb.StatusResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    version: fromText(pick(from, 'version', 'version'), 'etcdserverpb.StatusResponse.version'),
    dbSize: fromInt64Number(pick(from, 'dbSize', 'dbSize'), 'etcdserverpb.StatusResponse.dbSize'),
    leader: fromUint64(pick(from, 'leader', 'leader'), 'etcdserverpb.StatusResponse.leader'),
    raftIndex: fromUint64Number(pick(from, 'raftIndex', 'raftIndex'), 'etcdserverpb.StatusResponse.raftIndex'),
    raftTerm: fromUint64Number(pick(from, 'raftTerm', 'raftTerm'), 'etcdserverpb.StatusResponse.raftTerm'),
    raftAppliedIndex: fromUint64Number(
      pick(from, 'raftAppliedIndex', 'raftAppliedIndex'),
      'etcdserverpb.StatusResponse.raftAppliedIndex',
    ),
    errors: fromList(pick(from, 'errors', 'errors'), 'etcdserverpb.StatusResponse.errors', fromText),
    dbSizeInUse: fromInt64Number(pick(from, 'dbSizeInUse', 'dbSizeInUse'), 'etcdserverpb.StatusResponse.dbSizeInUse'),
    isLearner: fromBool(pick(from, 'isLearner', 'isLearner'), 'etcdserverpb.StatusResponse.isLearner'),
    storageVersion: fromText(
      pick(from, 'storageVersion', 'storageVersion'),
      'etcdserverpb.StatusResponse.storageVersion',
    ),
    dbSizeQuota: fromInt64Number(pick(from, 'dbSizeQuota', 'dbSizeQuota'), 'etcdserverpb.StatusResponse.dbSizeQuota'),
    downgradeInfo: optional(pick(from, 'downgradeInfo', 'downgradeInfo'), (value) =>
      fromJsonDowngradeInfo(value, depth + 1),
    ),
  }
}

export interface DowngradeInfo {
  /** A downgrade is under way. */
  readonly enabled: boolean
  readonly targetVersion: string
}

/** To be encoded: what is missing has its default. */
export interface DowngradeInfoInit {
  readonly enabled?: boolean | undefined
  readonly targetVersion?: string | undefined
}

export const DowngradeInfo: Codec<DowngradeInfo, DowngradeInfoInit> = {
  typeName: 'etcdserverpb.DowngradeInfo',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDowngradeInfo(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDowngradeInfo(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDowngradeInfo(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDowngradeInfo(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDowngradeInfo(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDowngradeInfo(new Reader(buffer, start, end))
  },
  create: createDowngradeInfo,
  toJson: toJsonDowngradeInfo,
  fromJson: (json) => fromJsonDowngradeInfo(json),
}

export function sizeDowngradeInfo(m: DowngradeInfoInit): number {
  let bytes = 0
  if (m.enabled !== undefined && m.enabled) {
    bytes += 1 + 1
  }
  if (m.targetVersion !== undefined && m.targetVersion !== '') {
    bytes += 1 + sizeUtf8(m.targetVersion)
  }
  return bytes
}

export function writeDowngradeInfo(m: DowngradeInfoInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.enabled !== undefined && m.enabled) {
    buffer[at++] = 8
    at = writeBool(buffer, at, m.enabled)
  }
  if (m.targetVersion !== undefined && m.targetVersion !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.targetVersion)
  }
  return at
}

const fieldsOfDowngradeInfo: FieldNames = { 1: 'enabled', 2: 'targetVersion' }

/** A field that comes twice continues the message that came first: `from`. */
export function readDowngradeInfo(r: Reader, from?: DowngradeInfo): DowngradeInfo {
  let enabled: boolean = false
  let targetVersion: string = ''
  if (from !== undefined) {
    enabled = from.enabled
    targetVersion = from.targetVersion
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        enabled = r.bool()
        break
      case 18:
        targetVersion = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.DowngradeInfo', fieldsOfDowngradeInfo)
    }
  }
  return { enabled, targetVersion }
}

export function createDowngradeInfo(init?: DowngradeInfoInit): DowngradeInfo {
  return {
    enabled: init?.enabled ?? false,
    targetVersion: init?.targetVersion ?? '',
  }
}

export function toJsonDowngradeInfo(m: DowngradeInfoInit): JsonObject {
  const json: JsonObject = {}
  if (m.enabled !== undefined && m.enabled) json['enabled'] = m.enabled
  if (m.targetVersion !== undefined && m.targetVersion !== '') json['targetVersion'] = m.targetVersion
  return json
}

export function fromJsonDowngradeInfo(json: unknown, depth = 0): DowngradeInfo {
  const from = fromObject(json, 'etcdserverpb.DowngradeInfo', depth)

  return {
    enabled: fromBool(pick(from, 'enabled', 'enabled'), 'etcdserverpb.DowngradeInfo.enabled'),
    targetVersion: fromText(pick(from, 'targetVersion', 'targetVersion'), 'etcdserverpb.DowngradeInfo.targetVersion'),
  }
}

export type DefragmentRequest = Readonly<Record<string, never>>
export type DefragmentRequestInit = DefragmentRequest

export const DefragmentRequest: Codec<DefragmentRequest, DefragmentRequestInit> = {
  typeName: 'etcdserverpb.DefragmentRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDefragmentRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDefragmentRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDefragmentRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDefragmentRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDefragmentRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDefragmentRequest(new Reader(buffer, start, end))
  },
  create: createDefragmentRequest,
  toJson: toJsonDefragmentRequest,
  fromJson: (json) => fromJsonDefragmentRequest(json),
}

export function sizeDefragmentRequest(_: DefragmentRequestInit): number {
  return 0
}

export function writeDefragmentRequest(_: DefragmentRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readDefragmentRequest(r: Reader, _from?: DefragmentRequest): DefragmentRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.DefragmentRequest', {})
  return {}
}

export function createDefragmentRequest(_?: DefragmentRequestInit): DefragmentRequest {
  return {}
}

export function toJsonDefragmentRequest(_: DefragmentRequestInit): JsonObject {
  return {}
}

export function fromJsonDefragmentRequest(json: unknown, depth = 0): DefragmentRequest {
  fromObject(json, 'etcdserverpb.DefragmentRequest', depth)
  return {}
}

export interface DefragmentResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface DefragmentResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const DefragmentResponse: Codec<DefragmentResponse, DefragmentResponseInit> = {
  typeName: 'etcdserverpb.DefragmentResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDefragmentResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDefragmentResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDefragmentResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDefragmentResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDefragmentResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDefragmentResponse(new Reader(buffer, start, end))
  },
  create: createDefragmentResponse,
  toJson: toJsonDefragmentResponse,
  fromJson: (json) => fromJsonDefragmentResponse(json),
}

export function sizeDefragmentResponse(m: DefragmentResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeDefragmentResponse(m: DefragmentResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfDefragmentResponse: FieldNames = { 1: 'header' }

export function readDefragmentResponse(r: Reader): DefragmentResponse {
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
        r.skip(tag, 'etcdserverpb.DefragmentResponse', fieldsOfDefragmentResponse)
    }
  }
  return { header }
}

export function createDefragmentResponse(init?: DefragmentResponseInit): DefragmentResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonDefragmentResponse(m: DefragmentResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonDefragmentResponse(json: unknown, depth = 0): DefragmentResponse {
  const from = fromObject(json, 'etcdserverpb.DefragmentResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export type HashRequest = Readonly<Record<string, never>>
export type HashRequestInit = HashRequest

export const HashRequest: Codec<HashRequest, HashRequestInit> = {
  typeName: 'etcdserverpb.HashRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHashRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHashRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHashRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHashRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHashRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHashRequest(new Reader(buffer, start, end))
  },
  create: createHashRequest,
  toJson: toJsonHashRequest,
  fromJson: (json) => fromJsonHashRequest(json),
}

export function sizeHashRequest(_: HashRequestInit): number {
  return 0
}

export function writeHashRequest(_: HashRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readHashRequest(r: Reader, _from?: HashRequest): HashRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.HashRequest', {})
  return {}
}

export function createHashRequest(_?: HashRequestInit): HashRequest {
  return {}
}

export function toJsonHashRequest(_: HashRequestInit): JsonObject {
  return {}
}

export function fromJsonHashRequest(json: unknown, depth = 0): HashRequest {
  fromObject(json, 'etcdserverpb.HashRequest', depth)
  return {}
}

export interface HashResponse {
  readonly header: ResponseHeader | undefined
  readonly hash: number
}

/** To be encoded: what is missing has its default. */
export interface HashResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly hash?: number | undefined
}

export const HashResponse: Codec<HashResponse, HashResponseInit> = {
  typeName: 'etcdserverpb.HashResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHashResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHashResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHashResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHashResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHashResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHashResponse(new Reader(buffer, start, end))
  },
  create: createHashResponse,
  toJson: toJsonHashResponse,
  fromJson: (json) => fromJsonHashResponse(json),
}

export function sizeHashResponse(m: HashResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.hash !== undefined && m.hash !== 0) {
    bytes += 1 + sizeUint32(m.hash)
  }
  return bytes
}

export function writeHashResponse(m: HashResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.hash !== undefined && m.hash !== 0) {
    buffer[at++] = 16
    at = writeUint32(buffer, at, m.hash)
  }
  return at
}

const fieldsOfHashResponse: FieldNames = { 1: 'header', 2: 'hash' }

export function readHashResponse(r: Reader): HashResponse {
  let header: ResponseHeader | undefined
  let hash: number = 0

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
        hash = r.uint32()
        break
      default:
        r.skip(tag, 'etcdserverpb.HashResponse', fieldsOfHashResponse)
    }
  }
  return { header, hash }
}

export function createHashResponse(init?: HashResponseInit): HashResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    hash: init?.hash ?? 0,
  }
}

export function toJsonHashResponse(m: HashResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.hash !== undefined && m.hash !== 0) json['hash'] = m.hash
  return json
}

export function fromJsonHashResponse(json: unknown, depth = 0): HashResponse {
  const from = fromObject(json, 'etcdserverpb.HashResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    hash: fromUint32(pick(from, 'hash', 'hash'), 'etcdserverpb.HashResponse.hash'),
  }
}

export interface HashKVRequest {
  /** Up to and with this revision; 0: the newest. */
  readonly revision: number
}

/** To be encoded: what is missing has its default. */
export interface HashKVRequestInit {
  readonly revision?: number | undefined
}

export const HashKVRequest: Codec<HashKVRequest, HashKVRequestInit> = {
  typeName: 'etcdserverpb.HashKVRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHashKVRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHashKVRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHashKVRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHashKVRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHashKVRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHashKVRequest(new Reader(buffer, start, end))
  },
  create: createHashKVRequest,
  toJson: toJsonHashKVRequest,
  fromJson: (json) => fromJsonHashKVRequest(json),
}

export function sizeHashKVRequest(m: HashKVRequestInit): number {
  let bytes = 0
  if (m.revision !== undefined && m.revision !== 0) {
    bytes += 1 + sizeNumber(m.revision)
  }
  return bytes
}

export function writeHashKVRequest(m: HashKVRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.revision !== undefined && m.revision !== 0) {
    buffer[at++] = 8
    at = writeNumber(buffer, at, m.revision)
  }
  return at
}

const fieldsOfHashKVRequest: FieldNames = { 1: 'revision' }

export function readHashKVRequest(r: Reader): HashKVRequest {
  let revision: number = 0

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        revision = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.HashKVRequest', fieldsOfHashKVRequest)
    }
  }
  return { revision }
}

export function createHashKVRequest(init?: HashKVRequestInit): HashKVRequest {
  return {
    revision: init?.revision ?? 0,
  }
}

export function toJsonHashKVRequest(m: HashKVRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.revision !== undefined && m.revision !== 0) json['revision'] = String(m.revision)
  return json
}

export function fromJsonHashKVRequest(json: unknown, depth = 0): HashKVRequest {
  const from = fromObject(json, 'etcdserverpb.HashKVRequest', depth)

  return {
    revision: fromInt64Number(pick(from, 'revision', 'revision'), 'etcdserverpb.HashKVRequest.revision'),
  }
}

export interface HashKVResponse {
  readonly header: ResponseHeader | undefined
  readonly hash: number
  /** Compaction mark when hashed, -1 if nothing was ever compacted. */
  readonly compactRevision: number
  /** Up to which revision was hashed. */
  readonly hashRevision: number
}

/** To be encoded: what is missing has its default. */
export interface HashKVResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly hash?: number | undefined
  readonly compactRevision?: number | undefined
  readonly hashRevision?: number | undefined
}

export const HashKVResponse: Codec<HashKVResponse, HashKVResponseInit> = {
  typeName: 'etcdserverpb.HashKVResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHashKVResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHashKVResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHashKVResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHashKVResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHashKVResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHashKVResponse(new Reader(buffer, start, end))
  },
  create: createHashKVResponse,
  toJson: toJsonHashKVResponse,
  fromJson: (json) => fromJsonHashKVResponse(json),
}

export function sizeHashKVResponse(m: HashKVResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.hash !== undefined && m.hash !== 0) {
    bytes += 1 + sizeUint32(m.hash)
  }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) {
    bytes += 1 + sizeNumber(m.compactRevision)
  }
  if (m.hashRevision !== undefined && m.hashRevision !== 0) {
    bytes += 1 + sizeNumber(m.hashRevision)
  }
  return bytes
}

export function writeHashKVResponse(m: HashKVResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.hash !== undefined && m.hash !== 0) {
    buffer[at++] = 16
    at = writeUint32(buffer, at, m.hash)
  }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.compactRevision)
  }
  if (m.hashRevision !== undefined && m.hashRevision !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.hashRevision)
  }
  return at
}

const fieldsOfHashKVResponse: FieldNames = { 1: 'header', 2: 'hash', 3: 'compact_revision', 4: 'hash_revision' }

export function readHashKVResponse(r: Reader): HashKVResponse {
  let header: ResponseHeader | undefined
  let hash: number = 0
  let compactRevision: number = 0
  let hashRevision: number = 0

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
        hash = r.uint32()
        break
      case 24:
        compactRevision = r.int64Number()
        break
      case 32:
        hashRevision = r.int64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.HashKVResponse', fieldsOfHashKVResponse)
    }
  }
  return { header, hash, compactRevision, hashRevision }
}

export function createHashKVResponse(init?: HashKVResponseInit): HashKVResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    hash: init?.hash ?? 0,
    compactRevision: init?.compactRevision ?? 0,
    hashRevision: init?.hashRevision ?? 0,
  }
}

export function toJsonHashKVResponse(m: HashKVResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.hash !== undefined && m.hash !== 0) json['hash'] = m.hash
  if (m.compactRevision !== undefined && m.compactRevision !== 0) json['compact_revision'] = String(m.compactRevision)
  if (m.hashRevision !== undefined && m.hashRevision !== 0) json['hash_revision'] = String(m.hashRevision)
  return json
}

export function fromJsonHashKVResponse(json: unknown, depth = 0): HashKVResponse {
  const from = fromObject(json, 'etcdserverpb.HashKVResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    hash: fromUint32(pick(from, 'hash', 'hash'), 'etcdserverpb.HashKVResponse.hash'),
    compactRevision: fromInt64Number(
      pick(from, 'compact_revision', 'compactRevision'),
      'etcdserverpb.HashKVResponse.compact_revision',
    ),
    hashRevision: fromInt64Number(
      pick(from, 'hash_revision', 'hashRevision'),
      'etcdserverpb.HashKVResponse.hash_revision',
    ),
  }
}

export type SnapshotRequest = Readonly<Record<string, never>>
export type SnapshotRequestInit = SnapshotRequest

export const SnapshotRequest: Codec<SnapshotRequest, SnapshotRequestInit> = {
  typeName: 'etcdserverpb.SnapshotRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeSnapshotRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeSnapshotRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeSnapshotRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeSnapshotRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeSnapshotRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readSnapshotRequest(new Reader(buffer, start, end))
  },
  create: createSnapshotRequest,
  toJson: toJsonSnapshotRequest,
  fromJson: (json) => fromJsonSnapshotRequest(json),
}

export function sizeSnapshotRequest(_: SnapshotRequestInit): number {
  return 0
}

export function writeSnapshotRequest(_: SnapshotRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readSnapshotRequest(r: Reader, _from?: SnapshotRequest): SnapshotRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.SnapshotRequest', {})
  return {}
}

export function createSnapshotRequest(_?: SnapshotRequestInit): SnapshotRequest {
  return {}
}

export function toJsonSnapshotRequest(_: SnapshotRequestInit): JsonObject {
  return {}
}

export function fromJsonSnapshotRequest(json: unknown, depth = 0): SnapshotRequest {
  fromObject(json, 'etcdserverpb.SnapshotRequest', depth)
  return {}
}

export interface SnapshotResponse {
  readonly header: ResponseHeader | undefined
  /** Bytes of the file still to come after this piece. */
  readonly remainingBytes: number
  /** A piece of the file; in the last message the SHA-256 of all of it. */
  readonly blob: Buffer
  readonly version: string
}

/** To be encoded: what is missing has its default. */
export interface SnapshotResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly remainingBytes?: number | undefined
  readonly blob?: Uint8Array | undefined
  readonly version?: string | undefined
}

export const SnapshotResponse: Codec<SnapshotResponse, SnapshotResponseInit> = {
  typeName: 'etcdserverpb.SnapshotResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeSnapshotResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeSnapshotResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeSnapshotResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeSnapshotResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeSnapshotResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readSnapshotResponse(new Reader(buffer, start, end))
  },
  create: createSnapshotResponse,
  toJson: toJsonSnapshotResponse,
  fromJson: (json) => fromJsonSnapshotResponse(json),
}

export function sizeSnapshotResponse(m: SnapshotResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.remainingBytes !== undefined && m.remainingBytes !== 0) {
    bytes += 1 + sizeNumber(m.remainingBytes)
  }
  if (m.blob !== undefined && m.blob.length > 0) {
    bytes += 1 + sizeBytes(m.blob)
  }
  if (m.version !== undefined && m.version !== '') {
    bytes += 1 + sizeUtf8(m.version)
  }
  return bytes
}

export function writeSnapshotResponse(m: SnapshotResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.remainingBytes !== undefined && m.remainingBytes !== 0) {
    buffer[at++] = 16
    at = writeNumber(buffer, at, m.remainingBytes)
  }
  if (m.blob !== undefined && m.blob.length > 0) {
    buffer[at++] = 26
    at = writeBytes(buffer, at, m.blob)
  }
  if (m.version !== undefined && m.version !== '') {
    buffer[at++] = 34
    at = writeUtf8(buffer, at, m.version)
  }
  return at
}

const fieldsOfSnapshotResponse: FieldNames = { 1: 'header', 2: 'remaining_bytes', 3: 'blob', 4: 'version' }

export function readSnapshotResponse(r: Reader): SnapshotResponse {
  let header: ResponseHeader | undefined
  let remainingBytes: number = 0
  let blob: Buffer = noBytes
  let version: string = ''

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
        remainingBytes = r.uint64Number()
        break
      case 26:
        blob = r.bytes()
        break
      case 34:
        version = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.SnapshotResponse', fieldsOfSnapshotResponse)
    }
  }
  return { header, remainingBytes, blob, version }
}

export function createSnapshotResponse(init?: SnapshotResponseInit): SnapshotResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    remainingBytes: init?.remainingBytes ?? 0,
    blob: toBuffer(init?.blob),
    version: init?.version ?? '',
  }
}

export function toJsonSnapshotResponse(m: SnapshotResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.remainingBytes !== undefined && m.remainingBytes !== 0) json['remaining_bytes'] = String(m.remainingBytes)
  if (m.blob !== undefined && m.blob.length > 0) json['blob'] = toBase64(m.blob)
  if (m.version !== undefined && m.version !== '') json['version'] = m.version
  return json
}

export function fromJsonSnapshotResponse(json: unknown, depth = 0): SnapshotResponse {
  const from = fromObject(json, 'etcdserverpb.SnapshotResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    remainingBytes: fromUint64Number(
      pick(from, 'remaining_bytes', 'remainingBytes'),
      'etcdserverpb.SnapshotResponse.remaining_bytes',
    ),
    blob: fromBase64(pick(from, 'blob', 'blob'), 'etcdserverpb.SnapshotResponse.blob'),
    version: fromText(pick(from, 'version', 'version'), 'etcdserverpb.SnapshotResponse.version'),
  }
}

export interface MoveLeaderRequest {
  /** The member that shall lead. */
  readonly targetId: bigint
}

/** To be encoded: what is missing has its default. */
export interface MoveLeaderRequestInit {
  readonly targetId?: bigint | undefined
}

export const MoveLeaderRequest: Codec<MoveLeaderRequest, MoveLeaderRequestInit> = {
  typeName: 'etcdserverpb.MoveLeaderRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMoveLeaderRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMoveLeaderRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMoveLeaderRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMoveLeaderRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMoveLeaderRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMoveLeaderRequest(new Reader(buffer, start, end))
  },
  create: createMoveLeaderRequest,
  toJson: toJsonMoveLeaderRequest,
  fromJson: (json) => fromJsonMoveLeaderRequest(json),
}

export function sizeMoveLeaderRequest(m: MoveLeaderRequestInit): number {
  let bytes = 0
  if (m.targetId !== undefined && m.targetId !== 0n) {
    bytes += 1 + sizeBigint(m.targetId)
  }
  return bytes
}

export function writeMoveLeaderRequest(m: MoveLeaderRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.targetId !== undefined && m.targetId !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.targetId)
  }
  return at
}

const fieldsOfMoveLeaderRequest: FieldNames = { 1: 'targetID' }

export function readMoveLeaderRequest(r: Reader): MoveLeaderRequest {
  let targetId: bigint = 0n

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        targetId = r.uint64()
        break
      default:
        r.skip(tag, 'etcdserverpb.MoveLeaderRequest', fieldsOfMoveLeaderRequest)
    }
  }
  return { targetId }
}

export function createMoveLeaderRequest(init?: MoveLeaderRequestInit): MoveLeaderRequest {
  return {
    targetId: init?.targetId ?? 0n,
  }
}

export function toJsonMoveLeaderRequest(m: MoveLeaderRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.targetId !== undefined && m.targetId !== 0n) json['targetID'] = String(m.targetId)
  return json
}

export function fromJsonMoveLeaderRequest(json: unknown, depth = 0): MoveLeaderRequest {
  const from = fromObject(json, 'etcdserverpb.MoveLeaderRequest', depth)

  return {
    targetId: fromUint64(pick(from, 'targetID', 'targetID'), 'etcdserverpb.MoveLeaderRequest.targetID'),
  }
}

export interface MoveLeaderResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface MoveLeaderResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const MoveLeaderResponse: Codec<MoveLeaderResponse, MoveLeaderResponseInit> = {
  typeName: 'etcdserverpb.MoveLeaderResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMoveLeaderResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMoveLeaderResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMoveLeaderResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMoveLeaderResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMoveLeaderResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMoveLeaderResponse(new Reader(buffer, start, end))
  },
  create: createMoveLeaderResponse,
  toJson: toJsonMoveLeaderResponse,
  fromJson: (json) => fromJsonMoveLeaderResponse(json),
}

export function sizeMoveLeaderResponse(m: MoveLeaderResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeMoveLeaderResponse(m: MoveLeaderResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfMoveLeaderResponse: FieldNames = { 1: 'header' }

export function readMoveLeaderResponse(r: Reader): MoveLeaderResponse {
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
        r.skip(tag, 'etcdserverpb.MoveLeaderResponse', fieldsOfMoveLeaderResponse)
    }
  }
  return { header }
}

export function createMoveLeaderResponse(init?: MoveLeaderResponseInit): MoveLeaderResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonMoveLeaderResponse(m: MoveLeaderResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonMoveLeaderResponse(json: unknown, depth = 0): MoveLeaderResponse {
  const from = fromObject(json, 'etcdserverpb.MoveLeaderResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

/** What operators ask of a single member. */
export const MaintenanceService = {
  name: 'etcdserverpb.Maintenance',
  methods: {
    /** Lists, raises or clears alarms, for the whole cluster. */
    alarm: {
      name: 'Alarm',
      path: '/etcdserverpb.Maintenance/Alarm',
      requestStream: false,
      responseStream: false,
      request: AlarmRequest,
      response: AlarmResponse,
      rest: ['/v3/maintenance/alarm'],
    },
    status: {
      name: 'Status',
      path: '/etcdserverpb.Maintenance/Status',
      requestStream: false,
      responseStream: false,
      request: StatusRequest,
      response: StatusResponse,
      rest: ['/v3/maintenance/status'],
    },
    /** Gives space of deleted rows back to the file system. */
    defragment: {
      name: 'Defragment',
      path: '/etcdserverpb.Maintenance/Defragment',
      requestStream: false,
      responseStream: false,
      request: DefragmentRequest,
      response: DefragmentResponse,
      rest: ['/v3/maintenance/defragment'],
    },
    /** Checksum over everything on this member's disk; for tests. */
    hash: {
      name: 'Hash',
      path: '/etcdserverpb.Maintenance/Hash',
      requestStream: false,
      responseStream: false,
      request: HashRequest,
      response: HashResponse,
      rest: ['/v3/maintenance/hash'],
    },
    /** Checksum over all revisions up to one; the same on every member that is healthy. */
    hashKv: {
      name: 'HashKV',
      path: '/etcdserverpb.Maintenance/HashKV',
      requestStream: false,
      responseStream: false,
      request: HashKVRequest,
      response: HashKVResponse,
      rest: ['/v3/maintenance/hashkv'],
    },
    /** The whole state as a file, in pieces. */
    snapshot: {
      name: 'Snapshot',
      path: '/etcdserverpb.Maintenance/Snapshot',
      requestStream: false,
      responseStream: true,
      request: SnapshotRequest,
      response: SnapshotResponse,
      rest: ['/v3/maintenance/snapshot'],
    },
    /** Hands leadership over to another voter. */
    moveLeader: {
      name: 'MoveLeader',
      path: '/etcdserverpb.Maintenance/MoveLeader',
      requestStream: false,
      responseStream: false,
      request: MoveLeaderRequest,
      response: MoveLeaderResponse,
      rest: ['/v3/maintenance/transfer-leadership'],
    },
    /** Checks, starts or calls off a downgrade of the cluster by one minor version. */
    downgrade: {
      name: 'Downgrade',
      path: '/etcdserverpb.Maintenance/Downgrade',
      requestStream: false,
      responseStream: false,
      request: DowngradeRequest,
      response: DowngradeResponse,
      rest: ['/v3/maintenance/downgrade'],
    },
  },
} as const satisfies ServiceDefinition
