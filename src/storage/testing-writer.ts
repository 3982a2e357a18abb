/**
 * For tests: a process that has an engine open, to be killed, starved or run into.
 *
 *   testing-writer.ts <directory> hold        opens, says `open`, and waits
 *   testing-writer.ts <directory> write       goes on writing; says the index of each batch once it is acknowledged
 *   testing-writer.ts <directory> fail        writes until a write fails; says why
 */

import { openRocksDb } from './rocksdb.ts'
import { StorageError } from './storage-error.ts'
import { batchOf, scanChecked, verifiedIndex } from './testing-rows.ts'

const [directory = '', task] = process.argv.slice(2)
const say = (line: string | number) => process.stdout.write(`${line}\n`)

try {
  await run()
} catch (error) {
  if (!(error instanceof StorageError)) throw error
  if (task === 'fail') say(error.message)
  say(error.failure)
  process.exit(0)
}

async function run(): Promise<void> {
  // What fails first must be the log: a write that waits for a compaction that fails waits for ever.
  const engine = await openRocksDb(directory, task === 'fail' ? {} : { writeBufferBytes: 256 << 10 })
  if (task === 'start') {
    await scanChecked(engine)
    await verifiedIndex(engine)
    say('whole')
    return
  }
  let index = await verifiedIndex(engine)
  say('open')
  if (task === 'hold') {
    setInterval(() => undefined, 1000)
    return
  }
  for (;;) {
    index++
    await engine.write(batchOf(index))
    say(index)
  }
}
