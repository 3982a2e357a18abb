// Made by `npm run proto` from proto/: do not edit.
import type { Codec, JsonObject } from '../runtime/codec.ts'
import { fromBool, fromList, fromObject, fromText, fromUint64, optional, pick } from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import type { ServiceDefinition } from '../runtime/service.ts'
import {
  checkEnd,
  checkRoom,
  keep,
  reserve,
  rewind,
  sizeBigint,
  sizeUtf8,
  writeBigint,
  writeBool,
  writeKept,
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

export interface Member {
  readonly id: bigint
  /** Empty until the member has started. */
  readonly name: string
  /** Where the other members reach it. */
  readonly peerUrls: readonly string[]
  /** Where clients reach it; empty until it has started. */
  readonly clientUrls: readonly string[]
  /** Receives the log, has no vote. */
  readonly isLearner: boolean
}

/** To be encoded: what is missing has its default. */
export interface MemberInit {
  readonly id?: bigint | undefined
  readonly name?: string | undefined
  readonly peerUrls?: readonly string[] | undefined
  readonly clientUrls?: readonly string[] | undefined
  readonly isLearner?: boolean | undefined
}

export const Member: Codec<Member, MemberInit> = {
  typeName: 'etcdserverpb.Member',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMember(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMember(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMember(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMember(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMember(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMember(new Reader(buffer, start, end))
  },
  create: createMember,
  toJson: toJsonMember,
  fromJson: (json) => fromJsonMember(json),
}

export function sizeMember(m: MemberInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.clientUrls !== undefined) {
    for (const item of m.clientUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.isLearner !== undefined && m.isLearner) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeMember(m: MemberInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      buffer[at++] = 26
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.clientUrls !== undefined) {
    for (const item of m.clientUrls) {
      buffer[at++] = 34
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.isLearner !== undefined && m.isLearner) {
    buffer[at++] = 40
    at = writeBool(buffer, at, m.isLearner)
  }
  return at
}

const fieldsOfMember: FieldNames = { 1: 'ID', 2: 'name', 3: 'peerURLs', 4: 'clientURLs', 5: 'isLearner' }

/** A field that comes twice continues the message that came first: `from`. */
export function readMember(r: Reader, from?: Member): Member {
  let id: bigint = 0n
  let name: string = ''
  const peerUrls: string[] = from === undefined ? [] : (from.peerUrls as string[])
  const clientUrls: string[] = from === undefined ? [] : (from.clientUrls as string[])
  let isLearner: boolean = false
  if (from !== undefined) {
    id = from.id
    name = from.name
    isLearner = from.isLearner
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.uint64()
        break
      case 18:
        name = r.utf8()
        break
      case 26:
        peerUrls.push(r.utf8())
        break
      case 34:
        clientUrls.push(r.utf8())
        break
      case 40:
        isLearner = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.Member', fieldsOfMember)
    }
  }
  return { id, name, peerUrls, clientUrls, isLearner }
}

export function createMember(init?: MemberInit): Member {
  return {
    id: init?.id ?? 0n,
    name: init?.name ?? '',
    peerUrls: [...(init?.peerUrls ?? [])],
    clientUrls: [...(init?.clientUrls ?? [])],
    isLearner: init?.isLearner ?? false,
  }
}

export function toJsonMember(m: MemberInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.peerUrls !== undefined && m.peerUrls.length > 0) json['peerURLs'] = m.peerUrls.map((item) => item)
  if (m.clientUrls !== undefined && m.clientUrls.length > 0) json['clientURLs'] = m.clientUrls.map((item) => item)
  if (m.isLearner !== undefined && m.isLearner) json['isLearner'] = m.isLearner
  return json
}

export function fromJsonMember(json: unknown, depth = 0): Member {
  const from = fromObject(json, 'etcdserverpb.Member', depth)

  return {
    id: fromUint64(pick(from, 'ID', 'ID'), 'etcdserverpb.Member.ID'),
    name: fromText(pick(from, 'name', 'name'), 'etcdserverpb.Member.name'),
    peerUrls: fromList(pick(from, 'peerURLs', 'peerURLs'), 'etcdserverpb.Member.peerURLs', fromText),
    clientUrls: fromList(pick(from, 'clientURLs', 'clientURLs'), 'etcdserverpb.Member.clientURLs', fromText),
    isLearner: fromBool(pick(from, 'isLearner', 'isLearner'), 'etcdserverpb.Member.isLearner'),
  }
}

export interface MemberAddRequest {
  readonly peerUrls: readonly string[]
  readonly isLearner: boolean
}

/** To be encoded: what is missing has its default. */
export interface MemberAddRequestInit {
  readonly peerUrls?: readonly string[] | undefined
  readonly isLearner?: boolean | undefined
}

export const MemberAddRequest: Codec<MemberAddRequest, MemberAddRequestInit> = {
  typeName: 'etcdserverpb.MemberAddRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberAddRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberAddRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberAddRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberAddRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberAddRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberAddRequest(new Reader(buffer, start, end))
  },
  create: createMemberAddRequest,
  toJson: toJsonMemberAddRequest,
  fromJson: (json) => fromJsonMemberAddRequest(json),
}

export function sizeMemberAddRequest(m: MemberAddRequestInit): number {
  let bytes = 0
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.isLearner !== undefined && m.isLearner) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeMemberAddRequest(m: MemberAddRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      buffer[at++] = 10
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.isLearner !== undefined && m.isLearner) {
    buffer[at++] = 16
    at = writeBool(buffer, at, m.isLearner)
  }
  return at
}

const fieldsOfMemberAddRequest: FieldNames = { 1: 'peerURLs', 2: 'isLearner' }

export function readMemberAddRequest(r: Reader): MemberAddRequest {
  const peerUrls: string[] = []
  let isLearner: boolean = false

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        peerUrls.push(r.utf8())
        break
      case 16:
        isLearner = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.MemberAddRequest', fieldsOfMemberAddRequest)
    }
  }
  return { peerUrls, isLearner }
}

