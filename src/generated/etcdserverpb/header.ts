// Made by `npm run proto` from proto/: do not edit.
import type { Codec, JsonObject } from '../runtime/codec.ts'
import { fromInt64Number, fromObject, fromUint64, fromUint64Number, pick } from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import { checkEnd, checkRoom, rewind, sizeBigint, sizeNumber, writeBigint, writeNumber } from '../runtime/writer.ts'

/** Comes with nearly every response: who answered, and as of when. */
export interface ResponseHeader {
  readonly clusterId: bigint
  /** The member that answered. */
  readonly memberId: bigint
  /**
   * Revision of the store when the request was carried out; 0 in answers of the Cluster service. What it means in a watch
   * response depends on the response.
   */
  readonly revision: number
  readonly raftTerm: number
}

/** To be encoded: what is missing has its default. */
export interface ResponseHeaderInit {
  readonly clusterId?: bigint | undefined
  readonly memberId?: bigint | undefined
  readonly revision?: number | undefined
  readonly raftTerm?: number | undefined
}

export const ResponseHeader: Codec<ResponseHeader, ResponseHeaderInit> = {
  typeName: 'etcdserverpb.ResponseHeader',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeResponseHeader(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeResponseHeader(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeResponseHeader(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeResponseHeader(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeResponseHeader(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readResponseHeader(new Reader(buffer, start, end))
  },
  create: createResponseHeader,
  toJson: toJsonResponseHeader,
  fromJson: (json) => fromJsonResponseHeader(json),
}

export function sizeResponseHeader(m: ResponseHeaderInit): number {
  let bytes = 0
  if (m.clusterId !== undefined && m.clusterId !== 0n) {
    bytes += 1 + sizeBigint(m.clusterId)
  }
  if (m.memberId !== undefined && m.memberId !== 0n) {
    bytes += 1 + sizeBigint(m.memberId)
  }
  if (m.revision !== undefined && m.revision !== 0) {
    bytes += 1 + sizeNumber(m.revision)
  }
  if (m.raftTerm !== undefined && m.raftTerm !== 0) {
    bytes += 1 + sizeNumber(m.raftTerm)
  }
  return bytes
}

export function writeResponseHeader(m: ResponseHeaderInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.clusterId !== undefined && m.clusterId !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.clusterId)
  }
  if (m.memberId !== undefined && m.memberId !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.memberId)
  }
  if (m.revision !== undefined && m.revision !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.revision)
  }
  if (m.raftTerm !== undefined && m.raftTerm !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.raftTerm)
  }
  return at
}

const fieldsOfResponseHeader: FieldNames = { 1: 'cluster_id', 2: 'member_id', 3: 'revision', 4: 'raft_term' }

/** A field that comes twice continues the message that came first: `from`. */
export function readResponseHeader(r: Reader, from?: ResponseHeader): ResponseHeader {
  let clusterId: bigint = 0n
  let memberId: bigint = 0n
  let revision: number = 0
  let raftTerm: number = 0
  if (from !== undefined) {
    clusterId = from.clusterId
    memberId = from.memberId
    revision = from.revision
    raftTerm = from.raftTerm
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        clusterId = r.uint64()
        break
      case 16:
        memberId = r.uint64()
        break
      case 24:
        revision = r.int64Number()
        break
      case 32:
        raftTerm = r.uint64Number()
        break
      default:
        r.skip(tag, 'etcdserverpb.ResponseHeader', fieldsOfResponseHeader)
    }
  }
  return { clusterId, memberId, revision, raftTerm }
}

export function createResponseHeader(init?: ResponseHeaderInit): ResponseHeader {
  return {
    clusterId: init?.clusterId ?? 0n,
    memberId: init?.memberId ?? 0n,
    revision: init?.revision ?? 0,
    raftTerm: init?.raftTerm ?? 0,
  }
}

export function toJsonResponseHeader(m: ResponseHeaderInit): JsonObject {
  const json: JsonObject = {}
  if (m.clusterId !== undefined && m.clusterId !== 0n) json['cluster_id'] = String(m.clusterId)
  if (m.memberId !== undefined && m.memberId !== 0n) json['member_id'] = String(m.memberId)
  if (m.revision !== undefined && m.revision !== 0) json['revision'] = String(m.revision)
  if (m.raftTerm !== undefined && m.raftTerm !== 0) json['raft_term'] = String(m.raftTerm)
  return json
}

export function fromJsonResponseHeader(json: unknown, depth = 0): ResponseHeader {
  const from = fromObject(json, 'etcdserverpb.ResponseHeader', depth)

  return {
    clusterId: fromUint64(pick(from, 'cluster_id', 'clusterId'), 'etcdserverpb.ResponseHeader.cluster_id'),
    memberId: fromUint64(pick(from, 'member_id', 'memberId'), 'etcdserverpb.ResponseHeader.member_id'),
    revision: fromInt64Number(pick(from, 'revision', 'revision'), 'etcdserverpb.ResponseHeader.revision'),
    raftTerm: fromUint64Number(pick(from, 'raft_term', 'raftTerm'), 'etcdserverpb.ResponseHeader.raft_term'),
  }
}
