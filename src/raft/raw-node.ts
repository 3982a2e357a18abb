/**
 * One member of a Raft group, as the program that runs it sees it: input goes in by calls, work comes out as `Ready`.
 *
 *   node.tick(), node.step(message), node.propose(data) ...
 *   while (node.hasReady()) {
 *     const ready = node.ready()
 *     ... make durable, send, apply: see `Ready` ...
 *     node.advance()
 *   }
 *
 * Not one call waits, reads a clock or draws a number. The same calls in the same order give the same results.
 */
import { assert } from '../base/assert.ts'
import { encodeConfChange } from './conf-change-codec.ts'
import type { ConfChange, ConfState } from './conf-state.ts'
import { Core } from './core.ts'
import { hup } from './election.ts'
import { type Entry, isLocalThread, type MemberId, nobody, totalEntryBytes } from './entry.ts'
import { onSnapshotReport, onUnreachable } from './leader.ts'
import { applyConfChange, restoreConfiguration } from './membership.ts'
import { isResponse, isStorageMessage, type Message, newMessage } from './message.ts'
import { forwardProposal, proposeData, proposeEntries } from './proposals.ts'
import { startReadRound } from './reads.ts'
import type {
  BasicStatus,
  DropReason,
  PeerStatus,
  Proposed,
  RaftConfig,
  ReadState,
  Ready,
  SoftState,
  Status,
  Stepped,
} from './ready.ts'
import { becomeFollower } from './roles.ts'
import { step, tick } from './step.ts'
import type { HardState } from './storage.ts'
import {
  storageAppend,
  storageAppendResponse,
  storageApply,
  storageApplyResponse,
  type Write,
} from './storage-messages.ts'

export class RawNode {
  readonly #core: Core
  readonly #async: boolean
  // What the last Ready said: the next one names only what changed.
  #softState: SoftState
  #hardState: HardState
  // Synchronous mode: what `advance` will step. Undefined while no Ready is being carried out.
  #onAdvance: Message[] | undefined

  /** @throws RangeError when `config` contradicts itself */
  constructor(config: RaftConfig) {
    const core = new Core(config)
    const { hardState, confState } = config.storage.initialState()
    restoreConfiguration(core, confState)
    core.log.restart({ committed: hardState.commit, applied: config.applied ?? 0 })
    core.vote = hardState.vote
    core.term = hardState.term
    becomeFollower(core, hardState.term, nobody)
    this.#core = core
    this.#async = config.asyncStorageWrites ?? false
    this.#softState = core.softState()
    this.#hardState = core.hardState()
  }

