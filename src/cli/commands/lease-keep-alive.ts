/** `lease keep-alive` */
import { type Renewal, RequestError } from '../../client/index.ts'
import { LeaseKeepAliveResponse } from '../../generated/etcdserverpb/lease.ts'
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { field, headerFields } from './shared/fields.ts'
import { bool } from './shared/flags.ts'
import { leaseText } from './shared/go-text.ts'
import { readLeaseId } from './shared/ids.ts'
import { openHeaderJson } from './shared/messages.ts'
import type { Report } from './shared/session.ts'

export const leaseKeepAlive = command({
  name: 'keep-alive',
  usage: 'lease keep-alive [options] <leaseID>',
  summary: 'Keeps leases alive (renew)',
  flags: { once: bool('renew once and end') },
  async run({ session, flags, args }) {
    session.refuseFormats('table')
    const [given] = args
    if (given === undefined || args.length > 1)
      throw badArguments('lease keep-alive command needs lease ID as argument')
    const id = readLeaseId(given)
    const { leases } = await session.client()
    if (flags.once) {
      const renewal = await leases.keepAliveOnce(id).catch((cause: Error) => {
        throw new Failure(ExitCode.BadConnection, cause.message, { cause })
      })
      return session.print(report(renewal))
    }
    let printed = Promise.resolve()
    const onRenewed = (renewal: Renewal) => {
      printed = printed.then(() => session.print(report(renewal)))
    }
    await using alive = leases.keepAlive(id, { onRenewed })
    await alive.done
    await printed
    const { reason } = alive.lost
    if (!(reason instanceof RequestError) || reason.reason !== 'LeaseNotFound') throw reason
    if (session.format === 'simple') await session.out(`lease ${leaseText(id)} expired or revoked.\n`)
  },
})

function report({ header, id, ttlSeconds }: Renewal): Report {
  return {
    simple: () => [`lease ${leaseText(id)} keepalived with TTL(${ttlSeconds})\n`],
    json: () => ({ ...openHeaderJson(header), ID: id, TTL: ttlSeconds }),
    fields: () => headerFields(header) + field('ID', id) + field('TTL', ttlSeconds),
    protobuf: () => LeaseKeepAliveResponse.encode({ header, id, ttl: ttlSeconds }),
  }
}
