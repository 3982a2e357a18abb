/**
 * Everything that is replicated, in one place: keys, leases, members, alarms, and how far the log is applied.
 *
 * Applying is synchronous and in memory. At the end of a batch its rows go behind to the engine in one atomic write
 * that also carries the applied record, so state and applied index on disk never disagree; then watchers and waiting
 * requests hear of it. Only two things make a batch wait: a value that has to be read back from the engine (an old
 * value asked for after it was evicted), and an engine so far behind that its queue is full.
 */
import { assert, unreachable } from '../base/assert.ts'
import { type Reason, RequestError } from '../base/errors.ts'
import { type AlarmType as AlarmKind, Alarms } from '../cluster/alarms.ts'
import { Membership } from '../cluster/membership.ts'
import { AlarmAction } from '../generated/etcdserverpb/maintenance.ts'
import { MemberChange } from '../generated/keelson/raft.ts'
import { type Lease, Leases } from '../lease/leases.ts'
import type { RowRef } from '../mvcc/requests.ts'
import { Store, type StoreOptions } from '../mvcc/store.ts'
import { WatchHub } from '../mvcc/watch-hub.ts'
import { decodeConfChange } from '../raft/conf-change-codec.ts'
import {
  type ConfChange,
  type ConfChangeSingle,
  type ConfState,
  isConfChangeV1,
  toConfChangeV2,
} from '../raft/conf-state.ts'
import type { Entry } from '../raft/entry.ts'
import { Counts, readApplied, verifyCounts } from '../storage/applied.ts'
import type { Engine, WriteOp } from '../storage/engine.ts'
import { WriteBehind } from '../storage/write-behind.ts'
import type { CommandRequest } from './backend.ts'
import { decodeConfState, encodeConfState } from './conf-state-record.ts'
import { type Finish, requestOf, termOf, type Waiting } from './proposals.ts'
import { putCost, txnPutCost } from './quota.ts'

export interface StateMachineHooks {
  /** Who waits on this member for the entry with these bytes. */
  take(data: Buffer): Waiting | undefined
  /** Tells the core of a configuration change that is applied now; returns the configuration it leads to. */
  applyConfChange(change: ConfChange): ConfState
  /** Whether growing requests must be answered `NoSpace` although they were carried out (quota passed at apply). */
  overQuota(costBytes: number): boolean
  /** The first entry of `term` was applied; no entry of an earlier one follows. */
  onTerm(term: number): void
  onLeaseGranted(lease: Lease): void
  onLeaseRevoked(id: bigint): void
  /** A configuration change was applied, or refused when it was to be. */
  onConfChange(changeId: bigint, failed: Reason | undefined): void
  onClusterVersion(version: string): void
  /** The engine's disk failed: nothing is written behind any more, and the log must not be let go. */
  onDiskFailure(error: Error): void
  onBackendCommit(seconds: number): void
}

export interface StateMachineOptions {
  readonly engine: Engine
  readonly store: Omit<StoreOptions, 'engine' | 'leases' | 'counts' | 'flush' | 'onFailure'>
  readonly writeBehindBytes: number
  /** From this size on a watch response is sent in pieces to those who allow it. */
  readonly watchFragmentBytes: number
  readonly nowMs: () => number
  readonly hooks: StateMachineHooks
}

/** One request's end, held back until its whole batch is applied. */
interface Ending {
  readonly finish: Finish
  readonly error: RequestError | undefined
  readonly result: unknown
}

/** The state after a command: its answer, a failure that is part of the deterministic result, or values to load. */
type Applied = { readonly ok: unknown } | { readonly failed: Reason } | { readonly missing: readonly RowRef[] }

export class StateMachine {
  readonly engine: Engine
  readonly store: Store
  readonly hub: WatchHub
  readonly leases: Leases
  readonly membership: Membership
  readonly alarms: Alarms
  readonly #counts: Counts
  readonly #hooks: StateMachineHooks
  readonly #writeBehind: WriteBehind
  #endings: Ending[] = []
  /** Configuration changes of this batch, told when it is applied whole. */
  #confChanges: { readonly changeId: bigint; readonly failed: Reason | undefined }[] = []
  #confState: ConfState
  #confStateRecord: Buffer
  appliedIndex: number
  appliedTerm: number
  /** Bytes of log entries applied since the last time somebody set this to zero. */
  appliedBytes = 0
  /** Metrics. */
  readonly totals = { leasesGranted: 0, leasesRevoked: 0 }

