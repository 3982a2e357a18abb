import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SendQueue } from './send-queue.ts'

const frame = (bytes: number): Buffer => Buffer.alloc(bytes)

test('a full queue takes nothing more, in number or in bytes', () => {
  const few = new SendQueue({ messagesMax: 2, bytesMax: 100 })
  assert.deepEqual([few.offer(frame(1), 0), few.offer(frame(1), 0), few.offer(frame(1), 0)], [true, true, false])
  const small = new SendQueue({ messagesMax: 100, bytesMax: 10 })
  assert.deepEqual([small.offer(frame(6), 0), small.offer(frame(5), 0), small.offer(frame(4), 0)], [true, false, true])
  assert.equal(small.bytes, 10)
})

test('an empty queue takes a frame larger than its bound: it could not be sent otherwise', () => {
  const queue = new SendQueue({ messagesMax: 10, bytesMax: 10 })
  assert.equal(queue.offer(frame(50), 0), true)
  assert.equal(queue.offer(frame(1), 0), false)
})

test('frames leave in order, as many as fit, at least one', () => {
  const queue = new SendQueue({ messagesMax: 10, bytesMax: 100 })
  for (const bytes of [5, 6, 7, 30]) queue.offer(frame(bytes), 0)
  const lengths = (bytesMax: number): number[] => queue.take(bytesMax).map(({ length }) => length)
  assert.deepEqual(lengths(12), [5, 6])
  assert.deepEqual(lengths(1), [7])
  assert.equal(queue.bytes, 30)
  assert.deepEqual(lengths(1000), [30])
  assert.deepEqual([queue.count, queue.bytes, lengths(10).length], [0, 0, 0])
})

test('what is too old is forgotten, what is as old as the limit stays', () => {
  const queue = new SendQueue({ messagesMax: 10, bytesMax: 100 })
  for (const ms of [10, 20, 30]) queue.offer(frame(ms), ms)
  assert.equal(queue.dropOlder(20), 1)
  assert.deepEqual([queue.count, queue.bytes], [2, 50])
  assert.equal(queue.dropOlder(31), 2)
  assert.deepEqual([queue.count, queue.bytes], [0, 0])
})
