import assert from 'node:assert/strict'
import { test } from 'node:test'
import { putOf, TestStore } from './testing.contract.ts'
import { Client, hubOf, settle, watchOf } from './testing-watch.contract.ts'
import type { WatchHub } from './watch-hub.ts'
import type { WatchMessage } from './watch-stream.ts'
import type { WatchRequest } from './watcher.ts'

async function open(): Promise<{ test: TestStore; hub: WatchHub; client: Client; put: (key: string) => void }> {
  const test = await TestStore.open()
  const hub = hubOf(test)
  const put = (key: string): void => {
    test.store.applyPut(putOf(key, `value of ${key}`))
    hub.flush()
  }
  return { test, hub, client: new Client(hub), put }
}

const shown = ({ watchId, revision, created, canceled, compactRevision, cancelReason, events }: WatchMessage) =>
  [
    `id ${watchId} revision ${revision}`,
    created ? 'created' : '',
    canceled ? 'canceled' : '',
    compactRevision === 0 ? '' : `compacted ${compactRevision}`,
    cancelReason,
    ...events.map(
      ({ type, kv, prevKv }) => `${type} ${kv.key}@${kv.modRevision}${prevKv ? ` was ${prevKv.modRevision}` : ''}`,
    ),
  ]
    .filter((part) => part !== '')
    .join(', ')

// One row for each line of etcd's behaviour; the store has put a@2 b@3 a@4, deleted b@5, and is compacted at 3.
const creates: { name: string; requests: Partial<WatchRequest>[]; want: string[] }[] = [
  {
    name: 'ids are counted from 0, passing over those in use',
    requests: [{}, { watchId: 1 }, {}, { watchId: 7 }],
    want: [0, 1, 2, 7].map((id) => `id ${id} revision 5, created`),
  },
  {
    name: 'an id in use is refused',
    requests: [{ watchId: 3 }, { watchId: 3 }],
    want: [
      'id 3 revision 5, created',
      'id -1 revision 5, created, canceled, mvcc: duplicate watch ID provided on the WatchStream',
    ],
  },
  {
    name: 'an empty range is refused',
    requests: [
      { key: 'b', rangeEnd: 'a' },
      { key: 'b', rangeEnd: 'b' },
    ],
    want: new Array<string>(2).fill('id -1 revision 5, created, canceled, mvcc: watcher range is empty'),
  },
  {
    name: 'a negative start is refused as compacted',
    requests: [{ startRevision: -1 }],
    want: ['id -1 revision 5, created, canceled, etcdserver: mvcc: required revision has been compacted'],
  },
  {
    name: 'a compacted start is created, then canceled with revision 0',
    requests: [{ startRevision: 2 }],
    want: ['id 0 revision 5, created', 'id 0 revision 0, canceled, compacted 3'],
  },
  {
    name: 'the compact revision itself can be watched',
    requests: [{ startRevision: 3 }],
    want: ['id 0 revision 5, created', 'id 0 revision 5, put b@3, put a@4, delete b@5'],
  },
  {
    name: 'the past of one key, with the states before as far as they are not compacted',
    requests: [{ key: 'b', rangeEnd: '', startRevision: 3, prevKv: true }],
    want: ['id 0 revision 5, created', 'id 0 revision 5, put b@3, delete b@5 was 3'],
  },
  {
    name: 'filters leave out puts or deletes',
    requests: [
      { startRevision: 3, noPut: true },
      { startRevision: 3, noDelete: true },
    ],
    want: [
      'id 0 revision 5, created',
      'id 1 revision 5, created',
      'id 0 revision 5, delete b@5',
      'id 1 revision 5, put b@3, put a@4',
    ],
  },
  {
    name: 'a start in the future is created and silent',
    requests: [{ startRevision: 100 }],
    want: ['id 0 revision 5, created'],
  },
]
for (const { name, requests, want } of creates) {
  for (const flushed of [true, false]) {
    test(`create: ${name} (${flushed ? 'rows in the engine' : 'rows in memory'})`, async () => {
      const { test, client, put } = await open()
      for (const key of ['a', 'b', 'a']) put(key)
      test.store.applyDeleteRange({ key: 'b', rangeEnd: '', prevKv: false })
      if (flushed) await test.flush()
      test.store.applyCompaction(3)
      for (const request of requests) client.stream.create(watchOf(request))
      await settle()
      assert.deepEqual(client.messages.map(shown), want)
    })
  }
}

