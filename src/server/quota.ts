/**
 * What a request costs against `--quota-backend-bytes` (reference 10.1): etcd's estimates, so that the alarm comes
 * at the same point. Asked twice: by the service before it proposes, and where the request is applied.
 */
import type { PutRequest, RequestOp, TxnRequest } from '../mvcc/requests.ts'

const overheadBytes = 256
export const leaseGrantCost = 64

export function putCost({ key, value }: Pick<PutRequest, 'key' | 'value'>): number {
  return overheadBytes + key.length + value.length
}

/** The dearer of the two branches; 0 for a transaction that puts nothing. */
export function txnPutCost(request: Pick<TxnRequest, 'success' | 'failure'>): number {
  return Math.max(branchCost(request.success), branchCost(request.failure))
}

function branchCost(ops: readonly RequestOp[]): number {
  let cost = 0
  for (const { request } of ops) {
    if (request?.case === 'requestPut') cost += putCost(request.value)
    else if (request?.case === 'requestTxn') cost += txnPutCost(request.value)
  }
  return cost
}
