/**
 * The reference page of the metrics, `docs/metrics.md`, from the table. `npm run docs` writes it; a test says when that
 * was forgotten.
 */
import { fileURLToPath } from 'node:url'
import { extensiveTable, type MetricRow, metricTable } from './metric-table.ts'

/** Where the page stands. */
export const metricsPagePath = fileURLToPath(new URL('../../docs/metrics.md', import.meta.url))

const intro = `# Metrics

Made from \`src/telemetry/metric-table.ts\` by \`npm run docs\`; do not edit.

\`GET /metrics\` on the client port and on \`--listen-metrics-urls\` answers these in the Prometheus text format. Names,
labels and buckets are those of etcd where etcd has the metric, so its dashboards and alerts work; what is Keelson's own
begins with \`keelson_\`. Metrics without labels exist from the start, those with labels from their first use, except
\`grpc_server_*\`, which exist at 0 for each method of the \`etcdserverpb\` services. The process shows itself as
\`process_*\`, \`nodejs_*\` and \`os_fd_*\`.
`

/** The page as it should be. */
export function metricsPage(): string {
  const own = (row: MetricRow): boolean => row.name.startsWith('keelson_')
  const rows: MetricRow[] = Object.values(metricTable)
  return [
    intro,
    table(
      "etcd's",
      rows.filter((row) => !own(row)),
    ),
    table('With `--metrics=extensive`', Object.values(extensiveTable)),
    table("Keelson's own", rows.filter(own)),
  ].join('\n')
}

function table(title: string, rows: readonly MetricRow[]): string {
  const lines = rows.map((row) => {
    const labels = row.labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${row.name}\` | ${row.kind}${buckets(row)} | ${labels} | ${row.help} |`
  })
  return `## ${title}\n\n| name | type | labels | meaning |\n|---|---|---|---|\n${lines.join('\n')}\n`
}

function buckets(row: MetricRow): string {
  return row.buckets.length === 0 ? '' : `, ${row.buckets[0]} to ${row.buckets.at(-1)}`
}
