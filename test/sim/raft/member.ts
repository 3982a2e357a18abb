/**
 * One simulated member: the core under test, its disk, its state machine, and the loop that a real program would run
 * around them. A crash takes everything but the disk.
 */
import { assert, defined } from '../../../src/base/assert.ts'
import { decodeConfChange } from '../../../src/raft/conf-change-codec.ts'
import { type ConfChange, type ConfState, isConfChangeV1 } from '../../../src/raft/conf-state.ts'
import {
  appendThread,
  applyThread,
  type Entry,
  type Index,
  isConfChange,
  type MemberId,
  nobody,
} from '../../../src/raft/entry.ts'
import type { Message } from '../../../src/raft/message.ts'
import { RawNode } from '../../../src/raft/raw-node.ts'
import type { Ready } from '../../../src/raft/ready.ts'
import type { HardState, Snapshot } from '../../../src/raft/storage.ts'
import type { Census } from './census.ts'
import type { Flushed, SimDisk, SimStorage, Write } from './disk.ts'
import { LogMirror } from './log-mirror.ts'
import type { RaftSettings } from './profile.ts'
import type { Random } from './random.ts'
import { digestOf, type Observed, type Truth, Violation } from './truth.ts'

/** Where a member lives. */
export interface World {
  readonly random: Random
  readonly truth: Truth
  readonly settings: RaftSettings
  readonly census: Census
  /** In steps. */
  now: number
  send(message: Message): void
  onApplied(member: Member, entry: Entry): void
  onRead(member: Member, context: string): void
  /** Undefined unless a trace is wanted. */
  readonly trace: ((line: string) => void) | undefined
}

export class Member implements Observed {
  readonly id: MemberId
  readonly disk: SimDisk
  readonly mirror = new LogMirror()
  /** Undefined while the member is down. */
  node: RawNode | undefined
  /** Steps between two ticks. */
  tickSteps = 1
  nextTick = 0
  /** Steps until what is committed is applied, at most. */
  applyStepsMax = 1
  flushRate = 0
  snapshotUnavailableRate = 0
  /** When to start again, while down. */
  restartAt = 0

  readonly #world: World
  // The state machine: what it has applied, and what came of it.
  #applied: Flushed
  #applying: Message[] = []
  #applyDue = 0
  // A snapshot that the core has taken but the disk has not: what lies before it is of no use any more.
  #awaitedSnapshot: Index = 0
  #dirty = false
  #commitSeen: Index = 0

  constructor(id: MemberId, disk: SimDisk, world: World) {
    this.id = id
    this.disk = disk
    this.#world = world
    this.#applied = disk.storage.flushed
  }

  get running(): boolean {
    return this.node !== undefined
  }

  /** Last index that the state machine has applied. */
  get applied(): Index {
    return this.#applied.index
  }

  /** The configuration behind `applied`. */
  get confState(): ConfState {
    return this.#applied.confState
  }

  get storage(): SimStorage {
    return this.disk.storage
  }

