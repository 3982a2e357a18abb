/** For tests: every codec beside its descriptor, random messages, and the same message as protobuf-es holds it. */
import {
  create,
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  type Message,
  ScalarType,
} from '@bufbuild/protobuf'
import { FieldOptions_JSType, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import fc from 'fast-check'
import * as authpb from '../../src/generated/authpb/auth.ts'
import * as auth from '../../src/generated/etcdserverpb/auth.ts'
import * as cluster from '../../src/generated/etcdserverpb/cluster.ts'
import * as header from '../../src/generated/etcdserverpb/header.ts'
import * as kv from '../../src/generated/etcdserverpb/kv.ts'
import * as lease from '../../src/generated/etcdserverpb/lease.ts'
import * as maintenance from '../../src/generated/etcdserverpb/maintenance.ts'
import * as watch from '../../src/generated/etcdserverpb/watch.ts'
import * as health from '../../src/generated/grpc/health/v1/health.ts'
import * as peer from '../../src/generated/keelson/peer.ts'
import * as raft from '../../src/generated/keelson/raft.ts'
import * as snapshot from '../../src/generated/keelson/snapshot.ts'
import * as mvccpb from '../../src/generated/mvccpb/kv.ts'
import type { Codec } from '../../src/generated/runtime/codec.ts'
import * as election from '../../src/generated/v3electionpb/v3election.ts'
import * as lock from '../../src/generated/v3lockpb/v3lock.ts'
import { buildDescriptorSet } from './generate.ts'
import { camelCase } from './names.ts'

const modules = [
  authpb,
  auth,
  cluster,
  header,
  kv,
  lease,
  maintenance,
  watch,
  health,
  peer,
  raft,
  snapshot,
  mvccpb,
  election,
  lock,
]

/** A message of any type, by property; what `create` returns. */
export type Properties = Readonly<Record<string, unknown>>
type OneofValue = { readonly case: string; readonly value: unknown }

export const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, buildDescriptorSet()))

export const codecs: ReadonlyMap<string, Codec<unknown>> = new Map(
  modules
    .flatMap((module): unknown[] => Object.values(module))
    .filter(isCodec)
    .map((codec) => [codec.typeName, codec]),
)

function isCodec(value: unknown): value is Codec<unknown> {
  return typeof value === 'object' && value !== null && 'typeName' in value
}

/** Every message of `proto/`. */
export function allMessages(): DescMessage[] {
  const files = [...registry.files].filter((file) => !file.name.startsWith('google/'))
  return files.flatMap((file) => file.messages.flatMap((message) => [message, ...message.nestedMessages]))
}

export function codecOf(desc: DescMessage): Codec<unknown> {
  const codec = codecs.get(desc.typeName)
  if (codec === undefined) throw new Error(`no codec for ${desc.typeName}`)
  return codec
}

/** Messages of any content; about half of the properties are left out. */
export function messageOf(desc: DescMessage, depth = 3): fc.Arbitrary<Properties> {
  const members = desc.members.flatMap((member): [string, fc.Arbitrary<unknown>][] => {
    if (member.kind === 'oneof') {
      const cases = member.fields.filter((field) => depth > 0 || field.message === undefined)
      return cases.length === 0
        ? []
        : [[camelCase(member.name), fc.oneof(...cases.map((field) => caseOf(field, depth)))]]
    }
    return depth === 0 && member.message !== undefined ? [] : [[camelCase(member.name), valuesOf(member, depth)]]
  })
  return fc.record(Object.fromEntries(members), { requiredKeys: [] })
}

function caseOf(field: DescField, depth: number): fc.Arbitrary<OneofValue> {
  return fc.record({ case: fc.constant(camelCase(field.name)), value: elementOf(field, depth) })
}

function valuesOf(field: DescField, depth: number): fc.Arbitrary<unknown> {
  if (field.fieldKind === 'list') return fc.array(elementOf(field, depth), { maxLength: 3 })
  if (field.fieldKind !== 'map') return elementOf(field, depth)
  // An entry writes an empty key for protobuf-es and none for us; both are read alike.
  const entry = fc.record({ key: fc.string({ unit: 'grapheme', minLength: 1 }), value: elementOf(field, depth) })
  return fc.uniqueArray(entry, { maxLength: 3, selector: ({ key }) => key })
}

