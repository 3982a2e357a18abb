/** Snapshots over real sockets: whole, or not at all. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { PeerHandlers } from '../../src/peer/handlers.ts'
import { TcpProxy } from './proxy.ts'
import { closedAfterTest, TestMember, testCluster } from './transport-harness.ts'

const timeout = 60_000
const MiB = 1024 * 1024
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type OnSnapshot = PeerHandlers<string>['onSnapshot']

async function startPair(
  onSnapshot: OnSnapshot,
  options: Partial<Parameters<typeof TestMember.start>[0]> = {},
): Promise<{ one: TestMember; two: TestMember; proxy: TcpProxy }> {
  const one = await TestMember.start({ id: 1n, ...options })
  const two = await TestMember.start({ id: 2n, ...options, handlers: { onSnapshot } })
  const proxy = closedAfterTest(await TcpProxy.start({ host: '127.0.0.1', port: two.port }))
  one.transport.setPeer(2n, [`http://127.0.0.1:${proxy.port}`])
  return { one, two, proxy }
}

/** `count` pieces of different bytes; `taken` counts them as they are asked for. */
async function* piecesOf(
  count: number,
  bytes: number,
  onTaken: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i++) {
    onTaken(bytes)
    yield Buffer.alloc(bytes, String(i))
    await turn()
  }
}

test('64 MiB arrive whole, no faster than they are taken', { timeout }, async () => {
  const digest = createHash('sha256')
  let taken = 0
  let received = 0
  let ahead = 0
  const { one, two } = await startPair(async (from, meta, pieces) => {
    assert.equal(from, 1n)
    assert.equal(meta.toString(), 'index 17')
    for await (const piece of pieces) {
      assert.equal(piece.length, MiB / 4)
      digest.update(piece)
      received += piece.length
      // Slower than the sender could be.
      for (let i = 0; i < 3; i++) await turn()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  })
  const pieces = piecesOf(256, MiB / 4, (bytes) => {
    taken += bytes
    ahead = Math.max(ahead, taken - received)
  })
  await one.transport.sendSnapshot(2n, { meta: Buffer.from('index 17'), pieces })
  const wanted = createHash('sha256')
  for await (const piece of piecesOf(256, MiB / 4)) wanted.update(piece)
  assert.equal(received, 64 * MiB)
  assert.equal(digest.digest('hex'), wanted.digest('hex'))
  // What lies between: buffers of two kernels' sockets each way through the proxy, and a piece or two of ours.
  assert.ok(ahead < 40 * MiB, `the sender was ${ahead} bytes ahead`)
  assert.deepEqual([one.stats(2n).snapshotSendSuccesses, two.stats(1n).snapshotReceiveSuccesses], [1, 1])
  assert.deepEqual([one.stats(2n).snapshotSendsInFlight, two.stats(1n).snapshotReceivesInFlight], [0, 0])
})

test('an empty snapshot, and pieces of odd lengths', { timeout }, async () => {
  const got: string[] = []
  const { one } = await startPair(async (_from, meta, pieces) => {
    got.push(`meta ${meta.length}`)
    for await (const piece of pieces) got.push(piece.toString())
  })
  await one.transport.sendSnapshot(2n, { meta: Buffer.alloc(0), pieces: piecesOf(0, 0) })
  const odd = async function* (): AsyncGenerator<Buffer> {
    for (const text of ['a', '', 'bc', 'def']) yield Buffer.from(text)
  }
  await one.transport.sendSnapshot(2n, { meta: Buffer.from('m'), pieces: odd() })
  assert.deepEqual(got, ['meta 0', 'meta 1', 'a', 'bc', 'def'])
})

test('the sender waits until it is installed, however long that takes', { timeout }, async () => {
  let installed = false
  const { one } = await startPair(
    async (_from, _meta, pieces) => {
      for await (const piece of pieces) assert.ok(piece.length > 0)
      await new Promise((resolve) => setTimeout(resolve, 400))
      installed = true
    },
    { limits: { snapshotSilenceMs: 200, probeMs: 20 } },
  )
  await one.transport.sendSnapshot(2n, { meta: Buffer.alloc(4), pieces: piecesOf(3, 1000) })
  assert.ok(installed)
})

test('a connection that breaks in the middle fails on both sides', { timeout }, async () => {
  let failure: unknown
  const { one, two, proxy } = await startPair(async (_from, _meta, pieces) => {
    let count = 0
    try {
      for await (const piece of pieces) {
        assert.equal(piece.length, MiB)
        if (++count === 3) proxy.breakAll((head) => head.includes('/keelson/snapshot'))
      }
    } catch (error) {
      failure = error
      throw error
    }
  })
  let ended = false
  const pieces = (async function* () {
    try {
      yield* piecesOf(64, MiB)
    } finally {
      ended = true
    }
  })()
  await assert.rejects(
    one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces }),
    /ECONNRESET|EPIPE|broke|hang up/,
  )
  await two.until(() => two.stats(1n).snapshotReceiveFailures === 1)
  assert.ok(failure instanceof Error)
  assert.ok(ended, 'the source of the pieces was ended')
  assert.equal(one.stats(2n).snapshotSendFailures, 1)
})

