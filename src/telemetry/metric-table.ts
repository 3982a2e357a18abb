/**
 * Every metric, once. A room counts in its cell (`metrics.walFsync.observe(seconds)`) or keeps a plain number that
 * `server` connects (`metrics.connect({ hasLeader: () => ... })`).
 *
 * Names, labels and buckets are etcd's where etcd has the metric, since dashboards and alerts ask for them by name;
 * some of those names break Prometheus' own rules (a gauge called `_total`), and stay as they are. What etcd lacks
 * begins with `keelson_` and follows the rules: `_total` for counters, the unit last.
 */

interface Row<Kind extends 'counter' | 'gauge' | 'histogram', Labels extends readonly string[]> {
  readonly kind: Kind
  readonly name: string
  readonly help: string
  readonly labels: Labels
  /** Upper bounds of a histogram; empty for the other kinds. */
  readonly buckets: readonly number[]
}

export type MetricRow = Row<'counter' | 'gauge' | 'histogram', readonly string[]>
export type CounterRow<Labels extends readonly string[]> = Row<'counter', Labels>
export type GaugeRow<Labels extends readonly string[]> = Row<'gauge', Labels>
export type HistogramRow<Labels extends readonly string[]> = Row<'histogram', Labels>

function counter(name: string, help: string): CounterRow<readonly []>
function counter<const L extends readonly string[]>(name: string, help: string, labels: L): CounterRow<L>
function counter(name: string, help: string, labels: readonly string[] = []): CounterRow<readonly string[]> {
  return { kind: 'counter', name, help, labels, buckets: [] }
}

function gauge(name: string, help: string): GaugeRow<readonly []>
function gauge<const L extends readonly string[]>(name: string, help: string, labels: L): GaugeRow<L>
function gauge(name: string, help: string, labels: readonly string[] = []): GaugeRow<readonly string[]> {
  return { kind: 'gauge', name, help, labels, buckets: [] }
}

type Buckets = readonly number[]
function histogram(name: string, help: string, buckets: Buckets): HistogramRow<readonly []>
function histogram<const L extends readonly string[]>(
  name: string,
  help: string,
  buckets: Buckets,
  labels: L,
): HistogramRow<L>
function histogram(
  name: string,
  help: string,
  buckets: Buckets,
  labels: readonly string[] = [],
): HistogramRow<readonly string[]> {
  return { kind: 'histogram', name, help, labels, buckets }
}

/** `count` bounds, each twice the one before. */
function doubling(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first * 2 ** i)
}

const diskSeconds = doubling(0.001, 14)
const applySeconds = doubling(0.0001, 20)
const snapshotSeconds = doubling(0.1, 10)

