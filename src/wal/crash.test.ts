/**
 * Members that crash at any step of writing, for many seeds: nothing acknowledged is ever lost, and what comes back is the
 * log as it was after some whole write. `SEED=17 node --import tsx --test src/wal/crash.test.ts` runs one of them, SEEDS=9000 that
 * many.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimulatedClock } from '../../test/sim/io/clock.ts'
import { SimulatedDisk, type Stop } from '../../test/sim/io/disk.ts'
import { SeededEntropy } from '../../test/sim/io/entropy.ts'
import { carriedOut, drawCommand, emptyLog, type LogCommand, type LogContent } from '../../test/sim/io/raft-log.ts'
import { crc32c } from '../base/crc32c.ts'
import { Wal, type WalOptions } from './wal.ts'

const { SEED, SEEDS } = process.env
const seeds = SEED === undefined ? Array.from({ length: Number(SEEDS ?? 150) }, (_, i) => i) : [Number(SEED)]
const metadata = Buffer.from('cluster 1, member 2')

/** One member over several lives. */
class Member {
  readonly #random: SeededEntropy
  readonly #disk: SimulatedDisk
  readonly #settings: Omit<WalOptions, 'files'>
  /** The log after each command so far, the start of this life first. */
  #history: LogContent[] = [emptyLog]
  /** The last place in `#history` that must not be lost. */
  #acknowledged = 0

  constructor(seed: number) {
    this.#random = new SeededEntropy(seed)
    this.#disk = new SimulatedDisk(seed)
    this.#settings = {
      clock: new SimulatedClock(),
      directory: '/data/wal',
      segmentBytes: 200 + this.#random.below(6_000),
      preparedBytes: [0, 512, 3_000][this.#random.below(3)],
    }
  }

  /** Starts, works, and is stopped somewhere on the way. */
  async live(how: Stop): Promise<void> {
    const disk = this.#disk
    disk.stopAt = { operation: disk.operations + 1 + this.#random.below(60), how }
    if (this.#random.chance(0.2)) disk.fail('write', 'EIO', { skip: this.#random.below(10) })
    if (this.#random.chance(0.1)) disk.fail('syncDirectory', 'EIO', { skip: this.#random.below(10) })
    try {
      const wal = await this.#start()
      await this.#work(wal)
      await wal.close()
    } catch (error) {
      const expected = error instanceof Error && ['Stopped', 'LogFailed'].includes(error.name)
      if (!expected && !(error instanceof Error && error.message.startsWith('EIO: simulated'))) throw error
    }
    disk.stop(how)
  }

  /** A start without trouble finds the log as it was after some command, none that was acknowledged is missing. */
  async check(): Promise<void> {
    const options = this.#options()
    if (!(await Wal.exists(options.files, options.directory))) {
      assert.equal(this.#acknowledged, 0, 'the log is gone')
      return
    }
    const opened = await Wal.open(options)
    this.#recognise(opened)
    await opened.wal.close()
  }

  #options(): WalOptions {
    return { ...this.#settings, files: this.#disk.start() }
  }

  async #start(): Promise<Wal> {
    const options = this.#options()
    if (!(await Wal.exists(options.files, options.directory))) return Wal.create({ ...options, metadata })
    const opened = await Wal.open(options)
    assert.deepEqual(opened.metadata, metadata)
    this.#recognise(opened)
    return opened.wal
  }

  #recognise(found: LogContent): void {
    const foundShown = shown(found)
    const place = this.#history.findLastIndex((log) => shown(log) === foundShown)
    assert.ok(
      place >= this.#acknowledged,
      `acknowledged was step ${this.#acknowledged}: ${shown(this.#history[this.#acknowledged] ?? emptyLog)}\n` +
        `found was step ${place}: ${foundShown}`,
    )
    this.#history = this.#history.slice(0, place + 1)
    // Read once, it is there: the member has begun to act on it.
    this.#acknowledged = place
  }

  async #work(wal: Wal): Promise<void> {
    for (let step = 0; step < 40; step++) {
      const inFlight = Array.from({ length: 1 + this.#random.below(3) }, () => this.#issue(wal))
      if (this.#random.chance(0.3)) inFlight.push(wal.release(this.#last().snapshot.index).then(() => undefined))
      // Sometimes the next appends come while these are still being written.
      const settled = Promise.allSettled(inFlight)
      if (this.#random.chance(0.3)) await Promise.race(inFlight).catch(() => undefined)
      else await settled
      if (wal.failure !== undefined) throw wal.failure
    }
  }

  async #issue(wal: Wal): Promise<void> {
    const command = drawCommand(this.#random, this.#last())
    this.#history.push(carriedOut(this.#last(), command))
    const place = this.#history.length - 1
    await given(wal, command)
    if (command.kind === 'mark' || command.write.mustSync) this.#acknowledged = Math.max(this.#acknowledged, place)
  }

  #last(): LogContent {
    return this.#history.at(-1) ?? emptyLog
  }
}

function given(wal: Wal, command: LogCommand): Promise<void> {
  return command.kind === 'mark' ? wal.markSnapshot(command.mark) : wal.append(command.write)
}

/** All of a log in one line, the data of entries by their sums. */
function shown({ hardState, snapshot, entries }: LogContent): string {
  const list = entries.map(({ term, index, type, data }) => `${index}/${term}/${type}/${data.length}/${crc32c(data)}`)
  const { term, vote, commit } = hardState
  return `term ${term} vote ${vote} commit ${commit} snapshot ${snapshot.index}/${snapshot.term}/${snapshot.data.toString('hex')} ${list}`
}

for (const how of ['power', 'kill'] as const) {
  test(`wal: ${seeds.length} members, each stopped five times (${how}), lose nothing acknowledged`, async () => {
    for (const seed of seeds) {
      const member = new Member(seed)
      try {
        for (let life = 0; life < 5; life++) await member.live(how)
        await member.check()
      } catch (error) {
        throw new Error(`SEED=${seed} node --import tsx --test src/wal/crash.test.ts: ${String(error)}`, {
          cause: error,
        })
      }
    }
  })
}

test('wal: members that are killed and lose power in turn lose nothing acknowledged', async () => {
  for (const seed of seeds) {
    const member = new Member(seed)
    try {
      for (const how of ['kill', 'power', 'kill', 'kill', 'power'] as const) await member.live(how)
      await member.check()
    } catch (error) {
      throw new Error(`SEED=${seed} node --import tsx --test src/wal/crash.test.ts: ${String(error)}`, { cause: error })
    }
  }
})
