/**
 * Files of this machine, through the callback functions of node:fs: they cost about 30 us less a call than FileHandle.
 *
 * A durable write is one system call where the kernel has O_DSYNC with the strength of fdatasync (Linux): one trip to
 * the thread pool instead of two. Measured on ext4, 4 KiB into prepared blocks, median: O_DSYNC 152 us, write and
 * fdatasync by callbacks 201 us, by FileHandle 210 us. Elsewhere it is a write and an fdatasync, which Node turns into
 * F_FULLFSYNC on macOS, where O_DSYNC stops at the drive's cache.
 */
import fs from 'node:fs'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { errorCode, type FileStat, type Files, type OpenFile, type OpenHow } from './files.ts'

const hasStrongDsync = process.platform === 'linux'

const openFd = promisify(fs.open)
const closeFd = promisify(fs.close)
const fdatasyncFd = promisify(fs.fdatasync)
const fsyncFd = promisify(fs.fsync)
const truncateFd = promisify(fs.ftruncate)
const mkdir = promisify(fs.mkdir)

export const realFiles: Files = {
  async open(path, how) {
    return new RealFile(await openFd(path, flagsOf(how), 0o600), how.durable === true && !hasStrongDsync)
  },

  readFile: (path) => promisify(fs.readFile)(path),

  async list(directory) {
    return (await promisify(fs.readdir)(directory)).sort()
  },

  async stat(path): Promise<FileStat | undefined> {
    try {
      const found = await promisify(fs.stat)(path)
      return { bytes: found.size, isDirectory: found.isDirectory() }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    }
  },

  async makeDirectory(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 })
    if (first === undefined) return
    // Each new name stands in its parent: from the innermost parent up to the one that was there before.
    const outermost = dirname(resolve(first))
    for (let at = resolve(path); at !== outermost; at = dirname(at)) await realFiles.syncDirectory(dirname(at))
  },

  rename: (from, to) => promisify(fs.rename)(from, to),
  unlink: (path) => promisify(fs.unlink)(path),

  async syncDirectory(path) {
    const fd = await openFd(path, 'r')
    try {
      await fsyncFd(fd)
    } finally {
      await closeFd(fd)
    }
  },
}

function flagsOf({ mode, durable }: OpenHow): number {
  const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_DSYNC } = fs.constants
  if (mode === 'read') return O_RDONLY
  return O_RDWR | (mode === 'create' ? O_CREAT | O_EXCL : 0) | (durable && hasStrongDsync ? O_DSYNC : 0)
}

class RealFile implements OpenFile {
  readonly #fd: number
  readonly #syncsEachWrite: boolean

  constructor(fd: number, syncsEachWrite: boolean) {
    this.#fd = fd
    this.#syncsEachWrite = syncsEachWrite
  }

  async read(buffer: Buffer, position: number): Promise<number> {
    let filled = 0
    while (filled < buffer.length) {
      const got = await readSome(this.#fd, buffer, filled, position + filled)
      if (got === 0) break
      filled += got
    }
    return filled
  }

  async write(buffers: readonly Buffer[], position: number): Promise<void> {
    let rest = without(buffers, 0)
    let at = position
    // The kernel may take less than it was given (a signal, the last free block); the next call then says why.
    while (rest.length > 0) {
      const written = await writeSome(this.#fd, rest, at)
      at += written
      rest = without(rest, written)
    }
    if (this.#syncsEachWrite) await fdatasyncFd(this.#fd)
  }

  sync(): Promise<void> {
    return fsyncFd(this.#fd)
  }

  truncate(bytes: number): Promise<void> {
    return truncateFd(this.#fd, bytes)
  }

  close(): Promise<void> {
    return closeFd(this.#fd)
  }
}

function readSome(fd: number, buffer: Buffer, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, offset, buffer.length - offset, position, (error, got) =>
      error ? reject(error) : resolve(got),
    )
  })
}

function writeSome(fd: number, buffers: readonly Buffer[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.writev(fd, buffers, position, (error, written) => {
      if (error) reject(error)
      else if (written === 0) reject(Object.assign(new Error('EIO: the file took no bytes, write'), { code: 'EIO' }))
      else resolve(written)
    })
  })
}

/** The buffers after their first `bytes` bytes; empty ones are left out. */
function without(buffers: readonly Buffer[], bytes: number): readonly Buffer[] {
  const rest: Buffer[] = []
  let skip = bytes
  for (const buffer of buffers) {
    if (skip < buffer.length) rest.push(skip === 0 ? buffer : buffer.subarray(skip))
    skip = Math.max(0, skip - buffer.length)
  }
  return rest
}
