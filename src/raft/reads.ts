/**
 * Linearizable reads: who answers them, and when (Raft thesis 6.4). `ReadIndex` counts the rounds.
 */
import type { Core, Leading } from './core.ts'
import type { Index } from './entry.ts'
import { newMessage } from './message.ts'
import type { ReadRequest } from './read-index.ts'
import { broadcastHeartbeat } from './replication.ts'

/** A read at the leader, its own or one that a follower passed on. */
export function requestRead(core: Core, leading: Leading, read: ReadRequest): void {
  // Before an entry of its term is committed a leader does not know how far its predecessors committed (thesis 6.4, 1).
  if (!committedInTerm(core)) {
    leading.reads.postpone(read)
    return
  }
  const { committed } = core.log
  if (decidesAlone(core) || leading.reads.hasLease(leading.ticks)) answerRead(core, read, committed)
  else leading.reads.add(read, committed)
}

/** The first entry of the term is committed: reads that came too early go on. */
export function releasePostponedReads(core: Core, leading: Leading): void {
  if (!leading.reads.hasPostponed || !committedInTerm(core)) return
  for (const read of leading.reads.takePostponed()) requestRead(core, leading, read)
}

/** One round of heartbeats for all reads that gathered; called when messages are about to leave. */
export function startReadRound(core: Core): void {
  if (core.state.role === 'leader' && core.state.reads.wantsRound) broadcastHeartbeat(core, core.state)
}

/** The read may be carried out here, or where it came from, once everything up to `index` is applied there. */
export function answerRead(core: Core, { from, context }: ReadRequest, index: Index): void {
  if (from === core.id) core.readStates.push({ index, context })
  else core.send(newMessage({ type: 'MsgReadIndexResp', to: from, index, context }))
}

function committedInTerm({ log, term }: Core): boolean {
  return log.term(log.committed) === term
}

/** The only voter is its own majority, unless it is another one: a leader may have been removed. */
function decidesAlone({ tracker, id }: Core): boolean {
  return tracker.isSingleton() && tracker.config.voters.incoming[0] === id
}
