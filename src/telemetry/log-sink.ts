/**
 * Where lines go. Writes are synchronous, with two cases a plain `writeSync` gets wrong:
 *
 * - A pipe whose reader is slow answers EAGAIN when it is non-blocking (Node makes them so). Waiting would hold the
 *   member's loop, so the rest is kept, up to a bound, and tried again with the next line and by a timer; beyond the
 *   bound new lines are dropped and counted, and a line says so later.
 * - A pipe whose reader is gone answers EPIPE. Nobody reads: the output goes silent, and the member lives on.
 */
import { closeSync, openSync, writeSync } from 'node:fs'

export interface LogSink {
  /** One line, with its newline. */
  write(line: string): void
  close(): void
}

/** Bytes kept while a pipe is full. */
const pendingBytesMax = 1024 * 1024
const retryMs = 20
const closeMsMax = 1000

/** Writes all of `bytes` or a part of it and says how much; throws as `fs.writeSync`. */
export type WriteBytes = (bytes: Uint8Array) => number

/** One output. `write` is separate so that a test can be the pipe. */
export class DescriptorSink implements LogSink {
  readonly #write: WriteBytes
  readonly #onClose: () => void
  #pending: Buffer[] = []
  #pendingBytes = 0
  #dropped = 0
  #gone = false
  #timer: NodeJS.Timeout | undefined

  constructor(write: WriteBytes, onClose: () => void = () => {}) {
    this.#write = write
    this.#onClose = onClose
  }

  write(line: string): void {
    if (this.#gone) return
    const bytes = Buffer.from(line)
    if (this.#pendingBytes + bytes.length > pendingBytesMax) {
      this.#dropped++
      return
    }
    this.#keep(bytes)
    this.#drain()
  }

  close(): void {
    const deadlineMs = performance.now() + closeMsMax
    const sleeper = new Int32Array(new SharedArrayBuffer(4))
    while (this.#pending.length > 0 && performance.now() < deadlineMs) {
      Atomics.wait(sleeper, 0, 0, retryMs)
      this.#drain()
    }
    clearTimeout(this.#timer)
    this.#gone = true
    this.#onClose()
  }

  #keep(bytes: Buffer): void {
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
  }

  #drain(): void {
    for (let first = this.#pending[0]; first !== undefined; first = this.#pending[0]) {
      const written = this.#tryWrite(first)
      this.#pendingBytes -= written
      if (written < first.length) {
        if (this.#gone) this.#forget()
        else this.#pending[0] = first.subarray(written)
        break
      }
      this.#pending.shift()
    }
    if (this.#pending.length > 0) this.#retryLater()
    else if (this.#dropped > 0) this.#confess()
  }

  #tryWrite(bytes: Buffer): number {
    try {
      return this.#write(bytes)
    } catch (error) {
      // Anything but a full pipe (reader gone, disk full, descriptor closed) silences this output: a log that cannot be
      // written has nowhere to say so, and is no reason for the member to stop.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) this.#gone = true
      return 0
    }
  }

  #retryLater(): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#drain()
    }, retryMs)
    this.#timer.unref()
  }

  #confess(): void {
    const lines = this.#dropped
    this.#dropped = 0
    const ts = new Date().toISOString()
    this.#keep(
      Buffer.from(
        `{"level":"warn","ts":"${ts}","caller":"telemetry/log-sink.ts","msg":"dropped log lines: the reader is too slow","lines":${lines}}\n`,
      ),
    )
    this.#drain()
  }

  #forget(): void {
    this.#pending = []
    this.#pendingBytes = 0
  }
}

/** Opens `stderr`, `stdout` or files; no output at all means stderr. */
export function openOutputs(outputs: readonly string[]): LogSink {
  const sinks = (outputs.length === 0 ? ['stderr'] : [...new Set(outputs)]).map(openOutput)
  return {
    write: (line) => {
      for (const sink of sinks) sink.write(line)
    },
    close: () => {
      for (const sink of sinks) sink.close()
    },
  }
}

function openOutput(output: string): LogSink {
  switch (output) {
    case 'default':
    case 'stderr':
    case 'systemd/journal': // systemd reads stderr into its journal
      return new DescriptorSink((bytes) => writeSync(2, bytes))
    case 'stdout':
      return new DescriptorSink((bytes) => writeSync(1, bytes))
    default:
      return openFile(output)
  }
}

function openFile(path: string): LogSink {
  let descriptor: number
  try {
    descriptor = openSync(path, 'a', 0o600)
  } catch (cause) {
    throw new Error(`open log output ${path} (see --log-outputs)`, { cause })
  }
  return new DescriptorSink(
    (bytes) => writeSync(descriptor, bytes),
    () => closeSync(descriptor),
  )
}
