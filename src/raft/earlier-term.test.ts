import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyConfState } from './conf-state.ts'
import { MemoryStorage } from './memory-storage.ts'
import { newMessage } from './message.ts'
import { RawNode } from './raw-node.ts'

const rows = [
  { name: 'a learner, which cannot campaign, tells the leader of an earlier term to give way', id: 2n, answers: true },
  { name: 'a voter lets its next campaign say so', id: 3n, answers: false },
]
for (const { name, id, answers } of rows) {
  test(`without pre-vote and CheckQuorum: ${name} (Raft paper 5.1)`, () => {
    const storage = new MemoryStorage()
    storage.bootstrap({ ...emptyConfState, voters: [1n, 3n], learners: [2n] })
    storage.setHardState({ term: 8, vote: 0n, commit: 0 })
    const settings = { electionTicks: 10, heartbeatTicks: 1, preVote: false, checkQuorum: false, random: () => 0 }
    const node = new RawNode({ id, storage, ...settings })
    node.step(newMessage({ type: 'MsgHeartbeat', to: id, from: 1n, term: 7 }))
    const messages = node.hasReady() ? node.ready().messages : []
    const want = answers ? [['MsgAppResp', 1n, 8]] : []
    assert.deepEqual(
      messages.map(({ type, to, term }) => [type, to, term]),
      want,
    )
  })
}
