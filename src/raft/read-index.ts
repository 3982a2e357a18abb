/**
 * Reads that see everything acknowledged before them, without a log entry each (Raft thesis 6.4).
 *
 * A leader notes its commit index when a read arrives, and answers with it once it knows that it still was the leader
 * then: when a quorum has answered a heartbeat sent after the read arrived. Heartbeats carry the number of a round; one
 * round confirms every read that came before it, however many these are:
 *
 *   read a, read b -> round 1 sent,  read c -> round 2 sent
 *   acknowledged up to round: 2 by two of three voters -> a, b and c are confirmed
 *
 * With leases (thesis 6.4.1) every heartbeat is such a round, and a confirmed one is worth something for a while: no
 * voter that answered it votes for another leader until an election time-out after the round was *sent*.
 */
import type { Index, MemberId } from './entry.ts'
import { type Joint, jointCommittedIndex } from './quorum/joint.ts'

/** A read, and who is to hear of it. */
export interface ReadRequest {
  readonly from: MemberId
  readonly context: string
}

export interface ConfirmedRead extends ReadRequest {
  readonly index: Index
}

interface WaitingRead extends ConfirmedRead {
  /** The first round that confirms it. */
  readonly round: number
}

interface Round {
  readonly number: number
  readonly sentAtTick: number
}

/** One leader's reads in one term; all are forgotten with it. */
export class ReadIndex {
  readonly #self: MemberId
  readonly #leaseTicks: number
  #tooEarly: ReadRequest[] = []
  #waiting: WaitingRead[] = []
  #round = 0
  readonly #acknowledged = new Map<MemberId, number>()
  readonly #acknowledgedBy = (voter: MemberId): number | undefined => this.#acknowledged.get(voter)

  // Rounds whose confirmation would prolong the lease, and when the newest confirmed one was sent.
  #unconfirmed: Round[] = []
  #leaseFromTick: number | undefined
  #leaseVoid = false

  /** @param leaseTicks how long a confirmed round is worth something; 0 for reads without leases */
  constructor({ self, leaseTicks }: { readonly self: MemberId; readonly leaseTicks: number }) {
    this.#self = self
    this.#leaseTicks = leaseTicks
  }

  /** Keeps a read that came before the leader's first commit: until then it does not know what is committed. */
  postpone(read: ReadRequest): void {
    this.#tooEarly.push(read)
  }

  get hasPostponed(): boolean {
    return this.#tooEarly.length > 0
  }

  /** The reads postponed so far, to be asked again. */
  takePostponed(): ReadRequest[] {
    const reads = this.#tooEarly
    this.#tooEarly = []
    return reads
  }

  /** A read that sees everything up to `index`, as soon as the next round is confirmed. */
  add(read: ReadRequest, index: Index): void {
    this.#waiting.push({ from: read.from, context: read.context, index, round: this.#round + 1 })
  }

  /** A read waits that no round sent so far will confirm. */
  get wantsRound(): boolean {
    const newest = this.#waiting[this.#waiting.length - 1]
    return newest !== undefined && newest.round > this.#round
  }

  /** What the heartbeats that are about to leave carry: a new round when anybody needs it, otherwise nothing. */
  startRound(tick: number): string {
    if (this.#waiting.length === 0 && this.#leaseTicks === 0) return ''
    this.#round++
    this.#acknowledged.set(this.#self, this.#round)
    if (this.#leaseTicks > 0) this.#unconfirmed.push({ number: this.#round, sentAtTick: tick })
    return String(this.#round)
  }

  /**
   * A member answered a heartbeat.
   * @param context what the heartbeat carried
   * @returns the reads that are confirmed by that, oldest first
   */
  acknowledge(from: MemberId, context: string, voters: Joint<MemberId>): readonly ConfirmedRead[] {
    const round = Number(context)
    if (context === '' || !Number.isSafeInteger(round) || round > this.#round) return []
    if (round <= (this.#acknowledged.get(from) ?? 0)) return []
    this.#acknowledged.set(from, round)
    const confirmed = jointCommittedIndex(voters, this.#acknowledgedBy)
    this.#prolongLease(confirmed)
    return this.#takeConfirmed(confirmed)
  }

  #takeConfirmed(round: number): readonly ConfirmedRead[] {
    const waiting = this.#waiting.findIndex((read) => read.round > round)
    if (waiting === 0 || this.#waiting.length === 0) return []
    return this.#waiting.splice(0, waiting === -1 ? this.#waiting.length : waiting)
  }

  #prolongLease(round: number): void {
    while (this.#unconfirmed[0] !== undefined && this.#unconfirmed[0].number <= round) {
      this.#leaseFromTick = this.#unconfirmed.shift()?.sentAtTick
    }
  }

  /** No other leader can exist now, provided that clocks run at about the same speed (Raft thesis 6.4.1). */
  hasLease(tick: number): boolean {
    if (this.#leaseVoid || this.#leaseFromTick === undefined) return false
    return tick - this.#leaseFromTick < this.#leaseTicks
  }

  /**
   * No lease for the rest of the term: a member was told to campaign at once, and voters answer it although they hear
   * from this leader (Raft thesis 6.4.1, end). That message may arrive at any time.
   */
  voidLease(): void {
    this.#leaseVoid = true
  }
}

/**
 * How long after it was sent a confirmed round excludes another leader. A voter refuses for `electionTicks` of its own
 * ticks from when the round arrived; ticks of two members are out of phase by less than one, and a tenth is given to
 * clocks that run apart. A voter that restarts forgets the promise: who restarts a majority within an election time-out
 * must not use leases.
 */
export function leaseTicks(electionTicks: number): number {
  return Math.max(0, electionTicks - 1 - Math.ceil(electionTicks / 10))
}
