/**
 * Header fields and the static table (RFC 7541 appendix A).
 */

export interface HeaderField {
  readonly name: string
  /** One character a byte. */
  readonly value: string
  /** Name and value consist of what they may consist of (RFC 9113 8.2.1). */
  readonly valid: boolean
}

/** What a field counts beside its two strings (RFC 7541 4.1). */
const overheadBytes = 32

/** What a field takes of a table and of a limit on header lists. */
export function fieldSize({ name, value }: HeaderField): number {
  return name.length + value.length + overheadBytes
}

const validName = /^:?[!#$%&'*+\-.^_`|~0-9a-z]+$/
const invalidValue = /[\0\r\n]/

export function headerField(name: string, value: string): HeaderField {
  return { name, value, valid: validName.test(name) && !invalidValue.test(value) }
}

const staticRows: readonly (readonly [string, string?])[] = [
  [':authority'],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  [':status', '200'],
  [':status', '204'],
  [':status', '206'],
  [':status', '304'],
  [':status', '400'],
  [':status', '404'],
  [':status', '500'],
  ['accept-charset'],
  ['accept-encoding', 'gzip, deflate'],
  ['accept-language'],
  ['accept-ranges'],
  ['accept'],
  ['access-control-allow-origin'],
  ['age'],
  ['allow'],
  ['authorization'],
  ['cache-control'],
  ['content-disposition'],
  ['content-encoding'],
  ['content-language'],
  ['content-length'],
  ['content-location'],
  ['content-range'],
  ['content-type'],
  ['cookie'],
  ['date'],
  ['etag'],
  ['expect'],
  ['expires'],
  ['from'],
  ['host'],
  ['if-match'],
  ['if-modified-since'],
  ['if-none-match'],
  ['if-range'],
  ['if-unmodified-since'],
  ['last-modified'],
  ['link'],
  ['location'],
  ['max-forwards'],
  ['proxy-authenticate'],
  ['proxy-authorization'],
  ['range'],
  ['referer'],
  ['refresh'],
  ['retry-after'],
  ['server'],
  ['set-cookie'],
  ['strict-transport-security'],
  ['transfer-encoding'],
  ['user-agent'],
  ['vary'],
  ['via'],
  ['www-authenticate'],
]

/** By index; the first has index 1. */
export const staticTable: readonly HeaderField[] = staticRows.map(([name, value = '']) => headerField(name, value))

/** Index of the first row with that name. */
export const staticNames: ReadonlyMap<string, number> = new Map(
  staticTable.map(({ name }, i) => [name, i + 1] as const).toReversed(),
)

/** Index of the row with that name and value, by `name\nvalue`. */
export const staticFields: ReadonlyMap<string, number> = new Map(
  staticTable.map(({ name, value }, i) => [`${name}\n${value}`, i + 1] as const),
)
