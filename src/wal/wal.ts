/**
 * The Raft log on disk.
 *
 * Appends are encoded at once and gather in a batch while the disk works on the one before; then the whole batch goes out in one
 * durable write (group commit). Nothing is written while another write is under way, so that after a crash all but the
 * last flush is known to be whole: flush-mark.ts builds on that.
 *
 * The first write or sync that fails ends the log: all that wait and all that come are refused with `LogFailed`.
 */
import { join } from 'node:path'
import { assert, BrokenInvariant, defined } from '../base/assert.ts'
import type { Clock } from '../io/clock.ts'
import type { Files, OpenFile } from '../io/files.ts'
import { Batch } from './batch.ts'
import { emptyHardState, type HardState, type LogEntry, type LogWrite, noSnapshot, type SnapshotMark } from './entry.ts'
import { LogClosed, LogFailed } from './errors.ts'
import { type LogCut, type LogFound, listSegments, readLog, type SegmentFound } from './reader.ts'
import {
  afterRestart,
  faultOfEntry,
  faultOfHardState,
  faultOfRestart,
  faultOfSnapshot,
  type LogState,
} from './replay.ts'
import { encodeHeader, isTemporaryName, type SegmentHeader, segmentName, temporaryName } from './segment.ts'

const MiB = 1024 * 1024

/**
 * Zeros written behind a flush, together with it, whenever it has used up the ones before: the next small flushes then change
 * blocks that the file already has, and their sync need not wait for the file system's own journal. Measured on ext4, mean of
 * a durable write, zeros included: 4 KiB 0.18 ms instead of 0.29 ms, 16 KiB 0.23 instead of 0.29, 32 KiB 0.24
 * instead of 0.29, 64 KiB the same. With 1 MiB of zeros the mean is no better and one write in a hundred takes 3 ms.
 */
const preparedBytes = 256 * 1024
/** A flush this large pays for its own blocks: zeros before it would double what the disk writes. */
const preparedForBytesMax = 32 * 1024
const firstBufferBytes = 64 * 1024

export interface WalOptions {
  readonly files: Files
  readonly clock: Clock
  readonly directory: string
  /** A segment that has reached this size is the last one's predecessor: 64 MiB, up to 1 GiB. */
  readonly segmentBytes?: number | undefined
  /** How far small flushes find their blocks prepared: 256 KiB; 0 for not at all. */
  readonly preparedBytes?: number | undefined
  /** Resolve without waiting for the disk. A power failure then loses what was acknowledged: for tests only. */
  readonly unsafeNoFsync?: boolean | undefined
  /** Called with the duration of each durable write: write and fdatasync are one call. */
  readonly onFsync?: ((seconds: number) => void) | undefined
  /** Called with the size of each flush. */
  readonly onWrite?: ((bytes: number) => void) | undefined
}

export interface OpenedWal {
  readonly wal: Wal
  /** As given to `create`. */
  readonly metadata: Buffer
  readonly hardState: HardState
  /** Index 0, term 0 when there was none. */
  readonly snapshot: SnapshotMark
  /** Consecutive, from `snapshot.index + 1` on. */
  readonly entries: LogEntry[]
  /** The torn last flush that was cut off. */
  readonly cut: LogCut | undefined
}

/** Plain counters, read when somebody asks; they only grow, but for the last three. */
export interface WalStats {
  fsyncCount: number
  flushCount: number
  bytesWritten: number
  entriesWritten: number
  /** Records that wait for their flush. */
  pendingBytes: number
  segments: number
  lastIndex: number
}

/** The segment being written. */
interface OpenSegment {
  readonly file: OpenFile
  readonly path: string
  readonly sequence: number
  /** Where the next flush goes. */
  end: number
  /** Up to here the file holds zeros, or more. */
  preparedEnd: number
}

/** What a log starts from. */
interface Beginning {
  readonly metadata: Buffer
  readonly state: LogState
  readonly chain: number
  readonly segments: readonly SegmentFound[]
  readonly current: OpenSegment
}

