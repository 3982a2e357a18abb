/**
 * A handful of members, driven by hand: messages wait until somebody delivers them, storage work until somebody does it,
 * and everything that happens is printed.
 *
 * A member's state machine appends the data of its entries to a string; that string is its snapshot.
 */
import { assert, defined } from '../../src/base/assert.ts'
import { decodeConfChange } from '../../src/raft/conf-change-codec.ts'
import type { ConfState } from '../../src/raft/conf-state.ts'
import { appendThread, type Entry, type Index, isLocalThread, type MemberId } from '../../src/raft/entry.ts'
import { MemoryStorage } from '../../src/raft/memory-storage.ts'
import { type Message, type MessageType, newMessage, noMessages } from '../../src/raft/message.ts'
import { RawNode } from '../../src/raft/raw-node.ts'
import type { Proposed, RaftConfig, Stepped } from '../../src/raft/ready.ts'
import type { HardState, Missing, Snapshot, Storage } from '../../src/raft/storage.ts'
import { describeEntries, describeMessage, describePeer, describeReady, roleNames } from './describe.ts'

export type MemberConfig = Omit<RaftConfig, 'id' | 'storage' | 'random'>

interface Member {
  readonly id: MemberId
  readonly config: MemberConfig & { readonly electionTicks: number; readonly heartbeatTicks: number }
  readonly node: RawNode
  readonly storage: MemoryStorage
  /** The state after each applied entry; the last one is what a snapshot holds. */
  readonly history: Snapshot[]
  readonly appendWork: Message[]
  readonly applyWork: Message[]
}

