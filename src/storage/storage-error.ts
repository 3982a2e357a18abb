/**
 * What can go wrong in an engine, told so that the person who is woken by it knows what to do.
 */

/**
 * - `Closed`: the engine was closed, or is closing.
 * - `Damaged`: bytes on disk are not what was written.
 * - `RowsLost`: the rows that were found are not as many as the applied record says.
 * - `TooOld`: the state is whole, but the log no longer reaches back to it.
 * - `Locked`: another process has the directory open.
 * - `NotWritable`: the directory cannot be made, read or written.
 * - `NotLoadable`: the native module cannot be loaded by this Node.js on this machine.
 * - `WriteFailed`, `ReadFailed`: the disk refused (full, I/O error).
 */
export type StorageFailure =
  | 'Closed'
  | 'Damaged'
  | 'RowsLost'
  | 'TooOld'
  | 'Locked'
  | 'NotWritable'
  | 'NotLoadable'
  | 'WriteFailed'
  | 'ReadFailed'

export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly failure: StorageFailure
  /** The engine's directory; '' when the failure has none. */
  readonly directory: string

  constructor(failure: StorageFailure, directory: string, text: string, cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause })
    this.failure = failure
    this.directory = directory
  }
}

/** How a member gets its state back when `directory` cannot be trusted any more: the end of the messages that need it. */
export function rebuildAdvice(directory: string): string {
  return (
    `To repair: stop the member, move ${directory} away and start it again, and it rebuilds its state from its log. ` +
    'If it then says that the log does not reach back far enough, remove this member from the cluster and add it ' +
    'again with an empty data directory (a cluster of one member: restore a snapshot).'
  )
}
