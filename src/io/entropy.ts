/**
 * Randomness, as an input: ids, and the random part of election timeouts. Simulations draw the same numbers from a seed.
 */
import { randomBytes, randomInt } from 'node:crypto'

export interface Entropy {
  bytes(count: number): Buffer
  /** Any 64 bits, 0 included. */
  u64(): bigint
  /** A whole number in [0, limit), each equally likely; `limit` from 1 to 2^48 - 1. */
  below(limit: number): number
}

/** The operating system's generator. */
export const realEntropy: Entropy = {
  bytes: (count) => randomBytes(count),
  u64: () => randomBytes(8).readBigUInt64LE(),
  below: (limit) => randomInt(limit),
}
