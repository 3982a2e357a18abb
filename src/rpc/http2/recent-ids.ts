/**
 * The stream ids that were added last; older ones are forgotten.
 */

const idsMax = 128

export class RecentIds {
  /** In the order in which they were added. */
  readonly #ids = new Set<number>()

  add(id: number): void {
    this.#ids.add(id)
    if (this.#ids.size <= idsMax) return
    const oldest = this.#ids.values().next()
    if (oldest.done !== true) this.#ids.delete(oldest.value)
  }

  has(id: number): boolean {
    return this.#ids.has(id)
  }
}
