/** `version` */
import { keelsonVersion, serverVersion } from '../../config/version.ts'
import { command } from './shared/command.ts'

export const version = command({
  name: 'version',
  usage: 'version',
  summary: 'Prints the version of keelsonctl',
  flags: {},
  async run({ session }) {
    const api = serverVersion.split('.').slice(0, 2).join('.')
    await session.out(`keelsonctl version: ${keelsonVersion}\nAPI version: ${api}\n`)
  },
})
