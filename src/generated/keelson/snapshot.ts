// Made by `npm run proto` from proto/: do not edit.
/** What stands in front of a copy of a member's state, sent to another member or saved as a backup. */
import type { Codec, JsonObject } from '../runtime/codec.ts'
import {
  fromInt64Number,
  fromObject,
  fromText,
  fromUint32,
  fromUint64,
  fromUint64Number,
  pick,
} from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import {
  checkEnd,
  checkRoom,
  rewind,
  sizeBigint,
  sizeNumber,
  sizeUint32,
  sizeUtf8,
  writeBigint,
  writeNumber,
  writeUint32,
  writeUtf8,
} from '../runtime/writer.ts'

/** Says what state follows; a reader checks it before it takes anything over. */
export interface SnapshotHeader {
  /** Version of the layout of everything behind this header. A reader refuses versions that it does not know. */
  readonly formatVersion: number
  readonly clusterId: bigint
  /** The member that wrote the copy. */
  readonly memberId: bigint
  /** The last log entry that the state contains, and its term. */
  readonly appliedIndex: number
  readonly appliedTerm: number
  /** Newest revision in the state, and the mark below which older ones are gone. */
  readonly revision: number
  readonly compactRevision: number
  /** Rows that follow, of all key spaces, and the sum of the lengths of their keys and values: both are checked at the end. */
  readonly rowCount: number
  readonly rowBytes: number
  /** Cluster version when the copy was made, `3.7.0`. */
  readonly clusterVersion: string
  /** Wall clock of the writing member in milliseconds since 1970, for people. */
  readonly createdUnixMs: number
}

/** To be encoded: what is missing has its default. */
export interface SnapshotHeaderInit {
  readonly formatVersion?: number | undefined
  readonly clusterId?: bigint | undefined
  readonly memberId?: bigint | undefined
  readonly appliedIndex?: number | undefined
  readonly appliedTerm?: number | undefined
  readonly revision?: number | undefined
  readonly compactRevision?: number | undefined
  readonly rowCount?: number | undefined
  readonly rowBytes?: number | undefined
  readonly clusterVersion?: string | undefined
  readonly createdUnixMs?: number | undefined
}

