import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReadBatcher } from './read-batcher.ts'

/** A disk on which each key holds itself, `missing` nothing, and `broken` fails whoever reads it. */
class FakeDisk {
  readonly rounds: string[][] = []
  readonly #release: (() => void)[] = []

  readonly readMany = async (keys: readonly Buffer[]): Promise<(Buffer | undefined)[]> => {
    const names = keys.map(String)
    this.rounds.push(names)
    await new Promise<void>((resolve) => this.#release.push(resolve))
    if (names.includes('broken')) throw new Error('block checksum mismatch')
    return keys.map((key) => (String(key) === 'missing' ? undefined : key))
  }

  /** Lets all rounds go that have started, until none is left. */
  async run(): Promise<void> {
    for (let idle = 0; idle < 3; ) {
      const release = this.#release.splice(0)
      idle = release.length === 0 ? idle + 1 : 0
      for (const resolve of release) resolve()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

test('reads of one tick share a round, and what arrives during two rounds forms the next', async () => {
  const disk = new FakeDisk()
  const batcher = new ReadBatcher(disk.readMany)
  const read = (name: string) => batcher.read(Buffer.from(name))
  const first = [read('a'), read('missing')]
  await Promise.resolve()
  const second = [read('b')]
  await Promise.resolve()
  const third = [read('c'), read('d')]
  await Promise.resolve()
  third.push(read('e'))
  assert.equal(batcher.depth, 3)
  await disk.run()
  assert.deepEqual(disk.rounds, [['a', 'missing'], ['b'], ['c', 'd', 'e']])
  const values = await Promise.all([...first, ...second, ...third])
  assert.deepEqual(
    values.map((value) => value?.toString()),
    ['a', undefined, 'b', 'c', 'd', 'e'],
  )
  assert.equal(batcher.depth, 0)
})

test('a damaged block fails the reads of its own keys only', async () => {
  const disk = new FakeDisk()
  const batcher = new ReadBatcher(disk.readMany)
  const reads = Promise.allSettled(['a', 'broken', 'c'].map((name) => batcher.read(Buffer.from(name))))
  await disk.run()
  const outcomes = (await reads).map((outcome) => (outcome.status === 'fulfilled' ? String(outcome.value) : 'failed'))
  assert.deepEqual(outcomes, ['a', 'failed', 'c'])
})

test('a round is bounded', async () => {
  const disk = new FakeDisk()
  const batcher = new ReadBatcher(disk.readMany)
  const reads = Promise.all(Array.from({ length: 600 }, (_, i) => batcher.read(Buffer.from(`k${i}`))))
  await disk.run()
  assert.equal((await reads).length, 600)
  assert.deepEqual(
    disk.rounds.map((round) => round.length),
    [256, 256, 88],
  )
})
