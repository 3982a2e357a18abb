import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defined } from '../base/assert.ts'
import { emptyConfState } from './conf-state.ts'
import { appendThread } from './entry.ts'
import { MemoryStorage } from './memory-storage.ts'
import type { Message } from './message.ts'
import { RawNode } from './raw-node.ts'

/** What a campaign hands out: what leaves at once, and what waits for the disk. */
function campaign(options: { readonly preVote: boolean; readonly voteRequestsBeforeWrite?: boolean }): {
  readonly node: RawNode
  readonly atOnce: readonly Message[]
  readonly afterWrite: readonly Message[]
} {
  const storage = new MemoryStorage()
  storage.bootstrap({ ...emptyConfState, voters: [1n, 2n, 3n] })
  const node = new RawNode({
    id: 1n,
    electionTicks: 10,
    heartbeatTicks: 1,
    storage,
    asyncStorageWrites: true,
    random: () => 0,
    ...options,
  })
  node.campaign()
  const { messages } = node.ready()
  const write = defined(
    messages.find(({ to }) => to === appendThread),
    'a campaign writes',
  )
  return { node, atOnce: messages.filter((message) => message !== write), afterWrite: write.responses }
}

function describe(messages: readonly Message[]): string[] {
  return messages.map(({ type, to }) => `${type} to ${to}`)
}

test('a candidate asks for votes when its term, its vote and its log are durable: a crash may not undo them', () => {
  const { node, atOnce, afterWrite } = campaign({ preVote: false })
  assert.deepEqual(describe(atOnce), [])
  assert.deepEqual(describe(afterWrite).slice(0, 3), ['MsgVoteResp to 1', 'MsgVote to 2', 'MsgVote to 3'])
  assert.equal(node.basicStatus().role, 'candidate')
})

test('a pre-vote changes nothing that could be forgotten, and does not wait', () => {
  const { atOnce } = campaign({ preVote: true })
  assert.deepEqual(describe(atOnce), ['MsgPreVote to 2', 'MsgPreVote to 3'])
})

test("etcd's order of messages can be had", () => {
  const { atOnce } = campaign({ preVote: false, voteRequestsBeforeWrite: true })
  assert.deepEqual(describe(atOnce), ['MsgVote to 2', 'MsgVote to 3'])
})
