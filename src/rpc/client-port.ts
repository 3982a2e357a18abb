/**
 * The port for clients: HTTP/1 and gRPC over HTTP/2 on one address, told apart by the first bytes of a connection.
 *
 * An HTTP/2 client that knows what it talks to begins with `PRI * HTTP/2.0` (RFC 9113 3.4), which no HTTP/1 request can begin
 * with. With TLS the two are told apart by ALPN, and by the first bytes where a client does not speak ALPN.
 */
import { unlink } from 'node:fs/promises'
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, type PeerCertificate, type TLSSocket, type TlsOptions } from 'node:tls'
import type { Log } from '../api/service.ts'
import { handshakeFailure, rejectedFields, rememberAddress } from '../io/handshake-failure.ts'

/** Takes connections that speak HTTP/2. */
export interface ConnectionHost {
  accept(connection: Duplex): void
  /** Says who answers requests over TLS that are not for this host. */
  serveOthers(listener: RequestListener): void
  drain(): Promise<void>
}

export interface ClientPortOptions {
  /** Undefined: this port speaks HTTP/1 only. */
  readonly grpc: ConnectionHost | undefined
  readonly http: RequestListener
  readonly log: Log
  /** How long a connection may take to say what it speaks, and an HTTP/1 client to send the head of a request. */
  readonly firstBytesMs?: number
}

/** What a port that speaks TLS shows and asks for. */
export interface ListenTls {
  /** Asked at each new connection; the same object as long as nothing has changed. */
  options(): TlsOptions
  /** Why a client with this certificate, which was verified, is refused; `raw` is undefined when it showed none. */
  readonly refuse?: (certificate: PeerCertificate) => string | undefined
}

export type ListenAddress = { readonly host: string; readonly port: number } | { readonly path: string }

/** What else an address that is served in clear text takes. */
interface InClear {
  /** Gets the connections that begin with a handshake; it listens nowhere itself. */
  secure: Server | undefined
}

/** The first byte of a TLS connection (RFC 8446 5.1), and of no HTTP request. */
const handshakeRecord = 22
const http2Preface = Buffer.from('PRI * HTTP/2.0\r\n', 'latin1')
const rejected = 'rejected connection on client endpoint'
const firstBytesMsDefault = 10_000
/** How often slow HTTP/1 connections are looked for. */
const checkIntervalMs = 5_000
/** An HTTP/1 connection on which nothing moves for so long is closed. */
const httpIdleMs = 120_000

export class ClientPort {
  readonly #options: ClientPortOptions
  readonly #http: HttpServer
  readonly #firstBytesMs: number
  readonly #listeners = new Set<Server>()
  /** Listeners without TLS, by address. */
  readonly #inClear = new Map<string, InClear>()
  readonly #connections = new Set<Socket>()
  #draining = false
  #onEmpty: (() => void) | undefined