  start(): void {
    const { random, settings, truth, trace } = this.#world
    const { storage } = this
    storage.takeSnapshot = () => this.#takeSnapshot()
    this.#applied = storage.flushed
    this.#awaitedSnapshot = 0
    this.#readBack()
    const { hardState } = storage.initialState()
    this.node = new RawNode({
      ...settings,
      id: this.id,
      storage,
      applied: this.#applied.index,
      random: (n) => random.below(n),
      ...(trace && {
        log: (_, sentence, fields) => trace(`    ${this.id} ${sentence} ${Object.values(fields).join(' ')}`),
      }),
    })
    const { commit, term, vote } = this.node.basicStatus()
    if (term !== hardState.term || vote !== hardState.vote) {
      throw new Violation('election safety', `${this.id} forgets term or vote: ${term} ${vote}`)
    }
    if (commit < hardState.commit) throw new Violation('commit never goes back', `${this.id} restarts at ${commit}`)
    this.#commitSeen = commit
    truth.checkState(this, this.#applied)
    this.nextTick = this.#world.now + random.between(1, this.tickSteps)
    this.#dirty = true
    trace?.(`${this.id} starts: term ${term} vote ${vote} commit ${commit} applied ${this.applied}`)
  }

  crash(): void {
    this.node = undefined
    this.disk.crash()
    this.#applying = []
    this.#dirty = false
    this.#world.truth.onStop(this)
  }

  tick(): void {
    this.#running().tick()
    this.#dirty = true
  }

  /** A message arrived. */
  receive(message: Message): void {
    this.#running().step(message)
    this.#dirty = true
  }

  /** Somebody asks this member for something. */
  ask<T>(request: (node: RawNode) => T): T {
    this.#dirty = true
    return request(this.#running())
  }

  /** Does what is due on disk and in the state machine, then, unless busy, what the core has to hand out. */
  work(busy: boolean): void {
    const { now } = this.#world
    for (const write of this.disk.complete(now)) this.#onWritten(write)
    if (this.#applying.length > 0 && this.#applyDue <= now) this.#applyAll()
    if (this.#dirty && !busy) this.#drain()
  }

  /** Drops the log up to what is applied, but for the last `keep` entries. */
  compact(keep: number): void {
    const { storage } = this
    if (!this.#takeSnapshot() || storage.term(this.applied) === 'unavailable') return
    storage.flushed = this.#applied
    this.#world.census.compactions++
    storage.log.compact(Math.max(this.applied - keep, storage.firstIndex() - 1))
    this.#world.trace?.(`${this.id} compacts: log begins at ${storage.firstIndex()}`)
  }

  /**
   * A snapshot of what is applied now: older ones may lack the member that needs one. False when there is none for now.
   */
  #takeSnapshot(): boolean {
    const { log } = this.storage
    if (this.#world.random.chance(this.snapshotUnavailableRate)) return false
    const { index, confState, digest } = this.#applied
    if (index > log.snapshot().index && log.term(index) !== 'unavailable') {
      log.createSnapshot({ index, confState, data: snapshotData(digest) })
    }
    return true
  }

  #running(): RawNode {
    return defined(this.node, 'a member that is asked for something runs', this.id)
  }

  /** The mirror after a start is what the disk has. */
  #readBack(): void {
    const { storage, mirror } = this
    const index = storage.firstIndex() - 1
    mirror.restart({ index, term: storage.term(index) as number })
    const range = { from: index + 1, to: storage.lastIndex() + 1, bytesMax: Number.POSITIVE_INFINITY }
    const entries = storage.entries(range)
    assert(typeof entries !== 'string', 'a disk can be read', entries)
    for (const entry of entries) mirror.put(entry)
  }

  #drain(): void {
    const node = this.#running()
    this.#dirty = false
    while (node.hasReady()) {
      const ready = node.ready()
      this.#observe(ready)
      this.#observeStatus(node)
      if (this.#world.settings.asyncStorageWrites) this.#handOut(ready)
      else this.#carryOut(node, ready)
    }
  }

  /** Asynchronous mode: disk and state machine do their part later. */
  #handOut({ messages }: Ready): void {
    const { now, random } = this.#world
    for (const message of messages) {
      if (message.to === appendThread) {
        const write = this.disk.begin(writeOf(message), now)
        if (write !== undefined) this.#onWritten(write)
      } else if (message.to === applyThread) {
        if (this.#applying.length === 0) this.#applyDue = now + random.between(0, this.applyStepsMax)
        this.#applying.push(message)
      } else this.#world.send(message)
    }
  }

  /** Synchronous mode: everything at once, in the order of the Ready's parts. */
  #carryOut(node: RawNode, { entries, hardState, snapshot, messages, committedEntries }: Ready): void {
    this.disk.writeThrough({ entries, hardState, snapshot, responses: [] }, this.#world.now)
    if (snapshot !== undefined) this.#onSnapshotInstalled(snapshot)
    for (const message of messages) this.#world.send(message)
    this.#apply(committedEntries)
    node.advance()
  }

  #onWritten({ responses, snapshot }: Write): void {
    this.#world.trace?.(`${this.id} has ${this.storage.firstIndex()}..${this.storage.lastIndex()} on disk`)
    if (snapshot !== undefined) this.#onSnapshotInstalled(snapshot)
    for (const response of responses) {
      if (response.to === this.id) this.receive(response)
      else this.#world.send(response)
    }
  }

  #onSnapshotInstalled({ index, confState, data }: Snapshot): void {
    assert(index > this.applied, 'a snapshot is ahead of what is applied', index, this.applied)
    this.#applied = { index, confState, digest: data.readUInt32LE(0) }
    this.#world.census.snapshotsInstalled++
    this.#world.truth.checkState(this, this.#applied)
    this.#world.truth.checkConfig(this, index, confState)
  }

  #applyAll(): void {
    // The core changes its configuration when it takes a snapshot. It must have said so before an older change is
    // applied, which would otherwise be made on top.
    if (this.#dirty) this.#drain()
    const batches = this.#applying
    this.#applying = []
    for (const { entries, responses } of batches) {
      this.#apply(entries)
      for (const response of responses) this.receive(response)
    }
  }

  #apply(entries: readonly Entry[]): void {
    const { truth, random } = this.#world
    if (entries.length === 0) return
    for (const entry of entries) {
      if (entry.index <= this.#awaitedSnapshot || entry.index <= this.applied) continue
      this.#applyOne(entry)
    }
    truth.checkState(this, this.#applied)
    if (random.chance(this.flushRate) && this.storage.term(this.applied) !== 'unavailable') {
      this.storage.flushed = this.#applied
    }
  }

  #applyOne(entry: Entry): void {
    const { truth, trace, census } = this.#world
    if (entry.index !== this.applied + 1) {
      throw new Violation('state machine safety', `${this.id} applies ${entry.index} after ${this.applied}`)
    }
    truth.onApply(this, entry)
    let { confState } = this.#applied
    if (isConfChange(entry)) {
      confState = this.#running().applyConfChange(permitted(decodeConfChange(entry), confState))
      truth.checkConfig(this, entry.index, confState)
      census.configsApplied++
      if (confState.votersOutgoing.length > 0) census.jointConfigsApplied++
      this.#dirty = true
      trace?.(`${this.id} applies config change ${entry.index}: ${describeConfState(confState)}`)
    }
    this.#applied = { index: entry.index, confState, digest: digestOf(this.#applied.digest, entry) }
    this.#world.onApplied(this, entry)
  }

  /** Looks at what a Ready says, before anything is done about it. */
  #observe({ entries, snapshot, readStates }: Ready): void {
    const { truth, trace } = this.#world
    if (snapshot !== undefined) {
      trace?.(`${this.id} takes snapshot ${snapshot.index}/${snapshot.term}`)
      this.#awaitedSnapshot = snapshot.index
      this.mirror.restart(snapshot)
    }
    for (const entry of entries) truth.onAppend(this, entry)
    for (const { context, index } of readStates) {
      truth.onReadState(this, context, index)
      this.#world.onRead(this, context)
    }
  }

