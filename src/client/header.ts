/**
 * Where an answer comes from.
 */
import type { ResponseHeader } from '../generated/etcdserverpb/header.ts'

export interface Header {
  readonly clusterId: bigint
  /** The member that answered. */
  readonly memberId: bigint
  /** Of the store when the answer was made. */
  readonly revision: number
  readonly raftTerm: number
}

/** Answers inside a transaction name only the revision, some answers nothing: what is missing is zero. */
export function headerOf(header: ResponseHeader | undefined): Header {
  return header ?? { clusterId: 0n, memberId: 0n, revision: 0, raftTerm: 0 }
}
