/**
 * What the parts of the store share: the index, the values in memory, the rows under way, where the revisions stand.
 */
import type { Engine } from '../storage/engine.ts'
import { revisionKey } from '../storage/keyspace.ts'
import { KeyIndex, newest } from './key-index.ts'
import { emptyValue, type KeyValue } from './key-value.ts'
import type { RowRef } from './requests.ts'
import { RevisionPins } from './revision-pins.ts'
import { decodeRow } from './row.ts'
import type { RowLog } from './row-log.ts'
import { ValueCache } from './value-cache.ts'

/** What the store needs of leases; the lease room provides it. Ids are never 0n here. */
export interface LeaseBook {
  exists(id: bigint): boolean
  attach(id: bigint, key: string): void
  detach(id: bigint, key: string): void
}

/** Counters, for the metrics of etcd's names. Plain numbers: the registry reads them when it is scraped. */
export class StoreStats {
  puts = 0
  deletes = 0
  ranges = 0
  /** Transactions of more than one operation. */
  txns = 0
  /** Bytes of keys and values put since the start. */
  totalPutBytes = 0
  compactedRows = 0
}

/** Rows read from the engine for one request, until it is done: nothing evicts them. */
export class LoadedRows {
  readonly #rows = new Map<string, Buffer>()

  get(main: number, sub: number): Buffer | undefined {
    return this.#rows.size === 0 ? undefined : this.#rows.get(`${main}/${sub}`)
  }

  set(main: number, sub: number, row: Buffer): void {
    this.#rows.set(`${main}/${sub}`, row)
  }

  clear(): void {
    if (this.#rows.size > 0) this.#rows.clear()
  }
}

/** Rows fetched in one round trip. */
const loadRows = 512

export class StoreState {
  readonly engine: Engine
  readonly index = new KeyIndex()
  readonly cache: ValueCache
  readonly log: RowLog
  readonly leases: LeaseBook
  readonly pins = new RevisionPins()
  readonly stats = new StoreStats()
  readonly yieldToLoop: () => Promise<void>
  /** Of the last apply that changed a key; 1 in an empty store. */
  revision = 1
  /** What lies below cannot be read; -1: never compacted. */
  compactRevision = -1

  constructor(options: {
    engine: Engine
    log: RowLog
    leases: LeaseBook
    valueCacheBytes: number
    yieldToLoop: () => Promise<void>
  }) {
    this.engine = options.engine
    this.log = options.log
    this.leases = options.leases
    this.yieldToLoop = options.yieldToLoop
    this.cache = new ValueCache(this.index.slots, options.valueCacheBytes)
  }

  /**
   * The newest state of a live key.
   * @returns undefined when its value is only on disk
   */
  newestKv(slot: number, loaded: LoadedRows): KeyValue | undefined {
    const value = this.newestValue(slot, loaded)
    if (value === undefined) return undefined
    const index = this.index
    return {
      key: index.slots.keyOf(slot),
      createRevision: index.createOf(slot, newest),
      modRevision: index.mainOf(slot, newest),
      version: index.versionOf(slot, newest),
      value,
      lease: index.slots.leaseOf(slot),
    }
  }

  /** The newest value of a live key, if it is in memory. */
  newestValue(slot: number, loaded: LoadedRows): Buffer | undefined {
    const cached = this.cache.get(slot)
    if (cached !== undefined) return cached
    const row = this.rowInMemory(this.index.mainOf(slot, newest), this.index.subOf(slot, newest), loaded)
    return row === undefined ? undefined : decodeRow(row).value
  }

  rowInMemory(main: number, sub: number, loaded: LoadedRows): Buffer | undefined {
    if (main > this.log.flushedRevision) return this.log.unflushed.get(main, sub)
    return loaded.get(main, sub)
  }

  newestRef(slot: number): RowRef {
    return { main: this.index.mainOf(slot, newest), sub: this.index.subOf(slot, newest) }
  }

  /**
   * Reads rows from the engine, in slices. Those of keys' newest revisions are remembered in the cache.
   * The caller makes sure, by a pin, that compaction does not take them meanwhile.
   */
  async load(refs: readonly RowRef[], into: LoadedRows): Promise<void> {
    for (let start = 0; start < refs.length; start += loadRows) {
      const slice = refs.slice(start, start + loadRows)
      const rows = await this.engine.getMany(slice.map((ref) => revisionKey(ref.main, ref.sub)))
      for (const [i, ref] of slice.entries()) {
        const row = rows[i]
        if (row === undefined) throw new Error(`revision ${ref.main}/${ref.sub} is in the index and not in the engine`)
        into.set(ref.main, ref.sub, row)
        this.#remember(ref, decodeRow(row))
      }
    }
  }

  #remember(ref: RowRef, kv: KeyValue): void {
    const slot = this.index.find(kv.key)
    if (slot < 0 || !this.index.isLive(slot)) return
    if (this.index.mainOf(slot, newest) !== ref.main || this.index.subOf(slot, newest) !== ref.sub) return
    this.cache.set(slot, kv.value.length === 0 ? emptyValue : kv.value)
  }
}
