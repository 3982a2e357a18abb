/**
 * What every message has, whatever its fields: a codec.
 *
 * The files of this folder are the part of the codecs that is written by hand; `npm run proto` copies them from
 * `proto/generator/runtime` to `src/generated/runtime`, beside what it generates.
 */

/** What `JSON.parse` returns, and what `JSON.stringify` takes. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject
export type JsonObject = { [name: string]: JsonValue }

/**
 * Turns messages into bytes and back.
 * `T` is the whole message as `decode` returns it; `Init` the same with every field optional, missing means default.
 */
export interface Codec<T, Init = T> {
  /** Full name in the protocol, `etcdserverpb.PutRequest`. */
  readonly typeName: string

  /** The message as bytes. The first `headroom` bytes of the result are left for a frame header, and uninitialised. */
  encode(message: Init, headroom?: number): Buffer

  /** How many bytes `encode` writes. */
  size(message: Init): number

  /**
   * Writes the message to `buffer` from `at` on and returns where it ends.
   * @throws RangeError when it does not fit
   */
  encodeInto(message: Init, buffer: Buffer, at: number): number

  /**
   * Reads one message from `start` (included) to `end` (not included). Fields of type `Buffer` are views of the input: who
   * keeps one for long copies it, or it keeps the whole input alive. A field it does not know is skipped; a number beyond
   * `Number.MAX_SAFE_INTEGER`, in either direction, becomes that limit.
   * @throws DecodeError when the bytes are not such a message
   */
  decode(buffer: Buffer, start?: number, end?: number): T

  /** A whole message: what `init` leaves out is filled in with defaults, in nested messages too. */
  create(init?: Init): T

  /**
   * The message as etcd's JSON gateway shows it: names as in `proto/`, defaults left out, 64-bit integers as strings, bytes
   * in base64, enums by name.
   */
  toJson(message: Init): JsonObject

  /**
   * Reads what the gateway accepts: names as in `proto/` or in lowerCamelCase, integers as numbers or strings, bytes in either
   * base64 alphabet, enums by name or number. Unknown fields and unknown names of enums are ignored.
   * Integers above 2^53 arrive whole only as strings: parse with `parseJson`.
   * @throws JsonError when a value is not of its field's type
   */
  fromJson(json: unknown): T
}

/** Bytes that are not the message they should be: the sender's fault, never ours. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

/** JSON that is not the message it should be; the text names field and value. */
export class JsonError extends Error {
  override readonly name = 'JsonError'
}

/** How deep messages may lie in each other, on the wire and in JSON. A transaction costs two levels. */
export const depthMax = 100

/** The default of a bytes field. */
export const noBytes = Buffer.alloc(0)

/** The same memory as a Buffer; nothing: an empty one. */
export function toBuffer(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) return noBytes
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Node's own readers and writers of strings, which its types leave out: `toString` and `write` without the look at encodings. */
export type RawBuffer = Buffer & {
  latin1Slice(from: number, to: number): string
  utf8Slice(from: number, to: number): string
  latin1Write(text: string, at: number, bytes: number): number
  utf8Write(text: string, at: number, bytes: number): number
}
