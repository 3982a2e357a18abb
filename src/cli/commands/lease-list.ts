/** `lease list` */
import { LeaseLeasesResponse, LeaseService } from '../../generated/etcdserverpb/lease.ts'
import { command } from './shared/command.ts'
import { ExitCode, Failure } from './shared/failure.ts'
import { field, headerFields } from './shared/fields.ts'
import { leaseText } from './shared/go-text.ts'
import { openHeaderJson } from './shared/messages.ts'

export const leaseList = command({
  name: 'list',
  usage: 'lease list',
  summary: 'List all active leases',
  flags: {},
  async run({ session }) {
    session.refuseFormats('table')
    const response = await (await session.client()).call(LeaseService.methods.leaseLeases, {}).catch((cause: Error) => {
      throw new Failure(ExitCode.BadConnection, cause.message, { cause })
    })
    const { header, leases } = response
    await session.print({
      simple: () => [`found ${leases.length} leases\n`, ...leases.map(({ id }) => `${leaseText(id)}\n`)],
      json: () => ({ ...openHeaderJson(header), leases: leases.map(({ id }) => ({ id })) }),
      fields: () => headerFields(header) + leases.map(({ id }) => field('ID', id)).join(''),
      protobuf: () => LeaseLeasesResponse.encode(response),
    })
  },
})
