/**
 * Fan-out: how many events a second reach a thousand watchers of one key, ten streams with a hundred watchers each.
 * The client is bare `node:http2` that only counts messages, so that it stands in the way as little as it can.
 */
import { type ClientHttp2Session, connect } from 'node:http2'
import { WatchRequest, WatchResponse, WatchService } from '../../src/generated/etcdserverpb/watch.ts'
import { TestClient } from '../e2e/client.ts'

const streams = 10
const watchersPerStream = 100
const key = 'bench/watched'
const prefixBytes = 5

/** Counts what arrives in a stream of bytes; a message may bring the events of many revisions to who is behind. */
class EventCounter {
  created = 0
  events = 0
  #rest: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (bytes.length - at >= prefixBytes) {
      const end = at + prefixBytes + bytes.readUInt32BE(at + 1)
      if (end > bytes.length) break
      const response = WatchResponse.decode(bytes, at + prefixBytes, end)
      if (response.created) this.created++
      this.events += response.events.length
      at = end
    }
    this.#rest = bytes.subarray(at)
  }
}

function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(prefixBytes)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/** Events a second that arrive while puts follow one another, eight in flight, for `seconds`. */
export async function fanOut(endpoint: string, seconds: number): Promise<number> {
  const counters: EventCounter[] = []
  const sessions: ClientHttp2Session[] = []
  try {
    for (let i = 0; i < streams; i++) {
      const session = connect(`http://${endpoint}`, { settings: { initialWindowSize: 8 << 20 } })
      sessions.push(session)
      await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject))
      session.setLocalWindowSize(64 << 20)
      const { path } = WatchService.methods.watch
      const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' }
      const stream = session.request(headers, { endStream: false })
      const counter = new EventCounter()
      counters.push(counter)
      stream.on('data', (chunk: Buffer) => counter.push(chunk))
      const create = framed(WatchRequest.encode({ requestUnion: { case: 'createRequest', value: { key } } }))
      for (let watcher = 0; watcher < watchersPerStream; watcher++) stream.write(create)
    }
    const watchers = streams * watchersPerStream
    const until = async (what: 'created' | 'events', count: number): Promise<void> => {
      const sum = (): number => counters.reduce((all, counter) => all + counter[what], 0)
      while (sum() < count) await new Promise((resolve) => setImmediate(resolve))
    }
    await until('created', watchers)
    using client = new TestClient(endpoint)
    const value = Buffer.alloc(256, 'v')
    const startedMs = performance.now()
    let puts = 0
    const writer = async (): Promise<void> => {
      while (performance.now() - startedMs < seconds * 1000) {
        await client.put(key, value)
        puts++
        // Not further ahead than the watchers can follow.
        await until('events', (puts - 16) * watchers)
      }
    }
    await Promise.all(Array.from({ length: 8 }, writer))
    await until('events', puts * watchers)
    return (puts * watchers) / ((performance.now() - startedMs) / 1000)
  } finally {
    for (const session of sessions) session.destroy()
  }
}
