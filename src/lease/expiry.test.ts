import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LeaseClock } from './expiry.ts'
import { ExpiryHeap, type Queued } from './expiry-heap.ts'
import type { Lease } from './leases.ts'

function lease(id: number, ttlSeconds: number, remainingTtlSeconds = 0): Lease {
  return { id: BigInt(id), ttlSeconds, remainingTtlSeconds }
}

function primary(leases: readonly Lease[] = [], nowMs = 0, extendMs = 0): LeaseClock {
  const clock = new LeaseClock()
  clock.promote(leases, nowMs, extendMs)
  return clock
}

test('a lease runs out after its time, not before', () => {
  const clock = primary()
  clock.granted(lease(1, 2), 1000)
  assert.deepEqual(clock.expired(2999), [])
  assert.deepEqual(clock.expired(3000), [1n])
})

test('one that was handed out comes again after three seconds, unless it was revoked', () => {
  const clock = primary([lease(1, 1), lease(2, 1)])
  assert.deepEqual(clock.expired(1000).toSorted(), [1n, 2n])
  assert.deepEqual(clock.expired(3999), [])
  clock.revoked(1n)
  assert.deepEqual(clock.expired(4000), [2n])
})

test('a renewal gives the full time again; one that has run out cannot be renewed', () => {
  const clock = primary([lease(1, 10)])
  assert.deepEqual(clock.renew(1n, 9999), { renewed: 10 })
  assert.deepEqual(clock.expired(19_998), [])
  assert.equal(clock.remainingMs(1n, 19_998), 1)
  assert.equal(clock.renew(1n, 19_999), 'expired')
  assert.deepEqual(clock.expired(19_999), [1n])
  assert.equal(clock.renew(1n, 20_000), 'expired')
  assert.equal(clock.remainingMs(1n, 20_999), -1000)
  clock.revoked(1n)
  assert.equal(clock.renew(1n, 20_000), 'unknown')
  assert.equal(clock.remainingMs(1n, 20_000), undefined)
})

test('a new primary gives each lease its time, or what a checkpoint left, and an election more', () => {
  const clock = primary([lease(1, 10), lease(2, 1000, 5)], 100_000, 1000)
  assert.equal(clock.remainingMs(1n, 100_000), 11_000)
  assert.equal(clock.remainingMs(2n, 100_000), 6000)
  assert.deepEqual(clock.byRemaining(), [2n, 1n])
})

test('a renewal right after the change of primary may shorten the time again', () => {
  const clock = primary([lease(1, 2)], 0, 50_000)
  assert.deepEqual(clock.renew(1n, 0), { renewed: 2 })
  assert.deepEqual(clock.expired(2000), [1n])
})

test('who is not primary knows nothing', () => {
  const clock = primary([lease(1, 1)])
  clock.demote()
  assert.equal(clock.primary, false)
  clock.granted(lease(2, 1), 0)
  clock.revoked(1n)
  assert.deepEqual(clock.expired(1e9), [])
  assert.equal(clock.renew(1n, 0), 'unknown')
})

test('at most so many are handed out at once, those that ran out first before the others', () => {
  const clock = primary([3, 1, 2, 5, 4].map((ttl) => lease(ttl, ttl)))
  assert.deepEqual(clock.expired(10_000, 2), [1n, 2n])
  assert.deepEqual(clock.expired(10_000, 2), [3n, 4n])
  assert.deepEqual(clock.expired(10_000, 2), [5n])
})

test('a new primary spreads out what would run out together, and shortens nothing', () => {
  const many = Array.from({ length: 2000 }, (_, i) => lease(i + 1, 10))
  const clock = primary([...many, lease(5000, 60)])
  assert.equal(clock.expired(10_000, 10_000).length, 750)
  assert.equal(clock.expired(10_999, 10_000).length, 0)
  assert.equal(clock.expired(11_000, 10_000).length, 750)
  assert.equal(clock.expired(12_000, 10_000).length, 500)
  assert.equal(clock.remainingMs(5000n, 0), 60_000)
})

