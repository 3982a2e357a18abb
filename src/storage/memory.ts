/**
 * The engine without a disk below it: rows in memory, and `sync` writes all of them into one file.
 *
 * With it a member is its log and a dump of its state now and then; what was applied after the last dump is replayed.
 * Good for state that fits into memory with room to spare, for tests, and where the native module does not load.
 * The member's own lock on its data directory keeps a second process away; there is none here.
 */
import { assert } from '../base/assert.ts'
import type { Files } from '../io/files.ts'
import type { Engine, EngineView, KeyRange, Row, ScanOptions, Sizes, ViewScan, WriteOp } from './engine.ts'
import { readDump, writeDump } from './memory-dump.ts'
import { getIn, type Picture, rowsIn, type SortedRows } from './sorted-rows.ts'
import { StorageError } from './storage-error.ts'

const chunkEntriesMost = 1000
const noValue = Buffer.alloc(0)

/** @throws StorageError `NotWritable`, or `Damaged` with the file and the offset */
export async function openMemory(directory: string, files: Files): Promise<Engine> {
  try {
    await files.makeDirectory(directory)
    return new MemoryEngine(directory, files, await readDump(files, directory))
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StorageError) throw error
    throw new StorageError('NotWritable', directory, `cannot use ${directory}: ${error.message}`, error)
  }
}

class MemoryEngine implements Engine {
  readonly kind = 'memory'
  readonly directory: string
  readonly #files: Files
  readonly #rows: SortedRows
  /** Counts changes, so that a dump of what is dumped already is left out. */
  #changes = 0
  #dumpedChanges = 0
  #lastDump: Promise<void> = Promise.resolve()
  #closed = false

  constructor(directory: string, files: Files, rows: SortedRows) {
    this.directory = directory
    this.#files = files
    this.#rows = rows
  }

  async write(ops: readonly WriteOp[], options: { readonly sync?: boolean } = {}): Promise<void> {
    this.#mustBeOpen()
    for (const { key, value } of ops) {
      mustBeKey(key)
      assert(value === undefined || Buffer.isBuffer(value), 'a value is a Buffer')
    }
    for (const { key, value } of ops) {
      if (value === undefined) this.#rows.delete(latin1(key))
      else this.#rows.set(latin1(key), Buffer.from(value))
    }
    this.#changes++
    if (options.sync === true) await this.sync()
  }

  async get(key: Buffer): Promise<Buffer | undefined> {
    this.#mustBeOpen()
    mustBeKey(key)
    return copied(this.#rows.get(latin1(key)))
  }

  getMany(keys: readonly Buffer[]): Promise<(Buffer | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(key)))
  }

  scan(options: ScanOptions): AsyncIterable<readonly Row[]> {
    this.#mustBeOpen()
    mustBeKey(options.from)
    mustBeKey(options.to)
    return chunksOf(this.#rows.picture(), options, () => this.#mustBeOpen())
  }

  view(range?: KeyRange): EngineView {
    this.#mustBeOpen()
    return new MemoryView(this.#rows.picture(), range, () => this.#mustBeOpen())
  }

  async deleteRange({ from, to }: KeyRange): Promise<void> {
    this.#mustBeOpen()
    mustBeKey(from)
    mustBeKey(to)
    for (const [key] of rowsIn(this.#rows.picture(), latin1(from), latin1(to))) this.#rows.delete(key)
    this.#changes++
  }

  async sync(): Promise<void> {
    this.#mustBeOpen()
    const done = this.#lastDump.then(() => this.#dump())
    this.#lastDump = done.catch(() => undefined) // heard by the caller, below
    await done
  }

  async #dump(): Promise<void> {
    const changes = this.#changes
    if (changes === this.#dumpedChanges) return
    try {
      await writeDump(this.#files, this.directory, this.#rows.picture())
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new StorageError('WriteFailed', this.directory, `cannot write to ${this.directory}: ${reason}`, error)
    }
    this.#dumpedChanges = changes
  }

  async compact(): Promise<void> {
    this.#mustBeOpen()
  }

  sizes(): Sizes {
    this.#mustBeOpen()
    return { totalBytes: this.#rows.bytes, liveBytes: this.#rows.bytes }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#lastDump
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #mustBeOpen(): void {
    if (!this.#closed) return
    throw new StorageError('Closed', this.directory, `the storage engine in ${this.directory} is closed`)
  }
}

/** Held to the rules of a view on disk, so that who works with this one works with that one. */
class MemoryView implements EngineView {
  readonly #picture: Picture
  readonly #from: string
  readonly #to: string | undefined
  readonly #engineMustBeOpen: () => void
  #scanning = false
  #closed = false

  constructor(picture: Picture, range: KeyRange | undefined, engineMustBeOpen: () => void) {
    this.#picture = picture
    this.#from = range === undefined ? '' : latin1(range.from)
    this.#to = range === undefined ? undefined : latin1(range.to)
    this.#engineMustBeOpen = engineMustBeOpen
  }

  async *scan(options: ViewScan): AsyncGenerator<readonly Row[], void, undefined> {
    assert(!this.#scanning, 'a view does one thing at a time')
    this.#scanning = true
    try {
      const from = latin1(options.from)
      const to = latin1(options.to)
      const range = {
        ...options,
        from: from < this.#from ? Buffer.from(this.#from, 'latin1') : options.from,
        to: this.#to !== undefined && this.#to < to ? Buffer.from(this.#to, 'latin1') : options.to,
      }
      yield* chunksOf(this.#picture, range, () => this.#mustBeOpen())
    } finally {
      this.#scanning = false
    }
  }

  async get(key: Buffer): Promise<Buffer | undefined> {
    assert(!this.#scanning, 'a view does one thing at a time')
    this.#mustBeOpen()
    const name = latin1(key)
    if (name < this.#from || (this.#to !== undefined && name >= this.#to)) return undefined
    return copied(getIn(this.#picture, name))
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #mustBeOpen(): void {
    this.#engineMustBeOpen()
    assert(!this.#closed, 'a view is used before it is closed')
  }
}

async function* chunksOf(
  picture: Picture,
  { from, to, reverse, keysOnly, chunkEntries = chunkEntriesMost }: ScanOptions,
  mustBeOpen: () => void,
): AsyncGenerator<readonly Row[], void, undefined> {
  assert(chunkEntries > 0, 'a chunk holds at least one row', chunkEntries)
  const most = Math.min(chunkEntries, chunkEntriesMost)
  let chunk: Row[] = []
  let sinceYield = 0
  for (const [key, value] of rowsIn(picture, latin1(from), latin1(to), reverse)) {
    chunk.push({ key: Buffer.from(key, 'latin1'), value: keysOnly ? noValue : Buffer.from(value) })
    if (chunk.length < most) continue
    yield chunk
    sinceYield += chunk.length
    chunk = []
    if (sinceYield >= chunkEntriesMost) {
      await eventLoopTurn()
      sinceYield = 0
    }
    mustBeOpen()
  }
  mustBeOpen()
  if (chunk.length > 0) yield chunk
}

function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** What goes out belongs to the caller: a change of it must not change the state. */
function copied(value: Buffer | undefined): Buffer | undefined {
  return value === undefined ? undefined : Buffer.from(value)
}

function latin1(key: Buffer): string {
  return key.toString('latin1')
}

function mustBeKey(key: Buffer): void {
  assert(Buffer.isBuffer(key) && key.length > 0, 'a key is a Buffer that is not empty')
}