export function createMemberAddRequest(init?: MemberAddRequestInit): MemberAddRequest {
  return {
    peerUrls: [...(init?.peerUrls ?? [])],
    isLearner: init?.isLearner ?? false,
  }
}

export function toJsonMemberAddRequest(m: MemberAddRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.peerUrls !== undefined && m.peerUrls.length > 0) json['peerURLs'] = m.peerUrls.map((item) => item)
  if (m.isLearner !== undefined && m.isLearner) json['isLearner'] = m.isLearner
  return json
}

export function fromJsonMemberAddRequest(json: unknown, depth = 0): MemberAddRequest {
  const from = fromObject(json, 'etcdserverpb.MemberAddRequest', depth)

  return {
    peerUrls: fromList(pick(from, 'peerURLs', 'peerURLs'), 'etcdserverpb.MemberAddRequest.peerURLs', fromText),
    isLearner: fromBool(pick(from, 'isLearner', 'isLearner'), 'etcdserverpb.MemberAddRequest.isLearner'),
  }
}

export interface MemberAddResponse {
  readonly header: ResponseHeader | undefined
  /** The new member; in `members` again with all the others. */
  readonly member: Member | undefined
  readonly members: readonly Member[]
}

/** To be encoded: what is missing has its default. */
export interface MemberAddResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly member?: MemberInit | undefined
  readonly members?: readonly MemberInit[] | undefined
}

export const MemberAddResponse: Codec<MemberAddResponse, MemberAddResponseInit> = {
  typeName: 'etcdserverpb.MemberAddResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberAddResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberAddResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberAddResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberAddResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberAddResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberAddResponse(new Reader(buffer, start, end))
  },
  create: createMemberAddResponse,
  toJson: toJsonMemberAddResponse,
  fromJson: (json) => fromJsonMemberAddResponse(json),
}

export function sizeMemberAddResponse(m: MemberAddResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.member !== undefined) {
    bytes += 1 + keep(reserve(), sizeMember(m.member))
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      bytes += 1 + keep(reserve(), sizeMember(item))
    }
  }
  return bytes
}

export function writeMemberAddResponse(m: MemberAddResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.member !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeMember(m.member, buffer, at)
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      buffer[at++] = 26
      at = writeKept(buffer, at)
      at = writeMember(item, buffer, at)
    }
  }
  return at
}

