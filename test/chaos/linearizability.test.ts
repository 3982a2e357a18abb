import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkLinearizable, type Operation } from './linearizability.ts'
import { type Input, type Output, problemOf, register, telling, type Value } from './register.ts'

type Row = Operation<Input, Output>

let client = 0
const put = (callMs: number, returnMs: number, value: string): Row => ({
  client: client++,
  input: { kind: 'put', value },
  output: { kind: 'put' },
  callMs,
  returnMs,
})
const get = (callMs: number, returnMs: number, value: Value): Row => ({
  client: client++,
  input: { kind: 'get' },
  output: { kind: 'get', value },
  callMs,
  returnMs,
})
const cas = (callMs: number, returnMs: number, from: string, to: string, found: Value): Row => ({
  client: client++,
  input: { kind: 'cas', from, to },
  output: { kind: 'cas', found },
  callMs,
  returnMs,
})
const unknown = (row: Row): Row => ({ ...row, output: undefined })

const rows: { readonly name: string; readonly history: readonly Row[]; readonly good: boolean }[] = [
  { name: 'nothing happened', history: [], good: true },
  { name: 'one after the other', history: [put(0, 1, 'a'), get(2, 3, 'a')], good: true },
  { name: 'a read of what was overwritten', history: [put(0, 1, 'a'), put(2, 3, 'b'), get(4, 5, 'a')], good: false },
  { name: 'a write that is gone', history: [put(0, 1, 'a'), get(2, 3, undefined)], good: false },
  { name: 'a read beside a write may see the old value', history: [put(0, 9, 'a'), get(1, 2, undefined)], good: true },
  { name: 'or the new one', history: [put(0, 9, 'a'), get(1, 2, 'a')], good: true },
  {
    name: 'but not the new one and then the old one',
    history: [put(0, 9, 'a'), get(1, 2, 'a'), get(3, 4, undefined)],
    good: false,
  },
  {
    name: 'two writes at once, in either order',
    history: [put(0, 9, 'a'), put(0, 9, 'b'), get(10, 11, 'a')],
    good: true,
  },
  {
    name: 'but in one order for everybody',
    history: [put(0, 9, 'a'), put(0, 9, 'b'), get(10, 11, 'a'), get(12, 13, 'b')],
    good: false,
  },
  { name: 'an unknown write may have happened', history: [unknown(put(0, 1, 'a')), get(2, 3, 'a')], good: true },
  { name: 'or not', history: [unknown(put(0, 1, 'a')), get(2, 3, undefined)], good: true },
  {
    name: 'or much later',
    history: [unknown(put(0, 1, 'a')), put(2, 3, 'b'), get(4, 5, 'b'), get(6, 7, 'a')],
    good: true,
  },
  { name: 'but not before it was called', history: [get(0, 1, 'a'), unknown(put(2, 3, 'a'))], good: false },
  {
    name: 'and only once',
    history: [unknown(put(0, 1, 'a')), get(2, 3, 'a'), put(4, 5, 'b'), get(6, 7, 'b'), get(8, 9, 'a')],
    good: false,
  },
  {
    name: 'an exchange succeeds for one of two',
    history: [put(0, 1, 'a'), cas(2, 9, 'a', 'b', 'a'), cas(2, 9, 'a', 'c', 'b'), get(10, 11, 'b')],
    good: true,
  },
  {
    name: 'not for both',
    history: [put(0, 1, 'a'), cas(2, 9, 'a', 'b', 'a'), cas(2, 9, 'a', 'c', 'a')],
    good: false,
  },
  {
    name: 'an exchange that fails although the value was there all the time',
    history: [put(0, 1, 'a'), cas(2, 3, 'a', 'b', undefined)],
    good: false,
  },
  {
    name: 'an unknown exchange explains a value that nobody else wrote',
    history: [put(0, 1, 'a'), unknown(cas(2, 3, 'a', 'b', 'a')), get(4, 5, 'a'), get(6, 7, 'b')],
    good: true,
  },
  {
    name: 'unless it could not have fitted',
    history: [put(0, 1, 'x'), unknown(cas(2, 3, 'a', 'b', 'a')), get(4, 5, 'b')],
    good: false,
  },
]
for (const { name, history, good } of rows) {
  test(`linearizability: ${name}`, () => assert.equal(checkLinearizable(register, history).linearizable, good))
}

test('linearizability: tells where it got stuck', () => {
  const history = [put(0, 1, 'a'), put(2, 3, 'b'), get(4, 5, 'a'), get(6, 7, 'b')].map((row) => ({ ...row, key: 'k' }))
  const problem = problemOf(history)
  assert.match(problem ?? '', /^k is not linearizable/)
  assert.match(problem ?? '', /no order explains\n {2}4\.0\.\.5\.0 .*"get".*"value":"a"/)
})

/**
 * A register that works, driven by clients whose calls overlap: each operation takes effect at some moment between its
 * call and its return, and some never tell.
 */
const script = fc.array(
  fc.record({
    kind: fc.constantFrom('put', 'get', 'cas'),
    value: fc.constantFrom('a', 'b', 'c'),
    from: fc.constantFrom('a', 'b', 'c'),
    before: fc.nat(30),
    after: fc.nat(30),
    told: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 40 },
)

function played(steps: typeof script extends fc.Arbitrary<infer T> ? T : never): Row[] {
  let value: Value
  return steps.map(({ kind, value: to, from, before, after, told }, i): Row => {
    const [callMs, returnMs] = [i * 10 - before, i * 10 + after]
    if (kind === 'get') return get(callMs, returnMs, value)
    const found = value
    if (kind === 'put' || value === from) value = to
    const row = kind === 'put' ? put(callMs, returnMs, to) : cas(callMs, returnMs, from, to, found)
    return told === 0 ? unknown(row) : row
  })
}

test('linearizability: every history of a register that works passes', () => {
  fc.assert(fc.property(script, (steps) => checkLinearizable(register, played(steps)).linearizable))
})

test('linearizability: what left no trace changes no verdict', () => {
  const same = fc.property(script, fc.nat(39), fc.constantFrom('a', 'b', 'c'), (steps, at, value) => {
    const history = played(steps)
    const row = history[at]
    // Sometimes right, sometimes wrong: one read says something else.
    if (row?.output?.kind === 'get') history[at] = { ...row, output: { kind: 'get', value } }
    const verdict = checkLinearizable(register, history).linearizable
    assert.equal(checkLinearizable(register, telling(history)).linearizable, verdict)
  })
  fc.assert(same)
})

test('linearizability: hundreds of writes with unknown outcomes cost no time', () => {
  const lost = Array.from({ length: 300 }, (_, i) => unknown(put(i, i + 1, `lost ${i}`)))
  const history = [put(0, 1, 'a'), ...lost, get(400, 401, 'a'), get(402, 403, 'lost 7'), get(404, 405, 'a')]
  assert.notEqual(problemOf(history.map((row) => ({ ...row, key: 'k' }))), undefined)
})

test('linearizability: a read of a value that nobody wrote never passes', () => {
  const spoiled = fc.property(script, fc.nat(), (steps, at) => {
    const history = played(steps)
    history.splice(at % (history.length + 1), 0, get(at % 400, (at % 400) + 20, 'never written'))
    return !checkLinearizable(register, history).linearizable
  })
  fc.assert(spoiled)
})
