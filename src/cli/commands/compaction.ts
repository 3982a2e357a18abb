/** `compaction`: gives up the history below a revision. */
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { bool } from './shared/flags.ts'
import { parseInt64 } from './shared/go-text.ts'

export const compaction = command({
  name: 'compaction',
  aliases: ['compact'],
  usage: 'compaction [options] <revision>',
  summary: 'Compacts the event history',
  flags: { physical: bool('wait until the space is free on the member asked') },
  async run({ session, flags, args }) {
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('compaction command needs 1 argument')
    const revision = readRevision(given)
    // Freeing the space of a long history takes longer than a request may.
    const timeoutMs = flags.physical ? 0 : undefined
    await (await session.client()).kv.compact(revision, { physical: flags.physical, timeoutMs })
    await session.out(`compacted revision ${revision}\n`)
  },
})

function readRevision(given: string): number {
  try {
    return Number(parseInt64(given))
  } catch (cause) {
    throw new Failure(ExitCode.Error, (cause as Error).message, { cause })
  }
}
