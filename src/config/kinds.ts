/**
 * The kinds of values flags have: how the text of one is read, and how a value is shown.
 *
 * `parse` throws an Error whose message is the reason that Go's flag package (or etcd's own value type) gives.
 */
import { parseFeatureGates } from './feature-gates.ts'
import { parseBool, parseDuration, parseInteger, showDuration } from './go-values.ts'
import { parseUrls, showUrls, type Url } from './urls.ts'

export interface Kind<T> {
  /** A word for the help: `int`, `duration`; `bool` also stands without a value. */
  readonly word: string
  readonly parse: (text: string) => T
  readonly show: (value: T) => string
  /** In the config file: durations are integers there, of this many milliseconds. */
  readonly fileUnitMs?: number
}

const plain = { show: String }

export const text: Kind<string> = { word: 'string', parse: (given) => given, ...plain }

export const bool: Kind<boolean> = { word: 'bool', parse: parseBool, ...plain }

const safe = Number.MAX_SAFE_INTEGER

export const int: Kind<number> = {
  word: 'int',
  parse: (given) => parseInteger(given, { min: -safe, max: safe }),
  ...plain,
}

export const uint: Kind<number> = {
  word: 'uint',
  parse: (given) => parseInteger(given, { min: 0, max: safe }),
  ...plain,
}

export const uint32: Kind<number> = {
  word: 'uint',
  parse: (given) => parseInteger(given, { min: 0, max: 0xffff_ffff }),
  ...plain,
}

const byteUnits: { readonly [unit: string]: number } = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** Bytes: `1048576`, `64MiB`. */
export const bytes: Kind<number> = {
  word: 'bytes',
  parse: (given) => {
    const [, amount, unit = ''] = /^(\d[\d_]*)(KiB|MiB|GiB)?$/.exec(given) ?? []
    if (amount === undefined) throw new Error('want a number of bytes, with KiB, MiB or GiB if you like')
    return parseInteger(amount, { min: 0, max: safe }) * (byteUnits[unit] ?? 1)
  },
  show: (value) => {
    const unit = ['GiB', 'MiB', 'KiB'].find((name) => value > 0 && value % (byteUnits[name] ?? 1) === 0)
    return unit === undefined ? String(value) : `${value / (byteUnits[unit] ?? 1)}${unit}`
  },
}

/** A duration in milliseconds, `1m30s` on the command line and nanoseconds in the config file. */
export const duration: Kind<number> = {
  word: 'duration',
  parse: (given) => {
    try {
      return parseDuration(given)
    } catch (cause) {
      throw new Error('parse error', { cause })
    }
  },
  show: showDuration,
  fileUnitMs: 1e-6,
}

export const urls: Kind<readonly Url[]> = { word: 'urls', parse: parseUrls, show: showUrls }

/** Words with commas between them. */
export const list: Kind<readonly string[]> = {
  word: 'list',
  parse: (given) => [...new Set(given.split(',').map((word) => word.trim()))].filter((word) => word !== ''),
  show: (value) => value.join(','),
}

/** Some may be switched, the others keep their default: see `feature-gates.ts`. */
export const gates: Kind<string> = {
  word: 'gates',
  parse: (given) => {
    parseFeatureGates(given)
    return given
  },
  ...plain,
}

/** One of a few words. `refusal` makes the reason, which differs between etcd's flags. */
export function choice<const W extends string>(
  words: readonly W[],
  refusal: (given: string) => string = () => 'invalid value',
): Kind<W> {
  return {
    word: words.join('|'),
    parse: (given) => {
      const word = words.find((known) => known === given)
      if (word === undefined) throw new Error(refusal(given))
      return word
    },
    ...plain,
  }
}
