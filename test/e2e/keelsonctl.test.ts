import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client, type WatchBatch } from '../../src/client/index.ts'
import { etcdctlMissing, etcdctlVersion, type Ran } from './etcdctl.ts'
import { KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

const keelsonctlProgram = fileURLToPath(new URL('../../dist/cli/keelsonctl.js', import.meta.url))

interface RunOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

/** On a busy machine connecting alone may take longer than the defaults allow. */
const patience = { KEELSONCTL_DIAL_TIMEOUT: '60s', KEELSONCTL_COMMAND_TIMEOUT: '60s' }
/** For tests that set the limits by flags. */
const impatience = { KEELSONCTL_DIAL_TIMEOUT: '', KEELSONCTL_COMMAND_TIMEOUT: '' }

function start(args: readonly string[], { env }: RunOptions = {}, program?: string) {
  const [command, words] = program === undefined ? [process.execPath, [keelsonctlProgram, ...args]] : [program, args]
  return spawn(command, words, { env: { PATH: process.env['PATH'] ?? '', ...patience, ...env } })
}

/** Runs one command to its end; `program` instead of the one under test. */
async function keelsonctl(args: readonly string[], options: RunOptions = {}, program?: string): Promise<Ran> {
  const child = start(args, options, program)
  // A program that refuses its arguments ends without reading what it is given.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => assert.equal(error.code, 'EPIPE'))
  child.stdin.end(options.stdin ?? '')
  const collect = async (stream: AsyncIterable<Buffer>) => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  const status = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [stdout, stderr] = await Promise.all([collect(child.stdout), collect(child.stderr)])
  // etcdctl's own logger writes such lines.
  const spoken = stderr.split('\n').filter((line) => !line.startsWith('{"level"'))
  return { status: await status, stdout, stderr: spoken.join('\n') }
}

/** The first `count` lines of a command that goes on by itself; then it is stopped. Fails when it ends before. */
async function firstLines(
  args: readonly string[],
  count: number,
  onStarted: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const child = start(args)
  const lines: string[] = []
  const complaints: string[] = []
  child.stderr.on('data', (chunk) => complaints.push(String(chunk)))
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const enough = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (lines.length < count) lines.push(line)
      if (lines.length === count) resolve()
    })
  })
  await onStarted()
  await Promise.race([enough, closed])
  child.kill('SIGKILL')
  await closed
  assert.equal(lines.length, count, `${args.join(' ')} ended early\n${lines.join('\n')}\n${complaints.join('')}`)
  return lines
}

interface Step {
  readonly args: readonly string[]
  readonly stdin?: string
  readonly status?: number
  readonly stdout?: string
  readonly stderr?: RegExp
}

const header = (revision: number) => `"header":{"cluster_id":0,"member_id":0,"revision":${revision},"raft_term":0}`
const headerFields = (revision: number) =>
  `"ClusterID" : 0\n"MemberID" : 0\n${revision > 0 ? `"Revision" : ${revision}\n` : ''}"RaftTerm" : 0\n`
const innerHeader = (revision: number) => `"ClusterID" : 0\n"MemberID" : 0\n"Revision" : ${revision}\n"RaftTerm" : 0\n`
const border = (left: string, middle: string, right: string, widths: readonly number[]) =>
  `${left}${widths.map((columns) => '─'.repeat(columns + 2)).join(middle)}${right}\n`

/**
 * One sitting on a fresh server. What differs from one server to the next is a zero or `<...>`: see `normalise`.
 * A real etcdctl of 3.7 has to pass as well, where there is one.
 */
