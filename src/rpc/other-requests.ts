/**
 * Requests over HTTP/2 that are not gRPC, answered by a handler of `node:http`.
 *
 * They are few (health, metrics, the JSON gateway over TLS), so they take the long way: each is sent as HTTP/1 through a pair of
 * streams inside the process to a server that listens nowhere.
 */
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'
import type { Connection } from './http2/connection.ts'
import { ErrorCode } from './http2/frames.ts'
import type { SentField } from './http2/hpack-encoder.ts'
import type { RequestHead } from './http2/request-head.ts'
import { Stream } from './http2/stream.ts'

export class OtherRequests {
  readonly #server: Server

  constructor(listener: RequestListener) {
    this.#server = createServer(listener)
  }

  open(connection: Connection, id: number, head: RequestHead): Stream {
    return new OtherStream(connection, id, head, (socket) => this.#server.emit('connection', socket))
  }
}

/** They mean one connection of HTTP/1, and are not for HTTP/2. */
const connectionFields: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

class OtherStream extends Stream {
  readonly #request: ReturnType<typeof request>
  #response: IncomingMessage | undefined

  constructor(connection: Connection, id: number, head: RequestHead, connect: (socket: Duplex) => void) {
    super(connection, id, head)
    const [ours, theirs] = duplexPair()
    const headers: Record<string, string[]> = {}
    for (const { name, value } of head.fields) {
      if (name.startsWith(':') || name === 'te') continue
      headers[name] ??= []
      headers[name].push(value)
    }
    headers['host'] = [head.authority ?? headers['host']?.[0] ?? '']
    connect(theirs)
    this.#request = request({ method: head.method, path: head.path, headers, createConnection: () => ours })
    this.#request.on('response', (response) => this.#onResponse(response))
    this.#request.on('error', () => this.#fail())
  }

  override onOpen(): void {
    // Without it a GET would count as whole, although its client may still send a body.
    if (!this.remoteClosed && this.head.contentLength < 0) this.#request.setHeader('transfer-encoding', 'chunked')
    this.#request.flushHeaders()
  }

  override onData(buffer: Buffer, from: number, to: number, end: boolean): void {
    const bytes = to - from
    if (bytes > 0) {
      // Given back once it is taken, so that a slow handler slows down its client.
      this.#request.write(Buffer.from(buffer.subarray(from, to)), () => this.connection.credit(this, bytes))
    }
    if (end) this.#request.end()
  }

  override onReset(): void {
    this.#request.destroy()
  }

  override onDrain(): void {
    this.#response?.resume()
  }

  #onResponse(response: IncomingMessage): void {
    this.#response = response
    if (this.localClosed) return
    const { sender } = this.connection
    const fields: SentField[] = [{ name: ':status', value: String(response.statusCode ?? 500) }]
    for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
      const name = (response.rawHeaders[i] ?? '').toLowerCase()
      if (!connectionFields.has(name)) fields.push({ name, value: response.rawHeaders[i + 1] ?? '' })
    }
    sender.headers(this, fields, false)
    response.on('data', (chunk: Buffer) => {
      if (this.localClosed) return
      sender.body(this, chunk)
      if (this.waiting === undefined && !this.connection.isFull) return
      response.pause()
      if (this.waiting === undefined) this.connection.notifyDrain(this)
    })
    response.on('end', () => {
      if (!this.localClosed) sender.endBody(this)
    })
    response.on('error', () => this.#fail())
  }

  /** The answer broke off, or there is none. */
  #fail(): void {
    if (!this.localClosed) this.connection.failStream(this, ErrorCode.InternalError)
  }
}
