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
import { rangeOf, TestStore } from './testing.ts'
import { Model } from './testing-model.ts'
import { deleteRequest, putRequest, rangeRequest, txnRequest } from './testing-requests.ts'

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
        await this.#real.flush()
        await this.#reopen()
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
    await this.#real.flush()
    await this.#reopen()
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

  async #reopen(): Promise<void> {
    this.#real = await this.#real.reopen()
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
