/**
 * A state that comes from another member is built beside the old one and takes its place in steps that a start can
 * finish or undo:
 *
 *   1. written to `state.incoming`, synced, closed
 *   2. renamed to `state.next`: from here on it is whole
 *   3. the log is replaced by a mark at the state's index, durably: the decision
 *   4. `state` -> `state.old`, `state.next` -> `state`, `state.old` removed
 *
 * A crash before 3 leaves the old state and its log, and `state.next` is thrown away. A crash behind 3 leaves a log that
 * the old state is too old for, and `state.next` takes over.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from '../io/files.ts'
import { readApplied } from '../storage/applied.ts'
import type { Engine } from '../storage/engine.ts'

export interface StateFolders {
  readonly current: string
  readonly incoming: string
  readonly next: string
  readonly old: string
}

/** @param directory the one that holds `state` */
export function stateFolders(directory: string): StateFolders {
  return {
    current: join(directory, 'state'),
    incoming: join(directory, 'state.incoming'),
    next: join(directory, 'state.next'),
    old: join(directory, 'state.old'),
  }
}

/** Step 2; `incoming` is closed and synced. */
export async function makeNext(files: Files, directory: string): Promise<void> {
  const { incoming, next } = stateFolders(directory)
  await rm(next, { recursive: true, force: true })
  await files.rename(incoming, next)
  await files.syncDirectory(directory)
}

/** Step 4; the engine on `current` is closed. */
export async function takeOver(files: Files, directory: string): Promise<void> {
  const { current, next, old } = stateFolders(directory)
  await rm(old, { recursive: true, force: true })
  if ((await files.stat(current)) !== undefined) await files.rename(current, old)
  await files.rename(next, current)
  await files.syncDirectory(directory)
  await rm(old, { recursive: true, force: true })
}

/**
 * What a start does about an interrupted take-over, before it opens the engine.
 * @param logMark index of the log's last snapshot mark; undefined when there is no log
 * @returns what was done, for a log line
 */
export async function finishTakeOver(options: {
  readonly files: Files
  readonly directory: string
  readonly logMark: number | undefined
  readonly open: (folder: string) => Promise<Engine>
}): Promise<'nothing' | 'finished' | 'undone'> {
  const { files, directory, logMark, open } = options
  const { incoming, next, old, current } = stateFolders(directory)
  await rm(incoming, { recursive: true, force: true })
  const there = async (folder: string): Promise<boolean> => (await files.stat(folder)) !== undefined
  if (!(await there(next))) {
    // Between the two renames of step 4 nothing is called `state`: then `state.next` is there. Here it is done.
    await rm(old, { recursive: true, force: true })
    return 'nothing'
  }
  const engine = await open(next)
  const applied = await readApplied(engine)
  await engine.close()
  const decided =
    !(await there(current)) || (logMark !== undefined && applied !== undefined && applied.index <= logMark)
  if (decided) {
    await takeOver(files, directory)
    return 'finished'
  }
  await rm(next, { recursive: true, force: true })
  return 'undone'
}
