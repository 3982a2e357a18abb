/**
 * Who is in the cluster, who was and may not return, and the version all of them speak; as the log has it.
 *
 *   space            key                        row
 *   members          id                         etcdserverpb.Member
 *   removedMembers   id                         empty: the id stays taken for ever
 *   cluster          id | version | downgrade   u64be | text | target version, absent when none is under way
 *
 * A change that makes no sense (`conf-changes.ts`) is a failed outcome and changes nothing, the same on each member.
 */
import { assert } from '../base/assert.ts'
import type { Reason } from '../base/errors.ts'
import { Member } from '../generated/etcdserverpb/cluster.ts'
import type { Counts } from '../storage/applied.ts'
import type { Engine, WriteOp } from '../storage/engine.ts'
import { idKey, parseIdKey, spaceBody, spaceKey, spaceRange } from '../storage/keyspace.ts'
import { checkAdd, checkPromote, checkRemove, checkUpdate, type Members } from './conf-changes.ts'
import { clusterIdOf, memberId } from './ids.ts'

export type { Member }

/** A failed request is a value: part of the result, and the same on each member. */
export type Outcome<T> = { readonly ok: T } | { readonly failed: Reason }

/** What `restore` needs of an engine. */
export type Scanned = Pick<Engine, 'scan'>

export interface Downgrade {
  readonly enabled: boolean
  /** '' when none is under way. */
  readonly targetVersion: string
}

/** The members of a new cluster, not started yet, and its id. */
export function bootstrapMembers(
  initial: readonly { readonly name: string; readonly peerUrls: readonly string[] }[],
  token: string,
): { readonly clusterId: bigint; readonly members: readonly Member[] } {
  const members = initial.map(({ name, peerUrls }) => ({
    id: memberId(peerUrls, token),
    name,
    peerUrls,
    clientUrls: [],
    isLearner: false,
  }))
  return { clusterId: clusterIdOf(members.map(({ id }) => id)), members }
}

export class Membership implements Members {
  readonly #counts: Counts
  readonly #members = new Map<bigint, Member>()
  readonly #removed = new Set<bigint>()
  #sorted: readonly Member[] | undefined
  #clusterId = 0n
  #version: string | undefined
  #downgradeTarget = ''
  #ops: WriteOp[] = []

  /** @param counts is told of each row that comes or goes */
  constructor(counts: Counts) {
    this.#counts = counts
  }

  /** 0 before `bootstrap` or `restore`. It never changes after. */
  get clusterId(): bigint {
    return this.#clusterId
  }

  /** What the members agreed on, for example `3.7.0`; undefined until they did. */
  get version(): string | undefined {
    return this.#version
  }

