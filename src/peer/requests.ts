/** Answers what comes as plain HTTP requests: pages of JSON, calls, snapshots. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BrokenInvariant } from '../base/assert.ts'
import { hexId } from '../base/bytes.ts'
import { RequestError } from '../base/errors.ts'
import type { Clock } from '../io/clock.ts'
import type { Logger } from '../telemetry/log.ts'
import { type Gate, placeOf } from './gate.ts'
import { malformed, parseGreeting } from './greeting.ts'
import type { PeerHandlers, PeerRpc } from './handlers.ts'
import { BodyTooLarge, readBody, readOut } from './http-body.ts'
import type { PeerLimits } from './peer-limits.ts'
import { refuseRequest } from './peer-server.ts'
import type { PeerCounts } from './peer-stats.ts'
import { receiveSnapshot } from './snapshot-receive.ts'
import { callPath, clusterHeader, reasonHeader, snapshotPath } from './wire-names.ts'

export interface PeerRequestsOptions {
  readonly clusterId: bigint
  readonly gate: Gate
  readonly clock: Clock
  readonly log: Logger
  readonly limits: PeerLimits
  readonly counts: PeerCounts
  readonly handlers: Pick<PeerHandlers<unknown>, 'members' | 'versions' | 'rpc' | 'onSnapshot' | 'onSnapshotReceived'>
}

export class PeerRequests {
  readonly #options: PeerRequestsOptions
  /** Snapshots being received, with what ends them early. */
  readonly #receiving = new Map<Promise<void>, IncomingMessage>()
  #callsInFlight = 0
  #closed = false

  constructor(options: PeerRequestsOptions) {
    this.#options = options
  }

  onRequest(request: IncomingMessage, response: ServerResponse): void {
    const { clusterId, handlers, clock, limits } = this.#options
    const { pathname, query } = placeOf(request)
    response.setHeader(clusterHeader, hexId(clusterId))
    if (pathname === '/version') sendPage(request, response, handlers.versions)
    else if (pathname === '/members') sendPage(request, response, handlers.members)
    else if (pathname === snapshotPath) this.#onSnapshot(request, response, query)
    else if (pathname.startsWith(callPath)) this.#onCall(request, response, pathname.slice(callPath.length), query)
    else refuseRequest(response, { status: 404, text: '404 page not found' })
    if (response.headersSent) readOut(request, clock, limits.connectMs)
  }

  /** Breaks off what is being received; resolves when no handler of a snapshot is running. */
  async close(): Promise<void> {
    this.#closed = true
    for (const request of this.#receiving.values()) request.destroy()
    await Promise.all(this.#receiving.keys())
  }

  #onCall(request: IncomingMessage, response: ServerResponse, name: string, query: URLSearchParams): void {
    const { gate, handlers, limits, counts } = this.#options
    const call = Object.hasOwn(handlers.rpc, name) ? handlers.rpc[name] : undefined
    const greeting = parseGreeting(query)
    if (call === undefined) refuseRequest(response, { status: 404, text: `no call is named ${name}` })
    else if (request.method !== 'POST') refuseRequest(response, notAllowed)
    else if (greeting === undefined) refuseRequest(response, malformed)
    else if (this.#callsInFlight >= limits.callsInFlight) {
      refuseRequest(response, { status: 503, text: 'too many calls are being answered' })
    } else {
      const refusal = gate.callRefusal(greeting, call.from)
      if (refusal !== undefined) {
        refuseRequest(response, refusal)
        return
      }
      // Without a cluster to belong to, an id proves nothing.
      const from = greeting.clusterId === 0n ? 0n : greeting.memberId
      const stats = from === 0n ? counts.unidentified : counts.of(from)
      this.#callsInFlight++
      // Rejects only for a bug of ours, which is for the process to hear.
      void this.#answer(request, response, { call, from, stats }).finally(() => this.#callsInFlight--)
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    { call, from, stats }: { call: PeerRpc; from: bigint; stats: ReturnType<PeerCounts['of']> },
  ): Promise<void> {
    const { clock, limits, log } = this.#options
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const slow = clock.setTimer(limits.silenceMs, () => request.destroy())
    try {
      const body = await readBody(request, limits.callBytesMax)
      slow.cancel()
      stats.receivedBytes += body.length
      const answer = await call.handle(from, body, gone.signal)
      stats.sentBytes += answer.length
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': answer.length })
      response.end(answer)
    } catch (error) {
      if (error instanceof BrokenInvariant) throw error
      if (gone.signal.aborted || response.destroyed) stats.receiveFailures++
      else if (error instanceof BodyTooLarge) {
        refuseRequest(response, { status: 413, text: error.message })
        readOut(request, clock, limits.connectMs)
      } else if (error instanceof RequestError) {
        response.setHeader(reasonHeader, error.reason)
        answerText(response, 409, error.message)
      } else {
        log.warn('a call of another member failed', { 'remote-peer-id': hexId(from), path: request.url, error })
        answerText(response, 500, error instanceof Error ? error.message : String(error))
      }
    } finally {
      slow.cancel()
    }
  }

  #onSnapshot(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const greeting = parseGreeting(query)
    if (request.method !== 'POST') refuseRequest(response, notAllowed)
    else if (greeting === undefined || greeting.memberId === 0n) refuseRequest(response, malformed)
    else {
      const refusal = this.#options.gate.refusal(greeting)
      if (refusal !== undefined) refuseRequest(response, refusal)
      else if (this.#receiving.size > 0 || this.#closed) {
        refuseRequest(response, { status: 503, text: 'a snapshot is being received already' })
      } else {
        const done = this.#receive(request, response, greeting.memberId).finally(() => this.#receiving.delete(done))
        this.#receiving.set(done, request)
      }
    }
  }

  /** Rejects only for a bug of ours, which is for the process to hear. */
  async #receive(request: IncomingMessage, response: ServerResponse, from: bigint): Promise<void> {
    const { clock, handlers, limits, counts, log } = this.#options
    const stats = counts.of(from)
    const startMs = clock.monotonicMs()
    stats.snapshotReceivesInFlight++
    const failure = await receiveSnapshot({
      request,
      response,
      clock,
      limits,
      install: (meta, pieces) => handlers.onSnapshot(from, meta, pieces),
      onBytes: (bytes) => {
        stats.receivedBytes += bytes
      },
    })
    stats.snapshotReceivesInFlight--
    if (failure === undefined) stats.snapshotReceiveSuccesses++
    else {
      stats.snapshotReceiveFailures++
      log.warn('failed to receive a snapshot', { 'remote-peer-id': hexId(from), error: failure })
    }
    handlers.onSnapshotReceived?.(from, (clock.monotonicMs() - startMs) / 1000, failure === undefined)
  }
}

const notAllowed = { status: 405, text: 'Method Not Allowed' } as const

function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}

function sendPage(request: IncomingMessage, response: ServerResponse, content: () => unknown): void {
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET')
    refuseRequest(response, notAllowed)
    return
  }
  const page = content()
  const body = typeof page === 'string' ? page : JSON.stringify(page)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
