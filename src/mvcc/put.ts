/**
 * Put: which value and lease a key gets, and what must be there for that.
 */
import type { Reason } from '../base/errors.ts'
import { emptyValue, type KeyValue } from './key-value.ts'
import type { PutRequest, RowRef } from './requests.ts'
import type { LoadedRows, StoreState } from './state.ts'

/** What fails a put, if anything: a lease nobody granted, or a key that is to keep a value or lease and has none. */
export function checkPut(state: StoreState, request: PutRequest): Reason | undefined {
  if (request.lease !== 0n && !state.leases.exists(request.lease)) return 'LeaseNotFound'
  if (!request.ignoreValue && !request.ignoreLease) return undefined
  const slot = state.index.find(request.key)
  return slot < 0 || !state.index.isLive(slot) ? 'KeyNotFound' : undefined
}

export interface PreparedPut {
  readonly slot: number
  readonly value: Buffer
  readonly lease: bigint
  readonly prevKv: KeyValue | undefined
}

/**
 * What the put will write; needed only where the previous state matters.
 * @returns undefined when the key is to keep something and does not exist
 */
export function preparePut(
  state: StoreState,
  request: PutRequest,
  loaded: LoadedRows,
  missing: RowRef[],
): PreparedPut | undefined {
  const slot = state.index.find(request.key)
  const live = slot >= 0 && state.index.isLive(slot)
  if (!live && (request.ignoreValue || request.ignoreLease)) return undefined
  let prevKv: KeyValue | undefined
  if (live && (request.prevKv || request.ignoreValue)) {
    prevKv = state.newestKv(slot, loaded)
    if (prevKv === undefined) missing.push(state.newestRef(slot))
  }
  return {
    slot,
    value: request.ignoreValue ? (prevKv?.value ?? emptyValue) : request.value,
    lease: request.ignoreLease ? state.index.slots.leaseOf(slot) : request.lease,
    prevKv: request.prevKv ? prevKv : undefined,
  }
}