const server = {
  hasLeader: gauge('etcd_server_has_leader', 'Whether this member knows a leader: 1 or 0.'),
  isLeader: gauge('etcd_server_is_leader', 'Whether this member leads: 1 or 0.'),
  isLearner: gauge('etcd_server_is_learner', 'Whether this member is a learner: 1 or 0.'),
  leaderChanges: counter('etcd_server_leader_changes_seen_total', 'New leaders this member has seen.'),
  heartbeatSendFailures: counter(
    'etcd_server_heartbeat_send_failures_total',
    'Heartbeats this leader sent late, likely because its disk or processor was busy.',
  ),
  proposalsCommitted: gauge('etcd_server_proposals_committed_total', 'Highest committed log index seen.'),
  proposalsApplied: gauge('etcd_server_proposals_applied_total', 'Highest log index applied.'),
  proposalsPending: gauge('etcd_server_proposals_pending', 'Proposals of this member that wait for their result.'),
  proposalsFailed: counter('etcd_server_proposals_failed_total', 'Proposals that failed or timed out.'),
  readIndexesFailed: counter('etcd_server_read_indexes_failed_total', 'Linearizable reads that got no read index.'),
  slowReadIndexes: counter('etcd_server_slow_read_indexes_total', 'Read indexes that took long or had to be retried.'),
  slowApply: counter('etcd_server_slow_apply_total', 'Applied requests slower than --warning-apply-duration.'),
  snapshotApplyInProgress: gauge(
    'etcd_server_snapshot_apply_in_progress_total',
    'Whether a received snapshot is being installed: 1 or 0.',
  ),
  learnerPromoteFailures: counter('etcd_server_learner_promote_failures', 'Failed promotions of learners.', ['Reason']),
  learnerPromoteSuccesses: counter('etcd_server_learner_promote_successes', 'Learners promoted while leading.'),
  quotaBackendBytes: gauge('etcd_server_quota_backend_bytes', 'The space quota in bytes; negative when it is off.'),
  serverVersion: gauge('etcd_server_version', 'The etcd release whose interface this member serves: always 1.', [
    'server_version',
  ]),
  serverGoVersion: gauge(
    'etcd_server_go_version',
    'The runtime of this member (Node.js; the name is that of etcd): always 1.',
    ['server_go_version'],
  ),
  serverId: gauge('etcd_server_id', 'The id of this member in hex: always 1.', ['server_id']),
  featureEnabled: gauge('etcd_server_feature_enabled', 'Whether a feature gate is on: 1 or 0.', ['name', 'stage']),
  clusterVersion: gauge('etcd_cluster_version', 'The version the cluster agreed on: 1 for the current one.', [
    'cluster_version',
  ]),
  clientRequests: counter('etcd_server_client_requests_total', 'Requests by kind and client version.', [
    'type',
    'client_api_version',
  ]),
  requestDuration: histogram(
    'etcd_server_request_duration_seconds',
    'Requests from their arrival in the server to their result.',
    diskSeconds,
    ['type', 'success'],
  ),
  applyDuration: histogram('etcd_server_apply_duration_seconds', 'Carrying out one committed request.', applySeconds, [
    'version',
    'op',
    'success',
  ]),
  rangeDuration: histogram('etcd_server_range_duration_seconds', 'Carrying out one read.', applySeconds, ['success']),
  healthSuccess: counter('etcd_server_health_success', 'Health requests answered with healthy.'),
  healthFailures: counter('etcd_server_health_failures', 'Health requests answered with not healthy.'),
  healthcheck: gauge('etcd_server_healthcheck', 'Last result of a health check: 1 or 0.', ['type', 'name']),
  healthchecks: counter('etcd_server_healthchecks_total', 'Health checks by result.', ['type', 'name', 'status']),
  leaseExpired: counter('etcd_debugging_server_lease_expired_total', 'Leases revoked because they expired.'),
  alarms: gauge('etcd_debugging_server_alarms', 'Alarms that are set: 1.', ['server_id', 'alarm_type']),
  watchSendWatchStream: histogram(
    'etcd_debugging_server_watch_send_loop_watch_stream_duration_seconds',
    'Sending one batch of events to a watch stream.',
    diskSeconds,
  ),
  watchSendPerEvent: histogram(
    'etcd_debugging_server_watch_send_loop_watch_stream_duration_per_event_seconds',
    'Sending one event of a batch to a watch stream.',
    diskSeconds,
  ),
  watchSendControl: histogram(
    'etcd_debugging_server_watch_send_loop_control_stream_duration_seconds',
    'Sending one created, canceled or progress answer that was asked for.',
    diskSeconds,
  ),
  watchSendProgress: histogram(
    'etcd_debugging_server_watch_send_loop_progress_duration_seconds',
    'Sending one periodic progress notice.',
    diskSeconds,
  ),
  authRevision: gauge('etcd_debugging_auth_revision', 'Revision of the users and roles.'),
}

