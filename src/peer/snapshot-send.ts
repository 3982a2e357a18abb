/**
 * Sends one snapshot: piece by piece, no faster than the receiver takes them, and ends when the receiver has said that
 * it has installed it. Its answer may also come in the middle: then it does not want the rest.
 */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Clock } from '../io/clock.ts'
import { readBody } from './http-body.ts'
import { SnapshotWriter } from './snapshot-format.ts'

export interface OutgoingSnapshot {
  /** For the receiver to decide by; arrives before the first piece. */
  readonly meta: Buffer
  /** Taken one at a time; a few hundred KiB each is best, so that no other work waits long. Ended in any case. */
  readonly pieces: AsyncIterable<Buffer>
  readonly signal?: AbortSignal | undefined
}

export interface SendSnapshotOptions extends OutgoingSnapshot {
  /** `POST /keelson/snapshot`, not begun. */
  readonly request: ClientRequest
  readonly clock: Clock
  readonly silenceMs: number
  readonly pieceBytesMax: number
  readonly onBytes: (bytes: number) => void
}

const answerBytesMax = 4096

/** @throws Error that says why it did not arrive, or whatever `pieces` throws */
export async function sendSnapshot(options: SendSnapshotOptions): Promise<void> {
  const { request, clock, silenceMs, signal } = options
  let movedMs = clock.monotonicMs()
  let outcome: { readonly answer: IncomingMessage } | { readonly error: Error } | undefined
  let wake: () => void = () => undefined
  const onMoved = (): void => {
    movedMs = clock.monotonicMs()
    wake()
  }
  const finish = (result: typeof outcome): void => {
    outcome ??= result
    wake()
  }
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })
  request.on('drain', onMoved)
  request.on('information', onMoved)
  request.on('response', (answer) => finish({ answer }))
  request.on('error', (error) => finish({ error }))
  request.on('close', () => finish({ error: new Error('the connection broke') }))
  const watch = clock.every(silenceMs / 4, () => {
    if (clock.monotonicMs() - movedMs > silenceMs) request.destroy(new Error(`nothing moved for ${silenceMs} ms`))
  })
  const onAbort = (): void => {
    request.destroy(new Error('the snapshot is not wanted any more'))
  }
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted === true) onAbort()

  const writer = new SnapshotWriter()
  /** False: an answer or a failure is there already. */
  const send = async (part: Buffer): Promise<boolean> => {
    const head = writer.head(part)
    options.onBytes(head.length + part.length)
    request.cork()
    request.write(head)
    const hasRoom = request.write(part)
    request.uncork()
    if (!hasRoom) while (outcome === undefined && request.writableNeedDrain) await next()
    return outcome === undefined
  }

  try {
    let wanted = await send(options.meta)
    if (wanted) {
      for await (const piece of options.pieces) {
        if (piece.length === 0) continue
        if (piece.length > options.pieceBytesMax) throw new Error(`a piece of a snapshot has ${piece.length} bytes`)
        wanted = await send(piece)
        if (!wanted) break
      }
    }
    if (wanted) request.end(writer.end())
    while (outcome === undefined) await next()
    if ('error' in outcome) throw outcome.error
    await expectAcknowledged(outcome.answer)
  } finally {
    watch.cancel()
    signal?.removeEventListener('abort', onAbort)
    request.destroy()
  }
}

async function expectAcknowledged(answer: IncomingMessage): Promise<void> {
  const text = (await readBody(answer, answerBytesMax)).toString('utf8').trim()
  if (answer.statusCode !== 200) throw new Error(`the snapshot was refused: ${answer.statusCode} ${text}`)
}
