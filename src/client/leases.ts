/**
 * Leases: rights that end by themselves, and take their keys along.
 */
import { keyBytes } from '../base/bytes.ts'
import { RequestError } from '../base/errors.ts'
import { LeaseService } from '../generated/etcdserverpb/lease.ts'
import { type Header, headerOf } from './header.ts'
import { KeepAlive, type KeepAliveOptions, type Renewal, renewOnce } from './keep-alive.ts'
import type { CallOptions, Transport } from './transport.ts'

export interface Lease {
  readonly header: Header
  readonly id: bigint
  /** What the server granted, which may be more than what was asked for. */
  readonly ttlSeconds: number
}

export interface LeaseTimes {
  readonly header: Header
  readonly id: bigint
  /** What is left; -1 for a lease that does not exist. */
  readonly ttlSeconds: number
  /** 0 for a lease that does not exist. */
  readonly grantedTtlSeconds: number
  /** The keys tied to it, when asked for. */
  readonly keys: readonly Buffer[]
}

export class Leases {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** @param options `id`: the id to use instead of one that the server chooses */
  async grant(ttlSeconds: number, options: { readonly id?: bigint | undefined } & CallOptions = {}): Promise<Lease> {
    const request = { ttl: ttlSeconds, id: options.id }
    const { header, id, ttl, error } = await this.#transport.call(LeaseService.methods.leaseGrant, request, options)
    if (error !== '') throw new Error(error)
    return { header: headerOf(header), id, ttlSeconds: ttl }
  }

  /** Ends a lease now; its keys go. @throws RequestError LeaseNotFound */
  async revoke(id: bigint, options: CallOptions = {}): Promise<Header> {
    return headerOf((await this.#transport.call(LeaseService.methods.leaseRevoke, { id }, options)).header)
  }

  async timeToLive(
    id: bigint,
    options: { readonly keys?: boolean | undefined } & CallOptions = {},
  ): Promise<LeaseTimes> {
    const request = { id, keys: options.keys }
    const response = await this.#transport.call(LeaseService.methods.leaseTimeToLive, request, options)
    return {
      header: headerOf(response.header),
      id: response.id,
      ttlSeconds: response.ttl,
      grantedTtlSeconds: response.grantedTtl,
      keys: response.keys.map(keyBytes),
    }
  }

  async list(options: CallOptions = {}): Promise<{ readonly header: Header; readonly ids: readonly bigint[] }> {
    const { header, leases } = await this.#transport.call(LeaseService.methods.leaseLeases, {}, options)
    return { header: headerOf(header), ids: leases.map(({ id }) => id) }
  }

  /** Renews once. @throws RequestError LeaseNotFound */
  async keepAliveOnce(id: bigint, options: CallOptions = {}): Promise<Renewal> {
    const renewal = await renewOnce(this.#transport, id, options)
    if (renewal.ttlSeconds <= 0) throw new RequestError('LeaseNotFound')
    return renewal
  }

  /** Renews until it is disposed of, or the lease is gone. */
  keepAlive(id: bigint, options: KeepAliveOptions = {}): KeepAlive {
    return new KeepAlive(this.#transport, id, options)
  }
}
