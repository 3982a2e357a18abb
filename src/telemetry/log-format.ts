/**
 * How a line looks: `json` for programs (etcd's default), `console` as etcd's of that name, `text` for people.
 *
 *   console   2026-11-20T22:24:08.466455Z<tab>info<tab>server/member.ts<tab>ready to serve<tab>{"name": "default"}
 *   text      22:24:08.466 INFO  ready to serve                           name=default
 */
import type { Level } from './log.ts'

export type LogFormat = 'json' | 'console' | 'text'

export interface LogRecord {
  readonly level: Level
  /** Wall clock, milliseconds since 1970 with fraction. */
  readonly wallMs: number
  readonly caller: string
  readonly name: string | undefined
  readonly msg: string
  readonly fields: { readonly [name: string]: unknown } | undefined
  /** Whether an Error among the fields shows where it came from. */
  readonly stack: boolean
}

/** Each gives one line with its newline. */
export const formatters: { readonly [format in LogFormat]: (record: LogRecord) => string } = {
  json: formatJson,
  console: formatConsole,
  text: formatText,
}

function formatJson(record: LogRecord): string {
  let line = `{"level":"${record.level}","ts":"${timestamp(record.wallMs)}"`
  if (record.name !== undefined) line += `,"logger":${JSON.stringify(record.name)}`
  line += `,"caller":${JSON.stringify(record.caller)},"msg":${JSON.stringify(record.msg)}`
  for (const [name, shown] of shownFields(record)) line += `,${JSON.stringify(name)}:${shown}`
  return `${line}}\n`
}

function formatConsole(record: LogRecord): string {
  const parts = [timestamp(record.wallMs), record.level]
  if (record.name !== undefined) parts.push(record.name)
  parts.push(record.caller, record.msg)
  const fields = shownFields(record).map(([name, shown]) => `${JSON.stringify(name)}: ${shown}`)
  if (fields.length > 0) parts.push(`{${fields.join(', ')}}`)
  return `${parts.join('\t')}\n`
}

/** Messages are padded to here, so that the fields of most lines stand below each other. */
const textMessageWidth = 44

function formatText(record: LogRecord): string {
  const time = timestamp(record.wallMs).slice(11, 23)
  const fields = shownFields(record).map(([name, shown]) => `${name}=${plain(shown)}`)
  const message = fields.length > 0 ? record.msg.padEnd(textMessageWidth) : record.msg
  return `${[time, record.level.toUpperCase().padEnd(5), message, ...fields].join(' ')}\n`
}

/** A JSON string of harmless characters without its quotes. */
function plain(shown: string): string {
  return /^"[^\s"\\=]+"$/.test(shown) ? shown.slice(1, -1) : shown
}

let timestampSecond = -1
let timestampPrefix = ''

/** RFC 3339 in UTC with six digits. The part up to the second is kept, since lines come in bursts. */
export function timestamp(wallMs: number): string {
  const microseconds = Math.floor(wallMs * 1000)
  const second = Math.floor(microseconds / 1_000_000)
  if (second !== timestampSecond) {
    timestampSecond = second
    timestampPrefix = new Date(second * 1000).toISOString().slice(0, 20)
  }
  return `${timestampPrefix}${String(microseconds - second * 1_000_000).padStart(6, '0')}Z`
}

function shownFields(record: LogRecord): [string, string][] {
  const shown: [string, string][] = []
  for (const [name, value] of Object.entries(record.fields ?? {})) {
    if (value === undefined) continue
    shown.push([name, show(value)])
    if (record.stack && value instanceof Error) shown.push(['stacktrace', show(value.stack)])
  }
  return shown
}

/** A value as JSON. What JSON cannot say (a circle) becomes a word about it: a log line never throws. */
function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`
    case 'bigint':
      return value.toString()
    default:
      try {
        return JSON.stringify(value, readable) ?? JSON.stringify(String(value))
      } catch (error) {
        return JSON.stringify(`(not shown: ${error instanceof Error ? error.message : String(error)})`)
      }
  }
}

/** `this` holds the value before `toJSON` was asked, which for a Buffer is the only moment to see that it is one. */
function readable(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key]
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64')
  if (value instanceof Error) return errorText(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  return value
}

/** Message, then the messages of the causes: `open segment 7: ENOSPC: no space left on device`. */
export function errorText(error: Error): string {
  const own = error.message === '' ? error.name : error.message
  return error.cause instanceof Error ? `${own}: ${errorText(error.cause)}` : own
}
