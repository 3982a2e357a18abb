/**
 * Users, roles and their permissions.
 */

import { keyBytes } from '../base/bytes.ts'
import { PermissionType } from '../generated/authpb/auth.ts'
import { AuthService } from '../generated/etcdserverpb/auth.ts'
import { type Bytes, type RangeOptions, wireRange } from './keys.ts'
import type { CallOptions, Transport } from './transport.ts'

export type Access = 'read' | 'write' | 'readwrite'

export interface Permission {
  readonly access: Access
  readonly key: Buffer
  /** Empty: the key alone; one zero byte: everything from the key on. */
  readonly rangeEnd: Buffer
}

const permissionTypes = {
  read: PermissionType.READ,
  write: PermissionType.WRITE,
  readwrite: PermissionType.READWRITE,
} as const

const accesses: readonly Access[] = ['read', 'write', 'readwrite']

export class Auth {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async status(options: CallOptions = {}): Promise<{ readonly enabled: boolean; readonly authRevision: number }> {
    const { enabled, authRevision } = await this.#transport.call(AuthService.methods.authStatus, {}, options)
    return { enabled, authRevision }
  }

  async enable(options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.authEnable, {}, options)
  }

  async disable(options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.authDisable, {}, options)
  }

  /** @param password undefined: a user that is known by its certificate only */
  async addUser(name: string, password: string | undefined, options: CallOptions = {}): Promise<void> {
    const request = { name, password, options: { noPassword: password === undefined } }
    await this.#transport.call(AuthService.methods.userAdd, request, options)
  }

  async deleteUser(name: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.userDelete, { name }, options)
  }

  async changePassword(name: string, password: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.userChangePassword, { name, password }, options)
  }

  async users(options: CallOptions = {}): Promise<readonly string[]> {
    return (await this.#transport.call(AuthService.methods.userList, {}, options)).users
  }

  async rolesOf(name: string, options: CallOptions = {}): Promise<readonly string[]> {
    return (await this.#transport.call(AuthService.methods.userGet, { name }, options)).roles
  }

  async grantRole(user: string, role: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.userGrantRole, { user, role }, options)
  }

  async revokeRole(user: string, role: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.userRevokeRole, { name: user, role }, options)
  }

  async addRole(name: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.roleAdd, { name }, options)
  }

  async deleteRole(role: string, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(AuthService.methods.roleDelete, { role }, options)
  }

  async roles(options: CallOptions = {}): Promise<readonly string[]> {
    return (await this.#transport.call(AuthService.methods.roleList, {}, options)).roles
  }

  async permissionsOf(role: string, options: CallOptions = {}): Promise<readonly Permission[]> {
    const { perm } = await this.#transport.call(AuthService.methods.roleGet, { role }, options)
    return perm.flatMap(({ permType, key, rangeEnd }) => {
      const access = accesses.find((name) => permissionTypes[name] === permType)
      return access === undefined ? [] : [{ access, key: keyBytes(key), rangeEnd: keyBytes(rangeEnd) }]
    })
  }

  async grantPermission(
    role: string,
    access: Access,
    key: Bytes,
    options: RangeOptions & CallOptions = {},
  ): Promise<void> {
    const perm = { permType: permissionTypes[access], ...wireRange(key, options) }
    await this.#transport.call(AuthService.methods.roleGrantPermission, { name: role, perm }, options)
  }

  /** Key and range must be exactly those that were granted. */
  async revokePermission(role: string, key: Bytes, options: RangeOptions & CallOptions = {}): Promise<void> {
    const request = { role, ...wireRange(key, options) }
    await this.#transport.call(AuthService.methods.roleRevokePermission, request, options)
  }
}
