/**
 * What a member does with bad input and with a bad machine: a clear error, and nothing lost.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import type { WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import { methods, StreamReader, TestClient } from './client.ts'
import { KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

const code = { InvalidArgument: 3, NotFound: 5, ResourceExhausted: 8, OutOfRange: 11, Unavailable: 14 }

/** Runs the program to its end; it is expected to refuse. */
async function refusal(args: readonly string[], dataDir: string): Promise<{ code: number | null; text: string }> {
  const refused = KeelsonProcess.spawn({ dataDir, args })
  const { code } = await refused.exited
  return { code, text: refused.transcript() }
}

test('requests that break a rule get the error of the reference, and the next request works', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  using client = new TestClient(server.endpoint)
  const value = Buffer.from('x')
  for (let i = 0; i < 5; i++) await client.put('k', 'x')
  await client.call(methods.compact, { revision: 4 })
  const put = (key: string) => ({ request: { case: 'requestPut' as const, value: { key, value } } })
  const { range, txn, leaseRevoke } = methods
  const rows = [
    { wants: [code.InvalidArgument, 'etcdserver: key is not provided'], send: () => client.put('', 'x') },
    {
      wants: [code.InvalidArgument, 'etcdserver: too many operations in txn request'],
      send: () => client.call(txn, { success: Array.from({ length: 129 }, (_, i) => put(`t${i}`)) }),
    },
    {
      wants: [code.InvalidArgument, 'etcdserver: duplicate key given in txn request'],
      send: () => client.call(txn, { success: [put('a'), put('a')] }),
    },
    {
      wants: [code.InvalidArgument, 'etcdserver: request is too large'],
      send: () => client.put('big', Buffer.alloc(1_600_000)),
    },
    {
      wants: [code.ResourceExhausted, /grpc: received message larger than max \(\d+ vs\. 2097152\)/],
      send: () => client.put('bigger', Buffer.alloc(2_200_000)),
    },
    {
      wants: [code.OutOfRange, 'etcdserver: mvcc: required revision is a future revision'],
      send: () => client.get('k', 1_000),
    },
    {
      wants: [code.OutOfRange, 'etcdserver: mvcc: required revision has been compacted'],
      send: () => client.get('k', 2),
    },
    {
      wants: [code.NotFound, 'etcdserver: requested lease not found'],
      send: () => client.call(methods.put, { key: 'k', value, lease: 99n }),
    },
    {
      wants: [code.NotFound, 'etcdserver: requested lease not found'],
      send: () => client.call(leaseRevoke, { id: 12345n }),
    },
    {
      wants: [code.InvalidArgument, 'etcdserver: invalid sort option'],
      send: () => client.call(range, { key: 'k', sortOrder: 9 as never }),
    },
  ] as const
  for (const { wants, send } of rows) {
    const [wantCode, wantText] = wants
    await assert.rejects(send(), (error: { code: number; details: string }) => {
      assert.equal(error.code, wantCode, error.details)
      if (typeof wantText === 'string') assert.equal(error.details, wantText)
      else assert.match(error.details, wantText)
      return true
    })
    assert.equal((await client.get('k'))?.toString(), 'x')
  }
})

test('every byte value may stand in a key, and a value may be 1.5 MiB less the envelope', async () => {
  await using data = await temporaryDirectory()
  const large = randomBytes(1_572_864 - 100)
  const keys = Array.from({ length: 256 }, (_, byte) => `b/${String.fromCharCode(byte)}`)
  {
    await using server = await KeelsonProcess.start({ dataDir: data.path })
    using client = new TestClient(server.endpoint)
    for (const key of keys.toReversed()) await client.put(key, key)
    await client.put('large', large)
    assert.deepEqual(await server.stop(), { code: 0, signal: null })
  }
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  using client = new TestClient(server.endpoint)
  const { kvs } = await client.call(methods.range, { key: 'b/', rangeEnd: 'b0' })
  assert.deepEqual(
    kvs.map(({ key }) => key),
    keys,
    'in byte order, after a restart',
  )
  assert.deepEqual(await client.get('large'), large)
})

test('bytes that are no protocol, and half a request, hurt nobody else', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const [host = '', port = ''] = server.endpoint.split(':')
  const send = (bytes: Buffer): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), host, () => socket.end(bytes))
      socket.on('error', () => resolve())
      socket.on('close', () => resolve())
      socket.resume()
    })
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  await Promise.all([
    send(randomBytes(4_096)),
    send(Buffer.from('GET /health HT')),
    send(preface.subarray(0, 10)),
    send(Buffer.concat([preface, randomBytes(1_000)])),
    send(Buffer.concat([preface, Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]), Buffer.from([0, 0, 99, 1, 4, 0, 0, 0, 1])])),
    send(Buffer.alloc(0)),
  ])
  using client = new TestClient(server.endpoint)
  await client.put('still', 'here')
  assert.equal((await client.get('still'))?.toString(), 'here')
})

test('10,000 watches on one stream: each hears of its key', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  using client = new TestClient(server.endpoint)
  const stream = client.stream(methods.watch)
  const reader = new StreamReader<WatchResponse>(stream)
  const count = 10_000
  for (let i = 0; i < count; i++) {
    stream.write({ requestUnion: { case: 'createRequest', value: { key: `w${i}` } } })
  }
  for (let i = 0; i < count; i++) assert.ok((await reader.next()).created)
  const picked = [0, 1, 4_999, 9_999]
  for (const i of picked) await client.put(`w${i}`, 'x')
  for (const i of picked) {
    const { watchId, events } = await reader.next()
    assert.equal(watchId, i)
    assert.equal(events[0]?.kv?.key, `w${i}`)
  }
  stream.cancel()
})

