import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { RequestError } from '../base/errors.ts'
import {
  AlarmRequest,
  DowngradeRequest,
  type SnapshotResponseInit,
  StatusResponse,
} from '../generated/etcdserverpb/maintenance.ts'
import type { Backend } from '../server/backend.ts'
import { FakeCall, FakeStream, fakeBackend } from './fakes.contract.ts'
import { maintenanceHandlers } from './maintenance.ts'

const header = { clusterId: 12n, memberId: 10n, revision: 7, raftTerm: 3 }

type Method = 'alarm' | 'status' | 'defragment' | 'hash' | 'hashKv' | 'moveLeader' | 'downgrade'

async function ask(method: Method, request: unknown, overrides: Partial<Backend> = {}) {
  const backend = fakeBackend(overrides)
  const call = new FakeCall()
  const handler = maintenanceHandlers(backend)[method] as (request: unknown, call: FakeCall) => void
  handler(request, call)
  await call.answered
  return { response: call.response, text: call.failure?.message, failure: call.failure, backend }
}

test('status answers from what this member knows', async () => {
  const { response, backend } = await ask('status', {}, { hasLeader: () => false })
  assert.equal(backend.linearized, 0)
  assert.deepEqual(StatusResponse.create(response as object), {
    header,
    version: '3.7.1',
    dbSize: 4096,
    leader: 10n,
    raftIndex: 9,
    raftTerm: 3,
    raftAppliedIndex: 9,
    errors: [],
    dbSizeInUse: 2048,
    isLearner: false,
    storageVersion: '3.7.0',
    dbSizeQuota: 2 ** 31,
    downgradeInfo: { enabled: false, targetVersion: '' },
  })
})

test('alarms are listed after a read of the log: all of them, or of one kind', async () => {
  const raised = [
    { memberId: 1n, alarm: 1 },
    { memberId: 2n, alarm: 2 },
  ]
  const list = (alarm: 0 | 1 | 2) => ask('alarm', AlarmRequest.create({ alarm }), { alarms: () => raised })
  const all = await list(0)
  assert.deepEqual(all.response, { header, alarms: raised })
  assert.equal(all.backend.linearized, 1)
  assert.deepEqual((await list(2)).response, { header, alarms: [{ memberId: 2n, alarm: 2 }] })
})

test('alarms are raised and disarmed through the log', async () => {
  const request = AlarmRequest.create({ action: 2, memberId: 1n, alarm: 1 })
  const { response, backend } = await ask('alarm', request, {})
  assert.deepEqual(backend.proposed, [{ case: 'alarm', value: request }])
  assert.deepEqual(response, { header, alarms: [] })
})

test('a hash of the store says of which revision', async () => {
  const hashed = { hash: 4_000_000_000, compactRevision: -1, hashRevision: 5, revision: 8 }
  const { response } = await ask('hashKv', { revision: 5 }, { hashKv: async () => hashed })
  const { revision, ...rest } = hashed
  assert.deepEqual(response, { header: { ...header, revision }, ...rest })
  const failed = await ask(
    'hashKv',
    { revision: 99 },
    { hashKv: () => Promise.reject(new RequestError('FutureRevision')) },
  )
  assert.equal(failed.text, 'etcdserver: mvcc: required revision is a future revision')
  assert.deepEqual((await ask('hash', {})).response, { header, hash: 1 })
})

test('defragmentation and a moved leader are answered without a header', async () => {
  assert.deepEqual((await ask('defragment', {})).response, {})
  const members = () => [{ id: 11n, name: 'b', peerUrls: [], clientUrls: [], isLearner: false }]
  assert.deepEqual((await ask('moveLeader', { targetId: 11n }, { members })).response, {})
})

