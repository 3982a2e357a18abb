/**
 * The short form: each of the faults that matter most once, on one cluster under load. `npm run chaos -- --minutes 30`
 * draws from all of them; `CHAOS_SEED=7 npm test -- test/chaos/chaos.test.ts` is another load.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../../src/client/client.ts'
import { TestCluster } from '../e2e/cluster.ts'
import type { FaultName } from './faults.ts'
import { run } from './run.ts'

const seed = Number(process.env['CHAOS_SEED'] ?? 1)

test('faults under load: linearizable, nothing acknowledged is lost, watches without gaps', async (t) => {
  t.diagnostic(`seed ${seed}`)
  const queue: FaultName[] = [
    'killLeader',
    'killFollowerForLong',
    'pauseLeader',
    'isolateLeader',
    'muteLeader',
    'deafenLeader',
    'killAll',
    'rollingRestart',
  ]
  const report = await run({ seed, members: 3, next: () => queue.shift(), log: (line) => t.diagnostic(line) })
  t.diagnostic(JSON.stringify(report))
  assert.ok(report.acknowledged > 500)
})

test('a rolling restart fails no request of clients that repeat what is safe to repeat', async (t) => {
  await using cluster = await TestCluster.start()
  let rolling = true
  let requests = 0
  const failures: string[] = []
  const clients = Array.from({ length: 3 }, () => new Client({ endpoints: cluster.endpoints }))
  const working = clients.map(async ({ kv }, at) => {
    while (rolling) {
      try {
        await kv.put(`roll/${at}`, String(++requests))
        await kv.get(`roll/${at}`)
      } catch (error) {
        failures.push(String(error))
      }
    }
  })
  for (const member of cluster.members) {
    assert.deepEqual(await member.stop(), { code: 0, signal: null })
    await member.start()
    await cluster.leader()
  }
  rolling = false
  await Promise.all(working)
  for (const client of clients) client.close()
  t.diagnostic(`${requests} puts and gets`)
  assert.deepEqual(failures, [])
  assert.ok(requests > 100)
})
