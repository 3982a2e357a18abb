/**
 * Records: the layout of everything in a segment after its magic (drawn in docs/log-format.md).
 *
 *   0        4        8      9                          8 + length
 *   | length | crc32c | kind | payload, fixed per kind, data | zeros to a multiple of 8 |
 *
 * All numbers are little-endian; 64-bit ones hold safe integers, except the vote. `length` counts kind and payload, and is
 * never 0, so that zeros are the end. The crc covers the same bytes and starts from the crc of the record before, across
 * segments too: a record that was left out, moved, or comes from another log, breaks the chain.
 */
import { assert, defined, unreachable } from '../base/assert.ts'
import { crc32c } from '../base/crc32c.ts'
import type { EntryType, HardState, LogEntry, SnapshotMark } from './entry.ts'

export const recordAlignment = 8
/** Length and crc. */
export const recordHeadBytes = 8
/** Up to the data of an entry or snapshot: head, kind, type, zeros, term, index. No record is shorter. */
export const leastRecordBytes = 32
const hardStateBytes = 40

export const recordKinds = {
  segment: 1,
  flush: 2,
  entry: 3,
  hardState: 4,
  /** A snapshot taken here: the log stays. */
  snapshot: 5,
  /** A snapshot received: it takes the place of the log. */
  restart: 6,
} as const

const entryTypes: readonly EntryType[] = ['normal', 'confChange', 'confChangeV2']

export type LogRecord =
  | { readonly kind: 'entry'; readonly entry: LogEntry }
  | { readonly kind: 'hardState'; readonly hardState: HardState }
  | { readonly kind: 'snapshot' | 'restart'; readonly mark: SnapshotMark }

export function alignUp(bytes: number, alignment: number): number {
  const over = bytes % alignment
  return over === 0 ? bytes : bytes + alignment - over
}

export function recordBytes(record: LogRecord): number {
  switch (record.kind) {
    case 'entry':
      return entryBytes(record.entry)
    case 'hardState':
      return hardStateBytes
    case 'snapshot':
    case 'restart':
      return alignUp(leastRecordBytes + record.mark.data.length, recordAlignment)
    default:
      return unreachable(record)
  }
}

export function entryBytes({ data }: LogEntry): number {
  return alignUp(leastRecordBytes + data.length, recordAlignment)
}

/** Writes the entry to `at`, where there is room; returns its crc, from which the next record starts. */
export function putEntry(bytes: Buffer, at: number, chain: number, { term, index, type, data }: LogEntry): number {
  const typeCode = entryTypes.indexOf(type)
  assert(typeCode >= 0, 'an entry is of a known type', type)
  putTermAndIndex(bytes, at, term, index)
  return putRecord(bytes, at, chain, recordKinds.entry, typeCode, data)
}

export function putHardState(bytes: Buffer, at: number, chain: number, { term, vote, commit }: HardState): number {
  putTermAndIndex(bytes, at, term, commit)
  bytes.writeBigUInt64LE(vote, at + 32)
  return seal(bytes, at, chain, recordKinds.hardState, 0, hardStateBytes)
}

export function putSnapshot(
  bytes: Buffer,
  at: number,
  chain: number,
  { kind, mark }: { kind: 'snapshot' | 'restart'; mark: SnapshotMark },
): number {
  putTermAndIndex(bytes, at, mark.term, mark.index)
  return putRecord(bytes, at, chain, recordKinds[kind], 0, mark.data)
}

export function putSafeInteger(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32LE(value % 2 ** 32, at)
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4)
}

/** undefined: over 2^53 - 1, so nothing this program wrote. */
export function takeSafeInteger(bytes: Buffer, at: number): number | undefined {
  const value = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32
  return Number.isSafeInteger(value) ? value : undefined
}

/** A record whose place and crc are right; what it says is still to be parsed. */
export interface RawRecord {
  readonly at: number
  readonly kind: number
  /** End of the payload. */
  readonly end: number
  /** Start of the next record. */
  readonly next: number
  readonly crc: number
}

/** The record at `at`, before `limit`; undefined when there is none, or not the one that was written. */
export function tryRead(bytes: Buffer, at: number, limit: number, chain: number): RawRecord | undefined {
  if (at + recordHeadBytes >= limit) return undefined
  const length = bytes.readUInt32LE(at)
  const end = at + recordHeadBytes + length
  const next = alignUp(end, recordAlignment)
  if (length === 0 || next > limit) return undefined
  const crc = bytes.readUInt32LE(at + 4)
  if (crc32c(bytes, chain, at + recordHeadBytes, end) !== crc || !isZero(bytes, end, next)) return undefined
  return { at, kind: defined(bytes[at + recordHeadBytes], 'a record is not empty'), end, next, crc }
}

/**
 * What a record says; its data is copied, so that one entry does not keep a whole segment in memory.
 * @returns undefined for a record with a right crc that this version does not understand
 */
export function tryParse(bytes: Buffer, { at, kind, end }: RawRecord): LogRecord | undefined {
  if (end - at < leastRecordBytes) return undefined
  const term = takeSafeInteger(bytes, at + 16)
  const index = takeSafeInteger(bytes, at + 24)
  if (term === undefined || index === undefined) return undefined
  switch (kind) {
    case recordKinds.entry: {
      const type = entryTypes[bytes[at + 9] ?? -1]
      return (
        type && {
          kind: 'entry',
          entry: { term, index, type, data: copyOf(bytes, at + leastRecordBytes, end) },
        }
      )
    }
    case recordKinds.hardState: {
      if (end - at !== hardStateBytes) return undefined
      return { kind: 'hardState', hardState: { term, vote: bytes.readBigUInt64LE(at + 32), commit: index } }
    }
    case recordKinds.snapshot:
    case recordKinds.restart: {
      const data = copyOf(bytes, at + leastRecordBytes, end)
      return { kind: kind === recordKinds.snapshot ? 'snapshot' : 'restart', mark: { term, index, data } }
    }
    default:
      return undefined
  }
}

export function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false
  return true
}

function copyOf(bytes: Buffer, start: number, end: number): Buffer {
  const copy = Buffer.allocUnsafe(end - start)
  bytes.copy(copy, 0, start, end)
  return copy
}

function putTermAndIndex(bytes: Buffer, at: number, term: number, index: number): void {
  putSafeInteger(bytes, term, at + 16)
  putSafeInteger(bytes, index, at + 24)
}

function putRecord(bytes: Buffer, at: number, chain: number, kind: number, detail: number, data: Buffer): number {
  data.copy(bytes, at + leastRecordBytes)
  return seal(bytes, at, chain, kind, detail, leastRecordBytes + data.length)
}

/** Fills in kind, the zeros, length and crc around a payload of fixed fields from 16 on. `size`: head included. */
function seal(bytes: Buffer, at: number, chain: number, kind: number, detail: number, size: number): number {
  bytes.writeUInt32LE(size - recordHeadBytes, at)
  bytes.writeUInt32LE(kind | (detail << 8), at + 8)
  bytes.writeUInt32LE(0, at + 12)
  bytes.fill(0, at + size, at + alignUp(size, recordAlignment))
  const crc = crc32c(bytes, chain, at + recordHeadBytes, at + size)
  bytes.writeUInt32LE(crc, at + 4)
  return crc
}
