/**
 * The simulated disk of one member: writes are done in order and take their time, and a crash loses those that are not
 * done. Of the one that was being written it may keep all, a part, or nothing.
 */
import { type ConfState, emptyConfState } from '../../../src/raft/conf-state.ts'
import type { Entry, Index, Term } from '../../../src/raft/entry.ts'
import { MemoryStorage } from '../../../src/raft/memory-storage.ts'
import type { Message } from '../../../src/raft/message.ts'
import type { HardState, Missing, Snapshot, Storage } from '../../../src/raft/storage.ts'
import type { Random } from './random.ts'

/** Made durable together. */
export interface Write {
  readonly entries: readonly Entry[]
  readonly hardState: HardState | undefined
  readonly snapshot: Snapshot | undefined
  /** What may be said once it is durable. */
  readonly responses: readonly Message[]
}

const noWrites: readonly Write[] = []

/** Applied state that is durable: where a restarted member goes on. */
export interface Flushed {
  readonly index: Index
  readonly confState: ConfState
  readonly digest: number
}

/** What is on the disk. A start goes on from the applied state that is durable, which may be newer than a snapshot. */
export class SimStorage implements Storage {
  readonly log = new MemoryStorage()
  flushed: Flushed = { index: 0, confState: emptyConfState, digest: 0 }
  /** Asked whenever a leader needs a snapshot: the state machine takes one, or is busy. */
  takeSnapshot: () => boolean = () => true

  initialState(): { readonly hardState: HardState; readonly confState: ConfState } {
    const { hardState } = this.log.initialState()
    // What was applied is committed, although the last commit index may not have been written down.
    const commit = Math.max(hardState.commit, this.flushed.index)
    return { hardState: { ...hardState, commit }, confState: this.flushed.confState }
  }

  entries(range: { readonly from: Index; readonly to: Index; readonly bytesMax: number }): readonly Entry[] | Missing {
    return this.log.entries(range)
  }

  term(index: Index): Term | Missing {
    return this.log.term(index)
  }

  firstIndex(): Index {
    return this.log.firstIndex()
  }

  lastIndex(): Index {
    return this.log.lastIndex()
  }

  snapshot(): Snapshot | 'unavailable' {
    return this.takeSnapshot() ? this.log.snapshot() : 'unavailable'
  }

  write({ entries, hardState, snapshot }: Write): void {
    if (snapshot !== undefined && this.log.applySnapshot(snapshot)) {
      const { index, confState, data } = snapshot
      this.flushed = { index, confState, digest: data.readUInt32LE(0) }
    }
    this.log.append(entries)
    if (hardState !== undefined) this.log.setHardState(hardState)
  }
}

export class SimDisk {
  storage = new SimStorage()
  /** Steps that a flush takes at most. */
  flushStepsMax = 1

  readonly #random: Random
  // One flush at a time; what comes meanwhile shares the next one.
  #flushing: Write[] = []
  #waiting: Write[] = []
  #due = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** What the disk has before the member first starts. */
  format(write: Write): void {
    this.storage.write(write)
  }

  /** A write joins the queue. Returns it when it may be answered at once. */
  begin(write: Write, now: number): Write | undefined {
    this.#waiting.push(write)
    if (this.#flushing.length === 0) this.#flush(now)
    return undefined
  }

  /** The writes that are durable now, in order. */
  complete(now: number): readonly Write[] {
    if (this.#due > now || this.#flushing.length === 0) return noWrites
    const done = this.#flushing
    for (const write of done) this.storage.write(write)
    this.#flushing = []
    if (this.#waiting.length > 0) this.#flush(now)
    return done
  }

  /** Writes and waits: for synchronous mode. */
  writeThrough(write: Write, _now: number): void {
    this.storage.write(write)
  }

  /** Power is lost. Of the writes under way, those before some moment made it, and a part of the one at that moment. */
  crash(): void {
    const made = this.#random.between(0, this.#flushing.length)
    for (const write of this.#flushing.slice(0, made)) this.storage.write(write)
    const torn = this.#flushing[made]
    if (torn !== undefined && torn.snapshot === undefined) this.#tear(torn)
    this.#flushing = []
    this.#waiting = []
  }

  #flush(now: number): void {
    this.#flushing = this.#waiting
    this.#waiting = []
    this.#due = now + this.#random.between(1, this.flushStepsMax)
  }

  /** Some of the entries made it, and the vote before them; the commit index comes last. */
  #tear(write: Write): void {
    const { commit } = this.storage.log.initialState().hardState
    const hardState = write.hardState === undefined ? undefined : { ...write.hardState, commit }
    const entries = write.entries.slice(0, this.#random.between(0, write.entries.length))
    this.storage.write({ ...write, entries, hardState })
  }
}

/**
 * A disk that says "durable" before it is: what a member without fsync does. Its storage is what the operating system
 * remembers; after a crash it is again what the platters hold.
 */
export class LyingDisk extends SimDisk {
  #platters = new SimStorage()
  readonly #unsynced: { readonly write: Write; readonly due: number }[] = []

  override format(write: Write): void {
    super.format(write)
    this.#platters.write(write)
  }

  override begin(write: Write, now: number): Write {
    this.storage.write(write)
    this.#unsynced.push({ write, due: now + this.flushStepsMax + 1 })
    return write
  }

  override complete(now: number): readonly Write[] {
    while (this.#unsynced[0] !== undefined && this.#unsynced[0].due <= now) {
      this.#platters.write(this.#unsynced[0].write)
      this.#unsynced.shift()
    }
    return noWrites
  }

  override writeThrough(write: Write, now: number): void {
    this.begin(write, now)
  }

  override crash(): void {
    this.#unsynced.length = 0
    this.storage = this.#platters
    this.#platters = copyOf(this.#platters)
  }
}

/** Valid for a storage that was never compacted: its log begins behind its snapshot. */
function copyOf(original: SimStorage): SimStorage {
  const copy = new SimStorage()
  copy.log.applySnapshot(original.log.snapshot())
  const range = { from: original.firstIndex(), to: original.lastIndex() + 1, bytesMax: Number.POSITIVE_INFINITY }
  copy.log.append(original.log.entries(range) as readonly Entry[])
  copy.log.setHardState(original.log.initialState().hardState)
  copy.flushed = original.flushed
  return copy
}
