/** Small requests and answers between members, and all the ways in which they fail. */
import assert from 'node:assert/strict'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import { RequestError } from '../../src/base/errors.ts'
import { realClock } from '../../src/io/clock.ts'
import type { PeerRpc } from '../../src/peer/handlers.ts'
import { type CallFailure, PeerCallError, PeerClient } from '../../src/peer/peer-client.ts'
import { TcpProxy } from './proxy.ts'
import { closedAfterTest, TestMember } from './transport-harness.ts'

const timeout = 20_000
const soon = { timeoutMs: 10_000 }

const echo: PeerRpc = {
  from: 'members',
  handle: (from, body) => Promise.resolve(Buffer.from(`${from} said ${body.toString()}`)),
}

/** Two members; the second answers `rpc`. */
async function startPair(
  rpc: Readonly<Record<string, PeerRpc>>,
  limits: Parameters<typeof TestMember.start>[0]['limits'] = {},
): Promise<[TestMember, TestMember]> {
  const one = await TestMember.start({ id: 1n })
  const two = await TestMember.start({ id: 2n, limits, handlers: { rpc } })
  one.transport.setPeer(2n, [two.url])
  return [one, two]
}

function failsAs(kind: CallFailure, text: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof PeerCallError, String(error))
    assert.equal(error.kind, kind, error.message)
    assert.match(error.message, text)
    return true
  }
}

test('a call is answered, by id and by URL, once or often', { timeout }, async () => {
  const [one, two] = await startPair({ echo })
  assert.equal((await one.transport.call(2n, 'echo', Buffer.from('hello'), soon)).toString(), '1 said hello')
  assert.equal((await one.transport.call(two.url, 'echo', Buffer.alloc(0), soon)).toString(), '1 said ')
  const often = Array.from({ length: 50 }, (_, i) =>
    one.transport.call(2n, 'echo', Buffer.from(String(i)), { ...soon, idempotent: true }),
  )
  assert.deepEqual(
    (await Promise.all(often)).map(String),
    often.map((_, i) => `1 said ${i}`),
  )
})

test('a large body and a large answer', { timeout }, async () => {
  const [one] = await startPair({
    double: { from: 'members', handle: (_, body) => Promise.resolve(Buffer.concat([body, body])) },
  })
  const body = Buffer.alloc(4_000_000, 'x')
  const answer = await one.transport.call(2n, 'double', body, soon)
  assert.equal(answer.length, 8_000_000)
})

test('an expected failure arrives as what it was', { timeout }, async () => {
  const [one] = await startPair({
    renew: { from: 'members', handle: () => Promise.reject(new RequestError('LeaseNotFound')) },
  })
  await assert.rejects(one.transport.call(2n, 'renew', Buffer.alloc(0), soon), (error: unknown) => {
    assert.ok(error instanceof RequestError)
    assert.equal(error.reason, 'LeaseNotFound')
    return true
  })
})

test('an unexpected failure arrives with its text', { timeout }, async () => {
  const [one, two] = await startPair({
    boom: { from: 'members', handle: () => Promise.reject(new Error('out of cheese')) },
  })
  await assert.rejects(one.transport.call(2n, 'boom', Buffer.alloc(0), soon), failsAs('failed', /500 out of cheese/))
  assert.ok(two.hasLogged('out of cheese'))
})

test('refusals: no such call, too large, too many, not a member', { timeout }, async () => {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const wait: PeerRpc = { from: 'members', handle: () => released.then(() => Buffer.alloc(0)) }
  const [one, two] = await startPair({ echo, wait }, { callBytesMax: 1000, callsInFlight: 1 })
  const none = Buffer.alloc(0)
  await assert.rejects(one.transport.call(2n, 'other', none, soon), failsAs('refused', /404 no call is named other/))
  await assert.rejects(one.transport.call(2n, 'toString', none, soon), failsAs('refused', /404/))
  await assert.rejects(one.transport.call(2n, 'echo', Buffer.alloc(1001), soon), failsAs('refused', /413/))
  const waiting = one.transport.call(2n, 'wait', none, soon)
  const second = async (): Promise<void> => {
    for (;;) await one.transport.call(2n, 'echo', none, soon)
  }
  await assert.rejects(second(), failsAs('refused', /503 too many calls/))
  release()
  await waiting
  const stranger = new PeerClient({ clock: realClock })
  await assert.rejects(stranger.call(two.url, 'echo', none, soon), failsAs('refused', /403 only members/))
  stranger.close()
  const other = await TestMember.start({ id: 3n, clusterId: 0xbadn })
  await assert.rejects(other.transport.call(two.url, 'echo', none, soon), failsAs('refused', /412 cluster ID mismatch/))
})

