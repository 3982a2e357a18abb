/**
 * What the calls of the key-value service take and give, and how that looks on the wire.
 */
import {
  type DeleteRangeRequestInit,
  type DeleteRangeResponse,
  type PutRequestInit,
  type PutResponse,
  type RangeRequestInit,
  type RangeResponse,
  SortOrder,
  SortTarget,
} from '../generated/etcdserverpb/kv.ts'
import { type Header, headerOf } from './header.ts'
import { type Bytes, type KeyValue, keyValueOf, type RangeOptions, wireKey, wireRange, wireValue } from './keys.ts'

export interface PutOptions {
  /** Ties the key to a lease: it goes when the lease goes. */
  readonly leaseId?: bigint | undefined
  /** Asks for the pair as it was before. */
  readonly prevKv?: boolean | undefined
  /** Keeps the value, which must then be empty; fails with `KeyNotFound` without the key. */
  readonly ignoreValue?: boolean | undefined
  /** Keeps the lease; fails with `KeyNotFound` without the key. */
  readonly ignoreLease?: boolean | undefined
}

export interface PutResult {
  readonly header: Header
  /** With `prevKv`, unless there was none. */
  readonly prevKv: KeyValue | undefined
}

export interface GetOptions extends RangeOptions {
  /** As of this revision; 0: now. */
  readonly revision?: number | undefined
  /** At most so many pairs; 0: all. */
  readonly limit?: number | undefined
  readonly sortBy?: 'key' | 'version' | 'createRevision' | 'modRevision' | 'value' | undefined
  readonly order?: 'ascending' | 'descending' | undefined
  /** Answered by the member asked from what it has: faster, possibly old. */
  readonly serializable?: boolean | undefined
  readonly keysOnly?: boolean | undefined
  readonly countOnly?: boolean | undefined
  readonly minModRevision?: number | undefined
  readonly maxModRevision?: number | undefined
  readonly minCreateRevision?: number | undefined
  readonly maxCreateRevision?: number | undefined
}

export interface GetResult {
  readonly header: Header
  readonly kvs: readonly KeyValue[]
  /** Whether `limit` left pairs out. */
  readonly more: boolean
  /** How many keys the range has, whatever the limit. */
  readonly count: number
}

export interface DeleteOptions extends RangeOptions {
  readonly prevKv?: boolean | undefined
}

export interface DeleteResult {
  readonly header: Header
  readonly deleted: number
  readonly prevKvs: readonly KeyValue[]
}

const sortTargets = {
  key: SortTarget.KEY,
  version: SortTarget.VERSION,
  createRevision: SortTarget.CREATE,
  modRevision: SortTarget.MOD,
  value: SortTarget.VALUE,
} as const

export function putRequest(key: Bytes, value: Bytes, options: PutOptions): PutRequestInit {
  return {
    key: wireKey(key),
    value: wireValue(value),
    lease: options.leaseId,
    prevKv: options.prevKv,
    ignoreValue: options.ignoreValue,
    ignoreLease: options.ignoreLease,
  }
}

export function getRequest(key: Bytes, options: GetOptions): RangeRequestInit {
  const target = options.sortBy === undefined ? SortTarget.KEY : sortTargets[options.sortBy]
  const descending = options.order === 'descending'
  // Keys come in ascending order anyway: asking for it would make the server sort.
  const sorted = options.order !== undefined && (descending || target !== SortTarget.KEY)
  return {
    ...wireRange(key, options),
    limit: options.limit,
    revision: options.revision,
    sortTarget: target,
    sortOrder: sorted ? (descending ? SortOrder.DESCEND : SortOrder.ASCEND) : SortOrder.NONE,
    serializable: options.serializable,
    keysOnly: options.keysOnly,
    countOnly: options.countOnly,
    minModRevision: options.minModRevision,
    maxModRevision: options.maxModRevision,
    minCreateRevision: options.minCreateRevision,
    maxCreateRevision: options.maxCreateRevision,
  }
}

export function deleteRequest(key: Bytes, options: DeleteOptions): DeleteRangeRequestInit {
  return { ...wireRange(key, options), prevKv: options.prevKv }
}

export function putResult({ header, prevKv }: PutResponse): PutResult {
  return { header: headerOf(header), prevKv: prevKv === undefined ? undefined : keyValueOf(prevKv) }
}

export function getResult({ header, kvs, more, count }: RangeResponse): GetResult {
  return { header: headerOf(header), kvs: kvs.map(keyValueOf), more, count }
}

export function deleteResult({ header, deleted, prevKvs }: DeleteRangeResponse): DeleteResult {
  return { header: headerOf(header), deleted, prevKvs: prevKvs.map(keyValueOf) }
}