const steps: readonly Step[] = [
  { args: ['put', 'fruit/apple', 'red'], stdout: 'OK\n' },
  { args: ['put', 'fruit/banana'], stdin: 'yellow', stdout: 'OK\n' },
  { args: ['put', 'fruit/apple', 'green', '--prev-kv'], stdout: 'OK\nfruit/apple\nred\n' },
  { args: ['put', 'é', '-w', 'json', '--', '-日本'], stdout: `{${header(5)}}\n` },
  { args: ['put', 'no/such', '--ignore-value'], status: 1, stderr: /^Error: etcdserver: key not found$/m },
  { args: ['get', '--prefix', 'fruit/'], stdout: 'fruit/apple\ngreen\nfruit/banana\nyellow\n' },
  { args: ['get', 'fruit/apple', '--rev=2', '--print-value-only'], stdout: 'red\n' },
  { args: ['get', 'é', '--hex'], stdout: '\\xc3\\xa9\n\\x2d\\xe6\\x97\\xa5\\xe6\\x9c\\xac\n' },
  { args: ['get', '', '--prefix', '--order=DESCEND', '--keys-only'], stdout: 'é\n\nfruit/banana\n\nfruit/apple\n\n' },
  {
    args: ['get', 'fruit/', '--prefix', '--limit=1', '-w', 'json'],
    stdout: `{${header(5)},"kvs":[{"key":"ZnJ1aXQvYXBwbGU=","create_revision":2,"mod_revision":4,"version":2,"value":"Z3JlZW4="}],"more":true,"count":2}\n`,
  },
  {
    args: ['get', 'é', '-w', 'fields'],
    stdout: `${headerFields(5)}"Key" : "é"\n"CreateRevision" : 5\n"ModRevision" : 5\n"Version" : 1\n"Value" : "-日本"\n"Lease" : 0\n"More" : false\n"Count" : 1\n`,
  },
  {
    args: ['get', '--count-only', 'fruit/', '--prefix', '-w', 'fields'],
    stdout: `${headerFields(5)}"More" : false\n"Count" : 2\n`,
  },
  { args: ['get', 'k', '-w', 'table'], status: 4, stderr: /^Error: table not supported as output format$/m },
  { args: ['get', 'k', '--order=UP'], status: 4, stderr: /^Error: bad sort order UP$/m },
  { args: ['get'], status: 128, stderr: /^Error: get command needs one argument/m },
  {
    args: ['txn'],
    stdin:
      'value("fruit/apple") = "green"\nmod("é") > "1"\n\nput "won \\x41" yes\nget fruit/banana\ndel é --prev-kv\n\nput won no\n\n',
    stdout: 'SUCCESS\n\nOK\n\nfruit/banana\nyellow\n\n1\né\n-日本\n',
  },
  {
    args: ['txn', '-w', 'json'],
    stdin: 'ver("won A") = "0"\n\n\nput lost 1\n\n',
    stdout: `{${header(7)},"responses":[{"Response":{"response_put":{"header":{"revision":7}}}}]}\n`,
  },
  {
    args: ['txn', '-w', 'fields', '-i'],
    stdin: '\nput t 1 --prev-kv\nget t\n\n\n',
    stdout: `compares:\nsuccess requests (get, put, del):\nfailure requests (get, put, del):\n${headerFields(8)}"Succeeded" : true\n${innerHeader(8)}${innerHeader(8)}"Key" : "t"\n"CreateRevision" : 8\n"ModRevision" : 8\n"Version" : 1\n"Value" : "1"\n"Lease" : 0\n"More" : false\n"Count" : 1\n`,
  },
  { args: ['txn'], stdin: 'mod("a") > "0"\nput', status: 3, stderr: /^Error: / },
  {
    args: ['del', 't', '--prev-kv', '-w', 'json'],
    stdout: `{${header(9)},"deleted":1,"prev_kvs":[{"key":"dA==","create_revision":8,"mod_revision":8,"version":1,"value":"MQ=="}]}\n`,
  },
  { args: ['del', 'lost', 'lost0', '--range'], stdout: '1\n' },
  { args: ['lease', 'grant', '100'], stdout: 'lease <id> granted with TTL(100s)\n' },
  {
    args: ['lease', 'timetolive', '77', '-w', 'json'],
    stdout:
      '{"cluster_id":0,"member_id":0,"revision":10,"raft_term":0,"id":119,"ttl":-1,"granted-ttl":0,"keys":null}\n',
  },
  { args: ['lease', 'keep-alive', '--once', '77'], status: 2, stderr: /requested lease not found/ },
  { args: ['lease', 'keep-alive', '77'], stdout: 'lease <id> expired or revoked.\n' },
  { args: ['lease', 'revoke', 'zz'], status: 128, stderr: /parsing "zz": invalid syntax\), expecting ID in Hex/ },
  { args: ['member', 'list'], stdout: '<id>, started, default, http://localhost:2380, http://<endpoint>, false\n' },
  {
    args: ['member', 'list', '-w', 'json'],
    stdout:
      '{"header":{"cluster_id":0,"member_id":0,"raft_term":0},"members":[{"ID":0,"name":"default","peerURLs":["http://localhost:2380"],"clientURLs":["http://<endpoint>"]}]}\n',
  },
  { args: ['endpoint', 'health'], stdout: '<endpoint> is healthy: successfully committed proposal: took = <time>\n' },
  {
    args: ['endpoint', 'status'],
    stdout: '<endpoint>, <id>, 3.7.1, 3.7.0, <size>, <size>, <percent>, 2.1 GB, true, false, <raft>, , , false\n',
  },
  { args: ['endpoint', 'hashkv', '--rev=3000'], status: 1, stderr: /is a future revision\)\nError: etcdserver: mvcc/ },
  { args: ['alarm', 'list', '-w', 'json'], stdout: `{${header(10)}}\n` },
  { args: ['compaction', '4'], stdout: 'compacted revision 4\n' },
  { args: ['get', 'fruit/apple', '--rev=2'], status: 1, stderr: /^Error: .*required revision has been compacted$/m },
  {
    args: ['watch', 'fruit/apple', '--rev=2'],
    status: 5,
    stderr: /^watch was canceled .*compacted\)\nError: watch is/m,
  },
  { args: ['defrag'], stdout: 'Finished defragmenting etcd member[<endpoint>]. took <time>\n' },
  { args: ['bogus'], status: 1, stderr: /^Error: unknown command "bogus"/m },
]

