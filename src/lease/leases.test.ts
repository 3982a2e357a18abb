import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Counts } from '../storage/applied.ts'
import type { Row, WriteOp } from '../storage/engine.ts'
import { Leases, minTtlSeconds, type Scanned, ttlSecondsMax } from './leases.ts'

/** An engine that holds what the ops say. */
function engineOf(ops: readonly WriteOp[]): Scanned {
  const rows = new Map<string, Row>()
  for (const { key, value } of ops) {
    if (value === undefined) rows.delete(key.toString('hex'))
    else rows.set(key.toString('hex'), { key, value })
  }
  return {
    async *scan() {
      const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
      if (sorted.length > 0) yield sorted
    },
  }
}

test('a lease is granted once, and revoked once', () => {
  const leases = new Leases(new Counts())
  assert.deepEqual(leases.grant({ id: 7n, ttlSeconds: 10 }), { ok: { id: 7n, ttlSeconds: 10, remainingTtlSeconds: 0 } })
  assert.deepEqual(leases.grant({ id: 7n, ttlSeconds: 20 }), { failed: 'LeaseExist' })
  assert.equal(leases.get(7n)?.ttlSeconds, 10)
  assert.deepEqual(leases.revoke(7n), { ok: { keys: [] } })
  assert.deepEqual(leases.revoke(7n), { failed: 'LeaseNotFound' })
  assert.deepEqual(leases.grant({ id: 7n, ttlSeconds: 20 }), { ok: { id: 7n, ttlSeconds: 20, remainingTtlSeconds: 0 } })
})

test('the longest time to live is 9,000,000,000 seconds', () => {
  const leases = new Leases(new Counts())
  assert.ok('ok' in leases.grant({ id: 1n, ttlSeconds: ttlSecondsMax }))
  assert.deepEqual(leases.grant({ id: 2n, ttlSeconds: ttlSecondsMax + 1 }), { failed: 'LeaseTtlTooLarge' })
})

const minTtlRows = [
  { electionMs: 1000, want: 2 },
  { electionMs: 2000, want: 3 },
  { electionMs: 50_000, want: 75 },
]
for (const { electionMs, want } of minTtlRows) {
  test(`with elections of ${electionMs} ms no lease is shorter than ${want} s`, () => {
    assert.equal(minTtlSeconds(electionMs), want)
  })
}

test('keys of a revoked lease come in byte order; detached ones do not', () => {
  const leases = new Leases(new Counts())
  leases.grant({ id: 1n, ttlSeconds: 10 })
  for (const key of ['b', '\xff', 'a', 'ab', '\0', 'gone']) leases.attach(1n, key)
  leases.attach(1n, 'a')
  leases.detach(1n, 'gone')
  leases.detach(1n, 'never there')
  leases.detach(99n, 'a')
  assert.deepEqual(leases.revoke(1n), { ok: { keys: ['\0', 'a', 'ab', 'b', '\xff'] } })
  assert.throws(() => leases.attach(1n, 'a'), /a key hangs on a lease that exists/)
})

test('an id of 0 or beyond 64 signed bits is our bug', () => {
  const leases = new Leases(new Counts())
  assert.throws(() => leases.grant({ id: 0n, ttlSeconds: 1 }), /chose an id/)
  assert.throws(() => leases.grant({ id: 1n << 63n, ttlSeconds: 1 }), /signed/)
})

test('a checkpoint keeps what is left; one of an unknown lease fails', () => {
  const leases = new Leases(new Counts())
  leases.grant({ id: 1n, ttlSeconds: 1000 })
  assert.deepEqual(leases.checkpoint(1n, 400), { ok: { id: 1n, ttlSeconds: 1000, remainingTtlSeconds: 400 } })
  assert.deepEqual(leases.checkpoint(2n, 400), { failed: 'LeaseNotFound' })
})

test('what was written restores the same leases and row counts', async () => {
  const id = fc.bigInt({ min: -4n, max: 4n }).filter((n) => n !== 0n)
  const action = fc.record({
    kind: fc.constantFrom('grant', 'revoke', 'checkpoint'),
    id,
    seconds: fc.nat(ttlSecondsMax),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
      const counts = new Counts()
      const leases = new Leases(counts)
      const written: WriteOp[] = []
      for (const { kind, id, seconds } of actions) {
        if (kind === 'grant') leases.grant({ id, ttlSeconds: seconds })
        else if (kind === 'revoke') leases.revoke(id)
        else leases.checkpoint(id, seconds)
        written.push(...leases.takeOps())
      }
      const restoredCounts = new Counts()
      const restored = new Leases(restoredCounts)
      await restored.restore(engineOf(written))
      const sorted = (all: Leases) => [...all.list()].sort((a, b) => Number(a.id - b.id))
      assert.deepEqual(sorted(restored), sorted(leases))
      assert.equal(restored.size, leases.size)
      assert.deepEqual(restoredCounts.frozen(), counts.frozen())
      assert.equal(counts.of('leases'), leases.size)
      assert.deepEqual(leases.takeOps(), [])
    }),
  )
})
