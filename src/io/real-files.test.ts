import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { errorCode } from './files.ts'
import { realFiles } from './real-files.ts'

const directory = await mkdtemp(join(tmpdir(), 'keelson-files-'))
after(() => rm(directory, { recursive: true }))

for (const durable of [false, true]) {
  test(`real files: ${durable ? 'durable ' : ''}writes of several buffers land one after the other`, async () => {
    const path = join(directory, `writes-${durable}`)
    const file = await realFiles.open(path, { mode: 'create', durable })
    await file.write([Buffer.from('one'), Buffer.alloc(0), Buffer.from('two')], 0)
    await file.write([Buffer.from('X')], 2)
    await file.write([], 0)
    await file.sync()
    assert.equal((await realFiles.readFile(path)).toString(), 'onXtwo')
    const buffer = Buffer.alloc(10)
    assert.equal(await file.read(buffer, 3), 3)
    assert.equal(buffer.toString('latin1', 0, 3), 'two')
    await file.truncate(2)
    await file.truncate(4)
    await file.close()
    assert.deepEqual(await realFiles.readFile(path), Buffer.from('on\0\0'))
    assert.deepEqual(await realFiles.stat(path), { bytes: 4, isDirectory: false })
  })
}

test('real files: a write of more than the kernel takes at once is written whole', async () => {
  const path = join(directory, 'many')
  const file = await realFiles.open(path, { mode: 'create' })
  const buffers = Array.from({ length: 3_000 }, (_, i) => Buffer.from([i % 251]))
  await file.write(buffers, 0)
  await file.close()
  assert.deepEqual(await realFiles.readFile(path), Buffer.concat(buffers))
})

test('real files: create refuses a file that is there, write one that is not', async () => {
  const path = join(directory, 'once')
  await (await realFiles.open(path, { mode: 'create' })).close()
  await assert.rejects(realFiles.open(path, { mode: 'create' }), { code: 'EEXIST' })
  await assert.rejects(realFiles.open(join(directory, 'none'), { mode: 'write' }), { code: 'ENOENT' })
})

test('real files: directories are made with their parents, listed in order, for the owner alone', async () => {
  const inner = join(directory, 'a', 'b', 'c')
  await realFiles.makeDirectory(inner)
  await realFiles.makeDirectory(inner)
  await (await realFiles.open(join(inner, '2'), { mode: 'create' })).close()
  await (await realFiles.open(join(inner, '1'), { mode: 'create' })).close()
  await realFiles.rename(join(inner, '2'), join(inner, '0'))
  await realFiles.syncDirectory(inner)
  assert.deepEqual(await realFiles.list(inner), ['0', '1'])
  await realFiles.unlink(join(inner, '0'))
  assert.equal(await realFiles.stat(join(inner, '0')), undefined)
  assert.equal((await realFiles.stat(inner))?.isDirectory, true)
})

test('errorCode: the name of a file system error, nothing for others', () => {
  assert.equal(errorCode(Object.assign(new Error('x'), { code: 'EIO' })), 'EIO')
  assert.equal(errorCode(new Error('x')), undefined)
  assert.equal(errorCode('EIO'), undefined)
})
