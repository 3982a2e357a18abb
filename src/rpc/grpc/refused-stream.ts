/**
 * A request that is answered by its header fields alone: no such method, no gRPC, nonsense in a field.
 *
 * A call is refused at once, because its client may wait for the answer before it sends more. What is no gRPC is answered when it is
 * whole, so that what is wrong with the rest of it is still noticed, and with a body, because a person may be reading it.
 */
import type { Connection } from '../http2/connection.ts'
import type { SentField } from '../http2/hpack-encoder.ts'
import type { RequestHead } from '../http2/request-head.ts'
import { Stream } from '../http2/stream.ts'
import type { Meaning } from './routes.ts'
import { onlyTrailers } from './status.ts'

export class RefusedStream extends Stream {
  readonly #answer: readonly SentField[]
  /** For people; undefined: the answer is for a gRPC client, which reads the fields. */
  readonly #body: string | undefined

  constructor(
    connection: Connection,
    id: number,
    head: RequestHead,
    { code, text, httpStatus }: Meaning & { readonly kind: 'refused' },
  ) {
    super(connection, id, head)
    this.#answer = onlyTrailers(code, text, httpStatus)
    this.#body = httpStatus === 415 ? `${text}\n` : undefined
  }

  override onOpen(): void {
    if (this.#body === undefined) this.connection.sender.headers(this, this.#answer, true)
  }

  override onData(_buffer: Buffer, from: number, to: number, end: boolean): void {
    this.connection.credit(this, to - from)
    if (!end || this.#body === undefined) return
    const { sender } = this.connection
    sender.headers(this, this.#answer, false)
    sender.body(this, Buffer.from(this.#body))
    sender.endBody(this)
  }

  override onReset(): void {
    // Nothing was begun.
  }

  override onDrain(): void {
    // Nothing waits.
  }
}
