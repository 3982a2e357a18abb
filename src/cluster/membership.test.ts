import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hexId } from '../base/bytes.ts'
import { Counts } from '../storage/applied.ts'
import type { KeyRange, Row, WriteOp } from '../storage/engine.ts'
import { clusterIdOf, memberId } from './ids.ts'
import { bootstrapMembers, type Member, Membership, type Scanned } from './membership.ts'

test('ids are those of etcd', () => {
  // Seen on a running etcd: one member at this URL, with the default token.
  const { clusterId, members } = bootstrapMembers([{ name: 'a', peerUrls: ['http://127.0.0.1:23800'] }], 'etcd-cluster')
  assert.equal(members.map(({ id }) => hexId(id)).join(), '2e1259d415f2a040')
  assert.equal(hexId(clusterId), '48276a8f75b6a87')
})

test('ids do not depend on the order of URLs or members, but on the salt', () => {
  assert.equal(memberId(['http://b:1', 'http://a:1'], 't'), memberId(['http://a:1', 'http://b:1'], 't'))
  assert.notEqual(memberId(['http://a:1'], 't'), memberId(['http://a:1'], 'u'))
  const [low, high] = [1n, 0xffff_ffff_ffff_ffffn]
  assert.equal(clusterIdOf([low, high]), clusterIdOf([high, low]))
})

function member(id: bigint, more: Partial<Member> = {}): Member {
  return { id, name: `m${id}`, peerUrls: [`http://m${id}:2380`], clientUrls: [], isLearner: false, ...more }
}

function cluster(members: readonly Member[] = [member(1n), member(2n), member(3n)]): Membership {
  const membership = new Membership(new Counts())
  membership.bootstrap(77n, members)
  return membership
}

const ids = (members: readonly Member[]): bigint[] => members.map(({ id }) => id)

test('members are listed by unsigned id', () => {
  assert.deepEqual(ids(cluster([member(1n << 63n), member(2n), member(1n)]).members()), [1n, 2n, 1n << 63n])
})

test('a member is added, promoted, moved, named, removed', () => {
  const membership = cluster()
  const added = membership.add(member(9n, { isLearner: true, name: '' }))
  assert.deepEqual('ok' in added && ids(added.ok), [1n, 2n, 3n, 9n])
  assert.ok('ok' in membership.promote(9n))
  assert.ok('ok' in membership.update(9n, ['http://new:1']))
  assert.deepEqual(membership.updateAttributes(9n, { name: 'nine', clientUrls: ['http://c:1'] }), {
    ok: { id: 9n, name: 'nine', peerUrls: ['http://new:1'], clientUrls: ['http://c:1'], isLearner: false },
  })
  assert.equal(membership.memberNamed('nine')?.id, 9n)
  const removed = membership.remove(9n)
  assert.deepEqual('ok' in removed && ids(removed.ok), [1n, 2n, 3n])
  assert.equal(membership.member(9n), undefined)
  assert.equal(membership.isRemoved(9n), true)
})

const refusals: { name: string; change: (membership: Membership) => unknown; want: string }[] = [
  { name: 'an id that is there', change: (m) => m.add(member(1n, { peerUrls: ['http://x:1'] })), want: 'MemberExist' },
  {
    name: 'a URL that is taken',
    change: (m) => m.add(member(9n, { peerUrls: ['http://m2:2380'] })),
    want: 'PeerUrlExist',
  },
  { name: 'a removed id', change: (m) => m.add(member(8n)), want: 'MemberNotFound' },
  { name: 'removing a removed one', change: (m) => m.remove(8n), want: 'MemberNotFound' },
  { name: 'removing an unknown one', change: (m) => m.remove(9n), want: 'MemberNotFound' },
  { name: 'promoting a voter', change: (m) => m.promote(1n), want: 'MemberNotLearner' },
  { name: 'promoting an unknown one', change: (m) => m.promote(9n), want: 'MemberNotFound' },
  { name: 'moving to a taken URL', change: (m) => m.update(1n, ['http://m2:2380']), want: 'PeerUrlExist' },
  { name: 'moving a removed one', change: (m) => m.update(8n, ['http://x:1']), want: 'MemberNotFound' },
  {
    name: 'naming a removed one',
    change: (m) => m.updateAttributes(8n, { name: 'x', clientUrls: [] }),
    want: 'MemberNotFound',
  },
]
for (const { name, change, want } of refusals) {
  test(`refused, and nothing written: ${name}`, () => {
    const membership = cluster([member(1n), member(2n), member(3n), member(8n)])
    membership.remove(8n)
    membership.takeOps()
    const before = membership.members()
    assert.deepEqual(change(membership), { failed: want })
    assert.deepEqual(membership.takeOps(), [])
    assert.deepEqual(membership.members(), before)
  })
}

