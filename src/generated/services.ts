// Made by `npm run proto` from proto/: do not edit.
import { AuthService } from './etcdserverpb/auth.ts'
import { ClusterService } from './etcdserverpb/cluster.ts'
import { KvService } from './etcdserverpb/kv.ts'
import { LeaseService } from './etcdserverpb/lease.ts'
import { MaintenanceService } from './etcdserverpb/maintenance.ts'
import { WatchService } from './etcdserverpb/watch.ts'
import { HealthService } from './grpc/health/v1/health.ts'
import { ElectionService } from './v3electionpb/v3election.ts'
import { LockService } from './v3lockpb/v3lock.ts'

/** All services, by full name. */
export const services = {
  'etcdserverpb.Auth': AuthService,
  'etcdserverpb.Cluster': ClusterService,
  'etcdserverpb.KV': KvService,
  'etcdserverpb.Lease': LeaseService,
  'etcdserverpb.Maintenance': MaintenanceService,
  'etcdserverpb.Watch': WatchService,
  'grpc.health.v1.Health': HealthService,
  'v3electionpb.Election': ElectionService,
  'v3lockpb.Lock': LockService,
} as const
