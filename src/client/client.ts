/**
 * A client of a cluster that speaks etcd's v3 interface: Keelson, or etcd.
 *
 *   await using client = new Client({ endpoints: ['10.0.0.1:2379', '10.0.0.2:2379'] })
 *   await client.kv.put('greeting', 'hello')
 *   for await (const { events } of client.watch('greeting')) …
 */
import type { MethodDefinition, RequestInitOf, ResponseOf } from '../generated/runtime/service.ts'
import { Auth } from './auth.ts'
import { Cluster } from './cluster.ts'
import type { Bytes } from './keys.ts'
import { Kv } from './kv.ts'
import { Leases } from './leases.ts'
import { Maintenance } from './maintenance.ts'
import { type CallOptions, type ClientOptions, Transport } from './transport.ts'
import { Watch, type WatchOptions } from './watch.ts'

export class Client implements AsyncDisposable {
  readonly kv: Kv
  readonly leases: Leases
  readonly cluster: Cluster
  readonly maintenance: Maintenance
  readonly auth: Auth
  readonly #transport: Transport

  /** Dials nobody before the first call. @throws TypeError for an endpoint that is none */
  constructor(options: ClientOptions) {
    this.#transport = new Transport(options)
    this.kv = new Kv(this.#transport)
    this.leases = new Leases(this.#transport)
    this.cluster = new Cluster(this.#transport)
    this.maintenance = new Maintenance(this.#transport)
    this.auth = new Auth(this.#transport)
  }

  /** The endpoints in use, the one to be asked next first. */
  get endpoints(): readonly string[] {
    return this.#transport.endpoints
  }

  setEndpoints(endpoints: readonly string[]): void {
    this.#transport.setEndpoints(endpoints)
  }

  /** Watches one key, or with a range option many. Nothing is sent before it is read. */
  watch(key: Bytes, options: WatchOptions = {}): Watch {
    return new Watch(this.#transport, key, options)
  }

  /** Any call of the wire contract that answers once, with its own messages, under this client's rules. */
  call<M extends MethodDefinition>(
    method: M,
    request: RequestInitOf<M>,
    options: CallOptions = {},
  ): Promise<ResponseOf<M>> {
    return this.#transport.call(method, request, options)
  }

  /** Cuts all connections; calls under way fail with `Canceled`. */
  close(): void {
    this.#transport.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }
}
