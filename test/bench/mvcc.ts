/**
 * The store without network, log and disk: `node --expose-gc --import tsx test/bench/mvcc.ts [keys]`.
 *
 * What is applied goes through the write-behind into an engine that forgets it; restore reads from one that makes rows up.
 */
import { memoryUsage } from 'node:process'
import { KeyIndex } from '../../src/mvcc/key-index.ts'
import type { KeyValue } from '../../src/mvcc/key-value.ts'
import type { PutRequest, RangeRequest } from '../../src/mvcc/requests.ts'
import { encodeRow } from '../../src/mvcc/row.ts'
import { Store } from '../../src/mvcc/store.ts'
import { WatchHub } from '../../src/mvcc/watch-hub.ts'
import { Counts } from '../../src/storage/applied.ts'
import type { Engine, Row } from '../../src/storage/engine.ts'
import { revisionKey } from '../../src/storage/keyspace.ts'
import { WriteBehind } from '../../src/storage/write-behind.ts'

const keys = Number(process.argv[2] ?? 1_000_000)
const batchEntries = 200
const confState = Buffer.alloc(0)

const yieldToLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function keyAt(i: number): string {
  return Buffer.from(`/registry/pods/ns-${String(i % 97).padStart(3, '0')}/${String(i).padStart(9, '0')}`).toString(
    'latin1',
  )
}

/** Holds nothing; a scan of the revisions returns `rows` made-up rows. */
function nullEngine(rows = 0): Engine {
  const value = Buffer.alloc(256, 7)
  const chunkRows = 1000
  return {
    kind: 'memory',
    directory: '',
    write: async () => undefined,
    get: async () => undefined,
    getMany: async (wanted: readonly Buffer[]) => wanted.map(() => undefined),
    async *scan({ from }: { from: Buffer }): AsyncGenerator<readonly Row[]> {
      if (!from.toString('latin1').startsWith('K')) return
      // A walk through all keys in an order that is not theirs, as after some time of use.
      for (let start = 0; start < rows; start += chunkRows) {
        const chunk: Row[] = []
        for (let i = start; i < Math.min(rows, start + chunkRows); i++) {
          const key = keyAt((i * 7919) % rows)
          chunk.push({ key: revisionKey(i + 2, 0), value: encodeRow(key, i + 2, i + 2, 1, value, 0n) })
        }
        yield chunk
      }
    },
    view: () => {
      throw new Error('no views here')
    },
    deleteRange: async () => undefined,
    sync: async () => undefined,
    compact: async () => undefined,
    sizes: () => ({ totalBytes: 0, liveBytes: 0 }),
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }
}

interface Bench {
  readonly store: Store
  /** Ends a batch of applies, as the server does. */
  readonly endBatch: () => void
  readonly writeBehind: WriteBehind
}

async function openBench(engine: Engine, valueCacheBytes: number): Promise<Bench> {
  let index = 0
  let store: Store | undefined
  const counts = new Counts()
  const writeBehind = new WriteBehind(engine, 0, { onFlushed: (flushed) => store?.flushed(flushed) })
  const push = (at: number): void => {
    const ops = store?.takeOps(at) ?? []
    writeBehind.push({ ops, applied: { index: at, term: 1, confState, rows: counts.frozen() } })
  }
  store = await Store.open({
    engine,
    leases: { exists: () => true, attach: () => undefined, detach: () => undefined },
    counts,
    valueCacheBytes,
    yieldToLoop,
    flush: () => {
      push(index)
      return writeBehind.drain()
    },
    onFailure: (error) => {
      throw error
    },
  })
  return { store, endBatch: () => push(++index), writeBehind }
}

async function puts(bench: Bench, count: number, keyOf: (i: number) => string): Promise<number> {
  const requests: PutRequest[] = Array.from({ length: batchEntries }, () => ({
    key: '',
    value: Buffer.alloc(0),
    lease: 0n,
    prevKv: false,
    ignoreValue: false,
    ignoreLease: false,
  }))
  let busy = 0n
  for (let start = 0; start < count; start += batchEntries) {
    // One buffer an entry, as the log hands them out; making it is not the store's work.
    const batch = requests.map((request, i) => ({
      ...request,
      key: keyOf(start + i),
      value: Buffer.allocUnsafeSlow(256),
    }))
    const began = process.hrtime.bigint()
    for (const request of batch) bench.store.applyPut(request)
    bench.endBatch()
    busy += process.hrtime.bigint() - began
    await yieldToLoop()
  }
  return (count / Number(busy)) * 1e9
}

