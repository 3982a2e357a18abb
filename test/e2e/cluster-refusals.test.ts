/** Members that are started where they do not belong: each reason has its exit code (docs/operations.md). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { methods } from './client.ts'
import { TestCluster } from './cluster.ts'
import { eventually } from './eventually.ts'

test('a member of another cluster ends with 3, one that was removed with 4, one with another list with 5', async () => {
  await using cluster = await TestCluster.start()
  const leader = await cluster.leader()
  const [follower] = await cluster.followers()
  assert.ok(follower !== undefined)

  // The same addresses, but a token of its own: another cluster.
  await follower.stop()
  const stranger = follower.spawn([`--data-dir=${follower.dataDir}-other`, '--initial-cluster-token=other'])
  assert.deepEqual(await follower.ended(), { code: 3, signal: null }, stranger.transcript())
  assert.match(stranger.transcript(), /belongs to cluster [0-9a-f]+, this one to [0-9a-f]+/)

  // Who starts again behind that finds its place.
  await follower.start()
  await cluster.agree()

  // A list with a member too few.
  const newcomer = await cluster.newMember()
  newcomer.args = [`--initial-cluster=${leader.name}=${leader.peerUrl},${newcomer.name}=${newcomer.peerUrl}`]
  const unequal = newcomer.spawn(['--initial-cluster-state=existing'])
  assert.deepEqual(await newcomer.ended(), { code: 5, signal: null }, unequal.transcript())
  assert.match(unequal.transcript(), /member count is unequal/)

  await follower.stop()
  await eventually('the member is removed', () => leader.client.call(methods.memberRemove, { id: follower.id }))
  const removed = follower.spawn()
  assert.deepEqual(await follower.ended(), { code: 4, signal: null }, removed.transcript())
  assert.match(removed.transcript(), /the member has been permanently removed from the cluster/)
})
