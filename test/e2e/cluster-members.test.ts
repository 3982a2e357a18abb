/** Clusters that grow and shrink while they work. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Member } from '../../src/generated/etcdserverpb/cluster.ts'
import { methods } from './client.ts'
import { type ClusterMember, TestCluster } from './cluster.ts'
import { etcdctl, etcdctlMissing } from './etcdctl.ts'
import { eventually } from './eventually.ts'

const removedText = 'the member has been permanently removed from the cluster'

async function list(through: ClusterMember): Promise<readonly Member[]> {
  const { members } = await through.client.call(methods.memberList, { linearizable: true })
  return members
}

/**
 * Asks until the member is gone: a cluster that has just changed finds another change too risky for some seconds, and
 * a member that removes itself may end before it answers.
 */
function remove(through: ClusterMember, member: ClusterMember, witness: ClusterMember): Promise<unknown> {
  return eventually(`${member.name} is removed`, async () => {
    if ((await list(witness)).every(({ id }) => id !== member.id)) return true
    await through.client.call(methods.memberRemove, { id: member.id })
    return true
  })
}

/** A removed member ends by itself and says why. */
async function endsAsRemoved(member: ClusterMember): Promise<void> {
  const { lines } = member.running
  assert.deepEqual(await member.ended(), { code: 0, signal: null })
  assert.ok(
    lines.some(({ error }) => error === removedText),
    'a removed member says why it ends',
  )
}

test('etcdctl member: add a learner, promote it, hand leadership to it, remove the old leader', async (t) => {
  const missing = etcdctlMissing()
  if (missing !== undefined) return t.skip(missing)
  await using cluster = await TestCluster.start()
  const leader = await cluster.leader()
  const newcomer = await cluster.newMember()
  for (let i = 0; i < 20; i++) await leader.client.put(`k${i}`, 'x')

  const run = (through: ClusterMember, ...args: string[]) => etcdctl(through.endpoint, args)
  /** Repeats what a cluster refuses in its first seconds. */
  const succeeds = (through: ClusterMember, ...args: string[]): Promise<string> =>
    eventually(`etcdctl ${args.join(' ')}`, async () => {
      const { status, stdout, stderr } = await run(through, ...args)
      if (status !== 0) throw new Error(stderr)
      return stdout
    })

  const added = await succeeds(leader, 'member', 'add', newcomer.name, '--learner', `--peer-urls=${newcomer.peerUrl}`)
  const id = /^Member ([0-9a-f]+) added to cluster [0-9a-f]+$/m.exec(added)?.[1]
  const initialCluster = /^ETCD_INITIAL_CLUSTER="(.*)"$/m.exec(added)?.[1]
  assert.ok(id !== undefined && initialCluster !== undefined, added)
  assert.match(added, /^ETCD_INITIAL_CLUSTER_STATE="existing"$/m)
  assert.match(
    (await run(leader, 'member', 'list')).stdout,
    new RegExp(`${id}, unstarted, , ${newcomer.peerUrl}, , true`),
  )
  assert.match(
    (await run(leader, 'member', 'add', 'other', '--learner', '--peer-urls=http://127.0.0.1:1')).stderr,
    /etcdserver: too many learner members in cluster/,
  )
  assert.match(
    (await run(leader, 'member', 'promote', id)).stderr,
    /etcdserver: can only promote a learner member which is in sync with leader/,
  )

  newcomer.args = [`--initial-cluster=${initialCluster}`, '--initial-cluster-state=existing']
  await newcomer.start()
  assert.equal(newcomer.idHex, id)
  assert.match(await succeeds(leader, 'member', 'promote', id), new RegExp(`Member ${id} promoted in cluster`))
  await cluster.agree()

  const [other] = (await cluster.followers()).filter((member) => member !== newcomer)
  assert.ok(other !== undefined)
  assert.match((await run(other, 'move-leader', id)).stderr, /no leader endpoint given/)
  assert.match(await succeeds(leader, 'move-leader', id), /Leadership transferred from/)
  assert.equal(await cluster.leader(), newcomer)

  assert.match(await succeeds(newcomer, 'member', 'remove', leader.idHex), new RegExp(`Member ${leader.idHex} removed`))
  await endsAsRemoved(leader)
  assert.match((await run(newcomer, 'member', 'remove', leader.idHex)).stderr, /etcdserver: member not found/)
  assert.match((await run(newcomer, 'member', 'list')).stdout, new RegExp(`${id}, started, ${newcomer.name}, `))
  await cluster.agree()
})

test('from one member to five and back to one, under load', async (t) => {
  await using cluster = await TestCluster.start({ members: 1 })
  const first = cluster.member(0)
  let loading = true
  let written = 0
  const load = async (): Promise<void> => {
    while (loading) {
      await first.client.put(`load/${written % 100}`, String(written))
      written++
    }
  }
  const writers = Promise.all([load(), load(), load(), load()])
  // Heard of at the end; when this test fails before, its end cuts them off.
  writers.catch(() => undefined)

  for (let size = 2; size <= 5; size++) {
    const member = await cluster.newMember([`--join=${first.peerUrl}`])
    const started = await member.start()
    await started.waitForLine(({ msg }) => msg === 'promoted to a voter')
    const members = await list(first)
    assert.equal(members.filter(({ isLearner }) => !isLearner).length, size)
    assert.ok(members.some(({ id, name }) => id === member.id && name === member.name))
  }
  await cluster.agree()

  // Leaders first; one that is to remove itself hands over before.
  while (cluster.running.length > 1) {
    const leader = await cluster.leader()
    const [victim] = leader === first ? cluster.running.filter((member) => member !== first) : [leader]
    assert.ok(victim !== undefined)
    const before = cluster.running.length
    await remove(before % 2 === 0 ? victim : first, victim, first)
    await endsAsRemoved(victim)
    assert.equal(cluster.running.length, before - 1)
  }
  const members = await list(first)
  assert.deepEqual(
    members.map(({ id }) => id),
    [first.id],
  )
  loading = false
  await writers
  t.diagnostic(`${written} writes meanwhile`)
  const { kvs } = await first.client.call(methods.range, { key: 'load/', rangeEnd: 'load0' })
  assert.equal(kvs.length, Math.min(100, written))
  assert.ok(written > 100)
})

test('a member that joined by itself starts again without being told where', async () => {
  await using cluster = await TestCluster.start({ members: 1 })
  const first = cluster.member(0)
  const joined = await cluster.newMember([`--join=${first.peerUrl}`])
  await (await joined.start()).waitForLine(({ msg }) => msg === 'promoted to a voter')
  await joined.stop()
  joined.args = []
  await joined.start()
  await joined.client.put('k', 'v')
  await cluster.agree()
})
