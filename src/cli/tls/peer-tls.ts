/**
 * TLS between members. Each is server and client: it shows its certificate to who connects and to whom it connects to
 * (then `--peer-client-cert-file`, when there is one), and verifies the other's both times.
 */
import { join } from 'node:path'
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from 'node:tls'
import type { Config } from '../../config/config.ts'
import type { PeerTls } from '../../peer/peer-tls.ts'
import { addressProblem, type Resolver, realResolver } from './address-check.ts'
import { allowedProblem } from './allowed.ts'
import { hostsOf, type TlsDeps } from './client-tls.ts'
import { describeFiles, openCredentials } from './credentials.ts'
import { revokedProblem } from './revocation-list.ts'
import { selfSigned } from './self-signed.ts'

/** @throws Error that names the flag and the file that cannot be used */
export async function openPeerTls(
  config: Config,
  { clock, log }: TlsDeps,
  resolver: Resolver = realResolver,
): Promise<PeerTls> {
  const { peerTls, tls, dataDir, listenPeerUrls, advertisePeerUrls } = config
  const wallMs = (): number => clock.wallMs()
  const own = peerTls.autoTls && peerTls.certFile === ''
  const pair = own
    ? await selfSigned({
        directory: join(dataDir, 'fixtures', 'peer'),
        hosts: hostsOf([...listenPeerUrls, ...advertisePeerUrls]),
        validityYears: tls.selfSignedValidityYears,
        forClient: true,
        wallMs,
        log,
      })
    : {}
  const files = { ...peerTls, ...pair }
  const credentials = await openCredentials({ files, selfSigned: own, prefix: 'peer-', limits: tls, wallMs, log })
  log.info('starting with peer TLS', { 'tls-info': describeFiles(files), 'cipher-suites': tls.cipherSuites })
  const refuseAllOrNone = (certificate: PeerCertificate): string | undefined => {
    const { revoked } = credentials.current
    return (
      allowedProblem(certificate, files) ?? (revoked === undefined ? undefined : revokedProblem(certificate, revoked))
    )
  }
  return {
    server: () => credentials.current.server,
    client: (): ConnectionOptions => ({
      ...credentials.current.client,
      checkServerIdentity(host, certificate) {
        const wrongHost = checkServerIdentity(host, certificate)
        if (wrongHost !== undefined) return wrongHost
        const problem = allowedProblem(certificate, files)
        return problem === undefined ? undefined : new Error(problem)
      },
    }),
    refuse(certificate, remoteAddress) {
      // Nobody was asked for one.
      if (certificate.raw === undefined) return undefined
      const problem = refuseAllOrNone(certificate)
      if (problem !== undefined || files.skipClientSanVerification) return problem
      return addressProblem(certificate, remoteAddress, resolver)
    },
  }
}
