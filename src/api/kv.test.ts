import assert from 'node:assert/strict'
import test from 'node:test'
import { RequestError } from '../base/errors.ts'
import { PutRequest, RangeRequest, type RangeStreamResponseInit, TxnRequest } from '../generated/etcdserverpb/kv.ts'
import type { KeyValue } from '../mvcc/key-value.ts'
import type { RangeResult, TxnResult } from '../mvcc/requests.ts'
import type { Backend } from '../server/backend.ts'
import { type FakeBackend, FakeCall, FakeStream, fakeBackend } from './fakes.contract.ts'
import { kvHandlers } from './kv.ts'

const header = (revision: number) => ({ clusterId: 12n, memberId: 10n, revision, raftTerm: 3 })
const kv = (key: string): KeyValue => ({
  key,
  createRevision: 2,
  modRevision: 3,
  version: 2,
  value: Buffer.from('v'),
  lease: 0n,
})
const full: Partial<Backend> = { checkQuota: () => new RequestError('NoSpace') }

type Method = 'range' | 'put' | 'deleteRange' | 'txn' | 'compact'

async function ask(method: Method, request: unknown, overrides: Partial<Backend> = {}) {
  const backend: FakeBackend = fakeBackend(overrides)
  const call = new FakeCall()
  const handler = kvHandlers(backend)[method] as (request: unknown, call: FakeCall) => void
  try {
    handler(request, call)
  } catch (error) {
    // As a host would.
    call.fail(error)
  }
  await call.answered
  return { response: call.response, failure: call.failure, backend }
}

const local = { key: 'a', serializable: true }
const range = (init: Parameters<typeof RangeRequest.create>[0]) => RangeRequest.create(init)

test('a serializable range reads at once, another one after everything committed before it', async () => {
  const result: RangeResult = { revision: 9, kvs: [kv('a')], more: true, count: 5 }
  const atOnce = await ask('range', range(local), { range: () => result })
  assert.deepEqual(atOnce.response, { header: header(9), kvs: [kv('a')], more: true, count: 5 })
  assert.equal(atOnce.backend.linearized, 0)
  const later = await ask('range', range({ key: 'a' }), { range: () => Promise.resolve(result) })
  assert.deepEqual(later.response, atOnce.response)
  assert.equal(later.backend.linearized, 1)
})

const rangeFailures: readonly { name: string; backend: Partial<Backend>; want: string }[] = [
  {
    name: 'of a compacted revision',
    backend: {
      range: () => {
        throw new RequestError('Compacted')
      },
    },
    want: 'etcdserver: mvcc: required revision has been compacted',
  },
  {
    name: 'of a future revision, told by a promise',
    backend: { range: () => Promise.reject(new RequestError('FutureRevision')) },
    want: 'etcdserver: mvcc: required revision is a future revision',
  },
  {
    name: 'across a change of leader',
    backend: { linearize: (_call, done) => queueMicrotask(() => done(new RequestError('LeaderChanged'), undefined)) },
    want: 'etcdserver: leader changed',
  },
]
for (const { name, backend, want } of rangeFailures) {
  test(`a range fails: ${name}`, async () => {
    assert.equal((await ask('range', range({ key: 'a' }), backend)).failure?.message, want)
  })
}

test('what is wrong with a request is said without asking anybody', async () => {
  const { failure, backend } = await ask('range', range({}))
  assert.equal(failure?.message, 'etcdserver: key is not provided')
  assert.equal(backend.linearized, 0)
})

test('a put answers with the revision it made and what was there before', async () => {
  const request = PutRequest.create({ key: 'a', prevKv: true })
  const { response, backend } = await ask('put', request, {
    propose: (_request, _call, done) =>
      queueMicrotask(() => done(undefined, { revision: 8, prevKv: kv('a') } as never)),
  })
  assert.deepEqual(response, { header: header(8), prevKv: kv('a') })
  assert.equal(backend.linearized, 0)
})

test('a failed proposal fails the call', async () => {
  const { failure } = await ask('put', PutRequest.create({ key: 'a' }), {
    propose: (_request, _call, done) => queueMicrotask(() => done(new RequestError('TooManyRequests'), undefined)),
  })
  assert.equal(failure?.message, 'etcdserver: too many requests')
  assert.equal(failure.code, 2)
})

test('a full store is said before anything that is wrong with a put', async () => {
  const { failure, backend } = await ask('put', PutRequest.create({}), full)
  assert.equal(failure?.message, 'etcdserver: mvcc: database space exceeded')
  assert.deepEqual(backend.proposed, [])
})

test('a full store takes transactions that put nothing, and deletes', async () => {
  const remove = { request: { case: 'requestDeleteRange' as const, value: { key: 'a' } } }
  const put = { request: { case: 'requestPut' as const, value: { key: 'a' } } }
  assert.equal((await ask('txn', TxnRequest.create({ success: [remove] }), full)).failure, undefined)
  assert.equal((await ask('deleteRange', { key: 'a', rangeEnd: '', prevKv: false }, full)).failure, undefined)
  const { failure } = await ask('txn', TxnRequest.create({ success: [remove], failure: [put] }), full)
  assert.equal(failure?.message, 'etcdserver: mvcc: database space exceeded')
})

