// Made by `npm run proto` from proto/: do not edit.

import {
  createPermission,
  createUserAddOptions,
  fromJsonPermission,
  fromJsonUserAddOptions,
  Permission,
  type PermissionInit,
  readPermission,
  readUserAddOptions,
  sizePermission,
  sizeUserAddOptions,
  toJsonPermission,
  toJsonUserAddOptions,
  UserAddOptions,
  type UserAddOptionsInit,
  writePermission,
  writeUserAddOptions,
} from '../authpb/auth.ts'
import type { Codec, JsonObject } from '../runtime/codec.ts'
import {
  fromBase64Latin1,
  fromBool,
  fromList,
  fromObject,
  fromText,
  fromUint64Number,
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
  sizeLatin1,
  sizeNumber,
  sizeUtf8,
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

export type AuthEnableRequest = Readonly<Record<string, never>>
export type AuthEnableRequestInit = AuthEnableRequest

export const AuthEnableRequest: Codec<AuthEnableRequest, AuthEnableRequestInit> = {
  typeName: 'etcdserverpb.AuthEnableRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthEnableRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthEnableRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthEnableRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthEnableRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthEnableRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthEnableRequest(new Reader(buffer, start, end))
  },
  create: createAuthEnableRequest,
  toJson: toJsonAuthEnableRequest,
  fromJson: (json) => fromJsonAuthEnableRequest(json),
}

export function sizeAuthEnableRequest(_: AuthEnableRequestInit): number {
  return 0
}

export function writeAuthEnableRequest(_: AuthEnableRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readAuthEnableRequest(r: Reader, _from?: AuthEnableRequest): AuthEnableRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.AuthEnableRequest', {})
  return {}
}

export function createAuthEnableRequest(_?: AuthEnableRequestInit): AuthEnableRequest {
  return {}
}

export function toJsonAuthEnableRequest(_: AuthEnableRequestInit): JsonObject {
  return {}
}

export function fromJsonAuthEnableRequest(json: unknown, depth = 0): AuthEnableRequest {
  fromObject(json, 'etcdserverpb.AuthEnableRequest', depth)
  return {}
}

export interface AuthEnableResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthEnableResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthEnableResponse: Codec<AuthEnableResponse, AuthEnableResponseInit> = {
  typeName: 'etcdserverpb.AuthEnableResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthEnableResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthEnableResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthEnableResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthEnableResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthEnableResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthEnableResponse(new Reader(buffer, start, end))
  },
  create: createAuthEnableResponse,
  toJson: toJsonAuthEnableResponse,
  fromJson: (json) => fromJsonAuthEnableResponse(json),
}

export function sizeAuthEnableResponse(m: AuthEnableResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthEnableResponse(m: AuthEnableResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthEnableResponse: FieldNames = { 1: 'header' }

export function readAuthEnableResponse(r: Reader): AuthEnableResponse {
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
        r.skip(tag, 'etcdserverpb.AuthEnableResponse', fieldsOfAuthEnableResponse)
    }
  }
  return { header }
}

export function createAuthEnableResponse(init?: AuthEnableResponseInit): AuthEnableResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthEnableResponse(m: AuthEnableResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthEnableResponse(json: unknown, depth = 0): AuthEnableResponse {
  const from = fromObject(json, 'etcdserverpb.AuthEnableResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export type AuthDisableRequest = Readonly<Record<string, never>>
export type AuthDisableRequestInit = AuthDisableRequest

export const AuthDisableRequest: Codec<AuthDisableRequest, AuthDisableRequestInit> = {
  typeName: 'etcdserverpb.AuthDisableRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthDisableRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthDisableRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthDisableRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthDisableRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthDisableRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthDisableRequest(new Reader(buffer, start, end))
  },
  create: createAuthDisableRequest,
  toJson: toJsonAuthDisableRequest,
  fromJson: (json) => fromJsonAuthDisableRequest(json),
}

export function sizeAuthDisableRequest(_: AuthDisableRequestInit): number {
  return 0
}

export function writeAuthDisableRequest(_: AuthDisableRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readAuthDisableRequest(r: Reader, _from?: AuthDisableRequest): AuthDisableRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.AuthDisableRequest', {})
  return {}
}

export function createAuthDisableRequest(_?: AuthDisableRequestInit): AuthDisableRequest {
  return {}
}

export function toJsonAuthDisableRequest(_: AuthDisableRequestInit): JsonObject {
  return {}
}

export function fromJsonAuthDisableRequest(json: unknown, depth = 0): AuthDisableRequest {
  fromObject(json, 'etcdserverpb.AuthDisableRequest', depth)
  return {}
}

export interface AuthDisableResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthDisableResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthDisableResponse: Codec<AuthDisableResponse, AuthDisableResponseInit> = {
  typeName: 'etcdserverpb.AuthDisableResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthDisableResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthDisableResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthDisableResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthDisableResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthDisableResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthDisableResponse(new Reader(buffer, start, end))
  },
  create: createAuthDisableResponse,
  toJson: toJsonAuthDisableResponse,
  fromJson: (json) => fromJsonAuthDisableResponse(json),
}

export function sizeAuthDisableResponse(m: AuthDisableResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthDisableResponse(m: AuthDisableResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthDisableResponse: FieldNames = { 1: 'header' }

export function readAuthDisableResponse(r: Reader): AuthDisableResponse {
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
        r.skip(tag, 'etcdserverpb.AuthDisableResponse', fieldsOfAuthDisableResponse)
    }
  }
  return { header }
}

export function createAuthDisableResponse(init?: AuthDisableResponseInit): AuthDisableResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthDisableResponse(m: AuthDisableResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthDisableResponse(json: unknown, depth = 0): AuthDisableResponse {
  const from = fromObject(json, 'etcdserverpb.AuthDisableResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export type AuthStatusRequest = Readonly<Record<string, never>>
export type AuthStatusRequestInit = AuthStatusRequest

export const AuthStatusRequest: Codec<AuthStatusRequest, AuthStatusRequestInit> = {
  typeName: 'etcdserverpb.AuthStatusRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthStatusRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthStatusRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthStatusRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthStatusRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthStatusRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthStatusRequest(new Reader(buffer, start, end))
  },
  create: createAuthStatusRequest,
  toJson: toJsonAuthStatusRequest,
  fromJson: (json) => fromJsonAuthStatusRequest(json),
}

export function sizeAuthStatusRequest(_: AuthStatusRequestInit): number {
  return 0
}

export function writeAuthStatusRequest(_: AuthStatusRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readAuthStatusRequest(r: Reader, _from?: AuthStatusRequest): AuthStatusRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.AuthStatusRequest', {})
  return {}
}

export function createAuthStatusRequest(_?: AuthStatusRequestInit): AuthStatusRequest {
  return {}
}

export function toJsonAuthStatusRequest(_: AuthStatusRequestInit): JsonObject {
  return {}
}

export function fromJsonAuthStatusRequest(json: unknown, depth = 0): AuthStatusRequest {
  fromObject(json, 'etcdserverpb.AuthStatusRequest', depth)
  return {}
}

export interface AuthStatusResponse {
  readonly header: ResponseHeader | undefined
  readonly enabled: boolean
  /** Grows with every change of users and roles. */
  readonly authRevision: number
}

/** To be encoded: what is missing has its default. */
export interface AuthStatusResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly enabled?: boolean | undefined
  readonly authRevision?: number | undefined
}

export const AuthStatusResponse: Codec<AuthStatusResponse, AuthStatusResponseInit> = {
  typeName: 'etcdserverpb.AuthStatusResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthStatusResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthStatusResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthStatusResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthStatusResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthStatusResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthStatusResponse(new Reader(buffer, start, end))
  },
  create: createAuthStatusResponse,
  toJson: toJsonAuthStatusResponse,
  fromJson: (json) => fromJsonAuthStatusResponse(json),
}

export function sizeAuthStatusResponse(m: AuthStatusResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.enabled !== undefined && m.enabled) {
    bytes += 1 + 1
  }
  if (m.authRevision !== undefined && m.authRevision !== 0) {
    bytes += 1 + sizeNumber(m.authRevision)
  }
  return bytes
}

export function writeAuthStatusResponse(m: AuthStatusResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.enabled !== undefined && m.enabled) {
    buffer[at++] = 16
    at = writeBool(buffer, at, m.enabled)
  }
  if (m.authRevision !== undefined && m.authRevision !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.authRevision)
  }
  return at
}

const fieldsOfAuthStatusResponse: FieldNames = { 1: 'header', 2: 'enabled', 3: 'authRevision' }

export function readAuthStatusResponse(r: Reader): AuthStatusResponse {
  let header: ResponseHeader | undefined
  let enabled: boolean = false
  let authRevision: number = 0

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
        enabled = r.bool()
        break
      case 24:
        authRevision = r.uint64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthStatusResponse', fieldsOfAuthStatusResponse)
    }
  }
  return { header, enabled, authRevision }
}

export function createAuthStatusResponse(init?: AuthStatusResponseInit): AuthStatusResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    enabled: init?.enabled ?? false,
    authRevision: init?.authRevision ?? 0,
  }
}

