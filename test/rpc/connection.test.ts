/**
 * A connection of the native host as a client sees it, frame by frame.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fakeBackend } from '../../src/api/fakes.contract.ts'
import { kvHandlers } from '../../src/api/kv.ts'
import {
  type Gate,
  type HostedService,
  hostService,
  type ResponseStream,
  type UnaryCall,
} from '../../src/api/service.ts'
import { KvService, PutRequest, type PutResponseInit, RangeRequest } from '../../src/generated/etcdserverpb/kv.ts'
import { type WatchResponseInit, WatchService } from '../../src/generated/etcdserverpb/watch.ts'
import { ErrorCode, Flag, FrameType, max31, Setting } from '../../src/rpc/http2/frames.ts'
import type { HeaderField } from '../../src/rpc/http2/header-field.ts'
import { HeaderReader } from '../../src/rpc/http2/header-reader.ts'
import { HpackDecoder } from '../../src/rpc/http2/hpack-decoder.ts'
import { HpackEncoder } from '../../src/rpc/http2/hpack-encoder.ts'
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

interface Open {
  readonly puts: UnaryCall<PutResponseInit>[]
  readonly watches: ResponseStream<WatchResponseInit>[]
}

/** Puts and watches stay open; a range answers with as many bytes as its limit says. */
function services(open: Open = { puts: [], watches: [] }): HostedService[] {
  return [
    hostService(
      KvService,
      {
        ...kvHandlers(fakeBackend()),
        put: (_request, call) => void open.puts.push(call),
        range: ({ limit }, call) => call.reply({ kvs: [{ value: Buffer.alloc(limit, 'v') }] }),
      },
      openGate,
    ),
    hostService(
      WatchService,
      {
        watch: (stream) => {
          open.watches.push(stream)
          stream.listen({ onMessage: () => undefined, onHalfClose: () => undefined })
        },
      },
      openGate,
    ),
  ]
}

function opened(): { raw: RawConnection; open: Open } {
  const open: Open = { puts: [], watches: [] }
  return { raw: new RawConnection(services(open)).greet(), open }
}

test('the answer of a unary call: head, one message, trailers; from the second on the same few bytes', () => {
  const { raw, open } = opened()
  const lengths: number[] = []
  for (const id of [1, 3, 5]) {
    raw.send(raw.callHead(id, putPath), messageFrame(id, putMessage))
    open.puts.pop()?.reply({ header: { revision: 9 } })
    const frames = raw.take()
    assert.deepEqual(
      frames.map(({ type, flags }) => [type, flags]),
      [
        [FrameType.Headers, Flag.EndHeaders],
        [FrameType.Data, 0],
        [FrameType.Headers, Flag.EndHeaders | Flag.EndStream],
      ],
    )
    const [head, , trailers] = frames
    assert.ok(head !== undefined && trailers !== undefined)
    assert.deepEqual(raw.decode(head), { ':status': '200', 'content-type': 'application/grpc' })
    assert.deepEqual(raw.decode(trailers), { 'grpc-status': '0' })
    lengths.push(head.payload.length + trailers.payload.length)
  }
  assert.deepEqual(lengths.slice(1), [3, 3])
})

test('a client without a dynamic table gets literals', () => {
  const { raw, open } = opened()
  raw.send(settingsFrame([[Setting.HeaderTableSize, 0]]))
  raw.take()
  for (const id of [1, 3]) {
    raw.send(raw.callHead(id, putPath), messageFrame(id, putMessage))
    open.puts.pop()?.reply({})
    const blocks = raw.take().filter(({ type }) => type === FrameType.Headers)
    assert.deepEqual(Object.assign({}, ...blocks.map((block) => raw.decode(block))), {
      ':status': '200',
      'content-type': 'application/grpc',
      'grpc-status': '0',
    })
  }
})

