/**
 * A gRPC server for the client's tests: answers each method with what the test says.
 */
import * as grpc from '@grpc/grpc-js'
import { type Reason, RequestError } from '../base/errors.ts'
import type { MethodDefinition, RequestOf, ResponseInitOf } from '../generated/runtime/service.ts'

type Stream = grpc.ServerDuplexStream<unknown, unknown>

/** How one method behaves. */
export interface Behaviour {
  readonly method: MethodDefinition
  readonly unary?: (request: never, metadata: grpc.Metadata) => unknown
  readonly stream?: (call: Stream) => void
}

export function answers<M extends MethodDefinition>(
  method: M,
  unary: (request: RequestOf<M>, metadata: grpc.Metadata) => ResponseInitOf<M>,
): Behaviour {
  return { method, unary }
}

/** `requests` hears what the client sends; the function it is given sends, or ends the stream with an error. */
export function streams<M extends MethodDefinition>(
  method: M,
  open: (stream: {
    readonly send: (message: ResponseInitOf<M>) => void
    readonly fail: (reason: Reason) => void
    readonly end: () => void
  }) => (request: RequestOf<M>) => void,
): Behaviour {
  return {
    method,
    stream(call) {
      const hear = open({
        send: (message) => call.write(message),
        fail: (reason) => call.emit('error', statusOf(reason)),
        end: () => call.end(),
      })
      call.on('data', hear)
      call.on('error', () => call.removeListener('data', hear))
      // A method whose request is no stream has it at hand.
      if (!method.requestStream) hear((call as unknown as { request: RequestOf<M> }).request)
    },
  }
}

function statusOf(error: unknown): object {
  if (typeof error === 'string') return statusOf(new RequestError(error as Reason))
  if (error instanceof RequestError) return { code: error.code, details: error.message }
  return { code: grpc.status.INTERNAL, details: String(error) }
}

export class FakeServer implements AsyncDisposable {
  /** Paths of the calls that came, in order. */
  readonly calls: string[] = []
  /** Hears of each call before it is answered. */
  onCall: () => void = () => undefined
  readonly #server = new grpc.Server()
  #port = 0

  private constructor(behaviours: readonly Behaviour[]) {
    const definition: Record<string, grpc.MethodDefinition<unknown, unknown>> = {}
    const handlers: Record<string, grpc.UntypedHandleCall> = {}
    for (const { method, unary, stream } of behaviours) {
      definition[method.path] = {
        path: method.path,
        requestStream: method.requestStream,
        responseStream: method.responseStream,
        requestSerialize: (message) => method.request.encode(message),
        requestDeserialize: (bytes) => method.request.decode(bytes),
        responseSerialize: (message) => method.response.encode(message),
        responseDeserialize: (bytes) => method.response.decode(bytes),
      }
      const open = (call: Stream) => {
        this.calls.push(method.path)
        stream?.(call)
      }
      const answer = (call: grpc.ServerUnaryCall<never, unknown>, reply: grpc.sendUnaryData<unknown>) => {
        this.calls.push(method.path)
        this.onCall()
        try {
          reply(null, unary?.(call.request, call.metadata))
        } catch (error) {
          reply(statusOf(error) as grpc.ServiceError)
        }
      }
      handlers[method.path] =
        unary === undefined ? (open as grpc.UntypedHandleCall) : (answer as grpc.UntypedHandleCall)
    }
    if (behaviours.length > 0) this.#server.addService(definition, handlers)
  }

  static async start(...behaviours: Behaviour[]): Promise<FakeServer> {
    const server = new FakeServer(behaviours)
    server.#port = await new Promise<number>((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure()
      server.#server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
        if (error === null) resolve(bound)
        else reject(error)
      })
    })
    return server
  }

  get endpoint(): string {
    return `127.0.0.1:${this.#port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown()
  }
}
