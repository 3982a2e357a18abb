/**
 * The applied record: how far the state in the engine has come, written in the same batch as the state itself.
 *
 * It is the reason why a crash never leaves a half applied entry: the log replays from exactly `index`. And it counts the
 * rows of each space, because RocksDB may come up with less than it had and not say so. A MANIFEST that was cut in
 * half names fewer files, and opens; its log, damaged in the middle, ends there, and opens. When what is missing is the
 * newest writes, the record is older as well, and the log brings them back. When it is anything else, rows are
 * missing that the record has counted, and the member must not start.
 */
import { assert, defined } from '../base/assert.ts'
import type { Engine } from './engine.ts'
import { keyspace, replicatedSpaces, type SpaceName, spaceKey, spaceNames, spaceRange } from './keyspace.ts'
import { rebuildAdvice, StorageError } from './storage-error.ts'

/** Rows of each replicated space, in the order of `replicatedSpaces`. */
export type RowCounts = readonly number[]

export interface Applied {
  /** Of the last entry that the state contains. 0: none. */
  readonly index: number
  readonly term: number
  /** The configuration of the voters at `index`; opaque here. */
  readonly confState: Buffer
  readonly rows: RowCounts
}

const placeOf = new Map(replicatedSpaces.map((space, place) => [space, place]))

/** How many rows each replicated space has; kept exact by whoever writes rows, who knows which ones are new. */
export class Counts {
  readonly #rows: number[]

  constructor(rows: RowCounts = []) {
    this.#rows = replicatedSpaces.map((_, place) => rows[place] ?? 0)
  }

  /** @param rows 1 for a row that was not there before, -1 for one that was and is deleted; an overwrite is no change */
  add(space: SpaceName, rows: number): void {
    const place = placeIn(space)
    const sum = this.#at(place) + rows
    assert(sum >= 0, `no more rows of ${space} are deleted than there are`, sum)
    this.#rows[place] = sum
  }

  of(space: SpaceName): number {
    return this.#at(placeIn(space))
  }

  /** A copy, for an applied record. */
  frozen(): RowCounts {
    return this.#rows.slice()
  }

  #at(place: number): number {
    return defined(this.#rows[place], 'a count for each replicated space', place)
  }
}

function placeIn(space: SpaceName): number {
  return defined(placeOf.get(space), 'only replicated spaces are counted', space)
}

export const appliedKey: Buffer = spaceKey('applied', 'applied')

const formatVersion = 1

/**
 * | version u8 | index u64be | term u64be | length u32be, confState | spaces u8 | (prefix u8, rows u64be) * spaces |
 *
 * Spaces go by their prefix, so that a space added later reads as empty in a record from before. The engine's own
 * checksum covers all of it.
 */
export function encodeApplied({ index, term, confState, rows }: Applied): Buffer {
  const record = Buffer.alloc(22 + confState.length + 9 * replicatedSpaces.length)
  record.writeUInt8(formatVersion, 0)
  record.writeBigUInt64BE(BigInt(index), 1)
  record.writeBigUInt64BE(BigInt(term), 9)
  record.writeUInt32BE(confState.length, 17)
  confState.copy(record, 21)
  let at = 21 + confState.length
  at = record.writeUInt8(replicatedSpaces.length, at)
  for (const [place, space] of replicatedSpaces.entries()) {
    at = record.writeUInt8(keyspace[space].prefix, at)
    at = record.writeBigUInt64BE(BigInt(defined(rows[place], 'a count for each replicated space', space)), at)
  }
  return record
}

/** @throws StorageError `Damaged` when a newer version wrote it */
export function decodeApplied(record: Buffer, directory = ''): Applied {
  const version = record.readUInt8(0)
  if (version !== formatVersion) {
    const text = `the state in ${directory} was written by a newer version (applied record ${version}): start that one`
    throw new StorageError('Damaged', directory, text)
  }
  const confStateEnd = 21 + record.readUInt32BE(17)
  const counts = new Counts()
  let at = confStateEnd + 1
  for (let i = record.readUInt8(confStateEnd); i > 0; i--, at += 9) {
    const prefix = record.readUInt8(at)
    const space = spaceNames.find((name) => keyspace[name].prefix === prefix)
    counts.add(defined(space, 'a space of the table', prefix), Number(record.readBigUInt64BE(at + 1)))
  }
  return {
    index: Number(record.readBigUInt64BE(1)),
    term: Number(record.readBigUInt64BE(9)),
    confState: Buffer.from(record.subarray(21, confStateEnd)),
    rows: counts.frozen(),
  }
}

/** undefined: the engine holds no state yet. */
export async function readApplied(engine: Engine): Promise<Applied | undefined> {
  const record = await engine.get(appliedKey)
  return record === undefined ? undefined : decodeApplied(record, engine.directory)
}

/**
 * Compares what the applied record counted with what the start-up scans found.
 * @throws StorageError `RowsLost`: which space, how many, what to do
 */
export function verifyCounts(expected: RowCounts, found: Counts, directory: string): void {
  const wrong = replicatedSpaces
    .map((space, place) => ({ space, expected: expected[place] ?? 0, found: found.of(space) }))
    .filter((row) => row.expected !== row.found)
    .map((row) => `${row.space}: ${row.expected} rows written, ${row.found} found`)
  if (wrong.length === 0) return
  const text = `the state in ${directory} is not whole (${wrong.join('; ')}). ${rebuildAdvice(directory)}`
  throw new StorageError('RowsLost', directory, text)
}

/** Counts the rows of all replicated spaces by reading their keys: about a second for half a million of them. */
export async function countRows(engine: Engine): Promise<Counts> {
  const counts = new Counts()
  for (const space of replicatedSpaces) {
    const rows = engine.scan({ ...spaceRange(space), keysOnly: true })
    for await (const chunk of rows) counts.add(space, chunk.length)
  }
  return counts
}

/** The state is whole, but ends before the log begins: the entries between are gone. */
export function stateTooOld(at: {
  readonly appliedIndex: number
  readonly firstLogIndex: number
  readonly directory: string
}): StorageError {
  const { appliedIndex, firstLogIndex, directory } = at
  const text =
    `the state in ${directory} ends at entry ${appliedIndex}, but the log begins at entry ${firstLogIndex}: what lies ` +
    'between cannot be replayed. Files of the state were lost, or an older copy was put back. To repair: remove this ' +
    'member from the cluster and add it again with an empty data directory (a cluster of one member: restore a snapshot).'
  return new StorageError('TooOld', directory, text)
}