  /** One tick passed. Elections and heartbeats are counted in these. */
  tick(): void {
    tick(this.#core)
  }

  /**
   * Campaigns now, without waiting for a time-out; nothing happens at a leader, or where there is no vote. A follower that
   * hears from its leader breaks the promise that lease-based reads rest on: not to be used with them.
   */
  campaign(): void {
    hup(this.#core, this.#core.settings.preVote ? 'preElection' : 'election')
  }

  /**
   * Asks that `data` be appended to the log, each Buffer as one entry, all of them or none; at a follower, that the
   * leader does it. The Buffers belong to the log from then on.
   */
  propose(data: Buffer | readonly Buffer[]): Proposed {
    const core = this.#core
    const batch = Buffer.isBuffer(data) ? [data] : data
    if (batch.length === 0) return accepted
    if (core.state.role === 'leader') return result(proposeData(core, core.state, batch))
    const entries = batch.map((each): Entry => ({ term: 0, index: 0, type: 'normal', data: each }))
    return result(forwardProposal(core, core.id, entries))
  }

  /**
   * Asks that the configuration be changed. When another change is pending the entry is appended empty: whoever waits
   * for it sees so when it is applied.
   */
  proposeConfChange(change: ConfChange): Proposed {
    const core = this.#core
    const entries: Entry[] = [{ term: 0, index: 0, ...encodeConfChange(change) }]
    if (core.state.role === 'leader') return result(proposeEntries(core, core.state, entries))
    return result(forwardProposal(core, core.id, entries))
  }

  /**
   * To be called when the entry with `change` is applied, unless the application decides against it.
   * @returns the configuration in force from now on, for the next snapshot
   */
  applyConfChange(change: ConfChange): ConfState {
    return applyConfChange(this.#core, change)
  }

  /** Takes a message from another member, or a response that this member's own storage thread delivers. */
  step(message: Message): Stepped {
    const fromThread = isLocalThread(message.from)
    if (isStorageMessage(message.type) !== fromThread) return misdirected
    if (isResponse(message.type) && !fromThread && this.#core.tracker.get(message.from) === undefined) {
      return unknownPeer
    }
    return result(step(this.#core, message))
  }

  /** True when `ready` has something to say. */
  hasReady(): boolean {
    const core = this.#core
    const { log, state } = core
    return (
      core.messages.length > 0 ||
      core.messagesAfterAppend.length > 0 ||
      core.readStates.length > 0 ||
      log.unstable.hasNextEntries ||
      log.hasNextCommitted(!this.#async) ||
      log.unstable.nextSnapshot() !== undefined ||
      this.#hardStateChanged() ||
      this.#softStateChanged() ||
      (state.role === 'leader' && state.reads.wantsRound)
    )
  }

  /** All work there is now. It counts as taken: it is handed out once. */
  ready(): Ready {
    const core = this.#core
    assert(this.#onAdvance === undefined, 'a Ready is advanced before the next is taken')
    startReadRound(core)

    const hardState = this.#hardStateChanged() ? core.hardState() : undefined
    const write: Write = {
      entries: core.log.unstable.nextEntries(),
      hardState,
      snapshot: core.log.unstable.nextSnapshot(),
    }
    const committedEntries = core.log.nextCommitted(!this.#async)
    const ready: Ready = {
      softState: this.#softStateChanged() ? core.softState() : undefined,
      hardState,
      readStates: this.#takeReadStates(),
      entries: write.entries,
      snapshot: write.snapshot,
      committedEntries,
      messages: this.#async
        ? this.#takeWithThreads(write, committedEntries)
        : this.#takeInOrder(write, committedEntries),
      mustSync: write.entries.length > 0 || core.term !== this.#hardState.term || core.vote !== this.#hardState.vote,
    }

    core.log.unstable.acceptInProgress()
    const last = committedEntries[committedEntries.length - 1]
    if (last !== undefined) core.log.acceptApplying(last.index, totalEntryBytes(committedEntries), !this.#async)
    this.#softState = ready.softState ?? this.#softState
    this.#hardState = hardState ?? this.#hardState
    return ready
  }

  /** The last Ready is carried out; synchronous mode only. */
  advance(): void {
    const steps = this.#onAdvance
    assert(steps !== undefined, 'advance follows a Ready, in synchronous mode')
    this.#onAdvance = undefined
    for (const message of steps) step(this.#core, message)
  }

  /**
   * Asks up to where a read that begins now must see the log; the answer comes as a `ReadState`. It may never come (a
   * message is lost, the leader changes): ask again with another context. Contexts are the caller's to keep apart.
   */
  readIndex(context: string): Proposed {
    if (this.#core.leader === nobody) return result('noLeader')
    return result(step(this.#core, newMessage({ type: 'MsgReadIndex', to: nobody, from: this.#core.id, context })))
  }

  /** Asks the leader to hand leadership to `to`; see `BasicStatus.leadTransferee` and `leader` for what becomes of it. */
  transferLeader(to: MemberId): void {
    step(this.#core, newMessage({ type: 'MsgTransferLeader', to: nobody, from: to }))
  }

  /**
   * A follower that knows better (its leader is being stopped, say) listens to candidates from now on, until it hears
   * from the leader again. False with lease-based reads, where that would break the leader's lease.
   */
  forgetLeader(): boolean {
    const { state, settings } = this.#core
    if (state.role !== 'follower') return true
    if (settings.leaseBased) return false
    state.leader = nobody
    return true
  }

  /** Messages to `id` get lost. */
  reportUnreachable(id: MemberId): void {
    if (this.#core.role === 'leader') onUnreachable(this.#core, id)
  }

  /** The snapshot for `id` arrived, or did not; without a report the leader waits for the member's own answer. */
  reportSnapshot(id: MemberId, ok: boolean): void {
    if (this.#core.role === 'leader') onSnapshotReport(this.#core, id, ok)
  }

  /** Fixes the election time-out of the role this member has now, in ticks; for tests that tell who campaigns when. */
  setElectionTimeout(ticks: number): void {
    this.#core.electionTimeoutTicks = ticks
  }

  basicStatus(): BasicStatus {
    const { id, term, vote, log, leader, role, state } = this.#core
    return {
      id,
      term,
      vote,
      commit: log.committed,
      applied: log.applied,
      lastIndex: log.lastIndex,
      leader,
      role,
      leadTransferee: state.role === 'leader' ? state.transferee : nobody,
    }
  }

  status(): Status {
    const { tracker, role } = this.#core
    const progress = new Map<MemberId, PeerStatus>()
    if (role === 'leader') {
      for (const [id, peer] of tracker.progress) {
        progress.set(id, {
          match: peer.match,
          next: peer.next,
          state: peer.state.at,
          learner: peer.isLearner,
          recentActive: peer.recentActive,
          paused: peer.paused,
          pendingSnapshot: peer.state.at === 'snapshot' ? peer.state.pending : 0,
          inflightMessages: peer.inflightCount,
          inflightFull: peer.inflightFull,
        })
      }
    }
    return { ...this.basicStatus(), config: tracker.confState(), progress }
  }

  /** Asynchronous: what must wait for the disk travels inside the request to write. */
  #takeWithThreads(write: Write, committed: readonly Entry[]): readonly Message[] {
    const core = this.#core
    const { messages } = core
    const append = storageAppend(core, write)
    if (append !== undefined) messages.push(append)
    if (committed.length > 0) messages.push(storageApply(core, committed))
    core.messages = []
    core.messagesAfterAppend = []
    return messages
  }

  /** Synchronous: the order of a Ready's parts is the order of the work; what goes to oneself waits for `advance`. */
  #takeInOrder(write: Write, committed: readonly Entry[]): readonly Message[] {
    const core = this.#core
    const { messages } = core
    const onAdvance: Message[] = []
    for (const message of core.messagesAfterAppend) {
      if (message.to === core.id) onAdvance.push(message)
      else messages.push(message)
    }
    const response = storageAppendResponse(core, write)
    if (response !== undefined) onAdvance.push(response)
    if (committed.length > 0) onAdvance.push(storageApplyResponse(core, committed))
    this.#onAdvance = onAdvance
    core.messages = []
    core.messagesAfterAppend = []
    return messages
  }

  #takeReadStates(): readonly ReadState[] {
    const { readStates } = this.#core
    if (readStates.length === 0) return noReadStates
    this.#core.readStates = []
    return readStates
  }

  #softStateChanged(): boolean {
    return this.#core.leader !== this.#softState.leader || this.#core.role !== this.#softState.role
  }

  #hardStateChanged(): boolean {
    const { term, vote, log } = this.#core
    const before = this.#hardState
    return log.committed !== before.commit || term !== before.term || vote !== before.vote
  }
}

const noReadStates: readonly ReadState[] = Object.freeze([])
const accepted: { readonly ok: true } = Object.freeze({ ok: true })
const misdirected: Stepped = Object.freeze({ ok: false, dropped: 'misdirected' })
const unknownPeer: Stepped = Object.freeze({ ok: false, dropped: 'unknownPeer' })

function result(dropped: DropReason | undefined): Proposed {
  return dropped === undefined ? accepted : { ok: false, dropped }
}
