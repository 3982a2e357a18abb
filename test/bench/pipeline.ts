/**
 * `npm run bench:pipeline`: the walk of a put without gRPC, in one process: encoded, proposed, durable in the log,
 * applied, answered. Shows what the transport has to keep up with.
 *
 * The CPU a put takes is printed beside its rate: of the event loop's thread, which bounds the rate however many cores
 * there are, and of all threads.
 *
 *   npm run bench:pipeline -- --seconds 5 --in-flight 1000 --engine rocksdb
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { realClock } from '../../src/io/clock.ts'
import { realEntropy } from '../../src/io/entropy.ts'
import { realFiles } from '../../src/io/real-files.ts'
import { Host } from '../../src/server/host.ts'
import { silentLogger } from '../../src/telemetry/log.ts'
import { temporaryDirectory } from '../e2e/keelson-process.ts'

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    'in-flight': { type: 'string', default: '1000' },
    engine: { type: 'string', default: 'rocksdb' },
    keys: { type: 'string', default: '100000' },
  },
})

await using data = await temporaryDirectory()
let fsyncs = 0
const host = await Host.open({
  config: {
    name: 'bench',
    dataDir: join(data.path, 'd'),
    walDir: '',
    storageEngine: options.engine === 'memory' ? 'memory' : 'rocksdb',
    valueCacheBytes: 256 * 1024 * 1024,
    writeBehindBytes: 64 * 1024 * 1024,
    initialCluster: [{ name: 'bench', peerUrls: ['http://localhost:2380'] }],
    initialClusterToken: 'bench',
    initialClusterState: 'new',
    forceNewCluster: false,
    join: [],
    advertisePeerUrls: ['http://localhost:2380'],
    listenPeerUrls: ['http://127.0.0.1:0'],
    corruptCheckMs: 0,
    strictReconfigCheck: true,
    maxLearners: 1,
    snapshotCount: 10_000,
    snapshotCatchupEntries: 5_000,
    preVote: true,
    unsafeNoFsync: false,
    advertiseClientUrls: ['http://localhost:2379'],
    heartbeatIntervalMs: 100,
    electionTimeoutMs: 1000,
    quotaBackendBytes: 0,
    maxRequestBytes: 1_572_864,
    maxTxnOps: 128,
    watchProgressNotifyMs: 600_000,
    warningApplyMs: 100,
    autoCompaction: { mode: 'off' },
    leaseCheckpoints: false,
    serverVersion: '3.7.1',
    clusterVersion: '3.7.0',
  },
  clock: realClock,
  entropy: realEntropy,
  files: realFiles,
  logger: silentLogger,
  tls: undefined,
  observePeers: { onRoundTrip: () => undefined, onSnapshotSent: () => undefined, onSnapshotReceived: () => undefined },
  onReplaced: () => undefined,
  onRemoved: () => undefined,
  onFsync: () => {
    fsyncs++
  },
  onWalWrite: () => undefined,
  onBackendCommit: () => undefined,
  onFatal: (error) => {
    throw error
  },
  bootstrapProblem: () => undefined,
})
await host.start()
await host.published
const { member } = host

const value = Buffer.alloc(256, 'v')
const keyCount = Number(options.keys)
// Made beforehand, and the clock asked now and then: the load itself is to cost little of what is measured.
const keys = Array.from({ length: keyCount }, (_, i) => `bench/${String(i).padStart(10, '0')}`)
const clockEvery = 256
const inFlight = Number(options['in-flight'])
const untilMs = performance.now() + Number(options.seconds) * 1000
let [sent, done, open, late] = [0, 0, 0, false]
const fsyncsBefore = fsyncs
const startedMs = performance.now()
const cpuBefore = process.cpuUsage()
const mainBefore = mainThreadMicroseconds()
await new Promise<void>((resolve, reject) => {
  const call = { deadlineMs: undefined, canceled: false }
  const next = (): void => {
    open++
    const key = keys[sent++ % keyCount] ?? ''
    const put = { key, value, lease: 0n, prevKv: false, ignoreValue: false, ignoreLease: false }
    member.propose({ case: 'put', value: put }, call, (error) => {
      open--
      done++
      if (error !== undefined) reject(error)
      else if (!late && (done % clockEvery !== 0 || performance.now() < untilMs)) next()
      else {
        late = true
        if (open === 0) resolve()
      }
    })
  }
  for (let i = 0; i < inFlight; i++) next()
})
const seconds = (performance.now() - startedMs) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
const main = mainThreadMicroseconds() - mainBefore
const batches = fsyncs - fsyncsBefore
console.log(
  `${Math.round(done / seconds).toLocaleString('en')} puts/s of 256 bytes, ${inFlight} in flight, ` +
    `${Math.round(done / batches)} a durable write (${Math.round(batches / seconds)}/s), ` +
    `CPU a put: ${(main / done).toFixed(2)} us in the event loop, ${((user + system) / done).toFixed(2)} us in all threads`,
)
await host.stop()

/** User and system time of the thread that bears the process's id, in steps of 10 ms (proc(5)). */
function mainThreadMicroseconds(): number {
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}
