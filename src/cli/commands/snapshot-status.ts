/** `snapshot status` */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { crc32c } from '../../base/crc32c.ts'
import { digestBytes } from '../../client/snapshot.ts'
import { spaceOf } from '../../storage/keyspace.ts'
import { command } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { field } from './shared/fields.ts'
import { sizeText } from './shared/go-text.ts'

interface SnapshotStatus {
  /** CRC-32C of all but the SHA-256 at the end: tells files apart at a glance. */
  readonly hash: number
  readonly revision: number
  /** Revisions of keys in it. */
  readonly keys: number
  readonly bytes: number
  readonly version: string
}

export const snapshotStatus = command({
  name: 'status',
  usage: 'snapshot status <filename>',
  summary: 'Checks a snapshot file and shows what it holds',
  description: `Reads a file of 'snapshot save' to its end: checks its SHA-256, its header, and that all rows are there.
Shows its hash, revision, number of stored revisions, size, and the cluster version it comes from. Needs no server.`,
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('protobuf')
    const [path] = args
    if (path === undefined || args.length > 1) throw badArguments('snapshot status requires exactly one argument')
    const { hash, revision, keys, bytes, version } = await readStatus(path)
    const hex = hash.toString(16).padStart(8, '0')
    const cells = [hex, String(revision), String(keys), sizeText(bytes), version]
    await session.print({
      simple: () => [`${cells.join(', ')}\n`],
      json: () => ({ hash, revision, totalKey: keys, totalSize: bytes, version }),
      fields: () =>
        field('Hash', hash) +
        field('Revision', revision) +
        field('Keys', keys) +
        field('Size', bytes) +
        field('Version', version),
      table: () => ({ headers: ['Hash', 'Revision', 'Total Keys', 'Total Size', 'Version'], rows: [cells] }),
    })
  },
})

async function readStatus(path: string): Promise<SnapshotStatus> {
  try {
    const { size } = await stat(path)
    const file = new CheckedFile(path, size)
    // Loaded here, because no other command needs what hangs on it.
    const { readBackup } = await import('../../server/backup.ts')
    const { header, rows } = await readBackup(file)
    let keys = 0
    for await (const chunk of rows) {
      for (const { key } of chunk) if (spaceOf(key) === 'revisions') keys++
    }
    return { hash: file.crc, revision: header.revision, keys, bytes: size, version: header.clusterVersion }
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new Failure(ExitCode.Error, `cannot read ${path}: ${cause.message}`, { cause })
  }
}

/** A saved snapshot without its last 32 bytes, which are compared at the end with the SHA-256 of the rest. */
class CheckedFile implements AsyncIterable<Buffer> {
  readonly #path: string
  readonly #contentBytes: number
  crc = 0

  constructor(path: string, bytes: number) {
    if (bytes <= digestBytes) throw new Error('it is too short to be a snapshot')
    this.#path = path
    this.#contentBytes = bytes - digestBytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const hash = createHash('sha256')
    for await (const piece of read(this.#path, 0, this.#contentBytes)) {
      hash.update(piece)
      this.crc = crc32c(piece, this.crc)
      yield piece
    }
    const pieces: Buffer[] = []
    for await (const piece of read(this.#path, this.#contentBytes, this.#contentBytes + digestBytes)) pieces.push(piece)
    const expected = Buffer.concat(pieces)
    const digest = hash.digest()
    if (!digest.equals(expected)) {
      throw new Error(`expected sha256 ${expected.toString('hex')}, got ${digest.toString('hex')}: the file is damaged`)
    }
  }
}

/** Bytes of a file in [from, to). */
function read(path: string, from: number, to: number): AsyncIterable<Buffer> {
  return createReadStream(path, { start: from, end: to - 1, highWaterMark: 1 << 20 })
}
