/**
 * Revisions that somebody is reading in slices. Compaction waits with taking rows away until nobody reads below its mark;
 * the mark itself is in force at once, so that no new read begins there.
 */
export class RevisionPins {
  readonly #pins = new Map<number, number>()
  #waiting: { readonly below: number; readonly resume: () => void }[] = []

  /** Returns the function that ends the pin; calling it twice is a bug. */
  pin(revision: number): () => void {
    this.#pins.set(revision, (this.#pins.get(revision) ?? 0) + 1)
    return () => this.#unpin(revision)
  }

  /** Resolves when nothing below `revision` is pinned. */
  async untilFree(revision: number): Promise<void> {
    while (this.#pinnedBelow(revision)) {
      await new Promise<void>((resume) => this.#waiting.push({ below: revision, resume }))
    }
  }

  #unpin(revision: number): void {
    const count = (this.#pins.get(revision) ?? 0) - 1
    if (count > 0) this.#pins.set(revision, count)
    else this.#pins.delete(revision)
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const one of waiting) {
      if (this.#pinnedBelow(one.below)) this.#waiting.push(one)
      else one.resume()
    }
  }

  #pinnedBelow(revision: number): boolean {
    for (const pinned of this.#pins.keys()) if (pinned < revision) return true
    return false
  }
}
