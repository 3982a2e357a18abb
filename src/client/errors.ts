/**
 * What a call may end with, as types to switch on.
 *
 * A server's refusal arrives as a status code and a text. The text names the row of the error table (two members of one
 * release may differ in the code, never in the text), so it becomes a `RequestError` with its `reason`. Whatever has a
 * text of its own, such as a proxy's or the transport's words, stays an `RpcError`.
 */
import type * as grpc from '@grpc/grpc-js'
import { Code, codeNames, errorTable, type Reason, RequestError } from '../base/errors.ts'
import type { Header } from './header.ts'

/** A failed call whose text is no row of the error table; `message` is the text. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: Code

  constructor(code: Code, text: string, options?: ErrorOptions) {
    super(text, options)
    this.code = code
  }
}

/** The server ended a watch: it was refused, or its history is compacted. */
export class WatchCanceled extends Error {
  override readonly name = 'WatchCanceled'
  /** The row of the error table, when the server's text is one. */
  readonly reason: Reason | undefined
  /** Oldest revision a new watch may start at; 0 when the end has nothing to do with compaction. */
  readonly compactRevision: number
  readonly header: Header

  constructor(text: string, compactRevision: number, header: Header) {
    super(text)
    this.header = header
    this.reason = reasonOf(text)
    this.compactRevision = compactRevision
  }
}

/** A snapshot that does not have the SHA-256 it says it has. */
export class SnapshotDamaged extends Error {
  override readonly name = 'SnapshotDamaged'
}

const reasons = new Map(Object.entries(errorTable).map(([reason, { text }]) => [text as string, reason as Reason]))

/** The row of the error table with this text. */
export function reasonOf(text: string): Reason | undefined {
  return reasons.get(text)
}

/** The error of a call, from what gRPC reports; other errors as they are. */
export function callError(error: unknown): Error {
  if (!isServiceError(error)) return error instanceof Error ? error : new Error(String(error))
  const reason = reasonOf(error.details)
  if (reason !== undefined) return new RequestError(reason, { cause: error })
  const code = knownCode(error.code)
  // The transport's own texts for these two name times and addresses; etcd's clients show the bare words.
  if (code === Code.DeadlineExceeded) return new RequestError('DeadlineExceeded', { cause: error })
  if (code === Code.Canceled) return new RequestError('Canceled', { cause: error })
  return new RpcError(code, error.details, { cause: error })
}

/** The status code of an error of a call; undefined for other errors. */
export function codeOf(error: unknown): Code | undefined {
  if (error instanceof RequestError || error instanceof RpcError) return error.code
  return undefined
}

/** Whether another endpoint may do better: the answer says "not now", not "no". */
export function isUnavailable(error: unknown): boolean {
  return codeOf(error) === Code.Unavailable
}

/**
 * Whether the request certainly never left this process, or was never looked at, so that even a write may be sent
 * again: gRPC's client found no connection to put it on, or the server refused the stream.
 */
export function neverLeft(error: unknown): boolean {
  if (!(error instanceof RpcError) || error.code !== Code.Unavailable) return false
  // A refused stream was never looked at (RFC 9113 8.7): so ends what crosses a server's farewell on its way.
  const texts = ['No connection established', 'Name resolution failed', 'Stream refused by server']
  return texts.some((text) => error.message.startsWith(text))
}

function isServiceError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && typeof error.details === 'string'
}

function knownCode(code: number): Code {
  return codeNames[code] === undefined ? Code.Unknown : (code as Code)
}
