/**
 * Loads the native module of the `rocksdb` package 5.2.1, also where a plain `require` of it would end the process.
 *
 * The package's binary for Linux with glibc was built with the old string layout of libstdc++ and runs a `std::regex` in
 * a static initialiser. Node.js binaries from 21 on export weak symbols of the same names with the new layout; the
 * dynamic linker prefers those, and the initialiser frees memory it never had (Level/rocksdb#228, nodejs/node#52436).
 * Marked `DT_SYMBOLIC` (ELF gABI, "Dynamic Section"), a shared object looks into itself first, and all is well. So a
 * copy of exactly the binary known to need it gets this mark, in a folder of our choice, and is loaded in its place.
 * A binary compiled on this machine, which `node-gyp-build` prefers, is taken as it is.
 */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { errorCode } from '../io/files.ts'
import type { RocksDbBinding } from './rocksdb-binding.ts'
import { StorageError } from './storage-error.ts'

/** `prebuilds/linux-x64/node.napi.glibc.node` of rocksdb 5.2.1. */
export const curablePrebuild = '27888aa3d9c93eda11a0960141f34bc192d534120889aeda50b6daa84880b239'

const compileAdvice =
  'compile it here: `npx node-gyp rebuild --directory node_modules/rocksdb` (needs python3, make and g++; about ten ' +
  'minutes), or start with --storage-engine memory'

let loaded: RocksDbBinding | undefined

/** @throws StorageError `NotLoadable`, with what was tried and what to do */
export function loadRocksDb(): RocksDbBinding {
  loaded ??= load()
  return loaded
}

function load(): RocksDbBinding {
  const home = packageFolder()
  const file = chosenBinary(home)
  const binary = readFileSync(file)
  const needsCure = nodeMajor() > 20 && sha256(binary) === curablePrebuild
  if (!needsCure) return createRequire(import.meta.url)(file) as RocksDbBinding

  const cured = markSymbolic(binary)
  const tried: string[] = []
  for (const folder of cacheFolders(home)) {
    try {
      const module = { exports: {} }
      process.dlopen(module, storeCopy(folder, cured))
      rememberFor(home, module.exports)
      return module.exports as RocksDbBinding
    } catch (error) {
      // The folder may be read-only, or mounted noexec (dlopen: "failed to map segment"): the next one may do.
      tried.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new StorageError(
    'NotLoadable',
    '',
    `rocksdb needs a folder for a copy of its native module under Node.js ${process.versions.node}, and none will do ` +
      `(${tried.join('; ')}). Let XDG_CACHE_HOME name a writable folder that is not mounted noexec, or ${compileAdvice}.`,
  )
}

function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('rocksdb/package.json'))
  } catch (error) {
    throw new StorageError('NotLoadable', '', 'the npm package rocksdb is not installed: run `npm ci`', error)
  }
}

/** The file that the package itself would load: a compiled one before a prebuilt one. */
function chosenBinary(home: string): string {
  const chooser = createRequire(join(home, 'package.json'))('node-gyp-build') as { path(folder: string): string }
  try {
    return chooser.path(home)
  } catch (error) {
    const machine = `${process.platform}-${process.arch}`
    const text = `rocksdb brings no native module for ${machine}: ${compileAdvice}.`
    throw new StorageError('NotLoadable', '', text, error)
  }
}

/** Whoever else calls `require('rocksdb')` in this process gets the working copy, not the one that ends it. */
function rememberFor(home: string, exports: object): void {
  const path = join(home, 'binding.js')
  createRequire(import.meta.url).cache[path] = Object.assign(new Module(path), {
    exports,
    filename: path,
    loaded: true,
  })
}

/**
 * Folders for the copy, best first. The one beside the installed packages can be filled when an image is built, and is
 * then used by a process that may not write anywhere (`deploy/rocksdb/prepare.mjs`).
 */
function cacheFolders(home: string): string[] {
  const user = process.getuid?.() ?? 0
  const cacheHome = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return [
    join(dirname(home), '.cache', 'keelson'),
    join(cacheHome, 'keelson'),
    join(tmpdir(), `keelson-${user}`), // checked below: everybody may write to the folder above it
  ]
}

/**
 * The path of a file in `folder` with exactly these bytes, written if it is not there yet.
 * Whoever can change the file runs code in this process, so a folder that is writable for others is refused.
 */
export function storeCopy(folder: string, bytes: Buffer): string {
  const path = join(folder, `rocksdb-5.2.1-${sha256(bytes).slice(0, 16)}.node`)
  refuseForeign(folder)
  if (hasContent(path, bytes)) return path
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  refuseForeign(folder)
  const unfinished = `${path}.${process.pid}`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, bytes, { flag: 'wx', mode: 0o600 })
  chmodSync(unfinished, 0o644) // an image fills the folder as root; the server reads it as somebody else
  renameSync(unfinished, path)
  return path
}

function refuseForeign(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) throw new Error('is not a directory')
  const user = process.getuid?.() ?? found.uid
  if (found.uid !== user && found.uid !== 0) throw new Error(`belongs to the user ${found.uid}`)
  if ((found.mode & 0o022) !== 0) throw new Error(`is writable for others (mode ${(found.mode & 0o777).toString(8)})`)
}

function hasContent(path: string, bytes: Buffer): boolean {
  try {
    return readFileSync(path).equals(bytes)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

// ELF-64, little endian: offsets in the file header, in a program header, and the tags that matter here.
const elf = { magic: 0x464c457f, programHeadersAt: 32, programHeaderBytes: 54, programHeaderCount: 56 }
const segment = { dynamic: 2, fileOffsetAt: 8, fileBytesAt: 32 }
const tag = { null: 0n, symbolic: 16n, bytes: 16 }

/**
 * A copy of a shared object that prefers its own symbols. Its dynamic section ends with several null entries, of which
 * the first becomes the mark and the second still ends it: nothing moves.
 */
export function markSymbolic(object: Buffer): Buffer {
  const marked = Buffer.from(object)
  if (marked.readUInt32LE(0) !== elf.magic) throw new Error('not an ELF file')
  const { at, end } = dynamicSection(marked)
  for (let entry = at; entry + 2 * tag.bytes <= end; entry += tag.bytes) {
    const found = marked.readBigUInt64LE(entry)
    if (found === tag.symbolic) return marked
    if (found !== tag.null) continue
    if (marked.readBigUInt64LE(entry + tag.bytes) !== tag.null) break
    marked.writeBigUInt64LE(tag.symbolic, entry)
    return marked
  }
  throw new Error('no room in the dynamic section')
}

function dynamicSection(object: Buffer): { at: number; end: number } {
  const first = Number(object.readBigUInt64LE(elf.programHeadersAt))
  const bytes = object.readUInt16LE(elf.programHeaderBytes)
  for (let i = 0; i < object.readUInt16LE(elf.programHeaderCount); i++) {
    const header = first + i * bytes
    if (object.readUInt32LE(header) !== segment.dynamic) continue
    const at = Number(object.readBigUInt64LE(header + segment.fileOffsetAt))
    return { at, end: at + Number(object.readBigUInt64LE(header + segment.fileBytesAt)) }
  }
  throw new Error('no dynamic section')
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function nodeMajor(): number {
  return Number(process.versions.node.split('.')[0])
}
