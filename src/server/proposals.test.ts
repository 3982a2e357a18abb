import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Command } from '../generated/keelson/raft.ts'
import { Proposals, requestOf, termOf } from './proposals.ts'

const nothing = () => undefined
const request = { case: 'put', value: { key: 'a', value: Buffer.from('1') } } as never

function proposals(memberId = 0x1234_5678_9abc_def0n): Proposals {
  return new Proposals({ memberId, wallMs: 1_700_000_000_000 })
}

test('an id is the low 16 bits of the member, then a number that counts up', () => {
  const of = proposals()
  const first = Command.decode(of.encode(request).data).id
  const second = Command.decode(of.encode(request).data).id
  assert.equal(first >> 48n, 0xdef0n)
  assert.equal(second - first, 1n)
  assert.equal(first & 0xffff_ffff_ffffn, (1_700_000_000_000n % 2n ** 40n) << 8n)
})

test('an entry with the bytes that were proposed finds who waits, once', () => {
  const of = proposals()
  const { sequence, data } = of.encode(request)
  of.wait(sequence, { data, sinceMs: 0, finish: nothing })
  assert.equal(of.take(Buffer.from(data))?.finish, nothing)
  assert.equal(of.take(data), undefined)
  assert.equal(of.count, 0)
})

test("another member's entry is nobody's here, also when the 16 bits agree", () => {
  const of = proposals()
  const { sequence, data } = of.encode(request)
  of.wait(sequence, { data, sinceMs: 0, finish: nothing })
  const twin = Command.encode({
    id: data.readBigUInt64LE(1),
    request: { case: 'put', value: { key: 'b', value: Buffer.alloc(0) } } as never,
  })
  assert.equal(of.take(twin), undefined)
  assert.equal(of.take(proposals(1n).encode(request).data), undefined)
  assert.equal(of.take(Buffer.from([9, 1])), undefined)
  assert.equal(of.count, 1)
})

test('only those that waited too long are taken, oldest first', () => {
  const of = proposals()
  const ages = [10, 20, 30]
  for (const sinceMs of ages) {
    const { sequence, data } = of.encode(request)
    of.wait(sequence, { data, sinceMs, finish: nothing })
  }
  assert.deepEqual(
    of.takeOlder(25).map(({ sinceMs }) => sinceMs),
    [10, 20],
  )
  assert.equal(of.count, 1)
})

test('a command carries the term it is proposed for; what an earlier term lost is proposed again, as other bytes', () => {
  const of = proposals()
  const { sequence, data } = of.encode(request)
  const proposal = of.wait(sequence, { data, sinceMs: 0, finish: nothing })
  assert.deepEqual(of.lostBefore(9), [], 'not proposed yet')
  const [first] = of.forTerm([proposal], 2 ** 32 + 7)
  assert.ok(first !== undefined)
  assert.equal(termOf(first), 2 ** 32 + 7)
  assert.equal(Command.decode(first).term, 2n ** 32n + 7n)
  assert.deepEqual(of.lostBefore(2 ** 32 + 7), [], 'its term still runs')
  assert.deepEqual(of.lostBefore(2 ** 32 + 8), [proposal])
  assert.deepEqual(of.lostBefore(2 ** 32 + 9), [], 'it is not on its way')
  const [second] = of.forTerm([proposal], 2 ** 32 + 9)
  assert.ok(second !== undefined)
  assert.equal(termOf(first), 2 ** 32 + 7, 'what stands in a log does not change')
  assert.equal(of.take(first), undefined)
  assert.equal(of.take(second)?.finish, nothing)
  assert.deepEqual(of.forTerm([proposal], 2 ** 32 + 10), [], 'nobody waits any more')
})

test('what the core did not take is not lost with its term', () => {
  const of = proposals()
  const { sequence, data } = of.encode(request)
  const proposal = of.wait(sequence, { data, sinceMs: 0, finish: nothing })
  of.forTerm([proposal], 3)
  assert.deepEqual(of.notTaken([proposal]), [proposal])
  assert.deepEqual(of.lostBefore(4), [])
  of.takeAll()
  assert.deepEqual(of.notTaken([proposal]), [], 'nobody waits any more')
})

test('the request of a command is read with or without id and term in front of it', () => {
  const own = proposals().encode(request).data
  const others = [
    Command.encode({ request }),
    Command.encode({ id: 7n, request }),
    Command.encode({ term: 7n, request }),
  ]
  for (const data of [own, ...others]) assert.deepEqual(requestOf(data), Command.decode(data).request)
  assert.equal(requestOf(own)?.case, 'put')
})
