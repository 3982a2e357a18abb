/**
 * Calls that come through the JSON gateway, as the services know them: one JSON object in and one out for a unary call, a row of
 * them for a stream.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type BidiStream,
  type Failure,
  failureOf,
  type Log,
  type RequestListener,
  type Timers,
  type UnaryCall,
} from '../api/service.ts'
import { Code } from '../base/errors.ts'

export interface GatewayCallOptions {
  readonly timers: Timers
  readonly log: Log
  readonly toJson: (response: unknown) => unknown
  /** The call is over, with this code. */
  readonly onEnd: (code: Code) => void
}

/** HTTP status of each gRPC code, by number. */
const httpStatusOf: readonly number[] = [
  200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401,
]

/** What both kinds of call have in common. */
class GatewayCall {
  readonly deadlineMs: number | undefined
  protected readonly request: IncomingMessage
  protected readonly response: ServerResponse
  protected readonly options: GatewayCallOptions
  #deadline: { cancel(): void } | undefined
  #over = false
  #canceled = false

  constructor(request: IncomingMessage, response: ServerResponse, options: GatewayCallOptions) {
    this.request = request
    this.response = response
    this.options = options
    const timeoutMs = parseTimeout(request.headers['grpc-timeout'])
    if (timeoutMs !== undefined) {
      this.deadlineMs = options.timers.nowMs() + timeoutMs
      this.#deadline = options.timers.after(timeoutMs, () => this.onDeadline())
    } else this.deadlineMs = undefined
    response.once('close', () => {
      if (this.#over) return
      this.#canceled = true
      this.finish(Code.Canceled)
      this.onGone()
    })
  }

  get canceled(): boolean {
    return this.#canceled
  }

  /** True once the call has been answered, or nobody waits for the answer. */
  protected get over(): boolean {
    return this.#over
  }

  metadata(name: string): string | undefined {
    const { headers } = this.request
    const value = headers[`grpc-metadata-${name}`] ?? (name === 'authorization' ? headers.authorization : undefined)
    return typeof value === 'string' ? value : value?.[0]
  }

  protected finish(code: Code): void {
    this.#over = true
    this.#deadline?.cancel()
    this.options.onEnd(code)
  }

  protected onDeadline(): void {}

  /** The caller went away. */
  protected onGone(): void {}
}

export class GatewayUnaryCall extends GatewayCall implements UnaryCall<unknown> {
  readonly #cancelListeners: (() => void)[] = []

  onCancel(listener: () => void): void {
    if (this.canceled) listener()
    else this.#cancelListeners.push(listener)
  }

  reply(response: unknown): void {
    if (this.over) return
    const body = JSON.stringify(this.options.toJson(response))
    this.finish(Code.OK)
    sendObject(this.response, 200, body)
  }

  fail(error: unknown): void {
    if (this.over) return
    const failure = failureOf(error, this.options.log)
    this.finish(failure.code)
    sendFailure(this.response, failure)
  }

  protected override onDeadline(): void {
    this.fail(deadlineExceeded)
  }

  protected override onGone(): void {
    for (const listener of this.#cancelListeners.splice(0)) listener()
  }
}

export class GatewayStream extends GatewayCall implements BidiStream<unknown, unknown> {
  readonly #endListeners: (() => void)[] = []
  #listener: RequestListener<unknown> | undefined

  get ended(): boolean {
    return this.over
  }

  write(response: unknown): boolean {
    if (this.over) return true
    this.#start(200)
    return this.response.write(`${JSON.stringify({ result: this.options.toJson(response) })}\n`)
  }

  onDrain(listener: () => void): void {
    this.response.on('drain', () => {
      if (!this.over) listener()
    })
  }

  end(error?: unknown): void {
    if (this.over) return
    const failure = error === undefined ? undefined : failureOf(error, this.options.log)
    this.finish(failure?.code ?? Code.OK)
    this.#start(failure === undefined ? 200 : httpStatus(failure.code))
    if (failure === undefined) this.response.end()
    else this.response.end(`${JSON.stringify({ error: { code: failure.code, message: failure.message } })}\n`)
    this.#tellEnd()
  }

  onEnd(listener: () => void): void {
    if (this.over) listener()
    else this.#endListeners.push(listener)
  }

  listen(listener: RequestListener<unknown>): void {
    this.#listener = listener
  }

  /** A message of the client, from the one who reads the body. */
  deliver(message: unknown): void {
    if (!this.over) this.#listener?.onMessage(message)
  }

  deliverHalfClose(): void {
    if (!this.over) this.#listener?.onHalfClose()
  }

  pause(): void {
    this.request.pause()
  }

  resume(): void {
    this.request.resume()
  }

  protected override onDeadline(): void {
    this.end(deadlineExceeded)
  }

  protected override onGone(): void {
    this.#tellEnd()
  }

  #start(status: number): void {
    if (this.response.headersSent) return
    setHeaders(this.response, status)
    // A watch may be silent for hours, and its client wants to know that it is there.
    this.response.flushHeaders()
  }

  #tellEnd(): void {
    for (const listener of this.#endListeners.splice(0)) listener()
  }
}

const deadlineExceeded: Failure = { code: Code.DeadlineExceeded, message: 'context deadline exceeded' }

/** `{"code":…,"message":…}` with the status that belongs to the code. */
export function sendFailure(response: ServerResponse, { code, message }: Failure, status = httpStatus(code)): void {
  sendObject(response, status, JSON.stringify({ code, message }))
}

function sendObject(response: ServerResponse, status: number, body: string): void {
  setHeaders(response, status)
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}

function setHeaders(response: ServerResponse, status: number): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  if (status === 200) response.setHeader('grpc-metadata-content-type', 'application/grpc')
}

function httpStatus(code: Code): number {
  return httpStatusOf[code] ?? 500
}

const timeoutUnitsMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 }

/** gRPC's own form, `30S`; what is not of it is ignored. */
function parseTimeout(header: string | string[] | undefined): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(header ?? '')) ?? []
  const unitMs = timeoutUnitsMs[unit]
  return amount === undefined || unitMs === undefined ? undefined : Number(amount) * unitMs
}
