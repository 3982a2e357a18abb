import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { getIn, type Picture, rowsIn, SortedRows } from './sorted-rows.ts'

/** Enough keys for several leaves, from a space small enough that they meet. */
const someKey = fc.nat(3000).map((n) => n.toString().padStart(4, '0'))

type Step =
  | { readonly do: 'set'; readonly key: string; readonly value: number }
  | { readonly do: 'delete'; readonly key: string }
  | { readonly do: 'fill'; readonly from: number; readonly count: number }
  | { readonly do: 'picture' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('set'), key: someKey, value: fc.nat(99) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('delete'), key: someKey }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fill'), from: fc.nat(2500), count: fc.nat(400) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('picture') }) },
)

test('it is a sorted map, and its pictures never change', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), someKey, someKey, (steps, from, to) => {
      const rows = new SortedRows()
      const model = new Map<string, string>()
      const pictures: { picture: Picture; expected: Map<string, string> }[] = []
      const set = (key: string, value: string) => {
        rows.set(key, Buffer.from(value))
        model.set(key, value)
      }
      for (const step of steps) {
        if (step.do === 'set') set(step.key, String(step.value))
        else if (step.do === 'picture') pictures.push({ picture: rows.picture(), expected: new Map(model) })
        else if (step.do === 'fill') {
          for (let i = 0; i < step.count; i++) set(String(step.from + i).padStart(4, '0'), 'filled')
        } else {
          rows.delete(step.key)
          model.delete(step.key)
        }
      }
      assert.equal(rows.size, model.size)
      assert.equal(
        rows.bytes,
        [...model].reduce((sum, [key, value]) => sum + key.length + value.length, 0),
      )
      pictures.push({ picture: rows.picture(), expected: model })
      for (const { picture, expected } of pictures) {
        const sorted = [...expected].sort(([a], [b]) => (a < b ? -1 : 1))
        const inside = sorted.filter(([key]) => key >= from && key < to)
        assert.deepEqual(read(picture), sorted)
        assert.deepEqual(read(picture, from, to), inside)
        assert.deepEqual(read(picture, from, to, true), inside.reverse())
        assert.deepEqual(read(picture, undefined, undefined, true), sorted.reverse())
        assert.equal(getIn(picture, from)?.toString(), expected.get(from))
      }
    }),
    { numRuns: 60 },
  )
})

function read(...of: Parameters<typeof rowsIn>): [string, string][] {
  return [...rowsIn(...of)].map(([key, value]) => [key, value.toString()])
}
