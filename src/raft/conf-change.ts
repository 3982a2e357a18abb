/**
 * The next configuration: what a change makes of the one in force (Raft thesis 4.1 to 4.3).
 *
 *   simple      at most one voter comes or goes: any majority of the old voters and any of the new share a voter, so the
 *               change needs no step between (thesis 4.1). Learners may change freely with it.
 *   enterJoint  any number: the old voters become the outgoing half, the changes are made to the incoming one
 *   leaveJoint  the outgoing half goes, and what waited for that happens
 *
 * Nothing here changes what is in force: a `Changer` computes, `ProgressTracker.install` does. Refusals carry etcd's
 * texts. A change that was proposed legally can still be refused when its turn comes, because another one was first.
 */
import { assert, unreachable } from '../base/assert.ts'
import { type ConfChangeSingle, type ConfState, sameConfState } from './conf-state.ts'
import type { Index, MemberId } from './entry.ts'
import { nobody } from './entry.ts'
import { Progress } from './progress.ts'
import { ascending, isJoint, jointVoters } from './quorum/joint.ts'
import { type Config, emptyConfig, type Tracked, toConfState } from './tracker.ts'

/** The next configuration with its members' progress; or why there is none, in etcd's words. */
export type Changed =
  | { readonly config: Config; readonly progress: ReadonlyMap<MemberId, Progress> }
  | { readonly refused: string }

export class Changer {
  readonly #from: Tracked
  readonly #lastIndex: Index

  /**
   * @param from what is in force; its progress objects are passed on, never changed
   * @param lastIndex of the log; members that come are probed from here
   */
  constructor(from: Tracked, lastIndex: Index) {
    assertConsistent(from)
    this.#from = from
    this.#lastIndex = lastIndex
  }

