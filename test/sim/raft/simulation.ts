/**
 * A group of members in one process, driven from one seed: what each message, disk, clock and client does is drawn from
 * it, so a seed and a step name a moment for good.
 *
 * A run has two parts. First everything goes wrong that the seed's profile allows, and only safety is asked for. Then the
 * faults stop, and the group must recover: it elects a leader, commits a fresh proposal everywhere, and answers reads.
 */
import { defined } from '../../../src/base/assert.ts'
import { type ConfState, emptyConfState } from '../../../src/raft/conf-state.ts'
import type { Entry, MemberId } from '../../../src/raft/entry.ts'
import type { Message } from '../../../src/raft/message.ts'
import type { RawNode } from '../../../src/raft/raw-node.ts'
import { emptyCensus } from './census.ts'
import { drawConfChange, payload, payloadNumber } from './clients.ts'
import { LyingDisk, SimDisk } from './disk.ts'
import { Member, snapshotData, type World } from './member.ts'
import { Network } from './network.ts'
import { calm, drawProfile, type Profile, type RaftSettings } from './profile.ts'
import { Random } from './random.ts'
import { Truth, Violation } from './truth.ts'

export interface SimulationOptions {
  readonly seed: number
  /** Disks say "durable" before it is. */
  readonly lyingDisks?: boolean
  /** Told of everything that happens. */
  readonly trace?: (line: string) => void
}

/** Ticks, by the slowest clock, within which a group must recover once all faults are over. */
const recoveryTicksMax = 300
/** Ticks that one entry may take to catch up: a profile may send single entries, each after the last one's answer. */
const catchUpTicks = 4
/** Entries a member may be behind its own log while its clients still propose. */
const backlogMax = 40

export class Simulation implements World {
  readonly random: Random
  readonly truth = new Truth()
  readonly settings: RaftSettings
  readonly trace: ((line: string) => void) | undefined
  readonly census = emptyCensus()
  now = 0

  readonly #network: Network
  readonly #members: Member[] = []
  #profile: Profile
  #healAt = 0
  #termsSeen = 0
  #proposals = 0
  // To be reported to who sent a snapshot, once it arrived or was lost.
  readonly #snapshotReports: { readonly due: number; readonly report: () => void }[] = []
  // Recovery: the first proposal of this number or above that was applied, and by whom.
  #firstFresh = Number.POSITIVE_INFINITY
  readonly #appliedFresh = new Set<Member>()
  readonly #answered = new Set<Member>()

