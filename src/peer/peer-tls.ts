/** TLS between members, as functions: certificates are read anew for each use, so that they can change while we run. */
import type { ConnectionOptions, PeerCertificate, TlsOptions } from 'node:tls'

export interface PeerTls {
  /** For listeners; asked at each new connection. The same object as long as nothing has changed. */
  server(): TlsOptions
  /** For a connection to another member; asked each time. */
  client(): ConnectionOptions
  /**
   * Looks at the certificate of who connected, after it was verified: a reason to refuse it, if there is one. Requests
   * on the connection wait for a promise.
   */
  refuse?(certificate: PeerCertificate, remoteAddress: string): string | undefined | Promise<string | undefined>
}
