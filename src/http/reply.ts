/**
 * Answers over HTTP, as Go's standard library words them: clients of etcd have seen no others.
 */
import type { ServerResponse } from 'node:http'

/** A text, or an error's text with the newline that ends it. */
export function sendText(response: ServerResponse, status: number, body: string): void {
  send(response, status, 'text/plain; charset=utf-8', Buffer.from(body))
}

export function sendJson(response: ServerResponse, status: number, body: string): void {
  send(response, status, 'application/json', Buffer.from(body))
}

export function sendNotFound(response: ServerResponse): void {
  sendText(response, 404, '404 page not found\n')
}

export function sendMethodNotAllowed(response: ServerResponse, allowed: string): void {
  response.setHeader('allow', allowed)
  sendText(response, 405, 'Method Not Allowed\n')
}

function send(response: ServerResponse, status: number, contentType: string, body: Buffer): void {
  response.statusCode = status
  response.setHeader('content-type', contentType)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('content-length', body.length)
  response.end(body)
}
