/**
 * Waiting for other processes, which tell nobody when they are done: ask again until it is so.
 */
import { setTimeout as pause } from 'node:timers/promises'

const betweenMs = 30

/** Asks until the answer is not undefined; an error of the last try is the cause when there is none within `limitMs`. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  limitMs = 60_000,
): Promise<T> {
  const untilMs = performance.now() + limitMs
  let cause: unknown
  while (performance.now() < untilMs) {
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
      cause = undefined
    } catch (error) {
      cause = error
    }
    await pause(betweenMs)
  }
  throw new Error(`not within ${limitMs} ms: ${what}`, { cause })
}
