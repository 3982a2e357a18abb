/**
 * The same requests, good and hostile, to both hosts: what a client sees must be the same. Where the hosts differ on purpose, the row
 * says what each answers, and why.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type OutgoingHttpHeaders } from 'node:http2'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import test, { after, before } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fakeBackend } from '../../src/api/fakes.contract.ts'
import { kvHandlers } from '../../src/api/kv.ts'
import { type Gate, type HostedService, hostService } from '../../src/api/service.ts'
import { RequestError } from '../../src/base/errors.ts'
import { KvService, PutRequest, RangeRequest } from '../../src/generated/etcdserverpb/kv.ts'
import { WatchRequest, WatchService } from '../../src/generated/etcdserverpb/watch.ts'
import type { ConnectionHost } from '../../src/rpc/client-port.ts'
import { GrpcHost } from '../../src/rpc/grpc-host.ts'
import { NativeHost } from '../../src/rpc/native-host.ts'
import { hostOptions } from './native-server.ts'

const openGate: Gate = { unary: () => undefined, stream: () => undefined }

function services(): HostedService[] {
  const kv = kvHandlers(fakeBackend())
  return [
    hostService(
      KvService,
      {
        ...kv,
        put: (request, call) => {
          if (request.key === 'fails') call.fail(new RequestError('NoSpace'))
          else if (request.key === 'odd text') call.fail({ code: 9, message: '100 % größer\n' })
          else if (request.key === 'throws') throw new Error('unplanned')
          else if (request.key !== 'never') call.reply({ header: { revision: request.value.length } })
        },
        range: (request, call) => call.reply({ count: Number(call.metadata('how-many') ?? request.limit) }),
      },
      openGate,
    ),
    hostService(
      WatchService,
      {
        watch: (stream) =>
          stream.listen({
            onMessage: ({ requestUnion }) => {
              if (requestUnion?.case === 'cancelRequest') stream.write({ watchId: requestUnion.value.watchId })
              else stream.end(new RequestError('NoLeader'))
            },
            onHalfClose: () => stream.end(),
          }),
      },
      openGate,
    ),
  ]
}

interface Request {
  readonly path?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: readonly Buffer[]
}

interface Answer {
  readonly httpStatus: unknown
  readonly contentType: unknown
  readonly status: unknown
  readonly message: string
  readonly messages: readonly string[]
}

const putPath = KvService.methods.put.path
const watchPath = WatchService.methods.watch.path
const put = (key: string, valueBytes = 0): Buffer => PutRequest.encode({ key, value: Buffer.alloc(valueBytes) })
const cancel = (watchId: number): Buffer =>
  framed(WatchRequest.encode({ requestUnion: { case: 'cancelRequest', value: { watchId } } }))

/** Name, request. Bodies are written piece by piece. */
const rows: readonly (readonly [string, Request])[] = [
  ['a put', { body: [framed(put('a', 100))] }],
  ['a put byte by byte', { body: [...framed(put('a', 20))].map((byte) => Buffer.from([byte])) }],
  ['a put of a megabyte', { body: [framed(put('a', 1_000_000))] }],
  ['a put of nothing', { body: [framed(Buffer.alloc(0))] }],
  ['a failure', { body: [framed(put('fails'))] }],
  ['a failure with a text to escape', { body: [framed(put('odd text'))] }],
  ['a handler that throws', { body: [framed(put('throws'))] }],
  [
    'metadata',
    {
      path: KvService.methods.range.path,
      headers: { 'how-many': '12' },
      body: [framed(RangeRequest.encode({ key: 'k' }))],
    },
  ],
  ['binary metadata', { headers: { 'x-bin': 'AAECAw==' }, body: [framed(put('a'))] }],
  ['a content type with a suffix', { headers: { 'content-type': 'application/grpc+proto' }, body: [framed(put('a'))] }],
  ['gzip', { headers: { 'grpc-encoding': 'gzip' }, body: [framed(gzipSync(put('a', 1_000)), 1)] }],
  ['gzip announced, not used', { headers: { 'grpc-encoding': 'gzip' }, body: [framed(put('a'))] }],
  [
    'gzip that is as long as a message may be',
    { headers: { 'grpc-encoding': 'gzip' }, body: [framed(gzipSync(put('a', 2_000_000)), 1)] },
  ],
  ['a deadline that passes', { headers: { 'grpc-timeout': '20m' }, body: [framed(put('never'))] }],
  ['a deadline far away', { headers: { 'grpc-timeout': '99999999H' }, body: [framed(put('a'))] }],
  ['a message too long', { body: [framed(put('a', 2_200_000))] }],
  ['no message that protobuf knows', { body: [framed(Buffer.from('ffffffff', 'hex'))] }],
  ['an unknown method', { path: '/etcdserverpb.KV/Nope', body: [framed(put('a'))] }],
  ['an unknown service', { path: '/nope.KV/Put', body: [framed(put('a'))] }],
  ['a path that is none', { path: '/Put', body: [framed(put('a'))] }],
  ['a path with an odd character', { path: '/etcdserverpb.KV/P%75t', body: [framed(put('a'))] }],
  ['no gRPC', { headers: { 'content-type': 'application/json' }, body: [Buffer.from('{}')] }],
  ['a watch, messages in one piece', { path: watchPath, body: [Buffer.concat([cancel(1), cancel(2), cancel(3)])] }],
  [
    'a watch, messages torn apart',
    { path: watchPath, body: [...Buffer.concat([cancel(1), cancel(2)])].map((b) => Buffer.from([b])) },
  ],
  ['a watch that is ended by the server', { path: watchPath, body: [cancel(1), framed(WatchRequest.encode({}))] }],
  ['a watch without a message', { path: watchPath, body: [] }],
]

