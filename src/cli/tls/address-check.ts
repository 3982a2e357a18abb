/**
 * Whether a member that connects comes from an address its certificate is for, as etcd checks it: the address is one
 * of the certificate's, or resolves to one of its names, or one of its names resolves to it. A certificate without any
 * name or address passes.
 */
import { X509Certificate } from 'node:crypto'
import { lookup, reverse } from 'node:dns/promises'
import type { PeerCertificate } from 'node:tls'

export interface Resolver {
  /** Names of an address. @throws Error when there is none */
  namesOf(address: string): Promise<readonly string[]>
  /** Addresses of a name. @throws Error when there is none */
  addressesOf(name: string): Promise<readonly string[]>
}

export const realResolver: Resolver = {
  namesOf: (address) => reverse(address),
  addressesOf: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
}

/** Go's or etcd's error when the address does not match. */
export async function addressProblem(
  certificate: PeerCertificate,
  remoteAddress: string,
  resolver: Resolver,
): Promise<string | undefined> {
  const names = alternativeNames(certificate.subjectaltname ?? '')
  if (names.dns.length === 0 && names.ip.length === 0) return undefined
  const address = withoutMapping(remoteAddress)
  // A Unix socket: who connects is on this machine, and may open the file.
  if (address === '') return undefined
  if (names.ip.length > 0) {
    if (new X509Certificate(certificate.raw).checkIP(address) !== undefined) return undefined
    if (names.dns.length === 0) return `x509: certificate is valid for ${names.ip.join(', ')}, not ${address}`
  }
  const found = await resolves(address, names.dns, resolver)
  if (found === true) return undefined
  const listed = names.dns.map((name) => JSON.stringify(name)).join(' ')
  const why = found === false ? '' : ` (${found.message})`
  return `tls: ${JSON.stringify(address)} does not match any of DNSNames [${listed}]${why}`
}

/** Whether one of `names` is the address's; an Error when it is not and a lookup failed. */
async function resolves(address: string, names: readonly string[], resolver: Resolver): Promise<boolean | Error> {
  const wildcards = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(1))
  const exact = names.filter((name) => !name.startsWith('*.'))
  let failure: Error | undefined
  const ask = async (question: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    try {
      return await question()
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error))
      return []
    }
  }
  for (const found of await ask(() => resolver.namesOf(address))) {
    const name = found.replace(/\.$/, '')
    if (exact.includes(name) || wildcards.some((suffix) => name.endsWith(suffix))) return true
  }
  for (const name of exact) {
    if ((await ask(() => resolver.addressesOf(name))).includes(address)) return true
  }
  return failure ?? false
}

/** Of Node's text form: `DNS:a.b, IP Address:10.0.0.1, DNS:"with, a comma"`. */
function alternativeNames(text: string): { readonly dns: readonly string[]; readonly ip: readonly string[] } {
  const dns: string[] = []
  const ip: string[] = []
  for (const [, kind, value = ''] of text.matchAll(/(?:^|, )([^:,]+):("(?:\\.|[^"\\])*"|[^,]*)/g)) {
    if (kind === 'DNS') dns.push(value)
    else if (kind === 'IP Address') ip.push(value)
  }
  return { dns, ip }
}

/** `::ffff:10.0.0.1` is how a socket for both families shows 10.0.0.1. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