/** Replaces what differs between runs, and from server to server. */
function normalise(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, '<endpoint>')
    .replaceAll(/"(cluster_id|member_id|raft_term|ID)":\d+/g, '"$1":0')
    .replaceAll(/"(ClusterID|MemberID|RaftTerm)" : \d+/g, '"$1" : 0')
    .replaceAll(/took( =)? [\d.]+(µs|ms|s)/g, 'took$1 <time>')
    .replaceAll(/, [\d.]+ [kMG]?B, [\d.]+ [kMG]?B, \d+%,/g, ', <size>, <size>, <percent>,')
    .replaceAll(/true, false, \d+, \d+, \d+,/g, 'true, false, <raft>,')
    .replaceAll(/\b[0-9a-f]{15,16}\b/g, '<id>')
}

async function runSteps(endpoint: string, program?: string): Promise<void> {
  for (const { args, stdin = '', status = 0, stdout, stderr } of steps) {
    const ran = await keelsonctl(['--endpoints', endpoint, ...args], { stdin }, program)
    const about = `${args.join(' ')}\n${ran.stdout}${ran.stderr}`
    assert.equal(ran.status, status, about)
    if (stdout !== undefined) assert.equal(normalise(ran.stdout), stdout, about)
    if (stderr !== undefined) assert.match(ran.stderr, stderr, about)
  }
}

async function freshServer() {
  const data = await temporaryDirectory()
  const server = await KeelsonProcess.start({ dataDir: data.path, args: ['--listen-peer-urls=http://127.0.0.1:0'] })
  return {
    endpoint: server.endpoint,
    path: data.path,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await data[Symbol.asyncDispose]()
    },
  }
}

/** The server of the tests that leave nothing behind which others mind. */
let shared: Awaited<ReturnType<typeof freshServer>>
before(async () => {
  shared = await freshServer()
})
after(() => shared[Symbol.asyncDispose]())

const onShared = (args: readonly string[], options: RunOptions = {}) =>
  keelsonctl(['--endpoints', shared.endpoint, ...args], options)

test('keelsonctl: a sitting, in all forms of output', async () => {
  await using server = await freshServer()
  await runSteps(server.endpoint)
})

test('keelsonctl: a real etcdctl of the same release says the same', async (t: TestContext) => {
  const missing = etcdctlMissing()
  if (missing !== undefined) return t.skip(missing)
  if (!etcdctlVersion().startsWith('3.7.')) return t.skip(`the etcdctl at hand is ${etcdctlVersion()}, not 3.7`)
  await using server = await freshServer()
  await runSteps(server.endpoint, process.env['ETCDCTL'] ?? 'etcdctl')
})

