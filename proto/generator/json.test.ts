/** What the gateway's JSON takes beyond the strict mapping, and what it refuses (reference: etcd 3.7 behind grpc-gateway). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemberAddRequest } from '../../src/generated/etcdserverpb/cluster.ts'
import { Compare, RangeRequest, RequestOp } from '../../src/generated/etcdserverpb/kv.ts'
import { LeaseGrantRequest } from '../../src/generated/etcdserverpb/lease.ts'
import { AlarmMember, StatusResponse } from '../../src/generated/etcdserverpb/maintenance.ts'
import { WatchRequest } from '../../src/generated/etcdserverpb/watch.ts'
import { HealthListResponse } from '../../src/generated/grpc/health/v1/health.ts'
import { JsonError } from '../../src/generated/runtime/codec.ts'
import { parseJson } from '../../src/generated/runtime/json.ts'

const taken = [
  { name: 'names as in proto/', json: { range_end: 'Yg==' }, want: { rangeEnd: 'b' } },
  { name: 'names in lowerCamelCase', json: { rangeEnd: 'Yg==' }, want: { rangeEnd: 'b' } },
  { name: 'base64 without padding', json: { key: 'Yg' }, want: { key: 'b' } },
  { name: 'base64 for URLs', json: { key: '-_8=' }, want: { key: '\xfb\xff' } },
  { name: 'base64 as usual', json: { key: '+/8=' }, want: { key: '\xfb\xff' } },
  { name: 'integers as strings', json: { limit: '-5' }, want: { limit: -5 } },
  { name: 'integers as numbers', json: { limit: 5 }, want: { limit: 5 } },
  { name: 'integers with an exponent', json: { limit: '2e3' }, want: { limit: 2000 } },
  {
    name: 'integers above 2^53 as the largest safe one',
    json: { limit: '9223372036854775807' },
    want: { limit: 2 ** 53 - 1 },
  },
  { name: 'enums by name', json: { sort_order: 'DESCEND' }, want: { sortOrder: 2 } },
  { name: 'enums by number', json: { sort_order: 2 }, want: { sortOrder: 2 } },
  { name: 'enums with an unknown name as the default', json: { sort_order: 'SIDEWAYS' }, want: {} },
  { name: 'enums named like a property of every object', json: { sort_order: 'toString' }, want: {} },
  { name: 'unknown fields', json: { colour: 'red', key: 'Yg==' }, want: { key: 'b' } },
  { name: 'null as the default', json: { key: null, limit: null, serializable: null }, want: {} },
  { name: 'an empty object', json: {}, want: {} },
] as const
for (const { name, json, want } of taken) {
  test(`fromJson takes ${name}`, () => assert.deepEqual(RangeRequest.fromJson(json), RangeRequest.create(want)))
}

const refused = [
  { name: 'a list', json: [], text: 'RangeRequest: want an object, got []' },
  { name: 'null', json: null, text: 'RangeRequest: want an object' },
  { name: 'a key with other characters', json: { key: 'a b' }, text: 'RangeRequest.key: want base64, got "a b"' },
  { name: 'a key that is a number', json: { key: 5 }, text: 'RangeRequest.key: want base64' },
  { name: 'a fraction', json: { limit: 1.5 }, text: 'RangeRequest.limit: want an integer, got 1.5' },
  { name: 'words for a number', json: { limit: 'many' }, text: 'want an integer, got "many"' },
  { name: 'an integer of 64 bits', json: { limit: '9223372036854775808' }, text: 'want an integer from' },
  { name: 'a million digits', json: { limit: '9'.repeat(1_000_000) }, text: 'want an integer' },
  { name: 'a bool in quotes', json: { serializable: 'true' }, text: 'RangeRequest.serializable: want true or false' },
  { name: 'an enum that is a list', json: { sort_order: [] }, text: 'want an integer' },
] as const
for (const { name, json, text } of refused) {
  test(`fromJson refuses ${name}`, () => {
    const parse = (): unknown => RangeRequest.fromJson(json)
    assert.throws(parse, (error: Error) => error instanceof JsonError && error.message.includes(text))
  })
}

test('fields of a oneof lie flat in their message, and one of them may be there', () => {
  assert.deepEqual(Compare.fromJson({ key: 'Yg==', mod_revision: '0' }).targetUnion, { case: 'modRevision', value: 0 })
  assert.deepEqual(Compare.toJson({ targetUnion: { case: 'modRevision', value: 0 } }), { mod_revision: '0' })
  assert.equal(WatchRequest.fromJson({ create_request: {} }).requestUnion?.case, 'createRequest')
  assert.throws(() => Compare.fromJson({ version: 1, lease: 1 }), JsonError)
})

test('names that protobuf left as they are keep their capitals', () => {
  assert.deepEqual(LeaseGrantRequest.fromJson({ TTL: 5, ID: '7' }), LeaseGrantRequest.create({ ttl: 5, id: 7n }))
  assert.deepEqual(MemberAddRequest.toJson({ peerUrls: ['http://a:1'] }), { peerURLs: ['http://a:1'] })
  assert.deepEqual(StatusResponse.toJson({ raftAppliedIndex: 3, dbSizeInUse: 4 }), {
    raftAppliedIndex: '3',
    dbSizeInUse: '4',
  })
})

test('ids keep all 64 bits', () => {
  const memberId = 2n ** 64n - 1n
  assert.deepEqual(AlarmMember.toJson({ memberId, alarm: 1 }), { memberID: '18446744073709551615', alarm: 'NOSPACE' })
  assert.equal(AlarmMember.fromJson({ memberID: '18446744073709551615' }).memberId, memberId)
  assert.equal(AlarmMember.fromJson(parseJson('{"memberID":18446744073709551615}')).memberId, memberId)
  assert.equal(LeaseGrantRequest.fromJson(parseJson('{"ID":-9223372036854775808}')).id, -(2n ** 63n))
  assert.throws(() => AlarmMember.fromJson({ memberID: -1 }), JsonError)
})

test('parseJson is JSON.parse, except for long integers', () => {
  const texts = [
    '{"a":[1,2.5,-3e5,"x"],"b":{"c":null,"d":true}}',
    '"1234567890123456789"',
    '"\\"1234567890123456"',
    '1.2345678901234567',
  ]
  for (const text of texts) assert.deepEqual(parseJson(text), JSON.parse(text))
  assert.deepEqual(parseJson('[1234567890123456789, -1234567890123456789,1]'), [
    '1234567890123456789',
    '-1234567890123456789',
    1,
  ])
  assert.deepEqual(parseJson('{"\\\\":12345678901234567,"k":"\\"12345678901234567"}'), {
    '\\': '12345678901234567',
    k: '"12345678901234567',
  })
  for (const text of ['', '{', '{"a":12345678901234567', '"1234567890123456', '01234567890123456']) {
    assert.throws(() => parseJson(text), SyntaxError, text)
  }
})

test('messages nested without end are refused, not followed', () => {
  let json: object = {}
  for (let i = 0; i < 200; i++) json = { request_txn: { success: [json] } }
  assert.throws(() => RequestOp.fromJson(json), JsonError)
})

test('a map is an object', () => {
  const response = {
    statuses: [
      { key: '', value: { status: 1 } },
      { key: 'kv', value: {} },
    ],
  } as const
  assert.deepEqual(HealthListResponse.toJson(response), { statuses: { '': { status: 'SERVING' }, kv: {} } })
  assert.deepEqual(
    HealthListResponse.fromJson(HealthListResponse.toJson(response)),
    HealthListResponse.create(response),
  )
})