test('only the leader moves, and only to a voter', async () => {
  const follower = fakeBackend().status()
  const learner = { id: 11n, name: 'b', peerUrls: [], clientUrls: [], isLearner: true }
  const rows: { overrides: Partial<Backend>; want: string }[] = [
    { overrides: { status: () => ({ ...follower, leader: 11n }) }, want: 'etcdserver: not leader' },
    { overrides: {}, want: 'etcdserver: bad leader transferee' },
    { overrides: { members: () => [learner] }, want: 'etcdserver: bad leader transferee' },
  ]
  for (const { overrides, want } of rows)
    assert.equal((await ask('moveLeader', { targetId: 11n }, overrides)).text, want)
})

const validate = 0
const enable = 1
const cancel = 2
const invalid = 'etcdserver: invalid downgrade target version'
const format = 'etcdserver: wrong downgrade target version format'
const downgradeRows = [
  { action: validate, version: '3.6', want: undefined },
  { action: validate, version: '3.6.9', want: undefined },
  { action: validate, version: '3.6.0-rc.1', want: undefined },
  { action: validate, version: '3.7', want: invalid },
  { action: validate, version: '3.5', want: invalid },
  { action: validate, version: '2.6', want: invalid },
  { action: validate, version: '', want: format },
  { action: validate, version: '3', want: format },
  { action: validate, version: 'three', want: format },
  { action: enable, version: '3.6', want: invalid },
  { action: enable, version: 'x', want: format },
  { action: cancel, version: '', want: undefined },
  { action: 9, version: '3.6', want: 'etcdserver: unknown method' },
]
for (const { action, version, want } of downgradeRows) {
  test(`downgrade, action ${action} to "${version}": ${want ?? 'fine'}`, async () => {
    const { text, response } = await ask('downgrade', DowngradeRequest.create({ action: action as 0, version }))
    assert.equal(text, want)
    if (want === undefined) assert.deepEqual(response, { header, version: '3.7' })
  })
}

test('downgrade: the cluster has to have a version', async () => {
  const request = DowngradeRequest.create({ version: '3.6' })
  const { text } = await ask('downgrade', request, { clusterVersion: () => undefined })
  assert.equal(text, 'etcdserver: cluster version not found during downgrade')
})

async function snapshot(pieces: readonly Buffer[], bytes = pieces.reduce((sum, { length }) => sum + length, 0)) {
  const stream = new FakeStream<never, SnapshotResponseInit>()
  const backend = fakeBackend({
    snapshot: async () => ({
      bytes,
      version: '3.7.0',
      pieces: (async function* () {
        yield* pieces
      })(),
    }),
  })
  maintenanceHandlers(backend).snapshot({}, stream)
  await stream.over
  return stream
}

for (const sizes of [[], [512], [32_768], [32_768, 32_768], [1, 2, 100_000, 5], [131_072], [40_000, 40_000]]) {
  test(`a snapshot of pieces of ${sizes.join(', ') || 'nothing'} comes in blobs of 32 KiB, then its SHA-256`, async () => {
    const pieces = sizes.map((size, i) => Buffer.alloc(size, i + 1))
    const whole = Buffer.concat(pieces)
    const { written, failure } = await snapshot(pieces)
    assert.equal(failure, undefined)
    const blobs = written.map(({ blob }) => Buffer.from(blob ?? []))
    const digest = blobs.pop()
    assert.deepEqual(digest, createHash('sha256').update(whole).digest())
    assert.deepEqual(Buffer.concat(blobs), whole)
    let remaining = whole.length
    for (const [i, blob] of blobs.entries()) {
      remaining -= blob.length
      assert.equal(written[i]?.remainingBytes, remaining)
      assert.equal(blob.length, i < blobs.length - 1 ? 32_768 : whole.length - 32_768 * i)
    }
    assert.equal(written.at(-1)?.remainingBytes, 0)
    assert.ok(written.every(({ version, header: none }) => version === '3.7.0' && none === undefined))
  })
}

test('a snapshot that ends early is not called whole', async () => {
  const stream = await snapshot([Buffer.alloc(512)], 1_024)
  assert.equal(stream.failure?.message, 'the snapshot is 512 bytes shorter than announced')
})
