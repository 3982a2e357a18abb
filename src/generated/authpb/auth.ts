// Made by `npm run proto` from proto/: do not edit.
/** Users, roles and what they may touch. */
import { type Codec, type JsonObject, noBytes, toBuffer } from '../runtime/codec.ts'
import {
  fromBase64,
  fromBase64Latin1,
  fromBool,
  fromEnum,
  fromList,
  fromObject,
  fromText,
  latin1ToBase64,
  optional,
  pick,
  toBase64,
  toEnum,
} from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import {
  checkEnd,
  checkRoom,
  keep,
  reserve,
  rewind,
  sizeBytes,
  sizeInt32,
  sizeLatin1,
  sizeUtf8,
  writeBool,
  writeBytes,
  writeInt32,
  writeKept,
  writeLatin1,
  writeUtf8,
} from '../runtime/writer.ts'

export const PermissionType = {
  READ: 0,
  WRITE: 1,
  READWRITE: 2,
} as const
/** From the wire any int32 may arrive in its place. */
export type PermissionType = (typeof PermissionType)[keyof typeof PermissionType]
export const PermissionTypeName: Readonly<Record<number, string>> = {
  0: 'READ',
  1: 'WRITE',
  2: 'READWRITE',
}

export interface UserAddOptions {
  /** Such a user cannot log in with a password, only with the name in its certificate. */
  readonly noPassword: boolean
}

/** To be encoded: what is missing has its default. */
export interface UserAddOptionsInit {
  readonly noPassword?: boolean | undefined
}

