/** `move-leader` */
import { hexId } from '../../base/bytes.ts'
import type { Client } from '../../client/index.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { parseMemberId } from './shared/go-text.ts'

export const moveLeader = command({
  name: 'move-leader',
  usage: 'move-leader <transferee-member-id>',
  summary: 'Transfers leadership to another cluster member.',
  description: 'Transfers leadership to another member. The leader must be among --endpoints.',
  flags: {},
  async run({ session, args }) {
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('move-leader command needs 1 argument')
    const target = readTarget(given)
    const client = await session.client()
    const leader = await findLeader(client, session.endpoints)
    await client.maintenance.moveLeader(target, { endpoint: leader.endpoint })
    await session.out(`Leadership transferred from ${hexId(leader.id)} to ${hexId(target)}\n`)
  },
})

function readTarget(given: string): bigint {
  try {
    return parseMemberId(given)
  } catch (cause) {
    throw badArguments((cause as Error).message)
  }
}

/** The endpoint that is the leader. @throws Failure when none is */
async function findLeader(client: Client, endpoints: readonly string[]): Promise<{ endpoint: string; id: bigint }> {
  let failure: unknown
  for (const endpoint of endpoints) {
    try {
      const { header, leader } = await client.maintenance.status({ endpoint })
      if (header?.memberId === leader) return { endpoint, id: leader }
    } catch (error) {
      // One that is down is not the leader; its failure is told if no other one is.
      failure = error
    }
  }
  if (failure !== undefined) throw failure
  throw badArguments(`no leader endpoint given at [${endpoints.join(' ')}]`)
}
