/** Reads the body of a request or an answer into one buffer. */
import type { IncomingMessage } from 'node:http'

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
        message.resume()
        reject(new BodyTooLarge(`a body has more than ${bytesMax} bytes`))
      } else chunks.push(chunk)
    })
    message.on('end', () => resolve(Buffer.concat(chunks, bytes)))
    message.on('error', reject)
    message.on('close', () => reject(new Error('the connection broke')))
  })
}
