import test from 'node:test'
import { fuzzOnce } from './fuzz.ts'

const conversations = 5_000

test('damaged conversations neither throw nor leave anything behind', () => {
  for (let seed = 1; seed <= conversations; seed++) {
    try {
      fuzzOnce(seed)
    } catch (cause) {
      throw new Error(`again with: npm run fuzz -- --seed ${seed}`, { cause })
    }
  }
})
