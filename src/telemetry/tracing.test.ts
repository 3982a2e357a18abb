import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { startTracing } from './tracing.ts'

/** A collector that keeps the bytes of what it is sent. */
async function collector() {
  const exported: Buffer[] = []
  const server = new Server()
  const bytes = (value: Buffer): Buffer => value
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
  const codec = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  }
  server.addService(
    { export: { path, requestStream: false, responseStream: false, ...codec } },
    {
      export: (call: { request: Buffer }, reply: (error: null, answer: Buffer) => void) => {
        exported.push(call.request)
        reply(null, Buffer.alloc(0))
      },
    },
  )
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    )
  })
  return { exported, port, server }
}

test('sampled spans reach the collector, others are never made', async () => {
  const { exported, port, server } = await collector()
  try {
    const { tracer, close } = await startTracing({
      endpoint: `127.0.0.1:${port}`,
      serviceName: 'keelson-test',
      instanceId: 'member 1',
      samplesPerMillion: 0,
    })
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    assert.equal(tracer.start('not asked for'), null)
    assert.equal(tracer.start('parent not sampled', { traceparent: `00-${trace}-00f067aa0ba902b7-00` }), null)
    assert.equal(tracer.start('garbage', { traceparent: 'sampled-please' }), null)
    const span = tracer.start('Range', { traceparent: `00-${trace}-00f067aa0ba902b7-01`, attributes: { limit: 3 } })
    assert.ok(span)
    span.set('key', 'foo')
    span.end(new Error('compacted'))
    await close()
    const sent = Buffer.concat(exported)
    assert.ok(sent.includes(Buffer.from(trace, 'hex')))
    for (const word of ['Range', 'limit', 'foo', 'compacted', 'keelson-test', 'member 1']) {
      assert.ok(sent.includes(word), word)
    }
    assert.ok(!sent.includes('not asked for'))
  } finally {
    server.forceShutdown()
  }
})
