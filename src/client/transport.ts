/**
 * Calls to a cluster: which endpoint, how long, and what when it fails.
 *
 * All endpoints are dialled at once and the first that answers is used until it fails; then it goes to the end of the
 * line and the next one is asked. A call that may be repeated is sent again there; any other only when its request
 * certainly never left. Every call has an end: the request's time-out, which starts once a connection stands.
 */
import { setTimeout as pause } from 'node:timers/promises'
import * as grpc from '@grpc/grpc-js'
import { RequestError } from '../base/errors.ts'
import { AuthService } from '../generated/etcdserverpb/auth.ts'
import type { MethodDefinition, RequestInitOf, ResponseOf } from '../generated/runtime/service.ts'
import { credentialsFor, parseEndpoint, type TlsOptions } from './endpoint.ts'
import { callError, isUnavailable, neverLeft } from './errors.ts'
import { isRepeatable, pauseMs } from './retry.ts'

export interface ClientOptions {
  /** `host:port`, `http://…`, `https://…` or `unix://…`; at least one. */
  readonly endpoints: readonly string[]
  readonly tls?: TlsOptions | undefined
  /** User and password: traded for a token, which is renewed when it expires. */
  readonly credentials?: { readonly user: string; readonly password: string } | undefined
  /** A ready token to send with each call, such as a signed JWT. */
  readonly token?: string | undefined
  /** How long a call waits for a connection to any endpoint. Default 2000. */
  readonly dialTimeoutMs?: number | undefined
  /** How long a call may take once connected, all its tries together. Default 5000; 0: for ever. */
  readonly requestTimeoutMs?: number | undefined
  /** Ping a silent connection that has open streams after so long, and give it up after so much longer. */
  readonly keepAliveMs?: number | undefined
  readonly keepAliveTimeoutMs?: number | undefined
  /** Longest request; default 2 MiB, as the servers' own limit is 1.5 MiB. */
  readonly requestBytesMax?: number | undefined
  /** Longest answer; default: no limit. */
  readonly responseBytesMax?: number | undefined
}

export interface CallOptions {
  /** Instead of the client's `requestTimeoutMs`. */
  readonly timeoutMs?: number | undefined
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Asks this endpoint and no other. */
  readonly endpoint?: string | undefined
  /** Fails with `NoLeader` at once where the member asked knows no leader, rather than waiting for one. */
  readonly requireLeader?: boolean | undefined
}

/** The connection to one endpoint. */
export interface Link {
  readonly endpoint: string
  readonly grpc: grpc.Client
}

/** Release of etcd whose interface we speak; servers count their clients by it. */
const apiVersion = '3.7'
/** gRPC servers cut connections that ping more often than this. */
const keepAliveMsMin = 10_000

export class Transport {
  readonly #options: ClientOptions
  readonly #links = new Map<string, Link>()
  /** Endpoints in the order in which they are to be tried. */
  #order: string[]
  #current: Link | undefined
  #token: Promise<string | undefined> | undefined
  #closed = false

