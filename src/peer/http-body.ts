/** Bodies of requests and answers: read into one buffer, or read and forgotten. */
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../io/clock.ts'

/** The other side announced, or sent, more than it may. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** @throws BodyTooLarge; Error when the connection breaks before the end */
export function readBody(message: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bytesMax) {
        message.removeAllListeners('data')
        reject(new BodyTooLarge(`a body has more than ${bytesMax} bytes`))
      } else chunks.push(chunk)
    })
    message.on('end', () => resolve(Buffer.concat(chunks, bytes)))
    message.on('error', reject)
    message.on('close', () => reject(new Error('the connection broke')))
  })
}

/**
 * After a refusal: reads what the other side still sends, for at most `ms`. A connection closed with bytes unread is
 * reset, and the answer would be lost with it.
 */
export function readOut(request: IncomingMessage, clock: Clock, ms: number): void {
  if (request.complete) return
  const { socket } = request
  request.on('error', () => socket.destroy())
  // A listener, too: without one a stream that was iterated over does not flow.
  request.on('data', () => undefined).resume()
  const cut = clock.setTimer(ms, () => socket.destroy())
  socket.once('close', () => cut.cancel())
  request.once('end', () => cut.cancel())
}
