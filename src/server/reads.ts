/**
 * Linearizable reads (Raft thesis 6.4): a read may be answered from local state once everything is applied that was
 * committed when it arrived. One question to the leader serves all reads that had gathered when it was asked; those
 * that arrive meanwhile share the next one.
 */
import { assert } from '../base/assert.ts'
import { RequestError } from '../base/errors.ts'
import type { ReadState } from '../raft/ready.ts'

type Finish = (error: RequestError | undefined, result: undefined) => void

interface Waiting {
  readonly finish: Finish
  readonly sinceMs: number
}

interface Round {
  readonly context: string
  readonly waiting: Waiting[]
  askedMs: number
}

/** A round without an answer is asked again after this long, as etcd does. */
const retryMs = 500

export class LinearReads {
  readonly #timeoutMs: number
  readonly #contextPrefix: string
  #rounds = 0
  #gathering: Waiting[] = []
  #asked: Round | undefined
  /** Answered, waiting for the apply to reach `index`; indexes do not fall. */
  #answered: { readonly index: number; readonly waiting: Waiting[] }[] = []
  /** Metrics: rounds asked again, and reads that failed. */
  slow = 0
  failed = 0

  constructor(options: { timeoutMs: number; contextPrefix: string }) {
    this.#timeoutMs = options.timeoutMs
    this.#contextPrefix = options.contextPrefix
  }

  get count(): number {
    let count = this.#gathering.length + (this.#asked?.waiting.length ?? 0)
    for (const { waiting } of this.#answered) count += waiting.length
    return count
  }

  add(finish: Finish, nowMs: number): void {
    this.#gathering.push({ finish, sinceMs: nowMs })
  }

  /** The context to ask the leader with; undefined while a round is under way or nobody waits. */
  nextRound(nowMs: number): string | undefined {
    if (this.#asked !== undefined || this.#gathering.length === 0) return undefined
    this.#rounds++
    this.#asked = { context: `${this.#contextPrefix}:${this.#rounds}`, waiting: this.#gathering, askedMs: nowMs }
    this.#gathering = []
    return this.#asked.context
  }

  onReadState(state: ReadState): void {
    if (this.#asked?.context !== state.context) return
    const last = this.#answered.at(-1)
    assert(last === undefined || last.index <= state.index, 'the read index does not fall', last?.index, state.index)
    this.#answered.push({ index: state.index, waiting: this.#asked.waiting })
    this.#asked = undefined
  }

  /** Answers the reads that everything up to `applied` is enough for. */
  release(applied: number): void {
    while (this.#answered.length > 0) {
      const first = this.#answered[0]
      if (first === undefined || first.index > applied) return
      this.#answered.shift()
      for (const { finish } of first.waiting) finish(undefined, undefined)
    }
  }

  /** Gives up what waited too long; returns the context to ask once more when its answer seems lost. */
  onTick(nowMs: number): string | undefined {
    const late = nowMs - this.#timeoutMs
    const keep = ({ finish, sinceMs }: Waiting): boolean => {
      if (sinceMs >= late) return true
      this.failed++
      finish(new RequestError('Timeout'), undefined)
      return false
    }
    this.#gathering = this.#gathering.filter(keep)
    for (const { waiting } of this.#answered) waiting.splice(0, waiting.length, ...waiting.filter(keep))
    const asked = this.#asked
    if (asked === undefined) return undefined
    asked.waiting.splice(0, asked.waiting.length, ...asked.waiting.filter(keep))
    if (nowMs - asked.askedMs < retryMs) return undefined
    asked.askedMs = nowMs
    this.slow++
    return asked.context
  }

  /** Fails every read that has no answer yet: the leader that was asked is no longer one, or this member stops. */
  failAll(reason: 'LeaderChanged' | 'Stopped'): void {
    const waiting = [...(this.#asked?.waiting ?? []), ...this.#gathering]
    this.#asked = undefined
    this.#gathering = []
    if (reason !== 'LeaderChanged') {
      for (const answered of this.#answered.splice(0)) waiting.push(...answered.waiting)
    }
    this.failed += waiting.length
    for (const { finish } of waiting) finish(new RequestError(reason), undefined)
  }
}