const fieldsOfMemberAddResponse: FieldNames = { 1: 'header', 2: 'member', 3: 'members' }

export function readMemberAddResponse(r: Reader): MemberAddResponse {
  let header: ResponseHeader | undefined
  let member: Member | undefined
  const members: Member[] = []

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
        member = readMember(r, member)
        r.leave(outer)
        break
      }
      case 26: {
        const outer = r.enter()
        members.push(readMember(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.MemberAddResponse', fieldsOfMemberAddResponse)
    }
  }
  return { header, member, members }
}

export function createMemberAddResponse(init?: MemberAddResponseInit): MemberAddResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    member: init?.member === undefined ? undefined : createMember(init.member),
    members: init?.members?.map((item) => createMember(item)) ?? [],
  }
}

export function toJsonMemberAddResponse(m: MemberAddResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.member !== undefined) json['member'] = toJsonMember(m.member)
  if (m.members !== undefined && m.members.length > 0) json['members'] = m.members.map((item) => toJsonMember(item))
  return json
}

export function fromJsonMemberAddResponse(json: unknown, depth = 0): MemberAddResponse {
  const from = fromObject(json, 'etcdserverpb.MemberAddResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    member: optional(pick(from, 'member', 'member'), (value) => fromJsonMember(value, depth + 1)),
    members: fromList(pick(from, 'members', 'members'), 'etcdserverpb.MemberAddResponse.members', (item) =>
      fromJsonMember(item, depth + 1),
    ),
  }
}

export interface MemberRemoveRequest {
  readonly id: bigint
}

/** To be encoded: what is missing has its default. */
export interface MemberRemoveRequestInit {
  readonly id?: bigint | undefined
}

export const MemberRemoveRequest: Codec<MemberRemoveRequest, MemberRemoveRequestInit> = {
  typeName: 'etcdserverpb.MemberRemoveRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberRemoveRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberRemoveRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberRemoveRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberRemoveRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberRemoveRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberRemoveRequest(new Reader(buffer, start, end))
  },
  create: createMemberRemoveRequest,
  toJson: toJsonMemberRemoveRequest,
  fromJson: (json) => fromJsonMemberRemoveRequest(json),
}

export function sizeMemberRemoveRequest(m: MemberRemoveRequestInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  return bytes
}

export function writeMemberRemoveRequest(m: MemberRemoveRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  return at
}

const fieldsOfMemberRemoveRequest: FieldNames = { 1: 'ID' }

export function readMemberRemoveRequest(r: Reader): MemberRemoveRequest {
  let id: bigint = 0n

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.uint64()
        break
      default:
        r.skip(tag, 'etcdserverpb.MemberRemoveRequest', fieldsOfMemberRemoveRequest)
    }
  }
  return { id }
}

export function createMemberRemoveRequest(init?: MemberRemoveRequestInit): MemberRemoveRequest {
  return {
    id: init?.id ?? 0n,
  }
}

export function toJsonMemberRemoveRequest(m: MemberRemoveRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  return json
}

export function fromJsonMemberRemoveRequest(json: unknown, depth = 0): MemberRemoveRequest {
  const from = fromObject(json, 'etcdserverpb.MemberRemoveRequest', depth)

  return {
    id: fromUint64(pick(from, 'ID', 'ID'), 'etcdserverpb.MemberRemoveRequest.ID'),
  }
}

export interface MemberRemoveResponse {
  readonly header: ResponseHeader | undefined
  readonly members: readonly Member[]
}

/** To be encoded: what is missing has its default. */
export interface MemberRemoveResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly members?: readonly MemberInit[] | undefined
}

export const MemberRemoveResponse: Codec<MemberRemoveResponse, MemberRemoveResponseInit> = {
  typeName: 'etcdserverpb.MemberRemoveResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberRemoveResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberRemoveResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberRemoveResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberRemoveResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberRemoveResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberRemoveResponse(new Reader(buffer, start, end))
  },
  create: createMemberRemoveResponse,
  toJson: toJsonMemberRemoveResponse,
  fromJson: (json) => fromJsonMemberRemoveResponse(json),
}

export function sizeMemberRemoveResponse(m: MemberRemoveResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      bytes += 1 + keep(reserve(), sizeMember(item))
    }
  }
  return bytes
}