const storage = {
  walFsync: histogram('etcd_disk_wal_fsync_duration_seconds', 'One fdatasync of the Raft log.', diskSeconds),
  walWrite: histogram('etcd_disk_wal_write_duration_seconds', 'One write to the Raft log.', diskSeconds),
  walWriteBytes: gauge('etcd_disk_wal_write_bytes_total', 'Bytes written to the Raft log.'),
  backendCommit: histogram(
    'etcd_disk_backend_commit_duration_seconds',
    'One write of applied state to the storage engine.',
    diskSeconds,
  ),
  backendRebalance: histogram(
    'etcd_debugging_disk_backend_commit_rebalance_duration_seconds',
    'A phase of bbolt, the engine of etcd; has no counterpart here.',
    diskSeconds,
  ),
  backendSpill: histogram(
    'etcd_debugging_disk_backend_commit_spill_duration_seconds',
    'A phase of bbolt, the engine of etcd; has no counterpart here.',
    diskSeconds,
  ),
  backendWrite: histogram(
    'etcd_debugging_disk_backend_commit_write_duration_seconds',
    'The write phase of one commit to the storage engine.',
    diskSeconds,
  ),
  backendDefrag: histogram('etcd_disk_backend_defrag_duration_seconds', 'One defragmentation.', doubling(0.1, 13)),
  backendSnapshot: histogram(
    'etcd_disk_backend_snapshot_duration_seconds',
    'Reading out one snapshot of the storage engine.',
    doubling(0.01, 17),
  ),
  defragInflight: gauge('etcd_disk_defrag_inflight', 'Whether a defragmentation is running: 1 or 0.'),
  snapFsync: histogram('etcd_snap_fsync_duration_seconds', 'One fsync of a snapshot mark.', diskSeconds),
  snapDbFsync: histogram('etcd_snap_db_fsync_duration_seconds', 'One fsync of a received snapshot.', diskSeconds),
  snapDbSave: histogram('etcd_snap_db_save_total_duration_seconds', 'Saving one received snapshot.', snapshotSeconds),
  snapMarshalling: histogram(
    'etcd_debugging_snap_save_marshalling_duration_seconds',
    'Encoding one snapshot mark.',
    diskSeconds,
  ),
  snapSave: histogram('etcd_debugging_snap_save_total_duration_seconds', 'Saving one snapshot mark.', diskSeconds),
  dbTotalSize: gauge('etcd_mvcc_db_total_size_in_bytes', 'Bytes the storage engine takes on disk.'),
  dbTotalSizeInUse: gauge('etcd_mvcc_db_total_size_in_use_in_bytes', 'Bytes of it that hold live data.'),
  dbOpenReadTransactions: gauge('etcd_mvcc_db_open_read_transactions', 'Reads of the storage engine in progress.'),
  putTotal: counter('etcd_mvcc_put_total', 'Puts carried out, those inside transactions too.'),
  deleteTotal: counter('etcd_mvcc_delete_total', 'Delete operations carried out, each counted once.'),
  rangeTotal: counter('etcd_mvcc_range_total', 'Range operations carried out, internal ones too.'),
  txnTotal: counter('etcd_mvcc_txn_total', 'Transactions carried out that had more than one operation.'),
  hashDuration: histogram('etcd_mvcc_hash_duration_seconds', 'One hash over the whole engine.', doubling(0.01, 15)),
  hashRevDuration: histogram('etcd_mvcc_hash_rev_duration_seconds', 'One hash at a revision.', doubling(0.01, 15)),
  keysTotal: gauge('etcd_debugging_mvcc_keys_total', 'Live keys.'),
  currentRevision: gauge('etcd_debugging_mvcc_current_revision', 'The current revision.'),
  compactRevision: gauge('etcd_debugging_mvcc_compact_revision', 'Revision of the last compaction; -1 before any.'),
  totalPutSize: gauge('etcd_debugging_mvcc_total_put_size_in_bytes', 'Bytes of all keys and values that were put.'),
  watchStreams: gauge('etcd_debugging_mvcc_watch_stream_total', 'Open watch streams.'),
  watchers: gauge('etcd_debugging_mvcc_watcher_total', 'Registered watchers.'),
  slowWatchers: gauge('etcd_debugging_mvcc_slow_watcher_total', 'Watchers that are behind and read from the store.'),
  events: counter('etcd_debugging_mvcc_events_total', 'Events handed to watchers.'),
  pendingEvents: gauge('etcd_debugging_mvcc_pending_events_total', 'Events that wait to be sent.'),
  indexCompactionPause: histogram(
    'etcd_debugging_mvcc_index_compaction_pause_duration_milliseconds',
    'One slice of compacting the key index.',
    doubling(0.5, 14),
  ),
  dbCompactionPause: histogram(
    'etcd_debugging_mvcc_db_compaction_pause_duration_milliseconds',
    'One slice of deleting compacted rows.',
    doubling(1, 13),
  ),
  dbCompactionTotal: histogram(
    'etcd_debugging_mvcc_db_compaction_total_duration_milliseconds',
    'Deleting all rows of one compaction.',
    doubling(100, 14),
  ),
  dbCompactionLast: gauge('etcd_debugging_mvcc_db_compaction_last', 'Unix time of the last compaction, in seconds.'),
  dbCompactionKeys: counter('etcd_debugging_mvcc_db_compaction_keys_total', 'Rows deleted by compactions.'),
  leaseGranted: counter('etcd_debugging_lease_granted_total', 'Leases granted.'),
  leaseRevoked: counter('etcd_debugging_lease_revoked_total', 'Leases revoked, expired ones too.'),
  leaseRenewed: counter('etcd_debugging_lease_renewed_total', 'Renewals seen by this leader.'),
  leaseTtl: histogram('etcd_debugging_lease_ttl_total', 'Granted times to live, in seconds.', doubling(1, 24)),
}