export const UserAddOptions: Codec<UserAddOptions, UserAddOptionsInit> = {
  typeName: 'authpb.UserAddOptions',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeUserAddOptions(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeUserAddOptions(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeUserAddOptions(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeUserAddOptions(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeUserAddOptions(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readUserAddOptions(new Reader(buffer, start, end))
  },
  create: createUserAddOptions,
  toJson: toJsonUserAddOptions,
  fromJson: (json) => fromJsonUserAddOptions(json),
}

export function sizeUserAddOptions(m: UserAddOptionsInit): number {
  let bytes = 0
  if (m.noPassword !== undefined && m.noPassword) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeUserAddOptions(m: UserAddOptionsInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.noPassword !== undefined && m.noPassword) {
    buffer[at++] = 8
    at = writeBool(buffer, at, m.noPassword)
  }
  return at
}

const fieldsOfUserAddOptions: FieldNames = { 1: 'no_password' }

/** A field that comes twice continues the message that came first: `from`. */
export function readUserAddOptions(r: Reader, from?: UserAddOptions): UserAddOptions {
  let noPassword: boolean = false
  if (from !== undefined) {
    noPassword = from.noPassword
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        noPassword = r.bool()
        break
      default:
        r.skip(tag, 'authpb.UserAddOptions', fieldsOfUserAddOptions)
    }
  }
  return { noPassword }
}

export function createUserAddOptions(init?: UserAddOptionsInit): UserAddOptions {
  return {
    noPassword: init?.noPassword ?? false,
  }
}

export function toJsonUserAddOptions(m: UserAddOptionsInit): JsonObject {
  const json: JsonObject = {}
  if (m.noPassword !== undefined && m.noPassword) json['no_password'] = m.noPassword
  return json
}

export function fromJsonUserAddOptions(json: unknown, depth = 0): UserAddOptions {
  const from = fromObject(json, 'authpb.UserAddOptions', depth)

  return {
    noPassword: fromBool(pick(from, 'no_password', 'noPassword'), 'authpb.UserAddOptions.no_password'),
  }
}

export interface User {
  readonly name: Buffer
  /** Salted hash (bcrypt), never the password. */
  readonly password: Buffer
  readonly roles: readonly string[]
  readonly options: UserAddOptions | undefined
}

/** To be encoded: what is missing has its default. */
export interface UserInit {
  readonly name?: Uint8Array | undefined
  readonly password?: Uint8Array | undefined
  readonly roles?: readonly string[] | undefined
  readonly options?: UserAddOptionsInit | undefined
}

export const User: Codec<User, UserInit> = {
  typeName: 'authpb.User',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeUser(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeUser(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeUser(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeUser(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeUser(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readUser(new Reader(buffer, start, end))
  },
  create: createUser,
  toJson: toJsonUser,
  fromJson: (json) => fromJsonUser(json),
}

export function sizeUser(m: UserInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name.length > 0) {
    bytes += 1 + sizeBytes(m.name)
  }
  if (m.password !== undefined && m.password.length > 0) {
    bytes += 1 + sizeBytes(m.password)
  }
  if (m.roles !== undefined) {
    for (const item of m.roles) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.options !== undefined) {
    bytes += 1 + keep(reserve(), sizeUserAddOptions(m.options))
  }
  return bytes
}

export function writeUser(m: UserInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name.length > 0) {
    buffer[at++] = 10
    at = writeBytes(buffer, at, m.name)
  }
  if (m.password !== undefined && m.password.length > 0) {
    buffer[at++] = 18
    at = writeBytes(buffer, at, m.password)
  }
  if (m.roles !== undefined) {
    for (const item of m.roles) {
      buffer[at++] = 26
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.options !== undefined) {
    buffer[at++] = 34
    at = writeKept(buffer, at)
    at = writeUserAddOptions(m.options, buffer, at)
  }
  return at
}

const fieldsOfUser: FieldNames = { 1: 'name', 2: 'password', 3: 'roles', 4: 'options' }

export function readUser(r: Reader): User {
  let name: Buffer = noBytes
  let password: Buffer = noBytes
  const roles: string[] = []
  let options: UserAddOptions | undefined

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.bytes()
        break
      case 18:
        password = r.bytes()
        break
      case 26:
        roles.push(r.utf8())
        break
      case 34: {
        const outer = r.enter()
        options = readUserAddOptions(r, options)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'authpb.User', fieldsOfUser)
    }
  }
  return { name, password, roles, options }
}

export function createUser(init?: UserInit): User {
  return {
    name: toBuffer(init?.name),
    password: toBuffer(init?.password),
    roles: [...(init?.roles ?? [])],
    options: init?.options === undefined ? undefined : createUserAddOptions(init.options),
  }
}

export function toJsonUser(m: UserInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name.length > 0) json['name'] = toBase64(m.name)
  if (m.password !== undefined && m.password.length > 0) json['password'] = toBase64(m.password)
  if (m.roles !== undefined && m.roles.length > 0) json['roles'] = m.roles.map((item) => item)
  if (m.options !== undefined) json['options'] = toJsonUserAddOptions(m.options)
  return json
}

export function fromJsonUser(json: unknown, depth = 0): User {
  const from = fromObject(json, 'authpb.User', depth)

  return {
    name: fromBase64(pick(from, 'name', 'name'), 'authpb.User.name'),
    password: fromBase64(pick(from, 'password', 'password'), 'authpb.User.password'),
    roles: fromList(pick(from, 'roles', 'roles'), 'authpb.User.roles', fromText),
    options: optional(pick(from, 'options', 'options'), (value) => fromJsonUserAddOptions(value, depth + 1)),
  }
}

export interface Permission {
  readonly permType: PermissionType
  /** One key, or with range_end a range, addressed as in a range request. */
  readonly key: string
  readonly rangeEnd: string
}

/** To be encoded: what is missing has its default. */
export interface PermissionInit {
  readonly permType?: PermissionType | undefined
  readonly key?: string | undefined
  readonly rangeEnd?: string | undefined
}

export const Permission: Codec<Permission, PermissionInit> = {
  typeName: 'authpb.Permission',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizePermission(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writePermission(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizePermission(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizePermission(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writePermission(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readPermission(new Reader(buffer, start, end))
  },
  create: createPermission,
  toJson: toJsonPermission,
  fromJson: (json) => fromJsonPermission(json),
}

export function sizePermission(m: PermissionInit): number {
  let bytes = 0
  if (m.permType !== undefined && m.permType !== 0) {
    bytes += 1 + sizeInt32(m.permType)
  }
  if (m.key !== undefined && m.key !== '') {
    bytes += 1 + sizeLatin1(m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    bytes += 1 + sizeLatin1(m.rangeEnd)
  }
  return bytes
}

export function writePermission(m: PermissionInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.permType !== undefined && m.permType !== 0) {
    buffer[at++] = 8
    at = writeInt32(buffer, at, m.permType)
  }
  if (m.key !== undefined && m.key !== '') {
    buffer[at++] = 18
    at = writeLatin1(buffer, at, m.key)
  }
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') {
    buffer[at++] = 26
    at = writeLatin1(buffer, at, m.rangeEnd)
  }
  return at
}

const fieldsOfPermission: FieldNames = { 1: 'permType', 2: 'key', 3: 'range_end' }

/** A field that comes twice continues the message that came first: `from`. */
export function readPermission(r: Reader, from?: Permission): Permission {
  let permType: PermissionType = 0
  let key: string = ''
  let rangeEnd: string = ''
  if (from !== undefined) {
    permType = from.permType
    key = from.key
    rangeEnd = from.rangeEnd
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        permType = r.int32() as PermissionType
        break
      case 18:
        key = r.latin1()
        break
      case 26:
        rangeEnd = r.latin1()
        break
      default:
        r.skip(tag, 'authpb.Permission', fieldsOfPermission)
    }
  }
  return { permType, key, rangeEnd }
}

export function createPermission(init?: PermissionInit): Permission {
  return {
    permType: init?.permType ?? 0,
    key: init?.key ?? '',
    rangeEnd: init?.rangeEnd ?? '',
  }
}

export function toJsonPermission(m: PermissionInit): JsonObject {
  const json: JsonObject = {}
  if (m.permType !== undefined && m.permType !== 0) json['permType'] = toEnum(m.permType, PermissionTypeName)
  if (m.key !== undefined && m.key !== '') json['key'] = latin1ToBase64(m.key)
  if (m.rangeEnd !== undefined && m.rangeEnd !== '') json['range_end'] = latin1ToBase64(m.rangeEnd)
  return json
}

export function fromJsonPermission(json: unknown, depth = 0): Permission {
  const from = fromObject(json, 'authpb.Permission', depth)

  return {
    permType: fromEnum(
      pick(from, 'permType', 'permType'),
      'authpb.Permission.permType',
      PermissionType,
    ) as PermissionType,
    key: fromBase64Latin1(pick(from, 'key', 'key'), 'authpb.Permission.key'),
    rangeEnd: fromBase64Latin1(pick(from, 'range_end', 'rangeEnd'), 'authpb.Permission.range_end'),
  }
}

export interface Role {
  readonly name: Buffer
  readonly keyPermission: readonly Permission[]
}

/** To be encoded: what is missing has its default. */
export interface RoleInit {
  readonly name?: Uint8Array | undefined
  readonly keyPermission?: readonly PermissionInit[] | undefined
}

export const Role: Codec<Role, RoleInit> = {
  typeName: 'authpb.Role',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeRole(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeRole(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeRole(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeRole(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeRole(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readRole(new Reader(buffer, start, end))
  },
  create: createRole,
  toJson: toJsonRole,
  fromJson: (json) => fromJsonRole(json),
}

export function sizeRole(m: RoleInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name.length > 0) {
    bytes += 1 + sizeBytes(m.name)
  }
  if (m.keyPermission !== undefined) {
    for (const item of m.keyPermission) {
      bytes += 1 + keep(reserve(), sizePermission(item))
    }
  }
  return bytes
}

export function writeRole(m: RoleInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name.length > 0) {
    buffer[at++] = 10
    at = writeBytes(buffer, at, m.name)
  }
  if (m.keyPermission !== undefined) {
    for (const item of m.keyPermission) {
      buffer[at++] = 18
      at = writeKept(buffer, at)
      at = writePermission(item, buffer, at)
    }
  }
  return at
}

const fieldsOfRole: FieldNames = { 1: 'name', 2: 'keyPermission' }

export function readRole(r: Reader): Role {
  let name: Buffer = noBytes
  const keyPermission: Permission[] = []

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.bytes()
        break
      case 18: {
        const outer = r.enter()
        keyPermission.push(readPermission(r))
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'authpb.Role', fieldsOfRole)
    }
  }
  return { name, keyPermission }
}

export function createRole(init?: RoleInit): Role {
  return {
    name: toBuffer(init?.name),
    keyPermission: init?.keyPermission?.map((item) => createPermission(item)) ?? [],
  }
}

export function toJsonRole(m: RoleInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name.length > 0) json['name'] = toBase64(m.name)
  if (m.keyPermission !== undefined && m.keyPermission.length > 0)
    json['keyPermission'] = m.keyPermission.map((item) => toJsonPermission(item))
  return json
}

export function fromJsonRole(json: unknown, depth = 0): Role {
  const from = fromObject(json, 'authpb.Role', depth)

  return {
    name: fromBase64(pick(from, 'name', 'name'), 'authpb.Role.name'),
    keyPermission: fromList(pick(from, 'keyPermission', 'keyPermission'), 'authpb.Role.keyPermission', (item) =>
      fromJsonPermission(item, depth + 1),
    ),
  }
}
