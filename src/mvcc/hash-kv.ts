/**
 * HashKV: one number for all revisions up to one, equal on members that agree, and equal to etcd's for the same rows.
 *
 * CRC-32C over the name of etcd's bucket, "key", then the revision key and the bytes of each row, in order. Rows at or below
 * the compact revision are left out when the index at the hashed revision does not name them: whether compaction has
 * reached them differs between members. etcd takes all such rows in when no key is live at that revision; what counts here
 * then are those that stay when compaction is done, which is what etcd's answer settles on.
 */

import { keyRange } from '../base/bytes.ts'
import { crc32c } from '../base/crc32c.ts'
import { parseRevisionKey, revisionRange } from '../storage/keyspace.ts'
import { none } from './key-index.ts'
import { RowReader } from './row.ts'
import type { StoreState } from './state.ts'

export interface KvHash {
  readonly hash: number
  /** -1 when nothing was ever compacted. */
  readonly compactRevision: number
  /** Up to which revision was hashed. */
  readonly hashRevision: number
  /** Of the store, now. */
  readonly revision: number
}

const bucketName = Buffer.from('key')

/** Hashes the rows up to `revision`, which the caller has checked and pinned and whose rows are in the engine. */
export async function hashRows(state: StoreState, revision: number, compactRevision: number): Promise<number> {
  const { index, yieldToLoop } = state
  const anyLive = await isAnyLive(state, revision)
  const reader = new RowReader()
  let hash = crc32c(bucketName)
  for await (const rows of state.engine.scan(revisionRange(0, revision + 1))) {
    for (const { key, value } of rows) {
      const { main, sub } = parseRevisionKey(key)
      if (main <= compactRevision) {
        reader.read(value)
        if (anyLive) {
          const slot = index.find(reader.key)
          const record = slot < 0 ? none : index.seenAt(slot, revision)
          if (record === none || index.mainOf(slot, record) !== main || index.subOf(slot, record) !== sub) continue
        } else if (!index.outlives(reader.key, main, sub, compactRevision)) continue
      }
      hash = crc32c(value, crc32c(key, hash, 1)) // without the byte that names our key space
    }
    await yieldToLoop()
  }
  return hash
}

async function isAnyLive({ index, yieldToLoop }: StoreState, revision: number): Promise<boolean> {
  const everything = keyRange('\0', '\0')
  let from: string | undefined = everything.from
  while (from !== undefined) {
    const slots: number[] = []
    from = index.collect({ from, to: undefined }, 4096, slots)
    for (const slot of slots) if (index.seenAt(slot, revision) !== none) return true
    await yieldToLoop()
  }
  return false
}
