/**
 * Starting, serving over HTTP, stopping.
 */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import type { WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import { methods, StreamReader, TestClient } from './client.ts'
import { KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

test('SIGTERM with open streams and writes in flight ends with code 0 and loses no answer', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  using client = new TestClient(server.endpoint)
  const watch = client.stream(methods.watch)
  const reader = new StreamReader<WatchResponse>(watch)
  watch.write({ requestUnion: { case: 'createRequest', value: { key: 'k' } } })
  assert.ok((await reader.next()).created)
  const answered: string[] = []
  const writer = async (name: string): Promise<void> => {
    for (let i = 0; ; i++) {
      await client.put(`${name}/${i}`, 'x')
      answered.push(`${name}/${i}`)
      if (answered.length === 200) server.signal('SIGTERM')
    }
  }
  await Promise.allSettled(['a', 'b', 'c', 'd'].map(writer))
  const startedMs = performance.now()
  assert.deepEqual(await server.exited, { code: 0, signal: null })
  assert.ok(performance.now() - startedMs < 30_000, 'a generous limit: five seconds are meant')
  assert.deepEqual(
    server.lines.filter(({ level }) => level === 'error' || level === 'fatal'),
    [],
  )

  await using again = await KeelsonProcess.start({ dataDir: data.path })
  using reader2 = new TestClient(again.endpoint)
  for (const key of answered) assert.ok(await reader2.get(key), `lost ${key}`)
})

test('a restart goes on where it stopped: revisions, versions, leases, compaction, cluster and member ids', async () => {
  await using data = await temporaryDirectory()
  const before = await (async () => {
    await using server = await KeelsonProcess.start({ dataDir: data.path })
    using client = new TestClient(server.endpoint)
    const { id } = await client.call(methods.leaseGrant, { ttl: 3600 })
    for (let i = 0; i < 10; i++) await client.put('k', String(i))
    await client.call(methods.put, { key: 'leased', value: Buffer.from('x'), lease: id })
    await client.call(methods.compact, { revision: 6, physical: true })
    const { header, hash } = await client.call(methods.hashKv, {})
    await server.stop()
    return { id, hash, header }
  })()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  using client = new TestClient(server.endpoint)
  const { header, hash } = await client.call(methods.hashKv, {})
  assert.equal(hash, before.hash)
  assert.equal(header?.revision, before.header?.revision)
  assert.equal(header?.clusterId, before.header?.clusterId)
  assert.equal(header?.memberId, before.header?.memberId)
  const { kvs } = await client.call(methods.range, { key: 'k' })
  assert.equal(kvs[0]?.version, 10)
  const lease = await client.call(methods.leaseTimeToLive, { id: before.id, keys: true })
  assert.deepEqual(lease.keys, ['leased'])
  assert.ok(lease.ttl > 3500)
  await client.call(methods.leaseRevoke, { id: before.id })
  assert.equal(await client.get('leased'), undefined)
  await assert.rejects(client.get('k', 3), { details: 'etcdserver: mvcc: required revision has been compacted' })
})

test('HTTP/1 answers on the client port beside gRPC, health and metrics on their own port too', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({
    dataDir: data.path,
    args: ['--listen-metrics-urls=http://127.0.0.1:0'],
  })
  const metricsLine = await server.waitForLine(({ msg }) => msg === 'now serving metrics')
  const url = `http://${server.endpoint}`
  const get = async (path: string, base = url) => {
    const response = await fetch(base + path)
    return { status: response.status, text: await response.text() }
  }
  assert.deepEqual(await get('/health'), { status: 200, text: '{"health":"true","reason":""}' })
  assert.deepEqual(await get('/livez'), { status: 200, text: 'ok\n' })
  assert.equal((await get('/healthz')).status, 200)
  assert.match((await get('/readyz?verbose')).text, /\[\+\]linearizable_read ok\n/)
  assert.deepEqual(JSON.parse((await get('/version')).text).etcdserver, '3.7.1')
  assert.equal((await get('/nothing')).status, 404)

  using client = new TestClient(server.endpoint)
  await client.put('k', 'x')
  const { text } = await get('/metrics')
  for (const line of [
    /^etcd_server_has_leader 1$/m,
    /^etcd_server_is_leader 1$/m,
    /^etcd_mvcc_put_total 1$/m,
    /^etcd_debugging_mvcc_keys_total 1$/m,
    /^etcd_server_version\{server_version="3\.7\.1"\} 1$/m,
    /^etcd_cluster_version\{cluster_version="3\.7"\} 1$/m,
    /^grpc_server_handled_total\{.*grpc_method="Put".*grpc_code="OK".*\} 1$/m,
    /^grpc_server_started_total\{.*grpc_method="Compact".*\} 0$/m,
    /^etcd_disk_wal_fsync_duration_seconds_count [1-9]/m,
    /^process_resident_memory_bytes \d+/m,
  ]) {
    assert.match(text, line)
  }
  const metricsUrl = `http://${String(metricsLine['bound'])}`
  assert.equal((await get('/health', metricsUrl)).status, 200)
  assert.match((await get('/metrics', metricsUrl)).text, /etcd_server_has_leader 1/)
  assert.equal((await get('/version', metricsUrl)).status, 404)
})

