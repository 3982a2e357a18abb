/**
 * What a hostile client may try on one connection, each attack after its description, and how it ends: the code that tells the client
 * why, and no more memory than the limits allow.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fakeBackend } from '../../src/api/fakes.contract.ts'
import { kvHandlers } from '../../src/api/kv.ts'
import { type Gate, type HostedService, hostService, type UnaryCall } from '../../src/api/service.ts'
import { KvService, PutRequest, type PutResponseInit } from '../../src/generated/etcdserverpb/kv.ts'
import { WatchService } from '../../src/generated/etcdserverpb/watch.ts'
import { allowances } from '../../src/rpc/http2/flood-guard.ts'
import { ErrorCode, Flag, FrameType, preface, Setting } from '../../src/rpc/http2/frames.ts'
import {
  callFields,
  frame,
  goAwayOf,
  messageFrame,
  RawConnection,
  resetFrame,
  resetsOf,
  settingsFrame,
  uint32,
} from './raw-connection.ts'

const openGate: Gate = { unary: () => undefined, stream: () => undefined }
const putPath = KvService.methods.put.path
const rangePath = KvService.methods.range.path
const watchPath = WatchService.methods.watch.path
const putMessage = PutRequest.encode({ key: 'k', value: Buffer.from('v') })
const megabyte = 1024 * 1024

/** `put` calls wait in `open` for their answer; a range is one megabyte. */
function services(open: UnaryCall<PutResponseInit>[] = []): HostedService[] {
  const backend = fakeBackend({
    range: () => ({
      revision: 7,
      kvs: [{ key: 'k', createRevision: 1, modRevision: 1, version: 1, value: Buffer.alloc(megabyte), lease: 0n }],
      more: false,
      count: 1,
    }),
  })
  return [
    hostService(KvService, { ...kvHandlers(backend), put: (_request, call) => void open.push(call) }, openGate),
    hostService(
      WatchService,
      { watch: (stream) => stream.listen({ onMessage: () => undefined, onHalfClose: () => undefined }) },
      openGate,
    ),
  ]
}

function nothing(): RawConnection {
  return new RawConnection(services()).greet()
}

/** Sends the same again and again until the server closes; returns how often. */
function repeat(raw: RawConnection, times: number, next: (i: number) => readonly Buffer[]): number {
  for (let i = 0; i < times; i++) {
    raw.send(...next(i))
    if (raw.ended) return i + 1
  }
  return times
}

test('rapid reset (CVE-2023-44487): requests taken back at once, over and over', () => {
  const open: UnaryCall<PutResponseInit>[] = []
  const raw = new RawConnection(services(open)).greet()
  const times = repeat(raw, 20_000, (i) => {
    const id = 2 * i + 1
    return [raw.callHead(id, putPath), messageFrame(id, putMessage), resetFrame(id)]
  })
  assert.equal(times, allowances.resets.burst + 1)
  assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: 'too_many_resets' })
  assert.equal(raw.connection.streamCount, 0)
  assert.ok(open.every(({ canceled }) => canceled))
})

test('clients whose deadlines pass now and then are no attack', () => {
  const raw = nothing()
  const times = repeat(raw, 20_000, (i) => {
    raw.timers.pass(1000 / allowances.resets.perSecond)
    return [raw.callHead(2 * i + 1, putPath), resetFrame(2 * i + 1)]
  })
  assert.equal(times, 20_000)
  assert.equal(raw.ended, false)
})

test('made-you-reset (CVE-2025-8671): requests that make the server reset them', () => {
  const raw = nothing()
  const times = repeat(raw, 20_000, (i) => [
    raw.callHead(2 * i + 1, putPath),
    frame(FrameType.WindowUpdate, 0, 2 * i + 1, uint32(0)),
  ])
  assert.equal(times, allowances.wrongs.burst + 1)
  assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: 'too_many_wrongs' })
})

const continuations = [
  { is: 'full ones', piece: Buffer.alloc(16_384, 0x01), most: 6 },
  { is: 'small ones', piece: Buffer.alloc(1, 0x01), most: 65 },
  { is: 'empty ones', piece: Buffer.alloc(0), most: 65 },
]
for (const { is, piece, most } of continuations) {
  test(`CONTINUATION flood (CVE-2024-27983): a header block without an end, ${is}`, () => {
    const raw = nothing()
    raw.send(frame(FrameType.Headers, 0, 1, raw.encoder.encode(callFields(putPath))))
    const times = repeat(raw, 100_000, () => [frame(FrameType.Continuation, 0, 1, piece)])
    assert.ok(times <= most, String(times))
    assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: 'header_block_too_long' })
  })
}

