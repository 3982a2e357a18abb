/**
 * What a host of the services is told, whichever library carries it.
 */
import type { HostedService, Log, Observer, Timers } from '../api/service.ts'

/** What a message may be longer than a replicated request: room for what is around it. */
export const receiveOverheadBytes = 512 * 1024

export interface GrpcHostOptions {
  readonly services: readonly HostedService[]
  readonly timers: Timers
  readonly observer: Observer
  readonly log: Log
  /** The limit of a replicated request; a message may be {@link receiveOverheadBytes} longer. */
  readonly maxRequestBytes: number
  /** Calls open at once on one connection. */
  readonly maxConcurrentStreams: number
  /** A connection that was silent for so long is asked whether it lives, and has the second one to answer; 0: never. */
  readonly keepaliveTimeMs: number
  readonly keepaliveTimeoutMs: number
  /** Clients that ping more often are sent away. */
  readonly keepaliveMinTimeMs?: number
  /** A unary call that takes longer is logged; never when undefined. */
  readonly warnUnaryMs?: number
}