  constructor(options: ClientOptions) {
    if (options.endpoints.length === 0) throw new TypeError('a client needs at least one endpoint')
    this.#options = options
    this.#order = [...new Set(options.endpoints)]
    for (const endpoint of this.#order) parseEndpoint(endpoint, options.tls)
  }

  get endpoints(): readonly string[] {
    return this.#order
  }

  /** Uses these endpoints from now on; connections to others are closed when nothing runs on them any more. */
  setEndpoints(endpoints: readonly string[]): void {
    if (endpoints.length === 0) throw new TypeError('a client needs at least one endpoint')
    this.#order = [...new Set(endpoints)]
    if (this.#current !== undefined && !this.#order.includes(this.#current.endpoint)) this.#current = undefined
    for (const [endpoint, link] of this.#links) {
      if (this.#order.includes(endpoint)) continue
      this.#links.delete(endpoint)
      link.grpc.close()
    }
  }

  /** @throws RequestError, RpcError, or the signal's reason */
  async call<M extends MethodDefinition>(
    method: M,
    request: RequestInitOf<M>,
    options: CallOptions = {},
  ): Promise<ResponseOf<M>> {
    const link = await this.connect(options)
    const timeoutMs = options.timeoutMs ?? this.#options.requestTimeoutMs ?? 5000
    const end = timeoutMs === 0 ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs
    return this.#callUntil(method, request, options, link, end)
  }

  async #callUntil<M extends MethodDefinition>(
    method: M,
    request: RequestInitOf<M>,
    options: CallOptions,
    first: Link,
    end: number,
  ): Promise<ResponseOf<M>> {
    let link = first
    let renewed = false
    for (let attempt = 1; ; attempt++) {
      const token = await this.#tokenFor(method, link, end)
      try {
        return await sendUnary(link, method, request, {
          metadata: metadataOf(options, token),
          end,
          signal: options.signal,
        })
      } catch (error) {
        options.signal?.throwIfAborted()
        if (this.#tokenIsOld(error) && !renewed) {
          renewed = true
          this.#token = undefined
          continue
        }
        if (!(isUnavailable(error) && (isRepeatable(method) || neverLeft(error)))) throw error
        this.leave(link)
        const waitMs = pauseMs(attempt)
        if (performance.now() + waitMs >= end) throw new RequestError('DeadlineExceeded', { cause: error })
        await abortable(pause(waitMs), options.signal)
        link = await this.connect(options, end)
      }
    }
  }

  /** Starts a stream that answers one request. Its messages are to be read with `for await`. */
  async serverStream<M extends MethodDefinition>(
    method: M,
    request: RequestInitOf<M>,
    options: CallOptions = {},
  ): Promise<{ link: Link; stream: grpc.ClientReadableStream<ResponseOf<M>> }> {
    const { link, metadata, deadline } = await this.#openStream(method, options)
    const { encode, decode } = codecsOf(method)
    return { link, stream: link.grpc.makeServerStreamRequest(method.path, encode, decode, request, metadata, deadline) }
  }

  /** Starts a stream in both directions. Nobody but `timeoutMs`, when given, and its user end it. */
  async duplexStream<M extends MethodDefinition>(
    method: M,
    options: CallOptions = {},
  ): Promise<{ link: Link; stream: grpc.ClientDuplexStream<RequestInitOf<M>, ResponseOf<M>> }> {
    const { link, metadata, deadline } = await this.#openStream(method, options)
    const { encode, decode } = codecsOf(method)
    return { link, stream: link.grpc.makeBidiStreamRequest(method.path, encode, decode, metadata, deadline) }
  }

  async #openStream(method: MethodDefinition, options: CallOptions) {
    const link = await this.connect(options)
    const end = options.timeoutMs ? performance.now() + options.timeoutMs : Number.POSITIVE_INFINITY
    const token = await this.#tokenFor(method, link, end)
    return { link, metadata: metadataOf(options, token), deadline: deadlineOf(end) }
  }

  /**
   * A link that stands, of the endpoint asked for or of the one in use.
   * @param end when to give up, on the clock of `performance.now`, if that is before the dial time-out
   * @throws RequestError DeadlineExceeded, naming the endpoints in its cause
   */
  async connect(options: CallOptions = {}, end = Number.POSITIVE_INFINITY): Promise<Link> {
    options.signal?.throwIfAborted()
    if (this.#closed) throw new RequestError('Canceled', { cause: new Error('this client is closed') })
    if (options.endpoint !== undefined) return this.#dial([this.#linkTo(options.endpoint)], options, end)
    if (this.#current !== undefined && isReady(this.#current)) return this.#current
    this.#current = await this.#dial(
      this.#order.map((endpoint) => this.#linkTo(endpoint)),
      options,
      end,
    )
    return this.#current
  }

  async #dial(links: readonly Link[], { signal }: CallOptions, end: number): Promise<Link> {
    const standing = links.find(isReady)
    if (standing !== undefined) return standing
    const dialMs = this.#options.dialTimeoutMs ?? 2000
    const waitMs = Math.max(0, Math.min(dialMs, end - performance.now()))
    const deadline = Date.now() + waitMs
    try {
      return await abortable(Promise.any(links.map((link) => ready(link, deadline))), signal)
    } catch (error) {
      signal?.throwIfAborted()
      const names = links.map(({ endpoint }) => endpoint).join(', ')
      const cause = new Error(`cannot connect to ${names} within ${Math.round(waitMs)} ms`, { cause: error })
      throw new RequestError('DeadlineExceeded', { cause })
    }
  }

  /** Says that this link's endpoint cannot serve now: the others come first. */
  leave(link: Link): void {
    if (this.#current === link) this.#current = undefined
    if (!this.#order.includes(link.endpoint)) return
    this.#order = [...this.#order.filter((endpoint) => endpoint !== link.endpoint), link.endpoint]
  }

  close(): void {
    this.#closed = true
    for (const link of this.#links.values()) link.grpc.close()
    this.#links.clear()
  }

  #linkTo(endpoint: string): Link {
    const known = this.#links.get(endpoint)
    if (known !== undefined) return known
    const { tls, keepAliveMs, keepAliveTimeoutMs, requestBytesMax, responseBytesMax } = this.#options
    const { target, secure } = parseEndpoint(endpoint, tls)
    const link = {
      endpoint,
      grpc: new grpc.Client(target, credentialsFor(secure, tls), {
        'grpc.max_send_message_length': requestBytesMax ?? 2 * 1024 * 1024,
        'grpc.max_receive_message_length': responseBytesMax ?? -1,
        'grpc.keepalive_time_ms': Math.max(keepAliveMsMin, keepAliveMs ?? 0),
        'grpc.keepalive_timeout_ms': keepAliveTimeoutMs ?? 6000,
        'grpc.keepalive_permit_without_calls': 0,
        'grpc.initial_reconnect_backoff_ms': 100,
        'grpc.max_reconnect_backoff_ms': 2000,
        // Retries are decided here, where it is known which calls may be repeated.
        'grpc.enable_retries': 0,
        'grpc.service_config_disable_resolution': 1,
        // A cluster's members are reached directly, whatever proxies the environment names for web pages.
        'grpc.enable_http_proxy': 0,
        'grpc.use_local_subchannel_pool': 1,
      }),
    }
    this.#links.set(endpoint, link)
    return link
  }

  async #tokenFor(method: MethodDefinition, link: Link, end: number): Promise<string | undefined> {
    const { token, credentials } = this.#options
    if (token !== undefined || credentials === undefined || method === AuthService.methods.authenticate) return token
    this.#token ??= authenticate(link, credentials, end)
    try {
      return await this.#token
    } catch (error) {
      this.#token = undefined
      throw error
    }
  }

  #tokenIsOld(error: unknown): boolean {
    if (this.#options.credentials === undefined || !(error instanceof RequestError)) return false
    return ['InvalidAuthToken', 'AuthOldRevision', 'UserEmpty'].includes(error.reason)
  }
}

/** A token for the user; undefined while the cluster has authentication off. */
async function authenticate(
  link: Link,
  { user, password }: { user: string; password: string },
  end: number,
): Promise<string | undefined> {
  const method = AuthService.methods.authenticate
  try {
    const request = { name: user, password }
    const { token } = await sendUnary(link, method, request, { metadata: metadataOf({}, undefined), end })
    return token
  } catch (error) {
    if (error instanceof RequestError && error.reason === 'AuthNotEnabled') return undefined
    throw error
  }
}

function sendUnary<M extends MethodDefinition>(
  link: Link,
  method: M,
  request: RequestInitOf<M>,
  { metadata, end, signal }: { metadata: grpc.Metadata; end: number; signal?: AbortSignal | undefined },
): Promise<ResponseOf<M>> {
  const { encode, decode } = codecsOf(method)
  return new Promise((resolve, reject) => {
    const call = link.grpc.makeUnaryRequest(
      method.path,
      encode,
      decode,
      request,
      metadata,
      deadlineOf(end),
      (error: grpc.ServiceError | null, response?: ResponseOf<M>) => {
        signal?.removeEventListener('abort', cancel)
        if (error !== null) reject(callError(error))
        else if (response === undefined) reject(new Error(`${method.path} ended without an answer`))
        else resolve(response)
      },
    )
    const cancel = () => call.cancel()
    signal?.addEventListener('abort', cancel, { once: true })
  })
}

function codecsOf<M extends MethodDefinition>(method: M) {
  return {
    encode: (message: RequestInitOf<M>): Buffer => method.request.encode(message),
    decode: (bytes: Buffer): ResponseOf<M> => method.response.decode(bytes) as ResponseOf<M>,
  }
}

function metadataOf({ requireLeader }: CallOptions, token: string | undefined): grpc.Metadata {
  const metadata = new grpc.Metadata()
  metadata.set('client-api-version', apiVersion)
  if (requireLeader === true) metadata.set('hasleader', 'true')
  if (token !== undefined) metadata.set('token', token)
  return metadata
}

function deadlineOf(end: number): grpc.CallOptions {
  return Number.isFinite(end) ? { deadline: Date.now() + (end - performance.now()) } : {}
}

function isReady(link: Link): boolean {
  return link.grpc.getChannel().getConnectivityState(false) === grpc.connectivityState.READY
}

function ready(link: Link, deadline: number): Promise<Link> {
  return new Promise((resolve, reject) => {
    link.grpc.waitForReady(deadline, (error) => (error === undefined ? resolve(link) : reject(error)))
  })
}

/** The promise, or the signal's reason if that comes first. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
