/** Whose certificates are taken, beyond those that a trusted authority has signed. */
import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { PeerCertificate } from 'node:tls'

export interface Allowed {
  /** Common names; empty: any. */
  readonly allowedCns: readonly string[]
  /** Host names and addresses, one of which the certificate is for; empty: any. */
  readonly allowedHostnames: readonly string[]
}

/** etcd's error when `certificate` is for none of those who may come. */
export function allowedProblem(certificate: PeerCertificate, allowed: Allowed): string | undefined {
  const { allowedCns, allowedHostnames } = allowed
  if (allowedCns.length > 0 && !allowedCns.includes(commonName(certificate))) return failed
  if (allowedHostnames.length === 0) return undefined
  const parsed = new X509Certificate(certificate.raw)
  return allowedHostnames.some((name) => isFor(parsed, name)) ? undefined : failed
}

const failed = 'client certificate authentication failed'

function commonName({ subject }: PeerCertificate): string {
  // A name may hold several; the type does not say so. The last one counts, as in Go.
  const names = subject.CN as string | readonly string[] | undefined
  return (typeof names === 'string' ? names : names?.at(-1)) ?? ''
}

/** By its alternative names alone: a common name is no host name (RFC 6125 6.4.4). */
export function isFor(certificate: X509Certificate, name: string): boolean {
  if (isIP(name) !== 0) return certificate.checkIP(name) !== undefined
  return certificate.checkHost(name, { subject: 'never' }) !== undefined
}
