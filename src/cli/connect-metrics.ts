/**
 * Connects the plain counters that the rooms keep with the metrics table. Nothing here runs on the hot path except the
 * per-call cells of gRPC.
 */
import type { Observer } from '../api/service.ts'
import { hexId } from '../base/bytes.ts'
import type { Config } from '../config/config.ts'
import { serverVersion } from '../config/version.ts'
import { services } from '../generated/services.ts'
import type { Host } from '../server/host.ts'
import { limits } from '../server/limits.ts'
import type { Member } from '../server/member.ts'
import type { GrpcMethodCells } from '../telemetry/grpc-metrics.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { refreshPeerMetrics } from './peer-metrics.ts'

const alarmNames = ['NONE', 'NOSPACE', 'CORRUPT']

export function connectMetrics(metrics: Metrics, host: Host, config: Config): void {
  metrics.serverVersion.with(serverVersion).value = 1
  metrics.serverId.with(hexId(host.memberId)).value = 1
  for (const [name, on] of Object.entries(config.featureGates)) {
    metrics.featureEnabled.with(name, stageOf(name)).value = on ? 1 : 0
  }
  metrics.queueLimit.with('proposals').value = limits.proposals.bound
  metrics.queueLimit.with('apply-backlog').value = limits.applyBacklog.bound
  metrics.queueLimit.with('write-behind').value = config.writeBehindBytes
  // The member may be replaced while the process runs, so each reading asks for the one of now; 0 between two.
  const of = (read: (member: Member) => number) => () => (host.running === undefined ? 0 : read(host.running))
  metrics.connect({
    hasLeader: of((member) => Number(member.hasLeader())),
    isLeader: of((member) => Number(member.isLeader)),
    isLearner: of((member) => Number(member.isLearner)),
    leaderChanges: of(({ consensus }) => consensus.leaderChanges),
    proposalsCommitted: of(({ consensus }) => consensus.status().commit),
    proposalsApplied: of(({ machine }) => machine.appliedIndex),
    proposalsPending: of(({ proposals }) => proposals.count),
    proposalsFailed: of(({ consensus }) => consensus.proposalsFailed),
    readIndexesFailed: of(({ reads }) => reads.failed),
    slowReadIndexes: of(({ reads }) => reads.slow),
    quotaBackendBytes: () => config.quotaBackendBytes,
    leaseExpired: of((member) => member.leaseExpired),
    leaseGranted: of(({ machine }) => machine.totals.leasesGranted),
    leaseRevoked: of(({ machine }) => machine.totals.leasesRevoked),
    leaseRenewed: of(({ lessor }) => lessor.renewed),
    authRevision: () => 1,
    dbTotalSize: of(({ sizes }) => sizes.totalBytes),
    dbTotalSizeInUse: of(({ sizes }) => sizes.liveBytes),
    putTotal: of(({ machine }) => machine.store.stats.puts),
    deleteTotal: of(({ machine }) => machine.store.stats.deletes),
    rangeTotal: of(({ machine }) => machine.store.stats.ranges),
    txnTotal: of(({ machine }) => machine.store.stats.txns),
    keysTotal: of(({ machine }) => machine.store.keyCount),
    currentRevision: of(({ machine }) => machine.store.revision),
    compactRevision: of(({ machine }) => machine.store.compactRevision),
    totalPutSize: of(({ machine }) => machine.store.stats.totalPutBytes),
    watchStreams: of(({ machine }) => machine.hub.stats.streams),
    watchers: of(({ machine }) => machine.hub.stats.watchers),
    slowWatchers: of(({ machine }) => machine.hub.stats.slowWatchers),
    events: of(({ machine }) => machine.hub.stats.events),
    pendingEvents: of(({ machine }) => machine.hub.stats.pendingEvents),
    valueCacheBytes: of(({ machine }) => machine.store.cachedBytes),
    writeBehindBytes: of(({ machine }) => machine.pendingBytes),
    engineFlushedIndex: of(({ machine }) => machine.flushedIndex),
    engineSyncedIndex: of(({ machine }) => machine.syncedIndex),
  })
}

/** Labels that change while the member runs; read just before a scrape is answered. */
export function refreshLabels(metrics: Metrics, host: Host): void {
  const member = host.running
  if (member === undefined) return
  const version = member.clusterVersion()
  if (version !== undefined) metrics.clusterVersion.with(version.split('.').slice(0, 2).join('.')).value = 1
  const own = hexId(member.memberId)
  for (const { values, cell } of metrics.knownPeers.entries()) if (values[0] === own) cell.value = 0
  for (const { id } of member.members()) metrics.knownPeers.with(own, hexId(id)).value = 1
  const active = new Set(member.alarms().map(({ memberId, alarm }) => `${hexId(memberId)} ${alarmNames[alarm]}`))
  for (const { values, cell } of metrics.alarms.entries()) cell.value = active.has(values.join(' ')) ? 1 : 0
  for (const key of active) {
    const [id = '', name = ''] = key.split(' ')
    metrics.alarms.with(id, name).value = 1
  }
  refreshPeerMetrics(metrics, host)
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
  const lastRequests = {
    unary: { version: 'unknown', cell: clientRequests.with('unary', 'unknown') },
    stream: { version: 'unknown', cell: clientRequests.with('stream', 'unknown') },
  }
  return {
    onClientRequest: (type, version) => {
      // Nearly all calls come from clients of one version: its cell is kept, not looked up.
      const last = lastRequests[type]
      if (last.version !== version) lastRequests[type] = { version, cell: clientRequests.with(type, version) }
      lastRequests[type].cell.value++
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
