import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type ClientRequest, createServer, type IncomingMessage, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import fc from 'fast-check'
import { deafObserver, FakeTimers, fakeBackend, silentLog } from '../api/fakes.contract.ts'
import type { Observer } from '../api/service.ts'
import { createServices } from '../api/services.ts'
import { RequestError } from '../base/errors.ts'
import type { WatchMessage } from '../mvcc/watch-stream.ts'
import type { Backend } from '../server/backend.ts'
import { createGateway } from './gateway.ts'
import { JsonSplitter, JsonStreamError } from './json-splitter.ts'

const kv = { key: 'a\xff', createRevision: 2, modRevision: 3, version: 2, value: Buffer.from('v'), lease: 2n ** 62n }

interface Gate {
  readonly timers: FakeTimers
  post(
    path: string,
    body: string,
    headers?: Record<string, string>,
  ): Promise<{ status?: number | undefined; body: string }>
  open(path: string, method?: string, headers?: Record<string, string>): ClientRequest
}

async function serving(
  t: TestContext,
  parts: { backend?: Partial<Backend>; observer?: Partial<Observer>; maxMessageBytes?: number } = {},
): Promise<Gate> {
  const timers = new FakeTimers()
  const observer = { ...deafObserver, ...parts.observer }
  const services = createServices(fakeBackend(parts.backend), { timers, observer })
  const maxMessageBytes = parts.maxMessageBytes ?? 2_097_152
  const gateway = createGateway({ services: services.hosted, timers, observer, log: silentLog, maxMessageBytes })
  const server = createServer((request, response) => {
    if (!gateway(request.url ?? '', request, response)) response.end('not mine')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const open: Gate['open'] = (path, method = 'POST', headers = {}) => {
    const request = sendRequest({ host: '127.0.0.1', port, path, method, headers, agent: false })
    request.on('error', () => undefined)
    return request
  }
  return {
    timers,
    open,
    post: async (path, body, headers) => {
      const request = open(path, 'POST', headers)
      request.end(body)
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      return { status: response.statusCode, body: await text(response) }
    },
  }
}

async function text(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('a range: base64 for bytes, strings for 64 bits, nothing for zeros', async (t) => {
  const { post } = await serving(t, {
    backend: {
      range: ({ key }) => (key === 'a\xff' ? { revision: 7, kvs: [kv], more: false, count: 1 } : assert.fail(key)),
    },
  })
  const { status, body } = await post('/v3/kv/range', '{"key":"Yf8=","serializable":true}')
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(body), {
    header: { cluster_id: '12', member_id: '10', revision: '7', raft_term: '3' },
    kvs: [
      {
        key: 'Yf8=',
        create_revision: '2',
        mod_revision: '3',
        version: '2',
        value: 'dg==',
        lease: String(2n ** 62n),
      },
    ],
    count: '1',
  })
})

const failureRows = [
  {
    name: 'a wrong request',
    path: '/v3/kv/put',
    body: '{}',
    status: 400,
    code: 3,
    text: /^etcdserver: key is not provided$/,
  },
  {
    name: 'an empty body',
    path: '/v3/kv/range',
    body: '',
    status: 400,
    code: 3,
    text: /^etcdserver: key is not provided$/,
  },
  { name: 'no JSON', path: '/v3/kv/put', body: '{"key":', status: 400, code: 3, text: /./ },
  { name: 'no object', path: '/v3/kv/put', body: '[]', status: 400, code: 3, text: /./ },
  { name: 'no base64', path: '/v3/kv/put', body: '{"key":"~"}', status: 400, code: 3, text: /./ },
  {
    name: 'what is not built in',
    path: '/v3/auth/user/add',
    body: '{"name":"a"}',
    status: 501,
    code: 12,
    text: /^keelson: /,
  },
  { name: 'authentication', path: '/v3/auth/authenticate', body: '{}', status: 400, code: 9, text: /not enabled/ },
  { name: 'a path nobody knows', path: '/v3/kv/nope', body: '{}', status: 404, code: 5, text: /^Not Found$/ },
  {
    name: 'a method without a path',
    path: '/v3/kv/rangestream',
    body: '{}',
    status: 404,
    code: 5,
    text: /^Not Found$/,
  },
]
for (const { name, path, body, status, code, text: want } of failureRows) {
  test(`${name}: HTTP ${status}, code ${code}`, async (t) => {
    const { post } = await serving(t)
    const answer = await post(path, body)
    const json = JSON.parse(answer.body)
    assert.deepEqual(Object.keys(json), ['code', 'message'])
    assert.equal(json.code, code)
    assert.match(json.message, want)
    assert.equal(answer.status, status)
  })
}

test('other methods than POST are not allowed, paths of elsewhere are not taken, v3beta is v3', async (t) => {
  const { open, post } = await serving(t)
  const request = open('/v3/kv/range', 'GET')
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  assert.equal(response.statusCode, 501)
  assert.equal(await text(response), '{"code":12,"message":"Method Not Allowed"}')
  assert.equal((await post('/v2/keys', '')).body, 'not mine')
  assert.equal((await post('/v3beta/maintenance/defragment', '{}')).body, '{}')
})

test('headers are metadata: a leader asked for is not there', async (t) => {
  const { post } = await serving(t, { backend: { hasLeader: () => false } })
  const refused = await post('/v3/kv/put', '{"key":"YQ=="}', { 'Grpc-Metadata-hasleader': 'true' })
  assert.deepEqual(refused, { status: 503, body: '{"code":14,"message":"etcdserver: no leader"}' })
})

test('a timeout of the client is kept', async (t) => {
  let onAsked: (deadlineMs: number | undefined) => void = () => undefined
  const asked = new Promise<number | undefined>((resolve) => {
    onAsked = resolve
  })
  const { post, timers } = await serving(t, { backend: { propose: (_request, call) => onAsked(call.deadlineMs) } })
  const answer = post('/v3/kv/put', '{"key":"YQ=="}', { 'Grpc-Timeout': '250m' })
  assert.equal(await asked, 250)
  timers.pass(250)
  assert.deepEqual(await answer, { status: 504, body: '{"code":4,"message":"context deadline exceeded"}' })
})

test('a message over the limit is refused as gRPC would', async (t) => {
  const { post } = await serving(t, { maxMessageBytes: 100 })
  const body = (bytes: number): string => JSON.stringify({ key: Buffer.alloc(bytes, 1).toString('base64') })
  assert.equal((await post('/v3/kv/put', body(98))).status, 200)
  const over = await post('/v3/kv/put', body(99))
  assert.equal(over.status, 429)
  assert.equal(JSON.parse(over.body).message, 'grpc: received message larger than max (101 vs. 100)')
  assert.equal((await post('/v3/kv/put', body(10_000))).status, 429)
})

test('calls are counted like those of gRPC', async (t) => {
  const counted: string[] = []
  const { post } = await serving(t, {
    observer: {
      onStarted: (path) => counted.push(`started ${path}`),
      onMessage: (_path, direction, bytes) => counted.push(`${direction} ${bytes}`),
      onHandled: (_path, code) => counted.push(`handled ${code}`),
    },
  })
  await post('/v3/kv/put', '{"key":"YQ=="}')
  await post('/v3/kv/put', '{}')
  const started = 'started /etcdserverpb.KV/Put'
  assert.deepEqual(counted, [started, 'received 3', 'sent 10', 'handled 0', started, 'received 0', 'handled 3'])
})

test('a watch: one object a line, until the client goes away', async (t) => {
  const asked: unknown[] = []
  let onClosed: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    onClosed = resolve
  })
  const message: WatchMessage = {
    watchId: 3,
    revision: 7,
    created: true,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [],
  }
  const { open } = await serving(t, {
    backend: {
      openWatch: (sink) => ({
        create: ({ key, watchId }) => {
          asked.push({ key, watchId })
          sink.send({ ...message, watchId })
        },
        cancel: (watchId) => sink.send({ ...message, watchId, created: false, canceled: true }),
        requestProgress: () => undefined,
        tickProgress: () => undefined,
        drained: () => undefined,
        close: () => onClosed(),
      }),
    },
  })
  const request = open('/v3/watch')
  request.write('{"create_request":{"key":"YQ==","watch_id":3}}  \n{"create_request":{"watch_')
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  assert.equal(response.headers['grpc-metadata-content-type'], 'application/grpc')
  response.on('error', () => undefined)
  const lines: unknown[] = []
  let rest = ''
  const three = new Promise<void>((resolve) => {
    response.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) lines.push(JSON.parse(part))
      if (lines.length === 3) resolve()
    })
  })
  request.write('id":"4"}}{"cancel_request":{"watch_id":4}}')
  await three
  const header = { cluster_id: '12', member_id: '10', revision: '7', raft_term: '3' }
  assert.deepEqual(asked, [
    { key: 'a', watchId: 3 },
    { key: '\0', watchId: 4 },
  ])
  assert.deepEqual(lines, [
    { result: { header, watch_id: '3', created: true } },
    { result: { header, watch_id: '4', created: true } },
    { result: { header, watch_id: '4', canceled: true } },
  ])
  request.destroy()
  await closed
})

