/**
 * One member's state: Raft paper figure 2, "State", and what this implementation adds to it.
 *
 * The rules are functions over it, one file an idea:
 *
 *   step.ts        terms first, then every message to its rule; time
 *   roles.ts       how roles change                                   election.ts    campaigns and votes
 *   leader.ts      answers, transfers, reports                        proposals.ts   what may enter the log
 *   replication.ts what is sent, and how much of it                   reads.ts       linearizable reads
 *   follower.ts    appends, heartbeats, snapshots                     membership.ts  which configuration is in force
 *
 * `RawNode` is the only way in from outside.
 *
 * Nothing here calls the world. A step changes this state and leaves messages in two lists, see `send`.
 */
import { assert } from '../base/assert.ts'
import { type MemberId, nobody, type Term } from './entry.ts'
import { Log } from './log.ts'
import type { Message, MessageDraft } from './message.ts'
import type { ReadIndex } from './read-index.ts'
import type { LogFields, LogLevel, RaftConfig, ReadState, Role, SoftState } from './ready.ts'
import type { HardState } from './storage.ts'
import { ProgressTracker } from './tracker.ts'

/** What a member is, with what exists only while it is that. */
export type RoleState = Following | { readonly role: 'preCandidate' } | { readonly role: 'candidate' } | Leading

export interface Following {
  readonly role: 'follower'
  /** 0n until this term's leader was heard of. */
  leader: MemberId
}

export interface Leading {
  readonly role: 'leader'
  /** Ticks since this term of office began: the time that leases are measured in. */
  ticks: number
  heartbeatElapsed: number
  /** Who leadership is being handed to; 0n otherwise (Raft thesis 3.10). */
  transferee: MemberId
  /** No config change behind the applied index lies behind this index: one at a time (Raft thesis 4.1). */
  pendingConfIndex: number
  /** An estimate of the data in the log's uncommitted tail, never too high. */
  uncommittedBytes: number
  readonly reads: ReadIndex
}

/** `RaftConfig` with everything filled in. */
export interface Settings {
  readonly electionTicks: number
  readonly heartbeatTicks: number
  readonly maxSizePerMessage: number
  readonly maxUncommittedEntriesSize: number
  readonly checkQuorum: boolean
  readonly preVote: boolean
  readonly leaseBased: boolean
  readonly disableProposalForwarding: boolean
  readonly disableConfChangeValidation: boolean
  readonly stepDownOnRemoval: boolean
  readonly voteRequestsBeforeWrite: boolean
  readonly random: (n: number) => number
  readonly log: ((level: LogLevel, sentence: string, fields: LogFields) => void) | undefined
}

export class Core {
  readonly id: MemberId
  readonly settings: Settings
  readonly log: Log
  readonly tracker: ProgressTracker

  /** Current term; only ever grows. Durable before anything that depends on it leaves (Raft paper figure 2). */
  term: Term = 0
  /** Who this member voted for in the current term; durable as well. */
  vote: MemberId = nobody
  state: RoleState = { role: 'follower', leader: nobody }

  /** Ticks since the leader was heard of, the election began, or, at a leader, the quorum was checked. */
  electionElapsed = 0
  /** Drawn anew for each role, from `electionTicks` to its double: split votes stay rare (Raft paper 5.2). */
  electionTimeoutTicks: number

  /** May leave at once. */
  messages: Message[] = []
  /** Leave when all that is unstable now is durable. */
  messagesAfterAppend: Message[] = []
  readStates: ReadState[] = []

  constructor(config: RaftConfig) {
    this.settings = checkedSettings(config)
    this.id = config.id
    const bytesMax = config.maxCommittedSizePerReady || this.settings.maxSizePerMessage
    this.log = new Log(config.storage, Math.max(1, bytesMax))
    this.tracker = new ProgressTracker({
      messagesMax: config.maxInflightMessages ?? defaultInflightMessages,
      bytesMax: config.maxInflightBytes ?? 0,
    })
    this.electionTimeoutTicks = config.electionTicks
  }

  get role(): Role {
    return this.state.role
  }

  /** The leader of the current term as far as known here; 0n otherwise. */
  get leader(): MemberId {
    if (this.state.role === 'leader') return this.id
    return this.state.role === 'follower' ? this.state.leader : nobody
  }

