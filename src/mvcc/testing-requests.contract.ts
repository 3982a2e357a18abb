/**
 * Random requests over few keys, so that they meet each other.
 */
import fc from 'fast-check'
import type { Compare, DeleteRangeRequest, PutRequest, RangeRequest, RequestOp, TxnRequest } from './requests.ts'

const keys = ['a', 'aa', 'b', 'c', 'd', 'e', '\xff', '\xff\0']

const key = fc.constantFrom(...keys)
const rangeEnd = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom('\0', 'b', 'd', 'f', 'a\0'))
const revision = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 40 }))
const bound = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20 }))
const value = fc.constantFrom('', 'x', 'yy', 'a long value, longer than the others').map((text) => Buffer.from(text))
const rarely = fc.integer({ min: 0, max: 5 }).map((n) => n === 0)
const lease = fc.constantFrom(0n, 0n, 1n, 2n, 99n)

export const putRequest: fc.Arbitrary<PutRequest> = fc
  .record({ key, value, lease, prevKv: fc.boolean(), ignoreValue: rarely, ignoreLease: rarely })
  .map((put) => ({
    ...put,
    value: put.ignoreValue ? Buffer.alloc(0) : put.value,
    lease: put.ignoreLease ? 0n : put.lease,
  }))

export const deleteRequest: fc.Arbitrary<DeleteRangeRequest> = fc.record({ key, rangeEnd, prevKv: fc.boolean() })

export const rangeRequest: fc.Arbitrary<RangeRequest> = fc.record({
  key,
  rangeEnd,
  limit: fc.constantFrom(0, 0, 1, 2, 3, -1),
  revision,
  sortOrder: fc.constantFrom(0, 0, 1, 2),
  sortTarget: fc.constantFrom(0, 0, 1, 2, 3, 4),
  serializable: fc.boolean(),
  keysOnly: rarely,
  countOnly: rarely,
  minModRevision: bound,
  maxModRevision: bound,
  minCreateRevision: bound,
  maxCreateRevision: bound,
})

const number = fc.integer({ min: 0, max: 12 })
const targetUnion: fc.Arbitrary<Compare['targetUnion']> = fc.oneof(
  fc.record({
    case: fc.constantFrom('version' as const, 'createRevision' as const, 'modRevision' as const),
    value: number,
  }),
  fc.record({ case: fc.constant('value' as const), value }),
  fc.record({ case: fc.constant('lease' as const), value: lease }),
  fc.constant(undefined),
)

const compare: fc.Arbitrary<Compare> = fc.record({
  result: fc.constantFrom(0, 1, 2, 3),
  target: fc.constantFrom(0, 1, 2, 3, 4),
  key,
  rangeEnd,
  targetUnion,
})

export const txnRequest: fc.Arbitrary<TxnRequest> = fc.letrec<{ txn: TxnRequest; op: RequestOp }>((tie) => ({
  txn: fc.record({
    compare: fc.array(compare, { maxLength: 2 }),
    success: fc.array(tie('op'), { maxLength: 4 }),
    failure: fc.array(tie('op'), { maxLength: 4 }),
  }),
  op: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'txn' },
    putRequest.map((value) => ({ request: { case: 'requestPut' as const, value } })),
    deleteRequest.map((value) => ({ request: { case: 'requestDeleteRange' as const, value } })),
    rangeRequest.map((value) => ({ request: { case: 'requestRange' as const, value } })),
    tie('txn').map((value) => ({ request: { case: 'requestTxn' as const, value } })),
  ),
})).txn
