/**
 * Clients that write and read all the while, and remember what they were told.
 *
 * Each stays with one member until a call fails, then goes to the next. Calls are few enough a key that its history can
 * be checked: after some hundred of them everybody goes on with new keys. A call without an answer may have happened or
 * not; the checker knows.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { CompareResult, CompareTarget } from '../../src/generated/etcdserverpb/kv.ts'
import { methods, TestClient } from '../e2e/client.ts'
import type { SeededEntropy } from '../sim/io/entropy.ts'
import type { Input, Output, RegisterOperation, Value } from './register.ts'

/** A call without an answer for so long is given up. */
const callMs = 3_000
const keys = 5
/** Calls before everybody goes on with new keys. */
const epochCalls = 1_000
/** After a call that failed at once, so that a member that is down is not asked thousands of times. */
const failedPauseMs = 20

export interface LoadOptions {
  readonly endpoints: () => readonly string[]
  readonly clients: number
  readonly entropy: SeededEntropy
}

export class Load {
  readonly #options: LoadOptions
  readonly history: RegisterOperation[] = []
  /** Puts and exchanges that were acknowledged, `key=value`, by revision. */
  readonly acknowledged = new Map<number, string>()
  calls = 0
  failures = 0
  /** Longest time without any acknowledged write. */
  longestGapMs = 0
  #lastMs = performance.now()
  #running: Promise<unknown> | undefined
  #stopped = false
  readonly #waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()

  constructor(options: LoadOptions) {
    this.#options = options
  }

  start(): void {
    const { clients } = this.#options
    this.#lastMs = performance.now()
    this.#running = Promise.all(Array.from({ length: clients }, (_, client) => this.#run(client)))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  /** Waits until so many more writes are acknowledged: the cluster works. @throws Error when it does not */
  async writes(count: number, limitMs = 40_000): Promise<void> {
    const limit = new AbortController()
    const enough = new Promise<void>((resolve) => {
      this.#waiting.add({ count: this.acknowledged.size + count, resolve })
    })
    const late = pause(limitMs, 'late', { signal: limit.signal })
    try {
      if ((await Promise.race([enough, late])) === 'late') {
        throw new Error(`the cluster acknowledged no ${count} writes within ${limitMs} ms`)
      }
    } finally {
      limit.abort()
      late.catch(() => undefined) // aborted
    }
  }

  async #run(client: number): Promise<void> {
    const { endpoints, entropy } = this.#options
    const seen = new Map<string, Value>()
    let turn = client
    let connection: TestClient | undefined
    for (let i = 0; !this.#stopped; i++) {
      const all = endpoints()
      connection ??= new TestClient(all[turn % all.length] ?? '')
      const key = `r${Math.floor(this.calls / epochCalls)}/${entropy.below(keys)}`
      const input = this.#draw(key, `${client}.${i}`, seen.get(key))
      this.calls++
      const startMs = performance.now()
      let output: Output | undefined
      try {
        output = await this.#call(connection, key, input, seen)
      } catch {
        // Whatever it was: the outcome is unknown, and what the cluster should have done the checks tell.
        this.failures++
        connection[Symbol.dispose]()
        connection = undefined
        turn++
        await pause(failedPauseMs)
      }
      this.history.push({ client, key, input, output, callMs: startMs, returnMs: performance.now() })
    }
    connection?.[Symbol.dispose]()
  }

  #draw(key: string, value: string, last: Value): Input {
    const { entropy } = this.#options
    const kind = entropy.below(10)
    if (kind < 4) return { kind: 'get' }
    if (kind < 7 && last !== undefined) return { kind: 'cas', from: last, to: `${key} ${value}` }
    return { kind: 'put', value: `${key} ${value}` }
  }

  async #call(client: TestClient, key: string, input: Input, seen: Map<string, Value>): Promise<Output> {
    const options = { deadlineMs: callMs }
    switch (input.kind) {
      case 'get': {
        const { kvs } = await client.call(methods.range, { key }, options)
        const value = kvs[0]?.value.toString()
        seen.set(key, value)
        return { kind: 'get', value }
      }
      case 'put': {
        const value = Buffer.from(input.value)
        const { header } = await client.call(methods.put, { key, value }, options)
        seen.set(key, input.value)
        this.#acknowledge(header?.revision ?? 0, key, input.value)
        return { kind: 'put' }
      }
      case 'cas': {
        const value = Buffer.from(input.from)
        const is = { target: CompareTarget.VALUE, result: CompareResult.EQUAL } as const
        const compare = { key, ...is, targetUnion: { case: 'value', value } as const }
        const put = { case: 'requestPut', value: { key, value: Buffer.from(input.to) } } as const
        const get = { case: 'requestRange', value: { key } } as const
        const txn = { compare: [compare], success: [{ request: put }], failure: [{ request: get }] }
        const { header, succeeded, responses } = await client.call(methods.txn, txn, options)
        if (succeeded) {
          seen.set(key, input.to)
          this.#acknowledge(header?.revision ?? 0, key, input.to)
          return { kind: 'cas', found: input.from }
        }
        const [answer] = responses
        const kvs = answer?.response?.case === 'responseRange' ? answer.response.value.kvs : []
        const found = kvs[0]?.value.toString()
        seen.set(key, found)
        return { kind: 'cas', found }
      }
    }
  }

  #acknowledge(revision: number, key: string, value: string): void {
    if (this.acknowledged.has(revision)) throw new Error(`revision ${revision} was given to two writes`)
    this.acknowledged.set(revision, `${key}=${value}`)
    const nowMs = performance.now()
    this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.#lastMs)
    this.#lastMs = nowMs
    for (const waiting of this.#waiting) {
      if (this.acknowledged.size < waiting.count) continue
      this.#waiting.delete(waiting)
      waiting.resolve()
    }
  }
}
