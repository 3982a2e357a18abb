/**
 * Certificates that were called back: a list of serial numbers (RFC 5280 5), in DER as etcd takes it, or in PEM.
 *
 * As in etcd, the serial number decides: neither the list's signature nor its `nextUpdate` is looked at, so that a list
 * which was not renewed in time does not shut everybody out.
 */
import type { PeerCertificate } from 'node:tls'
import type { X509 } from './x509.ts'

export type RevokedSerials = ReadonlySet<string>

/** @throws Error when `bytes` is no revocation list */
export function parseRevocationList(bytes: Buffer, x509: X509): RevokedSerials {
  const text = bytes.toString('latin1')
  const lists = text.includes('-----BEGIN')
    ? x509.PemConverter.decodeWithHeaders(text).flatMap(({ type, rawData }) => (type === 'X509 CRL' ? [rawData] : []))
    : [bytes]
  if (lists.length === 0) throw new Error('no X509 CRL in it')
  return new Set(lists.flatMap((list) => new x509.X509Crl(list).entries.map((entry) => normal(entry.serialNumber))))
}

/** etcd's error when `certificate`, or one of those above it that came with it, is on the list. */
export function revokedProblem(certificate: PeerCertificate, revoked: RevokedSerials): string | undefined {
  let at: PeerCertificate | undefined = certificate
  while (at !== undefined) {
    const serial = normal(at.serialNumber)
    if (revoked.has(serial)) return `transport: certificate serial ${serial} revoked`
    // The one at the top has issued itself.
    const issuer: PeerCertificate | undefined = (at as { issuerCertificate?: PeerCertificate }).issuerCertificate
    at = issuer === at ? undefined : issuer
  }
  return undefined
}

function normal(serial: string): string {
  return serial.toLowerCase().replace(/^0+(?=.)/, '')
}
