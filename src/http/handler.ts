/**
 * What a member answers over plain HTTP: health, metrics, versions, and on the client port whatever the gateway takes.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Log } from '../api/service.ts'
import { BrokenInvariant } from '../base/assert.ts'
import { type AccessRules, answeredByAccess } from './access.ts'
import { type HealthPort, serveHealth, serveProbe } from './health.ts'
import { sendJson, sendMethodNotAllowed, sendNotFound, sendText } from './reply.ts'

export interface Versions {
  readonly etcdserver: string
  /** `not_decided` until the members have agreed. */
  readonly etcdcluster: string
  /** `unknown` until it is written. */
  readonly storage: string
}

export interface HttpHandlerOptions {
  /** `client`: everything, with access rules; `metrics`: health and metrics only, for `--listen-metrics-urls`. */
  readonly mount: 'client' | 'metrics'
  readonly health: HealthPort
  /** Metrics in Prometheus' text format 0.0.4. */
  readonly metricsText: () => Promise<string>
  readonly versions: () => Versions
  /** What `/debug/vars` shows. */
  readonly debugVars: () => Readonly<Record<string, unknown>>
  readonly log: Log
  /** Origins of web pages that may read answers; every one by default. */
  readonly cors?: readonly string[]
  /** Names clear-text requests may use for this member; every one by default. */
  readonly hostWhitelist?: readonly string[]
  /** Takes what it knows (`/v3/…`) and answers it; false: not one of its paths. */
  readonly gateway?: (path: string, request: IncomingMessage, response: ServerResponse) => boolean
}

const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'
const compress = promisify(gzip)

/** May answer later; the promise is for what goes wrong then. */
type Route = (request: IncomingMessage, response: ServerResponse) => unknown

export function createHttpHandler(options: HttpHandlerOptions): RequestListener {
  const routes = routesOf(options)
  const access: AccessRules = {
    cors: new Set(options.cors ?? ['*']),
    hostWhitelist: new Set(options.hostWhitelist ?? []),
  }
  const accessOverTls: AccessRules = { cors: access.cors, hostWhitelist: new Set() }

  return (request, response) => {
    if (options.mount === 'client') {
      const encrypted = (request.socket as TLSSocket).encrypted === true
      if (answeredByAccess(encrypted ? accessOverTls : access, request, response)) return
    }
    const path = pathOf(request)
    if (options.mount === 'client' && options.gateway?.(path, request, response) === true) return
    const route = routes.get(path) ?? probeRoute(options.health, path)
    if (route === undefined) {
      sendNotFound(response)
      return
    }
    if (request.method !== 'GET') {
      sendMethodNotAllowed(response, 'GET')
      return
    }
    answer(options.log, route, request, response)
  }
}

function routesOf(options: HttpHandlerOptions): ReadonlyMap<string, Route> {
  const health: Route = (request, response) => serveHealth(options.health, request, response)
  const routes = new Map<string, Route>([
    ['/health', health],
    // An alias of ours, for probes that are written for Kubernetes' own components.
    ['/healthz', health],
    ['/metrics', (request, response) => serveMetrics(options.metricsText, request, response)],
  ])
  if (options.mount === 'client') {
    routes.set('/version', (_request, response) => sendJson(response, 200, versionsJson(options.versions())))
    routes.set('/debug/vars', (_request, response) => sendJson(response, 200, debugJson(options.debugVars())))
  }
  return routes
}

function probeRoute(health: HealthPort, path: string): Route | undefined {
  const [, probe, only] = /^\/(livez|readyz)(?:\/([^/]+))?$/.exec(path) ?? []
  if (probe !== 'livez' && probe !== 'readyz') return undefined
  return (request, response) => {
    const served = serveProbe(health, probe, only, request, response)
    if (served !== false) return served
    sendNotFound(response)
    return undefined
  }
}

/** The HTTP boundary: what goes wrong in a route is a 500, a bug of ours goes on to the process. */
function answer(log: Log, route: Route, request: IncomingMessage, response: ServerResponse): void {
  Promise.resolve()
    .then(() => route(request, response))
    .catch((error: unknown) => {
      if (error instanceof BrokenInvariant) throw error
      log.error('an HTTP request failed', { path: pathOf(request), error: String(error) })
      if (response.headersSent) response.destroy()
      else sendText(response, 500, 'Internal Server Error\n')
    })
    .catch((broken: unknown) => {
      queueMicrotask(() => {
        throw broken
      })
    })
}

async function serveMetrics(
  metricsText: () => Promise<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await metricsText()
  response.setHeader('content-type', metricsContentType)
  response.setHeader('vary', 'accept-encoding')
  if (!acceptsGzip(request)) {
    response.end(text)
    return
  }
  const body = await compress(text)
  response.setHeader('content-encoding', 'gzip')
  response.setHeader('content-length', body.length)
  response.end(body)
}

function acceptsGzip(request: IncomingMessage): boolean {
  const accepted = String(request.headers['accept-encoding'] ?? '').split(',')
  return accepted.some((coding) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(coding))
}

function versionsJson({ etcdserver, etcdcluster, storage }: Versions): string {
  return JSON.stringify({ etcdserver, etcdcluster, storage })
}

function debugJson(vars: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(vars, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 1)
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  return mark < 0 ? url : url.slice(0, mark)
}
