/**
 * A process that runs its share of the seeds: every `stride`-th from `first` on. The share comes as its only argument.
 * It ends when its share is done, or when whoever started it hangs up.
 */
import { setImmediate } from 'node:timers/promises'
import type { BrokenRule } from './broken-rules.ts'
import { type Failure, runSeed } from './run-seed.ts'

export interface Share {
  readonly first: number
  readonly stride: number
  /** The last seed, if there is one. */
  readonly last?: number
  readonly steps: number
  readonly broken?: BrokenRule
}

/** Sent after each few seeds, and for each failure. */
export interface Report {
  readonly runs: number
  readonly failure?: Failure
}

/** Seeds between two reports. */
const reportEvery = 20

let heard = true

function report(message: Report): void {
  process.send?.(message, undefined, undefined, (error) => {
    // Whoever hung up has what it wanted.
    if (error !== null) heard = false
  })
}

const { first, stride, last, steps, broken } = JSON.parse(process.argv[2] ?? '') as Share
let runs = 0
for (let seed = first; heard && process.connected && (last === undefined || seed <= last); seed += stride) {
  const { failure } = runSeed(seed, { steps, broken })
  runs++
  if (failure !== undefined || runs === reportEvery) {
    report({ runs, ...(failure && { failure }) })
    runs = 0
  }
  // Lets the process notice that nobody listens any more.
  await setImmediate()
}
report({ runs })
if (process.connected) process.disconnect()
