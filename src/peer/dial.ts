/** One HTTP request to another member, not sent yet. */
import { type Agent, type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http'
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { PeerTls } from './peer-tls.ts'
import type { PeerUrl } from './peer-url.ts'

export interface DialOptions {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly tls: PeerTls | undefined
  /** Connections to be used again; undefined: a connection of its own. */
  readonly agent?: Agent | HttpsAgent | undefined
}

const keepAliveProbeMs = 15_000

/** The caller closes. A server that is asked to do it resets the connection of a request that it refuses half-way. */
const keepAlive = { connection: 'keep-alive' }

/**
 * The caller listens to `error`, `response` and `upgrade`.
 * @throws Error when the URL asks for TLS and there is none
 */
export function dial(url: PeerUrl, { method, path, headers, tls, agent }: DialOptions): ClientRequest {
  const where = 'path' in url.place ? { socketPath: url.place.path } : url.place
  const options: RequestOptions = {
    ...where,
    method,
    path,
    headers: { ...keepAlive, ...headers },
    agent: agent ?? false,
  }
  const request = url.secure ? httpsRequest({ ...clientOptions(tls, url), ...options }) : httpRequest(options)
  request.setNoDelay(true)
  request.setSocketKeepAlive(true, keepAliveProbeMs)
  return request
}

function clientOptions(tls: PeerTls | undefined, url: PeerUrl): object {
  if (tls === undefined) throw new Error(`${url.text} asks for TLS, and no certificates for peers are configured`)
  return tls.client()
}