  /** Changes at most one voter, and any learners, in one step (Raft thesis 4.1). */
  simple(changes: readonly ConfChangeSingle[]): Changed {
    const { voters } = this.#from.config
    if (isJoint(voters)) return { refused: "can't apply simple config change in joint config" }
    const draft = new Draft(this.#from, this.#lastIndex)
    draft.apply(changes)
    if (draft.incoming.size === 0) return { refused: 'removed all voters' }
    if (differences(voters.incoming, draft.incoming) > 1) {
      return { refused: 'more than one voter changed without entering joint config' }
    }
    return draft.finish()
  }

  /**
   * Begins a change of any size (Raft thesis 4.3: from C_old to C_old,new). An empty list of changes is allowed.
   * @param autoLeave the leader is to leave the joint configuration by itself; only kept here
   */
  enterJoint(autoLeave: boolean, changes: readonly ConfChangeSingle[]): Changed {
    const { voters } = this.#from.config
    if (isJoint(voters)) return { refused: 'config is already joint' }
    if (voters.incoming.length === 0) return { refused: "can't make a zero-voter config joint" }
    const draft = new Draft(this.#from, this.#lastIndex)
    draft.enterJoint(autoLeave)
    draft.apply(changes)
    if (draft.incoming.size === 0) return { refused: 'removed all voters' }
    return draft.finish()
  }

  /** Ends it (Raft thesis 4.3: from C_old,new to C_new). */
  leaveJoint(): Changed {
    if (!isJoint(this.#from.config.voters)) return { refused: "can't leave a non-joint config" }
    const draft = new Draft(this.#from, this.#lastIndex)
    draft.leaveJoint()
    return draft.finish()
  }

  /**
   * The configuration that a snapshot or a restarted member's storage names. What is in force does not matter: every
   * member starts with a fresh progress.
   *
   * It is rebuilt by changes, so that it obeys the same rules: the outgoing voters come first, one by one, then the
   * joint configuration is entered with steps that make the incoming half. For voters (1 2 3), outgoing (1 2 4 6),
   * learners (5), learnersNext (4):
   *
   *   v1 v2 v4 v6                                        (1 2 4 6)
   *   enterJoint r1 r2 r4 r6  v1 v2 v3  l5  l4           (1 2 3)&&(1 2 4 6) learners (5) learnersNext (4)
   */
  restore(confState: ConfState): Changed {
    const { voters, votersOutgoing, learners, learnersNext, autoLeave } = confState
    const add = (id: MemberId): ConfChangeSingle => ({ type: 'addNode', nodeId: id })
    const remove = (id: MemberId): ConfChangeSingle => ({ type: 'removeNode', nodeId: id })
    const learn = (id: MemberId): ConfChangeSingle => ({ type: 'addLearnerNode', nodeId: id })
    const makeIncoming = [...voters.map(add), ...learners.map(learn), ...learnersNext.map(learn)]

    const draft = new Draft({ ...this.#from, config: emptyConfig, progress: new Map() }, this.#lastIndex)
    if (votersOutgoing.length > 0) {
      draft.apply(votersOutgoing.map(add))
      draft.enterJoint(autoLeave)
      draft.apply(votersOutgoing.map(remove))
    }
    draft.apply(makeIncoming)
    const empty = votersOutgoing.length === 0 && makeIncoming.length === 0
    if (draft.incoming.size === 0 && !empty) return { refused: 'removed all voters' }
    const restored = draft.finish()
    assert(sameConfState(toConfState(restored.config), confState), 'a configuration is restored whole', confState)
    return restored
  }
}

/** A configuration in the making. */
class Draft {
  readonly incoming: Set<MemberId>
  #outgoing: Set<MemberId>
  readonly #learners: Set<MemberId>
  readonly #learnersNext: Set<MemberId>
  #autoLeave: boolean
  readonly #progress: Map<MemberId, Progress>
  readonly #newMember: () => Progress

  constructor({ config, progress, limits }: Tracked, lastIndex: Index) {
    this.incoming = new Set(config.voters.incoming)
    this.#outgoing = new Set(config.voters.outgoing)
    this.#learners = new Set(config.learners)
    this.#learnersNext = new Set(config.learnersNext)
    this.#autoLeave = config.autoLeave
    this.#progress = new Map(progress)
    this.#newMember = () =>
      new Progress({
        match: 0,
        // A member that comes most likely has no log at all; it says so when it is first probed.
        next: Math.max(lastIndex, 1),
        limits,
        isLearner: false,
        // It counts as heard of: it had no chance to speak yet, and CheckQuorum must not depose the leader for that.
        recentActive: true,
      })
  }

  apply(changes: readonly ConfChangeSingle[]): void {
    for (const { type, nodeId } of changes) {
      // The application blanks the id of a step that it decided not to take.
      if (nodeId === nobody) continue
      switch (type) {
        case 'addNode':
          this.#makeVoter(nodeId)
          break
        case 'addLearnerNode':
          this.#makeLearner(nodeId)
          break
        case 'removeNode':
          this.#remove(nodeId)
          break
        case 'updateNode':
          break
        default:
          unreachable(type)
      }
    }
  }

  enterJoint(autoLeave: boolean): void {
    this.#outgoing = new Set(this.incoming)
    this.#autoLeave = autoLeave
  }

  leaveJoint(): void {
    for (const id of this.#learnersNext) this.#learners.add(id)
    this.#learnersNext.clear()
    for (const id of this.#outgoing) {
      if (!this.incoming.has(id) && !this.#learners.has(id)) this.#progress.delete(id)
    }
    this.#outgoing.clear()
    this.#autoLeave = false
  }

  finish(): { readonly config: Config; readonly progress: ReadonlyMap<MemberId, Progress> } {
    const config: Config = {
      voters: { incoming: ascending(this.incoming), outgoing: ascending(this.#outgoing) },
      learners: ascending(this.#learners),
      learnersNext: ascending(this.#learnersNext),
      autoLeave: this.#autoLeave,
    }
    const progress = new Map<MemberId, Progress>()
    for (const id of ascending(this.#progress.keys())) progress.set(id, this.#progress.get(id) as Progress)
    assertConsistent({ config, progress })
    return { config, progress }
  }

  #makeVoter(id: MemberId): void {
    this.#track(id)
    this.#learners.delete(id)
    this.#learnersNext.delete(id)
    this.incoming.add(id)
  }

  #makeLearner(id: MemberId): void {
    if (this.#learners.has(id)) return
    this.#track(id)
    this.incoming.delete(id)
    // Who votes in the outgoing half cannot be a learner yet: see `Config`.
    if (this.#outgoing.has(id)) this.#learnersNext.add(id)
    else this.#learners.add(id)
  }

  #remove(id: MemberId): void {
    this.incoming.delete(id)
    this.#learners.delete(id)
    this.#learnersNext.delete(id)
    // Who votes in the outgoing half still needs the log.
    if (!this.#outgoing.has(id)) this.#progress.delete(id)
  }

  #track(id: MemberId): void {
    if (!this.#progress.has(id)) this.#progress.set(id, this.#newMember())
  }
}

/** How many ids are in one of the sets only. */
function differences(before: readonly MemberId[], after: ReadonlySet<MemberId>): number {
  const kept = before.filter((id) => after.has(id)).length
  return before.length - kept + (after.size - kept)
}

/** What holds before a change and after it: roles exclude each other, and who has a role has a progress. */
function assertConsistent({ config, progress }: Pick<Tracked, 'config' | 'progress'>): void {
  const { voters, learners, learnersNext, autoLeave } = config
  const voting = jointVoters(voters)
  for (const id of [...voting, ...learners]) assert(progress.has(id), 'each member has a progress', id)
  assert(progress.size === voting.length + learners.length, 'a progress belongs to one member', config)
  for (const id of learners) assert(!voting.includes(id), 'a learner has no vote', id)
  for (const id of learnersNext) {
    assert(voters.outgoing.includes(id), 'who becomes a learner later votes in the outgoing half', id)
    assert(!voters.incoming.includes(id), 'who becomes a learner later leaves the voters', id)
  }
  assert(isJoint(voters) || learnersNext.length === 0, 'only a joint config has learners to come', config)
  assert(isJoint(voters) || !autoLeave, 'only a joint config is left automatically', config)
}
