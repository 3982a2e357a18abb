/**
 * The key-value store with all its revisions: what the replicated log's requests do to it, and what reads see.
 *
 * Applies are synchronous and in memory. The rows they write are taken by the server, with `takeOps`, into the batch that
 * carries the applied index, and reach the engine behind; the store reads what is under way from memory. Only the index
 * has to fit in memory: values are cached up to a limit and otherwise read from the engine. An apply that needs such a
 * value answers `missing`, having changed nothing; the server loads it and applies again.
 */
import { type Reason, RequestError } from '../base/errors.ts'
import type { Counts } from '../storage/applied.ts'
import type { Engine, WriteOp } from '../storage/engine.ts'
import { Compactor } from './compaction.ts'
import { hashRows, type KvHash } from './hash-kv.ts'
import { checkPut, preparePut } from './put.ts'
import { hasFilter, RangeRun, sliceKeys, sliceValues } from './range.ts'
import { streamRange } from './range-stream.ts'
import type {
  DeleteRangeRequest,
  DeleteRangeResult,
  Outcome,
  PutRequest,
  PutResult,
  RangeRequest,
  RangeResult,
  RowRef,
  TxnRequest,
  TxnResult,
} from './requests.ts'
import { SortOrder, SortTarget } from './requests.ts'
import { restore } from './restore.ts'
import { RowLog, scheduledMark } from './row-log.ts'
import { type LeaseBook, LoadedRows, StoreState, type StoreStats } from './state.ts'
import { deleteRange, TxnRun } from './txn.ts'
import { type ChangeListener, Writer } from './writer.ts'

export interface StoreOptions {
  readonly engine: Engine
  readonly leases: LeaseBook
  /** Counts of rows: those found at start are added, later changes too, in step with `takeOps`. */
  readonly counts: Counts
  /** How many bytes of newest values stay in memory. */
  readonly valueCacheBytes: number
  /** Gives way to the event loop; called between slices of long work. */
  readonly yieldToLoop: () => Promise<void>
  /**
   * Writes what waits in `takeOps` with the applied index as it is, and resolves when it is in the engine. Called by
   * compaction and hashing, never from inside an apply.
   */
  readonly flush: () => Promise<void>
  /** Background work failed; the store goes on, the member should not. */
  readonly onFailure: (error: Error) => void
}

export interface Compacted {
  /** Of the store, for the header. */
  readonly revision: number
  /** The rows are gone from this member's engine; `physical` compactions answer then. Need not be awaited. */
  readonly finished: Promise<void>
}

export class Store {
  readonly #state: StoreState
  readonly #writer: Writer
  readonly #compactor: Compactor
  readonly #options: StoreOptions
  readonly #closing = new AbortController()
  /** What `load` fetched for the next apply. */
  readonly #loaded = new LoadedRows()
  readonly #noRows = new LoadedRows()

  private constructor(options: StoreOptions) {
    this.#options = options
    this.#state = new StoreState({ ...options, log: new RowLog(options.counts, 1) })
    this.#writer = new Writer(this.#state)
    this.#compactor = new Compactor(this.#state, options.flush, this.#closing.signal)
  }

