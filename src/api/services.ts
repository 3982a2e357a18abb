/**
 * All services of a member, ready to be hosted.
 */
import { AuthService } from '../generated/etcdserverpb/auth.ts'
import { ClusterService } from '../generated/etcdserverpb/cluster.ts'
import { KvService } from '../generated/etcdserverpb/kv.ts'
import { LeaseService } from '../generated/etcdserverpb/lease.ts'
import { MaintenanceService } from '../generated/etcdserverpb/maintenance.ts'
import { WatchService } from '../generated/etcdserverpb/watch.ts'
import { HealthService } from '../generated/grpc/health/v1/health.ts'
import type { Backend } from '../server/backend.ts'
import { authHandlers } from './auth.ts'
import { clusterHandlers } from './cluster.ts'
import { Admission } from './gate.ts'
import { Health } from './health.ts'
import { kvHandlers } from './kv.ts'
import { leaseHandlers } from './lease.ts'
import { maintenanceHandlers } from './maintenance.ts'
import { type HostedService, hostService, type Observer, type Timers } from './service.ts'
import { watchHandlers } from './watch.ts'

export interface ServicePorts {
  readonly timers: Timers
  readonly observer: Pick<Observer, 'onClientRequest'>
}

export interface Services {
  readonly hosted: readonly HostedService[]
  /** Shown by grpc.health.v1; false while the member is up but does not want requests. */
  setServing(serving: boolean): void
  /**
   * The member is going to stop: streams that never end by themselves end with `server stopped` and their clients go elsewhere,
   * new calls are refused, calls in flight are left alone.
   */
  stop(): void
  /** The member's state was replaced: streams over the old one end, and their clients come back for the new one. */
  interrupt(): void
}

export function createServices(backend: Backend, { timers, observer }: ServicePorts): Services {
  const gate = new Admission(backend, timers, observer)
  const health = new Health()
  return {
    hosted: [
      hostService(KvService, kvHandlers(backend), gate),
      hostService(WatchService, watchHandlers(backend, timers), gate),
      hostService(LeaseService, leaseHandlers(backend), gate),
      hostService(ClusterService, clusterHandlers(backend), gate),
      hostService(MaintenanceService, maintenanceHandlers(backend), gate),
      hostService(AuthService, authHandlers(backend), gate),
      hostService(HealthService, health.handlers, gate),
    ],
    setServing: (serving) => health.setServing(serving),
    stop: () => {
      health.setServing(false)
      gate.stop()
    },
    interrupt: () => gate.interrupt(),
  }
}
