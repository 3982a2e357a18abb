/**
 * Messages that several commands show, in etcdctl's JSON: the protocol's field names, numbers as numbers.
 */
import { keyBytes } from '../../../base/bytes.ts'
import type { Member } from '../../../generated/etcdserverpb/cluster.ts'
import type { ResponseHeader } from '../../../generated/etcdserverpb/header.ts'
import type { KeyValue } from '../../../generated/mvccpb/kv.ts'
import { filled, type Json } from './json.ts'

/** Undefined without a header. */
export function headerJson(header: ResponseHeader | undefined): Json | undefined {
  if (header === undefined) return undefined
  return filled({
    cluster_id: header.clusterId,
    member_id: header.memberId,
    revision: header.revision,
    raft_term: header.raftTerm,
  })
}

/** The header's fields where they stand beside others, zeros included. */
export function openHeaderJson(header: ResponseHeader | undefined): { readonly [name: string]: Json } {
  return {
    cluster_id: header?.clusterId ?? 0n,
    member_id: header?.memberId ?? 0n,
    revision: header?.revision ?? 0,
    raft_term: header?.raftTerm ?? 0,
  }
}

export function kvJson(kv: KeyValue): Json {
  return filled({
    key: keyBytes(kv.key),
    create_revision: kv.createRevision,
    mod_revision: kv.modRevision,
    version: kv.version,
    value: kv.value,
    lease: kv.lease,
  })
}

/** @param id how ids are shown: as numbers, or in hex */
export function memberJson(member: Member, id: (id: bigint) => Json = (number) => number): Json {
  return filled({
    ID: id(member.id),
    name: member.name,
    peerURLs: member.peerUrls,
    clientURLs: member.clientUrls,
    isLearner: member.isLearner,
  })
}
