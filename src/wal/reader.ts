/**
 * Reads a log at start, and decides about everything that is not as it was written (the reasons stand in flush-mark.ts and
 * docs/log-format.md): a torn last flush is left out and reported, anything else refuses. Nothing is changed here.
 */
import { join } from 'node:path'
import { assert } from '../base/assert.ts'
import type { Files } from '../io/files.ts'
import type { LogEntry } from './entry.ts'
import { LogDamaged } from './errors.ts'
import {
  type FlushMark,
  findLaterMark,
  flushAlignment,
  flushMarkBytes,
  isMarkTorn,
  isTorn,
  tryReadMark,
} from './flush-mark.ts'
import { isZero, type RawRecord, tryParse, tryRead } from './record.ts'
import { type LogState, Replay } from './replay.ts'
import { formatVersion, parseHeader, parseSegmentName, type SegmentHeader, segmentName } from './segment.ts'

/** The torn end of a flush that nobody was told of. */
export interface LogCut {
  readonly file: string
  readonly offset: number
  /** From `offset` to the last byte that had been written. */
  readonly bytes: number
}

/** A segment as found. */
export interface SegmentFound {
  readonly path: string
  readonly sequence: number
  /** Highest index of its entries, overridden ones too; 0 for none. */
  readonly highestIndex: number
}

export interface LogFound {
  readonly metadata: Buffer
  readonly state: LogState
  /** Consecutive, from the snapshot mark on. */
  readonly entries: LogEntry[]
  /** In order, never empty. */
  readonly segments: readonly SegmentFound[]
  /** The good bytes of the last segment: the next flush goes behind them. */
  readonly lastBytes: Buffer
  readonly chain: number
  readonly cut: LogCut | undefined
}

/** One segment while it is read. */
interface Segment {
  readonly file: string
  readonly bytes: Buffer
  readonly sequence: number
  readonly isLast: boolean
}

/** Where reading has come to; what stands before is whole. */
interface Place {
  readonly offset: number
  readonly chain: number
}

interface FlushesRead {
  readonly segment: Segment
  readonly place: Place
  readonly cut: LogCut | undefined
}

/** Names of the segments of a log, in order; empty when there is no log. */
export async function listSegments(files: Files, directory: string): Promise<string[]> {
  if ((await files.stat(directory)) === undefined) return []
  return (await files.list(directory)).filter((name) => parseSegmentName(name) !== undefined)
}

/** @throws LogDamaged */
export async function readLog(files: Files, directory: string): Promise<LogFound> {
  const names = await listSegments(files, directory)
  const segments: SegmentFound[] = []
  let replay: Replay | undefined
  let metadata: Buffer = Buffer.alloc(0)
  let place: Place = { offset: 0, chain: 0 }
  let cut: LogCut | undefined
  let lastBytes: Buffer = Buffer.alloc(0)

  for (const name of names) {
    const path = join(directory, name)
    const bytes = await files.readFile(path)
    const { header, end } = readHeader(path, name, bytes)
    if (replay === undefined) {
      replay = new Replay(header)
      metadata = header.metadata
    } else {
      checkFollows({ path, header, directory, metadata, place, last: segments.at(-1), state: replay.state })
    }
    const segment = { file: path, bytes, sequence: header.sequence, isLast: name === names.at(-1) }
    const read = readFlushes(segment, { offset: end, chain: header.chain }, replay)
    place = read.place
    cut = read.cut
    lastBytes = read.segment.bytes.subarray(0, place.offset)
    segments.push({ path, sequence: header.sequence, highestIndex: replay.takeHighestIndex() })
  }

  const first = segments[0]
  assert(replay !== undefined && first !== undefined, 'there is a log to read', directory)
  const entries = replay.entriesAfterSnapshot()
  if (entries === undefined) {
    const what = `it is the first of the log, but entries between the snapshot at ${replay.state.snapshot.index} and its first one are missing`
    throw new LogDamaged({ file: first.path, offset: 0, what })
  }
  return { metadata, state: replay.state, entries, segments, lastBytes, chain: place.chain, cut }
}

function readHeader(file: string, name: string, bytes: Buffer): { header: SegmentHeader; end: number } {
  const parsed = parseHeader(bytes)
  if ('header' in parsed) {
    if (segmentName(parsed.header) === name) return parsed
    throw new LogDamaged({ file, offset: 0, what: `its header belongs to ${segmentName(parsed.header)}` })
  }
  switch (parsed.fault) {
    case 'magic':
      throw new LogDamaged({ file, offset: 0, what: 'it does not begin like a segment of the log' })
    case 'version': {
      const what = `its layout is version ${parsed.version}, this program knows version ${formatVersion}`
      throw new LogDamaged({
        file,
        offset: 7,
        what,
        advice: 'Start the version of Keelson that wrote it, or a newer one',
      })
    }
    case 'header':
      throw new LogDamaged({ file, offset: 8, what: 'its header is not what was written' })
  }
}

