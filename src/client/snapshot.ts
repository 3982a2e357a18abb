/**
 * A member's state as it comes over the wire, checked.
 *
 * The last 32 bytes of the stream are the SHA-256 of all before them. They are held back, compared, and given as
 * `digest`; a saved file has them at its end.
 */
import { createHash } from 'node:crypto'
import { MaintenanceService, type SnapshotResponse } from '../generated/etcdserverpb/maintenance.ts'
import { callError, SnapshotDamaged } from './errors.ts'
import type { CallOptions, Transport } from './transport.ts'

export const digestBytes = 32

/** To be read with `for await`, once. Throws `SnapshotDamaged` at the end of what is not what was sent. */
export class Snapshot implements AsyncIterable<Buffer> {
  readonly #transport: Transport
  readonly #options: CallOptions
  #version = ''
  #digest: Buffer | undefined

  constructor(transport: Transport, options: CallOptions) {
    this.#transport = transport
    this.#options = options
  }

  /** Version of what is stored, as the server says; empty before the first piece. */
  get version(): string {
    return this.#version
  }

  /** The SHA-256, once all is read and checked. */
  get digest(): Buffer | undefined {
    return this.#digest
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const { signal } = this.#options
    const { stream } = await this.#transport.serverStream(MaintenanceService.methods.snapshot, {}, this.#options)
    const cancel = () => stream.cancel()
    signal?.addEventListener('abort', cancel, { once: true })
    const hash = createHash('sha256')
    let held: Buffer = Buffer.alloc(0)
    try {
      for await (const { blob, version } of stream as AsyncIterable<SnapshotResponse>) {
        if (version !== '') this.#version = version
        const bytes = held.length === 0 ? blob : Buffer.concat([held, blob])
        const passed = bytes.subarray(0, Math.max(0, bytes.length - digestBytes))
        held = bytes.subarray(passed.length)
        hash.update(passed)
        if (passed.length > 0) yield passed
      }
    } catch (error) {
      signal?.throwIfAborted()
      throw callError(error)
    } finally {
      signal?.removeEventListener('abort', cancel)
      stream.cancel()
    }
    const digest = hash.digest()
    if (!digest.equals(held)) {
      const words = `expected sha256 ${held.toString('hex')}, got ${digest.toString('hex')}`
      throw new SnapshotDamaged(`the snapshot was damaged on its way: ${words}`)
    }
    this.#digest = digest
  }
}