function elementOf(field: DescField, depth: number): fc.Arbitrary<unknown> {
  if (field.message !== undefined) return messageOf(field.message, depth - 1)
  if (field.enum !== undefined)
    return fc.oneof(fc.constantFrom(...field.enum.values.map((value) => value.number)), int32)
  switch (field.scalar) {
    case ScalarType.BOOL:
      return fc.boolean()
    case ScalarType.INT32:
      return int32
    case ScalarType.UINT32:
      return fc.oneof(fc.nat(300), fc.nat(0xffffffff))
    case ScalarType.INT64:
      return isNumber(field) ? fc.oneof(fc.integer({ min: -3, max: 300 }), fc.maxSafeInteger()) : int64
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return isNumber(field) ? fc.oneof(fc.nat(300), fc.maxSafeNat()) : uint64
    case ScalarType.STRING:
      return fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 40 }))
    case ScalarType.BYTES:
      return isLatin1(field) ? bytes.map((value) => value.toString('latin1')) : bytes
    default:
      throw new Error(`no values for ${field.toString()}`)
  }
}

const int32 = fc.oneof(fc.integer({ min: -2, max: 200 }), fc.integer())
const int64 = fc.oneof(fc.bigInt(-2n, 300n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))
const uint64 = fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, 2n ** 64n - 1n))
const bytes = fc.uint8Array({ maxLength: 60 }).map((value) => Buffer.from(value))

function isNumber(field: DescField): boolean {
  return field.proto.options?.jstype === FieldOptions_JSType.JS_NUMBER
}

/** Read off a codec's answer rather than the option: what a default message holds says how a field is held. */
function isLatin1(field: DescField): boolean {
  if (field.oneof !== undefined) return false
  const value = (codecOf(field.parent).create() as Properties)[camelCase(field.name)]
  return typeof value === 'string' || (field.fieldKind === 'list' && field.name === 'keys')
}

/** A field that no message of ours has, with any wire type that proto3 has. */
export const unknownField: fc.Arbitrary<Buffer> = fc
  .record({
    number: fc.integer({ min: 20_000, max: 2 ** 28 }),
    wire: fc.constantFrom(0, 1, 2, 5),
    value: fc.uint8Array({ maxLength: 50 }),
  })
  .map(({ number, wire, value }) => {
    const tag = varint(number * 8 + wire)
    if (wire === 0) return Buffer.from([...tag, ...varint(value.length)])
    if (wire === 2) return Buffer.from([...tag, ...varint(value.length), ...value])
    return Buffer.concat([Buffer.from(tag), Buffer.alloc(wire === 1 ? 8 : 4, value.length)])
  })

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}

/** The same message for protobuf-es. */
export function toEs(desc: DescMessage, message: Properties): Message {
  const init: Record<string, unknown> = {}
  for (const member of desc.members) {
    const value = message[camelCase(member.name)]
    if (value === undefined) continue
    if (member.kind === 'oneof') {
      const { case: key, value: inner } = value as OneofValue
      const field = member.fields.find((candidate) => camelCase(candidate.name) === key)
      if (field === undefined) throw new Error(`${member.toString()} has no case ${key}`)
      init[member.localName] = { case: field.localName, value: toEsElement(field, inner) }
    } else init[member.localName] = toEsValue(member, value)
  }
  return create(desc, init)
}

function toEsValue(field: DescField, value: unknown): unknown {
  if (field.fieldKind === 'list') return (value as unknown[]).map((item) => toEsElement(field, item))
  if (field.fieldKind !== 'map') return toEsElement(field, value)
  const entries = value as { key: string; value: unknown }[]
  return Object.fromEntries(entries.map((entry) => [entry.key, toEsElement(field, entry.value)]))
}

function toEsElement(field: DescField, value: unknown): unknown {
  if (field.message !== undefined) return toEs(field.message, value as Properties)
  if (field.scalar === ScalarType.BYTES && typeof value === 'string') return Buffer.from(value, 'latin1')
  return isNumber(field) ? BigInt(value as number) : value
}
