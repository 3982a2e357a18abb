/**
 * Settings from the environment: `ETCD_` or `KEELSON_` and the flag's name in capitals. A variable speaks only where
 * no flag does; both at once is refused, since which of them was meant is a guess.
 */
import { kindOf, knownNames } from './go-flags.ts'
import { nearest } from './nearest.ts'
import { type Line, Refusal, reason, unverified } from './refusal.ts'

export interface Variable {
  /** The flag or alias it sets. */
  readonly name: string
  readonly text: string
  /** The variable's own name. */
  readonly spelled: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Read by others than the settings. */
const others = new Set([
  'ETCD_VERIFY',
  'ETCD_UNSUPPORTED_ARCH',
  'ETCD_CONFIG_FILE',
  'KEELSON_CONFIG_FILE',
  'KEELSON_VERIFY',
])

const settable = knownNames.filter((name) => name !== 'version' && name !== 'help')

/** What Kubernetes puts into each pod for a service called keelson, keelson-client, ... */
const serviceLink = /^KEELSON_(.*_)?(SERVICE_(HOST|PORT(_.*)?)|PORT(_\d+_(TCP|UDP)(_.*)?)?)$/

/**
 * @param onCommandLine names of the flags that were given, the target of an alias included
 * @throws Refusal
 */
export function readEnvironment(
  env: Environment,
  onCommandLine: ReadonlySet<string>,
): { variables: readonly Variable[]; log: readonly Line[] } {
  const variables = new Map<string, Variable>()
  const log: Line[] = []
  for (const spelled of Object.keys(env).toSorted()) {
    const text = env[spelled]
    const suffix = /^(?:ETCD|KEELSON)_(.+)$/.exec(spelled)?.[1]
    if (suffix === undefined || text === undefined || others.has(spelled) || serviceLink.test(spelled)) continue
    const name = suffix.toLowerCase().replaceAll('_', '-')
    if (name === 'version' || kindOf(name) === undefined) {
      log.push(unrecognized(spelled, text, name))
    } else if (text !== '') {
      if (onCommandLine.has(name)) throw shadowed(spelled, text)
      checkVariable(variables.get(name), { name, text, spelled })
      variables.set(name, { name, text, spelled })
      log.push({
        level: 'info',
        msg: 'recognized and used environment variable',
        fields: { 'variable-name': spelled, 'variable-value': text },
      })
    }
  }
  return { variables: [...variables.values()], log }
}

function checkVariable(other: Variable | undefined, { name, text, spelled }: Variable): void {
  if (other !== undefined && other.text !== text) {
    throw unverified(`${other.spelled}=${other.text} and ${spelled}=${text} disagree: set one of them`)
  }
  try {
    kindOf(name)?.parse(text)
  } catch (cause) {
    throw unverified(`invalid value ${JSON.stringify(text)} for ${spelled}: ${reason(cause)}`, { cause })
  }
}

function unrecognized(spelled: string, text: string, name: string): Line {
  const near = nearest(name, settable)
  const fields: Record<string, string> = { 'environment-variable': `${spelled}=${text}` }
  if (near !== undefined) fields['nearest'] = spelled.slice(0, spelled.indexOf('_') + 1) + variableSuffix(near)
  return { level: 'warn', msg: 'unrecognized environment variable', fields }
}

/** `listen-client-urls` -> `LISTEN_CLIENT_URLS`. */
export function variableSuffix(name: string): string {
  return name.toUpperCase().replaceAll('-', '_')
}

function shadowed(spelled: string, text: string): Refusal {
  // The two closing brackets are etcd's.
  const msg =
    'conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))'
  return new Refusal(1, msg, { level: 'fatal', msg, fields: { 'environment-variable': `${spelled}=${text}` } })
}
