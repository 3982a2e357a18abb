/** Transports of several members in one process, with texts for messages and everything that happens recorded. */
import { afterEach } from 'node:test'
import { DecodeError } from '../../src/generated/runtime/codec.ts'
import type { Clock } from '../../src/io/clock.ts'
import { realClock } from '../../src/io/clock.ts'
import { realEntropy } from '../../src/io/entropy.ts'
import type { MessageCodec, PeerHandlers } from '../../src/peer/handlers.ts'
import type { PeerLimits } from '../../src/peer/peer-limits.ts'
import { newPeerStats, type PeerStats } from '../../src/peer/peer-stats.ts'
import type { PeerTls } from '../../src/peer/peer-tls.ts'
import { PeerTransport } from '../../src/peer/transport.ts'
import { createLoggerTo } from '../../src/telemetry/log.ts'

/** Closed after the test that started them, whatever became of it. */
const started: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((thing) => thing.close()))
})

/** Leaves the closing of `thing` to the end of the test. */
export function closedAfterTest<T extends { close(): Promise<void> }>(thing: T): T {
  started.push(thing)
  return thing
}

export const testCluster = 0xc0ffeen

/** Quick to try again; otherwise the defaults, so that a busy machine does not look like a broken connection. */
export const quick: Partial<PeerLimits> = { probeMs: 50, backOffMinMs: 2, backOffMaxMs: 20 }

export const textCodec: MessageCodec<string> = {
  encode(text, headroom) {
    const bytes = Buffer.alloc(headroom + Buffer.byteLength(text))
    bytes.write(text, headroom)
    return bytes
  },
  decode(buffer, start, end) {
    const text = buffer.toString('utf8', start, end)
    if (text === 'malformed') throw new DecodeError('no such message')
    return text
  },
}

export interface MemberOptions {
  readonly id: bigint
  readonly clusterId?: bigint
  readonly version?: string
  readonly listen?: string
  readonly advertise?: readonly string[]
  readonly clock?: Clock
  readonly tls?: PeerTls
  readonly limits?: Partial<PeerLimits>
  readonly handlers?: Partial<PeerHandlers<string>>
}

export class TestMember {
  readonly id: bigint
  readonly transport: PeerTransport<string>
  readonly received: { readonly from: bigint; readonly text: string }[] = []
  readonly unreachable: bigint[] = []
  readonly lines: string[] = []
  readonly roundTrips: number[] = []
  removedTold = 0
  url = ''
  port = 0
  readonly #waiters = new Set<() => void>()

  private constructor(options: MemberOptions) {
    this.id = options.id
    const log = createLoggerTo(
      {
        write: (line) => {
          this.lines.push(String(line))
          this.#changed()
        },
        close: () => undefined,
      },
      { level: 'debug', format: 'json' },
    )
    this.transport = new PeerTransport<string>({
      self: {
        memberId: options.id,
        clusterId: options.clusterId ?? testCluster,
        version: options.version ?? '3.7.1',
        peerUrls: () => options.advertise ?? [this.url],
      },
      codec: textCodec,
      clock: options.clock ?? realClock,
      entropy: realEntropy,
      log,
      tls: options.tls,
      limits: { ...quick, ...options.limits },
      handlers: {
        onMessages: (from, texts) => {
          for (const text of texts) this.received.push({ from, text })
          this.#changed()
        },
        onUnreachable: (id) => {
          this.unreachable.push(id)
          this.#changed()
        },
        onRemoved: () => {
          this.removedTold++
          this.#changed()
        },
        onSnapshot: () => Promise.reject(new Error('no snapshots here')),
        isRemoved: () => false,
        members: () => [],
        versions: () => ({ etcdserver: '3.7.1' }),
        rpc: {},
        onRoundTrip: (_id, seconds) => {
          this.roundTrips.push(seconds)
          this.#changed()
        },
        ...options.handlers,
      },
    })
  }

  static async start(options: MemberOptions): Promise<TestMember> {
    const member = new TestMember(options)
    closedAfterTest(member.transport)
    const [bound] = await member.transport.listen([options.listen ?? 'http://127.0.0.1:0'])
    member.url = bound?.url ?? ''
    member.port = bound?.port ?? 0
    return member
  }

  texts(): string[] {
    return this.received.map(({ text }) => text)
  }

  stats(id: bigint): PeerStats {
    return this.transport.peers().find((each) => each.id === id) ?? newPeerStats(id)
  }

  hasLogged(text: string): boolean {
    return this.lines.some((line) => line.includes(text))
  }

  /** Resolves when `holds` does; looked at whenever something happens here, and now and then. The test's time-out bounds it. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return
        this.#waiters.delete(look)
        clearInterval(now)
        resolve()
      }
      const now = setInterval(look, 10)
      this.#waiters.add(look)
      look()
    })
  }

  /** Resolves when both streams to `other` are open. */
  connected(other: TestMember): Promise<void> {
    return this.until(() => this.transport.activeSinceMs(other.id) !== undefined)
  }

  #changed(): void {
    for (const look of [...this.#waiters]) look()
  }
}

/** `count` members with ids from 1 on that know each other, all connected. */
export async function startMembers(
  count: number,
  options: (id: bigint) => Partial<MemberOptions> = () => ({}),
): Promise<TestMember[]> {
  const members: TestMember[] = []
  for (let i = 1; i <= count; i++) members.push(await TestMember.start({ id: BigInt(i), ...options(BigInt(i)) }))
  for (const member of members) for (const other of members) member.transport.setPeer(other.id, [other.url])
  for (const member of members) for (const other of members) if (other !== member) await member.connected(other)
  return members
}
