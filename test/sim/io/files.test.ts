import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedFiles, Stopped } from './files.ts'

const seeds = Array.from({ length: 60 }, (_, i) => i)

async function fileWith(files: SimulatedFiles, durable: boolean, bytes: Buffer): Promise<void> {
  await files.makeDirectory('/data')
  const file = await files.open('/data/a', { mode: 'create', durable })
  await files.syncDirectory('/data')
  await file.write([bytes], 0)
}

test('simulated files: a power failure never takes what was written durably', async () => {
  for (const seed of seeds) {
    const files = new SimulatedFiles(seed)
    await fileWith(files, true, Buffer.alloc(2000, 7))
    files.stop('power')
    assert.deepEqual(files.peek('/data/a'), Buffer.alloc(2000, 7), `seed ${seed}`)
  }
})

test('simulated files: a power failure may keep, lose or tear what was not synced', async () => {
  const outcomes = new Set<string>()
  for (const seed of seeds) {
    const files = new SimulatedFiles(seed)
    await fileWith(files, false, Buffer.alloc(2000, 7))
    assert.equal(files.isDurable('/data/a'), false)
    files.stop('power')
    const left = files.peek('/data/a')
    const sectors = [0, 512, 1024, 1536].map((at) => left.subarray(at, at + 512).filter((byte) => byte === 7).length)
    if (left.length === 0) outcomes.add('nothing')
    else if (left.equals(Buffer.alloc(2000, 7))) outcomes.add('all')
    else if (sectors.some((sevens) => sevens % 464 !== 0 && sevens % 512 !== 0)) outcomes.add('a part of a sector')
    else if (sectors[0] === 0) outcomes.add('later sectors only')
    else outcomes.add('some sectors')
  }
  assert.deepEqual([...outcomes].sort(), ['a part of a sector', 'all', 'later sectors only', 'nothing', 'some sectors'])
})

test('simulated files: killing the process keeps what was written', async () => {
  const files = new SimulatedFiles(1)
  await fileWith(files, false, Buffer.from('kept'))
  files.stop('kill')
  assert.equal(files.peek('/data/a').toString(), 'kept')
})

test('simulated files: a rename not followed by a directory sync may be undone by a power failure', async () => {
  const names = new Set<string>()
  for (const seed of seeds) {
    const files = new SimulatedFiles(seed)
    await fileWith(files, true, Buffer.from('x'))
    await files.rename('/data/a', '/data/b')
    files.stop('power')
    names.add((await files.list('/data')).join())
  }
  assert.deepEqual([...names].sort(), ['a', 'b'])
})

test('simulated files: after a failed sync readers see the bytes, and no later sync brings them to disk', async () => {
  const files = new SimulatedFiles(3)
  await files.makeDirectory('/data')
  const file = await files.open('/data/a', { mode: 'create' })
  await files.syncDirectory('/data')
  await file.write([Buffer.alloc(5000, 1)], 0)
  files.fail('sync', 'EIO')
  await assert.rejects(file.sync(), { code: 'EIO' })
  await file.sync()
  assert.equal(files.peek('/data/a').length, 5000)
  assert.equal(files.isDurable('/data/a'), false)
  await file.write([Buffer.alloc(5000, 1)], 0)
  await file.sync()
  assert.equal(files.isDurable('/data/a'), true)
})

test('simulated files: a full disk takes what fits and then says so', async () => {
  const files = new SimulatedFiles(4)
  files.capacityBytes = 1000
  await assert.rejects(fileWith(files, true, Buffer.alloc(1500, 1)), { code: 'ENOSPC' })
  assert.equal(files.peek('/data/a').length, 1000)
})

test('simulated files: nobody of an earlier life of the machine goes on', async () => {
  const files = new SimulatedFiles(5)
  await files.makeDirectory('/data')
  const file = await files.open('/data/a', { mode: 'create' })
  files.stopAt = { operation: files.operations + 1, how: 'kill' }
  await assert.rejects(file.write([Buffer.from('x')], 0), Stopped)
  await assert.rejects(file.write([Buffer.from('x')], 0), Stopped)
  assert.deepEqual(await files.list('/data'), ['a'])
})

test('simulated files: the same seed gives the same failure', async () => {
  const run = async (): Promise<string> => {
    const files = new SimulatedFiles(77)
    await fileWith(files, false, Buffer.alloc(20_000, 9))
    files.stop('power')
    return files.peek('/data/a').toString('hex')
  }
  assert.equal(await run(), await run())
})
