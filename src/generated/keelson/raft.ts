// Made by `npm run proto` from proto/: do not edit.
/** What members of a cluster write into the Raft log. */

import {
  AuthDisableRequest,
  type AuthDisableRequestInit,
  AuthEnableRequest,
  type AuthEnableRequestInit,
  AuthenticateRequest,
  type AuthenticateRequestInit,
  AuthRoleAddRequest,
  type AuthRoleAddRequestInit,
  AuthRoleDeleteRequest,
  type AuthRoleDeleteRequestInit,
  AuthRoleGetRequest,
  type AuthRoleGetRequestInit,
  AuthRoleGrantPermissionRequest,
  type AuthRoleGrantPermissionRequestInit,
  AuthRoleListRequest,
  type AuthRoleListRequestInit,
  AuthRoleRevokePermissionRequest,
  type AuthRoleRevokePermissionRequestInit,
  AuthStatusRequest,
  type AuthStatusRequestInit,
  AuthUserAddRequest,
  type AuthUserAddRequestInit,
  AuthUserChangePasswordRequest,
  type AuthUserChangePasswordRequestInit,
  AuthUserDeleteRequest,
  type AuthUserDeleteRequestInit,
  AuthUserGetRequest,
  type AuthUserGetRequestInit,
  AuthUserGrantRoleRequest,
  type AuthUserGrantRoleRequestInit,
  AuthUserListRequest,
  type AuthUserListRequestInit,
  AuthUserRevokeRoleRequest,
  type AuthUserRevokeRoleRequestInit,
  createAuthDisableRequest,
  createAuthEnableRequest,
  createAuthenticateRequest,
  createAuthRoleAddRequest,
  createAuthRoleDeleteRequest,
  createAuthRoleGetRequest,
  createAuthRoleGrantPermissionRequest,
  createAuthRoleListRequest,
  createAuthRoleRevokePermissionRequest,
  createAuthStatusRequest,
  createAuthUserAddRequest,
  createAuthUserChangePasswordRequest,
  createAuthUserDeleteRequest,
  createAuthUserGetRequest,
  createAuthUserGrantRoleRequest,
  createAuthUserListRequest,
  createAuthUserRevokeRoleRequest,
  fromJsonAuthDisableRequest,
  fromJsonAuthEnableRequest,
  fromJsonAuthenticateRequest,
  fromJsonAuthRoleAddRequest,
  fromJsonAuthRoleDeleteRequest,
  fromJsonAuthRoleGetRequest,
  fromJsonAuthRoleGrantPermissionRequest,
  fromJsonAuthRoleListRequest,
  fromJsonAuthRoleRevokePermissionRequest,
  fromJsonAuthStatusRequest,
  fromJsonAuthUserAddRequest,
  fromJsonAuthUserChangePasswordRequest,
  fromJsonAuthUserDeleteRequest,
  fromJsonAuthUserGetRequest,
  fromJsonAuthUserGrantRoleRequest,
  fromJsonAuthUserListRequest,
  fromJsonAuthUserRevokeRoleRequest,
  readAuthDisableRequest,
  readAuthEnableRequest,
  readAuthenticateRequest,
  readAuthRoleAddRequest,
  readAuthRoleDeleteRequest,
  readAuthRoleGetRequest,
  readAuthRoleGrantPermissionRequest,
  readAuthRoleListRequest,
  readAuthRoleRevokePermissionRequest,
  readAuthStatusRequest,
  readAuthUserAddRequest,
  readAuthUserChangePasswordRequest,
  readAuthUserDeleteRequest,
  readAuthUserGetRequest,
  readAuthUserGrantRoleRequest,
  readAuthUserListRequest,
  readAuthUserRevokeRoleRequest,
  sizeAuthDisableRequest,
  sizeAuthEnableRequest,
  sizeAuthenticateRequest,
  sizeAuthRoleAddRequest,
  sizeAuthRoleDeleteRequest,
  sizeAuthRoleGetRequest,
  sizeAuthRoleGrantPermissionRequest,
  sizeAuthRoleListRequest,
  sizeAuthRoleRevokePermissionRequest,
  sizeAuthStatusRequest,
  sizeAuthUserAddRequest,
  sizeAuthUserChangePasswordRequest,
  sizeAuthUserDeleteRequest,
  sizeAuthUserGetRequest,
  sizeAuthUserGrantRoleRequest,
  sizeAuthUserListRequest,
  sizeAuthUserRevokeRoleRequest,
  toJsonAuthDisableRequest,
  toJsonAuthEnableRequest,
  toJsonAuthenticateRequest,
  toJsonAuthRoleAddRequest,
  toJsonAuthRoleDeleteRequest,
  toJsonAuthRoleGetRequest,
  toJsonAuthRoleGrantPermissionRequest,
  toJsonAuthRoleListRequest,
  toJsonAuthRoleRevokePermissionRequest,
  toJsonAuthStatusRequest,
  toJsonAuthUserAddRequest,
  toJsonAuthUserChangePasswordRequest,
  toJsonAuthUserDeleteRequest,
  toJsonAuthUserGetRequest,
  toJsonAuthUserGrantRoleRequest,
  toJsonAuthUserListRequest,
  toJsonAuthUserRevokeRoleRequest,
  writeAuthDisableRequest,
  writeAuthEnableRequest,
  writeAuthenticateRequest,
  writeAuthRoleAddRequest,
  writeAuthRoleDeleteRequest,
  writeAuthRoleGetRequest,
  writeAuthRoleGrantPermissionRequest,
  writeAuthRoleListRequest,
  writeAuthRoleRevokePermissionRequest,
  writeAuthStatusRequest,
  writeAuthUserAddRequest,
  writeAuthUserChangePasswordRequest,
  writeAuthUserDeleteRequest,
  writeAuthUserGetRequest,
  writeAuthUserGrantRoleRequest,
  writeAuthUserListRequest,
  writeAuthUserRevokeRoleRequest,
} from '../etcdserverpb/auth.ts'
import {
  CompactionRequest,
  type CompactionRequestInit,
  createCompactionRequest,
  createDeleteRangeRequest,
  createPutRequest,
  createRangeRequest,
  createTxnRequest,
  DeleteRangeRequest,
  type DeleteRangeRequestInit,
  fromJsonCompactionRequest,
  fromJsonDeleteRangeRequest,
  fromJsonPutRequest,
  fromJsonRangeRequest,
  fromJsonTxnRequest,
  PutRequest,
  type PutRequestInit,
  RangeRequest,
  type RangeRequestInit,
  readCompactionRequest,
  readDeleteRangeRequest,
  readPutRequest,
  readRangeRequest,
  readTxnRequest,
  sizeCompactionRequest,
  sizeDeleteRangeRequest,
  sizePutRequest,
  sizeRangeRequest,
  sizeTxnRequest,
  TxnRequest,
  type TxnRequestInit,
  toJsonCompactionRequest,
  toJsonDeleteRangeRequest,
  toJsonPutRequest,
  toJsonRangeRequest,
  toJsonTxnRequest,
  writeCompactionRequest,
  writeDeleteRangeRequest,
  writePutRequest,
  writeRangeRequest,
  writeTxnRequest,
} from '../etcdserverpb/kv.ts'
import {
  createLeaseCheckpointRequest,
  createLeaseGrantRequest,
  createLeaseRevokeRequest,
  fromJsonLeaseCheckpointRequest,
  fromJsonLeaseGrantRequest,
  fromJsonLeaseRevokeRequest,
  LeaseCheckpointRequest,
  type LeaseCheckpointRequestInit,
  LeaseGrantRequest,
  type LeaseGrantRequestInit,
  LeaseRevokeRequest,
  type LeaseRevokeRequestInit,
  readLeaseCheckpointRequest,
  readLeaseGrantRequest,
  readLeaseRevokeRequest,
  sizeLeaseCheckpointRequest,
  sizeLeaseGrantRequest,
  sizeLeaseRevokeRequest,
  toJsonLeaseCheckpointRequest,
  toJsonLeaseGrantRequest,
  toJsonLeaseRevokeRequest,
  writeLeaseCheckpointRequest,
  writeLeaseGrantRequest,
  writeLeaseRevokeRequest,
} from '../etcdserverpb/lease.ts'
import {
  AlarmRequest,
  type AlarmRequestInit,
  createAlarmRequest,
  createDowngradeVersionTestRequest,
  DowngradeVersionTestRequest,
  type DowngradeVersionTestRequestInit,
  fromJsonAlarmRequest,
  fromJsonDowngradeVersionTestRequest,
  readAlarmRequest,
  readDowngradeVersionTestRequest,
  sizeAlarmRequest,
  sizeDowngradeVersionTestRequest,
  toJsonAlarmRequest,
  toJsonDowngradeVersionTestRequest,
  writeAlarmRequest,
  writeDowngradeVersionTestRequest,
} from '../etcdserverpb/maintenance.ts'
import type { Codec, JsonObject } from '../runtime/codec.ts'
import {
  fromBool,
  fromList,
  fromObject,
  fromText,
  fromUint64,
  fromUint64Number,
  optional,
  pick,
  refuseSecond,
} from '../runtime/json.ts'
import { type FieldNames, Reader } from '../runtime/reader.ts'
import {
  checkEnd,
  checkRoom,
  keep,
  reserve,
  rewind,
  sizeBigint,
  sizeNumber,
  sizeUtf8,
  writeBigint,
  writeBool,
  writeFixed64,
  writeKept,
  writeNumber,
  writeUtf8,
} from '../runtime/writer.ts'

