/**
 * `npm run chaos -- --minutes 10 [--seed 7] [--members 5]`: faults drawn from a seed for so long, and all checks.
 */
import { parseArgs } from 'node:util'
import { faultNames } from './faults.ts'
import { run } from './run.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    members: { type: 'string', default: '3' },
  },
})
const [minutes, seed, members] = [values.minutes, values.seed, values.members].map(Number)
if (
  minutes === undefined ||
  seed === undefined ||
  members === undefined ||
  ![minutes, seed, members].every((n) => n > 0)
) {
  throw new Error('--minutes, --seed and --members are positive numbers')
}
say(`seed ${seed}, ${members} members, ${minutes} minutes`)
const untilMs = performance.now() + minutes * 60_000
const drawn: Record<string, number> = {}
const report = await run({
  seed,
  members,
  log: say,
  next: (entropy) => {
    if (performance.now() >= untilMs) return undefined
    const name = faultNames[entropy.below(faultNames.length)]
    if (name !== undefined) drawn[name] = (drawn[name] ?? 0) + 1
    return name
  },
})
say(JSON.stringify({ ...report, drawn }, undefined, 2))
say('linearizable, nothing acknowledged is lost, watches without gaps')
