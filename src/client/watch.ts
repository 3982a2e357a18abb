/**
 * A watch: the events of a range, in order, each once, across lost connections.
 *
 * Every watch has a gRPC stream of its own. Servers can carry many watches on one, but then a slow reader holds up the
 * others; like this, HTTP/2's flow control stops the server for exactly the watch whose reader is busy, and nothing
 * queues here.
 *
 * What has been delivered is remembered as `next`, the first revision not yet seen. A stream that breaks is opened again
 * from there, on another endpoint if need be.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type * as grpc from '@grpc/grpc-js'
import { Code, RequestError } from '../base/errors.ts'
import { FilterType, type WatchRequestInit, type WatchResponse, WatchService } from '../generated/etcdserverpb/watch.ts'
import { type Event, EventType } from '../generated/mvccpb/kv.ts'
import { callError, codeOf, WatchCanceled } from './errors.ts'
import { type Header, headerOf } from './header.ts'
import { type Bytes, type KeyValue, keyValueOf, type RangeOptions, wireRange } from './keys.ts'
import { pauseMs } from './retry.ts'
import type { Link, Transport } from './transport.ts'

export interface WatchOptions extends RangeOptions {
  /** First revision to see; 0: what comes after now. */
  readonly startRevision?: number | undefined
  /** Asks for the pair before each event. */
  readonly prevKv?: boolean | undefined
  /** Leaves out puts, or deletions. */
  readonly without?: 'puts' | 'deletes' | undefined
  /** Asks the server to say now and then how far it is when nothing happens. */
  readonly progressNotify?: boolean | undefined
  /** Lets the server send large batches in pieces, which are put together here. */
  readonly fragment?: boolean | undefined
  /** Ends the watch with `NoLeader` when the member that serves it has lost its leader. */
  readonly requireLeader?: boolean | undefined
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined
}

export interface WatchEvent {
  readonly kind: 'put' | 'delete'
  /** After a deletion: the key, and as `modRevision` the revision of the deletion. */
  readonly kv: KeyValue
  /** With `prevKv`, if there was one and it is not compacted. */
  readonly prevKv: KeyValue | undefined
}

/** What arrives at once: the events of one or more whole revisions, or none, which tells how far the server is. */
export interface WatchBatch {
  readonly header: Header
  readonly events: readonly WatchEvent[]
}

type WatchStream = grpc.ClientDuplexStream<WatchRequestInit, WatchResponse>

const filters = { puts: [FilterType.NOPUT], deletes: [FilterType.NODELETE] } as const

/**
 * To be read with `for await`, once; leaving the loop ends it.
 *
 * Throws `WatchCanceled` when the server ends the watch, with `compactRevision` if what it should start from is gone;
 * `RequestError` for what cannot be healed by another connection.
 */
export class Watch implements AsyncIterable<WatchBatch>, AsyncDisposable {
  readonly #transport: Transport
  readonly #key: Bytes
  readonly #options: WatchOptions
  readonly #ended = new AbortController()
  #stream: WatchStream | undefined
  #next: number
  #read = false

  constructor(transport: Transport, key: Bytes, options: WatchOptions) {
    this.#transport = transport
    this.#key = key
    this.#options = options
    this.#next = options.startRevision ?? 0
    wireRange(key, options)
  }

  /** The first revision that has not been seen yet; 0 before the server's first word. */
  get nextRevision(): number {
    return this.#next
  }

  /** Asks how far the server is; a batch without events answers, unless it has events to send first. */
  requestProgress(): void {
    this.#stream?.write({ requestUnion: { case: 'progressRequest', value: {} } })
  }

  /** Ends the watch: a loop that reads it finishes. */
  close(): void {
    this.#ended.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchBatch> {
    if (this.#read) throw new TypeError('a watch is read once')
    this.#read = true
    const { signal } = this.#options
    const end = signal === undefined ? this.#ended.signal : AbortSignal.any([signal, this.#ended.signal])
    for (let attempt = 1; !end.aborted; attempt++) {
      let link: Link | undefined
      try {
        link = await this.#open(end)
        for await (const batch of this.#batches(end)) {
          attempt = 0
          yield batch
        }
      } catch (error) {
        if (end.aborted) return
        if (!this.#heals(error)) throw error
      } finally {
        this.#stream?.cancel()
        this.#stream = undefined
      }
      if (link !== undefined) this.#transport.leave(link)
      try {
        await pause(pauseMs(Math.max(1, attempt)), undefined, { signal: end })
      } catch (error) {
        if (!end.aborted) throw error
      }
    }
  }

  async #open(signal: AbortSignal): Promise<Link> {
    const { requireLeader, prevKv, progressNotify, fragment, without } = this.#options
    const { link, stream } = await this.#transport.duplexStream(WatchService.methods.watch, { signal, requireLeader })
    this.#stream = stream
    stream.write({
      requestUnion: {
        case: 'createRequest',
        value: {
          ...wireRange(this.#key, this.#options),
          startRevision: this.#next,
          prevKv,
          progressNotify,
          fragment,
          filters: without === undefined ? [] : filters[without],
        },
      },
    })
    return link
  }

  async *#batches(end: AbortSignal): AsyncGenerator<WatchBatch> {
    const stream = this.#stream
    if (stream === undefined) return
    const cancel = () => stream.cancel()
    end.addEventListener('abort', cancel, { once: true })
    try {
      let pieces: Event[] = []
      for await (const response of stream as AsyncIterable<WatchResponse>) {
        this.#checkCanceled(response)
        const header = headerOf(response.header)
        if (response.created) {
          // "After now" is from here on a revision, or a broken connection would lose what happens in between.
          if (this.#next === 0) this.#next = header.revision + 1
          continue
        }
        pieces.push(...response.events)
        if (response.fragment) continue
        const events = pieces
        pieces = []
        const last = events.at(-1)?.kv?.modRevision ?? header.revision
        this.#next = Math.max(this.#next, last + 1)
        yield { header, events: events.flatMap(eventOf) }
      }
    } catch (error) {
      throw callError(error)
    } finally {
      end.removeEventListener('abort', cancel)
    }
  }

  #checkCanceled({ header, canceled, cancelReason, compactRevision }: WatchResponse): void {
    if (compactRevision !== 0) {
      throw new WatchCanceled(
        'etcdserver: mvcc: required revision has been compacted',
        compactRevision,
        headerOf(header),
      )
    }
    if (!canceled) return
    // A refusal of the server's gate comes in Go's words for a status: the text behind `desc = ` is the error's.
    const text = cancelReason.replace(/^rpc error: code = \w+ desc = /, '')
    throw new WatchCanceled(text === '' ? 'etcdserver: watch canceled' : text, 0, headerOf(header))
  }

  /** Whether a new stream may go on where this one broke. */
  #heals(error: unknown): boolean {
    if (error instanceof WatchCanceled) return false
    if (error instanceof RequestError && error.reason === 'NoLeader' && this.#options.requireLeader === true)
      return false
    // A connection that cannot be had within the dial time-out is waited for: a watch has no deadline.
    if (error instanceof RequestError && error.reason === 'DeadlineExceeded') return true
    const code = codeOf(error)
    return code === Code.Unavailable || code === Code.Internal
  }
}

/** None for an event without a pair, which no server sends. */
function eventOf({ type, kv, prevKv }: Event): WatchEvent[] {
  if (kv === undefined) return []
  return [
    {
      kind: type === EventType.DELETE ? 'delete' : 'put',
      kv: keyValueOf(kv),
      prevKv: prevKv === undefined ? undefined : keyValueOf(prevKv),
    },
  ]
}
