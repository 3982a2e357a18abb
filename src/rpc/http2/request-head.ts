/**
 * The header fields of a request, read once and checked by the rules of HTTP (RFC 9113 8.2 and 8.3).
 */
import type { HeaderField } from './header-field.ts'

export class RequestHead {
  readonly fields: readonly HeaderField[]
  readonly method: string
  readonly scheme: string
  readonly path: string
  /** Undefined: none was sent. */
  readonly authority: string | undefined
  /** -1: not said. */
  readonly contentLength: number
  /** False: no request at all; the stream is to be reset. */
  readonly wellFormed: boolean
  /**
   * What the layer above made of it. Heads are shared by requests whose header blocks are the same bytes, and so is this.
   */
  meaning: unknown = undefined

  constructor(fields: readonly HeaderField[]) {
    this.fields = fields
    const pseudo = new Map<string, string>()
    let wellFormed = true
    let regular = false
    let contentLength = -1
    for (const { name, value, valid } of fields) {
      if (!valid) wellFormed = false
      if (name.startsWith(':')) {
        if (regular || pseudo.has(name) || !pseudoFields.has(name)) wellFormed = false
        pseudo.set(name, value)
        continue
      }
      regular = true
      if (connectionFields.has(name) || (name === 'te' && value !== 'trailers')) wellFormed = false
      if (name === 'content-length') {
        if (!/^\d{1,15}$/.test(value) || (contentLength >= 0 && contentLength !== Number(value))) wellFormed = false
        contentLength = Number(value)
      }
    }
    this.method = pseudo.get(':method') ?? ''
    this.scheme = pseudo.get(':scheme') ?? ''
    this.path = pseudo.get(':path') ?? ''
    this.authority = pseudo.get(':authority')
    this.contentLength = contentLength
    this.wellFormed = wellFormed && this.method !== '' && this.scheme !== '' && this.path !== ''
  }

  /** Value of the first field of that name, pseudo-fields included. */
  get(name: string): string | undefined {
    for (const field of this.fields) if (field.name === name) return field.value
    return undefined
  }
}

/** Whether these may stand behind a request's body. */
export function areTrailers(fields: readonly HeaderField[]): boolean {
  return fields.every(({ name, valid }) => valid && !name.startsWith(':') && !connectionFields.has(name))
}

const pseudoFields: ReadonlySet<string> = new Set([':method', ':scheme', ':path', ':authority'])

/** They mean something in HTTP/1 only (RFC 9113 8.2.2). */
const connectionFields: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])