  get downgrade(): Downgrade {
    return { enabled: this.#downgradeTarget !== '', targetVersion: this.#downgradeTarget }
  }

  /** All members by ascending id, unsigned. */
  members(): readonly Member[] {
    this.#sorted ??= [...this.#members.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    return this.#sorted
  }

  member(id: bigint): Member | undefined {
    return this.#members.get(id)
  }

  /** The member that published itself under `name`, or was given it at bootstrap. */
  memberNamed(name: string): Member | undefined {
    return this.members().find((member) => member.name === name)
  }

  isRemoved(id: bigint): boolean {
    return this.#removed.has(id)
  }

  /** Starts a cluster. */
  bootstrap(clusterId: bigint, members: readonly Member[]): void {
    assert(this.#clusterId === 0n && this.#members.size === 0, 'a cluster starts once', this.#clusterId)
    assert(clusterId !== 0n && members.length > 0, 'a cluster has an id and members', clusterId, members.length)
    this.#clusterId = clusterId
    const id = Buffer.allocUnsafe(8)
    id.writeBigUInt64BE(clusterId)
    this.#counts.add('cluster', 1)
    this.#ops.push({ key: clusterIdKey, value: id })
    for (const member of members) this.#insert(member)
  }

  /** Returns the members after it, as all changes do. Fails as `checkAdd`. */
  add(member: Member): Outcome<readonly Member[]> {
    const failed = checkAdd(this, member)
    if (failed !== undefined) return { failed }
    this.#insert(member)
    return { ok: this.members() }
  }

  /** The id never comes back. Fails as `checkRemove`. */
  remove(id: bigint): Outcome<readonly Member[]> {
    const failed = checkRemove(this, id)
    if (failed !== undefined) return { failed }
    this.#members.delete(id)
    this.#sorted = undefined
    this.#removed.add(id)
    this.#counts.add('members', -1)
    this.#counts.add('removedMembers', 1)
    this.#ops.push({ key: idKey('members', id), value: undefined })
    this.#ops.push({ key: idKey('removedMembers', id), value: Buffer.alloc(0) })
    return { ok: this.members() }
  }

  /** A learner becomes a voter. Fails as `checkPromote`. */
  promote(id: bigint): Outcome<readonly Member[]> {
    const failed = checkPromote(this, id)
    if (failed !== undefined) return { failed }
    this.#change(id, { isLearner: false })
    return { ok: this.members() }
  }

  /** Other peer URLs. Fails as `checkUpdate`. */
  update(id: bigint, peerUrls: readonly string[]): Outcome<readonly Member[]> {
    const failed = checkUpdate(this, { id, peerUrls })
    if (failed !== undefined) return { failed }
    this.#change(id, { peerUrls })
    return { ok: this.members() }
  }

  /** What a member publishes about itself when it starts. Fails with `MemberNotFound` when it was removed meanwhile. */
  updateAttributes(
    id: bigint,
    { name, clientUrls }: { readonly name: string; readonly clientUrls: readonly string[] },
  ): Outcome<Member> {
    if (!this.#members.has(id)) return { failed: 'MemberNotFound' }
    return { ok: this.#change(id, { name, clientUrls }) }
  }

  /** What the members agree on from now on. */
  setVersion(version: string): { readonly from: string | undefined; readonly to: string } {
    const from = this.#version
    if (from === undefined) this.#counts.add('cluster', 1)
    this.#version = version
    this.#ops.push({ key: versionKey, value: Buffer.from(version) })
    return { from, to: version }
  }

  /** Begins a downgrade to `targetVersion`, or ends it with ''. */
  setDowngrade(targetVersion: string): void {
    this.#counts.add('cluster', rows(targetVersion) - rows(this.#downgradeTarget))
    this.#downgradeTarget = targetVersion
    this.#ops.push({ key: downgradeKey, value: targetVersion === '' ? undefined : Buffer.from(targetVersion) })
  }

  /** Rows written since the last call, for the batch that carries the applied record. */
  takeOps(): WriteOp[] {
    const ops = this.#ops
    this.#ops = []
    return ops
  }

  /** Reads everything into an empty membership. */
  async restore(engine: Scanned): Promise<void> {
    assert(this.#members.size === 0, 'a membership is restored once', this.#members.size)
    for await (const rows of engine.scan(spaceRange('members'))) {
      for (const { key, value } of rows) {
        const id = parseIdKey('members', key)
        const member = Member.decode(value)
        assert(member.id === id, 'a member stands under its id', member.id, id)
        this.#members.set(id, member)
      }
      this.#counts.add('members', rows.length)
    }
    for await (const rows of engine.scan(spaceRange('removedMembers'))) {
      for (const { key } of rows) this.#removed.add(parseIdKey('removedMembers', key))
      this.#counts.add('removedMembers', rows.length)
    }
    for await (const rows of engine.scan(spaceRange('cluster'))) {
      for (const { key, value } of rows) this.#restoreSetting(spaceBody('cluster', key), value)
      this.#counts.add('cluster', rows.length)
    }
    this.#sorted = undefined
  }

  #restoreSetting(name: string, value: Buffer): void {
    if (name === 'id') this.#clusterId = value.readBigUInt64BE(0)
    else if (name === 'version') this.#version = value.toString()
    else if (name === 'downgrade') this.#downgradeTarget = value.toString()
    else assert(false, 'a setting of the cluster that this version knows', name)
  }

  #insert(member: Member): void {
    assert(member.id !== 0n && !this.#members.has(member.id), 'a new member has an id of its own', member.id)
    this.#counts.add('members', 1)
    this.#put(member)
  }

  #change(id: bigint, change: Partial<Member>): Member {
    const before = this.#members.get(id)
    assert(before !== undefined, 'a member that is changed is there', id)
    return this.#put({ ...before, ...change })
  }

  #put(member: Member): Member {
    this.#members.set(member.id, member)
    this.#sorted = undefined
    this.#ops.push({ key: idKey('members', member.id), value: Member.encode(member) })
    return member
  }
}

const clusterIdKey = spaceKey('cluster', 'id')
const versionKey = spaceKey('cluster', 'version')
const downgradeKey = spaceKey('cluster', 'downgrade')

/** How many rows a downgrade to `target` takes. */
function rows(target: string): number {
  return target === '' ? 0 : 1
}
