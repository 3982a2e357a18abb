/**
 * The settings of a member as the rest of the program reads them: parsed, with every default filled in.
 */
import { type AuthTokenConfig, parseAuthToken } from './auth-token.ts'
import { type AutoCompaction, parseAutoCompaction } from './auto-compaction.ts'
import { checkValues, type Given } from './check.ts'
import { type FeatureGates, parseFeatureGates } from './feature-gates.ts'
import { type FlagName, flags, type Values } from './flags.ts'
import { type InitialMember, parseInitialCluster, showInitialCluster } from './initial-cluster.ts'
import type { Kind } from './kinds.ts'
import type { Line } from './refusal.ts'
import { clientTls, peerTls, type TlsConfig, type TlsLimits, tlsLimits } from './tls.ts'
import type { Url } from './urls.ts'
import { keelsonVersion, serverVersion } from './version.ts'

/** Durations end in `Ms`, sizes in `Bytes`. */
export interface Config {
  readonly name: string
  readonly dataDir: string
  /** '': below the data directory. */
  readonly walDir: string
  readonly listenPeerUrls: readonly Url[]
  readonly listenClientUrls: readonly Url[]
  /** When there are some, HTTP is served here and gRPC alone on `listenClientUrls`. */
  readonly listenClientHttpUrls: readonly Url[]
  readonly listenMetricsUrls: readonly Url[]
  readonly advertisePeerUrls: readonly Url[]
  readonly advertiseClientUrls: readonly Url[]
  readonly heartbeatIntervalMs: number
  readonly electionTimeoutMs: number
  readonly initialElectionTickAdvance: boolean
  readonly snapshotCount: number
  readonly snapshotCatchupEntries: number
  /** Default filled in; negative: no quota. */
  readonly quotaBackendBytes: number
  readonly maxTxnOps: number
  readonly maxRequestBytes: number
  readonly maxConcurrentStreams: number
  /** An interval or timeout of 0 is off. */
  readonly grpcKeepalive: { readonly minTimeMs: number; readonly intervalMs: number; readonly timeoutMs: number }
  readonly socketReusePort: boolean
  readonly socketReuseAddress: boolean
  /** Ask `initialClusterProblem` before using it. */
  readonly initialCluster: readonly InitialMember[]
  readonly initialClusterToken: string
  readonly initialClusterState: 'new' | 'existing'
  readonly strictReconfigCheck: boolean
  readonly preVote: boolean
  readonly forceNewCluster: boolean
  readonly maxLearners: number
  readonly clientTls: TlsConfig
  readonly peerTls: TlsConfig
  readonly tls: TlsLimits
  readonly cors: readonly string[]
  readonly hostWhitelist: readonly string[]
  readonly authToken: AuthTokenConfig
  readonly bcryptCost: number
  readonly log: {
    readonly level: Values['log-level']
    readonly format: 'json' | 'console' | 'text'
    readonly outputs: readonly string[]
  }
  readonly autoCompaction: AutoCompaction
  readonly compactionBatchLimit: number
  readonly compactionSleepMs: number
  /** 0: off. */
  readonly corruptCheckMs: number
  readonly compactHashCheckMs: number
  readonly watchProgressNotifyMs: number
  readonly warningApplyMs: number
  readonly warningUnaryRequestMs: number
  readonly downgradeCheckMs: number
  readonly enableGrpcGateway: boolean
  readonly enablePprof: boolean
  readonly unsafeNoFsync: boolean
  readonly metrics: 'basic' | 'extensive'
  readonly tracing:
    | {
        readonly endpoint: string
        readonly serviceName: string
        readonly instanceId: string
        readonly samplesPerMillion: number
      }
    | undefined
  readonly featureGates: FeatureGates
  /** Peer URLs of a cluster to be joined by the first start; empty: none. */
  readonly join: readonly Url[]
  readonly storageEngine: 'rocksdb' | 'memory'
  readonly valueCacheBytes: number
  readonly writeBehindBytes: number
  readonly grpcHost: 'native' | 'grpc-js'
  /** Every setting by its flag, as the line `starting an etcd server` shows it. */
  readonly effective: { readonly [key: string]: unknown }
}

/** What a quota of 0 means. */
const defaultQuotaBytes = 2 * 1024 ** 3
const progressNotifyFloorMs = 100

/** @throws Refusal when the values make no sense */
export function buildConfig(values: Values, given: Given): { config: Config; log: readonly Line[] } {
  const warnings = checkValues(values, given)
  const { autoCompaction, log: compactionLog } = parseAutoCompaction(
    values['auto-compaction-mode'],
    values['auto-compaction-retention'],
  )
  const initialCluster = parseInitialCluster(values['initial-cluster'] || ownCluster(values))
  const config: Config = {
    ...memberSettings(values),
    ...clusterSettings(values),
    ...limitSettings(values),
    initialCluster,
    authToken: parseAuthToken(values['auth-token'], values['auth-token-ttl']),
    bcryptCost: values['bcrypt-cost'] < 4 || values['bcrypt-cost'] > 31 ? 10 : values['bcrypt-cost'],
    autoCompaction,
    effective: effective(values, initialCluster),
  }
  return { config, log: [...ignoredWarnings(given), ...warnings, ...compactionLog] }
}

