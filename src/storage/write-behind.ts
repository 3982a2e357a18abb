/**
 * Apply goes ahead in memory; the engine follows, in order, a bounded number of bytes behind.
 *
 * One write is in flight, and everything that was pushed meanwhile goes together in the next. Each write carries the
 * applied record of its last batch, so that state and record agree after a crash at any moment. How far the engine
 * is behind is bounded by the one who pushes: it asks `full` before it applies more, and waits for `onRoom`.
 *
 *   pushed ... | in flight | ... flushedIndex (in the engine) ... syncedIndex (on disk; the log may be cut up to here)
 */
import { assert } from '../base/assert.ts'
import { type Applied, appliedKey, encodeApplied } from './applied.ts'
import type { Engine, WriteOp } from './engine.ts'

export interface AppliedBatch {
  /** Without the applied record, which is added here. */
  readonly ops: readonly WriteOp[]
  /** What holds once `ops` are written. */
  readonly applied: Applied
}

export interface WriteBehindOptions {
  /** `full` from this many bytes on; default 64 MiB. */
  readonly maxPendingBytes?: number
  /**
   * Batches are merged up to this many ops; one batch is never split. Default 2000: each op costs the event loop one to
   * two microseconds, so that a write holds it for no more than a few milliseconds.
   */
  readonly maxOpsPerWrite?: number
  /** The state up to and with this applied index is in the engine, not yet synced. */
  readonly onFlushed?: (index: number) => void
  /** Duration of one write to the engine. */
  readonly onWrite?: (seconds: number) => void
  /** The first failure; nothing is written after it. */
  readonly onError?: (error: Error) => void
  /** Monotonic milliseconds. */
  readonly now?: () => number
  /**
   * Waited for before each write. Handing a write to the engine takes the event loop a millisecond per thousand ops,
   * which those who wait for the log's disk should not wait for as well. Default: not at all.
   */
  readonly yieldToLoop?: () => Promise<void>
}

interface Pending extends AppliedBatch {
  readonly bytes: number
}

