/**
 * Assertions, on in production: a member that stops is a small harm, a member that goes on wrong is a large one.
 */

/** Our own bug: state that must not exist. It stops the member; nobody catches it to go on. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant'
}

/** Checks what must be true here. `a` and `b`: the values a reader of the crash will ask for. */
export function assert(condition: boolean, claim: string, a?: unknown, b?: unknown): asserts condition {
  if (!condition) throw broken(claim, a, b)
}

/** Closes a `switch` over a union: the compiler shows every place that does not know a new case. */
export function unreachable(value: never, what = 'a case nobody handles'): never {
  throw broken(what, value)
}

/** Returns `value`, which must exist. */
export function defined<T>(value: T | undefined | null, claim: string, a?: unknown): T {
  if (value === undefined || value === null) throw broken(claim, a)
  return value
}

let verifying = process.env['KEELSON_VERIFY'] === '1'

/** Switches the expensive checks: on in tests and simulation, off in production. */
export function setVerifying(on: boolean): void {
  verifying = on
}

/** A check that walks a whole structure; runs only while verifying. */
export function verify(check: () => void): void {
  if (verifying) check()
}

function broken(claim: string, a?: unknown, b?: unknown): BrokenInvariant {
  const shown = [a, b].filter((value) => value !== undefined).map(show)
  return new BrokenInvariant(shown.length === 0 ? claim : `${claim} (${shown.join(', ')})`)
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner)).slice(0, 500)
  }
  return String(value)
}
