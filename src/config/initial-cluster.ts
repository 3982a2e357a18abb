/**
 * `--initial-cluster`: the members a new cluster starts with, `n1=http://a:2380,n1=http://b:2380,n2=http://c:2380`.
 *
 * It matters only before there is a log; a restarted member ignores it, nonsense included. So reading it never fails,
 * and who bootstraps asks `initialClusterProblem` first.
 */
import { reason } from './refusal.ts'
import { parseUrl, type Url } from './urls.ts'

export interface InitialMember {
  readonly name: string
  /** Sorted, as they go into the member's id. */
  readonly peerUrls: readonly string[]
}

/** Members in the order of their first entry. An entry without `=` has an empty URL. */
export function parseInitialCluster(text: string): readonly InitialMember[] {
  const members = new Map<string, Set<string>>()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const equals = entry.indexOf('=')
    const name = equals < 0 ? entry : entry.slice(0, equals)
    const urls = members.get(name) ?? new Set()
    urls.add(equals < 0 ? '' : entry.slice(equals + 1).trim())
    members.set(name, urls)
  }
  return [...members].map(([name, urls]) => ({ name, peerUrls: [...urls].toSorted() }))
}

/** As the flag would say it, members by name. */
export function showInitialCluster(members: readonly InitialMember[]): string {
  return members
    .flatMap(({ name, peerUrls }) => peerUrls.map((url) => `${name}=${url}`))
    .toSorted()
    .join(',')
}

interface Bootstrap {
  readonly name: string
  readonly initialCluster: readonly InitialMember[]
  readonly advertisePeerUrls: readonly Url[]
}

/**
 * Why no cluster can start from these settings, in etcd's words; undefined when one can.
 *
 * The URLs of this member are compared as text, with `localhost` equal to 127.0.0.1; where etcd would resolve names to
 * find two spellings equal, we want one spelling.
 */
export function initialClusterProblem({ name, initialCluster, advertisePeerUrls }: Bootstrap): string | undefined {
  for (const url of initialCluster.flatMap(({ peerUrls }) => peerUrls)) {
    try {
      parseUrl(url)
    } catch (error) {
      return `error setting up initial cluster: ${reason(error)}`
    }
  }
  const all = initialCluster.flatMap(({ peerUrls }) => peerUrls)
  if (new Set(all).size !== all.length) {
    return `initial cluster ${showInitialCluster(initialCluster)} has duplicate url`
  }
  const own = initialCluster.find((member) => member.name === name)
  if (own === undefined) {
    return `couldn't find local name ${JSON.stringify(name)} in the initial cluster configuration`
  }
  return advertisedProblem(
    name,
    own.peerUrls,
    advertisePeerUrls.map(({ text }) => text),
  )
}

function advertisedProblem(
  name: string,
  initial: readonly string[],
  advertised: readonly string[],
): string | undefined {
  const notAdvertised = missing(initial, advertised)
  if (notAdvertised.length > 0) {
    const entries = notAdvertised.map((url) => `${name}=${url}`).join(',')
    const why = difference(advertised, initial)
    return `--initial-cluster has ${entries} but missing from --initial-advertise-peer-urls=${advertised.join(',')} (${why})`
  }
  const notInCluster = missing(advertised, initial)
  if (notInCluster.length === 0) return undefined
  const wanted = advertised.map((url) => `${name}=${url}`).join(',')
  return `--initial-advertise-peer-urls has ${notInCluster.join(',')} but missing from --initial-cluster=${wanted}`
}

function missing(from: readonly string[], within: readonly string[]): string[] {
  const known = new Set(within.map(localAddress))
  return from.filter((url) => !known.has(localAddress(url)))
}

function difference(a: readonly string[], b: readonly string[]): string {
  if (a.length !== b.length) return `len(${goList(a)}) != len(${goList(b)})`
  const sortedB = b.toSorted()
  const at = a.toSorted().findIndex((url, i) => localAddress(url) !== localAddress(sortedB[i] ?? ''))
  return `resolved urls: ${JSON.stringify(a.toSorted()[at])} != ${JSON.stringify(sortedB[at])}`
}

/** A list as Go's %q shows it. */
function goList(urls: readonly string[]): string {
  return `[${urls.map((url) => JSON.stringify(url)).join(' ')}]`
}

function localAddress(url: string): string {
  return url.replace('//localhost:', '//127.0.0.1:')
}
