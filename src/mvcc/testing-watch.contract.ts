/**
 * What the tests of the watch hub stand on.
 */
import assert from 'node:assert/strict'
import { type TestStore, yieldToLoop } from './testing.contract.ts'
import { WatchHub } from './watch-hub.ts'
import type { WatchMessage, WatchSink, WatchStream } from './watch-stream.ts'
import type { WatchRequest } from './watcher.ts'

/** A client that takes a few messages, then none until it is drained. */
export class Client implements WatchSink {
  readonly messages: WatchMessage[] = []
  readonly stream: WatchStream
  readonly #roomMax: number
  #room: number

  constructor(hub: WatchHub, roomMax = Number.MAX_SAFE_INTEGER) {
    this.#roomMax = roomMax
    this.#room = roomMax
    this.stream = hub.open(this)
  }

  send(message: WatchMessage): boolean {
    assert(this.#room > 0 || message.events.length === 0, 'a full client gets no events')
    this.messages.push(message)
    this.#room--
    return this.#room > 0
  }

  drain(): void {
    this.#room = this.#roomMax
    this.stream.drained()
  }

  /** The messages since the last call. */
  take(): WatchMessage[] {
    return this.messages.splice(0)
  }
}

export function watchOf(request: Partial<WatchRequest> = {}): WatchRequest {
  return {
    watchId: 0,
    key: '\0',
    rangeEnd: '\0',
    startRevision: 0,
    prevKv: false,
    noPut: false,
    noDelete: false,
    fragment: false,
    progressNotify: false,
    ...request,
  }
}

export function hubOf({ store }: TestStore, fragmentBytes = 1_000_000): WatchHub {
  return new WatchHub(store, {
    fragmentBytes,
    yieldToLoop,
    onFailure: (error) => {
      throw error
    },
  })
}

/** Until no watcher is behind that could go on. */
export async function settle(turns = 60): Promise<void> {
  for (let i = 0; i < turns; i++) await yieldToLoop()
}
