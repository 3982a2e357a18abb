import assert from 'node:assert/strict'
import test from 'node:test'
import { BrokenInvariant } from '../base/assert.ts'
import { Code, RequestError } from '../base/errors.ts'
import { MemberAddRequest, MemberListRequest } from '../generated/etcdserverpb/cluster.ts'
import type { HealthCheckResponseInit } from '../generated/grpc/health/v1/health.ts'
import type { Backend } from '../server/backend.ts'
import { arePeerUrls } from './cluster.ts'
import { deafObserver, FakeCall, FakeStream, FakeTimers, fakeBackend, silentLog } from './fakes.contract.ts'
import { failure, failureOf } from './service.ts'
import { createServices } from './services.ts'

const header = { clusterId: 12n, memberId: 10n, revision: 7, raftTerm: 3 }

function hosted(overrides: Partial<Backend> = {}) {
  const backend = fakeBackend(overrides)
  const services = createServices(backend, { timers: new FakeTimers(), observer: deafObserver })
  const find = (path: string) => {
    const methods = services.hosted.flatMap(({ methods }) => methods)
    const method = methods.find(({ definition }) => definition.path === path)
    assert.ok(method !== undefined, `${path} is hosted`)
    return method
  }
  return { services, backend, find }
}

async function ask(path: string, request: unknown = {}, overrides: Partial<Backend> = {}) {
  const { find, backend } = hosted(overrides)
  const method = find(path)
  assert.equal(method.kind, 'unary')
  const call = new FakeCall()
  if (method.kind === 'unary') method.handle(request, call)
  await call.answered
  return { response: call.response, text: call.failure?.message, code: call.failure?.code, backend }
}

const urlRows = [
  { urls: ['http://10.0.0.1:2380'], want: true },
  { urls: ['https://host-1.example:2380', 'unix://m0:1'], want: true },
  { urls: ['http://[::1]:2380'], want: true },
  { urls: ['unixs:///tmp/m.sock'], want: true },
  { urls: [], want: false },
  { urls: [''], want: false },
  { urls: ['http://10.0.0.1'], want: false },
  { urls: ['http://10.0.0.1:2380/path'], want: false },
  { urls: ['http://10.0.0.1:2380/'], want: false },
  { urls: ['ftp://10.0.0.1:2380'], want: false },
  { urls: ['10.0.0.1:2380'], want: false },
  { urls: ['http://10.0.0.1:2380', 'nonsense'], want: false },
]
for (const { urls, want } of urlRows) {
  test(`peer URLs [${urls.join(' ')}] are ${want ? 'fine' : 'refused'}`, async () => {
    assert.equal(arePeerUrls(urls), want)
    const { text } = await ask('/etcdserverpb.Cluster/MemberAdd', MemberAddRequest.create({ peerUrls: urls }))
    assert.equal(text, want ? undefined : new RequestError('MemberBadUrls').message)
  })
}

test('members are listed by unsigned id, with a header that says nothing of the store', async () => {
  const member = (id: bigint) => ({ id, name: `m${id}`, peerUrls: ['p'], clientUrls: ['c'], isLearner: false })
  const members = () => [member(2n ** 63n + 1n), member(3n)]
  const list = (linearizable: boolean) =>
    ask('/etcdserverpb.Cluster/MemberList', MemberListRequest.create({ linearizable }), { members })
  const near = await list(false)
  assert.deepEqual(near.response, { header: { ...header, revision: 0 }, members: [member(3n), member(2n ** 63n + 1n)] })
  assert.equal(near.backend.linearized, 0)
  assert.equal((await list(true)).backend.linearized, 1)
})

test('authentication says that it is off', async () => {
  const status = await ask('/etcdserverpb.Auth/AuthStatus')
  assert.deepEqual(status.response, { header, enabled: false, authRevision: 1 })
  assert.deepEqual((await ask('/etcdserverpb.Auth/AuthDisable')).response, { header })
  const login = await ask('/etcdserverpb.Auth/Authenticate', { name: 'a', password: 'b' })
  assert.equal(login.text, 'etcdserver: authentication is not enabled')
  assert.equal((await ask('/etcdserverpb.Auth/UserAdd', { name: 'a' })).code, Code.Unimplemented)
})

test('the health service knows the member as a whole and nothing else', async () => {
  assert.deepEqual((await ask('/grpc.health.v1.Health/Check', { service: '' })).response, { status: 1 })
  const other = await ask('/grpc.health.v1.Health/Check', { service: 'x' })
  assert.deepEqual([other.code, other.text], [Code.NotFound, 'unknown service'])
  const list = await ask('/grpc.health.v1.Health/List')
  assert.deepEqual(list.response, { statuses: [{ key: '', value: { status: 1 } }] })
})

test('who watches health hears of changes, and of the stop', () => {
  const { services, find } = hosted()
  const method = find('/grpc.health.v1.Health/Watch')
  assert.ok(method.kind === 'serverStream')
  const [known, unknown] = [new FakeStream<never, HealthCheckResponseInit>(), new FakeStream<never, unknown>()]
  method.handle({ service: '' }, known as FakeStream<never, unknown>)
  method.handle({ service: 'x' }, unknown)
  services.setServing(true)
  services.setServing(false)
  services.setServing(true)
  services.stop()
  assert.deepEqual(known.written, [{ status: 1 }, { status: 2 }, { status: 1 }, { status: 2 }])
  assert.equal(known.failure?.message, 'etcdserver: server stopped')
  assert.deepEqual(unknown.written, [{ status: 3 }])
})

test('what a client is told of an error', () => {
  const row = new RequestError('NoLeader')
  assert.equal(failureOf(row, silentLog), row)
  assert.deepEqual(failureOf(failure(Code.NotFound, 'x'), silentLog), { code: Code.NotFound, message: 'x' })
  const logged: string[] = []
  const log = { ...silentLog, error: (message: string) => logged.push(message) }
  const systemError = Object.assign(new Error('no such file'), { code: 'ENOENT' })
  assert.deepEqual(failureOf(systemError, log), { code: Code.Unknown, message: 'no such file' })
  assert.equal(logged.length, 1)
  assert.throws(() => failureOf(new BrokenInvariant('never'), log), BrokenInvariant)
})