export function toJsonAuthStatusResponse(m: AuthStatusResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.enabled !== undefined && m.enabled) json['enabled'] = m.enabled
  if (m.authRevision !== undefined && m.authRevision !== 0) json['authRevision'] = String(m.authRevision)
  return json
}

export function fromJsonAuthStatusResponse(json: unknown, depth = 0): AuthStatusResponse {
  const from = fromObject(json, 'etcdserverpb.AuthStatusResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    enabled: fromBool(pick(from, 'enabled', 'enabled'), 'etcdserverpb.AuthStatusResponse.enabled'),
    authRevision: fromUint64Number(
      pick(from, 'authRevision', 'authRevision'),
      'etcdserverpb.AuthStatusResponse.authRevision',
    ),
  }
}

export interface AuthenticateRequest {
  readonly name: string
  readonly password: string
}

/** To be encoded: what is missing has its default. */
export interface AuthenticateRequestInit {
  readonly name?: string | undefined
  readonly password?: string | undefined
}

export const AuthenticateRequest: Codec<AuthenticateRequest, AuthenticateRequestInit> = {
  typeName: 'etcdserverpb.AuthenticateRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthenticateRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthenticateRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthenticateRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthenticateRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthenticateRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthenticateRequest(new Reader(buffer, start, end))
  },
  create: createAuthenticateRequest,
  toJson: toJsonAuthenticateRequest,
  fromJson: (json) => fromJsonAuthenticateRequest(json),
}

export function sizeAuthenticateRequest(m: AuthenticateRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.password !== undefined && m.password !== '') {
    bytes += 1 + sizeUtf8(m.password)
  }
  return bytes
}

export function writeAuthenticateRequest(m: AuthenticateRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.password !== undefined && m.password !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.password)
  }
  return at
}

const fieldsOfAuthenticateRequest: FieldNames = { 1: 'name', 2: 'password' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthenticateRequest(r: Reader, from?: AuthenticateRequest): AuthenticateRequest {
  let name: string = ''
  let password: string = ''
  if (from !== undefined) {
    name = from.name
    password = from.password
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      case 18:
        password = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthenticateRequest', fieldsOfAuthenticateRequest)
    }
  }
  return { name, password }
}

export function createAuthenticateRequest(init?: AuthenticateRequestInit): AuthenticateRequest {
  return {
    name: init?.name ?? '',
    password: init?.password ?? '',
  }
}

export function toJsonAuthenticateRequest(m: AuthenticateRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.password !== undefined && m.password !== '') json['password'] = m.password
  return json
}

export function fromJsonAuthenticateRequest(json: unknown, depth = 0): AuthenticateRequest {
  const from = fromObject(json, 'etcdserverpb.AuthenticateRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthenticateRequest.name'),
    password: fromText(pick(from, 'password', 'password'), 'etcdserverpb.AuthenticateRequest.password'),
  }
}

export interface AuthenticateResponse {
  readonly header: ResponseHeader | undefined
  /** Goes into the metadata of later calls. */
  readonly token: string
}

/** To be encoded: what is missing has its default. */
export interface AuthenticateResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly token?: string | undefined
}

export const AuthenticateResponse: Codec<AuthenticateResponse, AuthenticateResponseInit> = {
  typeName: 'etcdserverpb.AuthenticateResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthenticateResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthenticateResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthenticateResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthenticateResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthenticateResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthenticateResponse(new Reader(buffer, start, end))
  },
  create: createAuthenticateResponse,
  toJson: toJsonAuthenticateResponse,
  fromJson: (json) => fromJsonAuthenticateResponse(json),
}

export function sizeAuthenticateResponse(m: AuthenticateResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.token !== undefined && m.token !== '') {
    bytes += 1 + sizeUtf8(m.token)
  }
  return bytes
}

export function writeAuthenticateResponse(m: AuthenticateResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.token !== undefined && m.token !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.token)
  }
  return at
}

const fieldsOfAuthenticateResponse: FieldNames = { 1: 'header', 2: 'token' }

export function readAuthenticateResponse(r: Reader): AuthenticateResponse {
  let header: ResponseHeader | undefined
  let token: string = ''

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
        token = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthenticateResponse', fieldsOfAuthenticateResponse)
    }
  }
  return { header, token }
}

export function createAuthenticateResponse(init?: AuthenticateResponseInit): AuthenticateResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    token: init?.token ?? '',
  }
}

export function toJsonAuthenticateResponse(m: AuthenticateResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.token !== undefined && m.token !== '') json['token'] = m.token
  return json
}

export function fromJsonAuthenticateResponse(json: unknown, depth = 0): AuthenticateResponse {
  const from = fromObject(json, 'etcdserverpb.AuthenticateResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    token: fromText(pick(from, 'token', 'token'), 'etcdserverpb.AuthenticateResponse.token'),
  }
}

export interface AuthUserAddRequest {
  readonly name: string
  readonly password: string
  readonly options: UserAddOptions | undefined
  /** Filled in by the server before it replicates the request; the password itself stays out of the log. */
  readonly hashedPassword: string
}

/** To be encoded: what is missing has its default. */
export interface AuthUserAddRequestInit {
  readonly name?: string | undefined
  readonly password?: string | undefined
  readonly options?: UserAddOptionsInit | undefined
  readonly hashedPassword?: string | undefined
}

export const AuthUserAddRequest: Codec<AuthUserAddRequest, AuthUserAddRequestInit> = {
  typeName: 'etcdserverpb.AuthUserAddRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserAddRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserAddRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserAddRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserAddRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserAddRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserAddRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserAddRequest,
  toJson: toJsonAuthUserAddRequest,
  fromJson: (json) => fromJsonAuthUserAddRequest(json),
}

export function sizeAuthUserAddRequest(m: AuthUserAddRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.password !== undefined && m.password !== '') {
    bytes += 1 + sizeUtf8(m.password)
  }
  if (m.options !== undefined) {
    bytes += 1 + keep(reserve(), sizeUserAddOptions(m.options))
  }
  if (m.hashedPassword !== undefined && m.hashedPassword !== '') {
    bytes += 1 + sizeUtf8(m.hashedPassword)
  }
  return bytes
}

export function writeAuthUserAddRequest(m: AuthUserAddRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.password !== undefined && m.password !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.password)
  }
  if (m.options !== undefined) {
    buffer[at++] = 26
    at = writeKept(buffer, at)
    at = writeUserAddOptions(m.options, buffer, at)
  }
  if (m.hashedPassword !== undefined && m.hashedPassword !== '') {
    buffer[at++] = 34
    at = writeUtf8(buffer, at, m.hashedPassword)
  }
  return at
}

const fieldsOfAuthUserAddRequest: FieldNames = { 1: 'name', 2: 'password', 3: 'options', 4: 'hashedPassword' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthUserAddRequest(r: Reader, from?: AuthUserAddRequest): AuthUserAddRequest {
  let name: string = ''
  let password: string = ''
  let options: UserAddOptions | undefined
  let hashedPassword: string = ''
  if (from !== undefined) {
    name = from.name
    password = from.password
    options = from.options
    hashedPassword = from.hashedPassword
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      case 18:
        password = r.utf8()
        break
      case 26: {
        const outer = r.enter()
        options = readUserAddOptions(r, options)
        r.leave(outer)
        break
      }
      case 34:
        hashedPassword = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserAddRequest', fieldsOfAuthUserAddRequest)
    }
  }
  return { name, password, options, hashedPassword }
}

export function createAuthUserAddRequest(init?: AuthUserAddRequestInit): AuthUserAddRequest {
  return {
    name: init?.name ?? '',
    password: init?.password ?? '',
    options: init?.options === undefined ? undefined : createUserAddOptions(init.options),
    hashedPassword: init?.hashedPassword ?? '',
  }
}

export function toJsonAuthUserAddRequest(m: AuthUserAddRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.password !== undefined && m.password !== '') json['password'] = m.password
  if (m.options !== undefined) json['options'] = toJsonUserAddOptions(m.options)
  if (m.hashedPassword !== undefined && m.hashedPassword !== '') json['hashedPassword'] = m.hashedPassword
  return json
}

export function fromJsonAuthUserAddRequest(json: unknown, depth = 0): AuthUserAddRequest {
  const from = fromObject(json, 'etcdserverpb.AuthUserAddRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthUserAddRequest.name'),
    password: fromText(pick(from, 'password', 'password'), 'etcdserverpb.AuthUserAddRequest.password'),
    options: optional(pick(from, 'options', 'options'), (value) => fromJsonUserAddOptions(value, depth + 1)),
    hashedPassword: fromText(
      pick(from, 'hashedPassword', 'hashedPassword'),
      'etcdserverpb.AuthUserAddRequest.hashedPassword',
    ),
  }
}

export interface AuthUserAddResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthUserAddResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthUserAddResponse: Codec<AuthUserAddResponse, AuthUserAddResponseInit> = {
  typeName: 'etcdserverpb.AuthUserAddResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserAddResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserAddResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserAddResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserAddResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserAddResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserAddResponse(new Reader(buffer, start, end))
  },
  create: createAuthUserAddResponse,
  toJson: toJsonAuthUserAddResponse,
  fromJson: (json) => fromJsonAuthUserAddResponse(json),
}

