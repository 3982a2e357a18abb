/**
 * From a command line, an environment and a config file to the settings of a member, or to the reason to end.
 *
 * As in etcd: a flag or a variable, never both; with a config file, neither. Pure: the caller writes what there is to
 * write, and exits.
 */
import convict from 'convict'
import { buildConfig, type Config } from './config.ts'
import { readConfigFile } from './config-file.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { aliases, type FlagName, flags, isAlias, isFlagName, type Values } from './flags.ts'
import { scanFlags } from './go-flags.ts'
import { helpText } from './help.ts'
import type { Kind } from './kinds.ts'
import { type Line, Refusal, reason, unverified } from './refusal.ts'
import { isAddress, parseUrls, type Url } from './urls.ts'
import { versionText } from './version.ts'

export type CommandLine =
  | {
      readonly kind: 'run'
      readonly config: Config /** For the logger, once it stands. */
      readonly log: readonly Line[]
    }
  | {
      readonly kind: 'exit'
      readonly code: number
      readonly stdout: string
      readonly stderr: string
      /** To be written to stderr as JSON. */
      readonly log: readonly Line[]
    }

/**
 * @param argv without the program
 * @param readFile the text of a file; what it throws is shown
 */
export function parseCommandLine(
  argv: readonly string[],
  env: Environment,
  readFile: (path: string) => string,
): CommandLine {
  const log: Line[] = []
  try {
    return parse(argv, env, readFile, log)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.line !== undefined) {
      return { kind: 'exit', code: error.code, stdout: '', stderr: '', log: [...log, error.line] }
    }
    const stderr = `${error.message}\nRun keelson --help for all flags.\n`
    return { kind: 'exit', code: error.code, stdout: '', stderr, log }
  }
}

function parse(
  argv: readonly string[],
  env: Environment,
  readFile: (path: string) => string,
  log: Line[],
): CommandLine {
  const scanned = scanFlags(argv)
  log.push(...scanned.log)
  if (scanned.help) return { kind: 'exit', code: 0, stdout: helpText(), stderr: '', log: [] }
  const stray = scanned.rest[0]
  if (stray !== undefined) throw unverified(`${JSON.stringify(stray)} is not a valid flag`)
  if (scanned.given.get('version') !== undefined && scanned.given.get('version') !== 'false') {
    return { kind: 'exit', code: 0, stdout: versionText(), stderr: '', log: [] }
  }
  const file = scanned.given.get('config-file') || env['ETCD_CONFIG_FILE'] || env['KEELSON_CONFIG_FILE']
  const settings = file ? fromFile(file, readFile, log) : fromFlags(scanned.given, env, log)
  const built = buildConfig(settings.values(), (name) => settings.spelled(name))
  log.push(...built.log)
  return { kind: 'run', config: built.config, log }
}

/** Values over their defaults, in convict, with the name under which each was given. */
class Settings {
  readonly #config = convict(schema(), { args: [], env: {} })
  readonly #spelled = new Map<FlagName, string>()

  set(name: FlagName, value: unknown, spelled: string): void {
    this.#config.set(name, value)
    this.#spelled.set(name, spelled)
  }

  spelled(name: FlagName): string | undefined {
    return this.#spelled.get(name)
  }

  values(): Values {
    this.#config.validate({ allowed: 'strict' })
    // The schema was made from the table that `Values` is the type of.
    return this.#config.getProperties() as unknown as Values
  }
}

/**
 * The table as convict's schema. convict does not read flags or variables itself: it turns `--name 1e3` into "1000",
 * any word into `true`, and passes over flags it does not know.
 */
function schema() {
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      { doc: flag.doc, default: flag.default as unknown, format: sameShape(name, flag.default) },
    ]),
  )
}

function sameShape(name: string, pattern: unknown): (value: unknown) => void {
  return (value) => {
    if (typeof value !== typeof pattern || Array.isArray(value) !== Array.isArray(pattern)) {
      throw new Error(`${name}: want what its default is, got ${String(value)}`)
    }
  }
}

function fromFile(path: string, readFile: (path: string) => string, log: Line[]): Settings {
  let content: string
  try {
    content = readFile(path)
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    throw unverified(missing ? `open ${path}: no such file or directory` : `open ${path}: ${reason(cause)}`, { cause })
  }
  const file = readConfigFile(path, content)
  log.push({
    level: 'info',
    msg: 'loaded server configuration, other configuration command line flags and environment variables will be ignored if provided',
    fields: { path },
  })
  log.push(...file.log)
  const settings = new Settings()
  for (const [name, value] of file.values) settings.set(name, value, flags[name].file ?? name)
  return settings
}

/** One flag or variable: `--name` or `ETCD_NAME`. */
interface Source {
  readonly name: string
  readonly text: string
  readonly spelled: string
}

function fromFlags(given: ReadonlyMap<string, string>, env: Environment, log: Line[]): Settings {
  const onCommandLine = new Set([...given.keys()].flatMap((name) => [name, ...sameSetting(name)]))
  const { variables, log: variableLog } = readEnvironment(env, onCommandLine)
  log.push(...variableLog)
  const sources = [...[...given].map(([name, text]) => ({ name, text, spelled: `--${name}` })), ...variables]
  const settings = new Settings()
  for (const source of sources.filter(({ name }) => isFlagName(name))) setOwn(settings, source, sources)
  for (const source of sources.filter(({ name }) => isAlias(name))) setAlias(settings, source, log)
  return settings
}

/** Names that set the same: of an alias its flag, of a flag its aliases. */
function sameSetting(name: string): string[] {
  if (isAlias(name)) return [aliases[name].for]
  return Object.keys(aliases).filter((alias) => isAlias(alias) && aliases[alias].for === name)
}

function setOwn(settings: Settings, { name, text, spelled }: Source, all: readonly Source[]): void {
  if (!isFlagName(name)) return
  const rival = all.find((other) => sameSetting(name).includes(other.name) && other.text !== text)
  if (rival !== undefined) {
    throw unverified(`${spelled}=${text} and ${rival.spelled}=${rival.text} disagree: give one of them`)
  }
  settings.set(name, parseText(name, text), spelled)
}

/** An alias sets its flag, and what else it stands for unless that was given by itself. */
function setAlias(settings: Settings, { name, text, spelled }: Source, log: Line[]): void {
  if (!isAlias(name)) return
  const { for: target, also } = aliases[name]
  settings.set(target, parseText(target, text), spelled)
  if (also === undefined || settings.spelled(also) !== undefined) return
  const { urls, guessed } = reachable(parseUrls(text))
  settings.set(also, urls, spelled)
  if (guessed) {
    const msg = `${spelled} listens on every address; advertising localhost until --${also} says what others should use`
    log.push({ level: 'warn', msg, fields: { [also]: urls.map((url) => url.text) } })
  }
}

/** What to advertise for a listening URL: itself, or localhost where it listens on every address. */
function reachable(urls: readonly Url[]): { urls: readonly Url[]; guessed: boolean } {
  const wildcard = (url: Url): boolean => isAddress(url.host) && /^[0.:]+$/.test(url.host)
  const texts = urls.map((url) => (wildcard(url) ? `${url.scheme}://localhost:${url.port}` : url.text))
  return { urls: parseUrls(texts.join(',')), guessed: urls.some(wildcard) }
}

function parseText(name: FlagName, text: string): unknown {
  return (flags[name].kind as Kind<unknown>).parse(text)
}
