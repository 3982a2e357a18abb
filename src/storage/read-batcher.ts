/**
 * Point reads that wait at the same time go to the disk together.
 *
 * A read on its own costs 25 to 50 us, mostly the way to the thread pool and back; in a batch of 100 a key costs 6 to
 * 11 us. And the pool has few threads (four by default), which the log's fdatasync needs as well: a thousand reads must
 * not stand in front of it. So at most `roundsMax` rounds are under way, and what arrives meanwhile forms the next.
 */
import { defined } from '../base/assert.ts'

export type ReadMany = (keys: readonly Buffer[]) => Promise<(Buffer | undefined)[]>

interface Waiting {
  readonly key: Buffer
  readonly resolve: (value: Buffer | undefined) => void
  readonly reject: (error: unknown) => void
}

const roundsMax = 2
const keysMax = 256

export class ReadBatcher {
  readonly #readMany: ReadMany
  #waiting: Waiting[] = []
  #rounds = 0
  #scheduled = false

  constructor(readMany: ReadMany) {
    this.#readMany = readMany
  }

  /** Keys that no round has taken up yet. */
  get depth(): number {
    return this.#waiting.length
  }

  read(key: Buffer): Promise<Buffer | undefined> {
    const result = new Promise<Buffer | undefined>((resolve, reject) => this.#waiting.push({ key, resolve, reject }))
    this.#schedule()
    return result
  }

  /** After the current task, so that all reads of one tick are in one round. */
  #schedule(): void {
    if (this.#scheduled || this.#rounds >= roundsMax) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#startRounds()
    })
  }

  #startRounds(): void {
    while (this.#waiting.length > 0 && this.#rounds < roundsMax) {
      const round = this.#waiting.splice(0, keysMax)
      this.#rounds++
      // Hears every failure itself: each read of the round gets its own.
      void this.#round(round).finally(() => {
        this.#rounds--
        this.#startRounds()
      })
    }
  }

  async #round(reads: readonly Waiting[]): Promise<void> {
    try {
      const values = await this.#readMany(reads.map(({ key }) => key))
      for (const [i, { resolve }] of reads.entries()) resolve(values[i])
    } catch (error) {
      if (reads.length === 1) defined(reads[0], 'the only read').reject(error)
      // One damaged block fails the whole call: alone, each of the others still gets its value.
      else for (const read of reads) await this.#round([read])
    }
  }
}
