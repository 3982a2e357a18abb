/**
 * A small gRPC client for tests: `@grpc/grpc-js` under the project's own codecs, so that a test can send any message,
 * also one that no well-behaved client would.
 */
import * as grpc from '@grpc/grpc-js'
import { ClusterService } from '../../src/generated/etcdserverpb/cluster.ts'
import { KvService } from '../../src/generated/etcdserverpb/kv.ts'
import { LeaseService } from '../../src/generated/etcdserverpb/lease.ts'
import { MaintenanceService } from '../../src/generated/etcdserverpb/maintenance.ts'
import { WatchService } from '../../src/generated/etcdserverpb/watch.ts'
import type { MethodDefinition } from '../../src/generated/runtime/service.ts'

type Decoded<C> = C extends { decode(buffer: Buffer): infer T } ? T : never
type Init<C> = C extends { encode(message: infer I): Buffer } ? I : never

export const methods = {
  ...KvService.methods,
  ...WatchService.methods,
  ...LeaseService.methods,
  ...ClusterService.methods,
  ...MaintenanceService.methods,
}

export class TestClient implements Disposable {
  readonly grpc: grpc.Client

  constructor(endpoint: string, credentials = grpc.credentials.createInsecure()) {
    this.grpc = new grpc.Client(endpoint, credentials, {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
      'grpc.use_local_subchannel_pool': 1,
    })
  }

  /** One unary call; rejects with grpc-js's ServiceError (`code`, `details`). */
  call<M extends MethodDefinition>(
    method: M,
    request: Init<M['request']>,
    options: { metadata?: Readonly<Record<string, string>>; deadlineMs?: number } = {},
  ): Promise<Decoded<M['response']>> {
    const metadata = new grpc.Metadata()
    for (const [name, value] of Object.entries(options.metadata ?? {})) metadata.set(name, value)
    return new Promise((resolve, reject) => {
      this.grpc.makeUnaryRequest(
        method.path,
        (message: Init<M['request']>) => method.request.encode(message),
        (bytes: Buffer) => method.response.decode(bytes) as Decoded<M['response']>,
        request,
        metadata,
        { deadline: Date.now() + (options.deadlineMs ?? 30_000) },
        (error, response) => {
          if (error !== null) reject(error)
          else if (response === undefined) reject(new Error('no answer and no error'))
          else resolve(response)
        },
      )
    })
  }

  /** One stream in both directions. */
  stream<M extends MethodDefinition>(method: M): grpc.ClientDuplexStream<Init<M['request']>, Decoded<M['response']>> {
    return this.grpc.makeBidiStreamRequest(
      method.path,
      (message: Init<M['request']>) => method.request.encode(message),
      (bytes: Buffer) => method.response.decode(bytes) as Decoded<M['response']>,
    )
  }

  /** A stream of answers to one request. */
  serverStream<M extends MethodDefinition>(
    method: M,
    request: Init<M['request']>,
  ): grpc.ClientReadableStream<Decoded<M['response']>> {
    return this.grpc.makeServerStreamRequest(
      method.path,
      (message: Init<M['request']>) => method.request.encode(message),
      (bytes: Buffer) => method.response.decode(bytes) as Decoded<M['response']>,
      request,
    )
  }

  put(key: string, value: string | Buffer): ReturnType<typeof this.call<typeof KvService.methods.put>> {
    return this.call(KvService.methods.put, { key, value: typeof value === 'string' ? Buffer.from(value) : value })
  }

  async get(key: string, revision = 0): Promise<Buffer | undefined> {
    const { kvs } = await this.call(KvService.methods.range, { key, revision })
    return kvs[0]?.value
  }

  [Symbol.dispose](): void {
    this.grpc.close()
  }
}

/** The messages of a stream one by one; ends with the stream's error. */
export class StreamReader<T> {
  readonly #arrived: T[] = []
  readonly #waiting: { resolve: (message: T) => void; reject: (error: unknown) => void }[] = []
  #end: unknown

  constructor(stream: { on(event: 'data' | 'error' | 'end', listener: (value: T) => void): unknown }) {
    stream.on('data', (message) => {
      const waiting = this.#waiting.shift()
      if (waiting === undefined) this.#arrived.push(message)
      else waiting.resolve(message)
    })
    stream.on('error', (error) => this.#finish(error))
    stream.on('end', () => this.#finish(new Error('the stream ended')))
  }

  /** How many messages wait to be read. */
  get count(): number {
    return this.#arrived.length
  }

  next(): Promise<T> {
    const message = this.#arrived.shift()
    if (message !== undefined) return Promise.resolve(message)
    if (this.#end !== undefined) return Promise.reject(this.#end)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  #finish(error: unknown): void {
    this.#end ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
