/** `lease revoke` */
import { LeaseRevokeResponse, LeaseService } from '../../generated/etcdserverpb/lease.ts'
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { headerFields } from './shared/fields.ts'
import { leaseText } from './shared/go-text.ts'
import { readLeaseId } from './shared/ids.ts'
import { filled } from './shared/json.ts'
import { headerJson } from './shared/messages.ts'

export const leaseRevoke = command({
  name: 'revoke',
  usage: 'lease revoke <leaseID>',
  summary: 'Revokes leases',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('table')
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('lease revoke command needs 1 argument')
    const id = readLeaseId(given)
    const response = await (await session.client())
      .call(LeaseService.methods.leaseRevoke, { id })
      .catch((cause: Error) => {
        throw new Failure(ExitCode.Error, `failed to revoke lease (${cause.message})`, { cause })
      })
    await session.print({
      simple: () => [`lease ${leaseText(id)} revoked\n`],
      json: () => filled({ header: headerJson(response.header) }),
      fields: () => headerFields(response.header),
      protobuf: () => LeaseRevokeResponse.encode(response),
    })
  },
})