export function sizeAuthUserAddResponse(m: AuthUserAddResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthUserAddResponse(m: AuthUserAddResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthUserAddResponse: FieldNames = { 1: 'header' }

export function readAuthUserAddResponse(r: Reader): AuthUserAddResponse {
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
        r.skip(tag, 'etcdserverpb.AuthUserAddResponse', fieldsOfAuthUserAddResponse)
    }
  }
  return { header }
}

export function createAuthUserAddResponse(init?: AuthUserAddResponseInit): AuthUserAddResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthUserAddResponse(m: AuthUserAddResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthUserAddResponse(json: unknown, depth = 0): AuthUserAddResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserAddResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthUserGetRequest {
  readonly name: string
}

/** To be encoded: what is missing has its default. */
export interface AuthUserGetRequestInit {
  readonly name?: string | undefined
}

export const AuthUserGetRequest: Codec<AuthUserGetRequest, AuthUserGetRequestInit> = {
  typeName: 'etcdserverpb.AuthUserGetRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserGetRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserGetRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserGetRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserGetRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserGetRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserGetRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserGetRequest,
  toJson: toJsonAuthUserGetRequest,
  fromJson: (json) => fromJsonAuthUserGetRequest(json),
}

export function sizeAuthUserGetRequest(m: AuthUserGetRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  return bytes
}

export function writeAuthUserGetRequest(m: AuthUserGetRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  return at
}

const fieldsOfAuthUserGetRequest: FieldNames = { 1: 'name' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthUserGetRequest(r: Reader, from?: AuthUserGetRequest): AuthUserGetRequest {
  let name: string = ''
  if (from !== undefined) {
    name = from.name
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserGetRequest', fieldsOfAuthUserGetRequest)
    }
  }
  return { name }
}

export function createAuthUserGetRequest(init?: AuthUserGetRequestInit): AuthUserGetRequest {
  return {
    name: init?.name ?? '',
  }
}

export function toJsonAuthUserGetRequest(m: AuthUserGetRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  return json
}

export function fromJsonAuthUserGetRequest(json: unknown, depth = 0): AuthUserGetRequest {
  const from = fromObject(json, 'etcdserverpb.AuthUserGetRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthUserGetRequest.name'),
  }
}

export interface AuthUserGetResponse {
  readonly header: ResponseHeader | undefined
  /** In order of their names. */
  readonly roles: readonly string[]
}

/** To be encoded: what is missing has its default. */
export interface AuthUserGetResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly roles?: readonly string[] | undefined
}

export const AuthUserGetResponse: Codec<AuthUserGetResponse, AuthUserGetResponseInit> = {
  typeName: 'etcdserverpb.AuthUserGetResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserGetResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserGetResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserGetResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserGetResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserGetResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserGetResponse(new Reader(buffer, start, end))
  },
  create: createAuthUserGetResponse,
  toJson: toJsonAuthUserGetResponse,
  fromJson: (json) => fromJsonAuthUserGetResponse(json),
}

export function sizeAuthUserGetResponse(m: AuthUserGetResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.roles !== undefined) {
    for (const item of m.roles) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  return bytes
}

export function writeAuthUserGetResponse(m: AuthUserGetResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.roles !== undefined) {
    for (const item of m.roles) {
      buffer[at++] = 18
      at = writeUtf8(buffer, at, item)
    }
  }
  return at
}

const fieldsOfAuthUserGetResponse: FieldNames = { 1: 'header', 2: 'roles' }

export function readAuthUserGetResponse(r: Reader): AuthUserGetResponse {
  let header: ResponseHeader | undefined
  const roles: string[] = []

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
        roles.push(r.utf8())
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserGetResponse', fieldsOfAuthUserGetResponse)
    }
  }
  return { header, roles }
}

export function createAuthUserGetResponse(init?: AuthUserGetResponseInit): AuthUserGetResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    roles: [...(init?.roles ?? [])],
  }
}

export function toJsonAuthUserGetResponse(m: AuthUserGetResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.roles !== undefined && m.roles.length > 0) json['roles'] = m.roles.map((item) => item)
  return json
}

export function fromJsonAuthUserGetResponse(json: unknown, depth = 0): AuthUserGetResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserGetResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    roles: fromList(pick(from, 'roles', 'roles'), 'etcdserverpb.AuthUserGetResponse.roles', fromText),
  }
}

export type AuthUserListRequest = Readonly<Record<string, never>>
export type AuthUserListRequestInit = AuthUserListRequest

export const AuthUserListRequest: Codec<AuthUserListRequest, AuthUserListRequestInit> = {
  typeName: 'etcdserverpb.AuthUserListRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserListRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserListRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserListRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserListRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserListRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserListRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserListRequest,
  toJson: toJsonAuthUserListRequest,
  fromJson: (json) => fromJsonAuthUserListRequest(json),
}

export function sizeAuthUserListRequest(_: AuthUserListRequestInit): number {
  return 0
}

export function writeAuthUserListRequest(_: AuthUserListRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readAuthUserListRequest(r: Reader, _from?: AuthUserListRequest): AuthUserListRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.AuthUserListRequest', {})
  return {}
}

export function createAuthUserListRequest(_?: AuthUserListRequestInit): AuthUserListRequest {
  return {}
}

export function toJsonAuthUserListRequest(_: AuthUserListRequestInit): JsonObject {
  return {}
}

export function fromJsonAuthUserListRequest(json: unknown, depth = 0): AuthUserListRequest {
  fromObject(json, 'etcdserverpb.AuthUserListRequest', depth)
  return {}
}

export interface AuthUserListResponse {
  readonly header: ResponseHeader | undefined
  readonly users: readonly string[]
}

/** To be encoded: what is missing has its default. */
export interface AuthUserListResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly users?: readonly string[] | undefined
}

export const AuthUserListResponse: Codec<AuthUserListResponse, AuthUserListResponseInit> = {
  typeName: 'etcdserverpb.AuthUserListResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserListResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserListResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserListResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserListResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserListResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserListResponse(new Reader(buffer, start, end))
  },
  create: createAuthUserListResponse,
  toJson: toJsonAuthUserListResponse,
  fromJson: (json) => fromJsonAuthUserListResponse(json),
}

export function sizeAuthUserListResponse(m: AuthUserListResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.users !== undefined) {
    for (const item of m.users) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  return bytes
}

export function writeAuthUserListResponse(m: AuthUserListResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.users !== undefined) {
    for (const item of m.users) {
      buffer[at++] = 18
      at = writeUtf8(buffer, at, item)
    }
  }
  return at
}

const fieldsOfAuthUserListResponse: FieldNames = { 1: 'header', 2: 'users' }

export function readAuthUserListResponse(r: Reader): AuthUserListResponse {
  let header: ResponseHeader | undefined
  const users: string[] = []

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
        users.push(r.utf8())
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserListResponse', fieldsOfAuthUserListResponse)
    }
  }
  return { header, users }
}

export function createAuthUserListResponse(init?: AuthUserListResponseInit): AuthUserListResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    users: [...(init?.users ?? [])],
  }
}

export function toJsonAuthUserListResponse(m: AuthUserListResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.users !== undefined && m.users.length > 0) json['users'] = m.users.map((item) => item)
  return json
}

export function fromJsonAuthUserListResponse(json: unknown, depth = 0): AuthUserListResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserListResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    users: fromList(pick(from, 'users', 'users'), 'etcdserverpb.AuthUserListResponse.users', fromText),
  }
}

export interface AuthUserDeleteRequest {
  readonly name: string
}

/** To be encoded: what is missing has its default. */
export interface AuthUserDeleteRequestInit {
  readonly name?: string | undefined
}

export const AuthUserDeleteRequest: Codec<AuthUserDeleteRequest, AuthUserDeleteRequestInit> = {
  typeName: 'etcdserverpb.AuthUserDeleteRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserDeleteRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserDeleteRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserDeleteRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserDeleteRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserDeleteRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserDeleteRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserDeleteRequest,
  toJson: toJsonAuthUserDeleteRequest,
  fromJson: (json) => fromJsonAuthUserDeleteRequest(json),
}

export function sizeAuthUserDeleteRequest(m: AuthUserDeleteRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  return bytes
}

export function writeAuthUserDeleteRequest(m: AuthUserDeleteRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  return at
}

const fieldsOfAuthUserDeleteRequest: FieldNames = { 1: 'name' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthUserDeleteRequest(r: Reader, from?: AuthUserDeleteRequest): AuthUserDeleteRequest {
  let name: string = ''
  if (from !== undefined) {
    name = from.name
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserDeleteRequest', fieldsOfAuthUserDeleteRequest)
    }
  }
  return { name }
}

export function createAuthUserDeleteRequest(init?: AuthUserDeleteRequestInit): AuthUserDeleteRequest {
  return {
    name: init?.name ?? '',
  }
}

export function toJsonAuthUserDeleteRequest(m: AuthUserDeleteRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  return json
}

export function fromJsonAuthUserDeleteRequest(json: unknown, depth = 0): AuthUserDeleteRequest {
  const from = fromObject(json, 'etcdserverpb.AuthUserDeleteRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthUserDeleteRequest.name'),
  }
}