test('checkpoints are for leases with more than five minutes left', () => {
  const clock = primary([lease(1, 300), lease(2, 301), lease(3, 1000)])
  assert.deepEqual(clock.checkpoints(500), [
    { id: 2n, remainingTtlSeconds: 301 },
    { id: 3n, remainingTtlSeconds: 1000 },
  ])
})

/** The obviously right one: looks at every lease, every time. */
class Model {
  readonly leases = new Map<bigint, { ttlMs: number; expiresMs: number; againMs: number }>()

  expired(nowMs: number): bigint[] {
    const due = [...this.leases].filter(([, { expiresMs, againMs }]) => expiresMs <= nowMs && againMs <= nowMs)
    for (const [, one] of due) one.againMs = nowMs + 3000
    return due.map(([id]) => id)
  }
}

test('the clock agrees with a model that looks at every lease', () => {
  const id = fc.integer({ min: 1, max: 8 })
  const step = fc.oneof(
    fc.record({ kind: fc.constant('grant' as const), id, ttl: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant('renew' as const), id }),
    fc.record({ kind: fc.constant('revoke' as const), id }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(4000) }),
    fc.record({ kind: fc.constant('lead' as const), extendMs: fc.nat(2000) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let nowMs = 0
      const clock = primary()
      const model = new Model()
      for (const one of steps) {
        if (one.kind === 'wait') {
          nowMs += one.ms
          assert.deepEqual(clock.expired(nowMs).toSorted(), model.expired(nowMs).toSorted())
        } else if (one.kind === 'lead') {
          const all = [...model.leases].map(([id, { ttlMs }]) => lease(Number(id), ttlMs / 1000))
          clock.promote(all, nowMs, one.extendMs)
          for (const state of model.leases.values()) {
            state.expiresMs = nowMs + state.ttlMs + one.extendMs
            state.againMs = 0
          }
        } else {
          const leaseId = BigInt(one.id)
          const known = model.leases.get(leaseId)
          if (one.kind === 'grant' && known === undefined) {
            clock.granted(lease(one.id, one.ttl), nowMs)
            model.leases.set(leaseId, { ttlMs: one.ttl * 1000, expiresMs: nowMs + one.ttl * 1000, againMs: 0 })
          } else if (one.kind === 'revoke') {
            clock.revoked(leaseId)
            model.leases.delete(leaseId)
          } else if (one.kind === 'renew') {
            const renewed = clock.renew(leaseId, nowMs)
            if (known === undefined) assert.equal(renewed, 'unknown')
            else if (known.expiresMs <= nowMs) assert.equal(renewed, 'expired')
            else {
              known.expiresMs = nowMs + known.ttlMs
              assert.deepEqual(renewed, { renewed: known.ttlMs / 1000 })
            }
          }
        }
        for (const [id, { expiresMs }] of model.leases) assert.equal(clock.remainingMs(id, nowMs), expiresMs - nowMs)
        const order = clock.byRemaining().map((id) => model.leases.get(id)?.expiresMs ?? Number.NaN)
        assert.deepEqual(
          order,
          [...model.leases.values()].map(({ expiresMs }) => expiresMs).sort((a, b) => a - b),
        )
      }
    }),
    { numRuns: 500 },
  )
})

test('the heap gives entries by time, through pushes, moves and removals', () => {
  const step = fc.record({ kind: fc.constantFrom('push', 'move', 'remove'), pick: fc.nat(), at: fc.nat(50) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const heap = new ExpiryHeap<Queued>()
      const entries: Queued[] = []
      for (const { kind, pick, at } of steps) {
        const chosen = entries[pick % Math.max(entries.length, 1)]
        if (kind === 'push' || chosen === undefined) {
          const entry = { at, slot: -1 }
          heap.push(entry)
          entries.push(entry)
        } else if (kind === 'move') heap.move(chosen, at)
        else {
          heap.remove(chosen)
          entries.splice(entries.indexOf(chosen), 1)
        }
        assert.equal(heap.size, entries.length)
        assert.equal(heap.first()?.at, entries.length === 0 ? undefined : Math.min(...entries.map((entry) => entry.at)))
      }
    }),
  )
})
