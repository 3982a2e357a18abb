/**
 * The series of one RPC, as go-grpc-middleware names them: started, handled by code, messages each way.
 *
 * The series of etcd's own services exist at 0 from the start, so that a rate over them is right from the first call;
 * those of the lock and election services come with their first call, as etcd's do.
 */
import { codeNames } from '../base/errors.ts'
import type { Counter, Family, Histogram } from './metric-cells.ts'

export interface GrpcMethodName {
  readonly type: 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream'
  /** With its package: `etcdserverpb.KV`. */
  readonly service: string
  readonly method: string
}

interface GrpcFamilies {
  readonly grpcStarted: Family<Counter, readonly [string, string, string]>
  readonly grpcHandled: Family<Counter, readonly [string, string, string, string]>
  readonly grpcReceived: Family<Counter, readonly [string, string, string]>
  readonly grpcSent: Family<Counter, readonly [string, string, string]>
}

interface Series {
  readonly started: Counter
  readonly received: Counter
  readonly sent: Counter
  /** By code number. */
  readonly handled: readonly Counter[]
  readonly handling: Histogram | undefined
}

export class GrpcMethodCells {
  readonly #create: () => Series
  #series: Series | undefined

  constructor(
    families: GrpcFamilies,
    handling: Family<Histogram, readonly string[]> | null,
    method: GrpcMethodName & { readonly eager: boolean },
  ) {
    const labels = [method.type, method.service, method.method] as const
    this.#create = () => ({
      started: families.grpcStarted.with(...labels),
      received: families.grpcReceived.with(...labels),
      sent: families.grpcSent.with(...labels),
      handled: codeNames.map((code) => families.grpcHandled.with(...labels, code)),
      handling: handling?.with(...labels),
    })
    if (method.eager) this.#series = this.#create()
  }

  /** A call began. */
  start(): void {
    this.#cells().started.value++
  }

  received(messages = 1): void {
    this.#cells().received.value += messages
  }

  sent(messages = 1): void {
    this.#cells().sent.value += messages
  }

  /** A call ended. `code`: a gRPC status code; an unknown one counts as Unknown. */
  handled(code: number, seconds: number): void {
    const { handled, handling } = this.#cells()
    const counter = handled[code] ?? handled[2]
    if (counter !== undefined) counter.value++
    handling?.observe(seconds)
  }

  #cells(): Series {
    this.#series ??= this.#create()
    return this.#series
  }
}
