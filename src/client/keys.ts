/**
 * Keys as people write them, ranges as the wire names them.
 *
 * A key is bytes. A caller gives a string, which is meant as UTF-8, or a Buffer; a result always gives a Buffer. On the
 * wire's side keys are latin-1 strings, one character a byte.
 */
import { bytesKey, keyBytes, openEnd, prefixEnd } from '../base/bytes.ts'
import type { KeyValue as WireKeyValue } from '../generated/mvccpb/kv.ts'

/** A key or a value: a string stands for its UTF-8 bytes. */
export type Bytes = string | Uint8Array

/** Which keys besides `key` itself; at most one of the three. */
export interface RangeOptions {
  /** All keys that begin with `key`; an empty key: all there are. */
  readonly prefix?: boolean | undefined
  /** All keys from `key` on; an empty key: all there are. */
  readonly fromKey?: boolean | undefined
  /** All keys from `key`, included, to this one, not included. */
  readonly rangeEnd?: Bytes | undefined
}

/** A key and its value at some revision. The buffers are views of the answer: copy what is kept for long. */
export interface KeyValue {
  readonly key: Buffer
  readonly value: Buffer
  /** Revision of the put that brought the key to life. */
  readonly createRevision: number
  /** Revision of the latest put. */
  readonly modRevision: number
  /** Puts since the key came to life. */
  readonly version: number
  /** The lease that takes the key along, 0n for none. */
  readonly leaseId: bigint
}

/** A key the way the wire's types hold it. */
export function wireKey(key: Bytes): string {
  return typeof key === 'string' ? bytesKey(Buffer.from(key)) : bytesKey(key)
}

/** A value the way the wire's types hold it. */
export function wireValue(value: Bytes): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value) : value
}

/** `(key, rangeEnd)` of a request. */
export function wireRange(key: Bytes, options: RangeOptions): { key: string; rangeEnd: string } {
  const given = [options.prefix === true, options.fromKey === true, options.rangeEnd !== undefined]
  if (given.filter(Boolean).length > 1) throw new TypeError('a range takes one of prefix, fromKey and rangeEnd')
  const from = wireKey(key)
  if (options.rangeEnd !== undefined) return { key: from, rangeEnd: wireKey(options.rangeEnd) }
  if (options.prefix !== true && options.fromKey !== true) return { key: from, rangeEnd: '' }
  // The empty key is no key: the byte zero is the first there is.
  if (from === '') return { key: openEnd, rangeEnd: openEnd }
  return { key: from, rangeEnd: options.prefix === true ? prefixEnd(from) : openEnd }
}

export function keyValueOf(kv: WireKeyValue): KeyValue {
  return {
    key: keyBytes(kv.key),
    value: kv.value,
    createRevision: kv.createRevision,
    modRevision: kv.modRevision,
    version: kv.version,
    leaseId: kv.lease,
  }
}
