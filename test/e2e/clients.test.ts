/**
 * Clients that others wrote, as their users use them.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Etcd3 } from 'etcd3'
import { methods, TestClient } from './client.ts'
import { etcdctl, etcdctlMissing } from './etcdctl.ts'
import { KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

test('etcd3 (npm): values, ranges, transactions, leases, watches, locks and elections', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const client = new Etcd3({ hosts: `http://${server.endpoint}` })
  try {
    await client.put('a/1').value('one')
    await client.put('a/2').value('two')
    assert.equal(await client.get('a/1').string(), 'one')
    assert.deepEqual(await client.getAll().prefix('a/').strings(), { 'a/1': 'one', 'a/2': 'two' })
    assert.deepEqual(await client.getAll().prefix('a/').keys(), ['a/1', 'a/2'])
    assert.equal(await client.getAll().prefix('a/').count(), 2)
    assert.equal(await client.get('none').string(), null)

    const won = await client.if('a/1', 'Value', '==', 'one').then(client.put('a/1').value('uno')).commit()
    assert.equal(won.succeeded, true)
    const lost = await client
      .if('a/1', 'Version', '==', 1)
      .then(client.put('a/1').value('x'))
      .else(client.get('a/1'))
      .commit()
    assert.equal(lost.succeeded, false)
    assert.equal(lost.responses[0]?.response_range?.kvs[0]?.value.toString(), 'uno')

    const watcher = await client.watch().prefix('w/').create()
    const events: string[] = []
    const seen = new Promise<void>((resolve) => {
      watcher.on('put', (kv) => events.push(`put ${kv.key.toString()}=${kv.value.toString()}`))
      watcher.on('delete', (kv) => {
        events.push(`delete ${kv.key.toString()}`)
        resolve()
      })
    })
    await client.put('w/1').value('x')
    await client.delete().key('w/1')
    await seen
    assert.deepEqual(events, ['put w/1=x', 'delete w/1'])
    await watcher.cancel()

    const lease = client.lease(30)
    await lease.put('leased').value('x')
    assert.equal((await lease.keepaliveOnce()).TTL, '30')
    await lease.revoke()
    assert.equal(await client.get('leased').exists(), false)

    const lock = client.lock('mutex')
    await lock.acquire()
    await assert.rejects(client.lock('mutex').acquire())
    await lock.release()
    await client.lock('mutex').do(() => client.put('inside').value('yes'))

    const election = client.election('boss')
    const campaign = election.campaign('me')
    await new Promise((resolve) => campaign.once('elected', resolve))
    assert.equal(await election.leader(), 'me')
    await campaign.resign()

    await client.delete().all()
    assert.equal(await client.getAll().count(), 0)
  } finally {
    client.close()
  }
})

test('@grpc/grpc-js: header, metadata and gzip are as the reference says', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  using client = new TestClient(server.endpoint)
  const { header } = await client.put('k', 'x')
  assert.equal(header?.revision, 2)
  assert.ok(header.clusterId !== 0n && header.memberId !== 0n && header.raftTerm >= 2)
  const { members, header: clusterHeader } = await client.call(methods.memberList, { linearizable: true })
  assert.equal(members[0]?.id, header.memberId)
  assert.equal(clusterHeader?.revision, 0, 'cluster answers carry no revision')
  const withLeader = await client.call(methods.range, { key: 'k' }, { metadata: { hasleader: 'true' } })
  assert.equal(withLeader.kvs[0]?.value.toString(), 'x')
  const junkToken = await client.call(methods.range, { key: 'k' }, { metadata: { token: 'junk' } })
  assert.equal(junkToken.count, 1, 'tokens are ignored while auth is off')
})

test('etcdctl check perf --load s runs to its verdict, and cleans up behind it', async (t) => {
  const missing = etcdctlMissing()
  if (missing !== undefined) return t.skip(missing)
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const ran = await etcdctl(server.endpoint, ['check', 'perf', '--load=s'])
  // Its verdict on throughput and latency is about the machine as much as about us, so it is shown and not asserted.
  const verdicts = ran.stdout.match(/(PASS|FAIL): .*/g) ?? []
  for (const verdict of verdicts) t.diagnostic(verdict)
  assert.equal(verdicts.length, 3, `throughput, slowest request and deviation:\n${ran.stderr}`)
  assert.equal((await etcdctl(server.endpoint, ['get', '--prefix', '/etcdctl-check-perf/', '--keys-only'])).stdout, '')
})
