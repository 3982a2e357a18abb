/**
 * What one side, clients' or members', needs for TLS, made from its files.
 */
import { X509Certificate } from 'node:crypto'
import { type ConnectionOptions, createSecureContext, type SecureContextOptions, type TlsOptions } from 'node:tls'
import type { TlsConfig, TlsLimits } from '../../config/tls.ts'
import type { Logger } from '../../telemetry/log.ts'
import { parseRevocationList, type RevokedSerials } from './revocation-list.ts'
import { type NamedFile, WatchedFiles } from './watched-files.ts'
import { loadX509 } from './x509.ts'

export interface Credentials {
  readonly server: TlsOptions
  /** For connections that this member makes. */
  readonly client: ConnectionOptions
  readonly revoked: RevokedSerials | undefined
}

export interface CredentialsOptions {
  readonly files: TlsConfig
  /** Made by this member for itself: whom it connects to has made its own, and none of them can be verified. */
  readonly selfSigned: boolean
  /** Before the names of the flags: '' or 'peer-'. */
  readonly prefix: '' | 'peer-'
  readonly limits: TlsLimits
  readonly wallMs: () => number
  readonly log: Logger
}

/** Suites of TLS 1.3 are not for choice, as in Go; a list that named none of them would switch TLS 1.3 off. */
const tls13Suites = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']

/** @throws Error that names the flag and the file that cannot be used */
export async function openCredentials(options: CredentialsOptions): Promise<WatchedFiles<Credentials>> {
  const { files, prefix, limits, log } = options
  const crlFlag = prefix === '' ? '--client-crl-file' : '--peer-crl-file'
  const named = {
    cert: { flag: `--${prefix}cert-file`, path: files.certFile },
    key: { flag: `--${prefix}key-file`, path: files.keyFile },
    clientCert: { flag: `--${prefix}client-cert-file`, path: files.clientCertFile },
    clientKey: { flag: `--${prefix}client-key-file`, path: files.clientKeyFile },
    ca: { flag: `--${prefix}trusted-ca-file`, path: files.trustedCaFile },
    crl: { flag: crlFlag, path: files.crlFile },
  } as const satisfies Record<string, NamedFile>
  if ((files.clientCertFile === '') !== (files.clientKeyFile === '')) {
    throw new Error(`${named.clientCert.flag} and ${named.clientKey.flag} must both be given, or neither`)
  }
  const x509 = files.crlFile === '' ? undefined : await loadX509()
  const given = Object.values<NamedFile>(named).filter(({ path }) => path !== '')
  const shared: SecureContextOptions = {
    minVersion: limits.minVersion,
    ...(limits.maxVersion === undefined ? {} : { maxVersion: limits.maxVersion }),
    ...(limits.cipherSuites.length === 0 ? {} : { ciphers: [...tls13Suites, ...limits.cipherSuites].join(':') }),
  }
  const build = (contents: readonly Buffer[]): Credentials => {
    const bytesOf = (file: NamedFile): Buffer | undefined => contents[given.indexOf(file)]
    const ca = bytesOf(named.ca)
    if (ca !== undefined) parseWith(named.ca, () => checkAuthorities(ca))
    const trusted = ca === undefined ? {} : { ca }
    const pair = { cert: bytesOf(named.cert), key: bytesOf(named.key) }
    checkPair(named.cert, named.key, { ...shared, ...trusted, ...pair })
    warnAboutExpiry(named.cert, pair.cert, options)
    const shown =
      files.clientCertFile === '' ? pair : { cert: bytesOf(named.clientCert), key: bytesOf(named.clientKey) }
    if (shown !== pair) {
      checkPair(named.clientCert, named.clientKey, { ...shared, ...shown })
      warnAboutExpiry(named.clientCert, shown.cert, options)
    }
    const crl = bytesOf(named.crl)
    // An authority to check certificates with is reason enough to ask for them, as in etcd.
    const required = files.clientCertAuth || ca !== undefined
    return {
      server: { ...shared, ...trusted, ...pair, requestCert: required, rejectUnauthorized: required },
      client: {
        secureContext: createSecureContext({ ...shared, ...trusted, ...shown }),
        rejectUnauthorized: !options.selfSigned,
      },
      revoked:
        crl === undefined || x509 === undefined
          ? undefined
          : parseWith(named.crl, () => parseRevocationList(crl, x509)),
    }
  }
  return new WatchedFiles({ files: given, build, log })
}

function checkPair(cert: NamedFile, key: NamedFile, options: SecureContextOptions): void {
  try {
    createSecureContext(options)
  } catch (cause) {
    throw new Error(`${cert.flag} ${cert.path} and ${key.flag} ${key.path} cannot be used: ${reasonOf(cause)}`, {
      cause,
    })
  }
}

/** `node:tls` takes a file without any certificate for an empty list, and would then trust nobody. */
function checkAuthorities(pem: Buffer): void {
  const blocks = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks === null) throw new Error('no certificate in it')
  for (const block of blocks) new X509Certificate(block)
}

function parseWith<T>({ flag, path }: NamedFile, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw new Error(`${flag} ${path} cannot be used: ${reasonOf(cause)}`, { cause })
  }
}

function warnAboutExpiry({ path }: NamedFile, pem: Buffer | undefined, { wallMs, log }: CredentialsOptions): void {
  if (pem === undefined) return
  const { validTo } = new X509Certificate(pem)
  if (Date.parse(validTo) < wallMs()) log.warn('a certificate has expired', { file: path, 'not-after': validTo })
}

/** What OpenSSL says, without the places in its source. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return 'reason' in cause && typeof cause.reason === 'string' ? cause.reason : cause.message
}

/** For the log, in etcd's words. */
export function describeFiles(files: TlsConfig): string {
  const { certFile, keyFile, clientCertFile, clientKeyFile, trustedCaFile, clientCertAuth, crlFile } = files
  return (
    `cert = ${certFile}, key = ${keyFile}, client-cert=${clientCertFile}, client-key=${clientKeyFile}, ` +
    `trusted-ca = ${trustedCaFile}, client-cert-auth = ${clientCertAuth}, crl-file = ${crlFile}`
  )
}
