/** `lease grant` */
import { LeaseGrantResponse, LeaseService } from '../../generated/etcdserverpb/lease.ts'
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { field, headerFields } from './shared/fields.ts'
import { leaseText, parseInt64 } from './shared/go-text.ts'
import { openHeaderJson } from './shared/messages.ts'

export const leaseGrant = command({
  name: 'grant',
  usage: 'lease grant <ttl>',
  summary: 'Creates leases',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('table')
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('lease grant command needs TTL argument')
    const response = await (await session.client())
      .call(LeaseService.methods.leaseGrant, { ttl: readTtl(given) })
      .catch((cause: Error) => {
        throw new Failure(ExitCode.Error, `failed to grant lease (${cause.message})`, { cause })
      })
    const { header, id, ttl, error } = response
    await session.print({
      simple: () => [`lease ${leaseText(id)} granted with TTL(${ttl}s)\n`],
      json: () => ({ ...openHeaderJson(header), ID: id, TTL: ttl, Error: error }),
      fields: () => headerFields(header) + field('ID', id) + field('TTL', ttl),
      protobuf: () => LeaseGrantResponse.encode(response),
    })
  },
})

function readTtl(given: string): number {
  try {
    return Number(parseInt64(given))
  } catch (cause) {
    throw badArguments(`bad TTL (${(cause as Error).message})`)
  }
}
