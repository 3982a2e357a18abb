/**
 * What the leader knows of one member, and how it sends to it.
 *
 *   probe      where the logs meet is not known: one append at a time, the next after an answer or a heartbeat
 *   replicate  the logs meet at `match`: appends leave one after the other, as far as the window allows
 *   snapshot   the log no longer reaches back far enough: a snapshot is under way, appends wait for it
 *
 *            acknowledged                      window full: paused, opened by an acknowledgement
 *   probe ----------------> replicate          or, for one append, by a heartbeat's answer
 *     ^  <---- rejected ----    |
 *     |                         | log trimmed
 *     +-- arrived or failed -- snapshot
 *
 * Flow control is not part of the paper; Raft thesis 10.2.1 describes pipelining, 3.5 how `next` backs off.
 */
import { assert } from '../base/assert.ts'
import type { Index } from './entry.ts'
import { type InflightLimits, Inflights } from './inflights.ts'

/** How the leader sends to the member now. `paused`: no append before an answer comes. */
export type ReplicationState =
  | { readonly at: 'probe'; paused: boolean }
  | { readonly at: 'replicate'; paused: boolean; readonly inflights: Inflights }
  | { readonly at: 'snapshot'; readonly pending: Index }

export class Progress {
  /** Something came from the member since the last check of the quorum (Raft thesis 6.2, CheckQuorum). */
  recentActive: boolean
  /** The member has no vote. Follows the configuration: the tracker sets it. */
  isLearner: boolean

  readonly #limits: InflightLimits
  #state: ReplicationState = { at: 'probe', paused: false }
  #match: Index
  #next: Index
  // The highest commit index on its way to the member; it falls back when what carried it may be lost.
  #sentCommit: Index = 0

  constructor(options: {
    readonly match: Index
    readonly next: Index
    readonly limits: InflightLimits
    readonly isLearner: boolean
    readonly recentActive: boolean
  }) {
    assert(options.match < options.next, 'the next entry lies behind what matches', options.match, options.next)
    this.#limits = options.limits
    this.#match = options.match
    this.#next = options.next
    this.isLearner = options.isLearner
    this.recentActive = options.recentActive
  }

  /** Last index up to which the member's log is known to equal the leader's: `matchIndex` of Raft paper figure 2. */
  get match(): Index {
    return this.#match
  }

  /** First index not sent yet: `nextIndex` of Raft paper figure 2. What lies between `match` and here is under way. */
  get next(): Index {
    return this.#next
  }

  get state(): ReplicationState {
    return this.#state
  }

  /** No append may be sent now. */
  get paused(): boolean {
    return this.#state.at === 'snapshot' || this.#state.paused
  }

  /** Appends under way; 0 unless replicating. */
  get inflightCount(): number {
    return this.#state.at === 'replicate' ? this.#state.inflights.count : 0
  }

  /** The window of appends is full. */
  get inflightFull(): boolean {
    return this.#state.at === 'replicate' && this.#state.inflights.full
  }

  /** A new term begins at this leader: nothing is known of the member but its role. */
  reset({ match, next }: { readonly match: Index; readonly next: Index }): void {
    assert(match < next, 'the next entry lies behind what matches', match, next)
    this.#state = { at: 'probe', paused: false }
    this.#match = match
    this.#next = next
    this.#sentCommit = 0
    this.recentActive = false
  }

  /**
   * Find out where the logs meet. After a snapshot the probe begins behind it: whoever ends the snapshot state says that
   * it arrived; `abortSnapshot` says that it did not.
   */
  becomeProbe(): void {
    const arrived = this.#state.at === 'snapshot' ? this.#state.pending : 0
    this.#probeFrom(Math.max(this.#match, arrived) + 1)
  }

  /** The snapshot did not arrive: probe from what was known before. */
  abortSnapshot(): void {
    this.#probeFrom(this.#match + 1)
  }

  /** The logs meet at `match`: send without waiting. */
  becomeReplicate(): void {
    this.#state = { at: 'replicate', paused: false, inflights: new Inflights(this.#limits) }
    this.#next = this.#match + 1
  }

  /** A snapshot whose last entry is `pending` leaves for the member. */
  becomeSnapshot(pending: Index): void {
    this.#state = { at: 'snapshot', pending }
    this.#next = pending + 1
    this.#sentCommit = pending
  }

  /** An append with `count` entries of `bytes` payload bytes left, the first at `next`; not in state snapshot. */
  sentEntries(count: number, bytes: number): void {
    const state = this.#state
    assert(state.at !== 'snapshot', 'no append is sent while a snapshot is under way', this.#next)
    if (state.at === 'probe') {
      // An append without entries carries a commit index only, and leaves the probe open.
      if (count > 0) state.paused = true
      return
    }
    if (count > 0) {
      this.#next += count
      state.inflights.add(this.#next - 1, bytes)
    }
    // With a full window the next append is a probe: it leaves when a heartbeat is answered (see `resume`).
    state.paused = state.inflights.full
  }

  /**
   * True when telling the member that `commit` is committed may move its commit index. A member can commit only what it
   * holds, and that ends before `next`; once told so much, it need not be told again.
   */
  canBumpCommit(commit: Index): boolean {
    return commit > this.#sentCommit && this.#sentCommit < this.#next - 1
  }

  /** A message that carries `commit` left for the member. */
  sentCommit(commit: Index): void {
    this.#sentCommit = commit
  }

  /** The member holds the leader's log up to `index`. False for an old answer, which changes nothing. */
  acknowledge(index: Index): boolean {
    if (index <= this.#match) return false
    this.#match = index
    this.#next = Math.max(this.#next, index + 1)
    this.resume()
    return true
  }

  /**
   * The member refused an append behind `rejected`; at most up to `hint` the logs may meet (Raft thesis 3.5: back off
   * by more than one); a member that was replicating is probed again. Answers may be late or doubled: false for one that
   * no longer says anything, which changes nothing.
   */
  reject({ rejected, hint }: { readonly rejected: Index; readonly hint: Index }): boolean {
    if (this.#state.at === 'replicate') {
      if (rejected <= this.#match) return false
      this.becomeProbe()
      return true
    }
    // While probing exactly one position is asked for; an answer about another one is old.
    if (rejected !== this.#next - 1) return false
    this.#backOff(Math.max(Math.min(rejected, hint + 1), this.#match + 1))
    this.resume()
    return true
  }

  /** Frees the window up to `index`, included; nothing unless replicating. */
  freeInflights(index: Index): void {
    if (this.#state.at === 'replicate') this.#state.inflights.freeUpTo(index)
  }

  /** One more append may leave, although the last probe is not answered or the window is full. */
  resume(): void {
    if (this.#state.at !== 'snapshot') this.#state.paused = false
  }

  /** No append before the member is heard of again: after a snapshot that arrived, or failed, it may need time. */
  pause(): void {
    if (this.#state.at !== 'snapshot') this.#state.paused = true
  }

  #probeFrom(next: Index): void {
    this.#state = { at: 'probe', paused: false }
    this.#backOff(next)
  }

  /** What was sent at `next` and behind may be lost, and with it the commit index that it carried. */
  #backOff(next: Index): void {
    this.#next = next
    this.#sentCommit = Math.min(this.#sentCommit, next - 1)
  }
}