export const SnapshotHeader: Codec<SnapshotHeader, SnapshotHeaderInit> = {
  typeName: 'keelson.snapshot.SnapshotHeader',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeSnapshotHeader(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeSnapshotHeader(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeSnapshotHeader(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeSnapshotHeader(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeSnapshotHeader(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readSnapshotHeader(new Reader(buffer, start, end))
  },
  create: createSnapshotHeader,
  toJson: toJsonSnapshotHeader,
  fromJson: (json) => fromJsonSnapshotHeader(json),
}

export function sizeSnapshotHeader(m: SnapshotHeaderInit): number {
  let bytes = 0
  if (m.formatVersion !== undefined && m.formatVersion !== 0) {
    bytes += 1 + sizeUint32(m.formatVersion)
  }
  if (m.clusterId !== undefined && m.clusterId !== 0n) {
    bytes += 1 + sizeBigint(m.clusterId)
  }
  if (m.memberId !== undefined && m.memberId !== 0n) {
    bytes += 1 + sizeBigint(m.memberId)
  }
  if (m.appliedIndex !== undefined && m.appliedIndex !== 0) {
    bytes += 1 + sizeNumber(m.appliedIndex)
  }
  if (m.appliedTerm !== undefined && m.appliedTerm !== 0) {
    bytes += 1 + sizeNumber(m.appliedTerm)
  }
  if (m.revision !== undefined && m.revision !== 0) {
    bytes += 1 + sizeNumber(m.revision)
  }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) {
    bytes += 1 + sizeNumber(m.compactRevision)
  }
  if (m.rowCount !== undefined && m.rowCount !== 0) {
    bytes += 1 + sizeNumber(m.rowCount)
  }
  if (m.rowBytes !== undefined && m.rowBytes !== 0) {
    bytes += 1 + sizeNumber(m.rowBytes)
  }
  if (m.clusterVersion !== undefined && m.clusterVersion !== '') {
    bytes += 1 + sizeUtf8(m.clusterVersion)
  }
  if (m.createdUnixMs !== undefined && m.createdUnixMs !== 0) {
    bytes += 1 + sizeNumber(m.createdUnixMs)
  }
  return bytes
}

export function writeSnapshotHeader(m: SnapshotHeaderInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.formatVersion !== undefined && m.formatVersion !== 0) {
    buffer[at++] = 8
    at = writeUint32(buffer, at, m.formatVersion)
  }
  if (m.clusterId !== undefined && m.clusterId !== 0n) {
    buffer[at++] = 16
    at = writeBigint(buffer, at, m.clusterId)
  }
  if (m.memberId !== undefined && m.memberId !== 0n) {
    buffer[at++] = 24
    at = writeBigint(buffer, at, m.memberId)
  }
  if (m.appliedIndex !== undefined && m.appliedIndex !== 0) {
    buffer[at++] = 32
    at = writeNumber(buffer, at, m.appliedIndex)
  }
  if (m.appliedTerm !== undefined && m.appliedTerm !== 0) {
    buffer[at++] = 40
    at = writeNumber(buffer, at, m.appliedTerm)
  }
  if (m.revision !== undefined && m.revision !== 0) {
    buffer[at++] = 48
    at = writeNumber(buffer, at, m.revision)
  }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) {
    buffer[at++] = 56
    at = writeNumber(buffer, at, m.compactRevision)
  }
  if (m.rowCount !== undefined && m.rowCount !== 0) {
    buffer[at++] = 64
    at = writeNumber(buffer, at, m.rowCount)
  }
  if (m.rowBytes !== undefined && m.rowBytes !== 0) {
    buffer[at++] = 72
    at = writeNumber(buffer, at, m.rowBytes)
  }
  if (m.clusterVersion !== undefined && m.clusterVersion !== '') {
    buffer[at++] = 82
    at = writeUtf8(buffer, at, m.clusterVersion)
  }
  if (m.createdUnixMs !== undefined && m.createdUnixMs !== 0) {
    buffer[at++] = 88
    at = writeNumber(buffer, at, m.createdUnixMs)
  }
  return at
}

const fieldsOfSnapshotHeader: FieldNames = {
  1: 'format_version',
  2: 'cluster_id',
  3: 'member_id',
  4: 'applied_index',
  5: 'applied_term',
  6: 'revision',
  7: 'compact_revision',
  8: 'row_count',
  9: 'row_bytes',
  10: 'cluster_version',
  11: 'created_unix_ms',
}

export function readSnapshotHeader(r: Reader): SnapshotHeader {
  let formatVersion: number = 0
  let clusterId: bigint = 0n
  let memberId: bigint = 0n
  let appliedIndex: number = 0
  let appliedTerm: number = 0
  let revision: number = 0
  let compactRevision: number = 0
  let rowCount: number = 0
  let rowBytes: number = 0
  let clusterVersion: string = ''
  let createdUnixMs: number = 0

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        formatVersion = r.uint32()
        break
      case 16:
        clusterId = r.uint64()
        break
      case 24:
        memberId = r.uint64()
        break
      case 32:
        appliedIndex = r.uint64Number()
        break
      case 40:
        appliedTerm = r.uint64Number()
        break
      case 48:
        revision = r.int64Number()
        break
      case 56:
        compactRevision = r.int64Number()
        break
      case 64:
        rowCount = r.uint64Number()
        break
      case 72:
        rowBytes = r.uint64Number()
        break
      case 82:
        clusterVersion = r.utf8()
        break
      case 88:
        createdUnixMs = r.uint64Number()
        break
      default:
        r.skip(tag, 'keelson.snapshot.SnapshotHeader', fieldsOfSnapshotHeader)
    }
  }
  return {
    formatVersion,
    clusterId,
    memberId,
    appliedIndex,
    appliedTerm,
    revision,
    compactRevision,
    rowCount,
    rowBytes,
    clusterVersion,
    createdUnixMs,
  }
}

