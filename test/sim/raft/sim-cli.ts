/**
 * Simulates Raft groups for as long as told, or one of them again.
 *
 *   npm run sim -- --seconds 600              seeds from a fresh start on, until one fails
 *   npm run sim -- --seconds 600 --from 1     seeds from 1 on
 *   npm run sim -- --seed 1913                one run, with its trace
 *   npm run sim -- --seed 342 --break count-old-terms
 */
import { parseArgs } from 'node:util'
import { type BrokenRule, brokenRules } from './broken-rules.ts'
import { defaultSteps, type Failure, lastLines, runSeed } from './run-seed.ts'
import { runSeeds } from './run-seeds.ts'

/** Lines of trace that are printed with a failure. */
const traceLines = 60

interface Arguments {
  readonly seed: number | undefined
  readonly seconds: number
  readonly from: number
  readonly steps: number
  readonly broken: BrokenRule | undefined
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function parseArguments(args: readonly string[]): Arguments {
  const text = { type: 'string' } as const
  const options = { seed: text, seconds: text, from: text, steps: text, break: text }
  const { values } = parseArgs({ args: [...args], options })
  return {
    seed: values.seed === undefined ? undefined : parseWhole('--seed', values.seed),
    seconds: parseWhole('--seconds', values.seconds ?? '60'),
    // Whoever lets it run for an hour wants other seeds than the last time.
    from: parseWhole('--from', values.from ?? String(Date.now())),
    steps: parseWhole('--steps', values.steps ?? String(defaultSteps)),
    broken: values.break === undefined ? undefined : parseRule(values.break),
  }
}

function parseWhole(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`${name} takes a whole number, got ${value}`)
  return number
}

function parseRule(value: string): BrokenRule {
  if (Object.hasOwn(brokenRules, value)) return value as BrokenRule
  throw new RangeError(`--break takes one of ${Object.keys(brokenRules).join(', ')}, got ${value}`)
}

function printFailure({ seed, step, what }: Failure, { steps, broken }: Arguments): void {
  for (const line of lastLines(seed, { steps, broken }, traceLines)) print(line)
  print(`\nFAILED  seed ${seed}  step ${step}\n${what}\n`)
  const flags = `${steps === defaultSteps ? '' : ` --steps ${steps}`}${broken === undefined ? '' : ` --break ${broken}`}`
  print(`run it again with its whole trace: npm run sim -- --seed ${seed}${flags}`)
}

function replay(seed: number, { steps, broken }: Arguments): number {
  const { failure, census } = runSeed(seed, { steps, broken, trace: print })
  print(
    `\n${Object.entries(census)
      .map(([what, count]) => `${what} ${count}`)
      .join('  ')}`,
  )
  print(
    failure === undefined ? `\nseed ${seed} passed` : `\nFAILED  seed ${seed}  step ${failure.step}\n${failure.what}`,
  )
  return failure === undefined ? 0 : 1
}

async function search(options: Arguments): Promise<number> {
  const { seconds, from, steps, broken } = options
  print(`seeds from ${from} on, ${steps} steps each, for ${seconds} s`)
  const signal = AbortSignal.timeout(seconds * 1000)
  const { runs, failure } = await runSeeds({ first: from, steps, signal, ...(broken && { broken }) })
  print(`${runs} runs`)
  if (failure !== undefined) printFailure(failure, options)
  return failure === undefined ? 0 : 1
}

async function main(args: readonly string[]): Promise<number> {
  let options: Arguments
  try {
    options = parseArguments(args)
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    return 2
  }
  return options.seed === undefined ? await search(options) : replay(options.seed, options)
}

process.exitCode = await main(process.argv.slice(2))
