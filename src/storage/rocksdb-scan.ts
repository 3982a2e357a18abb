/**
 * Reading rows in order: from a RocksDB cursor to chunks of checked rows.
 */
import { assert } from '../base/assert.ts'
import type { EngineView, KeyRange, Row, ViewScan } from './engine.ts'
import { damaged, explainRead } from './rocksdb-errors.ts'
import type { Cursor, Step } from './rocksdb-handle.ts'
import { openRow } from './row-envelope.ts'

/**
 * Bytes after which a chunk ends. Small chunks stay in the processor's cache on the way from the pool's thread to this
 * one: 64 KiB scanned a quarter faster than 1 MiB.
 */
export const chunkBytes = 64 << 10

const noValue = Buffer.alloc(0)

/** The rows that `cursor` still has, in chunks. Ends the cursor. */
export async function* scanAll(
  cursor: Cursor,
  { chunkEntries, keysOnly = false }: { readonly chunkEntries?: number; readonly keysOnly?: boolean },
  directory: string,
): AsyncGenerator<readonly Row[], void, undefined> {
  try {
    for await (const rows of steps(cursor, keysOnly, directory)) yield* slices(rows, chunkEntries)
  } finally {
    await cursor.end()
  }
}

/** One cursor for everything: its snapshot is the only one that the `rocksdb` package can hold. */
export class RocksDbView implements EngineView {
  readonly #cursor: Cursor
  readonly #range: KeyRange
  readonly #directory: string
  /** The cursor stands before its first row, where its first step goes without a seek on this thread. */
  #fresh = true
  #scanning = false

  constructor(cursor: Cursor, range: KeyRange, directory: string) {
    this.#cursor = cursor
    this.#range = range
    this.#directory = directory
  }

  async *scan({ from, to, chunkEntries }: ViewScan): AsyncGenerator<readonly Row[], void, undefined> {
    this.#begin(from)
    this.#scanning = true
    try {
      for await (const rows of steps(this.#cursor, false, this.#directory)) {
        const inside = rows.filter(({ key }) => key.compare(to) < 0)
        yield* slices(inside, chunkEntries)
        if (inside.length < rows.length) return
      }
    } finally {
      this.#scanning = false
    }
  }

  async get(key: Buffer): Promise<Buffer | undefined> {
    this.#begin(key)
    this.#scanning = true
    try {
      // After a seek a step brings one row.
      const step = await this.#cursor.step().catch((error: unknown) => {
        throw explainRead(error, this.#directory)
      })
      const found = rowsOf(step, false, undefined, this.#directory)[0]
      return found?.key.equals(key) ? found.value : undefined
    } finally {
      this.#scanning = false
    }
  }

  close(): Promise<void> {
    return this.#cursor.end()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #begin(from: Buffer): void {
    assert(!this.#scanning, 'a view does one thing at a time')
    // Seeking before its range would move the cursor behind all of it.
    const start = from.compare(this.#range.from) < 0 ? this.#range.from : from
    if (!this.#fresh || !start.equals(this.#range.from)) this.#cursor.seek(start)
    this.#fresh = false
  }
}

/** Steps of `cursor` as rows. One step is always under way; when this returns, none is. */
async function* steps(
  cursor: Cursor,
  keysOnly: boolean,
  directory: string,
): AsyncGenerator<readonly Row[], void, undefined> {
  let next: Promise<Step> | undefined = start(cursor)
  let last: Row | undefined
  try {
    while (next !== undefined) {
      const step: Step = await next
      next = step.last ? undefined : start(cursor)
      const rows = rowsOf(step, keysOnly, last?.key, directory)
      last = rows.at(-1) ?? last
      if (rows.length > 0) yield rows
    }
  } catch (error) {
    throw explainRead(error, directory)
  } finally {
    await next?.catch(() => undefined) // either thrown above, or of no interest to who has left early
  }
}

function start(cursor: Cursor): Promise<Step> {
  const step = cursor.step()
  // It may fail while the caller works on the rows before it; the failure is thrown when its turn comes.
  step.catch(() => undefined)
  return step
}

function rowsOf({ backwards }: Step, keysOnly: boolean, before: Buffer | undefined, directory: string): readonly Row[] {
  const rows: Row[] = []
  for (let i = backwards.length - 1; i > 0; i -= 2) {
    const column = backwards[keysOnly ? i : i - 1]
    assert(Buffer.isBuffer(column), 'the native module returns Buffers')
    rows.push(keysOnly ? { key: column, value: noValue } : checked(column, rows.at(-1)?.key ?? before, directory))
  }
  return rows
}

function checked(sealed: Buffer, before: Buffer | undefined, directory: string): Row {
  const row = openRow(sealed)
  if (row !== undefined) return row
  // The key was not fetched, and the one in the row is as doubtful as the rest of it.
  const place = before === undefined ? 'the first row of a scan' : `the row after the key ${before.toString('hex')}`
  throw damaged(directory, `${place} (${sealed.length} bytes) fails its checksum`)
}

function* slices(rows: readonly Row[], chunkEntries = rows.length): Generator<readonly Row[], void, undefined> {
  assert(rows.length === 0 || chunkEntries > 0, 'a chunk holds at least one row', chunkEntries)
  if (rows.length > 0 && rows.length <= chunkEntries) yield rows
  else for (let i = 0; i < rows.length; i += chunkEntries) yield rows.slice(i, i + chunkEntries)
}
