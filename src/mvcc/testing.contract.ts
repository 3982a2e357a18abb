/**
 * What this room's tests stand on: an engine of some twenty lines, and a store whose write-behind is a function call.
 */
import { defined } from '../base/assert.ts'
import { Counts } from '../storage/applied.ts'
import type { Engine, EngineView, KeyRange, Row, ScanOptions, WriteOp } from '../storage/engine.ts'
import type { PutRequest, RangeRequest } from './requests.ts'
import type { LeaseBook } from './state.ts'
import { Store } from './store.ts'

/** Rows in a map, read in slices that end in a turn of the microtask queue. */
export class TestEngine implements Engine {
  readonly kind = 'memory'
  readonly directory = 'test'
  readonly rows = new Map<string, Buffer>()
  /** How long a read of single rows takes. */
  delay: () => Promise<void> = () => Promise.resolve()

  async write(ops: readonly WriteOp[]): Promise<void> {
    for (const { key, value } of ops) {
      if (value === undefined) this.rows.delete(key.toString('latin1'))
      else this.rows.set(key.toString('latin1'), Buffer.from(value))
    }
  }

  async get(key: Buffer): Promise<Buffer | undefined> {
    return this.rows.get(key.toString('latin1'))
  }

  async getMany(keys: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    await this.delay()
    return keys.map((key) => this.rows.get(key.toString('latin1')))
  }

  async *scan({ from, to, chunkEntries = 3 }: ScanOptions): AsyncGenerator<readonly Row[]> {
    const low = from.toString('latin1')
    const high = to.toString('latin1')
    const rows = [...this.rows].filter(([key]) => key >= low && key < high).sort(([a], [b]) => (a < b ? -1 : 1))
    for (let i = 0; i < rows.length; i += chunkEntries) {
      await Promise.resolve()
      yield rows.slice(i, i + chunkEntries).map(([key, value]) => ({ key: Buffer.from(key, 'latin1'), value }))
    }
  }

  view(): EngineView {
    throw new Error('the store takes no views')
  }

  async deleteRange({ from, to }: KeyRange): Promise<void> {
    for await (const rows of this.scan({ from, to }))
      for (const { key } of rows) this.rows.delete(key.toString('latin1'))
  }

  async sync(): Promise<void> {}
  async compact(): Promise<void> {}
  sizes(): { totalBytes: number; liveBytes: number } {
    return { totalBytes: 0, liveBytes: 0 }
  }
  async close(): Promise<void> {}
  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Leases 1n to 9n exist. */
export class TestLeases implements LeaseBook {
  readonly attached = new Map<string, bigint>()

  exists(id: bigint): boolean {
    return id < 10n
  }

  attach(id: bigint, key: string): void {
    this.attached.set(key, id)
  }

  detach(id: bigint, key: string): void {
    if (this.attached.get(key) === id) this.attached.delete(key)
  }
}

/** A store with its engine. What it writes reaches the engine when `flush` says so. */
export class TestStore {
  readonly engine: TestEngine
  readonly leases = new TestLeases()
  readonly counts = new Counts()
  /** Called when a flush begins, whoever asked for it. */
  onFlush: () => void = () => undefined
  readonly #valueCacheBytes: number
  /** Rows that the start found. */
  found: readonly number[] = []
  #store: Store | undefined
  #index = 0

  private constructor(engine: TestEngine, valueCacheBytes: number) {
    this.engine = engine
    this.#valueCacheBytes = valueCacheBytes
  }

  static async open({ engine = new TestEngine(), valueCacheBytes = 1_000_000 } = {}): Promise<TestStore> {
    const test = new TestStore(engine, valueCacheBytes)
    test.#store = await Store.open({
      engine,
      leases: test.leases,
      counts: test.counts,
      valueCacheBytes: test.#valueCacheBytes,
      yieldToLoop,
      flush: () => test.flush(),
      onFailure: (error) => {
        throw error
      },
    })
    test.found = test.counts.frozen()
    test.#store.resumeCompaction()
    return test
  }

  get store(): Store {
    return defined(this.#store, 'the store is open')
  }

  /** Everything written so far goes into the engine. */
  async flush(): Promise<void> {
    this.onFlush()
    const index = ++this.#index
    await this.engine.write(this.store.takeOps(index))
    this.store.flushed(index)
  }

  /** Until compaction has done its work. */
  async settle(): Promise<void> {
    while (this.store.finishedCompactRevision < this.store.compactRevision) await yieldToLoop()
  }

  /** As after a crash: what was not flushed is gone. */
  async reopen(): Promise<TestStore> {
    await this.store.close()
    return TestStore.open({ engine: this.engine, valueCacheBytes: this.#valueCacheBytes })
  }
}

export function yieldToLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A range request: everything unless said otherwise. */
export function rangeOf(request: Partial<RangeRequest> = {}): RangeRequest {
  return {
    key: '\0',
    rangeEnd: '\0',
    limit: 0,
    revision: 0,
    sortOrder: 0,
    sortTarget: 0,
    serializable: false,
    keysOnly: false,
    countOnly: false,
    minModRevision: 0,
    maxModRevision: 0,
    minCreateRevision: 0,
    maxCreateRevision: 0,
    ...request,
  }
}

export function putOf(key: string, value: string, request: Partial<PutRequest> = {}): PutRequest {
  return {
    key,
    value: Buffer.from(value),
    lease: 0n,
    prevKv: false,
    ignoreValue: false,
    ignoreLease: false,
    ...request,
  }
}
