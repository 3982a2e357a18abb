/**
 * How members introduce themselves, and whom they refuse.
 *
 * Each stream, call and snapshot begins with an HTTP request that says who speaks to whom, in the query:
 *
 *   GET /keelson/stream?kind=log&from=8e9e05c52164694d&to=91bc3c398fb3c146&cluster=ef37ad9dc622a7c4&version=3.7.1
 *
 * A member whose address was given to somebody else, or whose data belongs to another cluster, is refused before any of
 * its messages is looked at: two clusters that mix would lose both.
 */
import { hexId } from '../base/bytes.ts'

export interface Identity {
  /** 0n: not a member yet. */
  readonly memberId: bigint
  /** 0n: not known yet. */
  readonly clusterId: bigint
  /** The server's, `3.7.1`. */
  readonly version: string
}

export interface Greeting extends Identity {
  /** Whom the caller believes to speak to; 0n: whoever answers. */
  readonly to: bigint
  /** Where the caller can be reached; empty when it does not say. */
  readonly peerUrls: readonly string[]
}

/** Says no to a greeting: an HTTP status, and a text for the caller's log. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 410 | 412
  readonly text: string
}

export const clusterMismatch: Refusal = { status: 412, text: 'cluster ID mismatch' }
export const memberMismatch: Refusal = { status: 412, text: 'member ID mismatch' }
export const removedMember: Refusal = { status: 410, text: 'the member has been permanently removed from the cluster' }
export const malformed: Refusal = { status: 400, text: 'malformed request' }

export function greetingQuery(self: Identity, to: bigint, peerUrls: readonly string[] = []): string {
  const query = new URLSearchParams({ version: self.version })
  if (self.memberId !== 0n) query.set('from', hexId(self.memberId))
  if (to !== 0n) query.set('to', hexId(to))
  if (self.clusterId !== 0n) query.set('cluster', hexId(self.clusterId))
  if (peerUrls.length > 0) query.set('urls', peerUrls.join(','))
  return query.toString()
}

/** Undefined: this is no greeting. */
export function parseGreeting(query: URLSearchParams): Greeting | undefined {
  const memberId = idOf(query.get('from'))
  const to = idOf(query.get('to'))
  const clusterId = idOf(query.get('cluster'))
  const version = query.get('version') ?? ''
  if (memberId === undefined || to === undefined || clusterId === undefined || !versionPattern.test(version)) {
    return undefined
  }
  const urls = query.get('urls') ?? ''
  return { memberId, to, clusterId, version, peerUrls: urls === '' ? [] : urls.split(',') }
}

/** Why `greeting` is refused; undefined: welcome. */
export function refusalOf(greeting: Greeting, self: Identity, isRemoved: (id: bigint) => boolean): Refusal | undefined {
  if (greeting.clusterId !== self.clusterId) return clusterMismatch
  if (greeting.to !== 0n && greeting.to !== self.memberId) return memberMismatch
  if (greeting.memberId === self.memberId) return memberMismatch
  if (isRemoved(greeting.memberId)) return removedMember
  if (!areCompatible(greeting.version, self.version)) {
    return { status: 412, text: `incompatible version: ${greeting.version} here ${self.version}` }
  }
  return undefined
}

/** Members of one minor version apart work together: that is what a rolling upgrade needs. */
export function areCompatible(one: string, other: string): boolean {
  const a = versionPattern.exec(one)
  const b = versionPattern.exec(other)
  if (a === null || b === null) return false
  return a[1] === b[1] && Math.abs(Number(a[2]) - Number(b[2])) <= 1
}

const versionPattern = /^(\d{1,6})\.(\d{1,6})\.\d{1,6}(?:[-+].*)?$/

function idOf(text: string | null): bigint | undefined {
  if (text === null) return 0n
  return /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : undefined
}
