/**
 * What a member asks of the transport to the others.
 */
import type { Reach } from '../cluster/conf-changes.ts'
import type { Member } from '../cluster/membership.ts'
import type { Message, MessageType } from '../raft/message.ts'

export interface PeerLink {
  readonly reach: Reach
  /** Best effort: what is lost, Raft sends again. */
  send(messages: readonly Message[]): void
  /** Who the members are from now on, this one included. */
  setMembers(members: readonly Member[]): void
  /** One small question to another member; rejects with what it answered, or when it cannot be reached. */
  call(to: bigint, name: PeerCall, body: Buffer, timeoutMs: number): Promise<Buffer>
  /** Since when (monotonic milliseconds) the member is connected; undefined when it is not. */
  connectedSinceMs(id: bigint): number | undefined
}

/** Questions between members. */
export const peerCalls = [
  /** LeaseKeepAliveRequest -> LeaseKeepAliveResponse; to the leader. */
  'leaseRenew',
  /** LeaseTimeToLiveRequest -> LeaseTimeToLiveResponse; to the leader. */
  'leaseTimeToLive',
  /** MemberPromoteRequest -> MemberPromoteResponse; to the leader. */
  'memberPromote',
  /** MemberListRequest -> MemberListResponse; also from one who is not in the cluster yet. */
  'memberList',
  /** MemberAddRequest -> MemberAddResponse; from one who wants to join. */
  'memberAdd',
  /** HashKVRequest -> HashKVResponse. */
  'hashKv',
] as const
export type PeerCall = (typeof peerCalls)[number]

/** Entries may be large and wait for one another; everything else must never wait behind them. */
const bulky: ReadonlySet<MessageType> = new Set<MessageType>(['MsgApp', 'MsgProp', 'MsgSnap'])

export function isUrgent(message: Message): boolean {
  return !bulky.has(message.type)
}
