/**
 * Response headers: who answered, in which term, at which revision of the store.
 */
import type { ResponseHeader } from '../generated/etcdserverpb/header.ts'
import type { Backend } from '../server/backend.ts'

/** @param revision the store's revision that the answer reflects; the present one by default. */
export function header(backend: Backend, revision: number = backend.revision): ResponseHeader {
  return { clusterId: backend.clusterId, memberId: backend.memberId, revision, raftTerm: backend.raftTerm }
}

/** The header of the Cluster service, which says nothing of the store. */
export function clusterHeader(backend: Backend): ResponseHeader {
  return header(backend, 0)
}