export interface AuthUserDeleteResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthUserDeleteResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthUserDeleteResponse: Codec<AuthUserDeleteResponse, AuthUserDeleteResponseInit> = {
  typeName: 'etcdserverpb.AuthUserDeleteResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserDeleteResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserDeleteResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserDeleteResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserDeleteResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserDeleteResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserDeleteResponse(new Reader(buffer, start, end))
  },
  create: createAuthUserDeleteResponse,
  toJson: toJsonAuthUserDeleteResponse,
  fromJson: (json) => fromJsonAuthUserDeleteResponse(json),
}

export function sizeAuthUserDeleteResponse(m: AuthUserDeleteResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthUserDeleteResponse(m: AuthUserDeleteResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthUserDeleteResponse: FieldNames = { 1: 'header' }

export function readAuthUserDeleteResponse(r: Reader): AuthUserDeleteResponse {
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
        r.skip(tag, 'etcdserverpb.AuthUserDeleteResponse', fieldsOfAuthUserDeleteResponse)
    }
  }
  return { header }
}

export function createAuthUserDeleteResponse(init?: AuthUserDeleteResponseInit): AuthUserDeleteResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthUserDeleteResponse(m: AuthUserDeleteResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthUserDeleteResponse(json: unknown, depth = 0): AuthUserDeleteResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserDeleteResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthUserChangePasswordRequest {
  readonly name: string
  readonly password: string
  /** As in AuthUserAddRequest. */
  readonly hashedPassword: string
}

/** To be encoded: what is missing has its default. */
export interface AuthUserChangePasswordRequestInit {
  readonly name?: string | undefined
  readonly password?: string | undefined
  readonly hashedPassword?: string | undefined
}

export const AuthUserChangePasswordRequest: Codec<AuthUserChangePasswordRequest, AuthUserChangePasswordRequestInit> = {
  typeName: 'etcdserverpb.AuthUserChangePasswordRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserChangePasswordRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserChangePasswordRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserChangePasswordRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserChangePasswordRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserChangePasswordRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserChangePasswordRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserChangePasswordRequest,
  toJson: toJsonAuthUserChangePasswordRequest,
  fromJson: (json) => fromJsonAuthUserChangePasswordRequest(json),
}

export function sizeAuthUserChangePasswordRequest(m: AuthUserChangePasswordRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.password !== undefined && m.password !== '') {
    bytes += 1 + sizeUtf8(m.password)
  }
  if (m.hashedPassword !== undefined && m.hashedPassword !== '') {
    bytes += 1 + sizeUtf8(m.hashedPassword)
  }
  return bytes
}

export function writeAuthUserChangePasswordRequest(
  m: AuthUserChangePasswordRequestInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.password !== undefined && m.password !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.password)
  }
  if (m.hashedPassword !== undefined && m.hashedPassword !== '') {
    buffer[at++] = 26
    at = writeUtf8(buffer, at, m.hashedPassword)
  }
  return at
}

const fieldsOfAuthUserChangePasswordRequest: FieldNames = { 1: 'name', 2: 'password', 3: 'hashedPassword' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthUserChangePasswordRequest(
  r: Reader,
  from?: AuthUserChangePasswordRequest,
): AuthUserChangePasswordRequest {
  let name: string = ''
  let password: string = ''
  let hashedPassword: string = ''
  if (from !== undefined) {
    name = from.name
    password = from.password
    hashedPassword = from.hashedPassword
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      case 18:
        password = r.utf8()
        break
      case 26:
        hashedPassword = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserChangePasswordRequest', fieldsOfAuthUserChangePasswordRequest)
    }
  }
  return { name, password, hashedPassword }
}

export function createAuthUserChangePasswordRequest(
  init?: AuthUserChangePasswordRequestInit,
): AuthUserChangePasswordRequest {
  return {
    name: init?.name ?? '',
    password: init?.password ?? '',
    hashedPassword: init?.hashedPassword ?? '',
  }
}

export function toJsonAuthUserChangePasswordRequest(m: AuthUserChangePasswordRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.password !== undefined && m.password !== '') json['password'] = m.password
  if (m.hashedPassword !== undefined && m.hashedPassword !== '') json['hashedPassword'] = m.hashedPassword
  return json
}

export function fromJsonAuthUserChangePasswordRequest(json: unknown, depth = 0): AuthUserChangePasswordRequest {
  const from = fromObject(json, 'etcdserverpb.AuthUserChangePasswordRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthUserChangePasswordRequest.name'),
    password: fromText(pick(from, 'password', 'password'), 'etcdserverpb.AuthUserChangePasswordRequest.password'),
    hashedPassword: fromText(
      pick(from, 'hashedPassword', 'hashedPassword'),
      'etcdserverpb.AuthUserChangePasswordRequest.hashedPassword',
    ),
  }
}

export interface AuthUserChangePasswordResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthUserChangePasswordResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthUserChangePasswordResponse: Codec<AuthUserChangePasswordResponse, AuthUserChangePasswordResponseInit> =
  {
    typeName: 'etcdserverpb.AuthUserChangePasswordResponse',
    encode(message, headroom = 0) {
      rewind()
      const end = headroom + sizeAuthUserChangePasswordResponse(message)
      rewind()
      const buffer = Buffer.allocUnsafe(end)
      checkEnd(writeAuthUserChangePasswordResponse(message, buffer, headroom), end)
      return buffer
    },
    size(message) {
      rewind()
      return sizeAuthUserChangePasswordResponse(message)
    },
    encodeInto(message, buffer, at) {
      rewind()
      const end = at + sizeAuthUserChangePasswordResponse(message)
      checkRoom(buffer, at, end)
      rewind()
      checkEnd(writeAuthUserChangePasswordResponse(message, buffer, at), end)
      return end
    },
    decode(buffer, start = 0, end = buffer.length) {
      return readAuthUserChangePasswordResponse(new Reader(buffer, start, end))
    },
    create: createAuthUserChangePasswordResponse,
    toJson: toJsonAuthUserChangePasswordResponse,
    fromJson: (json) => fromJsonAuthUserChangePasswordResponse(json),
  }

export function sizeAuthUserChangePasswordResponse(m: AuthUserChangePasswordResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthUserChangePasswordResponse(
  m: AuthUserChangePasswordResponseInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthUserChangePasswordResponse: FieldNames = { 1: 'header' }

export function readAuthUserChangePasswordResponse(r: Reader): AuthUserChangePasswordResponse {
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
        r.skip(tag, 'etcdserverpb.AuthUserChangePasswordResponse', fieldsOfAuthUserChangePasswordResponse)
    }
  }
  return { header }
}

export function createAuthUserChangePasswordResponse(
  init?: AuthUserChangePasswordResponseInit,
): AuthUserChangePasswordResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthUserChangePasswordResponse(m: AuthUserChangePasswordResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthUserChangePasswordResponse(json: unknown, depth = 0): AuthUserChangePasswordResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserChangePasswordResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthUserGrantRoleRequest {
  readonly user: string
  readonly role: string
}

/** To be encoded: what is missing has its default. */
export interface AuthUserGrantRoleRequestInit {
  readonly user?: string | undefined
  readonly role?: string | undefined
}

export const AuthUserGrantRoleRequest: Codec<AuthUserGrantRoleRequest, AuthUserGrantRoleRequestInit> = {
  typeName: 'etcdserverpb.AuthUserGrantRoleRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserGrantRoleRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserGrantRoleRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserGrantRoleRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserGrantRoleRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserGrantRoleRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserGrantRoleRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserGrantRoleRequest,
  toJson: toJsonAuthUserGrantRoleRequest,
  fromJson: (json) => fromJsonAuthUserGrantRoleRequest(json),
}

export function sizeAuthUserGrantRoleRequest(m: AuthUserGrantRoleRequestInit): number {
  let bytes = 0
  if (m.user !== undefined && m.user !== '') {
    bytes += 1 + sizeUtf8(m.user)
  }
  if (m.role !== undefined && m.role !== '') {
    bytes += 1 + sizeUtf8(m.role)
  }
  return bytes
}

export function writeAuthUserGrantRoleRequest(m: AuthUserGrantRoleRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.user !== undefined && m.user !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.user)
  }
  if (m.role !== undefined && m.role !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.role)
  }
  return at
}

const fieldsOfAuthUserGrantRoleRequest: FieldNames = { 1: 'user', 2: 'role' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthUserGrantRoleRequest(r: Reader, from?: AuthUserGrantRoleRequest): AuthUserGrantRoleRequest {
  let user: string = ''
  let role: string = ''
  if (from !== undefined) {
    user = from.user
    role = from.role
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        user = r.utf8()
        break
      case 18:
        role = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserGrantRoleRequest', fieldsOfAuthUserGrantRoleRequest)
    }
  }
  return { user, role }
}

export function createAuthUserGrantRoleRequest(init?: AuthUserGrantRoleRequestInit): AuthUserGrantRoleRequest {
  return {
    user: init?.user ?? '',
    role: init?.role ?? '',
  }
}

export function toJsonAuthUserGrantRoleRequest(m: AuthUserGrantRoleRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.user !== undefined && m.user !== '') json['user'] = m.user
  if (m.role !== undefined && m.role !== '') json['role'] = m.role
  return json
}