  #observeStatus(node: RawNode): void {
    const status = node.basicStatus()
    this.#world.truth.onStatus(this, status, this.applied)
    if (status.commit < this.#commitSeen) {
      throw new Violation('commit never goes back', `${this.id} from ${this.#commitSeen} to ${status.commit}`)
    }
    this.#commitSeen = status.commit
  }
}

/** State of the state machine, as it travels in a snapshot. */
export function snapshotData(digest: number): Buffer {
  const data = Buffer.alloc(4)
  data.writeUInt32LE(digest)
  return data
}

function writeOf({ entries, term, vote, commit, snapshot, responses }: Message): Write {
  const unchanged = term === 0 && vote === nobody && commit === 0
  const hardState: HardState | undefined = unchanged ? undefined : { term, vote, commit }
  return { entries, hardState, snapshot, responses }
}

/** The application's word on a change: one that would leave no voters is not carried out, on each member alike. */
function permitted(change: ConfChange, { voters }: ConfState): ConfChange {
  const steps = isConfChangeV1(change) ? [change] : change.changes
  const left = new Set(voters)
  for (const { type, nodeId } of steps) {
    if (type === 'addNode') left.add(nodeId)
    else if (type !== 'updateNode') left.delete(nodeId)
  }
  if (left.size > 0) return change
  if (isConfChangeV1(change)) return { ...change, nodeId: nobody }
  return { ...change, changes: change.changes.map((step) => ({ ...step, nodeId: nobody })) }
}

export function describeConfState({ voters, votersOutgoing, learners, learnersNext, autoLeave }: ConfState): string {
  const joint =
    votersOutgoing.length > 0 ? ` outgoing (${votersOutgoing.join(' ')})${autoLeave ? ' autoLeave' : ''}` : ''
  return `voters (${voters.join(' ')})${joint} learners (${learners.join(' ')}) next (${learnersNext.join(' ')})`
}
