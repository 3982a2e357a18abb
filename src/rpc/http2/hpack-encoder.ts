/**
 * Header blocks out (RFC 7541).
 *
 * A server of gRPC says the same few things over and over, so its caller names the fields that are worth a place in the dynamic
 * table, and all others are sent as literals. `version` counts the changes of the table: while it stays, the same fields make the
 * same block, and the block can be kept.
 */
import type { RawBuffer } from '../../generated/runtime/codec.ts'
import { headerTableDefault } from './frames.ts'
import { staticFields, staticNames, staticTable } from './header-field.ts'
import { huffmanEncode, huffmanSize } from './huffman.ts'

export interface SentField {
  readonly name: string
  /** One character a byte. */
  readonly value: string
  /** Worth a place in the table: sent often, and always the same. */
  readonly often?: boolean
}

const fieldOverheadBytes = 32

export class HpackEncoder {
  /** Newest first, `name\nvalue`. Few: only what is sent often. */
  readonly #table: { readonly key: string; readonly bytes: number }[] = []
  #bytes = 0
  #bytesMax = headerTableDefault
  /** A new size of the table that the decoder has not been told, and the smallest since it was told. */
  #untold: { smallest: number; last: number } | undefined
  version = 0

  /** The peer allows a table of so many bytes; we never use more than the default. */
  setTableMax(bytes: number): void {
    const bytesMax = Math.min(bytes, headerTableDefault)
    if (bytesMax === this.#bytesMax && this.#untold === undefined) return
    this.#untold = { smallest: Math.min(bytesMax, this.#untold?.smallest ?? bytesMax), last: bytesMax }
    this.#bytesMax = bytesMax
    this.#evictTo(bytesMax)
    this.version++
  }

  /** One block. Send it before the next one is encoded: what it puts into the table, the next one refers to. */
  encode(fields: readonly SentField[]): Buffer {
    let room = 16
    for (const { name, value } of fields) room += 16 + name.length + value.length
    const block = Buffer.allocUnsafe(room)
    let at = 0
    if (this.#untold !== undefined) {
      const { smallest, last } = this.#untold
      if (smallest < last) at = writeInteger(block, at, 0x20, 0x1f, smallest)
      at = writeInteger(block, at, 0x20, 0x1f, last)
      this.#untold = undefined
      this.version++
    }
    for (const field of fields) at = this.#encodeField(block, at, field)
    return block.subarray(0, at)
  }

  /** The same, but undefined when the block would change the table: one that does not may be kept and sent at any time. */
  encodeUnchanged(fields: readonly SentField[]): Buffer | undefined {
    if (this.#untold !== undefined) return undefined
    for (const field of fields) if (this.#inserts(field)) return undefined
    return this.encode(fields)
  }

  #inserts({ name, value, often }: SentField): boolean {
    if (often !== true || name.length + value.length + fieldOverheadBytes > this.#bytesMax) return false
    const key = `${name}\n${value}`
    return staticFields.get(key) === undefined && this.#indexOf(key) === undefined
  }

  #encodeField(block: Buffer, start: number, field: SentField): number {
    const { name, value } = field
    const key = `${name}\n${value}`
    const index = staticFields.get(key) ?? this.#indexOf(key)
    if (index !== undefined) return writeInteger(block, start, 0x80, 0x7f, index)
    const insert = this.#inserts(field)
    const nameIndex = staticNames.get(name) ?? 0
    let at = insert
      ? writeInteger(block, start, 0x40, 0x3f, nameIndex)
      : writeInteger(block, start, 0x00, 0x0f, nameIndex)
    if (nameIndex === 0) at = writeString(block, at, name)
    at = writeString(block, at, value)
    if (insert) {
      const bytes = name.length + value.length + fieldOverheadBytes
      this.#evictTo(this.#bytesMax - bytes)
      this.#table.unshift({ key, bytes })
      this.#bytes += bytes
      this.version++
    }
    return at
  }

  #indexOf(key: string): number | undefined {
    const age = this.#table.findIndex((entry) => entry.key === key)
    return age < 0 ? undefined : staticTable.length + 1 + age
  }

  #evictTo(bytes: number): void {
    while (this.#bytes > bytes) this.#bytes -= this.#table.pop()?.bytes ?? this.#bytes
  }
}

/** RFC 7541 5.1: `pattern` fills the bits above the mask. */
function writeInteger(buffer: Buffer, start: number, pattern: number, mask: number, value: number): number {
  if (value < mask) {
    buffer[start] = pattern | value
    return start + 1
  }
  buffer[start] = pattern | mask
  let at = start + 1
  let rest = value - mask
  while (rest >= 0x80) {
    buffer[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  buffer[at++] = rest
  return at
}

/** RFC 7541 5.2: in whichever form is shorter. */
function writeString(buffer: Buffer, start: number, text: string): number {
  const coded = huffmanSize(text)
  if (coded < text.length) return huffmanEncode(text, buffer, writeInteger(buffer, start, 0x80, 0x7f, coded))
  const at = writeInteger(buffer, start, 0x00, 0x7f, text.length)
  return at + (buffer as RawBuffer).latin1Write(text, at, text.length)
}