function rangeOf(key: string, rangeEnd = ''): RangeRequest {
  return {
    key,
    rangeEnd,
    limit: rangeEnd === '' ? 0 : 500,
    revision: 0,
    sortOrder: 0,
    sortTarget: 0,
    serializable: false,
    keysOnly: false,
    countOnly: false,
    minModRevision: 0,
    maxModRevision: 0,
    minCreateRevision: 0,
    maxCreateRevision: 0,
  }
}

function perSecond(count: number, run: () => void): number {
  const began = process.hrtime.bigint()
  run()
  return (count / Number(process.hrtime.bigint() - began)) * 1e9
}

function line(what: string, rate: number, unit: string): void {
  console.log(`${what.padEnd(60)} ${Math.round(rate).toLocaleString('en').padStart(12)} ${unit}`)
}

function liveBytes(): number {
  globalThis.gc?.()
  const { heapUsed, external } = memoryUsage()
  return heapUsed + external
}

/** Memory of the index alone: all keys, no values. */
function indexBytes(): number {
  const before = liveBytes()
  const index = new KeyIndex()
  for (let i = 0; i < keys; i++) index.put(keyAt((i * 7919) % keys), i + 2, 0)
  const bytes = (liveBytes() - before) / keys
  if (index.keys !== keys) throw new Error(`the keys of this bench are not distinct: ${index.keys}`)
  return bytes
}

async function main(): Promise<void> {
  if (globalThis.gc !== undefined) line('index and key of 32 characters', indexBytes(), 'bytes a key')

  const bench = await openBench(nullEngine(), 64 * 1024 * 1024)
  line('applyPut, new keys, 256 bytes', await puts(bench, keys, (i) => keyAt((i * 7919) % keys)), 'a second')
  const hot = await puts(bench, keys / 2, (i) => keyAt((i * 31) % 10_000))
  line('applyPut, 10,000 keys again and again', hot, 'a second')
  const compacted = bench.store.applyCompaction(bench.store.revision)
  await compacted.ok?.finished

  const asked = Array.from({ length: 200_000 }, (_, i) => rangeOf(keyAt((i * 31) % 10_000)))
  let seen = 0
  const see = (kvs: readonly KeyValue[]): void => {
    seen += kvs.length
  }
  const read = (requests: readonly RangeRequest[]): void => {
    for (const request of requests) {
      const result = bench.store.range(request)
      if (!(result instanceof Promise)) see(result.kvs)
    }
  }
  read(asked)
  line(
    'range of one key, in memory',
    perSecond(asked.length, () => read(asked)),
    'a second',
  )
  const pages = Array.from({ length: 500 }, (_, i) => ({ ...rangeOf(keyAt(i), '/registry/z'), keysOnly: true }))
  line(
    'range of 500 keys, keys only',
    perSecond(pages.length * 500, () => read(pages)),
    'keys a second',
  )

  const hub = new WatchHub(bench.store, { fragmentBytes: 2_000_000, yieldToLoop, onFailure: () => undefined })
  let heard = 0
  for (let i = 0; i < 10_000; i++) {
    const stream = hub.open({
      send: () => {
        heard++
        return true
      },
    })
    const request = { watchId: 0, key: '/registry/', rangeEnd: '/registry0', startRevision: 0, progressNotify: false }
    stream.create({ ...request, prevKv: false, noPut: false, noDelete: false, fragment: false })
  }
  const events = 100
  const told = perSecond(events * 10_000, () => {
    for (let i = 0; i < events; i++) {
      bench.store.applyPut({
        key: keyAt(i),
        value: Buffer.alloc(256),
        lease: 0n,
        prevKv: false,
        ignoreValue: false,
        ignoreLease: false,
      })
      hub.flush()
    }
  })
  line('one event to 10,000 watchers of a prefix', told, 'messages a second')
  if (heard < events * 10_000 || seen === 0) throw new Error('something was not heard or seen')
  bench.endBatch()
  await bench.writeBehind.drain()
  await hub.close()
  await bench.store.close()

  const began = process.hrtime.bigint()
  const restored = await openBench(nullEngine(keys), 0)
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  if (restored.store.keyCount !== keys) throw new Error(`not all keys came back: ${restored.store.keyCount}`)
  line('restore, rows made up on the way', keys / seconds, 'rows a second')
}

await main()
