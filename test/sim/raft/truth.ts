/**
 * What must hold of a group as a whole, checked at each event against what was seen before, in constant time: nothing
 * here walks a log.
 *
 * Log Matching is kept by induction: an entry is known by index and term, and whoever holds it must hold it with the same
 * content behind an entry of the same term. Then two logs that agree at one place agree everywhere before it, and the
 * other properties need to look at one place only.
 */
import { assert } from '../../../src/base/assert.ts'
import { type ConfState, sameConfState } from '../../../src/raft/conf-state.ts'
import type { Entry, EntryId, Index, MemberId, Term } from '../../../src/raft/entry.ts'
import type { BasicStatus } from '../../../src/raft/ready.ts'
import type { LogMirror } from './log-mirror.ts'

export type Rule =
  | 'election safety'
  | 'log matching'
  | 'leader completeness'
  | 'state machine safety'
  | 'one config change at a time'
  | 'commit never goes back'
  | 'reads are linearizable'
  | 'liveness'

/** A rule of Raft was broken. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly rule: Rule

  constructor(rule: Rule, what: string) {
    super(`${rule}: ${what}`)
    this.rule = rule
  }
}

/** What the checks need of a member. */
export interface Observed {
  readonly id: MemberId
  readonly mirror: LogMirror
}

interface Known {
  readonly entry: Entry
  readonly previousTerm: Term
}

export class Truth {
  // By term.
  readonly #leaders = new Map<Term, MemberId>()
  // Members that lead as far as they have said, with the term they lead in.
  readonly #leading = new Map<Observed, Term>()
  // By index, then one for each term that an entry was written in.
  readonly #known: Known[][] = []
  // What is committed, by index: its term, the term of who committed it first, the digest of the state behind it.
  readonly #terms: Term[] = [0]
  readonly #commitTerms: Term[] = [0]
  readonly #digests: number[] = [0]
  readonly #configs = new Map<Index, ConfState>()
  // By context: what was committed when the read began.
  readonly #reads = new Map<string, Index>()

  /** Highest index that anybody knows to be committed. */
  get commit(): Index {
    return this.#terms.length - 1
  }

  /** Terms that had a leader. */
  get terms(): number {
    return this.#leaders.size
  }

