/**
 * Sends what a source yields, no faster than the consumer takes it.
 */
import type { ResponseStream } from './service.ts'

/**
 * Writes every message of `source`, waits while the consumer is full, and ends the stream; a source that throws ends it with
 * that error. The source is closed (`return`) when the stream ends early. Nobody need wait for the end of this.
 */
export function sendAll<T>(stream: ResponseStream<T>, source: AsyncIterable<T>): void {
  pump(stream, source).catch((error: unknown) => {
    // Thrown in a turn of its own, so that it reaches the process.
    queueMicrotask(() => {
      throw error
    })
  })
}

async function pump<T>(stream: ResponseStream<T>, source: AsyncIterable<T>): Promise<void> {
  let wake = (): void => undefined
  stream.onDrain(() => wake())
  stream.onEnd(() => wake())
  try {
    for await (const message of source) {
      if (stream.ended) return
      if (stream.write(message)) continue
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    stream.end()
  } catch (error) {
    stream.end(error)
  }
}
