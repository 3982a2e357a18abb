/**
 * Storage work as messages, so that it may be acknowledged later and while other work goes on (Raft thesis 10.2.1: a
 * leader writes to its disk in parallel with replicating).
 */
import type { Core } from './core.ts'
import { appendThread, applyThread, type Entry } from './entry.ts'
import { draft, type Message } from './message.ts'
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
  const message = draft('MsgStorageAppend', appendThread)
  message.from = core.id
  message.entries = entries
  if (hardState !== undefined) {
    message.term = hardState.term
    message.vote = hardState.vote
    message.commit = hardState.commit
  }
  message.snapshot = snapshot
  message.responses = response === undefined ? waiting : [...waiting, response]
  return message
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
  const message = draft('MsgStorageAppendResp', core.id)
  message.from = appendThread
  message.term = core.term
  message.snapshot = snapshot
  if (unstable) {
    message.index = core.log.lastIndex
    message.logTerm = core.log.knownTerm(message.index)
  }
  return message
}

/** The request to apply `entries`. What is committed stands in no term. */
export function storageApply(core: Core, entries: readonly Entry[]): Message {
  const message = draft('MsgStorageApply', applyThread)
  message.from = core.id
  message.entries = entries
  message.responses = [storageApplyResponse(core, entries)]
  return message
}

/** Tells this member that `entries` are applied. */
export function storageApplyResponse(core: Core, entries: readonly Entry[]): Message {
  const message = draft('MsgStorageApplyResp', core.id)
  message.from = applyThread
  message.entries = entries
  return message
}
