/**
 * The peer port: HTTP/1.1, and on it
 *
 *   GET  /version, /members            JSON, for everybody who gets a connection
 *   GET  /keelson/stream               upgraded to a stream of frames
 *   POST /keelson/rpc/NAME             a call
 *   POST /keelson/snapshot             a snapshot, as long as it takes
 */
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerOptions,
  STATUS_CODES,
} from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { handshakeFailure, rejectedFields, rememberAddress } from '../io/handshake-failure.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Refusal } from './greeting.ts'
import type { PeerTls } from './peer-tls.ts'
import { boundText, type PeerPlace, parsePeerUrl } from './peer-url.ts'

export interface PeerServerOptions {
  readonly tls: PeerTls | undefined
  readonly log: Logger
  readonly onRequest: RequestListener
  /** Answers itself, on the socket. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface BoundAddress {
  /** With the port that was taken. */
  readonly url: string
  readonly host: string
  /** 0 for a Unix socket. */
  readonly port: number
}

/** How long a connection may take over the head of a request, and an idle one stays. */
const headersTimeoutMs = 10_000
const idleConnectionMs = 60_000
const connectionsCheckMs = 5_000
const keepAliveProbeMs = 15_000

export class PeerServer {
  readonly #options: PeerServerOptions
  readonly #servers = new Set<HttpServer | HttpsServer>()
  readonly #sockets = new Set<Socket>()
  /** Connections whose certificate is still being looked at: what they ask for waits, true lets it through. */
  readonly #verdicts = new WeakMap<object, Promise<boolean>>()

  constructor(options: PeerServerOptions) {
    this.#options = options
  }

  /** @throws Error when an address is taken or TLS cannot be set up */
  async listen(text: string): Promise<BoundAddress> {
    const url = parsePeerUrl(text)
    const server = url.secure ? this.#tlsServer(text) : createHttpServer(serverOptions)
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      // Connections break; whoever uses one hears of it by its close.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => this.#sockets.delete(socket))
    })
    const { onRequest, onUpgrade } = this.#options
    server.on('request', (request, response) => this.#whenAllowed(request, () => onRequest(request, response)))
    server.on('upgrade', (request, socket, head) => this.#whenAllowed(request, () => onUpgrade(request, socket, head)))
    server.on('clientError', (_error, socket) => refuseUpgrade(socket, { status: 400, text: 'malformed request' }))
    await bind(server, url.place, text)
    server.on('error', (error) => this.#options.log.error('a peer listener failed', { url: text, error }))
    this.#servers.add(server)
    if ('path' in url.place) return { url: text, host: url.place.path, port: 0 }
    const { port } = server.address() as AddressInfo
    return { url: boundText(url, port), host: url.place.host, port }
  }

  /** Connections from now on see the certificates of now; a failure leaves the old ones in place. */
  reloadTls(): void {
    const { tls } = this.#options
    if (tls === undefined) return
    const options = tls.server()
    for (const server of this.#servers) if ('setSecureContext' in server) server.setSecureContext(options)
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    const closed = [...this.#servers].map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
    this.#servers.clear()
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(closed)
  }

  #tlsServer(text: string): HttpsServer {
    const { tls, log } = this.#options
    if (tls === undefined) throw new Error(`${text} asks for TLS, and no certificates for peers are configured`)
    let shown = tls.server()
    const server = createHttpsServer({ ...serverOptions, ...shown })
    server.prependListener('connection', (socket: Socket) => {
      rememberAddress(socket)
      const now = tls.server()
      if (now === shown) return
      shown = now
      server.setSecureContext(now)
    })
    const reject = (socket: TLSSocket, error: string): void => {
      log.warn('rejected connection on peer endpoint', rejectedFields(socket, error))
    }
    server.on('tlsClientError', (error, socket) => reject(socket, handshakeFailure(error, socket)))
    const judge = (socket: TLSSocket, reason: string | undefined): boolean => {
      if (reason === undefined) return true
      reject(socket, reason)
      socket.destroy()
      return false
    }
    server.on('secureConnection', (socket: TLSSocket) => {
      const reason = tls.refuse?.(socket.getPeerCertificate(true), socket.remoteAddress ?? '')
      if (!(reason instanceof Promise)) judge(socket, reason)
      else {
        const verdict = reason.then(
          (text) => judge(socket, text),
          (error: unknown) => judge(socket, `the certificate could not be looked at: ${String(error)}`),
        )
        this.#verdicts.set(socket, verdict)
      }
    })
    return server
  }

  #whenAllowed({ socket }: IncomingMessage, serve: () => void): void {
    const verdict = this.#verdicts.get(socket)
    if (verdict === undefined) serve()
    else {
      // A verdict never rejects; what `serve` throws is a bug, which the process hears of as a rejection.
      void verdict.then((allowed) => {
        if (allowed) serve()
      })
    }
  }
}

/** Answers a request to upgrade, or what is no request, with a no. */
export function refuseUpgrade(
  socket: Duplex,
  { status, text }: { readonly status: number; readonly text: string },
): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text) + 1}\r\nConnection: close\r\n\r\n${text}\n`,
    () => socket.destroy(),
  )
}

/** Answers a request with a no. */
export function refuseRequest(response: Parameters<RequestListener>[1], { status, text }: Refusal | NoRoom): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

interface NoRoom {
  readonly status: 405 | 413 | 503
  readonly text: string
}

/** A whole request may take as long as a snapshot does; the parts that are short have limits of their own. */
const serverOptions: ServerOptions = {
  requestTimeout: 0,
  headersTimeout: headersTimeoutMs,
  keepAliveTimeout: idleConnectionMs,
  connectionsCheckingInterval: connectionsCheckMs,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: keepAliveProbeMs,
}

function bind(server: HttpServer | HttpsServer, place: PeerPlace, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException): void => {
      const reason = cause.code === 'EADDRINUSE' ? 'address already in use' : cause.message
      reject(new Error(`cannot listen on ${text}: ${reason}`, { cause }))
    }
    server.once('error', onError)
    server.listen(place, () => {
      server.off('error', onError)
      resolve()
    })
  })
}
