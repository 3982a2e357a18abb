/**
 * The JSON gateway: the same services for clients that speak HTTP/1 and JSON only, `POST /v3/kv/range` and so on. Paths come from
 * the service definitions, messages go through the codecs' JSON mapping, and calls are counted as those of gRPC are.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HostedMethod, HostedService, Log, Observer, Timers } from '../api/service.ts'
import { BrokenInvariant, unreachable } from '../base/assert.ts'
import { Code } from '../base/errors.ts'
import { JsonError } from '../generated/runtime/codec.ts'
import { parseJson } from '../generated/runtime/json.ts'
import { type GatewayCallOptions, GatewayStream, GatewayUnaryCall, sendFailure } from './gateway-call.ts'
import { JsonSplitter, JsonStreamError } from './json-splitter.ts'

export interface GatewayOptions {
  readonly services: readonly HostedService[]
  readonly timers: Timers
  readonly observer: Observer
  readonly log: Log
  /** A message may be so long in its binary form. */
  readonly maxMessageBytes: number
}

export type Gateway = (path: string, request: IncomingMessage, response: ServerResponse) => boolean

/** JSON of a message is at most so much longer than the message: base64 takes a third, names and quotes the rest. */
const jsonExpansion = 3

export function createGateway(options: GatewayOptions): Gateway {
  const methods = new Map<string, HostedMethod>()
  for (const service of options.services) {
    for (const method of service.methods) for (const path of method.definition.rest) methods.set(path, method)
  }
  return (path, request, response) => {
    const current = path.startsWith('/v3beta/') ? path.replace('/v3beta/', '/v3/') : path
    if (!current.startsWith('/v3/')) return false
    const method = methods.get(current)
    if (method === undefined) sendFailure(response, { code: Code.NotFound, message: 'Not Found' })
    else if (request.method !== 'POST') {
      sendFailure(response, { code: Code.Unimplemented, message: 'Method Not Allowed' })
    } else serve(method, options, request, response)
    return true
  }
}

function serve(
  method: HostedMethod,
  options: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { definition } = method
  const { observer, timers, log } = options
  const startMs = timers.nowMs()
  observer.onStarted(definition.path)
  const callOptions: GatewayCallOptions = {
    timers,
    log,
    toJson: (message) => {
      observer.onMessage(definition.path, 'sent', definition.response.size(message))
      return definition.response.toJson(message)
    },
    onEnd: (code) => observer.onHandled(definition.path, code, (timers.nowMs() - startMs) / 1000),
  }
  const parse = (text: string): unknown => parseRequest(method, options, text)
  switch (method.kind) {
    case 'unary': {
      const call = new GatewayUnaryCall(request, response, callOptions)
      const fail = (error: unknown): void => call.fail(error)
      readWhole(request, options, fail, (text) => method.handle(parse(text), call))
      return
    }
    case 'serverStream': {
      const stream = new GatewayStream(request, response, callOptions)
      const fail = (error: unknown): void => stream.end(error)
      readWhole(request, options, fail, (text) => method.handle(parse(text), stream))
      return
    }
    case 'bidi': {
      const stream = new GatewayStream(request, response, callOptions)
      attempt(
        (error) => stream.end(error),
        () => method.handle(stream),
      )
      readStream(request, options, stream, parse)
      return
    }
    default:
      unreachable(method)
  }
}

function parseRequest(
  { definition }: HostedMethod,
  { observer, maxMessageBytes }: GatewayOptions,
  text: string,
): unknown {
  const message = definition.request.fromJson(text.trim() === '' ? {} : parseJson(text))
  const bytes = definition.request.size(message)
  if (bytes > maxMessageBytes) {
    const text = `grpc: received message larger than max (${bytes} vs. ${maxMessageBytes})`
    throw new RefusedRequest(Code.ResourceExhausted, text)
  }
  observer.onMessage(definition.path, 'received', bytes)
  return message
}

/** A request that no service sees. */
class RefusedRequest extends Error {
  readonly code: Code

  constructor(code: Code, message: string) {
    super(message)
    this.code = code
  }
}

/** Reads one message; the body ends with it. */
function readWhole(
  request: IncomingMessage,
  options: GatewayOptions,
  fail: (error: unknown) => void,
  handle: (text: string) => void,
): void {
  const bytesMax = options.maxMessageBytes * jsonExpansion
  const chunks: Buffer[] = []
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= bytesMax) chunks.push(chunk)
    else chunks.length = 0
  })
  request.once('end', () => {
    attempt(fail, () => {
      if (bytes > bytesMax) {
        throw new RefusedRequest(Code.ResourceExhausted, `the request body is longer than ${bytesMax} bytes`)
      }
      handle(Buffer.concat(chunks).toString())
    })
  })
}

function readStream(
  request: IncomingMessage,
  options: GatewayOptions,
  stream: GatewayStream,
  parse: (text: string) => unknown,
): void {
  const splitter = new JsonSplitter(options.maxMessageBytes * jsonExpansion)
  const fail = (error: unknown): void => stream.end(error)
  request.on('data', (chunk: Buffer) => {
    attempt(fail, () => {
      if (stream.ended) return
      for (const text of splitter.push(chunk)) stream.deliver(parse(text))
    })
  })
  request.once('end', () => {
    attempt(fail, () => {
      if (stream.ended) return
      splitter.end()
      stream.deliverHalfClose()
    })
  })
}

/** Runs a step of a call; what it throws ends the call. Our own bugs go on to the process. */
function attempt(fail: (error: unknown) => void, step: () => void): void {
  try {
    step()
  } catch (error) {
    if (error instanceof BrokenInvariant) throw error
    fail(isBadRequest(error) ? { code: Code.InvalidArgument, message: error.message } : asFailure(error))
  }
}

function isBadRequest(error: unknown): error is Error {
  return error instanceof JsonError || error instanceof JsonStreamError || error instanceof SyntaxError
}

function asFailure(error: unknown): unknown {
  return error instanceof RefusedRequest ? { code: error.code, message: error.message } : error
}
