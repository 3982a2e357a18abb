import assert from 'node:assert/strict'
import test from 'node:test'
import { KvService, RangeRequest } from '../generated/etcdserverpb/kv.ts'
import { MaintenanceService } from '../generated/etcdserverpb/maintenance.ts'
import { WatchService } from '../generated/etcdserverpb/watch.ts'
import type { MethodDefinition } from '../generated/runtime/service.ts'
import type { Backend } from '../server/backend.ts'
import { FakeCall, FakeStream, FakeTimers, fakeBackend } from './fakes.contract.ts'
import { Admission } from './gate.ts'

function gate(overrides: Partial<Backend> = {}) {
  const timers = new FakeTimers()
  const seen: string[] = []
  const onClientRequest = (type: string, version: string): void => {
    seen.push(`${type} ${version}`)
  }
  return { admission: new Admission(fakeBackend(overrides), timers, { onClientRequest }), timers, seen }
}

const put = KvService.methods.put
const range = KvService.methods.range
const status = MaintenanceService.methods.status
const snapshot = MaintenanceService.methods.snapshot
const watch = WatchService.methods.watch
const local = RangeRequest.create({ serializable: true })
const noLeader: Partial<Backend> = { hasLeader: () => false }

const unaryRows: readonly {
  name: string
  method: MethodDefinition
  request?: unknown
  backend?: Partial<Backend>
  metadata?: Record<string, string>
  want: string | undefined
}[] = [
  { name: 'nothing in the way', method: put, want: undefined },
  {
    name: 'a cluster that has not agreed on a version',
    method: put,
    backend: { clusterVersion: () => undefined },
    want: undefined,
  },
  { name: 'a cluster of another age', method: put, backend: { clusterVersion: () => '2.3.0' }, want: 'NotCapable' },
  { name: 'a write on a learner', method: put, backend: { isLearner: true }, want: 'NotSupportedForLearner' },
  {
    name: 'a read on a learner',
    method: range,
    request: RangeRequest.create(),
    backend: { isLearner: true },
    want: 'NotSupportedForLearner',
  },
  {
    name: 'a serializable read on a learner',
    method: range,
    request: local,
    backend: { isLearner: true },
    want: undefined,
  },
  { name: 'the status of a learner', method: status, backend: { isLearner: true }, want: undefined },
  { name: 'no leader, none asked for', method: put, backend: noLeader, want: undefined },
  {
    name: 'no leader, one asked for',
    method: put,
    backend: noLeader,
    metadata: { hasleader: 'true' },
    want: 'NoLeader',
  },
  { name: 'another word than true', method: put, backend: noLeader, metadata: { hasleader: '1' }, want: undefined },
  { name: 'a leader asked for and there', method: put, metadata: { hasleader: 'true' }, want: undefined },
  {
    name: 'a version that is no text',
    method: put,
    metadata: { 'client-api-version': '\xff' },
    want: 'InvalidClientApiVersion',
  },
  {
    name: 'a learner is said before a missing leader',
    method: put,
    backend: { ...noLeader, isLearner: true },
    metadata: { hasleader: 'true' },
    want: 'NotSupportedForLearner',
  },
]
for (const { name, method, request, backend, metadata, want } of unaryRows) {
  test(`a call meets ${name}: ${want ?? 'passes'}`, () => {
    const { admission } = gate(backend)
    assert.equal(admission.unary(method, request, new FakeCall(metadata))?.reason, want)
  })
}

test('calls are counted by the version of their client', () => {
  const { admission, seen } = gate()
  admission.unary(put, undefined, new FakeCall({ 'client-api-version': '3.7' }))
  admission.unary(put, undefined, new FakeCall())
  admission.stream(watch, new FakeStream({ 'client-api-version': '3.6' }))
  assert.deepEqual(seen, ['unary 3.7', 'unary unknown', 'stream 3.6'])
})

test('of all streams a learner opens snapshots only', () => {
  const { admission } = gate({ isLearner: true })
  assert.equal(admission.stream(watch, new FakeStream())?.reason, 'NotSupportedForLearner')
  assert.equal(admission.stream(snapshot, new FakeStream())?.reason, undefined)
})

test('a stream that asked for a leader ends after three election timeouts in a row without one', () => {
  let leader = true
  const { admission, timers } = gate({ hasLeader: () => leader })
  const asking = new FakeStream({ hasleader: 'true' })
  const other = new FakeStream()
  assert.equal(admission.stream(watch, asking), undefined)
  assert.equal(admission.stream(watch, other), undefined)
  timers.pass(1_500)
  leader = false
  timers.pass(2_000)
  leader = true
  timers.pass(1_000)
  leader = false
  timers.pass(2_499)
  assert.equal(asking.ended, false)
  timers.pass(1)
  assert.equal(asking.failure?.message, 'etcdserver: no leader')
  assert.equal(other.ended, false)
  assert.equal(timers.waiting, 0, 'nobody looks for a leader when nobody asked')
})

test('a stream that has ended is forgotten', () => {
  const { admission, timers } = gate()
  const stream = new FakeStream({ hasleader: 'true' })
  admission.stream(watch, stream)
  stream.cancel()
  timers.pass(1_000)
  assert.equal(timers.waiting, 0)
})

test('a stop ends streams that never end by themselves, lets a snapshot finish, and refuses what comes then', () => {
  const { admission } = gate()
  const [endless, finite] = [new FakeStream(), new FakeStream()]
  admission.stream(watch, endless)
  admission.stream(snapshot, finite)
  admission.stop()
  assert.equal(endless.failure?.message, 'etcdserver: server stopped')
  assert.equal(finite.ended, false)
  assert.equal(admission.unary(put, undefined, new FakeCall())?.reason, 'Stopped')
  assert.equal(admission.stream(watch, new FakeStream())?.reason, 'Stopped')
})
