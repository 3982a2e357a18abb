/**
 * One member of a cluster, running: the core, its disk and the state machine connected, and the port that the services
 * call. `open-member.ts` puts one together from what is on disk.
 */
import { hexId } from '../base/bytes.ts'
import { type Reason, RequestError } from '../base/errors.ts'
import { MemberPromoteRequest, MemberPromoteResponse } from '../generated/etcdserverpb/cluster.ts'
import {
  LeaseKeepAliveRequest,
  LeaseKeepAliveResponse,
  LeaseTimeToLiveRequest,
  LeaseTimeToLiveResponse,
} from '../generated/etcdserverpb/lease.ts'
import { AlarmAction, type AlarmType as AlarmNumber } from '../generated/etcdserverpb/maintenance.ts'
import type { Clock, Timer } from '../io/clock.ts'
import { minTtlSeconds } from '../lease/leases.ts'
import type { RangeRequest, RangeResult, TxnRequest, TxnResult } from '../mvcc/requests.ts'
import type { WatchSink, WatchStream } from '../mvcc/watch-stream.ts'
import type { Message } from '../raft/message.ts'
import type { Role } from '../raft/ready.ts'
import type { Engine, Sizes } from '../storage/engine.ts'
import type { Logger } from '../telemetry/log.ts'
import {
  type Alarm,
  AlarmType,
  type Backend,
  type Call,
  type CommandRequest,
  type CommandResults,
  type Done,
  type HashKv,
  type MemberInfo,
  type StatusInfo,
} from './backend.ts'
import { type BackupOrigin, openBackup } from './backup.ts'
import { type AutoCompaction, Compactor } from './compactor.ts'
import type { Consensus } from './consensus.ts'
import { CorruptionCheck } from './corruption-check.ts'
import { hashEngine } from './engine-hash.ts'
import { Lessor } from './lessor.ts'
import type { Log } from './log.ts'
import { MemberChanges } from './member-changes.ts'
import type { PeerCall, PeerLink } from './peer-link.ts'
import type { Proposals } from './proposals.ts'
import type { LinearReads } from './reads.ts'
import { type SendSnapshot, sendState } from './snapshot-transfer.ts'
import type { StateMachine } from './state-machine.ts'
import type { Trimmer } from './trimmer.ts'

/** What a member is told once. */
export interface MemberConfig {
  readonly name: string
  readonly advertiseClientUrls: readonly string[]
  readonly heartbeatIntervalMs: number
  readonly electionTimeoutMs: number
  /** At or below 0: no quota. */
  readonly quotaBackendBytes: number
  readonly maxRequestBytes: number
  readonly maxTxnOps: number
  readonly watchProgressNotifyMs: number
  readonly warningApplyMs: number
  readonly autoCompaction: AutoCompaction
  readonly leaseCheckpoints: boolean
  /** How often the leader compares hashes with the others; 0: never. */
  readonly corruptCheckMs: number
  readonly strictReconfigCheck: boolean
  readonly maxLearners: number
  /** etcd's version that this member speaks, and the cluster version it asks for. */
  readonly serverVersion: string
  readonly clusterVersion: string
}

/** What a member is made of; it owns these from now on, and closes them. */
export interface MemberParts {
  readonly config: MemberConfig
  readonly memberId: bigint
  readonly clusterId: bigint
  readonly clock: Clock
  readonly logger: Logger
  readonly engine: Engine
  readonly log: Log
  readonly machine: StateMachine
  readonly consensus: Consensus
  readonly proposals: Proposals
  readonly reads: LinearReads
  readonly trimmer: Trimmer
  readonly peers: PeerLink
  /** This member is no longer one of the cluster. */
  readonly onRemoved: () => void
  /** The disk failed while others could go on without this member. */
  readonly onFatal: (error: unknown) => void
}

/** How often sizes are read anew, and progress that is not urgent is made. */
const housekeepingMs = 100
/** etcd's time-out of one try is the request's; the next one follows soon. */
const publishRetryMs = 500

