/**
 * One open RocksDB, through promises, and never a call on one that is not open: the native module answers such a call
 * with a segmentation fault.
 *
 *   opening -> open -> closing -> closed
 *
 * A call enters only while `open` and is counted until it has returned. `close` lets nothing new in, ends all cursors,
 * waits until the last call is back, and only then closes the database.
 */
import { assert } from '../base/assert.ts'
import type { WriteOp } from './engine.ts'
import type {
  BatchContext,
  DatabaseContext,
  IteratorContext,
  IteratorOptions,
  OpenOptions,
  RocksDbBinding,
} from './rocksdb-binding.ts'
import type { RowSealer } from './row-envelope.ts'
import { StorageError } from './storage-error.ts'

/** What one step of a cursor brings, last row first: value, key, value, key ...; `last`: nothing follows. */
export interface Step {
  readonly backwards: readonly unknown[]
  readonly last: boolean
}

export interface Cursor {
  /** Moves it, synchronously; not while a step is running. */
  seek(key: Buffer): void
  step(): Promise<Step>
  /** May be called again, and while a step is running. */
  end(): Promise<void>
}

/** Above this many bytes a used batch is let go, since it keeps the memory of the largest write it ever held. */
const batchBytesKept = 8 << 20

export class RocksDbHandle {
  readonly #binding: RocksDbBinding
  readonly #database: DatabaseContext
  readonly #directory: string
  readonly #cursors = new Set<NativeCursor>()
  #state: 'opening' | 'open' | 'closing' | 'closed' = 'opening'
  #running = 0
  #idle: (() => void) | undefined
  #closed: Promise<void> | undefined
  #batch: BatchContext | undefined

  private constructor(binding: RocksDbBinding, directory: string) {
    this.#binding = binding
    this.#directory = directory
    this.#database = binding.db_init()
  }

