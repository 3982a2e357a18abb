/**
 * A real `keelson` process on loopback: the built program, a data directory of its own, ports that the system chooses.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../dist/cli/keelson.js', import.meta.url))

export interface LogLine {
  readonly level: string
  readonly msg: string
  readonly [field: string]: unknown
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface StartOptions {
  /** Made by `temporaryDirectory`; kept from one start to the next. */
  readonly dataDir: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What runs `node keelson.js`: a wrapper and its words, such as a shell that sets limits. */
  readonly wrapper?: readonly string[]
  /** Options for Node itself. */
  readonly nodeArgs?: readonly string[]
  /** Port to bind; 0 lets the system choose. */
  readonly port?: number
}

/** A generous limit for a start; what takes longer hangs. */
const startTimeoutMs = 60_000

export class KeelsonProcess implements AsyncDisposable {
  readonly lines: LogLine[] = []
  readonly stdout: string[] = []
  readonly exited: Promise<Exit>
  /** `127.0.0.1:port`, once it serves. */
  endpoint = ''
  readonly #child: ChildProcess
  readonly #waiting = new Set<{ test: (line: LogLine) => boolean; resolve: (line: LogLine) => void }>()

  private constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (text) => {
        if (stream === child.stdout) this.stdout.push(text)
        this.#onLine(text)
      })
    }
    this.exited = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })))
  }

  /** Starts the program; returns at once. */
  static spawn(options: StartOptions): KeelsonProcess {
    if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`)
    const url = `http://127.0.0.1:${options.port ?? 0}`
    const words = [
      ...(options.wrapper ?? []),
      process.execPath,
      ...(options.nodeArgs ?? []),
      program,
      `--data-dir=${options.dataDir}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      // The last occurrence of a flag wins, so that a test may say something else.
      '--listen-peer-urls=http://127.0.0.1:0',
      ...(options.args ?? []),
    ]
    const [command = '', ...rest] = words
    const env = { PATH: process.env['PATH'] ?? '', ...options.env }
    return new KeelsonProcess(spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] }))
  }

  /** Starts the program and waits until it serves clients. */
  static async start(options: StartOptions): Promise<KeelsonProcess> {
    const started = KeelsonProcess.spawn(options)
    const line = await started.waitForLine((at) => at.msg === 'now serving client')
    await started.waitForLine((at) => at.msg === 'ready to serve client requests')
    started.endpoint = String(line['bound'])
    return started
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the program did not start')
    return this.#child.pid
  }

  /** The first line, past or to come, that passes; rejects when the program ends without it. */
  waitForLine(test: (line: LogLine) => boolean): Promise<LogLine> {
    const found = this.lines.find(test)
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no such line in time:\n${this.transcript()}`)), startTimeoutMs)
      const waiting = {
        test,
        resolve: (line: LogLine) => {
          clearTimeout(timer)
          resolve(line)
        },
      }
      this.#waiting.add(waiting)
      void this.exited.then(({ code, signal }) => {
        // A promise that is settled already does not hear this.
        clearTimeout(timer)
        reject(new Error(`ended (code ${code}, signal ${signal}) without the line:\n${this.transcript()}`))
      })
    })
  }

  transcript(): string {
    return this.lines.map((line) => JSON.stringify(line)).join('\n')
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async stop(): Promise<Exit> {
    this.signal('SIGTERM')
    return this.exited
  }

  async kill(): Promise<Exit> {
    this.signal('SIGKILL')
    return this.exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }

  #onLine(text: string): void {
    if (!text.startsWith('{')) {
      this.lines.push({ level: 'raw', msg: text })
      return
    }
    const line = JSON.parse(text) as LogLine
    this.lines.push(line)
    for (const waiting of this.#waiting) {
      if (!waiting.test(line)) continue
      this.#waiting.delete(waiting)
      waiting.resolve(line)
    }
  }
}

/** A folder that is gone with the test. */
export async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'keelson-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}
