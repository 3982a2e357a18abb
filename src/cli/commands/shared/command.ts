/**
 * What a command is: its name, its arguments and flags, its help, and what it does.
 */
import type { FlagSpecs, FlagValues } from './flags.ts'
import type { Session } from './session.ts'

export interface Invocation<F extends FlagSpecs> {
  readonly session: Session
  readonly flags: FlagValues<F>
  readonly args: readonly string[]
  /** How many of `args` stand before `--`; undefined without one. */
  readonly dashAt: number | undefined
  /** Flags that were written, or set by the environment. */
  readonly given: ReadonlySet<string>
}

export interface CommandOf<F extends FlagSpecs> {
  readonly name: string
  /** Other names for it. */
  readonly aliases?: readonly string[]
  /** Flags and arguments, as help shows them. */
  readonly usage: string
  /** One line. */
  readonly summary: string
  /** What help says instead of the summary. */
  readonly description?: string
  readonly flags: F
  run(invocation: Invocation<F>): Promise<void>
}

export type Command = CommandOf<FlagSpecs>

/** Commands with a first word in common. */
export interface Group {
  readonly name: string
  readonly summary: string
  readonly commands: readonly Command[]
}

/** Gives a command whose `run` knows its own flags the type of all commands. */
export function command<const F extends FlagSpecs>(definition: CommandOf<F>): Command {
  // `run` is only ever called with what the flags of the same definition parsed.
  return definition as unknown as Command
}
