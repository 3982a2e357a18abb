/**
 * The deadlines of all calls of a host on one timer: a wheel of slots, each a list through the calls themselves, so that a call
 * that ends in time costs two assignments and no timer.
 */
import type { Timer, Timers } from '../../api/service.ts'

/** What can wait in the wheel; the fields are the wheel's. */
export interface Waits {
  readonly deadlineMs: number | undefined
  waitSlot: number
  waitNext: Waits | undefined
  waitPrevious: Waits | undefined
  onDeadline(): void
}

/** Deadlines come late by no more than this. */
const slotMs = 8
/** A turn of the wheel takes eight seconds; later deadlines are passed over until theirs comes. */
const slotCount = 1_024

export class Deadlines {
  readonly #timers: Timers
  readonly #slots: (Waits | undefined)[] = new Array<Waits | undefined>(slotCount).fill(undefined)
  #count = 0
  /** The first slot, counted from the beginning of time, that was not looked at. */
  #nextSlot = 0
  #timer: Timer | undefined

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get count(): number {
    return this.#count
  }

  /** Calls `onDeadline` once its time has come, unless it is removed before. */
  add(waits: Waits, deadlineMs: number, nowMs: number): void {
    if (this.#count === 0) this.#nextSlot = Math.floor(nowMs / slotMs)
    const slot = Math.max(Math.floor(deadlineMs / slotMs), this.#nextSlot) % slotCount
    const first = this.#slots[slot]
    waits.waitSlot = slot
    waits.waitNext = first
    waits.waitPrevious = undefined
    if (first !== undefined) first.waitPrevious = waits
    this.#slots[slot] = waits
    this.#count++
    this.#timer ??= this.#timers.after(slotMs, () => this.#onTimer())
  }

  remove(waits: Waits): void {
    if (waits.waitSlot < 0) return
    const { waitNext, waitPrevious } = waits
    if (waitNext !== undefined) waitNext.waitPrevious = waitPrevious
    if (waitPrevious !== undefined) waitPrevious.waitNext = waitNext
    else this.#slots[waits.waitSlot] = waitNext
    waits.waitSlot = -1
    waits.waitNext = undefined
    waits.waitPrevious = undefined
    this.#count--
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #onTimer(): void {
    this.#timer = undefined
    const nowMs = this.#timers.nowMs()
    const due: Waits[] = []
    const last = Math.floor(nowMs / slotMs)
    // The current slot is looked at again next time: some of its deadlines are still to come.
    for (let slot = Math.max(this.#nextSlot, last - slotCount + 1); slot <= last; slot++) {
      for (let waits = this.#slots[slot % slotCount]; waits !== undefined; waits = waits.waitNext) {
        if ((waits.deadlineMs ?? 0) <= nowMs) due.push(waits)
      }
    }
    this.#nextSlot = last
    for (const waits of due) {
      // One call's end may end another.
      if (waits.waitSlot < 0) continue
      this.remove(waits)
      waits.onDeadline()
    }
    if (this.#count > 0) this.#timer ??= this.#timers.after(slotMs, () => this.#onTimer())
  }
}
