/** One member for tests: its storage is in memory, and its work is done on the spot. */
import { decodeConfChange } from '../../src/raft/conf-change-codec.ts'
import type { ConfState } from '../../src/raft/conf-state.ts'
import { type Entry, type MemberId, nobody } from '../../src/raft/entry.ts'
import { MemoryStorage } from '../../src/raft/memory-storage.ts'
import { type Message, newMessage } from '../../src/raft/message.ts'
import { RawNode } from '../../src/raft/raw-node.ts'
import type { RaftConfig, ReadState } from '../../src/raft/ready.ts'
import type { HardState } from '../../src/raft/storage.ts'

export interface MemberOptions extends Partial<Omit<RaftConfig, 'storage'>> {
  readonly voters?: readonly MemberId[]
  readonly learners?: readonly MemberId[]
  /** Terms of the entries that the log starts with. */
  readonly terms?: readonly number[]
  readonly hardState?: Partial<HardState>
}

/** Entries from `first` on, with these terms; each holds its own place as data. */
export function entriesOf(first: number, terms: readonly number[]): Entry[] {
  return terms.map((term, i) => ({ term, index: first + i, type: 'normal', data: Buffer.from(`${term}/${first + i}`) }))
}

/** The configuration of these voters and learners. */
export function confStateOf(voters: readonly MemberId[], learners: readonly MemberId[] = []): ConfState {
  return { voters, learners, votersOutgoing: [], learnersNext: [], autoLeave: false }
}

export class TestMember {
  readonly id: MemberId
  readonly node: RawNode
  readonly storage = new MemoryStorage()
  readonly applied: Entry[] = []
  readonly reads: ReadState[] = []
  /** Hard states in the order in which they became durable. */
  readonly hardStates: HardState[] = []

  /** Member 1 of three voters, without PreVote and CheckQuorum, unless told otherwise. */
  constructor(options: MemberOptions = {}) {
    const { voters = [1n, 2n, 3n], learners = [], terms = [], hardState, ...config } = options
    this.id = config.id ?? 1n
    this.storage.bootstrap(confStateOf(voters, learners))
    this.storage.append(entriesOf(1, terms))
    if (hardState !== undefined) this.storage.setHardState({ term: 0, vote: nobody, commit: 0, ...hardState })
    this.node = new RawNode({
      electionTicks: 10,
      heartbeatTicks: 1,
      preVote: false,
      checkQuorum: false,
      random: () => 0,
      ...config,
      id: this.id,
      storage: this.storage,
    })
  }

  get status() {
    return this.node.status()
  }

  /** Terms of the durable log. */
  get terms(): number[] {
    const from = this.storage.firstIndex()
    const found = this.storage.entries({ from, to: this.storage.lastIndex() + 1, bytesMax: Number.POSITIVE_INFINITY })
    return typeof found === 'string' ? [] : found.map(({ term }) => term)
  }

  /** Does all work there is, makes it durable, and returns what leaves. */
  work(): Message[] {
    const sent: Message[] = []
    while (this.node.hasReady()) {
      const ready = this.node.ready()
      if (ready.hardState !== undefined) {
        this.storage.setHardState(ready.hardState)
        this.hardStates.push(ready.hardState)
      }
      if (ready.snapshot !== undefined) this.storage.applySnapshot(ready.snapshot)
      this.storage.append(ready.entries)
      sent.push(...ready.messages)
      this.reads.push(...ready.readStates)
      for (const entry of ready.committedEntries) {
        if (entry.type !== 'normal') this.node.applyConfChange(decodeConfChange(entry))
        this.applied.push(entry)
      }
      this.node.advance()
    }
    return sent
  }

  /** Takes a message to this member and does what follows from it. */
  receive(fields: Partial<Message> & Pick<Message, 'type' | 'from'>): Message[] {
    this.node.step(newMessage({ to: this.id, ...fields }))
    return this.work()
  }

  tick(count: number): Message[] {
    for (let i = 0; i < count; i++) this.node.tick()
    return this.work()
  }

  propose(...words: readonly string[]): Message[] {
    this.node.propose(words.map((word) => Buffer.from(word)))
    return this.work()
  }

  /** Wins an election with the votes of `voters`, and sends what a new leader sends. */
  lead(voters: readonly MemberId[] = [2n]): Message[] {
    this.node.campaign()
    this.work()
    const { term } = this.status
    return voters.flatMap((from) => this.receive({ type: 'MsgVoteResp', from, term }))
  }
}

/** Members that talk to each other without loss; `cut` ones hear and say nothing. */
export class TestGroup {
  readonly members: ReadonlyMap<MemberId, TestMember>
  readonly cut = new Set<MemberId>()
  /** Messages of these kinds are lost. */
  readonly lost = new Set<Message['type']>()

  constructor(members: readonly TestMember[]) {
    this.members = new Map(members.map((member) => [member.id, member]))
  }

  /** Three voters, all set up alike. */
  static of(options: Omit<MemberOptions, 'id'> = {}): TestGroup {
    const ids = [...(options.voters ?? [1n, 2n, 3n]), ...(options.learners ?? [])]
    return new TestGroup(ids.map((id) => new TestMember({ ...options, id })))
  }

  member(id: MemberId): TestMember {
    const member = this.members.get(id)
    if (member === undefined) throw new Error(`there is no member ${id}`)
    return member
  }

  /** Delivers `messages`, and all that follow from them. */
  deliver(messages: readonly Message[]): void {
    const queue = [...messages]
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
      const member = this.members.get(message.to)
      if (member === undefined || this.cut.has(message.to) || this.cut.has(message.from)) continue
      if (this.lost.has(message.type)) continue
      member.node.step(message)
      queue.push(...member.work())
    }
  }

  /** Does whatever work the members have, until there is none. */
  settle(): void {
    for (const member of this.members.values()) this.deliver(member.work())
  }

  elect(id: MemberId): void {
    this.member(id).node.campaign()
    this.settle()
  }

  tick(id: MemberId, count = 1): void {
    for (let i = 0; i < count; i++) {
      this.member(id).node.tick()
      this.settle()
    }
  }

  propose(id: MemberId, ...words: readonly string[]): void {
    this.deliver(this.member(id).propose(...words))
  }
}
