/**
 * The keys: put, get, delete, transactions, compaction.
 */
import { KvService, type RangeStreamResponse } from '../generated/etcdserverpb/kv.ts'
import { callError } from './errors.ts'
import { type Header, headerOf } from './header.ts'
import type { Bytes } from './keys.ts'
import {
  type DeleteOptions,
  type DeleteResult,
  deleteRequest,
  deleteResult,
  type GetOptions,
  type GetResult,
  getRequest,
  getResult,
  type PutOptions,
  type PutResult,
  putRequest,
  putResult,
} from './kv-messages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { type Txn, type TxnResult, txnRequest, txnResult } from './txn.ts'

export class Kv {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Writes one key. Not repeated by itself: after `Unavailable` it may have happened or not. */
  async put(key: Bytes, value: Bytes, options: PutOptions & CallOptions = {}): Promise<PutResult> {
    return putResult(await this.#transport.call(KvService.methods.put, putRequest(key, value, options), options))
  }

  /** Reads one key, or with a range option many. */
  async get(key: Bytes, options: GetOptions & CallOptions = {}): Promise<GetResult> {
    return getResult(await this.#transport.call(KvService.methods.range, getRequest(key, options), options))
  }

  /**
   * Reads a range that may be larger than one message, in pieces, all as of one revision. Neither order nor revision
   * filters. A server without the call answers `Unimplemented`.
   */
  async *getStream(key: Bytes, options: GetOptions & CallOptions = {}): AsyncGenerator<GetResult> {
    const method = KvService.methods.rangeStream
    const { stream } = await this.#transport.serverStream(method, getRequest(key, options), options)
    const cancel = () => stream.cancel()
    options.signal?.addEventListener('abort', cancel, { once: true })
    try {
      for await (const piece of stream as AsyncIterable<RangeStreamResponse>) {
        if (piece.rangeResponse !== undefined) yield getResult(piece.rangeResponse)
      }
    } catch (error) {
      options.signal?.throwIfAborted()
      throw callError(error)
    } finally {
      options.signal?.removeEventListener('abort', cancel)
      stream.cancel()
    }
  }

  async delete(key: Bytes, options: DeleteOptions & CallOptions = {}): Promise<DeleteResult> {
    const request = deleteRequest(key, options)
    return deleteResult(await this.#transport.call(KvService.methods.deleteRange, request, options))
  }

  /** Checks all of `compare`, then does `success` or `failure`, in one revision. */
  async txn(txn: Txn, options: CallOptions = {}): Promise<TxnResult> {
    return txnResult(await this.#transport.call(KvService.methods.txn, txnRequest(txn), options))
  }

  /**
   * Gives up the history below `revision`.
   * @param options `physical`: answers only when the space is free on the member asked
   */
  async compact(
    revision: number,
    options: { readonly physical?: boolean | undefined } & CallOptions = {},
  ): Promise<Header> {
    const request = { revision, physical: options.physical }
    return headerOf((await this.#transport.call(KvService.methods.compact, request, options)).header)
  }
}