export function writeMemberRemoveResponse(m: MemberRemoveResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeMember(item, buffer, at)
    }
  }
  return at
}

const fieldsOfMemberRemoveResponse: FieldNames = { 1: 'header', 2: 'members' }

export function readMemberRemoveResponse(r: Reader): MemberRemoveResponse {
  let header: ResponseHeader | undefined
  const members: Member[] = []

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
        members.push(readMember(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.MemberRemoveResponse', fieldsOfMemberRemoveResponse)
    }
  }
  return { header, members }
}

export function createMemberRemoveResponse(init?: MemberRemoveResponseInit): MemberRemoveResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    members: init?.members?.map((item) => createMember(item)) ?? [],
  }
}

export function toJsonMemberRemoveResponse(m: MemberRemoveResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.members !== undefined && m.members.length > 0) json['members'] = m.members.map((item) => toJsonMember(item))
  return json
}

export function fromJsonMemberRemoveResponse(json: unknown, depth = 0): MemberRemoveResponse {
  const from = fromObject(json, 'etcdserverpb.MemberRemoveResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    members: fromList(pick(from, 'members', 'members'), 'etcdserverpb.MemberRemoveResponse.members', (item) =>
      fromJsonMember(item, depth + 1),
    ),
  }
}

export interface MemberUpdateRequest {
  readonly id: bigint
  /** These replace the old ones. */
  readonly peerUrls: readonly string[]
}

/** To be encoded: what is missing has its default. */
export interface MemberUpdateRequestInit {
  readonly id?: bigint | undefined
  readonly peerUrls?: readonly string[] | undefined
}

export const MemberUpdateRequest: Codec<MemberUpdateRequest, MemberUpdateRequestInit> = {
  typeName: 'etcdserverpb.MemberUpdateRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberUpdateRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberUpdateRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberUpdateRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberUpdateRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberUpdateRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberUpdateRequest(new Reader(buffer, start, end))
  },
  create: createMemberUpdateRequest,
  toJson: toJsonMemberUpdateRequest,
  fromJson: (json) => fromJsonMemberUpdateRequest(json),
}

export function sizeMemberUpdateRequest(m: MemberUpdateRequestInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  return bytes
}

export function writeMemberUpdateRequest(m: MemberUpdateRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      buffer[at++] = 18
      at = writeUtf8(buffer, at, item)
    }
  }
  return at
}

const fieldsOfMemberUpdateRequest: FieldNames = { 1: 'ID', 2: 'peerURLs' }

export function readMemberUpdateRequest(r: Reader): MemberUpdateRequest {
  let id: bigint = 0n
  const peerUrls: string[] = []

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.uint64()
        break
      case 18:
        peerUrls.push(r.utf8())
        break
      default:
        r.skip(tag, 'etcdserverpb.MemberUpdateRequest', fieldsOfMemberUpdateRequest)
    }
  }
  return { id, peerUrls }
}

export function createMemberUpdateRequest(init?: MemberUpdateRequestInit): MemberUpdateRequest {
  return {
    id: init?.id ?? 0n,
    peerUrls: [...(init?.peerUrls ?? [])],
  }
}

export function toJsonMemberUpdateRequest(m: MemberUpdateRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.peerUrls !== undefined && m.peerUrls.length > 0) json['peerURLs'] = m.peerUrls.map((item) => item)
  return json
}

export function fromJsonMemberUpdateRequest(json: unknown, depth = 0): MemberUpdateRequest {
  const from = fromObject(json, 'etcdserverpb.MemberUpdateRequest', depth)

  return {
    id: fromUint64(pick(from, 'ID', 'ID'), 'etcdserverpb.MemberUpdateRequest.ID'),
    peerUrls: fromList(pick(from, 'peerURLs', 'peerURLs'), 'etcdserverpb.MemberUpdateRequest.peerURLs', fromText),
  }
}

export interface MemberUpdateResponse {
  readonly header: ResponseHeader | undefined
  readonly members: readonly Member[]
}

/** To be encoded: what is missing has its default. */
export interface MemberUpdateResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly members?: readonly MemberInit[] | undefined
}

