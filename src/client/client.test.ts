import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { RequestError } from '../base/errors.ts'
import { AuthService } from '../generated/etcdserverpb/auth.ts'
import { KvService } from '../generated/etcdserverpb/kv.ts'
import { LeaseService } from '../generated/etcdserverpb/lease.ts'
import { MaintenanceService } from '../generated/etcdserverpb/maintenance.ts'
import { WatchService } from '../generated/etcdserverpb/watch.ts'
import { EventType } from '../generated/mvccpb/kv.ts'
import { answers, FakeServer, streams } from './fake-server.contract.ts'
import { Client, compare, type KeepAlive, op, RpcError, SnapshotDamaged, WatchCanceled } from './index.ts'

const { range, put, txn } = KvService.methods
const header = { clusterId: 1n, memberId: 2n, revision: 9, raftTerm: 3 }
const noLeader = () => {
  throw new RequestError('NoLeader')
}

function isReason(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof RequestError && error.reason === reason
}

test('a read that finds no leader is answered by the next endpoint, and later reads go there at once', async () => {
  await using lost = await FakeServer.start(answers(range, noLeader))
  await using well = await FakeServer.start(answers(range, () => ({ header, count: 1, kvs: [{ key: 'k' }] })))
  await using client = new Client({ endpoints: [lost.endpoint, well.endpoint] })
  // Both are dialled; whichever is used first, the answer can only come from the one that has a leader.
  for (let i = 0; i < 3; i++) assert.equal((await client.kv.get('k')).count, 1)
  assert.equal(well.calls.length, 3)
  assert.ok(lost.calls.length <= 1, `${lost.calls.length} calls to the endpoint that failed`)
  assert.equal(client.endpoints[0], well.endpoint)
})

test('a write that may have happened is not sent again', async () => {
  const refuse = () => {
    throw new RequestError('Timeout')
  }
  await using server = await FakeServer.start(answers(put, refuse))
  await using client = new Client({ endpoints: [server.endpoint] })
  await assert.rejects(client.kv.put('k', 'v'), isReason('Timeout'))
  assert.equal(server.calls.length, 1)
})

test('a write goes to a living endpoint when the first one is down', async () => {
  const gone = await FakeServer.start()
  await gone[Symbol.asyncDispose]()
  await using well = await FakeServer.start(answers(put, () => ({ header })))
  await using client = new Client({ endpoints: [gone.endpoint, well.endpoint] })
  assert.equal((await client.kv.put('k', 'v')).header.revision, 9)
})

test('a read that stays unavailable ends with its time-out, and says what it met last', async () => {
  await using server = await FakeServer.start(answers(range, noLeader))
  await using client = new Client({ endpoints: [server.endpoint], requestTimeoutMs: 150 })
  const failure = await client.kv.get('k').catch((error: unknown) => error)
  assert.ok(isReason('DeadlineExceeded')(failure))
  assert.ok(server.calls.length > 1)
})

test('nobody to talk to: the dial time-out ends the call and names the endpoint', async () => {
  const gone = await FakeServer.start()
  await gone[Symbol.asyncDispose]()
  await using client = new Client({ endpoints: [gone.endpoint], dialTimeoutMs: 100 })
  const failure = await client.kv.put('k', 'v').catch((error: unknown) => error)
  assert.ok(failure instanceof RequestError && failure.cause instanceof Error)
  assert.match(failure.cause.message, new RegExp(`cannot connect to ${gone.endpoint}`))
})

test('a signal ends a call with its reason', async () => {
  await using server = await FakeServer.start(answers(range, noLeader))
  await using client = new Client({ endpoints: [server.endpoint] })
  const dialling = new AbortController()
  const first = client.kv.get('k', { signal: dialling.signal })
  dialling.abort(new Error('enough'))
  await assert.rejects(first, { message: 'enough' })
  // Once the server has answered, the call is in its pause before the next try, or on its way again.
  const retrying = new AbortController()
  const second = client.kv.get('k', { signal: retrying.signal })
  server.onCall = () => retrying.abort(new Error('enough of this, too'))
  await assert.rejects(second, { message: 'enough of this, too' })
})

