/**
 * The file system as the log and the member need it, small enough that a simulated one can lie in every way a disk does.
 *
 * What is durable when: a write to a file opened with `durable`, when it resolves; any other write, after `sync`. A name
 * (of a file made, renamed or unlinked), after `syncDirectory` of the directory it stands in. Errors are Node's
 * (`code`: ENOENT, ENOSPC, EIO ...). After a failed `sync` or durable write nothing can be said about the bytes: the
 * kernel may drop them and report success the next time, so that asking again proves nothing.
 */

export interface OpenHow {
  /** `create`: the file must not exist yet, and gets mode 0600. */
  readonly mode: 'read' | 'write' | 'create'
  /** Each write returns only when its bytes are on disk: write and fdatasync in one call. */
  readonly durable?: boolean
}

export interface OpenFile {
  /** Fills `buffer` from `position` on, as far as the file goes; how many bytes there were. */
  read(buffer: Buffer, position: number): Promise<number>
  /** Writes all of the buffers, one after the other, from `position` on. They must not change until this resolves. */
  write(buffers: readonly Buffer[], position: number): Promise<void>
  /** fsync: bytes and size are on disk. */
  sync(): Promise<void>
  /** Cuts or extends (with zeros) to `bytes`. */
  truncate(bytes: number): Promise<void>
  close(): Promise<void>
}

export interface FileStat {
  readonly bytes: number
  readonly isDirectory: boolean
}

export interface Files {
  open(path: string, how: OpenHow): Promise<OpenFile>
  readFile(path: string): Promise<Buffer>
  /** Names in a directory, sorted. */
  list(directory: string): Promise<string[]>
  /** undefined: nothing there. */
  stat(path: string): Promise<FileStat | undefined>
  /** With all missing parents, mode 0700, durable when resolved; an existing one is left as it is. */
  makeDirectory(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  syncDirectory(path: string): Promise<void>
}

/** The errno name of a file system error, as ENOENT; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
