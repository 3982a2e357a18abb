/**
 * The loop that connects the Raft core with the disk, the peers and the state machine.
 *
 * Everything that arrives within one turn of the event loop (proposals, messages, reads) becomes one step of the core.
 * What the core hands out then goes three ways at once:
 *
 *   MsgStorageAppend -> log        one fdatasync for all that gathered; its responses are stepped when it is durable
 *   MsgStorageApply  -> apply      in order, synchronous while everything is in memory
 *   everything else  -> peers      at once, also while the leader's own disk still works (Raft thesis 10.2.1)
 *
 * A disk that fails stops the log for good: writes end in `DiskFailed`, nothing is tried again (what a failed fsync
 * left behind is unknown), reads go on. Anything else that goes wrong in here is a bug, and fatal.
 */
import { RequestError } from '../base/errors.ts'
import type { ConfChange } from '../raft/conf-state.ts'
import type { Entry } from '../raft/entry.ts'
import { appendThread, applyThread } from '../raft/entry.ts'
import type { MemoryStorage } from '../raft/memory-storage.ts'
import type { Message } from '../raft/message.ts'
import type { RawNode } from '../raft/raw-node.ts'
import type { DropReason, Proposed, Role } from '../raft/ready.ts'
import type { CommandRequest } from './backend.ts'
import { limits } from './limits.ts'
import type { Log } from './log.ts'
import type { Finish, Proposal, Proposals } from './proposals.ts'
import type { LinearReads } from './reads.ts'

export interface ConsensusOptions {
  readonly memberId: bigint
  readonly node: RawNode
  readonly storage: MemoryStorage
  readonly log: Log
  readonly proposals: Proposals
  readonly reads: LinearReads
  readonly requestTimeoutMs: number
  readonly electionTimeoutMs: number
  readonly maxRequestBytes: number
  readonly nowMs: () => number
  /** Runs `step` after what is ready now, before any timer: the end of this turn. */
  readonly soon: (step: () => void) => void
  /** Carries out committed entries; undefined when done already. Called again only when the last call is done. */
  readonly apply: (entries: readonly Entry[]) => Promise<void> | undefined
  /** Messages to other members. */
  readonly send: (messages: readonly Message[]) => void
  readonly onLeader: (change: { leader: bigint; role: Role; term: number }) => void
  /** The disk under the log or the engine failed: no write will be answered any more. */
  readonly onDiskFailure: (error: Error) => void
  /** The member must not go on. */
  readonly onFatal: (error: unknown) => void
}

export class Consensus {
  readonly #options: ConsensusOptions
  readonly #node: RawNode
  /** What the core has not taken yet. */
  #proposed: Proposal[] = []
  #scheduled = false
  #stopped = false
  /** Messages of the apply thread, in order; the first is the one being worked on while `#applying`. */
  readonly #toApply: Message[] = []
  #applying = false
  /** Entries committed and not applied, when the core was last looked at: asked for by each proposal. */
  #applyBacklog = 0
  #appendsInFlight = 0
  #failure: Error | undefined
  /** When the last leader was lost, on the monotonic clock; long ago at first. */
  #leaderLostMs = Number.NEGATIVE_INFINITY
  leader = 0n
  role: Role = 'follower'
  /** Metrics: proposals that ended in an error of ours, and leaders seen. */
  proposalsFailed = 0
  leaderChanges = 0

  constructor(options: ConsensusOptions) {
    this.#options = options
    this.#node = options.node
  }

  get failure(): Error | undefined {
    return this.#failure
  }

  get term(): number {
    return this.#node.basicStatus().term
  }

  status(): ReturnType<RawNode['basicStatus']> {
    return this.#node.basicStatus()
  }

  /** Takes up what the log held when this member started. */
  start(): void {
    this.#schedule()
  }

  /** Replicates one command; `finish` hears the applied result. */
  propose(request: CommandRequest, finish: Finish): void {
    const { proposals, maxRequestBytes, nowMs } = this.#options
    const reason = this.#refusal()
    if (reason !== undefined) {
      this.#options.soon(() => finish(reason, undefined))
      return
    }
    const { sequence, data } = proposals.encode(request)
    if (data.length > maxRequestBytes) {
      this.#options.soon(() => finish(new RequestError('RequestTooLarge'), undefined))
      return
    }
    this.#proposed.push(proposals.wait(sequence, { data, sinceMs: nowMs(), finish }))
    this.#schedule()
  }

