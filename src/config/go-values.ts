/**
 * Values as Go's flag package reads and shows them. Operators have them in their unit files and charts, so `1m30s`,
 * `0x10` and `T` mean here what they mean to etcd, and a wrong one is refused in the same words.
 */

/** A boolean: exactly the words of Go's ParseBool. */
export function parseBool(text: string): boolean {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false
  throw new Error('parse error')
}

const intForms = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|0[0-7_]*|[1-9][0-9_]*)$/

/** An integer with Go's prefixes (`0x`, `0b`, `0o`, a leading zero for octal) and `_` between digits. */
export function parseInteger(text: string, { min, max }: { min: number; max: number }): number {
  const match = intForms.exec(text)
  if (match === null) throw new Error('parse error')
  const digits = (match[2] ?? '').replaceAll('_', '')
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits)
  const signed = match[1] === '-' ? -value : value
  if (match[1] !== '' && min >= 0) throw new Error('parse error')
  if (signed < min || signed > max) throw new Error('value out of range')
  return signed === 0 ? 0 : signed
}

const unitMs: { readonly [unit: string]: number } = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/**
 * A duration of Go, `1h15m30.918ms`, in milliseconds.
 * @throws Error with the text of Go's ParseDuration
 */
export function parseDuration(text: string): number {
  const invalid = new Error(`time: invalid duration ${JSON.stringify(text)}`)
  const negative = text.startsWith('-')
  let rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return 0
  if (rest === '') throw invalid
  let totalMs = 0
  while (rest !== '') {
    const match = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest)
    if (match === null) throw invalid
    const [whole, amount = '', unit = ''] = match
    if (unit === '') throw new Error(`time: missing unit in duration ${JSON.stringify(text)}`)
    const ms = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined
    if (ms === undefined) {
      throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`)
    }
    totalMs += Number(amount) * ms
    rest = rest.slice(whole.length)
  }
  return negative ? -totalMs : totalMs
}

/** Milliseconds as Go shows a duration: `1m30s`, `100ms`, `0s`. */
export function showDuration(ms: number): string {
  if (ms === 0) return '0s'
  const sign = ms < 0 ? '-' : ''
  const size = Math.abs(ms)
  if (size < 0.001) return `${sign}${trim(size * 1e6)}ns`
  if (size < 1) return `${sign}${trim(size * 1e3)}µs`
  if (size < 1000) return `${sign}${trim(size)}ms`
  const hours = Math.floor(size / unitHour)
  const minutes = Math.floor((size % unitHour) / unitMinute)
  const seconds = trim((size % unitMinute) / 1000)
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`
}

const unitHour = 3_600_000
const unitMinute = 60_000

/** At most nine digits behind the point, and none that say nothing. */
function trim(value: number): string {
  return String(Number(value.toFixed(9)))
}