test('a port that is taken is named', async () => {
  await using data = await temporaryDirectory()
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const refused = KeelsonProcess.spawn({ dataDir: data.path, port })
  assert.equal((await refused.exited).code, 1)
  assert.match(refused.transcript(), new RegExp(`127.0.0.1:${port}.*(in use|already in use)`))
  taken.close()
})

test('a data directory that cannot be used is named', async (t) => {
  await using data = await temporaryDirectory()
  const file = join(data.path, 'file')
  await writeFile(file, 'not a directory')
  const refused = await refusal([], file)
  assert.equal(refused.code, 1)
  assert.match(refused.text, /cannot access data directory/)
  // Root may write anywhere, so root runs this half as somebody else.
  const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
  const [command, ...rest] = [
    ...asNobody,
    process.execPath,
    '-e',
    `require('fs').readdirSync(${JSON.stringify(process.cwd())})`,
  ]
  const readable = spawnSync(command ?? '', rest, { encoding: 'utf8' })
  if (readable.status !== 0) return t.skip(`another user cannot run the program from here: ${readable.stderr}`)
  const locked = join(data.path, 'locked')
  await mkdir(locked)
  await chmod(data.path, 0o755)
  await chmod(locked, 0o500)
  const denied = KeelsonProcess.spawn({ dataDir: join(locked, 'data'), wrapper: asNobody })
  assert.equal((await denied.exited).code, 1)
  assert.match(denied.transcript(), /cannot access data directory: .*EACCES/)
})

test('a second start on the same directory names the pid of the first', async () => {
  await using data = await temporaryDirectory()
  await using server = await KeelsonProcess.start({ dataDir: data.path })
  const second = await refusal([], data.path)
  assert.equal(second.code, 1)
  assert.match(second.text, new RegExp(`\\b${server.pid}\\b`))
  using client = new TestClient(server.endpoint)
  await client.put('first', 'still runs')
})

test('a log that is damaged in its middle stops the start, with file and offset', async () => {
  await using data = await temporaryDirectory()
  {
    await using server = await KeelsonProcess.start({ dataDir: data.path })
    using client = new TestClient(server.endpoint)
    for (let i = 0; i < 20; i++) await client.put(`k${i}`, 'x'.repeat(500))
    await server.kill()
  }
  const folder = join(data.path, 'member', 'wal')
  const [segment = ''] = (await readdir(folder)).sort()
  const file = await open(join(folder, segment), 'r+')
  const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 4_000)
  assert.equal(bytesRead, 1)
  await file.write(Buffer.from([0xa5, 0x5a, 0xa5, 0x5a]), 0, 4, 4_000)
  await file.close()
  const before = (await stat(join(folder, segment))).size
  const refused = await refusal([], data.path)
  assert.equal(refused.code, 1)
  assert.match(refused.text, new RegExp(segment))
  assert.match(refused.text, /damaged at byte \d+/)
  assert.equal((await stat(join(folder, segment))).size, before, 'nothing was cut')
})

test('a log that was taken away stops the start, instead of beginning anew over the state', async () => {
  await using data = await temporaryDirectory()
  {
    await using server = await KeelsonProcess.start({ dataDir: data.path })
    using client = new TestClient(server.endpoint)
    await client.put('k', 'x')
    await server.stop()
  }
  const refused = await refusal([`--wal-dir=${join(data.path, 'elsewhere')}`], data.path)
  assert.equal(refused.code, 1)
  assert.match(refused.text, /the log is missing/)
})

test('a full disk: writes are refused with a clear error, reads go on, nothing acknowledged is lost', async (t) => {
  await using data = await temporaryDirectory()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', data.path], { encoding: 'utf8' })
  if (mounted.status !== 0) return t.skip(`a small file system cannot be mounted here: ${mounted.stderr}`)
  try {
    const written: string[] = []
    {
      await using server = await KeelsonProcess.start({ dataDir: join(data.path, 'd') })
      using client = new TestClient(server.endpoint)
      const value = randomBytes(1_000_000)
      let refused: { code: number; details: string } | undefined
      for (let i = 0; i < 400 && refused === undefined; i++) {
        try {
          await client.put(`k${i}`, value)
          written.push(`k${i}`)
        } catch (error) {
          refused = error as { code: number; details: string }
        }
      }
      assert.equal(refused?.code, code.Unavailable)
      assert.equal(refused.details, 'keelson: this member cannot write to its disk')
      await assert.rejects(client.put('again', 'x'), { details: 'keelson: this member cannot write to its disk' })
      const { count } = await client.call(methods.range, { key: 'k', rangeEnd: 'l', countOnly: true })
      assert.equal(count, written.length, 'reads go on')
      const { errors } = await client.call(methods.status, {})
      assert.ok(errors.includes('keelson: this member cannot write to its disk'))
      await server.kill()
    }
    const more = spawnSync('mount', ['-o', 'remount,size=1g', data.path], { encoding: 'utf8' })
    assert.equal(more.status, 0, more.stderr)
    await using server = await KeelsonProcess.start({ dataDir: join(data.path, 'd') })
    using client = new TestClient(server.endpoint)
    const { kvs } = await client.call(methods.range, { key: 'k', rangeEnd: 'l', keysOnly: true })
    const found = new Set(kvs.map(({ key }) => key))
    for (const key of written) assert.ok(found.has(key), `lost ${key}`)
    await client.put('again', 'x')
    await server.stop()
  } finally {
    spawnSync('umount', ['-l', data.path])
  }
})