test('a transaction of reads is not proposed; it waits for the log unless every read is serializable', async () => {
  const get = (serializable: boolean) => ({
    request: { case: 'requestRange' as const, value: { key: 'a', serializable } },
  })
  const rows = [
    { request: {}, linearized: 0 },
    { request: { success: [get(true)] }, linearized: 0 },
    { request: { success: [get(true)], failure: [get(false)] }, linearized: 1 },
  ]
  for (const { request, linearized } of rows) {
    const { backend, response } = await ask('txn', TxnRequest.create(request))
    assert.deepEqual(response, { header: header(7), succeeded: true, responses: [] })
    assert.equal(backend.linearized, linearized)
    assert.deepEqual(backend.proposed, [])
  }
})

test('headers inside of a transaction say the revision only, those of nested ones nothing', async () => {
  const put = { revision: 8, prevKv: undefined }
  const nested: TxnResult = { revision: 8, succeeded: false, responses: [{ case: 'responsePut', value: put }] }
  const result: TxnResult = {
    revision: 8,
    succeeded: true,
    responses: [
      { case: 'responseRange', value: { revision: 7, kvs: [kv('a')], more: false, count: 1 } },
      { case: 'responseDeleteRange', value: { revision: 8, deleted: 1, prevKvs: [kv('a')] } },
      { case: 'responseTxn', value: nested },
    ],
  }
  const request = TxnRequest.create({ success: [{ request: { case: 'requestPut', value: { key: 'a' } } }] })
  const { response } = await ask('txn', request, {
    propose: (_request, _call, done) => queueMicrotask(() => done(undefined, result as never)),
  })
  const innerPut = { response: { case: 'responsePut', value: { header: { revision: 8 }, prevKv: undefined } } }
  assert.deepEqual(response, {
    header: header(8),
    succeeded: true,
    responses: [
      {
        response: { case: 'responseRange', value: { header: { revision: 7 }, kvs: [kv('a')], more: false, count: 1 } },
      },
      { response: { case: 'responseDeleteRange', value: { header: { revision: 8 }, deleted: 1, prevKvs: [kv('a')] } } },
      { response: { case: 'responseTxn', value: { header: {}, succeeded: false, responses: [innerPut] } } },
    ],
  })
})

test('a physical compaction is answered when the rows are gone, another one at once', async () => {
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const propose: Backend['propose'] = (_request, _call, done) => {
    queueMicrotask(() => done(undefined, { revision: 5, finished } as never))
  }
  assert.deepEqual((await ask('compact', { revision: 5, physical: false }, { propose })).response, {
    header: header(7),
  })

  let answered = false
  const physical = ask('compact', { revision: 5, physical: true }, { propose }).then((result) => {
    answered = true
    return result
  })
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(answered, false)
  finish()
  assert.deepEqual((await physical).response, { header: header(7) })
})

async function stream(results: readonly (RangeResult | RequestError)[], request = range(local)) {
  const backend = fakeBackend({
    rangeStream: async function* () {
      for (const result of results) {
        if (result instanceof RequestError) throw result
        yield result
      }
    },
  })
  const to = new FakeStream<never, RangeStreamResponseInit>()
  to.roomFor = 1
  kvHandlers(backend).rangeStream(request, to)
  while (!to.ended) {
    await new Promise((resolve) => setImmediate(resolve))
    to.drain(to.written.length + 1)
  }
  return { written: to.written, failure: to.failure, backend }
}

test('of a streamed range the last piece alone has header, more and count; pieces wait for the consumer', async () => {
  const piece = (key: string): RangeResult => ({ revision: 9, kvs: [kv(key)], more: true, count: 3 })
  const { written, failure } = await stream([piece('a'), piece('b'), piece('c')])
  assert.deepEqual(written, [
    { rangeResponse: { kvs: [kv('a')] } },
    { rangeResponse: { kvs: [kv('b')] } },
    { rangeResponse: { header: header(9), kvs: [kv('c')], more: true, count: 3 } },
  ])
  assert.equal(failure, undefined)
})

test('a streamed range ends with what stops it', async () => {
  const piece: RangeResult = { revision: 9, kvs: [kv('a')], more: true, count: 3 }
  const { written, failure } = await stream([piece, piece, new RequestError('Compacted')])
  assert.equal(written.length, 1)
  assert.equal(failure?.message, 'etcdserver: mvcc: required revision has been compacted')
  const refused = await stream([], range({ key: 'a', sortOrder: 2 }))
  assert.equal(refused.failure?.message, 'RangeStream does not support custom sort orders')
})

test('a streamed range that is not serializable waits for the log', async () => {
  const { backend } = await stream([{ revision: 9, kvs: [], more: false, count: 0 }], range({ key: 'a' }))
  assert.equal(backend.linearized, 1)
})