/** The end of each segment is told again in the header of the next one. */
function checkFollows(found: {
  path: string
  header: SegmentHeader
  directory: string
  metadata: Buffer
  place: Place
  last: SegmentFound | undefined
  state: LogState
}): void {
  const { path, header, metadata, place, last, state } = found
  assert(last !== undefined, 'there is a segment before this one', path)
  const refuse = (what: string): never => {
    throw new LogDamaged({ file: path, offset: 0, what })
  }
  if (header.sequence !== last.sequence + 1)
    refuse(`the segment before it, with sequence ${header.sequence - 1}, is missing`)
  if (!header.metadata.equals(metadata)) refuse('it belongs to another log')
  if (header.previousBytes !== place.offset || header.chain !== place.chain) {
    const what = `it ends here, but ${header.previousBytes} bytes had been written when ${segmentName(header)} began`
    throw new LogDamaged({ file: last.path, offset: place.offset, what })
  }
  const agrees =
    header.firstIndex === state.lastIndex + 1 &&
    header.snapshot.index === state.snapshot.index &&
    header.hardState.term === state.hardState.term &&
    header.hardState.commit === state.hardState.commit
  if (!agrees) refuse('its header says something else than the segments before it')
}

function readFlushes(found: Segment, start: Place, replay: Replay): FlushesRead {
  let segment = found
  let place = start
  while (!isZero(segment.bytes, place.offset, segment.bytes.length)) {
    const mark = tryReadMark(segment.bytes, place.offset, segment.sequence, place.chain)
    if (mark === undefined) return { segment, place, cut: tearOfMark(segment, place.offset) }
    segment = reachingTo(segment, mark.offset + mark.bytes)
    const { records, bad } = readRecords(segment.bytes, mark, place.chain)
    if (bad !== undefined) return { segment, place, cut: tearOfFlush(segment, mark, bad) }
    for (const record of records) foldRecord(segment, record, replay)
    place = { offset: place.offset + mark.bytes, chain: records.at(-1)?.crc ?? place.chain }
  }
  return { segment, place, cut: undefined }
}

/** With the zeros that a torn write at the end of the file did not get to: the file is shorter, the content the same. */
function reachingTo(segment: Segment, end: number): Segment {
  const { bytes } = segment
  return end <= bytes.length ? segment : { ...segment, bytes: Buffer.concat([bytes], end) }
}

/** The records of a flush as far as they are good, and where the first bad byte may be. */
function readRecords(bytes: Buffer, mark: FlushMark, chain: number): { records: RawRecord[]; bad: number | undefined } {
  const end = mark.offset + mark.bytes
  const records: RawRecord[] = []
  let at = mark.offset + flushMarkBytes
  let last = chain
  // Padding is shorter than any record: with room for one, zeros are a record that did not arrive.
  while (end - at >= flushAlignment) {
    const record = tryRead(bytes, at, end, last)
    if (record === undefined) return { records, bad: at }
    records.push(record)
    at = record.next
    last = record.crc
  }
  return { records, bad: isZero(bytes, at, end) ? undefined : at }
}

function foldRecord(segment: Segment, raw: RawRecord, replay: Replay): void {
  const record = tryParse(segment.bytes, raw)
  if (record === undefined) {
    const advice = 'Start the version of Keelson that wrote it, or a newer one'
    const what = `a record of kind ${raw.kind} that this version does not understand`
    throw new LogDamaged({ file: segment.file, offset: raw.at, what, advice })
  }
  const fault = replay.fold(record)
  if (fault !== undefined) throw damaged(segment, raw.at, fault)
}

/** For a mark that is not right, with something but zeros behind `offset`. */
function tearOfMark(segment: Segment, offset: number): LogCut {
  const later = findLaterMark(segment.bytes, offset, segment.sequence)
  if (later !== undefined) {
    throw damaged(
      segment,
      offset,
      `what was written here had been acknowledged before byte ${later.offset} was written`,
    )
  }
  if (!segment.isLast)
    throw damaged(segment, offset, 'the log goes on in a later segment, so this had been acknowledged')
  if (!isMarkTorn(segment.bytes, offset)) throw damaged(segment, offset, 'no crash leaves a write like this')
  return cutAt(segment, offset)
}

/** For a flush with a right mark and a record that is not, at `bad`. */
function tearOfFlush(segment: Segment, mark: FlushMark, bad: number): LogCut {
  const { bytes, isLast } = segment
  const end = mark.offset + mark.bytes
  if (!isZero(bytes, end, bytes.length)) {
    throw damaged(segment, bad, `what was written here had been acknowledged before byte ${end} was written`)
  }
  if (!isLast) throw damaged(segment, bad, 'the log goes on in a later segment, so this had been acknowledged')
  if (!isTorn(bytes, mark)) throw damaged(segment, bad, 'no crash leaves a write like this')
  return cutAt(segment, mark.offset)
}

function cutAt({ file, bytes }: Segment, offset: number): LogCut {
  let end = bytes.length
  while (bytes[end - 1] === 0) end--
  return { file, offset, bytes: end - offset }
}

function damaged({ file }: Segment, offset: number, what: string): LogDamaged {
  return new LogDamaged({ file, offset, what })
}