test('a keep-alive: the answers of all requests of a body, then the end', async (t) => {
  const { post } = await serving(t, { backend: { renewLease: async (id) => ({ ttlSeconds: id === 5n ? 60 : 0 }) } })
  const { body } = await post('/v3/lease/keepalive', '{"ID":5}{"ID":"6"}')
  const header = '{"cluster_id":"12","member_id":"10","revision":"7","raft_term":"3"}'
  assert.equal(body, `{"result":{"header":${header},"ID":"5","TTL":"60"}}\n{"result":{"header":${header},"ID":"6"}}\n`)
})

test('a stream that fails says so in its last line, with a status if it is the first', async (t) => {
  const { post } = await serving(t, {
    backend: {
      renewLease: (id) =>
        id === 5n ? Promise.resolve({ ttlSeconds: 1 }) : Promise.reject(new RequestError('NoLeader')),
    },
  })
  const failed = '{"error":{"code":14,"message":"etcdserver: no leader"}}\n'
  assert.deepEqual(await post('/v3/lease/keepalive', '{"ID":6}'), { status: 503, body: failed })
  const late = await post('/v3/lease/keepalive', '{"ID":5}{"ID":6}')
  assert.equal(late.status, 200)
  assert.ok(late.body.endsWith(`}}\n${failed}`), late.body)
  const torn = await post('/v3/lease/keepalive', '{"ID":5')
  assert.equal(torn.status, 400)
})