  /** @throws the error of RocksDB as it is */
  static async open(binding: RocksDbBinding, directory: string, options: OpenOptions): Promise<RocksDbHandle> {
    const handle = new RocksDbHandle(binding, directory)
    await new Promise<void>((resolve, reject) => {
      binding.db_open(handle.#database, directory, options, settle(resolve, reject))
    })
    handle.#state = 'open'
    return handle
  }

  /**
   * Writes all or nothing. One write at a time, since there is one native batch, used again and again: its memory is
   * only freed by the garbage collector, which does not see how large it is.
   */
  async write(ops: readonly WriteOp[], sealer: RowSealer, sync: boolean): Promise<void> {
    this.#mustBeOpen()
    const batch = this.#batch ?? this.#binding.batch_init(this.#database)
    this.#batch = undefined
    let bytes = 0
    for (const { key, value } of ops) {
      mustBeKey(key)
      if (value === undefined) {
        this.#binding.batch_del(batch, key)
      } else {
        assert(Buffer.isBuffer(value), 'a value is a Buffer')
        // The batch copies it at once.
        const sealed = sealer.seal(key, value)
        this.#binding.batch_put(batch, key, sealed)
        bytes += sealed.length
      }
      bytes += key.length
    }
    await this.#run<void>((resolve, reject) => {
      this.#binding.batch_write(batch, { sync }, settle(resolve, reject))
    })
    if (bytes > batchBytesKept) return
    this.#binding.batch_clear(batch)
    this.#batch = batch
  }

  getMany(keys: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    // The native call leaves empty keys out, so that all values behind one would move up.
    for (const key of keys) mustBeKey(key)
    return this.#run((resolve, reject) => {
      this.#binding.db_get_many(this.#database, keys, { fillCache: true }, (error, values = []) =>
        error ? reject(error) : resolve(values),
      )
    })
  }

  clear(from: Buffer, to: Buffer): Promise<void> {
    mustBeKey(from)
    mustBeKey(to)
    return this.#run((resolve, reject) => {
      this.#binding.db_clear(this.#database, { gte: from, lt: to }, settle(resolve, reject))
    })
  }

  /** Both ends are included. */
  compactRange(from: Buffer, to: Buffer): Promise<void> {
    mustBeKey(from)
    mustBeKey(to)
    return this.#run((resolve, reject) => {
      this.#binding.db_compact_range(this.#database, from, to, settle(resolve, reject))
    })
  }

  /** A number that RocksDB knows about itself. */
  property(name: string): number {
    this.#mustBeOpen()
    const text = this.#binding.db_get_property(this.#database, `rocksdb.${name}`)
    assert(/^\d+$/.test(text), 'a property of RocksDB that is a number', name, text)
    return Number(text)
  }

  /** Sees what is written now, and keeps seeing it. */
  cursor(options: IteratorOptions): Cursor {
    this.#mustBeOpen()
    mustBeKey(options.gte)
    mustBeKey(options.lt)
    const iterator = this.#binding.iterator_init(this.#database, options)
    const cursor: NativeCursor = new NativeCursor(this.#binding, iterator, {
      mustBeOpen: () => this.#mustBeOpen(),
      run: (start) => this.#run(start),
      forget: () => this.#cursors.delete(cursor),
    })
    this.#cursors.add(cursor)
    return cursor
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#mustBeOpen()
    const ended = [...this.#cursors].map((cursor) => cursor.end())
    this.#state = 'closing'
    await Promise.all(ended)
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#idle = resolve))
    assert(this.#cursors.size === 0 && this.#running === 0, 'nobody uses a database that is closed', this.#running)
    await new Promise<void>((resolve, reject) => this.#binding.db_close(this.#database, settle(resolve, reject)))
    this.#state = 'closed'
  }

  #mustBeOpen(): void {
    if (this.#state === 'open') return
    throw new StorageError('Closed', this.#directory, `the storage engine in ${this.#directory} is ${this.#state}`)
  }

  async #run<T>(start: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
    this.#mustBeOpen()
    this.#running++
    try {
      return await new Promise<T>(start)
    } finally {
      this.#running--
      if (this.#running === 0) this.#idle?.()
    }
  }
}

class NativeCursor implements Cursor {
  readonly #binding: RocksDbBinding
  readonly #iterator: IteratorContext
  readonly #owner: CursorOwner
  #stepping = false
  #ended: Promise<void> | undefined

  constructor(binding: RocksDbBinding, iterator: IteratorContext, owner: CursorOwner) {
    this.#binding = binding
    this.#iterator = iterator
    this.#owner = owner
  }

  seek(key: Buffer): void {
    this.#owner.mustBeOpen()
    mustBeKey(key)
    assert(!this.#stepping && this.#ended === undefined, 'a cursor is moved only while it rests')
    this.#binding.iterator_seek(this.#iterator, key)
  }

  async step(): Promise<Step> {
    assert(!this.#stepping, 'a cursor takes one step at a time')
    this.#stepping = true
    try {
      // The promise matters: a step started from inside the callback of the last one would confuse the native module.
      return await this.#owner.run<Step>((resolve, reject) => {
        this.#binding.iterator_next(this.#iterator, (error, backwards = [], last = true) =>
          error ? reject(error) : resolve({ backwards, last }),
        )
      })
    } finally {
      this.#stepping = false
    }
  }

  /** The native module waits for a running step by itself, and tells the step of a dead iterator that it has ended. */
  end(): Promise<void> {
    this.#ended ??= this.#owner
      .run<void>((resolve, reject) => {
        this.#binding.iterator_end(this.#iterator, settle(resolve, reject))
      })
      .finally(this.#owner.forget)
    return this.#ended
  }
}

interface CursorOwner {
  mustBeOpen(): void
  run<T>(start: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T>
  forget(): void
}

function settle(resolve: () => void, reject: (error: Error) => void): (error: Error | null) => void {
  return (error) => (error ? reject(error) : resolve())
}

function mustBeKey(key: Buffer): void {
  assert(Buffer.isBuffer(key) && key.length > 0, 'a key is a Buffer that is not empty')
}
