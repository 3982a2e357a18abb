import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedClock } from '../../test/sim/io/clock.ts'
import { RequestError } from '../base/errors.ts'
import { silentLogger } from '../telemetry/log.ts'
import { type AutoCompaction, Compactor } from './compactor.ts'

const minuteMs = 60_000

/** A store that writes one revision a minute, under a compactor whose member leads. */
function setUp(policy: AutoCompaction, answer?: RequestError) {
  const clock = new SimulatedClock()
  const asked: { readonly minute: number; readonly revision: number }[] = []
  const compactor = new Compactor({
    policy,
    clock,
    logger: silentLogger,
    revision: () => 1 + Math.floor(clock.monotonicMs() / minuteMs),
    compact: (to, finish) => {
      asked.push({ minute: clock.monotonicMs() / minuteMs, revision: to })
      finish(answer)
    },
  })
  compactor.start()
  compactor.onLeader(true)
  return { clock, asked, compactor }
}

test('periodic keeps one period: nothing in the first, then hourly, to what was current a period ago', () => {
  const { clock, asked } = setUp({ mode: 'periodic', periodMs: 60 * minuteMs })
  clock.advance(60 * minuteMs)
  assert.deepEqual(asked, [])
  clock.advance(180 * minuteMs)
  assert.deepEqual(
    asked.map(({ minute, revision }) => minute - (revision - 1)),
    asked.map(() => 60),
    'each compacts to the revision of an hour before',
  )
  assert.equal(asked.length, 3)
})

test('a period of many hours is still compacted every hour', () => {
  const { clock, asked } = setUp({ mode: 'periodic', periodMs: 5 * 60 * minuteMs })
  clock.advance(5 * 60 * minuteMs)
  assert.equal(asked.length, 0)
  clock.advance(4 * 60 * minuteMs)
  assert.equal(asked.length, 4)
  for (const { minute, revision } of asked) assert.equal(minute - (revision - 1), 300)
})

test('revision mode keeps the last so many, and looks every five minutes', () => {
  const { clock, asked } = setUp({ mode: 'revision', revisions: 100 })
  clock.advance(100 * minuteMs)
  assert.deepEqual(asked, [{ minute: 100, revision: 1 }])
  clock.advance(10 * minuteMs)
  assert.deepEqual(asked.slice(1), [
    { minute: 105, revision: 6 },
    { minute: 110, revision: 11 },
  ])
})

test('a member that does not lead compacts nothing, and starts over when it leads again', () => {
  const { clock, asked, compactor } = setUp({ mode: 'periodic', periodMs: 60 * minuteMs })
  clock.advance(50 * minuteMs)
  compactor.onLeader(false)
  clock.advance(600 * minuteMs)
  compactor.onLeader(true)
  clock.advance(60 * minuteMs)
  assert.deepEqual(asked, [])
  clock.advance(6 * minuteMs)
  assert.equal(asked.length, 1)
})

test('a revision that somebody else compacted counts as done; another failure is tried again', () => {
  const done = setUp({ mode: 'revision', revisions: 1 }, new RequestError('Compacted'))
  done.clock.advance(5 * minuteMs)
  assert.equal(done.asked.length, 1)
  const failing = setUp({ mode: 'revision', revisions: 1 }, new RequestError('Timeout'))
  failing.clock.advance(10 * minuteMs)
  assert.equal(failing.asked.length, 2)
})

test('off asks for nothing', () => {
  const { clock, asked } = setUp({ mode: 'off' })
  clock.advance(10_000 * minuteMs)
  assert.deepEqual(asked, [])
})
