/**
 * Cuts RocksDB's own log at its first damaged record, before RocksDB reads it.
 *
 * That log is not synced with each write, so that a power loss may leave anything in the pages that had not reached
 * the disk: also zeros in the middle and whole pages behind them. RocksDB as the `rocksdb` package opens it (without
 * `paranoid_checks`) skips what it cannot read and goes on behind it, and the state then has a hole that no log can fill.
 * Cut at the hole it is merely older: the Raft log replays from the applied index in it. What was synced is whole, so
 * that the cut always lies behind the last `sync`.
 *
 * The format, that of the MANIFEST as well (RocksDB's `db/log_format.h`): blocks of 32 KiB, in which records stand as
 *
 *   | crc32c of kind and data, masked, u32le | length u16le | kind u8 | data |    kind: 1 whole, 2 first, 3 middle, 4 last
 *
 * and fewer than 7 bytes at the end of a block are zeros. In the log each record is a write batch, which begins with its
 * sequence number u64le and its number of changes u32le; the next batch has the sum of the two.
 */
import { join } from 'node:path'
import { crc32c } from '../base/crc32c.ts'
import { realFiles } from '../io/real-files.ts'

const blockBytes = 32 << 10
const headerBytes = 7
const kind = { whole: 1, first: 2, middle: 3, last: 4 }

export interface LogRecord {
  /** In the file, of its first byte. */
  readonly offset: number
  readonly data: Buffer
}

/** The records of a log up to the first that is damaged; `end` is the offset behind the last whole one. */
export function readLog(bytes: Buffer): { readonly records: readonly LogRecord[]; readonly end: number } {
  const records: LogRecord[] = []
  let end = 0
  let parts: Buffer[] = []
  let offset = 0
  for (let at = 0; at < bytes.length; ) {
    const leftInBlock = blockBytes - (at % blockBytes)
    if (leftInBlock < headerBytes) {
      at += leftInBlock
      continue
    }
    const part = partAt(bytes, at, leftInBlock)
    const begins = part?.kind === kind.whole || part?.kind === kind.first
    if (part === undefined || begins !== (parts.length === 0)) break
    if (begins) offset = at
    parts.push(part.data)
    at += headerBytes + part.data.length
    if (part.kind === kind.first || part.kind === kind.middle) continue
    records.push({ offset, data: parts.length === 1 ? part.data : Buffer.concat(parts) })
    parts = []
    end = at
  }
  return { records, end }
}

function partAt(bytes: Buffer, at: number, leftInBlock: number): { kind: number; data: Buffer } | undefined {
  if (at + headerBytes > bytes.length) return undefined
  const dataAt = at + headerBytes
  const dataEnd = dataAt + bytes.readUInt16LE(at + 4)
  const found = bytes.readUInt8(at + 6)
  if (found < kind.whole || found > kind.last || dataEnd > Math.min(bytes.length, at + leftInBlock)) return undefined
  if (bytes.readUInt32LE(at) !== maskedCrc(bytes, at + 6, dataEnd)) return undefined
  return { kind: found, data: bytes.subarray(dataAt, dataEnd) }
}

/** RocksDB turns checksums that are stored, so that a checksum over them is not a trivial one. */
export function maskedCrc(bytes: Buffer, start: number, end: number): number {
  const crc = crc32c(bytes, 0, start, end)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

/** Offset behind the last batch that follows the one before it; `expected`: the sequence number of the first. */
function unbroken(bytes: Buffer, expected: bigint | undefined): { end: number; next: bigint | undefined } {
  const { records, end } = readLog(bytes)
  let next = expected
  for (const { offset, data } of records) {
    const sequence = data.length >= 12 ? data.readBigUInt64LE(0) : undefined
    if (sequence === undefined || (next !== undefined && sequence !== next)) return { end: offset, next }
    next = sequence + BigInt(data.readUInt32LE(8))
  }
  return { end, next }
}

export interface Hole {
  readonly file: string
  /** Where the file must end. */
  readonly offset: number
  /** Logs behind it, which must not be read either. */
  readonly later: readonly string[]
}

/** Where the live logs of a database are first damaged; undefined when they are whole, or there is no database. */
export async function findHole(directory: string): Promise<Hole | undefined> {
  const names = await realFiles.list(directory)
  if (!names.includes('CURRENT')) return undefined
  const manifest = (await realFiles.readFile(join(directory, 'CURRENT'))).toString('latin1').trim()
  if (!names.includes(manifest)) return undefined
  const live = firstLiveLog(await realFiles.readFile(join(directory, manifest)))
  const logs = names.filter((name) => /^\d+\.log$/.test(name) && Number.parseInt(name, 10) >= live)
  logs.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  let next: bigint | undefined
  for (const [i, name] of logs.entries()) {
    const file = join(directory, name)
    const bytes = await realFiles.readFile(file)
    const found = unbroken(bytes, next)
    if (found.end < bytes.length)
      return { file, offset: found.end, later: logs.slice(i + 1).map((log) => join(directory, log)) }
    next = found.next
  }
  return undefined
}

/** Tags of a version edit that stand before its log number or are it (RocksDB's `db/version_edit.cc`). */
const tags = { comparator: 1, logNumber: 2 }

/** Logs with a smaller number are in files already: what is wrong with them does not matter. */
export function firstLiveLog(manifest: Buffer): number {
  let live = 0
  for (const { data } of readLog(manifest).records) {
    let at = 0
    const varint = (): number => {
      let value = 0
      for (let shift = 1; at < data.length; shift *= 128) {
        const byte = data.readUInt8(at++)
        value += (byte & 127) * shift
        if (byte < 128) break
      }
      return value
    }
    let tag = varint()
    if (tag === tags.comparator) {
      const length = varint()
      at += length
      tag = varint()
    }
    if (tag === tags.logNumber) live = Math.max(live, varint())
  }
  return live
}

/** Ends the log at the hole. Nobody may have the database open. Later logs are kept under a name RocksDB ignores. */
export async function cutAt({ file, offset, later }: Hole): Promise<void> {
  // The later ones first: a crash between the two leaves a hole that is found again.
  for (const log of later) await realFiles.rename(log, `${log}.unusable`)
  const open = await realFiles.open(file, { mode: 'write' })
  try {
    await open.truncate(offset)
    await open.sync()
  } finally {
    await open.close()
  }
  await realFiles.syncDirectory(join(file, '..'))
}
