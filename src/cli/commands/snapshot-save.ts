/** `snapshot save` */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Snapshot } from '../../client/index.ts'
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'

export const snapshotSave = command({
  name: 'save',
  usage: 'snapshot save <filename>',
  summary: 'Stores a member snapshot to a given file',
  description: `Stores the state of one member in a file: what is committed there when the command starts.

The file is written as <filename>.part, checked, synced and renamed, so <filename> is whole or not there. Its last 32
bytes are the SHA-256 of all before them. --command-timeout counts only when it is given.`,
  flags: {},
  async run({ session, args, given }) {
    const [path] = args
    if (path === undefined || args.length > 1) throw badArguments('snapshot save expects one argument <filename>')
    const { endpoints } = session
    if (endpoints.length > 1) {
      const all = endpoints.join(' ')
      throw interrupted(`snapshot must be requested to one selected node, not multiple [${all}]`)
    }
    const timeoutMs = given.has('command-timeout') ? session.globals['command-timeout'] : undefined
    const snapshot = (await session.client()).maintenance.snapshot({ timeoutMs })
    const part = `${path}.part`
    const file = await open(part, 'w', 0o600).catch((cause: Error) => {
      throw interrupted(`could not open ${part} (${cause.message})`, { cause })
    })
    try {
      await write(snapshot, file)
      await rename(part, path)
      await syncFolder(dirname(path))
    } catch (cause) {
      await rm(part, { force: true })
      throw cause instanceof Error ? interrupted(`could not save ${path}: ${cause.message}`, { cause }) : cause
    }
    await session.out(`Snapshot saved at ${path}\n`)
    if (snapshot.version !== '') await session.out(`Server version ${snapshot.version}\n`)
  },
})

function interrupted(text: string, options?: ErrorOptions): Failure {
  return new Failure(ExitCode.Interrupted, text, options)
}

async function write(snapshot: Snapshot, file: FileHandle): Promise<void> {
  try {
    for await (const piece of snapshot) await writeAll(file, piece)
    if (snapshot.digest !== undefined) await writeAll(file, snapshot.digest)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

/** A new name is on disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
