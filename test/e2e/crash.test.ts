/**
 * `kill -9` under load, again and again on one data directory: what was acknowledged is there afterwards, with its
 * revision; no revision is used twice; a watch that resumes behind the last event it saw misses and repeats nothing.
 *
 * The moments are drawn from a seed as numbers of acknowledged writes, so the load decides when, not a clock.
 * `CRASH_SEED=7 CRASH_ROUNDS=200 npm test -- test/e2e/crash.test.ts` runs another series.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import type { Event } from '../../src/generated/mvccpb/kv.ts'
import { SeededEntropy } from '../sim/io/entropy.ts'
import { methods, StreamReader, TestClient } from './client.ts'
import { KeelsonProcess, temporaryDirectory } from './keelson-process.ts'

const seed = Number(process.env['CRASH_SEED'] ?? 1)
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 50)
const writers = 16

/** What one event says, in a form that compares: `12 put a=1` or `12 delete a`. */
function said({ type, kv }: Event): string {
  assert.ok(kv !== undefined)
  return type === 0 ? `${kv.modRevision} put ${kv.key}=${kv.value.toString()}` : `${kv.modRevision} delete ${kv.key}`
}

/** Follows the whole key space over all lives of the server. */
class Follower {
  readonly events: string[] = []
  lastRevision = 1

  /** Takes events until the stream breaks, or all up to `until` are there. */
  async follow(client: TestClient, until = Number.POSITIVE_INFINITY): Promise<void> {
    const stream = client.stream(methods.watch)
    const reader = new StreamReader<WatchResponse>(stream)
    const createRequest = { key: '\0', rangeEnd: '\0', startRevision: this.lastRevision + 1 }
    stream.write({ requestUnion: { case: 'createRequest', value: createRequest } })
    try {
      while (this.lastRevision < until) {
        const { events, canceled, cancelReason } = await reader.next()
        assert.ok(!canceled, cancelReason)
        for (const event of events) {
          this.events.push(said(event))
          this.lastRevision = event.kv?.modRevision ?? 0
        }
      }
    } finally {
      stream.cancel()
    }
  }
}

class Load {
  readonly #entropy: SeededEntropy
  #written = 0
  /** By revision: the events that an acknowledged write promised. */
  readonly acknowledged = new Map<number, readonly string[]>()

  constructor(entropy: SeededEntropy) {
    this.#entropy = entropy
  }

  /** Writes until the connection breaks; tells of each acknowledgement. */
  async write(client: TestClient, writer: number, onAcknowledged: () => void): Promise<void> {
    for (;;) {
      const value = Buffer.from(`${writer}.${++this.#written}.`.padEnd(this.#entropy.below(600), '.'))
      const [key, other] = [`k${this.#entropy.below(40)}`, `o${writer}`]
      const kind = this.#entropy.below(10)
      if (kind === 0) {
        const { header, deleted } = await client.call(methods.deleteRange, { key })
        if (deleted > 0) this.#promise(header?.revision, [`delete ${key}`])
      } else if (kind === 1) {
        const put = (to: string) => ({ request: { case: 'requestPut' as const, value: { key: to, value } } })
        const { header } = await client.call(methods.txn, { success: [put(key), put(other)] })
        this.#promise(header?.revision, [`put ${key}=${value}`, `put ${other}=${value}`])
      } else {
        const { header } = await client.call(methods.put, { key, value })
        this.#promise(header?.revision, [`put ${key}=${value}`])
      }
      onAcknowledged()
    }
  }

  #promise(revision: number | undefined, events: readonly string[]): void {
    assert.ok(revision !== undefined)
    assert.ok(!this.acknowledged.has(revision), `revision ${revision} was given to two writes`)
    this.acknowledged.set(
      revision,
      events.map((event) => `${revision} ${event}`),
    )
  }
}

/** An error of a connection that broke is what this test provokes; any other is a finding. */
function isBroken(error: unknown): boolean {
  const { code, message } = error as { code?: number; message?: string }
  return code === 14 || code === 1 || (message ?? '').includes('the stream ended')
}

async function brokenOnly(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!isBroken(error)) throw error
  }
}

for (const engine of ['rocksdb', 'memory'] as const) {
  const times = engine === 'rocksdb' ? rounds : Math.ceil(rounds / 5)
  test(`${engine}: killed ${times} times under load, nothing acknowledged is lost`, async (t) => {
    t.diagnostic(`seed ${seed}`)
    const entropy = new SeededEntropy(seed)
    await using data = await temporaryDirectory()
    const follower = new Follower()
    const load = new Load(entropy)
    // Few entries between snapshots, so that the log is cut while all this happens.
    const args = [`--storage-engine=${engine}`, '--snapshot-count=500', '--snapshot-catchup-entries=50']
    for (let round = 0; round < times; round++) {
      await using server = await KeelsonProcess.start({ dataDir: data.path, args })
      using client = new TestClient(server.endpoint)
      const following = brokenOnly(follower.follow(client))
      let left = 1 + entropy.below(400)
      const onAcknowledged = (): void => {
        left--
        if (left === 0) server.signal('SIGKILL')
      }
      const writing = Array.from({ length: writers }, (_, writer) =>
        brokenOnly(load.write(client, writer, onAcknowledged)),
      )
      await Promise.all([...writing, following])
      await server.exited
    }

    await using server = await KeelsonProcess.start({ dataDir: data.path, args })
    using client = new TestClient(server.endpoint)
    const { header } = await client.call(methods.range, { key: 'k', countOnly: true })
    const current = header?.revision ?? 0
    await follower.follow(client, current)
    const whole = new Follower()
    await whole.follow(client, current)
    assert.deepEqual(follower.events, whole.events, 'the watch that was cut off and resumed saw what a new one sees')
    const history = new Set(whole.events)
    assert.equal(history.size, whole.events.length, 'no event twice')
    let checked = 0
    for (const events of load.acknowledged.values()) {
      for (const event of events) {
        assert.ok(history.has(event), `lost: ${event.slice(0, 100)}`)
        checked++
      }
    }
    assert.ok(checked > times, 'the load wrote something')
    t.diagnostic(`${checked} acknowledged changes in ${current} revisions`)
    await checkOldRevisions(client, load, entropy)
  })
}

/** Reads some acknowledged writes at the revision they got. */
async function checkOldRevisions(client: TestClient, load: Load, entropy: SeededEntropy): Promise<void> {
  const revisions = [...load.acknowledged.keys()]
  for (let i = 0; i < 200; i++) {
    const revision = revisions[entropy.below(revisions.length)] ?? 0
    const [event = ''] = load.acknowledged.get(revision) ?? []
    const put = /^\d+ put ([^=]+)=(.*)$/.exec(event)
    if (put === null) continue
    const { kvs } = await client.call(methods.range, { key: put[1] ?? '', revision })
    assert.equal(kvs[0]?.modRevision, revision)
    assert.equal(kvs[0]?.value.toString(), put[2])
  }
}
