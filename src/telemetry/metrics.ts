/**
 * The metrics of one member: a cell for each row of `metric-table.ts`, rendered by prom-client's registry.
 *
 *   const metrics = createMetrics()
 *   metrics.walFsync.observe(seconds)                       // a histogram
 *   metrics.proposalsFailed.value++                         // a counter
 *   metrics.connect({ hasLeader: () => (leader ? 1 : 0) })  // a number that somebody else keeps
 *   await metrics.render()
 */
import * as prom from 'prom-client'
import { assert, unreachable } from '../base/assert.ts'
import { GrpcMethodCells, type GrpcMethodName } from './grpc-metrics.ts'
import { Counter, Family, Gauge, Histogram } from './metric-cells.ts'
import { type CounterRow, extensiveTable, type GaugeRow, type MetricRow, metricTable } from './metric-table.ts'
import { registerProcessMetrics } from './process-metrics.ts'

/** What `/metrics` answers, as etcd says it. */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'

type Single<R> =
  R extends CounterRow<readonly string[]> ? Counter : R extends GaugeRow<readonly string[]> ? Gauge : Histogram
type Cell<R> = R extends { readonly labels: infer L extends readonly string[] }
  ? L extends readonly []
    ? Single<R>
    : Family<Single<R>, L>
  : never

type Table = typeof metricTable
type Cells = { readonly [Name in keyof Table]: Cell<Table[Name]> }

/** Names of counters and gauges without labels: those that `connect` takes. */
export type ScalarName = {
  [Name in keyof Table]: Cell<Table[Name]> extends Counter | Gauge ? Name : never
}[keyof Table]

export interface MetricsControl {
  /** From now on each of these is read by its function whenever somebody scrapes. */
  connect(readers: { readonly [Name in ScalarName]?: () => number }): void
  /** The cells of one RPC. `eager`: its series exist at 0 from now on, else from its first call. */
  grpcMethod(method: GrpcMethodName & { readonly eager: boolean }): GrpcMethodCells
  /** All metrics in the Prometheus text format 0.0.4. */
  render(): Promise<string>
}

export type Metrics = Cells & MetricsControl

export interface MetricsOptions {
  /** `--metrics=extensive`: adds latency histograms of the RPCs. */
  readonly extensive?: boolean
  /** Whether the process (`process_*`, `nodejs_*`, `os_fd_*`) is shown; a test of many members in one process says no. */
  readonly process?: boolean
}

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new prom.Registry()
  const exports = new Map<string, ExportedMetric>()
  const cellOf = (name: string, row: MetricRow): AnyCell => {
    const exported = new ExportedMetric(row)
    exports.set(name, exported)
    // The registry asks a metric for its name and for get(), nothing else; its types want one of its own classes.
    registry.registerMetric(exported as unknown as prom.Metric)
    return exported.cell
  }

  const cells: Record<string, AnyCell> = {}
  for (const [name, row] of Object.entries(metricTable)) cells[name] = cellOf(name, row)
  const handling = options.extensive === true ? (cellOf('grpcHandling', extensiveTable.grpcHandling) as Handling) : null
  if (options.process !== false) registerProcessMetrics(registry)

  // Object.entries forgets which name has which row; the rows above were made from the same table.
  const typed = cells as unknown as Cells
  typed.serverGoVersion.with(`node ${process.version}`).value = 1
  typed.compactRevision.value = -1

  const control: MetricsControl = {
    connect: (readers) => {
      for (const [name, read] of Object.entries(readers)) {
        const exported = exports.get(name)
        assert(exported !== undefined, 'only metrics of the table are connected', name)
        exported.read = read
      }
    },
    grpcMethod: (method) => new GrpcMethodCells(typed, handling, method),
    render: () => registry.metrics(),
  }
  return { ...typed, ...control }
}

type Handling = Family<Histogram, readonly string[]>
type AnyCell = Counter | Gauge | Histogram | Family<Counter | Gauge | Histogram>

interface Sample {
  readonly metricName: string
  readonly labels: Record<string, string | number>
  readonly value: number
}

/** One row, as the registry wants to see it. */
class ExportedMetric {
  readonly name: string
  readonly help: string
  readonly type: MetricRow['kind']
  readonly cell: AnyCell
  /** Set by `connect`: where the value is read instead of the cell. */
  read: (() => number) | undefined
  readonly #labelNames: readonly string[]

  constructor(row: MetricRow) {
    this.name = row.name
    this.help = row.help
    this.type = row.kind
    this.#labelNames = row.labels
    this.cell = row.labels.length === 0 ? createCell(row) : new Family(() => createCell(row))
  }

  get() {
    const values: Sample[] = []
    if (this.cell instanceof Family) {
      for (const { values: labelValues, cell } of this.cell.entries()) {
        this.#add(values, cell, Object.fromEntries(this.#labelNames.map((name, i) => [name, labelValues[i] ?? ''])))
      }
    } else {
      this.#add(values, this.cell, {})
    }
    return Promise.resolve({ name: this.name, help: this.help, type: this.type, aggregator: 'sum', values })
  }

  #add(values: Sample[], cell: Counter | Gauge | Histogram, labels: Record<string, string>): void {
    if (!(cell instanceof Histogram)) {
      values.push({ metricName: this.name, labels, value: this.read?.() ?? cell.value })
      return
    }
    const bounds = [...cell.bounds, '+Inf']
    let total = 0
    cell.counts.forEach((count, i) => {
      total += count
      values.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le: bounds[i] ?? '' }, value: total })
    })
    values.push({ metricName: `${this.name}_sum`, labels, value: cell.sum })
    values.push({ metricName: `${this.name}_count`, labels, value: total })
  }
}

function createCell(row: MetricRow): Counter | Gauge | Histogram {
  switch (row.kind) {
    case 'counter':
      return new Counter()
    case 'gauge':
      return new Gauge()
    case 'histogram':
      return new Histogram(row.buckets)
    default:
      return unreachable(row.kind)
  }
}
