/**
 * Who owns which keys of the engine: one byte in front of each key names its space.
 *
 * The spaces marked `replicated` are the state that the log describes: all members have the same rows in them, they
 * travel in snapshots, and the applied record counts them. The others are this member's own.
 */
import { assert, defined } from '../base/assert.ts'
import type { KeyRange } from './engine.ts'

export interface Space {
  /** First byte of every key of the space. */
  readonly prefix: number
  readonly replicated: boolean
  readonly doc: string
}

export type SpaceName =
  | 'engine'
  | 'applied'
  | 'cluster'
  | 'history'
  | 'revisions'
  | 'leases'
  | 'members'
  | 'roles'
  | 'authSettings'
  | 'users'
  | 'alarms'
  | 'removedMembers'

/** In the order of the prefixes, which is the order on disk. Never give a prefix that was used a second meaning. */
export const keyspace: { readonly [name in SpaceName]: Space } = {
  engine: { prefix: byte('!'), replicated: false, doc: 'Marks of the engine itself: the one that `sync` writes.' },
  applied: { prefix: byte('A'), replicated: false, doc: 'The applied record: one row, written with every batch.' },
  cluster: { prefix: byte('C'), replicated: true, doc: 'Cluster-wide settings: cluster version, downgrade.' },
  history: { prefix: byte('H'), replicated: true, doc: 'Marks of compaction: scheduled and finished revision.' },
  revisions: { prefix: byte('K'), replicated: true, doc: 'Every revision of every key: revision -> KeyValue.' },
  leases: { prefix: byte('L'), replicated: true, doc: 'Leases by id: time to live, remaining time.' },
  members: { prefix: byte('M'), replicated: true, doc: 'Members by id: name, peer and client URLs, learner or voter.' },
  roles: { prefix: byte('R'), replicated: true, doc: 'Roles by name: their permissions.' },
  authSettings: { prefix: byte('S'), replicated: true, doc: 'Whether auth is on, and the auth revision.' },
  users: { prefix: byte('U'), replicated: true, doc: 'Users by name: password hash, roles.' },
  alarms: { prefix: byte('W'), replicated: true, doc: 'Alarms raised, by member and kind.' },
  removedMembers: {
    prefix: byte('X'),
    replicated: true,
    doc: 'Ids of members that were removed and may never return.',
  },
}

export const spaceNames = Object.keys(keyspace) as readonly SpaceName[]

/** The spaces whose rows are state: those of snapshots and counts, in key order. */
export const replicatedSpaces: readonly SpaceName[] = spaceNames.filter((name) => keyspace[name].replicated)

const nameOfPrefix = new Map(spaceNames.map((name) => [keyspace[name].prefix, name]))

/** A key of `space`. A string is taken as latin-1: one character a byte. */
export function spaceKey(space: SpaceName, body: string | Buffer): Buffer {
  const key = Buffer.allocUnsafe(body.length + 1)
  key[0] = keyspace[space].prefix
  if (typeof body === 'string') key.write(body, 1, 'latin1')
  else body.copy(key, 1)
  return key
}

/** What follows the prefix, as latin-1. */
export function spaceBody(space: SpaceName, key: Buffer): string {
  assert(key[0] === keyspace[space].prefix, `a key of the space ${space}`, key[0])
  return key.toString('latin1', 1)
}

/** The space `key` lies in; undefined for a key that no space owns. */
export function spaceOf(key: Buffer): SpaceName | undefined {
  return nameOfPrefix.get(key[0] ?? -1)
}

/** Keys of `space` with bodies in [from, to); the defaults are the ends of the space. */
export function spaceRange(space: SpaceName, from: string | Buffer = '', to?: string | Buffer): KeyRange {
  const end = to === undefined ? Buffer.of(keyspace[space].prefix + 1) : spaceKey(space, to)
  return { from: spaceKey(space, from), to: end }
}

/** The key of a 64-bit id: big endian, so that ids are in order. Negative ids are taken modulo 2^64. */
export function idKey(space: SpaceName, id: bigint): Buffer {
  const key = Buffer.allocUnsafe(9)
  key[0] = keyspace[space].prefix
  key.writeBigUInt64BE(BigInt.asUintN(64, id), 1)
  return key
}

/** The id of an `idKey`, unsigned. */
export function parseIdKey(space: SpaceName, key: Buffer): bigint {
  assert(key.length === 9 && key[0] === keyspace[space].prefix, `an id key of the space ${space}`, key.length)
  return key.readBigUInt64BE(1)
}

const separator = byte('_')
const tombstoneMark = byte('t')
const revisionPrefix = keyspace.revisions.prefix

/**
 * The key of one revision: etcd's 17 or 18 bytes behind our prefix.
 *
 *   | 'K' | main u64be | '_' | sub u64be | 't' when the revision deletes its key |
 */
export function revisionKey(main: number, sub: number, tombstone = false): Buffer {
  const key = writeRevisionKey(Buffer.allocUnsafe(tombstone ? revisionKeyBytes + 1 : revisionKeyBytes), main, sub)
  if (tombstone) key[revisionKeyBytes] = tombstoneMark
  return key
}

/** Of a revision that does not delete its key. */
export const revisionKeyBytes = 18

/** The same in memory of the caller's, `revisionKeyBytes` long; returns it. */
export function writeRevisionKey(into: Buffer, main: number, sub: number): Buffer {
  into[0] = revisionPrefix
  writeSafeInteger(into, main, 1)
  into[9] = separator
  writeSafeInteger(into, sub, 10)
  return into
}

export interface RevisionKey {
  readonly main: number
  readonly sub: number
  readonly tombstone: boolean
}

export function parseRevisionKey(key: Buffer): RevisionKey {
  const tombstone = key.length === 19
  assert(
    (tombstone ? key[18] === tombstoneMark : key.length === 18) &&
      key[0] === keyspace.revisions.prefix &&
      key[9] === separator,
    'a revision key',
    key,
  )
  return { main: readSafeInteger(key, 1), sub: readSafeInteger(key, 10), tombstone }
}

/** All revisions with a main revision in [from, to); without `to`: up to the newest. */
export function revisionRange(from: number, to?: number): KeyRange {
  const start = revisionKey(from, 0)
  return { from: start, to: to === undefined ? Buffer.of(keyspace.revisions.prefix + 1) : revisionKey(to, 0) }
}

// Two 32-bit halves: several times faster than going through a BigInt.
function writeSafeInteger(target: Buffer, value: number, offset: number): void {
  assert(Number.isSafeInteger(value) && value >= 0, 'revisions are safe integers', value)
  target.writeUInt32BE(Math.floor(value / 0x1_0000_0000), offset)
  target.writeUInt32BE(value % 0x1_0000_0000, offset + 4)
}

function readSafeInteger(source: Buffer, offset: number): number {
  return source.readUInt32BE(offset) * 0x1_0000_0000 + source.readUInt32BE(offset + 4)
}

function byte(character: string): number {
  return defined(character.codePointAt(0), 'a prefix is one character')
}
