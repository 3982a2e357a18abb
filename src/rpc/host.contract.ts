/**
 * What every host of the services owes its clients; each host's test calls it with its own class.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { deafObserver, FakeTimers, fakeBackend, silentLog } from '../api/fakes.contract.ts'
import { kvHandlers } from '../api/kv.ts'
import {
  type BidiStream,
  type Gate,
  type HostedService,
  hostService,
  type Log,
  type Observer,
  type Timers,
  type UnaryCall,
} from '../api/service.ts'
import { RequestError } from '../base/errors.ts'
import { KvService, PutRequest, type PutResponseInit, RangeResponse } from '../generated/etcdserverpb/kv.ts'
import type { WatchRequest, WatchResponseInit } from '../generated/etcdserverpb/watch.ts'
import { WatchService } from '../generated/etcdserverpb/watch.ts'
import type { MethodDefinition } from '../generated/runtime/service.ts'
import type { Backend } from '../server/backend.ts'
import type { ConnectionHost } from './client-port.ts'
import type { GrpcHostOptions } from './host-options.ts'

const openGate: Gate = { unary: () => undefined, stream: () => undefined }
const key = 'a key of \xff and \0 and all'

type Put = (request: PutRequest, call: UnaryCall<PutResponseInit>) => void
type Watch = (stream: BidiStream<WatchRequest, WatchResponseInit>) => void

export type HostClass = new (options: GrpcHostOptions) => ConnectionHost

const realTimers: Timers = {
  nowMs: () => performance.now(),
  random: Math.random,
  after: (delayMs, callback) => {
    const handle = setTimeout(callback, delayMs).unref()
    return { cancel: () => clearTimeout(handle) }
  },
}

interface Parts {
  backend?: Partial<Backend>
  put?: Put
  watch?: Watch
  observer?: Partial<Observer>
  maxRequestBytes?: number
  timers?: FakeTimers
  warn?: Log['warn']
}

/** A host on a loopback socket, and a client of it; both end with the test. */
async function hostedBy(
  Host: HostClass,
  t: TestContext,
  parts: Parts,
): Promise<{ client: Client; host: ConnectionHost; port: number }> {
  const kv = kvHandlers(fakeBackend(parts.backend))
  const services: HostedService[] = [
    hostService(KvService, parts.put === undefined ? kv : { ...kv, put: parts.put }, openGate),
    hostService(WatchService, { watch: parts.watch ?? ((stream) => stream.end()) }, openGate),
  ]
  const host = new Host({
    services,
    timers: parts.timers ?? realTimers,
    observer: { ...deafObserver, ...parts.observer },
    log: { ...silentLog, warn: parts.warn ?? silentLog.warn },
    warnUnaryMs: 300,
    maxRequestBytes: parts.maxRequestBytes ?? 1_572_864,
    maxConcurrentStreams: 2 ** 32 - 1,
    keepaliveTimeMs: 7_200_000,
    keepaliveTimeoutMs: 20_000,
  })
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    host.accept(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 })
  t.after(() => {
    client.close()
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { client, host, port }
}

function unary(
  client: Client,
  method: MethodDefinition,
  request: unknown,
  { metadata = new Metadata(), deadline }: { metadata?: Metadata; deadline?: number } = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      (message: unknown) => method.request.encode(message),
      (bytes: Buffer) => method.response.decode(bytes),
      request,
      metadata,
      deadline === undefined ? {} : { deadline },
      (error, response) => (error === null ? resolve(response) : reject(error)),
    )
  })
}

function openWatch(client: Client): ReturnType<Client['makeBidiStreamRequest']> {
  const { path, request, response } = WatchService.methods.watch
  return client.makeBidiStreamRequest(
    path,
    (message: unknown) => request.encode(message as never),
    (bytes: Buffer) => response.decode(bytes),
  )
}

