/** One seed, from its start to its recovery. */
import { type BrokenRule, whileBroken } from './broken-rules.ts'
import { type Census, emptyCensus } from './census.ts'
import { Simulation } from './simulation.ts'

/** Steps with faults; recovery comes on top. */
export const defaultSteps = 2_000

export interface Failure {
  readonly seed: number
  readonly step: number
  /** What went wrong, with where it was noticed. */
  readonly what: string
}

export interface RunOptions {
  readonly steps: number
  readonly broken: BrokenRule | undefined
  /** Told of everything that happens, each line with its step. */
  readonly trace?: ((line: string) => void) | undefined
}

export interface SeedRun {
  readonly failure: Failure | undefined
  /** What happened, until the failure if there was one. */
  readonly census: Census
}

/** Runs `seed`. */
export function runSeed(seed: number, { steps, broken, trace }: RunOptions): SeedRun {
  let simulation: Simulation | undefined
  const traceStep = trace && ((line: string) => trace(`${String(simulation?.now ?? 0).padStart(5)}  ${line}`))
  try {
    whileBroken(broken, () => {
      simulation = new Simulation({ seed, lyingDisks: broken === 'skip-fsync', ...(traceStep && { trace: traceStep }) })
      simulation.run(steps)
    })
    return { failure: undefined, census: simulation?.census ?? emptyCensus() }
  } catch (error) {
    // Whatever is thrown is the finding: a violation of the group, or an assertion of a member.
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const failure = { seed, step: simulation?.now ?? 0, what }
    return { failure, census: simulation?.census ?? emptyCensus() }
  }
}

/** The last `count` lines of a run's trace: what led to a failure. */
export function lastLines(seed: number, options: RunOptions, count: number): string[] {
  const lines: string[] = []
  const trace = (line: string): void => {
    lines.push(line)
    if (lines.length > 2 * count) lines.splice(0, count)
  }
  runSeed(seed, { ...options, trace })
  return lines.slice(-count)
}