  /** Who leads as far as they have said: several, while those of earlier terms do not know better. */
  get leaders(): Observed[] {
    return [...this.#leading.keys()]
  }

  /** Every member that starts knows this prefix: it stands for the group's past. */
  begin({ index, term, confState }: { index: Index; term: Term; confState: ConfState }): void {
    while (this.commit < index) {
      this.#terms.push(term)
      this.#commitTerms.push(term)
      this.#digests.push(0)
    }
    this.#configs.set(index, confState)
  }

  /** `entry` was put into `member`'s log (Raft paper 5.3, Log Matching). */
  onAppend(member: Observed, entry: Entry): void {
    const previousTerm = member.mirror.term(entry.index - 1)
    if (previousTerm === undefined) throw new Violation('log matching', `${member.id} has a hole before ${entry.index}`)
    this.#known[entry.index] ??= []
    const known = this.#known[entry.index] as Known[]
    const same = known.find((each) => each.entry.term === entry.term)
    if (same === undefined) known.push({ entry, previousTerm })
    else if (same.previousTerm !== previousTerm || !sameEntry(same.entry, entry)) {
      const place = `index ${entry.index} term ${entry.term}`
      throw new Violation('log matching', `${member.id} holds another entry than somebody else at ${place}`)
    }
    member.mirror.put(entry)
  }

  /** `member` says so after it handed out its work. `applied`: by its state machine. */
  onStatus(member: Observed, status: BasicStatus, applied: Index): void {
    if (status.role !== 'leader') this.#leading.delete(member)
    else if (this.#leading.get(member) !== status.term) this.#onLeader(member, status.term)
    if (status.role === 'leader') this.#checkConfChanges(member, status, applied)
    this.#onCommit(member, status)
  }

  /** `member` stopped or was lost. */
  onStop(member: Observed): void {
    this.#leading.delete(member)
  }

  /** `member` applied `entry`. Returns the digest of the state behind it (Raft paper 5.4.3, State Machine Safety). */
  onApply(member: Observed, entry: Entry): number {
    const { term, index } = entry
    if (index > this.commit) throw new Violation('state machine safety', `${member.id} applied uncommitted ${index}`)
    const known = this.#find({ index, term: this.#terms[index] as Term })
    if (known === undefined || !sameEntry(known.entry, entry)) {
      const committed = `the committed one has term ${this.#terms[index]}`
      throw new Violation('state machine safety', `${member.id} applied ${index} with term ${term}; ${committed}`)
    }
    return this.#digests[index] as number
  }

  /** `member` reached `index` by entries or by a snapshot, and its state machine has `digest`. */
  checkState(member: Observed, state: { readonly index: Index; readonly digest: number }): void {
    const { index, digest } = state
    if (index > this.commit)
      throw new Violation('state machine safety', `${member.id} is ahead of the commit: ${index}`)
    if (this.#digests[index] !== digest) {
      throw new Violation('state machine safety', `the state of ${member.id} differs at ${index}`)
    }
  }

  /** `member` has this configuration behind `index`, which holds a config change. */
  checkConfig(member: Observed, index: Index, confState: ConfState): void {
    const known = this.#configs.get(index)
    if (known === undefined) this.#configs.set(index, confState)
    else if (!sameConfState(known, confState)) {
      throw new Violation('state machine safety', `the configuration of ${member.id} differs behind ${index}`)
    }
  }

  /** A read begins. Returns the context to ask with. */
  beginRead(): string {
    const context = `read-${this.#reads.size + 1}`
    this.#reads.set(context, this.commit)
    return context
  }

  /** `member` was told to answer the read when it has applied `index` (Raft thesis 6.4). */
  onReadState(member: Observed, context: string, index: Index): void {
    const committed = this.#reads.get(context)
    if (committed === undefined) throw new Violation('reads are linearizable', `nobody asked for ${context}`)
    if (index < committed) {
      const claim = `${member.id} answers ${context} at ${index}, but ${committed} was committed before it began`
      throw new Violation('reads are linearizable', claim)
    }
  }

  /** Election Safety and Leader Completeness (Raft paper 5.2, 5.4). */
  #onLeader(member: Observed, term: Term): void {
    const other = this.#leaders.get(term)
    if (other !== undefined) {
      // Also when it is the same member: it must not win a term twice, its first entries may be anywhere.
      throw new Violation('election safety', `${member.id} leads term ${term}, which ${other} has led`)
    }
    this.#leaders.set(term, member.id)
    this.#leading.set(member, term)
    // Its votes may have been long under way: what a later term committed meanwhile it need not have.
    let index = this.commit
    while ((this.#commitTerms[index] as Term) >= term) index--
    const last = { index, term: this.#terms[index] as Term }
    if (member.mirror.lacks(last)) {
      throw new Violation('leader completeness', `${member.id} leads term ${term} without ${last.index}/${last.term}`)
    }
  }

  /** Raft thesis 4.1: a leader takes a config change only when the one before it is applied. */
  #checkConfChanges(member: Observed, { term }: BasicStatus, applied: Index): void {
    const { confChanges } = member.mirror
    const newest = confChanges.at(-1)
    const before = confChanges.at(-2)
    if (newest === undefined || before === undefined || member.mirror.term(newest) !== term) return
    if (before > applied) {
      const pending = `${before} is pending, applied is ${applied}`
      throw new Violation('one config change at a time', `${member.id} took ${newest} while ${pending}`)
    }
  }

  /** Raft paper 5.4: what is committed stays, and every commit index tells the same story. */
  #onCommit(member: Observed, { commit, term }: BasicStatus): void {
    const { mirror } = member
    const before = this.commit
    if (commit <= before) {
      if (mirror.lacks({ index: commit, term: this.#terms[commit] as Term })) {
        const held = `${mirror.term(commit)}, committed is ${this.#terms[commit]}`
        throw new Violation('state machine safety', `${member.id} takes ${commit} for committed with term ${held}`)
      }
      return
    }
    if (mirror.lacks({ index: before, term: this.#terms[before] as Term })) {
      throw new Violation('state machine safety', `${member.id} commits ${commit} on a log without ${before}`)
    }
    for (let index = before + 1; index <= commit; index++) this.#commitOne(member, index, term)
    for (const [leader, leads] of this.#leading) {
      const last = { index: commit, term: this.#terms[commit] as Term }
      if (leads > term && leader.mirror.lacks(last)) {
        const claim = `${member.id} commits ${commit}/${last.term}, which ${leader.id} lacks, leader of term ${leads}`
        throw new Violation('leader completeness', claim)
      }
    }
  }

  #commitOne(member: Observed, index: Index, commitTerm: Term): void {
    const term = member.mirror.term(index)
    if (term === undefined)
      throw new Violation('state machine safety', `${member.id} commits ${index} without having it`)
    const known = this.#find({ index, term })
    assert(known !== undefined, 'an entry is seen before it is committed', index, term)
    this.#terms.push(term)
    this.#commitTerms.push(commitTerm)
    this.#digests.push(digestOf(this.#digests[index - 1] as number, known.entry))
  }

  #find({ index, term }: EntryId): Known | undefined {
    return this.#known[index]?.find((each) => each.entry.term === term)
  }
}

/** The state machine of the simulation: a digest of everything applied, in order. */
export function digestOf(before: number, { index, term, data }: Entry): number {
  let digest = (Math.imul(before ^ index, 0x9e37_79b1) ^ Math.imul(term, 0x85eb_ca6b)) >>> 0
  for (let i = 0; i < data.length && i < 8; i++) digest = Math.imul(digest ^ (data[i] as number), 0x0100_0193) >>> 0
  return digest
}

function sameEntry(a: Entry, b: Entry): boolean {
  return (
    a === b ||
    (a.term === b.term && a.index === b.index && a.type === b.type && (a.data === b.data || a.data.equals(b.data)))
  )
}