test('HPACK bomb (CVE-2016-6581): one long field in the table, named a thousand times by a byte each', () => {
  const raw = nothing()
  const long = { name: 'x', value: 'x'.repeat(4_000), often: true }
  raw.send(raw.callHead(1, watchPath, { more: [long] }))
  const block = Buffer.concat([raw.encoder.encode(callFields(watchPath)), Buffer.alloc(16_000, 0xbe)])
  const before = process.memoryUsage().heapUsed
  for (let id = 3; id < 1_000; id += 2) raw.send(frame(FrameType.Headers, Flag.EndHeaders, id, block))
  assert.ok(process.memoryUsage().heapUsed - before < 64 * megabyte)
  const resets = resetsOf(raw.take())
  assert.equal(resets.size, 499)
  assert.deepEqual([...new Set(resets.values())], [ErrorCode.EnhanceYourCalm])
  assert.equal(raw.connection.streamCount, 1)
  raw.send(raw.callHead(1_001, putPath), messageFrame(1_001, putMessage))
  assert.equal(raw.connection.streamCount, 2, 'the tables are still in step')
})

const floods = [
  { name: 'SETTINGS flood (CVE-2019-9515)', kind: 'settings', bytes: settingsFrame([[Setting.InitialWindowSize, 9]]) },
  { name: 'a flood of empty DATA (CVE-2019-9518)', kind: 'idle', bytes: frame(FrameType.Data, 0, 1) },
  {
    name: 'a flood of PRIORITY (CVE-2019-9513)',
    kind: 'idle',
    bytes: frame(FrameType.Priority, 0, 1, Buffer.alloc(5)),
  },
  { name: 'a flood of unknown frames', kind: 'idle', bytes: frame(0xfa, 0, 0, Buffer.alloc(8)) },
] as const
for (const { name, kind, bytes } of floods) {
  test(name, () => {
    const raw = nothing()
    raw.send(raw.callHead(1, watchPath))
    const before = raw.sentBytes
    const times = repeat(raw, 100_000, () => [bytes])
    assert.ok(times <= allowances[kind].burst + 1, String(times))
    assert.ok(raw.sentBytes - before < 64 * 1024)
    assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: `too_many_${kind}` })
  })
}

test('PING flood (CVE-2019-9512): after two strikes the third ends the connection', () => {
  const raw = nothing()
  raw.send(raw.callHead(1, watchPath))
  const times = repeat(raw, 1_000, () => [frame(FrameType.Ping, 0, 0, Buffer.alloc(8))])
  assert.equal(times, 4, 'the first has no one before it')
  assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: 'too_many_pings' })
})

test('PING flood under the cover of requests that are answered', () => {
  const raw = nothing()
  const times = repeat(raw, 100_000, (i) => [
    raw.callHead(2 * i + 1, '/none/None', { end: true }),
    frame(FrameType.Ping, 0, 0, Buffer.alloc(8)),
  ])
  assert.equal(times, allowances.pings.burst + 1)
  assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: 'too_many_pings' })
})

test('tiny windows: large answers asked for, and never taken', () => {
  const raw = new RawConnection(services()).greet([[Setting.InitialWindowSize, 1]])
  const request = KvService.methods.range.request.encode({ key: 'k', serializable: true })
  for (let id = 1; id < 400; id += 2) raw.send(raw.callHead(id, rangePath), messageFrame(id, request))
  const { waitingBytes } = raw.connection.sender
  assert.ok(waitingBytes <= 66 * megabyte, String(waitingBytes))
  const refused = [...resetsOf(raw.take()).values()]
  assert.ok(refused.length > 100, String(refused.length))
  assert.deepEqual([...new Set(refused)], [ErrorCode.RefusedStream])
  for (let id = 1; id < 400; id += 2) raw.send(resetFrame(id))
  assert.equal(raw.connection.sender.waitingBytes, 0)
  assert.equal(raw.connection.streamCount, 0)
})

const slow = [
  { is: 'says nothing at all', bytes: [], code: ErrorCode.SettingsTimeout, text: 'no_settings' },
  {
    is: 'stops in the preface',
    bytes: [preface.subarray(0, 20)],
    code: ErrorCode.SettingsTimeout,
    text: 'no_settings',
  },
  { is: 'stops behind the preface', bytes: [preface], code: ErrorCode.SettingsTimeout, text: 'no_settings' },
  {
    is: 'drips a header block',
    bytes: [preface, settingsFrame([]), frame(FrameType.Headers, 0, 1, Buffer.from([0x82]))],
    code: ErrorCode.EnhanceYourCalm,
    text: 'slow_headers',
  },
]
for (const { is, bytes, code, text } of slow) {
  test(`a client that ${is} has ten seconds`, () => {
    const raw = new RawConnection(services())
    if (bytes.length > 0) raw.send(...bytes)
    raw.timers.pass(10_000)
    raw.connection.tick(raw.timers.nowMs())
    assert.equal(raw.ended, false)
    raw.timers.pass(1)
    raw.connection.tick(raw.timers.nowMs())
    assert.deepEqual(goAwayOf(raw.take()), { code, text })
    assert.equal(raw.ended, true)
  })
}

for (const type of [FrameType.Data, FrameType.Headers, FrameType.Settings, 0xfa]) {
  test(`a frame of type ${type} that is longer than we allow ends the connection before it has come`, () => {
    const raw = nothing()
    raw.send(frame(type, 0, 1, Buffer.alloc(16_385)).subarray(0, 9))
    assert.equal(goAwayOf(raw.take())?.code, ErrorCode.FrameSizeError)
  })
}

