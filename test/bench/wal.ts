/**
 * How fast the Raft log is: `npx tsx test/bench/wal.ts [directory]` (on the disk to be measured; a directory of its own is
 * made in it and removed again).
 *
 * Encoding alone, then appends of batches with fdatasync, each waiting for the one before as the member's loop does,
 * then the start on what was written.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../src/io/clock.ts'
import { realFiles } from '../../src/io/real-files.ts'
import { Batch } from '../../src/wal/batch.ts'
import { emptyHardState, type LogEntry, noSnapshot } from '../../src/wal/entry.ts'
import { Wal } from '../../src/wal/wal.ts'

const valueBytes = 300
const MiB = 1024 * 1024

function entries(from: number, count: number): LogEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    term: 1,
    index: from + i,
    type: 'normal',
    data: Buffer.alloc(valueBytes, from + i),
  }))
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function measureEncoding(): string {
  const batch = entries(1, 1_000)
  const state = { hardState: emptyHardState, snapshot: noSnapshot, lastIndex: 0 }
  let bytes: Buffer = Buffer.allocUnsafeSlow(MiB)
  const times: number[] = []
  for (let turn = 0; turn < 500; turn++) {
    const startMs = realClock.monotonicMs()
    const encoded = new Batch({ bytes, chain: 0, state })
    encoded.add({ entries: batch, mustSync: true })
    encoded.seal({ offset: 4096, sequence: 1, chain: 0 })
    times.push(realClock.monotonicMs() - startMs)
    bytes = encoded.takeBuffer() ?? bytes
  }
  times.sort((a, b) => a - b)
  return `encode and sum 1000 entries of ${valueBytes} B: median ${quantile(times, 0.5).toFixed(3)} ms, 99 of 100 below ${quantile(times, 0.99).toFixed(3)} ms`
}

async function measureAppends(
  root: string,
  batchEntries: number,
  preparedBytes: number,
  secondsMax: number,
): Promise<string> {
  const directory = join(root, `wal-${batchEntries}-${preparedBytes}`)
  const fsyncMs: number[] = []
  const onFsync = (seconds: number): number => fsyncMs.push(seconds * 1000)
  const settings = { files: realFiles, clock: realClock, directory, preparedBytes }
  const wal = await Wal.create({ ...settings, onFsync, metadata: Buffer.alloc(16) })
  const startMs = realClock.monotonicMs()
  let index = 0
  while (realClock.monotonicMs() - startMs < secondsMax * 1000 && index < 1_000_000) {
    const batch = entries(index + 1, batchEntries)
    index += batchEntries
    await wal.append({ entries: batch, hardState: { term: 1, vote: 1n, commit: index - batchEntries }, mustSync: true })
  }
  const seconds = (realClock.monotonicMs() - startMs) / 1000
  const { bytesWritten } = wal.stats
  await wal.close()
  const openStartMs = realClock.monotonicMs()
  const opened = await Wal.open(settings)
  const openMs = realClock.monotonicMs() - openStartMs
  await opened.wal.close()
  await rm(directory, { recursive: true })
  fsyncMs.sort((a, b) => a - b)
  return [
    `${batchEntries} an append, ${preparedBytes > 0 ? 'prepared' : 'not prepared'}:`.padEnd(30),
    `${Math.round(index / seconds).toLocaleString('en')} entries/s`.padStart(18),
    `${(bytesWritten / seconds / MiB).toFixed(1)} MiB/s`.padStart(12),
    `  durable write p50 ${quantile(fsyncMs, 0.5).toFixed(3)} p99 ${quantile(fsyncMs, 0.99).toFixed(3)} ms`,
    `  start: ${opened.entries.length.toLocaleString('en')} entries in ${openMs.toFixed(0)} ms`,
  ].join('')
}

const root = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'keelson-wal-bench-'))
try {
  process.stdout.write(`${measureEncoding()}\n`)
  for (const batchEntries of [1, 10, 100, 1_000]) {
    for (const preparedBytes of [0, MiB / 4]) {
      process.stdout.write(`${await measureAppends(root, batchEntries, preparedBytes, 2)}\n`)
    }
  }
} finally {
  await rm(root, { recursive: true })
}
