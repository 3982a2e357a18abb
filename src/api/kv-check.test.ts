import assert from 'node:assert/strict'
import test from 'node:test'
import type { Reason } from '../base/errors.ts'
import {
  DeleteRangeRequest,
  PutRequest,
  RangeRequest,
  type RequestOpInit,
  TxnRequest,
} from '../generated/etcdserverpb/kv.ts'
import { putCost, txnPutCost } from '../server/quota.ts'
import {
  checkDeleteRange,
  checkPut,
  checkRange,
  checkRangeStream,
  checkTxn,
  isReadOnly,
  isSerializable,
} from './kv-check.ts'

const value = Buffer.from('v')
const opsMax = 128

type Init<C> = C extends { encode(message: infer I): unknown } ? I : never

const put = (key: string): RequestOpInit => ({ request: { case: 'requestPut', value: { key } } })
const get = (key: string): RequestOpInit => ({ request: { case: 'requestRange', value: { key } } })
const del = (key: string, rangeEnd = ''): RequestOpInit => ({
  request: { case: 'requestDeleteRange', value: { key, rangeEnd } },
})
const txn = (success: RequestOpInit[], failure: RequestOpInit[] = []): RequestOpInit => ({
  request: { case: 'requestTxn', value: { success, failure } },
})
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

const rangeRows: readonly { name: string; request: Init<typeof RangeRequest>; want: Reason | undefined }[] = [
  { name: 'a key is enough', request: { key: 'a' }, want: undefined },
  { name: 'the byte zero is a key', request: { key: '\0', rangeEnd: '\0' }, want: undefined },
  { name: 'no key', request: {}, want: 'EmptyKey' },
  { name: 'no key goes before a wrong sort', request: { sortOrder: 9 as never }, want: 'EmptyKey' },
  { name: 'an unknown order', request: { key: 'a', sortOrder: 3 as never }, want: 'InvalidSortOption' },
  { name: 'a negative order', request: { key: 'a', sortOrder: -1 as never }, want: 'InvalidSortOption' },
  { name: 'an unknown target', request: { key: 'a', sortTarget: 5 as never }, want: 'InvalidSortOption' },
  { name: 'negative limit and revision', request: { key: 'a', limit: -1, revision: -1 }, want: undefined },
]
for (const { name, request, want } of rangeRows) {
  test(`checkRange: ${name}`, () => assert.equal(checkRange(RangeRequest.create(request))?.reason, want))
}

const streamRows: readonly { name: string; request: Init<typeof RangeRequest>; want: Reason | undefined }[] = [
  { name: 'no order', request: { key: 'a' }, want: undefined },
  { name: 'no order with a target', request: { key: 'a', sortTarget: 3 }, want: undefined },
  { name: 'keys upwards', request: { key: 'a', sortOrder: 1 }, want: undefined },
  { name: 'keys downwards', request: { key: 'a', sortOrder: 2 }, want: 'RangeStreamSort' },
  { name: 'versions upwards', request: { key: 'a', sortOrder: 1, sortTarget: 1 }, want: 'RangeStreamSort' },
  { name: 'a filter', request: { key: 'a', maxCreateRevision: 1 }, want: 'RangeStreamFilter' },
  {
    name: 'an order goes before a filter',
    request: { key: 'a', sortOrder: 2, minModRevision: 1 },
    want: 'RangeStreamSort',
  },
  { name: 'no key', request: {}, want: 'EmptyKey' },
]
for (const { name, request, want } of streamRows) {
  test(`checkRangeStream: ${name}`, () => assert.equal(checkRangeStream(RangeRequest.create(request))?.reason, want))
}

