/**
 * Why a TLS handshake failed and who it was with, for the log, in etcd's fields and mostly in the words of Go.
 */
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** What OpenSSL calls a cause (`X509_V_ERR_`), and what Go says of it. Others are shown as they are. */
const verdicts: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_SIGNATURE_FAILURE: 'certificate signed by unknown authority',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
}

/**
 * @param error of `tlsClientError`
 * @param socket of `tlsClientError`
 */
export function handshakeFailure(error: NodeJS.ErrnoException, socket: TLSSocket): string {
  // Node closes without a word when a certificate does not pass; only the socket still knows why.
  const verdict = socket.authorizationError as unknown
  if (typeof verdict === 'string') {
    return `tls: failed to verify certificate: x509: ${verdicts[verdict] ?? verdict}`
  }
  if (error.code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') return "tls: client didn't provide a certificate"
  if (error.code === 'ECONNRESET') return 'EOF'
  // OpenSSL's reason; its message adds a thread's number and a place in its source.
  return 'reason' in error && typeof error.reason === 'string' ? `tls: ${error.reason}` : error.message
}

/** Before the handshake: the address of a closed socket is gone unless somebody has asked for it before. */
export function rememberAddress(socket: Socket): void {
  void socket.remoteAddress
}

/** The fields of etcd's `rejected connection` lines. */
export function rejectedFields(socket: TLSSocket, error: string): Readonly<Record<string, string>> {
  return { 'remote-addr': addressOf(socket), 'server-name': serverName(socket), error }
}

function serverName(socket: TLSSocket): string {
  // False when the client named nobody.
  const { servername } = socket as { servername?: string | false | null }
  return typeof servername === 'string' ? servername : ''
}

function addressOf(socket: TLSSocket): string {
  // A TLS socket asks its own handle, which is closed by now; the plain one below it, which Node keeps here, remembers.
  const below = (socket as { _parent?: Socket })._parent
  const { remoteAddress, remotePort } = socket.remoteAddress === undefined && below !== undefined ? below : socket
  if (remoteAddress === undefined) return ''
  return remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`
}
