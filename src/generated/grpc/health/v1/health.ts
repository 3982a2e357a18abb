// Made by `npm run proto` from proto/: do not edit.
/** gRPC's health checking protocol. */
import type { Codec, JsonObject } from '../../../runtime/codec.ts'
import { fromEnum, fromMap, fromObject, fromText, optional, pick, toEnum, toMap } from '../../../runtime/json.ts'
import { type FieldNames, Reader } from '../../../runtime/reader.ts'
import type { ServiceDefinition } from '../../../runtime/service.ts'
import {
  checkEnd,
  checkRoom,
  keep,
  reserve,
  rewind,
  sizeInt32,
  sizeUtf8,
  writeInt32,
  writeKept,
  writeUtf8,
} from '../../../runtime/writer.ts'

export const ServingStatus = {
  UNKNOWN: 0,
  SERVING: 1,
  NOT_SERVING: 2,
  /** Only in answers of Watch. */
  SERVICE_UNKNOWN: 3,
} as const
/** From the wire any int32 may arrive in its place. */
export type ServingStatus = (typeof ServingStatus)[keyof typeof ServingStatus]
export const ServingStatusName: Readonly<Record<number, string>> = {
  0: 'UNKNOWN',
  1: 'SERVING',
  2: 'NOT_SERVING',
  3: 'SERVICE_UNKNOWN',
}

export interface HealthCheckRequest {
  /** Full name of a service; empty for the server as a whole. */
  readonly service: string
}

/** To be encoded: what is missing has its default. */
export interface HealthCheckRequestInit {
  readonly service?: string | undefined
}

export const HealthCheckRequest: Codec<HealthCheckRequest, HealthCheckRequestInit> = {
  typeName: 'grpc.health.v1.HealthCheckRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHealthCheckRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHealthCheckRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHealthCheckRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHealthCheckRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHealthCheckRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHealthCheckRequest(new Reader(buffer, start, end))
  },
  create: createHealthCheckRequest,
  toJson: toJsonHealthCheckRequest,
  fromJson: (json) => fromJsonHealthCheckRequest(json),
}

export function sizeHealthCheckRequest(m: HealthCheckRequestInit): number {
  let bytes = 0
  if (m.service !== undefined && m.service !== '') {
    bytes += 1 + sizeUtf8(m.service)
  }
  return bytes
}

export function writeHealthCheckRequest(m: HealthCheckRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.service !== undefined && m.service !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.service)
  }
  return at
}

const fieldsOfHealthCheckRequest: FieldNames = { 1: 'service' }

export function readHealthCheckRequest(r: Reader): HealthCheckRequest {
  let service: string = ''

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        service = r.utf8()
        break
      default:
        r.skip(tag, 'grpc.health.v1.HealthCheckRequest', fieldsOfHealthCheckRequest)
    }
  }
  return { service }
}

export function createHealthCheckRequest(init?: HealthCheckRequestInit): HealthCheckRequest {
  return {
    service: init?.service ?? '',
  }
}

export function toJsonHealthCheckRequest(m: HealthCheckRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.service !== undefined && m.service !== '') json['service'] = m.service
  return json
}

export function fromJsonHealthCheckRequest(json: unknown, depth = 0): HealthCheckRequest {
  const from = fromObject(json, 'grpc.health.v1.HealthCheckRequest', depth)

  return {
    service: fromText(pick(from, 'service', 'service'), 'grpc.health.v1.HealthCheckRequest.service'),
  }
}

export interface HealthCheckResponse {
  readonly status: ServingStatus
}

/** To be encoded: what is missing has its default. */
export interface HealthCheckResponseInit {
  readonly status?: ServingStatus | undefined
}

export const HealthCheckResponse: Codec<HealthCheckResponse, HealthCheckResponseInit> = {
  typeName: 'grpc.health.v1.HealthCheckResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHealthCheckResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHealthCheckResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHealthCheckResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHealthCheckResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHealthCheckResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHealthCheckResponse(new Reader(buffer, start, end))
  },
  create: createHealthCheckResponse,
  toJson: toJsonHealthCheckResponse,
  fromJson: (json) => fromJsonHealthCheckResponse(json),
}

export function sizeHealthCheckResponse(m: HealthCheckResponseInit): number {
  let bytes = 0
  if (m.status !== undefined && m.status !== 0) {
    bytes += 1 + sizeInt32(m.status)
  }
  return bytes
}

export function writeHealthCheckResponse(m: HealthCheckResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.status !== undefined && m.status !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.status)
  }
  return at
}

const fieldsOfHealthCheckResponse: FieldNames = { 1: 'status' }

