/**
 * Why a start ends before it began, as etcd ends it: a wrong command line prints to stderr and exits with 2, a
 * setting that makes no sense writes a log line and exits with 1.
 */

/** A log line that the caller writes once it has a logger. */
export interface Line {
  readonly level: 'info' | 'warn' | 'fatal'
  readonly msg: string
  readonly fields: { readonly [name: string]: unknown }
}

/** Ends the start; caught by `parseCommandLine` alone. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: number
  /** To be written as JSON; undefined: `message` goes to stderr as it is. */
  readonly line: Line | undefined

  constructor(code: number, message: string, line?: Line, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.line = line
  }
}

/** The command line cannot be read: exit 2. */
export function usage(message: string, options?: ErrorOptions): Refusal {
  return new Refusal(2, message, undefined, options)
}

/** The settings contradict each other or themselves: exit 1. */
export function unverified(error: string, options?: ErrorOptions): Refusal {
  return new Refusal(1, error, { level: 'warn', msg: 'failed to verify flags', fields: { error } }, options)
}

/** What etcd notices only while it starts: exit 1. `discovery failed` is what it says whatever the cause. */
export function unstartable(error: string): Refusal {
  return new Refusal(1, error, { level: 'fatal', msg: 'discovery failed', fields: { error } })
}

/** The reason inside what a `parse` threw. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
