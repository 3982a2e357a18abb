/**
 * `--auto-compaction-mode` and `--auto-compaction-retention` together: how much history to keep.
 */
import { parseDuration } from './go-values.ts'
import { type Line, reason, unverified } from './refusal.ts'

export type AutoCompaction =
  | { readonly mode: 'off' }
  | { readonly mode: 'periodic'; readonly periodMs: number }
  | { readonly mode: 'revision'; readonly revisions: number }

/** @throws Refusal in etcd's words */
export function parseAutoCompaction(
  mode: string,
  retention: string,
): { autoCompaction: AutoCompaction; log: readonly Line[] } {
  if (mode === '') throw unverified('undefined auto-compaction-mode')
  if (mode !== 'periodic' && mode !== 'revision') {
    throw unverified(`unknown auto-compaction-mode ${JSON.stringify(mode)}`)
  }
  const bare = /^\+?\d+$/.test(retention) ? Number(retention) : undefined
  if (bare === 0) return { autoCompaction: { mode: 'off' }, log: [] }
  const periodMs = bare === undefined ? retentionMs(retention) : bare * 3_600_000
  if (periodMs <= 0) return { autoCompaction: { mode: 'off' }, log: [] }
  if (mode === 'periodic') return { autoCompaction: { mode, periodMs }, log: [] }
  if (bare !== undefined) return { autoCompaction: { mode, revisions: bare }, log: [] }
  // etcd takes the nanoseconds of the duration for a number of revisions, and so keeps everything, in effect.
  const msg =
    '--auto-compaction-mode=revision and a duration as --auto-compaction-retention disagree: nothing is compacted'
  const line: Line = { level: 'warn', msg, fields: { 'auto-compaction-retention': retention } }
  return { autoCompaction: { mode, revisions: Math.round(periodMs * 1e6) }, log: [line] }
}

function retentionMs(text: string): number {
  try {
    return parseDuration(text)
  } catch (cause) {
    throw unverified(`error parsing CompactionRetention: ${reason(cause)}`, { cause })
  }
}
