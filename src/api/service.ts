/**
 * A service without a transport: a table of handlers, and what a handler may ask of the call it answers.
 *
 * A unary handler gets its request and a call, and ends it once, with `reply` or `fail`, now or later; there is no promise
 * between, because thousands of calls are answered by one apply batch. A streaming handler gets a stream that says when its
 * consumer is full and when it has room again. Hosts (gRPC, the JSON gateway) provide both; they know no etcd semantics.
 */
import { BrokenInvariant } from '../base/assert.ts'
import { Code, RequestError } from '../base/errors.ts'
import type { MethodDefinition, RequestOf, ResponseInitOf, ServiceDefinition } from '../generated/runtime/service.ts'
import type { Call } from '../server/backend.ts'

/** How a call ended badly: what goes to the client as status code and status text. `RequestError` is one. */
export interface Failure {
  readonly code: Code
  readonly message: string
}

/** What is known of every call, unary or not. */
export interface CallContext extends Call {
  /** First value of a metadata key (lower case), or undefined. */
  metadata(name: string): string | undefined
}

export interface UnaryCall<Response> extends CallContext {
  /** Adds a listener for the caller going away before the answer; called at once when it is gone already. */
  onCancel(listener: () => void): void
  reply(response: Response): void
  /** Ends the call with what {@link failureOf} makes of the error. */
  fail(error: unknown): void
}

/** The sending half of a stream; everything after `end` is dropped. */
export interface ResponseStream<Response> extends CallContext {
  /** True once the stream is over, by `end` or because the caller went away. */
  readonly ended: boolean
  /** False: the consumer is full. What was written is still sent, but wait for `onDrain` before writing more. */
  write(response: Response): boolean
  /** Called each time there is room again after `write` said false. One listener. */
  onDrain(listener: () => void): void
  /** Ends the stream: OK without an error, otherwise with what {@link failureOf} makes of it. */
  end(error?: unknown): void
  /** Adds a listener for the end, whoever ended the stream; called at once when it is over already. */
  onEnd(listener: () => void): void
}

export interface RequestListener<Request> {
  onMessage(request: Request): void
  /** The client sends nothing more; it still listens. */
  onHalfClose(): void
}

/** A stream in both directions. Messages arrive in order, none after a cancel. */
export interface BidiStream<Request, Response> extends ResponseStream<Response> {
  /** Begins to deliver messages. Called once, by the handler, before it returns. */
  listen(listener: RequestListener<Request>): void
  /** Stops reading from the client (its flow control fills up) until `resume`. */
  pause(): void
  resume(): void
}

export type UnaryHandler<Request, Response> = (request: Request, call: UnaryCall<Response>) => void
export type ServerStreamHandler<Request, Response> = (request: Request, stream: ResponseStream<Response>) => void
export type BidiHandler<Request, Response> = (stream: BidiStream<Request, Response>) => void

/** The handler that a method of a service definition wants. */
export type HandlerOf<M extends MethodDefinition> = M['requestStream'] extends true
  ? BidiHandler<RequestOf<M>, ResponseInitOf<M>>
  : M['responseStream'] extends true
    ? ServerStreamHandler<RequestOf<M>, ResponseInitOf<M>>
    : UnaryHandler<RequestOf<M>, ResponseInitOf<M>>

/** A handler for each method of a service. */
export type Handlers<S extends ServiceDefinition> = { readonly [K in keyof S['methods']]: HandlerOf<S['methods'][K]> }

/** One method ready to be hosted; the types of its messages are known to its codec only. */
export type HostedMethod =
  | { readonly kind: 'unary'; readonly definition: MethodDefinition; readonly handle: UnaryHandler<unknown, unknown> }
  | {
      readonly kind: 'serverStream'
      readonly definition: MethodDefinition
      readonly handle: ServerStreamHandler<unknown, unknown>
    }
  | { readonly kind: 'bidi'; readonly definition: MethodDefinition; readonly handle: BidiHandler<unknown, unknown> }

