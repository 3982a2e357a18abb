/**
 * TLS settings: etcd names versions and cipher suites as Go does, Node names them as OpenSSL does.
 */
import type { Values } from './flags.ts'
import { unverified } from './refusal.ts'

/** Files and rules of one side, clients' or members'. '' stands for no file. */
export interface TlsConfig {
  readonly certFile: string
  readonly keyFile: string
  /** Shown when this member itself dials; '' stands for `certFile`. */
  readonly clientCertFile: string
  readonly clientKeyFile: string
  readonly trustedCaFile: string
  readonly crlFile: string
  /** Whether who connects must show a certificate. */
  readonly clientCertAuth: boolean
  readonly autoTls: boolean
  readonly allowedHostnames: readonly string[]
  readonly allowedCns: readonly string[]
  readonly skipClientSanVerification: boolean
}

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'

/** What both sides share; the names are Node's. */
export interface TlsLimits {
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion | undefined
  /** For `ciphers` of node:tls; empty: Node's choice. */
  readonly cipherSuites: readonly string[]
  readonly selfSignedValidityYears: number
}

export function clientTls(values: Values): TlsConfig {
  return {
    certFile: values['cert-file'],
    keyFile: values['key-file'],
    clientCertFile: values['client-cert-file'],
    clientKeyFile: values['client-key-file'],
    trustedCaFile: values['trusted-ca-file'],
    crlFile: values['client-crl-file'],
    clientCertAuth: values['client-cert-auth'],
    autoTls: values['auto-tls'],
    allowedHostnames: values['client-cert-allowed-hostname'],
    allowedCns: values['client-cert-allowed-cn'],
    skipClientSanVerification: values['client-skip-client-san-verification'],
  }
}

export function peerTls(values: Values): TlsConfig {
  return {
    certFile: values['peer-cert-file'],
    keyFile: values['peer-key-file'],
    clientCertFile: values['peer-client-cert-file'],
    clientKeyFile: values['peer-client-key-file'],
    trustedCaFile: values['peer-trusted-ca-file'],
    crlFile: values['peer-crl-file'],
    clientCertAuth: values['peer-client-cert-auth'],
    autoTls: values['peer-auto-tls'],
    allowedHostnames: values['peer-cert-allowed-hostname'],
    allowedCns: values['peer-cert-allowed-cn'],
    skipClientSanVerification: values['peer-skip-client-san-verification'],
  }
}

const versions: { readonly [go: string]: TlsVersion } = { 'TLS1.2': 'TLSv1.2', 'TLS1.3': 'TLSv1.3' }

// biome-ignore format: a table. Go's names: crypto/tls, CipherSuites and InsecureCipherSuites.
const suites: { readonly [go: string]: string } = {
  TLS_AES_128_GCM_SHA256: 'TLS_AES_128_GCM_SHA256',
  TLS_AES_256_GCM_SHA384: 'TLS_AES_256_GCM_SHA384',
  TLS_CHACHA20_POLY1305_SHA256: 'TLS_CHACHA20_POLY1305_SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: 'ECDHE-ECDSA-AES128-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: 'ECDHE-ECDSA-AES256-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256: 'ECDHE-ECDSA-AES128-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: 'ECDHE-RSA-AES256-SHA',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256: 'ECDHE-RSA-AES128-SHA256',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305: 'ECDHE-RSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
  TLS_RSA_WITH_AES_128_CBC_SHA: 'AES128-SHA',
  TLS_RSA_WITH_AES_256_CBC_SHA: 'AES256-SHA',
  TLS_RSA_WITH_AES_128_CBC_SHA256: 'AES128-SHA256',
  TLS_RSA_WITH_AES_128_GCM_SHA256: 'AES128-GCM-SHA256',
  TLS_RSA_WITH_AES_256_GCM_SHA384: 'AES256-GCM-SHA384',
}

/** @throws Refusal in etcd's words */
export function tlsLimits(values: Values): TlsLimits {
  const minVersion = tlsVersion(values['tls-min-version']) ?? 'TLSv1.2'
  const maxVersion = tlsVersion(values['tls-max-version'])
  if (minVersion === 'TLSv1.3' && maxVersion === 'TLSv1.2') {
    throw unverified('min version (TLS1.3) is greater than max version (TLS1.2)')
  }
  const cipherSuites = values['cipher-suites'].map(opensslSuite)
  if (minVersion === 'TLSv1.3' && cipherSuites.length > 0) {
    throw unverified('cipher suites cannot be configured when only TLS1.3 is enabled')
  }
  return { minVersion, maxVersion, cipherSuites, selfSignedValidityYears: values['self-signed-cert-validity'] }
}

function tlsVersion(name: string): TlsVersion | undefined {
  if (name === '') return undefined
  const version = Object.hasOwn(versions, name) ? versions[name] : undefined
  if (version === undefined) {
    throw unverified(`unexpected TLS version ${JSON.stringify(name)} (must be one of: TLS1.2, TLS1.3)`)
  }
  return version
}

function opensslSuite(name: string): string {
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined
  if (suite === undefined) throw unverified(`unexpected TLS cipher suite ${JSON.stringify(name)}`)
  return suite
}
