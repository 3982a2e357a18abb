/**
 * Cuts a stream of JSON objects, one after the other with or without white space between, into the texts of each: how a client of
 * the JSON gateway sends several messages in one request body.
 */

/** The input is not a row of objects, or one object is too long. */
export class JsonStreamError extends Error {
  override readonly name = 'JsonStreamError'
}

const quote = 0x22
const backslash = 0x5c
const open = 0x7b
const close = 0x7d

export class JsonSplitter {
  readonly #objectBytesMax: number
  #held: Buffer[] = []
  #heldBytes = 0
  #depth = 0
  #inString = false
  #escaped = false

  constructor(objectBytesMax: number) {
    this.#objectBytesMax = objectBytesMax
  }

  /** Takes the next bytes and returns the objects that are whole now. @throws JsonStreamError */
  push(chunk: Buffer): string[] {
    const objects: string[] = []
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      if (!this.#step(chunk[at] ?? 0)) continue
      objects.push(this.#take(chunk.subarray(start, at + 1)))
      start = at + 1
    }
    this.#hold(chunk.subarray(start))
    return objects
  }

  /** The input is over. @throws JsonStreamError in the middle of an object */
  end(): void {
    if (this.#depth > 0) throw new JsonStreamError('unexpected end of JSON input')
  }

  /** True at the last byte of an object. */
  #step(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false
      else if (byte === backslash) this.#escaped = true
      else if (byte === quote) this.#inString = false
      return false
    }
    if (byte === open) this.#depth++
    else if (byte === close && this.#depth > 0) return --this.#depth === 0
    else if (this.#depth === 0 && byte > 0x20) {
      throw new JsonStreamError(`invalid character ${JSON.stringify(String.fromCharCode(byte))} looking for an object`)
    } else if (byte === quote) this.#inString = true
    return false
  }

  #take(last: Buffer): string {
    this.#hold(last)
    const text = Buffer.concat(this.#held).toString()
    this.#held = []
    this.#heldBytes = 0
    return text
  }

  #hold(bytes: Buffer): void {
    // White space between objects is not worth keeping.
    if (bytes.length === 0 || (this.#depth === 0 && this.#heldBytes === 0 && isBlank(bytes))) return
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#heldBytes > this.#objectBytesMax) {
      throw new JsonStreamError(`an object is longer than ${this.#objectBytesMax} bytes`)
    }
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte <= 0x20)
}
