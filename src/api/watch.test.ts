import assert from 'node:assert/strict'
import test from 'node:test'
import { RequestError } from '../base/errors.ts'
import { WatchRequest, type WatchResponseInit } from '../generated/etcdserverpb/watch.ts'
import type { WatchMessage, WatchSink } from '../mvcc/watch-stream.ts'
import { FakeStream, FakeTimers, fakeBackend } from './fakes.contract.ts'
import { watchHandlers } from './watch.ts'

const blank: WatchMessage = {
  watchId: 0,
  revision: 0,
  created: false,
  canceled: false,
  compactRevision: 0,
  cancelReason: '',
  fragment: false,
  events: [],
}

/** A watch RPC over a stream of the hub that writes down what it is asked. */
function open() {
  const asked: unknown[] = []
  let sink: WatchSink = { send: () => true }
  const timers = new FakeTimers()
  const backend = fakeBackend({
    openWatch: (opened) => {
      sink = opened
      return {
        create: (request) => asked.push(request),
        cancel: (watchId) => asked.push(`cancel ${watchId}`),
        requestProgress: () => asked.push('progress'),
        tickProgress: () => asked.push('tick'),
        drained: () => asked.push('drained'),
        close: () => asked.push('close'),
      }
    },
  })
  const stream = new FakeStream<WatchRequest, WatchResponseInit>()
  watchHandlers(backend, timers).watch(stream)
  const send = (init: Parameters<typeof WatchRequest.create>[0]): void => stream.send(WatchRequest.create(init))
  return {
    asked,
    stream,
    timers,
    send,
    deliver: (message: Partial<WatchMessage>) => sink.send({ ...blank, ...message }),
  }
}

test('requests go to the hub; one with nothing in it is ignored', () => {
  const { asked, send } = open()
  send({ requestUnion: { case: 'createRequest', value: { key: 'a', rangeEnd: 'b', startRevision: 5, watchId: 9 } } })
  send({})
  send({ requestUnion: { case: 'cancelRequest', value: { watchId: 9 } } })
  send({ requestUnion: { case: 'progressRequest', value: {} } })
  const create = {
    key: 'a',
    rangeEnd: 'b',
    startRevision: 5,
    watchId: 9,
    prevKv: false,
    fragment: false,
    progressNotify: false,
    noPut: false,
    noDelete: false,
  }
  assert.deepEqual(asked, [create, 'cancel 9', 'progress'])
})

test('an empty key means the first one, and filters say what is left out', () => {
  const { asked, send } = open()
  const value = { filters: [0, 1, 7] as never, prevKv: true, fragment: true }
  send({ requestUnion: { case: 'createRequest', value } })
  assert.deepEqual(asked, [
    {
      key: '\0',
      rangeEnd: '',
      startRevision: 0,
      watchId: 0,
      prevKv: true,
      fragment: true,
      progressNotify: false,
      noPut: true,
      noDelete: true,
    },
  ])
})

test('messages become responses with the header of their revision', () => {
  const { stream, deliver } = open()
  const kv = { key: 'a', createRevision: 2, modRevision: 9, version: 3, value: Buffer.from('v'), lease: 0n }
  deliver({ watchId: 4, revision: 9, events: [{ type: 'put', kv, prevKv: kv }] })
  deliver({ watchId: 4, revision: 9, fragment: true, events: [{ type: 'delete', kv, prevKv: undefined }] })
  deliver({ watchId: 4, canceled: true, compactRevision: 8 })
  deliver({ watchId: -1, revision: 9, created: true, canceled: true, cancelReason: 'mvcc: watcher range is empty' })
  const header = { clusterId: 12n, memberId: 10n, raftTerm: 3 }
  const same = { created: false, canceled: false, compactRevision: 0, cancelReason: '', fragment: false, events: [] }
  assert.deepEqual(stream.written, [
    { ...same, header: { ...header, revision: 9 }, watchId: 4, events: [{ type: 0, kv, prevKv: kv }] },
    {
      ...same,
      header: { ...header, revision: 9 },
      watchId: 4,
      fragment: true,
      events: [{ type: 1, kv, prevKv: undefined }],
    },
    { ...same, header: { ...header, revision: 0 }, watchId: 4, canceled: true, compactRevision: 8 },
    {
      ...same,
      header: { ...header, revision: 9 },
      watchId: -1,
      created: true,
      canceled: true,
      cancelReason: 'mvcc: watcher range is empty',
    },
  ])
})

test('a full stream tells the hub, is not read from, and goes on when it has room', () => {
  const { asked, stream, deliver } = open()
  stream.roomFor = 2
  assert.equal(deliver({ watchId: 1 }), true)
  assert.equal(deliver({ watchId: 1 }), false)
  assert.equal(stream.paused, true)
  stream.drain()
  assert.equal(stream.paused, false)
  assert.deepEqual(asked, ['drained'])
})

test('progress is notified per stream, from the first watch that asks on, with a tenth of jitter at most', () => {
  const { asked, stream, timers, send } = open()
  send({ requestUnion: { case: 'createRequest', value: { key: 'a' } } })
  assert.equal(timers.waiting, 0)
  send({ requestUnion: { case: 'createRequest', value: { key: 'a', progressNotify: true } } })
  send({ requestUnion: { case: 'createRequest', value: { key: 'b', progressNotify: true } } })
  asked.length = 0
  timers.pass(629_999)
  assert.deepEqual(asked, [])
  timers.pass(1)
  assert.deepEqual(asked, ['tick'])
  timers.pass(630_000)
  assert.deepEqual(asked, ['tick', 'tick'])
  stream.cancel()
  assert.equal(timers.waiting, 0)
})

test('watchers live on when the client closes its half, and end with the stream, whoever ends it', () => {
  const canceled = open()
  canceled.stream.listener?.onHalfClose()
  assert.deepEqual(canceled.asked, [])
  canceled.stream.cancel()
  assert.deepEqual(canceled.asked, ['close'])

  const killed = open()
  killed.stream.end(new RequestError('NoLeader'))
  assert.deepEqual(killed.asked, ['close'])
})