test('who does not belong to the cluster yet may make the calls that are for everybody', { timeout }, async () => {
  const join: PeerRpc = { from: 'anyone', handle: (from, body) => Promise.resolve(Buffer.from(`${from} ${body}`)) }
  const [, two] = await startPair({ join }, {})
  const stranger = new PeerClient({ clock: realClock })
  assert.equal((await stranger.call(two.url, 'join', Buffer.from('me'), soon)).toString(), '0 me')
  // Its own id proves nothing as long as it does not know the cluster.
  const claims = new PeerClient({ clock: realClock, identity: { memberId: 9n, clusterId: 0n, version: '3.7.1' } })
  assert.equal((await claims.call(two.url, 'join', Buffer.from('me'), soon)).toString(), '0 me')
  assert.deepEqual(await stranger.getJson(two.url, '/members', soon), [])
  assert.deepEqual(await stranger.getText(two.url, '/members', soon), { body: '[]', clusterId: 0xc0ffeen })
  stranger.close()
  claims.close()
})

test('a member that is not there, and one that nobody knows', { timeout }, async () => {
  const [one, two] = await startPair({ echo })
  await two.transport.close()
  const none = Buffer.alloc(0)
  await assert.rejects(one.transport.call(2n, 'echo', none, soon), failsAs('unreachable', /ECONNREFUSED/))
  await assert.rejects(one.transport.call(7n, 'echo', none, soon), failsAs('unreachable', /no address of member 7/))
  await assert.rejects(one.transport.call('nonsense', 'echo', none, soon), failsAs('unreachable', /not the URL/))
})

test('an answer that does not come in time, and the handler hears that nobody waits', { timeout }, async () => {
  let aborted: () => void = () => undefined
  const heard = new Promise<void>((resolve) => {
    aborted = resolve
  })
  const never: PeerRpc = {
    from: 'members',
    handle: (_from, _body, signal) => {
      signal.addEventListener('abort', aborted)
      return new Promise(() => undefined)
    },
  }
  const [one] = await startPair({ never })
  const call = one.transport.call(2n, 'never', Buffer.alloc(0), { timeoutMs: 50 })
  await assert.rejects(call, failsAs('timeout', /no answer within 50 ms/))
  await heard
})

test('a call that is given up, and one that the stop of this member ends', { timeout }, async () => {
  const never: PeerRpc = { from: 'members', handle: () => new Promise(() => undefined) }
  const [one] = await startPair({ never })
  const stop = new AbortController()
  const given = one.transport.call(2n, 'never', Buffer.alloc(0), { ...soon, signal: stop.signal })
  stop.abort()
  await assert.rejects(given, /given up/)
  const pending = one.transport.call(2n, 'never', Buffer.alloc(0), soon)
  await one.transport.close()
  await assert.rejects(pending, /this member stops/)
})

test('a connection that breaks before the answer: the call may have been carried out', { timeout }, async () => {
  const server = createTcpServer((socket) => socket.once('data', () => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new PeerClient({ clock: realClock })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await assert.rejects(client.call(url, 'add', Buffer.alloc(0), soon), failsAs('failed', /socket hang up|ECONNRESET/))
  client.close()
  await new Promise((resolve) => server.close(resolve))
})

test('a kept connection that was closed meanwhile does not fail an idempotent call', { timeout }, async () => {
  const two = await TestMember.start({ id: 2n, handlers: { rpc: { echo } } })
  const proxy = closedAfterTest(await TcpProxy.start({ host: '127.0.0.1', port: two.port }))
  const one = await TestMember.start({ id: 1n })
  const url = `http://127.0.0.1:${proxy.port}`
  const call = (): Promise<Buffer> => one.transport.call(url, 'echo', Buffer.from('hi'), { ...soon, idempotent: true })
  await call()
  assert.equal(proxy.open, 1)
  // The call is written to the kept connection in the same turn, before anybody could have noticed that it is gone.
  proxy.breakAll()
  assert.equal((await call()).toString(), '1 said hi')
  assert.equal(proxy.accepted, 2)
})
