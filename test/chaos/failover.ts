/**
 * How long a write takes when the leader is killed at that moment: `npx tsx test/chaos/failover.ts [--rounds 20]
 * [--heartbeat-interval 50 --election-timeout 500]`. Three members; a client of a follower writes as soon as the leader
 * is dead, and again whenever a write fails.
 */
import { parseArgs } from 'node:util'
import { TestCluster } from '../e2e/cluster.ts'
import { eventually } from '../e2e/eventually.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    'heartbeat-interval': { type: 'string', default: '100' },
    'election-timeout': { type: 'string', default: '1000' },
  },
})
const args = [
  `--heartbeat-interval=${values['heartbeat-interval']}`,
  `--election-timeout=${values['election-timeout']}`,
]
await using cluster = await TestCluster.start({ args })
const times: number[] = []
for (let round = 0; round < Number(values.rounds); round++) {
  const leader = await cluster.leader()
  const [follower] = await cluster.followers()
  if (follower === undefined) throw new Error('three members have a follower')
  await follower.client.put('warm', 'x')
  await leader.kill()
  const startMs = performance.now()
  await eventually('a write succeeds', () => follower.client.put('failover', String(round)))
  times.push(Math.round(performance.now() - startMs))
  await leader.start()
  await cluster.agree()
}
times.sort((a, b) => a - b)
const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0
process.stdout.write(`${args.join(' ')}: median ${at(0.5)} ms, min ${at(0)}, max ${at(1)} of ${times.join(' ')}\n`)
