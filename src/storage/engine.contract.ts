/**
 * What every engine owes its callers: rocksdb.test.ts and memory.test.ts each call it with their own `open`.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { defined } from '../base/assert.ts'
import type { Engine, KeyRange, Row, ScanOptions, WriteOp } from './engine.ts'

export type OpenAt = (directory: string) => Promise<Engine>

/** A directory that is removed when the test ends. */
export async function temporaryDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'keelson-storage-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

export async function collect(chunks: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const chunk of chunks) {
    assert.ok(chunk.length > 0, 'chunks are never empty')
    rows.push(...chunk)
  }
  return rows
}

export const key = (text: string): Buffer => Buffer.from(text, 'latin1')
export const put = (name: string, value: string): WriteOp => ({ key: key(name), value: key(value) })
export const del = (name: string): WriteOp => ({ key: key(name), value: undefined })
const all: KeyRange = { from: Buffer.of(0), to: Buffer.of(0xff) }
const text = (rows: readonly Row[]): string => rows.map((row) => `${row.key}=${row.value}`).join(' ')

export function engineContract(name: string, openAt: OpenAt): void {
  const withEngine = (behaviour: string, run: (engine: Engine, t: TestContext) => Promise<void>): void => {
    test(`${name}: ${behaviour}`, async (t) => {
      await using engine = await openAt(await temporaryDirectory(t))
      await run(engine, t)
    })
  }

  test(`${name}: reads are those of a sorted map`, async (t) => {
    // Few different bytes, so that keys meet, follow one another and are prefixes of one another.
    const someKey = fc
      .array(fc.constantFrom(0, 1, 0x5f, 0x80, 0xfe), { minLength: 1, maxLength: 3 })
      .map((bytes) => Buffer.from(bytes))
    const value = fc.option(
      fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
      { nil: undefined },
    )
    const batches = fc.array(fc.array(fc.tuple(someKey, value), { maxLength: 12 }), { maxLength: 5 })
    const chunkEntries = fc.integer({ min: 1, max: 7 })
    const scan = fc.record({ from: someKey, to: someKey, reverse: fc.boolean(), keysOnly: fc.boolean(), chunkEntries })
    await fc.assert(
      fc.asyncProperty(batches, fc.array(scan, { maxLength: 4 }), async (writes, scans) => {
        await using engine = await openAt(await temporaryDirectory(t))
        const model = new Map<string, Buffer>()
        for (const batch of writes) {
          await engine.write(batch.map(([key, value]) => ({ key, value })))
          for (const [key, value] of batch) {
            if (value === undefined) model.delete(key.toString('latin1'))
            else model.set(key.toString('latin1'), value)
          }
        }
        for (const options of scans) assert.deepEqual(await collect(engine.scan(options)), modelScan(model, options))
        const keys = scans.map(({ from }) => from)
        assert.deepEqual(
          await engine.getMany(keys),
          keys.map((key) => model.get(key.toString('latin1'))),
        )
      }),
      { numRuns: 60 },
    )
  })

  withEngine('of two ops on one key the later wins', async (engine) => {
    await engine.write([put('a', '1'), put('a', '2'), del('b'), put('b', '3'), put('c', '4'), del('c')])
    assert.equal(text(await collect(engine.scan(all))), 'a=2 b=3')
  })

  withEngine('a write that is refused leaves nothing behind', async (engine) => {
    const broken = [put('a', '1'), { key: Buffer.alloc(0), value: key('x') }, put('c', '1')]
    await assert.rejects(engine.write(broken), /a key is a Buffer that is not empty/)
    assert.equal(text(await collect(engine.scan(all))), '')
  })

  withEngine(
    'keys and values that are no Buffers are refused, since RocksDB would store something else',
    async (engine) => {
      const bytes = new Uint8Array([1, 2]) as unknown as Buffer
      await assert.rejects(engine.write([{ key: bytes, value: key('v') }]), /is a Buffer/)
      await assert.rejects(engine.write([{ key: key('k'), value: bytes }]), /is a Buffer/)
      await assert.rejects(engine.get(bytes), /is a Buffer/)
      await assert.rejects(engine.getMany([key('k'), Buffer.alloc(0)]), /is a Buffer/)
      assert.equal(await engine.get(key('1,2')), undefined)
    },
  )

  withEngine('writes take effect in the order of the calls, awaited or not', async (engine) => {
    const writes = Array.from({ length: 200 }, (_, i) => engine.write([put('k', String(i))]))
    const last = engine.deleteRange({ from: key('x'), to: key('y') })
    await Promise.all(writes)
    await last
    assert.equal(String(await engine.get(key('k'))), '199')
  })

  withEngine('values of every length and byte come back as they were', async (engine) => {
    const values = [0, 1, 3, 255, 4096, 2 << 20].map((length) => Buffer.from(Uint8Array.from({ length }, (_, i) => i)))
    await engine.write(values.map((value, i) => ({ key: key(`k${i}`), value })))
    assert.deepEqual(await engine.getMany(values.map((_, i) => key(`k${i}`))), values)
    const rows = await collect(engine.scan(all))
    assert.deepEqual(
      rows.map((row) => row.value),
      values,
    )
  })

  withEngine('Buffers belong to the caller once the promise is resolved', async (engine) => {
    const op = put('k', 'value')
    await engine.write([op])
    defined(op.value, 'the value').fill('x')
    op.key.fill('x')
    defined(await engine.get(key('k')), 'the row').fill('y')
    for (const row of await collect(engine.scan(all))) row.value.fill('z')
    assert.equal(String(await engine.get(key('k'))), 'value')
  })

  withEngine('a scan shows the moment of its call, whatever is written meanwhile', async (engine) => {
    const before = Array.from({ length: 3000 }, (_, i) => put(`k${1e6 + i}`, 'before'))
    await engine.write(before)
    const scan = engine.scan(all)
    await engine.write([put('k1000500', 'after'), del('k1000600'), put('k1000700x', 'new')])
    const rows: Row[] = []
    for await (const chunk of scan) {
      rows.push(...chunk)
      await engine.write([put('k9', 'after'), del(`k${1e6 + rows.length + 100}`)])
    }
    assert.equal(rows.length, before.length)
    assert.ok(rows.every(({ value }) => String(value) === 'before'))
  })

  withEngine('a scan may be left early, and many may run side by side', async (engine) => {
    await engine.write(Array.from({ length: 5000 }, (_, i) => put(`k${1e6 + i}`, String(i))))
    const firsts = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        for await (const chunk of engine.scan({ from: key(`k${1e6 + i}`), to: key('l'), chunkEntries: 3 })) return chunk
        return []
      }),
    )
    assert.deepEqual(
      firsts.map((chunk) => String(chunk[0]?.value)),
      firsts.map((_, i) => String(i)),
    )
  })

  withEngine('a view reads several ranges and keys of one moment', async (engine) => {
    await engine.write([put('a1', '1'), put('a2', '2'), put('b1', '3'), put('c1', '4')])
    await using view = engine.view()
    await engine.write([put('a2', 'new'), put('a3', 'new'), del('c1')])
    assert.equal(text(await collect(view.scan({ from: key('b'), to: key('d') }))), 'b1=3 c1=4')
    assert.equal(text(await collect(view.scan({ from: key('a'), to: key('b'), chunkEntries: 1 }))), 'a1=1 a2=2')
    assert.equal(String(await view.get(key('c1'))), '4')
    assert.equal(await view.get(key('a3')), undefined)
    assert.equal(await view.get(key('a')), undefined)
    assert.equal(text(await collect(view.scan(all))), 'a1=1 a2=2 b1=3 c1=4')
    await view.close()
    await view.close()
  })

  withEngine('a view of a range shows nothing outside of it', async (engine) => {
    await engine.write([put('a', '1'), put('b', '2'), put('c', '3'), put('d', '4')])
    await using view = engine.view({ from: key('b'), to: key('d') })
    assert.equal(text(await collect(view.scan(all))), 'b=2 c=3')
    assert.equal(text(await collect(view.scan({ from: key('c'), to: key('e') }))), 'c=3')
    assert.deepEqual([await view.get(key('a')), await view.get(key('d'))], [undefined, undefined])
    assert.equal(text(await collect(view.scan(all))), 'b=2 c=3')
  })

  withEngine('a view does one thing at a time', async (engine) => {
    await engine.write([put('a', '1'), put('b', '2')])
    await using view = engine.view()
    for await (const _ of view.scan({ ...all, chunkEntries: 1 })) {
      await assert.rejects(collect(view.scan(all)), /one thing at a time/)
      await assert.rejects(view.get(key('a')), /one thing at a time/)
      break
    }
    assert.equal(text(await collect(view.scan(all))), 'a=1 b=2', 'left early, it is free again')
  })

  withEngine('deleteRange is half-open', async (engine) => {
    await engine.write(['a', 'b', 'b0', 'c', 'd'].map((name) => put(name, name)))
    await engine.deleteRange({ from: key('b'), to: key('d') })
    assert.equal(text(await collect(engine.scan(all))), 'a=a d=d')
  })

  withEngine('sizes grow with the data at once', async (engine) => {
    const before = engine.sizes()
    await engine.write([{ key: key('k'), value: Buffer.alloc(300_000, 'x') }])
    const after = engine.sizes()
    assert.ok(after.totalBytes >= before.totalBytes + 300_000, `${before.totalBytes} -> ${after.totalBytes}`)
    assert.ok(after.liveBytes >= before.liveBytes + 300_000, `${before.liveBytes} -> ${after.liveBytes}`)
  })

  withEngine('compaction gives back the space of what was deleted', async (engine) => {
    const value = Buffer.from(Uint8Array.from({ length: 50_000 }, (_, i) => (i * i * 31) >> 3))
    await engine.write(Array.from({ length: 100 }, (_, i) => ({ key: key(`k${i}`), value })))
    await engine.compact()
    const full = engine.sizes()
    await engine.deleteRange(all)
    await engine.compact()
    const { totalBytes, liveBytes } = engine.sizes()
    assert.ok(totalBytes < full.totalBytes / 4 && liveBytes < full.liveBytes / 4, `${full.totalBytes} -> ${totalBytes}`)
  })

  test(`${name}: what was synced is there after closing and opening again`, async (t) => {
    const directory = await temporaryDirectory(t)
    for (const round of [1, 2, 3]) {
      await using engine = await openAt(directory)
      assert.equal((await collect(engine.scan(all))).filter(({ key }) => key[0] !== 0x21).length, (round - 1) * 500)
      await engine.write(Array.from({ length: 500 }, (_, i) => put(`k${round}.${i}`, `${round}`)))
      await engine.sync()
    }
  })

  test(`${name}: after close every call says so, and closing waits for what is under way`, async (t) => {
    const engine = await openAt(await temporaryDirectory(t))
    await engine.write(Array.from({ length: 3000 }, (_, i) => put(`k${i}`, 'v')))
    const scan = engine.scan({ ...all, chunkEntries: 10 })[Symbol.asyncIterator]()
    await scan.next()
    const view = engine.view()
    const written = engine.write([put('last', '1')])
    const read = engine.get(key('k1'))
    const closed = engine.close()
    await assert.rejects(engine.write([put('late', '1')]), { name: 'StorageError', failure: 'Closed' })
    await Promise.all([written, read, closed])
    assert.equal(String(await read), 'v')

    const isClosed = { name: 'StorageError', failure: 'Closed' }
    await assert.rejects(engine.get(key('k1')), isClosed)
    await assert.rejects(engine.getMany([key('k1')]), isClosed)
    await assert.rejects(engine.deleteRange(all), isClosed)
    await assert.rejects(engine.sync(), isClosed)
    await assert.rejects(engine.compact(), isClosed)
    assert.throws(() => engine.scan(all), isClosed)
    assert.throws(() => engine.view(), isClosed)
    assert.throws(() => engine.sizes(), isClosed)
    await assert.rejects(async () => {
      while (!(await scan.next()).done);
    }, isClosed)
    await assert.rejects(view.get(key('k1')), isClosed)
    await view.close()
    await engine.close()
  })
}

function modelScan(model: ReadonlyMap<string, Buffer>, { from, to, reverse, keysOnly }: ScanOptions): Row[] {
  const inside = [...model].filter(([key]) => key >= from.toString('latin1') && key < to.toString('latin1'))
  const sorted = inside.sort(([a], [b]) => (a < b ? -1 : 1))
  if (reverse) sorted.reverse()
  return sorted.map(([name, value]) => ({ key: key(name), value: keysOnly ? Buffer.alloc(0) : value }))
}
