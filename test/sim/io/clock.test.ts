import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedClock } from './clock.ts'
import { SeededEntropy } from './entropy.ts'

test('simulated clock: timers run in the order of their moments and see them as the time', () => {
  const clock = new SimulatedClock()
  const seen: string[] = []
  clock.setTimer(20, () => seen.push(`b ${clock.monotonicMs()}`))
  clock.setTimer(10, () => seen.push(`a ${clock.monotonicMs()}`))
  clock.setTimer(20, () => seen.push(`c ${clock.monotonicMs()}`))
  clock.setTimer(30, () => seen.push('never')).cancel()
  clock.advance(100)
  assert.deepEqual(seen, ['a 10', 'b 20', 'c 20'])
  assert.equal(clock.monotonicMs(), 100)
  assert.equal(clock.nextTimerMs, undefined)
})

test('simulated clock: a timer set by a timer runs in the same advance when it is due', () => {
  const clock = new SimulatedClock()
  const seen: number[] = []
  clock.setTimer(5, () => clock.setTimer(5, () => seen.push(clock.monotonicMs())))
  clock.advance(10)
  assert.deepEqual(seen, [10])
})

test('simulated clock: a repeated timer goes on until it is cancelled', () => {
  const clock = new SimulatedClock()
  const seen: number[] = []
  const timer = clock.every(10, () => {
    seen.push(clock.monotonicMs())
    if (seen.length === 3) timer.cancel()
  })
  clock.advance(100)
  assert.deepEqual(seen, [10, 20, 30])
})

test('simulated clock: the wall clock follows, and jumps alone', () => {
  const clock = new SimulatedClock({ wallMs: 1_000 })
  clock.advance(5)
  clock.jumpWall(-100)
  assert.equal(clock.wallMs(), 905)
  assert.equal(clock.monotonicMs(), 5)
})

test('seeded entropy: the same seed gives the same numbers, below stays below', () => {
  const [a, b] = [new SeededEntropy(9), new SeededEntropy(9)]
  const counts = new Map<number, number>()
  for (let i = 0; i < 3_000; i++) {
    const drawn = a.below(3)
    assert.equal(drawn, b.below(3))
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
  }
  assert.deepEqual([...counts.keys()].sort(), [0, 1, 2])
  for (const count of counts.values()) assert.ok(Math.abs(count - 1_000) < 150, `${count} of 3000`)
  assert.equal(a.u64(), b.u64())
  assert.deepEqual(a.bytes(9), b.bytes(9))
})
