/**
 * What happens to a cluster under load: one row a fault. Each returns when it is over and the cluster works again. How
 * long a fault lasts is counted in writes that the rest of the cluster acknowledges meanwhile, which at the same time
 * checks that a majority which can talk goes on; only where there is none, a time is waited for.
 */
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { methods } from '../e2e/client.ts'
import type { ClusterMember, TestCluster } from '../e2e/cluster.ts'
import { eventually } from '../e2e/eventually.ts'
import type { SeededEntropy } from '../sim/io/entropy.ts'
import type { Load } from './load.ts'

export interface FaultContext {
  readonly cluster: TestCluster
  readonly load: Load
  readonly entropy: SeededEntropy
}

/** Members are started so that this many writes are more than the log keeps. */
export const moreThanTheLog = 400
export const memberArgs = ['--snapshot-count=200', '--snapshot-catchup-entries=50']
/** So many writes show that the cluster works. */
const some = 50

function choose(members: readonly ClusterMember[], entropy: SeededEntropy): ClusterMember {
  const member = members[entropy.below(members.length)]
  assert.ok(member !== undefined, 'there is a member to choose')
  return member
}

/** No quorum is left: nothing is acknowledged, and time passes. */
const standstillMs = 2_000

export const faults = {
  /** kill -9 of the leader. */
  async killLeader({ cluster, load }) {
    const leader = await cluster.leader()
    await leader.kill()
    await load.writes(some)
    await leader.start()
  },

  /** A follower is dead until the log it would need is gone: it gets a snapshot. */
  async killFollowerForLong({ cluster, load, entropy }) {
    const follower = choose(await cluster.followers(), entropy)
    await follower.kill()
    await load.writes(moreThanTheLog)
    await follower.start()
  },

  /** All at once: nothing but the disks is left. */
  async killAll({ cluster }) {
    await Promise.all(cluster.running.map((member) => member.kill()))
    await cluster.startAll()
  },

  /** The largest minority at once. */
  async killMinority({ cluster, load }) {
    const leader = await cluster.leader()
    const others = cluster.running.filter((member) => member !== leader)
    const victims = [leader, ...others].slice(0, (cluster.running.length - 1) >> 1)
    await Promise.all(victims.map((member) => member.kill()))
    await load.writes(some)
    await Promise.all(victims.map((member) => member.start()))
  },

  /** The leader stands still, is replaced, and wakes up believing that it leads. */
  async pauseLeader({ cluster, load }) {
    const leader = await cluster.leader()
    leader.pause()
    await load.writes(some)
    leader.resume()
  },

  async pauseFollower({ cluster, load, entropy }) {
    const follower = choose(await cluster.followers(), entropy)
    follower.pause()
    await load.writes(moreThanTheLog)
    follower.resume()
  },

  /** The leader speaks with nobody. */
  async isolateLeader({ cluster, load }) {
    const leader = await cluster.leader()
    cluster.isolate(leader)
    await load.writes(some)
    cluster.heal()
  },

  async isolateFollower({ cluster, load, entropy }) {
    cluster.isolate(choose(await cluster.followers(), entropy))
    await load.writes(moreThanTheLog)
    cluster.heal()
  },

  /** The leader hears everybody and is heard by nobody. */
  async muteLeader({ cluster, load }) {
    const leader = await cluster.leader()
    for (const other of cluster.running) if (other !== leader) cluster.cut(leader, other)
    await load.writes(some)
    cluster.heal()
  },

  /** The leader is heard by everybody and hears nobody: it has to notice by itself. */
  async deafenLeader({ cluster, load }) {
    const leader = await cluster.leader()
    for (const other of cluster.running) if (other !== leader) cluster.cut(other, leader)
    await load.writes(some)
    cluster.heal()
  },

  /** One link works in one direction only. */
  async cutOneWay({ cluster, load, entropy }) {
    const from = choose(cluster.running, entropy)
    const to = choose(
      cluster.running.filter((member) => member !== from),
      entropy,
    )
    cluster.cut(from, to)
    await load.writes(some)
    cluster.heal()
  },

  /** Nobody speaks with anybody. */
  async cutAll({ cluster, load }) {
    for (const member of cluster.running) cluster.isolate(member)
    await pause(standstillMs)
    cluster.heal()
    await load.writes(some)
  },

  async moveLeader({ cluster, entropy }) {
    const leader = await cluster.leader()
    const target = choose(await cluster.followers(), entropy)
    await eventually('leadership is handed over', async () => {
      await leader.client.call(methods.moveLeader, { targetId: target.id })
      return true
    })
  },

  /** SIGTERM for one after the other. */
  async rollingRestart({ cluster, load }) {
    for (const member of cluster.running) {
      assert.deepEqual(await member.stop(), { code: 0, signal: null }, `${member.name} stops in order`)
      await load.writes(some)
      await member.start()
    }
  },

  /** A member joins, votes, and leaves for ever. */
  async changeMembers({ cluster, load, entropy }) {
    const [through] = cluster.running
    assert.ok(through !== undefined)
    const member = await cluster.newMember([`--join=${through.peerUrl}`])
    await (await member.start()).waitForLine(({ msg }) => msg === 'promoted to a voter')
    await load.writes(some)
    const asked = choose(
      cluster.running.filter((other) => other !== member),
      entropy,
    )
    await eventually('the member is removed', async () => {
      const { members } = await asked.client.call(methods.memberList, { linearizable: true })
      if (members.every(({ id }) => id !== member.id)) return true
      await asked.client.call(methods.memberRemove, { id: member.id })
      return true
    })
    assert.deepEqual(await member.ended(), { code: 0, signal: null })
    await cluster.forget(member)
  },
} as const satisfies Record<string, (context: FaultContext) => Promise<void>>

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as readonly FaultName[]
