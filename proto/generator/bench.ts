/**
 * Operations a second of the generated codecs, beside protobuf-es on the same bytes: `npx tsx proto/generator/bench.ts`.
 * Each figure is the best of five rounds of 200 ms, on one core.
 */
import { createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { PutRequest, RangeRequest, RangeResponse, TxnRequest } from '../../src/generated/etcdserverpb/kv.ts'
import { WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import { Command } from '../../src/generated/keelson/raft.ts'
import type { KeyValue } from '../../src/generated/mvccpb/kv.ts'
import type { Codec } from '../../src/generated/runtime/codec.ts'
import { buildDescriptorSet } from './generate.ts'

const roundMs = 200
const rounds = 5
const batch = 64

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, buildDescriptorSet()))
const value = Buffer.alloc(256, 'v')
const header = { clusterId: 0xcdf818194e3a8c32n, memberId: 0x8e9e05c52164694dn, revision: 1_234_567, raftTerm: 7 }
const lease = 0x694d818416078d06n
const put = { key: 'registry/pods/ab', value, lease, prevKv: false, ignoreValue: false, ignoreLease: false }

function pair(i: number): KeyValue {
  return {
    key: `registry/pods/${10 + i}`,
    createRevision: 1_000_000 + i,
    modRevision: 1_200_000 + i,
    version: 3,
    value,
    lease: 0n,
  }
}

function events(count: number): { type: 0; kv: KeyValue; prevKv: undefined }[] {
  return Array.from({ length: count }, (_, i) => ({ type: 0, kv: pair(i), prevKv: undefined }))
}

const rows = [
  row('Put', PutRequest, put),
  row('Range', RangeRequest, { key: 'registry/pods/', rangeEnd: 'registry/pods0', limit: 500 }),
  row('RangeResponse of 1', RangeResponse, { header, kvs: [pair(0)], more: false, count: 1 }),
  row('RangeResponse of 100', RangeResponse, {
    header,
    kvs: Array.from({ length: 100 }, (_, i) => pair(i)),
    count: 100,
  }),
  row('Txn (compare, put, range)', TxnRequest, {
    compare: [{ target: 2, key: put.key, targetUnion: { case: 'modRevision', value: 1_234_000 } }],
    success: [{ request: { case: 'requestPut', value: put } }],
    failure: [{ request: { case: 'requestRange', value: { key: put.key } } }],
  }),
  row('WatchResponse of 1', WatchResponse, { header, watchId: 3, events: events(1) }),
  row('WatchResponse of 100', WatchResponse, { header, watchId: 3, events: events(100) }),
  row('Command (put)', Command, { id: 0x694d818416078d07n, request: { case: 'put', value: put } }),
]
process.stdout.write(`thousands of operations a second      encode  (es)   decode  (es)\n${rows.join('')}`)

function row<T, Init>(name: string, codec: Codec<T, Init>, init: Init): string {
  const whole = codec.create(init)
  const bytes = codec.encode(init)
  const schema = registry.getMessage(codec.typeName)
  if (schema === undefined) throw new Error(`no descriptor of ${codec.typeName}`)
  const theirs = fromBinary(schema, bytes)
  const figures = [
    rate(() => codec.encode(whole as unknown as Init)),
    rate(() => toBinary(schema, theirs)),
    rate(() => codec.decode(bytes)),
    rate(() => fromBinary(schema, bytes)),
  ]
  return `${name.padEnd(36)}${figures.map((figure) => String(Math.round(figure / 1000)).padStart(8)).join('')}\n`
}

function rate(work: () => unknown): number {
  let best = 0
  for (let round = 0; round < rounds; round++) {
    let done = 0
    const from = process.hrtime.bigint()
    let spent = 0
    do {
      for (let i = 0; i < batch; i++) work()
      done += batch
      spent = Number(process.hrtime.bigint() - from)
    } while (spent < roundMs * 1e6)
    best = Math.max(best, (done * 1e9) / spent)
  }
  return best
}
