/**
 * Every setting, once: flag name, kind, default, what it does, and where it stands in the config file. Command line,
 * environment, config file, help and `docs/configuration.md` all follow from this table.
 *
 * Names and defaults are etcd's, whose flags a Keelson takes as they are. `ignored` ones are accepted and do nothing
 * here; `refused` ones would change what a cluster is, so they stop the start instead of being ignored.
 */
import type { Kind } from './kinds.ts'
import { bool, bytes, choice, duration, gates, int, list, text, uint, uint32, urls } from './kinds.ts'
import { parseUrls } from './urls.ts'

export type Section =
  | 'Member'
  | 'Clustering'
  | 'Security'
  | 'Auth'
  | 'Logging'
  | 'Maintenance'
  | 'Profiling'
  | 'Keelson'

export interface Flag<T> {
  readonly section: Section
  readonly kind: Kind<T>
  readonly default: T
  /** One or two sentences. */
  readonly doc: string
  /** Path in the config file, where that is not the flag's name; null: not settable there. */
  readonly file: string | null | undefined
  /** Accepted, without effect; `warn` is said when it is given. */
  readonly ignored: boolean
  readonly refused: boolean
  readonly warn: string | undefined
}

interface Extra {
  readonly file?: string | null
  readonly ignored?: true
  readonly refused?: true
  readonly warn?: string
}

type Definer = <T>(kind: Kind<T>, fallback: T, doc: string, extra?: Extra) => Flag<T>

function section(name: Section): Definer {
  return (kind, fallback, doc, extra = {}) => ({
    section: name,
    kind,
    default: fallback,
    doc,
    file: extra.file,
    ignored: extra.ignored ?? false,
    refused: extra.refused ?? false,
    warn: extra.warn,
  })
}

const off = { ignored: true } as const
const refused = { refused: true } as const
const second = 1000
const minute = 60 * second
const MiB = 1024 * 1024

const member = section('Member')
const clustering = section('Clustering')
const security = section('Security')
const auth = section('Auth')
const logging = section('Logging')
const maintenance = section('Maintenance')
const profiling = section('Profiling')
const keelson = section('Keelson')

const client = (key: string): Extra => ({ file: `client-transport-security.${key}` })
const peer = (key: string): Extra => ({ file: `peer-transport-security.${key}` })

