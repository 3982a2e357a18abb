/** Messages between members over real sockets: order, independence of the streams, loss, and coming back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TcpProxy } from './proxy.ts'
import { closedAfterTest, startMembers, TestMember } from './transport-harness.ts'

const timeout = 20_000
const isLog = (head: string): boolean => head.includes('kind=log')

/** Two members; what the first sends to the second goes through a proxy. */
async function startBehindProxy(
  options: (id: bigint) => Partial<Parameters<typeof TestMember.start>[0]> = () => ({}),
): Promise<{ one: TestMember; two: TestMember; proxy: TcpProxy }> {
  const one = await TestMember.start({ id: 1n, ...options(1n) })
  const two = await TestMember.start({ id: 2n, ...options(2n) })
  const proxy = closedAfterTest(await TcpProxy.start({ host: '127.0.0.1', port: two.port }))
  one.transport.setPeer(2n, [`http://127.0.0.1:${proxy.port}`])
  two.transport.setPeer(1n, [one.url])
  await Promise.all([one.connected(two), two.connected(one)])
  return { one, two, proxy }
}

test('messages of one stream arrive once, in order, and from whom they are', { timeout }, async () => {
  const [one, two, three] = (await startMembers(3)) as [TestMember, TestMember, TestMember]
  const texts = Array.from({ length: 2000 }, (_, i) => `${i} ${'x'.repeat(i % 700)}`)
  for (const text of texts) assert.ok(one.transport.send(2n, text, false))
  for (const text of texts) assert.ok(three.transport.send(2n, text, false))
  await two.until(() => two.received.length === 2 * texts.length)
  for (const from of [1n, 3n]) {
    const got = two.received.filter((each) => each.from === from).map(({ text }) => text)
    assert.deepEqual(got, texts)
  }
  assert.equal(one.stats(2n).sentBytes, two.stats(1n).receivedBytes - pingBytesOf(two, 1n))
})

/** Pings are received bytes too; they are all that differs. */
function pingBytesOf(member: TestMember, from: bigint): number {
  const messages = member.received.filter((each) => each.from === from)
  const bytes = messages.reduce((sum, { text }) => sum + 9 + Buffer.byteLength(text), 0)
  return member.stats(from).receivedBytes - bytes
}

test('a message larger than everything a socket buffers arrives whole', { timeout }, async () => {
  const [one, two] = (await startMembers(2)) as [TestMember, TestMember]
  const text = 'keelson'.repeat(3_000_000)
  assert.ok(one.transport.send(2n, text, false))
  assert.ok(one.transport.send(2n, 'after', false))
  await two.until(() => two.received.length === 2)
  assert.ok(two.received[0]?.text === text)
})

test('a log stream on which nothing moves does not hold up control messages', { timeout }, async () => {
  const { one, two, proxy } = await startBehindProxy()
  proxy.hold('toTarget', isLog)
  const megabyte = 'x'.repeat(1024 * 1024)
  for (let i = 0; i < 20; i++) one.transport.send(2n, megabyte, false)
  one.transport.send(2n, 'heartbeat', true)
  await two.until(() => two.texts().includes('heartbeat'))
  assert.deepEqual(two.texts(), ['heartbeat'])
  proxy.restore()
  await two.until(() => two.received.length === 21)
})

test('a receiver that stands still costs bounded memory, and the leader hears of what was dropped', {
  timeout,
}, async () => {
  const queue = { logQueueBytes: 4 * 1024 * 1024, logQueueMessages: 64, socketBytes: 1024 * 1024 }
  const { one, two, proxy } = await startBehindProxy(() => ({ limits: queue }))
  proxy.hold('toTarget', isLog)
  const piece = 'x'.repeat(256 * 1024)
  let dropped = 0
  for (let i = 0; i < 200; i++) {
    if (!one.transport.send(2n, piece, false)) dropped++
    await new Promise((resolve) => setImmediate(resolve))
  }
  await one.until(() => one.unreachable.length > 0)
  assert.ok(dropped > 100, `${dropped} of 200 were dropped`)
  assert.ok(one.stats(2n).queuedBytes <= queue.logQueueBytes)
  assert.equal(one.stats(2n).droppedMessages, dropped)
  assert.ok(one.unreachable.every((id) => id === 2n))
  proxy.restore()
  await two.until(() => two.received.length === 200 - dropped)
})

test('after a broken connection both streams come back, and the loss is told', { timeout }, async () => {
  const { one, two, proxy } = await startBehindProxy()
  const since = one.transport.activeSinceMs(2n)
  proxy.breakAll()
  await one.until(() => one.unreachable.length > 0)
  await one.until(() => (one.transport.activeSinceMs(2n) ?? -1) > (since ?? 0))
  one.transport.send(2n, 'again', false)
  await two.until(() => two.texts().includes('again'))
  assert.equal(one.stats(2n).disconnects, 1)
  assert.ok(one.hasLogged('peer became inactive'))
})

