/**
 * Requests and results of the store, as structural types: the generated messages of `etcdserverpb` satisfy the
 * requests, and results carry what a response is made from. Field meanings are those of `proto/`.
 */
import type { Reason } from '../base/errors.ts'
import type { KeyValue } from './key-value.ts'

export interface RangeRequest {
  readonly key: string
  readonly rangeEnd: string
  readonly limit: number
  readonly revision: number
  readonly sortOrder: number
  readonly sortTarget: number
  readonly serializable: boolean
  readonly keysOnly: boolean
  readonly countOnly: boolean
  readonly minModRevision: number
  readonly maxModRevision: number
  readonly minCreateRevision: number
  readonly maxCreateRevision: number
}

/** `RangeRequest.SortOrder` */
export const SortOrder = { None: 0, Ascend: 1, Descend: 2 } as const

/** `RangeRequest.SortTarget` */
export const SortTarget = { Key: 0, Version: 1, Create: 2, Mod: 3, Value: 4 } as const

export interface PutRequest {
  readonly key: string
  readonly value: Buffer
  readonly lease: bigint
  readonly prevKv: boolean
  readonly ignoreValue: boolean
  readonly ignoreLease: boolean
}

export interface DeleteRangeRequest {
  readonly key: string
  readonly rangeEnd: string
  readonly prevKv: boolean
}

/** `Compare.CompareResult` */
export const CompareResult = { Equal: 0, Greater: 1, Less: 2, NotEqual: 3 } as const

/** `Compare.CompareTarget` */
export const CompareTarget = { Version: 0, Create: 1, Mod: 2, Value: 3, Lease: 4 } as const

export interface Compare {
  readonly result: number
  readonly target: number
  readonly key: string
  readonly rangeEnd: string
  readonly targetUnion:
    | { readonly case: 'version' | 'createRevision' | 'modRevision'; readonly value: number }
    | { readonly case: 'value'; readonly value: Buffer }
    | { readonly case: 'lease'; readonly value: bigint }
    | undefined
}

export interface RequestOp {
  readonly request:
    | { readonly case: 'requestRange'; readonly value: RangeRequest }
    | { readonly case: 'requestPut'; readonly value: PutRequest }
    | { readonly case: 'requestDeleteRange'; readonly value: DeleteRangeRequest }
    | { readonly case: 'requestTxn'; readonly value: TxnRequest }
    | undefined
}

export interface TxnRequest {
  readonly compare: readonly Compare[]
  readonly success: readonly RequestOp[]
  readonly failure: readonly RequestOp[]
}

export interface PutResult {
  readonly revision: number
  readonly prevKv: KeyValue | undefined
}

export interface DeleteRangeResult {
  readonly revision: number
  readonly deleted: number
  readonly prevKvs: readonly KeyValue[]
}

export interface RangeResult {
  readonly revision: number
  readonly kvs: readonly KeyValue[]
  readonly more: boolean
  readonly count: number
}

/** `revision` is that of the outer header; the header of a nested response is empty on the wire. */
export interface TxnResult {
  readonly revision: number
  readonly succeeded: boolean
  readonly responses: readonly OpResult[]
}

export type OpResult =
  | { readonly case: 'responseRange'; readonly value: RangeResult }
  | { readonly case: 'responsePut'; readonly value: PutResult }
  | { readonly case: 'responseDeleteRange'; readonly value: DeleteRangeResult }
  | { readonly case: 'responseTxn'; readonly value: TxnResult }

/** Names a row of the store: what was written by operation `sub` of revision `main`. */
export interface RowRef {
  readonly main: number
  readonly sub: number
}

/**
 * What an apply answers. `failed` is part of the deterministic result. `missing`: values that are only on disk are
 * needed first and nothing has been changed; load them and apply again.
 */
export type Outcome<T> =
  | { readonly ok: T; readonly failed?: never; readonly missing?: never }
  | { readonly failed: Reason; readonly ok?: never; readonly missing?: never }
  | { readonly missing: readonly RowRef[]; readonly ok?: never; readonly failed?: never }
