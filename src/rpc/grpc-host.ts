/**
 * Hosts the services on `@grpc/grpc-js`. Messages are coded by our own codecs, connections come from outside (the client port has
 * read their first bytes), and every call is counted where its status is sent, whoever sends it.
 */
import type { RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  type ConnectionInjector,
  logVerbosity,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  setLogVerbosity,
  type UntypedHandleCall,
} from '@grpc/grpc-js'
import type { HostedMethod, Observer } from '../api/service.ts'
import { assert, unreachable } from '../base/assert.ts'
import { Code } from '../base/errors.ts'
import { cutDeadConnections } from './dead-connections.ts'
import { type CallPorts, GrpcBidiStream, GrpcResponseStream, GrpcUnaryCall, runHandler } from './grpc-call.ts'
import { http2ServerOf, speakLikeGrpcGo, statusText } from './grpc-js-hooks.ts'
import { type GrpcHostOptions, receiveOverheadBytes } from './host-options.ts'
import { enforcePingPolicy } from './ping-policy.ts'

const keepaliveMinTimeMsDefault = 5_000

export class GrpcHost {
  readonly #server: Server
  readonly #injector: ConnectionInjector
  readonly #options: GrpcHostOptions
  readonly #paths: ReadonlySet<string>
  #others: RequestListener | undefined

  constructor(options: GrpcHostOptions) {
    // It would print what clients send wrong to the standard error; the observer counts it.
    setLogVerbosity(logVerbosity.NONE)
    this.#options = options
    this.#server = new Server({
      'grpc.max_receive_message_length': options.maxRequestBytes + receiveOverheadBytes,
      'grpc.max_send_message_length': -1,
      'grpc.max_concurrent_streams': options.maxConcurrentStreams,
      'grpc.keepalive_time_ms': options.keepaliveTimeMs,
      'grpc.keepalive_timeout_ms': options.keepaliveTimeoutMs,
      'grpc.enable_channelz': 0,
      interceptors: [
        (definition, call) => {
          if (this.#paths.has(definition.path)) this.#watchCall(definition, call)
          // The call itself goes on, not a wrapper around it; the type asks for one that forwards everything.
          return call as unknown as ServerInterceptingCall
        },
      ],
    })
    // Names nobody registered are not counted: a client could make up any number of them.
    this.#paths = new Set(options.services.flatMap(({ methods }) => methods.map(({ definition }) => definition.path)))
    const ports: CallPorts = { timers: options.timers, log: options.log }
    for (const { methods } of options.services) {
      for (const method of methods) register(this.#server, method, options.observer, ports)
    }
    speakLikeGrpcGo(this.#server, {
      services: new Set(options.services.map(({ name }) => name)),
      others: () => this.#others,
    })
    this.#injector = this.#server.createConnectionInjector(ServerCredentials.createInsecure())
    const minTimeMs = options.keepaliveMinTimeMs ?? keepaliveMinTimeMsDefault
    const http2Server = http2ServerOf(this.#server)
    enforcePingPolicy(http2Server, minTimeMs, () => options.timers.nowMs())
    cutDeadConnections(http2Server, options.timers)
  }

  /** Takes a connection that speaks HTTP/2 in clear text, or one whose TLS is already undone. Its first byte is unread. */
  accept(connection: Duplex): void {
    this.#injector.injectConnection(connection)
  }

  /** Sets who answers requests over TLS that are not gRPC. */
  serveOthers(listener: RequestListener): void {
    this.#others = listener
  }

  /** Tells clients to go away and takes no new calls. Resolves once every connection has ended. */
  drain(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.tryShutdown((error) => (error === undefined ? resolve() : reject(error)))
    })
  }

  /**
   * Counts a call, and puts grpc-js's own texts into the words clients know. The call's methods are replaced, because grpc-js
   * sends some statuses itself (deadline, message too large), past every interceptor.
   */
  #watchCall({ path, responseStream }: CalledMethod, call: ServerInterceptingCallInterface): void {
    const { observer, timers, warnUnaryMs = Number.POSITIVE_INFINITY } = this.#options
    const startMs = timers.nowMs()
    let open = true
    const close = (code: Code): void => {
      if (!open) return
      open = false
      const tookMs = timers.nowMs() - startMs
      observer.onHandled(path, code, tookMs / 1000)
      if (tookMs > warnUnaryMs && !responseStream) this.#logSlow(path, call, tookMs)
    }
    observer.onStarted(path)

    const start = call.start.bind(call)
    call.start = (listener) => {
      const onCancel = listener.onCancel.bind(listener)
      listener.onCancel = () => {
        // Comes after every end; before one it means that the client went away.
        close(Code.Canceled)
        onCancel()
      }
      start(listener)
    }
    const sendStatus = call.sendStatus.bind(call)
    call.sendStatus = (sent) => {
      close(sent.code as number as Code)
      sendStatus({ ...sent, details: statusText(sent.code, sent.details) })
    }
  }

  /** etcd's line for slow requests. */
  #logSlow(path: string, call: ServerInterceptingCallInterface, tookMs: number): void {
    this.#options.log.warn('request stats', {
      'time spent': `${tookMs.toFixed(3)}ms`,
      remote: call.getPeer(),
      'response type': path,
    })
  }
}

interface CalledMethod {
  readonly path: string
  readonly responseStream: boolean
}

function register(server: Server, method: HostedMethod, observer: Observer, ports: CallPorts): void {
  const { path, request, response } = method.definition
  const serialize = (message: unknown): Buffer => {
    const bytes = response.encode(message as never)
    observer.onMessage(path, 'sent', bytes.length)
    return bytes
  }
  const deserialize = (bytes: Buffer): unknown => {
    observer.onMessage(path, 'received', bytes.length)
    return request.decode(bytes)
  }
  const added = server.register(path, grpcHandler(method, ports), serialize, deserialize, method.kind)
  assert(added, 'a method is hosted once', path)
}

function grpcHandler(method: HostedMethod, ports: CallPorts): UntypedHandleCall {
  switch (method.kind) {
    case 'unary':
      return (grpcCall: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
        const call = new GrpcUnaryCall(grpcCall, callback, ports)
        runHandler(call, () => method.handle(grpcCall.request, call))
      }
    case 'serverStream':
      return (grpcStream: ServerWritableStream<unknown, unknown>) => {
        const stream = new GrpcResponseStream(grpcStream, ports)
        runHandler(stream, () => method.handle(grpcStream.request, stream))
      }
    case 'bidi':
      return (grpcStream: ServerDuplexStream<unknown, unknown>) => {
        const stream = new GrpcBidiStream(grpcStream, ports)
        runHandler(stream, () => method.handle(stream))
      }
    default:
      return unreachable(method)
  }
}
