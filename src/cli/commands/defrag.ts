/** `defrag` */
import { showDuration } from '../../config/go-values.ts'
import { command } from './shared/command.ts'
import { clusterFlag, endpointsOf } from './shared/endpoints.ts'
import { ExitCode, Failure } from './shared/failure.ts'

export const defrag = command({
  name: 'defrag',
  usage: 'defrag',
  summary: 'Defragments the storage of the members with given endpoints',
  description: `Gives unused space back to the disks of the given endpoints, one after the other.
It may take longer than --command-timeout allows for.`,
  flags: clusterFlag,
  async run({ session, flags }) {
    const client = await session.client()
    let failed = false
    for (const endpoint of await endpointsOf(session, flags.cluster)) {
      const start = performance.now()
      const took = () => showDuration(Math.round((performance.now() - start) * 1000) / 1000)
      try {
        await client.maintenance.defragment({ endpoint })
        await session.out(`Finished defragmenting etcd member[${endpoint}]. took ${took()}\n`)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        failed = true
        session.say(`Failed to defragment etcd member[${endpoint}]. took ${took()}. (${error.message})`)
      }
    }
    if (failed) throw new Failure(ExitCode.Error, '')
  },
})