const putRows: readonly { name: string; request: Init<typeof PutRequest>; want: Reason | undefined }[] = [
  { name: 'an empty value', request: { key: 'a' }, want: undefined },
  { name: 'no key', request: { value }, want: 'EmptyKey' },
  { name: 'a value to be ignored', request: { key: 'a', value, ignoreValue: true }, want: 'ValueProvided' },
  { name: 'a lease to be ignored', request: { key: 'a', lease: 1n, ignoreLease: true }, want: 'LeaseProvided' },
  {
    name: 'both: the value is said first',
    request: { key: 'a', value, lease: 1n, ignoreValue: true, ignoreLease: true },
    want: 'ValueProvided',
  },
  { name: 'value and lease kept', request: { key: 'a', ignoreValue: true, ignoreLease: true }, want: undefined },
]
for (const { name, request, want } of putRows) {
  test(`checkPut: ${name}`, () => assert.equal(checkPut(PutRequest.create(request))?.reason, want))
}

test('checkDeleteRange: no key', () => {
  assert.equal(checkDeleteRange(DeleteRangeRequest.create({}))?.reason, 'EmptyKey')
  assert.equal(checkDeleteRange(DeleteRangeRequest.create({ key: 'a' }))?.reason, undefined)
})

const txnRows: readonly { name: string; request: Init<typeof TxnRequest>; want: Reason | undefined }[] = [
  { name: 'nothing at all', request: {}, want: undefined },
  { name: 'as many operations as allowed', request: { success: many(128, (i) => put(`k${i}`)) }, want: undefined },
  { name: 'one more', request: { success: many(129, (i) => put(`k${i}`)) }, want: 'TooManyOps' },
  { name: 'too many compares', request: { compare: many(129, () => ({ key: 'a' })) }, want: 'TooManyOps' },
  { name: 'too many on the other branch', request: { failure: many(129, () => get('a')) }, want: 'TooManyOps' },
  { name: 'a compare without key', request: { compare: [{}] }, want: 'EmptyKey' },
  { name: 'a put without key', request: { success: [put('')] }, want: 'EmptyKey' },
  { name: 'an empty operation', request: { success: [{}] }, want: 'KeyNotFound' },
  { name: 'an empty operation in a nested one', request: { failure: [txn([{}])] }, want: 'KeyNotFound' },
  { name: 'success goes before failure', request: { success: [{}], failure: [put('')] }, want: 'KeyNotFound' },
  { name: 'compares go before operations', request: { compare: [{}], success: [{}] }, want: 'EmptyKey' },
  {
    name: 'too many goes before everything',
    request: { compare: [{}], success: many(129, () => ({})) },
    want: 'TooManyOps',
  },
  {
    name: 'what is wrong goes before duplicates',
    request: { success: [put('a'), put('a')], failure: [{}] },
    want: 'KeyNotFound',
  },
  {
    name: 'all allowed operations leave nothing for a nested one',
    request: { success: [...many(127, (i) => put(`k${i}`)), txn([get('a')])] },
    want: 'TooManyOps',
  },
  {
    name: 'an empty nested one needs no room',
    request: { success: [...many(127, (i) => put(`k${i}`)), txn([])] },
    want: undefined,
  },
  { name: 'nesting as deep as there is room', request: { success: [nested(126)] }, want: undefined },
  { name: 'nesting one deeper', request: { success: [nested(128)] }, want: 'TooManyOps' },

  { name: 'two puts of a key', request: { success: [put('a'), put('a')] }, want: 'DuplicateKey' },
  { name: 'on the other branch too', request: { failure: [put('a'), put('a')] }, want: 'DuplicateKey' },
  { name: 'each branch one', request: { success: [put('a')], failure: [put('a')] }, want: undefined },
  { name: 'a put after its delete', request: { success: [del('a'), put('a')] }, want: 'DuplicateKey' },
  { name: 'a put before its delete', request: { success: [put('a'), del('a')] }, want: 'DuplicateKey' },
  { name: 'a put inside of a deleted range', request: { success: [del('a', 'c'), put('b')] }, want: 'DuplicateKey' },
  { name: 'a put at the end of a deleted range', request: { success: [del('a', 'c'), put('c')] }, want: undefined },
  { name: 'a put beside a deleted key', request: { success: [del('a'), put('a\0')] }, want: undefined },
  { name: 'overlapping deletes', request: { success: [del('a', 'c'), del('b', 'd'), del('b')] }, want: undefined },
  {
    name: 'overlapping deletes still cover',
    request: { success: [del('a', 'z'), del('b', 'c'), put('d')] },
    want: 'DuplicateKey',
  },
  { name: 'a delete to the end counts as empty', request: { success: [del('a', '\0'), put('zzz')] }, want: undefined },
  { name: 'a range turned round is empty', request: { success: [del('c', 'a'), put('b')] }, want: undefined },
  { name: 'a key read and put', request: { success: [get('a'), put('a'), get('a')] }, want: undefined },

  { name: 'a put here and nested', request: { success: [put('a'), txn([put('a')])] }, want: 'DuplicateKey' },
  {
    name: 'a put in two nested ones',
    request: { success: [txn([put('a')]), txn([], [put('a')])] },
    want: 'DuplicateKey',
  },
  {
    name: 'a put in both branches of one nested',
    request: { success: [txn([put('a')], [put('a')])] },
    want: undefined,
  },
  {
    name: 'and then in another',
    request: { success: [txn([put('a')], [put('a')]), txn([put('a')])] },
    want: 'DuplicateKey',
  },
  { name: 'twice in one nested branch', request: { success: [txn([], [put('a'), put('a')])] }, want: 'DuplicateKey' },
  { name: 'a nested put, deleted here later', request: { success: [txn([put('a')]), del('a')] }, want: 'DuplicateKey' },
  { name: 'a nested delete, put here', request: { success: [txn([del('a')]), put('a')] }, want: 'DuplicateKey' },
  {
    name: 'a nested delete, put in a later one',
    request: { success: [txn([del('a')]), txn([put('a')])] },
    want: 'DuplicateKey',
  },
  {
    name: 'a nested put, deleted in a later one, is not seen',
    request: { success: [txn([put('a')]), txn([del('a')])] },
    want: undefined,
  },
]
for (const { name, request, want } of txnRows) {
  test(`checkTxn: ${name}`, () => assert.equal(checkTxn(TxnRequest.create(request), opsMax)?.reason, want))
}

