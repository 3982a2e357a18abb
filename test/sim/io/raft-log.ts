/**
 * The log as Raft means it, without disk: what the log on disk must say after a start. And a member that never tires of
 * writing to it: appends, new leaders that overrule, snapshots taken and received.
 */
import { defined } from '../../../src/base/assert.ts'
import type { HardState, LogEntry, LogWrite, SnapshotMark } from '../../../src/wal/entry.ts'
import type { SeededEntropy } from './entropy.ts'

export type LogCommand =
  | { readonly kind: 'append'; readonly write: LogWrite }
  | { readonly kind: 'mark'; readonly mark: SnapshotMark }

/** What a start finds. */
export interface LogContent {
  readonly hardState: HardState
  readonly snapshot: SnapshotMark
  readonly entries: readonly LogEntry[]
}

export const emptyLog: LogContent = {
  hardState: { term: 0, vote: 0n, commit: 0 },
  snapshot: { index: 0, term: 0, data: Buffer.alloc(0) },
  entries: [],
}

export function lastIndexOf({ snapshot, entries }: LogContent): number {
  return entries.at(-1)?.index ?? snapshot.index
}

export function carriedOut(log: LogContent, command: LogCommand): LogContent {
  if (command.kind === 'mark') {
    const entries = log.entries.filter(({ index }) => index > command.mark.index)
    return { ...log, snapshot: command.mark, entries }
  }
  const { snapshot, entries, hardState } = command.write
  const before = snapshot === undefined ? log : { ...log, snapshot, entries: [] }
  const first = entries[0]?.index ?? Number.POSITIVE_INFINITY
  return {
    hardState: hardState ?? before.hardState,
    snapshot: before.snapshot,
    entries: [...before.entries.filter(({ index }) => index < first), ...entries],
  }
}

/** What a member might do next; most often append. Sizes reach over several sectors, and some values are all zeros. */
export function drawCommand(random: SeededEntropy, log: LogContent): LogCommand {
  const last = lastIndexOf(log)
  const { commit } = log.hardState
  if (random.chance(0.1) && commit > log.snapshot.index) {
    const index = log.snapshot.index + 1 + random.below(commit - log.snapshot.index)
    const { term } = defined(log.entries[index - log.snapshot.index - 1], 'an entry at each index', index)
    return { kind: 'mark', mark: { index, term, data: random.bytes(random.below(40)) } }
  }
  const term = log.hardState.term + (random.chance(0.15) ? 1 : 0) || 1
  if (random.chance(0.05)) {
    const snapshot = { index: last + 1 + random.below(20), term, data: random.bytes(random.below(40)) }
    const hardState = { term, vote: random.u64(), commit: snapshot.index }
    return { kind: 'append', write: { snapshot, entries: [], hardState, mustSync: true } }
  }
  const isOverruled = random.chance(0.15) && last > commit
  const first = isOverruled ? commit + 1 + random.below(last - commit) : last + 1
  const entries = Array.from({ length: random.below(4) }, (_, i) => drawEntry(random, { term, index: first + i }))
  const lastAfter = entries.length === 0 ? last : first + entries.length - 1
  const committed = commit + random.below(lastAfter - commit + 1)
  const hardState = random.chance(0.6) ? { term, vote: random.u64(), commit: committed } : undefined
  return { kind: 'append', write: { entries, hardState, mustSync: entries.length > 0 || random.chance(0.5) } }
}

function drawEntry(random: SeededEntropy, { term, index }: { term: number; index: number }): LogEntry {
  const size = random.below(random.chance(0.2) ? 2_000 : 60)
  const data = random.chance(0.2) ? Buffer.alloc(size) : random.bytes(size)
  return { term, index, type: random.chance(0.1) ? 'confChangeV2' : 'normal', data }
}