const network = {
  clientReceivedBytes: counter('etcd_network_client_grpc_received_bytes_total', 'Bytes of requests of clients.'),
  clientSentBytes: counter('etcd_network_client_grpc_sent_bytes_total', 'Bytes of answers to clients.'),
  streamFailures: counter('etcd_network_server_stream_failures_total', 'Streams of clients that broke.', [
    'Type',
    'API',
  ]),
  knownPeers: gauge('etcd_network_known_peers', 'Members this one knows, itself included: 1; removed ones: 0.', [
    'Local',
    'Remote',
  ]),
  activePeers: gauge('etcd_network_active_peers', 'Whether both streams to a member are open: 1 or 0.', [
    'Local',
    'Remote',
  ]),
  disconnectedPeers: counter('etcd_network_disconnected_peers_total', 'How often a member became inactive.', [
    'Local',
    'Remote',
  ]),
  peerSentBytes: counter('etcd_network_peer_sent_bytes_total', 'Bytes sent to a member, snapshots included.', ['To']),
  peerReceivedBytes: counter(
    'etcd_network_peer_received_bytes_total',
    'Bytes received from a member, snapshots included; from 0: of who did not say who they are.',
    ['From'],
  ),
  peerSentFailures: counter(
    'etcd_network_peer_sent_failures_total',
    'Connections to a member that failed or broke, and messages that found no room.',
    ['To'],
  ),
  peerReceivedFailures: counter(
    'etcd_network_peer_received_failures_total',
    'Connections from a member that brought damaged bytes or fell silent, and requests that were refused.',
    ['From'],
  ),
  peerRoundTrip: histogram(
    'etcd_network_peer_round_trip_time_seconds',
    'A probe to a member and back.',
    doubling(0.0001, 16),
    ['To'],
  ),
  snapshotSendSuccess: counter('etcd_network_snapshot_send_success', 'Snapshots that a member has installed.', ['To']),
  snapshotSendFailures: counter('etcd_network_snapshot_send_failures', 'Snapshots that did not reach a member.', [
    'To',
  ]),
  snapshotSendInflights: gauge('etcd_network_snapshot_send_inflights_total', 'Snapshots being sent.', ['To']),
  snapshotSendDuration: histogram(
    'etcd_network_snapshot_send_total_duration_seconds',
    'Sending one snapshot, until it is installed or given up.',
    snapshotSeconds,
    ['To'],
  ),
  snapshotReceiveSuccess: counter('etcd_network_snapshot_receive_success', 'Snapshots received and installed.', [
    'From',
  ]),
  snapshotReceiveFailures: counter('etcd_network_snapshot_receive_failures', 'Snapshots that broke or were wrong.', [
    'From',
  ]),
  snapshotReceiveInflights: gauge('etcd_network_snapshot_receive_inflights_total', 'Snapshots being received.', [
    'From',
  ]),
  snapshotReceiveDuration: histogram(
    'etcd_network_snapshot_receive_total_duration_seconds',
    'Receiving and installing one snapshot.',
    snapshotSeconds,
    ['From'],
  ),
}

