/**
 * Commands that ask each endpoint by itself.
 */
import { bool } from './flags.ts'
import type { Session } from './session.ts'

export const clusterFlag = { cluster: bool('ask all members that the cluster lists, instead of --endpoints') }

/** The endpoints to ask: those given, or with `--cluster` the client URLs of all members. */
export async function endpointsOf(session: Session, cluster: boolean): Promise<readonly string[]> {
  if (!cluster) return session.endpoints
  const { members } = await (await session.client()).cluster.list()
  return members.flatMap(({ clientUrls }) => clientUrls)
}
