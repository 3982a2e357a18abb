/** How each kind of value is typed, compared with its default, measured, written, read and shown: one row each. */
import type { Field, Scalar } from './model.ts'

export interface ScalarRow {
  /** Type in a decoded message, and in one to be encoded. */
  readonly type: string
  readonly initType: string
  /** The default, as source. */
  readonly zero: string
  /** Wire type (protobuf encoding guide, "message structure"). */
  readonly wire: 0 | 1 | 2
  /** Bytes, without the tag; `value` is an expression. */
  readonly size: (value: string) => string
  /** Function that writes it. */
  readonly write: string
  /** Method of Reader. */
  readonly read: string
  /** Whether it differs from the default, for a value that is not undefined. */
  readonly differs: (value: string) => string
  readonly toJson: (value: string) => string
  readonly fromJson: string
}

const numeric = { type: 'number', initType: 'number', zero: '0', wire: 0, differs: notZero, toJson: same } as const
const wide = { type: 'bigint', initType: 'bigint', zero: '0n', differs: notBigZero, toJson: text } as const

export const scalars: Readonly<Record<Scalar, ScalarRow>> = {
  bool: {
    type: 'boolean',
    initType: 'boolean',
    zero: 'false',
    wire: 0,
    size: () => '1',
    write: 'writeBool',
    read: 'bool',
    differs: (value) => value,
    toJson: same,
    fromJson: 'fromBool',
  },
  int32: { ...numeric, size: call('sizeInt32'), write: 'writeInt32', read: 'int32', fromJson: 'fromInt32' },
  uint32: { ...numeric, size: call('sizeUint32'), write: 'writeUint32', read: 'uint32', fromJson: 'fromUint32' },
  int64Number: {
    ...numeric,
    size: call('sizeNumber'),
    write: 'writeNumber',
    read: 'int64Number',
    toJson: text,
    fromJson: 'fromInt64Number',
  },
  uint64Number: {
    ...numeric,
    size: call('sizeNumber'),
    write: 'writeNumber',
    read: 'uint64Number',
    toJson: text,
    fromJson: 'fromUint64Number',
  },
  int64: { ...wide, wire: 0, size: call('sizeBigint'), write: 'writeBigint', read: 'int64', fromJson: 'fromInt64' },
  uint64: { ...wide, wire: 0, size: call('sizeBigint'), write: 'writeBigint', read: 'uint64', fromJson: 'fromUint64' },
  fixed64: { ...wide, wire: 1, size: () => '8', write: 'writeFixed64', read: 'fixed64', fromJson: 'fromUint64' },
  utf8: {
    type: 'string',
    initType: 'string',
    zero: "''",
    wire: 2,
    size: call('sizeUtf8'),
    write: 'writeUtf8',
    read: 'utf8',
    differs: notEmpty,
    toJson: same,
    fromJson: 'fromText',
  },
  latin1: {
    type: 'string',
    initType: 'string',
    zero: "''",
    wire: 2,
    size: call('sizeLatin1'),
    write: 'writeLatin1',
    read: 'latin1',
    differs: notEmpty,
    toJson: call('latin1ToBase64'),
    fromJson: 'fromBase64Latin1',
  },
  bytes: {
    type: 'Buffer',
    initType: 'Uint8Array',
    zero: 'noBytes',
    wire: 2,
    size: call('sizeBytes'),
    write: 'writeBytes',
    read: 'bytes',
    differs: (value) => `${value}.length > 0`,
    toJson: call('toBase64'),
    fromJson: 'fromBase64',
  },
}

/** An enum is an int32 under another name. */
export function rowOf(field: Field): ScalarRow {
  if (field.type.kind === 'message') throw new Error(`${field.protoName} is a message`)
  if (field.type.kind === 'scalar') return scalars[field.type.scalar]
  const { name } = field.type
  return { ...scalars.int32, type: name, initType: name, toJson: (value) => `toEnum(${value}, ${name}Name)` }
}

function call(name: string): (value: string) => string {
  return (value) => `${name}(${value})`
}

function same(value: string): string {
  return value
}

function text(value: string): string {
  return `String(${value})`
}

function notZero(value: string): string {
  return `${value} !== 0`
}

function notBigZero(value: string): string {
  return `${value} !== 0n`
}

function notEmpty(value: string): string {
  return `${value} !== ''`
}
