/**
 * What the services ask of a member: the port between `src/api` and everything below it.
 *
 * A service validates, then calls one of these; it never sees Raft, a disk or a wire. Writes come back by callback and
 * not by promise, because one apply batch answers thousands of them in a row; what happens rarely is a promise.
 */
import type { RequestError } from '../base/errors.ts'
import type { Command } from '../generated/keelson/raft.ts'
import type { KeyValue } from '../mvcc/key-value.ts'
import type {
  DeleteRangeResult,
  PutResult,
  RangeRequest,
  RangeResult,
  TxnRequest,
  TxnResult,
} from '../mvcc/requests.ts'
import type { WatchSink, WatchStream } from '../mvcc/watch-stream.ts'

/** A command as the log carries it: one case for each kind of change. */
export type CommandRequest = NonNullable<Command['request']>

/** What is known of one call beside its message. */
export interface Call {
  /** When the caller gives up, on the monotonic clock in milliseconds; undefined: never. */
  readonly deadlineMs: number | undefined
  /** True once the caller has gone away; nobody reads the answer then. */
  readonly canceled: boolean
}

/** Hears the end of a request: an error, or the result. Called once, never before the call that took it returns. */
export type Done<T> = (error: RequestError | undefined, result: T | undefined) => void

export interface MemberInfo {
  readonly id: bigint
  /** '' until the member has started once. */
  readonly name: string
  readonly peerUrls: readonly string[]
  readonly clientUrls: readonly string[]
  readonly isLearner: boolean
}

export const AlarmType = { NONE: 0, NOSPACE: 1, CORRUPT: 2 } as const
export interface Alarm {
  readonly memberId: bigint
  readonly alarm: number
}

/** What each command answers once it is applied here. */
export interface CommandResults {
  put: PutResult
  deleteRange: DeleteRangeResult
  txn: TxnResult
  /** `finished`: the rows are gone from this member's store, what `physical` waits for. */
  compaction: { readonly revision: number; readonly finished: Promise<void> }
  leaseGrant: { readonly id: bigint; readonly ttlSeconds: number; readonly revision: number }
  leaseRevoke: { readonly revision: number }
  alarm: { readonly alarms: readonly Alarm[]; readonly revision: number }
}

export interface StatusInfo {
  readonly version: string
  readonly storageVersion: string
  readonly dbSize: number
  readonly dbSizeInUse: number
  readonly dbSizeQuota: number
  readonly leader: bigint
  readonly raftIndex: number
  readonly raftTerm: number
  readonly raftAppliedIndex: number
  readonly isLearner: boolean
  readonly errors: readonly string[]
}

export interface HashKv {
  readonly hash: number
  /** -1: never compacted. */
  readonly compactRevision: number
  readonly hashRevision: number
  readonly revision: number
}

export interface Backend {
  readonly clusterId: bigint
  readonly memberId: bigint
  /** Term and store revision now, for response headers. */
  readonly raftTerm: number
  readonly revision: number
  readonly isLearner: boolean
  readonly limits: {
    readonly maxRequestBytes: number
    readonly maxTxnOps: number
    /** Floor of a lease's TTL, raised silently. */
    readonly minLeaseTtlSeconds: number
    readonly requestTimeoutMs: number
    readonly electionTimeoutMs: number
    readonly watchProgressNotifyMs: number
  }
  hasLeader(): boolean
  /** Fails with `NoSpace` when the request would grow a store that is over its quota; raises the alarm for this member. */
  checkQuota(costBytes: number): RequestError | undefined

  /** Replicates a command and applies it; the result is the applied one. */
  propose<K extends keyof CommandResults>(
    request: Extract<CommandRequest, { readonly case: K }>,
    call: Call,
    done: Done<CommandResults[K]>,
  ): void
  /** Calls back once local state holds everything that was committed when this was called (Raft thesis 6.4). */
  linearize(call: Call, done: Done<void>): void

  /** Reads local state; throws `Compacted` or `FutureRevision`. A promise when values have to come from disk. */
  range(request: RangeRequest): RangeResult | Promise<RangeResult>
  readTxn(request: TxnRequest): TxnResult | Promise<TxnResult>
  rangeStream(request: RangeRequest): AsyncIterable<RangeResult>

  openWatch(sink: WatchSink): WatchStream

  /** A new lease id, positive, unique in the cluster. */
  newLeaseId(): bigint
  /** Renews on the primary. `ttlSeconds` 0: there is no such lease. */
  renewLease(id: bigint, call: Call): Promise<{ readonly ttlSeconds: number }>
  /** Undefined: there is no such lease. `remainingSeconds` is truncated. */
  leaseTimeToLive(
    id: bigint,
    call: Call,
  ): Promise<
    { readonly remainingSeconds: number; readonly grantedSeconds: number; readonly keys: readonly string[] } | undefined
  >
  /** Ids of all leases, by remaining time. */
  leases(): readonly bigint[]

  members(): readonly MemberInfo[]
  /** Changes of the members; each rejects with a RequestError of the reference's 1.5, and answers once applied here. */
  addMember(
    peerUrls: readonly string[],
    isLearner: boolean,
  ): Promise<{ readonly member: MemberInfo; readonly members: readonly MemberInfo[] }>
  removeMember(id: bigint): Promise<readonly MemberInfo[]>
  updateMember(id: bigint, peerUrls: readonly string[]): Promise<readonly MemberInfo[]>
  promoteMember(id: bigint): Promise<readonly MemberInfo[]>

  alarms(): readonly Alarm[]
  status(): StatusInfo
  /** CRC of the whole engine; this member's own, for tests. */
  hash(): Promise<number>
  hashKv(revision: number): Promise<HashKv>
  defragment(): Promise<void>
  /** The state at one applied index, cut into pieces; `bytes` is what all of them add up to, a multiple of 512. */
  snapshot(): Promise<{ readonly bytes: number; readonly version: string; readonly pieces: AsyncIterable<Buffer> }>
  moveLeader(target: bigint, call: Call): Promise<void>
  /** `X.Y.0`, or undefined before it is decided. */
  clusterVersion(): string | undefined
}

export type { KeyValue }
