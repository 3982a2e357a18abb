/**
 * The process itself: prom-client's default metrics, and the few that etcd shows beyond them. The latter come from
 * `/proc` and are read when somebody scrapes; where there is no `/proc`, they are not shown.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client'

interface ProcessRow {
  readonly name: string
  readonly help: string
  readonly read: () => number
}

const rows: readonly ProcessRow[] = [
  {
    name: 'process_virtual_memory_max_bytes',
    help: 'Most virtual memory the process may have, in bytes; -1 without a limit.',
    read: () => softLimit('Max address space'),
  },
  {
    name: 'process_network_receive_bytes_total',
    help: 'Bytes received over all interfaces of the network namespace of the process.',
    read: () => networkBytes(0),
  },
  {
    name: 'process_network_transmit_bytes_total',
    help: 'Bytes sent over all interfaces of the network namespace of the process.',
    read: () => networkBytes(8),
  },
  { name: 'os_fd_used', help: 'Open file descriptors.', read: () => readdirSync('/proc/self/fd').length },
  { name: 'os_fd_limit', help: 'Most file descriptors the process may open.', read: () => softLimit('Max open files') },
]

export function registerProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry })
  if (!existsSync('/proc/self/limits')) return
  for (const { name, help, read } of rows) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
}

/** A row of `/proc/self/limits`: name, soft limit, hard limit, unit. */
function softLimit(name: string): number {
  const row = readFileSync('/proc/self/limits', 'latin1')
    .split('\n')
    .find((line) => line.startsWith(name))
  const limit = row?.slice(name.length).trim().split(/\s+/)[0]
  return limit === undefined || limit === 'unlimited' ? -1 : Number(limit)
}

/** A column of `/proc/self/net/dev`, summed over the interfaces: 0 is received bytes, 8 sent ones. */
function networkBytes(column: 0 | 8): number {
  let total = 0
  for (const line of readFileSync('/proc/self/net/dev', 'latin1').split('\n').slice(2)) {
    const numbers = line.slice(line.indexOf(':') + 1).trim()
    if (numbers !== '') total += Number(numbers.split(/\s+/)[column])
  }
  return total
}