/** etcd's server-side limit of a request: 5 s and two election time-outs. */
export function requestTimeoutMs(electionTimeoutMs: number): number {
  return 5_000 + 2 * electionTimeoutMs
}

export class Member implements Backend {
  readonly clusterId: bigint
  readonly memberId: bigint
  readonly limits: Backend['limits']
  readonly lessor: Lessor
  readonly machine: StateMachine
  readonly consensus: Consensus
  readonly reads: LinearReads
  readonly proposals: Proposals
  readonly #parts: MemberParts
  readonly #config: MemberConfig
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #compactor: Compactor
  readonly #timers: Timer[] = []
  #sizes: Sizes
  #raisingAlarm = false
  #stopping = false
  readonly #memberChanges: MemberChanges
  readonly corruption: CorruptionCheck
  /** Woken when the leader changes. */
  #leaderWaiters: (() => void)[] = []
  #published: (() => void) | undefined
  /** Resolves when this member has told the cluster its name and URLs: from then on it serves clients. */
  readonly published: Promise<void>
  #settingVersion = false
  leaseExpired = 0

  constructor(parts: MemberParts) {
    const { config, clock, machine } = parts
    this.#parts = parts
    this.#config = config
    this.#clock = clock
    this.#logger = parts.logger
    this.clusterId = parts.clusterId
    this.memberId = parts.memberId
    this.machine = machine
    this.consensus = parts.consensus
    this.reads = parts.reads
    this.proposals = parts.proposals
    this.#sizes = machine.engine.sizes()
    this.limits = {
      maxRequestBytes: config.maxRequestBytes,
      maxTxnOps: config.maxTxnOps,
      minLeaseTtlSeconds: minTtlSeconds(config.electionTimeoutMs),
      requestTimeoutMs: requestTimeoutMs(config.electionTimeoutMs),
      electionTimeoutMs: config.electionTimeoutMs,
      watchProgressNotifyMs: config.watchProgressNotifyMs,
    }
    this.lessor = new Lessor({
      clock,
      leases: machine.leases,
      electionTimeoutMs: config.electionTimeoutMs,
      checkpoints: config.leaseCheckpoints,
      propose: (request, finish) => this.consensus.propose(request, finish),
      onExpired: () => {
        this.leaseExpired++
      },
    })
    this.#compactor = new Compactor({
      policy: config.autoCompaction,
      clock,
      logger: parts.logger,
      revision: () => this.revision,
      compact: (revision, finish) =>
        this.consensus.propose({ case: 'compaction', value: { revision, physical: false } }, finish),
    })
    this.#memberChanges = new MemberChanges({
      membership: machine.membership,
      reach: parts.peers.reach,
      clock,
      logger: parts.logger,
      strict: config.strictReconfigCheck,
      learnersMax: config.maxLearners,
      requestTimeoutMs: this.limits.requestTimeoutMs,
      newId: () => this.proposals.newId(),
      propose: (change) => this.consensus.proposeConfChange(change),
    })
    this.corruption = new CorruptionCheck({
      clock,
      logger: parts.logger,
      peers: parts.peers,
      memberId: parts.memberId,
      others: () => this.machine.membership.members().flatMap(({ id }) => (id === this.memberId ? [] : [id])),
      isLeader: () => this.isLeader,
      hashKv: (revision) => this.hashKv(revision),
      raiseCorrupt: (id) => this.#raiseAlarm(AlarmType.CORRUPT, id),
      callTimeoutMs: this.limits.requestTimeoutMs,
      everyMs: config.corruptCheckMs,
    })
    this.published = new Promise((resolve) => {
      this.#published = resolve
    })
  }

  /** Begins to take part: time runs, elections happen, the member publishes itself. */
  start(): void {
    const { heartbeatIntervalMs } = this.#config
    this.#timers.push(
      this.#clock.every(heartbeatIntervalMs, () => this.consensus.tick()),
      this.#clock.every(housekeepingMs, () => this.#onHousekeeping()),
    )
    this.lessor.start()
    this.#compactor.start()
    this.corruption.start()
    this.machine.start()
    this.consensus.start()
    // A member without company need not wait for somebody else's heartbeat.
    const { voters } = this.machine.confState
    if (voters.length === 1 && voters[0] === this.memberId) this.consensus.campaign()
    this.#publish()
  }

  /** Stops in an order that loses nothing: leadership goes on, what is on its way ends, the engine gets everything. */
  async stop(): Promise<void> {
    if (this.#stopping) return
    await this.#handOver()
    await this.#stopWork()
    const { machine, trimmer } = this.#parts
    if (this.consensus.failure === undefined) {
      await machine.drain()
      await trimmer.trim(0)
    }
    await this.#close()
  }

  /**
   * Stops without saving anything: another state takes the place of this one.
   * @param replaceLog called when nothing is written any more and the log is still open
   */
  async abandon(replaceLog: (log: Log) => Promise<void>): Promise<void> {
    await this.#stopWork()
    await replaceLog(this.#parts.log)
    await this.#close()
  }

  async #stopWork(): Promise<void> {
    this.#stopping = true
    for (const timer of this.#timers) timer.cancel()
    this.lessor.stop()
    this.#compactor.stop()
    this.corruption.stop()
    this.#memberChanges.stop()
    await this.consensus.stop()
    await this.#parts.trimmer.settled()
  }

  async #close(): Promise<void> {
    await this.machine.close()
    await this.#parts.log.close()
  }

  /** A leader that goes gives its place to the voter that is connected longest, so that nobody waits for an election. */
  async #handOver(): Promise<void> {
    if (!this.isLeader) return
    const { peers } = this.#parts
    const since = (id: bigint): number => peers.connectedSinceMs(id) ?? Number.POSITIVE_INFINITY
    const successors = this.machine.confState.voters
      .filter((id) => id !== this.memberId && peers.connectedSinceMs(id) !== undefined)
      .toSorted((a, b) => since(a) - since(b))
    const [successor] = successors
    if (successor === undefined) return
    const about = { 'local-member-id': hexId(this.memberId), 'transferee-member-id': hexId(successor) }
    this.#logger.info('leadership transfer starting', about)
    const moved = await this.#transfer(successor, 2 * this.#config.electionTimeoutMs)
    if (moved) this.#logger.info('leadership transfer finished', about)
    else this.#logger.warn('leadership transfer failed: the others will elect a leader', about)
  }

  /** Whether `to` led within `timeoutMs`. */
  async #transfer(to: bigint, timeoutMs: number): Promise<boolean> {
    this.consensus.transferLeader(to)
    const untilMs = this.#clock.monotonicMs() + timeoutMs
    while (this.consensus.leader !== to && this.#clock.monotonicMs() < untilMs) {
      await new Promise<void>((resolve) => {
        const timer = this.#clock.setTimer(untilMs - this.#clock.monotonicMs(), resolve)
        this.#leaderWaiters.push(() => {
          timer.cancel()
          resolve()
        })
      })
    }
    return this.consensus.leader === to
  }

  // --- what the state machine and the core tell us ---

  onLeader({ leader, role, term }: { leader: bigint; role: Role; term: number }): void {
    const isLeader = role === 'leader'
    if (leader !== 0n) {
      const elected = `raft.node: ${hexId(this.memberId)} elected leader ${hexId(leader)} at term ${term}`
      this.#logger.info(elected)
    }
    this.lessor.onLeader(isLeader)
    this.#compactor.onLeader(isLeader)
    // At once, so that whoever is served first finds it decided.
    if (isLeader) this.#decideVersion()
    for (const wake of this.#leaderWaiters.splice(0)) wake()
  }

  /** A change of the members was applied, or refused when it was to be. */
  onConfChange(changeId: bigint, failed: Reason | undefined): void {
    const { membership } = this.machine
    this.#memberChanges.onApplied(changeId, failed)
    if (failed !== undefined) return
    this.#parts.peers.setMembers(membership.members())
    this.#logger.info('applied a configuration change through raft', {
      'local-member-id': hexId(this.memberId),
      members: membership.members().map(({ id }) => hexId(id)),
    })
    if (membership.isRemoved(this.memberId)) this.#parts.onRemoved()
  }

  onClusterVersion(version: string): void {
    this.#logger.info('set initial cluster version', {
      'cluster-id': hexId(this.clusterId),
      'local-member-id': hexId(this.memberId),
      'cluster-version': version,
    })
  }

  /** @param cause what failed; the member goes on answering reads */
  onDiskFailure(cause: Error): void {
    this.#logger.error('this member cannot write to its disk any more: it refuses writes until it is started again', {
      error: cause,
      advice: 'free space or replace the disk, then restart this member; nothing acknowledged is lost',
    })
    // A lone member serves reads on; one of several would only keep the others from electing a leader that works.
    if (this.machine.confState.voters.length > 1) this.#parts.onFatal(cause)
  }

  overQuota(costBytes: number): boolean {
    const { quotaBackendBytes } = this.#config
    if (quotaBackendBytes <= 0 || this.#sizes.totalBytes + costBytes < quotaBackendBytes) return false
    this.#raiseNoSpace()
    return true
  }

  // --- Backend ---

  get raftTerm(): number {
    return this.consensus.term
  }

  get revision(): number {
    return this.machine.store.revision
  }

  get isLearner(): boolean {
    return this.machine.membership.member(this.memberId)?.isLearner ?? false
  }

  get isLeader(): boolean {
    return this.consensus.role === 'leader'
  }

  get sizes(): Sizes {
    return this.#sizes
  }

  hasLeader(): boolean {
    return this.consensus.leader !== 0n
  }

  checkQuota(costBytes: number): RequestError | undefined {
    return costBytes > 0 && this.overQuota(costBytes) ? new RequestError('NoSpace') : undefined
  }

  propose<K extends keyof CommandResults>(
    request: Extract<CommandRequest, { readonly case: K }>,
    _call: Call,
    done: Done<CommandResults[K]>,
  ): void {
    this.consensus.propose(request, done as (error: RequestError | undefined, result: unknown) => void)
  }

  linearize(_call: Call, done: Done<void>): void {
    this.consensus.linearize(done as (error: RequestError | undefined, result: unknown) => void)
  }

  range(request: RangeRequest): RangeResult | Promise<RangeResult> {
    return this.machine.store.range(request)
  }

  readTxn(request: TxnRequest): TxnResult | Promise<TxnResult> {
    return this.machine.store.readTxn(request)
  }

  rangeStream(request: RangeRequest): AsyncIterable<RangeResult> {
    return this.machine.store.rangeStream(request, { targetBytes: this.limits.maxRequestBytes })
  }

  openWatch(sink: WatchSink): WatchStream {
    return this.machine.hub.open(sink)
  }

  newLeaseId(): bigint {
    return this.proposals.newId() & 0x7fff_ffff_ffff_ffffn
  }

  async renewLease(id: bigint, _call: Call): Promise<{ readonly ttlSeconds: number }> {
    if (this.isLeader) return { ttlSeconds: await this.lessor.renew(id) }
    const answer = await this.#askLeader('leaseRenew', LeaseKeepAliveRequest.encode({ id }))
    return { ttlSeconds: LeaseKeepAliveResponse.decode(answer).ttl }
  }

  async leaseTimeToLive(id: bigint, _call: Call): ReturnType<Backend['leaseTimeToLive']> {
    if (this.isLeader) return this.localTimeToLive(id)
    const body = LeaseTimeToLiveRequest.encode({ id, keys: true })
    const { ttl, grantedTtl, keys } = LeaseTimeToLiveResponse.decode(await this.#askLeader('leaseTimeToLive', body))
    return ttl < 0 ? undefined : { remainingSeconds: ttl, grantedSeconds: grantedTtl, keys }
  }

  /** What the primary says; it is asked by the others too. */
  localTimeToLive(id: bigint): Awaited<ReturnType<Backend['leaseTimeToLive']>> {
    const lease = this.machine.leases.get(id)
    if (lease === undefined) return undefined
    const remainingMs = this.lessor.remainingMs(id)
    if (remainingMs === undefined) throw new RequestError('NoLeader')
    return {
      remainingSeconds: Math.trunc(remainingMs / 1000),
      grantedSeconds: lease.ttlSeconds,
      keys: this.machine.leases.keysOf(id),
    }
  }

  /** Asks who leads. A leader that cannot be reached is as good as none. */
  async #askLeader(name: PeerCall, body: Buffer): Promise<Buffer> {
    const { leader } = this.consensus
    if (leader === 0n || leader === this.memberId) throw new RequestError('NoLeader')
    try {
      return await this.#parts.peers.call(leader, name, body, this.limits.requestTimeoutMs)
    } catch (error) {
      if (error instanceof RequestError) throw error
      throw new RequestError('NoLeader', { cause: error })
    }
  }

  leases(): readonly bigint[] {
    return this.lessor.byRemaining()
  }

  members(): readonly MemberInfo[] {
    return this.machine.membership.members()
  }

  addMember(peerUrls: readonly string[], isLearner: boolean): ReturnType<Backend['addMember']> {
    return this.#memberChanges.add(peerUrls, isLearner)
  }

  async removeMember(id: bigint): Promise<readonly MemberInfo[]> {
    // A leader that removes itself hands over first, so that the others need no election.
    if (id === this.memberId && this.isLeader) await this.#handOver()
    return this.#memberChanges.remove(id)
  }

  updateMember(id: bigint, peerUrls: readonly string[]): Promise<readonly MemberInfo[]> {
    return this.#memberChanges.update(id, peerUrls)
  }

  async promoteMember(id: bigint): Promise<readonly MemberInfo[]> {
    if (this.isLeader) return this.#memberChanges.promote(id, () => this.#isCaughtUp(id))
    const answer = await this.#askLeader('memberPromote', MemberPromoteRequest.encode({ id }))
    return MemberPromoteResponse.decode(answer).members
  }

  /** A learner may vote when it holds nine tenths of what the leader holds (reference 1.5). */
  #isCaughtUp(id: bigint): boolean {
    const { progress, lastIndex } = this.consensus.fullStatus()
    return (progress.get(id)?.match ?? 0) >= 0.9 * lastIndex
  }

  alarms(): readonly Alarm[] {
    return this.machine.alarms.list()
  }

  status(): StatusInfo {
    const { leader, commit, term } = this.consensus.status()
    const errors = leader === 0n ? ['etcdserver: no leader'] : []
    for (const { memberId, alarm } of this.alarms()) {
      const name = alarm === AlarmType.NOSPACE ? 'NOSPACE' : 'CORRUPT'
      errors.push(`memberID:${memberId} alarm:${name}`)
    }
    if (this.consensus.failure !== undefined) errors.push(new RequestError('DiskFailed').message)
    const sizes = this.machine.engine.sizes()
    return {
      version: this.#config.serverVersion,
      storageVersion: this.machine.membership.version ?? '',
      dbSize: sizes.totalBytes,
      dbSizeInUse: sizes.liveBytes,
      dbSizeQuota: this.#config.quotaBackendBytes,
      leader,
      raftIndex: commit,
      raftTerm: term,
      raftAppliedIndex: this.machine.appliedIndex,
      isLearner: this.isLearner,
      errors,
    }
  }

  async hash(): Promise<number> {
    await this.machine.drain()
    return hashEngine(this.machine.engine)
  }

  async hashKv(revision: number): Promise<HashKv> {
    await this.machine.drain()
    return this.machine.store.hashKv(revision)
  }

  async defragment(): Promise<void> {
    this.#logger.info('starting defragment', { 'current-db-size-bytes': this.machine.engine.sizes().totalBytes })
    await this.machine.drain()
    await this.machine.engine.compact()
    this.#sizes = this.machine.engine.sizes()
    this.#logger.info('finished defragment', { 'current-db-size-bytes': this.#sizes.totalBytes })
  }

  async snapshot(): ReturnType<Backend['snapshot']> {
    await this.machine.drain()
    const { bytes, pieces, header } = await openBackup(this.machine.engine, this.backupOrigin())
    return { bytes, version: header.clusterVersion, pieces }
  }

  /** What a copy of this member's state says of itself. */
  backupOrigin(): BackupOrigin {
    return {
      clusterId: this.clusterId,
      memberId: this.memberId,
      clusterVersion: this.machine.membership.version ?? '',
      createdUnixMs: Math.floor(this.#clock.wallMs()),
    }
  }

  async moveLeader(target: bigint, call: Call): Promise<void> {
    if (!this.isLeader) throw new RequestError('NotLeader')
    const member = this.machine.membership.member(target)
    if (member === undefined || member.isLearner) throw new RequestError('BadLeaderTransferee')
    if (target === this.memberId) return
    const leftMs = (call.deadlineMs ?? Number.POSITIVE_INFINITY) - this.#clock.monotonicMs()
    const moved = await this.#transfer(target, Math.min(this.limits.requestTimeoutMs, leftMs))
    if (!moved) throw new RequestError('LeaderTransferTimeout')
  }

  /** Brings the member that `message` is for up to the state of now. */
  sendState(message: Message, send: SendSnapshot): Promise<void> {
    const { machine, trimmer } = this.#parts
    const source = {
      engine: machine.engine,
      drain: () => machine.drain(),
      backupOrigin: () => this.backupOrigin(),
      holdLog: (index: number) => trimmer.hold(index),
    }
    return sendState(source, message, send)
  }

  clusterVersion(): string | undefined {
    return this.machine.membership.version
  }

  // --- background ---

  #onHousekeeping(): void {
    this.#sizes = this.machine.engine.sizes()
    if (this.isLeader) this.#decideVersion()
  }

  /** The leader of a new cluster says which version all speak; tried again until it is applied. */
  #decideVersion(): void {
    if (this.#settingVersion || this.machine.membership.version !== undefined) return
    this.#settingVersion = true
    const value = { ver: this.#config.clusterVersion }
    this.consensus.propose({ case: 'clusterVersionSet', value }, () => {
      this.#settingVersion = false
    })
  }

  #raiseNoSpace(): void {
    if (this.#raisingAlarm || this.machine.alarms.has(AlarmType.NOSPACE)) return
    this.#raisingAlarm = true
    this.#logger.warn('message exceeded backend quota; raising alarm', {
      'quota-size-bytes': this.#config.quotaBackendBytes,
      'db-size-bytes': this.#sizes.totalBytes,
    })
    this.#raiseAlarm(AlarmType.NOSPACE, this.memberId, () => {
      this.#raisingAlarm = false
    })
  }

  #raiseAlarm(alarm: AlarmNumber, memberId: bigint, finish: () => void = () => undefined): void {
    const value = { action: AlarmAction.ACTIVATE, memberId, alarm }
    this.consensus.propose({ case: 'alarm', value }, (error) => {
      finish()
      if (error !== undefined) this.#logger.warn('failed to raise alarm', { error })
    })
  }

  #publish(): void {
    if (this.#stopping) return
    const { name, advertiseClientUrls } = this.#config
    const about = {
      'local-member-id': hexId(this.memberId),
      'local-member-attributes': `{Name:${name} ClientURLs:[${advertiseClientUrls.join(' ')}]}`,
      'cluster-id': hexId(this.clusterId),
      'publish-timeout': `${this.limits.requestTimeoutMs / 1000}s`,
    }
    const value = { memberId: this.memberId, memberAttributes: { name, clientUrls: [...advertiseClientUrls] } }
    this.consensus.propose({ case: 'clusterMemberAttrSet', value }, (error) => {
      if (error === undefined) {
        this.#logger.info('published local member to cluster through raft', about)
        this.#published?.()
        return
      }
      this.#logger.warn('failed to publish local member to cluster through raft', { ...about, error })
      this.#clock.setTimer(publishRetryMs, () => this.#publish())
    })
  }
}
