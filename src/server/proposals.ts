/**
 * Requests on their way through the log.
 *
 * A request becomes an encoded `keelson.raft.Command` with an id that no other proposal of the cluster has, and waits
 * here until an entry with these bytes is applied. The id is etcd's: 16 low bits of the member's id, then the start
 * time in Unix milliseconds (40 bits) shifted over a counter; it is read from the entry without decoding the rest.
 */
import { assert } from '../base/assert.ts'
import type { RequestError } from '../base/errors.ts'
import { Command } from '../generated/keelson/raft.ts'
import type { CommandRequest } from './backend.ts'

/** Where a fixed64 `id` stands in an encoded command: a tag byte, then eight bytes, little endian. */
const idTag = 0x09
const sequenceAt = 1
const originAt = 7
const headerBytes = 9
const sequenceBits = 48n

export type Finish = (error: RequestError | undefined, result: unknown) => void

export interface Waiting {
  readonly data: Buffer
  readonly sinceMs: number
  readonly finish: Finish
}

export class Proposals {
  readonly #origin: number
  readonly #originBits: bigint
  #next: number
  /** By sequence, oldest first: a Map keeps the order of insertion, and all wait equally long. */
  readonly #waiting = new Map<number, Waiting>()

  constructor(options: { memberId: bigint; wallMs: number }) {
    this.#origin = Number(options.memberId & 0xffffn)
    this.#originBits = BigInt(this.#origin) << sequenceBits
    this.#next = (Math.floor(options.wallMs) % 2 ** 40) * 2 ** 8
  }

  get count(): number {
    return this.#waiting.size
  }

  /** A number nobody else in the cluster draws; for lease ids with the sign bit cleared. */
  newId(): bigint {
    return this.#originBits | BigInt(this.#nextSequence())
  }

  /** The bytes to propose. */
  encode(request: CommandRequest): { readonly sequence: number; readonly data: Buffer } {
    const sequence = this.#nextSequence()
    const data = Command.encode({ id: this.#originBits | BigInt(sequence), request })
    return { sequence, data }
  }

  wait(sequence: number, waiting: Waiting): void {
    this.#waiting.set(sequence, waiting)
  }

  /** Whether somebody still waits for these bytes, which `encode` made here. */
  isWaiting(data: Buffer): boolean {
    return this.#waiting.has(data.readUIntLE(sequenceAt, 6))
  }

  /** Who waits for the entry with these bytes, if somebody here does; nobody any more after this. */
  take(data: Buffer): Waiting | undefined {
    if (data.length < headerBytes || data[0] !== idTag) return undefined
    if (data.readUInt16LE(originAt) !== this.#origin) return undefined
    const sequence = data.readUIntLE(sequenceAt, 6)
    const waiting = this.#waiting.get(sequence)
    if (waiting === undefined) return undefined
    // Two members may share the 16 bits; their entries differ all the same.
    if (waiting.data !== data && !waiting.data.equals(data)) return undefined
    this.#waiting.delete(sequence)
    return waiting
  }

  /** Those that began before `beforeMs`; nobody waits for them any more. */
  takeOlder(beforeMs: number): Waiting[] {
    const old: Waiting[] = []
    for (const [sequence, waiting] of this.#waiting) {
      if (waiting.sinceMs >= beforeMs) break
      this.#waiting.delete(sequence)
      old.push(waiting)
    }
    return old
  }

  takeAll(): Waiting[] {
    return this.takeOlder(Number.POSITIVE_INFINITY)
  }

  #nextSequence(): number {
    const sequence = this.#next
    assert(sequence < 2 ** 48, 'a sequence fits into 48 bits', sequence)
    this.#next = (sequence + 1) % 2 ** 48
    return sequence
  }
}
