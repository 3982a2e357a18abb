import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  idKey,
  keyspace,
  parseIdKey,
  parseRevisionKey,
  replicatedSpaces,
  revisionKey,
  revisionRange,
  spaceBody,
  spaceKey,
  spaceNames,
  spaceOf,
  spaceRange,
} from './keyspace.ts'

test('prefixes are distinct, and the table is in the order of the disk', () => {
  const prefixes = spaceNames.map((name) => keyspace[name].prefix)
  assert.deepEqual(
    prefixes,
    [...new Set(prefixes)].sort((a, b) => a - b),
  )
  for (const prefix of prefixes) assert.ok(prefix > 0 && prefix < 0xff, 'a prefix has a successor')
})

test('each space says what it is for', () => {
  for (const name of spaceNames) assert.match(keyspace[name].doc, /\.$/, name)
})

test('the member’s own spaces are not replicated', () => {
  assert.deepEqual(
    spaceNames.filter((name) => !replicatedSpaces.includes(name)),
    ['engine', 'applied'],
  )
})

test('a key lies in the range of its space and of no other', () => {
  const bytes = fc.uint8Array({ maxLength: 6 }).map((body) => Buffer.from(body))
  fc.assert(
    fc.property(fc.constantFrom(...spaceNames), bytes, (space, body) => {
      const key = spaceKey(space, body)
      assert.equal(spaceOf(key), space)
      assert.equal(spaceBody(space, key), body.toString('latin1'))
      assert.deepEqual(spaceKey(space, body.toString('latin1')), key)
      for (const other of spaceNames) {
        const { from, to } = spaceRange(other)
        assert.equal(key.compare(from) >= 0 && key.compare(to) < 0, other === space, other)
      }
    }),
  )
})

test('a range inside a space is half-open', () => {
  const { from, to } = spaceRange('users', 'b', 'd')
  const names = ['a', 'b', 'c', 'd'].filter((name) => {
    const key = spaceKey('users', name)
    return key.compare(from) >= 0 && key.compare(to) < 0
  })
  assert.deepEqual(names, ['b', 'c'])
})

test('revision keys keep the order of the revisions and are etcd’s behind the prefix', () => {
  assert.equal(revisionKey(2, 1).toString('hex'), '4b00000000000000025f0000000000000001')
  assert.equal(revisionKey(2, 1, true).toString('hex'), '4b00000000000000025f000000000000000174')
  const revision = fc.record(
    { main: fc.maxSafeNat(), sub: fc.maxSafeNat(), tombstone: fc.boolean() },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(revision, revision, (a, b) => {
      const keyA = revisionKey(a.main, a.sub, a.tombstone)
      assert.deepEqual(parseRevisionKey(keyA), a)
      const order = Math.sign(a.main - b.main) || Math.sign(a.sub - b.sub) || Number(a.tombstone) - Number(b.tombstone)
      assert.equal(keyA.compare(revisionKey(b.main, b.sub, b.tombstone)), order)
    }),
  )
})

test('a range of revisions takes all subs of its first main and none of its last', () => {
  const { from, to } = revisionRange(5, 7)
  const inside = (main: number, sub: number) => {
    const key = revisionKey(main, sub)
    return key.compare(from) >= 0 && key.compare(to) < 0
  }
  assert.deepEqual([inside(4, 9), inside(5, 0), inside(6, 3), inside(7, 0)], [false, true, true, false])
  assert.ok(revisionKey(Number.MAX_SAFE_INTEGER, 1, true).compare(revisionRange(1).to) < 0)
})

test('what is no revision key is a broken invariant, not a revision', () => {
  assert.throws(() => parseRevisionKey(Buffer.from('K')), /a revision key/)
  assert.throws(() => parseRevisionKey(revisionKey(1, 2, true).fill('x', 18)), /a revision key/)
  assert.throws(() => revisionKey(2 ** 53, 0), /safe integers/)
  assert.throws(() => revisionKey(-1, 0), /safe integers/)
})

test('ids are ordered as unsigned 64-bit numbers', () => {
  assert.equal(parseIdKey('leases', idKey('leases', 0x7fffffffffffffffn)), 0x7fffffffffffffffn)
  assert.equal(parseIdKey('members', idKey('members', -1n)), 0xffffffffffffffffn)
  assert.ok(idKey('members', 1n).compare(idKey('members', 0x8000000000000000n)) < 0)
})