export function fromJsonAuthUserGrantRoleRequest(json: unknown, depth = 0): AuthUserGrantRoleRequest {
  const from = fromObject(json, 'etcdserverpb.AuthUserGrantRoleRequest', depth)

  return {
    user: fromText(pick(from, 'user', 'user'), 'etcdserverpb.AuthUserGrantRoleRequest.user'),
    role: fromText(pick(from, 'role', 'role'), 'etcdserverpb.AuthUserGrantRoleRequest.role'),
  }
}

export interface AuthUserGrantRoleResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthUserGrantRoleResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthUserGrantRoleResponse: Codec<AuthUserGrantRoleResponse, AuthUserGrantRoleResponseInit> = {
  typeName: 'etcdserverpb.AuthUserGrantRoleResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserGrantRoleResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserGrantRoleResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserGrantRoleResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserGrantRoleResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserGrantRoleResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserGrantRoleResponse(new Reader(buffer, start, end))
  },
  create: createAuthUserGrantRoleResponse,
  toJson: toJsonAuthUserGrantRoleResponse,
  fromJson: (json) => fromJsonAuthUserGrantRoleResponse(json),
}

export function sizeAuthUserGrantRoleResponse(m: AuthUserGrantRoleResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthUserGrantRoleResponse(
  m: AuthUserGrantRoleResponseInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthUserGrantRoleResponse: FieldNames = { 1: 'header' }

export function readAuthUserGrantRoleResponse(r: Reader): AuthUserGrantRoleResponse {
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
        r.skip(tag, 'etcdserverpb.AuthUserGrantRoleResponse', fieldsOfAuthUserGrantRoleResponse)
    }
  }
  return { header }
}

export function createAuthUserGrantRoleResponse(init?: AuthUserGrantRoleResponseInit): AuthUserGrantRoleResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthUserGrantRoleResponse(m: AuthUserGrantRoleResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthUserGrantRoleResponse(json: unknown, depth = 0): AuthUserGrantRoleResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserGrantRoleResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthUserRevokeRoleRequest {
  readonly name: string
  readonly role: string
}

/** To be encoded: what is missing has its default. */
export interface AuthUserRevokeRoleRequestInit {
  readonly name?: string | undefined
  readonly role?: string | undefined
}

export const AuthUserRevokeRoleRequest: Codec<AuthUserRevokeRoleRequest, AuthUserRevokeRoleRequestInit> = {
  typeName: 'etcdserverpb.AuthUserRevokeRoleRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserRevokeRoleRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserRevokeRoleRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserRevokeRoleRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserRevokeRoleRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserRevokeRoleRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserRevokeRoleRequest(new Reader(buffer, start, end))
  },
  create: createAuthUserRevokeRoleRequest,
  toJson: toJsonAuthUserRevokeRoleRequest,
  fromJson: (json) => fromJsonAuthUserRevokeRoleRequest(json),
}

export function sizeAuthUserRevokeRoleRequest(m: AuthUserRevokeRoleRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.role !== undefined && m.role !== '') {
    bytes += 1 + sizeUtf8(m.role)
  }
  return bytes
}

export function writeAuthUserRevokeRoleRequest(
  m: AuthUserRevokeRoleRequestInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.role !== undefined && m.role !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.role)
  }
  return at
}

const fieldsOfAuthUserRevokeRoleRequest: FieldNames = { 1: 'name', 2: 'role' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthUserRevokeRoleRequest(r: Reader, from?: AuthUserRevokeRoleRequest): AuthUserRevokeRoleRequest {
  let name: string = ''
  let role: string = ''
  if (from !== undefined) {
    name = from.name
    role = from.role
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      case 18:
        role = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthUserRevokeRoleRequest', fieldsOfAuthUserRevokeRoleRequest)
    }
  }
  return { name, role }
}

export function createAuthUserRevokeRoleRequest(init?: AuthUserRevokeRoleRequestInit): AuthUserRevokeRoleRequest {
  return {
    name: init?.name ?? '',
    role: init?.role ?? '',
  }
}

export function toJsonAuthUserRevokeRoleRequest(m: AuthUserRevokeRoleRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.role !== undefined && m.role !== '') json['role'] = m.role
  return json
}

export function fromJsonAuthUserRevokeRoleRequest(json: unknown, depth = 0): AuthUserRevokeRoleRequest {
  const from = fromObject(json, 'etcdserverpb.AuthUserRevokeRoleRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthUserRevokeRoleRequest.name'),
    role: fromText(pick(from, 'role', 'role'), 'etcdserverpb.AuthUserRevokeRoleRequest.role'),
  }
}

export interface AuthUserRevokeRoleResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthUserRevokeRoleResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthUserRevokeRoleResponse: Codec<AuthUserRevokeRoleResponse, AuthUserRevokeRoleResponseInit> = {
  typeName: 'etcdserverpb.AuthUserRevokeRoleResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthUserRevokeRoleResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthUserRevokeRoleResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthUserRevokeRoleResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthUserRevokeRoleResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthUserRevokeRoleResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthUserRevokeRoleResponse(new Reader(buffer, start, end))
  },
  create: createAuthUserRevokeRoleResponse,
  toJson: toJsonAuthUserRevokeRoleResponse,
  fromJson: (json) => fromJsonAuthUserRevokeRoleResponse(json),
}

export function sizeAuthUserRevokeRoleResponse(m: AuthUserRevokeRoleResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthUserRevokeRoleResponse(
  m: AuthUserRevokeRoleResponseInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthUserRevokeRoleResponse: FieldNames = { 1: 'header' }

export function readAuthUserRevokeRoleResponse(r: Reader): AuthUserRevokeRoleResponse {
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
        r.skip(tag, 'etcdserverpb.AuthUserRevokeRoleResponse', fieldsOfAuthUserRevokeRoleResponse)
    }
  }
  return { header }
}

export function createAuthUserRevokeRoleResponse(init?: AuthUserRevokeRoleResponseInit): AuthUserRevokeRoleResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthUserRevokeRoleResponse(m: AuthUserRevokeRoleResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthUserRevokeRoleResponse(json: unknown, depth = 0): AuthUserRevokeRoleResponse {
  const from = fromObject(json, 'etcdserverpb.AuthUserRevokeRoleResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthRoleAddRequest {
  readonly name: string
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleAddRequestInit {
  readonly name?: string | undefined
}

export const AuthRoleAddRequest: Codec<AuthRoleAddRequest, AuthRoleAddRequestInit> = {
  typeName: 'etcdserverpb.AuthRoleAddRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleAddRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleAddRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleAddRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleAddRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleAddRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleAddRequest(new Reader(buffer, start, end))
  },
  create: createAuthRoleAddRequest,
  toJson: toJsonAuthRoleAddRequest,
  fromJson: (json) => fromJsonAuthRoleAddRequest(json),
}

export function sizeAuthRoleAddRequest(m: AuthRoleAddRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  return bytes
}

export function writeAuthRoleAddRequest(m: AuthRoleAddRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  return at
}

const fieldsOfAuthRoleAddRequest: FieldNames = { 1: 'name' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthRoleAddRequest(r: Reader, from?: AuthRoleAddRequest): AuthRoleAddRequest {
  let name: string = ''
  if (from !== undefined) {
    name = from.name
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleAddRequest', fieldsOfAuthRoleAddRequest)
    }
  }
  return { name }
}

export function createAuthRoleAddRequest(init?: AuthRoleAddRequestInit): AuthRoleAddRequest {
  return {
    name: init?.name ?? '',
  }
}

export function toJsonAuthRoleAddRequest(m: AuthRoleAddRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  return json
}

export function fromJsonAuthRoleAddRequest(json: unknown, depth = 0): AuthRoleAddRequest {
  const from = fromObject(json, 'etcdserverpb.AuthRoleAddRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthRoleAddRequest.name'),
  }
}

export interface AuthRoleAddResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleAddResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthRoleAddResponse: Codec<AuthRoleAddResponse, AuthRoleAddResponseInit> = {
  typeName: 'etcdserverpb.AuthRoleAddResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleAddResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleAddResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleAddResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleAddResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleAddResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleAddResponse(new Reader(buffer, start, end))
  },
  create: createAuthRoleAddResponse,
  toJson: toJsonAuthRoleAddResponse,
  fromJson: (json) => fromJsonAuthRoleAddResponse(json),
}

export function sizeAuthRoleAddResponse(m: AuthRoleAddResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthRoleAddResponse(m: AuthRoleAddResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthRoleAddResponse: FieldNames = { 1: 'header' }

export function readAuthRoleAddResponse(r: Reader): AuthRoleAddResponse {
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
        r.skip(tag, 'etcdserverpb.AuthRoleAddResponse', fieldsOfAuthRoleAddResponse)
    }
  }
  return { header }
}

