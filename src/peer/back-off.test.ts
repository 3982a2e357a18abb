import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entropy } from '../io/entropy.ts'
import { BackOff } from './back-off.ts'

/** Draws `share` of every limit. */
function drawing(share: number): Entropy {
  return { bytes: (count) => Buffer.alloc(count), u64: () => 0n, below: (limit) => Math.floor(limit * share) }
}

test('pauses double up to the longest, and begin anew after a success', () => {
  const backOff = new BackOff({ entropy: drawing(0), minMs: 40, maxMs: 200 })
  const pauses = Array.from({ length: 6 }, () => backOff.next())
  assert.deepEqual(pauses, [20, 40, 80, 100, 100, 100])
  backOff.reset()
  assert.equal(backOff.next(), 20)
})

test('each pause is drawn from the upper half of its step', () => {
  const low = new BackOff({ entropy: drawing(0), minMs: 100, maxMs: 1000 })
  const high = new BackOff({ entropy: drawing(0.999), minMs: 100, maxMs: 1000 })
  for (const stepMs of [100, 200, 400, 800, 1000, 1000]) {
    assert.equal(low.next(), stepMs / 2)
    const late = high.next()
    assert.ok(late > stepMs * 0.99 && late < stepMs, String(late))
  }
})
