/**
 * TLS towards clients, on the client URLs and the metrics URLs.
 */
import { join } from 'node:path'
import type { PeerCertificate, TlsOptions } from 'node:tls'
import type { Config } from '../../config/config.ts'
import type { Clock } from '../../io/clock.ts'
import type { Logger } from '../../telemetry/log.ts'
import { allowedProblem } from './allowed.ts'
import { describeFiles, openCredentials } from './credentials.ts'
import { revokedProblem } from './revocation-list.ts'
import { selfSigned } from './self-signed.ts'

export interface TlsDeps {
  readonly clock: Clock
  readonly log: Logger
}

export interface ClientTls {
  /** From the files as they are now; the same object until they change. */
  options(): TlsOptions
  /** Why a client with this certificate, which was verified, is refused. Not there when there is nothing to check. */
  readonly refuse?: (certificate: PeerCertificate) => string | undefined
}

/** @throws Error that names the flag and the file that cannot be used */
export async function openClientTls(config: Config, { clock, log }: TlsDeps): Promise<ClientTls> {
  const { clientTls, tls, dataDir, listenClientUrls, listenClientHttpUrls } = config
  const wallMs = (): number => clock.wallMs()
  const own = clientTls.autoTls && clientTls.certFile === ''
  const pair = own
    ? await selfSigned({
        directory: join(dataDir, 'fixtures', 'client'),
        hosts: hostsOf([
          ...listenClientUrls,
          ...listenClientHttpUrls,
          ...config.listenMetricsUrls,
          ...config.advertiseClientUrls,
        ]),
        validityYears: tls.selfSignedValidityYears,
        forClient: false,
        wallMs,
        log,
      })
    : {}
  const files = { ...clientTls, ...pair }
  const credentials = await openCredentials({ files, selfSigned: own, prefix: '', limits: tls, wallMs, log })
  log.info('starting with client TLS', { 'tls-info': describeFiles(files), 'cipher-suites': tls.cipherSuites })
  const options = (): TlsOptions => credentials.current.server
  const { allowedCns, allowedHostnames, crlFile } = files
  if (allowedCns.length === 0 && allowedHostnames.length === 0 && crlFile === '') return { options }
  return {
    options,
    refuse(certificate) {
      // Nobody was asked for one.
      if (certificate.raw === undefined) return undefined
      const { revoked } = credentials.current
      return (
        allowedProblem(certificate, files) ?? (revoked === undefined ? undefined : revokedProblem(certificate, revoked))
      )
    },
  }
}

/** Of sockets there is none; etcd leaves them out as well. */
export function hostsOf(urls: readonly { readonly host: string }[]): string[] {
  return urls.map(({ host }) => host).filter((host) => host !== '')
}
