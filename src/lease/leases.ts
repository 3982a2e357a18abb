/**
 * Leases as the log has them: which exist, for how long they were granted, and which keys hang on them.
 *
 * When a lease runs out is not known here: that is the primary's clock (`expiry.ts`), which has it revoked through the
 * log like any client would. So two members that applied the same entries hold the same leases, whatever their clocks
 * say.
 *
 * A row is one lease: | ttl seconds i64be | remaining seconds of the last checkpoint i64be |. Which keys hang on it
 * stands in the keys' own rows; who restores those attaches them again.
 */
import { assert } from '../base/assert.ts'
import type { Reason } from '../base/errors.ts'
import type { Counts } from '../storage/applied.ts'
import type { Engine, WriteOp } from '../storage/engine.ts'
import { idKey, parseIdKey, spaceRange } from '../storage/keyspace.ts'

/** A failed request is a value: part of the result, and the same on each member. */
export type Outcome<T> = { readonly ok: T } | { readonly failed: Reason }

export interface Lease {
  /** Signed 64 bits, as on the wire; never 0. */
  readonly id: bigint
  /** What each renewal gives. */
  readonly ttlSeconds: number
  /** What was left at the last checkpoint; 0 when there was none. A new primary starts from it. */
  readonly remainingTtlSeconds: number
}

/** etcd's bound: far in the future, and small enough to be counted in nanoseconds. */
export const ttlSecondsMax = 9_000_000_000

/**
 * The shortest time to live that is granted: one and a half election time-outs, since a new primary needs about that
 * long before anybody can renew. The proposer raises what was asked for, so that all members grant the same.
 */
export function minTtlSeconds(electionTimeoutMs: number): number {
  return Math.ceil((1.5 * electionTimeoutMs) / 1000)
}

interface Held {
  lease: Lease
  readonly keys: Set<string>
}

/** What `restore` needs of an engine. */
export type Scanned = Pick<Engine, 'scan'>

export class Leases {
  readonly #held = new Map<bigint, Held>()
  readonly #counts: Counts
  #ops: WriteOp[] = []

  /** @param counts is told of each row that comes or goes */
  constructor(counts: Counts) {
    this.#counts = counts
  }

  /** A new lease. Fails with `LeaseTtlTooLarge` or `LeaseExist`. */
  grant({ id, ttlSeconds }: { id: bigint; ttlSeconds: number }): Outcome<Lease> {
    assert(id !== 0n, 'whoever proposed the lease chose an id')
    assertSigned(id)
    if (ttlSeconds > ttlSecondsMax) return { failed: 'LeaseTtlTooLarge' }
    if (this.#held.has(id)) return { failed: 'LeaseExist' }
    const lease = { id, ttlSeconds, remainingTtlSeconds: 0 }
    this.#held.set(id, { lease, keys: new Set() })
    this.#counts.add('leases', 1)
    this.#write(lease)
    return { ok: lease }
  }

  /**
   * Ends a lease and says which keys hung on it, in byte order. Deleting them is the caller's, who does it first (see
   * `keysOf`), since that may have to wait for values while this cannot. Fails with `LeaseNotFound`.
   */
  revoke(id: bigint): Outcome<{ readonly keys: readonly string[] }> {
    if (!this.#held.has(id)) return { failed: 'LeaseNotFound' }
    const keys = this.keysOf(id)
    this.#held.delete(id)
    this.#counts.add('leases', -1)
    this.#ops.push({ key: idKey('leases', id), value: undefined })
    return { ok: { keys } }
  }

  /** Notes how much time a lease has left, so that a new primary does not start it anew. Fails with `LeaseNotFound`. */
  checkpoint(id: bigint, remainingTtlSeconds: number): Outcome<Lease> {
    const held = this.#held.get(id)
    if (held === undefined) return { failed: 'LeaseNotFound' }
    held.lease = { ...held.lease, remainingTtlSeconds }
    this.#write(held.lease)
    return { ok: held.lease }
  }

  exists(id: bigint): boolean {
    return this.#held.has(id)
  }

  /** Hangs `key` on a lease that exists. Who puts a key detaches it from the lease it had. */
  attach(id: bigint, key: string): void {
    const held = this.#held.get(id)
    assert(held !== undefined, 'a key hangs on a lease that exists', id)
    held.keys.add(key)
  }

  /** Takes `key` off; nothing happens where the lease is gone or the key never hung on it. */
  detach(id: bigint, key: string): void {
    this.#held.get(id)?.keys.delete(key)
  }

  /** Keys that hang on a lease, in byte order; none for an unknown lease. */
  keysOf(id: bigint): readonly string[] {
    return [...(this.#held.get(id)?.keys ?? [])].sort()
  }

  get(id: bigint): Lease | undefined {
    return this.#held.get(id)?.lease
  }

  /** All leases, in the order in which they were granted or restored. */
  *list(): Generator<Lease> {
    for (const { lease } of this.#held.values()) yield lease
  }

  get size(): number {
    return this.#held.size
  }

  /** Rows written since the last call, for the batch that carries the applied record. */
  takeOps(): WriteOp[] {
    const ops = this.#ops
    this.#ops = []
    return ops
  }

  /** Reads all leases into an empty book. */
  async restore(engine: Scanned): Promise<void> {
    assert(this.#held.size === 0, 'leases are restored once', this.#held.size)
    for await (const rows of engine.scan(spaceRange('leases'))) {
      for (const { key, value } of rows) {
        const lease = decodeLease(BigInt.asIntN(64, parseIdKey('leases', key)), value)
        this.#held.set(lease.id, { lease, keys: new Set() })
      }
      this.#counts.add('leases', rows.length)
    }
  }

  #write(lease: Lease): void {
    this.#ops.push({ key: idKey('leases', lease.id), value: encodeLease(lease) })
  }
}

const rowBytes = 16

function encodeLease(lease: Lease): Buffer {
  const row = Buffer.allocUnsafe(rowBytes)
  row.writeBigInt64BE(BigInt(lease.ttlSeconds), 0)
  row.writeBigInt64BE(BigInt(lease.remainingTtlSeconds), 8)
  return row
}

function decodeLease(id: bigint, row: Buffer): Lease {
  assert(row.length === rowBytes, 'a lease row has two numbers', id, row.length)
  return {
    id,
    ttlSeconds: Number(row.readBigInt64BE(0)),
    remainingTtlSeconds: Number(row.readBigInt64BE(8)),
  }
}

function assertSigned(id: bigint): void {
  assert(BigInt.asIntN(64, id) === id, 'a lease id is signed, as on the wire', id)
}
