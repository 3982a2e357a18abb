/** `lease timetolive` */
import { keyBytes } from '../../base/bytes.ts'
import { LeaseService, LeaseTimeToLiveResponse } from '../../generated/etcdserverpb/lease.ts'
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { field, headerFields } from './shared/fields.ts'
import { bool } from './shared/flags.ts'
import { leaseText, quote } from './shared/go-text.ts'
import { readLeaseId } from './shared/ids.ts'
import { openHeaderJson } from './shared/messages.ts'
import type { Piece } from './shared/session.ts'

export const leaseTimeToLive = command({
  name: 'timetolive',
  usage: 'lease timetolive <leaseID> [options]',
  summary: 'Get lease information',
  flags: { keys: bool('show the keys tied to the lease') },
  async run({ session, flags, args }) {
    session.refuseFormats('table')
    const [given] = args
    if (given === undefined || args.length > 1)
      throw badArguments('lease timetolive command needs lease ID as argument')
    const request = { id: readLeaseId(given), keys: flags.keys }
    const response = await (await session.client())
      .call(LeaseService.methods.leaseTimeToLive, request)
      .catch((cause: Error) => {
        throw new Failure(ExitCode.BadConnection, cause.message, { cause })
      })
    const { header, id, ttl, grantedTtl } = response
    const keys = response.keys.map(keyBytes)
    await session.print({
      simple: () => simple(response, keys, flags.keys),
      json: () => ({
        ...openHeaderJson(header),
        id,
        ttl,
        'granted-ttl': grantedTtl,
        keys: keys.length === 0 ? null : keys,
      }),
      fields: () =>
        headerFields(header) +
        field('ID', id) +
        field('TTL', ttl) +
        field('GrantedTTL', grantedTtl) +
        keys.map((key) => field('Key', { bare: quote(key) })).join(''),
      protobuf: () => LeaseTimeToLiveResponse.encode(response),
    })
  },
})

function simple({ id, ttl, grantedTtl }: LeaseTimeToLiveResponse, keys: readonly Buffer[], withKeys: boolean): Piece[] {
  if (grantedTtl === 0 && ttl === -1) return [`lease ${leaseText(id)} already expired\n`]
  const times: Piece[] = [`lease ${leaseText(id)} granted with TTL(${grantedTtl}s), remaining(${ttl}s)`]
  if (!withKeys) return [...times, '\n']
  const list = keys.flatMap((key, at) => (at === 0 ? [key] : [' ', key]))
  return [...times, ', attached keys([', ...list, '])\n']
}