  linearize(finish: Finish): void {
    if (this.#stopped) {
      this.#options.soon(() => finish(new RequestError('Stopped'), undefined))
      return
    }
    this.#options.reads.add(finish, this.#options.nowMs())
    this.#schedule()
  }

  /** One unit of Raft's time. */
  tick(): void {
    if (this.#stopped) return
    const { proposals, reads, nowMs, requestTimeoutMs } = this.#options
    this.#node.tick()
    const now = nowMs()
    for (const { finish, sinceMs } of proposals.takeOlder(now - requestTimeoutMs)) {
      this.#fail(finish, this.#timeout(sinceMs))
    }
    const context = reads.onTick(now)
    if (context !== undefined) this.#node.readIndex(context)
    this.#schedule()
  }

  step(message: Message): void {
    if (this.#stopped) return
    this.#node.step(message)
    this.#schedule()
  }

  campaign(): void {
    this.#node.campaign()
    this.#schedule()
  }

  proposeConfChange(change: ConfChange): Proposed {
    if (this.#stopped || this.#failure !== undefined) return { ok: false, dropped: 'noLeader' }
    const proposed = this.#node.proposeConfChange(change)
    this.#schedule()
    return proposed
  }

  transferLeader(to: bigint): void {
    this.#node.transferLeader(to)
    this.#schedule()
  }

  reportSnapshot(id: bigint, ok: boolean): void {
    if (this.#stopped) return
    this.#node.reportSnapshot(id, ok)
    this.#schedule()
  }

  reportUnreachable(id: bigint): void {
    if (this.#stopped) return
    this.#node.reportUnreachable(id)
    this.#schedule()
  }

  /** What the leader knows of everybody; `progress` is empty on other members. */
  fullStatus(): ReturnType<RawNode['status']> {
    return this.#node.status()
  }

  /** Resolves when nothing is on its way to the disk or the state machine; takes no more work. */
  async stop(): Promise<void> {
    this.#stopped = true
    const stopped = new RequestError('Stopped')
    for (const waiting of this.#options.proposals.takeAll()) waiting.finish(stopped, undefined)
    this.#options.reads.failAll('Stopped')
    // After a failure an apply may wait for room in an engine that never writes again.
    while ((this.#appendsInFlight > 0 || this.#applying) && this.#failure === undefined) {
      await new Promise<void>((resolve) => this.#options.soon(resolve))
    }
  }

  #refusal(): RequestError | undefined {
    if (this.#stopped) return new RequestError('Stopped')
    if (this.#failure !== undefined) return new RequestError('DiskFailed', { cause: this.#failure })
    if (this.#applyBacklog > limits.applyBacklog.bound) return new RequestError('TooManyRequests')
    if (this.#options.proposals.count >= limits.proposals.bound) return new RequestError('TooManyRequests')
    return undefined
  }

  /**
   * What kept a proposal from committing, as etcd tells it: there was nobody to take it; who took it ceased to lead
   * about then, so that it may be lost; or it just took too long.
   */
  #timeout(sinceMs: number): RequestError {
    if (this.leader === 0n) return new RequestError('DeadlineExceeded')
    const lostAgoMs = this.#leaderLostMs - sinceMs
    const near = lostAgoMs > -2 * this.#options.electionTimeoutMs && lostAgoMs < this.#options.requestTimeoutMs
    return new RequestError(near ? 'TimeoutDueToLeaderFail' : 'Timeout')
  }

  #fail(finish: Finish, error: RequestError): void {
    this.proposalsFailed++
    finish(error, undefined)
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#options.soon(this.#turn)
  }

  readonly #turn = (): void => {
    this.#scheduled = false
    this.#guard(() => {
      this.#takeProposals()
      this.#askForReads()
      this.#drain()
    })
  }

  #guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#options.onFatal(error)
    }
  }

  /** Without a leader reads wait, at most until their time-out. */
  #askForReads(): void {
    if (this.leader === 0n) return
    const context = this.#options.reads.nextRound(this.#options.nowMs())
    if (context !== undefined) this.#node.readIndex(context)
  }

  /** Without a leader proposals wait, at most until their time-out. */
  #takeProposals(): void {
    if (this.#proposed.length === 0 || this.leader === 0n) return
    const { proposals } = this.#options
    const taking = this.#proposed
    this.#proposed = []
    const proposed = proposals.forTerm(taking, this.term)
    if (proposed.length === 0) return
    const taken = this.#node.propose(proposed)
    if (taken.ok) return
    // A leader that hands over is one no longer in a moment: these are for its successor, or for the next tick.
    if (taken.dropped === 'noLeader' || taken.dropped === 'transferring') this.#proposed = proposals.notTaken(taking)
    else this.#onDropped(proposed, taken.dropped)
  }

  #onDropped(proposed: readonly Buffer[], reason: DropReason): void {
    for (const data of proposed) {
      const waiting = this.#options.proposals.take(data)
      if (waiting === undefined) continue
      const refused = reason === 'tooMuchUncommitted' ? 'TooManyRequests' : 'ProposalDropped'
      this.#fail(waiting.finish, new RequestError(refused))
    }
  }

  #drain(): void {
    while (this.#node.hasReady()) {
      const ready = this.#node.ready()
      if (ready.softState !== undefined) this.#onSoftState(ready.softState)
      for (const state of ready.readStates) this.#options.reads.onReadState(state)
      this.#dispatch(ready.messages)
    }
    const { commit, applied } = this.#node.basicStatus()
    this.#applyBacklog = commit - applied
    this.#options.reads.release(applied)
  }

  #onSoftState({ leader, role }: { leader: bigint; role: Role }): void {
    this.role = role
    if (leader !== this.leader) {
      if (leader !== 0n) this.leaderChanges++
      if (this.leader !== 0n) {
        this.#leaderLostMs = this.#options.nowMs()
        this.#options.reads.failAll('LeaderChanged')
      }
      this.leader = leader
      if (leader !== 0n) this.#schedule()
    }
    this.#options.onLeader({ leader, role, term: this.#node.basicStatus().term })
  }

