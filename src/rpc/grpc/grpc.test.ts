import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { FakeTimers } from '../../api/fakes.contract.ts'
import { Code } from '../../base/errors.ts'
import { Deadlines, type Waits } from './deadlines.ts'
import { PartialMessage } from './message-reader.ts'
import { percentEncoded, trailersOf } from './status.ts'
import { parseTimeout } from './timeout.ts'

const timeouts = [
  { text: '1n', ms: 1e-6 },
  { text: '250u', ms: 0.25 },
  { text: '30m', ms: 30 },
  { text: '5S', ms: 5_000 },
  { text: '2M', ms: 120_000 },
  { text: '99999999H', ms: 359_999_996_400_000 },
]
for (const { text, ms } of timeouts) test(`grpc-timeout ${text}`, () => assert.deepEqual(parseTimeout(text), { ms }))

for (const text of ['', 'S', '5', '5x', '123456789S', '-1S', '1.5S', ' 1S']) {
  test(`grpc-timeout ${JSON.stringify(text)} is none`, () => assert.ok('wrong' in parseTimeout(text)))
}

test('a status text survives the wire, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = percentEncoded(text)
      assert.match(encoded, /^[ -~]*$/)
      assert.equal(decodeURIComponent(encoded), text)
    }),
  )
  assert.deepEqual(trailersOf(Code.NotFound, '100 %\n'), [
    { name: 'grpc-status', value: '5' },
    { name: 'grpc-message', value: '100 %25%0A' },
  ])
})

test('a message put together from pieces is the message, and nothing behind it is taken', () => {
  const message = Buffer.from('a message of some length, and then more')
  const prefix = Buffer.from([0, 0, 0, 0, message.length])
  const bytes = Buffer.concat([prefix, message, Buffer.from('the next one')])
  const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 60, maxLength: 60 })
  fc.assert(
    fc.property(cuts, (lengths) => {
      const partial = new PartialMessage()
      let at = 0
      for (const length of lengths) {
        const to = Math.min(bytes.length, at + length)
        while (at < to && !partial.isWhole) at = partial.take(bytes, at, to)
      }
      assert.equal(at, prefix.length + message.length)
      assert.deepEqual(partial.buffer.subarray(0, partial.bytes), bytes.subarray(0, at))
    }),
  )
})

class Waiting implements Waits {
  readonly deadlineMs: number
  waitSlot = -1
  waitNext: Waits | undefined = undefined
  waitPrevious: Waits | undefined = undefined
  firedMs: number | undefined = undefined
  readonly #timers: FakeTimers

  constructor(timers: FakeTimers, deadlineMs: number) {
    this.#timers = timers
    this.deadlineMs = deadlineMs
  }

  onDeadline(): void {
    assert.equal(this.firedMs, undefined, 'a deadline passes once')
    this.firedMs = this.#timers.nowMs()
  }
}

const plan = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 40_000 }),
    waitMs: fc.integer({ min: 0, max: 30 }),
    drop: fc.boolean(),
  }),
  { maxLength: 100 },
)

test('deadlines pass in time: never early, at most two slots late, and not when removed', () => {
  fc.assert(
    fc.property(plan, (steps) => {
      const timers = new FakeTimers()
      const deadlines = new Deadlines(timers)
      const kept: Waiting[] = []
      const dropped: Waiting[] = []
      for (const { afterMs, waitMs, drop } of steps) {
        const waiting = new Waiting(timers, timers.nowMs() + afterMs)
        deadlines.add(waiting, waiting.deadlineMs, timers.nowMs())
        if (drop) {
          deadlines.remove(waiting)
          dropped.push(waiting)
        } else kept.push(waiting)
        timers.pass(waitMs)
      }
      timers.pass(41_000)
      for (const { deadlineMs, firedMs } of kept) {
        assert.ok(
          firedMs !== undefined && firedMs >= deadlineMs && firedMs <= deadlineMs + 16,
          `${deadlineMs} ${firedMs}`,
        )
      }
      for (const { firedMs } of dropped) assert.equal(firedMs, undefined)
      assert.equal(deadlines.count, 0)
      assert.equal(timers.waiting, 0, 'no timer without a deadline')
    }),
    { numRuns: 20 },
  )
})
