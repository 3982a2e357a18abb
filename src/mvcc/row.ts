/**
 * A row's value: the bytes of an `mvccpb.KeyValue`, as etcd stores them, so that HashKV can be compared with etcd's.
 *
 *   1 key bytes · 2 create_revision · 3 mod_revision · 4 version · 5 value bytes · 6 lease     (zero fields are left out)
 *
 * Written by hand because it is on the path of every put: one allocation, no intermediate object. A tombstone's row holds
 * the key alone.
 */
import { assert } from '../base/assert.ts'
import { emptyValue, type KeyValue } from './key-value.ts'
import type { Slab } from './slab.ts'

const tagKey = 0x0a
const tagCreate = 0x10
const tagMod = 0x18
const tagVersion = 0x20
const tagValue = 0x2a
const tagLease = 0x30

const low32 = 0x1_0000_0000

/** Encodes one revision of a key, in memory of `slab` if there is one. */
export function encodeRow(
  key: string,
  createRevision: number,
  modRevision: number,
  version: number,
  value: Buffer,
  lease: bigint,
  slab?: Slab,
): Buffer {
  const keyLength = key.length
  const valueLength = value.length
  let size = 1 + varintSize(keyLength) + keyLength
  size += 1 + varintSize(createRevision) + 1 + varintSize(modRevision) + 1 + varintSize(version)
  if (valueLength !== 0) size += 1 + varintSize(valueLength) + valueLength
  if (lease !== 0n) size += 11
  const row = slab === undefined ? Buffer.allocUnsafe(size) : slab.take(size)
  row[0] = tagKey
  let at = writeVarint(row, 1, keyLength)
  row.write(key, at, 'latin1')
  at += keyLength
  row[at] = tagCreate
  at = writeVarint(row, at + 1, createRevision)
  row[at] = tagMod
  at = writeVarint(row, at + 1, modRevision)
  row[at] = tagVersion
  at = writeVarint(row, at + 1, version)
  if (valueLength !== 0) {
    row[at] = tagValue
    at = writeVarint(row, at + 1, valueLength)
    row.set(value, at)
    at += valueLength
  }
  if (lease === 0n) return row
  row[at] = tagLease
  return row.subarray(0, writeVarint64(row, at + 1, lease))
}

/** Encodes the row of a deletion. */
export function encodeTombstone(key: string): Buffer {
  const row = Buffer.allocUnsafe(1 + varintSize(key.length) + key.length)
  row[0] = tagKey
  row.write(key, writeVarint(row, 1, key.length), 'latin1')
  return row
}

/**
 * Decodes a row, or stops the member: a row that passed its checksum and does not parse is not ours.
 * The value is a view of `row`.
 */
export function decodeRow(row: Buffer): KeyValue {
  const reader = new RowReader()
  reader.read(row)
  return {
    key: reader.key,
    createRevision: reader.createRevision,
    modRevision: reader.modRevision,
    version: reader.version,
    value: reader.valueLength === 0 ? emptyValue : row.subarray(reader.valueAt, reader.valueAt + reader.valueLength),
    lease: reader.lease,
  }
}

/** Reads rows into its own fields: for a million of them at start, where an object a row would be too much. */
export class RowReader {
  key = ''
  createRevision = 0
  modRevision = 0
  version = 0
  valueAt = 0
  valueLength = 0
  lease = 0n
  #at = 0

  read(row: Buffer): void {
    this.key = ''
    this.createRevision = this.modRevision = this.version = this.valueAt = this.valueLength = 0
    this.lease = 0n
    this.#at = 0
    while (this.#at < row.length) {
      const tag = row[this.#at++]
      if (tag === tagKey) {
        const length = this.#varint(row)
        assert(this.#at + length <= row.length, 'a row is not cut', this.#at, row.length)
        this.key = row.toString('latin1', this.#at, this.#at + length)
        this.#at += length
      } else if (tag === tagCreate) this.createRevision = this.#varint(row)
      else if (tag === tagMod) this.modRevision = this.#varint(row)
      else if (tag === tagVersion) this.version = this.#varint(row)
      else if (tag === tagValue) {
        this.valueLength = this.#varint(row)
        this.valueAt = this.#at
        this.#at += this.valueLength
      } else if (tag === tagLease) this.lease = this.#varint64(row)
      else assert(false, 'a row has only the fields of KeyValue', tag)
    }
    assert(this.#at === row.length, 'a row is not cut', this.#at, row.length)
  }

  #varint(row: Buffer): number {
    let result = 0
    let scale = 1
    for (;;) {
      const byte = row[this.#at++]
      assert(byte !== undefined, 'a number in a row is not cut', this.#at)
      result += (byte & 0x7f) * scale
      if (byte < 0x80) break
      scale *= 128
    }
    assert(Number.isSafeInteger(result), 'numbers in rows are safe integers', result)
    return result
  }

  #varint64(row: Buffer): bigint {
    let result = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = row[this.#at++]
      assert(byte !== undefined, 'a number in a row is not cut', this.#at)
      result |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, result)
    }
  }
}

function varintSize(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  if (value < 0x1000_0000) return 4
  let size = 4
  for (let rest = Math.floor(value / 0x1000_0000); rest > 0; rest = Math.floor(rest / 128)) size++
  return size
}

function writeVarint(into: Buffer, at: number, value: number): number {
  while (value >= low32) {
    into[at++] = (value % 128) | 0x80
    value = Math.floor(value / 128)
  }
  while (value >= 0x80) {
    into[at++] = (value & 0x7f) | 0x80
    value >>>= 7
  }
  into[at++] = value
  return at
}

function writeVarint64(into: Buffer, at: number, value: bigint): number {
  let rest = BigInt.asUintN(64, value)
  while (rest >= 0x80n) {
    into[at++] = Number(rest & 0x7fn) | 0x80
    rest >>= 7n
  }
  into[at++] = Number(rest)
  return at
}
