/**
 * What gathers while the disk works on the flush before: records already encoded, one buffer for all.
 *
 * The chain of crcs goes from record to record and leaves the flush marks out, so that a record is final when it is put
 * in, though how long its flush will be, where it will stand and in which segment, is known only when the flush begins.
 */
import type { HardState, LogEntry, LogWrite, SnapshotMark } from './entry.ts'
import { flushAlignment, flushMarkBytes, putFlushMark } from './flush-mark.ts'
import { alignUp, entryBytes, putEntry, putHardState, putSnapshot, recordBytes } from './record.ts'
import { afterRestart, type LogState } from './replay.ts'

/** A larger buffer is given back after its flush. */
const keptBytesMax = 4 * 1024 * 1024

export class Batch {
  #bytes: Buffer
  #length = flushMarkBytes
  #chain: number
  #state: LogState
  #highestIndex = 0
  #entries = 0
  #waiting: { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } | undefined

  /** `chain` and `state`: at the end of the batch before. */
  constructor({ bytes, chain, state }: { bytes: Buffer; chain: number; state: LogState }) {
    this.#bytes = bytes
    this.#chain = chain
    this.#state = state
  }

  /** With everything in this batch. */
  get state(): LogState {
    return this.#state
  }

  get chain(): number {
    return this.#chain
  }

  /** Highest index put in, overridden ones too; 0 for none. */
  get highestIndex(): number {
    return this.#highestIndex
  }

  get entries(): number {
    return this.#entries
  }

  get isEmpty(): boolean {
    return this.#length === flushMarkBytes
  }

  get recordBytes(): number {
    return this.#length - flushMarkBytes
  }

  /** Whether somebody waits for this batch to be durable. */
  get isAwaited(): boolean {
    return this.#waiting !== undefined
  }

  /** One promise for all who wait. */
  written(): Promise<void> {
    this.#waiting ??= waiting()
    return this.#waiting.promise
  }

  resolve(): void {
    this.#waiting?.resolve()
  }

  reject(error: Error): void {
    this.#waiting?.reject(error)
  }

  /** The write must be right for `state`; its bytes are copied. */
  add({ snapshot, entries, hardState }: LogWrite): void {
    if (snapshot !== undefined) this.#addSnapshot('restart', snapshot)
    this.#addEntries(entries)
    if (hardState !== undefined) this.#addHardState(hardState)
  }

  addSnapshot(mark: SnapshotMark): void {
    this.#addSnapshot('snapshot', mark)
  }

  /** The bytes of the flush, complete; they belong to this batch. */
  seal({ offset, sequence, chain }: { offset: number; sequence: number; chain: number }): Buffer {
    const end = alignUp(this.#length, flushAlignment)
    this.#reserve(end - this.#length)
    const flush = this.#bytes.subarray(0, end)
    flush.fill(0, this.#length)
    putFlushMark(flush, { offset, sequence, chain })
    return flush
  }

  /** The buffer, for the next batch but one; undefined when it grew too large to be kept. */
  takeBuffer(): Buffer | undefined {
    return this.#bytes.length <= keptBytesMax ? this.#bytes : undefined
  }

  #addSnapshot(kind: 'snapshot' | 'restart', mark: SnapshotMark): void {
    const record = { kind, mark }
    const size = recordBytes(record)
    this.#reserve(size)
    this.#chain = putSnapshot(this.#bytes, this.#length, this.#chain, record)
    this.#length += size
    const kept = { ...mark, data: Buffer.from(mark.data) }
    this.#state = kind === 'restart' ? afterRestart(this.#state, kept) : { ...this.#state, snapshot: kept }
  }

  #addEntries(entries: readonly LogEntry[]): void {
    const last = entries.at(-1)
    if (last === undefined) return
    let size = 0
    for (const entry of entries) size += entryBytes(entry)
    this.#reserve(size)
    let at = this.#length
    let chain = this.#chain
    for (const entry of entries) {
      chain = putEntry(this.#bytes, at, chain, entry)
      at += entryBytes(entry)
    }
    this.#length = at
    this.#chain = chain
    this.#entries += entries.length
    this.#highestIndex = Math.max(this.#highestIndex, last.index)
    this.#state = { ...this.#state, lastIndex: last.index }
  }

  #addHardState(hardState: HardState): void {
    const size = recordBytes({ kind: 'hardState', hardState })
    this.#reserve(size)
    this.#chain = putHardState(this.#bytes, this.#length, this.#chain, hardState)
    this.#length += size
    this.#state = { ...this.#state, hardState }
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

function waiting(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve: () => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
