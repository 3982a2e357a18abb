/**
 * One process a directory, without flock(2), which Node does not offer.
 *
 * Whoever wants the directory first puts down a file of its own, `lock.<pid>.<start>.<boot>`, and only then looks around:
 * the file of another process that still runs means the directory is taken, and the newcomer withdraws; the file of a
 * dead one (kill -9, power loss) is removed. Of two that come at once at least the later to look sees the other, so
 * that both can never go on; both may withdraw, which a supervisor's next try settles. The name says all: there is no
 * content that a crash could leave half written, and a name that belongs to one process only can be removed without
 * ever hitting the lock of another.
 *
 * It tells processes of one machine, as one process namespace sees them. Two containers on one volume do not see each
 * other: there RocksDB's fcntl lock on its own directory is what stops the second.
 */
import { join } from 'node:path'
import { errorCode, type Files } from './files.ts'
import { type Processes, type ProcessIdentity, realProcesses } from './processes.ts'

/** The directory belongs to a process that still runs. */
export class DirectoryLocked extends Error {
  override readonly name = 'DirectoryLocked'
  readonly directory: string
  readonly pid: number

  constructor(directory: string, pid: number) {
    super(`${directory} is in use by pid ${pid}: stop that process, or choose another data directory`)
    this.directory = directory
    this.pid = pid
  }
}

export interface DirectoryLock {
  release(): Promise<void>
}

/**
 * Takes the directory, which must exist, until `release` or the end of this process.
 * @throws DirectoryLocked with the pid of the holder, which may be this process itself
 */
export async function lockDirectory(
  files: Files,
  directory: string,
  processes: Processes = realProcesses,
): Promise<DirectoryLock> {
  const own = lockName(processes.self)
  const ownPath = join(directory, own)
  await putDown(files, ownPath, new DirectoryLocked(directory, processes.self.pid))
  for (const name of await files.list(directory)) {
    const holder = parseLockName(name)
    if (holder === undefined || name === own) continue
    if (processes.isAlive(holder)) {
      await files.unlink(ownPath)
      throw new DirectoryLocked(directory, holder.pid)
    }
    await removeStale(files, join(directory, name))
  }
  return { release: () => files.unlink(ownPath) }
}

async function putDown(files: Files, path: string, locked: DirectoryLocked): Promise<void> {
  try {
    const file = await files.open(path, { mode: 'create' })
    await file.close()
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? locked : error
  }
}

async function removeStale(files: Files, path: string): Promise<void> {
  try {
    await files.unlink(path)
  } catch (error) {
    // Another newcomer removed it first.
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

function lockName({ pid, startTicks, boot }: ProcessIdentity): string {
  return `lock.${pid}.${startTicks}.${boot}`
}

function parseLockName(name: string): ProcessIdentity | undefined {
  const [, pid, startTicks, boot] = /^lock\.(\d+)\.(\d+)\.([\w-]+)$/.exec(name) ?? []
  if (pid === undefined || startTicks === undefined || boot === undefined) return undefined
  return { pid: Number(pid), startTicks: Number(startTicks), boot }
}
