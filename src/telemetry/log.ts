/**
 * The log: one line an event, in etcd's shape, so that what reads etcd's log reads ours.
 *
 *   {"level":"info","ts":"2026-11-20T22:24:08.466455Z","caller":"server/member.ts","msg":"ready to serve client requests"}
 *
 * `caller` is the file that owns the logger, said once when the logger is made: a captured stack would cost more than
 * the line itself, and the message is what one searches for. Lines are written synchronously, so that the last ones
 * before an exit are there (`log-sink.ts` has the care that takes).
 */
import { formatters, type LogFormat, type LogRecord } from './log-format.ts'
import { type LogSink, openOutputs } from './log-sink.ts'

/** From quiet to loud; `panic` and `fatal` only name what they are, ending the process is the caller's. */
export type Level = 'debug' | 'info' | 'warn' | 'error' | 'panic' | 'fatal'

const rank: { readonly [level in Level]: number } = { debug: 0, info: 1, warn: 2, error: 3, panic: 4, fatal: 5 }

/**
 * What belongs to a line, names in kebab-case. A field that is undefined is left out, a bigint is written as a decimal
 * number (ids come as hex strings), an Error as its message with those of its causes, a Buffer in base64.
 */
export type Fields = { readonly [name: string]: unknown }

/** Equal lines (level and message) in one second that are all written; of what follows, every hundredth. As etcd's. */
const equalLinesMax = 100

/** Shared by a logger and its children. */
interface Target {
  readonly sink: LogSink
  readonly format: (record: LogRecord) => string
  readonly wallMs: () => number
  level: Level
  samplingSecond: number
  readonly sampled: Map<string, number>
}

export class Logger {
  readonly #target: Target
  readonly #caller: string
  readonly #name: string | undefined
  readonly #fields: Fields | undefined

  constructor(target: Target, caller: string, name?: string, fields?: Fields) {
    this.#target = target
    this.#caller = caller
    this.#name = name
    this.#fields = fields
  }

  /** The lowest level that is written; shared with all children, may be changed while running. */
  get level(): Level {
    return this.#target.level
  }

  set level(level: Level) {
    this.#target.level = level
  }

  /** Whether a line of this level would be written: ask before computing costly fields. */
  enabled(level: Level): boolean {
    return rank[level] >= rank[this.#target.level]
  }

  /**
   * A logger for one file: `log.child('server/member.ts')`.
   * @param options.name the part of the system, shown under `logger` (etcd names `raft` so)
   * @param options.fields go into each line, before the line's own
   */
  child(caller: string, options: { readonly name?: string; readonly fields?: Fields } = {}): Logger {
    const fields = options.fields === undefined ? this.#fields : { ...this.#fields, ...options.fields }
    return new Logger(this.#target, caller, options.name ?? this.#name, fields)
  }

  debug(msg: string, fields?: Fields): void {
    this.#write('debug', msg, fields)
  }

  info(msg: string, fields?: Fields): void {
    this.#write('info', msg, fields)
  }

  warn(msg: string, fields?: Fields): void {
    this.#write('warn', msg, fields)
  }

  error(msg: string, fields?: Fields): void {
    this.#write('error', msg, fields)
  }

  panic(msg: string, fields?: Fields): void {
    this.#write('panic', msg, fields)
  }

  fatal(msg: string, fields?: Fields): void {
    this.#write('fatal', msg, fields)
  }

  /** Writes what a full pipe held back, for at most a second, and closes files. */
  close(): void {
    this.#target.sink.close()
  }

  #write(level: Level, msg: string, fields: Fields | undefined): void {
    const target = this.#target
    if (rank[level] < rank[target.level]) return
    const wallMs = target.wallMs()
    if (level !== 'fatal' && !worthWriting(target, level, msg, wallMs)) return
    const all = this.#fields === undefined ? fields : { ...this.#fields, ...fields }
    target.sink.write(
      target.format({
        level,
        wallMs,
        caller: this.#caller,
        name: this.#name,
        msg,
        fields: all,
        stack: rank[level] >= 3,
      }),
    )
  }
}

/** Thins a flood of equal lines. The counts live for a second, which also bounds how many there are. */
function worthWriting(target: Target, level: Level, msg: string, wallMs: number): boolean {
  const second = Math.floor(wallMs / 1000)
  if (second !== target.samplingSecond) {
    target.samplingSecond = second
    target.sampled.clear()
  }
  const key = level + msg
  const seen = (target.sampled.get(key) ?? 0) + 1
  target.sampled.set(key, seen)
  return seen <= equalLinesMax || seen % equalLinesMax === 0
}

/** Wall time with the microseconds that etcd's `ts` shows. */
function wallClockMs(): number {
  return performance.timeOrigin + performance.now()
}

export interface LoggerOptions {
  readonly level: Level
  readonly format: LogFormat
  /** The file that speaks until a child is made. */
  readonly caller?: string
  /** Wall clock, milliseconds with fraction. */
  readonly wallMs?: () => number
}

/** A logger that hands its lines, each with its newline, to `sink`. */
export function createLoggerTo(sink: LogSink, options: LoggerOptions): Logger {
  const target: Target = {
    sink,
    format: formatters[options.format],
    wallMs: options.wallMs ?? wallClockMs,
    level: options.level,
    samplingSecond: -1,
    sampled: new Map(),
  }
  return new Logger(target, options.caller ?? 'cli/keelson.ts')
}

/**
 * A logger that writes to each of `outputs`: `stderr`, `stdout` or the path of a file, which is appended to; none means
 * stderr.
 * @throws Error when a file cannot be opened
 */
export function createLogger(options: LoggerOptions & { readonly outputs: readonly string[] }): Logger {
  return createLoggerTo(openOutputs(options.outputs), options)
}

/** Says nothing: for tests and for tools that speak otherwise. */
export const silentLogger: Logger = createLoggerTo(
  { write: () => {}, close: () => {} },
  { level: 'fatal', format: 'json' },
)

export type { LogFormat, LogSink }
