import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type TestContext } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { FakeTimers, fakeBackend, silentLog } from '../api/fakes.contract.ts'
import { createProbe } from '../api/probe.ts'
import { RequestError } from '../base/errors.ts'
import type { Backend } from '../server/backend.ts'
import { createHttpHandler, type HttpHandlerOptions } from './handler.ts'

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

type Ask = (path: string, options?: { method?: string; headers?: Record<string, string> }) => Promise<Answer>

const metrics = '# HELP a A.\n# TYPE a counter\na 1\n'

async function serving(
  t: TestContext,
  parts: Partial<HttpHandlerOptions> & { backend?: Partial<Backend> } = {},
): Promise<Ask> {
  const { backend, ...options } = parts
  const handler = createHttpHandler({
    mount: 'client',
    health: createProbe(fakeBackend(backend), new FakeTimers()),
    metricsText: async () => metrics,
    versions: () => ({ etcdserver: '3.7.1', etcdcluster: '3.7.0', storage: '3.7.0' }),
    debugVars: () => ({ cmdline: ['keelson'], 'raft.status': { id: 2n ** 60n } }),
    log: silentLog,
    ...options,
  })
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  return async (path, { method = 'GET', headers = {} } = {}) => {
    const request = sendRequest({ host: '127.0.0.1', port, path, method, headers, agent: false })
    request.end()
    const [response] = await once(request, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }
  }
}

const raised = (...alarms: number[]) => ({ alarms: () => alarms.map((alarm) => ({ memberId: 1n, alarm })) })
const alone: Partial<Backend> = {
  linearize: (_call, done) => queueMicrotask(() => done(new RequestError('Timeout'), undefined)),
}
const corruptStore: Partial<Backend> = {
  range: () => Promise.reject(new RequestError('Corrupt')),
}

const ok = '{"health":"true","reason":""}'
const bad = (reason: string): string => `{"health":"false","reason":"${reason}"}\n`
const healthRows: readonly { name: string; path?: string; backend?: Partial<Backend>; status: number; body: string }[] =
  [
    { name: 'all is well', status: 200, body: ok },
    { name: 'an alias for Kubernetes', path: '/healthz', status: 200, body: ok },
    { name: 'no space', backend: raised(1), status: 503, body: bad('ALARM NOSPACE') },
    { name: 'corrupt', backend: raised(2), status: 503, body: bad('ALARM CORRUPT') },
    { name: 'an alarm of a later version', backend: raised(9), status: 503, body: bad('ALARM UNKNOWN') },
    { name: 'an excluded alarm', path: '/health?exclude=NOSPACE', backend: raised(1), status: 200, body: ok },
    {
      name: 'one of two alarms excluded',
      path: '/health?exclude=NOSPACE',
      backend: raised(1, 2),
      status: 503,
      body: bad('ALARM CORRUPT'),
    },
    {
      name: 'both alarms excluded',
      path: '/health?exclude=NOSPACE&exclude=CORRUPT',
      backend: raised(1, 2),
      status: 200,
      body: ok,
    },
    {
      name: 'names are exact',
      path: '/health?exclude=nospace',
      backend: raised(1),
      status: 503,
      body: bad('ALARM NOSPACE'),
    },
    { name: 'no leader', backend: { hasLeader: () => false }, status: 503, body: bad('RAFT NO LEADER') },
    {
      name: 'an alarm is said before a missing leader',
      backend: { ...raised(1), hasLeader: () => false },
      status: 503,
      body: bad('ALARM NOSPACE'),
    },
    {
      name: 'no leader is needed for a serializable read',
      path: '/health?serializable=true',
      backend: { ...alone, hasLeader: () => false },
      status: 200,
      body: ok,
    },
    { name: 'no quorum', backend: alone, status: 503, body: bad('RANGE ERROR:etcdserver: request timed out') },
    { name: 'no read', backend: corruptStore, status: 503, body: bad('RANGE ERROR:etcdserver: corrupt cluster') },
    { name: 'livez', path: '/livez', status: 200, body: 'ok\n' },
    { name: 'livez without a quorum', path: '/livez', backend: { ...alone, ...raised(2) }, status: 200, body: 'ok\n' },
    { name: 'livez in detail', path: '/livez?verbose', status: 200, body: '[+]serializable_read ok\nok\n' },
    {
      name: 'livez without a read is always in detail',
      path: '/livez',
      backend: corruptStore,
      status: 503,
      body: '[-]serializable_read failed: etcdserver: corrupt cluster\n\n',
    },
    { name: 'readyz', path: '/readyz', status: 200, body: 'ok\n' },
    { name: 'readyz with a full store', path: '/readyz', backend: raised(1), status: 200, body: 'ok\n' },
    {
      name: 'readyz in detail',
      path: '/readyz?verbose=1',
      status: 200,
      body: '[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\n[+]non_learner ok\nok\n',
    },
    {
      name: 'readyz of a corrupt, lonely learner',
      path: '/readyz',
      backend: { ...alone, ...raised(2), isLearner: true },
      status: 503,
      body: `[-]data_corruption failed: alarm activated: CORRUPT
[+]serializable_read ok
[-]linearizable_read failed: etcdserver: request timed out
[-]non_learner failed: not supported for learner

`,
    },
    {
      name: 'readyz without two of its checks',
      path: '/readyz?exclude=linearizable_read&exclude=non_learner&exclude=nonsense',
      backend: { ...alone, isLearner: true },
      status: 200,
      body: 'ok\n',
    },
    { name: 'one check of readyz', path: '/readyz/non_learner', backend: alone, status: 200, body: 'ok\n' },
    {
      name: 'one check in detail',
      path: '/readyz/data_corruption?verbose',
      status: 200,
      body: '[+]data_corruption ok\nok\n',
    },
    { name: 'a check that does not exist', path: '/livez/non_learner', status: 404, body: '404 page not found\n' },
  ]
