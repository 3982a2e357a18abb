/**
 * `user …`: seven commands of one call each.
 */
import { AuthService } from '../../generated/etcdserverpb/auth.ts'
import { permissionPieces } from './role.ts'
import { command, type Group } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { bool, text } from './shared/flags.ts'
import { sentenceReport } from './shared/sentence.ts'
import type { Session } from './shared/session.ts'

const { methods } = AuthService

const interactive = bool('ask for the password twice; =false: read it from stdin, once', true)

const add = command({
  name: 'add',
  usage: 'user add <user name or user:password> [options]',
  summary: 'Adds a new user',
  flags: {
    interactive,
    'new-user-password': text('the password'),
    'no-password': bool('a user that is known by its certificate only'),
  },
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [given] = args
    if (given === undefined || args.length > 1) {
      throw badArguments('user add command requires user name as its argument')
    }
    const colon = flags['new-user-password'] === '' ? given.indexOf(':') : -1
    const name = colon < 0 ? given : given.slice(0, colon)
    if (name === '') throw badArguments('empty user name is not allowed')
    const noPassword = flags['no-password']
    const password = noPassword
      ? ''
      : colon < 0
        ? flags['new-user-password'] || (await readPassword(session, name, flags.interactive))
        : given.slice(colon + 1)
    if (password === '' && !noPassword) throw badArguments('empty password')
    const response = await (await session.client()).call(methods.userAdd, { name, password, options: { noPassword } })
    await session.print(sentenceReport(methods.userAdd, response, [`User ${name} created\n`]))
  },
})

const remove = command({
  name: 'delete',
  usage: 'user delete <user name>',
  summary: 'Deletes a user',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [name] = args
    if (name === undefined || args.length > 1) {
      throw badArguments('user delete command requires user name as its argument')
    }
    const response = await (await session.client()).call(methods.userDelete, { name })
    await session.print(sentenceReport(methods.userDelete, response, [`User ${name} deleted\n`]))
  },
})

const get = command({
  name: 'get',
  usage: 'user get <user name> [options]',
  summary: 'Gets detailed information of a user',
  flags: { detail: bool("show the permissions of the user's roles") },
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [name] = args
    if (name === undefined || args.length > 1) throw badArguments('user get command requires user name as its argument')
    const client = await session.client()
    const response = await client.call(methods.userGet, { name })
    const { roles } = response
    if (!flags.detail || session.format !== 'simple') {
      const sentence = [`User: ${name}\n`, `Roles:${roles.map((role) => ` ${role}`).join('')}\n`]
      return session.print(sentenceReport(methods.userGet, response, sentence, { roles }))
    }
    await session.out(`User: ${name}\n`)
    for (const role of roles) {
      const { perm } = await client.call(methods.roleGet, { role })
      await session.out('\n', ...permissionPieces(role, perm))
    }
  },
})

const list = command({
  name: 'list',
  usage: 'user list',
  summary: 'Lists all users',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    if (args.length > 0) throw badArguments('user list command requires no arguments')
    const response = await (await session.client()).call(methods.userList, {})
    const { users } = response
    const lines = users.map((name) => `${name}\n`)
    await session.print(sentenceReport(methods.userList, response, lines, { users }))
  },
})

const passwd = command({
  name: 'passwd',
  usage: 'user passwd <user name> [options]',
  summary: 'Changes password of user',
  flags: { interactive },
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [name] = args
    if (name === undefined || args.length > 1) {
      throw badArguments('user passwd command requires user name as its argument')
    }
    const password = await readPassword(session, name, flags.interactive)
    const response = await (await session.client()).call(methods.userChangePassword, { name, password })
    await session.print(sentenceReport(methods.userChangePassword, response, ['Password updated\n']))
  },
})

const grantRole = command({
  name: 'grant-role',
  usage: 'user grant-role <user name> <role name>',
  summary: 'Grants a role to a user',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [user, role] = args
    if (user === undefined || role === undefined || args.length > 2) {
      throw badArguments('user grant command requires user name and role name as its argument')
    }
    const response = await (await session.client()).call(methods.userGrantRole, { user, role })
    const sentence = [`Role ${role} is granted to user ${user}\n`]
    await session.print(sentenceReport(methods.userGrantRole, response, sentence))
  },
})

const revokeRole = command({
  name: 'revoke-role',
  usage: 'user revoke-role <user name> <role name>',
  summary: 'Revokes a role from a user',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [name, role] = args
    if (name === undefined || role === undefined || args.length > 2) {
      throw badArguments('user revoke-role requires user name and role name as its argument')
    }
    const response = await (await session.client()).call(methods.userRevokeRole, { name, role })
    const sentence = [`Role ${role} is revoked from user ${name}\n`]
    await session.print(sentenceReport(methods.userRevokeRole, response, sentence))
  },
})

export const user: Group = {
  name: 'user',
  summary: 'User related commands',
  commands: [add, remove, get, grantRole, list, passwd, revokeRole],
}

/** A password from stdin; asked for twice when somebody types. @throws Failure when the two differ */
async function readPassword(session: Session, name: string, asked: boolean): Promise<string> {
  if (!asked) return session.ask('')
  const first = await session.ask(`Password of ${name}: `)
  const second = await session.ask(`Type password of ${name} again for confirmation: `)
  if (first !== second) throw badArguments('the two passwords are not the same')
  return first
}
