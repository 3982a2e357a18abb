/**
 * Flags as etcdctl takes them (GNU style: Go's `pflag`): anywhere among the words, `--x v`, `--x=v`, `-w v`, `-wv`;
 * booleans `--x` and `--x=false`; `--` ends them. A flag that does not exist is refused with the nearest that does.
 */
import { parseBool, parseDuration, showDuration } from '../../../config/go-values.ts'
import { nearest } from '../../../config/nearest.ts'
import { ExitCode, Failure } from './failure.ts'
import { parseInt64, quote } from './go-text.ts'

export interface FlagSpec<T> {
  /** Kind as help shows it; empty for a boolean, which takes no word. */
  readonly word: '' | 'string' | 'int' | 'duration' | 'strings'
  readonly fallback: T
  readonly help: string
  readonly short?: string
  /** The default as help shows it; none: it goes without saying. */
  readonly shownFallback?: string
  /** @throws Error that says why not */
  parse(text: string, before: T | undefined): T
}

export type FlagSpecs = { readonly [name: string]: FlagSpec<unknown> }
export type FlagValues<F extends FlagSpecs> = { readonly [K in keyof F]: F[K] extends FlagSpec<infer T> ? T : never }

export interface Parsed {
  readonly values: { readonly [name: string]: unknown }
  /** Names that were written. */
  readonly given: ReadonlySet<string>
  readonly args: readonly string[]
  /** How many of `args` stand before `--`; undefined without one. */
  readonly dashAt: number | undefined
}

export function bool(help: string, fallback = false, short?: string): FlagSpec<boolean> {
  return {
    word: '',
    fallback,
    help,
    ...(fallback ? { shownFallback: 'true' } : {}),
    ...(short === undefined ? {} : { short }),
    parse: (text) => {
      try {
        return parseBool(text)
      } catch (cause) {
        throw new Error(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`, { cause })
      }
    },
  }
}

export function text(help: string, fallback = '', more: { readonly short?: string } = {}): FlagSpec<string> {
  const shown = fallback === '' ? {} : { shownFallback: quote(fallback) }
  return { word: 'string', fallback, help, ...shown, ...more, parse: (given) => given }
}

export function integer(help: string, fallback = 0): FlagSpec<number> {
  return {
    word: 'int',
    fallback,
    help,
    ...(fallback === 0 ? {} : { shownFallback: String(fallback) }),
    parse: (given) => {
      const value = Number(parseInt64(given))
      if (!Number.isSafeInteger(value)) throw new Error(`${given} is beyond ${Number.MAX_SAFE_INTEGER}`)
      return value
    },
  }
}

/** In milliseconds. */
export function duration(help: string, fallback: number): FlagSpec<number> {
  return { word: 'duration', fallback, help, shownFallback: showDuration(fallback), parse: parseDuration }
}

/** A list with commas; given again, it grows. */
export function list(help: string, fallback: readonly string[]): FlagSpec<readonly string[]> {
  return {
    word: 'strings',
    fallback,
    help,
    shownFallback: `[${fallback.join(',')}]`,
    parse: (given, before) => [...(before ?? []), ...given.split(',').filter((each) => each !== '')],
  }
}

/** @throws Failure for a flag that does not exist or has a wrong value */
export function parseFlags(words: readonly string[], specs: FlagSpecs): Parsed {
  const values: Record<string, unknown> = {}
  const given = new Set<string>()
  const args: string[] = []
  let dashAt: number | undefined
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      dashAt = args.length
      args.push(...rest)
      break
    }
    if (word === '-' || !word.startsWith('-')) {
      args.push(word)
      continue
    }
    for (const { name, inline, shown } of namesOf(word, specs)) {
      const spec = specs[name]
      if (spec === undefined) throw unknownFlag(name, specs)
      const value = inline ?? (spec.word === '' ? 'true' : rest.shift())
      if (value === undefined) throw usage(`flag needs an argument: ${shown}`)
      values[name] = parseValue(spec, shown, value, values[name])
      given.add(name)
    }
  }
  for (const [name, spec] of Object.entries(specs)) if (!given.has(name)) values[name] = spec.fallback
  return { values, given, args, dashAt }
}

/** Parses what a flag or a variable was given. */
export function parseValue(spec: FlagSpec<unknown>, shown: string, value: string, before: unknown): unknown {
  try {
    return spec.parse(value, before)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw usage(`invalid argument ${quote(value)} for ${quote(shown)} flag: ${why}`, { cause })
  }
}

/** The flags a word names: one, or several short booleans (`-ih`). */
function namesOf(word: string, specs: FlagSpecs): { name: string; inline: string | undefined; shown: string }[] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=')
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals)
    return [{ name, inline: equals < 0 ? undefined : word.slice(equals + 1), shown: withShort(name, specs) }]
  }
  const names: { name: string; inline: string | undefined; shown: string }[] = []
  for (let at = 1; at < word.length; at++) {
    const letter = word[at] ?? ''
    const found = Object.entries(specs).find(([, { short }]) => short === letter)
    if (found === undefined) throw usage(`unknown shorthand flag: '${letter}' in ${word}`)
    const [name, spec] = found
    const after = word.slice(at + 1)
    const shown = withShort(name, specs)
    if (spec.word !== '' || after.startsWith('=')) {
      names.push({ name, inline: after === '' ? undefined : after.replace(/^=/, ''), shown })
      break
    }
    names.push({ name, inline: undefined, shown })
  }
  return names
}

function withShort(name: string, specs: FlagSpecs): string {
  const short = specs[name]?.short
  return short === undefined ? `--${name}` : `-${short}, --${name}`
}

function unknownFlag(name: string, specs: FlagSpecs): Failure {
  const near = nearest(name, Object.keys(specs))
  return usage(`unknown flag: --${name}${near === undefined ? '' : `\nDid you mean --${near}?`}`)
}

/** A command line that cannot be read; the command's usage is shown with it. */
export class UsageFailure extends Failure {}

function usage(words: string, options?: ErrorOptions): UsageFailure {
  return new UsageFailure(ExitCode.Error, words, options)
}

/** The flags of a command, one a line, as help shows them. */
export function describeFlags(specs: FlagSpecs): string {
  const lines = Object.entries(specs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { short, word, help, shownFallback }]) => {
      const left = `${short === undefined ? '    ' : `-${short}, `}--${name}${word === '' ? '' : ` ${word}`}`
      return { left, right: `${help}${shownFallback === undefined ? '' : ` (default ${shownFallback})`}` }
    })
  const columns = Math.max(...lines.map(({ left }) => left.length))
  return lines.map(({ left, right }) => `  ${left.padEnd(columns)}   ${right}\n`).join('')
}
