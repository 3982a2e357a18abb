/** `put`: writes one key. */

import { putRequest } from '../../client/kv-messages.ts'
import { KvService } from '../../generated/etcdserverpb/kv.ts'
import { command, type Invocation } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { bool, text } from './shared/flags.ts'
import { parseLeaseId } from './shared/go-text.ts'
import { putReport } from './shared/kv-report.ts'

export const putFlags = {
  lease: text('id of a lease, in hex, that takes the key along', '0'),
  'prev-kv': bool('show the pair as it was before'),
  'ignore-value': bool('keep the value the key has'),
  'ignore-lease': bool('keep the lease the key has'),
}

export const put = command({
  name: 'put',
  usage: 'put [options] <key> <value> (<value> can also be given from stdin)',
  summary: 'Puts the given key into the store',
  description: `Puts the given key into the store. Without <value>, all of stdin is the value.

A <value> that begins with '-' would be read as a flag; '--' ends the flags:
  put <key> -- <value>
  put -- <key> <value>`,
  flags: putFlags,
  async run({ session, flags, args }) {
    session.refuseFormats('table')
    const request = await readPut({ flags, args }, () => session.readAll())
    const response = await (await session.client()).call(KvService.methods.put, request)
    await session.print(putReport(response, { hex: session.globals.hex }))
  },
})

/** The request that arguments and flags describe. @throws Failure for wrong arguments */
export async function readPut(
  { flags, args }: Pick<Invocation<typeof putFlags>, 'flags' | 'args'>,
  readValue: (() => Promise<Buffer>) | undefined,
) {
  const [key, value] = args
  if (key === undefined) throw badArguments('put command needs 1 argument and input from stdin or 2 arguments')
  if (flags['ignore-value'] && value !== undefined) {
    throw badArguments("put command needs only 1 argument when 'ignore-value' is set")
  }
  if (value === undefined && !flags['ignore-value'] && readValue === undefined) {
    throw badArguments('put command needs 1 argument and input from stdin or 2 arguments')
  }
  const bytes = value ?? (flags['ignore-value'] ? '' : await readValue?.())
  return putRequest(key, bytes ?? '', {
    leaseId: leaseOf(flags.lease),
    prevKv: flags['prev-kv'],
    ignoreValue: flags['ignore-value'],
    ignoreLease: flags['ignore-lease'],
  })
}

function leaseOf(given: string): bigint {
  try {
    return parseLeaseId(given)
  } catch (cause) {
    throw badArguments(`bad lease ID (${(cause as Error).message}), expecting ID in Hex`)
  }
}
