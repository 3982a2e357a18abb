/**
 * Reading messages: a window over bytes that somebody else sent, so nothing about them is believed.
 *
 * `position` walks to `end`, which is the end of the innermost message; no byte at or behind it is looked at, and every
 * length is checked against it before it is used.
 */
import { isUtf8 } from 'node:buffer'
import { DecodeError, depthMax, noBytes, type RawBuffer } from './codec.ts'

const wireVarint = 0
const wireFixed64 = 1
const wireBytes = 2
const wireFixed32 = 5

const twoTo32 = 2 ** 32

/** The two halves of the last varint that `readHalves` read, unsigned. */
let low = 0
let high = 0

/** The same 64 bits in three views: halves in, bigint out. */
const halves = new Uint32Array(2)
const signed = new BigInt64Array(halves.buffer)
const unsigned = new BigUint64Array(halves.buffer)
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1
const lowHalf = littleEndian ? 0 : 1
const highHalf = 1 - lowHalf

/** Names of a message's fields by number, for the text of an error. */
export type FieldNames = Readonly<Record<number, string>>

export class Reader {
  readonly buffer: Buffer
  position: number
  end: number
  depth: number

  constructor(buffer: Buffer, start: number, end: number) {
    if (!(start >= 0 && start <= end && end <= buffer.length)) {
      throw new RangeError(`bytes ${start} to ${end} do not lie in a buffer of ${buffer.length}`)
    }
    this.buffer = buffer
    this.position = start
    this.end = end
    this.depth = 0
  }

  /** A field's number and wire type: `number << 3 | type`. */
  tag(): number {
    const tag = this.uint32()
    if (tag >>> 3 === 0 || high !== 0) throw new DecodeError(`no field has the number ${tag >>> 3}`)
    return tag
  }

  /** Steps into a nested message; hand the result to `leave`. */
  enter(): number {
    const bytes = this.length()
    const outer = this.end
    if (++this.depth > depthMax) throw new DecodeError(`messages are nested deeper than ${depthMax}`)
    this.end = this.position + bytes
    return outer
  }

  leave(outer: number): void {
    this.end = outer
    this.depth--
  }

  /** The lower half of a varint; `high` has the upper one. */
  uint32(): number {
    const { buffer, position, end } = this
    if (position < end) {
      const first = buffer[position] as number
      if (first < 0x80) {
        this.position = position + 1
        high = 0
        return first
      }
    }
    this.#readHalves()
    return low
  }

  int32(): number {
    return this.uint32() | 0
  }

  bool(): boolean {
    return this.uint32() !== 0 || high !== 0
  }

  /** An int64 as a number. */
  int64Number(): number {
    const value = this.uint32()
    if (high === 0) return value
    const whole = (high | 0) * twoTo32 + value
    if (whole > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER
    return whole < Number.MIN_SAFE_INTEGER ? Number.MIN_SAFE_INTEGER : whole
  }

  /** A uint64 as a number. */
  uint64Number(): number {
    const value = this.uint32()
    if (high === 0) return value
    return high < 1 << 21 ? high * twoTo32 + value : Number.MAX_SAFE_INTEGER
  }

  int64(): bigint {
    halves[lowHalf] = this.uint32()
    halves[highHalf] = high
    return signed[0] as bigint
  }

  uint64(): bigint {
    halves[lowHalf] = this.uint32()
    halves[highHalf] = high
    return unsigned[0] as bigint
  }

  fixed64(): bigint {
    const { buffer, position: at } = this
    this.#skipBytes(8)
    halves[lowHalf] = buffer.readUInt32LE(at)
    halves[highHalf] = buffer.readUInt32LE(at + 4)
    return unsigned[0] as bigint
  }

  /** A view of the input. */
  bytes(): Buffer {
    const bytes = this.length()
    const from = this.position
    if (bytes === 0) return noBytes
    this.position = from + bytes
    return this.buffer.subarray(from, from + bytes)
  }

  /** One character a byte. */
  latin1(): string {
    const bytes = this.length()
    const from = this.position
    this.position = from + bytes
    return characters(this.buffer, from, this.position)
  }

  utf8(): string {
    const bytes = this.length()
    const from = this.position
    const to = from + bytes
    this.position = to
    if (isAscii(this.buffer, from, to)) return characters(this.buffer, from, to)
    if (!isUtf8(this.buffer.subarray(from, to))) throw new DecodeError('a string is not valid UTF-8')
    return (this.buffer as RawBuffer).utf8Slice(from, to)
  }

  /** The length of what follows, which lies within the window. */
  length(): number {
    const bytes = this.uint32()
    if (high !== 0 || bytes > this.end - this.position) {
      throw new DecodeError(`${high * twoTo32 + bytes} bytes announced, ${this.end - this.position} left`)
    }
    return bytes
  }

  /** Steps over a field that the message `typeName` does not have, or refuses one that it has with another wire type. */
  skip(tag: number, typeName: string, fields: FieldNames): void {
    const field = tag >>> 3
    const wireType = tag & 7
    const name = fields[field]
    if (name !== undefined) throw new DecodeError(`${typeName}.${name} cannot have wire type ${wireType}`)
    if (wireType === wireVarint) this.uint32()
    else if (wireType === wireFixed64) this.#skipBytes(8)
    else if (wireType === wireBytes) this.#skipBytes(this.length())
    else if (wireType === wireFixed32) this.#skipBytes(4)
    else
      throw new DecodeError(`field ${field} of ${typeName} has wire type ${wireType}, which does not exist in proto3`)
  }

  #skipBytes(bytes: number): void {
    if (bytes > this.end - this.position) throw truncated(this.end)
    this.position += bytes
  }

  /** A varint of any length into `low` and `high`. */
  #readHalves(): void {
    const { buffer, end } = this
    let at = this.position
    low = 0
    high = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw truncated(end)
      const byte = buffer[at++] as number
      const bits = byte & 0x7f
      if (shift < 28) low |= bits << shift
      else if (shift === 28) {
        low |= bits << 28
        high = bits >>> 4
      } else if (shift < 63) high |= bits << (shift - 32)
      else {
        if (byte > 1) break
        high |= byte << 31
      }
      if (byte < 0x80) {
        low >>>= 0
        high >>>= 0
        this.position = at
        return
      }
    }
    throw new DecodeError('an integer has more than 64 bits')
  }
}

function truncated(end: number): DecodeError {
  return new DecodeError(`the message is cut off at byte ${end}`)
}

/** Shorter ones are put together here, longer ones by the runtime: up to 12 characters strings join without a rope. */
const shortString = 12

function characters(buffer: Buffer, from: number, to: number): string {
  if (to - from > shortString) return (buffer as RawBuffer).latin1Slice(from, to)
  let text = ''
  let at = from
  for (; at + 4 <= to; at += 4) {
    text += String.fromCharCode(
      buffer[at] as number,
      buffer[at + 1] as number,
      buffer[at + 2] as number,
      buffer[at + 3] as number,
    )
  }
  for (; at < to; at++) text += String.fromCharCode(buffer[at] as number)
  return text
}

function isAscii(buffer: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((buffer[at] as number) > 0x7f) return false
  return true
}
