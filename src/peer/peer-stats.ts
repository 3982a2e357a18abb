/** What is counted for each peer: plain fields, read when somebody scrapes. They outlive a removal of the peer. */

export interface PeerStats {
  readonly id: bigint
  /** False after its removal. */
  known: boolean
  /** Both streams to it are open. */
  active: boolean
  sentBytes: number
  receivedBytes: number
  sendFailures: number
  receiveFailures: number
  /** How often it became inactive. */
  disconnects: number
  /** Messages that found no room, or waited too long for a connection. */
  droppedMessages: number
  queuedMessages: number
  queuedBytes: number
  snapshotSendsInFlight: number
  snapshotReceivesInFlight: number
  snapshotSendSuccesses: number
  snapshotSendFailures: number
  snapshotReceiveSuccesses: number
  snapshotReceiveFailures: number
}

export function newPeerStats(id: bigint): PeerStats {
  return {
    id,
    known: false,
    active: false,
    sentBytes: 0,
    receivedBytes: 0,
    sendFailures: 0,
    receiveFailures: 0,
    disconnects: 0,
    droppedMessages: 0,
    queuedMessages: 0,
    queuedBytes: 0,
    snapshotSendsInFlight: 0,
    snapshotReceivesInFlight: 0,
    snapshotSendSuccesses: 0,
    snapshotSendFailures: 0,
    snapshotReceiveSuccesses: 0,
    snapshotReceiveFailures: 0,
  }
}

/** The counters of `id`, made when it is heard of for the first time. */
export class PeerCounts {
  readonly #stats = new Map<bigint, PeerStats>()
  /** Connections and calls that did not say who they are. */
  readonly unidentified = newPeerStats(0n)

  of(id: bigint): PeerStats {
    const known = this.#stats.get(id)
    if (known !== undefined) return known
    const stats = newPeerStats(id)
    this.#stats.set(id, stats)
    return stats
  }

  all(): Iterable<PeerStats> {
    return this.#stats.values()
  }
}