/** Rows of parts of etcd that do not exist here. Tools that check for etcd's full list find them, at 0. */
const absent = {
  storeExpires: counter('etcd_debugging_store_expires_total', 'The v2 store of etcd, which does not exist here: 0.'),
  storeWatchRequests: counter(
    'etcd_debugging_store_watch_requests_total',
    'The v2 store of etcd, which does not exist here: 0.',
  ),
  storeWatchers: gauge('etcd_debugging_store_watchers', 'The v2 store of etcd, which does not exist here: 0.'),
  proxyCacheHits: gauge('etcd_grpc_proxy_cache_hits_total', 'The proxy of etcd, which does not exist here: 0.'),
  proxyCacheKeys: gauge('etcd_grpc_proxy_cache_keys_total', 'The proxy of etcd, which does not exist here: 0.'),
  proxyCacheMisses: gauge('etcd_grpc_proxy_cache_misses_total', 'The proxy of etcd, which does not exist here: 0.'),
  proxyWatchersCoalescing: gauge(
    'etcd_grpc_proxy_watchers_coalescing_total',
    'The proxy of etcd, which does not exist here: 0.',
  ),
  proxyEventsCoalescing: counter(
    'etcd_grpc_proxy_events_coalescing_total',
    'The proxy of etcd, which does not exist here: 0.',
  ),
}

const grpcLabels = ['grpc_type', 'grpc_service', 'grpc_method'] as const
const grpc = {
  grpcStarted: counter('grpc_server_started_total', 'RPCs that began.', grpcLabels),
  grpcHandled: counter('grpc_server_handled_total', 'RPCs that ended, by status code.', [...grpcLabels, 'grpc_code']),
  grpcReceived: counter('grpc_server_msg_received_total', 'Messages received from clients.', grpcLabels),
  grpcSent: counter('grpc_server_msg_sent_total', 'Messages sent to clients.', grpcLabels),
}

/** Exported with `--metrics=extensive` only. */
export const extensiveTable = {
  grpcHandling: histogram(
    'grpc_server_handling_seconds',
    'RPCs from begin to end.',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    grpcLabels,
  ),
}

const keelson = {
  queueDepth: gauge('keelson_queue_depth_count', 'What waits in a bounded queue, in its own unit.', ['queue']),
  queueLimit: gauge('keelson_queue_limit_count', 'How much a bounded queue holds before its policy sets in.', [
    'queue',
  ]),
  queueFull: counter('keelson_queue_full_total', 'How often a bounded queue was full and its policy set in.', [
    'queue',
  ]),
  valueCacheBytes: gauge('keelson_value_cache_bytes', 'Bytes of values kept in memory.'),
  valueCacheHits: counter('keelson_value_cache_hits_total', 'Values found in memory.'),
  valueCacheMisses: counter('keelson_value_cache_misses_total', 'Values read from the storage engine.'),
  writeBehindBytes: gauge('keelson_write_behind_bytes', 'Bytes applied, but not yet handed to the storage engine.'),
  engineFlushedIndex: gauge('keelson_engine_flushed_index', 'Log index up to which the engine holds the state.'),
  engineSyncedIndex: gauge('keelson_engine_synced_index', 'Log index up to which the engine holds it durably.'),
  peerDroppedMessages: counter(
    'keelson_peer_dropped_messages_total',
    'Messages to a member that found no room, or waited too long for a connection; Raft sends again.',
    ['To'],
  ),
  walSegments: gauge('keelson_wal_segments_count', 'Files of the Raft log.'),
  walEntriesPerSync: histogram('keelson_wal_batch_entries', 'Entries that shared one fdatasync.', doubling(1, 14)),
  applyEntriesPerBatch: histogram('keelson_apply_batch_entries', 'Entries applied in one batch.', doubling(1, 14)),
}

/** All rows, by the name that code uses. */
export const metricTable = { ...server, ...storage, ...network, ...absent, ...grpc, ...keelson }
