/**
 * `npm run bench`: Keelson, and etcd when one is on the PATH, loaded in turn with `h2load` (Debian: nghttp2-client).
 *
 *   npm run bench                          put, ranges and a transaction at 1x1, 10x10 and 50x20 connections x streams
 *   npm run bench -- --seconds 5 --rounds 5
 *   npm run bench -- --nodes 3             three members of each on this machine, the leader under load
 *   npm run bench -- --only put            rows whose name contains the word
 *   npm run bench -- --fill 1000000        memory, disk and restart time with that many keys of 256 bytes
 *   npm run bench -- --profile             a CPU profile of Keelson in the current folder
 *
 * The two servers take turns within one run, so that a noisy machine is noisy for both; what counts is the ratio.
 */
import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { KvService, RangeRequest } from '../../src/generated/etcdserverpb/kv.ts'
import { TestClient } from '../e2e/client.ts'
import { etcdMissing } from '../e2e/etcd-process.ts'
import { temporaryDirectory } from '../e2e/keelson-process.ts'
import { fill } from './fill.ts'
import { startEtcd, startKeelson } from './subjects.ts'
import { fanOut } from './watch.ts'

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    nodes: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    fill: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
})

const { put, range, txn } = KvService.methods
const value = Buffer.alloc(256, 'v')
const key = 'bench/key'

const works = [
  { name: 'put', method: put, message: put.request.encode({ key, value }) },
  { name: 'range, linearizable', method: range, message: range.request.encode({ key }) },
  { name: 'range, serializable', method: range, message: RangeRequest.encode({ key, serializable: true }) },
  {
    name: 'txn, compare and put',
    method: txn,
    message: txn.request.encode({
      compare: [{ key, result: 3, target: 0, targetUnion: { case: 'version', value: 0 } }],
      success: [{ request: { case: 'requestPut', value: { key, value } } }],
    }),
  },
]

const loads = [
  { connections: 1, streams: 1 },
  { connections: 10, streams: 10 },
  { connections: 50, streams: 20 },
]

/**
 * One run of h2load, in requests a second; a request is the same bytes every time.
 *
 * Not with `spawnSync`: somebody has to go on reading what the servers log, or they stand still when the pipe is full.
 */
async function h2load(
  endpoint: string,
  path: string,
  bodyFile: string,
  load: { connections: number; streams: number },
  seconds: number,
): Promise<number> {
  const child = spawn('h2load', [
    ...['-D', String(seconds), '--warm-up-time=1', '-t', '1'],
    ...['-c', String(load.connections), '-m', String(load.streams), '-d', bodyFile],
    ...['-H', 'content-type: application/grpc', '-H', 'te: trailers', `http://${endpoint}${path}`],
  ])
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.on('error', (cause) => reject(new Error('h2load cannot be run (Debian: nghttp2-client)', { cause })))
      child.on('close', resolve)
    }),
  ])
  const rate = /finished in [^,]+, ([\d.]+) req\/s/.exec(stdout)?.[1]
  const failed = /(\d+) failed, (\d+) errored/.exec(stdout)
  if (status !== 0 || rate === undefined) throw new Error(`h2load failed:\n${stdout}\n${stderr}`)
  if (failed !== null && Number(failed[1]) + Number(failed[2]) > 0) throw new Error(`requests failed:\n${stdout}`)
  return Number(rate)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

async function compare(): Promise<void> {
  const missing = etcdMissing()
  if (missing !== undefined) console.log(`${missing}; only Keelson is measured\n`)
  await using data = await temporaryDirectory()
  const profile = options.profile ? ['--cpu-prof', '--cpu-prof-dir=.'] : []
  const nodes = Number(options.nodes)
  const keelson = await startKeelson(nodes, join(data.path, 'keelson'), profile)
  const etcd = missing === undefined ? await startEtcd(nodes, join(data.path, 'etcd')) : undefined
  for (const endpoint of [keelson.endpoint, etcd?.endpoint]) {
    if (endpoint === undefined) continue
    using client = new TestClient(endpoint)
    await client.put(key, value)
  }
  await mkdir(join(data.path, 'bodies'))
  const [seconds, rounds] = [Number(options.seconds), Number(options.rounds)]
  console.log('work'.padEnd(24), 'load'.padEnd(8), 'keelson/s'.padStart(11), 'etcd/s'.padStart(11), 'ratio'.padStart(7))
  for (const work of works.filter(({ name }) => name.includes(options.only))) {
    const bodyFile = join(data.path, 'bodies', work.name.replaceAll(/\W+/g, '-'))
    const prefix = Buffer.alloc(5)
    prefix.writeUInt32BE(work.message.length, 1)
    await writeFile(bodyFile, Buffer.concat([prefix, work.message]))
    for (const load of loads) {
      const ours: number[] = []
      const theirs: number[] = []
      for (let round = 0; round < rounds; round++) {
        ours.push(await h2load(keelson.endpoint, work.method.path, bodyFile, load, seconds))
        if (etcd !== undefined) theirs.push(await h2load(etcd.endpoint, work.method.path, bodyFile, load, seconds))
      }
      print(work.name, `${load.connections}x${load.streams}`, ours, theirs)
    }
  }
  if ('watch, 1,000 watchers'.includes(options.only)) {
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(await fanOut(keelson.endpoint, seconds))
      if (etcd !== undefined) theirs.push(await fanOut(etcd.endpoint, seconds))
    }
    print('watch, 1,000 watchers', 'events', ours, theirs)
  }
  await keelson.stop()
  await etcd?.stop()
}

/** One row: the medians, and the median of the ratios round by round. */
function print(work: string, load: string, ours: readonly number[], theirs: readonly number[]): void {
  const ratio = median(ours.map((figure, i) => figure / (theirs[i] ?? Number.NaN)))
  const shown = (figure: number): string => (Number.isNaN(figure) ? '-' : Math.round(figure).toLocaleString('en'))
  console.log(
    work.padEnd(24),
    load.padEnd(8),
    shown(median(ours)).padStart(11),
    shown(median(theirs)).padStart(11),
    (Number.isNaN(ratio) ? '-' : ratio.toFixed(2)).padStart(7),
  )
}

if (options.fill === undefined) await compare()
else await fill(Number(options.fill))
