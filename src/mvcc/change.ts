/**
 * A committed change of one key, as the watch hub gets it; its events are made once and shared by all watchers.
 */
import type { Event, KeyValue } from './key-value.ts'

export class Change {
  readonly deleted: boolean
  /** Of a delete: only key and modRevision. */
  readonly kv: KeyValue
  /** The state before, where it is known: only asked for when somebody wants it. */
  previous: KeyValue | undefined
  /** The state before exists and its value is only on disk. */
  previousOnDisk: boolean
  #plain: Event | undefined = undefined
  #full: Event | undefined = undefined

  constructor(deleted: boolean, kv: KeyValue, previous: KeyValue | undefined, previousOnDisk: boolean) {
    this.deleted = deleted
    this.kv = kv
    this.previous = previous
    this.previousOnDisk = previousOnDisk
  }

  /** The event for watchers that want the previous state, or that do not. */
  event(withPrevious: boolean): Event {
    if (withPrevious && this.previous !== undefined) {
      this.#full ??= { type: this.deleted ? 'delete' : 'put', kv: this.kv, prevKv: this.previous }
      return this.#full
    }
    this.#plain ??= { type: this.deleted ? 'delete' : 'put', kv: this.kv, prevKv: undefined }
    return this.#plain
  }
}
