/** TLS of both sides, where some URL asks for it. */
import type { Config } from '../../config/config.ts'
import type { Clock } from '../../io/clock.ts'
import type { PeerTls } from '../../peer/peer-tls.ts'
import type { Logger } from '../../telemetry/log.ts'
import { type ClientTls, openClientTls } from './client-tls.ts'
import { openPeerTls } from './peer-tls.ts'

export interface Tls {
  readonly client: ClientTls | undefined
  readonly peer: PeerTls | undefined
}

/** @throws Error that names the flag and the file that cannot be used */
export async function openTls(config: Config, clock: Clock, logger: Logger): Promise<Tls> {
  const clientUrls = [...config.listenClientUrls, ...config.listenClientHttpUrls, ...config.listenMetricsUrls]
  const peerUrls = [...config.listenPeerUrls, ...config.advertisePeerUrls, ...config.join]
  const others = config.initialCluster.flatMap((member) => member.peerUrls)
  return {
    client: texts(clientUrls).some(isSecure)
      ? await openClientTls(config, { clock, log: logger.child('cli/tls/client-tls.ts') })
      : undefined,
    peer: [...texts(peerUrls), ...others].some(isSecure)
      ? await openPeerTls(config, { clock, log: logger.child('cli/tls/peer-tls.ts') })
      : undefined,
  }
}

function isSecure(url: string): boolean {
  return /^(https|unixs):/i.test(url)
}

function texts(urls: readonly { readonly text: string }[]): string[] {
  return urls.map(({ text }) => text)
}
