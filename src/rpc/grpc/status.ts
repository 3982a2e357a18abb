/**
 * How calls end on the wire: status and text in the trailers, or in the only header block of an answer without messages.
 */
import { Code } from '../../base/errors.ts'
import type { SentField } from '../http2/hpack-encoder.ts'

const contentType: SentField = { name: 'content-type', value: 'application/grpc', often: true }

/** Before the first message. */
export const answerHead: readonly SentField[] = [{ name: ':status', value: '200' }, contentType]

/** Behind the last message of a call that ended well. */
export const okTrailers: readonly SentField[] = [{ name: 'grpc-status', value: String(Code.OK), often: true }]

export function trailersOf(code: Code, message: string): readonly SentField[] {
  if (code === Code.OK && message === '') return okTrailers
  return [
    { name: 'grpc-status', value: String(code) },
    { name: 'grpc-message', value: percentEncoded(message) },
  ]
}

/** An answer without messages. `httpStatus`: other than 200 for what is no gRPC. */
export function onlyTrailers(code: Code, message: string, httpStatus = 200): readonly SentField[] {
  return [{ name: ':status', value: String(httpStatus) }, contentType, ...trailersOf(code, message)]
}

/** As `grpc-message` wants it: UTF-8, with what is not printable ASCII, and the percent sign, as `%XX`. */
export function percentEncoded(text: string): string {
  if (/^[ -$&-~]*$/.test(text)) return text
  let encoded = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