for (const { name, path = '/health', backend = {}, status, body } of healthRows) {
  test(`${path}: ${name}`, async (t) => {
    const ask = await serving(t, { backend })
    const answer = await ask(path)
    assert.equal(answer.body.toString(), body)
    assert.equal(answer.status, status)
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  })
}

test('only GET is answered', async (t) => {
  const ask = await serving(t)
  for (const path of ['/health', '/livez', '/version']) {
    const { status, headers, body } = await ask(path, { method: 'POST' })
    assert.equal(status, 405, path)
    assert.equal(headers.allow, 'GET')
    assert.equal(body.toString(), 'Method Not Allowed\n')
  }
})

test('/version and /debug/vars are JSON, 64-bit ids exact', async (t) => {
  const ask = await serving(t)
  const version = await ask('/version')
  assert.equal(version.headers['content-type'], 'application/json')
  assert.equal(version.body.toString(), '{"etcdserver":"3.7.1","etcdcluster":"3.7.0","storage":"3.7.0"}')
  const vars = await ask('/debug/vars')
  assert.deepEqual(JSON.parse(vars.body.toString()), { cmdline: ['keelson'], 'raft.status': { id: String(2n ** 60n) } })
})

test('/metrics is text 0.0.4, compressed for who accepts it', async (t) => {
  const ask = await serving(t)
  const plain = await ask('/metrics')
  assert.equal(plain.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores')
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(plain.body.toString(), metrics)
  const packed = await ask('/metrics', { headers: { 'accept-encoding': 'br, gzip;q=0.5' } })
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(packed.body).toString(), metrics)
  const refused = await ask('/metrics', { headers: { 'accept-encoding': 'gzip;q=0' } })
  assert.equal(refused.headers['content-encoding'], undefined)
})

test('a scrape that fails is a 500 that names no cause', async (t) => {
  const ask = await serving(t, { metricsText: () => Promise.reject(new Error('secret')) })
  const { status, body } = await ask('/metrics')
  assert.equal(status, 500)
  assert.equal(body.toString(), 'Internal Server Error\n')
})

test('the metrics mount has health and metrics, nothing else, and no CORS', async (t) => {
  const ask = await serving(t, { mount: 'metrics', hostWhitelist: ['nobody'] })
  for (const path of ['/health', '/livez', '/readyz', '/metrics']) assert.equal((await ask(path)).status, 200, path)
  for (const path of ['/version', '/debug/vars', '/v3/kv/put', '/']) assert.equal((await ask(path)).status, 404, path)
  assert.equal((await ask('/health')).headers['access-control-allow-origin'], undefined)
})

test('the gateway gets the first look at a path', async (t) => {
  const ask = await serving(t, {
    gateway: (path, _request, response) => {
      if (!path.startsWith('/v3/')) return false
      response.end('{}')
      return true
    },
  })
  assert.equal((await ask('/v3/kv/put')).body.toString(), '{}')
  assert.equal((await ask('/nothing')).body.toString(), '404 page not found\n')
})

test('CORS: every origin by default, and OPTIONS of any path is answered', async (t) => {
  const ask = await serving(t)
  const { headers } = await ask('/nothing')
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.equal(headers['access-control-allow-methods'], 'POST, GET, OPTIONS, PUT, DELETE')
  assert.equal(headers['access-control-allow-headers'], 'accept, content-type, authorization')
  const options = await ask('/v3/kv/put', { method: 'OPTIONS' })
  assert.equal(options.status, 200)
  assert.equal(options.body.length, 0)
})

test('CORS: with a list, an origin of it is echoed; others are served without', async (t) => {
  const ask = await serving(t, { cors: ['http://a.com:80', 'http://b.com:80'] })
  const listed = await ask('/version', { headers: { origin: 'http://b.com:80' } })
  assert.equal(listed.headers['access-control-allow-origin'], 'http://b.com:80')
  for (const headers of [{ origin: 'http://c.com:80' }, {} as Record<string, string>]) {
    const other = await ask('/version', { headers })
    assert.equal(other.status, 200)
    assert.equal(other.headers['access-control-allow-origin'], undefined)
  }
})

const hostRows = [
  { host: 'etcd.local:2379', status: 200 },
  { host: 'etcd.local', status: 200 },
  { host: '[::1]:2379', status: 200 },
  { host: '127.0.0.1:2379', status: 421 },
  { host: 'evil.example', status: 421 },
]
for (const { host, status } of hostRows) {
  test(`host whitelist: ${host} gets ${status}`, async (t) => {
    const ask = await serving(t, { hostWhitelist: ['etcd.local', '::1'] })
    const answer = await ask('/version', { headers: { host } })
    assert.equal(answer.status, status)
    if (status === 421) assert.match(answer.body.toString(), /--host-whitelist/)
  })
}