export interface HostedService {
  /** Full name, `etcdserverpb.KV`. */
  readonly name: string
  readonly methods: readonly HostedMethod[]
}

/** What every call must pass before its handler sees it; a failure ends the call. */
export interface Gate {
  unary(definition: MethodDefinition, request: unknown, call: CallContext): Failure | undefined
  /** May also end the stream later, when what let it in is no longer true. */
  stream(definition: MethodDefinition, stream: ResponseStream<never>): Failure | undefined
}

/** Joins a definition, its handlers and the gate before them. */
export function hostService<S extends ServiceDefinition>(
  definition: S,
  handlers: Handlers<S>,
  gate: Gate,
): HostedService {
  const methods = Object.entries(definition.methods).map(([key, method]) =>
    // The table's type has matched each handler with its method; from here on only the codec knows the messages.
    hostMethod(method, (handlers as Record<string, unknown>)[key], gate),
  )
  return { name: definition.name, methods }
}

function hostMethod(definition: MethodDefinition, handler: unknown, gate: Gate): HostedMethod {
  if (definition.requestStream) {
    const handle = handler as BidiHandler<unknown, unknown>
    return {
      kind: 'bidi',
      definition,
      handle: (stream) => {
        const refused = gate.stream(definition, stream)
        if (refused === undefined) handle(stream)
        else stream.end(refused)
      },
    }
  }
  if (definition.responseStream) {
    const handle = handler as ServerStreamHandler<unknown, unknown>
    return {
      kind: 'serverStream',
      definition,
      handle: (request, stream) => {
        const refused = gate.stream(definition, stream)
        if (refused === undefined) handle(request, stream)
        else stream.end(refused)
      },
    }
  }
  const handle = handler as UnaryHandler<unknown, unknown>
  return {
    kind: 'unary',
    definition,
    handle: (request, call) => {
      const refused = gate.unary(definition, request, call)
      if (refused === undefined) handle(request, call)
      else call.fail(refused)
    },
  }
}

/** The server stopped while the call was open, the client gave up, and the like: a failure that no row names. */
export function failure(code: Code, message: string): Failure {
  return { code, message }
}

/**
 * What the client is told of an error: a row of the table as it is, anything else as Unknown, as etcd does.
 * @throws BrokenInvariant what is our own bug; it has to reach the process.
 */
export function failureOf(error: unknown, log: Log): Failure {
  if (error instanceof RequestError) return error
  if (error instanceof BrokenInvariant) throw error
  if (isFailure(error)) return error
  log.error('a request failed in a way nobody planned for', { error: describe(error) })
  return { code: Code.Unknown, message: error instanceof Error ? error.message : 'unknown error' }
}

function isFailure(error: unknown): error is Failure {
  return (
    typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && 'message' in error
  )
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/**
 * Runs what answers a call later, out of a callback of the backend: what it throws ends the call, as it would have while the
 * handler itself was running.
 */
export function attempt(call: { fail(error: unknown): void }, answer: () => void): void {
  try {
    answer()
  } catch (error) {
    call.fail(error)
  }
}

export interface Timer {
  cancel(): void
}

/** Time and chance, as the services need them. */
export interface Timers {
  /** The monotonic clock, in milliseconds. */
  nowMs(): number
  after(delayMs: number, callback: () => void): Timer
  /** A fraction, 0 included, 1 not. */
  random(): number
}

/** Lines for people who run the member. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Hears of every call, for metrics. Method names are full paths, `/etcdserverpb.KV/Put`. */
export interface Observer {
  /** `version`: what the client says it speaks, `unknown` when it says nothing. */
  onClientRequest(type: 'unary' | 'stream', version: string): void
  onStarted(path: string): void
  onHandled(path: string, code: Code, seconds: number): void
  /** One message, without its frame. */
  onMessage(path: string, direction: 'received' | 'sent', bytes: number): void
}