test('the JSON gateway reads and writes what gRPC does', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`http://${server.endpoint}${path}`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  assert.equal((await post('/v3/kv/put', { key: base64('k'), value: base64('v') })).status, 200)
  const { body } = await post('/v3/kv/range', { key: base64('k') })
  assert.deepEqual(body['kvs'], [
    { key: base64('k'), create_revision: '2', mod_revision: '2', version: '1', value: base64('v') },
  ])
  const refused = await post('/v3/kv/put', { value: base64('v') })
  assert.equal(refused.status, 400)
  assert.deepEqual(refused.body, { code: 3, message: 'etcdserver: key is not provided' })
})

test('a unix socket serves as a TCP port does', async () => {
  await using data = await temporaryDirectory()
  const path = `${data.path}/socket`
  await using server = KeelsonProcess.spawn({
    dataDir: `${data.path}/d`,
    args: [`--listen-client-urls=unix://${path}`, '--advertise-client-urls=http://127.0.0.1:2379'],
  })
  await server.waitForLine(({ msg }) => msg === 'ready to serve client requests')
  using client = new TestClient(`unix:${path}`)
  await client.put('k', 'x')
  const health = await new Promise<number | undefined>((resolve, reject) => {
    request({ socketPath: path, path: '/health' }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  assert.equal(health, 200)
})

test('HTTP on a URL of its own leaves the client URL to gRPC alone', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({
    dataDir: data.path,
    args: ['--listen-client-http-urls=http://127.0.0.1:0'],
  })
  await server.waitForLine(({ traffic }) => traffic === 'http')
  const [grpcAt, httpAt] = server.lines
    .filter(({ msg }) => msg === 'now serving client')
    .map(({ bound }) => String(bound))
  assert.equal((await fetch(`http://${httpAt}/health`)).status, 200)
  assert.equal((await fetch(`http://${grpcAt}/health`)).status, 404)
  using client = new TestClient(String(grpcAt))
  await client.put('k', 'x')
})

test('wrong flags say what is wrong, and which one was meant', async () => {
  await using data = await temporaryDirectory()
  const typo = KeelsonProcess.spawn({ dataDir: data.path, args: ['--lisen-peer-urls=http://127.0.0.1:1'] })
  assert.equal((await typo.exited).code, 2)
  assert.match(typo.transcript(), /flag provided but not defined: -lisen-peer-urls/)
  assert.match(typo.transcript(), /listen-peer-urls/)
  const slow = KeelsonProcess.spawn({
    dataDir: data.path,
    args: ['--heartbeat-interval=100', '--election-timeout=400'],
  })
  assert.equal((await slow.exited).code, 1)
  assert.match(
    slow.transcript(),
    /--election-timeout\[400ms\] should be at least as 5 times as --heartbeat-interval\[100ms\]/,
  )
})
