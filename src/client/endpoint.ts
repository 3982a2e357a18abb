/**
 * One address of a cluster, as people write it: `10.0.0.1:2379`, `http://…`, `https://…`, `unix:///run/x.sock`.
 */
import { readFileSync } from 'node:fs'
import * as grpc from '@grpc/grpc-js'

export interface TlsOptions {
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: Buffer | undefined
  /** PEM of this client's certificate and of its key. */
  readonly cert?: Buffer | undefined
  readonly key?: Buffer | undefined
  /** Accepts any certificate: for tests. */
  readonly insecureSkipVerify?: boolean | undefined
}

/** Reads the files that TLS needs. */
export function readTlsFiles(files: {
  ca?: string | undefined
  cert?: string | undefined
  key?: string | undefined
  insecureSkipVerify?: boolean | undefined
}): TlsOptions {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path))
  return {
    ca: read(files.ca),
    cert: read(files.cert),
    key: read(files.key),
    insecureSkipVerify: files.insecureSkipVerify,
  }
}

/** What gRPC dials, and whether TLS is spoken there: the scheme says so, or, without one, whether `tls` is given. */
export function parseEndpoint(endpoint: string, tls: TlsOptions | undefined): { target: string; secure: boolean } {
  const match = /^(?:(http|https|unix|unixs):\/\/)?(.+)$/.exec(endpoint)
  const [, scheme, rest = ''] = match ?? []
  if (rest === '' || /^[a-z]+:\/\//.test(rest)) throw new TypeError(`not an endpoint: ${JSON.stringify(endpoint)}`)
  const secure = scheme === undefined ? tls !== undefined : scheme === 'https' || scheme === 'unixs'
  if (scheme === 'unix' || scheme === 'unixs') return { target: `unix:${rest}`, secure }
  return { target: rest.replace(/\/+$/, ''), secure }
}

export function credentialsFor(secure: boolean, tls: TlsOptions | undefined): grpc.ChannelCredentials {
  if (!secure) return grpc.credentials.createInsecure()
  return grpc.credentials.createSsl(tls?.ca ?? null, tls?.key ?? null, tls?.cert ?? null, {
    rejectUnauthorized: tls?.insecureSkipVerify !== true,
  })
}
