/**
 * From words to a command: which one is meant, what its help says, and what a failure prints.
 */
import { RequestError } from '../../../client/index.ts'
import { nearest } from '../../../config/nearest.ts'
import type { Command, Group } from './command.ts'
import { ExitCode, Failure } from './failure.ts'
import { bool, describeFlags, type FlagSpecs, parseFlags, UsageFailure } from './flags.ts'
import { type GlobalValues, globalFlags, withEnvironment } from './global-flags.ts'
import { Session } from './session.ts'

export interface Section {
  readonly title: string
  readonly entries: readonly (Command | Group)[]
}

export interface Program {
  readonly name: string
  readonly summary: string
  readonly sections: readonly Section[]
}

const helpFlag = { help: bool('show this help', false, 'h') }

/**
 * Runs what the words say.
 * @returns the exit code
 */
export async function runProgram(
  program: Program,
  words: readonly string[],
  environment: { readonly [name: string]: string | undefined },
): Promise<number> {
  let found: Command | undefined
  let debug = false
  try {
    const asked = findCommand(program, words)
    if (asked.kind === 'help') {
      process.stdout.write(asked.text)
      return 0
    }
    found = asked.command
    const specs = { ...globalFlags, ...found.flags, ...helpFlag }
    const written = parseFlags(asked.words, specs)
    if (written.values['help'] === true) {
      process.stdout.write(commandHelp(program, found))
      return 0
    }
    // `--cluster` is the one flag of commands that the environment may set, as with etcdctl.
    const { cluster } = specs as FlagSpecs
    const inherited: FlagSpecs = cluster === undefined ? globalFlags : { ...globalFlags, cluster }
    const parsed = withEnvironment(written, inherited, environment)
    // The values were parsed by the very specs that the two types are made from.
    const globals = parsed.values as unknown as GlobalValues
    debug = globals.debug
    await using session = new Session(globals, environment)
    await found.run({
      session,
      flags: parsed.values as never,
      args: parsed.args,
      dashAt: parsed.dashAt,
      given: parsed.given,
    })
    return 0
  } catch (error) {
    return tell(program, found, error, debug)
  }
}

/** Prints why it failed; gives the exit code. */
function tell(program: Program, found: Command | undefined, error: unknown, debug: boolean): number {
  const failure = error instanceof Failure ? error : new Failure(codeOf(error), textOf(error), { cause: error })
  if (failure.message !== '') process.stderr.write(`Error: ${failure.message}\n`)
  const reason = connectionTrouble(error)
  if (reason !== undefined) process.stderr.write(`  ${reason}\n`)
  if (failure instanceof UsageFailure && found !== undefined) process.stderr.write(usageOf(program, found))
  if (debug) for (const cause of causesOf(error)) process.stderr.write(`  because: ${cause}\n`)
  return failure.code
}

/** A login that is refused counts as no connection. */
function codeOf(error: unknown): number {
  return error instanceof RequestError && error.reason === 'AuthFailed' ? ExitCode.BadConnection : ExitCode.Error
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function causesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.cause === undefined) return []
  return [textOf(error.cause), ...causesOf(error.cause)]
}

/** Who could not be reached, where the error itself only says that time is up. */
function connectionTrouble(error: unknown): string | undefined {
  return causesOf(error).find((text) => text.startsWith('cannot connect to'))
}

/** What the words ask for. */
export type Asked =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly words: readonly string[] }

/** Finds the command: its words may stand among global flags. @throws Failure for one that does not exist */
export function findCommand(program: Program, words: readonly string[]): Asked {
  const first = nextWord(words, 0)
  const entries = program.sections.flatMap((section) => section.entries)
  if (first === undefined) return { kind: 'help', text: programHelp(program) }
  const name = words[first] ?? ''
  const rest = words.filter((_, at) => at !== first)
  if (name === 'help') return { kind: 'help', text: helpOf(program, rest) }
  if (name === 'options') return { kind: 'help', text: optionsHelp() }
  const entry = pick(program.name, entries, name)
  if ('run' in entry) return { kind: 'command', command: entry, words: rest }
  const second = nextWord(rest, first)
  if (second === undefined) return { kind: 'help', text: groupHelp(program, entry) }
  const command = pick(`${program.name} ${entry.name}`, entry.commands, rest[second] ?? '')
  return { kind: 'command', command, words: rest.filter((_, at) => at !== second) }
}

