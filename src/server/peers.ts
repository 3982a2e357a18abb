/**
 * The transport between members, tied to whatever member runs here at the moment: it outlives the member when a state
 * from another one replaces its own.
 */

import { RequestError } from '../base/errors.ts'
import type { Member as MemberRow } from '../cluster/membership.ts'
import {
  MemberAddRequest,
  MemberAddResponse,
  MemberListResponse,
  MemberPromoteRequest,
  MemberPromoteResponse,
} from '../generated/etcdserverpb/cluster.ts'
import {
  LeaseKeepAliveRequest,
  LeaseKeepAliveResponse,
  LeaseTimeToLiveRequest,
  LeaseTimeToLiveResponse,
} from '../generated/etcdserverpb/lease.ts'
import { HashKVRequest, HashKVResponse } from '../generated/etcdserverpb/maintenance.ts'
import type { Clock } from '../io/clock.ts'
import type { Entropy } from '../io/entropy.ts'
import type { PeerRpc } from '../peer/handlers.ts'
import type { PeerTls } from '../peer/peer-tls.ts'
import { PeerTransport } from '../peer/transport.ts'
import type { Message } from '../raft/message.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Identity } from './bootstrap.ts'
import type { Member } from './member.ts'
import { peerCodec } from './peer-codec.ts'
import { isUrgent, type PeerCall, type PeerLink } from './peer-link.ts'

/** A connection younger than this says little (reference 1.5). */
const steadyMs = 5_000
/** How long a removed member is still spoken to. */
const removalLingerMs = 1_000
/** Questions that may be asked twice, and so share kept connections. */
const repeatable: ReadonlySet<PeerCall> = new Set(['leaseRenew', 'leaseTimeToLive', 'hashKv', 'memberList'])

export interface PeersOptions {
  readonly identity: Identity
  readonly version: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly logger: Logger
  readonly tls: PeerTls | undefined
  /** Advertised by this member at the moment. */
  readonly peerUrls: () => readonly string[]
  /** Who runs here now; undefined while one replaces another. */
  readonly member: () => Member | undefined
  readonly versions: () => unknown
  readonly onRemoved: () => void
  /** A state for this member arrives. Resolves when it is in force. */
  readonly onSnapshot: (message: Message, pieces: AsyncIterable<Buffer>) => Promise<void>
  readonly observe: PeerObserver
}

/** Hears of what takes time between members. */
export interface PeerObserver {
  onRoundTrip(id: bigint, seconds: number): void
  onSnapshotSent(to: bigint, seconds: number): void
  onSnapshotReceived(from: bigint, seconds: number): void
}

export class Peers implements PeerLink {
  readonly transport: PeerTransport<Message>
  readonly #options: PeersOptions
  #known = new Set<bigint>()
  readonly #sending = new Set<bigint>()

  constructor(options: PeersOptions) {
    const { identity, version, clock, entropy, logger, tls } = options
    this.#options = options
    this.transport = new PeerTransport<Message>({
      self: { ...identity, version, peerUrls: options.peerUrls },
      codec: peerCodec,
      clock,
      entropy,
      log: logger,
      ...(tls === undefined ? {} : { tls }),
      handlers: {
        onMessages: (_from, messages) => {
          const consensus = options.member()?.consensus
          if (consensus !== undefined) for (const message of messages) consensus.step(message)
        },
        onUnreachable: (id) => options.member()?.consensus.reportUnreachable(id),
        onRemoved: options.onRemoved,
        onSnapshot: (_from, meta, pieces) => options.onSnapshot(peerCodec.decode(meta, 0, meta.length), pieces),
        isRemoved: (id) => options.member()?.machine.membership.isRemoved(id) ?? false,
        members: () => membersJson(options.member()?.machine.membership.members() ?? []),
        versions: options.versions,
        rpc: this.#calls(),
        onRoundTrip: (id, seconds) => options.observe.onRoundTrip(id, seconds),
        onSnapshotSent: (to, seconds) => options.observe.onSnapshotSent(to, seconds),
        onSnapshotReceived: (from, seconds) => options.observe.onSnapshotReceived(from, seconds),
      },
    })
  }

