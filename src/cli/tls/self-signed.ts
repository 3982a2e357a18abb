/**
 * `--auto-tls`, `--peer-auto-tls`: a certificate that this member makes and signs itself, kept in its data directory.
 * It hides what is said from those who only listen; who talks, it proves to nobody.
 */
import { createPrivateKey, X509Certificate as NodeCertificate, type webcrypto } from 'node:crypto'
import { access, chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Logger } from '../../telemetry/log.ts'
import { loadX509 } from './x509.ts'

export interface SelfSignedOptions {
  /** Made when missing. */
  readonly directory: string
  /** Host names and addresses that the certificate is for. */
  readonly hosts: readonly string[]
  readonly validityYears: number
  /** Whether it is also shown to those this member connects to. */
  readonly forClient: boolean
  readonly wallMs: () => number
  readonly log: Logger
}

export interface KeyPairFiles {
  readonly certFile: string
  readonly keyFile: string
}

const yearMs = 365 * 24 * 3600 * 1000
const keyKind = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/**
 * The files of the last start, as long as they are valid; else new ones.
 * @throws Error that names the directory
 */
export async function selfSigned(options: SelfSignedOptions): Promise<KeyPairFiles> {
  const { directory, validityYears, wallMs, log } = options
  if (validityYears <= 0) throw new Error('--self-signed-cert-validity is invalid, it should be greater than 0')
  const files = { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem') }
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const problem = await uselessness(files, wallMs())
    if (problem === undefined) return files
    const notAfter = new Date(wallMs() + validityYears * yearMs)
    log.warn('automatically generate certificates', {
      why: problem,
      'certificate-validity-bound-not-after': notAfter.toISOString(),
    })
    const pair = await generate(options, notAfter)
    await replace(files.keyFile, pair.key)
    await replace(files.certFile, pair.cert)
    log.info('created cert file', { path: files.certFile })
    log.info('created key file', { path: files.keyFile })
    return files
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`cannot keep a self-signed certificate in ${directory}: ${reason}`, { cause })
  }
}

/** Why the files that are there cannot be used again. */
async function uselessness({ certFile, keyFile }: KeyPairFiles, nowMs: number): Promise<string | undefined> {
  for (const path of [certFile, keyFile]) {
    const there = await access(path).then(
      () => true,
      () => false,
    )
    if (!there) return `there is no ${path}`
  }
  try {
    const certificate = new NodeCertificate(await readFile(certFile))
    if (Date.parse(certificate.validTo) <= nowMs) return `${certFile} has expired on ${certificate.validTo}`
    // A crash between writing one file and the other leaves two that have nothing to do with each other.
    if (!certificate.checkPrivateKey(createPrivateKey(await readFile(keyFile)))) {
      return `${keyFile} is not the key of ${certFile}`
    }
  } catch (error) {
    return `${certFile} or ${keyFile} cannot be used: ${error instanceof Error ? error.message : String(error)}`
  }
  return undefined
}

async function generate(
  { hosts, forClient, wallMs }: SelfSignedOptions,
  notAfter: Date,
): Promise<{ readonly cert: string; readonly key: string }> {
  const x509 = await loadX509()
  const keys: webcrypto.CryptoKeyPair = await crypto.subtle.generateKey(keyKind, true, ['sign', 'verify'])
  const usages = forClient ? [x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth] : undefined
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'O=keelson',
    keys,
    signingAlgorithm: keyKind,
    notBefore: new Date(wallMs()),
    notAfter,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension(usages ?? [x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        [...new Set(hosts)].map((host) => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host })),
      ),
    ],
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return { cert: `${certificate.toString('pem')}\n`, key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n` }
}

/** Whole or not at all. */
async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.next`
  await writeFile(next, text, { mode: 0o600 })
  // One that a stop left behind keeps its own mode.
  await chmod(next, 0o600)
  await rename(next, path)
}
