/**
 * Brings a member up to date that is behind the log (Raft paper 7).
 *
 * The core asks for it with a `MsgSnap`. What is sent is the engine's state of now, not of when the core asked: newer is
 * as good, and nothing has to be kept for it. The log is held from the state's index on while it travels, so that the
 * receiver can go on with entries.
 */
import { rm } from 'node:fs/promises'
import { RequestError } from '../base/errors.ts'
import type { Files } from '../io/files.ts'
import { emptyConfState } from '../raft/conf-state.ts'
import type { Message } from '../raft/message.ts'
import { appliedKey, Counts, encodeApplied } from '../storage/applied.ts'
import type { Engine, WriteOp } from '../storage/engine.ts'
import { spaceOf } from '../storage/keyspace.ts'
import { BackupDamaged, type BackupOrigin, openBackup, readBackup } from './backup.ts'
import { decodeConfState, encodeConfState } from './conf-state-record.ts'
import { makeNext, stateFolders } from './incoming-state.ts'

export interface SnapshotSource {
  readonly engine: Engine
  /** All that is applied is in the engine when resolved. */
  drain(): Promise<void>
  backupOrigin(): BackupOrigin
  /** Keeps the log from `index` on until the returned function is called. */
  holdLog(index: number): () => void
}

/** What carries a state to another member, in pieces, and resolves when it is installed there. */
export type SendSnapshot = (message: Message, pieces: AsyncIterable<Buffer>) => Promise<void>

/** Sends the state of now to the member that `message` is for. */
export async function sendState(source: SnapshotSource, message: Message, send: SendSnapshot): Promise<void> {
  await source.drain()
  const backup = await openBackup(source.engine, source.backupOrigin())
  const { index, term, confState } = backup.applied
  const release = source.holdLog(index)
  try {
    const snapshot = { index, term, confState: decodeConfState(confState), data: Buffer.alloc(0) }
    await send({ ...message, snapshot }, backup.pieces)
  } finally {
    release()
    await backup.close()
  }
}

export interface ReceiveOptions {
  readonly files: Files
  /** The one that holds `state`. */
  readonly directory: string
  readonly clusterId: bigint
  readonly open: (folder: string) => Promise<Engine>
  readonly message: Message
  readonly pieces: AsyncIterable<Buffer>
}

/**
 * Builds the state beside the present one, whole and durable, as `state.next`.
 * @throws BackupDamaged, RequestError `ClusterIdMismatch`; what was written is removed then
 */
export async function receiveState(options: ReceiveOptions): Promise<void> {
  const { files, directory, open, message } = options
  const { incoming } = stateFolders(directory)
  await rm(incoming, { recursive: true, force: true })
  try {
    const engine = await open(incoming)
    try {
      await fill(engine, options)
      await engine.sync()
    } finally {
      await engine.close()
    }
    await makeNext(files, directory)
  } catch (error) {
    await rm(incoming, { recursive: true, force: true })
    throw new Error(`receive the state of index ${message.snapshot?.index ?? 0} from another member`, { cause: error })
  }
}

async function fill(engine: Engine, { clusterId, message, pieces }: ReceiveOptions): Promise<void> {
  const { header, rows } = await readBackup(pieces)
  const { index = 0, term = 0, confState = emptyConfState } = message.snapshot ?? {}
  if (header.clusterId !== clusterId) throw new RequestError('ClusterIdMismatch')
  if (header.appliedIndex !== index || header.appliedTerm !== term) {
    throw new BackupDamaged(`the state is of index ${header.appliedIndex}, its message says ${index}`)
  }
  const counts = new Counts()
  for await (const chunk of rows) {
    const ops: WriteOp[] = chunk.map(({ key, value }) => ({ key, value }))
    for (const { key } of ops) {
      const space = spaceOf(key)
      if (space === undefined) throw new BackupDamaged('the state has a row of no key space')
      counts.add(space, 1)
    }
    await engine.write(ops)
  }
  const applied = { index, term, confState: encodeConfState(confState), rows: counts.frozen() }
  await engine.write([{ key: appliedKey, value: encodeApplied(applied) }])
}