export class Wal {
  readonly #options: WalOptions
  readonly #segmentBytes: number
  readonly #preparation: Buffer
  readonly #metadata: Buffer
  /** Oldest first; the last is `#current`. */
  readonly #segments: { path: string; sequence: number; highestIndex: number }[]
  #current: OpenSegment
  /** What a start after a power failure would find. */
  #durable: { state: LogState; chain: number }
  #filling: Batch
  #spare: Buffer | undefined
  /** The loop that writes, while it has something to do. Its failure becomes `#failure`; it never rejects. */
  #writing: Promise<void> | undefined
  #releasing: Promise<unknown> = Promise.resolve()
  #failure: LogFailed | BrokenInvariant | undefined
  #closing: Promise<void> | undefined
  readonly #counters = { fsyncCount: 0, flushCount: 0, bytesWritten: 0, entriesWritten: 0 }

  /** Whether `directory` holds a log. */
  static async exists(files: Files, directory: string): Promise<boolean> {
    return (await listSegments(files, directory)).length > 0
  }

  /**
   * Makes a new log, with the directory if it is missing; durable when resolved.
   * @param metadata whose log it is; comes back from `open`, is never changed
   * @throws Error when there is a log already
   */
  static async create(options: WalOptions & { readonly metadata: Buffer }): Promise<Wal> {
    const { files, directory, metadata } = options
    await files.makeDirectory(directory)
    if (await Wal.exists(files, directory)) throw new Error(`there is a Raft log in ${directory} already`)
    await removeUnfinished(files, directory)
    const state: LogState = { hardState: emptyHardState, snapshot: noSnapshot, lastIndex: 0 }
    const header = headerOf({ sequence: 0, previousBytes: 0, state, chain: 0, metadata })
    const current = await beginSegment(options, header)
    const segments = [{ path: current.path, sequence: 0, highestIndex: 0 }]
    return new Wal(options, { metadata: Buffer.from(metadata), state, chain: 0, segments, current })
  }

  /**
   * Reads the log in `directory`, cuts a torn last flush off, and goes on behind it.
   * @throws LogDamaged with file, offset and what to do; nothing was changed then
   */
  static async open(options: WalOptions): Promise<OpenedWal> {
    const { files, directory } = options
    if (!(await Wal.exists(files, directory))) throw new Error(`there is no Raft log in ${directory}`)
    const found = await readLog(files, directory)
    await removeUnfinished(files, directory)
    const current = await continueSegment(options, found)
    const wal = new Wal(options, { ...found, current })
    const { metadata, state, entries, cut } = found
    return { wal, metadata, hardState: state.hardState, snapshot: state.snapshot, entries, cut }
  }

  private constructor(options: WalOptions, { metadata, state, chain, segments, current }: Beginning) {
    this.#options = options
    this.#segmentBytes = options.segmentBytes ?? 64 * MiB
    assert(
      this.#segmentBytes > 0 && this.#segmentBytes <= 1024 * MiB,
      'a segment has 1 byte to 1 GiB',
      this.#segmentBytes,
    )
    this.#preparation = Buffer.alloc(options.unsafeNoFsync ? 0 : (options.preparedBytes ?? preparedBytes))
    this.#metadata = metadata
    this.#segments = segments.map((segment) => ({ ...segment }))
    this.#current = current
    this.#durable = { state, chain }
    this.#filling = new Batch({ bytes: Buffer.allocUnsafeSlow(firstBufferBytes), chain, state })
  }