/** A field that comes twice continues the message that came first: `from`. */
export function readHealthCheckResponse(r: Reader, from?: HealthCheckResponse): HealthCheckResponse {
  let status: ServingStatus = 0
  if (from !== undefined) {
    status = from.status
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        status = r.int32() as ServingStatus
        break
      default:
        r.skip(tag, 'grpc.health.v1.HealthCheckResponse', fieldsOfHealthCheckResponse)
    }
  }
  return { status }
}

export function createHealthCheckResponse(init?: HealthCheckResponseInit): HealthCheckResponse {
  return {
    status: init?.status ?? 0,
  }
}

export function toJsonHealthCheckResponse(m: HealthCheckResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.status !== undefined && m.status !== 0) json['status'] = toEnum(m.status, ServingStatusName)
  return json
}

export function fromJsonHealthCheckResponse(json: unknown, depth = 0): HealthCheckResponse {
  const from = fromObject(json, 'grpc.health.v1.HealthCheckResponse', depth)

  return {
    status: fromEnum(
      pick(from, 'status', 'status'),
      'grpc.health.v1.HealthCheckResponse.status',
      ServingStatus,
    ) as ServingStatus,
  }
}

export type HealthListRequest = Readonly<Record<string, never>>
export type HealthListRequestInit = HealthListRequest

export const HealthListRequest: Codec<HealthListRequest, HealthListRequestInit> = {
  typeName: 'grpc.health.v1.HealthListRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHealthListRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHealthListRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHealthListRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHealthListRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHealthListRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHealthListRequest(new Reader(buffer, start, end))
  },
  create: createHealthListRequest,
  toJson: toJsonHealthListRequest,
  fromJson: (json) => fromJsonHealthListRequest(json),
}

export function sizeHealthListRequest(_: HealthListRequestInit): number {
  return 0
}

export function writeHealthListRequest(_: HealthListRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readHealthListRequest(r: Reader, _from?: HealthListRequest): HealthListRequest {
  while (r.position < r.end) r.skip(r.tag(), 'grpc.health.v1.HealthListRequest', {})
  return {}
}

export function createHealthListRequest(_?: HealthListRequestInit): HealthListRequest {
  return {}
}

export function toJsonHealthListRequest(_: HealthListRequestInit): JsonObject {
  return {}
}

export function fromJsonHealthListRequest(json: unknown, depth = 0): HealthListRequest {
  fromObject(json, 'grpc.health.v1.HealthListRequest', depth)
  return {}
}

export interface HealthListResponseStatusesEntry {
  readonly key: string
  readonly value: HealthCheckResponse | undefined
}

/** To be encoded: what is missing has its default. */
export interface HealthListResponseStatusesEntryInit {
  readonly key?: string | undefined
  readonly value?: HealthCheckResponseInit | undefined
}

export const HealthListResponseStatusesEntry: Codec<
  HealthListResponseStatusesEntry,
  HealthListResponseStatusesEntryInit
> = {
  typeName: 'grpc.health.v1.HealthListResponse.StatusesEntry',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHealthListResponseStatusesEntry(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHealthListResponseStatusesEntry(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHealthListResponseStatusesEntry(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHealthListResponseStatusesEntry(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHealthListResponseStatusesEntry(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHealthListResponseStatusesEntry(new Reader(buffer, start, end))
  },
  create: createHealthListResponseStatusesEntry,
  toJson: toJsonHealthListResponseStatusesEntry,
  fromJson: (json) => fromJsonHealthListResponseStatusesEntry(json),
}

export function sizeHealthListResponseStatusesEntry(m: HealthListResponseStatusesEntryInit): number {
  let bytes = 0
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeUtf8(m.key)
  }
  if (m.value !== undefined) {
    bytes += 1 + keep(reserve(), sizeHealthCheckResponse(m.value))
  }
  return bytes
}

export function writeHealthListResponseStatusesEntry(
  m: HealthListResponseStatusesEntryInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.key)
  }
  if (m.value !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeHealthCheckResponse(m.value, buffer, at)
  }
  return at
}

const fieldsOfHealthListResponseStatusesEntry: FieldNames = { 1: 'key', 2: 'value' }

export function readHealthListResponseStatusesEntry(r: Reader): HealthListResponseStatusesEntry {
  let key: string = ''
  let value: HealthCheckResponse | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        key = r.utf8()
        break
      case 18: {
        const outer = r.enter()
        value = readHealthCheckResponse(r, value)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'grpc.health.v1.HealthListResponse.StatusesEntry', fieldsOfHealthListResponseStatusesEntry)
    }
  }
  return { key, value }
}