test('thousands of idle streams: no more than the limit, the rest are refused, and who goes on is sent away', () => {
  const raw = new RawConnection(services(), { maxConcurrentStreams: 1_000 }).greet()
  for (let i = 0; i < 1_100; i++) raw.send(raw.callHead(2 * i + 1, putPath))
  assert.equal(raw.connection.streamCount, 1_000)
  const refused = [...resetsOf(raw.take()).values()]
  assert.deepEqual([refused.length, ...new Set(refused)], [100, ErrorCode.RefusedStream])
  const times = repeat(raw, 100_000, (i) => [raw.callHead(2 * (i + 1_100) + 1, putPath)])
  assert.equal(times, allowances.refusals.burst - 100 + 1)
  assert.deepEqual(goAwayOf(raw.take()), { code: ErrorCode.EnhanceYourCalm, text: 'too_many_refusals' })
})

test('thousands of idle streams: there is a limit where none is configured', () => {
  const raw = nothing()
  const before = process.memoryUsage().heapUsed
  for (let id = 1; id <= 2 * 50_000 + 1; id += 2) raw.send(raw.callHead(id, putPath))
  assert.equal(raw.connection.streamCount, 50_000)
  assert.ok(process.memoryUsage().heapUsed - before < 128 * megabyte)
  assert.deepEqual([...resetsOf(raw.take())], [[100_001, ErrorCode.RefusedStream]])
})

test('DATA on closed streams is answered with STREAM_CLOSED, for a while', () => {
  const raw = nothing()
  raw.send(raw.callHead(1, putPath), resetFrame(1))
  raw.take()
  raw.send(frame(FrameType.Data, 0, 1, Buffer.alloc(10)))
  assert.deepEqual([...resetsOf(raw.take())], [[1, ErrorCode.StreamClosed]])
  const times = repeat(raw, 10_000, () => [frame(FrameType.Data, 0, 1, Buffer.alloc(10))])
  assert.equal(times, allowances.wrongs.burst)
  assert.equal(goAwayOf(raw.take())?.code, ErrorCode.EnhanceYourCalm)
})

test('DATA that was under way when we ended its stream is no mistake', () => {
  const raw = nothing()
  raw.send(raw.callHead(1, '/none/None'))
  assert.deepEqual([...resetsOf(raw.take())], [[1, ErrorCode.NoError]])
  for (let i = 0; i < 100; i++) raw.send(frame(FrameType.Data, 0, 1, Buffer.alloc(10_000)))
  assert.deepEqual(resetsOf(raw.take()).size, 0)
  assert.equal(raw.ended, false)
})

test('messages that are announced and never come cost only what came', () => {
  const raw = nothing()
  const before = process.memoryUsage()
  const begun = Buffer.concat([Buffer.from([0]), uint32(2 * megabyte), Buffer.alloc(1)])
  for (let id = 1; id < 20_000; id += 2) raw.send(raw.callHead(id, putPath), frame(FrameType.Data, 0, id, begun))
  const { arrayBuffers } = process.memoryUsage()
  assert.ok(arrayBuffers - before.arrayBuffers < 64 * megabyte, String(arrayBuffers - before.arrayBuffers))
  assert.equal(raw.ended, false)
})

test('messages of which all but the end comes: the connection holds no more than its limit', () => {
  const raw = nothing()
  const begun = Buffer.concat([Buffer.from([0]), uint32(megabyte), Buffer.alloc(8_000)])
  const more = Buffer.alloc(16_000)
  let refused = 0
  for (let id = 1; id < 400; id += 2) {
    raw.send(raw.callHead(id, putPath), frame(FrameType.Data, 0, id, begun))
    for (let i = 0; i < 50; i++) raw.send(frame(FrameType.Data, 0, id, more))
    for (const sent of raw.take()) {
      if (sent.type !== FrameType.Headers) continue
      assert.equal(raw.decode(sent)['grpc-status'], '8')
      refused++
    }
  }
  assert.ok(refused > 100, String(refused))
  assert.equal(raw.ended, false)
})

test('a client that sends beyond the window of a stream that is not read', () => {
  const paused = hostService(
    WatchService,
    {
      watch: (stream) => {
        stream.listen({ onMessage: () => undefined, onHalfClose: () => undefined })
        stream.pause()
      },
    },
    openGate,
  )
  const raw = new RawConnection([paused], { streamWindowBytes: 70_000 }).greet()
  raw.send(raw.callHead(1, watchPath))
  for (let i = 0; i < 7; i++) raw.send(frame(FrameType.Data, 0, 1, Buffer.alloc(10_000)))
  assert.equal(raw.take().length, 0, 'what is not read is not given back')
  raw.send(frame(FrameType.Data, 0, 1, Buffer.alloc(1)))
  assert.deepEqual([...resetsOf(raw.take())], [[1, ErrorCode.FlowControlError]])
})

test('what all of them together have cost', (t) => {
  const maxRssMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  t.diagnostic(`peak resident memory of this process: ${maxRssMegabytes} MB`)
  assert.ok(maxRssMegabytes < 512)
})
