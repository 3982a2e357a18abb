/**
 * A process's place in its cluster: the data directory, the transport to the others, and the member that runs over both.
 *
 * The member can be replaced while the process runs: a state received from another member is put in the place of its own,
 * and a new member is opened over it, the same way a start does. Between the two, requests are refused as from a member
 * that stops; clients try again, here or elsewhere.
 */
import { hexId } from '../base/bytes.ts'
import { RequestError } from '../base/errors.ts'
import type { Message } from '../raft/message.ts'
import { Wal } from '../wal/wal.ts'
import type { Backend, CommandRequest, CommandResults, Done, MemberInfo } from './backend.ts'
import {
  bootstrapEngine,
  decodeIdentity,
  encodeIdentity,
  type Identity,
  type InitialMember,
  loadStorage,
} from './bootstrap.ts'
import { meetCompany } from './company.ts'
import { encodeConfState } from './conf-state-record.ts'
import { type DataDirectory, takeDataDirectory } from './data-directory.ts'
import { forceNewCluster } from './force-new-cluster.ts'
import { finishTakeOver, stateFolders, takeOver } from './incoming-state.ts'
import { type JoinOptions, joinCluster } from './join.ts'
import type { Member } from './member.ts'
import { type OpenMemberOptions, openMember, openStateEngine, stateMachineOptions, walOptions } from './open-member.ts'
import type { PeerLink } from './peer-link.ts'
import { type PeerObserver, Peers, type PeersOptions } from './peers.ts'
import { receiveState } from './snapshot-transfer.ts'
import { StateMachine } from './state-machine.ts'

export interface HostConfig {
  readonly dataDir: string
  /** '': inside the data directory. */
  readonly walDir: string
  readonly listenPeerUrls: readonly string[]
  readonly initialCluster: readonly InitialMember[]
  readonly initialClusterToken: string
  readonly initialClusterState: 'new' | 'existing'
  /** Go on alone, without the members that are lost. */
  readonly forceNewCluster: boolean
  /** Peer URLs of a cluster to be joined as a learner; none: bootstrap as `initialCluster` says. */
  readonly join: readonly string[]
  readonly advertisePeerUrls: readonly string[]
}

export interface HostOptions extends Omit<OpenMemberOptions, 'directory' | 'peers' | 'config'> {
  readonly config: OpenMemberOptions['config'] & HostConfig
  readonly tls: PeersOptions['tls']
  /** Checks the bootstrap flags, only asked for a first start; a text says what is wrong. */
  readonly bootstrapProblem: () => string | undefined
  readonly observePeers: PeerObserver
  /** The member was replaced by one over another state: streams over the old one are void. */
  readonly onReplaced: () => void
}

/** How often a learner that joined by itself asks to be promoted. */
const promotionRetryMs = 1_000

export class Host implements Backend {
  readonly #options: HostOptions
  readonly #directory: DataDirectory
  #member: Member | undefined
  #peers: Peers | undefined
  #receiving = false
  #stopping = false
  #identity: Identity | undefined
  #onPublished: () => void = () => undefined
  /** Resolves when this process's member has told the cluster its name and URLs: from then on it serves clients. */
  readonly published = new Promise<void>((resolve) => {
    this.#onPublished = resolve
  })

  private constructor(options: HostOptions, directory: DataDirectory) {
    this.#options = options
    this.#directory = directory
  }

  /** Takes the data directory and opens a member over it; it runs when `start` is called. */
  static async open(options: HostOptions): Promise<Host> {
    const { config, files } = options
    const directory = await takeDataDirectory(files, config.dataDir, config.walDir)
    const host = new Host(options, directory)
    try {
      await host.#prepare()
      host.#member = await host.#openMember()
      return host
    } catch (error) {
      await host.#peers?.transport.close()
      await directory.release()
      throw error
    }
  }