/** A read under `depth` transactions, each the only operation of the one above. */
function nested(depth: number): RequestOpInit {
  return depth === 0 ? get('a') : txn([nested(depth - 1)])
}

test('checkTxn: tens of thousands of nested operations take no quadratic time', { timeout: 10_000 }, () => {
  const leaf = (i: number): RequestOpInit => txn(many(40, (j) => (j % 2 === 0 ? put(`p${i}-${j}`) : del(`d${i}-${j}`))))
  const request = TxnRequest.create({ success: many(40, (i) => txn(many(40, (j) => leaf(i * 40 + j)))) })
  assert.equal(checkTxn(request, opsMax), undefined)
})

test('a read-only transaction has plain reads only; it is serializable when each of them is', () => {
  const local: RequestOpInit = { request: { case: 'requestRange', value: { key: 'a', serializable: true } } }
  const rows = [
    { request: {}, readOnly: true, serializable: true },
    { request: { compare: [{ key: 'a' }] }, readOnly: true, serializable: true },
    { request: { success: [local], failure: [local] }, readOnly: true, serializable: true },
    { request: { success: [local], failure: [get('a')] }, readOnly: true, serializable: false },
    { request: { success: [get('a'), del('b')] }, readOnly: false, serializable: false },
    { request: { success: [txn([local])] }, readOnly: false, serializable: false },
  ]
  for (const { request, readOnly, serializable } of rows) {
    assert.equal(isReadOnly(TxnRequest.create(request)), readOnly, JSON.stringify(request))
    assert.equal(isSerializable(TxnRequest.create(request)), serializable, JSON.stringify(request))
  }
})

test('a put costs its bytes and 256, a transaction what its dearer branch puts', () => {
  assert.equal(putCost(PutRequest.create({ key: 'ab', value })), 259)
  const request = TxnRequest.create({
    success: [put('a'), get('b')],
    failure: [del('a'), txn([put('abc')], [put('abcdef')])],
  })
  assert.equal(txnPutCost(request), 262)
  assert.equal(txnPutCost(TxnRequest.create({ success: [del('a')] })), 0)
})