export function createAuthRoleAddResponse(init?: AuthRoleAddResponseInit): AuthRoleAddResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthRoleAddResponse(m: AuthRoleAddResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthRoleAddResponse(json: unknown, depth = 0): AuthRoleAddResponse {
  const from = fromObject(json, 'etcdserverpb.AuthRoleAddResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthRoleGetRequest {
  readonly role: string
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleGetRequestInit {
  readonly role?: string | undefined
}

export const AuthRoleGetRequest: Codec<AuthRoleGetRequest, AuthRoleGetRequestInit> = {
  typeName: 'etcdserverpb.AuthRoleGetRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleGetRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleGetRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleGetRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleGetRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleGetRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleGetRequest(new Reader(buffer, start, end))
  },
  create: createAuthRoleGetRequest,
  toJson: toJsonAuthRoleGetRequest,
  fromJson: (json) => fromJsonAuthRoleGetRequest(json),
}

export function sizeAuthRoleGetRequest(m: AuthRoleGetRequestInit): number {
  let bytes = 0
  if (m.role !== undefined && m.role !== '') {
    bytes += 1 + sizeUtf8(m.role)
  }
  return bytes
}

export function writeAuthRoleGetRequest(m: AuthRoleGetRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.role !== undefined && m.role !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.role)
  }
  return at
}

const fieldsOfAuthRoleGetRequest: FieldNames = { 1: 'role' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthRoleGetRequest(r: Reader, from?: AuthRoleGetRequest): AuthRoleGetRequest {
  let role: string = ''
  if (from !== undefined) {
    role = from.role
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        role = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleGetRequest', fieldsOfAuthRoleGetRequest)
    }
  }
  return { role }
}

export function createAuthRoleGetRequest(init?: AuthRoleGetRequestInit): AuthRoleGetRequest {
  return {
    role: init?.role ?? '',
  }
}

export function toJsonAuthRoleGetRequest(m: AuthRoleGetRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.role !== undefined && m.role !== '') json['role'] = m.role
  return json
}

export function fromJsonAuthRoleGetRequest(json: unknown, depth = 0): AuthRoleGetRequest {
  const from = fromObject(json, 'etcdserverpb.AuthRoleGetRequest', depth)

  return {
    role: fromText(pick(from, 'role', 'role'), 'etcdserverpb.AuthRoleGetRequest.role'),
  }
}

export interface AuthRoleGetResponse {
  readonly header: ResponseHeader | undefined
  readonly perm: readonly Permission[]
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleGetResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly perm?: readonly PermissionInit[] | undefined
}

export const AuthRoleGetResponse: Codec<AuthRoleGetResponse, AuthRoleGetResponseInit> = {
  typeName: 'etcdserverpb.AuthRoleGetResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleGetResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleGetResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleGetResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleGetResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleGetResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleGetResponse(new Reader(buffer, start, end))
  },
  create: createAuthRoleGetResponse,
  toJson: toJsonAuthRoleGetResponse,
  fromJson: (json) => fromJsonAuthRoleGetResponse(json),
}

export function sizeAuthRoleGetResponse(m: AuthRoleGetResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.perm !== undefined) {
    for (const item of m.perm) {
      bytes += 1 + keep(reserve(), sizePermission(item))
    }
  }
  return bytes
}

export function writeAuthRoleGetResponse(m: AuthRoleGetResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.perm !== undefined) {
    for (const item of m.perm) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writePermission(item, buffer, at)
    }
  }
  return at
}

const fieldsOfAuthRoleGetResponse: FieldNames = { 1: 'header', 2: 'perm' }

export function readAuthRoleGetResponse(r: Reader): AuthRoleGetResponse {
  let header: ResponseHeader | undefined
  const perm: Permission[] = []

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
        perm.push(readPermission(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleGetResponse', fieldsOfAuthRoleGetResponse)
    }
  }
  return { header, perm }
}

export function createAuthRoleGetResponse(init?: AuthRoleGetResponseInit): AuthRoleGetResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    perm: init?.perm?.map((item) => createPermission(item)) ?? [],
  }
}

export function toJsonAuthRoleGetResponse(m: AuthRoleGetResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.perm !== undefined && m.perm.length > 0) json['perm'] = m.perm.map((item) => toJsonPermission(item))
  return json
}

export function fromJsonAuthRoleGetResponse(json: unknown, depth = 0): AuthRoleGetResponse {
  const from = fromObject(json, 'etcdserverpb.AuthRoleGetResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    perm: fromList(pick(from, 'perm', 'perm'), 'etcdserverpb.AuthRoleGetResponse.perm', (item) =>
      fromJsonPermission(item, depth + 1),
    ),
  }
}

export type AuthRoleListRequest = Readonly<Record<string, never>>
export type AuthRoleListRequestInit = AuthRoleListRequest

export const AuthRoleListRequest: Codec<AuthRoleListRequest, AuthRoleListRequestInit> = {
  typeName: 'etcdserverpb.AuthRoleListRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleListRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleListRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleListRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleListRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleListRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleListRequest(new Reader(buffer, start, end))
  },
  create: createAuthRoleListRequest,
  toJson: toJsonAuthRoleListRequest,
  fromJson: (json) => fromJsonAuthRoleListRequest(json),
}

export function sizeAuthRoleListRequest(_: AuthRoleListRequestInit): number {
  return 0
}

export function writeAuthRoleListRequest(_: AuthRoleListRequestInit, _buffer: Buffer, at: number): number {
  return at
}

export function readAuthRoleListRequest(r: Reader, _from?: AuthRoleListRequest): AuthRoleListRequest {
  while (r.position < r.end) r.skip(r.tag(), 'etcdserverpb.AuthRoleListRequest', {})
  return {}
}

export function createAuthRoleListRequest(_?: AuthRoleListRequestInit): AuthRoleListRequest {
  return {}
}

export function toJsonAuthRoleListRequest(_: AuthRoleListRequestInit): JsonObject {
  return {}
}

export function fromJsonAuthRoleListRequest(json: unknown, depth = 0): AuthRoleListRequest {
  fromObject(json, 'etcdserverpb.AuthRoleListRequest', depth)
  return {}
}

export interface AuthRoleListResponse {
  readonly header: ResponseHeader | undefined
  readonly roles: readonly string[]
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleListResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly roles?: readonly string[] | undefined
}

export const AuthRoleListResponse: Codec<AuthRoleListResponse, AuthRoleListResponseInit> = {
  typeName: 'etcdserverpb.AuthRoleListResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleListResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleListResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleListResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleListResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleListResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleListResponse(new Reader(buffer, start, end))
  },
  create: createAuthRoleListResponse,
  toJson: toJsonAuthRoleListResponse,
  fromJson: (json) => fromJsonAuthRoleListResponse(json),
}

export function sizeAuthRoleListResponse(m: AuthRoleListResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.roles !== undefined) {
    for (const item of m.roles) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  return bytes
}

export function writeAuthRoleListResponse(m: AuthRoleListResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.roles !== undefined) {
    for (const item of m.roles) {
      buffer[at++] = 18
      at = writeUtf8(buffer, at, item)
    }
  }
  return at
}

const fieldsOfAuthRoleListResponse: FieldNames = { 1: 'header', 2: 'roles' }

export function readAuthRoleListResponse(r: Reader): AuthRoleListResponse {
  let header: ResponseHeader | undefined
  const roles: string[] = []

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
        roles.push(r.utf8())
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleListResponse', fieldsOfAuthRoleListResponse)
    }
  }
  return { header, roles }
}

export function createAuthRoleListResponse(init?: AuthRoleListResponseInit): AuthRoleListResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    roles: [...(init?.roles ?? [])],
  }
}

export function toJsonAuthRoleListResponse(m: AuthRoleListResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.roles !== undefined && m.roles.length > 0) json['roles'] = m.roles.map((item) => item)
  return json
}

export function fromJsonAuthRoleListResponse(json: unknown, depth = 0): AuthRoleListResponse {
  const from = fromObject(json, 'etcdserverpb.AuthRoleListResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    roles: fromList(pick(from, 'roles', 'roles'), 'etcdserverpb.AuthRoleListResponse.roles', fromText),
  }
}

export interface AuthRoleDeleteRequest {
  readonly role: string
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleDeleteRequestInit {
  readonly role?: string | undefined
}

export const AuthRoleDeleteRequest: Codec<AuthRoleDeleteRequest, AuthRoleDeleteRequestInit> = {
  typeName: 'etcdserverpb.AuthRoleDeleteRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleDeleteRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleDeleteRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleDeleteRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleDeleteRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleDeleteRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleDeleteRequest(new Reader(buffer, start, end))
  },
  create: createAuthRoleDeleteRequest,
  toJson: toJsonAuthRoleDeleteRequest,
  fromJson: (json) => fromJsonAuthRoleDeleteRequest(json),
}

export function sizeAuthRoleDeleteRequest(m: AuthRoleDeleteRequestInit): number {
  let bytes = 0
  if (m.role !== undefined && m.role !== '') {
    bytes += 1 + sizeUtf8(m.role)
  }
  return bytes
}

export function writeAuthRoleDeleteRequest(m: AuthRoleDeleteRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.role !== undefined && m.role !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.role)
  }
  return at
}

const fieldsOfAuthRoleDeleteRequest: FieldNames = { 1: 'role' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthRoleDeleteRequest(r: Reader, from?: AuthRoleDeleteRequest): AuthRoleDeleteRequest {
  let role: string = ''
  if (from !== undefined) {
    role = from.role
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        role = r.utf8()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleDeleteRequest', fieldsOfAuthRoleDeleteRequest)
    }
  }
  return { role }
}

