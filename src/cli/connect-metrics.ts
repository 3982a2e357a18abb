/**
 * Connects the plain counters that the rooms keep with the metrics table. Nothing here runs on the hot path except the
 * per-call cells of gRPC.
 */
import type { Observer } from '../api/service.ts'
import { hexId } from '../base/bytes.ts'
import type { Config } from '../config/config.ts'
import { serverVersion } from '../config/version.ts'
import { services } from '../generated/services.ts'
import { limits } from '../server/limits.ts'
import type { Member } from '../server/member.ts'
import type { GrpcMethodCells } from '../telemetry/grpc-metrics.ts'
import type { Metrics } from '../telemetry/metrics.ts'

const alarmNames = ['NONE', 'NOSPACE', 'CORRUPT']

export function connectMetrics(metrics: Metrics, member: Member, config: Config): void {
  const { machine, consensus, proposals, reads, lessor } = member
  const { store, hub } = machine
  metrics.serverVersion.with(serverVersion).value = 1
  metrics.serverId.with(hexId(member.memberId)).value = 1
  metrics.knownPeers.with(hexId(member.memberId), hexId(member.memberId)).value = 1
  for (const [name, on] of Object.entries(config.featureGates)) {
    metrics.featureEnabled.with(name, stageOf(name)).value = on ? 1 : 0
  }
  metrics.queueLimit.with('proposals').value = limits.proposals.bound
  metrics.queueLimit.with('apply-backlog').value = limits.applyBacklog.bound
  metrics.queueLimit.with('write-behind').value = config.writeBehindBytes
  metrics.connect({
    hasLeader: () => Number(member.hasLeader()),
    isLeader: () => Number(member.isLeader),
    isLearner: () => Number(member.isLearner),
    leaderChanges: () => consensus.leaderChanges,
    proposalsCommitted: () => consensus.status().commit,
    proposalsApplied: () => machine.appliedIndex,
    proposalsPending: () => proposals.count,
    proposalsFailed: () => consensus.proposalsFailed,
    readIndexesFailed: () => reads.failed,
    slowReadIndexes: () => reads.slow,
    quotaBackendBytes: () => config.quotaBackendBytes,
    leaseExpired: () => member.leaseExpired,
    leaseGranted: () => machine.totals.leasesGranted,
    leaseRevoked: () => machine.totals.leasesRevoked,
    leaseRenewed: () => lessor.renewed,
    authRevision: () => 1,
    dbTotalSize: () => member.sizes.totalBytes,
    dbTotalSizeInUse: () => member.sizes.liveBytes,
    putTotal: () => store.stats.puts,
    deleteTotal: () => store.stats.deletes,
    rangeTotal: () => store.stats.ranges,
    txnTotal: () => store.stats.txns,
    keysTotal: () => store.keyCount,
    currentRevision: () => store.revision,
    compactRevision: () => store.compactRevision,
    totalPutSize: () => store.stats.totalPutBytes,
    watchStreams: () => hub.stats.streams,
    watchers: () => hub.stats.watchers,
    slowWatchers: () => hub.stats.slowWatchers,
    events: () => hub.stats.events,
    pendingEvents: () => hub.stats.pendingEvents,
    valueCacheBytes: () => store.cachedBytes,
    writeBehindBytes: () => machine.pendingBytes,
    engineFlushedIndex: () => machine.flushedIndex,
    engineSyncedIndex: () => machine.syncedIndex,
  })
}

/** Labels that change while the member runs; read just before a scrape is answered. */
export function refreshLabels(metrics: Metrics, member: Member): void {
  const version = member.clusterVersion()
  if (version !== undefined) metrics.clusterVersion.with(version.split('.').slice(0, 2).join('.')).value = 1
  const active = new Set(member.alarms().map(({ memberId, alarm }) => `${hexId(memberId)} ${alarmNames[alarm]}`))
  for (const { values, cell } of metrics.alarms.entries()) cell.value = active.has(values.join(' ')) ? 1 : 0
  for (const key of active) {
    const [id = '', name = ''] = key.split(' ')
    metrics.alarms.with(id, name).value = 1
  }
  metrics.queueDepth.with('proposals').value = member.proposals.count
  metrics.queueDepth.with('apply-backlog').value = member.consensus.status().commit - member.machine.appliedIndex
  metrics.queueDepth.with('write-behind').value = member.machine.pendingBytes
}

/** Counts calls and bytes as go-grpc-middleware does; looked up once a call by the method's path. */
export function grpcObserver(metrics: Metrics): Observer {
  const cells = new Map<string, GrpcMethodCells>()
  for (const service of Object.values(services)) {
    const eager = !service.name.startsWith('v3')
    for (const { name, path, requestStream, responseStream } of Object.values(service.methods)) {
      const type = streamType(requestStream, responseStream)
      cells.set(path, metrics.grpcMethod({ type, service: service.name, method: name, eager }))
    }
  }
  const { clientReceivedBytes, clientSentBytes, clientRequests } = metrics
  return {
    onClientRequest: (type, version) => {
      clientRequests.with(type, version).value++
    },
    onStarted: (path) => cells.get(path)?.start(),
    onHandled: (path, code, seconds) => cells.get(path)?.handled(code, seconds),
    onMessage: (path, direction, bytes) => {
      const cell = cells.get(path)
      if (direction === 'received') {
        clientReceivedBytes.value += bytes
        cell?.received()
      } else {
        clientSentBytes.value += bytes
        cell?.sent()
      }
    },
  }
}

function streamType(
  requestStream: boolean,
  responseStream: boolean,
): 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream' {
  if (requestStream) return responseStream ? 'bidi_stream' : 'client_stream'
  return responseStream ? 'server_stream' : 'unary'
}

/** etcd's stages of its gates (reference 6.2). */
function stageOf(gate: string): string {
  if (gate === 'AllAlpha' || gate === 'AllBeta') return ''
  return gate === 'TxnModeWriteWithSharedBuffer' || gate === 'FastLeaseKeepAlive' ? 'BETA' : 'ALPHA'
}