const anyHeaders = fc.array(
  fc.record({
    path: fc.constantFrom(putPath, rangePath, '/other'),
    more: fc.array(
      fc.record({
        name: fc.constantFrom('token', 'x', 'hasleader'),
        value: fc.constantFrom('', 'true', 'abc'),
        often: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    tableMax: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 10 }),
  }),
  { maxLength: 60 },
)

test('a header block that is looked up means what decoding it would have meant', () => {
  fc.assert(
    fc.property(anyHeaders, (requests) => {
      const encoder = new HpackEncoder()
      const reader = new HeaderReader(1 << 16)
      const decoder = new HpackDecoder()
      for (const { path, more, tableMax } of requests) {
        if (tableMax !== null) encoder.setTableMax(tableMax)
        const block = encoder.encode([...callFields(path), ...more])
        const fields: HeaderField[] = []
        decoder.decode(block, 0, block.length, fields, 1 << 16)
        assert.deepEqual(reader.readHead(block, 0, block.length)?.fields, fields)
      }
    }),
  )
})

const windowSteps = fc.array(
  fc.oneof(
    fc.record({ all: fc.integer({ min: 1, max: 50_000 }) }),
    fc.record({ one: fc.integer({ min: 1, max: 50_000 }) }),
    fc.record({ initial: fc.integer({ min: 0, max: 70_000 }) }),
  ),
  { maxLength: 30 },
)

test('a body never leaves the windows, and comes whole once they are wide', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300_000 }), windowSteps, (bytes, steps) => {
      const { raw } = opened()
      let [connectionWindow, streamWindow, initial] = [65_535, 65_535, 65_535]
      let bodyBytes = 0
      let ended = false
      const look = (): void => {
        for (const { type, flags, payload } of raw.take()) {
          if (type === FrameType.Headers && flags & Flag.EndStream) ended = true
          if (type !== FrameType.Data) continue
          assert.equal(ended, false, 'nothing behind the end')
          connectionWindow -= payload.length
          streamWindow -= payload.length
          bodyBytes += payload.length
          assert.ok(connectionWindow >= 0 && (payload.length === 0 || streamWindow >= 0))
        }
      }
      raw.send(
        raw.callHead(1, rangePath),
        messageFrame(1, RangeRequest.encode({ key: 'k', serializable: true, limit: bytes })),
      )
      look()
      for (const step of [...steps, { all: max31 - 10_000_000 }, { one: 400_000 }, { one: 400_000 }]) {
        if ('all' in step) {
          connectionWindow += step.all
          raw.send(frame(FrameType.WindowUpdate, 0, 0, uint32(step.all)))
        } else if ('one' in step) {
          streamWindow += step.one
          raw.send(frame(FrameType.WindowUpdate, 0, 1, uint32(step.one)))
        } else {
          streamWindow += step.initial - initial
          initial = step.initial
          raw.send(settingsFrame([[Setting.InitialWindowSize, step.initial]]))
        }
        look()
      }
      assert.ok(bodyBytes >= bytes && bodyBytes <= bytes + 20, `${bodyBytes} of ${bytes}`)
      assert.equal(ended, true)
      assert.equal(raw.connection.streamCount, 0)
    }),
  )
})

test('draining: calls in flight end, calls on their way are taken until the client knows, then the connection closes', () => {
  const { raw, open } = opened()
  raw.send(raw.callHead(1, putPath), messageFrame(1, putMessage))
  raw.connection.drain()
  const [goAway, ping] = raw.take()
  assert.deepEqual([goAway?.type, goAway?.payload.readUInt32BE(0)], [FrameType.GoAway, max31])
  assert.equal(ping?.type, FrameType.Ping)
  raw.send(raw.callHead(3, putPath), messageFrame(3, putMessage))
  assert.equal(open.puts.length, 2)
  raw.send(frame(FrameType.Ping, Flag.Ack, 0, ping?.payload ?? Buffer.alloc(8)))
  assert.equal(raw.take()[0]?.payload.readUInt32BE(0), 3, 'the last one that is served')
  raw.send(raw.callHead(5, putPath), messageFrame(5, putMessage))
  assert.equal(open.puts.length, 2, 'later ones are not')
  open.puts[0]?.reply({})
  assert.equal(raw.ended, false)
  open.puts[1]?.reply({})
  assert.equal(raw.ended, true)
})