test('a source that fails ends the transfer: nothing is installed', { timeout }, async () => {
  let installed = false
  let began: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    began = resolve
  })
  const { one, two } = await startPair(async (_from, _meta, pieces) => {
    began()
    for await (const piece of pieces) assert.ok(piece.length > 0)
    installed = true
  })
  const failing = (async function* (): AsyncGenerator<Buffer> {
    yield Buffer.alloc(1000)
    await begun
    throw new Error('the disk is on fire')
  })()
  await assert.rejects(
    one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: failing }),
    /the disk is on fire/,
  )
  await two.until(() => two.stats(1n).snapshotReceiveFailures === 1)
  assert.equal(installed, false)
})

test('a receiver that does not want it says why, before the rest is sent', { timeout }, async () => {
  const { one } = await startPair(async (_from, _meta, pieces) => {
    for await (const piece of pieces) throw new Error(`no room for ${piece.length} bytes`)
  })
  let taken = 0
  const pieces = piecesOf(256, MiB, (bytes) => {
    taken += bytes
  })
  await assert.rejects(
    one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces }),
    /the snapshot was refused: 500 no room for 1048576 bytes/,
  )
  assert.ok(taken < 128 * MiB, `${taken} bytes were taken from the source`)
})

test('a receiver that does not read to the end has not installed it', { timeout }, async () => {
  const { one } = await startPair(async (_from, _meta, pieces) => {
    for await (const piece of pieces) if (piece.length > 0) break
  })
  await assert.rejects(
    one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: piecesOf(4, 1000) }),
    /the snapshot was not read to its end/,
  )
})

for (const { name, body, reason } of [
  {
    name: 'a wrong digest',
    body: `0100000041 0100000042 00000000${'00'.repeat(32)}`,
    reason: 'checksum of the snapshot is wrong',
  },
  { name: 'an end in the middle', body: '0100000041 0500000042', reason: 'the snapshot ends in the middle' },
  { name: 'nothing at all', body: '', reason: 'the snapshot ends in the middle' },
  { name: 'a piece that is too large', body: '0100000041 ffffffff42', reason: 'larger than the' },
]) {
  test(`a forged snapshot is refused: ${name}`, { timeout }, async () => {
    let installed = false
    const { two } = await startPair(async (_from, _meta, pieces) => {
      for await (const piece of pieces) assert.ok(piece.length > 0)
      installed = true
    })
    const response = await fetch(
      `${two.url}/keelson/snapshot?from=1&to=2&cluster=${testCluster.toString(16)}&version=3.7.1`,
      { method: 'POST', body: Buffer.from(body.replaceAll(' ', ''), 'hex') },
    )
    assert.equal(response.status, 500)
    assert.match(await response.text(), new RegExp(reason))
    assert.equal(installed, false)
  })
}

test('a sender that stops in the middle is given up', { timeout }, async () => {
  const { two } = await startPair(
    async (_from, _meta, pieces) => {
      for await (const piece of pieces) assert.ok(piece.length > 0)
    },
    { limits: { snapshotSilenceMs: 100, probeMs: 20 } },
  )
  const socket = connect({ host: '127.0.0.1', port: two.port })
  socket.on('error', () => undefined)
  socket.write(
    `POST /keelson/snapshot?from=1&to=2&cluster=${testCluster.toString(16)}&version=3.7.1 HTTP/1.1\r\n` +
      'Host: x\r\nContent-Length: 1000\r\n\r\n\x01\0\0\0A',
  )
  await two.until(() => two.stats(1n).snapshotReceiveFailures === 1)
  assert.ok(two.hasLogged('nothing came for 100 ms'))
  socket.destroy()
})

test('a receiver that stands still is given up', { timeout }, async () => {
  const { one, proxy } = await startPair(
    async (_from, _meta, pieces) => {
      for await (const piece of pieces) assert.ok(piece.length > 0)
    },
    { limits: { snapshotSilenceMs: 200, probeMs: 20 } },
  )
  proxy.hold('both', (head) => head.includes('/keelson/snapshot'))
  const sent = one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: piecesOf(64, MiB) })
  await assert.rejects(sent, /nothing moved for 200 ms/)
})

test('one at a time: to a member, and into a member', { timeout }, async () => {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const { one, two } = await startPair(async (_from, _meta, pieces) => {
    for await (const piece of pieces) assert.ok(piece.length > 0)
    await released
  })
  const three = await TestMember.start({ id: 3n })
  three.transport.setPeer(2n, [two.url])
  const first = one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: piecesOf(1, 1) })
  await two.until(() => two.transport.peers().some((peer) => peer.snapshotReceivesInFlight === 1))
  const again = (from: TestMember): Promise<void> =>
    from.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: piecesOf(1, 1) })
  await assert.rejects(again(one), /on its way to member 2 already/)
  await assert.rejects(again(three), /503 a snapshot is being received already/)
  release()
  await first
  await again(three)
})

test('stopping breaks off what is being sent, and what is being received', { timeout }, async () => {
  let failed = 0
  const { one, two } = await startPair(async (_from, _meta, pieces) => {
    try {
      for await (const piece of pieces) assert.ok(piece.length > 0)
    } catch (error) {
      failed++
      throw error
    }
  })
  const endless = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      yield Buffer.alloc(1000)
      await turn()
    }
  }
  const first = one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: endless() })
  first.catch(() => undefined)
  await two.until(() => two.transport.peers().some((peer) => peer.snapshotReceivesInFlight === 1))
  await two.transport.close()
  assert.equal(failed, 1)
  await assert.rejects(first)
  await assert.rejects(
    one.transport.sendSnapshot(2n, { meta: Buffer.alloc(1), pieces: endless(), signal: AbortSignal.abort() }),
    /not wanted any more/,
  )
})
