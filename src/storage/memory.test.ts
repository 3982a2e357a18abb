import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Files, OpenFile } from '../io/files.ts'
import { realFiles } from '../io/real-files.ts'
import { collect, del, engineContract, key, put, temporaryDirectory } from './engine.contract.ts'
import { openMemory } from './memory.ts'

engineContract('memory', (directory) => openMemory(directory, realFiles))

const everything = { from: Buffer.of(0), to: Buffer.of(0xff) }

async function dumped(directory: string): Promise<string[]> {
  await using engine = await openMemory(directory, realFiles)
  return (await collect(engine.scan(everything))).map((row) => `${row.key}=${row.value}`)
}

test('what was not synced is gone: the log brings it back', async (t) => {
  const directory = await temporaryDirectory(t)
  const engine = await openMemory(directory, realFiles)
  await engine.write([put('a', '1'), put('b', '')], { sync: true })
  await engine.write([put('c', '2'), del('a')])
  await engine.close()
  assert.deepEqual(await dumped(directory), ['a=1', 'b='])
})

test('rows larger than a read, and many of them, survive a dump', async (t) => {
  const directory = await temporaryDirectory(t)
  const large = Buffer.alloc(3 << 20, 'large')
  const engine = await openMemory(directory, realFiles)
  await engine.write(Array.from({ length: 20_000 }, (_, i) => put(`k${1e6 + i}`, `value ${i}`)))
  await engine.write([{ key: key('l'), value: large }], { sync: true })
  await engine.close()
  await using again = await openMemory(directory, realFiles)
  const rows = await collect(again.scan(everything))
  assert.equal(rows.length, 20_001)
  assert.equal(String(rows[12_345]?.value), 'value 12345')
  assert.ok(rows.at(-1)?.value.equals(large))
})

test('a dump that is damaged or cut anywhere stops the start, with file and offset', async (t) => {
  const directory = await temporaryDirectory(t)
  const engine = await openMemory(directory, realFiles)
  await engine.write([put('a', '1'), put('bb', ''), put('c', 'three')], { sync: true })
  await engine.close()
  const path = join(directory, 'state.dump')
  const whole = await readFile(path)
  const refused = {
    name: 'StorageError',
    failure: 'Damaged',
    message: /state\.dump is damaged at offset \d+: .*To repair/,
  }
  for (let at = 0; at < whole.length; at++) {
    const flipped = Buffer.from(whole)
    flipped[at] = (flipped[at] ?? 0) ^ 0x10
    await writeFile(path, flipped)
    await assert.rejects(openMemory(directory, realFiles), refused, `byte ${at} flipped`)
    await writeFile(path, whole.subarray(0, at))
    await assert.rejects(openMemory(directory, realFiles), refused, `cut to ${at} bytes`)
  }
  await writeFile(path, whole)
  assert.deepEqual(await dumped(directory), ['a=1', 'bb=', 'c=three'])
})

test('a crash anywhere in a dump leaves the last one whole', async (t) => {
  const directory = await temporaryDirectory(t)
  let outcomes = ''
  for (let calls = 0; ; calls++) {
    const before = await openMemory(directory, realFiles)
    await before.write([put('a', 'old')], { sync: true })
    await before.close()
    const engine = await openMemory(directory, crashingAfter(calls))
    await engine.write([put('a', 'new')])
    const synced = await engine.sync().then(
      () => true,
      () => false,
    )
    await engine.close()
    const [row] = await dumped(directory)
    outcomes += row === 'a=old' ? 'o' : 'n'
    assert.ok(row === 'a=old' || row === 'a=new', row)
    if (synced) {
      assert.equal(row, 'a=new', 'what was synced is there')
      break
    }
  }
  assert.match(outcomes, /^o{3,}n{1,2}$/, 'old until the rename, new from there on')
})

test('a disk that refuses a dump fails the sync, and the next sync may succeed', async (t) => {
  const directory = await temporaryDirectory(t)
  let full = true
  const files: Files = {
    ...realFiles,
    open: (path, how) => {
      if (full && how.mode === 'create') return Promise.reject(new Error('ENOSPC: no space left on device'))
      return realFiles.open(path, how)
    },
  }
  const engine = await openMemory(directory, files)
  await engine.write([put('a', '1')])
  await assert.rejects(engine.sync(), { failure: 'WriteFailed', message: /no space left on device/ })
  full = false
  await engine.sync()
  await engine.close()
  assert.deepEqual(await dumped(directory), ['a=1'])
})

test('writes during a dump are not in it, and the next sync has them', async (t) => {
  const directory = await temporaryDirectory(t)
  const engine = await openMemory(directory, realFiles)
  await engine.write(Array.from({ length: 30_000 }, (_, i) => put(`k${1e6 + i}`, 'before')))
  const first = engine.sync()
  await engine.write([put('k1000000', 'during')])
  const second = engine.sync()
  await engine.write([put('k1000001', 'after')])
  await Promise.all([first, second])
  await engine.close()
  const rows = await dumped(directory)
  assert.equal(rows.length, 30_000)
  assert.deepEqual(rows.slice(0, 3), ['k1000000=during', 'k1000001=after', 'k1000002=before'])
})

test('a directory that cannot be made is named', async (t) => {
  const file = join(await temporaryDirectory(t), 'file')
  await writeFile(file, '')
  await assert.rejects(openMemory(join(file, 'state'), realFiles), { failure: 'NotWritable', message: /file\/state/ })
})

/** Real files on which the first `calls` changes happen and no later one does, as if the process had died there. */
function crashingAfter(calls: number): Files {
  let left = calls
  const guarded = <T>(change: () => Promise<T>): Promise<T> => {
    left--
    return left < 0 ? Promise.reject(new Error('the process is dead')) : change()
  }
  const guardedFile = (file: OpenFile): OpenFile => ({
    read: (buffer, position) => file.read(buffer, position),
    write: (buffers, position) => guarded(() => file.write(buffers, position)),
    sync: () => guarded(() => file.sync()),
    truncate: (bytes) => guarded(() => file.truncate(bytes)),
    close: () => file.close(),
  })
  return {
    ...realFiles,
    open: async (path, how) => {
      if (how.mode === 'read') return realFiles.open(path, how)
      return guardedFile(await guarded(() => realFiles.open(path, how)))
    },
    rename: (from, to) => guarded(() => realFiles.rename(from, to)),
    unlink: (path) => guarded(() => realFiles.unlink(path)),
    syncDirectory: (path) => guarded(() => realFiles.syncDirectory(path)),
  }
}
