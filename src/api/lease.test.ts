import assert from 'node:assert/strict'
import test from 'node:test'
import { RequestError } from '../base/errors.ts'
import type { LeaseKeepAliveRequest, LeaseKeepAliveResponseInit } from '../generated/etcdserverpb/lease.ts'
import type { Backend } from '../server/backend.ts'
import { FakeCall, FakeStream, fakeBackend } from './fakes.contract.ts'
import { leaseHandlers } from './lease.ts'

const header = { clusterId: 12n, memberId: 10n, revision: 7, raftTerm: 3 }

type Method = 'leaseGrant' | 'leaseRevoke' | 'leaseTimeToLive' | 'leaseLeases'

async function ask(method: Method, request: unknown, overrides: Partial<Backend> = {}) {
  const backend = fakeBackend(overrides)
  const call = new FakeCall()
  const handler = leaseHandlers(backend)[method] as (request: unknown, call: FakeCall) => void
  handler(request, call)
  await call.answered
  return { response: call.response, failure: call.failure, proposed: backend.proposed }
}

const grantRows = [
  { name: 'an id is chosen', request: { id: 0n, ttl: 60 }, want: { id: 0x11n, ttl: 60 } },
  { name: 'a given id is taken', request: { id: 9n, ttl: 60 }, want: { id: 9n, ttl: 60 } },
  { name: 'a negative id is legal', request: { id: -9n, ttl: 60 }, want: { id: -9n, ttl: 60 } },
  { name: 'a short time is raised', request: { id: 9n, ttl: 1 }, want: { id: 9n, ttl: 2 } },
  { name: 'no time is raised', request: { id: 9n, ttl: 0 }, want: { id: 9n, ttl: 2 } },
  { name: 'a negative time is raised', request: { id: 9n, ttl: -5 }, want: { id: 9n, ttl: 2 } },
  { name: 'the longest time', request: { id: 9n, ttl: 9e9 }, want: { id: 9n, ttl: 9e9 } },
]
for (const { name, request, want } of grantRows) {
  test(`grant: ${name}`, async () => {
    const { proposed, response } = await ask('leaseGrant', request)
    assert.deepEqual(proposed, [{ case: 'leaseGrant', value: want }])
    assert.deepEqual(response, { header, id: 5n, ttl: 60 }, 'what was applied is what is answered')
  })
}

test('grant: too long a time is refused, a full store before that', async () => {
  const request = { id: 0n, ttl: 9_000_000_001 }
  const tooLong = await ask('leaseGrant', request)
  assert.equal(tooLong.failure?.message, 'etcdserver: too large lease TTL')
  const full = await ask('leaseGrant', request, { checkQuota: () => new RequestError('NoSpace') })
  assert.equal(full.failure?.message, 'etcdserver: mvcc: database space exceeded')
})

test('revoke: an unknown lease is an error', async () => {
  assert.deepEqual((await ask('leaseRevoke', { id: 5n })).response, { header })
  const { failure } = await ask(
    'leaseRevoke',
    { id: 5n },
    {
      propose: (_request, _call, done) => queueMicrotask(() => done(new RequestError('LeaseNotFound'), undefined)),
    },
  )
  assert.equal(failure?.message, 'etcdserver: requested lease not found')
})

test('time to live: keys only when asked for, and -1 for a lease that is not there', async () => {
  const leaseTimeToLive: Backend['leaseTimeToLive'] = async (id) =>
    id === 5n ? { remainingSeconds: 40, grantedSeconds: 60, keys: ['a', 'b'] } : undefined
  const ttl = (id: bigint, keys: boolean) => ask('leaseTimeToLive', { id, keys }, { leaseTimeToLive })
  const known = { header, id: 5n, ttl: 40, grantedTtl: 60 }
  assert.deepEqual((await ttl(5n, true)).response, { ...known, keys: ['a', 'b'] })
  assert.deepEqual((await ttl(5n, false)).response, { ...known, keys: [] })
  assert.deepEqual((await ttl(6n, true)).response, { header, id: 6n, ttl: -1 })
})

test('leases are listed in the order of the backend', async () => {
  const { response } = await ask('leaseLeases', {}, { leases: () => [7n, -3n] })
  assert.deepEqual(response, { header, leases: [{ id: 7n }, { id: -3n }] })
})

function keepAlive(overrides: Partial<Backend> = {}) {
  const stream = new FakeStream<LeaseKeepAliveRequest, LeaseKeepAliveResponseInit>()
  leaseHandlers(fakeBackend(overrides)).leaseKeepAlive(stream)
  return stream
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('keep-alive: each request is answered in its turn, 0 for a lease that is not there', async () => {
  const stream = keepAlive({ renewLease: async (id) => ({ ttlSeconds: id === 5n ? 60 : 0 }) })
  for (const id of [5n, 6n, 5n]) stream.send({ id })
  await turn()
  assert.deepEqual(stream.written, [
    { header, id: 5n, ttl: 60 },
    { header, id: 6n, ttl: 0 },
    { header, id: 5n, ttl: 60 },
  ])
  assert.equal(stream.ended, false)
})

test('keep-alive: the header is of before the renewal', async () => {
  let revision = 7
  const backend = fakeBackend({
    renewLease: async () => {
      revision = 8
      return { ttlSeconds: 60 }
    },
  })
  Object.defineProperty(backend, 'revision', { get: () => revision })
  const stream = new FakeStream<LeaseKeepAliveRequest, LeaseKeepAliveResponseInit>()
  leaseHandlers(backend).leaseKeepAlive(stream)
  stream.send({ id: 5n })
  await turn()
  assert.equal(stream.written[0]?.header?.revision, 7)
})

test('keep-alive: a half-closed stream is answered to the end and then finishes', async () => {
  const stream = keepAlive()
  stream.send({ id: 5n })
  stream.send({ id: 5n })
  stream.listener?.onHalfClose()
  await stream.over
  assert.equal(stream.written.length, 2)
  assert.equal(stream.failure, undefined)
})

test('keep-alive: what fails ends the stream', async () => {
  const stream = keepAlive({ renewLease: () => Promise.reject(new RequestError('NoLeader')) })
  stream.send({ id: 5n })
  await stream.over
  assert.equal(stream.failure?.message, 'etcdserver: no leader')
})

test('keep-alive: a client that does not read is not read from for ever', async () => {
  let renewed = 0
  const stream = keepAlive({
    renewLease: async () => {
      renewed++
      return { ttlSeconds: 60 }
    },
  })
  stream.roomFor = 1
  for (let i = 0; i < 100; i++) stream.send({ id: 5n })
  await turn()
  assert.equal(renewed, 1)
  assert.equal(stream.paused, true)
  stream.drain()
  await turn()
  assert.equal(renewed, 100)
  assert.equal(stream.paused, false)
})
