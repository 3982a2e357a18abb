/**
 * TLS between members: real processes, each with files of its own.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { Authority, type IssueOptions, replaceFile, writePair } from './certificates.ts'
import { TestClient } from './client.ts'
import { eventually } from './eventually.ts'
import { freePorts } from './free-port.ts'
import { KeelsonProcess, type LogLine, temporaryDirectory } from './keelson-process.ts'

const host = '127.0.0.1'

/** For `count` members that know each other, over https. */
async function optionsOf(path: string, count: number, rules: (name: string) => readonly string[]) {
  const ports = await freePorts(count)
  const members = ports.map((port, i) => ({ name: `m${i + 1}`, url: `https://${host}:${port}` }))
  const initialCluster = members.map(({ name, url }) => `${name}=${url}`).join(',')
  return members.map(({ name, url }) => ({
    dataDir: join(path, name),
    args: [
      `--name=${name}`,
      `--listen-peer-urls=${url}`,
      `--initial-advertise-peer-urls=${url}`,
      `--initial-cluster=${initialCluster}`,
      ...rules(name),
    ],
  }))
}

function rejection(server: KeelsonProcess, error: RegExp): Promise<LogLine> {
  return server.waitForLine(
    ({ msg, error: text }) => msg === 'rejected connection on peer endpoint' && error.test(String(text)),
  )
}

test('mutual TLS between members: whose certificate is not taken gets in as soon as its files are changed', async () => {
  await using directory = await temporaryDirectory()
  const { path } = directory
  const authority = await Authority.create('authority')
  const ca = await replaceFile(join(path, 'ca.pem'), authority.cert)
  const good: IssueOptions = { cn: 'member', hosts: [host] }
  for (const name of ['m1', 'm2']) await writePair(path, name, await authority.issue(good))
  const stranger = await Authority.create('another authority')
  await writePair(path, 'm3', await stranger.issue(good))
  const [first, second, third] = await optionsOf(path, 3, (name) => [
    `--peer-cert-file=${join(path, `${name}.pem`)}`,
    `--peer-key-file=${join(path, `${name}-key.pem`)}`,
    `--peer-trusted-ca-file=${ca}`,
    '--peer-client-cert-auth',
    '--peer-cert-allowed-cn=member',
  ])
  assert.ok(first !== undefined && second !== undefined && third !== undefined)
  const starting = [first, second].map((options) => KeelsonProcess.start(options))
  await using m1 = await (starting[0] ?? assert.fail())
  await using m2 = await (starting[1] ?? assert.fail())
  using client = new TestClient(m1.endpoint)
  using other = new TestClient(m2.endpoint)
  await client.put('k', '1')
  assert.equal(String(await other.get('k')), '1')

  await using m3 = KeelsonProcess.spawn(third)
  const untrusted = await rejection(m1, /certificate signed by unknown authority/)
  assert.match(String(untrusted['remote-addr']), /^127\.0\.0\.1:\d+$/)

  await writePair(path, 'm3', await authority.issue({ cn: 'somebody', hosts: [host] }))
  await rejection(m1, /^client certificate authentication failed$/)
  await writePair(path, 'm3', await authority.issue({ cn: 'member', hosts: ['10.1.2.3'] }))
  await rejection(m1, /^x509: certificate is valid for 10\.1\.2\.3, not 127\.0\.0\.1$/)
  assert.ok(!m3.lines.some(({ msg }) => msg === 'ready to serve client requests'))

  await writePair(path, 'm3', await authority.issue(good))
  const { bound } = await m3.waitForLine(({ msg }) => msg === 'now serving client')
  using last = new TestClient(String(bound))
  await client.put('k', '2')
  assert.equal(String(await last.get('k')), '2')

  // Connections that were there live on when the files change; the next ones use the new ones.
  for (const name of ['m1', 'm2', 'm3']) await writePair(path, name, await authority.issue(good))
  await m2.kill()
  await eventually('m1 and m3 take writes without m2', async () => {
    await client.put('k', '3')
    return true
  })
  await using again = await KeelsonProcess.start(second)
  using restarted = new TestClient(again.endpoint)
  assert.equal(String(await restarted.get('k')), '3')
})

test('--peer-auto-tls: members talk over certificates of their own', async () => {
  await using directory = await temporaryDirectory()
  const [first, second] = await optionsOf(directory.path, 2, () => ['--peer-auto-tls'])
  assert.ok(first !== undefined && second !== undefined)
  const starting = [first, second].map((options) => KeelsonProcess.start(options))
  await using m1 = await (starting[0] ?? assert.fail())
  await using m2 = await (starting[1] ?? assert.fail())
  using client = new TestClient(m1.endpoint)
  using other = new TestClient(m2.endpoint)
  await client.put('k', 'v')
  assert.equal(String(await other.get('k')), 'v')
})
