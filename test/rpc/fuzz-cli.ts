/**
 * `npm run fuzz`: damaged HTTP/2 conversations with the native host, for as long as there is time.
 *
 *   npm run fuzz -- --seconds 60        from a seed of today; prints how many, and the memory at the end
 *   npm run fuzz -- --seed 8124         that one conversation again
 */
import { parseArgs } from 'node:util'
import { fuzzOnce } from './fuzz.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, seed: { type: 'string' } } })

if (values.seed !== undefined) {
  fuzzOnce(Number(values.seed))
  console.log(`seed ${values.seed}: nothing wrong`)
} else {
  const untilMs = performance.now() + Number(values.seconds) * 1_000
  const first = Date.now() % 2 ** 31
  let seed = first
  for (; performance.now() < untilMs; seed++) {
    try {
      fuzzOnce(seed)
    } catch (error) {
      console.error(error)
      console.error(`again with: npm run fuzz -- --seed ${seed}`)
      process.exit(1)
    }
  }
  const rssMegabytes = Math.round(process.memoryUsage().rss / 2 ** 20)
  console.log(`${seed - first} conversations, nothing wrong; ${rssMegabytes} MB resident`)
}
