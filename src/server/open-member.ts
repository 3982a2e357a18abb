/**
 * Puts a member together from its data directory, in an order in which nothing is touched before it is known to be
 * ours and whole: the lock, the engine, the log, then the state machine and the core over both.
 *
 *   DATA/LOCK                 who runs here
 *   DATA/member/state/        the engine
 *   DATA/member/wal/          the log (`--wal-dir` puts it elsewhere)
 */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BrokenInvariant } from '../base/assert.ts'
import { hexId } from '../base/bytes.ts'
import type { Clock } from '../io/clock.ts'
import { type DirectoryLock, lockDirectory } from '../io/directory-lock.ts'
import type { Entropy } from '../io/entropy.ts'
import type { Files } from '../io/files.ts'
import type { Message } from '../raft/message.ts'
import { RawNode } from '../raft/raw-node.ts'
import { openEngine } from '../storage/open.ts'
import type { Logger } from '../telemetry/log.ts'
import { Wal } from '../wal/wal.ts'
import { bootstrapEngine, decodeIdentity, encodeIdentity, type InitialMember, loadStorage } from './bootstrap.ts'
import { Consensus } from './consensus.ts'
import { limits } from './limits.ts'
import { Member, type MemberConfig, requestTimeoutMs } from './member.ts'
import { Proposals } from './proposals.ts'
import { LinearReads } from './reads.ts'
import { StateMachine, type StateMachineHooks } from './state-machine.ts'
import { Trimmer } from './trimmer.ts'

export interface OpenMemberOptions {
  readonly config: MemberConfig & {
    readonly dataDir: string
    /** '': inside the data directory. */
    readonly walDir: string
    readonly storageEngine: 'rocksdb' | 'memory'
    readonly valueCacheBytes: number
    readonly writeBehindBytes: number
    readonly initialCluster: readonly InitialMember[]
    readonly initialClusterToken: string
    readonly snapshotCount: number
    readonly snapshotCatchupEntries: number
    readonly preVote: boolean
    readonly unsafeNoFsync: boolean
  }
  readonly clock: Clock
  readonly entropy: Entropy
  readonly files: Files
  readonly logger: Logger
  /** Messages to other members; a lone member sends none. */
  readonly send: (messages: readonly Message[]) => void
  readonly onFsync: (seconds: number) => void
  readonly onWalWrite: (bytes: number) => void
  readonly onBackendCommit: (seconds: number) => void
  /** A bug or damage that this member must not live with. */
  readonly onFatal: (error: unknown) => void
  /** Checks the bootstrap flags, only asked for a first start; a text says what is wrong. */
  readonly bootstrapProblem: () => string | undefined
}

/** @throws Error that says what was found and what to do; nothing is left open or locked then */
export async function openMember(options: OpenMemberOptions): Promise<Member> {
  const { config, files, logger } = options
  await prepareDataDirectory(config.dataDir)
  const walDirectory = config.walDir === '' ? join(config.dataDir, 'member', 'wal') : config.walDir
  const opened: (() => Promise<void>)[] = []
  try {
    // A log that lies elsewhere is locked for itself: two data directories may name one.
    const locks: DirectoryLock[] = []
    for (const directory of config.walDir === '' ? [config.dataDir] : [config.dataDir, walDirectory]) {
      await files.makeDirectory(directory)
      const lock = await lockDirectory(files, directory)
      locks.push(lock)
      opened.push(() => lock.release())
    }
    const directory = join(config.dataDir, 'member', 'state')
    const engine = await openEngine({ kind: config.storageEngine, directory, files })
    opened.push(() => engine.close())
    const walOptions = {
      files,
      clock: options.clock,
      directory: walDirectory,
      unsafeNoFsync: config.unsafeNoFsync,
      onFsync: options.onFsync,
      onWrite: options.onWalWrite,
    }
    if (!(await Wal.exists(files, walOptions.directory))) {
      const problem = options.bootstrapProblem()
      if (problem !== undefined) throw new Error(problem)
      const { firstWrite, ...identity } = await bootstrapEngine({
        engine,
        name: config.name,
        initialCluster: config.initialCluster,
        token: config.initialClusterToken,
      })
      const created = await Wal.create({ ...walOptions, metadata: encodeIdentity(identity) })
      await created.append(firstWrite)
      await created.close()
    }
    const log = await Wal.open(walOptions)
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
    const nowMs = (): number => clock.monotonicMs()
    const proposals = new Proposals({ memberId, wallMs: clock.wallMs() })
    const timeoutMs = requestTimeoutMs(config.electionTimeoutMs)
    const reads = new LinearReads({ timeoutMs, contextPrefix: `${hexId(memberId)}-${clock.wallMs()}` })

    // The state machine needs the core and the member for what it tells, and they need it: tied when all exist.
    let member: Member | undefined
    let node: RawNode | undefined
    const running = (): Member => {
      if (member === undefined) throw new BrokenInvariant('nothing is applied before the member runs')
      return member
    }
    const hooks: StateMachineHooks = {
      take: (data) => proposals.take(data),
      applyConfChange: (change) => {
        if (node === undefined) throw new BrokenInvariant('nothing is applied before the core runs')
        return node.applyConfChange(change)
      },
      overQuota: (costBytes) => running().overQuota(costBytes),
      onLeaseGranted: (lease) => running().lessor.onGranted(lease),
      onLeaseRevoked: (id) => running().lessor.onRevoked(id),
      onMemberChanged: () => undefined,
      onClusterVersion: (version) => running().onClusterVersion(version),
      onAlarms: () => undefined,
      onDiskFailure: (error) => running().consensus.onDiskFailure(error),
      onBackendCommit: options.onBackendCommit,
    }
    const machine = await StateMachine.open({
      engine,
      store: {
        valueCacheBytes: config.valueCacheBytes,
        yieldToLoop: () => new Promise((resolve) => setImmediate(resolve)),
      },
      writeBehindBytes: config.writeBehindBytes,
      watchFragmentBytes: config.maxRequestBytes + 512 * 1024,
      nowMs,
      hooks,
    })

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
      maxInflightMessages: 512,
      checkQuorum: true,
      preVote: config.preVote,
      stepDownOnRemoval: true,
      random: (n) => entropy.below(n),
      log: (level, sentence, fields) => raftLogger[level](sentence, fields),
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
      maxRequestBytes: config.maxRequestBytes,
      nowMs,
      soon: setImmediate,
      apply: (entries) => {
        const pending = machine.apply(entries)
        trimmer.onApplied()
        return pending
      },
      send: options.send,
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
      release: async () => {
        for (const lock of locks) await lock.release()
      },
    })
    return member
  } catch (error) {
    for (const close of opened.toReversed()) await close()
    throw error
  }
}

async function prepareDataDirectory(dataDir: string): Promise<void> {
  try {
    await mkdir(join(dataDir, 'member'), { recursive: true, mode: 0o700 })
    await readdir(dataDir)
  } catch (cause) {
    throw new Error(`cannot access data directory: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