interface Waiter {
  /** Batches, counted from the first one ever pushed, that must be written. */
  readonly batches: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export class WriteBehind implements AsyncDisposable {
  /** Counted since the start: engine writes, ops and bytes in them, applied records included. */
  readonly totals = { writes: 0, ops: 0, bytes: 0, lastWriteSeconds: 0 }

  readonly #engine: Engine
  readonly #options: WriteBehindOptions
  readonly #maxPendingBytes: number
  readonly #maxOps: number
  readonly #now: () => number
  #queue: Pending[] = []
  #running = false
  #writeStarted: number | undefined
  #pushedBatches = 0
  #flushedBatches = 0
  #pushedIndex: number
  #flushedIndex: number
  #syncedIndex: number
  #pendingBytes = 0
  #failed: Error | undefined
  #waiters: Waiter[] = []
  #roomCallbacks: (() => void)[] = []

  /** @param flushedIndex the applied index that the engine was opened with; 0 for an empty one */
  constructor(engine: Engine, flushedIndex: number, options: WriteBehindOptions = {}) {
    this.#engine = engine
    this.#options = options
    this.#maxPendingBytes = options.maxPendingBytes ?? 64 << 20
    this.#maxOps = options.maxOpsPerWrite ?? 2000
    this.#now = options.now ?? (() => performance.now())
    this.#pushedIndex = flushedIndex
    this.#flushedIndex = flushedIndex
    this.#syncedIndex = 0
  }

  /** Bytes of keys and values that the engine does not have yet, those of the write in flight included. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  get pendingBatches(): number {
    return this.#pushedBatches - this.#flushedBatches
  }

  get full(): boolean {
    return this.#pendingBytes >= this.#maxPendingBytes
  }

  /** Applied index of what the engine has. */
  get flushedIndex(): number {
    return this.#flushedIndex
  }

  /** Applied index of what is known to be durable: 0 until the first `sync`. */
  get syncedIndex(): number {
    return this.#syncedIndex
  }

  get failed(): Error | undefined {
    return this.#failed
  }

  /**
   * How long the write in flight has taken so far; 0 without one. RocksDB makes a write wait, for ever if need be, when
   * it cannot merge its files (a full disk): this is where it shows.
   */
  get secondsInFlight(): number {
    return this.#writeStarted === undefined ? 0 : (this.#now() - this.#writeStarted) / 1000
  }

  /** Batches come in the order of their applied index. After a failure they are dropped: the member is stopping. */
  push({ ops, applied }: AppliedBatch): void {
    assert(applied.index >= this.#pushedIndex, 'batches come in order', applied.index, this.#pushedIndex)
    if (this.#failed !== undefined) return
    const bytes = bytesOf(ops)
    this.#queue.push({ ops, applied, bytes })
    this.#pushedIndex = applied.index
    this.#pushedBatches++
    this.#pendingBytes += bytes
    if (this.#running) return
    this.#running = true
    // Hears its failures itself, and tells them through `onError`, `failed` and `drain`.
    void this.#writeAll()
  }

  /** Calls once, as soon as it is not full: in a microtask when it is not full now. Never after a failure. */
  onRoom(callback: () => void): void {
    if (this.full) this.#roomCallbacks.push(callback)
    else queueMicrotask(callback)
  }

  /** Resolves when all that was pushed so far is in the engine; rejects with the failure. */
  drain(): Promise<void> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed)
    if (this.pendingBatches === 0) return Promise.resolve()
    return new Promise((resolve, reject) => this.#waiters.push({ batches: this.#pushedBatches, resolve, reject }))
  }

  /** Makes durable what is in the engine now, and returns its applied index: the log may be cut up to it. */
  async sync(): Promise<number> {
    const index = this.#flushedIndex
    await this.#engine.sync()
    this.#syncedIndex = Math.max(this.#syncedIndex, index)
    return this.#syncedIndex
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.drain()
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      if (this.#options.yieldToLoop !== undefined) await this.#options.yieldToLoop()
      const batches = this.#take()
      try {
        await this.#write(batches)
      } catch (error) {
        this.#fail(error instanceof Error ? error : new Error(String(error)))
        return
      }
      this.#written(batches)
    }
    this.#running = false
  }

  /** The batches of the next write: at least one, and more as long as they fit. */
  #take(): readonly Pending[] {
    let ops = 0
    let count = 0
    for (const batch of this.#queue) {
      ops += batch.ops.length
      if (count > 0 && ops > this.#maxOps) break
      count++
    }
    return this.#queue.splice(0, count)
  }

  async #write(batches: readonly Pending[]): Promise<void> {
    const applied = lastOf(batches).applied
    const record = { key: appliedKey, value: encodeApplied(applied) }
    const ops: WriteOp[] = []
    for (const batch of batches) for (const op of batch.ops) ops.push(op)
    ops.push(record)
    this.#writeStarted = this.#now()
    await this.#engine.write(ops)
    const seconds = this.secondsInFlight
    this.#writeStarted = undefined
    this.totals.writes++
    this.totals.ops += ops.length
    this.totals.bytes += batches.reduce((sum, { bytes }) => sum + bytes, record.key.length + record.value.length)
    this.totals.lastWriteSeconds = seconds
    this.#options.onWrite?.(seconds)
  }

  #written(batches: readonly Pending[]): void {
    for (const { bytes } of batches) this.#pendingBytes -= bytes
    this.#flushedBatches += batches.length
    this.#flushedIndex = lastOf(batches).applied.index
    this.#options.onFlushed?.(this.#flushedIndex)
    const done = this.#waiters.filter((waiter) => waiter.batches <= this.#flushedBatches)
    this.#waiters = this.#waiters.slice(done.length) // they wait in order
    for (const { resolve } of done) resolve()
    if (this.full) return
    const callbacks = this.#roomCallbacks
    this.#roomCallbacks = []
    for (const callback of callbacks) callback()
  }

  #fail(error: Error): void {
    this.#failed = error
    this.#queue = []
    this.#roomCallbacks = []
    const waiters = this.#waiters
    this.#waiters = []
    for (const { reject } of waiters) reject(error)
    this.#options.onError?.(error)
  }
}

function bytesOf(ops: readonly WriteOp[]): number {
  let bytes = 0
  for (const { key, value } of ops) bytes += key.length + (value?.length ?? 0)
  return bytes
}

function lastOf(batches: readonly Pending[]): Pending {
  const last = batches.at(-1)
  assert(last !== undefined, 'a write has at least one batch')
  return last
}
