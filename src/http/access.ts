/**
 * Who may use the HTTP side from where: origins of web pages (CORS), and names under which the member may be called, which keeps
 * a web page from reaching it through a name of its own that resolves here (DNS rebinding).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendText } from './reply.ts'

export interface AccessRules {
  /** Origins, exact; `*` for every one. */
  readonly cors: ReadonlySet<string>
  /** Host names without port; empty or with `*`: every one. */
  readonly hostWhitelist: ReadonlySet<string>
}

/** Sets the CORS headers; answers the request itself when it may not come, or is only the question whether it may. */
export function answeredByAccess(rules: AccessRules, request: IncomingMessage, response: ServerResponse): boolean {
  if (!isSecure(request) && !isHostAllowed(rules.hostWhitelist, request.headers.host)) {
    sendText(response, 421, unknownHostText(request.headers.host ?? ''))
    return true
  }
  const origin = rules.cors.has('*') ? '*' : request.headers.origin
  if (origin !== undefined && rules.cors.has(origin)) {
    response.setHeader('access-control-allow-methods', 'POST, GET, OPTIONS, PUT, DELETE')
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-allow-headers', 'accept, content-type, authorization')
  }
  if (request.method !== 'OPTIONS') return false
  response.statusCode = 200
  response.end()
  return true
}

/** TLS protects by its certificate: a page whose name resolves here cannot show one, so any host will do. */
function isSecure({ socket }: IncomingMessage): boolean {
  return 'encrypted' in socket && socket.encrypted === true
}

function isHostAllowed(whitelist: ReadonlySet<string>, host: string | undefined): boolean {
  if (whitelist.size === 0 || whitelist.has('*')) return true
  return host !== undefined && whitelist.has(host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1'))
}

function unknownHostText(host: string): string {
  return [
    `This member is not known by the name ${JSON.stringify(host)}, so the request was not answered.`,
    'To allow it, use TLS, or add the name to --host-whitelist.',
    'Plain requests under unknown names are refused because a web page could make them (DNS rebinding, CVE-2018-5702).',
    '',
  ].join('\n')
}