test('a member may keep its own URLs, and take those of one that left', () => {
  const membership = cluster()
  assert.ok('ok' in membership.update(1n, ['http://m1:2380', 'http://x:1']))
  membership.remove(2n)
  assert.ok('ok' in membership.add(member(9n, { peerUrls: ['http://m2:2380'] })))
})

test('versions and downgrades come and go', () => {
  const membership = cluster()
  assert.equal(membership.version, undefined)
  assert.deepEqual(membership.setVersion('3.6.0'), { from: undefined, to: '3.6.0' })
  assert.deepEqual(membership.setVersion('3.7.0'), { from: '3.6.0', to: '3.7.0' })
  assert.deepEqual(membership.downgrade, { enabled: false, targetVersion: '' })
  membership.setDowngrade('3.6.0')
  assert.deepEqual(membership.downgrade, { enabled: true, targetVersion: '3.6.0' })
  membership.setDowngrade('')
  membership.setDowngrade('')
  assert.deepEqual(membership.downgrade, { enabled: false, targetVersion: '' })
})

/** An engine that holds what the ops say. */
function engineOf(ops: readonly WriteOp[]): Scanned {
  const all = new Map<string, Row>()
  for (const { key, value } of ops) {
    if (value === undefined) all.delete(key.toString('latin1'))
    else all.set(key.toString('latin1'), { key, value })
  }
  return {
    async *scan({ from, to }: KeyRange) {
      const inside = [...all.values()].filter(({ key }) => key.compare(from) >= 0 && key.compare(to) < 0)
      if (inside.length > 0) yield inside.sort((a, b) => a.key.compare(b.key))
    },
  }
}

test('what was written restores the same membership and row counts', async () => {
  const id = fc.bigInt({ min: 1n, max: 6n })
  const version = fc.constantFrom('', '3.6.0', '3.7.0')
  const change = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), id, isLearner: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('remove' as const, 'promote' as const, 'name' as const), id }),
    fc.record({ kind: fc.constant('move' as const), id, to: id }),
    fc.record({ kind: fc.constant('version' as const), to: version }),
    fc.record({ kind: fc.constant('downgrade' as const), to: version }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      const counts = new Counts()
      const membership = new Membership(counts)
      membership.bootstrap(77n, [member(1n), member(1n << 63n)])
      for (const one of changes) {
        if (one.kind === 'add') membership.add(member(one.id, { isLearner: one.isLearner, name: '' }))
        else if (one.kind === 'move') membership.update(one.id, [`http://m${one.to}:1`])
        else if (one.kind === 'version') membership.setVersion(one.to)
        else if (one.kind === 'downgrade') membership.setDowngrade(one.to)
        else if (one.kind === 'remove') membership.remove(one.id)
        else if (one.kind === 'promote') membership.promote(one.id)
        else membership.updateAttributes(one.id, { name: 'x', clientUrls: ['http://c:1'] })
      }
      const restoredCounts = new Counts()
      const restored = new Membership(restoredCounts)
      await restored.restore(engineOf(membership.takeOps()))
      assert.deepEqual(restored.members(), membership.members())
      assert.equal(restored.clusterId, 77n)
      assert.equal(restored.version, membership.version)
      assert.deepEqual(restored.downgrade, membership.downgrade)
      for (let id = 1n; id <= 6n; id++) assert.equal(restored.isRemoved(id), membership.isRemoved(id))
      assert.deepEqual(restoredCounts.frozen(), counts.frozen())
    }),
  )
})
