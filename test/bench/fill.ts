/**
 * Fills Keelson, and etcd when there is one, with keys of 256 bytes of value, and prints what that costs: memory, disk,
 * and the time from a start to serving.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { KvService } from '../../src/generated/etcdserverpb/kv.ts'
import { TestClient } from '../e2e/client.ts'
import { EtcdProcess, etcdMissing } from '../e2e/etcd-process.ts'
import { KeelsonProcess, temporaryDirectory } from '../e2e/keelson-process.ts'

const valueBytes = 256
/** Values are cut out of this: bytes that no engine can compress, so that sizes on disk say something. */
const noise = randomBytes(1 << 20)
const inFlight = 64
const keysPerTxn = 100

const MiB = 1024 * 1024

async function bytesBelow(path: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const below = join(path, entry.name)
    bytes += entry.isDirectory() ? await bytesBelow(below) : (await stat(below)).blocks * 512
  }
  return bytes
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}

function noiseOf(i: number): Buffer {
  const at = (i * 997) % (noise.length - valueBytes)
  return noise.subarray(at, at + valueBytes)
}

/** Puts `count` keys, a hundred a transaction. */
async function putAll(endpoint: string, count: number): Promise<void> {
  using client = new TestClient(endpoint)
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      const from = next
      next += keysPerTxn
      const puts = Array.from({ length: Math.min(keysPerTxn, count - from) }, (_, i) => ({
        request: {
          case: 'requestPut' as const,
          value: { key: `registry/bench/${String(from + i).padStart(17, '0')}`, value: noiseOf(from + i) },
        },
      }))
      await client.call(KvService.methods.txn, { success: puts })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}

/** Measures one server: `start` begins a life on the same data, `end` ends it cleanly. */
async function measure(
  name: string,
  count: number,
  dataDir: string,
  start: () => Promise<{ endpoint: string; pid: number; end: () => Promise<unknown> }>,
): Promise<void> {
  const first = await start()
  const fillFrom = performance.now()
  await putAll(first.endpoint, count)
  const fillSeconds = (performance.now() - fillFrom) / 1000
  const filled = residentBytes(first.pid)
  await first.end()
  const disk = await bytesBelow(dataDir)
  const startFrom = performance.now()
  const second = await start()
  const restartMs = performance.now() - startFrom
  const restarted = residentBytes(second.pid)
  await second.end()
  console.log(
    name.padEnd(10),
    `${Math.round(count / fillSeconds).toLocaleString('en')} keys/s`.padStart(16),
    `${Math.round(filled / MiB)} MiB`.padStart(12),
    `${Math.round(restarted / MiB)} MiB`.padStart(14),
    `${Math.round(disk / MiB)} MiB`.padStart(12),
    `${Math.round(restartMs)} ms`.padStart(12),
  )
}

export async function fill(count: number): Promise<void> {
  console.log(`${count.toLocaleString('en')} keys of 32 bytes, random values of ${valueBytes}\n`)
  console.log(
    ' '.repeat(10),
    'filled at'.padStart(16),
    'resident'.padStart(12),
    'after restart'.padStart(14),
    'on disk'.padStart(12),
    'restart'.padStart(12),
  )
  await using data = await temporaryDirectory()
  const dataDir = join(data.path, 'keelson')
  await measure('keelson', count, dataDir, async () => {
    const server = await KeelsonProcess.start({ dataDir, args: ['--quota-backend-bytes=16000000000'] })
    return { endpoint: server.endpoint, pid: server.pid, end: () => server.stop() }
  })
  const missing = etcdMissing()
  if (missing !== undefined) return console.log(missing)
  await using etcdData = await temporaryDirectory()
  await measure('etcd', count, etcdData.path, async () => {
    const server = await EtcdProcess.start(etcdData.path, ['--quota-backend-bytes=16000000000'])
    return { endpoint: server.endpoint, pid: server.pid, end: () => server.stop() }
  })
}