export const MemberUpdateResponse: Codec<MemberUpdateResponse, MemberUpdateResponseInit> = {
  typeName: 'etcdserverpb.MemberUpdateResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberUpdateResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberUpdateResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberUpdateResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberUpdateResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberUpdateResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberUpdateResponse(new Reader(buffer, start, end))
  },
  create: createMemberUpdateResponse,
  toJson: toJsonMemberUpdateResponse,
  fromJson: (json) => fromJsonMemberUpdateResponse(json),
}

export function sizeMemberUpdateResponse(m: MemberUpdateResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      bytes += 1 + keep(reserve(), sizeMember(item))
    }
  }
  return bytes
}

export function writeMemberUpdateResponse(m: MemberUpdateResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeMember(item, buffer, at)
    }
  }
  return at
}

const fieldsOfMemberUpdateResponse: FieldNames = { 1: 'header', 2: 'members' }

export function readMemberUpdateResponse(r: Reader): MemberUpdateResponse {
  let header: ResponseHeader | undefined
  const members: Member[] = []

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
        members.push(readMember(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.MemberUpdateResponse', fieldsOfMemberUpdateResponse)
    }
  }
  return { header, members }
}

export function createMemberUpdateResponse(init?: MemberUpdateResponseInit): MemberUpdateResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    members: init?.members?.map((item) => createMember(item)) ?? [],
  }
}

export function toJsonMemberUpdateResponse(m: MemberUpdateResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.members !== undefined && m.members.length > 0) json['members'] = m.members.map((item) => toJsonMember(item))
  return json
}

export function fromJsonMemberUpdateResponse(json: unknown, depth = 0): MemberUpdateResponse {
  const from = fromObject(json, 'etcdserverpb.MemberUpdateResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    members: fromList(pick(from, 'members', 'members'), 'etcdserverpb.MemberUpdateResponse.members', (item) =>
      fromJsonMember(item, depth + 1),
    ),
  }
}

export interface MemberListRequest {
  /** Ask the cluster first, so that the list is no older than this call. */
  readonly linearizable: boolean
}

/** To be encoded: what is missing has its default. */
export interface MemberListRequestInit {
  readonly linearizable?: boolean | undefined
}

export const MemberListRequest: Codec<MemberListRequest, MemberListRequestInit> = {
  typeName: 'etcdserverpb.MemberListRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberListRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberListRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberListRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberListRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberListRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberListRequest(new Reader(buffer, start, end))
  },
  create: createMemberListRequest,
  toJson: toJsonMemberListRequest,
  fromJson: (json) => fromJsonMemberListRequest(json),
}

export function sizeMemberListRequest(m: MemberListRequestInit): number {
  let bytes = 0
  if (m.linearizable !== undefined && m.linearizable) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeMemberListRequest(m: MemberListRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.linearizable !== undefined && m.linearizable) {
    buffer[at++] = 8
    at = writeBool(buffer, at, m.linearizable)
  }
  return at
}

const fieldsOfMemberListRequest: FieldNames = { 1: 'linearizable' }

export function readMemberListRequest(r: Reader): MemberListRequest {
  let linearizable: boolean = false

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        linearizable = r.bool()
        break
      default:
        r.skip(tag, 'etcdserverpb.MemberListRequest', fieldsOfMemberListRequest)
    }
  }
  return { linearizable }
}

export function createMemberListRequest(init?: MemberListRequestInit): MemberListRequest {
  return {
    linearizable: init?.linearizable ?? false,
  }
}

export function toJsonMemberListRequest(m: MemberListRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.linearizable !== undefined && m.linearizable) json['linearizable'] = m.linearizable
  return json
}

export function fromJsonMemberListRequest(json: unknown, depth = 0): MemberListRequest {
  const from = fromObject(json, 'etcdserverpb.MemberListRequest', depth)

  return {
    linearizable: fromBool(pick(from, 'linearizable', 'linearizable'), 'etcdserverpb.MemberListRequest.linearizable'),
  }
}

export interface MemberListResponse {
  readonly header: ResponseHeader | undefined
  readonly members: readonly Member[]
}

/** To be encoded: what is missing has its default. */
export interface MemberListResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly members?: readonly MemberInit[] | undefined
}

