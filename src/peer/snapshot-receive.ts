/** Takes one snapshot: hands its pieces on as they are asked for, and answers when they are installed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BrokenInvariant } from '../base/assert.ts'
import type { Clock } from '../io/clock.ts'
import { readOut } from './http-body.ts'
import type { PeerLimits } from './peer-limits.ts'
import { SnapshotError, SnapshotReader } from './snapshot-format.ts'

export interface ReceiveSnapshotOptions {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly clock: Clock
  readonly limits: PeerLimits
  /** Resolves when it is installed; only a whole iteration of `pieces` may be. */
  readonly install: (meta: Buffer, pieces: AsyncIterable<Buffer>) => Promise<void>
  readonly onBytes: (bytes: number) => void
}

/** The sender has been told in any case; resolves with what went wrong, undefined when nothing did. */
export async function receiveSnapshot(options: ReceiveSnapshotOptions): Promise<Error | undefined> {
  const { request, response, clock, limits } = options
  const reader = new SnapshotReader({ pieceBytesMax: limits.pieceBytesMax })
  const waiting: Waiting = { sinceMs: undefined }
  const beat = clock.every(limits.probeMs, () => {
    const { sinceMs } = waiting
    if (sinceMs !== undefined && clock.monotonicMs() - sinceMs > limits.snapshotSilenceMs) {
      request.destroy(new Error(`nothing came for ${limits.snapshotSilenceMs} ms`))
    } else if (!response.headersSent && !response.destroyed && response.writableLength === 0) {
      // Installing may take long: this tells the sender, again and again, that somebody is at it.
      response.writeProcessing()
    }
  })
  const parts = partsOf(options, reader, waiting)
  try {
    const first = await parts.next()
    if (first.done === true) throw new SnapshotError('the snapshot has no description')
    await options.install(first.value, parts)
    if (!reader.isComplete) throw new SnapshotError('the snapshot was not read to its end')
    response.writeHead(200).end()
    return undefined
  } catch (error) {
    if (error instanceof BrokenInvariant) throw error
    const reason = error instanceof Error ? error : new Error(String(error))
    // Lets go of the request, in case `install` never asked for a piece; nobody has to wait for that.
    void parts.return()
    refuse(options, reason)
    return reason
  } finally {
    beat.cancel()
  }
}

interface Waiting {
  /** Set while a chunk is awaited: silence counts then only, a slow disk of ours is not the sender's fault. */
  sinceMs: number | undefined
}

async function* partsOf(
  { request, clock, onBytes }: ReceiveSnapshotOptions,
  reader: SnapshotReader,
  waiting: Waiting,
): AsyncGenerator<Buffer, void> {
  // Who stops in the middle still has to say why, on the same connection.
  const chunks = request.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      waiting.sinceMs = clock.monotonicMs()
      const { done, value } = (await chunks.next()) as IteratorResult<Buffer, undefined>
      waiting.sinceMs = undefined
      if (done === true) break
      onBytes(value.length)
      yield* reader.take(value)
    }
  } finally {
    await chunks.return?.()
  }
  if (!reader.isComplete) throw new SnapshotError('the snapshot ends in the middle')
}

function refuse({ request, response, clock, limits }: ReceiveSnapshotOptions, reason: Error): void {
  if (response.destroyed || (request.destroyed && !request.complete)) response.destroy()
  else {
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason.message}\n`)
    readOut(request, clock, limits.connectMs)
  }
}
