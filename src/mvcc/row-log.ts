/**
 * What the store writes: rows that wait to be taken into a batch, and those that are on their way to the engine.
 *
 * The order is that of the revisions, and the batch that carries them carries the applied index too, so that the rows in
 * the engine and the index it claims never disagree. Counts of rows are kept exact beside it.
 */
import type { Counts } from '../storage/applied.ts'
import type { WriteOp } from '../storage/engine.ts'
import { revisionKey, revisionKeyBytes, spaceKey, writeRevisionKey } from '../storage/keyspace.ts'
import { encodeTombstone } from './row.ts'
import { Slab } from './slab.ts'
import { UnflushedRows } from './unflushed-rows.ts'

/** Marks of compaction, in the space `history`: 8 bytes, big endian. Scheduled comes first, finished when rows are gone. */
export const scheduledMark: Buffer = spaceKey('history', 'scheduledCompactRevision')
export const finishedMark: Buffer = spaceKey('history', 'finishedCompactRevision')

export class RowLog {
  readonly unflushed = new UnflushedRows()
  /** For rows to be put, and for their keys: free again when the engine has them. */
  readonly slab = new Slab()
  readonly #counts: Counts
  readonly #marksThere = new Set<Buffer>()
  #ops: WriteOp[] = []
  /** Batches handed out: the applied index they carry and the revision they reach; oldest first. */
  #taken: { readonly index: number; readonly revision: number }[] = []
  #flushedRevision: number

  constructor(counts: Counts, flushedRevision: number) {
    this.#counts = counts
    this.#flushedRevision = flushedRevision
  }

  /** The engine holds all rows up to here; those above are in `unflushed`. */
  get flushedRevision(): number {
    return this.#flushedRevision
  }

  /** Called after a restore, before the first apply. */
  restored(revision: number, marks: readonly Buffer[]): void {
    this.#flushedRevision = revision
    for (const mark of marks) this.#marksThere.add(mark)
  }

  put(main: number, sub: number, row: Buffer): void {
    this.#ops.push({ key: writeRevisionKey(this.slab.take(revisionKeyBytes), main, sub), value: row })
    this.unflushed.push(main, row, false)
    this.#counts.add('revisions', 1)
  }

  tombstone(main: number, sub: number, key: string): void {
    const row = encodeTombstone(key)
    this.#ops.push({ key: revisionKey(main, sub, true), value: row })
    this.unflushed.push(main, row, true)
    this.#counts.add('revisions', 1)
  }

  /** Deletes a row for good: compaction. */
  drop(main: number, sub: number, tombstone: boolean): void {
    this.#ops.push({ key: revisionKey(main, sub, tombstone), value: undefined })
    this.#counts.add('revisions', -1)
  }

  mark(mark: Buffer, revision: number): void {
    const value = Buffer.alloc(8)
    value.writeBigUInt64BE(BigInt(revision))
    this.#ops.push({ key: mark, value })
    if (this.#marksThere.has(mark)) return
    this.#marksThere.add(mark)
    this.#counts.add('history', 1)
  }

  /** Takes back the last `count` rows, which nobody has taken yet. */
  pop(count: number): void {
    this.#ops.length -= count
    this.unflushed.pop(count)
    this.#counts.add('revisions', -count)
  }

  get waitingOps(): number {
    return this.#ops.length
  }

  /** The rows written since the last call, for a batch that carries applied index `index`. */
  take(index: number, revision: number): WriteOp[] {
    const ops = this.#ops
    this.#ops = []
    const last = this.#taken.at(-1)
    if (last?.index === index) this.#taken[this.#taken.length - 1] = { index, revision }
    else this.#taken.push({ index, revision })
    return ops
  }

  /** The engine holds all batches up to applied index `index`. */
  flushed(index: number): void {
    let done = 0
    for (; done < this.#taken.length; done++) {
      const batch = this.#taken[done]
      if (batch === undefined || batch.index > index) break
      this.#flushedRevision = batch.revision
    }
    if (done === 0) return
    this.#taken.splice(0, done)
    this.unflushed.dropTo(this.#flushedRevision)
  }
}
