/**
 * The memory engine's state as one file, `state.dump`: written beside the last one and renamed over it, so that there
 * is always a whole one.
 *
 *   "keelson state dump 1\n"
 *   row   | key length u32le | value length u32le | key | value | crc32c u32le |   in key order
 *   end   | 0 u32le          | number of rows u32le             | crc32c u32le |   no key is empty
 *
 * Each checksum covers the file up to itself: a row that is lost, doubled or moved is noticed like a flipped bit.
 */
import { join } from 'node:path'
import { crc32c } from '../base/crc32c.ts'
import type { Files, OpenFile } from '../io/files.ts'
import { type Picture, rowsIn, SortedRows } from './sorted-rows.ts'
import { rebuildAdvice, StorageError } from './storage-error.ts'

const title = Buffer.from('keelson state dump 1\n')
const lengthsBytes = 8
const crcBytes = 4
/** Rows are gathered up to about this many bytes: under a millisecond of work, and the event loop runs between two. */
const sliceBytes = 256 << 10
const readBytes = 1 << 20

const dumpPath = (directory: string) => join(directory, 'state.dump')
const unfinishedPath = (directory: string) => join(directory, 'state.dump.unfinished')

/** Durable, name and all, when resolved. */
export async function writeDump(files: Files, directory: string, picture: Picture): Promise<void> {
  await removeUnfinished(files, directory)
  const file = await files.open(unfinishedPath(directory), { mode: 'create' })
  try {
    let position = 0
    for (const slice of slicesOf(picture)) {
      await file.write(slice, position)
      for (const piece of slice) position += piece.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await files.rename(unfinishedPath(directory), dumpPath(directory))
  await files.syncDirectory(directory)
}

function* slicesOf(picture: Picture): Generator<readonly Buffer[], void, undefined> {
  let slice: Buffer[] = [title]
  let bytes = title.length
  let crc = crc32c(title)
  let rows = 0
  const add = (first: number, second: number, body: readonly Buffer[]): void => {
    const lengths = Buffer.allocUnsafe(lengthsBytes)
    lengths.writeUInt32LE(first, 0)
    lengths.writeUInt32LE(second, 4)
    for (const piece of [lengths, ...body]) {
      crc = crc32c(piece, crc)
      slice.push(piece)
      bytes += piece.length
    }
    const trailer = Buffer.allocUnsafe(crcBytes)
    trailer.writeUInt32LE(crc)
    crc = crc32c(trailer, crc)
    slice.push(trailer)
    bytes += crcBytes
  }
  for (const [key, value] of rowsIn(picture)) {
    add(key.length, value.length, [Buffer.from(key, 'latin1'), value])
    rows++
    if (bytes < sliceBytes) continue
    yield slice
    slice = []
    bytes = 0
  }
  add(0, rows, [])
  yield slice
}

/**
 * The rows of the last dump; none when there is no dump.
 * @throws StorageError `Damaged`, with file and offset
 */
export async function readDump(files: Files, directory: string): Promise<SortedRows> {
  await removeUnfinished(files, directory)
  const path = dumpPath(directory)
  if ((await files.stat(path)) === undefined) return new SortedRows()
  const file = await files.open(path, { mode: 'read' })
  try {
    return await readRows(file, (offset, what) => {
      const text = `${path} is damaged at offset ${offset}: ${what}. ${rebuildAdvice(directory)}`
      return new StorageError('Damaged', directory, text)
    })
  } finally {
    await file.close()
  }
}

async function readRows(file: OpenFile, damage: (offset: number, what: string) => Error): Promise<SortedRows> {
  const rows = new SortedRows()
  let bytes = await readMore(file, Buffer.alloc(0), 0)
  if (!bytes.subarray(0, title.length).equals(title)) throw damage(0, 'it does not begin as a dump does')
  let crc = crc32c(title)
  let at = title.length
  /** Offset in the file of the first of `bytes`. */
  let base = 0
  for (;;) {
    const size = recordSize(bytes, at)
    if (at + size > bytes.length) {
      const rest = bytes.subarray(at)
      base += at
      at = 0
      bytes = await readMore(file, rest, base + rest.length)
      if (bytes.length === rest.length) throw damage(base, 'it ends here, in the middle of a record')
      continue
    }
    const crcAt = at + size - crcBytes
    const sum = crc32c(bytes, crc, at, crcAt)
    if (bytes.readUInt32LE(crcAt) !== sum) throw damage(base + at, 'wrong checksum')
    crc = crc32c(bytes, sum, crcAt, crcAt + crcBytes)
    const keyEnd = at + lengthsBytes + bytes.readUInt32LE(at)
    if (keyEnd === at + lengthsBytes) {
      if (bytes.readUInt32LE(at + 4) !== rows.size) throw damage(base + at, 'rows are missing')
      return rows
    }
    // Copies: a view would keep all that was read with it.
    rows.set(bytes.toString('latin1', at + lengthsBytes, keyEnd), Buffer.from(bytes.subarray(keyEnd, crcAt)))
    at += size
  }
}

/** Bytes of the record at `at`, as far as its lengths can be seen. */
function recordSize(bytes: Buffer, at: number): number {
  if (at + lengthsBytes > bytes.length) return lengthsBytes + crcBytes
  const keyBytes = bytes.readUInt32LE(at)
  return lengthsBytes + keyBytes + (keyBytes === 0 ? 0 : bytes.readUInt32LE(at + 4)) + crcBytes
}

/** `rest` and what follows it in the file; as long as `rest` when nothing does. */
async function readMore(file: OpenFile, rest: Buffer, position: number): Promise<Buffer> {
  const more = Buffer.allocUnsafe(Math.max(readBytes, rest.length))
  const got = await file.read(more, position)
  return Buffer.concat([rest, more.subarray(0, got)])
}

async function removeUnfinished(files: Files, directory: string): Promise<void> {
  if ((await files.stat(unfinishedPath(directory))) !== undefined) await files.unlink(unfinishedPath(directory))
}
