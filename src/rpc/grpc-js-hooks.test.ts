import assert from 'node:assert/strict'
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import test from 'node:test'
import { Server } from '@grpc/grpc-js'
import { BrokenInvariant } from '../base/assert.ts'
import { unknownMethodText } from './grpc/unknown-method.ts'
import { speakLikeGrpcGo, statusText } from './grpc-js-hooks.ts'

const manners = { services: new Set(['a.B']), others: () => undefined }

test('a request whose stream is gone already is not answered', () => {
  const server = new Server()
  speakLikeGrpcGo(server, manners)
  const verify = (
    server as unknown as Record<string, (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => boolean>
  )['_verifyContentType']
  assert.ok(verify !== undefined)
  const respond = (): void => assert.fail('a destroyed stream throws when it is answered')
  for (const stream of [
    { destroyed: true, closed: true, respond },
    { destroyed: false, closed: true, respond },
  ]) {
    assert.equal(verify(stream as unknown as ServerHttp2Stream, { 'content-type': 'text/plain' }), false)
  }
})

test('a grpc-js of another shape is refused at the start', () => {
  assert.throws(() => speakLikeGrpcGo({} as Server, manners), BrokenInvariant)
})

const paths = [
  { path: '/a.B/C', text: 'unknown method C for service a.B' },
  { path: '/a.C/B', text: 'unknown service a.C' },
  { path: '/C', text: 'malformed method name: "/C"' },
  { path: 'a.B/C', text: 'malformed method name: "a.B/C"' },
  { path: '//C', text: 'unknown service ' },
]
for (const { path, text } of paths)
  test(`${path}: ${text}`, () => assert.equal(unknownMethodText(path, manners.services), text))

test('texts of grpc-js are put into the words of grpc-go, our own stay', () => {
  assert.equal(
    statusText(8, 'Received message larger than max (9 vs 8)'),
    'grpc: received message larger than max (9 vs. 8)',
  )
  assert.equal(
    statusText(8, 'Received message that decompresses to a size larger than 8'),
    'grpc: received message after decompression larger than max 8',
  )
  assert.equal(statusText(8, 'etcdserver: mvcc: database space exceeded'), 'etcdserver: mvcc: database space exceeded')
  assert.equal(statusText(4, 'Deadline exceeded'), 'context deadline exceeded')
  assert.equal(statusText(13, 'Error deserializing request'), 'grpc: error unmarshalling request')
  assert.equal(statusText(2, 'Deadline exceeded'), 'Deadline exceeded')
})
