/**
 * The engine on disk: RocksDB 6.17 through the `rocksdb` package.
 *
 * What the package leaves open is closed here: rows carry their own checksum (`row-envelope.ts`), a handle that is not
 * open is never called (`rocksdb-handle.ts`), writes keep their order, and errors say what to do. RocksDB's own log is
 * not synced with each write: after a power loss the state may be older, as a prefix of what was written (`rocksdb-log.ts`
 * sees to that), and the Raft log replays the rest from the applied index in it.
 */
import { assert } from '../base/assert.ts'
import { realFiles } from '../io/real-files.ts'
import type { Engine, EngineView, KeyRange, Row, ScanOptions, Sizes, WriteOp } from './engine.ts'
import { spaceKey } from './keyspace.ts'
import { ReadBatcher } from './read-batcher.ts'
import type { OpenOptions } from './rocksdb-binding.ts'
import { damaged, explainOpen, explainRead, explainWrite, notWritable } from './rocksdb-errors.ts'
import { type Cursor, RocksDbHandle } from './rocksdb-handle.ts'
import { loadRocksDb } from './rocksdb-loader.ts'
import { cutAt, findHole } from './rocksdb-log.ts'
import { chunkBytes, RocksDbView, scanAll } from './rocksdb-scan.ts'
import { openValue, RowSealer } from './row-envelope.ts'
import { StorageError } from './storage-error.ts'

const MiB = 1 << 20

export interface RocksDbTuning {
  /** Bytes of blocks kept uncompressed in memory. */
  readonly cacheBytes: number
  /** Bytes written before they become a file. Two of these may be in memory at once. */
  readonly writeBufferBytes: number
  readonly blockBytes: number
  readonly compression: 'snappy' | 'none'
  readonly openFilesMax: number
  /** Makes RocksDB write its own `LOG`, which it keeps for each start: for whoever looks for a fault in it. */
  readonly infoLogLevel: OpenOptions['infoLogLevel'] | 'none'
}

/** Measured with `test/bench/storage.ts`; the figures stand in `docs/storage.md`. */
export const defaultTuning: RocksDbTuning = {
  cacheBytes: 32 * MiB,
  writeBufferBytes: 16 * MiB,
  blockBytes: 8 << 10,
  compression: 'snappy',
  openFilesMax: 500,
  infoLogLevel: 'none',
}

/** What `sync` writes to make RocksDB sync its log, and with it all that was written before. */
const syncMark = spaceKey('engine', 'sync')

/** All keys that `keyspace` can name. */
const everything: KeyRange = { from: Buffer.of(0), to: Buffer.of(0xff) }

/**
 * @throws StorageError `NotLoadable`, `NotWritable`, `Locked` or `Damaged`
 */
export async function openRocksDb(directory: string, tuning: Partial<RocksDbTuning> = {}): Promise<Engine> {
  const binding = loadRocksDb()
  await prepareDirectory(directory)
  const options = openOptions({ ...defaultTuning, ...tuning })
  const open = (how: OpenOptions): Promise<RocksDbHandle> => {
    return RocksDbHandle.open(binding, directory, how).catch((error: Error) => {
      throw explainOpen(error, directory)
    })
  }
  const hole = await findHole(directory)
  if (hole !== undefined) {
    // In use by another process, its log is half written, not damaged: RocksDB looks for its lock before anything else.
    await open({ ...options, errorIfExists: true }).catch((error: StorageError) => {
      if (error.failure === 'Locked') throw error
    })
    await cutAt(hole)
  }
  return new RocksDbEngine(await open(options), directory)
}

async function prepareDirectory(directory: string): Promise<void> {
  const names = await makeAndList(directory)
  // RocksDB takes a directory without CURRENT for a new one, and would begin an empty database among the files of an old.
  const old = names.find((name) => /^MANIFEST-|\.sst$/.test(name))
  if (old !== undefined && !names.includes('CURRENT')) throw damaged(directory, `${old} is there, but CURRENT is not`)
}

async function makeAndList(directory: string): Promise<readonly string[]> {
  try {
    await realFiles.makeDirectory(directory)
    return await realFiles.list(directory)
  } catch (error) {
    throw error instanceof Error ? notWritable(directory, error) : error
  }
}

