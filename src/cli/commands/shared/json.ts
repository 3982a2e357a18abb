/**
 * JSON as Go writes it: one line, 64-bit numbers exact, bytes in base64, and `<`, `>`, `&` escaped.
 */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

export function writeJson(value: Json): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value)
  }
  if (typeof value === 'string') return writeText(value)
  if (value instanceof Uint8Array) return writeText(Buffer.from(value).toString('base64'))
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`
  const fields = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [`${writeText(name)}:${writeJson(inner)}`],
  )
  return `{${fields.join(',')}}`
}

/** A message: fields with their zero value are left out, as protobuf's Go types do. */
export function filled(message: { readonly [name: string]: Json | undefined }): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(message).flatMap(([name, value]) => (isZero(value) ? [] : [[name, value]])))
}

function isZero(value: Json | undefined): value is undefined {
  if (value === undefined || value === 0 || value === 0n || value === '' || value === false) return true
  return (value instanceof Uint8Array || Array.isArray(value)) && value.length === 0
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function writeText(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&\u2028\u2029]/g, (rune) => {
    return `\\u${rune.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
