import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedDisk, Stopped } from './disk.ts'

const seeds = Array.from({ length: 60 }, (_, i) => i)

async function fileWith(disk: SimulatedDisk, durable: boolean, bytes: Buffer): Promise<void> {
  const files = disk.start()
  await files.makeDirectory('/data')
  const file = await files.open('/data/a', { mode: 'create', durable })
  await files.syncDirectory('/data')
  await file.write([bytes], 0)
}

test('simulated disk: a power failure never takes what was written durably', async () => {
  for (const seed of seeds) {
    const disk = new SimulatedDisk(seed)
    await fileWith(disk, true, Buffer.alloc(2000, 7))
    disk.stop('power')
    assert.deepEqual(disk.peek('/data/a'), Buffer.alloc(2000, 7), `seed ${seed}`)
  }
})

test('simulated disk: a power failure may keep, lose or tear what was not synced', async () => {
  const outcomes = new Set<string>()
  for (const seed of seeds) {
    const disk = new SimulatedDisk(seed)
    await fileWith(disk, false, Buffer.alloc(2000, 7))
    assert.equal(disk.isDurable('/data/a'), false)
    disk.stop('power')
    const left = disk.peek('/data/a')
    const sectors = [0, 512, 1024, 1536].map((at) => left.subarray(at, at + 512).filter((byte) => byte === 7).length)
    if (left.length === 0) outcomes.add('nothing')
    else if (left.equals(Buffer.alloc(2000, 7))) outcomes.add('all')
    else if (sectors.some((sevens) => sevens % 464 !== 0 && sevens % 512 !== 0)) outcomes.add('a part of a sector')
    else if (sectors[0] === 0) outcomes.add('later sectors only')
    else outcomes.add('some sectors')
  }
  assert.deepEqual([...outcomes].sort(), ['a part of a sector', 'all', 'later sectors only', 'nothing', 'some sectors'])
})

test('simulated disk: killing the process keeps what was written', async () => {
  const disk = new SimulatedDisk(1)
  await fileWith(disk, false, Buffer.from('kept'))
  disk.stop('kill')
  assert.equal(disk.peek('/data/a').toString(), 'kept')
})

test('simulated disk: a rename not followed by a directory sync may be undone by a power failure', async () => {
  const names = new Set<string>()
  for (const seed of seeds) {
    const disk = new SimulatedDisk(seed)
    await fileWith(disk, true, Buffer.from('x'))
    await disk.start().rename('/data/a', '/data/b')
    disk.stop('power')
    names.add((await disk.start().list('/data')).join())
  }
  assert.deepEqual([...names].sort(), ['a', 'b'])
})

test('simulated disk: after a failed sync readers see the bytes, and no later sync brings them to disk', async () => {
  const disk = new SimulatedDisk(3)
  const files = disk.start()
  await files.makeDirectory('/data')
  const file = await files.open('/data/a', { mode: 'create' })
  await files.syncDirectory('/data')
  await file.write([Buffer.alloc(5000, 1)], 0)
  disk.fail('sync', 'EIO')
  await assert.rejects(file.sync(), { code: 'EIO' })
  await file.sync()
  assert.equal(disk.peek('/data/a').length, 5000)
  assert.equal(disk.isDurable('/data/a'), false)
  await file.write([Buffer.alloc(5000, 1)], 0)
  await file.sync()
  assert.equal(disk.isDurable('/data/a'), true)
})

test('simulated disk: a full disk takes what fits and then says so', async () => {
  const disk = new SimulatedDisk(4)
  disk.capacityBytes = 1000
  await assert.rejects(fileWith(disk, true, Buffer.alloc(1500, 1)), { code: 'ENOSPC' })
  assert.equal(disk.peek('/data/a').length, 1000)
})

test('simulated disk: nobody of an earlier life of the machine goes on', async () => {
  const disk = new SimulatedDisk(5)
  const files = disk.start()
  await files.makeDirectory('/data')
  const file = await files.open('/data/a', { mode: 'create' })
  disk.stopAt = { operation: disk.operations + 1, how: 'kill' }
  await assert.rejects(file.write([Buffer.from('x')], 0), Stopped)
  await assert.rejects(file.write([Buffer.from('x')], 0), Stopped)
  await assert.rejects(files.list('/data'), Stopped)
  assert.deepEqual(await disk.start().list('/data'), ['a'])
})

test('simulated disk: the same seed gives the same failure', async () => {
  const run = async (): Promise<string> => {
    const disk = new SimulatedDisk(77)
    await fileWith(disk, false, Buffer.alloc(20_000, 9))
    disk.stop('power')
    return disk.peek('/data/a').toString('hex')
  }
  assert.equal(await run(), await run())
})
