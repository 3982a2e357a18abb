/**
 * Alarms: a member out of space, or with damaged data. They stay set, over restarts and snapshots, until somebody clears
 * exactly this alarm of exactly this member.
 *
 * A row is one alarm, its key | member id u64be | alarm i32be |, its value empty.
 */
import { assert } from '../base/assert.ts'
import type { Counts } from '../storage/applied.ts'
import type { Engine, WriteOp } from '../storage/engine.ts'
import { spaceBody, spaceKey, spaceRange } from '../storage/keyspace.ts'

/** As in etcdserverpb.AlarmType. */
export const alarmNames = { 1: 'NOSPACE', 2: 'CORRUPT' } as const
export type AlarmType = keyof typeof alarmNames

export interface Alarm {
  /** Stored as it was given, 0 included: a corruption nobody can be blamed for has it. */
  readonly memberId: bigint
  readonly alarm: AlarmType
}

export class Alarms {
  readonly #counts: Counts
  readonly #active = new Map<string, Alarm>()
  #ops: WriteOp[] = []

  /** @param counts is told of each row that comes or goes */
  constructor(counts: Counts) {
    this.#counts = counts
  }

  /** Sets an alarm and returns it, also when it was set before. */
  activate(memberId: bigint, alarm: AlarmType): readonly Alarm[] {
    const body = rowBody(memberId, alarm)
    if (!this.#active.has(body)) {
      this.#active.set(body, { memberId, alarm })
      this.#counts.add('alarms', 1)
      this.#ops.push({ key: spaceKey('alarms', body), value: Buffer.alloc(0) })
    }
    return [{ memberId, alarm }]
  }

  /** Clears this alarm of this member and returns it; returns nothing when it was not set. There are no wildcards. */
  deactivate(memberId: bigint, alarm: AlarmType): readonly Alarm[] {
    const body = rowBody(memberId, alarm)
    if (!this.#active.delete(body)) return []
    this.#counts.add('alarms', -1)
    this.#ops.push({ key: spaceKey('alarms', body), value: undefined })
    return [{ memberId, alarm }]
  }

  /** Alarms of one type, or of all with 0. */
  list(alarm: AlarmType | 0 = 0): readonly Alarm[] {
    return [...this.#active.values()].filter((active) => alarm === 0 || active.alarm === alarm)
  }

  /** Whether any member has this alarm. */
  has(alarm: AlarmType): boolean {
    for (const active of this.#active.values()) if (active.alarm === alarm) return true
    return false
  }

  /** Rows written since the last call, for the batch that carries the applied record. */
  takeOps(): WriteOp[] {
    const ops = this.#ops
    this.#ops = []
    return ops
  }

  /** Reads all alarms into an empty list. */
  async restore(engine: Pick<Engine, 'scan'>): Promise<void> {
    assert(this.#active.size === 0, 'alarms are restored once', this.#active.size)
    for await (const rows of engine.scan(spaceRange('alarms'))) {
      for (const { key } of rows) {
        const body = spaceBody('alarms', key)
        this.#active.set(body, parseBody(body))
      }
      this.#counts.add('alarms', rows.length)
    }
  }
}

function rowBody(memberId: bigint, alarm: AlarmType): string {
  const body = Buffer.allocUnsafe(12)
  body.writeBigUInt64BE(BigInt.asUintN(64, memberId), 0)
  body.writeInt32BE(alarm, 8)
  return body.toString('latin1')
}

function parseBody(body: string): Alarm {
  const bytes = Buffer.from(body, 'latin1')
  assert(bytes.length === 12, 'an alarm row has a member and a type', bytes.length)
  // A type from a newer version is kept as it is: it blocks nothing here, and can be cleared.
  return { memberId: bytes.readBigUInt64BE(0), alarm: bytes.readInt32BE(8) as AlarmType }
}
