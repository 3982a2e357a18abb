import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { EtcdProcess, etcdMissing } from './etcd-process.ts'
import { etcdctl, etcdctlMissing, etcdctlStream, etcdctlVersion } from './etcdctl.ts'
import { normalise, steps } from './etcdctl-steps.ts'
import { KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

/** Skips, saying why, where there is no etcdctl. */
function needsEtcdctl(t: TestContext): boolean {
  const missing = etcdctlMissing()
  if (missing !== undefined) t.skip(missing)
  return missing === undefined
}

async function runSteps(endpoint: string): Promise<void> {
  for (const { args, stdin, status = 0, stdout, stderr } of steps) {
    const ran = await etcdctl(endpoint, args, stdin)
    const about = `etcdctl ${args.join(' ')}\n${ran.stdout}${ran.stderr}`
    assert.equal(ran.status, status, about)
    if (stdout !== undefined) assert.equal(normalise(ran.stdout), stdout, about)
    if (stderr !== undefined) assert.match(ran.stderr, stderr, about)
  }
}

test('etcdctl: what an operator types gets the answers that etcd gives', async (t) => {
  if (!needsEtcdctl(t)) return
  t.diagnostic(`etcdctl ${etcdctlVersion()}`)
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  await runSteps(server.endpoint)
})

test('etcdctl: a real etcd gives those answers too', async (t) => {
  if (!needsEtcdctl(t)) return
  const missing = etcdMissing()
  if (missing !== undefined) return t.skip(missing)
  await using data = await temporaryDirectory()
  await using etcd = await EtcdProcess.start(data.path)
  await runSteps(etcd.endpoint)
})

test('etcdctl watch: shows events as they come, from a revision, with previous values', async (t) => {
  if (!needsEtcdctl(t)) return
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const { endpoint } = server
  await etcdctl(endpoint, ['put', 'w/1', 'one'])
  await etcdctl(endpoint, ['put', 'w/1', 'two'])
  const watch = etcdctlStream(endpoint, ['watch', '--prefix', 'w/', '--rev=2', '--prev-kv'])
  try {
    assert.deepEqual(await watch.take(3), ['PUT', 'w/1', 'one'])
    assert.deepEqual(await watch.take(5), ['PUT', 'w/1', 'one', 'w/1', 'two'])
    await etcdctl(endpoint, ['del', 'w/1'])
    assert.deepEqual(await watch.take(5), ['DELETE', 'w/1', 'two', 'w/1', ''])
  } finally {
    await watch.stop()
  }
})

test('etcdctl watch: a start that is compacted ends the watch', async (t) => {
  if (!needsEtcdctl(t)) return
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  for (const value of ['1', '2', '3']) await etcdctl(server.endpoint, ['put', 'k', value])
  await etcdctl(server.endpoint, ['compaction', '4'])
  const ran = await etcdctl(server.endpoint, ['watch', 'k', '--rev=2'])
  assert.match(ran.stderr, /watch was canceled \(etcdserver: mvcc: required revision has been compacted\)/)
  assert.match(ran.stderr, /Error: watch is canceled by the server/)
})

test('etcdctl lease: keys go with their lease, a renewed one stays', async (t) => {
  if (!needsEtcdctl(t)) return
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const run = (...args: string[]) => etcdctl(server.endpoint, args)
  const id = /lease ([0-9a-f]+) granted/.exec((await run('lease', 'grant', '60')).stdout)?.[1] ?? ''
  await run('put', 'held', 'x', `--lease=${id}`)
  assert.match(
    (await run('lease', 'timetolive', id, '--keys')).stdout,
    /granted with TTL\(60s\), remaining\(\d+s\), attached keys\(\[held\]\)/,
  )
  assert.match((await run('lease', 'list')).stdout, new RegExp(`found 1 leases\n${id}`))
  assert.match((await run('lease', 'keep-alive', '--once', id)).stdout, /keepalived with TTL\(60\)/)
  assert.equal((await run('lease', 'revoke', id)).stdout, `lease ${id} revoked\n`)
  assert.equal((await run('get', 'held')).stdout, '')
  const short = /lease ([0-9a-f]+) granted with TTL\(2s\)/.exec((await run('lease', 'grant', '1')).stdout)?.[1] ?? ''
  await run('put', 'brief', 'x', `--lease=${short}`)
  const watch = etcdctlStream(server.endpoint, ['watch', 'brief', '--rev=1'])
  try {
    assert.deepEqual(await watch.take(6), ['PUT', 'brief', 'x', 'DELETE', 'brief', ''])
  } finally {
    await watch.stop()
  }
})

test('etcdctl snapshot save: a file whose checksum and size are right', async (t) => {
  if (!needsEtcdctl(t)) return
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  for (let i = 0; i < 20; i++) await etcdctl(server.endpoint, ['put', `k${i}`, 'x'.repeat(1000)])
  const file = join(data.path, 'saved.db')
  const ran = await etcdctl(server.endpoint, ['snapshot', 'save', file])
  assert.equal(ran.status, 0, ran.stderr)
  const bytes = await readFile(file)
  assert.equal(bytes.length % 512, 32)
  const content = bytes.subarray(0, -32)
  assert.deepEqual(createHash('sha256').update(content).digest(), bytes.subarray(-32))
  assert.ok(content.includes('k19'))
})

test('etcdctl: an alarm that is set shows, fails the health check, and can be disarmed', async (t) => {
  if (!needsEtcdctl(t)) return
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path, args: ['--quota-backend-bytes=2000000'] })
  const run = (...args: string[]) => etcdctl(server.endpoint, args)
  const value = 'x'.repeat(100_000)
  let refused = ''
  for (let i = 0; i < 100 && refused === ''; i++) refused = (await run('put', `big${i}`, value)).stderr
  assert.match(refused, /etcdserver: mvcc: database space exceeded/)
  assert.match((await run('alarm', 'list')).stdout, /memberID:\d+ +alarm:NOSPACE/)
  const health = await fetch(`http://${server.endpoint}/health`)
  assert.equal(health.status, 503)
  assert.deepEqual(await health.json(), { health: 'false', reason: 'ALARM NOSPACE' })
  assert.equal((await run('del', '--prefix', 'big')).status, 0)
  assert.match((await run('alarm', 'disarm')).stdout, /alarm:NOSPACE/)
  assert.equal((await run('alarm', 'list')).stdout, '')
})
