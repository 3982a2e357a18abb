/**
 * What a leader sends to keep the others' logs like its own (Raft paper 5.3), and how much of it at a time.
 */
import { assert } from '../base/assert.ts'
import type { Core, Leading } from './core.ts'
import { type Index, type MemberId, noEntries, totalDataBytes } from './entry.ts'
import { draft, newMessage } from './message.ts'
import type { Progress } from './progress.ts'

/** To everybody: the entries they lack, or at least the commit index. */
export function broadcastAppend(core: Core): void {
  for (const [id, progress] of core.tracker.progress) {
    if (id !== core.id) sendAppend(core, id, progress)
  }
}

/** Sends entries, or an append without any, which still carries the commit index and checks where the logs meet. */
export function sendAppend(core: Core, to: MemberId, progress: Progress): void {
  trySendAppend(core, to, progress, true)
}

/** Sends entries if there are any to send; true when a message left, so that there may be more. */
export function sendNextEntries(core: Core, to: MemberId, progress: Progress): boolean {
  return trySendAppend(core, to, progress, false)
}

function trySendAppend(core: Core, to: MemberId, progress: Progress, evenEmpty: boolean): boolean {
  if (progress.paused) return false
  const { log } = core
  const previous = progress.next - 1
  const previousTerm = log.term(previous)
  if (typeof previousTerm !== 'number') return trySendSnapshot(core, to, progress)

  // A full window lets empty appends through (each heartbeat's answer opens it for one): if all that is in flight got
  // lost, the refusal of an empty one is how the leader learns it.
  const mayHold = !progress.inflightFull
  const entries = mayHold ? log.entries(progress.next, core.settings.maxSizePerMessage) : noEntries
  if (entries === 'compacted') return trySendSnapshot(core, to, progress)
  if (entries.length === 0 && !evenEmpty) return false

  const append = draft('MsgApp', to)
  append.index = previous
  append.logTerm = previousTerm
  append.entries = entries
  append.commit = log.committed
  core.send(append)
  progress.sentEntries(entries.length, totalDataBytes(entries))
  progress.sentCommit(log.committed)
  return true
}

/** The follower needs entries that are gone (Raft paper 7). Not to one that is silent: it could not take it. */
function trySendSnapshot(core: Core, to: MemberId, progress: Progress): boolean {
  if (!progress.recentActive) return false
  const snapshot = core.log.snapshot()
  if (snapshot === 'unavailable') return false
  assert(snapshot.index > 0, 'where entries are gone there is a snapshot', to)
  core.note('info', 'sends a snapshot', { to, index: snapshot.index, match: progress.match })
  progress.becomeSnapshot(snapshot.index)
  core.send(newMessage({ type: 'MsgSnap', to, snapshot }))
  return true
}

/**
 * Tells everybody that the leader is there (Raft paper 5.2). A heartbeat does not check where the logs meet, so it
 * commits no further than they are known to match.
 */
export function broadcastHeartbeat(core: Core, leading: Leading): void {
  const context = leading.reads.startRound(leading.ticks)
  for (const [id, progress] of core.tracker.progress) {
    if (id === core.id) continue
    const heartbeat = draft('MsgHeartbeat', id)
    heartbeat.commit = Math.min(progress.match, core.log.committed)
    heartbeat.context = context
    core.send(heartbeat)
    progress.sentCommit(heartbeat.commit)
  }
}

/** Says that the log here equals the leader's up to `index`; to be believed once that is durable, see `Core.send`. */
export function acknowledge(core: Core, leader: MemberId, index: Index): void {
  const response = draft('MsgAppResp', leader)
  response.index = index
  core.send(response)
}
