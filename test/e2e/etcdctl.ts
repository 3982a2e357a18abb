/**
 * A real `etcdctl`, run as its users run it.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Ran {
  readonly status: number
  readonly stdout: string
  /** Without the JSON lines of the client's own logger. */
  readonly stderr: string
}

/** Why the tests that need it cannot run, or undefined when they can. `ETCDCTL` names another one than on the PATH. */
export function etcdctlMissing(): string | undefined {
  const { error } = spawnSync(program(), ['version'], { encoding: 'utf8' })
  return error === undefined ? undefined : `no etcdctl on the PATH (Debian: etcd-client): ${error.message}`
}

export function etcdctlVersion(): string {
  const { stdout } = spawnSync(program(), ['version'], { encoding: 'utf8', env: environment() })
  return /etcdctl version: (\S+)/.exec(stdout)?.[1] ?? 'unknown'
}

/** Runs one command to its end. */
export async function etcdctl(endpoint: string, args: readonly string[], stdin = ''): Promise<Ran> {
  const child = spawn(program(), ['--endpoints', endpoint, ...args], { env: environment() })
  child.stdin.end(stdin)
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? -1))
  })
  const spoken = (await stderr).split('\n').filter((line) => !line.startsWith('{"level"'))
  return { status, stdout: await stdout, stderr: spoken.join('\n') }
}

/** A command that goes on until it is stopped; its lines come one by one. */
export function etcdctlStream(endpoint: string, args: readonly string[]) {
  const child = spawn(program(), ['--endpoints', endpoint, ...args], { env: environment() })
  const lines: string[] = []
  let wake: () => void = () => undefined
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    wake()
  })
  const exited = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  return {
    child,
    exited,
    /** The next `count` lines. */
    async take(count: number): Promise<string[]> {
      while (lines.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return lines.splice(0, count)
    },
    async stop(): Promise<void> {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function program(): string {
  return process.env['ETCDCTL'] ?? 'etcdctl'
}

function environment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ETCDCTL_API: '3' }
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