  get stats(): WalStats {
    const { state, recordBytes } = this.#filling
    return { ...this.#counters, pendingBytes: recordBytes, segments: this.#segments.length, lastIndex: state.lastIndex }
  }

  /** Why the log takes no more; undefined while it does. */
  get failure(): LogFailed | BrokenInvariant | undefined {
    return this.#failure
  }

  /**
   * Adds to the log, in the order of the calls. The bytes are copied before this returns.
   * Resolves when all of it is durable; with `mustSync` false at once, and it goes to disk with a later write or `close`.
   * Callers bound what waits (`stats.pendingBytes`): the log itself takes all it is given.
   * @throws LogFailed, LogClosed (rejected); BrokenInvariant for a write that cannot follow
   */
  append(write: LogWrite): Promise<void> {
    const refusal = this.#refusal()
    if (refusal !== undefined) return Promise.reject(refusal)
    checkWrite(this.#filling.state, write)
    this.#filling.add(write)
    return write.mustSync ? this.#flushed() : Promise.resolve()
  }

  /**
   * Notes that a snapshot taken here holds everything up to its index; entries behind it stay. Durable when resolved.
   * (A snapshot received from a leader is part of an `append`.)
   */
  markSnapshot(mark: SnapshotMark): Promise<void> {
    const refusal = this.#refusal()
    if (refusal !== undefined) return Promise.reject(refusal)
    const fault = faultOfSnapshot(this.#filling.state, mark)
    assert(fault === undefined, `a snapshot lies in the log: ${fault}`)
    this.#filling.addSnapshot(mark)
    return this.#flushed()
  }

  /**
   * Deletes the segments at the head all of whose entries lie at or below `index` and at or below the last durable snapshot
   * mark; the segment being written stays.
   * @returns how many
   */
  release(index: number): Promise<number> {
    const refusal = this.#refusal()
    if (refusal !== undefined) return Promise.reject(refusal)
    const released = this.#releasing.then(() => this.#release(index))
    // Its caller hears of a failure; the next release only has to come after this one.
    this.#releasing = released.catch(() => undefined)
    return released
  }

  /** Writes what still waits and closes; appends from now on are refused. A second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #refusal(): Error | undefined {
    return this.#failure ?? (this.#closing && new LogClosed(this.#options.directory))
  }

  #flushed(): Promise<void> {
    const written = this.#filling.written()
    // From a microtask: all appends of this turn go together.
    this.#writing ??= Promise.resolve().then(() => this.#write())
    return written
  }

  async #write(): Promise<void> {
    let batch = this.#filling
    try {
      while (this.#filling.isAwaited) {
        batch = this.#filling
        // Nothing in it: whoever waits, waited for the flush before.
        if (batch.isEmpty) this.#filling = this.#nextBatch(batch)
        else await this.#flush(batch)
        batch.resolve()
        // After those who wait were told: a switch takes some milliseconds.
        if (this.#current.end >= this.#segmentBytes) await this.#switchSegment()
      }
    } catch (error) {
      const failure = this.#fail(error)
      batch.reject(failure)
      this.#filling.reject(failure)
    } finally {
      this.#writing = undefined
    }
  }

  async #flush(batch: Batch): Promise<void> {
    const { clock, unsafeNoFsync, onFsync, onWrite } = this.#options
    const segment = this.#current
    const { chain, state } = batch
    this.#filling = this.#nextBatch(batch)

    const bytes = batch.seal({ offset: segment.end, sequence: segment.sequence, chain: this.#durable.chain })
    const end = segment.end + bytes.length
    const prepares = end > segment.preparedEnd && bytes.length <= preparedForBytesMax && this.#preparation.length > 0
    const startMs = clock.monotonicMs()
    await segment.file.write(prepares ? [bytes, this.#preparation] : [bytes], segment.end)
    if (!unsafeNoFsync) {
      this.#counters.fsyncCount++
      onFsync?.((clock.monotonicMs() - startMs) / 1000)
    }
    onWrite?.(bytes.length)
    this.#counters.flushCount++
    this.#counters.bytesWritten += bytes.length
    this.#counters.entriesWritten += batch.entries
    segment.end = end
    segment.preparedEnd = Math.max(segment.preparedEnd, prepares ? end + this.#preparation.length : end)
    const written = defined(this.#segments.at(-1), 'a log has a segment')
    written.highestIndex = Math.max(written.highestIndex, batch.highestIndex)
    this.#durable = { state, chain }
    this.#spare = batch.takeBuffer()
  }

  #nextBatch({ chain, state }: Batch): Batch {
    const bytes = this.#spare ?? Buffer.allocUnsafeSlow(firstBufferBytes)
    this.#spare = undefined
    return new Batch({ bytes, chain, state })
  }

  async #switchSegment(): Promise<void> {
    const before = this.#current
    const { state, chain } = this.#durable
    const sequence = before.sequence + 1
    const header = headerOf({ sequence, previousBytes: before.end, state, chain, metadata: this.#metadata })
    const next = await beginSegment(this.#options, header)
    this.#current = next
    this.#segments.push({ path: next.path, sequence, highestIndex: 0 })
    await before.file.close()
  }

  async #release(index: number): Promise<number> {
    if (this.#failure !== undefined) throw this.#failure
    const { files, directory } = this.#options
    const bound = Math.min(index, this.#durable.state.snapshot.index)
    let released = 0
    try {
      for (;;) {
        const [first, second] = this.#segments
        if (first === undefined || second === undefined || first.highestIndex > bound) return released
        await files.unlink(first.path)
        // Before the next one: a crash must not bring this one back without it.
        if (!this.#options.unsafeNoFsync) await files.syncDirectory(directory)
        this.#segments.shift()
        released++
      }
    } catch (error) {
      throw this.#fail(error)
    }
  }

  async #close(): Promise<void> {
    await this.#releasing
    try {
      if (this.#failure === undefined && !this.#filling.isEmpty) await this.#flushed()
    } finally {
      await this.#writing
      await this.#current.file.close()
    }
  }

  #fail(error: unknown): LogFailed | BrokenInvariant {
    this.#failure ??= error instanceof BrokenInvariant ? error : new LogFailed(this.#current.path, error)
    return this.#failure
  }
}

/** Before anything of the write is taken in: a write is whole or not there. */
function checkWrite(state: LogState, { snapshot, entries, hardState }: LogWrite): void {
  let after = state
  if (snapshot !== undefined) {
    const fault = faultOfRestart(after, snapshot)
    assert(fault === undefined, `a snapshot received is newer: ${fault}`)
    after = afterRestart(after, snapshot)
  }
  const [first] = entries
  if (first !== undefined) {
    const fault = faultOfEntry(after, first)
    assert(fault === undefined, `entries follow the log: ${fault}`)
    for (let i = 1; i < entries.length; i++) {
      assert(
        entries[i]?.index === first.index + i,
        'entries of one write are consecutive',
        first.index,
        entries[i]?.index,
      )
    }
    after = { ...after, lastIndex: first.index + entries.length - 1 }
  }
  if (hardState !== undefined) {
    const fault = faultOfHardState(after, hardState)
    assert(fault === undefined, `the hard state is one of this log: ${fault}`)
  }
}

function headerOf(end: {
  sequence: number
  previousBytes: number
  state: LogState
  chain: number
  metadata: Buffer
}): SegmentHeader {
  const { sequence, previousBytes, state, chain, metadata } = end
  const { hardState, snapshot, lastIndex } = state
  return { sequence, firstIndex: lastIndex + 1, previousBytes, chain, hardState, snapshot, metadata }
}

/** Makes a segment that either is there with its whole header, or not at all. */
async function beginSegment(
  { files, directory, unsafeNoFsync }: WalOptions,
  header: SegmentHeader,
): Promise<OpenSegment> {
  const name = segmentName(header)
  const path = join(directory, name)
  const temporaryPath = join(directory, temporaryName(name))
  const bytes = encodeHeader(header)
  const file = await files.open(temporaryPath, { mode: 'create', durable: !unsafeNoFsync })
  try {
    await file.write([bytes], 0)
    if (!unsafeNoFsync) await file.sync()
    await files.rename(temporaryPath, path)
    if (!unsafeNoFsync) await files.syncDirectory(directory)
  } catch (error) {
    await file.close()
    throw error
  }
  return { file, path, sequence: header.sequence, end: bytes.length, preparedEnd: bytes.length }
}

/**
 * Opens the last segment for the flushes to come. What was read may so far exist in the kernel's memory only, be it that the
 * process was killed between a write and its sync, be it that the sync failed: then the kernel calls the pages clean,
 * and no later sync writes them ("Can Applications Recover from fsync Failures?", ATC 2020). Writing the same bytes
 * again makes them dirty; the others, segments and their names, had been synced before this one began.
 */
async function continueSegment({ files, directory, unsafeNoFsync }: WalOptions, found: LogFound): Promise<OpenSegment> {
  const { path, sequence } = defined(found.segments.at(-1), 'a log has a segment')
  const { lastBytes } = found
  const rewritten = await files.open(path, { mode: 'write' })
  try {
    await rewritten.truncate(lastBytes.length)
    await rewritten.write([lastBytes], 0)
    if (!unsafeNoFsync) await rewritten.sync()
  } finally {
    await rewritten.close()
  }
  if (!unsafeNoFsync) await files.syncDirectory(directory)
  const file = await files.open(path, { mode: 'write', durable: !unsafeNoFsync })
  return { file, path, sequence, end: lastBytes.length, preparedEnd: lastBytes.length }
}

/** A crash may leave a segment that had not got its name yet: it is empty. */
async function removeUnfinished(files: Files, directory: string): Promise<void> {
  for (const name of await files.list(directory)) {
    if (isTemporaryName(name)) await files.unlink(join(directory, name))
  }
}
