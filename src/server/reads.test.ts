import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LinearReads } from './reads.ts'

interface Heard {
  readonly name: string
  readonly reason: string | undefined
}

function setUp() {
  const reads = new LinearReads({ timeoutMs: 7_000, contextPrefix: 'm' })
  const heard: Heard[] = []
  const add = (name: string, nowMs = 0) => reads.add((error) => heard.push({ name, reason: error?.reason }), nowMs)
  const ask = (nowMs = 0): string => {
    const context = reads.nextRound(nowMs)
    assert.ok(context !== undefined)
    return context
  }
  return { reads, heard, add, ask }
}

test('reads that gather while a round is under way share the next one', () => {
  const { reads, heard, add, ask } = setUp()
  add('a')
  const first = ask()
  add('b')
  add('c')
  assert.equal(reads.nextRound(0), undefined, 'one round at a time')
  reads.onReadState({ context: first, index: 5 })
  reads.release(5)
  assert.deepEqual(heard, [{ name: 'a', reason: undefined }])
  const second = ask()
  assert.notEqual(second, first)
  reads.onReadState({ context: second, index: 5 })
  reads.release(5)
  assert.deepEqual(
    heard.map(({ name }) => name),
    ['a', 'b', 'c'],
  )
})

test('a read waits until its index is applied', () => {
  const { reads, heard, add, ask } = setUp()
  add('a')
  reads.onReadState({ context: ask(), index: 8 })
  reads.release(7)
  assert.equal(heard.length, 0)
  reads.release(8)
  assert.equal(heard.length, 1)
})

test('an answer to a round that was given up is passed over', () => {
  const { reads, heard, add, ask } = setUp()
  add('a')
  const context = ask()
  reads.failAll('LeaderChanged')
  assert.deepEqual(heard, [{ name: 'a', reason: 'LeaderChanged' }])
  reads.onReadState({ context, index: 1 })
  reads.release(1)
  assert.equal(heard.length, 1)
})

test('a round without an answer is asked again after half a second, under its own name', () => {
  const { reads, add, ask } = setUp()
  add('a')
  const context = ask(0)
  assert.equal(reads.onTick(499), undefined)
  assert.equal(reads.onTick(500), context)
  assert.equal(reads.onTick(900), undefined)
  assert.equal(reads.slow, 1)
})

test('whoever waited longer than the time-out fails, wherever it stands', () => {
  const { reads, heard, add, ask } = setUp()
  add('answered')
  reads.onReadState({ context: ask(), index: 9 })
  add('asked')
  ask()
  add('gathering')
  add('young', 5_000)
  reads.onTick(7_001)
  assert.deepEqual(heard.map(({ name }) => name).sort(), ['answered', 'asked', 'gathering'])
  assert.ok(heard.every(({ reason }) => reason === 'Timeout'))
  assert.equal(reads.count, 1)
})

test('a leader that changed does not take back what it had answered', () => {
  const { reads, heard, add, ask } = setUp()
  add('answered')
  reads.onReadState({ context: ask(), index: 9 })
  reads.failAll('LeaderChanged')
  assert.equal(heard.length, 0)
  reads.release(9)
  assert.deepEqual(heard, [{ name: 'answered', reason: undefined }])
})
