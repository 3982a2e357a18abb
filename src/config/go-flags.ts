/**
 * A command line as Go's flag package reads it: `-x v`, `--x v`, `--x=v`; booleans `--x` and `--x=false`, never
 * `--x false`; the last of several wins; the first word that is no flag ends the flags.
 */
import { aliases, controlFlags, flags, goneFlags, isAlias, isFlagName } from './flags.ts'
import type { Kind } from './kinds.ts'
import { nearest } from './nearest.ts'
import { type Line, reason, usage } from './refusal.ts'

export interface ScannedFlags {
  /** By the name that was written (which may be an alias): its text, already known to parse. */
  readonly given: ReadonlyMap<string, string>
  readonly help: boolean
  /** The words behind the flags. */
  readonly rest: readonly string[]
  readonly log: readonly Line[]
}

/** @throws Refusal with exit code 2 */
export function scanFlags(argv: readonly string[]): ScannedFlags {
  const given = new Map<string, string>()
  const log: Line[] = []
  const words = [...argv]
  for (let word = words[0]; word !== undefined; word = words[0]) {
    if (word.length < 2 || !word.startsWith('-')) break
    words.shift()
    if (word === '--') break
    const [name, inline] = splitFlag(word)
    if (goneFlags.includes(name)) {
      log.push({ level: 'warn', msg: 'flag is no longer supported - ignoring', fields: { 'flag-name': name } })
      continue
    }
    const kind = kindOf(name)
    if (kind === undefined) {
      if (name === 'h' || name === 'help') return { given, help: true, rest: [], log }
      throw usage(`flag provided but not defined: -${name}${suggestion(name)}`)
    }
    const text = inline ?? (kind.word === 'bool' ? 'true' : words.shift())
    if (text === undefined) throw usage(`flag needs an argument: -${name}`)
    checkValue(name, kind, text)
    given.set(name, text)
  }
  return { given, help: false, rest: words, log }
}

/** The kind of a flag, an alias or a control flag. */
export function kindOf(name: string): Kind<unknown> | undefined {
  if (isFlagName(name)) return flags[name].kind as Kind<unknown>
  if (isAlias(name)) return flags[aliases[name].for].kind as Kind<unknown>
  if (Object.hasOwn(controlFlags, name)) return controlFlags[name as keyof typeof controlFlags].kind as Kind<unknown>
  return undefined
}

/** All names a command line may use. */
export const knownNames: readonly string[] = [
  ...Object.keys(flags),
  ...Object.keys(aliases),
  ...Object.keys(controlFlags),
  'help',
]

function splitFlag(word: string): [string, string | undefined] {
  const body = word.slice(word.startsWith('--') ? 2 : 1)
  if (/^[-=]/.test(body)) throw usage(`bad flag syntax: ${word}`)
  const equals = body.indexOf('=')
  return equals < 0 ? [body, undefined] : [body.slice(0, equals), body.slice(equals + 1)]
}

function checkValue(name: string, kind: Kind<unknown>, text: string): void {
  try {
    kind.parse(text)
  } catch (cause) {
    const what = kind.word === 'bool' ? 'boolean value' : 'value'
    const whose = kind.word === 'bool' ? `-${name}` : `flag -${name}`
    throw usage(`invalid ${what} ${JSON.stringify(text)} for ${whose}: ${reason(cause)}`, { cause })
  }
}

/** Flags of etcd 3.5 that became feature gates. */
const becameGates: { readonly [name: string]: string } = {
  'experimental-initial-corrupt-check': 'InitialCorruptCheck',
  'experimental-compact-hash-check-enabled': 'CompactHashCheck',
  'experimental-enable-lease-checkpoint': 'LeaseCheckpoint',
  'experimental-enable-lease-checkpoint-persist': 'LeaseCheckpointPersist',
  'experimental-stop-grpc-service-on-defrag': 'StopGRPCServiceOnDefrag',
}

function suggestion(name: string): string {
  const gate = Object.hasOwn(becameGates, name) ? becameGates[name] : undefined
  if (gate !== undefined) return `\nIt is a feature gate now: --feature-gates=${gate}=true`
  const near = nearest(name, knownNames)
  return near === undefined ? '' : `\nDid you mean --${near}?`
}
