/**
 * The config file: YAML or JSON with etcd's keys. It replaces flags and environment altogether, as etcd's does.
 *
 * YAML is read with its failsafe schema, in which every scalar stays text: a token `0123` or an id `1e3` must not
 * become a number on the way. Durations are whole nanoseconds, as in etcd; `1m30s` is understood too.
 */
import { parse } from 'yaml'
import { type FlagName, flags } from './flags.ts'
import type { Kind } from './kinds.ts'
import { nearest } from './nearest.ts'
import { type Line, reason, unverified } from './refusal.ts'

/** Where each flag stands in the file, by its path there. */
const flagsByPath: ReadonlyMap<string, FlagName> = new Map(
  (Object.keys(flags) as FlagName[])
    .filter((name) => flags[name].file !== null)
    .map((name) => [flags[name].file ?? name, name]),
)

/** Parsed values by flag. @throws Refusal when the text is not YAML or a value cannot be read */
export function readConfigFile(
  path: string,
  content: string,
): { values: ReadonlyMap<FlagName, unknown>; log: readonly Line[] } {
  let document: unknown
  try {
    document = parse(content, { schema: 'failsafe' })
  } catch (cause) {
    throw unverified(`cannot read config file ${path}: ${reason(cause)}`, { cause })
  }
  if (document !== null && (typeof document !== 'object' || Array.isArray(document))) {
    throw unverified(`cannot read config file ${path}: want keys and values, as in "name: member-1"`)
  }
  const values = new Map<FlagName, unknown>()
  const log: Line[] = []
  for (const [key, text] of leaves(document ?? {}, '')) {
    const name = flagsByPath.get(key)
    if (name === undefined) log.push(unknownKey(path, key))
    else if (text !== null) values.set(name, parseValue(path, key, flags[name].kind as Kind<unknown>, text))
  }
  return { values, log }
}

/** Each value with its dotted path; a list becomes a text with commas, what has no value is null. */
function* leaves(node: object, prefix: string): Generator<[path: string, text: string | null]> {
  for (const [key, value] of Object.entries(node)) {
    const path = prefix + key
    if (value === null || value === '' || value === undefined) yield [path, null]
    else if (Array.isArray(value)) yield [path, value.join(',')]
    else if (typeof value === 'object') yield* leaves(value, `${path}.`)
    else yield [path, String(value)]
  }
}

function parseValue(path: string, key: string, kind: Kind<unknown>, text: string): unknown {
  try {
    if (kind.fileUnitMs !== undefined && /^-?\d+$/.test(text)) return Number(text) * kind.fileUnitMs
    return kind.parse(text)
  } catch (cause) {
    throw unverified(`invalid value ${JSON.stringify(text)} for ${key} in ${path}: ${reason(cause)}`, { cause })
  }
}

function unknownKey(path: string, key: string): Line {
  const near = nearest(key, flagsByPath.keys())
  const fields = near === undefined ? { path, key } : { path, key, nearest: near }
  return { level: 'warn', msg: 'ignoring unknown key in config file', fields }
}
