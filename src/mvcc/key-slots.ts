/**
 * What the index knows of each key, in columns.
 *
 * A key owns a slot, a small number; its fields lie at that place of typed arrays, in pages, so that a million keys are
 * some hundred objects for the garbage collector and growing never copies. Bytes a key, its string of 32 characters (48)
 * aside: 8 key pointer, 8 main, 8 create, 8 version, 8 value pointer, 1 flags; 4 for a sub revision, 8 for a lease and 8 for
 * a pointer to older revisions only in pages where a key has one. The tree adds about 12 and the hash table 11 to 21.
 */
import { defined } from '../base/assert.ts'

const pageBits = 12
export const pageSlots = 1 << pageBits
const pageMask = pageSlots - 1

/** Bits of `SlotPage.flags`, owned by the value cache. */
export const queuedFlag = 1
export const usedFlag = 2

export class SlotPage {
  readonly keys: string[] = new Array<string>(pageSlots).fill('')
  /** The newest value, while it is in memory. */
  readonly values: (Buffer | undefined)[] = new Array<Buffer | undefined>(pageSlots).fill(undefined)
  readonly mains = new Float64Array(pageSlots)
  readonly creates = new Float64Array(pageSlots)
  /** 0: the newest revision is a tombstone. */
  readonly versions = new Float64Array(pageSlots)
  readonly flags = new Uint8Array(pageSlots)
  /** Only where one is not 0, as in the leases and histories. */
  subs: Uint32Array | undefined = undefined
  leases: BigInt64Array | undefined = undefined
  histories: (number[] | undefined)[] | undefined = undefined
}

export class KeySlots {
  readonly #pages: SlotPage[] = []
  readonly #free: number[] = []
  #used = 0

  /** A place for `key`. All fields but the key are those of whoever had it before, except value, lease and history. */
  take(key: string): number {
    const slot = this.#free.pop() ?? this.#used++
    if (slot >>> pageBits === this.#pages.length) this.#pages.push(new SlotPage())
    this.page(slot).keys[slot & pageMask] = key
    return slot
  }

  release(slot: number): void {
    const page = this.page(slot)
    const at = slot & pageMask
    page.keys[at] = ''
    page.values[at] = undefined
    page.mains[at] = page.creates[at] = page.versions[at] = 0
    if (page.subs !== undefined) page.subs[at] = 0
    if (page.leases !== undefined) page.leases[at] = 0n
    if (page.histories !== undefined) page.histories[at] = undefined
    this.#free.push(slot)
  }

  /** How many slots have ever been in use: a full walk goes from 0 to here. */
  get used(): number {
    return this.#used
  }

  page(slot: number): SlotPage {
    return this.#pages[slot >>> pageBits] as SlotPage
  }

  keyOf(slot: number): string {
    return (this.#pages[slot >>> pageBits] as SlotPage).keys[slot & pageMask] as string
  }

  subOf(slot: number): number {
    const subs = this.page(slot).subs
    return subs === undefined ? 0 : (subs[slot & pageMask] as number)
  }

  setSub(slot: number, sub: number): void {
    const page = this.page(slot)
    if (page.subs === undefined) {
      if (sub === 0) return
      page.subs = new Uint32Array(pageSlots)
    }
    page.subs[slot & pageMask] = sub
  }

  leaseOf(slot: number): bigint {
    const leases = this.page(slot).leases
    return leases === undefined ? 0n : (leases[slot & pageMask] as bigint)
  }

  setLease(slot: number, lease: bigint): void {
    const page = this.page(slot)
    if (page.leases === undefined) {
      if (lease === 0n) return
      page.leases = new BigInt64Array(pageSlots)
    }
    page.leases[slot & pageMask] = lease
  }

  historyOf(slot: number): number[] | undefined {
    return this.page(slot).histories?.[slot & pageMask]
  }

  setHistory(slot: number, history: number[] | undefined): void {
    const page = this.page(slot)
    if (page.histories === undefined) {
      if (history === undefined) return
      page.histories = new Array<number[] | undefined>(pageSlots).fill(undefined)
    }
    page.histories[slot & pageMask] = history
  }
}

/** Where a slot lies in its page. */
export function inPage(slot: number): number {
  return slot & pageMask
}

/** Reads a column, whose length is that of the page. */
export function cell(column: Float64Array | Uint32Array | Uint8Array, at: number): number {
  return defined(column[at], 'a slot lies in its page', at)
}