/** Place of the first word that is neither a global flag nor its value. */
function nextWord(words: readonly string[], from: number): number | undefined {
  for (let at = from; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '--') return undefined
    if (!word.startsWith('-')) return at
    const name = word.replace(/^-+/, '')
    const spec = Object.entries(globalFlags as FlagSpecs).find(
      ([long, { short }]) => long === name || short === name,
    )?.[1]
    if (spec !== undefined && spec.word !== '') at++
  }
  return undefined
}

interface Named {
  readonly name: string
  readonly aliases?: readonly string[]
}

/** The entry of that name, or the only one that begins with it. */
function pick<T extends Named>(whose: string, entries: readonly T[], name: string): T {
  const exact = entries.find((entry) => entry.name === name || (entry.aliases ?? []).includes(name))
  if (exact !== undefined) return exact
  const names = entries.map((entry) => entry.name)
  const begun = entries.filter((entry) => entry.name.startsWith(name))
  if (begun.length === 1 && begun[0] !== undefined) return begun[0]
  const near = nearest(name, names)
  const meant = begun.length > 1 ? begun.map((entry) => entry.name) : near === undefined ? [] : [near]
  const hint = meant.length === 0 ? '' : `\n\nDid you mean this?\n${meant.map((each) => `\t${each}\n`).join('')}`
  throw new Failure(ExitCode.Error, `unknown command "${name}" for "${whose}"${hint}\nRun '${whose} --help' for usage.`)
}

function helpOf(program: Program, words: readonly string[]): string {
  const asked = findCommand(program, words)
  return asked.kind === 'help' ? asked.text : commandHelp(program, asked.command)
}

const optionsHint = (program: Program) =>
  `Use "${program.name} options" for a list of global command-line options (applies to all commands).\n`

function usageOf(program: Program, command: Command): string {
  const flags = describeFlags({ ...command.flags, ...helpFlag })
  return `Usage:\n  ${program.name} ${command.usage} [flags]\n\nFlags:\n${flags}`
}

/** What `--help` shows. */
export function commandHelp(program: Program, command: Command): string {
  return `${command.description ?? command.summary}\n\n${usageOf(program, command)}\n${optionsHint(program)}`
}

function groupHelp(program: Program, group: Group): string {
  const usage = `Usage:\n  ${program.name} ${group.name} [command]`
  const commands = `Available Commands:\n${listOf(group.commands)}`
  const more = `Use "${program.name} ${group.name} [command] --help" for more information about a command.`
  return `${group.summary}\n\n${usage}\n\n${commands}\n${more}\n${optionsHint(program)}`
}

function programHelp(program: Program): string {
  const sections = program.sections.map(({ title, entries }) => `${title}\n${listOf(entries)}`)
  const more = `Use "${program.name} [command] --help" for more information about a command.`
  const usage = `Usage:\n  ${program.name} [command]`
  return `${program.summary}\n\n${usage}\n\n${sections.join('\n')}\n${more}\n${optionsHint(program)}`
}

function optionsHelp(): string {
  const variables = 'Each may be set by a variable too: KEELSONCTL_ENDPOINTS or ETCDCTL_ENDPOINTS for --endpoints.'
  return `The following options can be passed to any command:\n\n${describeFlags(globalFlags)}\n${variables}\n`
}

function listOf(entries: readonly (Command | Group)[]): string {
  const columns = Math.max(...entries.map(({ name }) => name.length))
  return entries.map(({ name, summary }) => `  ${name.padEnd(columns)}  ${summary}\n`).join('')
}
