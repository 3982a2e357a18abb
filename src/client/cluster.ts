/**
 * The members of the cluster.
 */
import { ClusterService, type Member } from '../generated/etcdserverpb/cluster.ts'
import { type Header, headerOf } from './header.ts'
import type { CallOptions, Transport } from './transport.ts'

export type { Member } from '../generated/etcdserverpb/cluster.ts'

export interface Members {
  /** Its `revision` is always 0. */
  readonly header: Header
  /** In the order of their ids. A member that has not started yet has an empty name and no client URLs. */
  readonly members: readonly Member[]
}

export class Cluster {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** @param options `serializable`: as the member asked knows it, without asking a quorum */
  async list(options: { readonly serializable?: boolean | undefined } & CallOptions = {}): Promise<Members> {
    const request = { linearizable: options.serializable !== true }
    return membersOf(await this.#transport.call(ClusterService.methods.memberList, request, options))
  }

  async add(
    peerUrls: readonly string[],
    options: { readonly learner?: boolean | undefined } & CallOptions = {},
  ): Promise<Members & { readonly member: Member | undefined }> {
    const request = { peerUrls, isLearner: options.learner }
    const response = await this.#transport.call(ClusterService.methods.memberAdd, request, options)
    return { ...membersOf(response), member: response.member }
  }

  async remove(id: bigint, options: CallOptions = {}): Promise<Members> {
    return membersOf(await this.#transport.call(ClusterService.methods.memberRemove, { id }, options))
  }

  async update(id: bigint, peerUrls: readonly string[], options: CallOptions = {}): Promise<Members> {
    return membersOf(await this.#transport.call(ClusterService.methods.memberUpdate, { id, peerUrls }, options))
  }

  /** Makes a learner a voter. @throws RequestError LearnerNotReady while it lags behind */
  async promote(id: bigint, options: CallOptions = {}): Promise<Members> {
    return membersOf(await this.#transport.call(ClusterService.methods.memberPromote, { id }, options))
  }

  /** Asks the cluster for its client URLs and uses those from now on; learners, which refuse most calls, left out. */
  async syncEndpoints(options: CallOptions = {}): Promise<readonly string[]> {
    const { members } = await this.list(options)
    const endpoints = members.filter(({ isLearner }) => !isLearner).flatMap(({ clientUrls }) => clientUrls)
    if (endpoints.length > 0) this.#transport.setEndpoints(endpoints)
    return this.#transport.endpoints
  }
}

function membersOf({ header, members }: { header: Header | undefined; members: readonly Member[] }): Members {
  return { header: headerOf(header), members }
}
