/**
 * What the tests of the services, their hosts and the HTTP side stand on: a backend that answers at once, time that passes when
 * told, calls that remember what became of them. (The name keeps this file out of the build.)
 */
import type { Backend, CommandRequest } from '../server/backend.ts'
import {
  type BidiStream,
  failureOf,
  type Log,
  type Observer,
  type RequestListener,
  type Timer,
  type Timers,
  type UnaryCall,
} from './service.ts'

export type FakeBackend = Backend & {
  /** Commands proposed, in order. */
  readonly proposed: CommandRequest[]
  /** How often a read waited for the log. */
  linearized: number
}

/** A backend with an empty store at revision 7 and one member; `overrides` replaces parts of it. */
export function fakeBackend(overrides: Partial<Backend> = {}): FakeBackend {
  const answers: Record<string, unknown> = {
    put: { revision: 8, prevKv: undefined },
    deleteRange: { revision: 8, deleted: 0, prevKvs: [] },
    txn: { revision: 8, succeeded: true, responses: [] },
    compaction: { revision: 7, finished: Promise.resolve() },
    leaseGrant: { id: 5n, ttlSeconds: 60, revision: 7 },
    leaseRevoke: { revision: 7 },
    alarm: { alarms: [], revision: 7 },
  }
  const emptyRange = { revision: 7, kvs: [], more: false, count: 0 }
  const fake: FakeBackend = {
    proposed: [],
    linearized: 0,
    clusterId: 0xcn,
    memberId: 0xan,
    raftTerm: 3,
    revision: 7,
    isLearner: false,
    limits: {
      maxRequestBytes: 1_572_864,
      maxTxnOps: 128,
      minLeaseTtlSeconds: 2,
      requestTimeoutMs: 7_000,
      electionTimeoutMs: 1_000,
      watchProgressNotifyMs: 600_000,
    },
    hasLeader: () => true,
    checkQuota: () => undefined,
    propose: (request, _call, done) => {
      const command: CommandRequest = request
      fake.proposed.push(command)
      queueMicrotask(() => done(undefined, answers[command.case] as never))
    },
    linearize: (_call, done) => {
      fake.linearized++
      queueMicrotask(() => done(undefined, undefined))
    },
    range: () => emptyRange,
    readTxn: () => ({ revision: 7, succeeded: true, responses: [] }),
    rangeStream: async function* () {
      yield emptyRange
    },
    openWatch: () => {
      throw new Error('this test has no watches')
    },
    newLeaseId: () => 0x11n,
    renewLease: async () => ({ ttlSeconds: 60 }),
    leaseTimeToLive: async () => undefined,
    leases: () => [],
    members: () => [],
    addMember: async (peerUrls, isLearner) => {
      const member = { id: 2n, name: '', peerUrls, clientUrls: [], isLearner }
      return { member, members: [member] }
    },
    removeMember: async () => [],
    updateMember: async () => [],
    promoteMember: async () => [],
    alarms: () => [],
    status: () => ({
      version: '3.7.1',
      storageVersion: '3.7.0',
      dbSize: 4096,
      dbSizeInUse: 2048,
      dbSizeQuota: 2 ** 31,
      leader: 0xan,
      raftIndex: 9,
      raftTerm: 3,
      raftAppliedIndex: 9,
      isLearner: false,
      errors: [],
    }),
    hash: async () => 1,
    hashKv: async () => ({ hash: 1, compactRevision: -1, hashRevision: 7, revision: 7 }),
    defragment: async () => undefined,
    snapshot: async () => ({ bytes: 0, version: '3.7.0', pieces: noPieces() }),
    moveLeader: async () => undefined,
    clusterVersion: () => '3.7.0',
    ...overrides,
  }
  return fake
}

async function* noPieces(): AsyncGenerator<Buffer> {}

/** Time that passes in `pass` and nowhere else. */
export class FakeTimers implements Timers {
  #nowMs = 0
  readonly #waiting = new Set<{ readonly atMs: number; readonly callback: () => void }>()

  get waiting(): number {
    return this.#waiting.size
  }

  nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, callback: () => void): Timer {
    const entry = { atMs: this.#nowMs + delayMs, callback }
    this.#waiting.add(entry)
    return { cancel: () => this.#waiting.delete(entry) }
  }

  random(): number {
    return 0.5
  }

  pass(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (;;) {
      const next = [...this.#waiting].filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.#waiting.delete(next)
      this.#nowMs = next.atMs
      next.callback()
    }
    this.#nowMs = untilMs
  }
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export const deafObserver: Observer = {
  onClientRequest: () => undefined,
  onStarted: () => undefined,
  onHandled: () => undefined,
  onMessage: () => undefined,
}

class FakeContext {
  readonly deadlineMs: number | undefined = undefined
  canceled = false
  readonly #metadata: Readonly<Record<string, string>>

  constructor(metadata: Readonly<Record<string, string>> = {}) {
    this.#metadata = metadata
  }

  metadata(name: string): string | undefined {
    return this.#metadata[name]
  }
}

/** A unary call that remembers its end. */
export class FakeCall extends FakeContext implements UnaryCall<unknown> {
  response: unknown
  failure: { readonly code: number; readonly message: string } | undefined
  #onAnswer: (() => void) | undefined
  /** Resolves when the call has ended. */
  readonly answered = new Promise<void>((resolve) => {
    this.#onAnswer = resolve
  })

  onCancel(): void {}

  reply(response: unknown): void {
    this.response = response
    this.#onAnswer?.()
  }

  fail(error: unknown): void {
    this.failure = failureOf(error, silentLog)
    this.#onAnswer?.()
  }
}

/** A stream that remembers what was written; it is full from `roomFor` messages on until `drain`. */
export class FakeStream<Request, Response> extends FakeContext implements BidiStream<Request, Response> {
  readonly written: Response[] = []
  failure: { readonly code: number; readonly message: string } | undefined
  ended = false
  paused = false
  roomFor = Number.POSITIVE_INFINITY
  listener: RequestListener<Request> | undefined
  #onDrain: (() => void) | undefined
  readonly #onEnd: (() => void)[] = []

  write(response: Response): boolean {
    if (this.ended) return true
    this.written.push(response)
    return this.written.length < this.roomFor
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener
  }

  drain(roomFor = Number.POSITIVE_INFINITY): void {
    this.roomFor = roomFor
    this.#onDrain?.()
  }

  end(error?: unknown): void {
    if (this.ended) return
    this.ended = true
    if (error !== undefined) this.failure = failureOf(error, silentLog)
    for (const listener of this.#onEnd.splice(0)) listener()
  }

  /** The caller goes away. */
  cancel(): void {
    this.canceled = true
    this.ended = true
    for (const listener of this.#onEnd.splice(0)) listener()
  }

  onEnd(listener: () => void): void {
    if (this.ended) listener()
    else this.#onEnd.push(listener)
  }

  /** Resolves when the stream is over. */
  get over(): Promise<void> {
    return new Promise((resolve) => this.onEnd(resolve))
  }

  listen(listener: RequestListener<Request>): void {
    this.listener = listener
  }

  send(request: Request): void {
    this.listener?.onMessage(request)
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
  }
}