  /** Who runs here. @throws RequestError `Stopped` while nobody does */
  get member(): Member {
    if (this.#member === undefined) throw new RequestError('Stopped')
    return this.#member
  }

  /** Who runs here, if somebody does. */
  get running(): Member | undefined {
    return this.#member
  }

  get peers(): Peers | undefined {
    return this.#peers
  }

  /** Takes part: resolves when peers can reach this member. */
  async start(): Promise<void> {
    const bound = await this.#peers?.transport.listen(this.#options.config.listenPeerUrls)
    for (const { url, host, port } of bound ?? []) {
      this.#options.logger.info('now serving peer', { address: url, bound: `${host}:${port}` })
    }
    const { member } = this
    this.#peers?.setMembers(member.machine.membership.members())
    this.#run(member)
    this.#meetCompany()
    if (this.#options.config.join.length > 0) this.#promoteSelf()
  }

  /** Runs beside the start; its failure ends this process. */
  #meetCompany(): void {
    const { clock, tls, logger, onFatal } = this.#options
    let published = false
    void this.published.then(() => {
      published = true
    })
    const others = (): string[] => {
      const membership = this.#member?.machine.membership
      if (published || this.#stopping || membership === undefined) return []
      return membership.members().flatMap(({ id, peerUrls }) => (id === this.memberId ? [] : peerUrls.slice(0, 1)))
    }
    meetCompany({ clusterId: this.clusterId, clock, tls, logger, others }).catch(onFatal)
  }

  #run(member: Member): void {
    void member.published.then(this.#onPublished) // never rejects
    member.start()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#member?.stop()
    await this.#peers?.transport.close()
    await this.#directory.release()
  }

  /** First start: state and log come into being. Later: an interrupted take-over is finished. */
  async #prepare(): Promise<void> {
    const { files, logger } = this.#options
    const wal = walOptions({ ...this.#options, directory: this.#directory })
    const logThere = await Wal.exists(files, this.#directory.wal)
    let logMark: number | undefined
    if (logThere && (await files.stat(stateFolders(this.#directory.member).next)) !== undefined) {
      const opened = await Wal.open(wal)
      logMark = opened.snapshot.index
      await opened.wal.close()
    }
    const done = await finishTakeOver({
      files,
      directory: this.#directory.member,
      logMark,
      open: (folder) => openStateEngine(this.#options, folder),
    })
    if (done !== 'nothing') logger.info(`${done} the take-over of a received state that a stop interrupted`)
    if (!logThere) await this.#bootstrap()
    else if (this.#options.config.forceNewCluster) await this.#forceNewCluster()
  }

  async #bootstrap(): Promise<void> {
    const { config, bootstrapProblem, clock, tls, logger } = this.#options
    const problem = config.join.length > 0 ? undefined : bootstrapProblem()
    if (problem !== undefined) throw new Error(problem)
    const wal = walOptions({ ...this.#options, directory: this.#directory })
    const engine = await openStateEngine(this.#options, stateFolders(this.#directory.member).current)
    try {
      const joining: JoinOptions = { engine, config, clock, tls, logger }
      const { firstWrite, ...identity } =
        config.join.length > 0 || config.initialClusterState === 'existing'
          ? await joinCluster(joining)
          : await bootstrapEngine({
              engine,
              name: config.name,
              initialCluster: config.initialCluster,
              token: config.initialClusterToken,
            })
      const created = await Wal.create({ ...wal, metadata: encodeIdentity(identity) })
      if (firstWrite !== undefined) await created.append(firstWrite)
      await created.close()
    } finally {
      await engine.close()
    }
  }

  async #forceNewCluster(): Promise<void> {
    const { logger, onFatal } = this.#options
    const engine = await openStateEngine(this.#options, stateFolders(this.#directory.member).current)
    const log = await Wal.open(walOptions({ ...this.#options, directory: this.#directory }))
    const { memberId } = decodeIdentity(log.metadata)
    const nobody = (): undefined => undefined
    // Nobody waits for what is applied here, and the core's configuration is replaced at the end anyway.
    const machine: StateMachine = await StateMachine.open({
      engine,
      ...stateMachineOptions(this.#options),
      hooks: {
        take: nobody,
        applyConfChange: () => machine.confState,
        overQuota: () => false,
        onTerm: nobody,
        onLeaseGranted: nobody,
        onLeaseRevoked: nobody,
        onConfChange: nobody,
        onClusterVersion: nobody,
        onDiskFailure: onFatal,
        onBackendCommit: nobody,
      },
    })
    await loadStorage(engine, log) // the same checks as any start
    await forceNewCluster({ machine, log, memberId, logger })
    await machine.close()
    await log.wal.close()
  }

  #openMember(): Promise<Member> {
    return openMember({ ...this.#options, directory: this.#directory, peers: (identity) => this.#link(identity) })
  }

  /** The transport, made when it is known who we are; the same one for all members that follow. */
  #link(identity: Identity): PeerLink {
    this.#identity = identity
    const { config, clock, entropy, logger, tls, observePeers } = this.#options
    this.#peers ??= new Peers({
      identity,
      version: config.serverVersion,
      clock,
      entropy,
      logger: logger.child('peer/transport.ts'),
      tls,
      peerUrls: () => this.#member?.machine.membership.member(identity.memberId)?.peerUrls ?? config.advertisePeerUrls,
      member: () => this.#member,
      versions: () => ({ etcdserver: config.serverVersion, etcdcluster: this.clusterVersion() ?? 'not_decided' }),
      onRemoved: this.#options.onRemoved,
      onSnapshot: (message, pieces) => this.#onSnapshot(message, pieces),
      observe: observePeers,
    })
    return this.#peers
  }

  /** A learner that came by `--join` asks until it votes. */
  #promoteSelf(): void {
    if (this.#stopping) return
    const again = (): void => void this.#options.clock.setTimer(promotionRetryMs, () => this.#promoteSelf())
    const member = this.#member
    if (member === undefined || member.machine.membership.member(member.memberId) === undefined) {
      again()
      return
    }
    if (!member.isLearner) return
    member.promoteMember(member.memberId).then(
      () => this.#options.logger.info('promoted to a voter', { 'local-member-id': hexId(member.memberId) }),
      (error: unknown) => {
        this.#options.logger.debug('not promoted yet', { error })
        again()
      },
    )
  }

  /** A state from the leader: built beside the present one, then in force. */
  async #onSnapshot(message: Message, pieces: AsyncIterable<Buffer>): Promise<void> {
    const { logger } = this.#options
    if (this.#receiving) throw new RequestError('SnapshotBusy')
    if (!this.#isNeeded(message)) throw new RequestError('SnapshotStale')
    this.#receiving = true
    try {
      const about = { 'snapshot-index': message.snapshot?.index, 'from-peer': hexId(message.from) }
      logger.info('receiving database snapshot', about)
      await receiveState({
        files: this.#options.files,
        directory: this.#directory.member,
        clusterId: this.clusterId,
        open: (folder) => openStateEngine(this.#options, folder),
        message,
        pieces,
      })
      // While it travelled, entries may have come some other way, or another term.
      if (!this.#isNeeded(message)) throw new RequestError('SnapshotStale')
      await this.#replace(message)
      logger.info('applied database snapshot', about)
    } finally {
      this.#receiving = false
    }
  }

  /** Raft paper figure 13, 1 and 6: of this term or a newer one, and ahead of what is committed here. */
  #isNeeded({ term, snapshot }: Message): boolean {
    if (this.#member === undefined || snapshot === undefined || this.#stopping) return false
    const status = this.#member.consensus.status()
    return term >= status.term && snapshot.index > status.commit
  }

  async #replace(message: Message): Promise<void> {
    const { member } = this
    const { snapshot } = message
    if (snapshot === undefined) return
    this.#member = undefined
    this.#options.onReplaced()
    try {
      await member.abandon(async (log) => {
        const { term, vote } = member.consensus.status()
        await log.append({
          entries: [],
          snapshot: { index: snapshot.index, term: snapshot.term, data: encodeConfState(snapshot.confState) },
          hardState: {
            term: Math.max(term, message.term),
            vote: message.term > term ? 0n : vote,
            commit: snapshot.index,
          },
          mustSync: true,
        })
      })
      await takeOver(this.#options.files, this.#directory.member)
      this.#member = await this.#openMember()
      this.#run(this.#member)
    } catch (error) {
      // Half way between two states there is nothing to serve; a start finishes what was begun.
      this.#options.onFatal(error)
      throw error
    }
  }

  // --- Backend: whoever runs here ---

  get clusterId(): bigint {
    return this.#identity?.clusterId ?? 0n
  }

  get memberId(): bigint {
    return this.#identity?.memberId ?? 0n
  }

  get raftTerm(): number {
    return this.#member?.raftTerm ?? 0
  }

  get revision(): number {
    return this.#member?.revision ?? 0
  }

  get isLearner(): boolean {
    return this.#member?.isLearner ?? false
  }

  get limits(): Backend['limits'] {
    return this.member.limits
  }

  hasLeader(): boolean {
    return this.#member?.hasLeader() ?? false
  }

  checkQuota(costBytes: number): RequestError | undefined {
    return this.#member?.checkQuota(costBytes)
  }

  propose<K extends keyof CommandResults>(
    request: Extract<CommandRequest, { readonly case: K }>,
    call: Parameters<Backend['linearize']>[0],
    done: Done<CommandResults[K]>,
  ): void {
    if (this.#member === undefined) setImmediate(() => done(new RequestError('Stopped'), undefined))
    else this.#member.propose(request, call, done)
  }

  linearize(call: Parameters<Backend['linearize']>[0], done: Done<void>): void {
    if (this.#member === undefined) setImmediate(() => done(new RequestError('Stopped'), undefined))
    else this.#member.linearize(call, done)
  }

  range(...args: Parameters<Backend['range']>): ReturnType<Backend['range']> {
    return this.member.range(...args)
  }

  readTxn(...args: Parameters<Backend['readTxn']>): ReturnType<Backend['readTxn']> {
    return this.member.readTxn(...args)
  }

  rangeStream(...args: Parameters<Backend['rangeStream']>): ReturnType<Backend['rangeStream']> {
    return this.member.rangeStream(...args)
  }

  openWatch(...args: Parameters<Backend['openWatch']>): ReturnType<Backend['openWatch']> {
    return this.member.openWatch(...args)
  }

  newLeaseId(): bigint {
    return this.member.newLeaseId()
  }

  async renewLease(...args: Parameters<Backend['renewLease']>): ReturnType<Backend['renewLease']> {
    return this.member.renewLease(...args)
  }

  async leaseTimeToLive(...args: Parameters<Backend['leaseTimeToLive']>): ReturnType<Backend['leaseTimeToLive']> {
    return this.member.leaseTimeToLive(...args)
  }

  leases(): readonly bigint[] {
    return this.member.leases()
  }

  members(): readonly MemberInfo[] {
    return this.member.members()
  }

  async addMember(...args: Parameters<Backend['addMember']>): ReturnType<Backend['addMember']> {
    return this.member.addMember(...args)
  }

  async removeMember(id: bigint): Promise<readonly MemberInfo[]> {
    return this.member.removeMember(id)
  }

  async updateMember(id: bigint, peerUrls: readonly string[]): Promise<readonly MemberInfo[]> {
    return this.member.updateMember(id, peerUrls)
  }

  async promoteMember(id: bigint): Promise<readonly MemberInfo[]> {
    return this.member.promoteMember(id)
  }

  alarms(): ReturnType<Backend['alarms']> {
    return this.member.alarms()
  }

  status(): ReturnType<Backend['status']> {
    return this.member.status()
  }

  async hash(): Promise<number> {
    return this.member.hash()
  }

  async hashKv(revision: number): ReturnType<Backend['hashKv']> {
    return this.member.hashKv(revision)
  }

  async defragment(): Promise<void> {
    return this.member.defragment()
  }

  async snapshot(): ReturnType<Backend['snapshot']> {
    return this.member.snapshot()
  }

  async moveLeader(...args: Parameters<Backend['moveLeader']>): Promise<void> {
    return this.member.moveLeader(...args)
  }

  clusterVersion(): string | undefined {
    return this.#member?.clusterVersion()
  }
}
