/**
 * The two ways a log ends a member: what stands on disk is not what was written, or the disk did not take a write.
 */
import { errorCode } from '../io/files.ts'

const rejoin =
  'Nothing was changed. Put the file back from a copy taken while the member was stopped; or, while a quorum of the ' +
  'other members is healthy, remove this member from the cluster, empty its data directory and add it again'

/** The log on disk is not whole, in a place where a crash cannot have made it so. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged'
  readonly file: string
  /** Byte in `file`. */
  readonly offset: number
  readonly what: string

  constructor({
    file,
    offset,
    what,
    advice = rejoin,
  }: { file: string; offset: number; what: string; advice?: string }) {
    super(`${file} is damaged at byte ${offset}: ${what}. ${advice}.`)
    this.file = file
    this.offset = offset
    this.what = what
  }
}

/**
 * The disk refused a write or its sync: the log takes no more until the member starts again. Trying again would prove
 * nothing, since the kernel may have dropped the bytes and forgotten the error. Nothing acknowledged is lost.
 */
export class LogFailed extends Error {
  override readonly name = 'LogFailed'
  readonly file: string
  /** No space left, or over quota: the member can go on after a start with space. */
  readonly diskFull: boolean

  constructor(file: string, cause: unknown) {
    const diskFull = errorCode(cause) === 'ENOSPC' || errorCode(cause) === 'EDQUOT'
    const reason = cause instanceof Error ? cause.message : String(cause)
    const advice = diskFull
      ? 'The disk is full: make space and start the member again'
      : 'Check the disk, then start the member again'
    super(`cannot write the Raft log ${file}: ${reason}. ${advice}; nothing acknowledged is lost.`, { cause })
    this.file = file
    this.diskFull = diskFull
  }
}

/** The log was closed before this was asked of it. */
export class LogClosed extends Error {
  override readonly name = 'LogClosed'

  constructor(directory: string) {
    super(`the Raft log in ${directory} is closed`)
  }
}
