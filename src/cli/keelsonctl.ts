#!/usr/bin/env node
/**
 * `keelsonctl`: the command line client. Its commands, flags, output and exit codes are etcdctl's, so that scripts work
 * with either.
 */
import { alarmDisarm } from './commands/alarm-disarm.ts'
import { alarmList } from './commands/alarm-list.ts'
import { compaction } from './commands/compaction.ts'
import { defrag } from './commands/defrag.ts'
import { del } from './commands/del.ts'
import { endpointHashKv } from './commands/endpoint-hashkv.ts'
import { endpointHealth } from './commands/endpoint-health.ts'
import { endpointStatus } from './commands/endpoint-status.ts'
import { get } from './commands/get.ts'
import { leaseGrant } from './commands/lease-grant.ts'
import { leaseKeepAlive } from './commands/lease-keep-alive.ts'
import { leaseList } from './commands/lease-list.ts'
import { leaseRevoke } from './commands/lease-revoke.ts'
import { leaseTimeToLive } from './commands/lease-timetolive.ts'
import { memberAdd } from './commands/member-add.ts'
import { memberList } from './commands/member-list.ts'
import { memberPromote } from './commands/member-promote.ts'
import { memberRemove } from './commands/member-remove.ts'
import { memberUpdate } from './commands/member-update.ts'
import { moveLeader } from './commands/move-leader.ts'
import { put } from './commands/put.ts'
import { type Program, runProgram } from './commands/shared/program.ts'
import { snapshotSave } from './commands/snapshot-save.ts'
import { snapshotStatus } from './commands/snapshot-status.ts'
import { txn } from './commands/txn.ts'
import { version } from './commands/version.ts'
import { watch } from './commands/watch.ts'

const program: Program = {
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
    { title: 'Utility commands', entries: [version] },
  ],
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runProgram(program, process.argv.slice(2), process.env)
// Open stdin or a connection that is being closed must not hold the process.
if (process.stdout.writableLength === 0) process.exit()
process.stdout.once('drain', () => process.exit())