export function createSnapshotHeader(init?: SnapshotHeaderInit): SnapshotHeader {
  return {
    formatVersion: init?.formatVersion ?? 0,
    clusterId: init?.clusterId ?? 0n,
    memberId: init?.memberId ?? 0n,
    appliedIndex: init?.appliedIndex ?? 0,
    appliedTerm: init?.appliedTerm ?? 0,
    revision: init?.revision ?? 0,
    compactRevision: init?.compactRevision ?? 0,
    rowCount: init?.rowCount ?? 0,
    rowBytes: init?.rowBytes ?? 0,
    clusterVersion: init?.clusterVersion ?? '',
    createdUnixMs: init?.createdUnixMs ?? 0,
  }
}

export function toJsonSnapshotHeader(m: SnapshotHeaderInit): JsonObject {
  const json: JsonObject = {}
  if (m.formatVersion !== undefined && m.formatVersion !== 0) json['format_version'] = m.formatVersion
  if (m.clusterId !== undefined && m.clusterId !== 0n) json['cluster_id'] = String(m.clusterId)
  if (m.memberId !== undefined && m.memberId !== 0n) json['member_id'] = String(m.memberId)
  if (m.appliedIndex !== undefined && m.appliedIndex !== 0) json['applied_index'] = String(m.appliedIndex)
  if (m.appliedTerm !== undefined && m.appliedTerm !== 0) json['applied_term'] = String(m.appliedTerm)
  if (m.revision !== undefined && m.revision !== 0) json['revision'] = String(m.revision)
  if (m.compactRevision !== undefined && m.compactRevision !== 0) json['compact_revision'] = String(m.compactRevision)
  if (m.rowCount !== undefined && m.rowCount !== 0) json['row_count'] = String(m.rowCount)
  if (m.rowBytes !== undefined && m.rowBytes !== 0) json['row_bytes'] = String(m.rowBytes)
  if (m.clusterVersion !== undefined && m.clusterVersion !== '') json['cluster_version'] = m.clusterVersion
  if (m.createdUnixMs !== undefined && m.createdUnixMs !== 0) json['created_unix_ms'] = String(m.createdUnixMs)
  return json
}

export function fromJsonSnapshotHeader(json: unknown, depth = 0): SnapshotHeader {
  const from = fromObject(json, 'keelson.snapshot.SnapshotHeader', depth)

  return {
    formatVersion: fromUint32(
      pick(from, 'format_version', 'formatVersion'),
      'keelson.snapshot.SnapshotHeader.format_version',
    ),
    clusterId: fromUint64(pick(from, 'cluster_id', 'clusterId'), 'keelson.snapshot.SnapshotHeader.cluster_id'),
    memberId: fromUint64(pick(from, 'member_id', 'memberId'), 'keelson.snapshot.SnapshotHeader.member_id'),
    appliedIndex: fromUint64Number(
      pick(from, 'applied_index', 'appliedIndex'),
      'keelson.snapshot.SnapshotHeader.applied_index',
    ),
    appliedTerm: fromUint64Number(
      pick(from, 'applied_term', 'appliedTerm'),
      'keelson.snapshot.SnapshotHeader.applied_term',
    ),
    revision: fromInt64Number(pick(from, 'revision', 'revision'), 'keelson.snapshot.SnapshotHeader.revision'),
    compactRevision: fromInt64Number(
      pick(from, 'compact_revision', 'compactRevision'),
      'keelson.snapshot.SnapshotHeader.compact_revision',
    ),
    rowCount: fromUint64Number(pick(from, 'row_count', 'rowCount'), 'keelson.snapshot.SnapshotHeader.row_count'),
    rowBytes: fromUint64Number(pick(from, 'row_bytes', 'rowBytes'), 'keelson.snapshot.SnapshotHeader.row_bytes'),
    clusterVersion: fromText(
      pick(from, 'cluster_version', 'clusterVersion'),
      'keelson.snapshot.SnapshotHeader.cluster_version',
    ),
    createdUnixMs: fromUint64Number(
      pick(from, 'created_unix_ms', 'createdUnixMs'),
      'keelson.snapshot.SnapshotHeader.created_unix_ms',
    ),
  }
}