function openOptions(tuning: RocksDbTuning): OpenOptions {
  const { infoLogLevel } = tuning
  return {
    createIfMissing: true,
    errorIfExists: false,
    readOnly: false,
    compression: tuning.compression === 'snappy',
    cacheSize: tuning.cacheBytes,
    writeBufferSize: tuning.writeBufferBytes,
    blockSize: tuning.blockBytes,
    maxOpenFiles: tuning.openFilesMax,
    ...(infoLogLevel === undefined || infoLogLevel === 'none' ? {} : { infoLogLevel }),
  }
}

class RocksDbEngine implements Engine {
  readonly kind = 'rocksdb'
  readonly directory: string
  readonly #handle: RocksDbHandle
  readonly #reads: ReadBatcher
  readonly #sealer = new RowSealer()
  /** Settles when the last write called so far has: the pool's threads would reorder writes that run side by side. */
  #lastWrite: Promise<void> = Promise.resolve()
  #closed: Promise<void> | undefined

  constructor(handle: RocksDbHandle, directory: string) {
    this.#handle = handle
    this.directory = directory
    this.#reads = new ReadBatcher((keys) => handle.getMany(keys))
  }

  write(ops: readonly WriteOp[], options: { readonly sync?: boolean } = {}): Promise<void> {
    return this.#inOrder(() => this.#handle.write(ops, this.#sealer, options.sync === true))
  }

  async get(key: Buffer): Promise<Buffer | undefined> {
    this.#mustBeOpen()
    assert(Buffer.isBuffer(key) && key.length > 0, 'a key is a Buffer that is not empty')
    const found = await this.#reads.read(key).catch((error: unknown) => {
      throw explainRead(error, this.directory)
    })
    if (found === undefined) return undefined
    const value = openValue(key, found)
    if (value !== undefined) return value
    throw damaged(this.directory, `the row of the key ${key.toString('hex')} fails its checksum`)
  }

  getMany(keys: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(key)))
  }

  scan(options: ScanOptions): AsyncIterable<readonly Row[]> {
    return scanAll(this.#cursor(options), options, this.directory)
  }

  view(range: KeyRange = everything): EngineView {
    return new RocksDbView(this.#cursor(range), range, this.directory)
  }

  deleteRange({ from, to }: KeyRange): Promise<void> {
    return this.#inOrder(() => this.#handle.clear(from, to))
  }

  sync(): Promise<void> {
    return this.write([{ key: syncMark, value: Buffer.alloc(0) }], { sync: true })
  }

  async compact(): Promise<void> {
    this.#mustBeOpen()
    await this.#handle.compactRange(everything.from, everything.to)
  }

  sizes(): Sizes {
    this.#mustBeOpen()
    const memory = this.#handle.property('cur-size-all-mem-tables')
    return {
      totalBytes: this.#handle.property('total-sst-files-size') + memory,
      liveBytes: this.#handle.property('estimate-live-data-size') + memory,
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#lastWrite.then(() => this.#handle.close())
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #cursor({ from, to, reverse = false, keysOnly = false }: ScanOptions): Cursor {
    this.#mustBeOpen()
    return this.#handle.cursor({
      gte: from,
      lt: to,
      reverse,
      // One column is enough, since the value carries its key: see row-envelope.ts.
      keys: keysOnly,
      keyAsBuffer: keysOnly,
      values: !keysOnly,
      valueAsBuffer: !keysOnly,
      // A scan of everything would throw out of the cache what reads want there.
      fillCache: false,
      highWaterMark: chunkBytes,
    })
  }

  async #inOrder(write: () => Promise<void>): Promise<void> {
    this.#mustBeOpen()
    const done = this.#lastWrite.then(write)
    this.#lastWrite = done.catch(() => undefined) // heard by the caller, below
    try {
      await done
    } catch (error) {
      throw explainWrite(error, this.directory)
    }
  }

  #mustBeOpen(): void {
    if (this.#closed === undefined) return
    throw new StorageError('Closed', this.directory, `the storage engine in ${this.directory} is closed`)
  }
}