export const MemberListResponse: Codec<MemberListResponse, MemberListResponseInit> = {
  typeName: 'etcdserverpb.MemberListResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberListResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberListResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberListResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberListResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberListResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberListResponse(new Reader(buffer, start, end))
  },
  create: createMemberListResponse,
  toJson: toJsonMemberListResponse,
  fromJson: (json) => fromJsonMemberListResponse(json),
}

export function sizeMemberListResponse(m: MemberListResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      bytes += 1 + keep(reserve(), sizeMember(item))
    }
  }
  return bytes
}

export function writeMemberListResponse(m: MemberListResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeMember(item, buffer, at)
    }
  }
  return at
}

const fieldsOfMemberListResponse: FieldNames = { 1: 'header', 2: 'members' }

export function readMemberListResponse(r: Reader): MemberListResponse {
  let header: ResponseHeader | undefined
  const members: Member[] = []

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
        members.push(readMember(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.MemberListResponse', fieldsOfMemberListResponse)
    }
  }
  return { header, members }
}

export function createMemberListResponse(init?: MemberListResponseInit): MemberListResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    members: init?.members?.map((item) => createMember(item)) ?? [],
  }
}

export function toJsonMemberListResponse(m: MemberListResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.members !== undefined && m.members.length > 0) json['members'] = m.members.map((item) => toJsonMember(item))
  return json
}

export function fromJsonMemberListResponse(json: unknown, depth = 0): MemberListResponse {
  const from = fromObject(json, 'etcdserverpb.MemberListResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    members: fromList(pick(from, 'members', 'members'), 'etcdserverpb.MemberListResponse.members', (item) =>
      fromJsonMember(item, depth + 1),
    ),
  }
}

export interface MemberPromoteRequest {
  readonly id: bigint
}

/** To be encoded: what is missing has its default. */
export interface MemberPromoteRequestInit {
  readonly id?: bigint | undefined
}

export const MemberPromoteRequest: Codec<MemberPromoteRequest, MemberPromoteRequestInit> = {
  typeName: 'etcdserverpb.MemberPromoteRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberPromoteRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberPromoteRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberPromoteRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberPromoteRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberPromoteRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberPromoteRequest(new Reader(buffer, start, end))
  },
  create: createMemberPromoteRequest,
  toJson: toJsonMemberPromoteRequest,
  fromJson: (json) => fromJsonMemberPromoteRequest(json),
}

export function sizeMemberPromoteRequest(m: MemberPromoteRequestInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  return bytes
}

export function writeMemberPromoteRequest(m: MemberPromoteRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  return at
}

const fieldsOfMemberPromoteRequest: FieldNames = { 1: 'ID' }

export function readMemberPromoteRequest(r: Reader): MemberPromoteRequest {
  let id: bigint = 0n

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.uint64()
        break
      default:
        r.skip(tag, 'etcdserverpb.MemberPromoteRequest', fieldsOfMemberPromoteRequest)
    }
  }
  return { id }
}

export function createMemberPromoteRequest(init?: MemberPromoteRequestInit): MemberPromoteRequest {
  return {
    id: init?.id ?? 0n,
  }
}

export function toJsonMemberPromoteRequest(m: MemberPromoteRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  return json
}

export function fromJsonMemberPromoteRequest(json: unknown, depth = 0): MemberPromoteRequest {
  const from = fromObject(json, 'etcdserverpb.MemberPromoteRequest', depth)

  return {
    id: fromUint64(pick(from, 'ID', 'ID'), 'etcdserverpb.MemberPromoteRequest.ID'),
  }
}

export interface MemberPromoteResponse {
  readonly header: ResponseHeader | undefined
  readonly members: readonly Member[]
}

/** To be encoded: what is missing has its default. */
export interface MemberPromoteResponseInit {
  readonly header?: ResponseHeaderInit | undefined
  readonly members?: readonly MemberInit[] | undefined
}

