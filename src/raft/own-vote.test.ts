import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defined } from '../base/assert.ts'
import { emptyConfState } from './conf-state.ts'
import { appendThread } from './entry.ts'
import { MemoryStorage } from './memory-storage.ts'
import { newMessage } from './message.ts'
import { RawNode } from './raw-node.ts'

test('with asynchronous storage a candidate leads only when its own vote is durable', () => {
  const storage = new MemoryStorage()
  storage.bootstrap({ ...emptyConfState, voters: [1n, 2n, 3n] })
  const node = new RawNode({
    id: 1n,
    electionTicks: 10,
    heartbeatTicks: 1,
    storage,
    asyncStorageWrites: true,
    preVote: false,
    maxInflightMessages: 8,
    random: () => 0,
  })
  node.campaign()
  const write = defined(
    node.ready().messages.find(({ to }) => to === appendThread),
    'the vote is to be written',
  )

  for (const from of [2n, 3n]) node.step(newMessage({ type: 'MsgVoteResp', to: 1n, from, term: 1 }))
  // Nothing of term 1 is on disk: after a crash this member could be elected in term 1 once more.
  assert.equal(node.basicStatus().role, 'candidate')

  for (const response of write.responses) node.step(response)
  assert.equal(node.basicStatus().role, 'leader')
})
