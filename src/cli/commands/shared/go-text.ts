/**
 * Text as Go prints it and reads it: scripts that were written for etcdctl compare it.
 */

/** A string with Go's quotes (`%q`): bytes that are no UTF-8 and what cannot be printed are escaped. */
export function quote(text: string | Uint8Array): string {
  const bytes = typeof text === 'string' ? Buffer.from(text) : Buffer.from(text)
  let quoted = ''
  for (let at = 0; at < bytes.length; ) {
    const length = runeLength(bytes, at)
    if (length === 0) {
      quoted += `\\x${hexByte(bytes[at] ?? 0)}`
      at++
    } else {
      quoted += escapeRune(bytes.toString('utf8', at, at + length))
      at += length
    }
  }
  return `"${quoted}"`
}

const shortEscapes: { readonly [rune: string]: string } = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

function escapeRune(rune: string): string {
  const short = shortEscapes[rune]
  if (short !== undefined) return short
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(rune)) return rune
  const code = rune.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f) return `\\x${hexByte(code)}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** Bytes of the UTF-8 character at a place; 0: none begins there. */
function runeLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  if (length === 0 || at + length > bytes.length) return 0
  const rune = bytes.toString('utf8', at, at + length)
  return Buffer.from(rune).equals(bytes.subarray(at, at + length)) ? length : 0
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

const unescapes: { readonly [letter: string]: number } = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '"': 34,
  "'": 39,
  '\\': 92,
}

/** The inside of a Go string literal as bytes. @throws Error for an escape that Go does not know */
export function unquote(inside: string): Buffer {
  const pieces: Buffer[] = []
  const pattern = /\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([0-7]{3})|\\(.)|([^\\]+)/gsu
  for (const [whole, byte, short, long, octal, letter, plain] of inside.matchAll(pattern)) {
    const code = letter === undefined ? undefined : unescapes[letter]
    if (plain !== undefined) pieces.push(Buffer.from(plain))
    else if (byte !== undefined) pieces.push(Buffer.of(Number.parseInt(byte, 16)))
    else if (octal !== undefined) pieces.push(Buffer.of(Number.parseInt(octal, 8)))
    else if (code !== undefined) pieces.push(Buffer.of(code))
    else if (short !== undefined || long !== undefined) {
      pieces.push(Buffer.from(String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16))))
    } else throw new Error(`unknown escape ${whole}`)
  }
  return Buffer.concat(pieces)
}

/** Bytes as `\x66\x6f\x6f`. */
export function escapedHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${hexByte(byte)}`).join('')
}

/** A number in decimal. @throws Error in Go's words */
export function parseInt64(text: string): bigint {
  return parseNumber('ParseInt', text, 10, { min: -(2n ** 63n), max: 2n ** 63n - 1n })
}

/** A lease id in hex. @throws Error in Go's words */
export function parseLeaseId(text: string): bigint {
  return parseNumber('ParseInt', text, 16, { min: -(2n ** 63n), max: 2n ** 63n - 1n })
}

/** A member id in hex. @throws Error in Go's words */
export function parseMemberId(text: string): bigint {
  return parseNumber('ParseUint', text, 16, { min: 0n, max: 2n ** 64n - 1n })
}

function parseNumber(name: string, text: string, base: 10 | 16, { min, max }: { min: bigint; max: bigint }): bigint {
  const sign = min < 0n ? '[+-]?' : ''
  const digits = base === 16 ? '[0-9a-fA-F]' : '[0-9]'
  const match = new RegExp(`^(${sign})(${digits}+)$`).exec(text)
  if (match === null) throw new Error(`strconv.${name}: parsing ${quote(text)}: invalid syntax`)
  const size = BigInt(base === 16 ? `0x${match[2]}` : (match[2] ?? '0'))
  const value = match[1] === '-' ? -size : size
  if (value < min || value > max) throw new Error(`strconv.${name}: parsing ${quote(text)}: value out of range`)
  return value
}

/** A lease's id as it is shown: sixteen digits. */
export function leaseText(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16).padStart(16, '0')
}

const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** Bytes for people, in thousands: `20 kB`, `2.1 GB`. */
export function sizeText(bytes: number): string {
  if (bytes < 10) return `${bytes} B`
  const unit = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = Math.floor((bytes / 1000 ** unit) * 10 + 0.5) / 10
  return `${value < 10 ? value.toFixed(1) : roundToEven(value)} ${sizeUnits[unit]}`
}

/** The nearest integer, the even one of two: what Go's `%.0f` shows. */
export function roundToEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
