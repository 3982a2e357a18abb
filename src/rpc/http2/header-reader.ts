/**
 * Header blocks as they come in frames: one HEADERS, and CONTINUATIONs while its end is missing (RFC 9113 6.2, 6.10).
 */
import { assert } from '../../base/assert.ts'
import { BlockCache } from './block-cache.ts'
import type { HeaderField } from './header-field.ts'
import { HpackDecoder } from './hpack-decoder.ts'
import { RequestHead } from './request-head.ts'

/** What stood in the HEADERS frame that began a block. */
export interface BlockStart {
  readonly id: number
  readonly endStream: boolean
  /** The priority fields named the stream itself: an error of the stream, once its block is decoded. */
  readonly onItself: boolean
}

/** More pieces than any client sends: they fill 16 KiB each before they begin a next one. */
const piecesMax = 64

export class HeaderReader {
  readonly #decoder = new HpackDecoder()
  readonly #cache = new BlockCache()
  readonly #listBytesMax: number
  #start: BlockStart | undefined
  #pieces: Buffer[] = []
  #bytes = 0
  /** When the open block began. */
  sinceMs = 0

  /** `listBytesMax`: of the fields of a block, by HPACK's count; the block itself may not be longer either. */
  constructor(listBytesMax: number) {
    this.#listBytesMax = listBytesMax
  }

  /** The stream whose block is not whole; only its CONTINUATION may come. */
  get openStart(): BlockStart | undefined {
    return this.#start
  }

  /** A HEADERS frame without the end of its block. False: it is too long already. */
  begin(start: BlockStart, buffer: Buffer, from: number, to: number, nowMs: number): boolean {
    this.#start = start
    this.#pieces = []
    this.#bytes = 0
    this.sinceMs = nowMs
    return this.append(buffer, from, to)
  }

  /** One more piece. False: too long, or too many. */
  append(buffer: Buffer, from: number, to: number): boolean {
    this.#pieces.push(Buffer.from(buffer.subarray(from, to)))
    this.#bytes += to - from
    return this.#bytes <= this.#listBytesMax && this.#pieces.length <= piecesMax
  }

  /** The open block, now whole. */
  finish(): { readonly start: BlockStart; readonly block: Buffer } {
    const start = this.#start
    assert(start !== undefined, 'a block was begun')
    const block = Buffer.concat(this.#pieces)
    this.#start = undefined
    this.#pieces = []
    return { start, block }
  }

  /**
   * Reads the block of a request.
   * @returns undefined when its fields are too many
   * @throws HpackError
   */
  readHead(buffer: Buffer, from: number, to: number): RequestHead | undefined {
    const { version } = this.#decoder
    const known = this.#cache.find(buffer, from, to, version)
    if (known !== undefined) return known
    const fields: HeaderField[] = []
    if (!this.#decoder.decode(buffer, from, to, fields, this.#listBytesMax)) return undefined
    const head = new RequestHead(fields)
    if (this.#decoder.version === version) this.#cache.keep(buffer, from, to, head)
    return head
  }

  /**
   * Reads any other block, trailers among them: the table has to stay in step.
   * @returns undefined when its fields are too many
   * @throws HpackError
   */
  readFields(buffer: Buffer, from: number, to: number): readonly HeaderField[] | undefined {
    const fields: HeaderField[] = []
    return this.#decoder.decode(buffer, from, to, fields, this.#listBytesMax) ? fields : undefined
  }
}
