/**
 * RocksDB's errors are texts; here they become a kind, a place and something to do.
 */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../io/files.ts'
import { rebuildAdvice, StorageError } from './storage-error.ts'

const isDamage = /^Corruption|No such file or directory/
const isLocked = /While lock file|lock hold by current process/
const isRefused = /Permission denied|Read-only file system|Not a directory|Operation not permitted|No space left/

export function explainOpen(error: Error, directory: string): StorageError {
  const { message } = error
  if (isLocked.test(message)) return lockedBy(holderOf(join(directory, 'LOCK')), directory, error)
  if (isRefused.test(message)) return notWritable(directory, error)
  if (isDamage.test(message)) return damaged(directory, message, error)
  return new StorageError('ReadFailed', directory, `cannot open the state in ${directory}: ${message}`, error)
}

export function explainRead(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error
  if (isDamage.test(error.message)) return damaged(directory, error.message, error)
  return new StorageError('ReadFailed', directory, `cannot read from ${directory}: ${error.message}`, error)
}

export function explainWrite(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || error.name !== 'Error') return error
  const text = `cannot write to ${directory}: ${error.message}. Nothing more is written until a restart.`
  return new StorageError('WriteFailed', directory, text, error)
}

export function notWritable(directory: string, cause: Error): StorageError {
  const text =
    `cannot write to ${directory} (${cause.message}): ` +
    `it must belong to the user this runs as (id ${process.getuid?.() ?? 'unknown'}) and have space left`
  return new StorageError('NotWritable', directory, text, cause)
}

export function damaged(directory: string, what: string, cause?: unknown): StorageError {
  return new StorageError(
    'Damaged',
    directory,
    `the state in ${directory} is damaged: ${what}. ${rebuildAdvice(directory)}`,
    cause,
  )
}

function lockedBy(pid: number | undefined, directory: string, cause: Error): StorageError {
  const holder = pid === undefined ? 'another process' : pid === process.pid ? 'this process' : `pid ${pid}`
  const text = `${directory} is in use by ${holder}: stop it, or choose another directory`
  return new StorageError('Locked', directory, text, cause)
}

/** Who holds an fcntl lock on `path`, by proc_locks(5); undefined where the system does not tell. */
function holderOf(path: string): number | undefined {
  try {
    const { ino } = statSync(path)
    // 1: POSIX  ADVISORY  WRITE 4242 08:01:1311 0 EOF
    for (const line of readFileSync('/proc/locks', 'utf8').split('\n')) {
      const [, kind, , , pid, file] = line.split(/ +/)
      if (kind === 'POSIX' && file?.split(':')[2] === String(ino)) return Number(pid)
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error
  }
  return undefined
}
