/** Members that were away too long, that have the wrong data, or that are all that is left. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { AlarmAction, AlarmType } from '../../src/generated/etcdserverpb/maintenance.ts'
import { realFiles } from '../../src/io/real-files.ts'
import { decodeRow, encodeRow } from '../../src/mvcc/row.ts'
import type { Engine } from '../../src/storage/engine.ts'
import { spaceRange } from '../../src/storage/keyspace.ts'
import { openEngine } from '../../src/storage/open.ts'
import { methods } from './client.ts'
import { TestCluster } from './cluster.ts'
import { eventually } from './eventually.ts'

/** Not a torn row, which a start would find: one that says something else, under a checksum that fits. */
async function changeOneValue(engine: Engine): Promise<void> {
  for await (const rows of engine.scan(spaceRange('revisions'))) {
    for (const { key, value } of rows) {
      const row = decodeRow(value)
      const { createRevision, modRevision, version, lease } = row
      const changed = encodeRow(row.key, createRevision, modRevision, version, Buffer.from('other'), lease)
      await engine.write([{ key, value: changed }], { sync: true })
      return
    }
  }
  throw new Error('no row to change')
}

test('a member that missed more than the log keeps gets a snapshot, also a second time', async () => {
  await using cluster = await TestCluster.start({ args: ['--snapshot-count=100', '--snapshot-catchup-entries=20'] })
  const leader = await cluster.leader()
  const [behind] = await cluster.followers()
  assert.ok(behind !== undefined)
  const value = Buffer.alloc(2_000, 'v')
  for (const round of [1, 2]) {
    // Dead and started again the first time, still running the second.
    if (round === 1) await behind.kill()
    else behind.pause()
    const puts = Array.from({ length: 500 }, (_, i) => leader.client.put(`${round}/${i}`, value))
    await Promise.all(puts)
    await leader.client.call(methods.compact, { revision: 200 * round })
    if (round === 1) await behind.start()
    else behind.resume()
    await cluster.agree()
    const { lines } = behind.running
    if (round === 1) assert.ok(lines.some(({ msg }) => msg === 'applied database snapshot'))
  }
  // It takes part like any other.
  await behind.client.put('after', 'x')
  await cluster.agree()
})

test('--force-new-cluster: one member goes on alone when the others are lost, and others can join it', async () => {
  await using cluster = await TestCluster.start()
  const survivor = cluster.member(0)
  for (let i = 0; i < 50; i++) await survivor.client.put(`k${i}`, `${i}`)
  await cluster.agree()
  await Promise.all(cluster.members.map((member) => member.kill()))
  await survivor.start(['--force-new-cluster'])
  const { count } = await survivor.client.call(methods.range, { key: 'k', rangeEnd: 'l', countOnly: true })
  assert.equal(count, 50)
  const { members } = await survivor.client.call(methods.memberList, { linearizable: true })
  assert.deepEqual(
    members.map(({ id }) => id),
    [survivor.id],
  )
  await survivor.client.put('alone', 'x')
  await survivor.stop()
  await survivor.start()
  assert.equal((await survivor.client.get('alone'))?.toString(), 'x')
  const joined = await cluster.newMember([`--join=${survivor.peerUrl}`])
  await (await joined.start()).waitForLine(({ msg }) => msg === 'promoted to a voter')
  await cluster.agree()
})

test('a member whose data differs is found by the corruption check', async () => {
  await using cluster = await TestCluster.start({ args: ['--corrupt-check-time=500ms'] })
  const leader = await cluster.leader()
  const [damaged] = await cluster.followers()
  assert.ok(damaged !== undefined)
  for (let i = 0; i < 10; i++) await leader.client.put(`k${i}`, 'sound')
  await cluster.agree()
  await damaged.stop()

  const engine = await openEngine({
    kind: 'rocksdb',
    directory: join(damaged.dataDir, 'member/state'),
    files: realFiles,
  })
  await changeOneValue(engine)
  await engine.close()

  await damaged.start()
  const alarms = await eventually('the alarm is raised', async () => {
    const { alarms } = await leader.client.call(methods.alarm, { action: AlarmAction.GET })
    return alarms.length > 0 ? alarms : undefined
  })
  assert.deepEqual(
    alarms.map(({ memberId, alarm }) => ({ memberId, alarm })),
    [{ memberId: damaged.id, alarm: AlarmType.CORRUPT }],
  )
  await assert.rejects(leader.client.put('k', 'v'), /etcdserver: corrupt cluster/)
})
