/**
 * `Maintenance.Hash`: a CRC of everything in the engine. A member's own, for tests: members write behind at their own
 * pace, so only `HashKV` at a revision may be compared between them.
 */
import { crc32c } from '../base/crc32c.ts'
import type { Engine } from '../storage/engine.ts'
import { replicatedSpaces, spaceRange } from '../storage/keyspace.ts'

export async function hashEngine(engine: Engine): Promise<number> {
  let hash = 0
  const view = engine.view()
  try {
    for (const space of replicatedSpaces) {
      for await (const chunk of view.scan(spaceRange(space))) {
        for (const { key, value } of chunk) hash = crc32c(value, crc32c(key, hash))
      }
    }
  } finally {
    await view.close()
  }
  return hash
}
