/** Three members that do one member's work, and go on when one is gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LeaseKeepAliveResponse } from '../../src/generated/etcdserverpb/lease.ts'
import type { WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import { methods, StreamReader } from './client.ts'
import { type ClusterMember, TestCluster } from './cluster.ts'
import { eventually } from './eventually.ts'

/** Milliseconds until a write through `member` succeeds, tried again whenever one fails. */
async function untilWritten(member: ClusterMember, key: string): Promise<number> {
  const startMs = performance.now()
  await eventually('a write succeeds', () => member.client.put(key, 'x'))
  return performance.now() - startMs
}

test('three members: writes and linearizable reads on any of them, the same data on all', async () => {
  await using cluster = await TestCluster.start({ proxied: true })
  for (const writer of cluster.members) {
    await writer.client.put('shared', writer.name)
    for (const reader of cluster.members) {
      assert.equal((await reader.client.get('shared'))?.toString(), writer.name, `${writer.name} to ${reader.name}`)
    }
  }
  const { id } = await cluster.member(0).client.call(methods.leaseGrant, { ttl: 60 })
  for (const { client } of cluster.members) {
    const { ttl } = await client.call(methods.leaseTimeToLive, { id })
    assert.ok(ttl > 50 && ttl <= 60, `any member tells a lease's time: ${ttl}`)
  }
  const put = (key: string) => ({ request: { case: 'requestPut' as const, value: { key, value: Buffer.from('1') } } })
  await Promise.all(
    cluster.members.flatMap(({ client, name }) =>
      Array.from({ length: 100 }, (_, i) =>
        client.call(methods.txn, { success: [put(`${name}/${i}`), put(`all/${i}`)] }),
      ),
    ),
  )
  await cluster.agree()

  // A member that is cut off answers what it has to who asks for no more.
  const [cutOff] = await cluster.followers()
  assert.ok(cutOff !== undefined)
  cluster.isolate(cutOff)
  const read = { key: 'shared' }
  const { kvs } = await cutOff.client.call(methods.range, { ...read, serializable: true })
  assert.equal(kvs[0]?.value.toString(), cluster.member(2).name)
  await assert.rejects(cutOff.client.call(methods.range, read, { deadlineMs: 1_000 }))
  const [other] = cluster.members.filter((member) => member !== cutOff)
  await other?.client.put('shared', 'meanwhile')
  cluster.heal()
  await eventually('the member that was cut off catches up', async () => {
    const value = await cutOff.client.get('shared')
    return value?.toString() === 'meanwhile' ? true : undefined
  })
  await cluster.agree()
})

test('three members: kill -9 of the leader costs an election, and nothing that was acknowledged', async (t) => {
  await using cluster = await TestCluster.start()
  const leader = await cluster.leader()
  const [follower] = await cluster.followers()
  assert.ok(follower !== undefined)
  for (let i = 0; i < 50; i++) await leader.client.put(`before/${i}`, 'x')
  await leader.kill()
  t.diagnostic(`failover: a write after ${Math.round(await untilWritten(follower, 'after'))} ms`)
  const { count } = await follower.client.call(methods.range, { key: 'before/', rangeEnd: 'before0', countOnly: true })
  assert.equal(count, 50)
  await leader.start()
  assert.notEqual(await cluster.leader(), leader)
  await cluster.agree()

  // All at once, and started again without any word about who belongs to the cluster.
  await Promise.all(cluster.members.map((member) => member.kill()))
  for (const member of cluster.members) member.args = []
  await cluster.startAll()
  await cluster.member(1).client.put('again', 'x')
  await cluster.agree()
})

test('a watch and a lease, both on a follower, outlive the leader', async () => {
  await using cluster = await TestCluster.start()
  const leader = await cluster.leader()
  const [follower] = await cluster.followers()
  assert.ok(follower !== undefined)
  const { client } = follower
  const watch = client.stream(methods.watch)
  const watched = new StreamReader<WatchResponse>(watch)
  watch.write({ requestUnion: { case: 'createRequest', value: { key: 'w', startRevision: 1 } } })
  assert.equal((await watched.next()).created, true)

  const { id, ttl } = await client.call(methods.leaseGrant, { ttl: 3 })
  await client.call(methods.put, { key: 'held', value: Buffer.from('x'), lease: id })
  const keepAlive = client.stream(methods.leaseKeepAlive)
  const renewals = new StreamReader<LeaseKeepAliveResponse>(keepAlive)
  const renew = async (): Promise<number> => {
    keepAlive.write({ id })
    return (await renewals.next()).ttl
  }
  assert.equal(await renew(), ttl)
  await client.put('w', '1')
  await leader.kill()
  await untilWritten(follower, 'w')
  const seen: number[] = []
  while (seen.length < 2) for (const { kv } of (await watched.next()).events) seen.push(kv?.modRevision ?? 0)
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  )
  watch.cancel()

  // The next leader gives the lease its whole time again; without renewals it ends all the same.
  assert.equal((await client.get('held'))?.toString(), 'x', 'a change of leader ends no lease early')
  const { ttl: left } = await client.call(methods.leaseTimeToLive, { id })
  assert.ok(left > 0 && left <= ttl + 1, `${left} s left`)
  keepAlive.cancel()
  await eventually('the lease runs out', async () => ((await client.get('held')) === undefined ? true : undefined))
})

test('SIGTERM of the leader hands over: one term more, no election time-out', async (t) => {
  await using cluster = await TestCluster.start()
  const leader = await cluster.leader()
  const [follower] = await cluster.followers()
  assert.ok(follower !== undefined)
  const { raftTerm } = await leader.status()
  const startMs = performance.now()
  assert.deepEqual(await leader.stop(), { code: 0, signal: null })
  await follower.client.put('after', 'x')
  t.diagnostic(`stopped, and a write elsewhere, after ${Math.round(performance.now() - startMs)} ms`)
  await cluster.leader()
  assert.equal((await follower.status()).raftTerm, raftTerm + 1)
})
