/**
 * Storage work as messages, so that it may be acknowledged later and while other work goes on (Raft thesis 10.2.1: a
 * leader writes to its disk in parallel with replicating).
 */
import type { Core } from './core.ts'
import { appendThread, applyThread, type Entry } from './entry.ts'
import { type Message, newMessage } from './message.ts'
import type { HardState, Snapshot } from './storage.ts'

/** What is to be made durable by one write. */
export interface Write {
  readonly entries: readonly Entry[]
  readonly hardState: HardState | undefined
  readonly snapshot: Snapshot | undefined
}

/**
 * The request to write, with everything that waits for it; undefined when nothing is to be written and nothing waits. An
 * empty write still stands in the row behind those before it, so that its responses tell the truth.
 */
export function storageAppend(core: Core, write: Write): Message | undefined {
  const { entries, hardState, snapshot } = write
  const waiting = core.messagesAfterAppend
  if (entries.length === 0 && hardState === undefined && snapshot === undefined && waiting.length === 0) {
    return undefined
  }
  // The acknowledgements come first: they still find the terms of the new entries in memory.
  const response = storageAppendResponse(core, write)
  return newMessage({
    type: 'MsgStorageAppend',
    to: appendThread,
    from: core.id,
    entries,
    ...(hardState === undefined ? {} : { term: hardState.term, vote: hardState.vote, commit: hardState.commit }),
    snapshot,
    responses: response === undefined ? waiting : [...waiting, response],
  })
}

/**
 * Tells this member that everything handed out so far is durable; undefined when it need not know.
 *
 * It names the last entry of the log, and the term in which it was asked for. Without the term, this could happen: a
 * leader's entries are being written here, a second leader replaces them, the first one returns and replaces them back.
 * The first write's acknowledgement would match the log again, while the second write is still on its way to storage and
 * would be read from there in between. A new leader means a new term, and an acknowledgement of an earlier term is
 * ignored.
 *
 * For the same reason it is sent with *every* write while something is unstable: after a change of term there is always
 * one (the term itself is written), and it acknowledges what the ignored one no longer could.
 */
export function storageAppendResponse(core: Core, { snapshot }: Write): Message | undefined {
  const unstable = !core.log.unstable.isEmpty
  if (!unstable && snapshot === undefined) return undefined
  const last = unstable ? core.log.lastId : undefined
  return newMessage({
    type: 'MsgStorageAppendResp',
    to: core.id,
    from: appendThread,
    term: core.term,
    index: last?.index ?? 0,
    logTerm: last?.term ?? 0,
    snapshot,
  })
}

/** The request to apply `entries`. What is committed stands in no term. */
export function storageApply(core: Core, entries: readonly Entry[]): Message {
  return newMessage({
    type: 'MsgStorageApply',
    to: applyThread,
    from: core.id,
    entries,
    responses: [storageApplyResponse(core, entries)],
  })
}

/** Tells this member that `entries` are applied. */
export function storageApplyResponse(core: Core, entries: readonly Entry[]): Message {
  return newMessage({ type: 'MsgStorageApplyResp', to: core.id, from: applyThread, entries })
}
