/**
 * A state that takes the place of another, with the process ending at every step.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { realFiles } from '../io/real-files.ts'
import { appliedKey, Counts, encodeApplied, readApplied } from '../storage/applied.ts'
import type { Engine } from '../storage/engine.ts'
import { openEngine } from '../storage/open.ts'
import { finishTakeOver, makeNext, stateFolders, takeOver } from './incoming-state.ts'

const open = (folder: string): Promise<Engine> => openEngine({ kind: 'memory', directory: folder, files: realFiles })

/** A state at `index` in `folder`, closed. */
async function stateAt(folder: string, index: number): Promise<void> {
  const engine = await open(folder)
  const applied = { index, term: 1, confState: Buffer.from('{}'), rows: new Counts().frozen() }
  await engine.write([{ key: appliedKey, value: encodeApplied(applied) }])
  await engine.sync()
  await engine.close()
}

async function indexIn(folder: string): Promise<number | undefined> {
  const engine = await open(folder)
  const applied = await readApplied(engine)
  await engine.close()
  return applied?.index
}

const [oldIndex, newIndex] = [10, 50]

const rows = [
  { name: 'while the new state is written', steps: ['incoming'], logMark: oldIndex, want: oldIndex, done: 'nothing' },
  {
    name: 'when it is whole, before the log says so',
    steps: ['incoming', 'next'],
    logMark: oldIndex,
    want: oldIndex,
    done: 'undone',
  },
  { name: 'when the log says so', steps: ['incoming', 'next'], logMark: newIndex, want: newIndex, done: 'finished' },
  {
    name: 'between the two renames',
    steps: ['incoming', 'next', 'half'],
    logMark: newIndex,
    want: newIndex,
    done: 'finished',
  },
  { name: 'at the end', steps: ['incoming', 'next', 'takeOver'], logMark: newIndex, want: newIndex, done: 'nothing' },
] as const

for (const { name, steps, logMark, want, done } of rows) {
  test(`a process that ends ${name} starts with the state of index ${want}`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'keelson-test-'))
    try {
      const folders = stateFolders(directory)
      await stateAt(folders.current, oldIndex)
      for (const step of steps) {
        if (step === 'incoming') await stateAt(folders.incoming, newIndex)
        else if (step === 'next') await makeNext(realFiles, directory)
        else if (step === 'half') await realFiles.rename(folders.current, folders.old)
        else await takeOver(realFiles, directory)
      }
      assert.equal(await finishTakeOver({ files: realFiles, directory, logMark, open }), done)
      assert.equal(await indexIn(folders.current), want)
      assert.deepEqual(await realFiles.list(directory), ['state'], 'nothing else is left')
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  })
}
