/**
 * Transactions as data: what to compare, what to do then, what otherwise.
 *
 *   await client.kv.txn({
 *     compare: [compare.version('lock', '=', 0)],
 *     success: [op.put('lock', 'mine')],
 *     failure: [op.get('lock')],
 *   })
 */

import { unreachable } from '../base/assert.ts'
import {
  type CompareInit,
  CompareResult,
  CompareTarget,
  type RequestOpInit,
  type ResponseOp,
  type TxnRequestInit,
  type TxnResponse,
} from '../generated/etcdserverpb/kv.ts'
import { type Header, headerOf } from './header.ts'
import { type Bytes, type RangeOptions, wireRange, wireValue } from './keys.ts'
import {
  type DeleteOptions,
  type DeleteResult,
  deleteRequest,
  deleteResult,
  type GetOptions,
  type GetResult,
  getRequest,
  getResult,
  type PutOptions,
  type PutResult,
  putRequest,
  putResult,
} from './kv-messages.ts'

export type Comparison = '=' | '!=' | '<' | '>'

export interface Txn {
  /** All must hold; none: they do. */
  readonly compare?: readonly CompareInit[] | undefined
  /** What to do when all comparisons hold. */
  readonly success?: readonly RequestOpInit[] | undefined
  /** What to do otherwise. */
  readonly failure?: readonly RequestOpInit[] | undefined
}

/** What one operation of a transaction gave, in the order of the operations. */
export type OpResult =
  | ({ readonly kind: 'put' } & PutResult)
  | ({ readonly kind: 'get' } & GetResult)
  | ({ readonly kind: 'delete' } & DeleteResult)
  | ({ readonly kind: 'txn' } & TxnResult)

export interface TxnResult {
  readonly header: Header
  /** Whether all comparisons held. */
  readonly succeeded: boolean
  readonly results: readonly OpResult[]
}

const comparisons = {
  '=': CompareResult.EQUAL,
  '!=': CompareResult.NOT_EQUAL,
  '<': CompareResult.LESS,
  '>': CompareResult.GREATER,
} as const

/** Comparisons with what is stored. With a range option all keys of the range must hold. */
export const compare = {
  value: (key: Bytes, is: Comparison, value: Bytes, range: RangeOptions = {}): CompareInit => ({
    ...wireRange(key, range),
    result: comparisons[is],
    target: CompareTarget.VALUE,
    targetUnion: { case: 'value', value: wireValue(value) },
  }),
  /** A key that does not exist has version 0. */
  version: (key: Bytes, is: Comparison, version: number, range: RangeOptions = {}): CompareInit => ({
    ...wireRange(key, range),
    result: comparisons[is],
    target: CompareTarget.VERSION,
    targetUnion: { case: 'version', value: version },
  }),
  /** A key that does not exist has create revision 0. */
  createRevision: (key: Bytes, is: Comparison, revision: number, range: RangeOptions = {}): CompareInit => ({
    ...wireRange(key, range),
    result: comparisons[is],
    target: CompareTarget.CREATE,
    targetUnion: { case: 'createRevision', value: revision },
  }),
  modRevision: (key: Bytes, is: Comparison, revision: number, range: RangeOptions = {}): CompareInit => ({
    ...wireRange(key, range),
    result: comparisons[is],
    target: CompareTarget.MOD,
    targetUnion: { case: 'modRevision', value: revision },
  }),
  lease: (key: Bytes, is: Comparison, leaseId: bigint, range: RangeOptions = {}): CompareInit => ({
    ...wireRange(key, range),
    result: comparisons[is],
    target: CompareTarget.LEASE,
    targetUnion: { case: 'lease', value: leaseId },
  }),
}

/** Operations of a transaction. */
export const op = {
  put: (key: Bytes, value: Bytes, options: PutOptions = {}): RequestOpInit => ({
    request: { case: 'requestPut', value: putRequest(key, value, options) },
  }),
  get: (key: Bytes, options: GetOptions = {}): RequestOpInit => ({
    request: { case: 'requestRange', value: getRequest(key, options) },
  }),
  delete: (key: Bytes, options: DeleteOptions = {}): RequestOpInit => ({
    request: { case: 'requestDeleteRange', value: deleteRequest(key, options) },
  }),
  txn: (txn: Txn): RequestOpInit => ({ request: { case: 'requestTxn', value: txnRequest(txn) } }),
}

export function txnRequest(txn: Txn): TxnRequestInit {
  return { compare: txn.compare, success: txn.success, failure: txn.failure }
}

export function txnResult({ header, succeeded, responses }: TxnResponse): TxnResult {
  return { header: headerOf(header), succeeded, results: responses.flatMap(opResults) }
}

/** None for an answer of a kind that this client does not know. */
function opResults({ response }: ResponseOp): OpResult[] {
  if (response === undefined) return []
  switch (response.case) {
    case 'responsePut':
      return [{ kind: 'put', ...putResult(response.value) }]
    case 'responseRange':
      return [{ kind: 'get', ...getResult(response.value) }]
    case 'responseDeleteRange':
      return [{ kind: 'delete', ...deleteResult(response.value) }]
    case 'responseTxn':
      return [{ kind: 'txn', ...txnResult(response.value) }]
    default:
      return unreachable(response)
  }
}
