/**
 * What a command works with: the client, the output in the form asked for, the streams.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Client } from '../../../client/index.ts'
import { ExitCode, Failure } from './failure.ts'
import { type GlobalValues, tlsOf } from './global-flags.ts'
import { type Json, writeJson } from './json.ts'
import { type Table, writeTable } from './table.ts'

export const formats = ['simple', 'fields', 'json', 'protobuf', 'table'] as const
export type Format = (typeof formats)[number]

export type Piece = string | Uint8Array

/** A result in every form it has. */
export interface Report {
  readonly simple: () => readonly Piece[]
  readonly json: () => Json
  /** Lines of `"Name" : value`. */
  readonly fields?: () => string
  readonly table?: () => Table
  /** The message as it came over the wire. */
  readonly protobuf?: () => Buffer
}

export class Session implements AsyncDisposable {
  readonly globals: GlobalValues
  readonly format: Format
  readonly environment: { readonly [name: string]: string | undefined }
  #client: Client | undefined
  #secrets: AsyncIterator<string> | undefined

  constructor(globals: GlobalValues, environment: { readonly [name: string]: string | undefined }) {
    const format = formats.find((name) => name === globals['write-out'])
    if (format === undefined) throw new Failure(ExitCode.BadFeature, 'unsupported output format')
    this.globals = globals
    this.format = format
    this.environment = environment
  }

  get endpoints(): readonly string[] {
    if (this.globals.endpoints.length === 0) {
      throw new Failure(ExitCode.BadConnection, 'etcdclient: no available endpoints')
    }
    return this.globals.endpoints
  }

  /** The client, made when first asked for. */
  async client(): Promise<Client> {
    this.#client ??= await this.#connect()
    return this.#client
  }

  async #connect(): Promise<Client> {
    const { globals } = this
    const token = globals['auth-jwt-token']
    return new Client({
      endpoints: this.endpoints,
      tls: tlsOf(globals),
      credentials: globals.user === '' ? undefined : await this.#credentials(globals.user),
      token: token === '' ? undefined : token,
      dialTimeoutMs: globals['dial-timeout'],
      requestTimeoutMs: globals['command-timeout'],
      keepAliveMs: globals['keepalive-time'],
      keepAliveTimeoutMs: globals['keepalive-timeout'],
      requestBytesMax: globals['max-request-bytes'] || undefined,
      responseBytesMax: globals['max-recv-bytes'] || undefined,
    })
  }

  async #credentials(user: string): Promise<{ user: string; password: string }> {
    if (this.globals.password !== '') return { user, password: this.globals.password }
    const colon = user.indexOf(':')
    if (colon >= 0) return { user: user.slice(0, colon), password: user.slice(colon + 1) }
    return { user, password: await this.ask('Password: ') }
  }

  /** Refuses a form that a command does not have, before it does anything. */
  refuseFormats(...refused: readonly Format[]): void {
    if (refused.includes(this.format)) {
      throw new Failure(ExitCode.BadFeature, `${this.format} not supported as output format`)
    }
  }

  async print(report: Report): Promise<void> {
    switch (this.format) {
      case 'simple':
        return this.out(...report.simple())
      case 'json':
        return this.out(`${writeJson(report.json())}\n`)
      case 'fields':
        if (report.fields !== undefined) return this.out(report.fields())
        break
      case 'table':
        if (report.table !== undefined) return this.out(writeTable(report.table()))
        break
      case 'protobuf':
        if (report.protobuf !== undefined) return this.out(report.protobuf())
    }
    this.refuseFormats(this.format)
  }

  /** Writes to stdout; waits when its reader is slow. */
  async out(...pieces: readonly Piece[]): Promise<void> {
    if (pieces.length === 0) return
    const bytes = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)))
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
  }

  /** A line on stderr. */
  say(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  /** All of stdin. */
  async readAll(): Promise<Buffer> {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }

  /** The lines of stdin. */
  lines(): AsyncIterable<string> {
    return createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  }

  /** The next line of stdin, asked for on stderr; what somebody types is not shown. */
  async ask(question: string): Promise<string> {
    process.stderr.write(question)
    this.#secrets ??= secretLines()
    const { value, done } = await this.#secrets.next()
    if (question !== '' && process.stdin.isTTY) process.stderr.write('\n')
    return done === true ? '' : value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client?.close()
  }
}

/** The lines of stdin; a terminal does not show them. */
function secretLines(): AsyncIterator<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = process.stdin.isTTY === true
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal })
  // Without its echo the terminal hands over Ctrl-C as a letter.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  return lines[Symbol.asyncIterator]()
}
