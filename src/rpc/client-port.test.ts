import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { get as httpGet, type RequestListener } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { get as httpsGet } from 'node:https'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import test, { type TestContext } from 'node:test'
import { deafObserver, FakeTimers, silentLog } from '../api/fakes.contract.ts'
import { type HostedService, hostService } from '../api/service.ts'
import { WatchService } from '../generated/etcdserverpb/watch.ts'
import { ClientPort, type ClientPortOptions } from './client-port.ts'
import { GrpcHost } from './grpc-host.ts'

const hello: RequestListener = (request, response) => response.end(`${request.method} ${request.url}`)

function grpcHost(services: readonly HostedService[]): GrpcHost {
  return new GrpcHost({
    services,
    timers: new FakeTimers(),
    observer: deafObserver,
    log: silentLog,
    maxRequestBytes: 1_000,
    maxConcurrentStreams: 100,
    keepaliveTimeMs: 7_200_000,
    keepaliveTimeoutMs: 20_000,
  })
}

async function listening(
  t: TestContext,
  options: Partial<ClientPortOptions> = {},
): Promise<{ clientPort: ClientPort; port: number }> {
  const clientPort = new ClientPort({ grpc: grpcHost([]), http: hello, log: silentLog, ...options })
  const bound = await clientPort.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => clientPort.drain(0))
  assert.ok('port' in bound)
  return { clientPort, port: bound.port }
}

/** Everything that comes until the other side closes. */
async function readAll(socket: Duplex): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Not `once` of node:events, which takes a reset for a failure.
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks).toString('latin1')
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  // Many a test ends in a reset.
  socket.on('error', () => undefined)
  return socket
}

/** Waits until the port has as many connections, as events come in. */
async function untilConnections(clientPort: ClientPort, count: number): Promise<void> {
  while (clientPort.connectionCount !== count) await new Promise((resolve) => setImmediate(resolve))
}