test('errors have the reason of their text, whatever the code; other texts stay as they are', async () => {
  await using server = await FakeServer.start(
    answers(range, () => {
      throw new RequestError('Compacted')
    }),
    answers(put, () => {
      throw new Error('something else')
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  await assert.rejects(client.kv.get('k'), isReason('Compacted'))
  await assert.rejects(
    client.kv.put('k', 'v'),
    (error) => error instanceof RpcError && /something else/.test(error.message),
  )
})

test('keys are UTF-8 on the wire and come back as bytes; ranges are what they say', async () => {
  const seen: { key: string; rangeEnd: string }[] = []
  await using server = await FakeServer.start(
    answers(range, ({ key, rangeEnd }) => {
      seen.push({ key, rangeEnd })
      return { header, kvs: [{ key, value: Buffer.from('v') }] }
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  assert.deepEqual((await client.kv.get('é')).kvs[0]?.key, Buffer.from('é'))
  await client.kv.get(Buffer.of(0xff, 0x00))
  await client.kv.get('a', { prefix: true })
  await client.kv.get('', { prefix: true })
  await client.kv.get('a', { fromKey: true })
  await client.kv.get('a', { rangeEnd: 'c' })
  assert.deepEqual(seen, [
    { key: '\xc3\xa9', rangeEnd: '' },
    { key: '\xff\0', rangeEnd: '' },
    { key: 'a', rangeEnd: 'b' },
    { key: '\0', rangeEnd: '\0' },
    { key: 'a', rangeEnd: '\0' },
    { key: 'a', rangeEnd: 'c' },
  ])
  await assert.rejects(client.kv.get('a', { prefix: true, fromKey: true }), TypeError)
})

test('a transaction is sent as data and its results say what they are', async () => {
  await using server = await FakeServer.start(
    answers(txn, ({ compare: compares, success, failure }) => {
      assert.deepEqual([compares.length, success.length, failure.length], [1, 2, 0])
      return {
        header,
        succeeded: true,
        responses: [
          { response: { case: 'responsePut' as const, value: { header: { revision: 9 } } } },
          {
            response: {
              case: 'responseRange' as const,
              value: { kvs: [{ key: 'k', value: Buffer.from('v') }], count: 1 },
            },
          },
        ],
      }
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const { succeeded, results } = await client.kv.txn({
    compare: [compare.version('k', '=', 0)],
    success: [op.put('k', 'v'), op.get('k')],
  })
  assert.ok(succeeded)
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['put', 'get'],
  )
})

test('a token is got once, sent with each call, and renewed when it is refused', async () => {
  let issued = 0
  const tokens: string[] = []
  await using server = await FakeServer.start(
    answers(AuthService.methods.authenticate, ({ name, password }) => {
      assert.deepEqual([name, password], ['root', 'secret'])
      issued++
      return { token: `token${issued}` }
    }),
    answers(range, (_, metadata) => {
      const token = String(metadata.get('token')[0])
      tokens.push(token)
      if (token === 'token1' && tokens.length > 2) throw new RequestError('InvalidAuthToken')
      return { header }
    }),
  )
  const credentials = { user: 'root', password: 'secret' }
  await using client = new Client({ endpoints: [server.endpoint], credentials })
  for (let i = 0; i < 3; i++) await client.kv.get('k')
  assert.deepEqual(tokens, ['token1', 'token1', 'token1', 'token2'])
})

const event = (modRevision: number) => ({ type: EventType.PUT, kv: { key: 'k', modRevision } })

test('a watch goes on behind the last event it delivered when its stream breaks', async () => {
  const starts: number[] = []
  await using server = await FakeServer.start(
    streams(WatchService.methods.watch, ({ send, fail }) => ({ requestUnion }) => {
      if (requestUnion?.case !== 'createRequest') return
      const { startRevision } = requestUnion.value
      starts.push(startRevision)
      send({ header, created: true })
      if (starts.length === 1) {
        send({ header: { revision: 12 }, events: [event(10), event(12)] })
        fail('Stopped')
      } else send({ header: { revision: 14 }, events: [event(14)] })
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const seen: number[] = []
  for await (const { events } of client.watch('k')) {
    seen.push(...events.map(({ kv }) => kv.modRevision))
    if (seen.length === 3) break
  }
  assert.deepEqual(seen, [10, 12, 14])
  assert.deepEqual(starts, [0, 13])
})

test('a watch from now on, broken before any event, resumes behind the revision it was created at', async () => {
  const starts: number[] = []
  await using server = await FakeServer.start(
    streams(WatchService.methods.watch, ({ send, fail }) => ({ requestUnion }) => {
      if (requestUnion?.case !== 'createRequest') return
      starts.push(requestUnion.value.startRevision)
      send({ header, created: true })
      if (starts.length === 1) fail('Stopped')
      else send({ header: { revision: 11 }, events: [event(11)] })
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  for await (const _ of client.watch('k')) break
  assert.deepEqual(starts, [0, header.revision + 1])
})

test('a batch in pieces is delivered whole', async () => {
  await using server = await FakeServer.start(
    streams(WatchService.methods.watch, ({ send }) => () => {
      send({ header, created: true })
      send({ header: { revision: 10 }, fragment: true, events: [event(10)] })
      send({ header: { revision: 10 }, events: [event(10)] })
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  for await (const { events } of client.watch('k', { fragment: true })) {
    assert.equal(events.length, 2)
    break
  }
})

test('a watch whose start is compacted ends with the mark', async () => {
  await using server = await FakeServer.start(
    streams(WatchService.methods.watch, ({ send }) => () => {
      send({ header, created: true })
      send({ canceled: true, compactRevision: 7 })
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const failure = await (async () => {
    for await (const _ of client.watch('k', { startRevision: 3 })) assert.fail('no batch was sent')
  })().catch((error: unknown) => error)
  assert.ok(failure instanceof WatchCanceled)
  assert.deepEqual([failure.reason, failure.compactRevision], ['Compacted', 7])
})

test('closing a watch ends its loop without an error', async () => {
  await using server = await FakeServer.start(
    streams(WatchService.methods.watch, ({ send }) => () => {
      send({ header, created: true })
      send({ header: { revision: 10 }, events: [event(10)] })
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const watch = client.watch('k')
  let batches = 0
  for await (const _ of watch) {
    batches++
    watch.close()
  }
  assert.equal(batches, 1)
  assert.equal(watch.nextRevision, 11)
})

test('a lease that is gone is told by the signal', async () => {
  await using server = await FakeServer.start(
    streams(
      LeaseService.methods.leaseKeepAlive,
      ({ send }) =>
        ({ id }) =>
          send({ header, id, ttl: 0 }),
    ),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const alive = client.leases.keepAlive(5n)
  await alive.done
  assert.ok(isReason('LeaseNotFound')(alive.lost.reason))
  await assert.rejects(client.leases.keepAliveOnce(5n), isReason('LeaseNotFound'))
})

test('a lease that nobody renews any more is lost when its time is over', async () => {
  await using server = await FakeServer.start(
    streams(LeaseService.methods.leaseKeepAlive, ({ send }) => {
      let renewals = 0
      return ({ id }) => {
        if (renewals++ === 0) send({ header, id, ttl: 1 })
      }
    }),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const renewed: number[] = []
  const alive = client.leases.keepAlive(5n, { onRenewed: ({ ttlSeconds }) => renewed.push(ttlSeconds) })
  await alive.done
  assert.deepEqual(renewed, [1])
  assert.ok(isReason('LeaseNotFound')(alive.lost.reason))
})

test('stopping to keep a lease alive is no loss', async () => {
  await using server = await FakeServer.start(
    streams(
      LeaseService.methods.leaseKeepAlive,
      ({ send }) =>
        ({ id }) =>
          send({ header, id, ttl: 60 }),
    ),
  )
  await using client = new Client({ endpoints: [server.endpoint] })
  const alive = await new Promise<KeepAlive>((resolve) => {
    const started: KeepAlive = client.leases.keepAlive(5n, { onRenewed: () => resolve(started) })
  })
  await alive[Symbol.asyncDispose]()
  assert.equal(alive.lost.aborted, false)
})

function snapshotServer(content: Buffer, digest: Buffer): Promise<FakeServer> {
  const whole = Buffer.concat([content, digest])
  return FakeServer.start(
    streams(MaintenanceService.methods.snapshot, ({ send, end }) => () => {
      // Pieces of 20 bytes: the digest is cut, too.
      for (let at = 0; at < whole.length; at += 20) send({ blob: whole.subarray(at, at + 20), version: '3.7.0' })
      end()
    }),
  )
}

test('a snapshot is what was sent, without its digest', async () => {
  const content = Buffer.alloc(512, 'state')
  const digest = createHash('sha256').update(content).digest()
  await using server = await snapshotServer(content, digest)
  await using client = new Client({ endpoints: [server.endpoint] })
  const snapshot = client.maintenance.snapshot()
  const pieces: Buffer[] = []
  for await (const piece of snapshot) pieces.push(piece)
  assert.deepEqual(Buffer.concat(pieces), content)
  assert.deepEqual(snapshot.digest, digest)
  assert.equal(snapshot.version, '3.7.0')
})

test('a snapshot with another digest is damaged', async () => {
  await using server = await snapshotServer(Buffer.alloc(512, 'state'), Buffer.alloc(32))
  await using client = new Client({ endpoints: [server.endpoint] })
  const reading = async () => {
    for await (const _ of client.maintenance.snapshot());
  }
  await assert.rejects(reading(), SnapshotDamaged)
})
