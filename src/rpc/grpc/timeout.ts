/**
 * `grpc-timeout`: up to eight digits and a unit. The texts of what is wrong with one are grpc-go's.
 */

const unitsMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 }

export type Timeout = { readonly ms: number } | { readonly wrong: string }

export function parseTimeout(text: string): Timeout {
  if (text.length < 2) return { wrong: `transport: timeout string is too short: ${JSON.stringify(text)}` }
  if (text.length > 9) return { wrong: `transport: timeout string is too long: ${JSON.stringify(text)}` }
  const unitMs = unitsMs[text.slice(-1)]
  if (unitMs === undefined) return { wrong: `transport: timeout unit is not recognized: ${JSON.stringify(text)}` }
  const digits = text.slice(0, -1)
  if (!/^\d+$/.test(digits)) return { wrong: `strconv.ParseUint: parsing ${JSON.stringify(digits)}: invalid syntax` }
  return { ms: Number(digits) * unitMs }
}
