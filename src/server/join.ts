/**
 * How a new member finds its place in a cluster that is there: `--initial-cluster-state existing` for one that was added
 * before it starts, `--join` for one that asks to be added.
 *
 * Either way it begins with nothing but the list of members and its own id; the leader brings it the state.
 */
import { hexId } from '../base/bytes.ts'
import { Membership } from '../cluster/membership.ts'
import {
  MemberAddRequest,
  MemberAddResponse,
  MemberListRequest,
  MemberListResponse,
} from '../generated/etcdserverpb/cluster.ts'
import type { Clock } from '../io/clock.ts'
import { PeerClient } from '../peer/peer-client.ts'
import type { PeerTls } from '../peer/peer-tls.ts'
import { emptyConfState } from '../raft/conf-state.ts'
import { appliedKey, Counts, encodeApplied } from '../storage/applied.ts'
import type { Engine } from '../storage/engine.ts'
import type { Logger } from '../telemetry/log.ts'
import type { FirstWrite, Identity, InitialMember } from './bootstrap.ts'
import { encodeConfState } from './conf-state-record.ts'
import { StartRefused } from './start-refused.ts'

export interface JoinOptions {
  readonly engine: Engine
  readonly config: {
    readonly name: string
    readonly initialCluster: readonly InitialMember[]
    readonly advertisePeerUrls: readonly string[]
    readonly join: readonly string[]
  }
  readonly clock: Clock
  readonly tls: PeerTls | undefined
  readonly logger: Logger
}

/** etcd's limit for each peer that is asked. */
const askTimeoutMs = 10_000
/** A cluster refuses new members in its first seconds; who asks waits that long. */
const joinTries = 30
const joinRetryMs = 1_000

/** @throws Error with etcd's text when nobody answers or the lists disagree */
export async function joinCluster(
  options: JoinOptions,
): Promise<Identity & { readonly firstWrite: FirstWrite | undefined }> {
  const { engine, config, clock, tls } = options
  const client = new PeerClient({ clock, ...(tls === undefined ? {} : { tls }) })
  try {
    const found = config.join.length > 0 ? await askToJoin(client, options) : await findSelf(client, options)
    const counts = new Counts()
    const membership = new Membership(counts)
    membership.bootstrap(found.clusterId, found.members)
    const applied = { index: 0, term: 0, confState: encodeConfState(emptyConfState), rows: counts.frozen() }
    await engine.write([...membership.takeOps(), { key: appliedKey, value: encodeApplied(applied) }], { sync: true })
    await engine.sync()
    return { memberId: found.memberId, clusterId: found.clusterId, firstWrite: undefined }
  } finally {
    client.close()
  }
}

interface Found extends Identity {
  readonly members: MemberListResponse['members']
}

type Listed = Pick<Found, 'clusterId' | 'members'>

async function listMembers(client: PeerClient, url: string): Promise<Listed> {
  const body = MemberListRequest.encode({ linearizable: true })
  const answer = MemberListResponse.decode(await client.call(url, 'memberList', body, { timeoutMs: askTimeoutMs }))
  return { clusterId: answer.header?.clusterId ?? 0n, members: answer.members }
}

/** Asks one after the other until one answers. */
async function listFromAny(client: PeerClient, urls: readonly string[], logger: Logger): Promise<Listed> {
  for (const url of urls) {
    try {
      return await listMembers(client, url)
    } catch (error) {
      logger.warn('failed to get cluster response', { 'peer-url': url, error })
    }
  }
  throw new Error(
    'cannot fetch cluster info from peer urls: could not retrieve cluster information from the given URLs',
  )
}

/** Finds the member that was added for us by its peer URLs; both lists must name the same members. */
async function findSelf(client: PeerClient, { config, logger }: JoinOptions): Promise<Found> {
  const others = config.initialCluster.filter(({ name }) => name !== config.name).flatMap(({ peerUrls }) => peerUrls)
  const { clusterId, members } = await listFromAny(client, others, logger)
  const about = `{ClusterID:${hexId(clusterId)} Members:[${members.map(({ id }) => hexId(id)).join(' ')}]}`
  if (members.length !== config.initialCluster.length) {
    throw new StartRefused('membersDisagree', `error validating peerURLs ${about}: member count is unequal`)
  }
  const sorted = (urls: readonly string[]): string => [...urls].sort().join()
  const match = (urls: readonly string[]) => members.find(({ peerUrls }) => sorted(peerUrls) === sorted(urls))
  for (const { name, peerUrls } of config.initialCluster) {
    if (match(peerUrls) !== undefined) continue
    throw new StartRefused(
      'membersDisagree',
      `error validating peerURLs ${about}: PeerURLs: no match found for existing member (${name}, ${peerUrls.join()})`,
    )
  }
  const own = config.initialCluster.find(({ name }) => name === config.name)
  const self = match(own?.peerUrls ?? config.advertisePeerUrls)
  if (self === undefined)
    throw new Error(`couldn't find local name "${config.name}" in the initial cluster configuration`)
  return { clusterId, memberId: self.id, members }
}

/** Asks to be added as a learner; a try that was cut short after that finds itself in the list. */
async function askToJoin(client: PeerClient, { config, clock, logger }: JoinOptions): Promise<Found> {
  const { advertisePeerUrls, join } = config
  const sorted = [...advertisePeerUrls].sort().join()
  for (let tries = 1; ; tries++) {
    const { clusterId, members } = await listFromAny(client, join, logger)
    const self = members.find(({ name, peerUrls }) => name === '' && [...peerUrls].sort().join() === sorted)
    if (self !== undefined) return { clusterId, memberId: self.id, members }
    for (const url of join) {
      try {
        const body = MemberAddRequest.encode({ peerUrls: [...advertisePeerUrls], isLearner: true })
        const added = MemberAddResponse.decode(await client.call(url, 'memberAdd', body, { timeoutMs: askTimeoutMs }))
        if (added.member === undefined) throw new Error('the answer names no member')
        return { clusterId, memberId: added.member.id, members: added.members }
      } catch (error) {
        logger.warn('not added to the cluster yet', { 'peer-url': url, error })
        if (tries === joinTries) throw new Error(`join the cluster at ${join.join()}`, { cause: error })
      }
    }
    await new Promise<void>((resolve) => clock.setTimer(joinRetryMs, resolve))
  }
}
