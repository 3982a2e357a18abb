import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedClock } from '../../test/sim/io/clock.ts'
import { RequestError } from '../base/errors.ts'
import { Leases } from '../lease/leases.ts'
import { Counts } from '../storage/applied.ts'
import type { CommandRequest } from './backend.ts'
import { Lessor } from './lessor.ts'

/** A lessor whose revokes are applied when the test says so. */
function setUp() {
  const clock = new SimulatedClock()
  const leases = new Leases(new Counts())
  const open: { readonly request: CommandRequest; readonly finish: (error: RequestError | undefined) => void }[] = []
  let expired = 0
  const lessor = new Lessor({
    clock,
    leases,
    electionTimeoutMs: 1_000,
    checkpoints: false,
    propose: (request, finish) => open.push({ request, finish }),
    onExpired: () => expired++,
  })
  lessor.start()
  const grant = (id: bigint, ttlSeconds: number): void => {
    const granted = leases.grant({ id, ttlSeconds })
    assert.ok('ok' in granted)
    lessor.onGranted(granted.ok)
  }
  /** Carries out the revokes that were proposed; returns their leases. */
  const apply = (): bigint[] =>
    open.splice(0).map(({ request, finish }) => {
      assert.ok(request.case === 'leaseRevoke')
      leases.revoke(request.value.id)
      lessor.onRevoked(request.value.id)
      finish(undefined)
      return request.value.id
    })
  return { clock, leases, lessor, grant, apply, open, expired: () => expired }
}

test('the primary revokes a lease within a second after its time, not before', () => {
  const { clock, lessor, grant, apply, open, expired } = setUp()
  lessor.onLeader(true)
  grant(7n, 10)
  clock.advance(9_999)
  assert.equal(open.length, 0)
  clock.advance(1_000)
  assert.deepEqual(apply(), [7n])
  assert.equal(expired(), 1)
})

test('a member that does not lead ends no lease', () => {
  const { clock, grant, open } = setUp()
  grant(7n, 2)
  clock.advance(60_000)
  assert.equal(open.length, 0)
})

test('a new primary gives each lease its full time and an election time-out more', () => {
  const { clock, lessor, grant, open } = setUp()
  grant(7n, 10)
  clock.advance(9_000)
  lessor.onLeader(true)
  clock.advance(10_900)
  assert.equal(open.length, 0)
  clock.advance(1_000)
  assert.equal(open.length, 1)
})

test('many that expire at once are revoked a few at a time', () => {
  const { clock, lessor, grant, apply, open } = setUp()
  lessor.onLeader(true)
  for (let id = 1n; id <= 100n; id++) grant(id, 2)
  clock.advance(2_500)
  assert.equal(open.length, 16)
  const revoked = new Set<bigint>()
  for (let turn = 0; turn < 10 && revoked.size < 100; turn++) for (const id of apply()) revoked.add(id)
  assert.equal(revoked.size, 100)
})

test('renewing gives the granted time again; an unknown lease has none', async () => {
  const { clock, lessor, grant } = setUp()
  lessor.onLeader(true)
  grant(7n, 10)
  clock.advance(8_000)
  assert.equal(await lessor.renew(7n), 10)
  assert.equal(lessor.remainingMs(7n), 10_000)
  assert.equal(await lessor.renew(8n), 0)
})

test('renewing a lease that has run out waits for its revoke and finds none', async () => {
  const { clock, lessor, grant, apply } = setUp()
  lessor.onLeader(true)
  grant(7n, 2)
  clock.advance(3_000)
  const renewed = lessor.renew(7n)
  assert.deepEqual(apply(), [7n])
  assert.equal(await renewed, 0)
})

test('a renewal that waits when leadership is lost ends, and says so', async () => {
  const { clock, lessor, grant } = setUp()
  lessor.onLeader(true)
  grant(7n, 2)
  clock.advance(3_000)
  const renewed = lessor.renew(7n)
  lessor.onLeader(false)
  await assert.rejects(renewed, (error) => error instanceof RequestError && error.reason === 'NoLeader')
})
