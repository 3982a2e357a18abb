import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { realFiles } from '../io/real-files.ts'
import { type Applied, appliedKey, Counts, decodeApplied, readApplied } from './applied.ts'
import { collect, del, put, temporaryDirectory } from './engine.contract.ts'
import type { Engine, WriteOp } from './engine.ts'
import { openMemory } from './memory.ts'
import { WriteBehind, type WriteBehindOptions } from './write-behind.ts'

const appliedAt = (index: number): Applied => ({
  index,
  term: 1,
  confState: Buffer.from('c'),
  rows: new Counts().frozen(),
})

/** An engine of which each write waits until the test lets it go. */
class SlowEngine {
  readonly writes: (readonly WriteOp[])[] = []
  syncs = 0
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = []

  write(ops: readonly WriteOp[]): Promise<void> {
    this.writes.push(ops)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  async sync(): Promise<void> {
    this.syncs++
  }

  /** Ends the write that is under way; returns when what follows from it has happened. */
  async finish(error?: Error): Promise<void> {
    assert.equal(this.#waiting.length, 1, 'one write is in flight')
    for (const { resolve, reject } of this.#waiting.splice(0)) error === undefined ? resolve() : reject(error)
    await new Promise((resolve) => setImmediate(resolve))
  }

  asEngine(): Engine {
    return this as unknown as Engine
  }
}

function start(options: WriteBehindOptions = {}) {
  const engine = new SlowEngine()
  const flushed: number[] = []
  const writer = new WriteBehind(engine.asEngine(), 0, { onFlushed: (index) => flushed.push(index), ...options })
  const push = (index: number, ...ops: WriteOp[]) => writer.push({ ops, applied: appliedAt(index) })
  return { engine, writer, flushed, push }
}

/** Keys of a write as text; the applied record as @index. */
function shown(ops: readonly WriteOp[] | undefined): string {
  return (ops ?? [])
    .map(({ key, value }) => {
      if (key.equals(appliedKey)) return `@${value === undefined ? 'deleted' : decodeApplied(value).index}`
      return value === undefined ? `-${key}` : `${key}=${value}`
    })
    .join(' ')
}

test('one write is in flight, and what gathers behind it goes together with one applied record', async () => {
  const { engine, writer, flushed, push } = start()
  push(1, put('a', '1'))
  push(2, put('a', '2'), del('b'))
  push(5)
  push(6, put('c', '3'))
  assert.equal(writer.pendingBatches, 4)
  await engine.finish()
  await engine.finish()
  assert.deepEqual(engine.writes.map(shown), ['a=1 @1', 'a=2 -b c=3 @6'])
  assert.deepEqual(flushed, [1, 6])
  assert.deepEqual(
    [writer.flushedIndex, writer.pendingBytes, writer.pendingBatches, writer.totals.writes, writer.totals.ops],
    [6, 0, 0, 2, 6],
  )
})

test('batches are merged up to the limit of ops, and a batch is never split', async () => {
  const { engine, push } = start({ maxOpsPerWrite: 3 })
  push(1, put('a', '1'))
  push(2, put('b', '1'), put('b', '2'))
  push(3, put('c', '1'))
  push(4, put('d', '1'), put('d', '2'), put('d', '3'), put('d', '4'))
  push(5, put('e', '1'))
  for (let i = 0; i < 4; i++) await engine.finish()
  assert.deepEqual(engine.writes.map(shown), ['a=1 @1', 'b=1 b=2 c=1 @3', 'd=1 d=2 d=3 d=4 @4', 'e=1 @5'])
})

test('it is full at its bound, still takes what is pushed, and tells once when there is room again', async () => {
  const { engine, writer, push } = start({ maxPendingBytes: 6 })
  const told: string[] = []
  writer.onRoom(() => told.push('at once'))
  await Promise.resolve()
  push(1, put('a', '123')) // 4 bytes
  assert.equal(writer.full, false)
  push(2, put('b', '1')) // 2 more: the bound
  assert.equal(writer.full, true)
  writer.onRoom(() => told.push('later'))
  push(3, put('c', '1'))
  assert.equal(writer.pendingBytes, 8)
  await engine.finish()
  assert.deepEqual(told, ['at once', 'later'])
  await engine.finish()
  assert.deepEqual(told, ['at once', 'later'])
})

test('drain waits for what was pushed before it, not for what comes after', async () => {
  const { engine, writer, push } = start({ maxOpsPerWrite: 1 })
  await writer.drain()
  push(1, put('a', '1'))
  push(2, put('b', '1'))
  let drained = false
  const done = writer.drain().then(() => (drained = true))
  push(3, put('c', '1'))
  await engine.finish()
  assert.equal(drained, false)
  await engine.finish()
  assert.equal(drained, true)
  await engine.finish()
  await done
})

test('sync names the index that was written when it began, and the log may be cut up to there only', async () => {
  const { engine, writer, push } = start()
  assert.equal(writer.syncedIndex, 0)
  push(4, put('a', '1'))
  assert.equal(await writer.sync(), 0)
  await engine.finish()
  const syncing = writer.sync()
  push(5, put('b', '1'))
  assert.equal(await syncing, 4)
  await engine.finish()
  assert.deepEqual([writer.syncedIndex, writer.flushedIndex, engine.syncs], [4, 5, 2])
})

test('the first failure stops everything and reaches everybody who waits', async () => {
  const errors: string[] = []
  const { engine, writer, flushed, push } = start({
    maxPendingBytes: 1,
    onError: (error) => errors.push(error.message),
  })
  push(1, put('a', '1'))
  push(2, put('b', '1'))
  writer.onRoom(() => assert.fail('there is no room after a failure'))
  const drained = assert.rejects(writer.drain(), /disk full/)
  await engine.finish(new Error('disk full'))
  await drained
  push(3, put('c', '1'))
  await assert.rejects(writer.drain(), /disk full/)
  assert.deepEqual(engine.writes.map(shown), ['a=1 @1'])
  assert.deepEqual(errors, ['disk full'])
  assert.deepEqual(flushed, [])
  assert.equal(writer.failed?.message, 'disk full')
})

test('batches out of order are a broken invariant', () => {
  const { push } = start()
  push(2)
  assert.throws(() => push(1), /batches come in order/)
})

test('the duration of each write is told', async () => {
  let ms = 0
  const seconds: number[] = []
  const { engine, writer, push } = start({ now: () => ms, onWrite: (took) => seconds.push(took) })
  push(1, put('a', '1'))
  ms += 250
  assert.equal(writer.secondsInFlight, 0.25, 'a write that hangs shows while it does')
  await engine.finish()
  assert.deepEqual([seconds, writer.secondsInFlight], [[0.25], 0])
  assert.equal(writer.totals.lastWriteSeconds, 0.25)
})

test('however batches are merged, the engine ends where applying them one by one would', async (t) => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const op = fc.oneof(
    fc.tuple(name, fc.string({ maxLength: 3 })).map(([k, v]) => put(k, v)),
    name.map(del),
  )
  const batches = fc.array(fc.array(op, { maxLength: 5 }), { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(batches, fc.integer({ min: 1, max: 8 }), async (batches, maxOpsPerWrite) => {
      await using engine = await openMemory(await temporaryDirectory(t), realFiles)
      await using writer = new WriteBehind(engine, 0, { maxOpsPerWrite })
      const model = new Map<string, string>()
      for (const [i, ops] of batches.entries()) {
        writer.push({ ops, applied: appliedAt(i + 1) })
        for (const { key, value } of ops) {
          if (value === undefined) model.delete(String(key))
          else model.set(String(key), String(value))
        }
      }
      await writer.drain()
      const rows = await collect(engine.scan({ from: Buffer.from('a'), to: Buffer.from('e') }))
      assert.deepEqual(new Map(rows.map(({ key, value }) => [String(key), String(value)])), new Map([...model].sort()))
      assert.equal((await readApplied(engine))?.index, batches.length)
    }),
    { numRuns: 30 },
  )
})