test('a peer that restarts on its port is found again', { timeout }, async () => {
  const [one, two] = (await startMembers(2)) as [TestMember, TestMember]
  await two.transport.close()
  await one.until(() => one.transport.activeSinceMs(2n) === undefined)
  const again = await TestMember.start({ id: 2n, listen: two.url })
  again.transport.setPeer(1n, [one.url])
  await Promise.all([one.connected(again), again.connected(one)])
  one.transport.send(2n, 'welcome back', true)
  await again.until(() => again.texts().includes('welcome back'))
})

test('what was said shortly before a peer starts reaches it; what was said long before does not', {
  timeout,
}, async () => {
  const one = await TestMember.start({ id: 1n, limits: { staleMs: 400, backOffMaxMs: 5 } })
  const reserved = await TestMember.start({ id: 2n })
  await reserved.transport.close()
  one.transport.setPeer(2n, [reserved.url])
  one.transport.send(2n, 'old vote', true)
  await one.until(() => one.stats(2n).droppedMessages === 1 && one.stats(2n).queuedMessages === 0)
  one.transport.send(2n, 'new vote', true)
  const two = await TestMember.start({ id: 2n, listen: reserved.url })
  await two.until(() => two.received.length > 0)
  assert.deepEqual(two.texts(), ['new vote'])
})

for (const direction of ['toTarget', 'toClient'] as const) {
  test(`silence ${direction} makes a peer inactive, and it recovers when the silence ends`, { timeout }, async () => {
    const { one, two, proxy } = await startBehindProxy(() => ({ limits: { silenceMs: 500, connectMs: 200 } }))
    proxy.hold(direction)
    await one.until(() => one.transport.activeSinceMs(2n) === undefined)
    assert.ok(one.hasLogged('nothing heard for 500 ms') || two.hasLogged('nothing heard for 500 ms'))
    proxy.restore()
    await one.connected(two)
    one.transport.send(2n, 'hello', true)
    await two.until(() => two.texts().includes('hello'))
  })
}

test('probes measure the round trip', { timeout }, async () => {
  const { one, proxy } = await startBehindProxy()
  proxy.delayMs = 30
  one.roundTrips.length = 0
  await one.until(() => one.roundTrips.some((seconds) => seconds >= 0.06))
  assert.ok(one.roundTrips.every((seconds) => seconds < 5))
  proxy.delayMs = 0
})

test('a member answers who found it first, before anybody told it the address', { timeout }, async () => {
  const one = await TestMember.start({ id: 1n })
  const two = await TestMember.start({ id: 2n })
  one.transport.setPeer(2n, [two.url])
  await one.connected(two)
  await two.connected(one)
  assert.ok(two.transport.send(1n, 'answer', true))
  await one.until(() => one.texts().includes('answer'))
})

test('new addresses of a peer are used at once', { timeout }, async () => {
  const { one, two } = await startBehindProxy()
  const other = closedAfterTest(await TcpProxy.start({ host: '127.0.0.1', port: two.port }))
  one.transport.setPeer(2n, [`http://127.0.0.1:${other.port}`])
  await one.until(() => one.transport.activeSinceMs(2n) !== undefined && other.open === 2)
})

test('of several addresses of a peer the one that works is found, for a snapshot too', { timeout }, async () => {
  const onSnapshot = async (_from: bigint, _meta: Buffer, pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) assert.equal(piece.toString(), 'state')
  }
  // It says no address of its own, so that no greeting in the other direction hurries anything.
  const one = await TestMember.start({ id: 1n, advertise: [] })
  const two = await TestMember.start({ id: 2n, handlers: { onSnapshot } })
  const gone = await TestMember.start({ id: 3n })
  await gone.transport.close()
  one.transport.setPeer(2n, [gone.url, two.url])
  await one.connected(two)
  const pieces = (async function* () {
    yield Buffer.from('state')
  })()
  await one.transport.sendSnapshot(2n, { meta: Buffer.alloc(0), pieces })
})

test('a removed peer gets nothing more, and its streams are cut', { timeout }, async () => {
  const [one, two] = (await startMembers(2)) as [TestMember, TestMember]
  one.transport.removePeer(2n)
  assert.equal(one.transport.send(2n, 'lost', false), false)
  assert.equal(one.transport.activeSinceMs(2n), undefined)
  assert.equal(one.stats(2n).known, false)
  await two.until(() => two.hasLogged('lost TCP streaming connection'))
})