/**
 * One replicated request: the payload of a normal log entry. Field numbers follow etcd's envelope wherever both have the
 * field; `--max-request-bytes` limits the size of this message.
 */
export interface Command {
  /**
   * Chosen by the member that proposes, never 0, so that it finds the caller again when the entry is applied. Fixed width and
   * first on the wire: byte 0 is the tag 0x09, bytes 1 to 8 are the id, little endian, readable without decoding the rest.
   */
  readonly id: bigint
  /**
   * Term of the log entry that may carry this command; in an entry of any other term it does nothing. So its proposer knows,
   * once it has applied an entry of a later term, that it never will take effect, and can propose it again. 0: any term.
   * Fixed width and second on the wire: the tag 0x11, then bytes 10 to 17.
   */
  readonly term: bigint
  /** Who asked; absent while auth is off. */
  readonly header: CommandHeader | undefined
  readonly request:
    | { readonly case: 'range'; readonly value: RangeRequest }
    | { readonly case: 'put'; readonly value: PutRequest }
    | { readonly case: 'deleteRange'; readonly value: DeleteRangeRequest }
    | { readonly case: 'txn'; readonly value: TxnRequest }
    | { readonly case: 'compaction'; readonly value: CompactionRequest }
    | { readonly case: 'leaseGrant'; readonly value: LeaseGrantRequest }
    | { readonly case: 'leaseRevoke'; readonly value: LeaseRevokeRequest }
    | { readonly case: 'alarm'; readonly value: AlarmRequest }
    | { readonly case: 'leaseCheckpoint'; readonly value: LeaseCheckpointRequest }
    | { readonly case: 'authEnable'; readonly value: AuthEnableRequest }
    | { readonly case: 'authDisable'; readonly value: AuthDisableRequest }
    | { readonly case: 'authenticate'; readonly value: AuthenticateRequest }
    | { readonly case: 'authStatus'; readonly value: AuthStatusRequest }
    | { readonly case: 'authUserAdd'; readonly value: AuthUserAddRequest }
    | { readonly case: 'authUserDelete'; readonly value: AuthUserDeleteRequest }
    | { readonly case: 'authUserGet'; readonly value: AuthUserGetRequest }
    | { readonly case: 'authUserChangePassword'; readonly value: AuthUserChangePasswordRequest }
    | { readonly case: 'authUserGrantRole'; readonly value: AuthUserGrantRoleRequest }
    | { readonly case: 'authUserRevokeRole'; readonly value: AuthUserRevokeRoleRequest }
    | { readonly case: 'authUserList'; readonly value: AuthUserListRequest }
    | { readonly case: 'authRoleList'; readonly value: AuthRoleListRequest }
    | { readonly case: 'authRoleAdd'; readonly value: AuthRoleAddRequest }
    | { readonly case: 'authRoleDelete'; readonly value: AuthRoleDeleteRequest }
    | { readonly case: 'authRoleGet'; readonly value: AuthRoleGetRequest }
    | { readonly case: 'authRoleGrantPermission'; readonly value: AuthRoleGrantPermissionRequest }
    | { readonly case: 'authRoleRevokePermission'; readonly value: AuthRoleRevokePermissionRequest }
    | { readonly case: 'clusterVersionSet'; readonly value: ClusterVersionSetRequest }
    | { readonly case: 'clusterMemberAttrSet'; readonly value: ClusterMemberAttrSetRequest }
    | { readonly case: 'downgradeInfoSet'; readonly value: DowngradeInfoSetRequest }
    | { readonly case: 'downgradeVersionTest'; readonly value: DowngradeVersionTestRequest }
    | undefined
}

/** To be encoded: what is missing has its default. */
export interface CommandInit {
  readonly id?: bigint | undefined
  readonly term?: bigint | undefined
  readonly header?: CommandHeaderInit | undefined
  readonly request?:
    | { readonly case: 'range'; readonly value: RangeRequestInit }
    | { readonly case: 'put'; readonly value: PutRequestInit }
    | { readonly case: 'deleteRange'; readonly value: DeleteRangeRequestInit }
    | { readonly case: 'txn'; readonly value: TxnRequestInit }
    | { readonly case: 'compaction'; readonly value: CompactionRequestInit }
    | { readonly case: 'leaseGrant'; readonly value: LeaseGrantRequestInit }
    | { readonly case: 'leaseRevoke'; readonly value: LeaseRevokeRequestInit }
    | { readonly case: 'alarm'; readonly value: AlarmRequestInit }
    | { readonly case: 'leaseCheckpoint'; readonly value: LeaseCheckpointRequestInit }
    | { readonly case: 'authEnable'; readonly value: AuthEnableRequestInit }
    | { readonly case: 'authDisable'; readonly value: AuthDisableRequestInit }
    | { readonly case: 'authenticate'; readonly value: AuthenticateRequestInit }
    | { readonly case: 'authStatus'; readonly value: AuthStatusRequestInit }
    | { readonly case: 'authUserAdd'; readonly value: AuthUserAddRequestInit }
    | { readonly case: 'authUserDelete'; readonly value: AuthUserDeleteRequestInit }
    | { readonly case: 'authUserGet'; readonly value: AuthUserGetRequestInit }
    | { readonly case: 'authUserChangePassword'; readonly value: AuthUserChangePasswordRequestInit }
    | { readonly case: 'authUserGrantRole'; readonly value: AuthUserGrantRoleRequestInit }
    | { readonly case: 'authUserRevokeRole'; readonly value: AuthUserRevokeRoleRequestInit }
    | { readonly case: 'authUserList'; readonly value: AuthUserListRequestInit }
    | { readonly case: 'authRoleList'; readonly value: AuthRoleListRequestInit }
    | { readonly case: 'authRoleAdd'; readonly value: AuthRoleAddRequestInit }
    | { readonly case: 'authRoleDelete'; readonly value: AuthRoleDeleteRequestInit }
    | { readonly case: 'authRoleGet'; readonly value: AuthRoleGetRequestInit }
    | { readonly case: 'authRoleGrantPermission'; readonly value: AuthRoleGrantPermissionRequestInit }
    | { readonly case: 'authRoleRevokePermission'; readonly value: AuthRoleRevokePermissionRequestInit }
    | { readonly case: 'clusterVersionSet'; readonly value: ClusterVersionSetRequestInit }
    | { readonly case: 'clusterMemberAttrSet'; readonly value: ClusterMemberAttrSetRequestInit }
    | { readonly case: 'downgradeInfoSet'; readonly value: DowngradeInfoSetRequestInit }
    | { readonly case: 'downgradeVersionTest'; readonly value: DowngradeVersionTestRequestInit }
    | undefined
}

