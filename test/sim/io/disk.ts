/**
 * A disk in memory that loses what a real one may lose, all from one seed.
 *
 * A write is seen by readers at once, but is on disk only after `sync` (or when a durable write resolves). A power failure
 * keeps of each write that was not on disk any of its sectors, and of a sector perhaps only the first bytes; of the names made,
 * renamed or removed since the last `syncDirectory` any. Killing the process loses nothing but the rest of a write
 * under way. A sync that fails leaves pages that readers still see and no later sync writes, as Linux does.
 *
 * `stopAt` ends the machine in the middle of one operation, counted from 1; `fail` makes operations fail; `capacityBytes`
 * is the size of the disk.
 */
import { basename, dirname } from 'node:path'
import { assert } from '../../../src/base/assert.ts'
import type { FileStat, Files, OpenFile, OpenHow } from '../../../src/io/files.ts'
import { SeededEntropy } from './entropy.ts'

const sectorBytes = 512
/** Copied into the page cache as one. */
const pageBytes = 4096

export type OperationName =
  | 'open'
  | 'read'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'close'
  | 'list'
  | 'stat'
  | 'makeDirectory'
  | 'rename'
  | 'unlink'
  | 'syncDirectory'

export type Stop = 'power' | 'kill'

/** The machine or the process ended while this was under way. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

interface Fault {
  readonly operation: OperationName
  readonly code: string
  /** Left over calls before it strikes. */
  skip: number
}

/** What an operation leaves behind when it does not end well. */
interface Endings {
  readonly onFailure?: () => void
  readonly onStop?: (how: Stop) => void
}

/** A change that the disk may not have yet. */
type Change =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Buffer; settled: boolean }
  | { readonly kind: 'truncate'; readonly size: number; settled: boolean }

class Inode {
  /** What readers see. */
  seen: Buffer = Buffer.alloc(0)
  /** What a power failure leaves at least. */
  kept: Buffer = Buffer.alloc(0)
  changes: Change[] = []

  change(change: Change): void {
    this.seen = applied(this.seen, change)
    this.changes.push(change)
  }

  /** Moves what is known to be on disk from the changes to `kept`, in order. */
  settle(): void {
    while (this.changes[0]?.settled) {
      this.kept = applied(this.kept, this.changes[0])
      this.changes.shift()
    }
  }
}

interface NameChange {
  readonly set?: { readonly path: string; readonly inode: Inode }
  readonly remove?: string
}

class Directory {
  readonly seen = new Map<string, Inode>()
  readonly kept = new Map<string, Inode>()
  changes: NameChange[] = []

  change(change: NameChange): void {
    rename(this.seen, change)
    this.changes.push(change)
  }
}

export class SimulatedDisk {
  /** Operations so far. */
  operations = 0
  stopAt: { readonly operation: number; readonly how: Stop } | undefined
  capacityBytes = Number.POSITIVE_INFINITY
  /** Called when an operation begins. */
  onOperation: ((operation: OperationName, path: string) => void) | undefined
  readonly #random: SeededEntropy
  readonly #directories = new Map<string, Directory>([['/', new Directory()]])
  #faults: Fault[] = []
  /** Handles and calls of an earlier life of the machine are dead. */
  #life = 0

  constructor(seed: number) {
    this.#random = new SeededEntropy(seed)
  }

  /** Makes the next call of `operation`, after `skip` ones that pass, fail with `code`. */
  fail(operation: OperationName, code: string, { skip = 0 }: { skip?: number } = {}): void {
    this.#faults.push({ operation, code, skip })
  }

