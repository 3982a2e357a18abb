/**
 * `role …`: six commands of one call each.
 */
import { keyBytes, openEnd, prefixEnd } from '../../base/bytes.ts'
import { wireRange } from '../../client/keys.ts'
import { type Permission, PermissionType } from '../../generated/authpb/auth.ts'
import { AuthService } from '../../generated/etcdserverpb/auth.ts'
import { rangeOf } from './get.ts'
import { command, type Group } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { bool } from './shared/flags.ts'
import { filled } from './shared/json.ts'
import { sentenceReport } from './shared/sentence.ts'
import type { Piece } from './shared/session.ts'

const { methods } = AuthService

const rangeFlags = {
  prefix: bool('all keys that begin with <key>'),
  'from-key': bool('all keys from <key> on, in the order of their bytes'),
}

const permissionTypes = {
  read: PermissionType.READ,
  write: PermissionType.WRITE,
  readwrite: PermissionType.READWRITE,
} as const

const add = command({
  name: 'add',
  usage: 'role add <role name>',
  summary: 'Adds a new role',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [name] = args
    if (name === undefined || args.length > 1) throw badArguments('role add command requires role name as its argument')
    const response = await (await session.client()).call(methods.roleAdd, { name })
    await session.print(sentenceReport(methods.roleAdd, response, [`Role ${name} created\n`]))
  },
})

const remove = command({
  name: 'delete',
  usage: 'role delete <role name>',
  summary: 'Deletes a role',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [role] = args
    if (role === undefined || args.length > 1) {
      throw badArguments('role delete command requires role name as its argument')
    }
    const response = await (await session.client()).call(methods.roleDelete, { role })
    await session.print(sentenceReport(methods.roleDelete, response, [`Role ${role} deleted\n`]))
  },
})

const get = command({
  name: 'get',
  usage: 'role get <role name>',
  summary: 'Gets detailed information of a role',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [role] = args
    if (role === undefined || args.length > 1) throw badArguments('role get command requires role name as its argument')
    const response = await (await session.client()).call(methods.roleGet, { role })
    const { perm } = response
    await session.print(
      sentenceReport(methods.roleGet, response, permissionPieces(role, perm), {
        perm: perm.map(({ permType, key, rangeEnd }) => {
          return filled({ permType, key: keyBytes(key), range_end: keyBytes(rangeEnd) })
        }),
      }),
    )
  },
})

const list = command({
  name: 'list',
  usage: 'role list',
  summary: 'Lists all roles',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    if (args.length > 0) throw badArguments('role list command requires no arguments')
    const response = await (await session.client()).call(methods.roleList, {})
    const { roles } = response
    const lines = roles.map((name) => `${name}\n`)
    await session.print(sentenceReport(methods.roleList, response, lines, { roles }))
  },
})

const grantPermission = command({
  name: 'grant-permission',
  usage: 'role grant-permission [options] <role name> <permission type> <key> [endkey]',
  summary: 'Grants a key to a role',
  description: 'Grants a key or a range to a role. <permission type> is read, write or readwrite.',
  flags: rangeFlags,
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [name, type, key, rangeEnd] = args
    if (name === undefined || type === undefined || key === undefined || args.length > 4) {
      throw badArguments('role grant command requires role name, permission type, and key [endkey] as its argument')
    }
    const perm = { permType: permissionTypeOf(type), ...wireRange(key, rangeOf(flags, rangeEnd)) }
    const response = await (await session.client()).call(methods.roleGrantPermission, { name, perm })
    await session.print(sentenceReport(methods.roleGrantPermission, response, [`Role ${name} updated\n`]))
  },
})

const revokePermission = command({
  name: 'revoke-permission',
  usage: 'role revoke-permission [options] <role name> <key> [endkey]',
  summary: 'Revokes a key from a role',
  description: 'Takes a permission back: key and range must be exactly those that were granted.',
  flags: rangeFlags,
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [role, key, rangeEnd] = args
    if (role === undefined || key === undefined || args.length > 3) {
      throw badArguments('role revoke-permission command requires role name and key [endkey] as its argument')
    }
    const range = wireRange(key, rangeOf(flags, rangeEnd))
    const response = await (await session.client()).call(methods.roleRevokePermission, { role, ...range })
    const end = range.rangeEnd === openEnd ? '<open ended>' : `${keyBytes(range.rangeEnd)})`
    const what = range.rangeEnd === '' ? `key ${key}` : `range [${key}, ${end}`
    const sentence = [`Permission of ${what} is revoked from role ${role}\n`]
    await session.print(sentenceReport(methods.roleRevokePermission, response, sentence))
  },
})

export const role: Group = {
  name: 'role',
  summary: 'Role related commands',
  commands: [add, remove, get, grantPermission, list, revokePermission],
}

function permissionTypeOf(given: string): PermissionType {
  const name = given.toLowerCase()
  if (Object.hasOwn(permissionTypes, name)) return permissionTypes[name as keyof typeof permissionTypes]
  throw badArguments(`invalid permission type: ${given}`)
}

/** A role and what it may read and write. */
export function permissionPieces(role: string, permissions: readonly Permission[]): Piece[] {
  const section = (type: PermissionType) =>
    permissions
      .filter(({ permType }) => permType === type || permType === PermissionType.READWRITE)
      .flatMap(({ key, rangeEnd }) => ['\t', ...rangePieces(key, rangeEnd), '\n'])
  return [`Role ${role}\nKV Read:\n`, ...section(PermissionType.READ), 'KV Write:\n', ...section(PermissionType.WRITE)]
}

function rangePieces(key: string, rangeEnd: string): Piece[] {
  if (rangeEnd === '') return [keyBytes(key)]
  if (rangeEnd === openEnd) return ['[', keyBytes(key), ', <open ended>']
  const range = ['[', keyBytes(key), ', ', keyBytes(rangeEnd), ')']
  return prefixEnd(key) === rangeEnd ? [...range, ' (prefix ', keyBytes(key), ')'] : range
}
