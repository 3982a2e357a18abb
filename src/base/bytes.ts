/**
 * Bytes of a key as text: a latin-1 string has one character a byte, so `<` on two of them is the order of their
 * bytes, and the engine hashes and interns them well. Values stay `Buffer`.
 */

/** A key as bytes, for the wire and the disk. */
export function keyBytes(key: string): Buffer {
  return Buffer.from(key, 'latin1')
}

/** Bytes as a key. */
export function bytesKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** The byte zero: as a range's end it means "to the end of the key space". */
export const openEnd = '\0'

/**
 * What a request's `(key, rangeEnd)` names, as etcd reads it.
 * `to` undefined: no upper end. `one`: exactly the key.
 */
export type KeyRange = { readonly from: string; readonly to: string | undefined; readonly one: boolean }

/** Reads `(key, rangeEnd)`: '' names one key, the byte zero everything from `key`, anything else is half-open. */
export function keyRange(key: string, rangeEnd: string): KeyRange {
  if (rangeEnd === '') return { from: key, to: undefined, one: true }
  return { from: key, to: rangeEnd === openEnd ? undefined : rangeEnd, one: false }
}

/** Whether `key` lies in the range. */
export function inRange(range: KeyRange, key: string): boolean {
  if (range.one) return key === range.from
  return key >= range.from && (range.to === undefined || key < range.to)
}

/** The end of the range of all keys that begin with `prefix`: its last byte below 0xff counted up, the rest cut. */
export function prefixEnd(prefix: string): string {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix.charCodeAt(i)
    if (byte < 0xff) return prefix.slice(0, i) + String.fromCharCode(byte + 1)
  }
  return openEnd
}

/** A 64-bit id the way etcd shows it: lower-case hex, no padding. */
export function hexId(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16)
}