/** What a command prints instead of its output. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'NONE']

export class InteractionEnv {
  readonly #members: Member[] = []
  #messages: Message[] = []
  #output = ''
  #level = 0

  /** What was printed since the last call. */
  takeOutput(): string {
    const output = this.#output
    this.#output = ''
    return output
  }

  /** Level NONE silences everything but errors. */
  get quiet(): boolean {
    return this.#level === levels.length - 1
  }

  get level(): number {
    return this.#level
  }

  set level(level: number) {
    this.#level = level
  }

  setLevel(name: string): void {
    const level = levels.indexOf(name.toUpperCase())
    if (level === -1) throw new ScriptError(`log levels must be either of [${levels.join(' ')}]`)
    this.#level = level
  }

  /** @param snapshot where they start; index 0 for nowhere */
  addMembers(count: number, config: MemberConfig, snapshot: Snapshot): void {
    for (let i = 0; i < count; i++) {
      const storage = new MemoryStorage()
      const history: Snapshot[] = []
      if (snapshot.confState.voters.length > 0 || snapshot.confState.learners.length > 0 || snapshot.index > 0) {
        if (snapshot.index <= 1) throw new ScriptError('index must be specified as > 1 due to bootstrap')
        storage.applySnapshot(snapshot)
      }
      history.push(snapshot)
      const id = BigInt(this.#members.length + 1)
      const node = new RawNode({ ...config, id, storage: new LatestSnapshot(storage, history), random: () => 0 })
      this.#members.push({ id, config, node, storage, history, appendWork: [], applyWork: [] })
    }
  }

  get ids(): MemberId[] {
    return this.#members.map(({ id }) => id)
  }

  node(id: MemberId): RawNode {
    return this.#member(id).node
  }

  tickElection(id: MemberId): void {
    const { node, config } = this.#member(id)
    for (let i = 0; i < config.electionTicks; i++) node.tick()
  }

  tickHeartbeat(id: MemberId): void {
    const { node, config } = this.#member(id)
    for (let i = 0; i < config.heartbeatTicks; i++) node.tick()
  }

  forgetLeader(id: MemberId): void {
    if (this.node(id).forgetLeader() || this.#level > levels.indexOf('ERROR')) return
    this.#print('ERROR ignoring MsgForgetLeader due to ReadOnlyLeaseBased\n')
  }

  /** Drops the log of `id` up to and including `index`, and prints the rest. */
  compact(id: MemberId, index: Index): void {
    this.#member(id).storage.compact(index)
    this.printLog(id)
  }

  printLog(id: MemberId): void {
    const { storage } = this.#member(id)
    const from = storage.firstIndex()
    const last = storage.lastIndex()
    if (last < from) {
      this.#print(`log is empty: first index=${from}, last index=${last}`)
      return
    }
    const entries = storage.entries({ from, to: last + 1, bytesMax: Number.POSITIVE_INFINITY })
    assert(typeof entries !== 'string', 'the whole log can be read', entries)
    this.#print(describeEntries(entries))
  }

  printStates(): void {
    for (const { node } of this.#members) {
      const { id, role, term, leader, config } = node.status()
      const voter = config.voters.includes(id) || config.votersOutgoing.includes(id)
      this.#print(`${id}: ${roleNames[role]} ${voter ? '(Voter)' : '(Non-Voter)'} Term:${term} Lead:${leader}\n`)
    }
  }

  printProgress(id: MemberId): void {
    for (const [peer, status] of this.node(id).status().progress) this.#print(`${peer}: ${describePeer(status)}\n`)
  }

  sendSnapshot(from: MemberId, to: MemberId): void {
    const { node, history } = this.#member(from)
    const snapshot = defined(history.at(-1), 'a member has a state')
    const message = newMessage({ type: 'MsgSnap', term: node.basicStatus().term, from, to, snapshot })
    this.#messages.push(message)
    this.#print(describeMessage(message))
  }

  /**
   * Delivers, or drops, what waits for each of `recipients`; a message to oneself or a thread is never dropped.
   * @returns how many messages that were
   */
  deliver(recipients: readonly { readonly id: MemberId; readonly drop: boolean }[], type?: MessageType): number {
    let count = 0
    for (const { id, drop } of recipients) {
      const handled = this.#waitingFor(id, drop, type)
      this.#messages = this.#messages.filter((message) => !handled.includes(message))
      count += handled.length
      for (const message of handled) {
        this.#print(`${drop ? 'dropped: ' : ''}${describeMessage(message)}\n`)
        if (drop) continue
        const text = refusalText(this.node(id).step(message))
        if (text !== undefined) this.#print(`${text}\n`)
      }
    }
    return count
  }

  #waitingFor(id: MemberId, drop: boolean, type?: MessageType): Message[] {
    const mayHandle = (message: Message) => !drop || !(message.from === message.to || isLocalThread(message.from))
    return this.#messages.filter(
      (message) => message.to === id && mayHandle(message) && (type === undefined || message.type === type),
    )
  }

  processReady(id: MemberId): void {
    const member = this.#member(id)
    const ready = member.node.ready()
    this.#print(describeReady(ready))
    const async = member.config.asyncStorageWrites === true
    if (!async) {
      write(member, ready.hardState, ready.entries, ready.snapshot)
      apply(member, ready.committedEntries)
    }
    for (const message of ready.messages) {
      if (!isLocalThread(message.to)) this.#messages.push(message)
      else if (message.to === appendThread) member.appendWork.push(message)
      else member.applyWork.push(message)
    }
    if (!async) member.node.advance()
  }

  processAppendThread(id: MemberId): void {
    const member = this.#member(id)
    const message = member.appendWork.shift()
    if (message === undefined) {
      this.#print('no append work to perform')
      return
    }
    this.#printWork(message)
    const { term, vote, commit } = message
    const hardState = term === 0 && vote === 0n && commit === 0 ? undefined : { term, vote, commit }
    write(member, hardState, message.entries, message.snapshot)
    this.#respond(message)
  }

  processApplyThread(id: MemberId): void {
    const member = this.#member(id)
    const message = member.applyWork.shift()
    if (message === undefined) {
      this.#print('no apply work to perform')
      return
    }
    this.#printWork(message)
    apply(member, message.entries)
    this.#respond(message)
  }

  #printWork(message: Message): void {
    this.#print(`Processing:\n${describeMessage({ ...message, responses: noMessages })}\n`)
  }

  #respond({ responses }: Message): void {
    this.#print(`Responses:\n${responses.map((response) => `${describeMessage(response)}\n`).join('')}`)
    this.#messages.push(...responses)
  }

  /** Does all work of `members`, in rounds, until none is left. */
  stabilize(members: readonly MemberId[]): void {
    for (let done = false; !done; ) {
      done = true
      const section = (id: MemberId, title: string, work: () => void) => {
        this.#print(`> ${id} ${title}\n`)
        this.indented(work)
        done = false
      }
      for (const id of members) {
        if (this.node(id).hasReady()) section(id, 'handling Ready', () => this.processReady(id))
      }
      for (const id of members) {
        if (this.#waitingFor(id, false).length > 0) {
          section(id, 'receiving messages', () => this.deliver([{ id, drop: false }]))
        }
      }
      for (const id of members) {
        const { appendWork } = this.#member(id)
        const work = () => {
          while (appendWork.length > 0) this.processAppendThread(id)
        }
        if (appendWork.length > 0) section(id, 'processing append thread', work)
      }
      for (const id of members) {
        const { applyWork } = this.#member(id)
        const work = () => {
          while (applyWork.length > 0) this.processApplyThread(id)
        }
        if (applyWork.length > 0) section(id, 'processing apply thread', work)
      }
    }
  }

  /** Does `work` for each of `members`, with a title when there are several. */
  each(members: readonly MemberId[], title: string, work: (id: MemberId) => void): void {
    for (const id of members) {
      if (members.length === 1) {
        work(id)
        continue
      }
      this.#print(`> ${id} ${title}\n`)
      this.indented(() => work(id))
    }
  }

  /** What `work` prints is moved to the right. */
  indented(work: () => void): void {
    const before = this.#output
    this.#output = ''
    work()
    const lines = this.#output.split('\n')
    if (lines.at(-1) === '') lines.pop()
    this.#output = before + lines.map((line) => `  ${line}\n`).join('')
  }

  print(text: string): void {
    this.#print(text)
  }

  #print(text: string): void {
    if (!this.quiet) this.#output += text
  }

  #member(id: MemberId): Member {
    const member = this.#members[Number(id) - 1]
    if (member === undefined) throw new ScriptError(`there is no member ${id}`)
    return member
  }
}

