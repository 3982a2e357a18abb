/**
 * One run: a cluster, load, watchers, faults one after the other, and at the end the checks.
 */
import assert from 'node:assert/strict'
import { TestCluster } from '../e2e/cluster.ts'
import { SeededEntropy } from '../sim/io/entropy.ts'
import { type FaultName, faults, memberArgs } from './faults.ts'
import { Load } from './load.ts'
import { problemOf } from './register.ts'
import { Watcher } from './watcher.ts'

export interface RunOptions {
  readonly seed: number
  readonly members: number
  /** The next fault; undefined: enough. */
  readonly next: (entropy: SeededEntropy) => FaultName | undefined
  readonly log: (line: string) => void
}

export interface RunReport {
  readonly calls: number
  readonly acknowledged: number
  /** Calls that ended without a known outcome, or were refused. */
  readonly failures: number
  readonly longestGapMs: number
  readonly watchBreaks: number
  readonly revision: number
}

const clients = 6
const watchers = 2

/** @throws Error that says what was wrong */
export async function run({ seed, members, next, log }: RunOptions): Promise<RunReport> {
  const entropy = new SeededEntropy(seed)
  await using cluster = await TestCluster.start({ members, proxied: true, args: memberArgs })
  const endpoints = (): readonly string[] => cluster.endpoints
  const load = new Load({ endpoints, clients, entropy: new SeededEntropy(seed + 1) })
  const following = Array.from({ length: watchers }, (_, at) => new Watcher(endpoints, at))
  const followed = Promise.all(following.map((watcher) => watcher.follow()))
  // Heard of at the end; when something else fails before, that is told.
  followed.catch(() => undefined)
  load.start()
  try {
    await load.writes(100)
    for (let name = next(entropy); name !== undefined; name = next(entropy)) {
      const startMs = performance.now()
      await faults[name]({ cluster, load, entropy })
      // The next fault finds a cluster that is whole.
      await cluster.leader()
      await load.writes(50)
      log(`${name}: ${Math.round(performance.now() - startMs)} ms, ${load.acknowledged.size} writes so far`)
    }
    await cluster.agree()
  } catch (error) {
    for (const member of cluster.running) {
      log(`the end of ${member.name}:\n${member.running.transcript().split('\n').slice(-15).join('\n')}`)
    }
    throw error
  } finally {
    cluster.calm()
    await load.stop()
  }
  // One more, so that there is an event at the end to wait for.
  const { header } = await cluster.member(0).client.put('r', 'end')
  const whole = new Watcher(endpoints, 0)
  for (const watcher of [whole, ...following]) watcher.finishAt(header?.revision ?? 0)
  const revision = await cluster.agree()
  await Promise.all([whole.follow(), followed])
  const happened = new Set(whole.events)
  for (const { events } of following) assert.deepEqual(events, whole.events, 'a watch saw what happened')
  for (const [at, write] of load.acknowledged) {
    assert.ok(happened.has(`${at} ${write}`), `an acknowledged write is lost: ${at} ${write}`)
  }
  const problem = problemOf(load.history)
  assert.equal(problem, undefined, problem)
  return {
    calls: load.calls,
    acknowledged: load.acknowledged.size,
    failures: load.failures,
    longestGapMs: Math.round(load.longestGapMs),
    watchBreaks: following.reduce((sum, { breaks }) => sum + breaks, 0),
    revision,
  }
}