test('a live transaction is one message, in its order, and only what the watcher watches', async () => {
  const { test, hub, client, put } = await open()
  put('b')
  client.stream.create(watchOf({ key: 'a', rangeEnd: 'c' }))
  client.stream.create(watchOf({ key: 'b', rangeEnd: '', prevKv: true }))
  client.stream.create(watchOf({ key: 'x', rangeEnd: '' }))
  client.take()
  const puts = ['b', 'a', 'c'].map((key) => ({ request: { case: 'requestPut' as const, value: putOf(key, '') } }))
  test.store.applyTxn({ compare: [], success: puts, failure: [] })
  assert.deepEqual(client.take(), [])
  hub.flush()
  assert.deepEqual(client.take().map(shown).sort(), [
    'id 0 revision 3, put b@3, put a@3',
    'id 1 revision 3, put b@3 was 2',
  ])
})

test('watchers of one change share its event', async () => {
  const { client, put } = await open()
  client.stream.create(watchOf())
  client.stream.create(watchOf({ key: 'a', rangeEnd: '' }))
  client.take()
  put('a')
  const [first, second] = client.take()
  assert.equal(first?.events[0], second?.events[0])
})

test('a start in the future hears nothing before it', async () => {
  const { client, put } = await open()
  client.stream.create(watchOf({ startRevision: 3 }))
  client.take()
  put('a')
  put('b')
  assert.deepEqual(client.take().map(shown), ['id 0 revision 3, put b@3'])
})

test('cancel answers for known ids only, and an id of a compacted watcher is known until then', async () => {
  const { test, client, put } = await open()
  put('a')
  put('a')
  test.store.applyCompaction(3)
  client.stream.create(watchOf({ startRevision: 2 }))
  client.stream.cancel(9)
  client.stream.create(watchOf({ watchId: 5 }))
  client.take()
  client.stream.create(watchOf({ watchId: 5 }))
  client.stream.requestProgress()
  client.stream.cancel(0)
  client.stream.cancel(0)
  client.stream.requestProgress()
  put('b')
  assert.deepEqual(client.take().map(shown), [
    'id -1 revision 3, created, canceled, mvcc: duplicate watch ID provided on the WatchStream',
    'id 0 revision 3, canceled',
    'id -1 revision 3',
    'id 5 revision 4, put b@4',
  ])
})

test('progress is answered only when every watcher is synced and none waits for the future', async () => {
  const { client, put } = await open()
  client.stream.requestProgress()
  put('a')
  client.stream.create(watchOf({ startRevision: 2 }))
  client.stream.requestProgress()
  assert.deepEqual(client.take().map(shown), ['id 0 revision 2, created'])
  await settle()
  client.stream.create(watchOf({ startRevision: 4 }))
  client.take()
  client.stream.requestProgress()
  assert.deepEqual(client.take(), [])
  put('b')
  client.stream.requestProgress()
  assert.deepEqual(client.take().map(shown), ['id 0 revision 3, put b@3', 'id -1 revision 3'])
})

test('progress notifications go to idle watchers that asked', async () => {
  const { client, put } = await open()
  client.stream.create(watchOf({ key: 'a', rangeEnd: '', progressNotify: true }))
  client.stream.create(watchOf({ key: 'b', rangeEnd: '', progressNotify: true }))
  client.stream.create(watchOf())
  client.stream.tickProgress()
  put('a')
  client.take()
  client.stream.tickProgress()
  assert.deepEqual(client.take().map(shown), ['id 1 revision 2'])
  client.stream.tickProgress()
  assert.deepEqual(client.take().map(shown), ['id 0 revision 2', 'id 1 revision 2'])
})

test('large messages come in pieces to those who allow it, and whole to the others', async () => {
  const test = await TestStore.open()
  const hub = hubOf(test, 1000)
  const client = new Client(hub)
  client.stream.create(watchOf({ fragment: true }))
  client.stream.create(watchOf())
  client.take()
  const puts = ['a', 'b', 'c', 'd', 'e'].map((key) => ({
    request: { case: 'requestPut' as const, value: putOf(key, 'v'.repeat(400)) },
  }))
  test.store.applyTxn({ compare: [], success: puts, failure: [] })
  hub.flush()
  const got = client.take().map(({ watchId, fragment, events }) => ({ watchId, fragment, events: events.length }))
  assert.deepEqual(got, [
    { watchId: 0, fragment: true, events: 2 },
    { watchId: 0, fragment: true, events: 2 },
    { watchId: 0, fragment: false, events: 1 },
    { watchId: 1, fragment: false, events: 5 },
  ])
})

