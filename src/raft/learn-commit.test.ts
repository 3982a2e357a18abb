import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeConfChange } from './conf-change-codec.ts'
import { emptyConfState } from './conf-state.ts'
import { type Entry, noData } from './entry.ts'
import { MemoryStorage } from './memory-storage.ts'
import type { Message } from './message.ts'
import { RawNode } from './raw-node.ts'

const remove = { type: 'removeNode', nodeId: 2n, id: 0n, context: noData } as const
const both = { ...emptyConfState, voters: [1n, 2n] }
const removal: Entry = { term: 2, index: 11, ...encodeConfChange(remove) }
const tail: Entry = { term: 2, index: 12, type: 'normal', data: noData }

/** A member that has applied everything up to `commit`. */
function member(id: bigint, entries: readonly Entry[], { term, commit }: { term: number; commit: number }) {
  const storage = new MemoryStorage()
  storage.applySnapshot({ index: 10, term: 2, confState: both, data: noData })
  storage.append(entries)
  storage.setHardState({ term, vote: 0n, commit })
  const node = new RawNode({
    id,
    electionTicks: 10,
    heartbeatTicks: 1,
    storage,
    applied: 10,
    maxInflightMessages: 8,
    random: () => 0,
  })
  carryOut(node, storage)
  return { node, storage }
}

/** Does all the work that `node` hands out; returns its messages. */
function carryOut(node: RawNode, storage: MemoryStorage): Message[] {
  const messages: Message[] = []
  while (node.hasReady()) {
    const ready = node.ready()
    storage.append(ready.entries)
    if (ready.hardState !== undefined) storage.setHardState(ready.hardState)
    messages.push(...ready.messages)
    for (const { index } of ready.committedEntries) if (index === removal.index) node.applyConfChange(remove)
    node.advance()
  }
  return messages
}

const rows = [
  { name: 'of the same term', term: 2 },
  { name: 'that is in an earlier term, as pre-votes raise none', term: 5 },
]
for (const { name, term } of rows) {
  test(`of two voters one is removed, and the other learns it from the refusal of one ${name}`, () => {
    const left = member(1n, [removal], { term, commit: 10 })
    const removed = member(2n, [removal, tail], { term: 2, commit: 11 })
    assert.deepEqual(removed.node.status().config.voters, [1n])

    left.node.campaign()
    for (let i = 0; i < 4; i++) {
      for (const message of carryOut(left.node, left.storage)) removed.node.step(message)
      for (const message of carryOut(removed.node, removed.storage)) left.node.step(message)
    }
    assert.equal(left.node.basicStatus().commit, 11)
    assert.deepEqual(left.node.status().config.voters, [1n])

    left.node.campaign()
    carryOut(left.node, left.storage)
    assert.equal(left.node.basicStatus().role, 'leader')
  })
}
