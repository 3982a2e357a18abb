/**
 * One registered range of a watch stream, and how far it has been told.
 */
import type { KeyRange } from '../base/bytes.ts'
import type { Change } from './change.ts'
import type { HubStream } from './watch-stream.ts'

/**
 * synced: hears of changes as they happen. behind: is read from the store. blocked: behind, and its stream is full.
 * compacted: what it should see next is gone; it has been told, and only its id remains. canceled: gone.
 */
export type WatcherPlace = 'synced' | 'behind' | 'blocked' | 'compacted' | 'canceled'

export interface WatchRequest {
  /** 0: the stream assigns one. */
  readonly watchId: number
  readonly key: string
  readonly rangeEnd: string
  /** 0: from now on. */
  readonly startRevision: number
  readonly prevKv: boolean
  readonly noPut: boolean
  readonly noDelete: boolean
  /** Whether a large message may come in pieces. */
  readonly fragment: boolean
  readonly progressNotify: boolean
}

export class Watcher {
  readonly stream: HubStream
  readonly id: number
  readonly range: KeyRange
  readonly prevKv: boolean
  readonly noPut: boolean
  readonly noDelete: boolean
  readonly fragment: boolean
  readonly progressNotify: boolean
  place: WatcherPlace = 'synced'
  /** First revision it has not been told of. */
  next: number
  /** Whether it was sent events since the last tick of progress. */
  toldSinceTick = false
  /** Step of the catch-up it takes part in. */
  step = 0

  constructor(stream: HubStream, id: number, range: KeyRange, next: number, request: WatchRequest) {
    this.stream = stream
    this.id = id
    this.range = range
    this.next = next
    this.prevKv = request.prevKv
    this.noPut = request.noPut
    this.noDelete = request.noDelete
    this.fragment = request.fragment
    this.progressNotify = request.progressNotify
  }

  /** Whether the filters let a change through. */
  wants(change: Change): boolean {
    return change.deleted ? !this.noDelete : !this.noPut
  }
}
