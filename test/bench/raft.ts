/**
 * How fast the Raft core commits: three members in one process and on one core, storage in memory, messages handed over
 * as objects. What is measured is the core alone: no codec, no disk, no network.
 *
 *   npm run bench:raft                 all rows
 *   npm run bench:raft -- --seconds 5  longer rows
 *   npm run bench:raft -- --min 500000 exit code 1 when the row of 1,000 entries a batch stays below
 */
import { parseArgs } from 'node:util'
import { defined } from '../../src/base/assert.ts'
import { appendThread, applyThread, type MemberId } from '../../src/raft/entry.ts'
import { MemoryStorage } from '../../src/raft/memory-storage.ts'
import type { Message } from '../../src/raft/message.ts'
import { RawNode } from '../../src/raft/raw-node.ts'

const voters: readonly MemberId[] = [1n, 2n, 3n]
/** The log is cut when it is this long, so that a run measures a steady state. */
const keepEntries = 50_000

class Group {
  readonly #nodes = new Map<MemberId, RawNode>()
  readonly #storages = new Map<MemberId, MemoryStorage>()
  /** Entries that the first member, the leader, has applied. */
  applied = 0
  readyCycles = 0
  messages = 0

  constructor() {
    for (const id of voters) {
      const storage = new MemoryStorage()
      storage.bootstrap({ voters, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false })
      this.#storages.set(id, storage)
      this.#nodes.set(
        id,
        new RawNode({
          id,
          storage,
          electionTicks: 10,
          heartbeatTicks: 1,
          asyncStorageWrites: true,
          maxSizePerMessage: 1024 * 1024,
          maxCommittedSizePerReady: 64 * 1024 * 1024,
          maxInflightMessages: 256,
          checkQuorum: true,
          preVote: true,
          random: () => 0,
        }),
      )
    }
    this.leader.campaign()
    this.settle()
  }

  get leader(): RawNode {
    return this.#node(1n)
  }

  /** Hands everything over until nobody has work left. */
  settle(): void {
    for (let busy = true; busy; ) {
      busy = false
      for (const [id, node] of this.#nodes) {
        if (!node.hasReady()) continue
        busy = true
        this.readyCycles++
        for (const message of node.ready().messages) this.#handle(id, node, message)
      }
    }
  }

  #handle(id: MemberId, node: RawNode, message: Message): void {
    this.messages++
    if (message.to === appendThread) this.#write(id, message)
    else if (message.to === applyThread) {
      if (id === 1n) this.applied += message.entries.length
      for (const response of message.responses) node.step(response)
    } else this.#node(message.to).step(message)
  }

  #write(id: MemberId, { term, vote, commit, entries, responses }: Message): void {
    const storage = defined(this.#storages.get(id), 'each member has a storage', id)
    if (term !== 0) storage.setHardState({ term, vote, commit })
    storage.append(entries)
    const { applied } = this.#node(id).basicStatus()
    if (applied - storage.firstIndex() > 2 * keepEntries) storage.compact(applied - keepEntries)
    for (const response of responses) this.#node(response.to).step(response)
  }

  #node(id: MemberId): RawNode {
    return defined(this.#nodes.get(id), 'each member has a node', id)
  }
}

interface Row {
  readonly batchEntries: number
  readonly entriesPerSecond: number
  readonly cyclesPerSecond: number
  readonly messagesPerBatch: number
}

function measure(batchEntries: number, seconds: number): Row {
  const group = new Group()
  const value = Buffer.alloc(256, 'x')
  const batch: Buffer[] = new Array(batchEntries).fill(value)
  const runFor = (ms: number) => {
    const end = performance.now() + ms
    let batches = 0
    while (performance.now() < end) {
      for (let i = 0; i < 10; i++) {
        group.leader.propose(batch)
        group.settle()
        batches++
      }
    }
    return batches
  }
  runFor(500)

  const before = { applied: group.applied, cycles: group.readyCycles, messages: group.messages }
  const start = performance.now()
  const batches = runFor(seconds * 1000)
  const elapsed = (performance.now() - start) / 1000
  const applied = group.applied - before.applied
  return {
    batchEntries,
    entriesPerSecond: applied / elapsed,
    cyclesPerSecond: (group.readyCycles - before.cycles) / elapsed,
    messagesPerBatch: (group.messages - before.messages) / batches,
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

const { values } = parseArgs({ options: { seconds: { type: 'string' }, min: { type: 'string' } } })
const seconds = Number(values.seconds ?? 2)
const target = Number(values.min ?? 0)
print('3 members, one process, memory storage, 256-byte values, asynchronous storage writes')
print(' entries/batch     entries/s   ready cycles/s  messages/batch')
for (const batchEntries of [1, 10, 100, 1000, 10_000]) {
  const row = measure(batchEntries, seconds)
  const columns = [row.entriesPerSecond, row.cyclesPerSecond, row.messagesPerBatch].map((each) =>
    Math.round(each).toLocaleString('en').padStart(15),
  )
  print(`${batchEntries.toLocaleString('en').padStart(14)}${columns.join('')}`)
  if (batchEntries === 1000 && row.entriesPerSecond < target) {
    print(`below ${target.toLocaleString('en')} entries/s`)
    process.exitCode = 1
  }
}
