/**
 * What grpc-js does differently from the gRPC library that etcd's clients know, made equal.
 *
 * grpc-js has no public place for a method that nobody registered nor for a request that is not gRPC, and does not show its HTTP/2
 * server. Two methods of its server are replaced on the instance and one field is read; the version is pinned, and a server
 * without them stops the start here rather than answering differently later.
 */
import type { RequestListener } from 'node:http'
import {
  constants,
  type Http2Server,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import { type Server, type ServerDuplexStream, status } from '@grpc/grpc-js'
import { assert, defined } from '../base/assert.ts'
import { Code } from '../base/errors.ts'
import { unknownMethodText } from './grpc/unknown-method.ts'

/** The parts of grpc-js 1.14.7's server that are replaced. */
interface ServerInternals {
  /** Keyed by HTTP/2 server: one for each port and each connection injector. */
  readonly http2Servers: ReadonlyMap<Http2Server, unknown>
  _retrieveHandler(path: string): RegisteredHandler | null
  _verifyContentType(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean
}

/** What grpc-js keeps of a registered method. */
interface RegisteredHandler {
  readonly path: string
  readonly type: 'bidi'
  readonly func: (stream: ServerDuplexStream<unknown, unknown>) => void
  readonly serialize: (message: unknown) => Buffer
  readonly deserialize: (bytes: Buffer) => unknown
}

export interface GrpcGoManners {
  /** Full names of the services that exist. */
  readonly services: ReadonlySet<string>
  /** Who answers requests over TLS that are not gRPC; in clear text, as long as it is undefined, they are refused. */
  readonly others: () => RequestListener | undefined
}

/** Answers calls of methods that do not exist with grpc-go's texts, and requests that are not gRPC as etcd's port does. */
export function speakLikeGrpcGo(server: Server, { services, others }: GrpcGoManners): void {
  const internals = server as unknown as ServerInternals
  assert(typeof internals._retrieveHandler === 'function', 'grpc-js looks handlers up in _retrieveHandler')
  assert(typeof internals._verifyContentType === 'function', 'grpc-js checks requests in _verifyContentType')

  const retrieve = internals._retrieveHandler.bind(server)
  internals._retrieveHandler = (path) => retrieve(path) ?? refusing(path, unknownMethodText(path, services))

  internals._verifyContentType = (stream, headers) => {
    // Node tells of a stream a turn after its headers; a client may have reset it in the same packet.
    if (stream.destroyed || stream.closed) return false
    const contentType = headers['content-type'] ?? ''
    if (contentType.startsWith('application/grpc')) {
      dropEndlessTimeout(headers)
      return true
    }
    const listener = stream.session?.encrypted === true ? others() : undefined
    if (listener === undefined) refuseContentType(stream, contentType)
    else serveOther(listener, stream, headers)
    return false
  }
}

/** The HTTP/2 server behind a grpc-js server that has one connection injector and no port. */
export function http2ServerOf(server: Server): Http2Server {
  const servers = [...(server as unknown as ServerInternals).http2Servers.keys()]
  assert(servers.length === 1, 'grpc-js keeps its HTTP/2 servers in http2Servers', servers.length)
  return defined(servers[0], 'a server was counted')
}

/** A request that is not gRPC, as plain HTTP knows it. The compatible classes have all that our handlers use of the others. */
function serveOther(listener: RequestListener, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const request = new Http2ServerRequest(stream, headers, {}, [])
  const response = new Http2ServerResponse(stream)
  const [asRequest, asResponse] = [request, response] as unknown as Parameters<RequestListener>
  listener(asRequest, asResponse)
}

const timeoutMsMax = 2 ** 31 - 1
const timeoutUnitsMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000 }

/** A deadline of more than 24 days overflows grpc-js's arithmetic and would be over at once; it is as good as none. */
function dropEndlessTimeout(headers: IncomingHttpHeaders): void {
  const timeout = headers['grpc-timeout']
  if (typeof timeout !== 'string') return
  const unitMs = timeoutUnitsMs[timeout.at(-1) ?? ''] ?? 0
  if (Number.parseInt(timeout, 10) * unitMs > timeoutMsMax) delete headers['grpc-timeout']
}

function refusing(path: string, text: string): RegisteredHandler {
  return {
    path,
    type: 'bidi',
    func: (stream) => stream.emit('error', { code: status.UNIMPLEMENTED, details: text }),
    serialize: () => Buffer.alloc(0),
    deserialize: () => undefined,
  }
}

function refuseContentType(stream: ServerHttp2Stream, contentType: string): void {
  const text = `invalid gRPC request content-type ${JSON.stringify(contentType)}`
  stream.respond(
    {
      [constants.HTTP2_HEADER_STATUS]: constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      'grpc-status': String(Code.InvalidArgument),
      'grpc-message': encodeURI(text),
    },
    { endStream: true },
  )
}

/** A status text of grpc-js in the words of grpc-go; texts of our own stay as they are. */
export function statusText(code: number, details: string): string {
  switch (code) {
    case Code.DeadlineExceeded:
      return details === 'Deadline exceeded' ? 'context deadline exceeded' : details
    case Code.ResourceExhausted:
      return details
        .replace(
          /^Received message larger than max \((\d+) vs (\d+)\)$/,
          'grpc: received message larger than max ($1 vs. $2)',
        )
        .replace(
          /^Received message that decompresses to a size larger than (\d+)$/,
          'grpc: received message after decompression larger than max $1',
        )
    case Code.Internal:
      return details === 'Error deserializing request' ? 'grpc: error unmarshalling request' : details
    default:
      return details
  }
}
