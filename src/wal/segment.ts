/**
 * Segments: the files of the log, `<sequence>-<first index>.wal`, both 16 hexadecimal digits.
 *
 * Each begins with all that is needed to start without the segments before it, which can then be deleted: the metadata, the
 * hard state and the snapshot mark as they were at its beginning, and where the chain and the file before it ended, so that a
 * missing or shortened file is noticed.
 */
import { crc32c } from '../base/crc32c.ts'
import type { HardState, SnapshotMark } from './entry.ts'
import { flushAlignment } from './flush-mark.ts'
import { alignUp, isZero, putSafeInteger, recordHeadBytes, recordKinds, takeSafeInteger, tryRead } from './record.ts'

/** Version of the layout; its byte follows the magic. A change of any byte's meaning raises it. */
export const formatVersion = 1
const magic = Buffer.from('KEELWAL')
const magicBytes = 8
/** The fixed fields of the header record. */
const fixedBytes = 96

export interface SegmentHeader {
  /** From 0 on, by one for each segment of a log. */
  readonly sequence: number
  /** One above the last index before this segment. An entry below it replaces the log from there on. */
  readonly firstIndex: number
  /** End of the last flush of the segment before; 0 for the first. */
  readonly previousBytes: number
  /** The chain's crc at the end of the segment before: the first record here continues it. */
  readonly chain: number
  readonly hardState: HardState
  readonly snapshot: SnapshotMark
  readonly metadata: Buffer
}

export function segmentName({ sequence, firstIndex }: { sequence: number; firstIndex: number }): string {
  return `${hex(sequence)}-${hex(firstIndex)}.wal`
}

/** A segment that is being made has this name until it is whole. */
export function temporaryName(name: string): string {
  return `${name}.new`
}

export function isTemporaryName(name: string): boolean {
  return /^[0-9a-f]{16}-[0-9a-f]{16}\.wal\.new$/.test(name)
}

export function parseSegmentName(name: string): { sequence: number; firstIndex: number } | undefined {
  const [, sequence, firstIndex] = /^([0-9a-f]{16})-([0-9a-f]{16})\.wal$/.exec(name) ?? []
  if (sequence === undefined || firstIndex === undefined) return undefined
  return { sequence: Number.parseInt(sequence, 16), firstIndex: Number.parseInt(firstIndex, 16) }
}

/** Magic and header record; its length is where the first flush begins. */
export function encodeHeader(header: SegmentHeader): Buffer {
  const { hardState, snapshot, metadata } = header
  const end = magicBytes + fixedBytes + snapshot.data.length + metadata.length
  const bytes = Buffer.alloc(alignUp(end, flushAlignment))
  magic.copy(bytes)
  bytes[magicBytes - 1] = formatVersion
  const record = bytes.subarray(magicBytes)
  record.writeUInt32LE(end - magicBytes - recordHeadBytes, 0)
  record.writeUInt32LE(recordKinds.segment, 8)
  record.writeUInt32LE(header.chain, 12)
  putSafeInteger(record, header.sequence, 16)
  putSafeInteger(record, header.firstIndex, 24)
  putSafeInteger(record, header.previousBytes, 32)
  putSafeInteger(record, hardState.term, 40)
  putSafeInteger(record, hardState.commit, 48)
  record.writeBigUInt64LE(hardState.vote, 56)
  putSafeInteger(record, snapshot.term, 64)
  putSafeInteger(record, snapshot.index, 72)
  putSafeInteger(record, snapshot.data.length, 80)
  putSafeInteger(record, metadata.length, 88)
  snapshot.data.copy(record, fixedBytes)
  metadata.copy(record, fixedBytes + snapshot.data.length)
  record.writeUInt32LE(crc32c(record, 0, recordHeadBytes, end - magicBytes), 4)
  return bytes
}

export type ParsedHeader =
  | { readonly header: SegmentHeader; readonly end: number }
  | { readonly fault: 'magic' | 'header' }
  | { readonly fault: 'version'; readonly version: number }

/** Reads what `encodeHeader` made; the header's bytes are copied. */
export function parseHeader(bytes: Buffer): ParsedHeader {
  if (bytes.length < magicBytes || bytes.compare(magic, 0, magic.length, 0, magic.length) !== 0)
    return { fault: 'magic' }
  const version = bytes.readUInt8(magicBytes - 1)
  if (version !== formatVersion) return { fault: 'version', version }
  const raw = tryRead(bytes, magicBytes, bytes.length, 0)
  if (raw === undefined || raw.kind !== recordKinds.segment || raw.end - raw.at < fixedBytes) return { fault: 'header' }
  const end = alignUp(raw.end, flushAlignment)
  if (end > bytes.length || !isZero(bytes, raw.end, end)) return { fault: 'header' }
  const record = bytes.subarray(raw.at, raw.end)
  const [sequence, firstIndex, previousBytes, term, commit] = [16, 24, 32, 40, 48].map((at) =>
    takeSafeInteger(record, at),
  )
  const [snapshotTerm, snapshotIndex, dataBytes, metadataBytes] = [64, 72, 80, 88].map((at) =>
    takeSafeInteger(record, at),
  )
  if (sequence === undefined || firstIndex === undefined || previousBytes === undefined) return { fault: 'header' }
  if (term === undefined || commit === undefined || snapshotTerm === undefined) return { fault: 'header' }
  if (snapshotIndex === undefined || dataBytes === undefined || metadataBytes === undefined) return { fault: 'header' }
  if (fixedBytes + dataBytes + metadataBytes !== record.length) return { fault: 'header' }
  const data = Buffer.from(record.subarray(fixedBytes, fixedBytes + dataBytes))
  const header: SegmentHeader = {
    sequence,
    firstIndex,
    previousBytes,
    chain: record.readUInt32LE(12),
    hardState: { term, commit, vote: record.readBigUInt64LE(56) },
    snapshot: { term: snapshotTerm, index: snapshotIndex, data },
    metadata: Buffer.from(record.subarray(fixedBytes + dataBytes)),
  }
  return { header, end }
}

function hex(value: number): string {
  return value.toString(16).padStart(16, '0')
}
