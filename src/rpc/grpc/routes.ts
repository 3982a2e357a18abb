/**
 * Which method a request is for, and all else its header fields say: read once for each header block that differs.
 */
import type { HostedMethod, HostedService } from '../../api/service.ts'
import { Code } from '../../base/errors.ts'
import type { AnyCodec } from '../../generated/runtime/service.ts'
import type { HeaderField } from '../http2/header-field.ts'
import type { RequestHead } from '../http2/request-head.ts'
import { parseTimeout } from './timeout.ts'
import { unknownMethodText } from './unknown-method.ts'

/** A method, and what its hot path looks at. */
export interface Route {
  readonly method: HostedMethod
  readonly path: string
  readonly request: AnyCodec
  readonly response: AnyCodec
  /** Bytes of the last answer: the next one is probably as long. */
  lastReplyBytes: number
}

/** What a request turned out to be. */
export type Meaning =
  | {
      readonly kind: 'call'
      readonly route: Route
      /** Undefined: as long as it takes. */
      readonly timeoutMs: number | undefined
      /** Of compressed messages; undefined: there are none. */
      readonly encoding: 'gzip' | undefined
      /** What handlers may ask for. */
      readonly metadata: readonly HeaderField[]
    }
  | { readonly kind: 'refused'; readonly code: Code; readonly text: string; readonly httpStatus: number }
  /** No gRPC, on a connection that serves other things too. */
  | { readonly kind: 'other' }

/** They are spoken for. */
const transportFields: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'te',
  'grpc-timeout',
  'grpc-encoding',
  'grpc-accept-encoding',
])

export class Routes {
  readonly #routes = new Map<string, Route>()
  readonly #services: ReadonlySet<string>

  constructor(services: readonly HostedService[]) {
    this.#services = new Set(services.map(({ name }) => name))
    for (const { methods } of services) {
      for (const method of methods) {
        const { path, request, response } = method.definition
        this.#routes.set(path, { method, path, request, response, lastReplyBytes: 0 })
      }
    }
  }

  /** `servesOthers`: requests that are not gRPC are answered by somebody. The checks stand in grpc-go's order. */
  read(head: RequestHead, servesOthers: boolean): Meaning {
    const contentType = head.get('content-type') ?? ''
    if (!/^application\/grpc(?:$|[+;])/.test(contentType)) {
      if (servesOthers) return { kind: 'other' }
      return refused(Code.InvalidArgument, `invalid gRPC request content-type ${JSON.stringify(contentType)}`, 415)
    }
    const timeout = readTimeout(head)
    if (timeout !== undefined && 'wrong' in timeout) {
      return refused(Code.Internal, `malformed grpc-timeout: ${timeout.wrong}`, 400)
    }
    if (head.method !== 'POST') {
      const text = `Received a HEADERS frame with :method ${JSON.stringify(head.method)} which should be POST`
      return refused(Code.Internal, text, 405)
    }
    const route = this.#routes.get(head.path)
    if (route === undefined) return refused(Code.Unimplemented, unknownMethodText(head.path, this.#services))
    const encoding = head.get('grpc-encoding') ?? 'identity'
    if (encoding !== 'identity' && encoding !== '' && encoding !== 'gzip') {
      const text = `grpc: Decompressor is not installed for grpc-encoding ${JSON.stringify(encoding)}`
      return refused(Code.Unimplemented, text)
    }
    return {
      kind: 'call',
      route,
      timeoutMs: timeout?.ms,
      encoding: encoding === 'gzip' ? encoding : undefined,
      metadata: head.fields.filter(({ name }) => !name.startsWith(':') && !transportFields.has(name)),
    }
  }
}

function readTimeout(head: RequestHead): ReturnType<typeof parseTimeout> | undefined {
  const text = head.get('grpc-timeout')
  return text === undefined ? undefined : parseTimeout(text)
}

function refused(code: Code, text: string, httpStatus = 200): Meaning {
  return { kind: 'refused', code, text, httpStatus }
}
