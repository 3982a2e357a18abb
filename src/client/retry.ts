/**
 * Which calls are sent again by themselves.
 *
 * After `Unavailable` a write may have happened or not, so only its caller can decide. What does no harm twice is tried
 * on the next endpoint; the list is that of etcd's own client. A lease grant is on it: the one that got lost expires.
 */

import { AuthService } from '../generated/etcdserverpb/auth.ts'
import { ClusterService } from '../generated/etcdserverpb/cluster.ts'
import { KvService } from '../generated/etcdserverpb/kv.ts'
import { LeaseService } from '../generated/etcdserverpb/lease.ts'
import { MaintenanceService } from '../generated/etcdserverpb/maintenance.ts'
import type { MethodDefinition } from '../generated/runtime/service.ts'

const harmless: readonly MethodDefinition[] = [
  KvService.methods.range,
  LeaseService.methods.leaseTimeToLive,
  LeaseService.methods.leaseLeases,
  LeaseService.methods.leaseGrant,
  LeaseService.methods.leaseRevoke,
  ClusterService.methods.memberList,
  MaintenanceService.methods.alarm,
  MaintenanceService.methods.status,
  MaintenanceService.methods.hash,
  MaintenanceService.methods.hashKv,
  MaintenanceService.methods.moveLeader,
  AuthService.methods.userList,
  AuthService.methods.userGet,
  AuthService.methods.roleGet,
  AuthService.methods.roleList,
]

const harmlessPaths = new Set(harmless.map(({ path }) => path))

/** Whether a call may be repeated although the first one may have been carried out. */
export function isRepeatable(method: MethodDefinition): boolean {
  return harmlessPaths.has(method.path)
}

const firstPauseMs = 25
const longestPauseMs = 1000

/** How long to wait before try number `attempt` (from 1): doubling, a half of it random, so that clients spread. */
export function pauseMs(attempt: number): number {
  const full = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1))
  return full / 2 + (full / 2) * Math.random()
}
