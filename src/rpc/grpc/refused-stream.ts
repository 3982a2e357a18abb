/**
 * A request that is answered by its header fields alone: no such method, no gRPC, nonsense in a field.
 */
import type { Connection } from '../http2/connection.ts'
import type { SentField } from '../http2/hpack-encoder.ts'
import type { RequestHead } from '../http2/request-head.ts'
import { Stream } from '../http2/stream.ts'
import type { Meaning } from './routes.ts'
import { onlyTrailers } from './status.ts'

export class RefusedStream extends Stream {
  readonly #answer: readonly SentField[]

  constructor(
    connection: Connection,
    id: number,
    head: RequestHead,
    { code, text, httpStatus }: Meaning & { readonly kind: 'refused' },
  ) {
    super(connection, id, head)
    this.#answer = onlyTrailers(code, text, httpStatus)
  }

  override onOpen(): void {
    this.connection.sender.headers(this, this.#answer, true)
  }

  override onData(): void {
    // The answer was sent before.
  }

  override onReset(): void {
    // Nothing was begun.
  }

  override onDrain(): void {
    // Nothing waits.
  }
}
