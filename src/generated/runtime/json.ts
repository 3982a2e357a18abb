// Copied by `npm run proto` from proto/generator/runtime: edit it there.
/**
 * Values of fields in the JSON of etcd's gateway: protobuf's JSON mapping with proto names, where unknown fields and unknown
 * names of enums are ignored. Each `from…` takes `undefined` for a field that is not there and then returns its default.
 */
import { depthMax, JsonError, type JsonObject, type JsonValue } from './codec.ts'

/** Longer than any number that fits, and short enough that a megabyte of digits is not multiplied out. */
const integerDigitsMax = 64
const int64Max = 2n ** 63n - 1n
const int64Min = -(2n ** 63n)
const uint64Max = 2n ** 64n - 1n

/**
 * `JSON.parse` that keeps all digits of large integers: a number of 16 digits or more arrives as a string, which
 * `fromJson` takes for 64-bit fields just as well.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? quoteLongIntegers(text) : text)
}

/** The text with quotes around each integer of at least 16 digits that stands outside of a string. */
function quoteLongIntegers(text: string): string {
  let quoted = ''
  let done = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') {
      at = endOfString(text, at)
      continue
    }
    if (!isNumberPart(text[at])) continue
    const from = at
    while (isNumberPart(text[at + 1])) at++
    const number = text.slice(from, at + 1)
    if (/^-?[1-9]\d{15,}$/.test(number)) {
      quoted += `${text.slice(done, from)}"${number}"`
      done = at + 1
    }
  }
  return quoted + text.slice(done)
}

/** Where the string that begins at `at` has its closing quote, or the end of a text in which it has none. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return text.length
}

function isNumberPart(character: string | undefined): boolean {
  return character !== undefined && '0123456789+-.eE'.includes(character)
}

/** The object in which a message's fields are looked up. */
export function fromObject(json: unknown, typeName: string, depth: number): Readonly<Record<string, unknown>> {
  if (depth > depthMax) throw new JsonError(`messages are nested deeper than ${depthMax}`)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrong(typeName, 'an object', json)
  return json as Record<string, unknown>
}

/** A field's value under its proto name or its lowerCamelCase one; `null` counts as not there. */
export function pick(from: Readonly<Record<string, unknown>>, name: string, camelName: string): unknown {
  if (Object.hasOwn(from, name)) return from[name] ?? undefined
  return Object.hasOwn(from, camelName) ? (from[camelName] ?? undefined) : undefined
}

export function optional<T>(json: unknown, parse: (json: unknown) => T): T | undefined {
  return json === undefined ? undefined : parse(json)
}

/** Two members of one oneof in the same object: there is no telling which was meant. */
export function refuseSecond(first: unknown, where: string): void {
  if (first !== undefined) throw new JsonError(`${where}: another field of the same oneof is set`)
}

export function fromList<T>(json: unknown, where: string, one: (json: unknown, where: string) => T): T[] {
  if (json === undefined) return []
  if (!Array.isArray(json)) throw wrong(where, 'a list', json)
  return json.map((item) => one(item, where))
}

/** A list of enum values; unknown names are left out. */
export function fromEnumList(json: unknown, where: string, values: Readonly<Record<string, number>>): number[] {
  const numbers = fromList(json, where, (item) => enumNumber(item, where, values))
  return numbers.filter((number) => number !== undefined)
}

/** A JSON object as a list of entries: protobuf's maps. */
export function fromMap<T>(json: unknown, where: string, one: (key: string, json: unknown) => T): T[] {
  if (json === undefined) return []
  return Object.entries(fromObject(json, where, 0)).map(([key, value]) => one(key, value))
}

export function fromBool(json: unknown, where: string): boolean {
  if (json === undefined) return false
  if (typeof json !== 'boolean') throw wrong(where, 'true or false', json)
  return json
}

export function fromText(json: unknown, where: string): string {
  if (json === undefined) return ''
  if (typeof json !== 'string') throw wrong(where, 'a string', json)
  return json
}

/** Both base64 alphabets, with or without padding. */
export function fromBase64(json: unknown, where: string): Buffer {
  if (json === undefined) return Buffer.alloc(0)
  if (typeof json !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(json)) throw wrong(where, 'base64', json)
  return Buffer.from(json, 'base64')
}

export function fromBase64Latin1(json: unknown, where: string): string {
  return fromBase64(json, where).toString('latin1')
}

/** An enum's number; an unknown name is ignored and gives 0. */
export function fromEnum(json: unknown, where: string, values: Readonly<Record<string, number>>): number {
  return json === undefined ? 0 : (enumNumber(json, where, values) ?? 0)
}

function enumNumber(json: unknown, where: string, values: Readonly<Record<string, number>>): number | undefined {
  if (typeof json === 'string') return Object.hasOwn(values, json) ? values[json] : undefined
  return Number(integer(json, where, -(2n ** 31n), 2n ** 31n - 1n))
}

export function fromInt32(json: unknown, where: string): number {
  return Number(integer(json, where, -(2n ** 31n), 2n ** 31n - 1n))
}

export function fromUint32(json: unknown, where: string): number {
  return Number(integer(json, where, 0n, 2n ** 32n - 1n))
}

export function fromInt64(json: unknown, where: string): bigint {
  return integer(json, where, int64Min, int64Max)
}

export function fromUint64(json: unknown, where: string): bigint {
  return integer(json, where, 0n, uint64Max)
}

/** As on the wire: what a number cannot hold exactly becomes the nearest safe integer. */
export function fromInt64Number(json: unknown, where: string): number {
  return safe(fromInt64(json, where))
}

export function fromUint64Number(json: unknown, where: string): number {
  return safe(fromUint64(json, where))
}

function safe(value: bigint): number {
  return Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

function integer(json: unknown, where: string, min: bigint, max: bigint): bigint {
  if (json === undefined) return 0n
  const value = parseInteger(json)
  if (value === undefined) throw wrong(where, 'an integer', json)
  if (value < min || value > max) throw wrong(where, `an integer from ${min} to ${max}`, json)
  return value
}

function parseInteger(json: unknown): bigint | undefined {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : undefined
  if (typeof json !== 'string' || json.length > integerDigitsMax) return undefined
  if (/^-?\d+$/.test(json)) return BigInt(json)
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(json) ? parseInteger(Number(json)) : undefined
}

export function toBase64(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
}

export function latin1ToBase64(value: string): string {
  return Buffer.from(value, 'latin1').toString('base64')
}

/** An enum's name, or its number where there is none. */
export function toEnum(value: number, names: Readonly<Record<number, string>>): JsonValue {
  return names[value] ?? value
}

/** Entries of a map as one object. */
export function toMap<T>(entries: readonly T[], one: (entry: T) => [string, JsonValue]): JsonObject {
  return Object.fromEntries(entries.map(one))
}

function wrong(where: string, want: string, got: unknown): JsonError {
  const shown = JSON.stringify(got) ?? String(got)
  return new JsonError(`${where}: want ${want}, got ${shown.length > 80 ? `${shown.slice(0, 80)}...` : shown}`)
}
