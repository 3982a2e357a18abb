/**
 * Whether a member that starts is among its own.
 *
 * Peers of another cluster refuse its streams, so that it does no harm; but it would wait for ever, and its operator
 * with it. Only while nobody of its own cluster was met: later, an address that was given away is no reason to stop.
 */
import { hexId } from '../base/bytes.ts'
import { MemberListRequest, MemberListResponse } from '../generated/etcdserverpb/cluster.ts'
import type { Clock } from '../io/clock.ts'
import { PeerClient } from '../peer/peer-client.ts'
import type { PeerTls } from '../peer/peer-tls.ts'
import type { Logger } from '../telemetry/log.ts'
import { StartRefused } from './start-refused.ts'

const askTimeoutMs = 2_000
const retryMs = 1_000

export interface CompanyOptions {
  readonly clusterId: bigint
  readonly clock: Clock
  readonly tls: PeerTls | undefined
  readonly logger: Logger
  /** Peer URLs of the other members; none: there is nothing to find out any more. */
  readonly others: () => readonly string[]
}

/** Asks until somebody of the cluster answers. @throws StartRefused when all who answer belong to another one */
export async function meetCompany({ clusterId, clock, tls, logger, others }: CompanyOptions): Promise<void> {
  const client = new PeerClient({ clock, ...(tls === undefined ? {} : { tls }) })
  try {
    for (let urls = others(); urls.length > 0; urls = others()) {
      const met = await Promise.all(urls.map((url) => clusterAt(client, url, logger)))
      if (met.includes(clusterId)) return
      const at = met.findIndex((id) => id !== undefined && id !== 0n)
      if (at >= 0) {
        const text = `the member at ${urls[at]} belongs to cluster ${hexId(met[at] ?? 0n)}, this one to ${hexId(clusterId)}`
        throw new StartRefused('wrongCluster', `${text}: check --data-dir, --initial-cluster and its token`)
      }
      await new Promise<void>((resolve) => clock.setTimer(retryMs, resolve))
    }
  } finally {
    client.close()
  }
}

async function clusterAt(client: PeerClient, url: string, logger: Logger): Promise<bigint | undefined> {
  try {
    const body = MemberListRequest.encode({ linearizable: false })
    const answer = await client.call(url, 'memberList', body, { timeoutMs: askTimeoutMs })
    return MemberListResponse.decode(answer).header?.clusterId
  } catch (error) {
    logger.debug('a peer does not answer yet', { 'peer-url': url, error })
    return undefined
  }
}
