/**
 * Calls to other members: small requests and answers over HTTP/1.1, `POST /keelson/rpc/NAME` and a few pages of JSON.
 * Works without being a member, too: that is how one joins.
 */
import { Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { errorTable, type Reason, RequestError } from '../base/errors.ts'
import type { Clock } from '../io/clock.ts'
import { dial } from './dial.ts'
import { greetingQuery, type Identity } from './greeting.ts'
import { readBody } from './http-body.ts'
import { peerLimitsDefault } from './peer-limits.ts'
import type { PeerTls } from './peer-tls.ts'
import { parsePeerUrl } from './peer-url.ts'
import { callPath, clusterHeader, reasonHeader } from './wire-names.ts'

/**
 * `unreachable`: no connection, the call was certainly not carried out. `timeout`, `failed`: it may have been.
 * `refused`: answered by a no to the caller, not to the call (`status` says which).
 */
export type CallFailure = 'unreachable' | 'timeout' | 'refused' | 'failed'

export class PeerCallError extends Error {
  override readonly name = 'PeerCallError'
  readonly kind: CallFailure
  /** Of the answer; 0 when there was none. */
  readonly status: number

  constructor(kind: CallFailure, message: string, { status = 0, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.status = status
  }
}

export interface CallOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** May be carried out twice: such calls share kept connections, and are tried again when a kept one was closed. */
  readonly idempotent?: boolean
  /** Refused by any other member; 0n: whoever answers. */
  readonly to?: bigint
}

export interface PeerClientOptions {
  readonly clock: Clock
  readonly tls?: PeerTls | undefined
  /** Who calls; nobody by default. */
  readonly identity?: Identity
  /** Largest answer that is taken. */
  readonly answerBytesMax?: number
}

const stranger: Identity = { memberId: 0n, clusterId: 0n, version: '3.7.1' }
/** Shorter than the server keeps them, so that the server's end of a kept connection is never in the way of a call. */
const keptConnectionMs = 20_000
const connectionsPerPeer = 8

interface Sent {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Buffer
  readonly kept: boolean
  readonly options: CallOptions
}

export class PeerClient {
  readonly #options: PeerClientOptions
  readonly #identity: Identity
  #agents: { readonly http: Agent; readonly https: HttpsAgent }
  readonly #inFlight = new Set<ClientRequest>()
  #closed = false

  constructor(options: PeerClientOptions) {
    this.#options = options
    this.#identity = options.identity ?? stranger
    this.#agents = newAgents()
  }

  /**
   * Calls `name` at a peer URL.
   * @throws RequestError as the other member's handler threw it; PeerCallError for everything else
   */
  async call(url: string, name: string, body: Buffer, options: CallOptions): Promise<Buffer> {
    const path = `${callPath}${encodeURIComponent(name)}?${greetingQuery(this.#identity, options.to ?? 0n)}`
    const sent: Sent = { method: 'POST', path, body, kept: options.idempotent === true, options }
    const answer = await this.#send(url, sent)
    return answer.body
  }

  /**
   * A page of JSON at a peer URL, parsed: `/members`, `/version`.
   * @throws PeerCallError
   */
  async getJson(url: string, path: string, options: CallOptions): Promise<unknown> {
    const { body } = await this.getText(url, path, options)
    try {
      return JSON.parse(body)
    } catch (cause) {
      throw new PeerCallError('failed', `${url}${path} did not answer with JSON`, { cause })
    }
  }

  /** The same, as text: ids are 64 bits wide, more than a number of `JSON.parse` holds. */
  async getText(url: string, path: string, options: CallOptions): Promise<{ body: string; clusterId: bigint }> {
    const answer = await this.#send(url, { method: 'GET', path, kept: false, options })
    const id = answer.headers[clusterHeader]
    const known = typeof id === 'string' && /^[0-9a-f]{1,16}$/i.test(id)
    return { body: answer.body.toString('utf8'), clusterId: known ? BigInt(`0x${id}`) : 0n }
  }

  /** Certificates have changed: kept connections are not used again. */
  reloadTls(): void {
    this.#agents.http.destroy()
    this.#agents.https.destroy()
    this.#agents = newAgents()
  }

  /** Calls in flight fail. */
  close(): void {
    this.#closed = true
    for (const request of this.#inFlight) request.destroy(new Error('this member stops'))
    this.#agents.http.destroy()
    this.#agents.https.destroy()
  }

  async #send(url: string, sent: Sent): Promise<Answer> {
    const deadlineMs = this.#options.clock.monotonicMs() + sent.options.timeoutMs
    const first = await this.#attempt(url, sent, deadlineMs)
    if (first !== 'staleConnection') return first
    const second = await this.#attempt(url, { ...sent, kept: false }, deadlineMs)
    if (second === 'staleConnection') throw new PeerCallError('failed', `${url} closed a new connection`)
    return second
  }

  /** `staleConnection`: a kept connection broke before an answer came on it. */
  async #attempt(url: string, sent: Sent, deadlineMs: number): Promise<Answer | 'staleConnection'> {
    const { clock, answerBytesMax = peerLimitsDefault.callBytesMax } = this.#options
    const { signal } = sent.options
    if (this.#closed) throw new PeerCallError('unreachable', 'this member stops')
    if (isAborted(signal)) throw new PeerCallError('unreachable', 'the call was given up')
    const request = this.#dial(url, sent)
    let connected = false
    let late = false
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (connected = true))
      else connected = true
    })
    const timer = clock.setTimer(Math.max(0, deadlineMs - clock.monotonicMs()), () => {
      late = true
      request.destroy(new Error(`no answer within ${sent.options.timeoutMs} ms`))
    })
    const onAbort = (): void => {
      request.destroy(new Error('the call was given up'))
    }
    signal?.addEventListener('abort', onAbort)
    this.#inFlight.add(request)
    let response: IncomingMessage | undefined
    try {
      response = await new Promise<IncomingMessage>((resolve, reject) => {
        request.on('response', resolve)
        request.on('error', reject)
        request.end(sent.body)
      })
      return answerOf(response, await readBody(response, answerBytesMax), url)
    } catch (error) {
      if (error instanceof RequestError || error instanceof PeerCallError) throw error
      if (sent.kept && request.reusedSocket && !late && !isAborted(signal)) return 'staleConnection'
      const text = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error)
      const kind = late ? 'timeout' : connected ? 'failed' : 'unreachable'
      throw new PeerCallError(kind, `${url}: ${text}`, { cause: error })
    } finally {
      timer.cancel()
      signal?.removeEventListener('abort', onAbort)
      this.#inFlight.delete(request)
      // What is left of an answer that is too large ends with its connection; a whole one leaves it to the next call.
      if (response?.complete !== true) request.destroy()
    }
  }

  #dial(url: string, { method, path, body, kept }: Sent): ClientRequest {
    try {
      const target = parsePeerUrl(url)
      const agent = !kept ? undefined : target.secure ? this.#agents.https : this.#agents.http
      const headers = { 'content-length': String(body?.length ?? 0), 'content-type': 'application/octet-stream' }
      const about = method === 'POST' ? { headers } : {}
      return dial(target, { method, path, tls: this.#options.tls, agent, ...about })
    } catch (cause) {
      throw new PeerCallError('unreachable', cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

interface Answer {
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

function answerOf(response: IncomingMessage, body: Buffer, url: string): Answer {
  const { statusCode: status = 0, headers } = response
  if (status === 200) return { headers, body }
  const reason = headers[reasonHeader]
  if (typeof reason === 'string' && Object.hasOwn(errorTable, reason)) throw new RequestError(reason as Reason)
  const kind = status >= 500 && status !== 503 ? 'failed' : 'refused'
  throw new PeerCallError(kind, `${url}: ${status} ${body.toString('utf8', 0, 1024).trim()}`, { status })
}

function newAgents(): { http: Agent; https: HttpsAgent } {
  const options = { keepAlive: true, maxSockets: connectionsPerPeer, timeout: keptConnectionMs }
  return { http: new Agent(options), https: new HttpsAgent(options) }
}
