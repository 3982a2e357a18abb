/**
 * Rules broken on purpose, to show that the simulation would notice. The core has no switch for it: the rules are
 * replaced from outside, for the time of one run, or the disk lies.
 */
import { Log } from '../../../src/raft/log.ts'

export type BrokenRule = 'count-old-terms' | 'vote-without-check' | 'skip-fsync'

export const brokenRules: Record<BrokenRule, string> = {
  'count-old-terms': 'a leader commits an entry of an earlier term by counting (Raft paper 5.4.2, figure 8)',
  'vote-without-check': 'a vote is granted to a candidate whose log is behind (Raft paper 5.4.1)',
  'skip-fsync': 'a disk says that a write is durable before it is (Raft thesis 3.8)',
}

/** Runs `act` while `rule` is broken in this thread. `skip-fsync` is the disk's matter, see `LyingDisk`. */
export function whileBroken<T>(rule: BrokenRule | undefined, act: () => T): T {
  const { tryCommit } = Log.prototype
  const { isUpToDate } = Log.prototype
  if (rule === 'count-old-terms') {
    Log.prototype.tryCommit = function (this: Log, { index }) {
      if (index <= this.committed) return false
      this.commitTo(index)
      return true
    }
  }
  if (rule === 'vote-without-check') Log.prototype.isUpToDate = () => true
  try {
    return act()
  } finally {
    Log.prototype.tryCommit = tryCommit
    Log.prototype.isUpToDate = isUpToDate
  }
}
