/**
 * Puts a member together from its data directory: the engine, the log, then the state machine and the core over both.
 */
import { defined } from '../base/assert.ts'
import { hexId } from '../base/bytes.ts'
import type { Clock } from '../io/clock.ts'
import type { Entropy } from '../io/entropy.ts'
import type { Files } from '../io/files.ts'
import { RawNode } from '../raft/raw-node.ts'
import type { LogFields } from '../raft/ready.ts'
import { openEngine } from '../storage/open.ts'
import type { Logger } from '../telemetry/log.ts'
import { Wal, type WalOptions } from '../wal/wal.ts'
import { decodeIdentity, type Identity, loadStorage } from './bootstrap.ts'
import { Consensus } from './consensus.ts'
import type { DataDirectory } from './data-directory.ts'
import { stateFolders } from './incoming-state.ts'
import { limits } from './limits.ts'
import { Member, type MemberConfig, requestTimeoutMs } from './member.ts'
import type { PeerLink } from './peer-link.ts'
import { Proposals } from './proposals.ts'
import { LinearReads } from './reads.ts'
import { StateMachine, type StateMachineHooks } from './state-machine.ts'
import { Trimmer } from './trimmer.ts'

/** What a member is told, beside what it does with requests. */
export interface StorageConfig {
  readonly storageEngine: 'rocksdb' | 'memory'
  readonly valueCacheBytes: number
  readonly writeBehindBytes: number
  readonly snapshotCount: number
  readonly snapshotCatchupEntries: number
  readonly preVote: boolean
  readonly unsafeNoFsync: boolean
}

export interface OpenMemberOptions {
  readonly config: MemberConfig & StorageConfig
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly entropy: Entropy
  readonly files: Files
  readonly logger: Logger
  /** The link to the others, for who we turn out to be. */
  readonly peers: (identity: Identity) => PeerLink
  readonly onFsync: (seconds: number) => void
  readonly onWalWrite: (bytes: number) => void
  readonly onBackendCommit: (seconds: number) => void
  /** This member was removed from its cluster. */
  readonly onRemoved: () => void
  /** A bug or damage that this member must not live with. */
  readonly onFatal: (error: unknown) => void
}

/**
 * Opens what is in the data directory as one member, not yet running.
 * @throws Error that says what was found and what to do; nothing is left open then
 */