export function createAuthRoleDeleteRequest(init?: AuthRoleDeleteRequestInit): AuthRoleDeleteRequest {
  return {
    role: init?.role ?? '',
  }
}

export function toJsonAuthRoleDeleteRequest(m: AuthRoleDeleteRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.role !== undefined && m.role !== '') json['role'] = m.role
  return json
}

export function fromJsonAuthRoleDeleteRequest(json: unknown, depth = 0): AuthRoleDeleteRequest {
  const from = fromObject(json, 'etcdserverpb.AuthRoleDeleteRequest', depth)

  return {
    role: fromText(pick(from, 'role', 'role'), 'etcdserverpb.AuthRoleDeleteRequest.role'),
  }
}

export interface AuthRoleDeleteResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleDeleteResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthRoleDeleteResponse: Codec<AuthRoleDeleteResponse, AuthRoleDeleteResponseInit> = {
  typeName: 'etcdserverpb.AuthRoleDeleteResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleDeleteResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleDeleteResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleDeleteResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleDeleteResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleDeleteResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleDeleteResponse(new Reader(buffer, start, end))
  },
  create: createAuthRoleDeleteResponse,
  toJson: toJsonAuthRoleDeleteResponse,
  fromJson: (json) => fromJsonAuthRoleDeleteResponse(json),
}

export function sizeAuthRoleDeleteResponse(m: AuthRoleDeleteResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthRoleDeleteResponse(m: AuthRoleDeleteResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthRoleDeleteResponse: FieldNames = { 1: 'header' }

export function readAuthRoleDeleteResponse(r: Reader): AuthRoleDeleteResponse {
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
        r.skip(tag, 'etcdserverpb.AuthRoleDeleteResponse', fieldsOfAuthRoleDeleteResponse)
    }
  }
  return { header }
}

export function createAuthRoleDeleteResponse(init?: AuthRoleDeleteResponseInit): AuthRoleDeleteResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthRoleDeleteResponse(m: AuthRoleDeleteResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthRoleDeleteResponse(json: unknown, depth = 0): AuthRoleDeleteResponse {
  const from = fromObject(json, 'etcdserverpb.AuthRoleDeleteResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthRoleGrantPermissionRequest {
  /** Of the role. */
  readonly name: string
  readonly perm: Permission | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleGrantPermissionRequestInit {
  readonly name?: string | undefined
  readonly perm?: PermissionInit | undefined
}

export const AuthRoleGrantPermissionRequest: Codec<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionRequestInit> =
  {
    typeName: 'etcdserverpb.AuthRoleGrantPermissionRequest',
    encode(message, headroom = 0) {
      rewind()
      const end = headroom + sizeAuthRoleGrantPermissionRequest(message)
      rewind()
      const buffer = Buffer.allocUnsafe(end)
      checkEnd(writeAuthRoleGrantPermissionRequest(message, buffer, headroom), end)
      return buffer
    },
    size(message) {
      rewind()
      return sizeAuthRoleGrantPermissionRequest(message)
    },
    encodeInto(message, buffer, at) {
      rewind()
      const end = at + sizeAuthRoleGrantPermissionRequest(message)
      checkRoom(buffer, at, end)
      rewind()
      checkEnd(writeAuthRoleGrantPermissionRequest(message, buffer, at), end)
      return end
    },
    decode(buffer, start = 0, end = buffer.length) {
      return readAuthRoleGrantPermissionRequest(new Reader(buffer, start, end))
    },
    create: createAuthRoleGrantPermissionRequest,
    toJson: toJsonAuthRoleGrantPermissionRequest,
    fromJson: (json) => fromJsonAuthRoleGrantPermissionRequest(json),
  }

export function sizeAuthRoleGrantPermissionRequest(m: AuthRoleGrantPermissionRequestInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.perm !== undefined) {
    bytes += 1 + keep(reserve(), sizePermission(m.perm))
  }
  return bytes
}

export function writeAuthRoleGrantPermissionRequest(
  m: AuthRoleGrantPermissionRequestInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.perm !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writePermission(m.perm, buffer, at)
  }
  return at
}

const fieldsOfAuthRoleGrantPermissionRequest: FieldNames = { 1: 'name', 2: 'perm' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthRoleGrantPermissionRequest(
  r: Reader,
  from?: AuthRoleGrantPermissionRequest,
): AuthRoleGrantPermissionRequest {
  let name: string = ''
  let perm: Permission | undefined
  if (from !== undefined) {
    name = from.name
    perm = from.perm
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      case 18: {
        const outer = r.enter()
        perm = readPermission(r, perm)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleGrantPermissionRequest', fieldsOfAuthRoleGrantPermissionRequest)
    }
  }
  return { name, perm }
}

export function createAuthRoleGrantPermissionRequest(
  init?: AuthRoleGrantPermissionRequestInit,
): AuthRoleGrantPermissionRequest {
  return {
    name: init?.name ?? '',
    perm: init?.perm === undefined ? undefined : createPermission(init.perm),
  }
}

export function toJsonAuthRoleGrantPermissionRequest(m: AuthRoleGrantPermissionRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.perm !== undefined) json['perm'] = toJsonPermission(m.perm)
  return json
}

export function fromJsonAuthRoleGrantPermissionRequest(json: unknown, depth = 0): AuthRoleGrantPermissionRequest {
  const from = fromObject(json, 'etcdserverpb.AuthRoleGrantPermissionRequest', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.AuthRoleGrantPermissionRequest.name'),
    perm: optional(pick(from, 'perm', 'perm'), (value) => fromJsonPermission(value, depth + 1)),
  }
}

export interface AuthRoleGrantPermissionResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleGrantPermissionResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthRoleGrantPermissionResponse: Codec<
  AuthRoleGrantPermissionResponse,
  AuthRoleGrantPermissionResponseInit
> = {
  typeName: 'etcdserverpb.AuthRoleGrantPermissionResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleGrantPermissionResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleGrantPermissionResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleGrantPermissionResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleGrantPermissionResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleGrantPermissionResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleGrantPermissionResponse(new Reader(buffer, start, end))
  },
  create: createAuthRoleGrantPermissionResponse,
  toJson: toJsonAuthRoleGrantPermissionResponse,
  fromJson: (json) => fromJsonAuthRoleGrantPermissionResponse(json),
}

export function sizeAuthRoleGrantPermissionResponse(m: AuthRoleGrantPermissionResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthRoleGrantPermissionResponse(
  m: AuthRoleGrantPermissionResponseInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthRoleGrantPermissionResponse: FieldNames = { 1: 'header' }

export function readAuthRoleGrantPermissionResponse(r: Reader): AuthRoleGrantPermissionResponse {
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
        r.skip(tag, 'etcdserverpb.AuthRoleGrantPermissionResponse', fieldsOfAuthRoleGrantPermissionResponse)
    }
  }
  return { header }
}

export function createAuthRoleGrantPermissionResponse(
  init?: AuthRoleGrantPermissionResponseInit,
): AuthRoleGrantPermissionResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthRoleGrantPermissionResponse(m: AuthRoleGrantPermissionResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthRoleGrantPermissionResponse(json: unknown, depth = 0): AuthRoleGrantPermissionResponse {
  const from = fromObject(json, 'etcdserverpb.AuthRoleGrantPermissionResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

export interface AuthRoleRevokePermissionRequest {
  readonly role: string
  /** The range exactly as it was granted. */
  readonly key: string
  readonly rangeEnd: string
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleRevokePermissionRequestInit {
  readonly role?: string | undefined
  readonly key?: string | undefined
  readonly rangeEnd?: string | undefined
}

export const AuthRoleRevokePermissionRequest: Codec<
  AuthRoleRevokePermissionRequest,
  AuthRoleRevokePermissionRequestInit
> = {
  typeName: 'etcdserverpb.AuthRoleRevokePermissionRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleRevokePermissionRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleRevokePermissionRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleRevokePermissionRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleRevokePermissionRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleRevokePermissionRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleRevokePermissionRequest(new Reader(buffer, start, end))
  },
  create: createAuthRoleRevokePermissionRequest,
  toJson: toJsonAuthRoleRevokePermissionRequest,
  fromJson: (json) => fromJsonAuthRoleRevokePermissionRequest(json),
}

export function sizeAuthRoleRevokePermissionRequest(m: AuthRoleRevokePermissionRequestInit): number {
  let bytes = 0
  if (m.role !== undefined && m.role !== '') {
    bytes += 1 + sizeUtf8(m.role)
  }
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    bytes += 1 + sizeLatin1(m.rangeEnd)
  }
  return bytes
}

export function writeAuthRoleRevokePermissionRequest(
  m: AuthRoleRevokePermissionRequestInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.role !== undefined && m.role !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.role)
  }
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    buffer[at++] = 26
    at = writeLatin1(buffer, at, m.rangeEnd)
  }
  return at
}

const fieldsOfAuthRoleRevokePermissionRequest: FieldNames = { 1: 'role', 2: 'key', 3: 'range_end' }

