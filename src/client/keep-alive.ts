/**
 * Keeps a lease alive: a renewal every third of its time, on one stream, which is opened again when it breaks.
 *
 *   await using alive = client.leases.keepAlive(id)
 *   await work({ signal: alive.lost })
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Code, RequestError } from '../base/errors.ts'
import { type LeaseKeepAliveResponse, LeaseService } from '../generated/etcdserverpb/lease.ts'
import { callError, codeOf } from './errors.ts'
import { type Header, headerOf } from './header.ts'
import { pauseMs } from './retry.ts'
import type { CallOptions, Transport } from './transport.ts'

export interface Renewal {
  readonly header: Header
  readonly id: bigint
  /** What the lease has from now on; 0 or less: it is gone. */
  readonly ttlSeconds: number
}

export interface KeepAliveOptions {
  /** Hears each renewal. */
  readonly onRenewed?: ((renewal: Renewal) => void) | undefined
  readonly requireLeader?: boolean | undefined
}

export class KeepAlive implements AsyncDisposable {
  /**
   * Aborts when the lease is gone, or is not known to be alive any more because nobody answered for as long as it
   * lasts. Its reason is the error: `LeaseNotFound`, or what went wrong. Not when this is closed.
   */
  readonly lost: AbortSignal
  /** Settles when the renewing is over, for whatever reason; never rejects. */
  readonly done: Promise<void>
  readonly #lost = new AbortController()
  readonly #closed = new AbortController()
  readonly #transport: Transport
  readonly #id: bigint
  readonly #options: KeepAliveOptions
  /** Goes off when the lease has had no renewal for as long as it lasts; none before the first renewal. */
  #watchdog: NodeJS.Timeout | undefined

  constructor(transport: Transport, id: bigint, options: KeepAliveOptions) {
    this.#transport = transport
    this.#id = id
    this.#options = options
    this.lost = this.#lost.signal
    this.done = this.#run()
  }

  /** Stops renewing; the lease lives on for what it has left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort()
    await this.done
  }

  async #run(): Promise<void> {
    const signal = AbortSignal.any([this.#closed.signal, this.#lost.signal])
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        for await (const renewal of renewals(this.#transport, this.#id, signal, this.#options.requireLeader)) {
          if (renewal.ttlSeconds <= 0) throw new RequestError('LeaseNotFound')
          attempt = 0
          this.#expectAnotherWithin(renewal.ttlSeconds * 1000)
          this.#options.onRenewed?.(renewal)
          await pause((renewal.ttlSeconds * 1000) / 3, undefined, { signal })
        }
        await this.#pauseBefore(attempt, signal)
      } catch (error) {
        if (signal.aborted) break
        if (!heals(error)) this.#lost.abort(error)
        else await this.#pauseBefore(attempt, signal)
      }
    }
    clearTimeout(this.#watchdog)
  }

  async #pauseBefore(attempt: number, signal: AbortSignal): Promise<void> {
    try {
      await pause(pauseMs(Math.max(1, attempt)), undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  #expectAnotherWithin(ttlMs: number): void {
    clearTimeout(this.#watchdog)
    this.#watchdog = setTimeout(() => {
      const cause = new Error(`no renewal was answered for ${ttlMs} ms`)
      this.#lost.abort(new RequestError('LeaseNotFound', { cause }))
    }, ttlMs)
  }
}

/** Whether a new stream may go on where one broke; a dial that timed out is tried again until the lease is over. */
function heals(error: unknown): boolean {
  const code = codeOf(error)
  return code === Code.Unavailable || code === Code.Internal || code === Code.DeadlineExceeded
}

/** One renewal on a stream of its own. */
export async function renewOnce(transport: Transport, id: bigint, options: CallOptions): Promise<Renewal> {
  const { stream } = await transport.duplexStream(LeaseService.methods.leaseKeepAlive, { timeoutMs: 5000, ...options })
  try {
    stream.write({ id })
    for await (const response of stream as AsyncIterable<LeaseKeepAliveResponse>) return renewalOf(response)
    throw new RequestError('Canceled')
  } catch (error) {
    throw callError(error)
  } finally {
    stream.cancel()
  }
}

/** A renewal each time the next one is asked for; throws what ends the stream. */
async function* renewals(
  transport: Transport,
  id: bigint,
  signal: AbortSignal,
  requireLeader: boolean | undefined,
): AsyncGenerator<Renewal> {
  const { link, stream } = await transport.duplexStream(LeaseService.methods.leaseKeepAlive, { signal, requireLeader })
  const cancel = () => stream.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    stream.write({ id })
    for await (const response of stream as AsyncIterable<LeaseKeepAliveResponse>) {
      yield renewalOf(response)
      stream.write({ id })
    }
  } catch (error) {
    transport.leave(link)
    throw callError(error)
  } finally {
    signal.removeEventListener('abort', cancel)
    stream.cancel()
  }
}

function renewalOf({ header, id, ttl }: LeaseKeepAliveResponse): Renewal {
  return { header: headerOf(header), id, ttlSeconds: ttl }
}