test('JsonSplitter: any row of objects, cut anywhere, comes out as its objects', () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constant({ a: '}{"\\' }), fc.integer())))
  const property = fc.property(objects, fc.array(fc.nat({ max: 20 })), (values, cuts) => {
    const bytes = Buffer.from(values.map((value) => JSON.stringify(value)).join(' \n'))
    const splitter = new JsonSplitter(1_000_000)
    const got: string[] = []
    let at = 0
    for (const cut of cuts) {
      got.push(...splitter.push(bytes.subarray(at, at + cut)))
      at += cut
    }
    got.push(...splitter.push(bytes.subarray(at)))
    splitter.end()
    assert.deepEqual(
      got.map((one) => JSON.parse(one)),
      JSON.parse(JSON.stringify(values)),
    )
  })
  fc.assert(property)
})

test('JsonSplitter: other things than objects, and objects too long, are refused', () => {
  assert.throws(() => new JsonSplitter(100).push(Buffer.from('[1]')), JsonStreamError)
  assert.throws(() => new JsonSplitter(100).push(Buffer.from('{} }')), JsonStreamError)
  assert.throws(() => new JsonSplitter(10).push(Buffer.from('{"a":"123456789')), JsonStreamError)
  const open = new JsonSplitter(100)
  open.push(Buffer.from('{"a":1'))
  assert.throws(() => open.end(), JsonStreamError)
})