test('a silent client is asked whether it lives; one that answers stays, one that does not is cut', () => {
  const { raw } = opened()
  const { keepaliveTimeMs, keepaliveTimeoutMs } = raw.connection.limits
  const pass = (ms: number): void => {
    raw.timers.pass(ms)
    raw.connection.tick(raw.timers.nowMs())
  }
  pass(keepaliveTimeMs - 1)
  assert.equal(raw.take().length, 0)
  pass(1)
  const [ping] = raw.take()
  assert.equal(ping?.type, FrameType.Ping)
  raw.send(frame(FrameType.Ping, Flag.Ack, 0, ping?.payload ?? Buffer.alloc(8)))
  pass(keepaliveTimeoutMs + 1)
  assert.equal(raw.ended, false)
  pass(keepaliveTimeMs)
  pass(keepaliveTimeoutMs + 1)
  assert.equal(raw.ended, true)
})

test('pings as far apart as the rule wants are answered for ever', () => {
  const { raw } = opened()
  raw.send(raw.callHead(1, watchPath))
  for (let i = 0; i < 100; i++) {
    raw.send(frame(FrameType.Ping, 0, 0, Buffer.from('12345678')))
    assert.deepEqual(
      raw.take().map(({ type, flags, payload }) => [type, flags, payload.toString()]),
      [[FrameType.Ping, Flag.Ack, '12345678']],
    )
    raw.timers.pass(raw.connection.limits.pingMinTimeMs)
  }
})

test('a stream that its client resets is over for its handler, and what waited for it is dropped', () => {
  const { raw, open } = opened()
  raw.send(raw.callHead(1, watchPath))
  const watch = open.watches[0]
  let ends = 0
  watch?.onEnd(() => ends++)
  let full = false
  for (let i = 0; i < 200; i++) full = watch?.write({ cancelReason: 'x'.repeat(1_000) }) === false
  assert.equal(full, true)
  assert.ok(raw.connection.sender.waitingBytes > 0)
  raw.send(resetFrame(1))
  assert.deepEqual([ends, watch?.ended, watch?.canceled], [1, true, true])
  assert.equal(raw.connection.sender.waitingBytes, 0)
  watch?.write({})
  watch?.end()
  assert.ok(raw.take().every(({ type }) => type !== FrameType.RstStream))
})

test('frames of one byte each, and all frames in one piece, are the same to a server', () => {
  const { raw, open } = opened()
  const bytes = Buffer.concat([1, 3, 5].flatMap((id) => [raw.callHead(id, putPath), messageFrame(id, putMessage)]))
  for (const byte of bytes) raw.send(Buffer.from([byte]))
  assert.equal(open.puts.length, 3)
  const more = Buffer.concat([7, 9].flatMap((id) => [raw.callHead(id, putPath), messageFrame(id, putMessage)]))
  raw.send(more)
  assert.equal(open.puts.length, 5)
})

test('a lost connection ends all calls, and answers that come later hurt nobody', () => {
  const { raw, open } = opened()
  raw.send(raw.callHead(1, putPath), messageFrame(1, putMessage), raw.callHead(3, watchPath))
  let canceled = 0
  open.puts[0]?.onCancel(() => canceled++)
  raw.connection.onTransportClose()
  assert.equal(canceled, 1)
  assert.equal(open.watches[0]?.ended, true)
  open.puts[0]?.reply({})
  open.puts[0]?.fail(new Error('too late'))
  open.watches[0]?.write({})
  assert.equal(raw.take().length, 0)
})

test('a body of another length than content-length says is no request', () => {
  const { raw, open } = opened()
  const more = [{ name: 'content-length', value: '3' }]
  raw.send(raw.callHead(1, putPath, { more }), messageFrame(1, putMessage))
  assert.deepEqual([...resetsOf(raw.take())], [[1, ErrorCode.ProtocolError]])
  assert.equal(open.puts.length, 0)
  assert.equal(goAwayOf(raw.take()), undefined)
})
