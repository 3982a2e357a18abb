/**
 * Which bytes a crash may have torn.
 *
 * The log is written in flushes: one write of consecutive bytes, the next one only when this one is durable. So whatever a
 * crash leaves, every flush but the last is whole; of the last one, which nobody has been told of yet, each sector may
 * be there or not, and one may be there in part. Each flush begins with a mark that says how far it goes:
 *
 *   | length | crc32c | kind, zeros | offset | bytes | zero tails | own crc | "FLSH" |      each 4 bytes, 32 in all
 *
 * - `offset` is the mark's own place, `bytes` the size of the flush, itself included: what follows behind it can only
 *   have been written when all of it was durable. So bad bytes in a flush with anything behind it are damage.
 * - The `own crc` depends on nothing before it but the segment's sequence: a mark is recognised behind bad bytes, too.
 * - `zero tails` counts the zeros at the end of each sector of the flush, added up. Before the flush its place held zeros,
 *   so that a tear turns the end of some sector to zeros and makes the sum larger; a flipped byte leaves it as it
 *   was or makes it smaller. So bad bytes in the last flush are a tear, to be cut, if the sum grew, and damage if not.
 *
 * Flushes begin at multiples of 32: a mark never lies across two sectors. Its last byte is never zero.
 */
import { assert } from '../base/assert.ts'
import { crc32c } from '../base/crc32c.ts'
import { recordHeadBytes, recordKinds } from './record.ts'

export const flushAlignment = 32
export const flushMarkBytes = 32
/** Disks write at least this much or nothing (with larger ones of 4096 bytes eight of these change together). */
export const sectorBytes = 512
const closing = Buffer.from('FLSH')

assert(sectorBytes % flushAlignment === 0 && flushMarkBytes <= flushAlignment, 'a mark lies in one sector')

export interface FlushMark {
  readonly offset: number
  readonly bytes: number
  readonly zeroTails: number
}

/** Writes the mark over the first bytes of `flush`, which is otherwise complete and will be written to `offset`. */
export function putFlushMark(
  flush: Buffer,
  { offset, sequence, chain }: { offset: number; sequence: number; chain: number },
): void {
  assert(
    offset % flushAlignment === 0 && flush.length % flushAlignment === 0,
    'flushes are aligned',
    offset,
    flush.length,
  )
  assert(offset + flush.length < 2 ** 32, 'places in a segment fit into 32 bits', offset, flush.length)
  flush.writeUInt32LE(flushMarkBytes - recordHeadBytes, 0)
  flush.writeUInt32LE(recordKinds.flush, 8)
  flush.writeUInt32LE(offset, 12)
  flush.writeUInt32LE(flush.length, 16)
  closing.copy(flush, 28)
  // "FLSH" ends any zero tail, so that the fields before it, still to be written, do not change the sum.
  flush.writeUInt32LE(zeroTails(flush, { start: 0, end: flush.length, position: offset }), 20)
  flush.writeUInt32LE(ownCrc(flush, 0, sequence), 24)
  flush.writeUInt32LE(crc32c(flush, chain, recordHeadBytes, flushMarkBytes), 4)
}

/** The mark at `at`; `chain` undefined: whatever stands before it. */
export function tryReadMark(
  bytes: Buffer,
  at: number,
  sequence: number,
  chain: number | undefined,
): FlushMark | undefined {
  if (at + flushMarkBytes > bytes.length) return undefined
  if (
    bytes.compare(closing, 0, 4, at + 28, at + 32) !== 0 ||
    bytes.readUInt32LE(at) !== flushMarkBytes - recordHeadBytes
  ) {
    return undefined
  }
  if (bytes.readUInt32LE(at + 8) !== recordKinds.flush || bytes.readUInt32LE(at + 12) !== at) return undefined
  if (bytes.readUInt32LE(at + 24) !== ownCrc(bytes, at, sequence)) return undefined
  const crc = chain === undefined ? undefined : crc32c(bytes, chain, at + recordHeadBytes, at + flushMarkBytes)
  if (crc !== undefined && bytes.readUInt32LE(at + 4) !== crc) return undefined
  const size = bytes.readUInt32LE(at + 16)
  if (size <= flushMarkBytes || size % flushAlignment !== 0) return undefined
  return { offset: at, bytes: size, zeroTails: bytes.readUInt32LE(at + 20) }
}

/** The next mark behind `at`, found without knowing the chain. */
export function findLaterMark(bytes: Buffer, at: number, sequence: number): FlushMark | undefined {
  for (let later = at + flushAlignment; later < bytes.length; later += flushAlignment) {
    const mark = tryReadMark(bytes, later, sequence, undefined)
    if (mark !== undefined) return mark
  }
  return undefined
}

/** Whether bad bytes in a flush can come from a tear. */
export function isTorn(bytes: Buffer, { offset, bytes: size, zeroTails: written }: FlushMark): boolean {
  return zeroTails(bytes, { start: offset, end: offset + size, position: offset }) > written
}

/** Whether the bad mark at `at`, the last of the segment, can come from a tear: zeros to the end of its sector. */
export function isMarkTorn(bytes: Buffer, at: number): boolean {
  const sectorEnd = at + sectorBytes - (at % sectorBytes)
  const zeros = zeroTails(bytes, { start: at, end: sectorEnd, position: at })
  return sectorEnd - zeros < at + flushMarkBytes
}

/** Zeros at the end of each sector between `start` and `end`, added up; `position`: where `start` stands in the file. */
function zeroTails(bytes: Buffer, { start, end, position }: { start: number; end: number; position: number }): number {
  let sum = 0
  for (let from = start; from < end; ) {
    const to = Math.min(end, from + sectorBytes - ((position + from - start) % sectorBytes))
    let tail = to
    // What lies past the end of the file reads as zeros.
    while (tail > from && (tail > bytes.length || bytes[tail - 1] === 0)) tail--
    sum += to - tail
    from = to
  }
  return sum
}

function ownCrc(bytes: Buffer, at: number, sequence: number): number {
  return crc32c(bytes, sequence % 2 ** 32, at + recordHeadBytes, at + 24)
}
