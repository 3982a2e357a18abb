/**
 * The Huffman code of header strings (RFC 7541 5.2 and appendix B).
 *
 * The code is canonical: among codes of one length the symbols stand in order, and the shortest come first. So the lengths are all
 * that has to be written down. Decoding walks a table four bits at a time: no code is shorter than five bits, so a step ends at
 * most one symbol.
 */
import { assert } from '../../base/assert.ts'
import type { RawBuffer } from '../../generated/runtime/codec.ts'

/** Bits of the code of each byte, 0 to 255, and of the end mark. */
// biome-ignore format: sixteen a line
const codeBits: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
  28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
  5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
  7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
  6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
  24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
  21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
  26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
]
const endMark = 256
const bitsMax = 30

/** The code of each symbol, at the low end of a number. */
const codes = canonicalCodes()

function canonicalCodes(): readonly number[] {
  const assigned = new Array<number>(codeBits.length).fill(0)
  let code = 0
  for (let bits = 1; bits <= bitsMax; bits++) {
    for (const [symbol, symbolBits] of codeBits.entries()) {
      if (symbolBits === bits) assigned[symbol] = code++
    }
    if (bits < bitsMax) code *= 2
  }
  assert(code === 2 ** bitsMax, 'the lengths make a complete code', code)
  return assigned
}

/** A state: no such code. */
const failed = 0xffff
/**
 * `table`: for each state and four bits `next << 16 | (has a symbol) << 8 | symbol`.
 * `mayEnd`: states in which a string may end, because what is read of a symbol is all ones and shorter than a byte.
 */
const { table, mayEnd } = decodingSteps()

function decodingSteps(): { readonly table: Uint32Array; readonly mayEnd: Uint8Array } {
  // A binary tree: two children a node; a leaf is the complement of its symbol.
  const children: number[] = [0, 0]
  for (const [symbol, code] of codes.entries()) {
    let node = 0
    for (let bit = (codeBits[symbol] as number) - 1; bit >= 0; bit--) {
      const place = node * 2 + ((code >>> bit) & 1)
      if (bit === 0) children[place] = ~symbol
      else {
        if (children[place] === 0) {
          children[place] = children.length / 2
          children.push(0, 0)
        }
        node = children[place] as number
      }
    }
  }
  const states = children.length / 2
  const table = new Uint32Array(states * 16)
  for (let state = 0; state < states; state++) {
    for (let nibble = 0; nibble < 16; nibble++) table[state * 16 + nibble] = step(children, state, nibble)
  }
  const mayEnd = new Uint8Array(states)
  for (let node = 0, ones = 0; ones < 8; ones++) {
    mayEnd[node] = 1
    node = children[node * 2 + 1] as number
  }
  return { table, mayEnd }
}

function step(children: readonly number[], state: number, nibble: number): number {
  let node = state
  let emitted = 0
  for (let bit = 3; bit >= 0; bit--) {
    const child = children[node * 2 + ((nibble >>> bit) & 1)] as number
    if (child >= 0) {
      node = child
      continue
    }
    const symbol = ~child
    // The end mark must not be sent (RFC 7541 5.2).
    if (symbol === endMark) return failed * 0x10000
    emitted = 0x100 | symbol
    node = 0
  }
  return (node << 16) | emitted
}

/** Reused: decoding is synchronous, and the result is a string. */
let scratch = Buffer.allocUnsafeSlow(4_096) as RawBuffer

/**
 * The string behind `from` (included) to `to` (not included), one character a byte.
 * @returns undefined when the bytes are no such code, or padded with anything but fewer than eight ones
 */
export function huffmanDecode(buffer: Buffer, from: number, to: number): string | undefined {
  // No code is shorter than five bits.
  const bytesMax = Math.ceil(((to - from) * 8) / 5)
  if (scratch.length < bytesMax) scratch = Buffer.allocUnsafeSlow(bytesMax * 2) as RawBuffer
  let state = 0
  let length = 0
  for (let at = from; at < to; at++) {
    const byte = buffer[at] as number
    const high = table[state * 16 + (byte >>> 4)] as number
    if (high & 0x100) scratch[length++] = high & 0xff
    state = high >>> 16
    if (state === failed) return undefined
    const low = table[state * 16 + (byte & 0xf)] as number
    if (low & 0x100) scratch[length++] = low & 0xff
    state = low >>> 16
    if (state === failed) return undefined
  }
  return mayEnd[state] === 1 ? scratch.latin1Slice(0, length) : undefined
}

/** Bytes that {@link huffmanEncode} writes for a latin-1 string. */
export function huffmanSize(text: string): number {
  let bits = 0
  for (let i = 0; i < text.length; i++) bits += codeBits[text.charCodeAt(i) & 0xff] as number
  return Math.ceil(bits / 8)
}

/** Writes the code of a latin-1 string; returns where it ends. There must be room. */
export function huffmanEncode(text: string, buffer: Buffer, start: number): number {
  let at = start
  let held = 0
  let heldBits = 0
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i) & 0xff
    let bits = codeBits[symbol] as number
    const code = codes[symbol] as number
    while (bits > 0) {
      const taken = Math.min(bits, 8 - heldBits)
      bits -= taken
      held = (held << taken) | ((code >>> bits) & ((1 << taken) - 1))
      heldBits += taken
      if (heldBits === 8) {
        buffer[at++] = held
        held = 0
        heldBits = 0
      }
    }
  }
  if (heldBits > 0) buffer[at++] = (held << (8 - heldBits)) | ((1 << (8 - heldBits)) - 1)
  return at
}
