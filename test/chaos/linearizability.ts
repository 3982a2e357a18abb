/**
 * Whether a history could have happened one operation at a time.
 *
 * The algorithm of Wing and Gong (JPDC 1993): take any operation that began before every unfinished one returned, try it
 * on the model, go on with the rest, and turn back where that leads nowhere. With Lowe's pruning (Testing for
 * linearizability, 2017): a set of operations done that led to the same state before leads nowhere again. It is what
 * porcupine does for Go; like there, calls and returns stand in one doubly linked list, from which an operation is lifted
 * when it is tried and into which it is put back when that was wrong.
 *
 * An operation whose outcome is unknown (its client timed out) may take effect at any time after its call, or never. It
 * returns at the end of time, and its model step is one that fits any answer.
 */

export interface Operation<Input, Output> {
  /** For the report. */
  readonly client: number
  readonly input: Input
  /** Undefined: nobody knows what became of it. */
  readonly output: Output | undefined
  /** On one clock for all clients. */
  readonly callMs: number
  /** Ignored when the output is unknown. */
  readonly returnMs: number
}

export interface Model<State, Input, Output> {
  readonly initial: State
  /** Where `input` leads when it answers `output`, or anything if that is unknown; undefined: it cannot answer that. */
  step(state: State, input: Input, output: Output | undefined): { readonly state: State } | undefined
  /** Equal for equal states. */
  key(state: State): string
}

export type Verdict<Input, Output> =
  | { readonly linearizable: true }
  | {
      readonly linearizable: false
      /** The longest order that works; behind it nothing fits. */
      readonly longest: readonly Operation<Input, Output>[]
      /** The operation that had to come next, and could not. */
      readonly stuck: Operation<Input, Output>
    }

/** Where the list begins. */
interface Head<Input, Output> {
  next: Node<Input, Output> | undefined
}

/** One end of an operation, in a list by time. */
interface Node<Input, Output> extends Head<Input, Output> {
  readonly operation: Operation<Input, Output>
  readonly at: number
  readonly isCall: boolean
  /** Of a call: where it returns. */
  match: Node<Input, Output> | undefined
  previous: Head<Input, Output> | undefined
}

interface Done<State, Input, Output> {
  readonly node: Node<Input, Output>
  /** Before it. */
  readonly state: State
}

export function checkLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
): Verdict<Input, Output> {
  const head = listOf(history)
  const seen = new Set<string>()
  const done: Done<State, Input, Output>[] = []
  const members = new Bits(history.length)
  let longest: readonly Operation<Input, Output>[] = []
  let stuck = head.next?.operation
  let { initial: state } = model
  let node = head.next
  while (node !== undefined) {
    if (node.isCall) {
      const next = model.step(state, node.operation.input, node.operation.output)
      if (next !== undefined && isNew(seen, members, node.at, model.key(next.state))) {
        done.push({ node, state })
        ;({ state } = next)
        lift(node)
        node = head.next
      } else {
        node = node.next
      }
      continue
    }
    // A return: what returned here is not done yet, so something done so far was wrong. Unless nobody saw it return: those
    // stand at the end of the list, and may never have happened.
    if (node.operation.output === undefined) break
    if (done.length >= longest.length) {
      longest = done.map(({ node: { operation } }) => operation)
      stuck = node.operation
    }
    const last = done.pop()
    if (last === undefined) {
      if (stuck === undefined) throw new Error('a history that fails has an operation')
      return { linearizable: false, longest, stuck }
    }
    putBack(last.node)
    members.flip(last.node.at)
    state = last.state
    node = last.node.next
  }
  return { linearizable: true }
}

/** Adds `at` to the operations done, unless they led to this state before. */
function isNew(seen: Set<string>, members: Bits, at: number, state: string): boolean {
  members.flip(at)
  const mark = `${members.key()}|${state}`
  if (seen.has(mark)) {
    members.flip(at)
    return false
  }
  seen.add(mark)
  return true
}

/** Calls and returns by time behind a head that is neither; at the same time calls come first, which excuses more. */
function listOf<Input, Output>(history: readonly Operation<Input, Output>[]): Head<Input, Output> {
  const ends = history.flatMap((operation, at) => {
    const call = { ...blank(operation, at, true), ms: operation.callMs }
    const ms = operation.output === undefined ? Number.POSITIVE_INFINITY : operation.returnMs
    const returns = { ...blank(operation, at, false), ms }
    call.match = returns
    return [call, returns]
  })
  ends.sort((a, b) => {
    if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1
    return Number(b.isCall) - Number(a.isCall)
  })
  const head: Head<Input, Output> = { next: undefined }
  let last = head
  for (const node of ends) {
    last.next = node
    node.previous = last
    last = node
  }
  return head
}

function blank<Input, Output>(operation: Operation<Input, Output>, at: number, isCall: boolean): Node<Input, Output> {
  return { operation, at, isCall, match: undefined, previous: undefined, next: undefined }
}

function lift<Input, Output>(call: Node<Input, Output>): void {
  unlink(call)
  if (call.match !== undefined) unlink(call.match)
}

/** In the opposite order of `lift`: both know their neighbours of then. */
function putBack<Input, Output>(call: Node<Input, Output>): void {
  if (call.match !== undefined) relink(call.match)
  relink(call)
}

function unlink<Input, Output>({ previous, next }: Node<Input, Output>): void {
  if (previous !== undefined) previous.next = next
  if (next !== undefined) next.previous = previous
}

function relink<Input, Output>(node: Node<Input, Output>): void {
  if (node.previous !== undefined) node.previous.next = node
  if (node.next !== undefined) node.next.previous = node
}

/** A set of operations by their places. */
class Bits {
  readonly #words: Uint32Array

  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32))
  }

  flip(at: number): void {
    const word = at >>> 5
    this.#words[word] = ((this.#words[word] ?? 0) ^ (1 << (at & 31))) >>> 0
  }

  key(): string {
    return this.#words.join()
  }
}