export const Command: Codec<Command, CommandInit> = {
  typeName: 'keelson.raft.Command',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCommand(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCommand(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCommand(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCommand(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCommand(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCommand(new Reader(buffer, start, end))
  },
  create: createCommand,
  toJson: toJsonCommand,
  fromJson: (json) => fromJsonCommand(json),
}

export function sizeCommand(m: CommandInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + 8
  }
  if (m.term !== undefined && m.term !== 0n) {
    bytes += 1 + 8
  }
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'range': {
        bytes += 1 + keep(reserve(), sizeRangeRequest(m.request.value))
        break
      }
      case 'put': {
        bytes += 1 + keep(reserve(), sizePutRequest(m.request.value))
        break
      }
      case 'deleteRange': {
        bytes += 1 + keep(reserve(), sizeDeleteRangeRequest(m.request.value))
        break
      }
      case 'txn': {
        bytes += 1 + keep(reserve(), sizeTxnRequest(m.request.value))
        break
      }
      case 'compaction': {
        bytes += 1 + keep(reserve(), sizeCompactionRequest(m.request.value))
        break
      }
      case 'leaseGrant': {
        bytes += 1 + keep(reserve(), sizeLeaseGrantRequest(m.request.value))
        break
      }
      case 'leaseRevoke': {
        bytes += 1 + keep(reserve(), sizeLeaseRevokeRequest(m.request.value))
        break
      }
      case 'alarm': {
        bytes += 1 + keep(reserve(), sizeAlarmRequest(m.request.value))
        break
      }
      case 'leaseCheckpoint': {
        bytes += 1 + keep(reserve(), sizeLeaseCheckpointRequest(m.request.value))
        break
      }
    }
  }
  if (m.header !== undefined) {
    bytes += 2 + keep(reserve(), sizeCommandHeader(m.header))
  }
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'authEnable': {
        bytes += 2 + keep(reserve(), sizeAuthEnableRequest(m.request.value))
        break
      }
      case 'authDisable': {
        bytes += 2 + keep(reserve(), sizeAuthDisableRequest(m.request.value))
        break
      }
      case 'authenticate': {
        bytes += 2 + keep(reserve(), sizeAuthenticateRequest(m.request.value))
        break
      }
      case 'authStatus': {
        bytes += 2 + keep(reserve(), sizeAuthStatusRequest(m.request.value))
        break
      }
      case 'authUserAdd': {
        bytes += 2 + keep(reserve(), sizeAuthUserAddRequest(m.request.value))
        break
      }
      case 'authUserDelete': {
        bytes += 2 + keep(reserve(), sizeAuthUserDeleteRequest(m.request.value))
        break
      }
      case 'authUserGet': {
        bytes += 2 + keep(reserve(), sizeAuthUserGetRequest(m.request.value))
        break
      }
      case 'authUserChangePassword': {
        bytes += 2 + keep(reserve(), sizeAuthUserChangePasswordRequest(m.request.value))
        break
      }
      case 'authUserGrantRole': {
        bytes += 2 + keep(reserve(), sizeAuthUserGrantRoleRequest(m.request.value))
        break
      }
      case 'authUserRevokeRole': {
        bytes += 2 + keep(reserve(), sizeAuthUserRevokeRoleRequest(m.request.value))
        break
      }
      case 'authUserList': {
        bytes += 2 + keep(reserve(), sizeAuthUserListRequest(m.request.value))
        break
      }
      case 'authRoleList': {
        bytes += 2 + keep(reserve(), sizeAuthRoleListRequest(m.request.value))
        break
      }
      case 'authRoleAdd': {
        bytes += 2 + keep(reserve(), sizeAuthRoleAddRequest(m.request.value))
        break
      }
      case 'authRoleDelete': {
        bytes += 2 + keep(reserve(), sizeAuthRoleDeleteRequest(m.request.value))
        break
      }
      case 'authRoleGet': {
        bytes += 2 + keep(reserve(), sizeAuthRoleGetRequest(m.request.value))
        break
      }
      case 'authRoleGrantPermission': {
        bytes += 2 + keep(reserve(), sizeAuthRoleGrantPermissionRequest(m.request.value))
        break
      }
      case 'authRoleRevokePermission': {
        bytes += 2 + keep(reserve(), sizeAuthRoleRevokePermissionRequest(m.request.value))
        break
      }
      case 'clusterVersionSet': {
        bytes += 2 + keep(reserve(), sizeClusterVersionSetRequest(m.request.value))
        break
      }
      case 'clusterMemberAttrSet': {
        bytes += 2 + keep(reserve(), sizeClusterMemberAttrSetRequest(m.request.value))
        break
      }
      case 'downgradeInfoSet': {
        bytes += 2 + keep(reserve(), sizeDowngradeInfoSetRequest(m.request.value))
        break
      }
      case 'downgradeVersionTest': {
        bytes += 3 + keep(reserve(), sizeDowngradeVersionTestRequest(m.request.value))
        break
      }
    }
  }
  return bytes
}

export function writeCommand(m: CommandInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 9
    at = writeFixed64(buffer, at, m.id)
  }
  if (m.term !== undefined && m.term !== 0n) {
    buffer[at++] = 17
    at = writeFixed64(buffer, at, m.term)
  }
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'range': {
        buffer[at++] = 26
        at = writeKept(buffer, at)
        at = writeRangeRequest(m.request.value, buffer, at)
        break
      }
      case 'put': {
        buffer[at++] = 34
        at = writeKept(buffer, at)
        at = writePutRequest(m.request.value, buffer, at)
        break
      }
      case 'deleteRange': {
        buffer[at++] = 42
        at = writeKept(buffer, at)
        at = writeDeleteRangeRequest(m.request.value, buffer, at)
        break
      }
      case 'txn': {
        buffer[at++] = 50
        at = writeKept(buffer, at)
        at = writeTxnRequest(m.request.value, buffer, at)
        break
      }
      case 'compaction': {
        buffer[at++] = 58
        at = writeKept(buffer, at)
        at = writeCompactionRequest(m.request.value, buffer, at)
        break
      }
      case 'leaseGrant': {
        buffer[at++] = 66
        at = writeKept(buffer, at)
        at = writeLeaseGrantRequest(m.request.value, buffer, at)
        break
      }
      case 'leaseRevoke': {
        buffer[at++] = 74
        at = writeKept(buffer, at)
        at = writeLeaseRevokeRequest(m.request.value, buffer, at)
        break
      }
      case 'alarm': {
        buffer[at++] = 82
        at = writeKept(buffer, at)
        at = writeAlarmRequest(m.request.value, buffer, at)
        break
      }
      case 'leaseCheckpoint': {
        buffer[at++] = 90
        at = writeKept(buffer, at)
        at = writeLeaseCheckpointRequest(m.request.value, buffer, at)
        break
      }
    }
  }
  if (m.header !== undefined) {
    buffer[at++] = 162
    buffer[at++] = 6
    at = writeKept(buffer, at)
    at = writeCommandHeader(m.header, buffer, at)
  }
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'authEnable': {
        buffer[at++] = 194
        buffer[at++] = 62
        at = writeKept(buffer, at)
        at = writeAuthEnableRequest(m.request.value, buffer, at)
        break
      }
      case 'authDisable': {
        buffer[at++] = 154
        buffer[at++] = 63
        at = writeKept(buffer, at)
        at = writeAuthDisableRequest(m.request.value, buffer, at)
        break
      }
      case 'authenticate': {
        buffer[at++] = 162
        buffer[at++] = 63
        at = writeKept(buffer, at)
        at = writeAuthenticateRequest(m.request.value, buffer, at)
        break
      }
      case 'authStatus': {
        buffer[at++] = 170
        buffer[at++] = 63
        at = writeKept(buffer, at)
        at = writeAuthStatusRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserAdd': {
        buffer[at++] = 226
        buffer[at++] = 68
        at = writeKept(buffer, at)
        at = writeAuthUserAddRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserDelete': {
        buffer[at++] = 234
        buffer[at++] = 68
        at = writeKept(buffer, at)
        at = writeAuthUserDeleteRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserGet': {
        buffer[at++] = 242
        buffer[at++] = 68
        at = writeKept(buffer, at)
        at = writeAuthUserGetRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserChangePassword': {
        buffer[at++] = 250
        buffer[at++] = 68
        at = writeKept(buffer, at)
        at = writeAuthUserChangePasswordRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserGrantRole': {
        buffer[at++] = 130
        buffer[at++] = 69
        at = writeKept(buffer, at)
        at = writeAuthUserGrantRoleRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserRevokeRole': {
        buffer[at++] = 138
        buffer[at++] = 69
        at = writeKept(buffer, at)
        at = writeAuthUserRevokeRoleRequest(m.request.value, buffer, at)
        break
      }
      case 'authUserList': {
        buffer[at++] = 146
        buffer[at++] = 69
        at = writeKept(buffer, at)
        at = writeAuthUserListRequest(m.request.value, buffer, at)
        break
      }
      case 'authRoleList': {
        buffer[at++] = 154
        buffer[at++] = 69
        at = writeKept(buffer, at)
        at = writeAuthRoleListRequest(m.request.value, buffer, at)
        break
      }
      case 'authRoleAdd': {
        buffer[at++] = 130
        buffer[at++] = 75
        at = writeKept(buffer, at)
        at = writeAuthRoleAddRequest(m.request.value, buffer, at)
        break
      }
      case 'authRoleDelete': {
        buffer[at++] = 138
        buffer[at++] = 75
        at = writeKept(buffer, at)
        at = writeAuthRoleDeleteRequest(m.request.value, buffer, at)
        break
      }
      case 'authRoleGet': {
        buffer[at++] = 146
        buffer[at++] = 75
        at = writeKept(buffer, at)
        at = writeAuthRoleGetRequest(m.request.value, buffer, at)
        break
      }
      case 'authRoleGrantPermission': {
        buffer[at++] = 154
        buffer[at++] = 75
        at = writeKept(buffer, at)
        at = writeAuthRoleGrantPermissionRequest(m.request.value, buffer, at)
        break
      }
      case 'authRoleRevokePermission': {
        buffer[at++] = 162
        buffer[at++] = 75
        at = writeKept(buffer, at)
        at = writeAuthRoleRevokePermissionRequest(m.request.value, buffer, at)
        break
      }
      case 'clusterVersionSet': {
        buffer[at++] = 162
        buffer[at++] = 81
        at = writeKept(buffer, at)
        at = writeClusterVersionSetRequest(m.request.value, buffer, at)
        break
      }
      case 'clusterMemberAttrSet': {
        buffer[at++] = 170
        buffer[at++] = 81
        at = writeKept(buffer, at)
        at = writeClusterMemberAttrSetRequest(m.request.value, buffer, at)
        break
      }
      case 'downgradeInfoSet': {
        buffer[at++] = 178
        buffer[at++] = 81
        at = writeKept(buffer, at)
        at = writeDowngradeInfoSetRequest(m.request.value, buffer, at)
        break
      }
      case 'downgradeVersionTest': {
        buffer[at++] = 226
        buffer[at++] = 234
        buffer[at++] = 4
        at = writeKept(buffer, at)
        at = writeDowngradeVersionTestRequest(m.request.value, buffer, at)
        break
      }
    }
  }
  return at
}

