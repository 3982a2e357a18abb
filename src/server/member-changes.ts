/**
 * Changes of the members: checked where they are asked for, replicated as Raft configuration changes (Raft thesis 4),
 * checked again where they are applied, because another one may have come before.
 *
 * The core lets one change be pending at a time and turns a second one into an empty entry, so changes asked for here
 * wait for each other; one that another member's change displaced ends in a time-out, and may be asked for again.
 */
import { hexId } from '../base/bytes.ts'
import { type Reason, RequestError } from '../base/errors.ts'
import {
  checkAdd,
  checkPromote,
  checkRemove,
  checkUpdate,
  type Reach,
  type Reconfiguration,
  strictProblem,
} from '../cluster/conf-changes.ts'
import { memberId } from '../cluster/ids.ts'
import type { Member, Membership } from '../cluster/membership.ts'
import { MemberChange } from '../generated/keelson/raft.ts'
import type { Clock, Timer } from '../io/clock.ts'
import type { ConfChangeV1 } from '../raft/conf-state.ts'
import type { Proposed } from '../raft/ready.ts'
import type { Logger } from '../telemetry/log.ts'

export interface MemberChangesOptions {
  readonly membership: Membership
  readonly reach: Reach
  readonly clock: Clock
  readonly logger: Logger
  readonly strict: boolean
  readonly learnersMax: number
  readonly requestTimeoutMs: number
  readonly newId: () => bigint
  readonly propose: (change: ConfChangeV1) => Proposed
}

interface Waiting {
  readonly finish: (failed: Reason | undefined) => void
  readonly timer: Timer
}

type Kind = ConfChangeV1['type']

export class MemberChanges {
  readonly #options: MemberChangesOptions
  readonly #waiting = new Map<bigint, Waiting>()
  /** The last change asked for here; the next one begins when it has ended. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: MemberChangesOptions) {
    this.#options = options
  }

  /** @throws RequestError as the reference's 1.5 says */
  add(peerUrls: readonly string[], isLearner: boolean): Promise<{ member: Member; members: readonly Member[] }> {
    return this.#inTurn(async () => {
      const { membership, clock, learnersMax } = this.#options
      const id = memberId(peerUrls, String(Math.floor(clock.wallMs() / 1000)))
      const member: Member = { id, name: '', peerUrls: [...peerUrls], clientUrls: [], isLearner }
      this.#refuse(checkAdd(membership, member, { learnersMax }))
      this.#refuseRisk({ kind: isLearner ? 'addLearner' : 'addVoter' })
      await this.#propose(isLearner ? 'addLearnerNode' : 'addNode', member, false)
      this.#options.logger.info('added member', { 'added-peer-id': hexId(id), 'added-peer-peer-urls': peerUrls })
      return { member, members: membership.members() }
    })
  }

  remove(id: bigint): Promise<readonly Member[]> {
    return this.#inTurn(async () => {
      const { membership } = this.#options
      this.#refuse(checkRemove(membership, id))
      this.#refuseRisk({ kind: 'remove', id })
      await this.#propose('removeNode', this.#known(id), false)
      this.#options.logger.info('removed member', { 'removed-remote-peer-id': hexId(id) })
      return membership.members()
    })
  }

  update(id: bigint, peerUrls: readonly string[]): Promise<readonly Member[]> {
    return this.#inTurn(async () => {
      const { membership } = this.#options
      this.#refuse(checkUpdate(membership, { id, peerUrls }))
      await this.#propose('updateNode', { ...this.#known(id), peerUrls: [...peerUrls] }, false)
      this.#options.logger.info('updated member', { 'updated-remote-peer-id': hexId(id), 'peer-urls': peerUrls })
      return membership.members()
    })
  }

  /** @param caughtUp whether the leader, which this must be, sees the learner in sync */
  promote(id: bigint, caughtUp: () => boolean): Promise<readonly Member[]> {
    return this.#inTurn(async () => {
      const { membership } = this.#options
      this.#refuse(checkPromote(membership, id))
      if (!caughtUp()) throw new RequestError('LearnerNotReady')
      this.#refuseRisk({ kind: 'promote', id })
      await this.#propose('addNode', { ...this.#known(id), isLearner: false }, true)
      this.#options.logger.info('promote member', { 'promoted-member-id': hexId(id) })
      return membership.members()
    })
  }

  /** The change with this id is applied here, or was refused when it was to be. */
  onApplied(changeId: bigint, failed: Reason | undefined): void {
    const waiting = this.#waiting.get(changeId)
    if (waiting === undefined) return
    this.#waiting.delete(changeId)
    waiting.timer.cancel()
    waiting.finish(failed)
  }

  stop(): void {
    for (const id of [...this.#waiting.keys()]) this.onApplied(id, 'Stopped')
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(change)
    // The next change waits for this one's end, good or bad; its asker hears of the bad one.
    this.#last = turn.catch(() => undefined)
    return turn
  }

  #known(id: bigint): Member {
    const member = this.#options.membership.member(id)
    if (member === undefined) throw new RequestError('MemberNotFound')
    return member
  }

  #refuse(reason: Reason | undefined): void {
    if (reason !== undefined) throw new RequestError(reason)
  }

  #refuseRisk(change: Reconfiguration): void {
    const { membership, reach, strict } = this.#options
    if (strict) this.#refuse(strictProblem(membership, change, reach))
  }

  async #propose(type: Kind, member: Member, promote: boolean): Promise<void> {
    const { propose, newId, clock, requestTimeoutMs } = this.#options
    const id = newId()
    const failed = await new Promise<Reason | undefined>((finish) => {
      const timer = clock.setTimer(requestTimeoutMs, () => this.onApplied(id, 'Timeout'))
      this.#waiting.set(id, { finish, timer })
      const context = MemberChange.encode({ ...member, promote })
      const proposed = propose({ id, type, nodeId: member.id, context })
      if (!proposed.ok) this.onApplied(id, proposed.dropped === 'noLeader' ? 'NoLeader' : 'ProposalDropped')
    })
    this.#refuse(failed)
  }
}
