/**
 * TLS with real certificates, a real server and clients that others wrote.
 */
import assert from 'node:assert/strict'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { get } from 'node:http'
import { request as secureRequest } from 'node:https'
import { join } from 'node:path'
import { test } from 'node:test'
import { type ConnectionOptions, connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import * as grpc from '@grpc/grpc-js'
import { Authority, type Pair, type PairFiles, replaceFile, writePair } from './certificates.ts'
import { TestClient } from './client.ts'
import { etcdctl, etcdctlMissing } from './etcdctl.ts'
import { freePorts } from './free-port.ts'
import { KeelsonProcess, type LogLine, type StartOptions, temporaryDirectory } from './keelson-process.ts'

const loopback = ['127.0.0.1', 'localhost']

interface Scene extends AsyncDisposable {
  readonly path: string
  readonly data: string
  readonly authority: Authority
  readonly ca: string
  readonly server: PairFiles
  readonly serverPair: Pair
}

/** An authority and a server's certificate, in files. */
async function scene(): Promise<Scene> {
  const directory = await temporaryDirectory()
  const { path } = directory
  const authority = await Authority.create('authority')
  const serverPair = await authority.issue({ cn: 'server', hosts: loopback })
  return {
    path,
    data: join(path, 'data'),
    authority,
    ca: await replaceFile(join(path, 'ca.pem'), authority.cert),
    server: await writePair(path, 'server', serverPair),
    serverPair,
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

const secureUrls = ['--listen-client-urls=https://127.0.0.1:0', '--advertise-client-urls=https://127.0.0.1:0']

function serverArgs({ server }: Scene, ...more: readonly string[]): string[] {
  return [...secureUrls, `--cert-file=${server.cert}`, `--key-file=${server.key}`, ...more]
}

function start(at: Scene, args: readonly string[], more: Partial<StartOptions> = {}): Promise<KeelsonProcess> {
  return KeelsonProcess.start({ dataDir: at.data, args, ...more })
}

interface Answer {
  readonly status: number | undefined
  readonly body: string
  readonly certificate: PeerCertificate
}

/** One request on a connection of its own; rejects when there is none. */
function fetchSecurely(endpoint: string, path: string, options: ConnectionOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = secureRequest(`https://${endpoint}${path}`, { agent: false, ...options }, (answer) => {
      const certificate = (answer.socket as TLSSocket).getPeerCertificate()
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      answer.on('end', () => resolve({ status: answer.statusCode, body, certificate }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function fetchPlainly(url: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent: false }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      answer.on('end', () => resolve({ status: answer.statusCode, body }))
    })
    sent.on('error', reject)
  })
}

function grpcClient(endpoint: string, ca: string, pair?: Pair): TestClient {
  const bytes = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text))
  return new TestClient(endpoint, grpc.credentials.createSsl(Buffer.from(ca), bytes(pair?.key), bytes(pair?.cert)))
}

function rejection(server: KeelsonProcess, error: RegExp): Promise<LogLine> {
  return server.waitForLine(
    ({ msg, error: text }) => msg === 'rejected connection on client endpoint' && error.test(String(text)),
  )
}

for (const grpcHost of ['grpc-js', 'native']) {
  test(`mutual TLS (${grpcHost}): a client with a certificate of the authority is served, others are not`, async () => {
    await using at = await scene()
    const { authority, ca } = at
    const metricsUrl = '--listen-metrics-urls=http://127.0.0.1:0'
    await using server = await start(
      at,
      serverArgs(at, '--client-cert-auth', `--trusted-ca-file=${ca}`, metricsUrl, `--grpc-host=${grpcHost}`),
    )
    // The first line of that kind is the metrics listener's: it opens before the client's.
    const { bound } = await server.waitForLine(({ msg }) => msg === 'now serving metrics')
    await server.waitForLine(({ msg }) => msg === 'serving client traffic securely')

    const mine = await authority.issue({ cn: 'client' })
    using client = grpcClient(server.endpoint, authority.cert, mine)
    await client.put('k', 'v')
    assert.equal(String(await client.get('k')), 'v')
    const health = await fetchSecurely(server.endpoint, '/health', { ca: authority.cert, ...pairOf(mine) })
    assert.deepEqual([health.status, health.body], [200, '{"health":"true","reason":""}'])

    using nobody = grpcClient(server.endpoint, authority.cert)
    await assert.rejects(nobody.put('k', 'x'), { code: grpc.status.UNAVAILABLE })
    const unshown = await rejection(server, /tls: client didn't provide a certificate/)
    assert.equal(unshown.level, 'warn')
    assert.match(String(unshown['remote-addr']), /^127\.0\.0\.1:\d+$/)
    await assert.rejects(fetchSecurely(server.endpoint, '/health', { ca: authority.cert }))

    const stranger = await (await Authority.create('authority')).issue({ cn: 'client' })
    using strange = grpcClient(server.endpoint, authority.cert, stranger)
    await assert.rejects(strange.put('k', 'x'), { code: grpc.status.UNAVAILABLE })
    const untrusted = await rejection(server, /x509: certificate signed by unknown authority/)
    assert.match(String(untrusted['remote-addr']), /^127\.0\.0\.1:\d+$/)

    const late = await authority.issue({ cn: 'client', notAfter: new Date(Date.now() - 60_000) })
    await assert.rejects(
      fetchSecurely(server.endpoint, '/health', { ca: authority.cert, ...pairOf(late), servername: 'localhost' }),
    )
    const expired = await rejection(server, /certificate has expired/)
    assert.equal(expired['server-name'], 'localhost')

    const metrics = await fetchPlainly(`http://${bound}/metrics`)
    assert.match(metrics.body, /^etcd_server_has_leader 1$/m)
    assert.equal((await fetchPlainly(`http://${bound}/health`)).status, 200)
    assert.equal(String(await client.get('k')), 'v', 'who was let in stays in')
  })
}

test('an authority alone is reason enough to ask for certificates', async () => {
  await using at = await scene()
  await using server = await start(at, serverArgs(at, `--trusted-ca-file=${at.ca}`))
  await assert.rejects(fetchSecurely(server.endpoint, '/health', { ca: at.authority.cert }))
  const pair = await at.authority.issue()
  const answer = await fetchSecurely(server.endpoint, '/health', { ca: at.authority.cert, ...pairOf(pair) })
  assert.equal(answer.status, 200)
})

test('changed files are used for new connections, old connections live on, broken files change nothing', async () => {
  await using at = await scene()
  const { authority, path } = at
  await using server = await start(at, serverArgs(at))
  const serialNow = async (): Promise<string> =>
    (await fetchSecurely(server.endpoint, '/health', { ca: authority.cert })).certificate.serialNumber.toLowerCase()
  using before = grpcClient(server.endpoint, authority.cert)
  await before.put('k', '1')
  assert.equal(trimmed(await serialNow()), trimmed(at.serverPair.serial))

  const second = await authority.issue({ hosts: loopback })
  await writePair(path, 'server', second)
  assert.equal(trimmed(await serialNow()), trimmed(second.serial))
  await before.put('k', '2')

  const third = await authority.issue({ hosts: loopback })
  await replaceFile(at.server.cert, third.cert)
  assert.equal(trimmed(await serialNow()), trimmed(second.serial), 'a certificate without its key is not shown')
  const warning = await server.waitForLine(({ level, error }) => level === 'warn' && /key/.test(String(error)))
  assert.ok(String(warning['error']).includes(at.server.cert), String(warning['error']))
  assert.ok(String(warning['error']).includes('--key-file'), String(warning['error']))
  await replaceFile(at.server.key, third.key)
  assert.equal(trimmed(await serialNow()), trimmed(third.serial))

  await replaceFile(at.server.cert, 'nonsense')
  assert.equal(trimmed(await serialNow()), trimmed(third.serial))
  assert.equal(trimmed(await serialNow()), trimmed(third.serial))
  const warnings = server.lines.filter(({ msg }) => msg.startsWith('changed TLS files are of no use'))
  assert.equal(warnings.length, 2, 'each broken state is told once')
  await before.put('k', '3')
})

test('allowed common names and revoked certificates; the list is read again when it changes', async () => {
  await using at = await scene()
  const { authority, path } = at
  const [good, other, revoked] = [
    await authority.issue({ cn: 'good' }),
    await authority.issue({ cn: 'other' }),
    await authority.issue({ cn: 'good' }),
  ]
  const list = await replaceFile(join(path, 'crl.der'), await authority.revoke([revoked.serial]))
  const rules = ['--client-cert-allowed-cn=someone,good', `--client-crl-file=${list}`]
  await using server = await start(at, serverArgs(at, '--client-cert-auth', `--trusted-ca-file=${at.ca}`, ...rules))
  const come = (pair: Pair): Promise<Answer> =>
    fetchSecurely(server.endpoint, '/health', { ca: authority.cert, ...pairOf(pair) })

  assert.equal((await come(good)).status, 200)
  await assert.rejects(come(other))
  await rejection(server, /^client certificate authentication failed$/)
  await assert.rejects(come(revoked))
  await rejection(server, /certificate serial [0-9a-f]+ revoked/)
  await replaceFile(list, await authority.revoke([good.serial]))
  await assert.rejects(come(good))
  assert.equal((await come(revoked)).status, 200)
})

test('allowed host names: one of the certificate’s alternative names', async () => {
  await using at = await scene()
  const args = ['--client-cert-auth', `--trusted-ca-file=${at.ca}`, '--client-cert-allowed-hostname=node1.example.com']
  await using server = await start(at, serverArgs(at, ...args))
  const come = async (hosts: readonly string[], cn = 'x'): Promise<Answer> =>
    fetchSecurely(server.endpoint, '/health', {
      ca: at.authority.cert,
      ...pairOf(await at.authority.issue({ cn, hosts })),
    })
  assert.equal((await come(['*.example.com'])).status, 200)
  await assert.rejects(come(['node2.example.com'], 'node1.example.com'), 'a common name is no host name')
  await rejection(server, /^client certificate authentication failed$/)
})

test('the lowest version and the suites are as the flags say', async () => {
  await using at = await scene()
  await using newest = await start(at, serverArgs(at, '--tls-min-version=TLS1.3'))
  const ca = at.authority.cert
  await assert.rejects(fetchSecurely(newest.endpoint, '/health', { ca, maxVersion: 'TLSv1.2' }))
  await rejection(newest, /unsupported protocol/)
  assert.equal((await fetchSecurely(newest.endpoint, '/health', { ca })).status, 200)
  await newest.stop()

  const suite = '--cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'
  await using chosen = await start(at, serverArgs(at, suite))
  const agreed = async (options: ConnectionOptions): Promise<string> => {
    const [host = '', port = ''] = chosen.endpoint.split(':')
    const socket = connect({ host, port: Number(port), ca, ...options })
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    const { name, version } = socket.getCipher()
    socket.destroy()
    return `${version} ${name}`
  }
  assert.equal(await agreed({ maxVersion: 'TLSv1.2' }), 'TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384')
  assert.match(await agreed({}), /TLS_/, 'suites of TLS 1.3 are not for choice')
  await assert.rejects(agreed({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }))
  await rejection(chosen, /^tls: no shared cipher$/)
})

test('http and https URLs side by side', async () => {
  await using at = await scene()
  const urls = 'http://127.0.0.1:0,https://127.0.0.1:0'
  await using server = await start(
    at,
    serverArgs(at, `--listen-client-urls=${urls}`, '--advertise-client-urls=http://127.0.0.1:0'),
  )
  const plain = await server.waitForLine(({ msg, address }) => isServing(msg) && String(address).startsWith('http:'))
  const secure = await server.waitForLine(({ msg, address }) => isServing(msg) && String(address).startsWith('https:'))
  using first = new TestClient(String(plain['bound']))
  using second = grpcClient(String(secure['bound']), at.authority.cert)
  await first.put('k', 'v')
  assert.equal(String(await second.get('k')), 'v')
  await assert.rejects(fetchPlainly(`http://${secure['bound']}/health`))
  await rejection(server, /http request/)
})

test('http and https on one port', async () => {
  await using at = await scene()
  const [port] = await freePorts(1)
  const url = `127.0.0.1:${port}`
  const urls = [`--listen-client-urls=http://${url},https://${url}`, `--advertise-client-urls=http://${url}`]
  await using server = await start(at, serverArgs(at, ...urls, '--host-whitelist=127.0.0.1'))
  await server.waitForLine(({ msg, address }) => isServing(msg) && address === `https://${url}`)
  using plain = new TestClient(url)
  using secure = grpcClient(url, at.authority.cert)
  await plain.put('k', 'v')
  assert.equal(String(await secure.get('k')), 'v')
  assert.equal((await fetchPlainly(`http://${url}/health`)).status, 200)
  assert.equal((await fetchSecurely(url, '/health', { ca: at.authority.cert })).status, 200)
  await assert.rejects(fetchSecurely(url, '/health', { ca: (await Authority.create('another')).cert }))
  // A page of somebody else's that resolves here has no certificate for its name, so TLS needs no list of hosts.
  assert.equal((await fetchPlainly(`http://localhost:${port}/version`)).status, 421)
  assert.equal((await fetchSecurely(`localhost:${port}`, '/version', { ca: at.authority.cert })).status, 200)
  assert.equal((await server.stop()).code, 0)
})

test('--auto-tls: a certificate of its own, kept for the next start', async () => {
  await using at = await scene()
  const directory = join(at.data, 'fixtures', 'client')
  const args = [...secureUrls, '--auto-tls', '--self-signed-cert-validity=2']
  const serials: string[] = []
  for (const _ of [1, 2]) {
    await using server = await start(at, args)
    const ca = await readFile(join(directory, 'cert.pem'), 'utf8')
    const { status, certificate } = await fetchSecurely(server.endpoint, '/health', { ca })
    assert.equal(status, 200)
    assert.match(certificate.subjectaltname ?? '', /IP Address:127\.0\.0\.1/)
    const years = (Date.parse(certificate.valid_to) - Date.now()) / (365 * 24 * 3600 * 1000)
    assert.ok(years > 1.99 && years <= 2, String(years))
    serials.push(certificate.serialNumber)
    await server.stop()
  }
  assert.equal(serials[0], serials[1])
  assert.equal((await stat(join(directory, 'key.pem'))).mode & 0o777, 0o600)
})

test('files that cannot be used stop the start, with the flag and the file', async () => {
  await using at = await scene()
  const other = await writePair(at.path, 'other', await at.authority.issue())
  await mkdir(join(at.path, 'empty'))
  const empty = await replaceFile(join(at.path, 'empty', 'ca.pem'), '')
  const rows = [
    { args: [`--key-file=${at.path}/none.pem`], error: `--key-file ${at.path}/none.pem cannot be read` },
    { args: [`--key-file=${other.key}`], error: `--cert-file ${at.server.cert} and --key-file ${other.key} cannot be` },
    { args: [`--trusted-ca-file=${empty}`], error: `--trusted-ca-file ${empty} cannot be used: no certificate in it` },
    { args: [`--client-crl-file=${at.ca}`], error: `--client-crl-file ${at.ca} cannot be used: no X509 CRL in it` },
  ]
  for (const { args, error } of rows) {
    await using server = KeelsonProcess.spawn({ dataDir: at.data, args: serverArgs(at, ...args) })
    const line = await server.waitForLine(({ msg }) => msg === 'discovery failed')
    assert.ok(String(line['error']).includes(error), String(line['error']))
    assert.equal((await server.exited).code, 1)
  }
})

test('etcdctl over mutual TLS', { skip: etcdctlMissing() ?? false }, async () => {
  await using at = await scene()
  await using server = await start(at, serverArgs(at, '--client-cert-auth', `--trusted-ca-file=${at.ca}`))
  const url = `https://${server.endpoint}`
  const mine = await writePair(at.path, 'client', await at.authority.issue({ cn: 'client' }))
  const shown = ['--cacert', at.ca, '--cert', mine.cert, '--key', mine.key]
  assert.equal((await etcdctl(url, [...shown, 'put', 'k', 'v'])).stdout, 'OK\n')
  assert.equal((await etcdctl(url, [...shown, 'get', 'k', '--print-value-only'])).stdout, 'v\n')
  const refused = await etcdctl(url, ['--cacert', at.ca, '--dial-timeout=1s', '--command-timeout=1s', 'get', 'k'])
  assert.notEqual(refused.status, 0)
})

function pairOf({ cert, key }: Pair): { cert: string; key: string } {
  return { cert, key }
}

function isServing(msg: string): boolean {
  return msg === 'now serving client'
}

function trimmed(serial: string): string {
  return serial.toLowerCase().replace(/^0+/, '')
}