export function hostContract(name: string, Host: HostClass): void {
  const hosted = (t: TestContext, parts: Parts): ReturnType<typeof hostedBy> => hostedBy(Host, t, parts)

  test(`${name}: a unary call is answered, its bytes are counted`, async (t) => {
    const counted: string[] = []
    const { client } = await hosted(t, {
      observer: {
        onStarted: (path) => counted.push(`started ${path}`),
        onMessage: (_path, direction, bytes) => counted.push(`${direction} ${bytes}`),
        onHandled: (path, code) => counted.push(`handled ${path} ${code}`),
      },
      put: (request, call) => {
        assert.equal(request.key, key)
        call.reply({ header: { revision: 300 } })
      },
    })
    const request = { key, value: Buffer.alloc(1_000) }
    const response = await unary(client, KvService.methods.put, request)
    assert.equal((response as { header: { revision: number } }).header.revision, 300)
    const path = '/etcdserverpb.KV/Put'
    assert.deepEqual(counted, [
      `started ${path}`,
      `received ${PutRequest.size(request)}`,
      'sent 5',
      `handled ${path} 0`,
    ])
  })

  test(`${name}: a slow unary call is logged, one just in time is not`, async (t) => {
    const timers = new FakeTimers()
    const logged: unknown[] = []
    let tookMs = 300
    const { client } = await hosted(t, {
      timers,
      warn: (message, fields) =>
        logged.push({ message, spent: fields?.['time spent'], type: fields?.['response type'] }),
      put: (_request, call) => {
        timers.pass(tookMs)
        call.reply({})
      },
    })
    await unary(client, KvService.methods.put, { key })
    assert.deepEqual(logged, [])
    tookMs = 300.5
    await unary(client, KvService.methods.put, { key })
    assert.deepEqual(logged, [{ message: 'request stats', spent: '300.500ms', type: '/etcdserverpb.KV/Put' }])
  })

  test(`${name}: a failure carries code and text of its row`, async (t) => {
    const { client } = await hosted(t, { put: (_request, call) => call.fail(new RequestError('Compacted')) })
    await assert.rejects(unary(client, KvService.methods.put, { key }), {
      code: status.OUT_OF_RANGE,
      details: 'etcdserver: mvcc: required revision has been compacted',
    })
  })

  test(`${name}: an error nobody planned for arrives as Unknown, with its text`, async (t) => {
    const { client } = await hosted(t, {
      put: () => {
        throw new Error('100 % unexpected: ü')
      },
    })
    await assert.rejects(unary(client, KvService.methods.put, { key }), {
      code: status.UNKNOWN,
      details: '100 % unexpected: ü',
    })
  })

  test(`${name}: metadata reaches the handler, first value first`, async (t) => {
    const seen: (string | undefined)[] = []
    const { client } = await hosted(t, {
      put: (_request, call) => {
        seen.push(call.metadata('hasleader'), call.metadata('token'))
        call.reply({})
      },
    })
    const metadata = new Metadata()
    metadata.add('hasleader', 'true')
    await unary(client, KvService.methods.put, { key }, { metadata })
    assert.deepEqual(seen, ['true', undefined])
  })

  test(`${name}: a deadline is known to the handler, and ends the call in grpc-go\u2019s words`, async (t) => {
    const codes: number[] = []
    let deadlineMs: number | undefined
    let nowMs = 0
    const { port } = await hosted(t, {
      observer: {
        onHandled: (_path, code) => codes.push(code),
      },
      put: (_request, call) => {
        deadlineMs = call.deadlineMs
        nowMs = performance.now()
      },
    })
    // By hand: a client of grpc-js would report its own deadline.
    const trailers = await rawCall(port, '/etcdserverpb.KV/Put', frame(PutRequest.encode({ key })), {
      'grpc-timeout': '30m',
    })
    assert.equal(trailers['grpc-status'], '4')
    assert.equal(decodeURI(String(trailers['grpc-message'])), 'context deadline exceeded')
    assert.ok(deadlineMs !== undefined && deadlineMs <= nowMs + 30 && deadlineMs > nowMs - 30, `${deadlineMs} ${nowMs}`)
    assert.deepEqual(codes, [status.DEADLINE_EXCEEDED])
  })

  test(`${name}: a deadline in a thousand hours is none`, async (t) => {
    const { port } = await hosted(t, { put: (_request, call) => call.reply({}) })
    const body = frame(PutRequest.encode({ key }))
    const trailers = await rawCall(port, '/etcdserverpb.KV/Put', body, { 'grpc-timeout': '3600000S' })
    assert.equal(trailers['grpc-status'], '0')
  })

  const unknownRows = [
    { path: '/etcdserverpb.KV/Nope', text: 'unknown method Nope for service etcdserverpb.KV' },
    { path: '/etcdserverpb.Nope/Put', text: 'unknown service etcdserverpb.Nope' },
    { path: '/Put', text: 'malformed method name: "/Put"' },
  ]
  for (const { path, text } of unknownRows) {
    test(`${name}: a call of ${path} is Unimplemented: ${text}`, async (t) => {
      const { port } = await hosted(t, {
        observer: { onStarted: () => assert.fail('names that clients make up are not counted') },
      })
      const trailers = await rawCall(port, path, frame(Buffer.alloc(0)))
      assert.equal(trailers['grpc-status'], '12')
      assert.equal(decodeURI(String(trailers['grpc-message'])), text)
    })
  }

  test(`${name}: a message at the limit passes, one byte more is refused in grpc-go\u2019s words`, async (t) => {
    const { client } = await hosted(t, { put: (_request, call) => call.reply({}), maxRequestBytes: 1_000 })
    const overhead = PutRequest.size({ key, value: Buffer.alloc(500_000) }) - 500_000
    const most = 1_000 + 512 * 1024
    await unary(client, KvService.methods.put, { key, value: Buffer.alloc(most - overhead) })
    await assert.rejects(unary(client, KvService.methods.put, { key, value: Buffer.alloc(most - overhead + 1) }), {
      code: status.RESOURCE_EXHAUSTED,
      details: `grpc: received message larger than max (${most + 1} vs. ${most})`,
    })
  })

  test(`${name}: a gzipped message is read; one that is not what it says ends only its call`, async (t) => {
    const { port } = await hosted(t, {
      put: (request, call) => (request.key === key ? call.reply({}) : call.fail(new RequestError('EmptyKey'))),
    })
    const gzip = { 'grpc-encoding': 'gzip' }
    const good = await rawCall(port, '/etcdserverpb.KV/Put', frame(gzipSync(PutRequest.encode({ key })), 1), gzip)
    assert.equal(good['grpc-status'], '0')
    const bad = await rawCall(port, '/etcdserverpb.KV/Put', frame(Buffer.from('not gzip'), 1), gzip)
    assert.equal(bad['grpc-status'], '13')
    const garbage = await rawCall(port, '/etcdserverpb.KV/Put', frame(Buffer.from('ffffffff', 'hex')))
    assert.equal(garbage['grpc-status'], '13')
    assert.equal(decodeURI(String(garbage['grpc-message'])), 'grpc: error unmarshalling request')
  })

  test(`${name}: HTTP/2 that is not gRPC is answered with 415`, async (t) => {
    const { port } = await hosted(t, {})
    const session = connectHttp2(`http://127.0.0.1:${port}`)
    t.after(() => session.destroy())
    const request = session.request({ ':path': '/health' })
    const [headers] = await once(request, 'response')
    assert.equal(headers[':status'], 415)
    assert.equal(headers['grpc-status'], '3')
    assert.equal(decodeURI(headers['grpc-message']), 'invalid gRPC request content-type ""')
  })

  test(`${name}: a bidirectional stream: messages both ways in order, half-close, an end with a status`, async (t) => {
    const { client } = await hosted(t, {
      watch: (stream) =>
        stream.listen({
          onMessage: ({ requestUnion }) => {
            if (requestUnion?.case === 'cancelRequest') stream.write({ watchId: requestUnion.value.watchId })
          },
          onHalfClose: () => stream.end(new RequestError('NoLeader')),
        }),
    })
    const call = openWatch(client)
    const got: number[] = []
    call.on('data', (response: { watchId: number }) => got.push(response.watchId))
    for (let watchId = 1; watchId <= 300; watchId++)
      call.write({ requestUnion: { case: 'cancelRequest', value: { watchId } } })
    call.end()
    const [error] = (await once(call, 'error')) as [ServiceError]
    assert.deepEqual(
      got,
      Array.from({ length: 300 }, (_, i) => i + 1),
    )
    assert.equal(error.code, status.UNAVAILABLE)
    assert.equal(error.details, 'etcdserver: no leader')
  })

  test(`${name}: a client that cancels ends the stream, which counts as Canceled`, async (t) => {
    let onHandled: (code: number) => void = () => undefined
    const handled = new Promise<number>((resolve) => {
      onHandled = resolve
    })
    let onEnd: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      onEnd = resolve
    })
    const { client } = await hosted(t, {
      observer: { onHandled: (_path, code) => onHandled(code) },
      watch: (stream) => {
        stream.onEnd(() => onEnd())
        stream.listen({ onMessage: () => stream.write({}), onHalfClose: () => undefined })
      },
    })
    const call = openWatch(client)
    call.on('error', () => undefined)
    call.write({})
    await once(call, 'data')
    call.cancel()
    await ended
    assert.equal(await handled, status.CANCELLED)
  })

  test(`${name}: a consumer that does not read fills the stream, and empties it when it reads`, async (t) => {
    let onFull: () => void = () => undefined
    const full = new Promise<void>((resolve) => {
      onFull = resolve
    })
    let written = 0
    const total = 200
    const { client } = await hosted(t, {
      watch: (stream) => {
        const fill = (): void => {
          while (written < total) {
            written++
            if (!stream.write({ cancelReason: 'x'.repeat(10_000) })) {
              onFull()
              return
            }
          }
          stream.end()
        }
        stream.onDrain(fill)
        stream.listen({ onMessage: fill, onHalfClose: () => undefined })
      },
    })
    const call = openWatch(client)
    call.write({})
    await full
    assert.ok(written < total, 'the stream says when it is full')
    let got = 0
    call.on('data', () => got++)
    await once(call, 'end')
    assert.equal(got, total)
  })

  test(`${name}: draining lets calls in flight finish and takes no new ones`, async (t) => {
    let answer: () => void = () => undefined
    let onCall: () => void = () => undefined
    const called = new Promise<void>((resolve) => {
      onCall = resolve
    })
    const { client, host } = await hosted(t, {
      put: (_request, call) => {
        answer = () => call.reply({ header: { revision: 9 } })
        onCall()
      },
    })
    const inFlight = unary(client, KvService.methods.put, { key })
    await called
    const drained = host.drain()
    answer()
    assert.equal(((await inFlight) as { header: { revision: number } }).header.revision, 9)
    await drained
  })

  test(`${name}: garbage after the preface, and connections cut anywhere, hurt nobody else`, async (t) => {
    const { client, port } = await hosted(t, { put: (_request, call) => call.reply({}) })
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
    for (const bytes of [preface, `${preface}garbage that is no frame at all, and long enough`, preface.slice(0, 17)]) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      socket.end(bytes)
      socket.resume()
      await once(socket, 'close')
    }
    await unary(client, KvService.methods.put, { key })
  })

  test(`${name}: a value of all bytes and 1.5 MiB comes back as it was`, async (t) => {
    const value = Buffer.alloc(1_500_000, Buffer.from(Array.from({ length: 256 }, (_, i) => i)))
    const kv = { key, createRevision: 2, modRevision: 2, version: 1, value, lease: -5n }
    const { client } = await hosted(t, {
      backend: { range: () => ({ revision: 7, kvs: [kv], more: false, count: 1 }) },
    })
    const response = (await unary(client, KvService.methods.range, { key, serializable: true })) as RangeResponse
    assert.deepEqual(response.kvs, [kv])
    assert.deepEqual(RangeResponse.create(response).count, 1)
  })
}

/** One gRPC frame around a message. */
function frame(message: Buffer, compressed = 0): Buffer {
  const header = Buffer.alloc(5)
  header[0] = compressed
  header.writeUInt32BE(message.length, 1)
  return Buffer.concat([header, message])
}

/** A call with nothing but HTTP/2; resolves to its trailers, or to its headers when there are no others. */
async function rawCall(
  port: number,
  path: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  try {
    const request = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    let last: Record<string, unknown> = {}
    request.on('response', (received) => {
      last = received
    })
    request.on('trailers', (received) => {
      last = received
    })
    request.resume()
    request.end(body)
    await once(request, 'close')
    return last
  } finally {
    session.destroy()
  }
}
