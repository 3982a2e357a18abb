/**
 * Watchers by what they watch, so that a change finds its watchers quickly.
 *
 * Watchers of the same range share a group: ten thousand of them on one prefix are found once, and their events are made
 * once. Groups of one key stand in a map, those of ranges in an interval tree.
 */
import type { KeyRange } from '../base/bytes.ts'
import type { Change } from './change.ts'
import { IntervalTree } from './interval-tree.ts'
import type { Event } from './key-value.ts'
import type { Watcher } from './watcher.ts'

export class WatcherGroup {
  readonly range: KeyRange
  readonly from: string
  readonly to: string | undefined
  readonly watchers = new Set<Watcher>()
  /** Changes that concern this group in the batch being delivered; empty between two. */
  changes: Change[] = []

  constructor(range: KeyRange) {
    this.range = range
    this.from = range.from
    this.to = range.to
  }
}

export class WatcherGroups {
  readonly #keys = new Map<string, WatcherGroup>()
  readonly #ranges = new Map<string, WatcherGroup>()
  readonly #tree = new IntervalTree<WatcherGroup>()
  readonly #found: WatcherGroup[] = []
  #watchers = 0
  #wantPrevious = 0

  get size(): number {
    return this.#watchers
  }

  /** How many of them want the state before a change. */
  get wantPrevious(): number {
    return this.#wantPrevious
  }

  add(watcher: Watcher): void {
    const { range } = watcher
    const groups = range.one ? this.#keys : this.#ranges
    const name = range.one ? range.from : rangeName(range)
    let group = groups.get(name)
    if (group === undefined) {
      group = new WatcherGroup(range)
      groups.set(name, group)
      if (!range.one) this.#tree.add(group)
    }
    group.watchers.add(watcher)
    this.#watchers++
    if (watcher.prevKv) this.#wantPrevious++
  }

  remove(watcher: Watcher): void {
    const { range } = watcher
    const groups = range.one ? this.#keys : this.#ranges
    const name = range.one ? range.from : rangeName(range)
    const group = groups.get(name)
    if (group === undefined || !group.watchers.delete(watcher)) return
    this.#watchers--
    if (watcher.prevKv) this.#wantPrevious--
    if (group.watchers.size > 0) return
    groups.delete(name)
    if (!range.one) this.#tree.remove(group)
  }

  /** Gives each of `changes` to the groups it concerns, in order; returns these groups. Their `changes` are the caller's to empty. */
  sort(changes: readonly Change[]): WatcherGroup[] {
    const touched: WatcherGroup[] = []
    for (const change of changes) {
      const exact = this.#keys.get(change.kv.key)
      if (exact !== undefined) this.#found.push(exact)
      this.#tree.find(change.kv.key, this.#found)
      for (const group of this.#found) {
        if (group.changes.length === 0) touched.push(group)
        group.changes.push(change)
      }
      this.#found.length = 0
    }
    return touched
  }
}

/** The events of some changes as each kind of watcher wants them; made when the first one of a kind asks. */
export class EventLists {
  readonly #changes: readonly Change[]
  readonly #lists: (readonly Event[] | undefined)[] = new Array<undefined>(8).fill(undefined)

  constructor(changes: readonly Change[]) {
    this.#changes = changes
  }

  for(watcher: Watcher): readonly Event[] {
    const kind = (watcher.noPut ? 1 : 0) + (watcher.noDelete ? 2 : 0) + (watcher.prevKv ? 4 : 0)
    const made = this.#lists[kind]
    if (made !== undefined) return made
    const events: Event[] = []
    for (const change of this.#changes) if (watcher.wants(change)) events.push(change.event(watcher.prevKv))
    this.#lists[kind] = events
    return events
  }
}

function rangeName({ from, to }: KeyRange): string {
  return to === undefined ? `${from.length}:${from}` : `${from.length}:${from}${to}<`
}