export function createHealthListResponseStatusesEntry(
  init?: HealthListResponseStatusesEntryInit,
): HealthListResponseStatusesEntry {
  return {
    key: init?.key ?? '',
    value: init?.value === undefined ? undefined : createHealthCheckResponse(init.value),
  }
}

export function toJsonHealthListResponseStatusesEntry(m: HealthListResponseStatusesEntryInit): JsonObject {
  const json: JsonObject = {}
  if (m.key !== undefined && m.key !== '') json['key'] = m.key
  if (m.value !== undefined) json['value'] = toJsonHealthCheckResponse(m.value)
  return json
}

export function fromJsonHealthListResponseStatusesEntry(json: unknown, depth = 0): HealthListResponseStatusesEntry {
  const from = fromObject(json, 'grpc.health.v1.HealthListResponse.StatusesEntry', depth)

  return {
    key: fromText(pick(from, 'key', 'key'), 'grpc.health.v1.HealthListResponse.StatusesEntry.key'),
    value: optional(pick(from, 'value', 'value'), (value) => fromJsonHealthCheckResponse(value, depth + 1)),
  }
}

export interface HealthListResponse {
  readonly statuses: readonly HealthListResponseStatusesEntry[]
}

/** To be encoded: what is missing has its default. */
export interface HealthListResponseInit {
  readonly statuses?: readonly HealthListResponseStatusesEntryInit[] | undefined
}

export const HealthListResponse: Codec<HealthListResponse, HealthListResponseInit> = {
  typeName: 'grpc.health.v1.HealthListResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeHealthListResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeHealthListResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeHealthListResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeHealthListResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeHealthListResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readHealthListResponse(new Reader(buffer, start, end))
  },
  create: createHealthListResponse,
  toJson: toJsonHealthListResponse,
  fromJson: (json) => fromJsonHealthListResponse(json),
}

export function sizeHealthListResponse(m: HealthListResponseInit): number {
  let bytes = 0
  if (m.statuses !== undefined) {
    for (const item of m.statuses) {
      bytes += 1 + keep(reserve(), sizeHealthListResponseStatusesEntry(item))
    }
  }
  return bytes
}

export function writeHealthListResponse(m: HealthListResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.statuses !== undefined) {
    for (const item of m.statuses) {
      buffer[at++] = 10
      at = writeKept(buffer, at)
      at = writeHealthListResponseStatusesEntry(item, buffer, at)
    }
  }
  return at
}

const fieldsOfHealthListResponse: FieldNames = { 1: 'statuses' }

export function readHealthListResponse(r: Reader): HealthListResponse {
  const statuses: HealthListResponseStatusesEntry[] = []

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10: {
        const outer = r.enter()
        statuses.push(readHealthListResponseStatusesEntry(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'grpc.health.v1.HealthListResponse', fieldsOfHealthListResponse)
    }
  }
  return { statuses }
}

export function createHealthListResponse(init?: HealthListResponseInit): HealthListResponse {
  return {
    statuses: init?.statuses?.map((item) => createHealthListResponseStatusesEntry(item)) ?? [],
  }
}

export function toJsonHealthListResponse(m: HealthListResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.statuses !== undefined && m.statuses.length > 0)
    json['statuses'] = toMap(m.statuses, (item) => {
      const entry = toJsonHealthListResponseStatusesEntry(item)
      return [item.key ?? '', entry['value'] ?? {}]
    })
  return json
}

export function fromJsonHealthListResponse(json: unknown, depth = 0): HealthListResponse {
  const from = fromObject(json, 'grpc.health.v1.HealthListResponse', depth)

  return {
    statuses: fromMap(pick(from, 'statuses', 'statuses'), 'grpc.health.v1.HealthListResponse.statuses', (key, value) =>
      fromJsonHealthListResponseStatusesEntry({ key, value }, depth + 1),
    ),
  }
}

export const HealthService = {
  name: 'grpc.health.v1.Health',
  methods: {
    check: {
      name: 'Check',
      path: '/grpc.health.v1.Health/Check',
      requestStream: false,
      responseStream: false,
      request: HealthCheckRequest,
      response: HealthCheckResponse,
      rest: [],
    },
    /** The status now, then each change of it. */
    watch: {
      name: 'Watch',
      path: '/grpc.health.v1.Health/Watch',
      requestStream: false,
      responseStream: true,
      request: HealthCheckRequest,
      response: HealthCheckResponse,
      rest: [],
    },
    list: {
      name: 'List',
      path: '/grpc.health.v1.Health/List',
      requestStream: false,
      responseStream: false,
      request: HealthListRequest,
      response: HealthListResponse,
      rest: [],
    },
  },
} as const satisfies ServiceDefinition