async function grpcStatusOverHttp2(port: number): Promise<unknown> {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  try {
    const request = session.request({ ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' })
    request.end()
    const [headers] = await once(request, 'response')
    return headers['grpc-status']
  } finally {
    session.destroy()
  }
}

test('HTTP/1 and HTTP/2 are served on one port', async (t) => {
  const { port } = await listening(t)
  const [response] = await once(httpGet({ port, path: '/health', agent: false }), 'response')
  assert.match(await readAll(response), /^GET \/health$/)
  assert.equal(await grpcStatusOverHttp2(port), '12')
})

test('first bytes may come one by one', async (t) => {
  const { port } = await listening(t)
  const socket = await dial(port)
  const answer = readAll(socket)
  // PUT begins as the preface of HTTP/2 does.
  for (const character of 'PUT /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n') {
    socket.write(character)
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.match(await answer, /^HTTP\/1\.1 200 OK\r\n.*PUT \/x/s)

  const slow = await dial(port)
  const settings = readAll(slow)
  for (const character of 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') {
    slow.write(character, 'latin1')
    await new Promise((resolve) => setImmediate(resolve))
  }
  slow.end(Buffer.from('000000040000000000', 'hex'))
  // The server's own SETTINGS frame is the first thing it says (RFC 9113 3.4).
  assert.equal((await settings).charCodeAt(3), 4)
})

test('a client may close its half after its request', async (t) => {
  const { port } = await listening(t)
  const socket = await dial(port)
  const answer = readAll(socket)
  socket.end('GET /half HTTP/1.1\r\nHost: a\r\n\r\n')
  assert.match(await answer, /GET \/half/)
})

const garbageRows = [
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'GARBAGE\r\n\r\n',
  'PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n',
  '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0',
]
for (const bytes of garbageRows) {
  test(`garbage is closed without an answer: ${JSON.stringify(bytes)}`, async (t) => {
    const { clientPort, port } = await listening(t)
    const socket = await dial(port)
    const answer = readAll(socket)
    socket.write(bytes, 'latin1')
    assert.equal(await answer, '')
    await untilConnections(clientPort, 0)
  })
}

test('half a request and a closed socket leave nothing behind', async (t) => {
  const { clientPort, port } = await listening(t)
  for (const bytes of [
    '',
    'P',
    'PRI * HT',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0',
    'POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc',
  ]) {
    const socket = await dial(port)
    socket.on('error', () => undefined)
    socket.resume()
    await untilConnections(clientPort, 1)
    socket.end(bytes, 'latin1')
    await untilConnections(clientPort, 0)
    socket.destroy()
  }
  assert.equal(await grpcStatusOverHttp2(port), '12')
})

test('who says nothing is cut off after a while', async (t) => {
  const { clientPort, port } = await listening(t, { firstBytesMs: 20 })
  const silent = readAll(await dial(port))
  const slow = await dial(port)
  const slowEnd = readAll(slow)
  slow.write('PRI')
  const half = await dial(port)
  const halfAnswer = readAll(half)
  half.write('GET / HTTP/1.1\r\nHost')
  assert.match(await halfAnswer, /^HTTP\/1\.1 408 /)
  assert.deepEqual(await Promise.all([silent, slowEnd]), ['', ''])
  await untilConnections(clientPort, 0)
})

test('hundreds of idle connections come and go', async (t) => {
  const { clientPort, port } = await listening(t)
  const sockets = await Promise.all(Array.from({ length: 300 }, () => dial(port)))
  await untilConnections(clientPort, 300)
  assert.equal(await grpcStatusOverHttp2(port), '12')
  for (const socket of sockets) socket.destroy()
  await untilConnections(clientPort, 0)
})

test('draining: idle connections close, requests in flight are answered, then the port is free', async (t) => {
  let finish: () => void = () => undefined
  const started = new Promise<void>((resolve) => {
    finish = resolve
  })
  let answer: () => void = () => undefined
  const { clientPort, port } = await listening(t, {
    http: (_request, response) => {
      answer = () => response.end('late')
      finish()
    },
  })
  const idle = connectHttp2(`http://127.0.0.1:${port}`)
  idle.on('error', () => undefined)
  await once(idle, 'remoteSettings')
  const socket = await dial(port)
  const received = readAll(socket)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await started
  const drained = clientPort.drain(60_000)
  answer()
  assert.match(await received, /late/)
  await drained
  await assert.rejects(dial(port), { code: 'ECONNREFUSED' })
})

test('draining closes an HTTP/1 connection that waits for its next request', async (t) => {
  const { clientPort, port } = await listening(t)
  const socket = await dial(port)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  const closed = once(socket, 'close')
  await clientPort.drain(60_000)
  await closed
})

test('draining cuts what does not end in time', async (t) => {
  const { clientPort, port } = await listening(t, { http: () => undefined })
  const socket = await dial(port)
  const received = readAll(socket)
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await untilConnections(clientPort, 1)
  await clientPort.drain(1)
  assert.equal(await received, '')
})

test('TLS: the protocol is the one agreed on in the handshake', async (t) => {
  const certificate = selfSigned(t)
  if (certificate === undefined) return
  const { clientPort } = await listening(t)
  const bound = await clientPort.listen({ host: '127.0.0.1', port: 0 }, { options: () => certificate })
  assert.ok('port' in bound)
  const ca = certificate.cert
  const [response] = await once(
    httpsGet({ host: '127.0.0.1', port: bound.port, path: '/x', agent: false, ca }),
    'response',
  )
  assert.match(await readAll(response), /GET \/x/)
  const session = connectHttp2(`https://127.0.0.1:${bound.port}`, { ca })
  t.after(() => session.destroy())
  const request = session.request({ ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' })
  request.end()
  const [headers] = await once(request, 'response')
  assert.equal(headers['grpc-status'], '12')
  const plain = session.request({ ':path': '/health' })
  assert.equal(await readAll(plain), 'GET /health', 'over TLS plain HTTP is served over HTTP/2 too')
})

test('an address served both ways: no connection stays behind, however its handshake ends', async (t) => {
  const certificate = selfSigned(t)
  if (certificate === undefined) return
  const { clientPort, port } = await listening(t)
  const at = { host: '127.0.0.1', port }
  await clientPort.listen(at, { options: () => certificate })
  const get = { ...at, path: '/x', agent: false as const }
  const [clear] = await once(httpGet(get), 'response')
  assert.match(await readAll(clear), /GET \/x/)
  const [secure] = await once(httpsGet({ ...get, ca: certificate.cert }), 'response')
  assert.match(await readAll(secure), /GET \/x/)
  await untilConnections(clientPort, 0)

  await assert.rejects(once(httpsGet(get), 'response'), 'a certificate that the client does not trust')
  const half = await dial(port)
  half.end(Buffer.from([22, 3, 1]))
  await untilConnections(clientPort, 0)
})

test('draining cuts a stream that never ends', async (t) => {
  const openGate = { unary: () => undefined, stream: () => undefined }
  let onOpened: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    onOpened = resolve
  })
  const watch = (stream: { onEnd(listener: () => void): void }): void => {
    onOpened()
    stream.onEnd(() => onEnded())
  }
  let onEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    onEnded = resolve
  })
  const { clientPort, port } = await listening(t, { grpc: grpcHost([hostService(WatchService, { watch }, openGate)]) })
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  session.on('error', () => undefined)
  const path = WatchService.methods.watch.path
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' })
  stream.on('error', () => undefined)
  await opened
  await clientPort.drain(1)
  await ended
})

test('a taken port is an error that says so', async (t) => {
  const { port } = await listening(t)
  const second = new ClientPort({ grpc: undefined, http: hello, log: silentLog })
  await assert.rejects(second.listen({ host: '127.0.0.1', port }), {
    message: `cannot listen on 127.0.0.1:${port}: address already in use`,
  })
})

test('a port for HTTP/1 only closes HTTP/2 connections', async (t) => {
  const { port } = await listening(t, { grpc: undefined })
  const socket = await dial(port)
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  assert.equal(await readAll(socket), '')
})

test('a unix socket is served; one in use is not taken, one that a dead member left is', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'keelson-port-'))
  t.after(() => rm(directory, { recursive: true }))
  const path = join(directory, 'client.sock')
  const { clientPort } = await listening(t)
  await clientPort.listen({ path })
  const [response] = await once(httpGet({ socketPath: path, path: '/x', agent: false }), 'response')
  assert.match(await readAll(response), /GET \/x/)
  const second = new ClientPort({ grpc: undefined, http: hello, log: silentLog })
  await assert.rejects(second.listen({ path }), { message: `cannot listen on ${path}: address already in use` })

  // Under another name the file outlives its listener, as it does when the process is killed.
  const stale = join(directory, 'stale.sock')
  await rename(path, stale)
  await clientPort.drain(0)
  await second.listen({ path: stale })
  t.after(() => second.drain(0))
  const [again] = await once(httpGet({ socketPath: stale, path: '/y', agent: false }), 'response')
  assert.match(await readAll(again), /GET \/y/)
})

/** A certificate for 127.0.0.1, made for this run; undefined, and the test skipped, where there is no openssl. */
function selfSigned(t: TestContext): { readonly key: string; readonly cert: string } | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'keelson-cert-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  try {
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  } catch (error) {
    t.skip(`no certificate without openssl: ${String(error)}`)
    return undefined
  }
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}
