import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameConfState } from './conf-state.ts'
import {
  appendThread,
  applyThread,
  entryBytes,
  isLocalThread,
  noData,
  totalDataBytes,
  totalEntryBytes,
} from './entry.ts'

// The sizes of etcd's raftpb.Entry with type, term, index and, unless empty, data.
const sizes = [
  { term: 0, index: 0, bytes: 0, want: 6 },
  { term: 1, index: 127, bytes: 1, want: 9 },
  { term: 1, index: 128, bytes: 127, want: 136 },
  { term: 300, index: 16_384, bytes: 128, want: 140 },
  { term: 1, index: 2_097_152, bytes: 0, want: 9 },
  { term: 1, index: 268_435_456, bytes: 0, want: 10 },
  { term: 1, index: Number.MAX_SAFE_INTEGER, bytes: 0, want: 13 },
]
for (const { term, index, bytes, want } of sizes) {
  test(`an entry of term ${term} at ${index} with ${bytes} bytes of data counts ${want}`, () => {
    const entry = { term, index, type: 'normal', data: Buffer.alloc(bytes) } as const
    assert.equal(entryBytes(entry), want)
    assert.equal(totalEntryBytes([entry, entry]), 2 * want)
    assert.equal(totalDataBytes([entry, entry]), 2 * bytes)
  })
}

test('only the two reserved ids stand for threads', () => {
  assert.deepEqual([appendThread, applyThread, 0n, 1n, applyThread - 1n].map(isLocalThread), [
    true,
    true,
    false,
    false,
    false,
  ])
  assert.equal(noData.length, 0)
})

test('configurations are the same whatever the order of their ids', () => {
  const state = { voters: [1n, 2n], learners: [3n], votersOutgoing: [], learnersNext: [], autoLeave: false }
  assert.equal(sameConfState(state, { ...state, voters: [2n, 1n] }), true)
  assert.equal(sameConfState(state, { ...state, voters: [2n, 3n] }), false)
  assert.equal(sameConfState(state, { ...state, learners: [] }), false)
  assert.equal(sameConfState(state, { ...state, votersOutgoing: [1n] }), false)
  assert.equal(sameConfState(state, { ...state, learnersNext: [1n] }), false)
  assert.equal(sameConfState(state, { ...state, autoLeave: true }), false)
})