const fieldsOfCommand: FieldNames = {
  1: 'id',
  2: 'term',
  3: 'range',
  4: 'put',
  5: 'delete_range',
  6: 'txn',
  7: 'compaction',
  8: 'lease_grant',
  9: 'lease_revoke',
  10: 'alarm',
  11: 'lease_checkpoint',
  100: 'header',
  1000: 'auth_enable',
  1011: 'auth_disable',
  1012: 'authenticate',
  1013: 'auth_status',
  1100: 'auth_user_add',
  1101: 'auth_user_delete',
  1102: 'auth_user_get',
  1103: 'auth_user_change_password',
  1104: 'auth_user_grant_role',
  1105: 'auth_user_revoke_role',
  1106: 'auth_user_list',
  1107: 'auth_role_list',
  1200: 'auth_role_add',
  1201: 'auth_role_delete',
  1202: 'auth_role_get',
  1203: 'auth_role_grant_permission',
  1204: 'auth_role_revoke_permission',
  1300: 'cluster_version_set',
  1301: 'cluster_member_attr_set',
  1302: 'downgrade_info_set',
  9900: 'downgrade_version_test',
}

export function readCommand(r: Reader): Command {
  let id: bigint = 0n
  let term: bigint = 0n
  let header: CommandHeader | undefined
  let request: Command['request']

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 9:
        id = r.fixed64()
        break
      case 17:
        term = r.fixed64()
        break
      case 26: {
        const outer = r.enter()
        request = { case: 'range', value: readRangeRequest(r, request?.case === 'range' ? request.value : undefined) }
        r.leave(outer)
        break
      }
      case 34: {
        const outer = r.enter()
        request = { case: 'put', value: readPutRequest(r, request?.case === 'put' ? request.value : undefined) }
        r.leave(outer)
        break
      }
      case 42: {
        const outer = r.enter()
        request = {
          case: 'deleteRange',
          value: readDeleteRangeRequest(r, request?.case === 'deleteRange' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 50: {
        const outer = r.enter()
        request = { case: 'txn', value: readTxnRequest(r, request?.case === 'txn' ? request.value : undefined) }
        r.leave(outer)
        break
      }
      case 58: {
        const outer = r.enter()
        request = {
          case: 'compaction',
          value: readCompactionRequest(r, request?.case === 'compaction' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 66: {
        const outer = r.enter()
        request = {
          case: 'leaseGrant',
          value: readLeaseGrantRequest(r, request?.case === 'leaseGrant' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 74: {
        const outer = r.enter()
        request = {
          case: 'leaseRevoke',
          value: readLeaseRevokeRequest(r, request?.case === 'leaseRevoke' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 82: {
        const outer = r.enter()
        request = { case: 'alarm', value: readAlarmRequest(r, request?.case === 'alarm' ? request.value : undefined) }
        r.leave(outer)
        break
      }
      case 90: {
        const outer = r.enter()
        request = {
          case: 'leaseCheckpoint',
          value: readLeaseCheckpointRequest(r, request?.case === 'leaseCheckpoint' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 802: {
        const outer = r.enter()
        header = readCommandHeader(r, header)
        r.leave(outer)
        break
      }
      case 8002: {
        const outer = r.enter()
        request = {
          case: 'authEnable',
          value: readAuthEnableRequest(r, request?.case === 'authEnable' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8090: {
        const outer = r.enter()
        request = {
          case: 'authDisable',
          value: readAuthDisableRequest(r, request?.case === 'authDisable' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8098: {
        const outer = r.enter()
        request = {
          case: 'authenticate',
          value: readAuthenticateRequest(r, request?.case === 'authenticate' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8106: {
        const outer = r.enter()
        request = {
          case: 'authStatus',
          value: readAuthStatusRequest(r, request?.case === 'authStatus' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8802: {
        const outer = r.enter()
        request = {
          case: 'authUserAdd',
          value: readAuthUserAddRequest(r, request?.case === 'authUserAdd' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8810: {
        const outer = r.enter()
        request = {
          case: 'authUserDelete',
          value: readAuthUserDeleteRequest(r, request?.case === 'authUserDelete' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8818: {
        const outer = r.enter()
        request = {
          case: 'authUserGet',
          value: readAuthUserGetRequest(r, request?.case === 'authUserGet' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8826: {
        const outer = r.enter()
        request = {
          case: 'authUserChangePassword',
          value: readAuthUserChangePasswordRequest(
            r,
            request?.case === 'authUserChangePassword' ? request.value : undefined,
          ),
        }
        r.leave(outer)
        break
      }
      case 8834: {
        const outer = r.enter()
        request = {
          case: 'authUserGrantRole',
          value: readAuthUserGrantRoleRequest(r, request?.case === 'authUserGrantRole' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8842: {
        const outer = r.enter()
        request = {
          case: 'authUserRevokeRole',
          value: readAuthUserRevokeRoleRequest(r, request?.case === 'authUserRevokeRole' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8850: {
        const outer = r.enter()
        request = {
          case: 'authUserList',
          value: readAuthUserListRequest(r, request?.case === 'authUserList' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 8858: {
        const outer = r.enter()
        request = {
          case: 'authRoleList',
          value: readAuthRoleListRequest(r, request?.case === 'authRoleList' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 9602: {
        const outer = r.enter()
        request = {
          case: 'authRoleAdd',
          value: readAuthRoleAddRequest(r, request?.case === 'authRoleAdd' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 9610: {
        const outer = r.enter()
        request = {
          case: 'authRoleDelete',
          value: readAuthRoleDeleteRequest(r, request?.case === 'authRoleDelete' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 9618: {
        const outer = r.enter()
        request = {
          case: 'authRoleGet',
          value: readAuthRoleGetRequest(r, request?.case === 'authRoleGet' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 9626: {
        const outer = r.enter()
        request = {
          case: 'authRoleGrantPermission',
          value: readAuthRoleGrantPermissionRequest(
            r,
            request?.case === 'authRoleGrantPermission' ? request.value : undefined,
          ),
        }
        r.leave(outer)
        break
      }
      case 9634: {
        const outer = r.enter()
        request = {
          case: 'authRoleRevokePermission',
          value: readAuthRoleRevokePermissionRequest(
            r,
            request?.case === 'authRoleRevokePermission' ? request.value : undefined,
          ),
        }
        r.leave(outer)
        break
      }
      case 10402: {
        const outer = r.enter()
        request = {
          case: 'clusterVersionSet',
          value: readClusterVersionSetRequest(r, request?.case === 'clusterVersionSet' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 10410: {
        const outer = r.enter()
        request = {
          case: 'clusterMemberAttrSet',
          value: readClusterMemberAttrSetRequest(
            r,
            request?.case === 'clusterMemberAttrSet' ? request.value : undefined,
          ),
        }
        r.leave(outer)
        break
      }
      case 10418: {
        const outer = r.enter()
        request = {
          case: 'downgradeInfoSet',
          value: readDowngradeInfoSetRequest(r, request?.case === 'downgradeInfoSet' ? request.value : undefined),
        }
        r.leave(outer)
        break
      }
      case 79202: {
        const outer = r.enter()
        request = {
          case: 'downgradeVersionTest',
          value: readDowngradeVersionTestRequest(
            r,
            request?.case === 'downgradeVersionTest' ? request.value : undefined,
          ),
        }
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'keelson.raft.Command', fieldsOfCommand)
    }
  }
  return { id, term, header, request }
}

export function createCommand(init?: CommandInit): Command {
  return {
    id: init?.id ?? 0n,
    term: init?.term ?? 0n,
    header: init?.header === undefined ? undefined : createCommandHeader(init.header),
    request: createCommandCase(init?.request),
  }
}

function createCommandCase(init: CommandInit['request']): Command['request'] {
  if (init === undefined) return undefined
  switch (init.case) {
    case 'range':
      return { case: 'range', value: createRangeRequest(init.value) }
    case 'put':
      return { case: 'put', value: createPutRequest(init.value) }
    case 'deleteRange':
      return { case: 'deleteRange', value: createDeleteRangeRequest(init.value) }
    case 'txn':
      return { case: 'txn', value: createTxnRequest(init.value) }
    case 'compaction':
      return { case: 'compaction', value: createCompactionRequest(init.value) }
    case 'leaseGrant':
      return { case: 'leaseGrant', value: createLeaseGrantRequest(init.value) }
    case 'leaseRevoke':
      return { case: 'leaseRevoke', value: createLeaseRevokeRequest(init.value) }
    case 'alarm':
      return { case: 'alarm', value: createAlarmRequest(init.value) }
    case 'leaseCheckpoint':
      return { case: 'leaseCheckpoint', value: createLeaseCheckpointRequest(init.value) }
    case 'authEnable':
      return { case: 'authEnable', value: createAuthEnableRequest(init.value) }
    case 'authDisable':
      return { case: 'authDisable', value: createAuthDisableRequest(init.value) }
    case 'authenticate':
      return { case: 'authenticate', value: createAuthenticateRequest(init.value) }
    case 'authStatus':
      return { case: 'authStatus', value: createAuthStatusRequest(init.value) }
    case 'authUserAdd':
      return { case: 'authUserAdd', value: createAuthUserAddRequest(init.value) }
    case 'authUserDelete':
      return { case: 'authUserDelete', value: createAuthUserDeleteRequest(init.value) }
    case 'authUserGet':
      return { case: 'authUserGet', value: createAuthUserGetRequest(init.value) }
    case 'authUserChangePassword':
      return { case: 'authUserChangePassword', value: createAuthUserChangePasswordRequest(init.value) }
    case 'authUserGrantRole':
      return { case: 'authUserGrantRole', value: createAuthUserGrantRoleRequest(init.value) }
    case 'authUserRevokeRole':
      return { case: 'authUserRevokeRole', value: createAuthUserRevokeRoleRequest(init.value) }
    case 'authUserList':
      return { case: 'authUserList', value: createAuthUserListRequest(init.value) }
    case 'authRoleList':
      return { case: 'authRoleList', value: createAuthRoleListRequest(init.value) }
    case 'authRoleAdd':
      return { case: 'authRoleAdd', value: createAuthRoleAddRequest(init.value) }
    case 'authRoleDelete':
      return { case: 'authRoleDelete', value: createAuthRoleDeleteRequest(init.value) }
    case 'authRoleGet':
      return { case: 'authRoleGet', value: createAuthRoleGetRequest(init.value) }
    case 'authRoleGrantPermission':
      return { case: 'authRoleGrantPermission', value: createAuthRoleGrantPermissionRequest(init.value) }
    case 'authRoleRevokePermission':
      return { case: 'authRoleRevokePermission', value: createAuthRoleRevokePermissionRequest(init.value) }
    case 'clusterVersionSet':
      return { case: 'clusterVersionSet', value: createClusterVersionSetRequest(init.value) }
    case 'clusterMemberAttrSet':
      return { case: 'clusterMemberAttrSet', value: createClusterMemberAttrSetRequest(init.value) }
    case 'downgradeInfoSet':
      return { case: 'downgradeInfoSet', value: createDowngradeInfoSetRequest(init.value) }
    case 'downgradeVersionTest':
      return { case: 'downgradeVersionTest', value: createDowngradeVersionTestRequest(init.value) }
  }
}

export function toJsonCommand(m: CommandInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['id'] = String(m.id)
  if (m.term !== undefined && m.term !== 0n) json['term'] = String(m.term)
  if (m.header !== undefined) json['header'] = toJsonCommandHeader(m.header)
  if (m.request !== undefined) {
    switch (m.request.case) {
      case 'range':
        json['range'] = toJsonRangeRequest(m.request.value)
        break
      case 'put':
        json['put'] = toJsonPutRequest(m.request.value)
        break
      case 'deleteRange':
        json['delete_range'] = toJsonDeleteRangeRequest(m.request.value)
        break
      case 'txn':
        json['txn'] = toJsonTxnRequest(m.request.value)
        break
      case 'compaction':
        json['compaction'] = toJsonCompactionRequest(m.request.value)
        break
      case 'leaseGrant':
        json['lease_grant'] = toJsonLeaseGrantRequest(m.request.value)
        break
      case 'leaseRevoke':
        json['lease_revoke'] = toJsonLeaseRevokeRequest(m.request.value)
        break
      case 'alarm':
        json['alarm'] = toJsonAlarmRequest(m.request.value)
        break
      case 'leaseCheckpoint':
        json['lease_checkpoint'] = toJsonLeaseCheckpointRequest(m.request.value)
        break
      case 'authEnable':
        json['auth_enable'] = toJsonAuthEnableRequest(m.request.value)
        break
      case 'authDisable':
        json['auth_disable'] = toJsonAuthDisableRequest(m.request.value)
        break
      case 'authenticate':
        json['authenticate'] = toJsonAuthenticateRequest(m.request.value)
        break
      case 'authStatus':
        json['auth_status'] = toJsonAuthStatusRequest(m.request.value)
        break
      case 'authUserAdd':
        json['auth_user_add'] = toJsonAuthUserAddRequest(m.request.value)
        break
      case 'authUserDelete':
        json['auth_user_delete'] = toJsonAuthUserDeleteRequest(m.request.value)
        break
      case 'authUserGet':
        json['auth_user_get'] = toJsonAuthUserGetRequest(m.request.value)
        break
      case 'authUserChangePassword':
        json['auth_user_change_password'] = toJsonAuthUserChangePasswordRequest(m.request.value)
        break
      case 'authUserGrantRole':
        json['auth_user_grant_role'] = toJsonAuthUserGrantRoleRequest(m.request.value)
        break
      case 'authUserRevokeRole':
        json['auth_user_revoke_role'] = toJsonAuthUserRevokeRoleRequest(m.request.value)
        break
      case 'authUserList':
        json['auth_user_list'] = toJsonAuthUserListRequest(m.request.value)
        break
      case 'authRoleList':
        json['auth_role_list'] = toJsonAuthRoleListRequest(m.request.value)
        break
      case 'authRoleAdd':
        json['auth_role_add'] = toJsonAuthRoleAddRequest(m.request.value)
        break
      case 'authRoleDelete':
        json['auth_role_delete'] = toJsonAuthRoleDeleteRequest(m.request.value)
        break
      case 'authRoleGet':
        json['auth_role_get'] = toJsonAuthRoleGetRequest(m.request.value)
        break
      case 'authRoleGrantPermission':
        json['auth_role_grant_permission'] = toJsonAuthRoleGrantPermissionRequest(m.request.value)
        break
      case 'authRoleRevokePermission':
        json['auth_role_revoke_permission'] = toJsonAuthRoleRevokePermissionRequest(m.request.value)
        break
      case 'clusterVersionSet':
        json['cluster_version_set'] = toJsonClusterVersionSetRequest(m.request.value)
        break
      case 'clusterMemberAttrSet':
        json['cluster_member_attr_set'] = toJsonClusterMemberAttrSetRequest(m.request.value)
        break
      case 'downgradeInfoSet':
        json['downgrade_info_set'] = toJsonDowngradeInfoSetRequest(m.request.value)
        break
      case 'downgradeVersionTest':
        json['downgrade_version_test'] = toJsonDowngradeVersionTestRequest(m.request.value)
        break
    }
  }
  return json
}

export function fromJsonCommand(json: unknown, depth = 0): Command {
  const from = fromObject(json, 'keelson.raft.Command', depth)
  let request: Command['request']
  const json3 = pick(from, 'range', 'range')
  if (json3 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.range')
    request = { case: 'range', value: fromJsonRangeRequest(json3, depth + 1) }
  }
  const json4 = pick(from, 'put', 'put')
  if (json4 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.put')
    request = { case: 'put', value: fromJsonPutRequest(json4, depth + 1) }
  }
  const json5 = pick(from, 'delete_range', 'deleteRange')
  if (json5 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.delete_range')
    request = { case: 'deleteRange', value: fromJsonDeleteRangeRequest(json5, depth + 1) }
  }
  const json6 = pick(from, 'txn', 'txn')
  if (json6 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.txn')
    request = { case: 'txn', value: fromJsonTxnRequest(json6, depth + 1) }
  }
  const json7 = pick(from, 'compaction', 'compaction')
  if (json7 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.compaction')
    request = { case: 'compaction', value: fromJsonCompactionRequest(json7, depth + 1) }
  }
  const json8 = pick(from, 'lease_grant', 'leaseGrant')
  if (json8 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.lease_grant')
    request = { case: 'leaseGrant', value: fromJsonLeaseGrantRequest(json8, depth + 1) }
  }
  const json9 = pick(from, 'lease_revoke', 'leaseRevoke')
  if (json9 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.lease_revoke')
    request = { case: 'leaseRevoke', value: fromJsonLeaseRevokeRequest(json9, depth + 1) }
  }
  const json10 = pick(from, 'alarm', 'alarm')
  if (json10 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.alarm')
    request = { case: 'alarm', value: fromJsonAlarmRequest(json10, depth + 1) }
  }
  const json11 = pick(from, 'lease_checkpoint', 'leaseCheckpoint')
  if (json11 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.lease_checkpoint')
    request = { case: 'leaseCheckpoint', value: fromJsonLeaseCheckpointRequest(json11, depth + 1) }
  }
  const json1000 = pick(from, 'auth_enable', 'authEnable')
  if (json1000 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_enable')
    request = { case: 'authEnable', value: fromJsonAuthEnableRequest(json1000, depth + 1) }
  }
  const json1011 = pick(from, 'auth_disable', 'authDisable')
  if (json1011 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_disable')
    request = { case: 'authDisable', value: fromJsonAuthDisableRequest(json1011, depth + 1) }
  }
  const json1012 = pick(from, 'authenticate', 'authenticate')
  if (json1012 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.authenticate')
    request = { case: 'authenticate', value: fromJsonAuthenticateRequest(json1012, depth + 1) }
  }
  const json1013 = pick(from, 'auth_status', 'authStatus')
  if (json1013 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_status')
    request = { case: 'authStatus', value: fromJsonAuthStatusRequest(json1013, depth + 1) }
  }
  const json1100 = pick(from, 'auth_user_add', 'authUserAdd')
  if (json1100 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_add')
    request = { case: 'authUserAdd', value: fromJsonAuthUserAddRequest(json1100, depth + 1) }
  }
  const json1101 = pick(from, 'auth_user_delete', 'authUserDelete')
  if (json1101 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_delete')
    request = { case: 'authUserDelete', value: fromJsonAuthUserDeleteRequest(json1101, depth + 1) }
  }
  const json1102 = pick(from, 'auth_user_get', 'authUserGet')
  if (json1102 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_get')
    request = { case: 'authUserGet', value: fromJsonAuthUserGetRequest(json1102, depth + 1) }
  }
  const json1103 = pick(from, 'auth_user_change_password', 'authUserChangePassword')
  if (json1103 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_change_password')
    request = { case: 'authUserChangePassword', value: fromJsonAuthUserChangePasswordRequest(json1103, depth + 1) }
  }
  const json1104 = pick(from, 'auth_user_grant_role', 'authUserGrantRole')
  if (json1104 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_grant_role')
    request = { case: 'authUserGrantRole', value: fromJsonAuthUserGrantRoleRequest(json1104, depth + 1) }
  }
  const json1105 = pick(from, 'auth_user_revoke_role', 'authUserRevokeRole')
  if (json1105 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_revoke_role')
    request = { case: 'authUserRevokeRole', value: fromJsonAuthUserRevokeRoleRequest(json1105, depth + 1) }
  }
  const json1106 = pick(from, 'auth_user_list', 'authUserList')
  if (json1106 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_user_list')
    request = { case: 'authUserList', value: fromJsonAuthUserListRequest(json1106, depth + 1) }
  }
  const json1107 = pick(from, 'auth_role_list', 'authRoleList')
  if (json1107 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_role_list')
    request = { case: 'authRoleList', value: fromJsonAuthRoleListRequest(json1107, depth + 1) }
  }
  const json1200 = pick(from, 'auth_role_add', 'authRoleAdd')
  if (json1200 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_role_add')
    request = { case: 'authRoleAdd', value: fromJsonAuthRoleAddRequest(json1200, depth + 1) }
  }
  const json1201 = pick(from, 'auth_role_delete', 'authRoleDelete')
  if (json1201 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_role_delete')
    request = { case: 'authRoleDelete', value: fromJsonAuthRoleDeleteRequest(json1201, depth + 1) }
  }
  const json1202 = pick(from, 'auth_role_get', 'authRoleGet')
  if (json1202 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_role_get')
    request = { case: 'authRoleGet', value: fromJsonAuthRoleGetRequest(json1202, depth + 1) }
  }
  const json1203 = pick(from, 'auth_role_grant_permission', 'authRoleGrantPermission')
  if (json1203 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_role_grant_permission')
    request = { case: 'authRoleGrantPermission', value: fromJsonAuthRoleGrantPermissionRequest(json1203, depth + 1) }
  }
  const json1204 = pick(from, 'auth_role_revoke_permission', 'authRoleRevokePermission')
  if (json1204 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.auth_role_revoke_permission')
    request = { case: 'authRoleRevokePermission', value: fromJsonAuthRoleRevokePermissionRequest(json1204, depth + 1) }
  }
  const json1300 = pick(from, 'cluster_version_set', 'clusterVersionSet')
  if (json1300 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.cluster_version_set')
    request = { case: 'clusterVersionSet', value: fromJsonClusterVersionSetRequest(json1300, depth + 1) }
  }
  const json1301 = pick(from, 'cluster_member_attr_set', 'clusterMemberAttrSet')
  if (json1301 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.cluster_member_attr_set')
    request = { case: 'clusterMemberAttrSet', value: fromJsonClusterMemberAttrSetRequest(json1301, depth + 1) }
  }
  const json1302 = pick(from, 'downgrade_info_set', 'downgradeInfoSet')
  if (json1302 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.downgrade_info_set')
    request = { case: 'downgradeInfoSet', value: fromJsonDowngradeInfoSetRequest(json1302, depth + 1) }
  }
  const json9900 = pick(from, 'downgrade_version_test', 'downgradeVersionTest')
  if (json9900 !== undefined) {
    refuseSecond(request, 'keelson.raft.Command.downgrade_version_test')
    request = { case: 'downgradeVersionTest', value: fromJsonDowngradeVersionTestRequest(json9900, depth + 1) }
  }
  return {
    id: fromUint64(pick(from, 'id', 'id'), 'keelson.raft.Command.id'),
    term: fromUint64(pick(from, 'term', 'term'), 'keelson.raft.Command.term'),
    header: optional(pick(from, 'header', 'header'), (value) => fromJsonCommandHeader(value, depth + 1)),
    request,
  }
}

/** On whose behalf a command runs. Applying checks it again: rights may have changed between the proposal and its turn. */
export interface CommandHeader {
  readonly username: string
  /** Revision of the auth store that the proposer checked against. */
  readonly authRevision: number
}

/** To be encoded: what is missing has its default. */
export interface CommandHeaderInit {
  readonly username?: string | undefined
  readonly authRevision?: number | undefined
}

export const CommandHeader: Codec<CommandHeader, CommandHeaderInit> = {
  typeName: 'keelson.raft.CommandHeader',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeCommandHeader(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeCommandHeader(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeCommandHeader(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeCommandHeader(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeCommandHeader(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readCommandHeader(new Reader(buffer, start, end))
  },
  create: createCommandHeader,
  toJson: toJsonCommandHeader,
  fromJson: (json) => fromJsonCommandHeader(json),
}

export function sizeCommandHeader(m: CommandHeaderInit): number {
  let bytes = 0
  if (m.username !== undefined && m.username !== '') {
    bytes += 1 + sizeUtf8(m.username)
  }
  if (m.authRevision !== undefined && m.authRevision !== 0) {
    bytes += 1 + sizeNumber(m.authRevision)
  }
  return bytes
}

export function writeCommandHeader(m: CommandHeaderInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.username !== undefined && m.username !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.username)
  }
  if (m.authRevision !== undefined && m.authRevision !== 0) {
    buffer[at++] = 24
    at = writeNumber(buffer, at, m.authRevision)
  }
  return at
}

const fieldsOfCommandHeader: FieldNames = { 2: 'username', 3: 'auth_revision' }

/** A field that comes twice continues the message that came first: `from`. */
export function readCommandHeader(r: Reader, from?: CommandHeader): CommandHeader {
  let username: string = ''
  let authRevision: number = 0
  if (from !== undefined) {
    username = from.username
    authRevision = from.authRevision
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 18:
        username = r.utf8()
        break
      case 24:
        authRevision = r.uint64Number()
        break
      default:
        r.skip(tag, 'keelson.raft.CommandHeader', fieldsOfCommandHeader)
    }
  }
  return { username, authRevision }
}

export function createCommandHeader(init?: CommandHeaderInit): CommandHeader {
  return {
    username: init?.username ?? '',
    authRevision: init?.authRevision ?? 0,
  }
}

export function toJsonCommandHeader(m: CommandHeaderInit): JsonObject {
  const json: JsonObject = {}
  if (m.username !== undefined && m.username !== '') json['username'] = m.username
  if (m.authRevision !== undefined && m.authRevision !== 0) json['auth_revision'] = String(m.authRevision)
  return json
}

export function fromJsonCommandHeader(json: unknown, depth = 0): CommandHeader {
  const from = fromObject(json, 'keelson.raft.CommandHeader', depth)

  return {
    username: fromText(pick(from, 'username', 'username'), 'keelson.raft.CommandHeader.username'),
    authRevision: fromUint64Number(
      pick(from, 'auth_revision', 'authRevision'),
      'keelson.raft.CommandHeader.auth_revision',
    ),
  }
}

/** The leader's word on which version all members can speak. */
export interface ClusterVersionSetRequest {
  /** Semantic version, `3.7.0`. */
  readonly ver: string
}

/** To be encoded: what is missing has its default. */
export interface ClusterVersionSetRequestInit {
  readonly ver?: string | undefined
}

export const ClusterVersionSetRequest: Codec<ClusterVersionSetRequest, ClusterVersionSetRequestInit> = {
  typeName: 'keelson.raft.ClusterVersionSetRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeClusterVersionSetRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeClusterVersionSetRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeClusterVersionSetRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeClusterVersionSetRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeClusterVersionSetRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readClusterVersionSetRequest(new Reader(buffer, start, end))
  },
  create: createClusterVersionSetRequest,
  toJson: toJsonClusterVersionSetRequest,
  fromJson: (json) => fromJsonClusterVersionSetRequest(json),
}

export function sizeClusterVersionSetRequest(m: ClusterVersionSetRequestInit): number {
  let bytes = 0
  if (m.ver !== undefined && m.ver !== '') {
    bytes += 1 + sizeUtf8(m.ver)
  }
  return bytes
}

export function writeClusterVersionSetRequest(m: ClusterVersionSetRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.ver !== undefined && m.ver !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.ver)
  }
  return at
}

const fieldsOfClusterVersionSetRequest: FieldNames = { 1: 'ver' }

/** A field that comes twice continues the message that came first: `from`. */
export function readClusterVersionSetRequest(r: Reader, from?: ClusterVersionSetRequest): ClusterVersionSetRequest {
  let ver: string = ''
  if (from !== undefined) {
    ver = from.ver
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        ver = r.utf8()
        break
      default:
        r.skip(tag, 'keelson.raft.ClusterVersionSetRequest', fieldsOfClusterVersionSetRequest)
    }
  }
  return { ver }
}

export function createClusterVersionSetRequest(init?: ClusterVersionSetRequestInit): ClusterVersionSetRequest {
  return {
    ver: init?.ver ?? '',
  }
}

export function toJsonClusterVersionSetRequest(m: ClusterVersionSetRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.ver !== undefined && m.ver !== '') json['ver'] = m.ver
  return json
}

export function fromJsonClusterVersionSetRequest(json: unknown, depth = 0): ClusterVersionSetRequest {
  const from = fromObject(json, 'keelson.raft.ClusterVersionSetRequest', depth)

  return {
    ver: fromText(pick(from, 'ver', 'ver'), 'keelson.raft.ClusterVersionSetRequest.ver'),
  }
}

/** What a member tells about itself once it has started. */
export interface ClusterMemberAttrSetRequest {
  readonly memberId: bigint
  readonly memberAttributes: MemberAttributes | undefined
}

/** To be encoded: what is missing has its default. */
export interface ClusterMemberAttrSetRequestInit {
  readonly memberId?: bigint | undefined
  readonly memberAttributes?: MemberAttributesInit | undefined
}

export const ClusterMemberAttrSetRequest: Codec<ClusterMemberAttrSetRequest, ClusterMemberAttrSetRequestInit> = {
  typeName: 'keelson.raft.ClusterMemberAttrSetRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeClusterMemberAttrSetRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeClusterMemberAttrSetRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeClusterMemberAttrSetRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeClusterMemberAttrSetRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeClusterMemberAttrSetRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readClusterMemberAttrSetRequest(new Reader(buffer, start, end))
  },
  create: createClusterMemberAttrSetRequest,
  toJson: toJsonClusterMemberAttrSetRequest,
  fromJson: (json) => fromJsonClusterMemberAttrSetRequest(json),
}

export function sizeClusterMemberAttrSetRequest(m: ClusterMemberAttrSetRequestInit): number {
  let bytes = 0
  if (m.memberId !== undefined && m.memberId !== 0n) {
    bytes += 1 + sizeBigint(m.memberId)
  }
  if (m.memberAttributes !== undefined) {
    bytes += 1 + keep(reserve(), sizeMemberAttributes(m.memberAttributes))
  }
  return bytes
}

export function writeClusterMemberAttrSetRequest(
  m: ClusterMemberAttrSetRequestInit,
  buffer: Buffer,
  start: number,
): number {
  let at = start
  if (m.memberId !== undefined && m.memberId !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.memberId)
  }
  if (m.memberAttributes !== undefined) {
    buffer[at++] = 18
    at = writeKept(buffer, at)
    at = writeMemberAttributes(m.memberAttributes, buffer, at)
  }
  return at
}

const fieldsOfClusterMemberAttrSetRequest: FieldNames = { 1: 'member_ID', 2: 'member_attributes' }

/** A field that comes twice continues the message that came first: `from`. */
export function readClusterMemberAttrSetRequest(
  r: Reader,
  from?: ClusterMemberAttrSetRequest,
): ClusterMemberAttrSetRequest {
  let memberId: bigint = 0n
  let memberAttributes: MemberAttributes | undefined
  if (from !== undefined) {
    memberId = from.memberId
    memberAttributes = from.memberAttributes
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        memberId = r.uint64()
        break
      case 18: {
        const outer = r.enter()
        memberAttributes = readMemberAttributes(r, memberAttributes)
        r.leave(outer)
        break
      }
      default:
        r.skip(tag, 'keelson.raft.ClusterMemberAttrSetRequest', fieldsOfClusterMemberAttrSetRequest)
    }
  }
  return { memberId, memberAttributes }
}

export function createClusterMemberAttrSetRequest(init?: ClusterMemberAttrSetRequestInit): ClusterMemberAttrSetRequest {
  return {
    memberId: init?.memberId ?? 0n,
    memberAttributes: init?.memberAttributes === undefined ? undefined : createMemberAttributes(init.memberAttributes),
  }
}

export function toJsonClusterMemberAttrSetRequest(m: ClusterMemberAttrSetRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.memberId !== undefined && m.memberId !== 0n) json['member_ID'] = String(m.memberId)
  if (m.memberAttributes !== undefined) json['member_attributes'] = toJsonMemberAttributes(m.memberAttributes)
  return json
}

export function fromJsonClusterMemberAttrSetRequest(json: unknown, depth = 0): ClusterMemberAttrSetRequest {
  const from = fromObject(json, 'keelson.raft.ClusterMemberAttrSetRequest', depth)

  return {
    memberId: fromUint64(pick(from, 'member_ID', 'memberID'), 'keelson.raft.ClusterMemberAttrSetRequest.member_ID'),
    memberAttributes: optional(pick(from, 'member_attributes', 'memberAttributes'), (value) =>
      fromJsonMemberAttributes(value, depth + 1),
    ),
  }
}

export interface MemberAttributes {
  readonly name: string
  /** Where clients reach this member. */
  readonly clientUrls: readonly string[]
}

/** To be encoded: what is missing has its default. */
export interface MemberAttributesInit {
  readonly name?: string | undefined
  readonly clientUrls?: readonly string[] | undefined
}

export const MemberAttributes: Codec<MemberAttributes, MemberAttributesInit> = {
  typeName: 'keelson.raft.MemberAttributes',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberAttributes(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberAttributes(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberAttributes(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberAttributes(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberAttributes(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberAttributes(new Reader(buffer, start, end))
  },
  create: createMemberAttributes,
  toJson: toJsonMemberAttributes,
  fromJson: (json) => fromJsonMemberAttributes(json),
}

export function sizeMemberAttributes(m: MemberAttributesInit): number {
  let bytes = 0
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.clientUrls !== undefined) {
    for (const item of m.clientUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  return bytes
}

export function writeMemberAttributes(m: MemberAttributesInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 10
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.clientUrls !== undefined) {
    for (const item of m.clientUrls) {
      buffer[at++] = 18
      at = writeUtf8(buffer, at, item)
    }
  }
  return at
}

const fieldsOfMemberAttributes: FieldNames = { 1: 'name', 2: 'client_urls' }

/** A field that comes twice continues the message that came first: `from`. */
export function readMemberAttributes(r: Reader, from?: MemberAttributes): MemberAttributes {
  let name: string = ''
  const clientUrls: string[] = from === undefined ? [] : (from.clientUrls as string[])
  if (from !== undefined) {
    name = from.name
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 10:
        name = r.utf8()
        break
      case 18:
        clientUrls.push(r.utf8())
        break
      default:
        r.skip(tag, 'keelson.raft.MemberAttributes', fieldsOfMemberAttributes)
    }
  }
  return { name, clientUrls }
}

export function createMemberAttributes(init?: MemberAttributesInit): MemberAttributes {
  return {
    name: init?.name ?? '',
    clientUrls: [...(init?.clientUrls ?? [])],
  }
}

export function toJsonMemberAttributes(m: MemberAttributesInit): JsonObject {
  const json: JsonObject = {}
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.clientUrls !== undefined && m.clientUrls.length > 0) json['client_urls'] = m.clientUrls.map((item) => item)
  return json
}

export function fromJsonMemberAttributes(json: unknown, depth = 0): MemberAttributes {
  const from = fromObject(json, 'keelson.raft.MemberAttributes', depth)

  return {
    name: fromText(pick(from, 'name', 'name'), 'keelson.raft.MemberAttributes.name'),
    clientUrls: fromList(
      pick(from, 'client_urls', 'clientUrls'),
      'keelson.raft.MemberAttributes.client_urls',
      fromText,
    ),
  }
}

export interface DowngradeInfoSetRequest {
  readonly enabled: boolean
  /** Target of the downgrade. */
  readonly ver: string
}

/** To be encoded: what is missing has its default. */
export interface DowngradeInfoSetRequestInit {
  readonly enabled?: boolean | undefined
  readonly ver?: string | undefined
}

export const DowngradeInfoSetRequest: Codec<DowngradeInfoSetRequest, DowngradeInfoSetRequestInit> = {
  typeName: 'keelson.raft.DowngradeInfoSetRequest',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeDowngradeInfoSetRequest(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeDowngradeInfoSetRequest(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeDowngradeInfoSetRequest(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeDowngradeInfoSetRequest(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeDowngradeInfoSetRequest(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readDowngradeInfoSetRequest(new Reader(buffer, start, end))
  },
  create: createDowngradeInfoSetRequest,
  toJson: toJsonDowngradeInfoSetRequest,
  fromJson: (json) => fromJsonDowngradeInfoSetRequest(json),
}

export function sizeDowngradeInfoSetRequest(m: DowngradeInfoSetRequestInit): number {
  let bytes = 0
  if (m.enabled !== undefined && m.enabled) {
    bytes += 1 + 1
  }
  if (m.ver !== undefined && m.ver !== '') {
    bytes += 1 + sizeUtf8(m.ver)
  }
  return bytes
}

export function writeDowngradeInfoSetRequest(m: DowngradeInfoSetRequestInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.enabled !== undefined && m.enabled) {
    buffer[at++] = 8
    at = writeBool(buffer, at, m.enabled)
  }
  if (m.ver !== undefined && m.ver !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.ver)
  }
  return at
}

const fieldsOfDowngradeInfoSetRequest: FieldNames = { 1: 'enabled', 2: 'ver' }

/** A field that comes twice continues the message that came first: `from`. */
export function readDowngradeInfoSetRequest(r: Reader, from?: DowngradeInfoSetRequest): DowngradeInfoSetRequest {
  let enabled: boolean = false
  let ver: string = ''
  if (from !== undefined) {
    enabled = from.enabled
    ver = from.ver
  }
  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        enabled = r.bool()
        break
      case 18:
        ver = r.utf8()
        break
      default:
        r.skip(tag, 'keelson.raft.DowngradeInfoSetRequest', fieldsOfDowngradeInfoSetRequest)
    }
  }
  return { enabled, ver }
}

export function createDowngradeInfoSetRequest(init?: DowngradeInfoSetRequestInit): DowngradeInfoSetRequest {
  return {
    enabled: init?.enabled ?? false,
    ver: init?.ver ?? '',
  }
}

export function toJsonDowngradeInfoSetRequest(m: DowngradeInfoSetRequestInit): JsonObject {
  const json: JsonObject = {}
  if (m.enabled !== undefined && m.enabled) json['enabled'] = m.enabled
  if (m.ver !== undefined && m.ver !== '') json['ver'] = m.ver
  return json
}

export function fromJsonDowngradeInfoSetRequest(json: unknown, depth = 0): DowngradeInfoSetRequest {
  const from = fromObject(json, 'keelson.raft.DowngradeInfoSetRequest', depth)

  return {
    enabled: fromBool(pick(from, 'enabled', 'enabled'), 'keelson.raft.DowngradeInfoSetRequest.enabled'),
    ver: fromText(pick(from, 'ver', 'ver'), 'keelson.raft.DowngradeInfoSetRequest.ver'),
  }
}

/** Payload beside a Raft configuration change: the member behind the id that joins, leaves, moves or is promoted. */
export interface MemberChange {
  readonly id: bigint
  readonly name: string
  readonly peerUrls: readonly string[]
  readonly clientUrls: readonly string[]
  readonly isLearner: boolean
  /** A learner becomes a voter; its other attributes stay as they are. */
  readonly promote: boolean
}

/** To be encoded: what is missing has its default. */
export interface MemberChangeInit {
  readonly id?: bigint | undefined
  readonly name?: string | undefined
  readonly peerUrls?: readonly string[] | undefined
  readonly clientUrls?: readonly string[] | undefined
  readonly isLearner?: boolean | undefined
  readonly promote?: boolean | undefined
}

export const MemberChange: Codec<MemberChange, MemberChangeInit> = {
  typeName: 'keelson.raft.MemberChange',
  encode(message, headroom = 0) {
    rewind()
    const end = headroom + sizeMemberChange(message)
    rewind()
    const buffer = Buffer.allocUnsafe(end)
    checkEnd(writeMemberChange(message, buffer, headroom), end)
    return buffer
  },
  size(message) {
    rewind()
    return sizeMemberChange(message)
  },
  encodeInto(message, buffer, at) {
    rewind()
    const end = at + sizeMemberChange(message)
    checkRoom(buffer, at, end)
    rewind()
    checkEnd(writeMemberChange(message, buffer, at), end)
    return end
  },
  decode(buffer, start = 0, end = buffer.length) {
    return readMemberChange(new Reader(buffer, start, end))
  },
  create: createMemberChange,
  toJson: toJsonMemberChange,
  fromJson: (json) => fromJsonMemberChange(json),
}

export function sizeMemberChange(m: MemberChangeInit): number {
  let bytes = 0
  if (m.id !== undefined && m.id !== 0n) {
    bytes += 1 + sizeBigint(m.id)
  }
  if (m.name !== undefined && m.name !== '') {
    bytes += 1 + sizeUtf8(m.name)
  }
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.clientUrls !== undefined) {
    for (const item of m.clientUrls) {
      bytes += 1 + sizeUtf8(item)
    }
  }
  if (m.isLearner !== undefined && m.isLearner) {
    bytes += 1 + 1
  }
  if (m.promote !== undefined && m.promote) {
    bytes += 1 + 1
  }
  return bytes
}

export function writeMemberChange(m: MemberChangeInit, buffer: Buffer, start: number): number {
  let at = start
  if (m.id !== undefined && m.id !== 0n) {
    buffer[at++] = 8
    at = writeBigint(buffer, at, m.id)
  }
  if (m.name !== undefined && m.name !== '') {
    buffer[at++] = 18
    at = writeUtf8(buffer, at, m.name)
  }
  if (m.peerUrls !== undefined) {
    for (const item of m.peerUrls) {
      buffer[at++] = 26
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.clientUrls !== undefined) {
    for (const item of m.clientUrls) {
      buffer[at++] = 34
      at = writeUtf8(buffer, at, item)
    }
  }
  if (m.isLearner !== undefined && m.isLearner) {
    buffer[at++] = 40
    at = writeBool(buffer, at, m.isLearner)
  }
  if (m.promote !== undefined && m.promote) {
    buffer[at++] = 48
    at = writeBool(buffer, at, m.promote)
  }
  return at
}

const fieldsOfMemberChange: FieldNames = {
  1: 'ID',
  2: 'name',
  3: 'peerURLs',
  4: 'clientURLs',
  5: 'isLearner',
  6: 'promote',
}

export function readMemberChange(r: Reader): MemberChange {
  let id: bigint = 0n
  let name: string = ''
  const peerUrls: string[] = []
  const clientUrls: string[] = []
  let isLearner: boolean = false
  let promote: boolean = false

  while (r.position < r.end) {
    const tag = r.tag()
    switch (tag) {
      case 8:
        id = r.uint64()
        break
      case 18:
        name = r.utf8()
        break
      case 26:
        peerUrls.push(r.utf8())
        break
      case 34:
        clientUrls.push(r.utf8())
        break
      case 40:
        isLearner = r.bool()
        break
      case 48:
        promote = r.bool()
        break
      default:
        r.skip(tag, 'keelson.raft.MemberChange', fieldsOfMemberChange)
    }
  }
  return { id, name, peerUrls, clientUrls, isLearner, promote }
}

export function createMemberChange(init?: MemberChangeInit): MemberChange {
  return {
    id: init?.id ?? 0n,
    name: init?.name ?? '',
    peerUrls: [...(init?.peerUrls ?? [])],
    clientUrls: [...(init?.clientUrls ?? [])],
    isLearner: init?.isLearner ?? false,
    promote: init?.promote ?? false,
  }
}

export function toJsonMemberChange(m: MemberChangeInit): JsonObject {
  const json: JsonObject = {}
  if (m.id !== undefined && m.id !== 0n) json['ID'] = String(m.id)
  if (m.name !== undefined && m.name !== '') json['name'] = m.name
  if (m.peerUrls !== undefined && m.peerUrls.length > 0) json['peerURLs'] = m.peerUrls.map((item) => item)
  if (m.clientUrls !== undefined && m.clientUrls.length > 0) json['clientURLs'] = m.clientUrls.map((item) => item)
  if (m.isLearner !== undefined && m.isLearner) json['isLearner'] = m.isLearner
  if (m.promote !== undefined && m.promote) json['promote'] = m.promote
  return json
}

export function fromJsonMemberChange(json: unknown, depth = 0): MemberChange {
  const from = fromObject(json, 'keelson.raft.MemberChange', depth)

  return {
    id: fromUint64(pick(from, 'ID', 'ID'), 'keelson.raft.MemberChange.ID'),
    name: fromText(pick(from, 'name', 'name'), 'keelson.raft.MemberChange.name'),
    peerUrls: fromList(pick(from, 'peerURLs', 'peerURLs'), 'keelson.raft.MemberChange.peerURLs', fromText),
    clientUrls: fromList(pick(from, 'clientURLs', 'clientURLs'), 'keelson.raft.MemberChange.clientURLs', fromText),
    isLearner: fromBool(pick(from, 'isLearner', 'isLearner'), 'keelson.raft.MemberChange.isLearner'),
    promote: fromBool(pick(from, 'promote', 'promote'), 'keelson.raft.MemberChange.promote'),
  }
}