test('keelsonctl watch: events as they come, with what was before, and a program for each', async () => {
  await onShared(['put', 'w/1', 'one'])
  const rev = /"revision":(\d+)/.exec((await onShared(['get', 'w/1', '-w', 'json'])).stdout)?.[1] ?? ''
  const args = ['--endpoints', shared.endpoint, 'watch', '--prefix', 'w/', `--rev=${rev}`]
  const lines = await firstLines([...args, '--prev-kv'], 13, async () => {
    await onShared(['put', 'w/1', 'two'])
    await onShared(['del', 'w/1'])
  })
  assert.deepEqual(lines, ['PUT', 'w/1', 'one', 'PUT', 'w/1', 'one', 'w/1', 'two', 'DELETE', 'w/1', 'two', 'w/1', ''])
  const told = 'echo $ETCD_WATCH_EVENT_TYPE $ETCD_WATCH_KEY $ETCD_WATCH_VALUE'
  const ran = await firstLines([...args, '-w', 'json', '--', 'sh', '-c', told], 4)
  assert.equal(JSON.parse(ran[0] ?? '').Events.length, 3)
  assert.deepEqual(ran.slice(1), ['"PUT" "w/1" "one"', '"PUT" "w/1" "two"', '"DELETE" "w/1" ""'])
})

test('keelsonctl watch -i: lines start watches and ask for progress', async () => {
  const child = start(['--endpoints', shared.endpoint, 'watch', '-i'])
  const complaints: string[] = []
  child.stderr.on('data', (chunk) => complaints.push(String(chunk)))
  const status = new Promise<number | null>((resolve) => child.on('close', resolve))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await onShared(['put', 'i/1', 'v'])
  const rev = /"revision":(\d+)/.exec((await onShared(['get', 'i/1', '-w', 'json'])).stdout)?.[1] ?? ''
  child.stdin.write(`nonsense\nwatch i/ --prefix --rev=${rev}\n`)
  const seen: string[] = []
  while (seen.length < 3) seen.push((await lines.next()).value)
  assert.deepEqual(seen, ['PUT', 'i/1', 'v'])
  child.stdin.write('progress\n')
  assert.match((await lines.next()).value, /^progress notify: \d+$/)
  child.stdin.end()
  assert.equal(await status, 3)
  assert.match(complaints.join(''), /Invalid command nonsense \(only support watch\)/)
})

test('keelsonctl lease: grant, tie, renew, list, revoke', async () => {
  const id = /lease ([0-9a-f]{16}) granted/.exec((await onShared(['lease', 'grant', '60'])).stdout)?.[1] ?? ''
  await onShared(['put', 'held/a', 'x', `--lease=${id}`])
  assert.match(
    (await onShared(['lease', 'timetolive', id, '--keys'])).stdout,
    new RegExp(`^lease ${id} granted with TTL\\(60s\\), remaining\\(\\d+s\\), attached keys\\(\\[held/a\\]\\)\n$`),
  )
  assert.deepEqual(await firstLines(['--endpoints', shared.endpoint, 'lease', 'keep-alive', id], 1), [
    `lease ${id} keepalived with TTL(60)`,
  ])
  assert.ok((await onShared(['lease', 'list'])).stdout.split('\n').includes(id))
  assert.equal((await onShared(['lease', 'revoke', id])).stdout, `lease ${id} revoked\n`)
  assert.equal((await onShared(['get', 'held/a'])).stdout, '')
})

test('keelsonctl snapshot: saved whole, and its status says what it holds', async () => {
  for (const key of ['s/1', 's/2']) await onShared(['put', key, 'x'.repeat(1000)])
  const file = join(shared.path, 'state.snap')
  const saved = await onShared(['snapshot', 'save', file])
  assert.equal(saved.stdout, `Snapshot saved at ${file}\nServer version 3.7.0\n`, saved.stderr)
  const bytes = await readFile(file)
  assert.equal(bytes.length % 512, 32)
  const { stdout } = await keelsonctl(['snapshot', 'status', file, '-w', 'json'])
  const status = JSON.parse(stdout)
  const revision = JSON.parse((await onShared(['get', 's/1', '-w', 'json'])).stdout).header.revision
  assert.deepEqual([status.revision, status.totalSize, status.version], [revision, bytes.length, '3.7.0'])
  assert.ok(status.totalKey >= 2)
  const table = await keelsonctl(['snapshot', 'status', file, '-w', 'table'])
  const hash = status.hash.toString(16).padStart(8, '0')
  assert.ok(table.stdout.includes(`│ ${hash} │`), table.stdout)
  assert.ok(table.stdout.startsWith(border('┌', '┬', '┐', [8, 8, 10, 10, 7])), table.stdout)
})

