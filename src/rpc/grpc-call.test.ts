import assert from 'node:assert/strict'
import test from 'node:test'
import { FakeCall, FakeStream } from '../api/fakes.contract.ts'
import { BrokenInvariant } from '../base/assert.ts'
import { RequestError } from '../base/errors.ts'
import { runHandler } from './grpc-call.ts'

test('what a handler throws ends its call', () => {
  const call = new FakeCall()
  runHandler(call, () => {
    throw new RequestError('NoSpace')
  })
  assert.equal(call.failure?.message, 'etcdserver: mvcc: database space exceeded')
  const stream = new FakeStream()
  runHandler(stream, () => {
    throw new RequestError('NoLeader')
  })
  assert.equal(stream.failure?.message, 'etcdserver: no leader')
})

test('a bug of ours reaches the process: it is thrown in a turn of its own', (t) => {
  const turns: (() => void)[] = []
  t.mock.method(globalThis, 'queueMicrotask', (turn: () => void) => turns.push(turn))
  const call = new FakeCall()
  runHandler(call, () => {
    throw new BrokenInvariant('never')
  })
  assert.equal(call.failure, undefined)
  assert.equal(turns.length, 1)
  assert.throws(() => turns[0]?.(), BrokenInvariant)
})