/** A field that comes twice continues the message that came first: `from`. */
export function readAuthRoleRevokePermissionRequest(
  r: Reader,
  from?: AuthRoleRevokePermissionRequest,
): AuthRoleRevokePermissionRequest {
  let role: string = ''
  let key: string = ''
  let rangeEnd: string = ''
  if (from !== undefined) {
    role = from.role
    key = from.key
    rangeEnd = from.rangeEnd
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        role = r.utf8()
        break
      case 18:
        key = r.latin1()
        break
      case 26:
        rangeEnd = r.latin1()
        break
      default:
        r.skip(tag, 'etcdserverpb.AuthRoleRevokePermissionRequest', fieldsOfAuthRoleRevokePermissionRequest)
    }
  }
  return { role, key, rangeEnd }
}

export function createAuthRoleRevokePermissionRequest(
  init?: AuthRoleRevokePermissionRequestInit,
): AuthRoleRevokePermissionRequest {
  return {
    role: init?.role ?? '',
    key: init?.key ?? '',
    rangeEnd: init?.rangeEnd ?? '',
  }
}

export function toJsonAuthRoleRevokePermissionRequest(m: AuthRoleRevokePermissionRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.role !== undefined && m.role !== '') json['role'] = m.role
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') json['range_end'] = latin1ToBase64(m.rangeEnd)
  return json
}

export function fromJsonAuthRoleRevokePermissionRequest(json: unknown, depth = 0): AuthRoleRevokePermissionRequest {
  const from = fromObject(json, 'etcdserverpb.AuthRoleRevokePermissionRequest', depth)

  return {
    role: fromText(pick(from, 'role', 'role'), 'etcdserverpb.AuthRoleRevokePermissionRequest.role'),
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'etcdserverpb.AuthRoleRevokePermissionRequest.key'),
    rangeEnd: fromBase64Latin1(
      pick(from, 'range_end', 'rangeEnd'),
      'etcdserverpb.AuthRoleRevokePermissionRequest.range_end',
    ),
  }
}

export interface AuthRoleRevokePermissionResponse {
  readonly header: ResponseHeader | undefined
}

/** To be encoded: what is missing has its default. */
export interface AuthRoleRevokePermissionResponseInit {
  readonly header?: ResponseHeaderInit | undefined
}

export const AuthRoleRevokePermissionResponse: Codec<
  AuthRoleRevokePermissionResponse,
  AuthRoleRevokePermissionResponseInit
> = {
  typeName: 'etcdserverpb.AuthRoleRevokePermissionResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeAuthRoleRevokePermissionResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeAuthRoleRevokePermissionResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeAuthRoleRevokePermissionResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeAuthRoleRevokePermissionResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeAuthRoleRevokePermissionResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readAuthRoleRevokePermissionResponse(new Reader(buffer, start, end))
  },
  create: createAuthRoleRevokePermissionResponse,
  toJson: toJsonAuthRoleRevokePermissionResponse,
  fromJson: (json) => fromJsonAuthRoleRevokePermissionResponse(json),
}

export function sizeAuthRoleRevokePermissionResponse(m: AuthRoleRevokePermissionResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  return bytes
}

export function writeAuthRoleRevokePermissionResponse(
  m: AuthRoleRevokePermissionResponseInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  return at
}

const fieldsOfAuthRoleRevokePermissionResponse: FieldNames = { 1: 'header' }

export function readAuthRoleRevokePermissionResponse(r: Reader): AuthRoleRevokePermissionResponse {
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
        r.skip(tag, 'etcdserverpb.AuthRoleRevokePermissionResponse', fieldsOfAuthRoleRevokePermissionResponse)
    }
  }
  return { header }
}

export function createAuthRoleRevokePermissionResponse(
  init?: AuthRoleRevokePermissionResponseInit,
): AuthRoleRevokePermissionResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
  }
}

export function toJsonAuthRoleRevokePermissionResponse(m: AuthRoleRevokePermissionResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  return json
}

export function fromJsonAuthRoleRevokePermissionResponse(json: unknown, depth = 0): AuthRoleRevokePermissionResponse {
  const from = fromObject(json, 'etcdserverpb.AuthRoleRevokePermissionResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
  }
}

/** Users, roles, logging in. All of it goes through the log, reads included. */
export const AuthService = {
  name: 'etcdserverpb.Auth',
  methods: {
    authEnable: {
      name: 'AuthEnable',
      path: '/etcdserverpb.Auth/AuthEnable',
      requestStream: false,
      responseStream: false,
      request: AuthEnableRequest,
      response: AuthEnableResponse,
      rest: ['/v3/auth/enable'],
    },
    authDisable: {
      name: 'AuthDisable',
      path: '/etcdserverpb.Auth/AuthDisable',
      requestStream: false,
      responseStream: false,
      request: AuthDisableRequest,
      response: AuthDisableResponse,
      rest: ['/v3/auth/disable'],
    },
    authStatus: {
      name: 'AuthStatus',
      path: '/etcdserverpb.Auth/AuthStatus',
      requestStream: false,
      responseStream: false,
      request: AuthStatusRequest,
      response: AuthStatusResponse,
      rest: ['/v3/auth/status'],
    },
    /** A name and a password for a token. */
    authenticate: {
      name: 'Authenticate',
      path: '/etcdserverpb.Auth/Authenticate',
      requestStream: false,
      responseStream: false,
      request: AuthenticateRequest,
      response: AuthenticateResponse,
      rest: ['/v3/auth/authenticate'],
    },
    userAdd: {
      name: 'UserAdd',
      path: '/etcdserverpb.Auth/UserAdd',
      requestStream: false,
      responseStream: false,
      request: AuthUserAddRequest,
      response: AuthUserAddResponse,
      rest: ['/v3/auth/user/add'],
    },
    userGet: {
      name: 'UserGet',
      path: '/etcdserverpb.Auth/UserGet',
      requestStream: false,
      responseStream: false,
      request: AuthUserGetRequest,
      response: AuthUserGetResponse,
      rest: ['/v3/auth/user/get'],
    },
    userList: {
      name: 'UserList',
      path: '/etcdserverpb.Auth/UserList',
      requestStream: false,
      responseStream: false,
      request: AuthUserListRequest,
      response: AuthUserListResponse,
      rest: ['/v3/auth/user/list'],
    },
    userDelete: {
      name: 'UserDelete',
      path: '/etcdserverpb.Auth/UserDelete',
      requestStream: false,
      responseStream: false,
      request: AuthUserDeleteRequest,
      response: AuthUserDeleteResponse,
      rest: ['/v3/auth/user/delete'],
    },
    userChangePassword: {
      name: 'UserChangePassword',
      path: '/etcdserverpb.Auth/UserChangePassword',
      requestStream: false,
      responseStream: false,
      request: AuthUserChangePasswordRequest,
      response: AuthUserChangePasswordResponse,
      rest: ['/v3/auth/user/changepw'],
    },
    userGrantRole: {
      name: 'UserGrantRole',
      path: '/etcdserverpb.Auth/UserGrantRole',
      requestStream: false,
      responseStream: false,
      request: AuthUserGrantRoleRequest,
      response: AuthUserGrantRoleResponse,
      rest: ['/v3/auth/user/grant'],
    },
    userRevokeRole: {
      name: 'UserRevokeRole',
      path: '/etcdserverpb.Auth/UserRevokeRole',
      requestStream: false,
      responseStream: false,
      request: AuthUserRevokeRoleRequest,
      response: AuthUserRevokeRoleResponse,
      rest: ['/v3/auth/user/revoke'],
    },
    roleAdd: {
      name: 'RoleAdd',
      path: '/etcdserverpb.Auth/RoleAdd',
      requestStream: false,
      responseStream: false,
      request: AuthRoleAddRequest,
      response: AuthRoleAddResponse,
      rest: ['/v3/auth/role/add'],
    },
    roleGet: {
      name: 'RoleGet',
      path: '/etcdserverpb.Auth/RoleGet',
      requestStream: false,
      responseStream: false,
      request: AuthRoleGetRequest,
      response: AuthRoleGetResponse,
      rest: ['/v3/auth/role/get'],
    },
    roleList: {
      name: 'RoleList',
      path: '/etcdserverpb.Auth/RoleList',
      requestStream: false,
      responseStream: false,
      request: AuthRoleListRequest,
      response: AuthRoleListResponse,
      rest: ['/v3/auth/role/list'],
    },
    roleDelete: {
      name: 'RoleDelete',
      path: '/etcdserverpb.Auth/RoleDelete',
      requestStream: false,
      responseStream: false,
      request: AuthRoleDeleteRequest,
      response: AuthRoleDeleteResponse,
      rest: ['/v3/auth/role/delete'],
    },
    roleGrantPermission: {
      name: 'RoleGrantPermission',
      path: '/etcdserverpb.Auth/RoleGrantPermission',
      requestStream: false,
      responseStream: false,
      request: AuthRoleGrantPermissionRequest,
      response: AuthRoleGrantPermissionResponse,
      rest: ['/v3/auth/role/grant'],
    },
    roleRevokePermission: {
      name: 'RoleRevokePermission',
      path: '/etcdserverpb.Auth/RoleRevokePermission',
      requestStream: false,
      responseStream: false,
      request: AuthRoleRevokePermissionRequest,
      response: AuthRoleRevokePermissionResponse,
      rest: ['/v3/auth/role/revoke'],
    },
  },
} as const satisfies ServiceDefinition