  constructor(options: ClientPortOptions) {
    this.#options = options
    this.#firstBytesMs = options.firstBytesMs ?? firstBytesMsDefault
    this.#http = createHttpServer(
      {
        headersTimeout: this.#firstBytesMs,
        connectionsCheckingInterval: Math.min(this.#firstBytesMs, checkIntervalMs),
      },
      (request, response) => {
        if (this.#draining) response.setHeader('connection', 'close')
        response.once('finish', () => {
          if (this.#draining) request.socket.end()
        })
        options.http(request, response)
      },
    )
    this.#http.setTimeout(httpIdleMs)
    this.#http.on('clientError', answerClientError)
    // Node looks after slow and idle connections from `listening` on, and this server is given its connections instead.
    this.#http.emit('listening')
    options.grpc?.serveOthers(options.http)
  }

  /**
   * Listens on one more address. Port 0 takes a free one; the answer says which. An address that is served in clear text
   * already may be given once more with `tls`, and is served both ways then.
   * @throws Error when the address is taken or cannot be used
   */
  async listen(address: ListenAddress, tls?: ListenTls): Promise<ListenAddress> {
    if ('path' in address) await removeStaleSocket(address.path)
    const shared = this.#inClear.get(show(address))
    if (tls !== undefined && shared !== undefined) {
      shared.secure = this.#tlsServer(tls)
      return address
    }
    const inClear: InClear = { secure: undefined }
    const server = tls === undefined ? this.#plainServer(inClear) : this.#tlsServer(tls)
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new Error(`cannot listen on ${show(address)}: ${reason(cause)}`, { cause })),
      )
      server.listen(address, resolve)
    })
    server.on('error', (error) => this.#options.log.error('a client port failed', { error: error.message }))
    this.#listeners.add(server)
    const bound = 'path' in address ? address : { ...address, port: (server.address() as AddressInfo).port }
    if (tls === undefined) this.#inClear.set(show(bound), inClear)
    return bound
  }

  /** Connections open now. */
  get connectionCount(): number {
    return this.#connections.size
  }

  /**
   * Takes no new connections and lets the others finish what they are at; what is still open after `graceMs` is cut.
   * Resolves when none is left.
   */
  async drain(graceMs: number): Promise<void> {
    this.#draining = true
    for (const listener of this.#listeners) listener.close()
    this.#listeners.clear()
    this.#http.close()
    const cut = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy()
    }, graceMs)
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve
      if (this.#connections.size === 0) resolve()
    })
    await Promise.all([this.#options.grpc?.drain(), empty])
    clearTimeout(cut)
  }

  #plainServer(inClear: InClear): Server {
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    server.on('connection', (socket) => {
      this.#track(socket)
      this.#sniff(socket, inClear)
    })
    return server
  }

  #tlsServer(tls: ListenTls): Server {
    const protocols = this.#options.grpc === undefined ? ['http/1.1'] : ['h2', 'http/1.1']
    let shown = tls.options()
    const server = createTlsServer({ ...shown, ALPNProtocols: protocols, handshakeTimeout: this.#firstBytesMs })
    server.prependListener('connection', (socket) => {
      rememberAddress(socket)
      const now = tls.options()
      if (now === shown) return
      // For the handshake that begins now, and those after it; connections that are there keep what they agreed on.
      shown = now
      server.setSecureContext(now)
    })
    server.on('secureConnection', (socket: TLSSocket) => {
      const reason = tls.refuse?.(socket.getPeerCertificate(true))
      if (reason !== undefined) {
        this.#options.log.warn(rejected, rejectedFields(socket, reason))
        socket.destroy()
        return
      }
      this.#track(socket)
      if (socket.alpnProtocol === 'h2') this.#toGrpc(socket)
      else if (socket.alpnProtocol === 'http/1.1') this.#toHttp(socket)
      else this.#sniff(socket)
    })
    server.on('tlsClientError', (error, socket) => {
      this.#options.log.warn(rejected, rejectedFields(socket, handshakeFailure(error, socket)))
    })
    return server
  }

  #track(socket: Socket): void {
    this.#connections.add(socket)
    // Connections break; whoever uses one hears of it by its close.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      this.#connections.delete(socket)
      if (this.#connections.size === 0) this.#onEmpty?.()
    })
    if (this.#draining) socket.destroy()
  }

  /** Reads until it is clear what the client speaks, puts the bytes back and hands the connection on. */
  #sniff(socket: Socket, inClear?: InClear): void {
    socket.setTimeout(this.#firstBytesMs, () => socket.destroy())
    const onEnd = (): void => {
      socket.destroy()
    }
    let bytes: Buffer = Buffer.alloc(0)
    const onReadable = (): void => {
      const more = socket.read() as Buffer | null
      if (more === null) return
      bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more])
      const secure = bytes[0] === handshakeRecord ? inClear?.secure : undefined
      const compared = Math.min(bytes.length, http2Preface.length)
      const maybeHttp2 = bytes.compare(http2Preface, 0, compared, 0, compared) === 0
      if (maybeHttp2 && compared < http2Preface.length) return
      socket.off('readable', onReadable)
      socket.off('end', onEnd)
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.unshift(bytes)
      if (secure !== undefined) {
        // TLS has an end of its own; one without it is a connection that broke.
        socket.allowHalfOpen = false
        secure.emit('connection', socket)
      } else if (maybeHttp2) this.#toGrpc(socket)
      else this.#toHttp(socket)
    }
    socket.on('readable', onReadable)
    socket.on('end', onEnd)
  }

  #toGrpc(socket: Socket): void {
    const { grpc } = this.#options
    if (grpc === undefined) {
      socket.destroy()
      return
    }
    // An HTTP/2 connection whose client sends nothing more is over.
    socket.allowHalfOpen = false
    grpc.accept(socket)
  }

  #toHttp(socket: Socket): void {
    this.#http.emit('connection', socket)
  }
}

/** What came was no request, or came too slowly: says so, if anybody still listens. */
function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || notHttp.has(error.code ?? '')) {
    socket.destroy()
    return
  }
  const status = clientErrorStatus[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`)
}

/** What came does not begin like HTTP/1: its sender would not understand an answer, and etcd's port gives none either. */
const notHttp: ReadonlySet<string> = new Set(['HPE_INVALID_METHOD', 'HPE_INVALID_CONSTANT', 'HPE_INVALID_VERSION'])

const clientErrorStatus: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** A socket file that nobody listens on, left by a member that was killed, is in the way of the next one. */
async function removeStaleSocket(path: string): Promise<void> {
  const stale = await new Promise<boolean>((resolve) => {
    const probe = connect({ path })
    probe.once('connect', () => {
      probe.destroy()
      resolve(false)
    })
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  })
  if (stale) await unlink(path)
}

function show(address: ListenAddress): string {
  if ('path' in address) return address.path
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'address already in use'
    case 'EADDRNOTAVAIL':
      return 'this machine has no such address'
    case 'EACCES':
      return 'permission denied'
    default:
      return error.message
  }
}
