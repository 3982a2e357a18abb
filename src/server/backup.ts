/**
 * A member's state as one stream, for `Maintenance.Snapshot` and whoever restores from it.
 *
 *   | magic 8 bytes | header length u32le | SnapshotHeader | row ... row | zeros to a multiple of 512 |
 *   row: | key length u32le | value length u32le | key | value |
 *
 * All rows come from one view of the engine, so they are the state at exactly one applied index; the applied record
 * itself is among them. The length is known before the first byte leaves, because rows are counted in a first pass.
 * `etcdctl snapshot save` wants a multiple of 512 and appends the SHA-256 that the service sends last.
 */
import { SnapshotHeader } from '../generated/keelson/snapshot.ts'
import type { Engine, EngineView } from '../storage/engine.ts'
import { replicatedSpaces, spaceRange } from '../storage/keyspace.ts'

export const backupMagic = Buffer.from('KEELSNAP')
export const backupFormatVersion = 1
const blockBytes = 512
const rowHeaderBytes = 8
/** Rows are gathered into pieces of about this size. */
const pieceBytes = 256 * 1024

export interface BackupFacts {
  readonly clusterId: bigint
  readonly memberId: bigint
  readonly appliedIndex: number
  readonly appliedTerm: number
  readonly revision: number
  readonly compactRevision: number
  readonly clusterVersion: string
  readonly createdUnixMs: number
}

export interface Backup {
  /** Length of all pieces together, a multiple of 512. */
  readonly bytes: number
  /** To be iterated once, or left alone and closed. */
  readonly pieces: AsyncIterable<Buffer>
}

/** @param facts what the engine holds when this is called: nothing may be written before the call returns its promise */
export async function openBackup(engine: Engine, facts: BackupFacts): Promise<Backup> {
  const view = engine.view()
  try {
    let rowCount = 0
    let rowBytes = 0
    for await (const { key, value } of rows(view)) {
      rowCount++
      rowBytes += key.length + value.length
    }
    const header = SnapshotHeader.encode({ formatVersion: backupFormatVersion, ...facts, rowCount, rowBytes })
    const length = Buffer.alloc(4)
    length.writeUInt32LE(header.length)
    const opening = Buffer.concat([backupMagic, length, header])
    const content = opening.length + rowBytes + rowCount * rowHeaderBytes
    const bytes = Math.ceil(content / blockBytes) * blockBytes
    return { bytes, pieces: pieces(view, opening, bytes - content) }
  } catch (error) {
    await view.close()
    throw error
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
