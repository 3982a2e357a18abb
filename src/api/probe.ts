/**
 * What health checks ask of a member.
 */
import type { RangeRequest } from '../generated/etcdserverpb/kv.ts'
import type { Alarm, Backend, Call } from '../server/backend.ts'
import type { Timers } from './service.ts'

export interface Probe {
  alarms(): readonly Alarm[]
  hasLeader(): boolean
  isLearner(): boolean
  /** Rejects with what a client's linearizable read would be told. */
  linearizableRead(): Promise<void>
  serializableRead(): Promise<void>
}

/** Reads the first key, and only whether it is there. */
const probeRequest: RangeRequest = {
  key: '\0',
  rangeEnd: '',
  limit: 1,
  revision: 0,
  sortOrder: 0,
  sortTarget: 0,
  serializable: true,
  keysOnly: true,
  countOnly: false,
  minModRevision: 0,
  maxModRevision: 0,
  minCreateRevision: 0,
  maxCreateRevision: 0,
}

export function createProbe(backend: Backend, timers: Timers): Probe {
  const serializableRead = async (): Promise<void> => {
    await backend.range(probeRequest)
  }
  return {
    alarms: () => backend.alarms(),
    hasLeader: () => backend.hasLeader(),
    isLearner: () => backend.isLearner,
    serializableRead,
    linearizableRead: async () => {
      const call: Call = { deadlineMs: timers.nowMs() + backend.limits.requestTimeoutMs, canceled: false }
      await new Promise<void>((resolve, reject) => {
        backend.linearize(call, (error) => (error === undefined ? resolve() : reject(error)))
      })
      await serializableRead()
    },
  }
}