  /** Ends the process, and with `power` the machine: from here on the files are as the next start finds them. */
  stop(how: Stop): void {
    this.#life++
    this.stopAt = undefined
    this.#faults = []
    if (how === 'power') for (const directory of this.#directories.values()) this.#losePower(directory)
  }

  /** The content as readers see it, for a test to look at or to change behind the program's back. */
  peek(path: string): Buffer {
    return this.#inode(path).seen
  }

  /** Puts `bytes` on disk as they are, as decay or an operator would. */
  poke(path: string, bytes: Buffer): void {
    const inode = new Inode()
    inode.seen = Buffer.from(bytes)
    inode.kept = inode.seen
    const directory = this.#directoryOf(path)
    directory.seen.set(path, inode)
    directory.kept.set(path, inode)
  }

  /** Removes the name for good. */
  drop(path: string): void {
    const directory = this.#directoryOf(path)
    directory.seen.delete(path)
    directory.kept.delete(path)
  }

  /** Whether a power failure now could still lose any of the file's bytes. */
  isDurable(path: string): boolean {
    const { seen, kept, changes } = this.#inode(path)
    return changes.length === 0 && seen.equals(kept)
  }

  /** The files as one process sees them, from its start until the next `stop`: whatever it still tries then fails. */
  start(): Files {
    const life = this.#life
    const run = <T>(operation: OperationName, path: string, effect: () => T): Promise<T> =>
      this.#run(operation, path, life, effect)
    return {
      open: (path, how) => run('open', path, () => this.#open(path, how, life)),
      readFile: (path) => run('read', path, () => Buffer.from(this.#inode(path).seen)),
      list: (path) => run('list', path, () => this.#list(path)),
      stat: (path) => run('stat', path, () => this.#stat(path)),
      makeDirectory: (path) => run('makeDirectory', path, () => this.#makeDirectory(path)),
      rename: (from, to) => run('rename', from, () => this.#rename(from, to)),
      unlink: (path) => run('unlink', path, () => this.#unlink(path)),
      syncDirectory: (path) => run('syncDirectory', path, () => this.#syncDirectory(path)),
    }
  }

  #open(path: string, { mode, durable = false }: OpenHow, life: number): OpenFile {
    const directory = this.#directoryOf(path)
    if (mode === 'create') {
      if (directory.seen.has(path)) throw failure('EEXIST', 'open', path)
      directory.change({ set: { path, inode: new Inode() } })
    }
    return this.#handle(path, this.#inode(path), { life, writable: mode !== 'read', durable })
  }

  #list(path: string): string[] {
    const inside = [...this.#directory(path).seen.keys(), ...this.#directories.keys()]
    const names = inside.filter((name) => dirname(name) === path && name !== path)
    return names.map((name) => basename(name)).sort()
  }

  #stat(path: string): FileStat | undefined {
    if (this.#directories.has(path)) return { bytes: 0, isDirectory: true }
    const inode = this.#directories.get(dirname(path))?.seen.get(path)
    return inode && { bytes: inode.seen.length, isDirectory: false }
  }

  #makeDirectory(path: string): void {
    for (let at = path; !this.#directories.has(at); at = dirname(at)) this.#directories.set(at, new Directory())
  }

  #rename(from: string, to: string): void {
    assert(dirname(from) === dirname(to), 'names change inside of one directory', from, to)
    this.#directoryOf(from).change({ set: { path: to, inode: this.#inode(from) }, remove: from })
  }

  #unlink(path: string): void {
    this.#inode(path)
    this.#directoryOf(path).change({ remove: path })
  }

  #syncDirectory(path: string): void {
    const directory = this.#directory(path)
    for (const change of directory.changes) rename(directory.kept, change)
    directory.changes = []
  }

  #handle(path: string, inode: Inode, how: { life: number; writable: boolean; durable: boolean }): OpenFile {
    const { life, writable, durable } = how
    let isOpen = true
    const run = <T>(operation: OperationName, effect: () => T, endings?: Endings): Promise<T> => {
      assert(isOpen, 'only an open file is used', path)
      assert(
        writable || operation === 'read' || operation === 'close',
        'a file to be changed is open for writing',
        path,
      )
      return this.#run(operation, path, life, effect, endings)
    }
    return {
      read: (buffer, position) => run('read', () => inode.seen.copy(buffer, 0, position, position + buffer.length)),
      write: (buffers, position) => {
        // Taken when the call is made: who changes the buffers before it resolves is found out by what is read back.
        const bytes = Buffer.concat(buffers)
        const write = (settled: boolean, part = bytes): void => {
          inode.change({ kind: 'write', position, bytes: Buffer.from(part), settled })
        }
        const effect = (): void => {
          const room = this.#room(inode, position, bytes.length)
          if (room < bytes.length) {
            write(durable, bytes.subarray(0, room))
            throw failure('ENOSPC', 'write', path)
          }
          write(durable)
          if (durable) inode.settle()
        }
        return run('write', effect, {
          onFailure: () => this.#lose(inode, () => write(false)),
          // Killed, it has copied some pages; at a power failure all of it was under way.
          onStop: (how) => write(false, how === 'kill' ? bytes.subarray(0, this.#pagesWritten(bytes.length)) : bytes),
        })
      },
      sync: () => {
        const settle = (): void => {
          for (const change of inode.changes) change.settled = true
          inode.settle()
        }
        return run('sync', settle, { onFailure: () => this.#lose(inode) })
      },
      truncate: (size) => run('truncate', () => inode.change({ kind: 'truncate', size, settled: false })),
      close: async () => {
        await run('close', () => undefined)
        isOpen = false
      },
    }
  }

  async #run<T>(operation: OperationName, path: string, life: number, effect: () => T, endings?: Endings): Promise<T> {
    await null
    if (life !== this.#life) throw new Stopped(`${operation} ${path}`)
    this.operations++
    this.onOperation?.(operation, path)
    const fault = this.#takeFault(operation)
    if (fault !== undefined) {
      endings?.onFailure?.()
      throw failure(fault.code, operation, path)
    }
    const stop = this.stopAt
    if (stop?.operation !== this.operations) return effect()
    // Half of the time the operation was carried out and only its end was not heard of.
    if (endings?.onStop !== undefined) endings.onStop(stop.how)
    else if (this.#random.chance(0.5)) effect()
    this.stop(stop.how)
    throw new Stopped(`${operation} ${path}`)
  }

  #takeFault(operation: OperationName): Fault | undefined {
    const fault = this.#faults.find((candidate) => candidate.operation === operation)
    if (fault === undefined) return undefined
    if (fault.skip > 0) {
      fault.skip--
      return undefined
    }
    this.#faults.splice(this.#faults.indexOf(fault), 1)
    return fault
  }

  #pagesWritten(bytes: number): number {
    return Math.min(bytes, this.#random.below(Math.ceil(bytes / pageBytes) + 1) * pageBytes)
  }

  #room(inode: Inode, position: number, bytes: number): number {
    if (this.capacityBytes === Number.POSITIVE_INFINITY) return bytes
    let used = 0
    for (const directory of this.#directories.values())
      for (const { seen } of directory.seen.values()) used += seen.length
    const free = Math.max(0, this.capacityBytes - used)
    return Math.max(0, Math.min(bytes, inode.seen.length + free - position))
  }

  /** A failed sync: of what was to be written some arrived, the rest never will; readers still see all. */
  #lose(inode: Inode, change?: () => void): void {
    change?.()
    const { changes } = inode
    inode.changes = []
    for (const lost of changes) inode.kept = this.#applyPart(inode.kept, lost)
  }

  #losePower(directory: Directory): void {
    const likely = this.#random.fraction()
    for (const change of directory.changes) if (this.#random.chance(likely)) rename(directory.kept, change)
    directory.changes = []
    directory.seen.clear()
    for (const [path, inode] of directory.kept) {
      for (const change of inode.changes) inode.kept = this.#applyPart(inode.kept, change)
      inode.changes = []
      inode.seen = Buffer.from(inode.kept)
      directory.seen.set(path, inode)
    }
  }

  /** What the disk may have of a change that nobody waited for. */
  #applyPart(content: Buffer, change: Change): Buffer {
    if (change.settled) return applied(content, change)
    if (change.kind === 'truncate') return this.#random.chance(0.5) ? applied(content, change) : content
    const { position, bytes } = change
    const likely = this.#random.below(5) / 4
    let result = content
    for (let from = 0; from < bytes.length; ) {
      const to = Math.min(bytes.length, from + sectorBytes - ((position + from) % sectorBytes))
      const part = this.#random.chance(0.1) ? from + this.#random.below(to - from) : to
      const sector = {
        kind: 'write',
        position: position + from,
        bytes: bytes.subarray(from, part),
        settled: true,
      } as const
      if (this.#random.chance(likely)) result = applied(result, sector)
      from = to
    }
    return result
  }

  #directory(path: string): Directory {
    const directory = this.#directories.get(path)
    if (directory === undefined) throw failure('ENOENT', 'scandir', path)
    return directory
  }

  #directoryOf(path: string): Directory {
    return this.#directory(dirname(path))
  }

  #inode(path: string): Inode {
    const inode = this.#directoryOf(path).seen.get(path)
    if (inode === undefined) throw failure('ENOENT', 'open', path)
    return inode
  }
}

function applied(content: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') {
    return change.size <= content.length ? content.subarray(0, change.size) : extended(content, change.size)
  }
  if (change.bytes.length === 0) return content
  // Copied: what was read before keeps its bytes.
  const result = extended(content, Math.max(content.length, change.position + change.bytes.length))
  change.bytes.copy(result, change.position)
  return result
}

function extended(content: Buffer, size: number): Buffer {
  const result = Buffer.alloc(size)
  content.copy(result)
  return result
}

function rename(names: Map<string, Inode>, { set, remove }: NameChange): void {
  if (remove !== undefined) names.delete(remove)
  if (set !== undefined) names.set(set.path, set.inode)
}

function failure(code: string, operation: string, path: string): Error {
  return Object.assign(new Error(`${code}: simulated, ${operation} '${path}'`), { code })
}
