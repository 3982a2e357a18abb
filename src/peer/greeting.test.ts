import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areCompatible, greetingQuery, type Identity, parseGreeting, refusalOf } from './greeting.ts'

const self: Identity = { memberId: 0x8e9e05c52164694dn, clusterId: 0xef37ad9dc622a7c4n, version: '3.7.1' }

test('a greeting arrives as it was said', () => {
  const query = greetingQuery(self, 0x91bc3c398fb3c146n, ['http://10.0.0.1:2380', 'http://[::1]:2380'])
  assert.deepEqual(parseGreeting(new URLSearchParams(query)), {
    memberId: self.memberId,
    clusterId: self.clusterId,
    version: '3.7.1',
    to: 0x91bc3c398fb3c146n,
    peerUrls: ['http://10.0.0.1:2380', 'http://[::1]:2380'],
  })
})

test('who is nobody yet says no ids', () => {
  const nobody = { memberId: 0n, clusterId: 0n, version: '3.7.1' }
  assert.equal(greetingQuery(nobody, 0n), 'version=3.7.1')
  assert.deepEqual(parseGreeting(new URLSearchParams('version=3.7.1')), { ...nobody, to: 0n, peerUrls: [] })
})

for (const query of [
  '',
  'version=3',
  'version=3.7.1&from=0x1',
  'version=3.7.1&to=-1',
  'version=3.7.1&cluster=11112222333344445',
]) {
  test(`no greeting: "${query}"`, () => assert.equal(parseGreeting(new URLSearchParams(query)), undefined))
}

const welcome = { memberId: 2n, clusterId: self.clusterId, version: '3.7.0', to: self.memberId, peerUrls: [] }
const refusals = [
  { name: 'a member of this cluster', greeting: welcome, want: undefined },
  { name: 'whoever answers', greeting: { ...welcome, to: 0n }, want: undefined },
  { name: 'another cluster', greeting: { ...welcome, clusterId: 1n }, want: 412 },
  { name: 'another member is meant', greeting: { ...welcome, to: 3n }, want: 412 },
  { name: 'it is our own id', greeting: { ...welcome, memberId: self.memberId }, want: 412 },
  { name: 'it was removed', greeting: { ...welcome, memberId: 66n }, want: 410 },
  { name: 'it is too old', greeting: { ...welcome, version: '3.5.9' }, want: 412 },
  { name: 'removed from another cluster', greeting: { ...welcome, memberId: 66n, clusterId: 1n }, want: 412 },
]
for (const { name, greeting, want } of refusals) {
  test(`refusalOf: ${name}`, () => assert.equal(refusalOf(greeting, self, (id) => id === 66n)?.status, want))
}

const versions: readonly [string, string, boolean][] = [
  ['3.7.1', '3.7.9', true],
  ['3.7.1', '3.8.0', true],
  ['3.8.0', '3.7.1', true],
  ['3.7.1', '3.9.0', false],
  ['3.7.1', '4.7.1', false],
  ['3.7.1', '3.7.2-rc.1', true],
  ['3.7.1', 'x', false],
]
for (const [one, other, want] of versions) {
  test(`areCompatible: ${one} and ${other}`, () => assert.equal(areCompatible(one, other), want))
}
