/**
 * The native functions of the `rocksdb` package 5.2.1 (its `binding.cc`), typed; the JavaScript around them is not used.
 *
 * They trust their caller completely. Most of them, called on a database that is not open, are a segmentation fault; a
 * `Uint8Array` that is no `Buffer` is silently an empty key; an iterator must not be moved from inside its own callback.
 * Only `rocksdb-handle.ts` may call them.
 */

declare const databaseMark: unique symbol
declare const iteratorMark: unique symbol
declare const batchMark: unique symbol

export interface DatabaseContext {
  readonly [databaseMark]: true
}
export interface IteratorContext {
  readonly [iteratorMark]: true
}
export interface BatchContext {
  readonly [batchMark]: true
}

export interface OpenOptions {
  readonly createIfMissing: boolean
  readonly errorIfExists: boolean
  readonly readOnly: boolean
  /** Snappy, or nothing. */
  readonly compression: boolean
  readonly cacheSize: number
  readonly writeBufferSize: number
  readonly blockSize: number
  readonly maxOpenFiles: number
  /** Without it RocksDB writes no log of its own. */
  readonly infoLogLevel?: 'debug' | 'info' | 'warn' | 'error' | 'fatal'
}

export interface IteratorOptions {
  readonly reverse: boolean
  /** False: keys come as ''. */
  readonly keys: boolean
  readonly values: boolean
  readonly keyAsBuffer: boolean
  readonly valueAsBuffer: boolean
  readonly fillCache: boolean
  /** A call ends with the row that brings it over this many bytes. */
  readonly highWaterMark: number
  readonly gte: Buffer
  readonly lt: Buffer
}

type Done = (error: Error | null) => void

/** Rows come last first, as value, key, value, key ...; `last` tells that nothing follows. */
export type NextDone = (error: Error | null, backwards?: unknown[], last?: boolean) => void

export interface RocksDbBinding {
  db_init(): DatabaseContext
  db_open(database: DatabaseContext, location: string, options: OpenOptions, done: Done): void
  db_close(database: DatabaseContext, done: Done): void
  /** Empty keys are left out of the answer. */
  db_get_many(
    database: DatabaseContext,
    keys: readonly Buffer[],
    options: { readonly fillCache: boolean },
    done: (error: Error | null, values?: (Buffer | undefined)[]) => void,
  ): void
  db_clear(database: DatabaseContext, range: { readonly gte: Buffer; readonly lt: Buffer }, done: Done): void
  db_compact_range(database: DatabaseContext, from: Buffer, to: Buffer, done: Done): void
  /** Synchronous; '' for a name it does not know. */
  db_get_property(database: DatabaseContext, name: string): string

  /** Takes the snapshot at once; the first seek happens in the first `iterator_next`. */
  iterator_init(database: DatabaseContext, options: IteratorOptions): IteratorContext
  /** Synchronous, unlike everything else on an iterator. */
  iterator_seek(iterator: IteratorContext, target: Buffer): void
  /** One row the first time and after a seek, then up to 1000. */
  iterator_next(iterator: IteratorContext, done: NextDone): void
  iterator_end(iterator: IteratorContext, done: Done): void

  batch_init(database: DatabaseContext): BatchContext
  batch_put(batch: BatchContext, key: Buffer, value: Buffer): void
  batch_del(batch: BatchContext, key: Buffer): void
  batch_clear(batch: BatchContext): void
  batch_write(batch: BatchContext, options: { readonly sync: boolean }, done: Done): void
}
