/**
 * What grpc-js says differently from the gRPC library that etcd's clients know, made equal.
 *
 * grpc-js has no public place for a method that nobody registered nor for a request that is not gRPC. Two methods of its server
 * are replaced on the instance; the version is pinned, and a server without them stops the start here rather than answering
 * differently later.
 */
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { type Server, type ServerDuplexStream, status } from '@grpc/grpc-js'
import { assert } from '../base/assert.ts'
import { Code } from '../base/errors.ts'

/** The parts of grpc-js 1.14.7's server that are replaced. */
interface ServerInternals {
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

/**
 * Answers calls of methods that do not exist with grpc-go's texts, and requests that are not gRPC with 415 and a status.
 * @param services full names of the services that exist
 */
export function speakLikeGrpcGo(server: Server, services: ReadonlySet<string>): void {
  const internals = server as unknown as ServerInternals
  assert(typeof internals._retrieveHandler === 'function', 'grpc-js looks handlers up in _retrieveHandler')
  assert(typeof internals._verifyContentType === 'function', 'grpc-js checks requests in _verifyContentType')

  const retrieve = internals._retrieveHandler.bind(server)
  internals._retrieveHandler = (path) => retrieve(path) ?? refusing(path, unknownMethodText(path, services))

  internals._verifyContentType = (stream, headers) => {
    const contentType = headers['content-type'] ?? ''
    if (contentType.startsWith('application/grpc')) return true
    refuseContentType(stream, contentType)
    return false
  }
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

/** Text of the status for a path that nobody handles. */
export function unknownMethodText(path: string, services: ReadonlySet<string>): string {
  const slash = path.lastIndexOf('/')
  if (!path.startsWith('/') || slash <= 0) return `malformed method name: ${JSON.stringify(path)}`
  const service = path.slice(1, slash)
  if (!services.has(service)) return `unknown service ${service}`
  return `unknown method ${path.slice(slash + 1)} for service ${service}`
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
