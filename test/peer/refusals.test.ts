/** Who is let in, who is told what, and what damaged bytes do. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import type { Clock } from '../../src/io/clock.ts'
import { realClock } from '../../src/io/clock.ts'
import { FrameKind, frameHeaderBytes, sealFrame } from '../../src/peer/frame.ts'
import { startMembers, TestMember, testCluster, textCodec } from './transport-harness.ts'

const timeout = 20_000

test('a member of another cluster is refused, and nothing of it is heard', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n })
  const stranger = await TestMember.start({ id: 2n, clusterId: 0xbadn })
  stranger.transport.setPeer(1n, [one.url])
  stranger.transport.send(1n, 'vote for me', true)
  await stranger.until(() => stranger.hasLogged('412 cluster ID mismatch'))
  assert.ok(one.hasLogged('cluster ID mismatch'))
  assert.deepEqual(one.received, [])
  assert.equal(stranger.transport.activeSinceMs(1n), undefined)
  assert.ok(one.transport.unidentified.receiveFailures > 0)
})

test('an address that belongs to another member is noticed', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n })
  const two = await TestMember.start({ id: 2n })
  one.transport.setPeer(3n, [two.url])
  await one.until(() => one.hasLogged('412 member ID mismatch'))
  assert.equal(one.transport.activeSinceMs(3n), undefined)
})

test('a removed member is told so', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n, handlers: { isRemoved: (id) => id === 2n } })
  const two = await TestMember.start({ id: 2n })
  two.transport.setPeer(1n, [one.url])
  await two.until(() => two.removedTold > 0)
  assert.deepEqual(one.received, [])
})

test('versions further apart than one minor do not talk', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n, version: '3.7.1' })
  const near = await TestMember.start({ id: 2n, version: '3.8.0' })
  const far = await TestMember.start({ id: 3n, version: '3.9.0' })
  near.transport.setPeer(1n, [one.url])
  far.transport.setPeer(1n, [one.url])
  await near.connected(one)
  await far.until(() => far.hasLogged('412 incompatible version: 3.9.0 here 3.7.1'))
})

/** A connection that speaks for member 2 up to the frames. */
async function openStream(member: TestMember, kind: 'control' | 'log'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: member.port })
  socket.write(
    `GET /keelson/stream?kind=${kind}&from=2&to=${member.id.toString(16)}&cluster=${testCluster.toString(16)}&version=3.7.1 ` +
      'HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: keelson-peer/1\r\n\r\n',
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(answer.toString('latin1'), /^HTTP\/1\.1 101 /)
  return socket
}

function messageFrame(text: string): Buffer {
  const frame = textCodec.encode(text, frameHeaderBytes)
  sealFrame(frame, FrameKind.message)
  return frame
}

function changed(frame: Buffer, change: (frame: Buffer) => void): Buffer {
  const copy = Buffer.from(frame)
  change(copy)
  return copy
}

const damaged = [
  { name: 'bytes that are no frame', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'), reason: 'larger than' },
  { name: 'an empty frame', bytes: Buffer.alloc(16), reason: 'a frame is empty' },
  {
    name: 'a frame that is too large',
    bytes: changed(messageFrame('a'), (frame) => frame.writeUInt32LE(64 * 1024 * 1024 + 1)),
    reason: 'larger than the 67108864',
  },
  {
    name: 'a flipped bit in a message',
    bytes: changed(messageFrame('some message'), (frame) => frame.writeUInt8(frame.readUInt8(12) ^ 4, 12)),
    reason: 'the checksum of a frame is wrong',
  },
  {
    name: 'a flipped bit in the kind',
    bytes: changed(messageFrame('some message'), (frame) => frame.writeUInt8(FrameKind.ping, 8)),
    reason: 'the checksum of a frame is wrong',
  },
  {
    name: 'a kind that nobody knows',
    bytes: changed(messageFrame('a'), (frame) => sealFrame(frame, 9 as FrameKind)),
    reason: 'no frame has the kind 9',
  },
]

for (const { name, bytes, reason } of damaged) {
  test(`${name}: ends the connection it came on, and no other`, { timeout }, async () => {
    const one = await TestMember.start({ id: 1n })
    const [control, log] = [await openStream(one, 'control'), await openStream(one, 'log')]
    log.write(Buffer.concat([messageFrame('whole'), bytes]))
    await once(log, 'close')
    control.write(messageFrame('still here'))
    await one.until(() => one.texts().includes('still here'))
    assert.deepEqual(one.texts(), ['whole', 'still here'])
    assert.ok(one.hasLogged(reason))
    assert.equal(one.stats(2n).receiveFailures, 1)
    control.destroy()
  })
}

test('a message that the codec does not know ends the connection', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n })
  const log = await openStream(one, 'log')
  log.write(messageFrame('malformed'))
  await once(log, 'close')
  assert.deepEqual(one.texts(), [])
})

