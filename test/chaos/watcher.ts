/**
 * A watch of everything the load writes, over all that happens to the members: when its stream breaks it goes on at the
 * next member, behind the last event it saw. What it collected must be what the store says happened, no more, no less.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { WatchResponse } from '../../src/generated/etcdserverpb/watch.ts'
import { methods, StreamReader, TestClient } from '../e2e/client.ts'

const range = { key: 'r', rangeEnd: 's' }
const brokenPauseMs = 50

export class Watcher {
  /** `revision key=value`, in the order of arrival. */
  readonly events: string[] = []
  lastRevision = 1
  breaks = 0
  readonly #endpoints: () => readonly string[]
  #turn: number
  #end = Number.POSITIVE_INFINITY
  #cancel: () => void = () => undefined

  constructor(endpoints: () => readonly string[], turn: number) {
    this.#endpoints = endpoints
    this.#turn = turn
  }

  /** Until `finishAt` was called and all events up to there have come. */
  async follow(): Promise<void> {
    while (!this.#isThere) {
      const endpoints = this.#endpoints()
      using client = new TestClient(endpoints[this.#turn % endpoints.length] ?? '')
      const stream = client.stream(methods.watch)
      this.#cancel = () => stream.cancel()
      const reader = new StreamReader<WatchResponse>(stream)
      const createRequest = { ...range, startRevision: this.lastRevision + 1 }
      stream.write({ requestUnion: { case: 'createRequest', value: createRequest } })
      try {
        while (!this.#isThere) this.#take(await reader.next())
      } catch (error) {
        if (error instanceof WatchWrong) throw error
        if (this.#isThere) return
        this.breaks++
        this.#turn++
        await pause(brokenPauseMs)
      } finally {
        stream.cancel()
      }
    }
  }

  /** Nothing comes behind this revision; it may have come already. */
  finishAt(revision: number): void {
    this.#end = revision
    if (this.#isThere) this.#cancel()
  }

  get #isThere(): boolean {
    return this.lastRevision >= this.#end
  }

  #take({ events, canceled, cancelReason }: WatchResponse): void {
    // A member that stops ends its watches as it ends its streams; anything else is wrong.
    if (canceled && !cancelReason.includes('server stopped')) throw new WatchWrong(`canceled: ${cancelReason}`)
    if (canceled) throw new Error(cancelReason)
    for (const { kv } of events) {
      const { key = '', value = Buffer.alloc(0), modRevision = 0 } = kv ?? {}
      if (modRevision <= this.lastRevision) throw new WatchWrong(`${modRevision} after ${this.lastRevision}`)
      this.events.push(`${modRevision} ${key}=${value.toString()}`)
      this.lastRevision = modRevision
    }
  }
}

/** A watch did what none may do. */
export class WatchWrong extends Error {
  override readonly name = 'WatchWrong'
}