test('a previous value that is only on disk makes its watcher wait for it, not the others', async () => {
  const test = await TestStore.open({ valueCacheBytes: 0 })
  const hub = hubOf(test)
  const client = new Client(hub)
  for (const key of ['a', 'b']) test.store.applyPut(putOf(key, 'old'))
  await test.flush()
  client.stream.create(watchOf({ prevKv: true }))
  client.stream.create(watchOf())
  client.take()
  test.store.applyPut(putOf('a', 'new'))
  hub.flush()
  assert.deepEqual(client.take().map(shown), ['id 1 revision 4, put a@4'])
  test.store.applyPut(putOf('c', 'new'))
  hub.flush()
  await settle()
  assert.deepEqual(client.take().map(shown), ['id 1 revision 5, put c@5', 'id 0 revision 5, put a@4 was 2, put c@5'])
})

test('a client that is full hears from the store what it missed, once it has room', async () => {
  const test = await TestStore.open()
  const hub = hubOf(test)
  const client = new Client(hub, 2)
  client.stream.create(watchOf())
  for (const key of ['a', 'b', 'c', 'd']) {
    test.store.applyPut(putOf(key, ''))
    hub.flush()
  }
  assert.deepEqual(client.take().map(shown), ['id 0 revision 1, created', 'id 0 revision 2, put a@2'])
  assert.equal(hub.stats.slowWatchers, 1)
  client.drain()
  await settle()
  assert.deepEqual(client.take().map(shown), ['id 0 revision 5, put b@3, put c@4, put d@5'])
  assert.equal(hub.stats.slowWatchers, 0)
})

test('a full client that compaction overtakes is told so', async () => {
  const test = await TestStore.open()
  const hub = hubOf(test)
  const client = new Client(hub, 1)
  client.stream.create(watchOf())
  for (const key of ['a', 'a', 'a']) test.store.applyPut(putOf(key, ''))
  hub.flush()
  test.store.applyCompaction(4)
  client.drain()
  await settle()
  assert.deepEqual(client.take().map(shown), ['id 0 revision 1, created', 'id 0 revision 0, canceled, compacted 4'])
})

test('a previous state below the compact revision is left out', async () => {
  const { test, client, put } = await open()
  for (const key of ['a', 'a', 'a']) put(key)
  test.store.applyCompaction(3)
  client.stream.create(watchOf({ startRevision: 3, prevKv: true }))
  await settle()
  assert.deepEqual(client.messages.map(shown), ['id 0 revision 4, created', 'id 0 revision 4, put a@3, put a@4 was 3'])
})

test('compaction waits while rows are read for a watcher', async () => {
  const test = await TestStore.open({ valueCacheBytes: 0 })
  const client = new Client(hubOf(test))
  for (const key of ['a', 'a', 'a']) test.store.applyPut(putOf(key, 'value'))
  await test.flush()
  test.engine.delay = () => settle(5)
  client.stream.create(watchOf({ startRevision: 3, prevKv: true }))
  await settle(2)
  const { finished } = test.store.applyCompaction(4).ok ?? assert.fail()
  await finished
  assert.deepEqual(client.messages.map(shown), [
    'id 0 revision 4, created',
    'id 0 revision 4, put a@3 was 2, put a@4 was 3',
  ])
})

test('past revisions come at most 1000 a message', async () => {
  const { test, client } = await open()
  for (let i = 0; i < 2500; i++) test.store.applyPut(putOf(`${i % 7}`, ''))
  await test.flush()
  client.stream.create(watchOf({ startRevision: 2 }))
  await settle()
  assert.deepEqual(
    client.take().map(({ events }) => events.length),
    [0, 1000, 1000, 500],
  )
})

test('ten thousand watchers on one prefix and a hundred thousand on keys of their own hear what is theirs', async () => {
  const { hub, put } = await open()
  const clients: Client[] = []
  for (let i = 0; i < 1000; i++) {
    const client = new Client(hub)
    clients.push(client)
    for (let j = 0; j < 100; j++) client.stream.create(watchOf({ key: `key/${i}/${j}`, rangeEnd: '' }))
    for (let j = 0; j < 10; j++) client.stream.create(watchOf({ key: 'key/', rangeEnd: 'key0' }))
    client.take()
  }
  put('key/7/8')
  put('elsewhere')
  for (const [i, client] of clients.entries()) {
    const ids = client.take().map(({ watchId }) => watchId)
    assert.equal(ids.length, i === 7 ? 11 : 10)
    assert.equal(ids.includes(8), i === 7)
  }
})
