/**
 * A member's state as one stream, for `Maintenance.Snapshot`, for a member that is too far behind the log, and for
 * whoever restores from it.
 *
 *   | magic 8 bytes | header length u32le | SnapshotHeader | row ... row | zeros to a multiple of 512 |
 *   row: | key length u32le | value length u32le | key | value |
 *
 * All rows come from one view of the engine, so they are the state at exactly one applied index, which the header names.
 * The length is known before the first byte leaves, because rows are counted in a first pass. `etcdctl snapshot save`
 * wants a multiple of 512 and appends the SHA-256 that the service sends last.
 */

import { SnapshotHeader } from '../generated/keelson/snapshot.ts'
import { finishedMark, scheduledMark } from '../mvcc/row-log.ts'
import { type Applied, appliedKey, decodeApplied } from '../storage/applied.ts'
import type { Engine, EngineView, Row } from '../storage/engine.ts'
import { parseRevisionKey, replicatedSpaces, spaceOf, spaceRange } from '../storage/keyspace.ts'

export const backupMagic = Buffer.from('KEELSNAP')
export const backupFormatVersion = 1
const blockBytes = 512
const rowHeaderBytes = 8
/** Rows are gathered into pieces of about this size. */
const pieceBytes = 256 * 1024
/** Nothing in a state is longer than this; a length beyond it is damage. */
const fieldBytesMax = 2 ** 30

export interface BackupOrigin {
  readonly clusterId: bigint
  readonly memberId: bigint
  readonly clusterVersion: string
  readonly createdUnixMs: number
}

export interface Backup {
  readonly header: SnapshotHeader
  /** The applied record of the view: index, term, Raft configuration and row counts. */
  readonly applied: Applied
  /** Length of all pieces together, a multiple of 512. */
  readonly bytes: number
  /** To be iterated to its end, or `close`d. */
  readonly pieces: AsyncIterable<Buffer>
  close(): Promise<void>
}

/** The engine's state as it is when this is called. */
export async function openBackup(engine: Engine, origin: BackupOrigin): Promise<Backup> {
  const view = engine.view()
  try {
    const record = await view.get(appliedKey)
    if (record === undefined) throw new Error(`${engine.directory} holds no state`)
    const applied = decodeApplied(record)
    let [rowCount, rowBytes, revision, compactRevision] = [0, 0, 1, -1]
    for await (const { key, value } of rows(view)) {
      rowCount++
      rowBytes += key.length + value.length
      if (spaceOf(key) === 'revisions') revision = parseRevisionKey(key).main
      else if (key.equals(scheduledMark) || key.equals(finishedMark)) {
        compactRevision = Math.max(compactRevision, Number(value.readBigUInt64BE()))
      }
    }
    const header = SnapshotHeader.create({
      ...origin,
      formatVersion: backupFormatVersion,
      appliedIndex: applied.index,
      appliedTerm: applied.term,
      revision: Math.max(revision, compactRevision),
      compactRevision,
      rowCount,
      rowBytes,
    })
    const encoded = SnapshotHeader.encode(header)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(encoded.length)
    const opening = Buffer.concat([backupMagic, length, encoded])
    const content = opening.length + rowBytes + rowCount * rowHeaderBytes
    const bytes = Math.ceil(content / blockBytes) * blockBytes
    return { header, applied, bytes, pieces: pieces(view, opening, bytes - content), close: () => view.close() }
  } catch (error) {
    await view.close()
    throw error
  }
}

/** A stream that was opened for reading: its header, then its rows in chunks, each row once. */
export interface BackupReader {
  readonly header: SnapshotHeader
  /** Ends when all rows the header counts have come; throws `BackupDamaged` when they do not add up. */
  readonly rows: AsyncIterable<readonly Row[]>
}

