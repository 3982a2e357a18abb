/**
 * What a call must pass before its handler sees it, in etcd's order: the cluster speaks v3, a learner serves only a few
 * methods, the client's version is text, and who asked for a leader has one.
 *
 * Streams are remembered while they are open: one that asked for a leader ends once none was seen for three election timeouts in
 * a row, and those that never end by themselves end when the member stops.
 */
import { isUtf8 } from 'node:buffer'
import { RequestError } from '../base/errors.ts'
import type { MethodDefinition } from '../generated/runtime/service.ts'
import type { Backend } from '../server/backend.ts'
import type { CallContext, Gate, Observer, ResponseStream, Timer, Timers } from './service.ts'

/** After so many looks, one an election timeout, without a leader, the streams that asked for one end. */
const looksWithoutLeaderMax = 3

const snapshotPath = '/etcdserverpb.Maintenance/Snapshot'
const statusPath = '/etcdserverpb.Maintenance/Status'
const rangePath = '/etcdserverpb.KV/Range'

/** Streams that end when their work is done; all others live as long as their client wants. */
const finitePaths: ReadonlySet<string> = new Set([snapshotPath, '/etcdserverpb.KV/RangeStream'])

type OpenStream = ResponseStream<never>

export class Admission implements Gate {
  readonly #backend: Backend
  readonly #observer: Pick<Observer, 'onClientRequest'>
  readonly #leaderWatch: LeaderWatch
  readonly #endless = new Set<OpenStream>()
  #stopped = false
  #clusterVersion: string | undefined
  #capable = true

  constructor(backend: Backend, timers: Timers, observer: Pick<Observer, 'onClientRequest'>) {
    this.#backend = backend
    this.#observer = observer
    this.#leaderWatch = new LeaderWatch(backend, timers)
  }

  unary(definition: MethodDefinition, request: unknown, call: CallContext): RequestError | undefined {
    if (this.#stopped) return new RequestError('Stopped')
    if (!this.#isCapable()) return new RequestError('NotCapable')
    if (this.#backend.isLearner && !learnerServes(definition, request))
      return new RequestError('NotSupportedForLearner')
    return this.#checkMetadata('unary', call)
  }

  stream(definition: MethodDefinition, stream: OpenStream): RequestError | undefined {
    if (this.#stopped) return new RequestError('Stopped')
    if (!this.#isCapable()) return new RequestError('NotCapable')
    if (this.#backend.isLearner && definition.path !== snapshotPath) return new RequestError('NotSupportedForLearner')
    const refused = this.#checkMetadata('stream', stream)
    if (refused === undefined) this.#remember(definition, stream)
    return refused
  }

  /** Ends the streams that never end by themselves and refuses what comes from now on. */
  stop(): void {
    this.#stopped = true
    this.interrupt()
  }

  /** Ends the streams that never end by themselves; their clients come back and go on where they were. */
  interrupt(): void {
    for (const stream of this.#endless) stream.end(new RequestError('Stopped'))
  }

  #remember(definition: MethodDefinition, stream: OpenStream): void {
    if (asksForLeader(stream)) this.#leaderWatch.add(stream)
    if (finitePaths.has(definition.path)) return
    this.#endless.add(stream)
    stream.onEnd(() => this.#endless.delete(stream))
  }

  #checkMetadata(type: 'unary' | 'stream', call: CallContext): RequestError | undefined {
    const version = call.metadata('client-api-version')
    if (version !== undefined && !isUtf8(Buffer.from(version, 'latin1'))) {
      return new RequestError('InvalidClientApiVersion')
    }
    this.#observer.onClientRequest(type, version === undefined || version === '' ? 'unknown' : version)
    return asksForLeader(call) && !this.#backend.hasLeader() ? new RequestError('NoLeader') : undefined
  }

  /** Before the cluster has agreed on a version every member is of this one. */
  #isCapable(): boolean {
    const version = this.#backend.clusterVersion()
    if (version !== this.#clusterVersion) {
      this.#clusterVersion = version
      this.#capable = version === undefined || version.startsWith('3.')
    }
    return this.#capable
  }
}

function learnerServes(definition: MethodDefinition, request: unknown): boolean {
  if (definition.path === statusPath) return true
  return definition.path === rangePath && (request as { readonly serializable: boolean }).serializable
}

function asksForLeader(call: CallContext): boolean {
  return call.metadata('hasleader') === 'true'
}

/** Ends streams that cannot live without a leader. Looks only while there is such a stream. */
class LeaderWatch {
  readonly #backend: Backend
  readonly #timers: Timers
  readonly #streams = new Set<OpenStream>()
  #timer: Timer | undefined
  #looksWithout = 0

  constructor(backend: Backend, timers: Timers) {
    this.#backend = backend
    this.#timers = timers
  }

  add(stream: OpenStream): void {
    this.#streams.add(stream)
    stream.onEnd(() => this.#streams.delete(stream))
    this.#timer ??= this.#schedule()
  }

  #schedule(): Timer {
    return this.#timers.after(this.#backend.limits.electionTimeoutMs, () => this.#look())
  }

  #look(): void {
    this.#looksWithout = this.#backend.hasLeader() ? 0 : this.#looksWithout + 1
    if (this.#looksWithout >= looksWithoutLeaderMax) {
      for (const stream of this.#streams) stream.end(new RequestError('NoLeader'))
    }
    this.#timer = this.#streams.size === 0 ? undefined : this.#schedule()
    if (this.#timer === undefined) this.#looksWithout = 0
  }
}
