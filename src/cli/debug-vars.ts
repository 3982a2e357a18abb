/** `/debug/vars`: what Go programs publish through expvar, with Node's figures in their places. */
import { readFileSync } from 'node:fs'
import { hexId } from '../base/bytes.ts'
import type { Host } from '../server/host.ts'

export function debugVars(host: Host): Record<string, unknown> {
  const { heapTotal, heapUsed, external, arrayBuffers, rss } = process.memoryUsage()
  const { term, leader, role, commit, applied, lastIndex } = host.member.consensus.status()
  return {
    cmdline: process.argv,
    file_descriptor_limit: fileDescriptorLimit(),
    memstats: { Alloc: heapUsed, HeapAlloc: heapUsed, HeapSys: heapTotal, Sys: rss, External: external, arrayBuffers },
    'raft.status': {
      id: hexId(host.memberId),
      term,
      lead: hexId(leader),
      raftState: role,
      commit,
      applied,
      lastIndex,
    },
  }
}

/** Soft limit of open files; 0 where the system does not tell. */
function fileDescriptorLimit(): number {
  if (process.platform !== 'linux') return 0
  const line = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
  return Number(line?.[1] ?? 0)
}