  /**
   * Restores the store from the engine. An interrupted compaction is taken up by `resumeCompaction`.
   * @throws StorageError when the engine cannot be read
   */
  static async open(options: StoreOptions): Promise<Store> {
    const store = new Store(options)
    const { finished } = await restore(store.#state, options.engine, options.counts)
    store.#compactor.restored(finished)
    return store
  }

  /** Goes on with a compaction that a stop interrupted; to be called once the server can flush. */
  resumeCompaction(): void {
    const revision = this.#state.compactRevision
    if (revision <= this.#compactor.finishedRevision) return
    void this.#schedule(revision) // onFailure hears when it fails
  }

  /** Waits for background work, which ends early. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#compactor.idle()
  }

  /** Revision of the last change; 1 in an empty store. */
  get revision(): number {
    return this.#state.revision
  }

  /** Lowest revision that can be read; -1 when nothing was ever compacted. */
  get compactRevision(): number {
    return this.#state.compactRevision
  }

  /** Of the last compaction whose rows are gone from this member's engine. */
  get finishedCompactRevision(): number {
    return this.#compactor.finishedRevision
  }

  /** Keys that exist now. */
  get keyCount(): number {
    return this.#state.index.liveKeys
  }

  /** Bytes of cached values. */
  get cachedBytes(): number {
    return this.#state.cache.bytes
  }

  get stats(): StoreStats {
    return this.#state.stats
  }

  /** For the watch hub, which reads rows and revisions. */
  get state(): StoreState {
    return this.#state
  }

  /** Who hears of changes; one at most. */
  listen(listener: ChangeListener): void {
    this.#writer.listener = listener
  }

  /** The rows written since the last call, for the batch that carries applied index `index`. */
  takeOps(index: number): WriteOp[] {
    return this.#state.log.take(index, this.#state.revision)
  }

  /** The engine holds the batches up to applied index `index`. */
  flushed(index: number): void {
    this.#state.log.flushed(index)
  }

  /** Fetches what an apply answered as missing, and holds it until the next apply that succeeds or fails. */
  async load(missing: readonly RowRef[]): Promise<void> {
    await this.#state.load(missing, this.#loaded)
  }

  applyPut(request: PutRequest): Outcome<PutResult> {
    const state = this.#state
    const writer = this.#writer
    if (request.prevKv || request.ignoreValue || request.ignoreLease) return this.#applyPutWithPrevious(request)
    if (request.lease !== 0n && !state.leases.exists(request.lease)) return this.#fail('LeaseNotFound')
    writer.begin(false)
    writer.put(state.index.find(request.key), request.key, request.value, request.lease, this.#loaded)
    state.stats.puts++
    return { ok: { revision: this.#commit(), prevKv: undefined } }
  }

  applyDeleteRange(request: DeleteRangeRequest): Outcome<DeleteRangeResult> {
    const missing: RowRef[] = []
    this.#writer.begin(request.prevKv)
    const result = deleteRange({ state: this.#state, writer: this.#writer, loaded: this.#loaded }, request, missing)
    if (missing.length > 0) {
      this.#writer.rollback()
      return { missing }
    }
    this.#state.stats.deletes++
    return { ok: { ...result, revision: this.#commit() } }
  }

  /** Deletes the keys of a lease: one revision, in key order. Keys that are gone already are passed over. */
  applyRevoke(keys: readonly string[]): Outcome<DeleteRangeResult> {
    const { index, stats } = this.#state
    this.#writer.begin(false)
    let deleted = 0
    for (const key of [...keys].sort()) {
      const slot = index.find(key)
      if (slot < 0 || !index.isLive(slot)) continue
      this.#writer.delete(slot, this.#loaded)
      deleted++
    }
    stats.deletes += deleted
    return { ok: { revision: this.#commit(), deleted, prevKvs: [] } }
  }

  applyTxn(request: TxnRequest): Outcome<TxnResult> {
    const outcome = new TxnRun(this.#state, this.#writer, this.#loaded).run(request)
    if (outcome.missing === undefined) this.#loaded.clear()
    return outcome
  }

  /** The new mark is in force when this returns. */
  applyCompaction(revision: number): Outcome<Compacted> {
    const state = this.#state
    if (revision <= state.compactRevision) return { failed: 'Compacted' }
    if (revision > state.revision) return { failed: 'FutureRevision' }
    state.compactRevision = revision
    state.log.mark(scheduledMark, revision)
    return { ok: { revision: state.revision, finished: this.#schedule(revision) } }
  }

  /**
   * Reads a range, at once when it is short and in memory, else in slices.
   * @throws RequestError Compacted, FutureRevision; the promise rejects with it as well
   */
  range(request: RangeRequest): RangeResult | Promise<RangeResult> {
    return this.#range(request, true)
  }

  /**
   * A transaction of plain ranges, at one revision.
   * @throws RequestError as `range`
   */
  readTxn(request: TxnRequest): TxnResult | Promise<TxnResult> {
    const outcome = new TxnRun(this.#state, undefined, this.#noRows).run(request)
    if (outcome.failed !== undefined) throw new RequestError(outcome.failed)
    return outcome.ok ?? this.#readTxnFromDisk(request)
  }

  /**
   * A range in chunks whose merge is the range's result (proto: `RangeStreamResponse`): header, count and `more` come with
   * the last one. The first chunk has at most 10 keys, the next ones aim at `targetBytes`. The revision is that of the
   * first chunk; compaction that overtakes it ends the stream.
   * @throws RequestError RangeStreamSort, RangeStreamFilter, Compacted, FutureRevision
   */
  rangeStream(request: RangeRequest, options: { readonly targetBytes: number }): AsyncIterable<RangeResult> {
    const byKeyUpwards = request.sortTarget === SortTarget.Key && request.sortOrder === SortOrder.Ascend
    if (request.sortOrder !== SortOrder.None && !byKeyUpwards) throw new RequestError('RangeStreamSort')
    if (hasFilter(request)) throw new RequestError('RangeStreamFilter')
    this.#checkReadable(request.revision)
    return streamRange((chunk, counting) => this.#range(chunk, counting), this.revision, request, options.targetBytes)
  }

  /**
   * Hash of all revisions up to `revision` (0 or less: the current one); etcd's HashKV.
   * @throws RequestError Compacted, FutureRevision
   */
  async hashKv(revision: number): Promise<KvHash> {
    const state = this.#state
    this.#checkReadable(revision)
    const hashRevision = revision > 0 ? revision : state.revision
    const compactRevision = state.compactRevision
    const unpin = state.pins.pin(hashRevision)
    try {
      if (state.log.flushedRevision < hashRevision) await this.#options.flush()
      const hash = await hashRows(state, hashRevision, compactRevision)
      return { hash, compactRevision, hashRevision, revision: state.revision }
    } finally {
      unpin()
    }
  }

  #range(request: RangeRequest, counting: boolean): RangeResult | Promise<RangeResult> {
    const state = this.#state
    const revision = state.revision
    const at = request.revision > 0 ? request.revision : revision
    this.#checkReadable(request.revision)
    state.stats.ranges++
    const run = new RangeRun(state, request, { at, current: revision, counting })
    if (run.collect(sliceKeys)) {
      const missing: RowRef[] = []
      if (run.sortsByValue) run.fill(0, run.toFill(false), this.#noRows, missing)
      if (missing.length === 0) {
        run.sort()
        run.fill(0, run.toFill(true), this.#noRows, missing)
        if (missing.length === 0) return run.result(revision)
      }
    }
    return this.#rangeInSlices(run, { at, revision })
  }

  #applyPutWithPrevious(request: PutRequest): Outcome<PutResult> {
    const state = this.#state
    const failed = checkPut(state, request)
    if (failed !== undefined) return this.#fail(failed)
    const missing: RowRef[] = []
    const put = preparePut(state, request, this.#loaded, missing)
    if (missing.length > 0) return { missing }
    if (put === undefined) return this.#fail('KeyNotFound')
    this.#writer.begin(false)
    this.#writer.put(put.slot, request.key, put.value, put.lease, this.#loaded)
    state.stats.puts++
    return { ok: { revision: this.#commit(), prevKv: put.prevKv } }
  }

  #commit(): number {
    this.#loaded.clear()
    return this.#writer.commit()
  }

  #fail(reason: Reason): { readonly failed: Reason } {
    this.#loaded.clear()
    return { failed: reason }
  }

  #schedule(revision: number): Promise<void> {
    const finished = this.#compactor.schedule(revision)
    finished.catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#options.onFailure(error as Error)
    })
    return finished
  }

  #checkReadable(revision: number): void {
    if (revision > this.#state.revision) throw new RequestError('FutureRevision')
    if (revision > 0 && revision < this.#state.compactRevision) throw new RequestError('Compacted')
  }

  async #rangeInSlices(run: RangeRun, { at, revision }: { at: number; revision: number }): Promise<RangeResult> {
    const state = this.#state
    const unpin = state.pins.pin(at)
    try {
      while (!run.collect(sliceKeys)) await state.yieldToLoop()
      if (run.sortsByValue) await this.#fillInSlices(run, run.toFill(false))
      run.sort()
      await this.#fillInSlices(run, run.toFill(true))
      return run.result(revision)
    } finally {
      unpin()
    }
  }

  async #fillInSlices(run: RangeRun, count: number): Promise<void> {
    for (let start = 0; start < count; start += sliceValues) {
      const end = Math.min(count, start + sliceValues)
      const loaded = new LoadedRows()
      for (;;) {
        const missing: RowRef[] = []
        run.fill(start, end, loaded, missing)
        if (missing.length === 0) break
        await this.#state.load(missing, loaded)
      }
      await this.#state.yieldToLoop()
    }
  }

  async #readTxnFromDisk(request: TxnRequest): Promise<TxnResult> {
    const state = this.#state
    const loaded = new LoadedRows()
    for (;;) {
      const outcome = new TxnRun(state, undefined, loaded).run(request)
      if (outcome.failed !== undefined) throw new RequestError(outcome.failed)
      if (outcome.ok !== undefined) return outcome.ok
      // Nothing is applied between the run and the pin, and rows that are seen at a readable revision stay while pinned.
      const unpin = state.pins.pin(Math.max(1, state.compactRevision))
      try {
        await state.load(outcome.missing, loaded)
      } finally {
        unpin()
      }
    }
  }
}
