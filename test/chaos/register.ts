/**
 * What a key of the store is to the checker: a register that is written, read and exchanged when it holds what was
 * expected. Keys do not touch each other, so each has a history, and a check, of its own.
 */
import { checkLinearizable, type Model, type Operation } from './linearizability.ts'

/** Undefined: the key is not there. */
export type Value = string | undefined

export type Input =
  | { readonly kind: 'put'; readonly value: string }
  | { readonly kind: 'get' }
  | { readonly kind: 'cas'; readonly from: string; readonly to: string }

export type Output =
  | { readonly kind: 'put' }
  | { readonly kind: 'get'; readonly value: Value }
  /** `found`: what was there; an exchange that fails reads it in the same transaction. */
  | { readonly kind: 'cas'; readonly found: Value }

export type RegisterOperation = Operation<Input, Output> & { readonly key: string }

export const register: Model<Value, Input, Output> = {
  initial: undefined,
  key: (state) => (state === undefined ? '' : `=${state}`),
  step(state, input, output) {
    switch (input.kind) {
      case 'put':
        return { state: input.value }
      case 'get':
        return output === undefined || (output.kind === 'get' && output.value === state) ? { state } : undefined
      case 'cas':
        if (output !== undefined && (output.kind !== 'cas' || output.found !== state)) return undefined
        return { state: state === input.from ? input.to : state }
    }
  },
}

/** What is not linearizable in a history of many keys, as text; undefined: all is well. */
export function problemOf(history: readonly RegisterOperation[]): string | undefined {
  const byKey = new Map<string, RegisterOperation[]>()
  for (const operation of history) {
    const operations = byKey.get(operation.key)
    if (operations === undefined) byKey.set(operation.key, [operation])
    else operations.push(operation)
  }
  for (const [key, operations] of byKey) {
    const verdict = checkLinearizable(register, telling(operations))
    if (verdict.linearizable) continue
    const { longest, stuck } = verdict
    const tail = longest.slice(-10).map(show).join('\n  ')
    return `${key} is not linearizable; after\n  ${tail}\nno order explains\n  ${show(stuck)}`
  }
  return undefined
}

/**
 * Leaves out what has an unknown outcome and left no trace: reads, and writes of a value that nobody ever found. They may
 * never have happened, and every other operation either says what it found or overwrites whatever was there, so they
 * explain nothing. Without this, each of them would double the number of orders to try.
 */
export function telling<T extends Operation<Input, Output>>(operations: readonly T[]): T[] {
  const found = new Set<Value>()
  for (const { input, output } of operations) {
    if (input.kind === 'cas') found.add(input.from)
    if (output?.kind === 'get') found.add(output.value)
    if (output?.kind === 'cas') found.add(output.found)
  }
  return operations.filter(({ input, output }) => {
    if (output !== undefined) return true
    return input.kind !== 'get' && found.has(input.kind === 'put' ? input.value : input.to)
  })
}

function show({ client, input, output, callMs, returnMs }: Operation<Input, Output>): string {
  const times = `${callMs.toFixed(1)}..${output === undefined ? '?' : returnMs.toFixed(1)}`
  return `${times} client ${client}: ${JSON.stringify(input)} -> ${output === undefined ? '?' : JSON.stringify(output)}`
}