const hosts = { native: new NativeHost(hostOptions(services())), 'grpc-js': new GrpcHost(hostOptions(services())) }
const ports = new Map<string, number>()
const sockets = new Set<Socket>()
const servers = Object.entries(hosts).map(([name, host]) => ({ name, server: listen(host) }))

before(async () => {
  for (const { name, server } of servers) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    ports.set(name, (server.address() as AddressInfo).port)
  }
})

after(() => {
  for (const { server } of servers) server.close()
  for (const socket of sockets) socket.destroy()
})

for (const [name, request] of rows) {
  test(`both hosts answer the same: ${name}`, async () => {
    const [native, reference] = await Promise.all([ask('native', request), ask('grpc-js', request)])
    assert.deepEqual(native, reference)
  })
}

/** Answers in which the native host is closer to grpc-go than grpc-js is; the texts are grpc-go's. */
const nativeRows: readonly (readonly [string, Request, Partial<Answer>])[] = [
  [
    'an encoding nobody knows',
    { headers: { 'grpc-encoding': 'lz4' }, body: [framed(put('a'))] },
    { status: '12', message: 'grpc: Decompressor is not installed for grpc-encoding "lz4"' },
  ],
  [
    'a compressed message without an encoding',
    { body: [framed(put('a'), 1)] },
    { status: '13', message: 'grpc: compressed flag set with identity or empty encoding' },
  ],
  [
    'a prefix that is none',
    { body: [framed(put('a'), 7)] },
    { status: '13', message: 'grpc: received unexpected payload format 7' },
  ],
  [
    'gzip that grows beyond what a message may be',
    { headers: { 'grpc-encoding': 'gzip' }, body: [framed(gzipSync(Buffer.alloc(3_000_000)), 1)] },
    { status: '8', message: 'grpc: received message after decompression larger than max 2097152' },
  ],
  ['half a message', { body: [framed(put('a', 100)).subarray(0, 50)] }, { status: '2', message: 'unexpected EOF' }],
  ['no message at all', { body: [] }, { status: '2', message: 'EOF' }],
  ['two messages', { body: [framed(put('a', 1)), framed(put('a', 2))] }, { status: '0', messages: ['0a021801'] }],
  [
    'no time at all',
    { headers: { 'grpc-timeout': '0S' }, body: [framed(put('a'))] },
    { status: '4', message: 'context deadline exceeded' },
  ],
  [
    'a timeout before its beginning',
    { headers: { 'grpc-timeout': '-1S' }, body: [framed(put('a'))] },
    { httpStatus: 400, message: 'malformed grpc-timeout: strconv.ParseUint: parsing "-1": invalid syntax' },
  ],
  [
    'a timeout that is none',
    { headers: { 'grpc-timeout': '10x' }, body: [framed(put('a'))] },
    {
      httpStatus: 400,
      status: '13',
      message: 'malformed grpc-timeout: transport: timeout unit is not recognized: "10x"',
    },
  ],
  [
    'a method other than POST',
    { headers: { ':method': 'PUT' }, body: [framed(put('a'))] },
    { httpStatus: 405, status: '13', message: 'Received a HEADERS frame with :method "PUT" which should be POST' },
  ],
]
for (const [name, request, want] of nativeRows) {
  test(`the native host answers as grpc-go does: ${name}`, async () => {
    const answer = await ask('native', request)
    for (const [field, value] of Object.entries(want)) assert.deepEqual(answer[field as keyof Answer], value, field)
  })
}

async function ask(host: string, { path = putPath, headers = {}, body = [] }: Request): Promise<Answer> {
  const session = connect(`http://127.0.0.1:${ports.get(host)}`)
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    let [head, last]: Record<string, unknown>[] = [{}, {}]
    stream.on('response', (received) => {
      head = received
      last = received
    })
    stream.on('trailers', (received) => {
      last = received
    })
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    const closed = once(stream, 'close')
    for (const piece of body) stream.write(piece)
    stream.end()
    await closed
    return {
      httpStatus: head?.[':status'],
      // grpc-js adds `+proto`, and says OK in words.
      contentType: String(head?.['content-type']).replace(/\+proto$/, ''),
      status: last?.['grpc-status'],
      message: last?.['grpc-status'] === '0' ? '' : decodeURIComponent(String(last?.['grpc-message'] ?? '')),
      messages: head?.[':status'] === 200 ? messagesIn(Buffer.concat(chunks)) : [],
    }
  } finally {
    session.destroy()
  }
}

function listen(host: ConnectionHost): ReturnType<typeof createServer> {
  return createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    host.accept(socket)
  })
}

function framed(message: Buffer, flag = 0): Buffer {
  const prefix = Buffer.alloc(5)
  prefix[0] = flag
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

function messagesIn(body: Buffer): string[] {
  const messages: string[] = []
  for (let at = 0; at < body.length; ) {
    const end = at + 5 + body.readUInt32BE(at + 1)
    messages.push(body.toString('hex', at + 5, end))
    at = end
  }
  return messages
}
