/**
 * The data directory, locked.
 *
 *   DATA/lock.*               who runs here
 *   DATA/member/state/        the engine
 *   DATA/member/wal/          the log (`--wal-dir` puts it elsewhere)
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DirectoryLock, lockDirectory } from '../io/directory-lock.ts'
import type { Files } from '../io/files.ts'

export interface DataDirectory {
  readonly path: string
  /** Where `state` is. */
  readonly member: string
  readonly wal: string
  release(): Promise<void>
}

/**
 * Makes what is missing and takes the lock.
 * @throws DirectoryLocked with the pid of who has it; Error `cannot access data directory`
 */
export async function takeDataDirectory(files: Files, path: string, walDir: string): Promise<DataDirectory> {
  const member = join(path, 'member')
  const wal = walDir === '' ? join(member, 'wal') : walDir
  try {
    await files.makeDirectory(member)
    await readdir(path)
  } catch (cause) {
    throw new Error(`cannot access data directory: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
  const locks: DirectoryLock[] = []
  const release = async (): Promise<void> => {
    for (const lock of locks.splice(0)) await lock.release()
  }
  try {
    locks.push(await lockDirectory(files, path))
    if (walDir !== '') {
      // A log that lies elsewhere is locked for itself: two data directories may name one.
      await files.makeDirectory(walDir)
      locks.push(await lockDirectory(files, walDir))
    }
    return { path, member, wal, release }
  } catch (error) {
    await release()
    throw error
  }
}
