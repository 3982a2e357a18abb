/**
 * The whole answer of a unary call that ends well, written at once: head, message, trailers.
 *
 *   | HEADERS :status 200, content-type | DATA | 0 u8 | length u32be | message | HEADERS grpc-status 0 |
 *
 * In the common case nothing is made for it: both header blocks are the same few bytes each time, and the message is encoded
 * where it is sent from.
 */

import { Flag, FrameType, frameHeaderBytes, writeUint32 } from '../http2/frames.ts'
import type { Stream } from '../http2/stream.ts'
import { prefixBytes } from './message-reader.ts'
import type { Route } from './routes.ts'
import type { GrpcSession } from './session.ts'
import { answerHead, okTrailers } from './status.ts'

/** Room for a message, when the last one was small. */
const roomMin = 256
/** Longer messages are encoded into a buffer of their own. */
const roomMax = 2_048

/** Returns the bytes of the message. */
export function sendReply(session: GrpcSession, stream: Stream, route: Route, response: unknown): number {
  const room = Math.max(roomMin, route.lastReplyBytes * 2)
  let bytes = -1
  if (room <= roomMax && stream.remoteClosed && session.replyBlocks.ready(stream.connection.sender.encoder)) {
    bytes = tryWrite(session, stream, route, response, room)
  }
  if (bytes < 0) bytes = sendLong(stream, route, response)
  route.lastReplyBytes = bytes
  return bytes
}

/** Below zero: it does not fit, or the client's windows are too small; nothing is written. */
function tryWrite(session: GrpcSession, stream: Stream, route: Route, response: unknown, room: number): number {
  const { sender } = stream.connection
  const { output } = sender
  const { head, trailers } = session.replyBlocks
  output.reserve(3 * frameHeaderBytes + head.length + prefixBytes + room + trailers.length)
  const { buffer } = output
  const dataAt = output.at + frameHeaderBytes + head.length
  const bodyAt = dataAt + frameHeaderBytes
  const messageAt = bodyAt + prefixBytes
  let end: number
  try {
    end = route.response.encodeInto(response, buffer, messageAt)
  } catch (error) {
    if (error instanceof RangeError) return -1
    throw error
  }
  const bodyBytes = end - bodyAt
  if (end + frameHeaderBytes + trailers.length > buffer.length) return -1
  if (!sender.spend(stream, bodyBytes)) return -1
  const { id } = stream
  writeBlock(buffer, output.at, head, Flag.EndHeaders, id)
  writeHeader(buffer, dataAt, bodyBytes, FrameType.Data, 0, id)
  buffer[bodyAt] = 0
  writeUint32(buffer, bodyAt + 1, end - messageAt)
  output.at = writeBlock(buffer, end, trailers, Flag.EndHeaders | Flag.EndStream, id)
  sender.onLastWritten(stream)
  return end - messageAt
}

function sendLong(stream: Stream, route: Route, response: unknown): number {
  const { sender } = stream.connection
  const body = encodeBody(route, response)
  sender.headers(stream, answerHead, false)
  sender.body(stream, body)
  sender.end(stream, okTrailers)
  return body.length - prefixBytes
}

/** A message with its prefix. */
export function encodeBody(route: Route, response: unknown): Buffer {
  const body = route.response.encode(response, prefixBytes)
  body[0] = 0
  writeUint32(body, 1, body.length - prefixBytes)
  return body
}

function writeBlock(buffer: Buffer, at: number, block: Buffer, flags: number, id: number): number {
  let to = writeHeader(buffer, at, block.length, FrameType.Headers, flags, id)
  // A few bytes: a loop beats a call into the runtime.
  for (let i = 0; i < block.length; i++) buffer[to++] = block[i] as number
  return to
}

function writeHeader(buffer: Buffer, at: number, length: number, type: number, flags: number, id: number): number {
  buffer[at] = length >>> 16
  buffer[at + 1] = length >>> 8
  buffer[at + 2] = length
  buffer[at + 3] = type
  buffer[at + 4] = flags
  return writeUint32(buffer, at + 5, id)
}