export async function openMember(options: OpenMemberOptions): Promise<Member> {
  const { config, logger, directory } = options
  const opened: (() => Promise<void>)[] = []
  try {
    const engine = await openStateEngine(options, stateFolders(directory.member).current)
    opened.push(() => engine.close())
    const log = await Wal.open(walOptions(options))
    opened.push(() => log.wal.close())
    const { memberId, clusterId } = decodeIdentity(log.metadata)
    if (log.cut !== undefined) {
      logger.warn('cut a record that was not written to its end', {
        file: log.cut.file,
        offset: log.cut.offset,
        bytes: log.cut.bytes,
      })
    }
    const storage = await loadStorage(engine, log)
    logger.info('starting local member', {
      'local-member-id': hexId(memberId),
      'cluster-id': hexId(clusterId),
      'log-entries': log.entries.length,
      'commit-index': storage.initialState().hardState.commit,
    })

    const { clock, entropy } = options
    const peers = options.peers({ memberId, clusterId })
    const nowMs = (): number => clock.monotonicMs()
    const proposals = new Proposals({ memberId, wallMs: clock.wallMs() })
    const timeoutMs = requestTimeoutMs(config.electionTimeoutMs)
    const reads = new LinearReads({ timeoutMs, contextPrefix: `${hexId(memberId)}-${clock.wallMs()}` })

    // The state machine needs the core and the member for what it tells, and they need it: tied when all exist.
    let member: Member | undefined
    let node: RawNode | undefined
    const running = (): Member => defined(member, 'nothing is applied before the member runs')
    const hooks: StateMachineHooks = {
      take: (data) => proposals.take(data),
      applyConfChange: (change) => defined(node, 'nothing is applied before the core runs').applyConfChange(change),
      overQuota: (costBytes) => running().overQuota(costBytes),
      onTerm: (term) => running().consensus.onTermApplied(term),
      onLeaseGranted: (lease) => running().lessor.onGranted(lease),
      onLeaseRevoked: (id) => running().lessor.onRevoked(id),
      onConfChange: (changeId, failed) => running().onConfChange(changeId, failed),
      onClusterVersion: (version) => running().onClusterVersion(version),
      onDiskFailure: (error) => running().consensus.onDiskFailure(error),
      onBackendCommit: options.onBackendCommit,
    }
    const machine = await StateMachine.open({ engine, ...stateMachineOptions(options), hooks })

    const raftLogger = logger.child('raft/core.ts', { name: 'raft' })
    node = new RawNode({
      id: memberId,
      electionTicks: Math.round(config.electionTimeoutMs / config.heartbeatIntervalMs),
      heartbeatTicks: 1,
      storage,
      applied: machine.appliedIndex,
      asyncStorageWrites: true,
      maxSizePerMessage: 1024 * 1024,
      maxCommittedSizePerReady: limits.applyBytes.bound,
      maxUncommittedEntriesSize: limits.uncommitted.bound,
      maxInflightMessages: limits.inflightMessages.bound,
      maxInflightBytes: limits.inflightBytes.bound,
      checkQuorum: true,
      preVote: config.preVote,
      stepDownOnRemoval: true,
      random: (n) => entropy.below(n),
      log: (level, sentence, fields) => raftLogger[level](sentence, readable(fields)),
    })

    const trimmer = new Trimmer(
      {
        machine,
        storage,
        log: log.wal,
        logger,
        snapshotCount: config.snapshotCount,
        keepEntries: config.snapshotCatchupEntries,
        onFailure: (error) => running().consensus.onDiskFailure(error),
      },
      log.snapshot.index,
    )
    const consensus = new Consensus({
      memberId,
      node,
      storage,
      log: log.wal,
      proposals,
      reads,
      requestTimeoutMs: timeoutMs,
      electionTimeoutMs: config.electionTimeoutMs,
      maxRequestBytes: config.maxRequestBytes,
      nowMs,
      soon: setImmediate,
      apply: (entries) => {
        const pending = machine.apply(entries)
        trimmer.onApplied()
        return pending
      },
      send: (messages) => peers.send(messages),
      onLeader: (change) => running().onLeader(change),
      onDiskFailure: (error) => running().onDiskFailure(error),
      onFatal: options.onFatal,
    })
    member = new Member({
      config,
      memberId,
      clusterId,
      clock,
      logger,
      engine,
      log: log.wal,
      machine,
      consensus,
      proposals,
      reads,
      trimmer,
      peers,
      onRemoved: options.onRemoved,
      onFatal: options.onFatal,
    })
    peers.setMembers(machine.membership.members())
    return member
  } catch (error) {
    for (const close of opened.toReversed()) await close()
    throw error
  }
}

/** Member ids as all other lines write them. */
function readable(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'bigint' ? hexId(value) : value]),
  )
}

/** How the state machine of this member is set up. */
export function stateMachineOptions({ config, clock }: Pick<OpenMemberOptions, 'config' | 'clock'>) {
  return {
    store: {
      valueCacheBytes: config.valueCacheBytes,
      yieldToLoop: () => new Promise<void>((resolve) => setImmediate(resolve)),
    },
    writeBehindBytes: config.writeBehindBytes,
    watchFragmentBytes: config.maxRequestBytes + 512 * 1024,
    nowMs: () => clock.monotonicMs(),
  }
}

/** An engine of the configured kind in a folder of the data directory. */
export function openStateEngine({ config, files }: Pick<OpenMemberOptions, 'config' | 'files'>, folder: string) {
  return openEngine({ kind: config.storageEngine, directory: folder, files })
}

/** How the log of this member is opened or created. */
export function walOptions(
  options: Pick<OpenMemberOptions, 'config' | 'files' | 'clock' | 'directory' | 'onFsync' | 'onWalWrite'>,
): WalOptions {
  return {
    files: options.files,
    clock: options.clock,
    directory: options.directory.wal,
    unsafeNoFsync: options.config.unsafeNoFsync,
    onFsync: options.onFsync,
    onWrite: options.onWalWrite,
  }
}