test('half a frame, and then the end', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n })
  const log = await openStream(one, 'log')
  log.end(messageFrame('cut off').subarray(0, 11))
  await one.until(() => one.hasLogged('lost TCP streaming connection'))
  assert.deepEqual(one.texts(), [])
  assert.equal(one.stats(2n).receiveFailures, 1)
})

test('a peer that opens a stream again takes the place of its old one', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n })
  const first = await openStream(one, 'log')
  const second = await openStream(one, 'log')
  await once(first, 'close')
  second.write(messageFrame('second'))
  await one.until(() => one.texts().includes('second'))
  second.destroy()
})

test('a stream whose peer never says anything is cut', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n, limits: { silenceMs: 100 } })
  const log = await openStream(one, 'log')
  await once(log, 'close')
  assert.ok(one.hasLogged('nothing heard for 100 ms'))
})

test('after a pause of this process nobody counts as silent; without one everybody does', { timeout }, async () => {
  let probe: () => void = () => undefined
  let nowMs = 0
  const clock: Clock = {
    ...realClock,
    monotonicMs: () => nowMs,
    every: (_ms, run) => {
      probe = run
      return { cancel: () => undefined }
    },
  }
  const one = await TestMember.start({ id: 1n, clock, limits: { silenceMs: 1000 } })
  const two = await TestMember.start({ id: 2n })
  one.transport.setPeer(2n, [two.url])
  await one.connected(two)
  nowMs += 60_000
  probe()
  assert.equal(one.hasLogged('nothing heard'), false)
  // Probes of one turn: no answer can come between them.
  for (let i = 0; i < 11; i++) {
    nowMs += 100
    probe()
  }
  assert.ok(one.hasLogged('nothing heard for 1000 ms'))
})

test('who is refused and does not stop sending is cut', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n, limits: { connectMs: 100 } })
  const socket = connect({ host: '127.0.0.1', port: one.port })
  socket.write(
    'POST /keelson/snapshot?from=2&to=1&cluster=bad&version=3.7.1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc',
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(answer.toString('latin1'), /^HTTP\/1\.1 412 .*cluster ID mismatch/s)
  await once(socket, 'close')
})

const malformedHeads = [
  'GET /keelson/stream?kind=log HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: keelson-peer/1\r\n\r\n',
  'GET /keelson/stream?kind=other&from=2&to=1&cluster=c0ffee&version=3.7.1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: keelson-peer/1\r\n\r\n',
  'GET /keelson/stream?kind=log&from=2&to=1&cluster=c0ffee&version=3.7.1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: keelson-peer/1\r\n\r\n',
  'GET /keelson/stream?kind=log&from=zz&to=1&cluster=c0ffee&version=3.7.1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: keelson-peer/1\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
]

for (const head of malformedHeads) {
  test(`a malformed beginning is answered with 400: ${JSON.stringify(head.slice(0, 60))}`, { timeout }, async () => {
    const one = await TestMember.start({ id: 1n })
    const socket = connect({ host: '127.0.0.1', port: one.port })
    socket.write(head, 'latin1')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    assert.match(answer.toString('latin1'), /^HTTP\/1\.1 400 /)
    await once(socket, 'close')
  })
}

test('the pages of the peer port', { timeout }, async () => {
  const [one, two] = (await startMembers(2, () => ({
    handlers: {
      versions: () => ({ etcdserver: '3.7.1', etcdcluster: '3.7.0', storage: '3.7.0' }),
      members: () => '[{"id":10276657743932975437,"peerURLs":["http://10.0.0.1:2380"],"name":"a"}]',
    },
  }))) as [TestMember, TestMember]
  const version = await one.transport.getJson(two.url, '/version', { timeoutMs: 5000 })
  assert.deepEqual(version, { etcdserver: '3.7.1', etcdcluster: '3.7.0', storage: '3.7.0' })
  const members = await fetch(`${two.url}/members`)
  assert.equal(members.headers.get('x-etcd-cluster-id'), testCluster.toString(16))
  assert.equal(members.headers.get('content-type'), 'application/json')
  assert.match(await members.text(), /10276657743932975437/)
  const posted = await fetch(`${two.url}/version`, { method: 'POST' })
  assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET'])
  const elsewhere = await fetch(`${two.url}/health`)
  assert.deepEqual([elsewhere.status, await elsewhere.text()], [404, '404 page not found\n'])
})
