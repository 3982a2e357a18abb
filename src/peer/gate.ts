/** Who may come in: the rules of `greeting.ts`, with what is counted and logged when somebody may not. */
import type { IncomingMessage } from 'node:http'
import { hexId } from '../base/bytes.ts'
import type { Logger } from '../telemetry/log.ts'
import { type Greeting, type Identity, memberMismatch, type Refusal, refusalOf } from './greeting.ts'
import type { PeerStats } from './peer-stats.ts'

export interface GateOptions {
  readonly self: Identity
  readonly log: Logger
  readonly unidentified: PeerStats
  readonly isRemoved: (id: bigint) => boolean
}

export class Gate {
  readonly #options: GateOptions

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** Why a member is refused; undefined: welcome. */
  refusal(greeting: Greeting): Refusal | undefined {
    const { self, log, unidentified, isRemoved } = this.#options
    const refusal = refusalOf(greeting, self, isRemoved)
    if (refusal === undefined) return undefined
    unidentified.receiveFailures++
    log.warn('refused a request of another member', {
      'remote-peer-id': hexId(greeting.memberId),
      'remote-cluster-id': hexId(greeting.clusterId),
      'local-cluster-id': hexId(self.clusterId),
      error: refusal.text,
    })
    return refusal
  }

  /** The same for a call, which may also come from somebody who is no member yet, where `from` allows that. */
  callRefusal(greeting: Greeting, from: 'members' | 'anyone'): Refusal | undefined {
    if (greeting.memberId !== 0n && greeting.clusterId !== 0n) return this.refusal(greeting)
    if (from === 'members') return { status: 403, text: 'only members may call this' }
    return greeting.to === 0n || greeting.to === this.#options.self.memberId ? undefined : memberMismatch
  }
}

/** Path and query of a request. */
export function placeOf(request: IncomingMessage): { readonly pathname: string; readonly query: URLSearchParams } {
  const [pathname = '', query = ''] = (request.url ?? '').split('?', 2)
  return { pathname, query: new URLSearchParams(query) }
}
