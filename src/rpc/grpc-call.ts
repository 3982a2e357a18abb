/**
 * Calls of grpc-js as the services know them.
 */
import type {
  Metadata,
  ServerDuplexStream,
  ServerErrorResponse,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
} from '@grpc/grpc-js'
import {
  type BidiStream,
  type Failure,
  failureOf,
  type Log,
  type RequestListener,
  type ResponseStream,
  type Timers,
  type UnaryCall,
} from '../api/service.ts'

export interface CallPorts {
  readonly timers: Timers
  readonly log: Log
}

export class GrpcUnaryCall implements UnaryCall<unknown> {
  readonly #call: ServerUnaryCall<unknown, unknown>
  readonly #callback: sendUnaryData<unknown>
  readonly #ports: CallPorts
  readonly deadlineMs: number | undefined
  #answered = false

  constructor(call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>, ports: CallPorts) {
    this.#call = call
    this.#callback = callback
    this.#ports = ports
    this.deadlineMs = monotonicDeadline(call.getDeadline(), ports.timers)
  }

  get canceled(): boolean {
    return this.#call.cancelled
  }

  metadata(name: string): string | undefined {
    return firstValue(this.#call.metadata, name)
  }

  onCancel(listener: () => void): void {
    if (this.#call.cancelled) {
      listener()
      return
    }
    // grpc-js says `cancelled` after an answer too.
    this.#call.once('cancelled', () => {
      if (!this.#answered) listener()
    })
  }

  reply(response: unknown): void {
    if (this.#answered) return
    this.#answered = true
    this.#callback(null, response)
  }

  fail(error: unknown): void {
    if (this.#answered) return
    const failure = failureOf(error, this.#ports.log)
    this.#answered = true
    this.#callback(errorResponse(failure))
  }
}

type AnyStream = ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>

export class GrpcResponseStream<S extends AnyStream = AnyStream> implements ResponseStream<unknown> {
  protected readonly stream: S
  readonly #ports: CallPorts
  readonly deadlineMs: number | undefined
  readonly #endListeners: (() => void)[] = []
  #ended = false

  constructor(stream: S, ports: CallPorts) {
    this.stream = stream
    this.#ports = ports
    this.deadlineMs = monotonicDeadline(stream.getDeadline(), ports.timers)
    if (stream.cancelled) this.#ended = true
    else stream.once('cancelled', () => this.#onEnded())
  }

  get canceled(): boolean {
    return this.stream.cancelled
  }

  get ended(): boolean {
    return this.#ended
  }

  metadata(name: string): string | undefined {
    return firstValue(this.stream.metadata, name)
  }

  write(response: unknown): boolean {
    return this.#ended || this.stream.write(response)
  }

  onDrain(listener: () => void): void {
    this.stream.on('drain', () => {
      if (!this.#ended) listener()
    })
  }

  end(error?: unknown): void {
    if (this.#ended) return
    if (error === undefined) this.stream.end()
    // The way of grpc-js to end a stream with a status; what was written before is sent first.
    else this.stream.emit('error', errorResponse(failureOf(error, this.#ports.log)))
    this.#onEnded()
  }

  onEnd(listener: () => void): void {
    if (this.#ended) listener()
    else this.#endListeners.push(listener)
  }

  #onEnded(): void {
    if (this.#ended) return
    this.#ended = true
    for (const listener of this.#endListeners.splice(0)) listener()
  }
}

export class GrpcBidiStream
  extends GrpcResponseStream<ServerDuplexStream<unknown, unknown>>
  implements BidiStream<unknown, unknown>
{
  listen(listener: RequestListener<unknown>): void {
    this.stream.on('data', (message: unknown) => {
      if (!this.ended) runHandler(this, () => listener.onMessage(message))
    })
    this.stream.on('end', () => {
      if (!this.ended) runHandler(this, () => listener.onHalfClose())
    })
  }

  pause(): void {
    this.stream.pause()
  }

  resume(): void {
    this.stream.resume()
  }
}

/**
 * Runs a handler; what it throws ends its call. Our own bugs must reach the process, and grpc-js would swallow them: they are
 * thrown in a turn of their own.
 */
export function runHandler(
  call: { fail(error: unknown): void } | { end(error: unknown): void },
  handler: () => void,
): void {
  try {
    handler()
  } catch (error) {
    try {
      if ('fail' in call) call.fail(error)
      else call.end(error)
    } catch (broken) {
      queueMicrotask(() => {
        throw broken
      })
    }
  }
}

function errorResponse({ code, message }: Failure): ServerErrorResponse & { readonly code: number } {
  return { name: 'Failure', message, code, details: message }
}

function firstValue(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name)
  return typeof value === 'string' ? value : undefined
}

/** grpc-js counts deadlines on the wall clock, and Infinity means none. */
function monotonicDeadline(deadline: Date | number, timers: Timers): number | undefined {
  const atMs = Number(deadline)
  return Number.isFinite(atMs) ? timers.nowMs() + (atMs - Date.now()) : undefined
}