test('keelsonctl snapshot status: refuses a file in which one bit is wrong, and what is no snapshot', async () => {
  const file = join(shared.path, 'whole.snap')
  assert.equal((await onShared(['snapshot', 'save', file])).status, 0)
  const bytes = await readFile(file)
  const damaged = join(shared.path, 'damaged.snap')
  const at = bytes.length - 40
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(damaged, bytes)
  const ran = await keelsonctl(['snapshot', 'status', damaged])
  assert.equal(ran.status, 1)
  assert.match(ran.stderr, /Error: cannot read .*damaged\.snap: /)
  await writeFile(damaged, 'something else, long enough to have a checksum at its end')
  assert.match((await keelsonctl(['snapshot', 'status', damaged])).stderr, /this is no Keelson snapshot/)
})

test('client: a watch and a kept lease live through a kill -9 and a restart of the server', async () => {
  await using data = await temporaryDirectory()
  const args = ['--listen-peer-urls=http://127.0.0.1:0']
  const first = await KeelsonProcess.start({ dataDir: data.path, args })
  await using client = new Client({ endpoints: [first.endpoint], dialTimeoutMs: 30_000 })
  const { id } = await client.leases.grant(60)
  await using alive = client.leases.keepAlive(id)
  const batches = client.watch('r/', { prefix: true })[Symbol.asyncIterator]()
  const before = batches.next()
  // The watch begins somewhere in these puts: each of them from there on has to come.
  let sent = 0
  const put = async () => client.kv.put(`r/${++sent}`, 'x', { leaseId: id })
  let begun = false
  const noticed = before.then(() => {
    begun = true
  })
  while (!begun) await put()
  await noticed
  const keysOf = ({ value }: IteratorResult<WatchBatch>): number[] =>
    (value as WatchBatch).events.map(({ kv }) => Number(kv.key.toString().slice(2)))
  const seen = keysOf(await before)
  await first.kill()
  await using second = await KeelsonProcess.start({
    dataDir: data.path,
    args,
    port: Number(first.endpoint.split(':')[1]),
  })
  assert.equal(second.endpoint, first.endpoint)
  await put()
  while (seen.at(-1) !== sent) seen.push(...keysOf(await batches.next()))
  assert.deepEqual(
    seen,
    seen.map((_, i) => (seen[0] ?? 0) + i),
  )
  await batches.return?.(undefined)
  assert.equal(alive.lost.aborted, false)
  assert.equal((await client.leases.timeToLive(id)).grantedTtlSeconds, 60)
})

test('keelsonctl: a dead endpoint beside a living one does not matter, alone it is named', async () => {
  const dead = '127.0.0.1:1'
  assert.equal((await keelsonctl(['--endpoints', `${dead},${shared.endpoint}`, 'put', 'k', 'v'])).stdout, 'OK\n')
  const ran = await keelsonctl(['--endpoints', dead, '--dial-timeout=100ms', 'get', 'k'], { env: impatience })
  assert.equal(ran.status, 1)
  assert.equal(ran.stderr, `Error: context deadline exceeded\n  cannot connect to ${dead} within 100 ms\n`)
  const both = ['--endpoints', `${dead},${shared.endpoint}`, '--dial-timeout=3s']
  const health = await keelsonctl([...both, 'endpoint', 'health'], { env: impatience })
  assert.equal(health.status, 1)
  assert.match(health.stdout, /is healthy/)
  assert.match(health.stderr, /127\.0\.0\.1:1 is unhealthy: .*\nError: unhealthy cluster/)
})

test('keelsonctl: variables stand for flags, but never beside them', async () => {
  const env = { ETCDCTL_ENDPOINTS: shared.endpoint, KEELSONCTL_WRITE_OUT: 'json' }
  assert.match((await keelsonctl(['put', 'env', '1'], { env })).stdout, /^\{"header":/)
  const both = await onShared(['get', 'env'], { env })
  assert.equal(both.status, 1)
  assert.match(both.stderr, /ETCDCTL_ENDPOINTS and --endpoints are both set/)
})

test('keelsonctl: help goes to stdout, a wrong flag to stderr with the usage', async () => {
  assert.match((await keelsonctl(['get', '--help'])).stdout, /^Usage:\n {2}keelsonctl get \[options\] <key>/m)
  const wrong = await keelsonctl(['get', 'a', '--perfix'])
  assert.equal(wrong.status, 1)
  assert.match(wrong.stderr, /^Error: unknown flag: --perfix\nDid you mean --prefix\?\nUsage:\n {2}keelsonctl get/)
  assert.match((await keelsonctl(['version'])).stdout, /^keelsonctl version: \d+\.\d+\.\d+\nAPI version: 3\.7\n$/)
})
