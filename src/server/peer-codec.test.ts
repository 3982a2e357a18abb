import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RaftMessage } from '../generated/keelson/peer.ts'
import { DecodeError } from '../generated/runtime/codec.ts'
import { isStorageMessage, type MessageType, newMessage } from '../raft/message.ts'
import { peerCodec } from './peer-codec.ts'

const kinds: readonly MessageType[] = [
  'MsgApp',
  'MsgAppResp',
  'MsgHeartbeat',
  'MsgHeartbeatResp',
  'MsgVote',
  'MsgVoteResp',
  'MsgPreVote',
  'MsgPreVoteResp',
  'MsgSnap',
  'MsgProp',
  'MsgReadIndex',
  'MsgReadIndexResp',
  'MsgTransferLeader',
  'MsgTimeoutNow',
]

const id = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const count = fc.maxSafeNat()
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))
const plain = { noNullPrototype: true } as const
const entry = fc.record(
  {
    term: count,
    index: count,
    type: fc.constantFrom('normal' as const, 'confChange' as const, 'confChangeV2' as const),
    data: bytes,
  },
  plain,
)
const confState = fc.record(
  {
    voters: fc.array(id, { maxLength: 5 }),
    learners: fc.array(id, { maxLength: 2 }),
    votersOutgoing: fc.array(id, { maxLength: 2 }),
    learnersNext: fc.array(id, { maxLength: 2 }),
    autoLeave: fc.boolean(),
  },
  plain,
)
const message = fc
  .record({
    type: fc.constantFrom(...kinds),
    to: id,
    from: id,
    term: count,
    logTerm: count,
    index: count,
    entries: fc.array(entry, { maxLength: 5 }),
    commit: count,
    snapshot: fc.option(fc.record({ index: count, term: count, confState, data: bytes }, plain), { nil: undefined }),
    reject: fc.boolean(),
    rejectHint: count,
    context: bytes.map((buffer) => buffer.toString('latin1')),
  })
  .map(newMessage)

test('a message arrives as it was sent, whatever stands before and behind it', () => {
  fc.assert(
    fc.property(message, fc.nat(20), fc.nat(20), (sent, before, behind) => {
      const encoded = peerCodec.encode(sent, before)
      const buffer = Buffer.concat([encoded, Buffer.alloc(behind, 0xff)])
      assert.deepEqual(peerCodec.decode(buffer, before, encoded.length), sent)
    }),
    { numRuns: 500 },
  )
})

test('a heartbeat and an acknowledgement are small', () => {
  const ids = { to: 2n ** 63n, from: 2n ** 64n - 1n, term: 7 }
  assert.ok(peerCodec.encode(newMessage({ type: 'MsgHeartbeat', ...ids, commit: 1_000_000 })).length < 32)
  assert.ok(peerCodec.encode(newMessage({ type: 'MsgAppResp', ...ids, index: 1_000_000 })).length < 32)
})

test('kinds and configurations that this version does not know are refused', () => {
  const rows = [
    RaftMessage.encode({ to: 1n }),
    RaftMessage.encode({ type: 99 as 1 }),
    RaftMessage.encode({ type: 1, entries: [{ type: 9 as 1 }] }),
    RaftMessage.encode({ type: 9, snapshot: { index: 1 } }),
  ]
  for (const row of rows) assert.throws(() => peerCodec.decode(row, 0, row.length), DecodeError)
})

test('what is for our own threads never leaves', () => {
  const own: MessageType[] = ['MsgStorageAppend', 'MsgStorageAppendResp', 'MsgStorageApply', 'MsgStorageApplyResp']
  for (const type of own) {
    assert.ok(isStorageMessage(type))
    assert.throws(() => peerCodec.encode(newMessage({ type, to: 1n })), /stays here/)
  }
})