  #dispatch(messages: readonly Message[]): void {
    let toPeers: Message[] | undefined
    for (const message of messages) {
      if (message.to === appendThread) this.#append(message)
      else if (message.to === applyThread) {
        this.#toApply.push(message)
        this.#applyNext()
      } else {
        toPeers ??= []
        toPeers.push(message)
      }
    }
    if (toPeers !== undefined) this.#options.send(toPeers)
  }

  #append(message: Message): void {
    const { log, storage } = this.#options
    const { entries, term, vote, commit } = message
    if (this.#failure !== undefined) return
    const changed = term !== 0 || vote !== 0n || commit !== 0
    const hardState = changed ? { term, vote, commit } : undefined
    this.#appendsInFlight++
    log.append({ entries, hardState, mustSync: message.responses.length > 0 }).then(
      () => {
        this.#appendsInFlight--
        this.#guard(() => {
          if (entries.length > 0) storage.append(entries)
          if (hardState !== undefined) storage.setHardState(hardState)
          this.#respond(message)
          this.#drain()
        })
      },
      (error: unknown) => {
        this.#appendsInFlight--
        this.onDiskFailure(error)
      },
    )
  }

  #applyNext(): void {
    while (!this.#applying) {
      const message = this.#toApply.shift()
      if (message === undefined) return
      const pending = this.#options.apply(message.entries)
      if (pending === undefined) {
        this.#respond(message)
        continue
      }
      this.#applying = true
      pending.then(
        () => {
          this.#applying = false
          this.#guard(() => {
            this.#respond(message)
            this.#applyNext()
            this.#drain()
          })
        },
        (error: unknown) => {
          this.#applying = false
          this.#options.onFatal(error)
        },
      )
    }
  }

  /** Responses say that the work of `message` is done: those to ourselves are stepped, the others leave now. */
  #respond(message: Message): void {
    const own = this.#options.memberId
    let toPeers: Message[] | undefined
    for (const response of message.responses) {
      if (response.to === own) this.#node.step(response)
      else {
        toPeers ??= []
        toPeers.push(response)
      }
    }
    if (toPeers !== undefined) this.#options.send(toPeers)
  }

  /** The first entry of `term` was applied. */
  onTermApplied(term: number): void {
    const lost = this.#options.proposals.lostBefore(term)
    if (lost.length === 0) return
    this.#proposed.push(...lost)
    this.#schedule()
  }

  /** From here on every write is refused; also called by who sees the engine's disk fail. */
  onDiskFailure(cause: unknown): void {
    if (this.#failure !== undefined) return
    const error = cause instanceof Error ? cause : new Error('the disk failed', { cause })
    this.#failure = error
    for (const waiting of this.#options.proposals.takeAll()) {
      this.#fail(waiting.finish, new RequestError('DiskFailed', { cause: error }))
    }
    this.#options.onDiskFailure(error)
  }
}
