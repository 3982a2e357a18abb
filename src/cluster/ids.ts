/**
 * Ids of members and clusters: the first eight bytes of a SHA-1, big endian, as etcd computes them. The members of a
 * new cluster all come to the same ids from the same flags, without a word to each other, and tools compare them.
 */
import { createHash } from 'node:crypto'

/**
 * @param peerUrls in any order
 * @param salt the cluster token for members of a new cluster; for one that is added later the time of the request, in
 *   decimal Unix seconds, so that a member which returns to its old URLs is a new one
 */
export function memberId(peerUrls: readonly string[], salt: string): bigint {
  return firstBytes(peerUrls.toSorted().join('') + salt)
}

/** @param memberIds of the members the cluster starts with, in any order */
export function clusterIdOf(memberIds: readonly bigint[]): bigint {
  const bytes = Buffer.allocUnsafe(8 * memberIds.length)
  const ascending = memberIds.toSorted((a, b) => (a < b ? -1 : 1))
  ascending.forEach((id, i) => {
    bytes.writeBigUInt64BE(id, 8 * i)
  })
  return firstBytes(bytes)
}

function firstBytes(input: string | Buffer): bigint {
  return createHash('sha1').update(input).digest().readBigUInt64BE(0)
}
