/** The native host with real time and nobody who listens to its figures. */
import { deafObserver, silentLog } from '../../src/api/fakes.contract.ts'
import type { HostedService, Timers } from '../../src/api/service.ts'
import type { GrpcHostOptions } from '../../src/rpc/host-options.ts'
import { NativeHost } from '../../src/rpc/native-host.ts'

export const realTimers: Timers = {
  nowMs: () => performance.now(),
  random: Math.random,
  after: (delayMs, callback) => {
    const handle = setTimeout(callback, delayMs).unref()
    return { cancel: () => clearTimeout(handle) }
  },
}

/** Options that any host takes. */
export function hostOptions(
  services: readonly HostedService[],
  changed: Partial<GrpcHostOptions> = {},
): GrpcHostOptions {
  return {
    services,
    timers: realTimers,
    observer: deafObserver,
    log: silentLog,
    maxRequestBytes: 1_572_864,
    maxConcurrentStreams: 2 ** 32 - 1,
    keepaliveTimeMs: 7_200_000,
    keepaliveTimeoutMs: 20_000,
    ...changed,
  }
}

export function startNativeHost(services: readonly HostedService[], changed?: Partial<GrpcHostOptions>): NativeHost {
  return new NativeHost(hostOptions(services, changed))
}