/** Throws what a script prints for a proposal that was not taken. */
export function expectTaken(proposed: Proposed): void {
  const text = refusalText(proposed)
  if (text !== undefined) throw new ScriptError(text)
}

function refusalText(result: Stepped): string | undefined {
  if (result.ok) return undefined
  if (result.dropped === 'unknownPeer') return 'raft: cannot step as peer not found'
  return result.dropped === 'misdirected' ? 'raft: cannot step raft local message' : 'raft proposal dropped'
}

function write(
  { storage }: Member,
  hardState: HardState | undefined,
  entries: readonly Entry[],
  snapshot: Snapshot | undefined,
): void {
  if (hardState !== undefined) storage.setHardState(hardState)
  if (snapshot === undefined) {
    storage.append(entries)
    return
  }
  if (entries.length > 0) throw new ScriptError("can't apply snapshot and entries at the same time")
  storage.applySnapshot(snapshot)
}

function apply({ node, history }: Member, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const before = defined(history.at(-1), 'a member has a state')
    let confState: ConfState = before.confState
    let update = entry.data
    if (entry.type !== 'normal') {
      const change = decodeConfChange(entry)
      confState = node.applyConfChange(change)
      update = change.context
    }
    const data = Buffer.concat([before.data, update])
    history.push({ index: entry.index, term: entry.term, confState, data })
  }
}

/** A member sends the state it has now, not one it had when it last compacted. */
class LatestSnapshot implements Storage {
  readonly #storage: MemoryStorage
  readonly #history: readonly Snapshot[]

  constructor(storage: MemoryStorage, history: readonly Snapshot[]) {
    this.#storage = storage
    this.#history = history
  }

  initialState() {
    return this.#storage.initialState()
  }

  entries(range: { from: Index; to: Index; bytesMax: number }): readonly Entry[] | Missing {
    return this.#storage.entries(range)
  }

  term(index: Index): number | Missing {
    return this.#storage.term(index)
  }

  firstIndex(): Index {
    return this.#storage.firstIndex()
  }

  lastIndex(): Index {
    return this.#storage.lastIndex()
  }

  snapshot(): Snapshot {
    return defined(this.#history.at(-1), 'a member has a state')
  }
}
