import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectHttp2, createServer } from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import test, { type TestContext } from 'node:test'
import { FakeTimers } from '../api/fakes.contract.ts'
import { cutDeadConnections, roundMs } from './dead-connections.ts'

async function serving(t: TestContext) {
  const timers = new FakeTimers()
  const server = createServer()
  cutDeadConnections(server, timers)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { timers, server, port: (server.address() as AddressInfo).port }
}

test('a session that node has given up silently is cut after three rounds', async (t) => {
  const { timers, server, port } = await serving(t)
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const got = new Promise<void>((resolve) => {
    let bytes = 0
    // SETTINGS, and the GOAWAY for the frame below.
    client.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes >= 9 + 17) resolve()
    })
  })
  const [[session]] = await Promise.all([
    once(server, 'session'),
    // The preface, empty SETTINGS, and a GOAWAY of 3 bytes, which must have 8.
    new Promise<void>((resolve) => {
      client.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
      client.end(Buffer.from('00000004000000000000000307c700000003838383', 'hex'), resolve)
    }),
  ])
  await got
  const closed = once(session, 'close')
  timers.pass(2 * roundMs)
  assert.equal(session.destroyed, false)
  timers.pass(roundMs)
  assert.equal(session.destroyed, true)
  await closed
  assert.equal(timers.waiting, 1, 'one more look, which finds nobody')
  timers.pass(roundMs)
  assert.equal(timers.waiting, 0)
})

test('an idle client that lives answers and is left alone', async (t) => {
  const { timers, server, port } = await serving(t)
  const client = connectHttp2(`http://127.0.0.1:${port}`)
  t.after(() => client.destroy())
  const [session] = await once(server, 'session')
  await once(client, 'remoteSettings')
  for (let round = 0; round < 6; round++) {
    timers.pass(roundMs)
    // A ping of our own comes back after the server's was answered.
    await new Promise((resolve) => client.ping(resolve))
  }
  assert.equal(session.destroyed, false)
  const pinged = once(client, 'ping')
  timers.pass(2 * roundMs)
  await pinged
  await new Promise((resolve) => client.ping(resolve))
  timers.pass(roundMs)
  assert.equal(session.destroyed, false)
})
