/**
 * What the core hands out: everything that must happen in the world, as data, and what the world may ask it.
 */
import type { ConfState } from './conf-state.ts'
import type { Entry, Index, MemberId } from './entry.ts'
import type { Message } from './message.ts'
import type { HardState, Snapshot, Storage } from './storage.ts'

/** Raft paper 5.1; `preCandidate` asks whether an election could be won, in no term of its own (Raft thesis 9.6). */
export type Role = 'follower' | 'preCandidate' | 'candidate' | 'leader'

/** Worth knowing, not worth storing. */
export interface SoftState {
  /** The leader of the current term as far as known here; 0n otherwise. */
  readonly leader: MemberId
  readonly role: Role
}

/** The read asked for as `context` may be answered once everything up to `index` is applied (Raft thesis 6.4). */
export interface ReadState {
  readonly index: Index
  readonly context: string
}

/**
 * One step of work, to be carried out in this order: make `snapshot`, `entries` and `hardState` durable, send
 * `messages`, apply `snapshot` and `committedEntries`, then `advance()`.
 *
 * With asynchronous storage writes the order is held by messages instead: `messages` also contains `MsgStorageAppend`
 * (which repeats `entries`, `hardState`, `snapshot`) and `MsgStorageApply` (which repeats `committedEntries`). All
 * other messages may leave at once; the responses inside the two follow when their work is done. Nothing is advanced.
 */
export interface Ready {
  /** Undefined when unchanged since the last Ready. */
  readonly softState: SoftState | undefined
  /** Undefined when unchanged since the last Ready. */
  readonly hardState: HardState | undefined
  readonly readStates: readonly ReadState[]
  /** To be appended to stable storage; they replace whatever is there from their first index on. */
  readonly entries: readonly Entry[]
  /** To be installed before anything is appended or applied. */
  readonly snapshot: Snapshot | undefined
  /** To be applied, in order; already handed out for storage, in synchronous mode already durable. */
  readonly committedEntries: readonly Entry[]
  readonly messages: readonly Message[]
  /** True when entries, or term or vote, must be on disk before anything else; a new commit index alone need not. */
  readonly mustSync: boolean
}

/**
 * Why a proposal was not taken. `noLeader`: none known, or an election runs. `forwardingOff`: not leader, and told not
 * to forward. `transferring`: a leadership transfer is under way (Raft thesis 3.10). `tooMuchUncommitted`: the bound on
 * uncommitted bytes is reached, ask again when entries have committed. `removed`: this leader is no longer a member.
 */
export type DropReason = 'noLeader' | 'forwardingOff' | 'transferring' | 'tooMuchUncommitted' | 'removed'

/** Whether a proposal was appended or forwarded; that is no promise that it commits. */
export type Proposed = { readonly ok: true } | { readonly ok: false; readonly dropped: DropReason }

/**
 * Whether a message was taken. Besides a forwarded proposal that was dropped: `unknownPeer` answers from outside the
 * configuration, `misdirected` is a message to or from a storage thread where no such message belongs.
 */
export type Stepped =
  | { readonly ok: true }
  | { readonly ok: false; readonly dropped: DropReason | 'unknownPeer' | 'misdirected' }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** How a member is set up; read once. Ticks are calls of `RawNode.tick`. */
export interface RaftConfig {
  readonly id: MemberId
  /** Silence after which a follower campaigns; the real time-out is drawn from `electionTicks` to its double. */
  readonly electionTicks: number
  /** Between two heartbeats of a leader; below `electionTicks`, best a tenth of it. */
  readonly heartbeatTicks: number
  readonly storage: Storage
  /** Index that the application has applied already; nothing up to it is handed out again. Counts as committed. */
  readonly applied?: Index
  /** Storage work leaves as messages, see `Ready`. */
  readonly asyncStorageWrites?: boolean
  /**
   * A candidate asks for votes while its term, its own vote and its log are still being written. Unsafe with
   * `asyncStorageWrites`, see `Core.send`; only for scripts that expect etcd's order of messages.
   */
  readonly voteRequestsBeforeWrite?: boolean
  /** Bytes of entries in one `MsgApp`; 0 means one entry a message, no value no bound. */
  readonly maxSizePerMessage?: number
  /** Bytes of committed entries handed out and not yet acknowledged; no value means `maxSizePerMessage`. */
  readonly maxCommittedSizePerReady?: number
  /** Bytes of data a leader keeps uncommitted before it drops proposals; no value or 0 means no bound. */
  readonly maxUncommittedEntriesSize?: number
  /** `MsgApp`s a follower may owe an answer for; above 0, may be infinite; no value means 256. */
  readonly maxInflightMessages?: number
  /** Bytes of data in those; at least `maxSizePerMessage`; no value or 0 means no bound. */
  readonly maxInflightBytes?: number
  /** A leader that hears from no majority for `electionTicks` steps down (Raft thesis 6.2). On unless told otherwise. */
  readonly checkQuorum?: boolean
  /**
   * Ask before an election whether it could be won, so that a member cut off does not disturb (Raft thesis 9.6). On
   * unless told otherwise.
   */
  readonly preVote?: boolean
  /** `leaseBased` trusts that clocks run at about the same speed, and needs `checkQuorum` (Raft thesis 6.4.1). */
  readonly readOnly?: 'safe' | 'leaseBased'
  /** Drop proposals here unless this member leads. */
  readonly disableProposalForwarding?: boolean
  /** Take any config change into the log, also while another is pending; whoever sets it answers for the result. */
  readonly disableConfChangeValidation?: boolean
  /**
   * A leader that is removed, or made a learner, steps down when it applies that change (Raft thesis 4.2.2). On unless
   * told otherwise.
   */
  readonly stepDownOnRemoval?: boolean
  /** A whole number from 0 up to and without `n`; drawn by whoever runs the core, so that a seed repeats a run. */
  readonly random: (n: number) => number
  /** Told what happens, for people. Must not call back. */
  readonly log?: (level: LogLevel, sentence: string, fields: LogFields) => void
}

export type LogFields = Readonly<Record<string, number | bigint | string | boolean>>

/** What anybody may ask at any time; costs one object. */
export interface BasicStatus extends HardState, SoftState {
  readonly id: MemberId
  readonly applied: Index
  readonly lastIndex: Index
  /** Who leadership is being handed to; 0n otherwise. */
  readonly leadTransferee: MemberId
}

/** How far one member is, as its leader sees it. */
export interface PeerStatus {
  /** Highest index known to be the same in both logs. */
  readonly match: Index
  /** The next entry to be sent. */
  readonly next: Index
  readonly state: 'probe' | 'replicate' | 'snapshot'
  readonly learner: boolean
  /** Heard from since the last check of the quorum. */
  readonly recentActive: boolean
  /** Gets nothing for now: waits for an answer, or for a snapshot. */
  readonly paused: boolean
  /** The snapshot on its way; 0 otherwise. */
  readonly pendingSnapshot: Index
  readonly inflightMessages: number
  readonly inflightFull: boolean
}

export interface Status extends BasicStatus {
  readonly config: ConfState
  /** By member, ascending; empty unless this member leads. */
  readonly progress: ReadonlyMap<MemberId, PeerStatus>
}
