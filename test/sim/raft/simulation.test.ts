import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BrokenRule, brokenRules } from './broken-rules.ts'
import { type Census, emptyCensus } from './census.ts'
import { defaultSteps, lastLines, runSeed } from './run-seed.ts'
import { runSeeds } from './run-seeds.ts'

/** Seeds of a normal test run. */
const seeds = 2_000

test(`${seeds} simulated groups keep every promise for ${defaultSteps} steps, and recover`, async () => {
  const { runs, failure } = await runSeeds({ first: 1, last: seeds, steps: defaultSteps })
  if (failure !== undefined) {
    const { seed, step, what } = failure
    const trace = lastLines(seed, { steps: defaultSteps, broken: undefined }, 40).join('\n')
    assert.fail(`${trace}\nseed ${seed}, step ${step}: ${what}\nagain: npm run sim -- --seed ${seed}`)
  }
  assert.equal(runs, seeds)
})

for (const [rule, meaning] of Object.entries(brokenRules)) {
  test(`the simulation notices when ${meaning}`, async () => {
    const { failure } = await runSeeds({ first: 1, last: seeds, steps: defaultSteps, broken: rule as BrokenRule })
    assert.ok(failure !== undefined, `${seeds} seeds did not find it`)
  })
}

test('a run is lively: everything that can happen happens often', () => {
  const sum = emptyCensus()
  for (let seed = 1; seed <= 40; seed++) {
    const { census } = runSeed(seed, { steps: defaultSteps, broken: undefined })
    for (const what of Object.keys(sum) as (keyof Census)[]) sum[what] += census[what]
  }
  const rare = Object.entries(sum).filter(([, count]) => count < 40)
  assert.deepEqual(rare, [])
})

test('a seed replays: the same run, word for word', () => {
  const trace = (): string[] => {
    const lines: string[] = []
    const { failure } = runSeed(7, { steps: 500, broken: undefined, trace: (line) => lines.push(line) })
    assert.equal(failure, undefined)
    return lines
  }
  const lines = trace()
  assert.ok(lines.length > 500, 'a trace tells what happens')
  assert.deepEqual(trace(), lines)
})
