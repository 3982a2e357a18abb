/**
 * The configuration in force, and what is known of each member of it.
 *
 * A leader keeps the members' progress here and asks what a quorum holds; a candidate collects its votes here. Which
 * configuration is in force is decided elsewhere: `conf-change.ts` computes the next one, `install` puts it here.
 */
import { defined } from '../base/assert.ts'
import type { ConfState } from './conf-state.ts'
import type { Index, MemberId } from './entry.ts'
import type { InflightLimits } from './inflights.ts'
import type { Progress } from './progress.ts'
import { type Joint, jointCommittedIndex, jointVoteResult, jointVoters } from './quorum/joint.ts'
import type { Verdict } from './quorum/majority.ts'

/**
 * A configuration: a value, replaced as a whole. All ids ascend.
 *
 * No member is voter and learner at once, in either half: its role is always clear. A voter that becomes a learner
 * through a joint configuration therefore waits in `learnersNext` until the old half, where it still votes, is gone:
 *
 *   voters (1 2 3)  ->  voters (1 2) and (1 2 3), learnersNext (3)  ->  voters (1 2), learners (3)
 *
 * A member that did not vote before becomes a learner at once, so that it is caught up as early as possible.
 */
export interface Config {
  readonly voters: Joint<MemberId>
  /** Members that get the log and have no vote (Raft thesis 4.2.1). */
  readonly learners: readonly MemberId[]
  readonly learnersNext: readonly MemberId[]
  /** The leader leaves the joint configuration by itself once it is applied. */
  readonly autoLeave: boolean
}

/** The configuration of a group that has none yet. */
export const emptyConfig: Config = Object.freeze({
  voters: Object.freeze({ incoming: [], outgoing: [] }),
  learners: [],
  learnersNext: [],
  autoLeave: false,
})

/** A configuration with the progress of each of its members, in ascending order of ids. */
export interface Tracked {
  readonly config: Config
  readonly progress: ReadonlyMap<MemberId, Progress>
  /** Bounds of the windows of appends. */
  readonly limits: InflightLimits
}

/** `config` in the form that a snapshot stores. */
export function toConfState({ voters, learners, learnersNext, autoLeave }: Config): ConfState {
  return { voters: voters.incoming, votersOutgoing: voters.outgoing, learners, learnersNext, autoLeave }
}

export class ProgressTracker implements Tracked {
  readonly limits: InflightLimits
  #config: Config = emptyConfig
  #progress: ReadonlyMap<MemberId, Progress> = new Map()
  // The voters' progress by halves: what a quorum holds is asked on each acknowledgement, without looking ids up.
  #voters: Joint<Progress> = { incoming: [], outgoing: [] }
  readonly #votes = new Map<MemberId, boolean>()
  readonly #voteOf = (id: MemberId): boolean | undefined => this.#votes.get(id)

  constructor(limits: InflightLimits) {
    this.limits = limits
  }

  get config(): Config {
    return this.#config
  }

  /** By member, in ascending order of ids: messages leave in this order. */
  get progress(): ReadonlyMap<MemberId, Progress> {
    return this.#progress
  }

  get(id: MemberId): Progress | undefined {
    return this.#progress.get(id)
  }

  /** Puts a configuration in force. The progress of a member that stays must be the object known here already. */
  install({ config, progress }: Pick<Tracked, 'config' | 'progress'>): void {
    this.#config = config
    this.#progress = progress
    for (const [id, member] of progress) member.isLearner = config.learners.includes(id)
    this.#voters = {
      incoming: progressOf(config.voters.incoming, progress),
      outgoing: progressOf(config.voters.outgoing, progress),
    }
  }

  /** The configuration in force, as a snapshot stores it. */
  confState(): ConfState {
    return toConfState(this.#config)
  }

  /** Exactly one member has a vote, in both halves if there are two: it decides alone. */
  isSingleton(): boolean {
    const { incoming, outgoing } = this.#config.voters
    return incoming.length === 1 && outgoing.every((id) => id === incoming[0])
  }

  /** Voters of both halves, each once, ascending. */
  voters(): MemberId[] {
    return jointVoters(this.#config.voters)
  }

  learners(): readonly MemberId[] {
    return this.#config.learners
  }

  /** Highest index that a quorum holds (Raft paper 5.3). Infinite while there are no voters. */
  committed(): Index {
    return jointCommittedIndex(this.#voters, matchOf)
  }

  /** A quorum was heard of since `recentActive` was last taken back (Raft thesis 6.2). */
  quorumActive(): boolean {
    return jointVoteResult(this.#voters, recentlyActive) === 'won'
  }

  /** Votes of the current election, by member. */
  get votes(): ReadonlyMap<MemberId, boolean> {
    return this.#votes
  }

  /** Another election begins. */
  resetVotes(): void {
    this.#votes.clear()
  }

  /** Counts a vote; a member's first answer stands. */
  recordVote(id: MemberId, granted: boolean): void {
    if (!this.#votes.has(id)) this.#votes.set(id, granted)
  }

  /** Where the election stands. The numbers are for people: only members that are not learners count. */
  tallyVotes(): { readonly granted: number; readonly refused: number; readonly verdict: Verdict } {
    let granted = 0
    let refused = 0
    for (const [id, vote] of this.#votes) {
      const member = this.#progress.get(id)
      if (member === undefined || member.isLearner) continue
      if (vote) granted++
      else refused++
    }
    return { granted, refused, verdict: jointVoteResult(this.#config.voters, this.#voteOf) }
  }
}

function progressOf(ids: readonly MemberId[], progress: ReadonlyMap<MemberId, Progress>): readonly Progress[] {
  return ids.map((id) => defined(progress.get(id), 'each voter has a progress', id))
}

function matchOf(member: Progress): Index {
  return member.match
}

function recentlyActive(member: Progress): boolean {
  return member.recentActive
}
