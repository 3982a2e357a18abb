/**
 * What operators do. Most of it concerns one member: `endpoint` in the options says which.
 */
import {
  AlarmAction,
  type AlarmMember,
  AlarmType,
  type HashKVResponse,
  MaintenanceService,
  type StatusResponse,
} from '../generated/etcdserverpb/maintenance.ts'
import { type Header, headerOf } from './header.ts'
import { Snapshot } from './snapshot.ts'
import type { CallOptions, Transport } from './transport.ts'

export { type AlarmMember, AlarmType, type HashKVResponse, type StatusResponse }

export interface Alarms {
  readonly header: Header
  readonly alarms: readonly AlarmMember[]
}

export class Maintenance {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  async status(options: CallOptions = {}): Promise<StatusResponse> {
    return this.#transport.call(MaintenanceService.methods.status, {}, options)
  }

  async alarms(options: CallOptions = {}): Promise<Alarms> {
    return this.#alarm({ action: AlarmAction.GET }, options)
  }

  /** Clears one alarm, or all there are; gives those that were set. */
  async disarm(alarm?: AlarmMember, options: CallOptions = {}): Promise<Alarms> {
    if (alarm !== undefined) return this.#alarm({ action: AlarmAction.DEACTIVATE, ...alarm }, options)
    const { header, alarms } = await this.alarms(options)
    const cleared: AlarmMember[] = []
    for (const each of alarms) cleared.push(...(await this.disarm(each, options)).alarms)
    return { header, alarms: cleared }
  }

  /** Gives unused space of one member back to its disk; the member may be slow meanwhile. */
  async defragment(options: CallOptions = {}): Promise<void> {
    await this.#transport.call(MaintenanceService.methods.defragment, {}, options)
  }

  /** The checksum of the history up to `revision` (0: now), which is the same on each member. */
  async hashKv(revision = 0, options: CallOptions = {}): Promise<HashKVResponse> {
    return this.#transport.call(MaintenanceService.methods.hashKv, { revision }, options)
  }

  /** Makes `targetId` the leader. To be asked of the leader itself. @throws RequestError NotLeader, BadLeaderTransferee */
  async moveLeader(targetId: bigint, options: CallOptions = {}): Promise<void> {
    await this.#transport.call(MaintenanceService.methods.moveLeader, { targetId }, options)
  }

  /** A copy of one member's state. Nothing is sent before it is read. No time-out but one that is given. */
  snapshot(options: CallOptions = {}): Snapshot {
    return new Snapshot(this.#transport, options)
  }

  async #alarm(
    request: { action: AlarmAction; memberId?: bigint; alarm?: AlarmType },
    options: CallOptions,
  ): Promise<Alarms> {
    const { header, alarms } = await this.#transport.call(MaintenanceService.methods.alarm, request, options)
    return { header: headerOf(header), alarms }
  }
}
