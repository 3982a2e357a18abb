/** Many seeds, on all processors: a process each, because a thread would not know how to read TypeScript. */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { BrokenRule } from './broken-rules.ts'
import type { Failure } from './run-seed.ts'
import type { Report, Share } from './seed-worker.ts'

export interface SeedsOptions {
  readonly first: number
  /** Included. Without it the workers go on until `signal`. */
  readonly last?: number
  readonly steps: number
  readonly broken?: BrokenRule
  /** Ends all runs. */
  readonly signal?: AbortSignal
}

export interface SeedsResult {
  readonly runs: number
  /** The first that was found; the runs end with it. */
  readonly failure: Failure | undefined
}

const workerPath = fileURLToPath(new URL('./seed-worker.ts', import.meta.url))

/** Runs seeds until all are done, one fails, or `signal` says so. */
export async function runSeeds({ signal, ...seeds }: SeedsOptions): Promise<SeedsResult> {
  const found = new AbortController()
  const either = signal === undefined ? found.signal : AbortSignal.any([signal, found.signal])
  let runs = 0
  let failure: Failure | undefined
  const onReport = (report: Report): void => {
    runs += report.runs
    if (report.failure === undefined) return
    failure ??= report.failure
    found.abort()
  }
  const stride = availableParallelism()
  const shares = Array.from({ length: stride }, (_, i): Share => ({ ...seeds, first: seeds.first + i, stride }))
  await Promise.all(shares.map((share) => runShare(share, either, onReport)))
  return { runs, failure }
}

function runShare(share: Share, signal: AbortSignal, onReport: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(workerPath, [JSON.stringify(share)])
    // It ends by itself when nobody listens.
    const hangUp = (): void => {
      if (worker.connected) worker.disconnect()
    }
    signal.addEventListener('abort', hangUp, { once: true })
    if (signal.aborted) hangUp()
    worker.on('message', (message) => onReport(message as Report))
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', hangUp)
      if (code === 0) resolve()
      else reject(new Error(`a worker from seed ${share.first} on ended with code ${code}`))
    })
  })
}
