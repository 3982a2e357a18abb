import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from './engine.contract.ts'
import { curablePrebuild, loadRocksDb, markSymbolic, storeCopy } from './rocksdb-loader.ts'

const packageFolder = dirname(createRequire(import.meta.url).resolve('rocksdb/package.json'))
const prebuild = await readFile(join(packageFolder, 'prebuilds/linux-x64/node.napi.glibc.node'))
const cured = markSymbolic(prebuild)
const curedAt = prebuild.findIndex((byte, at) => byte !== cured[at])
const onLinux = { skip: process.platform === 'linux' && process.arch === 'x64' ? false : 'for linux-x64' }

test('the installed package brings the binary that the cure knows', () => {
  assert.equal(createHash('sha256').update(prebuild).digest('hex'), curablePrebuild)
})

test('the cure is one entry of the dynamic section, and nothing else moves', () => {
  assert.equal(cured[curedAt], 16, 'DT_SYMBOLIC')
  assert.ok(prebuild.subarray(0, curedAt).equals(cured.subarray(0, curedAt)))
  assert.ok(prebuild.subarray(curedAt + 1).equals(cured.subarray(curedAt + 1)))
  assert.ok(markSymbolic(cured).equals(cured), 'once is enough')
})

test('what is no shared object, or has no room, is refused', () => {
  assert.throws(() => markSymbolic(Buffer.alloc(100)), /not an ELF file/)
  const full = Buffer.from(prebuild)
  full.writeBigUInt64LE(30n, curedAt + 16) // the entry behind the one that would be used
  assert.throws(() => markSymbolic(full), /no room in the dynamic section/)
})

test('the cured copy is a module that this Node.js loads', onLinux, async (t) => {
  const path = storeCopy(join(await temporaryDirectory(t), 'cache'), cured)
  const code = `const m = { exports: {} }; process.dlopen(m, ${JSON.stringify(path)}); console.log(typeof m.exports.db_open)`
  assert.equal(String(execFileSync(process.execPath, ['-e', code])).trim(), 'function')
  assert.equal(typeof loadRocksDb().db_open, 'function')
})

test('a copy is written once, and again when it is not what it should be', async (t) => {
  const folder = join(await temporaryDirectory(t), 'deep', 'cache')
  const bytes = Buffer.from('a module')
  const path = storeCopy(folder, bytes)
  const { ino } = await stat(path)
  assert.equal(storeCopy(folder, bytes), path)
  assert.equal((await stat(path)).ino, ino, 'it stays')
  await writeFile(path, 'somebody else’s module')
  assert.equal(storeCopy(folder, bytes), path)
  assert.deepEqual(await readFile(path), bytes)
  assert.deepEqual(await readdir(folder), [path.slice(folder.length + 1)], 'nothing unfinished is left')
  assert.notEqual(storeCopy(folder, Buffer.from('another version')), path)
})

test('a folder into which others may write is refused: its content would run in this process', async (t) => {
  const directory = await temporaryDirectory(t)
  const open = join(directory, 'open')
  storeCopy(open, Buffer.from('a module'))
  await chmod(open, 0o777)
  assert.throws(() => storeCopy(open, Buffer.from('a module')), /writable for others \(mode 777\)/)
  const link = join(directory, 'link')
  await symlink(directory, link)
  assert.throws(() => storeCopy(link, Buffer.from('a module')), /is not a directory/)
})
