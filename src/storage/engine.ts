/**
 * The ordered key-value engine below the state machines: `rocksdb.ts` on disk, `memory.ts` without one.
 *
 * An engine knows bytes and order, nothing of revisions or leases. Those who use it agree on who owns which keys in
 * `keyspace.ts`. All of it goes through promises: nothing here blocks the event loop longer than it takes to copy a
 * few hundred rows.
 */

/** One change. `value` undefined deletes the key; deleting a key that is not there is not an error. */
export interface WriteOp {
  readonly key: Buffer
  readonly value: Buffer | undefined
}

export interface Row {
  readonly key: Buffer
  /** Empty when only keys were asked for. */
  readonly value: Buffer
}

/** Half-open: `from` is included, `to` is not. Neither is empty. */
export interface KeyRange {
  readonly from: Buffer
  readonly to: Buffer
}

export interface ViewScan extends KeyRange {
  /** Most rows in a chunk; default and most: 1000. Chunks may be smaller: they also end at some hundred KiB. */
  readonly chunkEntries?: number
}

export interface ScanOptions extends ViewScan {
  /** From the last key down to the first. */
  readonly reverse?: boolean
  /** Rows come without values. The engine then has nothing to check a key against: see `docs/storage.md`. */
  readonly keysOnly?: boolean
}

export interface Sizes {
  /** Bytes the engine holds, in files and in memory that waits to become files. etcd's `dbSize`. */
  readonly totalBytes: number
  /** Bytes of it that are not overwritten or deleted, as well as the engine can estimate. etcd's `dbSizeInUse`. */
  readonly liveBytes: number
}

/**
 * Keys are never empty; values may be. All Buffers handed in must stay unchanged until the promise resolves; all that
 * come out belong to the caller. After `close` every call rejects with StorageError `Closed`.
 */
export interface Engine extends AsyncDisposable {
  readonly kind: 'rocksdb' | 'memory'
  readonly directory: string

  /**
   * All of `ops` or, after a crash, none of them. Of two ops on one key the later wins. Writes take effect in the order
   * of the calls, awaited or not.
   * @param options.sync resolve only when these and all earlier writes are durable
   * @throws StorageError `WriteFailed`: the disk refused; later writes fail as well
   */
  write(ops: readonly WriteOp[], options?: { readonly sync?: boolean }): Promise<void>

  /** @throws StorageError `Damaged` when the row is not what was written, with the key */
  get(key: Buffer): Promise<Buffer | undefined>

  /** Values in the order of `keys`. Gets that wait at the same time share a round trip to the disk. */
  getMany(keys: readonly Buffer[]): Promise<(Buffer | undefined)[]>

  /**
   * The rows of a range as they are at the moment of this call, whatever is written meanwhile. Chunks are never empty;
   * the next one is fetched while the caller works on this one, and the event loop runs between two. To be iterated
   * once; leaving early is fine. A scan that is never iterated holds its view until the engine is closed.
   */
  scan(options: ScanOptions): AsyncIterable<readonly Row[]>

  /** Everything in `range` (default: everything) as it is at this moment, until the view is closed. */
  view(range?: KeyRange): EngineView

  /** Deletes all keys of a range. A crash in the middle may leave some of them (in rocksdb: the last in key order). */
  deleteRange(range: KeyRange): Promise<void>

  /** Resolves when all writes called before it are durable. */
  sync(): Promise<void>

  /** Gives back the space of what was overwritten and deleted; etcd's defragmentation. May take seconds. */
  compact(): Promise<void>

  /** Synchronous: some microseconds, so once a batch, not once a request. Grows with the data at once. */
  sizes(): Sizes

  /** Ends scans and views, waits for what is running, and may be called again. Does not imply `sync`. */
  close(): Promise<void>
}

/**
 * A consistent read of the whole engine, for snapshots and hashes. It is one cursor: forward only and one scan at a
 * time. In `rocksdb` the first scan, when it begins where the view begins, is positioned off the event loop; each later
 * one costs a seek on it (microseconds; more across many deleted rows).
 */
export interface EngineView extends AsyncDisposable {
  /** Chunks of rows in key order. Scanning again while a scan of this view is open is a bug of the caller. */
  scan(options: ViewScan): AsyncIterable<readonly Row[]>
  /** Not while a scan of this view is open. */
  get(key: Buffer): Promise<Buffer | undefined>
  close(): Promise<void>
}
