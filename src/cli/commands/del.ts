/** `del`: deletes a key or a range. */
import { setTimeout as pause } from 'node:timers/promises'
import { deleteRequest } from '../../client/kv-messages.ts'
import { KvService } from '../../generated/etcdserverpb/kv.ts'
import { rangeOf } from './get.ts'
import { command, type Invocation } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { bool } from './shared/flags.ts'
import { quote } from './shared/go-text.ts'
import { deleteReport } from './shared/kv-report.ts'

export const delFlags = {
  prefix: bool('all keys that begin with <key>'),
  'from-key': bool('all keys from <key> on, in the order of their bytes'),
  'prev-kv': bool('show the pairs that were deleted'),
  range: bool('the second argument ends a range; without this, there are 2 seconds to reconsider'),
}

const reconsiderMs = 2000

export const del = command({
  name: 'del',
  usage: 'del [options] <key> [range_end]',
  summary: 'Removes the specified key or range of keys [key, range_end)',
  flags: delFlags,
  async run({ session, flags, args }) {
    session.refuseFormats('table')
    const request = readDel({ flags, args })
    const [key = '', rangeEnd] = args
    if (rangeEnd !== undefined && !flags.range) {
      session.say(
        `Warning: Keys between ${quote(key)} and ${quote(rangeEnd)} will be deleted. Please interrupt the command ` +
          'within next 2 seconds to cancel. You can provide `--range` flag to avoid the delay.',
      )
      await pause(reconsiderMs)
    }
    const response = await (await session.client()).call(KvService.methods.deleteRange, request)
    await session.print(deleteReport(response, { hex: session.globals.hex }))
  },
})

/** The request that arguments and flags describe. @throws Failure for wrong ones */
export function readDel({ flags, args }: Pick<Invocation<typeof delFlags>, 'flags' | 'args'>) {
  const [key, rangeEnd] = args
  if (key === undefined) {
    throw badArguments('del command needs one argument as key and an optional argument as range_end')
  }
  return deleteRequest(key, { ...rangeOf(flags, rangeEnd), prevKv: flags['prev-kv'] })
}
