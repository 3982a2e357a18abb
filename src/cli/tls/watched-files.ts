/**
 * Something made from files, made anew when they change, without a restart.
 *
 * Who uses it asks for the value of now; that looks at the files (one `stat` each, some ten microseconds in all) and
 * reads them when one is another than before. A volume of Kubernetes swaps a symbolic link and `mv` puts another inode
 * in place; both are seen, as is a file that is written over. Certificate and key are two files, and whoever replaces
 * them does it one after the other: in between, and whenever the new files are of no use, the value before stays.
 */
import { readFileSync, statSync } from 'node:fs'
import type { Logger } from '../../telemetry/log.ts'

export interface NamedFile {
  /** The flag that names it, with its dashes. */
  readonly flag: string
  readonly path: string
}

export interface WatchedFilesOptions<Value> {
  readonly files: readonly NamedFile[]
  /** Bytes in the order of `files`. @throws Error that names the file that is of no use */
  readonly build: (contents: readonly Buffer[]) => Value
  readonly log: Logger
}

export class WatchedFiles<Value> {
  readonly #options: WatchedFilesOptions<Value>
  #value: Value
  /** What the files looked like when they were read last, with or without success. */
  #seen: string

  /** @throws Error that names the flag and the file that cannot be used */
  constructor(options: WatchedFilesOptions<Value>) {
    this.#options = options
    // Looked at before they are read: a change in between is seen the next time.
    this.#seen = this.#look()
    this.#value = this.#read()
  }

  /** Made from the files of now, or from the last ones that were of use. The same object until they change. */
  get current(): Value {
    const now = this.#look()
    if (now === this.#seen) return this.#value
    this.#seen = now
    const { files, log } = this.#options
    try {
      this.#value = this.#read()
      log.info('read changed TLS files', { files: files.map(({ path }) => path) })
    } catch (error) {
      log.warn('changed TLS files are of no use; keeping what was read before', { error })
    }
    return this.#value
  }

  #look(): string {
    return this.#options.files.map(({ path }) => appearance(path)).join('\n')
  }

  #read(): Value {
    return this.#options.build(this.#options.files.map(readNamed))
  }
}

function appearance(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`
  } catch (error) {
    // Reading it says what is wrong, once.
    return String(error)
  }
}

function readNamed({ flag, path }: NamedFile): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new Error(`${flag} ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