export const MemberPromoteResponse: Codec<MemberPromoteResponse, MemberPromoteResponseInit> = {
  typeName: 'etcdserverpb.MemberPromoteResponse',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberPromoteResponse(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberPromoteResponse(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberPromoteResponse(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberPromoteResponse(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberPromoteResponse(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberPromoteResponse(new Reader(buffer, start, end))
  },
  create: createMemberPromoteResponse,
  toJson: toJsonMemberPromoteResponse,
  fromJson: (json) => fromJsonMemberPromoteResponse(json),
}

export function sizeMemberPromoteResponse(m: MemberPromoteResponseInit): number {
  let bytes = 0
  if (m.header !== undefined) {
    bytes += 1 + keep(reserve(), sizeResponseHeader(m.header))
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      bytes += 1 + keep(reserve(), sizeMember(item))
    }
  }
  return bytes
}

export function writeMemberPromoteResponse(m: MemberPromoteResponseInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.header !== undefined) {
    buffer[at++] = 10
    at = writeKept(buffer, at)
    at = writeResponseHeader(m.header, buffer, at)
  }
  if (m.members !== undefined) {
    for (const item of m.members) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writeMember(item, buffer, at)
    }
  }
  return at
}

const fieldsOfMemberPromoteResponse: FieldNames = { 1: 'header', 2: 'members' }

export function readMemberPromoteResponse(r: Reader): MemberPromoteResponse {
  let header: ResponseHeader | undefined
  const members: Member[] = []

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
        members.push(readMember(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'etcdserverpb.MemberPromoteResponse', fieldsOfMemberPromoteResponse)
    }
  }
  return { header, members }
}

export function createMemberPromoteResponse(init?: MemberPromoteResponseInit): MemberPromoteResponse {
  return {
    header: init?.header === undefined ? undefined : createResponseHeader(init.header),
    members: init?.members?.map((item) => createMember(item)) ?? [],
  }
}

export function toJsonMemberPromoteResponse(m: MemberPromoteResponseInit): JsonObject {
  const json: JsonObject = {}
  if (m.header !== undefined) json['header'] = toJsonResponseHeader(m.header)
  if (m.members !== undefined && m.members.length > 0) json['members'] = m.members.map((item) => toJsonMember(item))
  return json
}

export function fromJsonMemberPromoteResponse(json: unknown, depth = 0): MemberPromoteResponse {
  const from = fromObject(json, 'etcdserverpb.MemberPromoteResponse', depth)

  return {
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonResponseHeader(value, depth + 1)),
    members: fromList(pick(from, 'members', 'members'), 'etcdserverpb.MemberPromoteResponse.members', (item) =>
      fromJsonMember(item, depth + 1),
    ),
  }
}

/** Who belongs to the cluster. Headers of this service carry no revision. */
export const ClusterService = {
  name: 'etcdserverpb.Cluster',
  methods: {
    memberAdd: {
      name: 'MemberAdd',
      path: '/etcdserverpb.Cluster/MemberAdd',
      requestStream: false,
      responseStream: false,
      request: MemberAddRequest,
      response: MemberAddResponse,
      rest: ['/v3/cluster/member/add'],
    },
    memberRemove: {
      name: 'MemberRemove',
      path: '/etcdserverpb.Cluster/MemberRemove',
      requestStream: false,
      responseStream: false,
      request: MemberRemoveRequest,
      response: MemberRemoveResponse,
      rest: ['/v3/cluster/member/remove'],
    },
    memberUpdate: {
      name: 'MemberUpdate',
      path: '/etcdserverpb.Cluster/MemberUpdate',
      requestStream: false,
      responseStream: false,
      request: MemberUpdateRequest,
      response: MemberUpdateResponse,
      rest: ['/v3/cluster/member/update'],
    },
    memberList: {
      name: 'MemberList',
      path: '/etcdserverpb.Cluster/MemberList',
      requestStream: false,
      responseStream: false,
      request: MemberListRequest,
      response: MemberListResponse,
      rest: ['/v3/cluster/member/list'],
    },
    /** Makes a voter of a learner that has caught up. */
    memberPromote: {
      name: 'MemberPromote',
      path: '/etcdserverpb.Cluster/MemberPromote',
      requestStream: false,
      responseStream: false,
      request: MemberPromoteRequest,
      response: MemberPromoteResponse,
      rest: ['/v3/cluster/member/promote'],
    },
  },
} as const satisfies ServiceDefinition