  private constructor(
    options: StateMachineOptions,
    parts: {
      store: Store
      leases: Leases
      membership: Membership
      alarms: Alarms
      counts: Counts
      index: number
      term: number
      confState: ConfState
    },
  ) {
    this.engine = options.engine
    this.store = parts.store
    this.hub = new WatchHub(parts.store, {
      fragmentBytes: options.watchFragmentBytes,
      yieldToLoop: options.store.yieldToLoop,
      onFailure: (error) => options.hooks.onDiskFailure(error),
    })
    this.leases = parts.leases
    this.membership = parts.membership
    this.alarms = parts.alarms
    this.#counts = parts.counts
    this.appliedIndex = parts.index
    this.appliedTerm = parts.term
    this.#confState = parts.confState
    this.#confStateRecord = encodeConfState(parts.confState)
    this.#hooks = options.hooks
    this.#writeBehind = new WriteBehind(options.engine, parts.index, {
      maxPendingBytes: options.writeBehindBytes,
      now: options.nowMs,
      yieldToLoop: options.store.yieldToLoop,
      onFlushed: (index) => this.store.flushed(index),
      onWrite: (seconds) => options.hooks.onBackendCommit(seconds),
      onError: (error) => options.hooks.onDiskFailure(error),
    })
  }

  /** Reads the state back from the engine, and refuses when rows are missing. */
  static async open(options: StateMachineOptions): Promise<StateMachine> {
    const { engine } = options
    const applied = await readApplied(engine)
    assert(applied !== undefined, 'an engine is bootstrapped before it is opened', engine.directory)
    const counts = new Counts()
    const leases = new Leases(counts)
    const membership = new Membership(counts)
    const alarms = new Alarms(counts)
    await leases.restore(engine)
    await membership.restore(engine)
    await alarms.restore(engine)
    let machine: StateMachine | undefined
    const store = await Store.open({
      ...options.store,
      engine,
      leases,
      counts,
      flush: () => {
        assert(machine !== undefined, 'background work begins after the start')
        return machine.#flush()
      },
      onFailure: (error) => options.hooks.onDiskFailure(error),
    })
    verifyCounts(applied.rows, counts, engine.directory)
    machine = new StateMachine(options, {
      store,
      leases,
      membership,
      alarms,
      counts,
      index: applied.index,
      term: applied.term,
      confState: decodeConfState(applied.confState),
    })
    return machine
  }

  get confState(): ConfState {
    return this.#confState
  }

  get confStateRecord(): Buffer {
    return this.#confStateRecord
  }

  get pendingBytes(): number {
    return this.#writeBehind.pendingBytes
  }

  /** Applied indexes that the engine holds, and holds durably. */
  get flushedIndex(): number {
    return this.#writeBehind.flushedIndex
  }

  get syncedIndex(): number {
    return this.#writeBehind.syncedIndex
  }

  /** Carries out committed entries in order. Undefined: done; otherwise done when resolved. */
  apply(entries: readonly Entry[]): Promise<void> | undefined {
    const missing = this.#applyFrom(entries, 0)
    if (missing !== undefined) return this.#applyWithLoads(entries, missing)
    return this.#finishBatch()
  }

  /** Takes up background work that the last stop interrupted. */
  start(): void {
    this.store.resumeCompaction()
  }

  /** Removes all members but `id`, for whom `confState` is the configuration from now on; returns who was removed. */
  keepOnly(id: bigint, confState: ConfState): bigint[] {
    const others = this.membership.members().flatMap((member) => (member.id === id ? [] : [member.id]))
    for (const other of others) this.membership.remove(other)
    if (this.membership.member(id)?.isLearner === true) this.membership.promote(id)
    this.#confState = confState
    this.#confStateRecord = encodeConfState(confState)
    this.#push(this.#takeOps())
    return others
  }

  /** All that is applied is in the engine when resolved. */
  drain(): Promise<void> {
    return this.#writeBehind.drain()
  }

  /** Makes the engine durable; returns the applied index that a start will find at least. */
  sync(): Promise<number> {
    return this.#writeBehind.sync()
  }

  async close(): Promise<void> {
    await this.hub.close()
    await this.store.close()
    if (this.#writeBehind.failed === undefined) await this.#writeBehind.drain()
    await this.engine.close()
  }

  /** Index of the first entry that needs values loaded first, with their places; undefined when all are applied. */
  #applyFrom(entries: readonly Entry[], from: number): { at: number; rows: readonly RowRef[] } | undefined {
    for (let at = from; at < entries.length; at++) {
      const entry = entries[at]
      if (entry === undefined || entry.index <= this.appliedIndex) continue
      assert(entry.index === this.appliedIndex + 1, 'entries are applied without a gap', this.appliedIndex, entry.index)
      const rows = this.#applyEntry(entry)
      if (rows !== undefined) return { at, rows }
      this.appliedIndex = entry.index
      if (entry.term !== this.appliedTerm) {
        this.appliedTerm = entry.term
        this.#hooks.onTerm(entry.term)
      }
      this.appliedBytes += entry.data.length
    }
    return undefined
  }

  async #applyWithLoads(entries: readonly Entry[], first: { at: number; rows: readonly RowRef[] }): Promise<void> {
    let missing: { at: number; rows: readonly RowRef[] } | undefined = first
    while (missing !== undefined) {
      await this.store.load(missing.rows)
      missing = this.#applyFrom(entries, missing.at)
    }
    await this.#finishBatch()
  }

  /** Rows that background work (compaction) has to write, with the state as applied now. */
  #flush(): Promise<void> {
    this.#push(this.#takeOps())
    return this.#writeBehind.drain()
  }

  #finishBatch(): Promise<void> | undefined {
    this.hub.flush()
    const endings = this.#endings
    const confChanges = this.#confChanges
    this.#endings = []
    this.#confChanges = []
    for (const { changeId, failed } of confChanges) this.#hooks.onConfChange(changeId, failed)
    for (const { finish, error, result } of endings) finish(error, result)
    // Last, so that the log's next flush, with what the ends above lead to, begins before the engine's write.
    this.#push(this.#takeOps())
    if (!this.#writeBehind.full) return undefined
    return new Promise((resolve) => this.#writeBehind.onRoom(resolve))
  }

  #takeOps(): WriteOp[] {
    const ops = this.store.takeOps(this.appliedIndex)
    for (const more of [this.leases.takeOps(), this.membership.takeOps(), this.alarms.takeOps()]) {
      for (const op of more) ops.push(op)
    }
    return ops
  }

  #push(ops: readonly WriteOp[]): void {
    this.#writeBehind.push({
      ops,
      applied: {
        index: this.appliedIndex,
        term: this.appliedTerm,
        confState: this.#confStateRecord,
        rows: this.#counts.frozen(),
      },
    })
  }

  #applyEntry(entry: Entry): readonly RowRef[] | undefined {
    if (entry.type !== 'normal') {
      this.#applyConfChange(entry)
      return undefined
    }
    if (entry.data.length === 0) return undefined // a new leader's empty entry (Raft paper 8)
    // Proposed for a leader that was one no longer: its proposer proposes it again, see `Proposals`.
    const term = termOf(entry.data)
    if (term !== 0 && term !== entry.term) return undefined
    const request = requestOf(entry.data)
    const applied = this.#applyCommand(request)
    if ('missing' in applied) return applied.missing
    const waiting = this.#hooks.take(entry.data)
    if (waiting === undefined) return undefined
    let error: RequestError | undefined
    if ('failed' in applied) error = new RequestError(applied.failed)
    else if (this.#passedQuota(request)) error = new RequestError('NoSpace')
    this.#endings.push({ finish: waiting.finish, error, result: 'ok' in applied ? applied.ok : undefined })
    return undefined
  }

  #applyCommand(request: CommandRequest | undefined): Applied {
    if (request === undefined) return { ok: undefined } // written by a newer member; its version gate is the log's
    const refused = this.#refusedByAlarm(request)
    if (refused !== undefined) return { failed: refused }
    switch (request.case) {
      case 'put':
        return this.store.applyPut(request.value)
      case 'deleteRange':
        return this.store.applyDeleteRange(request.value)
      case 'txn':
        return this.store.applyTxn(request.value)
      case 'compaction':
        return this.store.applyCompaction(request.value.revision)
      case 'leaseGrant': {
        const granted = this.leases.grant({ id: request.value.id, ttlSeconds: request.value.ttl })
        if ('failed' in granted) return granted
        this.totals.leasesGranted++
        this.#hooks.onLeaseGranted(granted.ok)
        return { ok: { id: granted.ok.id, ttlSeconds: granted.ok.ttlSeconds, revision: this.store.revision } }
      }
      case 'leaseRevoke':
        return this.#applyRevoke(request.value.id)
      case 'leaseCheckpoint': {
        for (const { id, remainingTtl } of request.value.checkpoints) this.leases.checkpoint(id, remainingTtl)
        return { ok: undefined }
      }
      case 'alarm': {
        const { action, memberId, alarm } = request.value
        return { ok: { alarms: this.#applyAlarm(action, memberId, alarm), revision: this.store.revision } }
      }
      case 'clusterVersionSet': {
        const { to } = this.membership.setVersion(request.value.ver)
        this.#hooks.onClusterVersion(to)
        return { ok: undefined }
      }
      case 'clusterMemberAttrSet': {
        const { memberId, memberAttributes } = request.value
        const updated = this.membership.updateAttributes(memberId, {
          name: memberAttributes?.name ?? '',
          clientUrls: memberAttributes?.clientUrls ?? [],
        })
        if ('failed' in updated) return updated
        return { ok: undefined }
      }
      default:
        // Commands of services that this version does not have: nobody here proposes them.
        return { failed: 'NotCapable' }
    }
  }

  #applyRevoke(id: bigint): Applied {
    if (!this.leases.exists(id)) return { failed: 'LeaseNotFound' }
    const deleted = this.store.applyRevoke(this.leases.keysOf(id))
    if (!('ok' in deleted)) return deleted
    const revoked = this.leases.revoke(id)
    assert('ok' in revoked, 'a lease that exists can be revoked', id)
    this.totals.leasesRevoked++
    this.#hooks.onLeaseRevoked(id)
    return { ok: { revision: this.store.revision } }
  }

  #applyAlarm(action: number, memberId: bigint, alarm: number): unknown {
    switch (action as AlarmAction) {
      case AlarmAction.GET:
        return this.alarms.list(alarm as 0 | AlarmKind)
      case AlarmAction.ACTIVATE:
        return alarm === 0 ? [] : this.alarms.activate(memberId, alarm as AlarmKind)
      case AlarmAction.DEACTIVATE:
        return alarm === 0 ? [] : this.alarms.deactivate(memberId, alarm as AlarmKind)
      default:
        return unreachable(action as never, 'an alarm action that the service lets through')
    }
  }

  /** CORRUPT stops every change, NOSPACE what grows (reference 10.1); the former wins. */
  #refusedByAlarm(request: CommandRequest): Reason | undefined {
    if (this.alarms.has(2)) {
      switch (request.case) {
        case 'put':
        case 'deleteRange':
        case 'txn':
        case 'compaction':
        case 'leaseGrant':
        case 'leaseRevoke':
          return 'Corrupt'
      }
    }
    if (this.alarms.has(1)) {
      if (request.case === 'put' || request.case === 'leaseGrant') return 'NoSpace'
      if (request.case === 'txn' && txnPutCost(request.value) > 0) return 'NoSpace'
    }
    return undefined
  }

  #passedQuota(request: CommandRequest | undefined): boolean {
    switch (request?.case) {
      case 'put':
        return this.#hooks.overQuota(putCost(request.value))
      case 'txn': {
        const cost = txnPutCost(request.value)
        return cost > 0 && this.#hooks.overQuota(cost)
      }
      default:
        return false
    }
  }

  /** A change that makes no sense any more changes neither the members nor the core's configuration, on no member. */
  #applyConfChange(entry: Entry): void {
    const change = decodeConfChange(entry)
    const { changes, context } = toConfChangeV2(change)
    let failed: Reason | undefined
    if (context.length > 0) {
      const about = MemberChange.decode(context)
      for (const { type } of changes) failed ??= this.#changeMember(type, about)
    }
    if (failed === undefined) {
      this.#confState = this.#hooks.applyConfChange(change)
      this.#confStateRecord = encodeConfState(this.#confState)
    }
    const changeId = isConfChangeV1(change) ? change.id : 0n
    this.#confChanges.push({ changeId, failed })
  }

  #changeMember(type: ConfChangeSingle['type'], about: MemberChange): Reason | undefined {
    const { id, name, peerUrls, clientUrls } = about
    const changed = (() => {
      switch (type) {
        case 'addNode':
          if (about.promote) return this.membership.promote(id)
          return this.membership.add({ id, name, peerUrls, clientUrls, isLearner: false })
        case 'addLearnerNode':
          return this.membership.add({ id, name, peerUrls, clientUrls, isLearner: true })
        case 'removeNode':
          return this.membership.remove(id)
        case 'updateNode':
          return this.membership.update(id, peerUrls)
        default:
          return unreachable(type)
      }
    })()
    return 'failed' in changed ? changed.failed : undefined
  }
}
