/**
 * Members and log entries: the words everything in this room is made of.
 *
 * Terms and indexes are safe integers (below 2^53); member ids are 64 bits wide and therefore `bigint`.
 */

/** A member of the group; 0n stands for nobody. The two largest ids are reserved, see `appendThread`. */
export type MemberId = bigint

/** A position in the log. The first entry a group ever writes has index 1; 0 lies before the log. */
export type Index = number

/** Raft's logical clock: at most one leader a term (Raft paper 5.1). 0 before the first election. */
export type Term = number

/** Nobody: no leader, no vote. */
export const nobody: MemberId = 0n

/** Target of `MsgStorageAppend`: whatever here makes entries, hard state and snapshots durable. */
export const appendThread: MemberId = 0xffff_ffff_ffff_ffffn

/** Target of `MsgStorageApply`: whatever here carries out committed entries. */
export const applyThread: MemberId = 0xffff_ffff_ffff_fffen

/** True for a target that is a thread of this member rather than another member. */
export function isLocalThread(id: MemberId): boolean {
  return id === appendThread || id === applyThread
}

/** `confChange` holds a `ConfChangeV1`, `confChangeV2` a `ConfChangeV2`: see `conf-change-codec.ts`. */
export type EntryType = 'normal' | 'confChange' | 'confChangeV2'

/**
 * One entry of the log. `data` is opaque to Raft and never copied: what was proposed comes out of `committedEntries`
 * as the same Buffer while the entry is in memory. A new leader's own entry is a normal one with empty data
 * (Raft paper 8).
 */
export interface Entry {
  readonly term: Term
  readonly index: Index
  readonly type: EntryType
  readonly data: Buffer
}

/** Names one entry for good: two logs that hold the same id agree on everything up to it (Raft paper 5.3). */
export interface EntryId {
  readonly term: Term
  readonly index: Index
}

/** No bytes; shared, so that an empty entry costs no Buffer. */
export const noData: Buffer = Buffer.alloc(0)

/** No entries; shared and frozen, so that an empty message costs no array. */
export const noEntries: readonly Entry[] = Object.freeze([])

/** True for an entry that changes the configuration, in either form. */
export function isConfChange(entry: Entry): boolean {
  return entry.type !== 'normal'
}

/**
 * Bytes that count against limits on messages and on batches of committed entries: the data, and what term, index and
 * type take in etcd's `raftpb.Entry`, so that a limit means the same here and there.
 */
export function entryBytes(entry: Entry): number {
  const { length } = entry.data
  const payload = length === 0 ? 0 : 1 + varintBytes(length) + length
  return payload + 4 + varintBytes(entry.term) + varintBytes(entry.index)
}

/** Sum of `entryBytes`. */
export function totalEntryBytes(entries: readonly Entry[]): number {
  let bytes = 0
  for (const entry of entries) bytes += entryBytes(entry)
  return bytes
}

/** Sum of the data alone: what counts against the limits on uncommitted entries and on bytes in flight. */
export function totalDataBytes(entries: readonly Entry[]): number {
  let bytes = 0
  for (const entry of entries) bytes += entry.data.length
  return bytes
}

function varintBytes(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  if (value < 0x1000_0000) return 4
  return Math.ceil((Math.floor(Math.log2(value)) + 1) / 7)
}
