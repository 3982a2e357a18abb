/**
 * Whether the members still hold the same: hashes of the key space at one revision, compared (reference 10.1).
 *
 * The leader asks regularly and raises the CORRUPT alarm for a member that differs from it. A member may also ask once
 * before it serves, and refuse to start when somebody differs. Hashes are comparable only at the same revision above the
 * same compaction mark; a member that has not got as far, or is not there, says nothing either way.
 */
import { hexId } from '../base/bytes.ts'
import { HashKVRequest, HashKVResponse } from '../generated/etcdserverpb/maintenance.ts'
import type { Clock, Timer } from '../io/clock.ts'
import type { Logger } from '../telemetry/log.ts'
import type { HashKv } from './backend.ts'
import type { PeerLink } from './peer-link.ts'

export interface CorruptionCheckOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly peers: Pick<PeerLink, 'call'>
  readonly memberId: bigint
  readonly others: () => readonly bigint[]
  readonly isLeader: () => boolean
  readonly hashKv: (revision: number) => Promise<HashKv>
  readonly raiseCorrupt: (id: bigint) => void
  readonly callTimeoutMs: number
  /** 0: never. */
  readonly everyMs: number
}

export class CorruptionCheck {
  readonly #options: CorruptionCheckOptions
  #timer: Timer | undefined
  #running = false

  constructor(options: CorruptionCheckOptions) {
    this.#options = options
  }

  start(): void {
    const { clock, everyMs, logger } = this.#options
    if (everyMs <= 0) return
    logger.info('enabled corruption checking', { interval: `${everyMs}ms` })
    this.#timer = clock.every(everyMs, () => {
      // The check of a large store may outlast its interval. It never rejects: who cannot be asked is passed over.
      if (!this.#running && this.#options.isLeader()) void this.#check()
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** Asks everybody once. @returns members whose data differs from what is here */
  async differing(): Promise<bigint[]> {
    const { others, hashKv, logger, memberId } = this.#options
    const own = await hashKv(0)
    const answers = await Promise.all(others().map((id) => this.#ask(id, own.hashRevision)))
    const differing: bigint[] = []
    for (const { id, theirs } of answers) {
      if (theirs === undefined || theirs.hash === own.hash) continue
      if (theirs.compactRevision !== own.compactRevision || theirs.hashRevision !== own.hashRevision) continue
      logger.error('found hash mismatch with another member', {
        'local-member-id': hexId(memberId),
        'remote-peer-id': hexId(id),
        revision: own.hashRevision,
        hash: own.hash,
        'remote-hash': theirs.hash,
      })
      differing.push(id)
    }
    return differing
  }

  async #check(): Promise<void> {
    this.#running = true
    try {
      for (const id of await this.differing()) this.#options.raiseCorrupt(id)
      this.#options.logger.info('finished peer corruption check', {
        'number-of-peers-checked': this.#options.others().length,
      })
    } catch (error) {
      this.#options.logger.warn('failed to check hash KV', { error })
    } finally {
      this.#running = false
    }
  }

  async #ask(id: bigint, revision: number): Promise<{ id: bigint; theirs: HashKVResponse | undefined }> {
    const { peers, callTimeoutMs, logger } = this.#options
    try {
      const answer = await peers.call(id, 'hashKv', HashKVRequest.encode({ revision }), callTimeoutMs)
      return { id, theirs: HashKVResponse.decode(answer) }
    } catch (error) {
      logger.warn('failed hash kv request', { 'remote-peer-id': hexId(id), 'requested-revision': revision, error })
      return { id, theirs: undefined }
    }
  }
}
