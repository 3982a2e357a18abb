import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { SimulatedDisk } from '../../test/sim/io/disk.ts'
import { DirectoryLocked, lockDirectory } from './directory-lock.ts'
import { type Processes, type ProcessIdentity, realProcesses } from './processes.ts'
import { realFiles } from './real-files.ts'

const root = await mkdtemp(join(tmpdir(), 'keelson-lock-'))
after(() => rm(root, { recursive: true }))

/** Processes of a test: who is alive stands in `alive`. */
function processOf(pid: number, alive: Set<number>): Processes {
  return { self: { pid, startTicks: pid * 10, boot: 'b-1' }, isAlive: (identity) => alive.has(identity.pid) }
}

/** A process that holds the directory until it is killed. */
async function holder(directory: string): Promise<ChildProcess> {
  const script = `
    import { lockDirectory } from ${JSON.stringify(new URL('./directory-lock.ts', import.meta.url).href)}
    import { realFiles } from ${JSON.stringify(new URL('./real-files.ts', import.meta.url).href)}
    await lockDirectory(realFiles, ${JSON.stringify(directory)})
    console.log('locked')
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout ?? child, 'data')
  return child
}

test('lockDirectory: a second start is told the pid of the first, and works once that was killed', async () => {
  const directory = await mkdtemp(join(root, 'kill-'))
  const child = await holder(directory)
  await assert.rejects(
    lockDirectory(realFiles, directory),
    (error) =>
      error instanceof DirectoryLocked && error.pid === child.pid && error.message.includes(`pid ${child.pid}`),
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = await lockDirectory(realFiles, directory)
  assert.equal((await readdir(directory)).length, 1, 'the lock of the killed process is gone')
  await lock.release()
  assert.deepEqual(await readdir(directory), [])
})

test('lockDirectory: the same process does not get it twice', async () => {
  const directory = await mkdtemp(join(root, 'twice-'))
  const lock = await lockDirectory(realFiles, directory)
  await assert.rejects(lockDirectory(realFiles, directory), { name: 'DirectoryLocked', pid: process.pid })
  await lock.release()
  await (await lockDirectory(realFiles, directory)).release()
})

test('lockDirectory: a pid that was used again, or is from before a reboot, holds nothing', async () => {
  const directory = await mkdtemp(join(root, 'reused-'))
  const { pid, startTicks, boot } = realProcesses.self
  await writeFile(join(directory, `lock.${pid}.${startTicks + 1}.${boot}`), '')
  await writeFile(join(directory, `lock.${pid}.${startTicks}.00000000-0000-0000-0000-000000000000`), '')
  await writeFile(join(directory, 'lock.txt'), 'not ours')
  const lock = await lockDirectory(realFiles, directory)
  await lock.release()
  assert.deepEqual(await readdir(directory), ['lock.txt'])
})

test('realProcesses: knows this process, and that another one with its number is not it', () => {
  const { self, isAlive } = realProcesses
  const rows: { who: ProcessIdentity; alive: boolean }[] = [
    { who: self, alive: true },
    { who: { ...self, boot: 'another' }, alive: false },
    { who: { ...self, startTicks: self.startTicks + 1 }, alive: self.startTicks === -1 },
    { who: { ...self, startTicks: 0 }, alive: true },
    { who: { pid: 2 ** 22 + 1, startTicks: 0, boot: self.boot }, alive: false },
  ]
  for (const { who, alive } of rows) assert.equal(isAlive(who), alive, JSON.stringify(who))
})

test('lockDirectory: whatever the order of their steps, two newcomers never both get it', async () => {
  for (let turn = 0; turn < 40; turn++) {
    const disk = new SimulatedDisk(turn)
    const files = disk.start()
    await files.makeDirectory('/data')
    disk.poke('/data/lock.7.70.b-1', Buffer.alloc(0))
    const alive = new Set([1, 2])
    // The second one starts when the first has come to its step number `turn`.
    let second: Promise<PromiseSettledResult<unknown>[]> | undefined
    const start = (pid: number): Promise<PromiseSettledResult<unknown>[]> =>
      Promise.allSettled([lockDirectory(files, '/data', processOf(pid, alive))])
    const at = disk.operations + 1 + (turn % 8)
    disk.onOperation = () => {
      if (disk.operations === at) second = start(2)
    }
    const first = await start(1)
    second ??= start(2)
    const outcomes = [...first, ...(await second)]
    assert.ok(outcomes.filter(({ status }) => status === 'fulfilled').length <= 1, `turn ${turn}`)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof DirectoryLocked, String(outcome.reason))
    }
  }
})
