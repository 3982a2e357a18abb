/**
 * Requests on their way through the log.
 *
 * A request becomes an encoded `keelson.raft.Command` with an id that no other proposal of the cluster has, and waits
 * here until an entry with these bytes is applied. The id is etcd's: 16 low bits of the member's id, then the start
 * time in Unix milliseconds (40 bits) shifted over a counter; it is read from the entry without decoding the rest.
 *
 * A proposal may get lost on its way: its leader died, or was cut off, before the entry was committed. A command says for
 * which term it was proposed, and does nothing in an entry of another one. Terms do not fall along the log, so who has
 * applied an entry of a later term knows that the proposal can no longer take effect, and may make it again; it takes
 * effect once at most, and its caller hears nothing of the change of leader but a little more time.
 */
import { assert } from '../base/assert.ts'
import type { RequestError } from '../base/errors.ts'
import { Command } from '../generated/keelson/raft.ts'
import type { CommandRequest } from './backend.ts'

/** Where a fixed64 `id` stands in an encoded command: a tag byte, then eight bytes, little endian. */
const idTag = 0x09
const sequenceAt = 1
const originAt = 7
/** Where its fixed64 `term` stands: a tag byte, then eight bytes, little endian. */
const termTag = 0x11
const termAt = 10
const headerBytes = 18
const sequenceBits = 48n
/** Holds the places of id and term until they are written; 0 would be left out. */
const placeholder = 1n

/** The term for which a command was proposed, see `Command.term`; 0: any. */
export function termOf(data: Buffer): number {
  if (data.length < headerBytes || data[termAt - 1] !== termTag) return 0
  return data.readUInt32LE(termAt) + data.readUInt32LE(termAt + 4) * 2 ** 32
}

/** The command's request, without the cost of an id and a term as bigints. */
export function requestOf(data: Buffer): CommandRequest | undefined {
  const hasHeader = data.length >= headerBytes && data[0] === idTag && data[termAt - 1] === termTag
  return Command.decode(data, hasHeader ? headerBytes : 0).request
}

export type Finish = (error: RequestError | undefined, result: unknown) => void

export interface Waiting {
  readonly data: Buffer
  readonly sinceMs: number
  readonly finish: Finish
}

export interface Proposal extends Waiting {
  data: Buffer
  /** For which it was proposed last; 0: it is not on its way. */
  term: number
  /** Nobody waits any more. */
  ended: boolean
}

export class Proposals {
  readonly #origin: number
  readonly #originBits: bigint
  readonly #first: number
  #next: number
  /**
   * By sequence less `#first`, oldest first: a Map keeps the order of insertion, and all wait equally long. Sequences
   * themselves take more than 31 bits, and a Map hashes such numbers several times slower.
   */
  readonly #waiting = new Map<number, Proposal>()

  constructor(options: { memberId: bigint; wallMs: number }) {
    this.#origin = Number(options.memberId & 0xffffn)
    this.#originBits = BigInt(this.#origin) << sequenceBits
    this.#first = (Math.floor(options.wallMs) % 2 ** 40) * 2 ** 8
    this.#next = this.#first
  }

  get count(): number {
    return this.#waiting.size
  }

  /** A number nobody else in the cluster draws; for lease ids with the sign bit cleared. */
  newId(): bigint {
    return this.#originBits | BigInt(this.#nextSequence())
  }

  /** A command with a place for its term. */
  encode(request: CommandRequest): { readonly sequence: number; readonly data: Buffer } {
    const sequence = this.#nextSequence()
    const data = Command.encode({ id: placeholder, term: placeholder, request })
    data.writeUIntLE(sequence, sequenceAt, 6)
    data.writeUInt16LE(this.#origin, originAt)
    return { sequence, data }
  }

  wait(sequence: number, { data, sinceMs, finish }: Waiting): Proposal {
    const proposal = { data, sinceMs, finish, term: 0, ended: false }
    this.#waiting.set(sequence - this.#first, proposal)
    return proposal
  }

  /** The bytes to propose in `term`, for those somebody still waits for. */
  forTerm(proposals: readonly Proposal[], term: number): Buffer[] {
    const low = term % 2 ** 32
    const high = Math.floor(term / 2 ** 32)
    const stamped: Buffer[] = []
    for (const proposal of proposals) {
      if (proposal.ended) continue
      proposal.term = term
      proposal.data.writeUInt32LE(low, termAt)
      proposal.data.writeUInt32LE(high, termAt + 4)
      stamped.push(proposal.data)
    }
    return stamped
  }

  /** The core did not take these: they are not on their way. Gives those somebody still waits for. */
  notTaken(proposals: readonly Proposal[]): Proposal[] {
    for (const proposal of proposals) proposal.term = 0
    return proposals.filter(({ ended }) => !ended)
  }

  /** An entry of `term` was applied: what was proposed for an earlier one is lost, and is to be proposed again. */
  lostBefore(term: number): Proposal[] {
    const lost: Proposal[] = []
    for (const proposal of this.#waiting.values()) {
      if (proposal.term === 0 || proposal.term >= term) continue
      // The old bytes may stand in a log.
      proposal.data = Buffer.from(proposal.data)
      proposal.term = 0
      lost.push(proposal)
    }
    return lost
  }

  /** Who waits for the entry with these bytes, if somebody here does; nobody any more after this. */
  take(data: Buffer): Waiting | undefined {
    if (data.length < headerBytes || data[0] !== idTag) return undefined
    if (data.readUInt16LE(originAt) !== this.#origin) return undefined
    const place = data.readUIntLE(sequenceAt, 6) - this.#first
    const waiting = this.#waiting.get(place)
    if (waiting === undefined) return undefined
    // Two members may share the 16 bits; their entries differ all the same.
    if (waiting.data !== data && !waiting.data.equals(data)) return undefined
    this.#waiting.delete(place)
    waiting.ended = true
    return waiting
  }

  /** Those that began before `beforeMs`; nobody waits for them any more. */
  takeOlder(beforeMs: number): Waiting[] {
    const old: Waiting[] = []
    for (const [place, waiting] of this.#waiting) {
      if (waiting.sinceMs >= beforeMs) break
      this.#waiting.delete(place)
      waiting.ended = true
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
