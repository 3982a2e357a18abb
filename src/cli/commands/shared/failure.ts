/**
 * How a command fails: a text on stderr, and etcdctl's exit code, which scripts read.
 */
export const ExitCode = {
  Error: 1,
  BadConnection: 2,
  InvalidInput: 3,
  BadFeature: 4,
  Interrupted: 5,
  BadArguments: 128,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: number

  /** @param text without `Error: `; empty when everything has been said already */
  constructor(code: number, text: string, options?: ErrorOptions) {
    super(text, options)
    this.code = code
  }
}

export function badArguments(text: string): Failure {
  return new Failure(ExitCode.BadArguments, text)
}