/** The stream is not what `openBackup` wrote. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged'
}

/** @throws BackupDamaged when it begins with something else, or is of a format version that is not known here */
export async function readBackup(pieces: AsyncIterable<Buffer>): Promise<BackupReader> {
  const bytes = new ByteReader(pieces)
  const magic = await bytes.take(backupMagic.length)
  if (!magic.equals(backupMagic))
    throw new BackupDamaged('this is no Keelson snapshot: it does not begin with KEELSNAP')
  const headerBytes = (await bytes.take(4)).readUInt32LE()
  if (headerBytes > 64 * 1024) throw new BackupDamaged(`the snapshot's header claims ${headerBytes} bytes`)
  const header = SnapshotHeader.decode(await bytes.take(headerBytes))
  if (header.formatVersion !== backupFormatVersion) {
    throw new BackupDamaged(
      `the snapshot has format version ${header.formatVersion}, this program knows ${backupFormatVersion}`,
    )
  }
  return { header, rows: readRows(bytes, header) }
}

async function* readRows(bytes: ByteReader, header: SnapshotHeader): AsyncGenerator<readonly Row[]> {
  let [rowCount, rowBytes] = [0, 0]
  let chunk: Row[] = []
  let chunkBytes = 0
  while (rowCount < header.rowCount) {
    const head = await bytes.take(rowHeaderBytes)
    const [keyBytes, valueBytes] = [head.readUInt32LE(0), head.readUInt32LE(4)]
    if (keyBytes === 0 || keyBytes > fieldBytesMax || valueBytes > fieldBytesMax) {
      throw new BackupDamaged(`row ${rowCount + 1} of the snapshot claims ${keyBytes} and ${valueBytes} bytes`)
    }
    chunk.push({ key: await bytes.take(keyBytes), value: await bytes.take(valueBytes) })
    rowCount++
    rowBytes += keyBytes + valueBytes
    chunkBytes += keyBytes + valueBytes
    if (chunkBytes >= pieceBytes) {
      yield chunk
      chunk = []
      chunkBytes = 0
    }
  }
  if (chunk.length > 0) yield chunk
  if (rowBytes !== header.rowBytes) {
    throw new BackupDamaged(`the snapshot's rows have ${rowBytes} bytes, its header says ${header.rowBytes}`)
  }
  await bytes.finish()
}

/** Takes exact numbers of bytes out of pieces of any size. */
class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)
  #at = 0

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** @throws BackupDamaged when the stream ends before */
  async take(count: number): Promise<Buffer> {
    while (this.#held.length - this.#at < count) {
      const next = await this.#pieces.next()
      if (next.done === true) throw new BackupDamaged('the snapshot ends too early')
      const rest = this.#held.subarray(this.#at)
      this.#held = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
      this.#at = 0
    }
    this.#at += count
    return this.#held.subarray(this.#at - count, this.#at)
  }

  /** Reads what is left, which must be padding. */
  async finish(): Promise<void> {
    const zeros = (piece: Buffer): boolean => piece.every((byte) => byte === 0)
    if (!zeros(this.#held.subarray(this.#at))) throw new BackupDamaged('something follows the rows of the snapshot')
    for (let next = await this.#pieces.next(); next.done !== true; next = await this.#pieces.next()) {
      if (!zeros(next.value)) throw new BackupDamaged('something follows the rows of the snapshot')
    }
  }
}

async function* rows(view: EngineView): AsyncGenerator<{ key: Buffer; value: Buffer }> {
  for (const space of replicatedSpaces) {
    for await (const chunk of view.scan(spaceRange(space))) yield* chunk
  }
}

async function* pieces(view: EngineView, opening: Buffer, paddingBytes: number): AsyncGenerator<Buffer> {
  try {
    let gathered = [opening]
    let gatheredBytes = opening.length
    for await (const { key, value } of rows(view)) {
      const head = Buffer.allocUnsafe(rowHeaderBytes)
      head.writeUInt32LE(key.length, 0)
      head.writeUInt32LE(value.length, 4)
      gathered.push(head, key, value)
      gatheredBytes += rowHeaderBytes + key.length + value.length
      if (gatheredBytes >= pieceBytes) {
        yield Buffer.concat(gathered, gatheredBytes)
        gathered = []
        gatheredBytes = 0
      }
    }
    yield Buffer.concat([...gathered, Buffer.alloc(paddingBytes)], gatheredBytes + paddingBytes)
  } finally {
    await view.close()
  }
}
