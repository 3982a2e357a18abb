import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { enforcePingPolicy, PingPolicy } from './ping-policy.ts'

/** Pings at `atMs`, while so many bytes went out beside the answers, until one is too many; -1 when none is. */
function firstTooMany(pings: readonly { atMs: number; sent?: number }[], openCalls: number): number {
  const policy = new PingPolicy(5_000)
  policy.openCalls = openCalls
  let sentBytes = 0
  return pings.findIndex(({ atMs, sent = 0 }) => {
    sentBytes += sent
    const tooMany = policy.onPing(atMs, sentBytes)
    sentBytes += 17
    return tooMany
  })
}

const every = (ms: number, sent = 0) => Array.from({ length: 20 }, (_, i) => ({ atMs: i * ms, sent }))
const rows = [
  { name: 'as often as allowed, with a call open', pings: every(5_000), openCalls: 1, want: -1 },
  { name: 'too often, with a call open', pings: every(4_999), openCalls: 1, want: 3 },
  { name: 'too often, but data flows', pings: every(1, 10), openCalls: 1, want: -1 },
  { name: 'no call open', pings: every(10_000), openCalls: 0, want: 3 },
  { name: 'no call open, every two hours', pings: every(7_200_000), openCalls: 0, want: -1 },
  {
    name: 'what is sent forgives',
    pings: [{ atMs: 0 }, { atMs: 1 }, { atMs: 2 }, { atMs: 3, sent: 1 }, { atMs: 4 }, { atMs: 5 }, { atMs: 6 }],
    openCalls: 1,
    want: 6,
  },
]
for (const { name, pings, openCalls, want } of rows) {
  test(`pings: ${name}`, () => assert.equal(firstTooMany(pings, openCalls), want))
}

test('one ping too many ends the connection and says why', async (t) => {
  const server = createServer()
  enforcePingPolicy(server, 5_000, () => 0)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  session.on('error', () => undefined)
  await once(session, 'remoteSettings')
  const goaway = new Promise<string>((resolve) => {
    session.once('goaway', (code: number, _lastStreamId: number, data: Buffer) => resolve(`${code} ${data}`))
  })
  const closed = new Promise((resolve) => session.once('close', resolve))
  let pings = 0
  const pingOn = (): void => {
    if (!session.destroyed && pings++ < 10) session.ping(pingOn)
  }
  pingOn()
  assert.equal(await goaway, '11 too_many_pings')
  await closed
  // The first ones are forgiven: the SETTINGS of the connection's start went out between them.
  assert.ok(pings >= 4 && pings <= 6, String(pings))
})
