/**
 * All commands of `keelsonctl`, in the order in which help lists them.
 */
import { alarmDisarm } from './alarm-disarm.ts'
import { alarmList } from './alarm-list.ts'
import { auth } from './auth.ts'
import { compaction } from './compaction.ts'
import { defrag } from './defrag.ts'
import { del } from './del.ts'
import { downgrade } from './downgrade.ts'
import { endpointHashKv } from './endpoint-hashkv.ts'
import { endpointHealth } from './endpoint-health.ts'
import { endpointStatus } from './endpoint-status.ts'
import { get } from './get.ts'
import { leaseGrant } from './lease-grant.ts'
import { leaseKeepAlive } from './lease-keep-alive.ts'
import { leaseList } from './lease-list.ts'
import { leaseRevoke } from './lease-revoke.ts'
import { leaseTimeToLive } from './lease-timetolive.ts'
import { memberAdd } from './member-add.ts'
import { memberList } from './member-list.ts'
import { memberPromote } from './member-promote.ts'
import { memberRemove } from './member-remove.ts'
import { memberUpdate } from './member-update.ts'
import { moveLeader } from './move-leader.ts'
import { put } from './put.ts'
import { role } from './role.ts'
import type { Program } from './shared/program.ts'
import { snapshotSave } from './snapshot-save.ts'
import { snapshotStatus } from './snapshot-status.ts'
import { txn } from './txn.ts'
import { user } from './user.ts'
import { version } from './version.ts'
import { watch } from './watch.ts'

export const program: Program = {
  name: 'keelsonctl',
  summary: 'A simple command line client for Keelson and etcd.',
  sections: [
    {
      title: 'Key-value commands',
      entries: [
        compaction,
        del,
        get,
        {
          name: 'lease',
          summary: 'Lease related commands',
          commands: [leaseGrant, leaseKeepAlive, leaseList, leaseRevoke, leaseTimeToLive],
        },
        put,
        txn,
        watch,
      ],
    },
    {
      title: 'Cluster maintenance commands',
      entries: [
        { name: 'alarm', summary: 'Alarm related commands', commands: [alarmDisarm, alarmList] },
        defrag,
        downgrade,
        {
          name: 'endpoint',
          summary: 'Endpoint related commands',
          commands: [endpointHashKv, endpointHealth, endpointStatus],
        },
        {
          name: 'member',
          summary: 'Membership related commands',
          commands: [memberAdd, memberList, memberPromote, memberRemove, memberUpdate],
        },
        moveLeader,
        { name: 'snapshot', summary: 'Manages member snapshots', commands: [snapshotSave, snapshotStatus] },
      ],
    },
    { title: 'Authentication commands', entries: [auth, role, user] },
    { title: 'Utility commands', entries: [version] },
  ],
}
