/**
 * Header blocks in (RFC 7541).
 *
 * Fields are objects made once, when their literal is read; every later reference by index is the same object. `version` counts
 * the changes of the dynamic table: a block decoded twice under one version means the same fields twice.
 */
import type { RawBuffer } from '../../generated/runtime/codec.ts'
import { headerTableDefault } from './frames.ts'
import { fieldSize, type HeaderField, headerField, staticTable } from './header-field.ts'
import { huffmanDecode } from './huffman.ts'

/** The block cannot be read, and no later one on this connection: COMPRESSION_ERROR. */
export class HpackError extends Error {
  override readonly name = 'HpackError'
}

/** No field is smaller than 32 bytes, so a table of 4096 holds at most so many. */
const ringLength = 128
const integerMax = 2 ** 28

export class HpackDecoder {
  /** Ring of the dynamic table; the newest stands at `#newest`. */
  readonly #ring: HeaderField[] = []
  #newest = -1
  #count = 0
  #bytes = 0
  /** As the encoder said last; never above what our SETTINGS allow, the default. */
  #bytesMax = headerTableDefault
  /** Changes with every change of the dynamic table. */
  version = 0

  /** Where `#readInteger` and `#readString` have come to. */
  #at = 0

  /** Bytes of the dynamic table now. */
  get tableBytes(): number {
    return this.#bytes
  }

  /**
   * Decodes a block, all of it: the table must stay in step even when the fields are of no use.
   * @param fields gets them, in order, until they exceed `listBytesMax`
   * @returns false when the fields are more than `listBytesMax` (RFC 9113 10.5.1)
   * @throws HpackError
   */
  decode(buffer: Buffer, from: number, to: number, fields: HeaderField[], listBytesMax: number): boolean {
    let listBytes = 0
    let sizeUpdates = 0
    let began = false
    this.#at = from
    while (this.#at < to) {
      const byte = buffer[this.#at] as number
      let field: HeaderField
      if (byte & 0x80) {
        field = this.#indexed(this.#readInteger(buffer, to, 0x7f))
      } else if (byte & 0x40) {
        field = this.#literal(buffer, to, 0x3f)
        this.#insert(field)
      } else if (byte & 0x20) {
        // Only at the beginning, and there at most the smallest and the last (RFC 7541 4.2).
        if (began || ++sizeUpdates > 2) throw new HpackError('a size update in the middle of a block')
        this.#resize(this.#readInteger(buffer, to, 0x1f))
        continue
      } else {
        field = this.#literal(buffer, to, 0x0f)
      }
      began = true
      listBytes += fieldSize(field)
      if (listBytes <= listBytesMax) fields.push(field)
    }
    return listBytes <= listBytesMax
  }

  #indexed(index: number): HeaderField {
    const field = index <= staticTable.length ? staticTable[index - 1] : this.#dynamic(index - staticTable.length - 1)
    if (field === undefined) throw new HpackError(`no field has the index ${index}`)
    return field
  }

  /** `age` 0 is the newest. */
  #dynamic(age: number): HeaderField | undefined {
    return age < this.#count ? this.#ring[(this.#newest - age) & (ringLength - 1)] : undefined
  }

  #literal(buffer: Buffer, to: number, mask: number): HeaderField {
    const index = this.#readInteger(buffer, to, mask)
    const name = index === 0 ? this.#readString(buffer, to) : this.#indexed(index).name
    return headerField(name, this.#readString(buffer, to))
  }

  #insert(field: HeaderField): void {
    const bytes = fieldSize(field)
    this.#evictTo(this.#bytesMax - bytes)
    this.version++
    // Larger than the whole table: it is emptied, and that is no error (RFC 7541 4.4).
    if (bytes > this.#bytesMax) return
    this.#newest = (this.#newest + 1) & (ringLength - 1)
    this.#ring[this.#newest] = field
    this.#count++
    this.#bytes += bytes
  }

  #resize(bytes: number): void {
    if (bytes > headerTableDefault) throw new HpackError(`a table of ${bytes} bytes was not offered`)
    this.#bytesMax = bytes
    this.version++
    this.#evictTo(bytes)
  }

  #evictTo(bytes: number): void {
    while (this.#count > 0 && this.#bytes > bytes) {
      const oldest = this.#ring[(this.#newest - this.#count + 1) & (ringLength - 1)] as HeaderField
      this.#bytes -= fieldSize(oldest)
      this.#count--
    }
  }

  /** RFC 7541 5.1. */
  #readInteger(buffer: Buffer, to: number, mask: number): number {
    let at = this.#at
    if (at >= to) throw new HpackError('a block ends in the middle of a field')
    let value = (buffer[at++] as number) & mask
    if (value === mask) {
      let byte: number
      let factor = 1
      do {
        if (at >= to) throw new HpackError('a block ends in the middle of a number')
        byte = buffer[at++] as number
        value += (byte & 0x7f) * factor
        factor *= 128
        if (value > integerMax || factor > integerMax) throw new HpackError('a number is too long')
      } while (byte & 0x80)
    }
    this.#at = at
    return value
  }

  /** RFC 7541 5.2. */
  #readString(buffer: Buffer, to: number): string {
    const huffman = this.#at < to && ((buffer[this.#at] as number) & 0x80) !== 0
    const bytes = this.#readInteger(buffer, to, 0x7f)
    const from = this.#at
    if (bytes > to - from) throw new HpackError('a block ends in the middle of a string')
    this.#at = from + bytes
    if (!huffman) return (buffer as RawBuffer).latin1Slice(from, this.#at)
    const text = huffmanDecode(buffer, from, this.#at)
    if (text === undefined) throw new HpackError('a string is not in the Huffman code')
    return text
  }
}
