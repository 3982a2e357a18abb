import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { crc32c } from '../base/crc32c.ts'
import { RequestError } from '../base/errors.ts'
import { revisionKey } from '../storage/keyspace.ts'
import type { KeyValue } from './key-value.ts'
import type { Outcome, RangeRequest, RangeResult } from './requests.ts'
import { encodeRow, encodeTombstone } from './row.ts'
import type { Store } from './store.ts'
import { putOf, rangeOf, TestStore, yieldToLoop } from './testing.contract.ts'
import { Model } from './testing-model.contract.ts'
import { deleteRequest, putRequest, rangeRequest, txnRequest } from './testing-requests.contract.ts'

const command = fc.oneof(
  { weight: 6, arbitrary: putRequest.map((request) => ({ kind: 'put' as const, request })) },
  { weight: 2, arbitrary: deleteRequest.map((request) => ({ kind: 'delete' as const, request })) },
  { weight: 4, arbitrary: txnRequest.map((request) => ({ kind: 'txn' as const, request })) },
  { weight: 5, arbitrary: rangeRequest.map((request) => ({ kind: 'range' as const, request })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 6 }).map((behind) => ({ kind: 'compact' as const, behind })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** A store, its model, and what the log would replay after a crash. */
class Pair {
  readonly model = new Model()
  readonly #eager: boolean
  #real: TestStore
  #unflushed: Command[] = []
  #found: readonly number[] = []

  private constructor(real: TestStore, eager: boolean) {
    this.#real = real
    this.#eager = eager
  }

  static async open(valueCacheBytes: number, eager: boolean): Promise<Pair> {
    const pair = new Pair(await TestStore.open({ valueCacheBytes }), eager)
    await pair.#reopen()
    return pair
  }

  get real(): TestStore {
    return this.#real
  }

  async run(command: Command): Promise<void> {
    switch (command.kind) {
      case 'flush':
        return this.#real.flush()
      case 'reopen':
        await this.#stop()
        break
      case 'crash': {
        await this.#real.store.close()
        const replayed = this.#unflushed
        await this.#reopen()
        for (const lost of replayed) await this.#apply(lost)
        this.#unflushed = replayed
        break
      }
      case 'range':
        return this.#compareRange(command.request)
      default: {
        this.#unflushed.push(command)
        const got = await this.#apply(command)
        assert.deepEqual(plain(got), plain(this.#expect(command)))
        assert.deepEqual(this.#real.leases.attached, this.model.leases)
        if (this.#eager) await this.#real.flush()
      }
    }
    await this.check()
  }

  /** Everything the store shows, at each revision. */
  async check(): Promise<void> {
    const { store } = this.#real
    assert.equal(store.revision, this.model.revision)
    assert.equal(store.compactRevision, this.model.compactRevision)
    assert.equal(store.keyCount, this.model.leases.size + (await this.#unleased()))
    for (let revision = Math.max(1, store.compactRevision); revision <= store.revision; revision++) {
      await this.#compareRange(rangeOf({ revision }))
    }
  }

  /** The hash when compaction is done, and the rows that are left. */
  async finish(): Promise<void> {
    await this.#stop()
    await this.#real.settle()
    const { store, engine, counts } = this.#real
    for (let revision = Math.max(1, store.compactRevision); revision <= store.revision; revision++) {
      assert.equal((await store.hashKv(revision)).hash, hashOf(this.model, revision))
    }
    const rows = [...engine.rows.keys()].filter((key) => key.startsWith('K'))
    assert.equal(rows.length, this.model.rowsLeft().length)
    assert.equal(counts.of('revisions'), rows.length)
  }

  async #unleased(): Promise<number> {
    const all = this.model.range(rangeOf())
    assert('kvs' in all)
    return all.kvs.filter(({ lease }) => lease === 0n).length
  }

  /** A clean stop and a start, which finds the rows that were counted. */
  async #stop(): Promise<void> {
    await this.#real.store.close()
    await this.#real.flush()
    const counted = this.#real.counts.frozen()
    await this.#reopen()
    assert.deepEqual(this.#found, counted)
  }

  async #reopen(): Promise<void> {
    this.#real = await this.#real.reopen()
    this.#found = this.#real.found
    this.#real.onFlush = () => {
      this.#unflushed = []
    }
  }

  async #compareRange(request: RangeRequest): Promise<void> {
    assert.deepEqual(plain(await readOrFail(this.#real.store, request)), plain(this.model.range(request)))
  }

  /** Applies as the server does: what is missing is loaded, and the request applied again. */
  async #apply(command: Command): Promise<unknown> {
    const { store } = this.#real
    switch (command.kind) {
      case 'put':
        return applied(store, () => store.applyPut(command.request))
      case 'delete':
        return applied(store, () => store.applyDeleteRange(command.request))
      case 'txn':
        return applied(store, () => store.applyTxn(command.request))
      case 'compact': {
        const outcome = store.applyCompaction(store.revision - command.behind)
        outcome.ok?.finished.catch(() => undefined)
        return outcome.failed === undefined ? undefined : { failed: outcome.failed }
      }
      default:
        return undefined
    }
  }

  #expect(command: Command): unknown {
    switch (command.kind) {
      case 'put':
        return this.model.put(command.request)
      case 'delete':
        return this.model.deleteRange(command.request)
      case 'txn':
        return this.model.txn(command.request)
      case 'compact': {
        const failed = this.model.compact(this.model.revision - command.behind)
        return failed === undefined ? undefined : { failed }
      }
      default:
        return undefined
    }
  }
}

async function applied<T>(store: Store, apply: () => Outcome<T>): Promise<unknown> {
  for (let tries = 0; tries < 5; tries++) {
    const revision = store.revision
    const outcome = apply()
    if (outcome.missing === undefined) return outcome.ok ?? { failed: outcome.failed }
    assert.equal(store.revision, revision)
    await store.load(outcome.missing)
  }
  throw new Error('an apply has all it needs after some loads')
}

async function readOrFail(store: Store, request: RangeRequest): Promise<RangeResult | { failed: string }> {
  try {
    return await store.range(request)
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return { failed: error.reason }
  }
}

/** Copies a result, key-values with the fields of the message only. */
function plain(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(plain)
  if (typeof result !== 'object' || result === null || Buffer.isBuffer(result)) return result
  if ('modRevision' in result) {
    const { key, createRevision, modRevision, version, value, lease } = result as KeyValue
    return { key, createRevision, modRevision, version, value: value.toString('latin1'), lease }
  }
  return Object.fromEntries(Object.entries(result).map(([name, inner]) => [name, plain(inner)]))
}

function hashOf(model: Model, revision: number): number {
  let hash = crc32c(Buffer.from('key'))
  for (const { main, sub, deleted, kv } of model.rowsHashed(revision)) {
    const row = deleted
      ? encodeTombstone(kv.key)
      : encodeRow(kv.key, kv.createRevision, kv.modRevision, kv.version, kv.value, kv.lease)
    hash = crc32c(row, crc32c(revisionKey(main, sub, deleted).subarray(1), hash))
  }
  return hash
}

const rows = [
  { name: 'with all values in memory', valueCacheBytes: 1_000_000, eager: false },
  { name: 'with values that are read from the engine', valueCacheBytes: 0, eager: true },
  { name: 'with some values evicted', valueCacheBytes: 500, eager: false },
]
for (const { name, valueCacheBytes, eager } of rows) {
  test(`the store does what its model does, ${name}`, async () => {
    const property = fc.asyncProperty(fc.array(command, { maxLength: 30, size: 'max' }), async (commands) => {
      const pair = await Pair.open(valueCacheBytes, eager)
      for (const one of commands) await pair.run(one)
      await pair.finish()
    })
    await fc.assert(property, { numRuns: 150, seed: 7 })
  })
}

test('a read in slices sees its revision whole when compaction comes meanwhile', async () => {
  const test = await TestStore.open({ valueCacheBytes: 0 })
  for (const key of ['a', 'b', 'a', 'b']) test.store.applyPut(putOf(key, `value of ${key}`))
  test.store.applyDeleteRange({ key: 'b', rangeEnd: '', prevKv: false })
  await test.flush()
  test.engine.delay = async () => {
    for (let i = 0; i < 5; i++) await yieldToLoop()
  }
  const reading = test.store.range(rangeOf({ revision: 4 }))
  assert(reading instanceof Promise)
  const { finished } = test.store.applyCompaction(6).ok ?? assert.fail()
  const result = await reading
  assert.deepEqual(
    result.kvs.map(({ key, modRevision, version }) => ({ key, modRevision, version })),
    [
      { key: 'a', modRevision: 4, version: 2 },
      { key: 'b', modRevision: 3, version: 1 },
    ],
  )
  await finished
  assert.throws(() => test.store.range(rangeOf({ revision: 4 })), { reason: 'Compacted' })
  assert.equal([...test.engine.rows.keys()].filter((key) => key.startsWith('K')).length, 2)
})

test('the hash does not depend on how far compaction has come, even when no key is left', async () => {
  const test = await TestStore.open()
  for (const key of ['a', 'b', 'a']) test.store.applyPut(putOf(key, 'value'))
  test.store.applyDeleteRange({ key: 'a', rangeEnd: 'z', prevKv: false })
  await test.flush()
  const { finished } = test.store.applyCompaction(4).ok ?? assert.fail()
  const before = await test.store.hashKv(0)
  await finished
  assert.deepEqual(await test.store.hashKv(0), before)
})

test('an interrupted compaction goes on after a restart, and a finished one does not begin again', async () => {
  const test = await TestStore.open()
  for (let i = 0; i < 5; i++) test.store.applyPut(putOf('a', `${i}`))
  const interrupted = test.store.applyCompaction(5).ok?.finished
  await test.flush()
  const closed = test.store.close()
  await assert.rejects(interrupted ?? assert.fail())
  await closed
  const again = await test.reopen()
  assert.equal(again.store.compactRevision, 5)
  assert.equal(again.store.finishedCompactRevision, -1)
  assert.throws(() => again.store.range(rangeOf({ revision: 4 })), { reason: 'Compacted' })
  await again.settle()
  assert.equal((await again.reopen()).store.finishedCompactRevision, 5)
})

test('a range stream merges to the range, in chunks that follow the size of their values', async () => {
  const test = await TestStore.open()
  for (let i = 100; i < 200; i++) test.store.applyPut(putOf(`key ${i}`, 'v'.repeat(100)))
  const chunks: RangeResult[] = []
  for await (const chunk of test.store.rangeStream(rangeOf({ limit: 70 }), { targetBytes: 2500 })) {
    if (chunks.length === 0) test.store.applyPut(putOf('key 105', 'changed meanwhile'))
    chunks.push(chunk)
  }
  assert.deepEqual(
    chunks.map(({ kvs }) => kvs.length),
    [10, 20, 20, 20],
  )
  assert.deepEqual(
    chunks.map(({ revision, more, count }) => ({ revision, more, count })),
    [...new Array(3).fill({ revision: 0, more: false, count: 0 }), { revision: 101, more: true, count: 100 }],
  )
  const whole = await test.store.range(rangeOf({ limit: 70, revision: 101 }))
  assert.deepEqual(plain(chunks.flatMap(({ kvs }) => kvs)), plain(whole.kvs))
})

test('a range stream ends when compaction overtakes it', async () => {
  const test = await TestStore.open()
  for (let i = 100; i < 130; i++) test.store.applyPut(putOf(`key ${i}`, 'value'))
  const stream = test.store.rangeStream(rangeOf(), { targetBytes: 1 })[Symbol.asyncIterator]()
  await stream.next()
  test.store.applyPut(putOf('key', 'value'))
  test.store.applyCompaction(test.store.revision)
  await assert.rejects(stream.next(), { reason: 'Compacted' })
})

test('revisions at the edges: negative, compacted, future', async () => {
  const test = await TestStore.open()
  const { store } = test
  const inTxn = (revision: number) =>
    store.applyTxn({
      compare: [],
      success: [
        { request: { case: 'requestPut', value: putOf('in txn', '') } },
        { request: { case: 'requestRange', value: rangeOf({ revision }) } },
      ],
      failure: [],
    })
  assert.deepEqual(store.applyCompaction(0).failed, undefined)
  assert.deepEqual(store.applyCompaction(0).failed, 'Compacted')
  assert.deepEqual(store.applyCompaction(2).failed, 'FutureRevision')
  store.applyPut(putOf('a', '1'))
  store.applyPut(putOf('a', '2'))
  assert.equal(store.applyCompaction(3).failed, undefined)
  assert.throws(() => store.range(rangeOf({ revision: 2 })), { reason: 'Compacted' })
  assert.throws(() => store.range(rangeOf({ revision: 4 })), { reason: 'FutureRevision' })
  assert.equal((await store.range(rangeOf({ revision: -1 }))).kvs.length, 1)
  assert.equal(inTxn(-1).failed, 'Compacted')
  assert.equal(inTxn(4).failed, 'FutureRevision')
  assert.equal(store.revision, 3)
  await assert.rejects(store.hashKv(2), { reason: 'Compacted' })
  await assert.rejects(store.hashKv(4), { reason: 'FutureRevision' })
  assert.equal((await store.hashKv(-1)).hashRevision, 3)
})

test('a revoke deletes its keys in one revision, in key order, and a key that is gone already is passed over', async () => {
  const test = await TestStore.open()
  for (const key of ['b', 'c', 'a']) test.store.applyPut(putOf(key, '', { lease: 1n }))
  assert.deepEqual(test.store.applyRevoke(['b', 'missing', 'c', 'a']).ok, { revision: 5, deleted: 3, prevKvs: [] })
  assert.equal(test.leases.attached.size, 0)
  assert.deepEqual(test.store.applyRevoke(['b']).ok?.revision, 5)
  await test.flush()
  const deleted = [...test.engine.rows].filter(([key]) => key.endsWith('t')).sort(([a], [b]) => (a < b ? -1 : 1))
  assert.deepEqual(
    deleted.map(([, row]) => row),
    ['a', 'b', 'c'].map(encodeTombstone),
  )
})
