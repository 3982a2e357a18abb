/**
 * grpc-go's interoperability client (`go install google.golang.org/grpc/interop/client@latest`) against a service on the native host.
 * It is looked for in `$GRPC_INTEROP_CLIENT` and, as `grpc-interop-client`, on the PATH.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { silentLog } from '../../src/api/fakes.contract.ts'
import { ClientPort } from '../../src/rpc/client-port.ts'
import { interopService } from './interop-service.ts'
import { startNativeHost } from './native-server.ts'

const program = process.env['GRPC_INTEROP_CLIENT'] ?? 'grpc-interop-client'
const skip =
  spawnSync(program, ['-help']).error === undefined
    ? false
    : 'grpc-go\u2019s interop client is neither in $GRPC_INTEROP_CLIENT nor on the PATH'

const cases = [
  'empty_unary',
  'large_unary',
  'client_streaming',
  'server_streaming',
  'ping_pong',
  'empty_stream',
  'timeout_on_sleeping_server',
  'cancel_after_begin',
  'cancel_after_first_response',
  'status_code_and_message',
  'special_status_message',
  'unimplemented_method',
  'unimplemented_service',
]

for (const name of cases) {
  test(`grpc-go\u2019s interop client: ${name}`, { skip }, async (t) => {
    const port = new ClientPort({
      grpc: startNativeHost([interopService()]),
      http: (_request, response) => void response.end(),
      log: silentLog,
    })
    t.after(() => port.drain(0))
    const bound = await port.listen({ host: '127.0.0.1', port: 0 })
    assert.ok('port' in bound)
    const words = ['-server_host=127.0.0.1', `-server_port=${bound.port}`, `-test_case=${name}`]
    const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    const [code] = await once(child, 'close')
    assert.equal(code, 0, output)
  })
}