  constructor({ seed, lyingDisks = false, trace }: SimulationOptions) {
    this.random = new Random(seed)
    this.trace = trace
    const profile = drawProfile(this.random)
    // A lying disk is simulated without compaction, so that what it forgets is always a log's tail.
    this.#profile = lyingDisks ? { ...profile, compactRate: 0, flushRate: 0 } : profile
    this.settings = this.#profile.raft
    this.#network = new Network(this.random, profile.pool, profile)
    this.#network.onLost = (message) => this.#onLost(message)
    trace?.(JSON.stringify(this.#profile))
    this.#createMembers(lyingDisks)
  }

  /** Runs `steps` with faults, then recovers. Throws what went wrong. */
  run(steps: number): void {
    try {
      for (let i = 0; i < steps; i++) this.step()
      this.#heal()
      this.#awaitRecovery()
    } finally {
      this.census.steps = this.now
      this.census.leaders = this.truth.terms
      this.census.entriesCommitted = this.truth.commit
    }
  }

  /** One unit of time passes. */
  step(): void {
    this.now++
    for (const message of this.#network.advance()) this.#deliver(message)
    while ((this.#snapshotReports[0]?.due ?? this.now + 1) <= this.now) this.#snapshotReports.shift()?.report()
    this.#askForThings()
    this.#causeTrouble()
    const { busyRate } = this.#profile
    for (const member of this.#members) {
      if (!member.running) {
        if (member.restartAt === this.now) this.#restart(member)
        continue
      }
      if (member.nextTick <= this.now) {
        member.nextTick = this.now + member.tickSteps
        member.tick()
      }
      member.work(this.random.chance(busyRate))
    }
  }

  send(message: Message): void {
    this.#network.send(message)
  }

  onApplied(member: Member, entry: Entry): void {
    if (payloadNumber(entry.data) >= this.#firstFresh) this.#appliedFresh.add(member)
  }

  onRead(member: Member): void {
    this.census.readsAnswered++
    this.#answered.add(member)
  }

  #createMembers(lyingDisks: boolean): void {
    const { members, pool } = this.#profile
    const voters = Array.from({ length: members }, (_, i) => BigInt(i + 1))
    const confState: ConfState = { ...emptyConfState, voters }
    // The group's past: one entry, known to all first members by a snapshot.
    const past = { index: 1, term: 1, confState, data: snapshotData(0) }
    this.truth.begin(past)
    for (let id = 1; id <= pool; id++) {
      const disk = lyingDisks ? new LyingDisk(this.random) : new SimDisk(this.random)
      if (id <= members) {
        const hardState = { term: 1, vote: 0n, commit: 1 }
        disk.format({ entries: [], snapshot: past, hardState, responses: [] })
      }
      const member = new Member(BigInt(id), disk, this)
      this.#equip(member)
      this.#members.push(member)
      member.start()
    }
  }

  /** Gives a member the speed that the profile asks for. */
  #equip(member: Member): void {
    const { tickSteps, clockSkew, diskStepsMax, applyStepsMax, flushRate, snapshotUnavailableRate } = this.#profile
    member.tickSteps = tickSteps + this.random.below(1 + Math.floor(tickSteps * clockSkew))
    member.disk.flushStepsMax = diskStepsMax
    member.applyStepsMax = applyStepsMax
    member.flushRate = flushRate
    member.snapshotUnavailableRate = snapshotUnavailableRate
  }

  #member(id: MemberId): Member {
    return defined(this.#members[Number(id) - 1], 'messages go to members', id)
  }

  #deliver(message: Message): void {
    const member = this.#member(message.to)
    if (!member.running || this.#network.isCut(message.from, message.to)) {
      this.#onLost(message)
      return
    }
    this.trace?.(`${describe(message)}`)
    this.census.messages++
    member.receive(message)
    if (message.type === 'MsgSnap') this.#reportSnapshot(message, true)
  }

  #onLost(message: Message): void {
    this.trace?.(`lost ${describe(message)}`)
    if (message.type === 'MsgSnap') this.#reportSnapshot(message, false)
    else if (this.random.chance(0.1)) {
      const sender = this.#member(message.from)
      if (sender.running) sender.ask((node) => node.reportUnreachable(message.to))
    }
  }

  #reportSnapshot({ from, to }: Message, ok: boolean): void {
    const report = (): void => {
      const sender = this.#member(from)
      if (sender.running) sender.ask((node) => node.reportSnapshot(to, ok))
    }
    this.#snapshotReports.push({ due: this.now + 5, report })
  }

  #askForThings(): void {
    const { random } = this
    const profile = this.#profile
    if (random.chance(profile.proposalRate)) this.#proposeSomewhere()
    if (random.chance(profile.readRate)) this.#onSomebody((node) => node.readIndex(this.truth.beginRead()))
    if (random.chance(profile.confChangeRate)) this.#changeConfiguration()
    if (random.chance(profile.transferRate)) {
      const to = BigInt(random.between(1, profile.pool))
      this.#onSomebody((node, from) => {
        this.trace?.(`ask ${from} to transfer leadership to ${to}`)
        node.transferLeader(to)
      })
    }
    if (random.chance(profile.campaignRate)) this.#onSomebody((node) => node.campaign())
    if (random.chance(profile.forgetRate)) this.#onSomebody((node) => node.forgetLeader())
  }

  #onSomebody(request: (node: RawNode, id: MemberId) => void): void {
    const member = this.random.pick(this.#members)
    if (member.running) member.ask((node) => request(node, member.id))
  }

  /** Clients of a member that lags behind hold back, so that a group can catch up when the faults are over. */
  #proposeSomewhere(): void {
    const member = this.random.pick(this.#members)
    if (!member.running || member.mirror.lastIndex - member.applied > backlogMax) return
    member.ask((node) => this.#propose(node, this.random.between(1, 3)))
  }

  #propose(node: RawNode, count: number): void {
    const bytes = this.random.below(this.#profile.payloadBytesMax)
    const batch = Array.from({ length: count }, () => payload(++this.#proposals, bytes))
    const proposed = node.propose(batch)
    this.trace?.(`propose ${this.#proposals - count + 1}..${this.#proposals} ${JSON.stringify(proposed)}`)
  }

  #changeConfiguration(): void {
    const member = this.random.pick(this.#members)
    if (!member.running) return
    const { members: voters, pool } = this.#profile
    const change = drawConfChange(this.random, member.confState, { voters, pool })
    this.trace?.(`ask ${member.id} for ${text(change)}`)
    member.ask((node) => node.proposeConfChange(change))
  }

  #causeTrouble(): void {
    const { random } = this
    const profile = this.#profile
    if (this.now === this.#healAt) {
      this.#network.heal()
      this.trace?.('all links work')
    }
    if (random.chance(profile.partitionRate)) {
      this.#healAt = this.now + random.between(1, profile.partitionStepsMax)
      this.census.partitions++
      const what = this.#network.partition(Number(this.#victim().id))
      this.trace?.(`links cut until ${this.#healAt}: ${what}`)
    }
    if (random.chance(profile.crashRate)) this.#crashSome()
    if (this.truth.terms > this.#termsSeen) this.#greetLeader()
    if (random.chance(profile.slowDiskRate)) {
      const member = random.pick(this.#members)
      const slow = member.disk.flushStepsMax > profile.diskStepsMax
      member.disk.flushStepsMax = slow ? profile.diskStepsMax : profile.diskStepsMax * 10
    }
    if (random.chance(profile.compactRate)) {
      const member = random.pick(this.#members)
      if (member.running) member.compact(random.pick([0, 0, 5, 20]))
    }
  }

  /** Mostly one member, sometimes all of them: a power cut. */
  #crashSome(): void {
    const { random } = this
    if (random.chance(0.1)) {
      for (const member of this.#members) this.#crash(member, 20)
      return
    }
    // Every other one is back before anybody misses it.
    this.#crash(this.#victim(), random.chance(0.5) ? 3 : this.#profile.downStepsMax)
  }

  #crash(member: Member, downStepsMax: number): void {
    if (!member.running) return
    member.crash()
    this.census.crashes++
    member.restartAt = this.now + this.random.between(1, downStepsMax)
    this.trace?.(`${member.id} crashes until ${member.restartAt}`)
  }

  /** Somebody leads a new term. */
  #greetLeader(): void {
    this.#termsSeen = this.truth.terms
    const leader = this.truth.leaders.at(-1)
    if (leader !== undefined && this.random.chance(this.#profile.coupRate)) this.#crash(this.#member(leader.id), 2)
  }

  /** Who was told to campaign before may do so at once: then it still believes in the term that its disk remembers. */
  #restart(member: Member): void {
    member.start()
    if (this.#profile.campaignRate > 0 && this.random.chance(0.5)) member.ask((node) => node.campaign())
  }

  /** Whom a fault hits: often a leader, because that is when it matters. */
  #victim(): Member {
    const { leaders } = this.truth
    if (leaders.length > 0 && this.random.chance(0.5)) return this.#member(this.random.pick(leaders).id)
    return this.random.pick(this.#members)
  }

  /** All faults are over. */
  #heal(): void {
    this.trace?.('--- all faults are over')
    this.#profile = calm(this.#profile)
    this.#network.weather = this.#profile
    this.#network.heal()
    this.#firstFresh = this.#proposals + 1
    this.#answered.clear()
    for (const member of this.#members) {
      this.#equip(member)
      if (!member.running) member.start()
    }
  }

  #awaitRecovery(): void {
    const slowestClock = Math.max(...this.#members.map((member) => member.tickSteps))
    const backlog = this.truth.commit - Math.min(...this.#members.map((member) => member.applied))
    const ticks = recoveryTicksMax + backlog * catchUpTicks
    const deadline = this.now + ticks * slowestClock
    for (;;) {
      const needed = this.#retire()
      if (needed.every((member) => this.#appliedFresh.has(member) && this.#answered.has(member))) return
      if (this.now >= deadline) throw new Violation('liveness', this.#describeStandstill(ticks, needed))
      this.random.pick(needed).ask((node) => this.#propose(node, 1))
      for (const member of needed) member.ask((node) => node.readIndex(this.truth.beginRead()))
      for (let i = 0; i < 10; i++) this.step()
    }
  }

  /**
   * Stops who has no role any more, as an operator would, so that it disturbs nobody; returns who has one. A removed
   * member is stopped only when all others know that it is removed: before that they may still need its vote.
   */
  #retire(): Member[] {
    const newest = this.#members.reduce((a, b) => (b.applied > a.applied ? b : a))
    const needed = rolesOf(newest.confState)
    const kept = new Set(needed)
    for (const id of needed) for (const other of rolesOf(this.#member(id).confState)) kept.add(other)
    for (const member of this.#members) {
      if (kept.has(member.id) === member.running) continue
      if (member.running) member.crash()
      else member.start()
    }
    return needed.map((id) => this.#member(id))
  }

  #describeStandstill(ticks: number, needed: readonly Member[]): string {
    const lines = needed.map((member) => {
      const status = member.ask((node) => node.status())
      const fresh = this.#appliedFresh.has(member)
      return `${text(status)} applied ${member.applied} fresh ${fresh} read ${this.#answered.has(member)}`
    })
    return `no recovery within ${ticks} ticks\n${lines.join('\n')}`
  }
}

function rolesOf({ voters, votersOutgoing, learners }: ConfState): MemberId[] {
  return [...new Set([...voters, ...votersOutgoing, ...learners])]
}

/** Anything as one line; ids are bigints, which JSON does not know. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return Number(inner)
    return inner instanceof Map ? Object.fromEntries(inner) : inner
  })
}

/** One line: `1->2 MsgApp term 3 log 2/7 commit 6 entries 8..9`. */
function describe(message: Message): string {
  const { type, from, to, term, logTerm, index, commit, entries, reject, rejectHint, context, snapshot } = message
  let line = `${from}->${to} ${type} term ${term} log ${logTerm}/${index}`
  if (commit > 0) line += ` commit ${commit}`
  if (reject) line += ` reject hint ${rejectHint}`
  if (context !== '') line += ` ${context}`
  if (snapshot !== undefined) line += ` snapshot ${snapshot.term}/${snapshot.index}`
  if (entries.length > 0) line += ` entries ${entries.map((entry) => `${entry.term}/${entry.index}`).join(' ')}`
  return line
}