  softState(): SoftState {
    return { leader: this.leader, role: this.role }
  }

  hardState(): HardState {
    return { term: this.term, vote: this.vote, commit: this.log.committed }
  }

  /** True when this member could lead: it has a vote, and its state is whole. */
  get promotable(): boolean {
    const own = this.tracker.get(this.id)
    return own !== undefined && !own.isLearner && this.log.unstable.snapshot === undefined
  }

  /**
   * Queues a message, and signs it. All but those of an election carry the current term, proposals and reads none: they
   * are the same request whichever term the leader is in.
   *
   * An answer that grants a vote or acknowledges entries promises that they survive a crash, so it waits until they are
   * durable (Raft thesis 3.8), also when it goes to this member itself: its own vote and its own log count in a quorum
   * by the same rule (Raft thesis 10.2.1). Refusals wait too: they are rare, and may rest on a vote not yet durable.
   *
   * A request for a vote promises as much: it names the candidate's term and the end of its log, and voters rely on both.
   * If it left earlier, a candidate could crash, forget its last entries and the term, campaign in the same term again,
   * and be elected by votes that were granted to its longer log.
   */
  send(message: MessageDraft): void {
    if (message.from === nobody) message.from = this.id
    switch (message.type) {
      case 'MsgVoteResp':
      case 'MsgPreVoteResp':
        this.messagesAfterAppend.push(message)
        return
      case 'MsgAppResp':
        message.term = this.term
        this.messagesAfterAppend.push(message)
        return
      case 'MsgVote':
        if (this.settings.voteRequestsBeforeWrite) break
        this.messagesAfterAppend.push(message)
        return
      case 'MsgPreVote':
      case 'MsgProp':
      case 'MsgReadIndex':
        break
      default:
        message.term = this.term
    }
    assert(message.to !== this.id, 'only acknowledgements go to oneself', message.type)
    this.messages.push(message)
  }

  note(level: LogLevel, sentence: string, fields: LogFields = {}): void {
    this.settings.log?.(level, sentence, { id: this.id, term: this.term, ...fields })
  }
}

/** Enough for a link of 100 ms and 1,000 appends a second, and a bound on what one slow follower can hold in memory. */
const defaultInflightMessages = 256

function checkedSettings(config: RaftConfig): Settings {
  const sizeMax = config.maxSizePerMessage ?? Number.POSITIVE_INFINITY
  const readOnly = config.readOnly ?? 'safe'
  const checkQuorum = config.checkQuorum ?? true
  check(config.id > 0n && config.id < 1n << 64n, 'id is above 0 and has 64 bits')
  check(config.id < (1n << 64n) - 2n, 'id is not one of the two largest, which stand for threads')
  check(config.heartbeatTicks > 0, 'heartbeatTicks is above 0')
  check(config.electionTicks > config.heartbeatTicks, 'electionTicks is above heartbeatTicks')
  check((config.maxInflightMessages ?? 1) > 0, 'maxInflightMessages is above 0')
  check((config.maxInflightBytes || sizeMax) >= sizeMax, 'maxInflightBytes is not below maxSizePerMessage')
  check(readOnly === 'safe' || checkQuorum, 'checkQuorum is on for readOnly leaseBased')
  return {
    electionTicks: config.electionTicks,
    heartbeatTicks: config.heartbeatTicks,
    maxSizePerMessage: sizeMax,
    maxUncommittedEntriesSize: config.maxUncommittedEntriesSize || Number.POSITIVE_INFINITY,
    checkQuorum,
    preVote: config.preVote ?? true,
    leaseBased: readOnly === 'leaseBased',
    disableProposalForwarding: config.disableProposalForwarding ?? false,
    disableConfChangeValidation: config.disableConfChangeValidation ?? false,
    stepDownOnRemoval: config.stepDownOnRemoval ?? true,
    voteRequestsBeforeWrite: config.voteRequestsBeforeWrite ?? false,
    random: config.random,
    log: config.log,
  }
}

function check(condition: boolean, rule: string): void {
  if (!condition) throw new RangeError(`wrong raft config: ${rule}`)
}
