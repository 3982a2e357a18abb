import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../base/assert.ts'
import { Inflights } from './inflights.ts'

type Step = { readonly send: { readonly entries: number; readonly bytes: number } } | { readonly ackedBy: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ send: fc.record({ entries: fc.integer({ min: 1, max: 4 }), bytes: fc.nat({ max: 40 }) }) }),
  fc.record({ ackedBy: fc.integer({ min: -3, max: 8 }) }),
)

test('the window agrees with a list of what was sent', () => {
  const limits = fc.record({
    messagesMax: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Number.POSITIVE_INFINITY)),
    bytesMax: fc.constantFrom(0, 60, 200),
  })
  fc.assert(
    fc.property(limits, fc.array(step, { maxLength: 60 }), ({ messagesMax, bytesMax }, steps) => {
      const window = new Inflights({ messagesMax, bytesMax })
      let model: { last: number; bytes: number }[] = []
      let last = 0
      for (const each of steps) {
        const bytes = model.reduce((sum, message) => sum + message.bytes, 0)
        const full = model.length >= messagesMax || (bytesMax > 0 && bytes >= bytesMax)
        assert.deepEqual([window.count, window.bytes, window.full], [model.length, bytes, full])
        if ('ackedBy' in each) {
          const upTo = (model[0]?.last ?? last) + each.ackedBy
          window.freeUpTo(upTo)
          model = model.filter((message) => message.last > upTo)
        } else if (!full) {
          last += each.send.entries
          window.add(last, each.send.bytes)
          model.push({ last, bytes: each.send.bytes })
        }
      }
    }),
  )
})

test('one append larger than the bound on bytes still leaves', () => {
  const window = new Inflights({ messagesMax: 8, bytesMax: 100 })
  window.add(1, 1_000_000)
  assert.equal(window.full, true)
  window.freeUpTo(1)
  assert.equal(window.full, false)
})

const misuse: { name: string; act: () => void }[] = [
  { name: 'a window without room', act: () => new Inflights({ messagesMax: 0, bytesMax: 0 }) },
  { name: 'a negative bound', act: () => new Inflights({ messagesMax: 1, bytesMax: -1 }) },
  {
    name: 'an append into a full window',
    act: () => {
      const window = new Inflights({ messagesMax: 1, bytesMax: 0 })
      window.add(1, 0)
      window.add(2, 0)
    },
  },
  {
    name: 'an append out of order',
    act: () => {
      const window = new Inflights({ messagesMax: 2, bytesMax: 0 })
      window.add(2, 0)
      window.add(1, 0)
    },
  },
]
for (const { name, act } of misuse) test(`${name} is a bug of the caller`, () => assert.throws(act, BrokenInvariant))
