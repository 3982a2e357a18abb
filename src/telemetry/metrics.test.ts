import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Histogram } from './metric-cells.ts'
import { extensiveTable, type MetricRow, metricTable } from './metric-table.ts'
import { createMetrics } from './metrics.ts'
import { metricsPage, metricsPagePath } from './metrics-page.ts'

const rows: MetricRow[] = [...Object.values(metricTable), ...Object.values(extensiveTable)]

/** The samples of a rendered page: `name{labels}` -> value. */
function samples(page: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of page.split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const space = line.lastIndexOf(' ')
    found.set(line.slice(0, space), line.slice(space + 1))
  }
  return found
}

test('every row is exported with its type and help', async () => {
  const page = await createMetrics({ extensive: true, process: false }).render()
  for (const row of rows) {
    assert.ok(page.includes(`# HELP ${row.name} ${row.help}\n# TYPE ${row.name} ${row.kind}\n`), row.name)
  }
})

test('metrics without labels exist from the start, at 0', async () => {
  const found = samples(await createMetrics({ process: false }).render())
  for (const row of Object.values(metricTable) as MetricRow[]) {
    if (row.labels.length > 0) continue
    const name = row.kind === 'histogram' ? `${row.name}_count` : row.name
    assert.equal(found.get(name), row === metricTable.compactRevision ? '-1' : '0', row.name)
  }
})

for (const row of rows) {
  test(`the row of ${row.name} is whole`, () => {
    assert.match(row.help, /^[A-Z].{8,}\.$/)
    assert.match(row.name, /^(etcd|grpc|keelson)_[a-z0-9_]+$/)
    assert.equal(rows.filter(({ name }) => name === row.name).length, 1)
    assert.equal(row.buckets.length > 0, row.kind === 'histogram')
    assert.deepEqual(
      [...row.buckets].sort((a, b) => a - b),
      row.buckets,
    )
    if (row.kind === 'histogram' && row !== metricTable.leaseTtl) {
      assert.match(row.name, /_(seconds|milliseconds|entries)$/)
    }
    if (row.name.startsWith('keelson_')) {
      assert.match(row.name, row.kind === 'counter' ? /_total$/ : /_(seconds|bytes|count|index|entries)$/)
    }
  })
}

test('a counter, a gauge and a histogram show what was counted', async () => {
  const metrics = createMetrics({ process: false })
  metrics.proposalsFailed.value++
  metrics.leaseGranted.inc(2)
  metrics.keysTotal.value = 7
  metrics.walFsync.observe(0.001) // upper bounds are inclusive
  metrics.walFsync.observe(0.0011)
  metrics.walFsync.observe(100)
  const found = samples(await metrics.render())
  assert.equal(found.get('etcd_server_proposals_failed_total'), '1')
  assert.equal(found.get('etcd_debugging_lease_granted_total'), '2')
  assert.equal(found.get('etcd_debugging_mvcc_keys_total'), '7')
  const bucket = (le: string) => found.get(`etcd_disk_wal_fsync_duration_seconds_bucket{le="${le}"}`)
  assert.deepEqual(['0.001', '0.002', '8.192', '+Inf'].map(bucket), ['1', '2', '2', '3'])
  assert.equal(found.get('etcd_disk_wal_fsync_duration_seconds_count'), '3')
  assert.equal(found.get('etcd_disk_wal_fsync_duration_seconds_sum'), String(0.001 + 0.0011 + 100))
})

test('each observation lands in the bucket a linear search finds', () => {
  const histogram = new Histogram([1, 2, 4, 8])
  const values = [0, 1, 1.5, 2, 3, 4, 4.01, 8, 9]
  for (const value of values) histogram.observe(value)
  assert.deepEqual([...histogram.counts], [2, 2, 2, 2, 1])
  assert.equal(histogram.count, values.length)
})

test('labels make series, which may be removed; quotes in them are escaped', async () => {
  const metrics = createMetrics({ process: false })
  const cell = metrics.clientRequests.with('unary', '3.7')
  cell.value++
  metrics.clientRequests.with('unary', '3.7').value++
  metrics.clientRequests.with('stream', 'a"b').value++
  metrics.clusterVersion.with('3.6').value = 1
  metrics.clusterVersion.remove('3.6')
  const found = samples(await metrics.render())
  assert.equal(cell.value, 2)
  assert.equal(found.get('etcd_server_client_requests_total{type="unary",client_api_version="3.7"}'), '2')
  assert.equal(found.get(String.raw`etcd_server_client_requests_total{type="stream",client_api_version="a\"b"}`), '1')
  assert.equal(found.get('etcd_cluster_version{cluster_version="3.6"}'), undefined)
})

test('connected metrics are read when scraped', async () => {
  const metrics = createMetrics({ process: false })
  let leader = 0
  metrics.connect({ hasLeader: () => leader, putTotal: () => 41 + leader })
  leader = 1
  const found = samples(await metrics.render())
  assert.equal(found.get('etcd_server_has_leader'), '1')
  assert.equal(found.get('etcd_mvcc_put_total'), '42')
})

test('the series of an eager RPC exist at 0 for each code, those of others with the first call', async () => {
  const metrics = createMetrics({ process: false, extensive: true })
  metrics.grpcMethod({ type: 'unary', service: 'etcdserverpb.KV', method: 'Range', eager: true })
  const lock = metrics.grpcMethod({ type: 'unary', service: 'v3lockpb.Lock', method: 'Lock', eager: false })
  const series = (code: string, service = 'etcdserverpb.KV', method = 'Range') =>
    `grpc_server_handled_total{grpc_type="unary",grpc_service="${service}",grpc_method="${method}",grpc_code="${code}"}`
  const before = samples(await metrics.render())
  assert.equal([...before.keys()].filter((key) => key.startsWith('grpc_server_handled_total')).length, 17)
  assert.equal(before.get(series('OK')), '0')
  lock.start()
  lock.received()
  lock.handled(1, 0.3)
  lock.handled(99, 0.3)
  const after = samples(await metrics.render())
  assert.equal(after.get(series('Canceled', 'v3lockpb.Lock', 'Lock')), '1')
  assert.equal(after.get(series('Unknown', 'v3lockpb.Lock', 'Lock')), '1')
  const handling = 'grpc_server_handling_seconds_bucket{'
  const labels = 'grpc_type="unary",grpc_service="v3lockpb.Lock",grpc_method="Lock",le="0.5"}'
  assert.equal(after.get(handling + labels), '2')
})

test('the process shows itself', async () => {
  const found = samples(await createMetrics().render())
  for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'process_start_time_seconds']) {
    assert.ok(Number(found.get(name)) > 0, name)
  }
  if (process.platform !== 'linux') return
  for (const name of [
    'process_open_fds',
    'process_max_fds',
    'process_virtual_memory_bytes',
    'os_fd_used',
    'os_fd_limit',
  ]) {
    assert.ok(Number(found.get(name)) > 0, name)
  }
})

test('docs/metrics.md is up to date (npm run docs)', () => {
  assert.equal(readFileSync(metricsPagePath, 'utf8'), metricsPage())
})
