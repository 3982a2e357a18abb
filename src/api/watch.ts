/**
 * The Watch service: one stream of the watch hub for each RPC. The hub knows what a watcher gets and when; here its messages
 * become responses, and a client that does not read slows down only itself.
 */
import type { WatchRequest, WatchResponseInit, WatchService } from '../generated/etcdserverpb/watch.ts'
import { FilterType } from '../generated/etcdserverpb/watch.ts'
import { EventType } from '../generated/mvccpb/kv.ts'
import type { WatchMessage, WatchStream } from '../mvcc/watch-stream.ts'
import type { Backend } from '../server/backend.ts'
import { header } from './header.ts'
import type { BidiStream, Handlers, Timer, Timers } from './service.ts'

/** Part of the interval by which the progress notifications of different streams are spread. */
const progressJitter = 0.1

/** An empty key means: from the first one. */
const firstKey = '\0'

export function watchHandlers(backend: Backend, timers: Timers): Handlers<typeof WatchService> {
  return {
    watch(stream) {
      new WatchCall(backend, timers, stream).start()
    },
  }
}

class WatchCall {
  readonly #backend: Backend
  readonly #timers: Timers
  readonly #stream: BidiStream<WatchRequest, WatchResponseInit>
  readonly #watches: WatchStream
  #progressTimer: Timer | undefined
  #paused = false

  constructor(backend: Backend, timers: Timers, stream: BidiStream<WatchRequest, WatchResponseInit>) {
    this.#backend = backend
    this.#timers = timers
    this.#stream = stream
    this.#watches = backend.openWatch({ send: (message) => this.#send(message) })
  }

  start(): void {
    this.#stream.onEnd(() => {
      this.#progressTimer?.cancel()
      this.#watches.close()
    })
    this.#stream.onDrain(() => {
      if (this.#paused) {
        this.#paused = false
        this.#stream.resume()
      }
      this.#watches.drained()
    })
    this.#stream.listen({
      onMessage: (request) => this.#onRequest(request),
      // The watchers go on until the client cancels the RPC.
      onHalfClose: () => undefined,
    })
  }

  /** A request with nothing in it is ignored. */
  #onRequest({ requestUnion: request }: WatchRequest): void {
    switch (request?.case) {
      case 'createRequest': {
        const { key, rangeEnd, startRevision, watchId, prevKv, fragment, progressNotify, filters } = request.value
        if (progressNotify) this.#startProgressTimer()
        this.#watches.create({
          key: key === '' ? firstKey : key,
          rangeEnd,
          startRevision,
          watchId,
          prevKv,
          fragment,
          progressNotify,
          noPut: filters.includes(FilterType.NOPUT),
          noDelete: filters.includes(FilterType.NODELETE),
        })
        return
      }
      case 'cancelRequest':
        this.#watches.cancel(request.value.watchId)
        return
      case 'progressRequest':
        this.#watches.requestProgress()
        return
      case undefined:
        return
    }
  }

  /**
   * False tells the hub to hold back events. Requests are held back too: each may have an answer, and a client that only
   * asks would otherwise fill our memory with them.
   */
  #send(message: WatchMessage): boolean {
    const hasRoom = this.#stream.write(watchResponse(this.#backend, message))
    if (!hasRoom && !this.#paused) {
      this.#paused = true
      this.#stream.pause()
    }
    return hasRoom
  }

  #startProgressTimer(): void {
    if (this.#progressTimer !== undefined) return
    const intervalMs = this.#backend.limits.watchProgressNotifyMs * (1 + progressJitter * this.#timers.random())
    const schedule = (): Timer =>
      this.#timers.after(intervalMs, () => {
        this.#progressTimer = schedule()
        this.#watches.tickProgress()
      })
    this.#progressTimer = schedule()
  }
}

function watchResponse(backend: Backend, message: WatchMessage): WatchResponseInit {
  return {
    header: header(backend, message.revision),
    watchId: message.watchId,
    created: message.created,
    canceled: message.canceled,
    compactRevision: message.compactRevision,
    cancelReason: message.cancelReason,
    fragment: message.fragment,
    events: message.events.map(({ type, kv, prevKv }) => ({
      type: type === 'put' ? EventType.PUT : EventType.DELETE,
      kv,
      prevKv,
    })),
  }
}
