/**
 * What `node:tls` needs for an `https://` client URL, read from the files that the flags name.
 */
import { readFileSync } from 'node:fs'
import type { TlsOptions } from 'node:tls'
import type { Config } from '../config/config.ts'

/** @throws Error that names the flag and the file that cannot be used */
export function clientTlsOptions({ clientTls, tls }: Config): TlsOptions {
  const { certFile, keyFile, trustedCaFile, clientCertAuth, autoTls, crlFile } = clientTls
  if (autoTls) throw new Error('--auto-tls is not built in yet: give --cert-file and --key-file')
  return {
    cert: read('--cert-file', certFile),
    key: read('--key-file', keyFile),
    ...(trustedCaFile === '' ? {} : { ca: read('--trusted-ca-file', trustedCaFile) }),
    ...(crlFile === '' ? {} : { crl: read('--client-crl-file', crlFile) }),
    requestCert: clientCertAuth,
    rejectUnauthorized: clientCertAuth,
    minVersion: tls.minVersion,
    ...(tls.maxVersion === undefined ? {} : { maxVersion: tls.maxVersion }),
    ...(tls.cipherSuites.length === 0 ? {} : { ciphers: tls.cipherSuites.join(':') }),
  }
}

function read(flag: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new Error(`${flag} ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
