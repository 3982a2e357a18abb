/** What a service offers, as data: transports host it, clients call it, and the types of its methods follow from it. */
import type { Codec } from './codec.ts'

/** A codec of some message; which one, `RequestOf` and the others read off. */
export type AnyCodec = Codec<unknown, unknown>

export interface MethodDefinition {
  /** As in the protocol, `LeaseGrant`. */
  readonly name: string
  /** HTTP/2 path of a call, `/etcdserverpb.Lease/LeaseGrant`. */
  readonly path: string
  /** The caller sends a stream of requests. */
  readonly requestStream: boolean
  /** The answer is a stream of responses. */
  readonly responseStream: boolean
  readonly request: AnyCodec
  readonly response: AnyCodec
  /** Paths of the JSON gateway, the documented one first; none: gRPC only. */
  readonly rest: readonly string[]
}

export interface ServiceDefinition {
  /** Full name, `etcdserverpb.KV`. */
  readonly name: string
  readonly methods: Readonly<Record<string, MethodDefinition>>
}

/** A request as the server receives it. */
export type RequestOf<M extends MethodDefinition> = M['request'] extends Codec<infer T, infer _> ? T : never
/** A request as a client may write it. */
export type RequestInitOf<M extends MethodDefinition> = M['request'] extends Codec<infer _, infer Init> ? Init : never
/** A response as a client receives it. */
export type ResponseOf<M extends MethodDefinition> = M['response'] extends Codec<infer T, infer _> ? T : never
/** A response as the server may write it. */
export type ResponseInitOf<M extends MethodDefinition> = M['response'] extends Codec<infer _, infer Init> ? Init : never