  readonly reach = {
    isConnected: (id: bigint): boolean => this.#isSelf(id) || this.connectedSinceMs(id) !== undefined,
    isSteady: (id: bigint): boolean => {
      if (this.#isSelf(id)) return true
      const since = this.connectedSinceMs(id)
      return since !== undefined && this.#options.clock.monotonicMs() - since > steadyMs
    },
  }

  connectedSinceMs(id: bigint): number | undefined {
    return this.transport.activeSinceMs(id)
  }

  setMembers(members: readonly MemberRow[]): void {
    const now = new Set(members.map(({ id }) => id))
    for (const id of this.#known) if (!now.has(id)) this.#removeSoon(id)
    for (const { id, peerUrls } of members) if (!this.#isSelf(id)) this.transport.setPeer(id, peerUrls)
    this.#known = now
  }

  /** Who is removed gets a moment to hear of it through the log. */
  #removeSoon(id: bigint): void {
    this.#options.clock.setTimer(removalLingerMs, () => {
      if (!this.#known.has(id)) this.transport.removePeer(id)
    })
  }

  send(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.type === 'MsgSnap') this.#sendSnapshot(message)
      else this.transport.send(message.to, message, isUrgent(message))
    }
  }

  call(to: bigint, name: PeerCall, body: Buffer, timeoutMs: number): Promise<Buffer> {
    return this.transport.call(to, name, body, { timeoutMs, idempotent: repeatable.has(name) })
  }

  #isSelf(id: bigint): boolean {
    return id === this.#options.identity.memberId
  }

  /** One state at a time to each member; the core waits for the report. */
  #sendSnapshot(message: Message): void {
    const member = this.#options.member()
    if (member === undefined || this.#sending.has(message.to)) return
    this.#sending.add(message.to)
    const report = (ok: boolean): void => {
      this.#sending.delete(message.to)
      member.consensus.reportSnapshot(message.to, ok)
    }
    const about = { 'to-peer': message.to.toString(16), 'raft-index': message.snapshot?.index }
    this.#options.logger.info('sending database snapshot', about)
    member
      .sendState(message, (snapshot, pieces) =>
        this.transport.sendSnapshot(snapshot.to, { meta: peerCodec.encode(snapshot), pieces }),
      )
      .then(
        () => {
          this.#options.logger.info('sent database snapshot', about)
          report(true)
        },
        (error: unknown) => {
          this.#options.logger.warn('failed to send database snapshot', { ...about, error })
          report(false)
        },
      )
  }

  /** What other members may ask of the one that runs here. */
  #calls(): Readonly<Record<PeerCall, PeerRpc>> {
    const member = (): Member => {
      const running = this.#options.member()
      if (running === undefined) throw new RequestError('Stopped')
      return running
    }
    return {
      leaseRenew: {
        from: 'members',
        handle: async (_from, body) => {
          const { id } = LeaseKeepAliveRequest.decode(body)
          return LeaseKeepAliveResponse.encode({ id, ttl: await member().lessor.renew(id) })
        },
      },
      leaseTimeToLive: {
        from: 'members',
        handle: async (_from, body) => {
          const { id } = LeaseTimeToLiveRequest.decode(body)
          const found = member().localTimeToLive(id)
          const { remainingSeconds = -1, grantedSeconds = 0, keys = [] } = found ?? {}
          return LeaseTimeToLiveResponse.encode({ id, ttl: remainingSeconds, grantedTtl: grantedSeconds, keys })
        },
      },
      memberPromote: {
        from: 'members',
        handle: async (_from, body) => {
          const { id } = MemberPromoteRequest.decode(body)
          if (!member().isLeader) throw new RequestError('NotLeader')
          return MemberPromoteResponse.encode({ members: await member().promoteMember(id) })
        },
      },
      memberList: {
        from: 'anyone',
        handle: async () => {
          const { clusterId, memberId } = this.#options.identity
          return MemberListResponse.encode({ header: { clusterId, memberId }, members: member().members() })
        },
      },
      memberAdd: {
        from: 'anyone',
        handle: async (_from, body) => {
          // Who may speak to this port may join as a learner, and no more: it votes only when it is promoted.
          const { peerUrls } = MemberAddRequest.decode(body)
          return MemberAddResponse.encode(await member().addMember(peerUrls, true))
        },
      },
      hashKv: {
        from: 'members',
        handle: async (_from, body) => {
          const { revision } = HashKVRequest.decode(body)
          const { hash, compactRevision, hashRevision } = await member().hashKv(revision)
          return HashKVResponse.encode({ hash, compactRevision, hashRevision })
        },
      },
    }
  }
}

/** JSON as etcd's peers answer it: ids are bare 64-bit numbers, which JSON.stringify cannot write. */
export function membersJson(members: readonly MemberRow[]): string {
  const texts = members.map(({ id, peerUrls, name, clientUrls, isLearner }) => {
    const rest = JSON.stringify({
      peerURLs: peerUrls,
      ...(isLearner ? { isLearner } : {}),
      name,
      ...(clientUrls.length > 0 ? { clientURLs: clientUrls } : {}),
    })
    return `{"id":${id},${rest.slice(1)}`
  })
  return `[${texts.join(',')}]`
}