// biome-ignore format: a table
export const flags = {
  'name': member(text, 'default', 'Name of this member, as it stands in --initial-cluster.'),
  'data-dir': member(text, '', 'Where the member keeps its data. Default: <name>.etcd.'),
  'wal-dir': member(text, '', 'Where the Raft log goes, best a disk of its own. Default: below the data directory.'),
  'listen-peer-urls': member(urls, parseUrls('http://localhost:2380'), 'Where to listen for other members.'),
  'listen-client-urls': member(urls, parseUrls('http://localhost:2379'), 'Where to listen for clients, gRPC and HTTP on one port.'),
  'listen-client-http-urls': member(urls, [], 'Where to listen for HTTP alone; --listen-client-urls then serve gRPC alone.'),
  'listen-metrics-urls': member(urls, [], 'Where to serve health and metrics besides, without client certificates.'),
  'heartbeat-interval': member(uint, 100, 'Milliseconds between heartbeats of the leader.'),
  'election-timeout': member(uint, 1000, 'Milliseconds without a leader until a member stands for election.'),
  'initial-election-tick-advance': member(bool, true, 'Whether a starting member waits less for its first election.', off),
  'snapshot-count': member(uint, 10_000, 'Applied entries between two snapshots of the Raft log.'),
  'snapshot-catchup-entries': member(uint, 5000, 'Entries kept behind a snapshot for slow members.'),
  'max-snapshots': member(uint, 5, 'Snapshot files to keep.', { ignored: true, warn: '--max-snapshots is deprecated in 3.6 and will be decommissioned in 3.8' }),
  'max-wals': member(uint, 5, 'Log files to keep. Segments are released as soon as they are not needed.', off),
  'quota-backend-bytes': member(int, 0, 'Bytes on disk at which writes are refused; 0: 2 GiB, negative: no quota.'),
  'backend-batch-interval': member(duration, 0, 'Longest time between two commits of the backend.', off),
  'backend-batch-limit': member(int, 0, 'Operations between two commits of the backend.', off),
  'backend-bbolt-freelist-type': member(text, '', 'How bbolt keeps its free list.', off),
  'max-txn-ops': member(uint, 128, 'Operations a transaction may have.'),
  'max-request-bytes': member(uint, 1.5 * MiB, 'Largest request a client may send, in bytes.'),
  'max-concurrent-streams': member(uint32, 0xffff_ffff, 'Streams a client connection may have at a time.'),
  'grpc-keepalive-min-time': member(duration, 5 * second, 'Shortest interval at which a client may ping.'),
  'grpc-keepalive-interval': member(duration, 2 * 60 * minute, 'Idle time after which the server pings a client; 0: never.'),
  'grpc-keepalive-timeout': member(duration, 20 * second, 'How long the server waits for the answer to a ping; 0: for ever.'),
  'socket-reuse-port': member(bool, false, 'Listen with SO_REUSEPORT.', { file: 'socket-options.reuse-port' }),
  'socket-reuse-address': member(bool, false, 'Listen with SO_REUSEADDR.', { file: 'socket-options.reuse-address' }),
  'raft-read-timeout': member(duration, 5 * second, 'Read timeout of connections between members.', { ignored: true, file: null }),
  'raft-write-timeout': member(duration, 5 * second, 'Write timeout of connections between members.', { ignored: true, file: null }),
  'memory-mlock': member(bool, false, 'Lock the data in memory.', off),

  'initial-advertise-peer-urls': clustering(urls, parseUrls('http://localhost:2380'), 'Where other members reach this one.'),
  'advertise-client-urls': clustering(urls, parseUrls('http://localhost:2379'), 'Where clients reach this member.'),
  'initial-cluster': clustering(text, '', 'Members of a new cluster: n1=url,n1=url2,n2=url. Default: this member alone.'),
  'initial-cluster-token': clustering(text, 'etcd-cluster', 'Tells clusters with equal members apart; goes into all ids.'),
  'initial-cluster-state': clustering(choice(['new', 'existing']), 'new', 'Whether the cluster starts now or this member joins one.'),
  'strict-reconfig-check': clustering(bool, true, 'Refuse membership changes that would cost the quorum.'),
  'pre-vote': clustering(bool, true, 'Ask for votes before raising the term, so that a cut-off member disturbs nobody.'),
  'force-new-cluster': clustering(bool, false, 'Restart as a cluster of one from the data at hand. For disaster recovery.'),
  'max-learners': clustering(int, 1, 'Learners a cluster may have.'),
  'discovery-srv': clustering(text, '', 'Domain whose SRV records name the members.', refused),
  'discovery-srv-name': clustering(text, '', 'Suffix of the SRV service name.', off),
  'discovery-token': clustering(text, '', 'Token of the v3 discovery service.', { refused: true, file: 'discovery-config.token' }),
  'discovery-endpoints': clustering(text, '', 'Endpoints of the v3 discovery service.', { refused: true, file: 'discovery-config.client.endpoints' }),
  'discovery-dial-timeout': clustering(duration, 2 * second, 'Of the v3 discovery service.', { ignored: true, file: 'discovery-config.client.dial-timeout' }),
  'discovery-request-timeout': clustering(duration, 5 * second, 'Of the v3 discovery service.', { ignored: true, file: 'discovery-config.client.request-timeout' }),
  'discovery-keepalive-time': clustering(duration, 2 * second, 'Of the v3 discovery service.', { ignored: true, file: 'discovery-config.client.keepalive-time' }),
  'discovery-keepalive-timeout': clustering(duration, 6 * second, 'Of the v3 discovery service.', { ignored: true, file: 'discovery-config.client.keepalive-timeout' }),
  'discovery-insecure-transport': clustering(bool, true, 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-insecure-skip-tls-verify': clustering(bool, false, 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-cert': clustering(text, '', 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-key': clustering(text, '', 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-cacert': clustering(text, '', 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-user': clustering(text, '', 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-password': clustering(text, '', 'Of the v3 discovery service.', { ignored: true, file: null }),
  'discovery-fallback': clustering(choice(['exit', 'proxy']), 'exit', 'What to do when discovery fails.', off),
  'v2-deprecation': clustering(text, 'write-only', 'Phase of the deprecation of the v2 store.', { ignored: true, warn: '--v2-deprecation is deprecated and scheduled for removal in v3.8. The default value is enforced, ignoring user input' }),

  'cert-file': security(text, '', 'Certificate for clients, PEM.', client('cert-file')),
  'key-file': security(text, '', 'Its key, PEM.', client('key-file')),
  'client-cert-auth': security(bool, false, 'Ask clients for a certificate and check it.', client('client-cert-auth')),
  'trusted-ca-file': security(text, '', 'Certificates that vouch for those of clients, PEM.', client('trusted-ca-file')),
  'auto-tls': security(bool, false, 'Serve clients with a certificate made at start.', client('auto-tls')),
  'client-cert-file': security(text, '', 'Certificate this member shows when it calls itself as a client.', client('client-cert-file')),
  'client-key-file': security(text, '', 'Its key.', client('client-key-file')),
  'client-crl-file': security(text, '', 'Revoked certificates of clients.', { file: null }),
  'client-cert-allowed-hostname': security(list, [], 'Names of which a client certificate must have one.', client('allowed-hostname')),
  'client-cert-allowed-cn': security(list, [], 'Common names of which a client certificate must have one.', client('allowed-cn')),
  'client-skip-client-san-verification': security(bool, false, 'Do not compare the address of a client with its certificate.', client('skip-client-san-verification')),
  'peer-cert-file': security(text, '', 'Certificate for other members, PEM.', peer('cert-file')),
  'peer-key-file': security(text, '', 'Its key, PEM.', peer('key-file')),
  'peer-client-cert-auth': security(bool, false, 'Ask other members for a certificate and check it.', peer('client-cert-auth')),
  'peer-trusted-ca-file': security(text, '', 'Certificates that vouch for those of members, PEM.', peer('trusted-ca-file')),
  'peer-auto-tls': security(bool, false, 'Serve members with a certificate made at start.', peer('auto-tls')),
  'peer-client-cert-file': security(text, '', 'Certificate to show other members, when not --peer-cert-file.', peer('client-cert-file')),
  'peer-client-key-file': security(text, '', 'Its key.', peer('client-key-file')),
  'peer-cert-allowed-cn': security(list, [], 'Common names of which the certificate of a member must have one.', peer('allowed-cn')),
  'peer-cert-allowed-hostname': security(list, [], 'Names of which the certificate of a member must have one.', peer('allowed-hostname')),
  'peer-crl-file': security(text, '', 'Revoked certificates of members.', { file: null }),
  'peer-skip-client-san-verification': security(bool, false, 'Do not compare the address of a member with its certificate.', peer('skip-client-san-verification')),
  'self-signed-cert-validity': security(uint, 1, 'Years that certificates of --auto-tls and --peer-auto-tls are valid.'),
  'cipher-suites': security(list, [], "TLS 1.2 cipher suites by Go's names; empty: the runtime's."),
  'tls-min-version': security(text, 'TLS1.2', 'Lowest TLS version: TLS1.2 or TLS1.3.'),
  'tls-max-version': security(text, '', 'Highest TLS version: TLS1.2, TLS1.3, or empty for any.'),
  'cors': security(list, ['*'], 'Origins that browsers may call from.'),
  'host-whitelist': security(list, ['*'], 'Names an HTTP request may have in its Host header, when TLS is off.'),

  'auth-token': auth(text, 'simple', 'How tokens are made: simple, or jwt,pub-key=..,priv-key=..,sign-method=..,ttl=..'),
  'bcrypt-cost': auth(uint, 10, 'Cost of hashing passwords, 4 to 31.'),
  'auth-token-ttl': auth(uint, 300, 'Seconds a simple token lives without being used.'),

  'logger': logging(text, 'zap', 'Accepted as zap alone, which our lines look like.', off),
  'log-level': logging(choice(['debug', 'info', 'warn', 'error', 'panic', 'fatal'], (given) => `unrecognized level: ${JSON.stringify(given)}`), 'info', 'Lowest level that is written.'),
  'log-format': logging(text, 'json', "json as etcd's, console as etcd's, or text for people."),
  'log-outputs': logging(list, ['default'], 'Where lines go: default (stderr), stderr, stdout, or files.'),
  'enable-log-rotation': logging(bool, false, 'Rotate the log file. Leave it to the system here.', off),
  'log-rotation-config-json': logging(text, '{"maxsize":100,"maxage":0,"maxbackups":0,"localtime":false,"compress":false}', 'How to rotate.', off),

  'auto-compaction-mode': maintenance(text, 'periodic', 'What --auto-compaction-retention means: periodic for time, revision for a number.'),
  'auto-compaction-retention': maintenance(text, '0', 'History to keep: hours or a duration, or a number of revisions; 0: no compaction.'),
  'compaction-batch-limit': maintenance(int, 0, 'Revisions deleted in one slice of a compaction; 0: 1000.'),
  'compaction-sleep-interval': maintenance(duration, 0, 'Pause between two slices of a compaction; 0: 10ms.'),
  'bootstrap-defrag-threshold-megabytes': maintenance(uint, 0, 'Defragment at start when that frees so much.', off),
  'corrupt-check-time': maintenance(duration, 0, 'Interval at which members compare their data; 0: never.'),
  'compact-hash-check-time': maintenance(duration, minute, 'Interval at which members compare the hashes of compactions.'),
  'watch-progress-notify-interval': maintenance(duration, 0, 'Interval of progress notices on watches that want them; 0: 10m.'),
  'warning-apply-duration': maintenance(duration, 100, 'Applying a request for longer than this is logged.'),
  'warning-unary-request-duration': maintenance(duration, 300, 'A request that takes longer than this is logged.'),
  'downgrade-check-time': maintenance(duration, 5 * second, 'Interval at which a downgrade under way is checked.', off),
  'feature-gates': maintenance(gates, '', 'Switches for features: A=true,B=false.'),
  'unsafe-no-fsync': maintenance(bool, false, 'Do not wait for the disk. A power failure then loses acknowledged writes.'),

  'enable-grpc-gateway': profiling(bool, true, 'Serve the JSON form of the API under /v3/.'),
  'enable-pprof': profiling(bool, false, 'Serve profiles of a Go program.', off),
  'metrics': profiling(choice(['basic', 'extensive']), 'basic', 'extensive adds latency histograms of all RPCs.'),
  'enable-distributed-tracing': profiling(bool, false, 'Export spans over OTLP.'),
  'distributed-tracing-address': profiling(text, 'localhost:4317', 'host:port of the collector.'),
  'distributed-tracing-service-name': profiling(text, 'etcd', 'service.name of the spans.'),
  'distributed-tracing-instance-id': profiling(text, '', 'service.instance.id of the spans, unique for each member.'),
  'distributed-tracing-sampling-rate': profiling(int, 0, 'Requests that are traced, of a million.'),

  'storage-engine': keelson(choice(['rocksdb', 'memory']), 'rocksdb', 'Where state lives: rocksdb, or memory with the log and snapshots on disk.'),
  'value-cache-bytes': keelson(bytes, 256 * MiB, 'Memory for values; others are read from the engine.'),
  'write-behind-bytes': keelson(bytes, 64 * MiB, 'Applied bytes that may wait for the engine before applying waits for it.'),
  join: keelson(urls, [], 'Peer URLs of a cluster to join: asks to be added as a learner, catches up, then votes. Only the first start uses it.'),
  'grpc-host': keelson(choice(['native', 'grpc-js']), 'native', 'What carries gRPC.'),
}

export type FlagName = keyof typeof flags

/** The values of all flags, parsed. */
export type Values = { readonly [Name in FlagName]: (typeof flags)[Name] extends Flag<infer T> ? T : never }

/** Other names; `also` is set to the same value unless it is given itself. */
export const aliases = {
  'client-listen': { for: 'listen-client-urls', also: 'advertise-client-urls' },
  'peer-listen': { for: 'listen-peer-urls', also: 'initial-advertise-peer-urls' },
  'raft-snapshot-every': { for: 'snapshot-count', also: undefined },
  'raft-compact-keep': { for: 'snapshot-catchup-entries', also: undefined },
} as const satisfies { readonly [alias: string]: { for: FlagName; also: FlagName | undefined } }

export type Alias = keyof typeof aliases

/** Flags of older releases, still on command lines; they do nothing. Booleans for the parser: `-force` stands alone. */
export const goneFlags: readonly string[] = [
  'cluster-active-size',
  'cluster-remove-delay',
  'cluster-sync-interval',
  'config',
  'force',
  'max-result-buffer',
  'max-retry-attempts',
  'peer-heartbeat-interval',
  'peer-election-timeout',
  'retry-interval',
  'snapshot',
  'v',
  'vv',
]

/** Flags that are no settings. */
export const controlFlags = {
  version: { kind: bool, doc: 'Print the versions and exit.' },
  'config-file': {
    kind: text,
    doc: 'Read all settings from this YAML or JSON file; other flags and variables are then ignored.',
  },
  'test.coverprofile': { kind: text, doc: 'Accepted from test harnesses; does nothing.' },
  'test.outputdir': { kind: text, doc: 'Accepted from test harnesses; does nothing.' },
} as const

export function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(flags, name)
}

export function isAlias(name: string): name is Alias {
  return Object.hasOwn(aliases, name)
}
