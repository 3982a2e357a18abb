/**
 * h2spec, a conformance suite for HTTP/2 (`go install github.com/summerwind/h2spec/cmd/h2spec@latest`), against the client port with
 * the native host, in clear text and over TLS. It is looked for in `$H2SPEC` and on the PATH.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import test, { type TestContext } from 'node:test'
import { silentLog } from '../../src/api/fakes.contract.ts'
import { ClientPort } from '../../src/rpc/client-port.ts'
import { opensslMissing, TestAuthority } from '../peer/certificates.ts'
import { startNativeHost } from './native-server.ts'

const program = process.env['H2SPEC'] ?? 'h2spec'
const missing =
  spawnSync(program, ['--version']).error === undefined ? false : 'h2spec is neither in $H2SPEC nor on the PATH'

/** All cases, those of which the specification says SHOULD too. */
async function conforms(t: TestContext, words: readonly string[], tls: boolean): Promise<void> {
  const port = new ClientPort({
    grpc: startNativeHost([], { maxConcurrentStreams: 100 }),
    http: (request, response) => {
      request.resume()
      request.on('end', () => response.end('an answer with a body'))
    },
    log: silentLog,
  })
  t.after(() => port.drain(0))
  const pair = tls ? new TestAuthority().issue('server') : undefined
  const bound = await port.listen({ host: '127.0.0.1', port: 0 }, pair && { options: () => pair })
  assert.ok('port' in bound)
  const args = ['--strict', '-h', '127.0.0.1', '-p', String(bound.port), '-o', '5', ...words]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await once(child, 'close')
  assert.match(output, /\n146 tests, 146 passed, 0 skipped, 0 failed/, output.slice(output.indexOf('Failures:')))
}

test('h2spec passes in clear text', { skip: missing }, (t) => conforms(t, [], false))

test('h2spec passes over TLS', { skip: missing || (opensslMissing() ?? false) }, (t) => conforms(t, ['-t', '-k'], true))
