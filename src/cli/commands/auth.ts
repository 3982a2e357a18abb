/**
 * `auth …`: switches authentication on and off.
 */
import { type Client, RequestError } from '../../client/index.ts'
import { AuthService } from '../../generated/etcdserverpb/auth.ts'
import { command, type Group } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { filled } from './shared/json.ts'
import { sentenceReport } from './shared/sentence.ts'

const { methods } = AuthService

const enable = command({
  name: 'enable',
  usage: 'auth enable',
  summary: 'Enables authentication',
  description: 'Enables authentication. There must be a user root; it gets the role root if it does not have it yet.',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    if (args.length > 0) throw badArguments('auth enable command does not accept any arguments')
    const client = await session.client()
    const response = await client.call(methods.authEnable, {}).catch(async (error: unknown) => {
      if (!(error instanceof RequestError) || error.reason !== 'RootRoleNotExist') throw error
      await makeRoot(client)
      return client.call(methods.authEnable, {})
    })
    await session.print(sentenceReport(methods.authEnable, response, ['Authentication Enabled\n']))
  },
})

async function makeRoot(client: Client): Promise<void> {
  try {
    await client.auth.addRole('root')
  } catch (error) {
    if (!(error instanceof RequestError) || error.reason !== 'RoleAlreadyExist') throw error
  }
  await client.auth.grantRole('root', 'root')
}

const disable = command({
  name: 'disable',
  usage: 'auth disable',
  summary: 'Disables authentication',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    if (args.length > 0) throw badArguments('auth disable command does not accept any arguments')
    const response = await (await session.client()).call(methods.authDisable, {})
    await session.print(sentenceReport(methods.authDisable, response, ['Authentication Disabled\n']))
  },
})

const status = command({
  name: 'status',
  usage: 'auth status',
  summary: 'Returns authentication status',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    if (args.length > 0) throw badArguments('auth status command does not accept any arguments')
    const response = await (await session.client()).call(methods.authStatus, {})
    const { enabled, authRevision } = response
    const sentence = [`Authentication Status: ${enabled}\nAuthRevision: ${authRevision}\n`]
    await session.print(sentenceReport(methods.authStatus, response, sentence, filled({ enabled, authRevision })))
  },
})

export const auth: Group = {
  name: 'auth',
  summary: 'Enable or disable authentication',
  commands: [disable, enable, status],
}
