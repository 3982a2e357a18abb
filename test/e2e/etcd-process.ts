/**
 * A real etcd, when one is on the PATH (or named by `ETCD`): the judge of what the tests expect.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'

export function etcdProgram(): string {
  return process.env['ETCD'] ?? 'etcd'
}

/** Why it cannot be used, or undefined when it can. */
export function etcdMissing(): string | undefined {
  const { error, stdout } = spawnSync(etcdProgram(), ['--version'], { encoding: 'utf8' })
  if (error !== undefined) return `no etcd on the PATH to compare with: ${error.message}`
  const version = /etcd Version: (\S+)/.exec(stdout)?.[1] ?? 'unknown'
  return version.startsWith('3.7.') ? undefined : `the etcd on the PATH is ${version}, the reference is 3.7`
}

export class EtcdProcess implements AsyncDisposable {
  readonly endpoint: string
  readonly #child: ChildProcess
  readonly #exited: Promise<void>

  private constructor(child: ChildProcess, endpoint: string) {
    this.#child = child
    this.endpoint = endpoint
    this.#exited = new Promise((resolve) => child.on('close', () => resolve()))
  }

  get pid(): number {
    return this.#child.pid ?? -1
  }

  static async start(dataDir: string, args: readonly string[] = []): Promise<EtcdProcess> {
    const child = spawn(
      etcdProgram(),
      [
        `--data-dir=${dataDir}/etcd`,
        '--listen-client-urls=http://127.0.0.1:0',
        '--advertise-client-urls=http://127.0.0.1:0',
        '--listen-peer-urls=http://127.0.0.1:0',
        ...args,
      ],
      { env: { PATH: process.env['PATH'] ?? '' }, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const endpoint = await new Promise<string>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => reject(new Error(`etcd ended with code ${code}`)))
      if (child.stderr === null) return reject(new Error('etcd has no output'))
      createInterface({ input: child.stderr }).on('line', (text) => {
        // Its gRPC library writes plain lines in between.
        if (!text.startsWith('{')) return
        const line = JSON.parse(text) as { msg: string; address?: string }
        if (line.msg.startsWith('serving client traffic')) resolve(line.address ?? '')
      })
    })
    return new EtcdProcess(child, endpoint)
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.#exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }
}
