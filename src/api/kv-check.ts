/**
 * What makes a KV request wrong before anything is read or written: the first thing wrong, in etcd's order.
 */
import { RequestError } from '../base/errors.ts'
import type {
  DeleteRangeRequest,
  PutRequest,
  RangeRequest,
  RequestOp,
  TxnRequest,
} from '../generated/etcdserverpb/kv.ts'
import { SortOrder, SortTarget } from '../generated/etcdserverpb/kv.ts'
import { putsCollide } from './txn-keys.ts'

export function checkRange(request: RangeRequest): RequestError | undefined {
  if (request.key.length === 0) return new RequestError('EmptyKey')
  if (!isSortOrder(request.sortOrder) || !isSortTarget(request.sortTarget)) return new RequestError('InvalidSortOption')
  return undefined
}

function isSortOrder(order: number): boolean {
  return order >= SortOrder.NONE && order <= SortOrder.DESCEND
}

function isSortTarget(target: number): boolean {
  return target >= SortTarget.KEY && target <= SortTarget.VALUE
}

/** A streamed range comes in key order as it is read, so nothing that needs all of it first can be asked for. */
export function checkRangeStream(request: RangeRequest): RequestError | undefined {
  const wrong = checkRange(request)
  if (wrong !== undefined) return wrong
  const keyOrder = request.sortOrder === SortOrder.ASCEND && request.sortTarget === SortTarget.KEY
  if (request.sortOrder !== SortOrder.NONE && !keyOrder) return new RequestError('RangeStreamSort')
  if (
    request.minModRevision !== 0 ||
    request.maxModRevision !== 0 ||
    request.minCreateRevision !== 0 ||
    request.maxCreateRevision !== 0
  ) {
    return new RequestError('RangeStreamFilter')
  }
  return undefined
}

export function checkPut(request: PutRequest): RequestError | undefined {
  if (request.key.length === 0) return new RequestError('EmptyKey')
  if (request.ignoreValue && request.value.length !== 0) return new RequestError('ValueProvided')
  if (request.ignoreLease && request.lease !== 0n) return new RequestError('LeaseProvided')
  return undefined
}

export function checkDeleteRange(request: DeleteRangeRequest): RequestError | undefined {
  return request.key.length === 0 ? new RequestError('EmptyKey') : undefined
}

/**
 * The limit of operations shrinks on the way down: a nested transaction gets what the longest of its parent's lists left.
 * Keys written twice are looked for last, over both branches, taken or not.
 */
export function checkTxn(request: TxnRequest, opsMax: number): RequestError | undefined {
  const wrong = checkTxnOps(request, opsMax)
  if (wrong !== undefined) return wrong
  return putsCollide(request.success) || putsCollide(request.failure) ? new RequestError('DuplicateKey') : undefined
}

function checkTxnOps(request: TxnRequest, opsMax: number): RequestError | undefined {
  const ops = Math.max(request.compare.length, request.success.length, request.failure.length)
  if (ops > opsMax) return new RequestError('TooManyOps')
  for (const compare of request.compare) {
    if (compare.key.length === 0) return new RequestError('EmptyKey')
  }
  return checkOps(request.success, opsMax - ops) ?? checkOps(request.failure, opsMax - ops)
}

function checkOps(ops: readonly RequestOp[], nestedOpsMax: number): RequestError | undefined {
  for (const op of ops) {
    const wrong = checkOp(op, nestedOpsMax)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function checkOp({ request }: RequestOp, nestedOpsMax: number): RequestError | undefined {
  switch (request?.case) {
    case 'requestRange':
      return checkRange(request.value)
    case 'requestPut':
      return checkPut(request.value)
    case 'requestDeleteRange':
      return checkDeleteRange(request.value)
    case 'requestTxn':
      return checkTxnOps(request.value, nestedOpsMax)
    case undefined:
      return new RequestError('KeyNotFound')
  }
}

/** A transaction of plain reads is not replicated. A nested one makes it a write, even one that only reads. */
export function isReadOnly(request: TxnRequest): boolean {
  return request.success.every(isRange) && request.failure.every(isRange)
}

function isRange(op: RequestOp): boolean {
  return op.request?.case === 'requestRange'
}

/** Whether a read-only transaction is content with local state; one without operations is. */
export function isSerializable(request: TxnRequest): boolean {
  return request.success.every(isSerializableRange) && request.failure.every(isSerializableRange)
}

function isSerializableRange({ request }: RequestOp): boolean {
  return request?.case === 'requestRange' && request.value.serializable
}
