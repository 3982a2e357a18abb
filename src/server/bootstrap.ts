/**
 * How a member comes to its state: the first time from the bootstrap flags, later from its disk alone.
 *
 * The state of a new cluster is a snapshot that each of its first members computes for itself, alike to the bit: the
 * members and their ids from `--initial-cluster` and the token (reference 10.6), at index 1 of term 1. So the log
 * begins behind it, a start never replays the bootstrap, and a member is able to vote at once.
 *
 * The engine gets its part before the log exists; a crash in between leaves an engine at index 1 and no log, and the
 * next start does the same again.
 */
import { assert } from '../base/assert.ts'
import { hexId } from '../base/bytes.ts'
import { bootstrapMembers, Membership } from '../cluster/membership.ts'
import type { ConfState } from '../raft/conf-state.ts'
import type { Entry } from '../raft/entry.ts'
import { MemoryStorage } from '../raft/memory-storage.ts'
import type { HardState } from '../raft/storage.ts'
import { type Applied, appliedKey, Counts, encodeApplied, readApplied, stateTooOld } from '../storage/applied.ts'
import type { Engine } from '../storage/engine.ts'
import { decodeConfState, encodeConfState } from './conf-state-record.ts'

/** Where a cluster's history begins. */
const bootstrapIndex = 1
const bootstrapTerm = 1

export interface Identity {
  readonly memberId: bigint
  readonly clusterId: bigint
}

/** What the log's first record says about whose log it is. */
export function encodeIdentity({ memberId, clusterId }: Identity): Buffer {
  return Buffer.from(JSON.stringify({ memberId: hexId(memberId), clusterId: hexId(clusterId) }))
}

/** @throws Error when the bytes are no identity */
export function decodeIdentity(bytes: Buffer): Identity {
  const record: unknown = JSON.parse(bytes.toString())
  const fields = (typeof record === 'object' && record !== null ? record : {}) as Record<string, unknown>
  const { memberId, clusterId } = fields
  if (typeof memberId !== 'string' || typeof clusterId !== 'string') {
    throw new Error(`the log does not say whose it is: ${bytes.toString().slice(0, 200)}`)
  }
  return { memberId: BigInt(`0x${memberId}`), clusterId: BigInt(`0x${clusterId}`) }
}

/** A log that was opened, as far as this file needs it. */
export interface OpenedLog {
  readonly hardState: HardState
  readonly snapshot: { readonly index: number; readonly term: number }
  readonly entries: readonly Entry[]
}

/** What the first record of a new log is: the bootstrap snapshot. */
export interface FirstWrite {
  readonly entries: readonly Entry[]
  readonly snapshot: { readonly index: number; readonly term: number; readonly data: Buffer }
  readonly hardState: HardState
  readonly mustSync: true
}

export interface InitialMember {
  readonly name: string
  readonly peerUrls: readonly string[]
}

/** Puts a new cluster's state into an empty engine, durably; returns who we are and what the new log begins with. */
export async function bootstrapEngine(options: {
  engine: Engine
  name: string
  initialCluster: readonly InitialMember[]
  token: string
}): Promise<Identity & { readonly firstWrite: FirstWrite }> {
  const { engine, name, initialCluster, token } = options
  const found = await readApplied(engine)
  if (found !== undefined && found.index > bootstrapIndex) {
    throw new Error(
      `${engine.directory} holds state up to log index ${found.index}, but the log is missing: was --wal-dir changed ` +
        'or its folder removed? Bring the log back, or remove the whole data directory and let the member join anew',
    )
  }
  const { clusterId, members } = bootstrapMembers(initialCluster, token)
  const own = members.find((member) => member.name === name)
  assert(own !== undefined, 'the configuration was checked: we are in --initial-cluster', name)
  const counts = new Counts()
  const membership = new Membership(counts)
  membership.bootstrap(clusterId, members)
  const confState: ConfState = {
    voters: members.map(({ id }) => id),
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  }
  const record = encodeConfState(confState)
  const applied: Applied = { index: bootstrapIndex, term: bootstrapTerm, confState: record, rows: counts.frozen() }
  await engine.write([...membership.takeOps(), { key: appliedKey, value: encodeApplied(applied) }], { sync: true })
  await engine.sync()
  return {
    memberId: own.id,
    clusterId,
    firstWrite: {
      entries: [],
      snapshot: { index: bootstrapIndex, term: bootstrapTerm, data: record },
      hardState: { term: bootstrapTerm, vote: 0n, commit: bootstrapIndex },
      mustSync: true,
    },
  }
}

/**
 * The core's view of a log, checked against the engine.
 * @throws Error when the engine is older than the log can repair, or newer than the log
 */
export async function loadStorage(engine: Engine, log: OpenedLog): Promise<MemoryStorage> {
  const applied = await readApplied(engine)
  const lastIndex = log.entries.at(-1)?.index ?? log.snapshot.index
  if (applied === undefined || applied.index < log.snapshot.index) {
    throw stateTooOld({
      appliedIndex: applied?.index ?? 0,
      firstLogIndex: log.snapshot.index + 1,
      directory: engine.directory,
    })
  }
  if (applied.index > lastIndex) {
    throw new Error(
      `${engine.directory} holds state up to log index ${applied.index}, but the log ends at ${lastIndex}: the log's ` +
        'newest part is missing. Bring it back, or remove the data directory and let the member join anew',
    )
  }
  const storage = new MemoryStorage()
  const { index, term } = log.snapshot
  const confState = decodeConfState(applied.confState)
  if (index > 0) storage.applySnapshot({ index, term, confState, data: Buffer.alloc(0) })
  storage.append(log.entries)
  // A commit index travels to the disk with the next write that needs it; what is applied was committed.
  storage.setHardState({ ...log.hardState, commit: Math.max(log.hardState.commit, applied.index) })
  return storage
}