/** A member alone, under the URLs it advertises. */
function ownCluster(values: Values): string {
  return values['initial-advertise-peer-urls'].map(({ text }) => `${values.name}=${text}`).join(',')
}

function dataDirOf(values: Values): string {
  return values['data-dir'] || `${values.name}.etcd`
}

function memberSettings(values: Values) {
  const outputs = values['log-outputs'].map((output) => (output === 'default' ? 'stderr' : output))
  return {
    name: values.name,
    dataDir: dataDirOf(values),
    walDir: values['wal-dir'],
    listenPeerUrls: values['listen-peer-urls'],
    listenClientUrls: values['listen-client-urls'],
    listenClientHttpUrls: values['listen-client-http-urls'],
    listenMetricsUrls: values['listen-metrics-urls'],
    advertisePeerUrls: values['initial-advertise-peer-urls'],
    advertiseClientUrls: values['advertise-client-urls'],
    socketReusePort: values['socket-reuse-port'],
    socketReuseAddress: values['socket-reuse-address'],
    clientTls: clientTls(values),
    peerTls: peerTls(values),
    tls: tlsLimits(values),
    cors: values.cors,
    hostWhitelist: values['host-whitelist'],
    // checkValues let only these pass.
    log: { level: values['log-level'], format: values['log-format'] as Config['log']['format'], outputs },
    enableGrpcGateway: values['enable-grpc-gateway'],
    enablePprof: values['enable-pprof'],
    metrics: values.metrics,
    tracing: tracing(values),
    join: values.join,
    storageEngine: values['storage-engine'],
    valueCacheBytes: values['value-cache-bytes'],
    writeBehindBytes: values['write-behind-bytes'],
    grpcHost: values['grpc-host'],
    unsafeNoFsync: values['unsafe-no-fsync'],
  }
}

function clusterSettings(values: Values) {
  return {
    heartbeatIntervalMs: values['heartbeat-interval'],
    electionTimeoutMs: values['election-timeout'],
    initialElectionTickAdvance: values['initial-election-tick-advance'],
    snapshotCount: values['snapshot-count'],
    snapshotCatchupEntries: values['snapshot-catchup-entries'],
    initialClusterToken: values['initial-cluster-token'],
    initialClusterState: values['initial-cluster-state'],
    strictReconfigCheck: values['strict-reconfig-check'],
    preVote: values['pre-vote'],
    forceNewCluster: values['force-new-cluster'],
    maxLearners: values['max-learners'],
    featureGates: parseFeatureGates(values['feature-gates']),
  }
}

function limitSettings(values: Values) {
  const notify = values['watch-progress-notify-interval']
  return {
    quotaBackendBytes: values['quota-backend-bytes'] === 0 ? defaultQuotaBytes : values['quota-backend-bytes'],
    maxTxnOps: values['max-txn-ops'],
    maxRequestBytes: values['max-request-bytes'],
    maxConcurrentStreams: values['max-concurrent-streams'],
    grpcKeepalive: {
      minTimeMs: values['grpc-keepalive-min-time'],
      intervalMs: values['grpc-keepalive-interval'],
      timeoutMs: values['grpc-keepalive-timeout'],
    },
    compactionBatchLimit: values['compaction-batch-limit'] || 1000,
    compactionSleepMs: values['compaction-sleep-interval'] || 10,
    corruptCheckMs: values['corrupt-check-time'],
    compactHashCheckMs: values['compact-hash-check-time'],
    watchProgressNotifyMs: notify === 0 ? 600_000 : Math.max(notify, progressNotifyFloorMs),
    warningApplyMs: values['warning-apply-duration'],
    warningUnaryRequestMs: values['warning-unary-request-duration'],
    downgradeCheckMs: values['downgrade-check-time'],
  }
}

function tracing(values: Values): Config['tracing'] {
  if (!values['enable-distributed-tracing']) return undefined
  return {
    endpoint: values['distributed-tracing-address'],
    serviceName: values['distributed-tracing-service-name'],
    instanceId: values['distributed-tracing-instance-id'],
    samplesPerMillion: values['distributed-tracing-sampling-rate'],
  }
}

/** Numbers and booleans as they are, lists as lists, durations as Go shows them. */
function effective(values: Values, initialCluster: readonly InitialMember[]): Config['effective'] {
  const fields: Record<string, unknown> = { 'etcd-version': serverVersion, 'keelson-version': keelsonVersion }
  for (const name of Object.keys(flags) as FlagName[]) {
    if (flags[name].ignored || flags[name].refused || name === 'discovery-srv-name') continue
    const value: unknown = values[name]
    const kind = flags[name].kind as Kind<unknown>
    if (kind.word === 'urls') fields[name] = (value as readonly Url[]).map(({ text }) => text)
    else fields[name] = kind.word === 'duration' ? kind.show(value) : value
  }
  return { ...fields, 'data-dir': dataDirOf(values), 'initial-cluster': showInitialCluster(initialCluster) }
}

/** Of the ignored flags that were given, those that etcd warns about. */
function ignoredWarnings(given: Given): Line[] {
  return (Object.keys(flags) as FlagName[]).flatMap((name) => {
    const { warn } = flags[name]
    return warn === undefined || given(name) === undefined ? [] : [{ level: 'warn', msg: warn, fields: {} }]
  })
}
