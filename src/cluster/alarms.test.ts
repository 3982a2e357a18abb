import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Counts } from '../storage/applied.ts'
import { Alarms, type AlarmType } from './alarms.ts'

const nospace = 1
const corrupt = 2

test('an alarm is set once, returned each time, and cleared by its member and type alone', () => {
  const alarms = new Alarms(new Counts())
  assert.deepEqual(alarms.activate(7n, nospace), [{ memberId: 7n, alarm: nospace }])
  assert.equal(alarms.takeOps().length, 1)
  assert.deepEqual(alarms.activate(7n, nospace), [{ memberId: 7n, alarm: nospace }])
  assert.equal(alarms.takeOps().length, 0)
  assert.deepEqual(alarms.deactivate(0n, nospace), [])
  assert.deepEqual(alarms.deactivate(7n, corrupt), [])
  assert.equal(alarms.has(nospace), true)
  assert.deepEqual(alarms.deactivate(7n, nospace), [{ memberId: 7n, alarm: nospace }])
  assert.equal(alarms.has(nospace), false)
})

test('alarms are listed by type, or all', () => {
  const alarms = new Alarms(new Counts())
  alarms.activate(1n, nospace)
  alarms.activate(2n, corrupt)
  alarms.activate(0n, corrupt)
  assert.deepEqual(
    alarms.list(corrupt).map(({ memberId }) => memberId),
    [2n, 0n],
  )
  assert.equal(alarms.list().length, 3)
  assert.equal(alarms.has(corrupt), true)
})

test('what was written restores the same alarms and row counts, unknown types included', async () => {
  const counts = new Counts()
  const alarms = new Alarms(counts)
  alarms.activate((1n << 64n) - 1n, nospace)
  alarms.activate(1n, nospace)
  alarms.activate(1n, corrupt)
  alarms.activate(1n, -5 as AlarmType)
  alarms.deactivate(1n, nospace)
  const rows = new Map<string, { key: Buffer; value: Buffer }>()
  for (const { key, value } of alarms.takeOps()) {
    if (value === undefined) rows.delete(key.toString('hex'))
    else rows.set(key.toString('hex'), { key, value })
  }
  const restoredCounts = new Counts()
  const restored = new Alarms(restoredCounts)
  await restored.restore({
    async *scan() {
      yield [...rows.values()]
    },
  })
  assert.deepEqual(restored.list(), alarms.list())
  assert.equal(counts.of('alarms'), 3)
  assert.deepEqual(restoredCounts.frozen(), counts.frozen())
})
