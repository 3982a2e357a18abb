import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedClock } from '../../test/sim/io/clock.ts'
import { HashKVRequest, HashKVResponse } from '../generated/etcdserverpb/maintenance.ts'
import { silentLogger } from '../telemetry/log.ts'
import { CorruptionCheck } from './corruption-check.ts'

const own = { hash: 77, compactRevision: 5, hashRevision: 9, revision: 9 }

/** Members 2, 3, ... answer what `answers` says, in order; undefined: cannot be reached. */
function setUp(answers: readonly (Partial<typeof own> | undefined)[], isLeader = true) {
  const clock = new SimulatedClock()
  const raised: bigint[] = []
  const asked: number[] = []
  const check = new CorruptionCheck({
    clock,
    logger: silentLogger,
    memberId: 1n,
    others: () => answers.map((_, i) => BigInt(i + 2)),
    isLeader: () => isLeader,
    hashKv: async () => own,
    raiseCorrupt: (id) => raised.push(id),
    callTimeoutMs: 1,
    everyMs: 1_000,
    peers: {
      call: async (id, _name, body) => {
        asked.push(HashKVRequest.decode(body).revision)
        const answer = answers[Number(id) - 2]
        if (answer === undefined) throw new Error('unreachable')
        return HashKVResponse.encode({ ...own, ...answer })
      },
    },
  })
  return { clock, check, raised, asked }
}

test('only a member whose hash differs at the same revision above the same mark is blamed', async () => {
  const rows = [{}, { hash: 1 }, { hash: 2, hashRevision: 8 }, { hash: 3, compactRevision: 6 }, undefined]
  const { check, asked } = setUp(rows)
  assert.deepEqual(await check.differing(), [3n])
  assert.deepEqual(new Set(asked), new Set([9]), 'everybody is asked for the revision that was hashed here')
})

test('the leader raises the alarm at the interval, a follower asks nobody', async () => {
  const leading = setUp([{ hash: 1 }])
  leading.check.start()
  leading.clock.advance(1_000)
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(leading.raised, [2n])
  leading.check.stop()
  leading.clock.advance(10_000)
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(leading.raised.length, 1)
  const following = setUp([{ hash: 1 }], false)
  following.check.start()
  following.clock.advance(5_000)
  assert.deepEqual(following.asked, [])
})
