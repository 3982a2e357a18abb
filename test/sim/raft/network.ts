/**
 * The simulated network: loses, doubles, delays and thereby reorders messages, and cuts links, each direction by itself.
 */
import type { Message } from '../../../src/raft/message.ts'
import type { Random } from './random.ts'

export interface Weather {
  /** For each message. */
  readonly lossRate: number
  readonly duplicateRate: number
  /** Steps, at least 1 and below `horizon`. */
  readonly delayMax: number
}

/** Longest delay in steps, exclusive. */
const horizon = 64

const partitionKinds = ['split', 'split', 'isolate', 'one friend', 'deaf', 'mute', 'some links'] as const
type PartitionKind = (typeof partitionKinds)[number]

export class Network {
  weather: Weather
  /** Told of each message that does not arrive; of one that was doubled, only if no copy is left. */
  onLost: (message: Message) => void = () => {}

  readonly #random: Random
  readonly #members: number
  // By due step, modulo the horizon.
  readonly #wheel: Message[][] = Array.from({ length: horizon }, () => [])
  readonly #cut: Uint8Array
  #cutLinks = 0
  #now = 0

  constructor(random: Random, members: number, weather: Weather) {
    this.#random = random
    this.#members = members
    this.weather = weather
    this.#cut = new Uint8Array((members + 1) ** 2)
  }

  send(message: Message): void {
    if (this.isCut(message.from, message.to) || this.#random.chance(this.weather.lossRate)) {
      this.onLost(message)
      return
    }
    this.#enqueue(message)
    if (this.#random.chance(this.weather.duplicateRate)) this.#enqueue(message)
  }

  /** Goes one step on; what arrives now, in the order in which it was sent. */
  advance(): Message[] {
    this.#now++
    const place = this.#now % horizon
    const due = this.#wheel[place] as Message[]
    if (due.length > 0) this.#wheel[place] = []
    return due
  }

  isCut(from: bigint, to: bigint): boolean {
    return this.#cutLinks > 0 && this.#cut[this.#link(Number(from), Number(to))] === 1
  }

  /** Draws which links are cut from now on, around member `one` where there is a centre; says what for the trace. */
  partition(one: number): string {
    this.heal()
    const kind = this.#random.pick(partitionKinds)
    const friend = this.#random.between(1, this.#members)
    const left = new Set<number>()
    for (let id = 1; id <= this.#members; id++) if (this.#random.chance(0.5)) left.add(id)
    for (let from = 1; from <= this.#members; from++) {
      for (let to = 1; to <= this.#members; to++) {
        if (from !== to && this.#cuts(kind, { from, to, one, friend, left })) this.#cutLink(from, to)
      }
    }
    return kind === 'split' ? `split {${[...left].join(' ')}} from the rest` : `${kind} ${one}`
  }

  heal(): void {
    this.#cut.fill(0)
    this.#cutLinks = 0
  }

  #cuts(
    kind: PartitionKind,
    { from, to, one, friend, left }: { from: number; to: number; one: number; friend: number; left: Set<number> },
  ): boolean {
    switch (kind) {
      case 'split':
        return left.has(from) !== left.has(to)
      case 'isolate':
        return from === one || to === one
      case 'one friend':
        return (from === one && to !== friend) || (to === one && from !== friend)
      case 'deaf':
        return to === one
      case 'mute':
        return from === one
      case 'some links':
        return this.#random.chance(0.3)
    }
  }

  #cutLink(from: number, to: number): void {
    this.#cut[this.#link(from, to)] = 1
    this.#cutLinks++
  }

  #link(from: number, to: number): number {
    return from * (this.#members + 1) + to
  }

  #enqueue(message: Message): void {
    const delay = this.#random.between(1, this.weather.delayMax)
    this.#wheel[(this.#now + delay) % horizon]?.push(message)
  }
}
