import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryDirectory } from '../../../test/e2e/keelson-process.ts'
import { createLoggerTo } from '../../telemetry/log.ts'
import { selfSigned } from './self-signed.ts'

const yearMs = 365 * 24 * 3600 * 1000

test('a self-signed certificate is kept until it expires, or is of no use', async () => {
  await using directory = await temporaryDirectory()
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line), close: () => undefined }
  const log = createLoggerTo(sink, { level: 'warn', format: 'json', wallMs: () => 0 })
  let nowMs = Date.parse('2026-11-21T00:00:00Z')
  const open = async (): Promise<X509Certificate> => {
    const files = await selfSigned({
      directory: join(directory.path, 'fixtures', 'peer'),
      hosts: ['127.0.0.1', '::1', 'localhost', '127.0.0.1'],
      validityYears: 1,
      forClient: true,
      wallMs: () => nowMs,
      log,
    })
    assert.equal((await stat(files.keyFile)).mode & 0o777, 0o600)
    return new X509Certificate(await readFile(files.certFile))
  }
  const first = await open()
  assert.equal(Date.parse(first.validTo), nowMs + yearMs)
  assert.equal(first.subjectAltName, 'IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost')
  assert.equal((await open()).serialNumber, first.serialNumber)

  nowMs += yearMs
  const second = await open()
  assert.notEqual(second.serialNumber, first.serialNumber)
  assert.equal(Date.parse(second.validTo), nowMs + yearMs)

  // As a crash between the two files leaves it: the certificate of before, a key of its own.
  await writeFile(join(directory.path, 'fixtures', 'peer', 'cert.pem'), first.toString())
  nowMs -= yearMs / 2
  const third = await open()
  assert.notEqual(third.serialNumber, first.serialNumber)
  const reasons = lines.map((line) => String((JSON.parse(line) as { why?: string }).why))
  assert.deepEqual(
    reasons.map((text) => text.replaceAll(/\S*\/fixtures/g, '').replace(/ on .*/, '')),
    ['there is no /peer/cert.pem', '/peer/cert.pem has expired', '/peer/key.pem is not the key of /peer/cert.pem'],
  )
})
