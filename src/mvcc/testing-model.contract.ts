/**
 * A store too simple to be wrong: every state it ever had, in a list. The tests hold the real one against it.
 */

import { defined } from '../base/assert.ts'
import { inRange, keyRange } from '../base/bytes.ts'
import type { Reason } from '../base/errors.ts'
import { emptyValue, type KeyValue } from './key-value.ts'
import type {
  Compare,
  DeleteRangeRequest,
  OpResult,
  PutRequest,
  RangeRequest,
  RangeResult,
  RequestOp,
  TxnRequest,
  TxnResult,
} from './requests.ts'

type State = ReadonlyMap<string, KeyValue>

/** A row as it would be stored. */
export interface ModelRow {
  readonly main: number
  readonly sub: number
  readonly deleted: boolean
  readonly kv: KeyValue
  readonly previous: KeyValue | undefined
}

export class Model {
  /** State at each revision. The first write makes revision 2. */
  readonly #states: State[] = [new Map(), new Map()]
  readonly rows: ModelRow[] = []
  compactRevision = -1
  #draft: Map<string, KeyValue> = new Map()
  #draftRows: ModelRow[] = []

  get revision(): number {
    return this.#states.length - 1
  }

  get leases(): Map<string, bigint> {
    const leased = [...this.#at(this.revision).values()].filter(({ lease }) => lease !== 0n)
    return new Map(leased.map(({ key, lease }) => [key, lease]))
  }

  put(request: PutRequest): { failed: Reason } | { revision: number; prevKv: KeyValue | undefined } {
    this.#begin()
    const failed = this.#checkPut(request)
    if (failed !== undefined) return { failed }
    const prevKv = this.#put(request)
    return { revision: this.#commit(), prevKv: request.prevKv ? prevKv : undefined }
  }

  deleteRange(request: DeleteRangeRequest): { revision: number; deleted: number; prevKvs: KeyValue[] } {
    this.#begin()
    const gone = this.#delete(request)
    return { revision: this.#commit(), deleted: gone.length, prevKvs: request.prevKv ? gone : [] }
  }

  txn(request: TxnRequest): { failed: Reason } | TxnResult {
    this.#begin()
    const branches = new Map<TxnRequest, boolean>()
    this.#decide(request, branches)
    const failed =
      this.#check(request, branches, (op) => (op.case === 'requestPut' ? this.#checkPut(op.value) : undefined)) ??
      this.#check(request, branches, (op) => (op.case === 'requestRange' ? this.#checkRange(op.value) : undefined))
    if (failed !== undefined) return { failed }
    try {
      const responses = this.#execute(request, branches)
      return { revision: this.#commit(), succeeded: branches.get(request) === true, responses }
    } catch (error) {
      if (error !== keyNotFound) throw error
      return { failed: 'KeyNotFound' }
    }
  }

  compact(revision: number): Reason | undefined {
    if (revision <= this.compactRevision) return 'Compacted'
    if (revision > this.revision) return 'FutureRevision'
    this.compactRevision = revision
    return undefined
  }

  range(request: RangeRequest): { failed: Reason } | RangeResult {
    if (request.revision > this.revision) return { failed: 'FutureRevision' }
    if (request.revision > 0 && request.revision < this.compactRevision) return { failed: 'Compacted' }
    return rangeIn(this.#at(request.revision > 0 ? request.revision : this.revision), request, this.revision)
  }

  /** The rows that are left when a compaction at the mark is done. */
  rowsLeft(): ModelRow[] {
    const mark = this.compactRevision
    return this.rows.filter((row) => {
      if (row.main > mark) return true
      const newer = this.rows.some((other) => other.kv.key === row.kv.key && other.main <= mark && isAfter(other, row))
      return !newer && (!row.deleted || row.main === mark)
    })
  }

  /** etcd's rule of which rows HashKV leaves out because compaction may have taken them. */
  rowsHashed(revision: number): ModelRow[] {
    const keep = new Set([...this.#at(revision).values()].map(({ key, modRevision }) => `${modRevision} ${key}`))
    return this.rowsLeft().filter((row) => {
      if (row.main > revision) return false
      return row.main > this.compactRevision || keep.size === 0 || keep.has(`${row.main} ${row.kv.key}`)
    })
  }

  #at(revision: number): State {
    return defined(this.#states[revision], 'a revision that exists', revision)
  }

  #begin(): void {
    this.#draft = new Map(this.#at(this.revision))
    this.#draftRows = []
  }

  #commit(): number {
    if (this.#draftRows.length === 0) return this.revision
    this.rows.push(...this.#draftRows)
    this.#states.push(this.#draft)
    return this.revision
  }

  #put(request: PutRequest): KeyValue | undefined {
    const previous = this.#draft.get(request.key)
    if (previous === undefined && (request.ignoreLease || request.ignoreValue)) throw keyNotFound
    const main = this.revision + 1
    const kv = {
      key: request.key,
      createRevision: previous?.createRevision ?? main,
      modRevision: main,
      version: (previous?.version ?? 0) + 1,
      value: request.ignoreValue ? (previous?.value ?? emptyValue) : request.value,
      lease: request.ignoreLease ? (previous?.lease ?? 0n) : request.lease,
    }
    this.#draft.set(request.key, kv)
    this.#draftRows.push({ main, sub: this.#draftRows.length, deleted: false, kv, previous: this.#before(request.key) })
    return previous
  }

  #delete({ key, rangeEnd }: DeleteRangeRequest): KeyValue[] {
    const gone = sorted(this.#draft).filter((kv) => inRange(keyRange(key, rangeEnd), kv.key))
    const main = this.revision + 1
    for (const { key } of gone) {
      this.#draft.delete(key)
      const kv = { key, createRevision: 0, modRevision: main, version: 0, value: emptyValue, lease: 0n }
      this.#draftRows.push({ main, sub: this.#draftRows.length, deleted: true, kv, previous: this.#before(key) })
    }
    return gone
  }

  #before(key: string): KeyValue | undefined {
    return this.#at(this.revision).get(key)
  }

  #checkPut({ key, lease, ignoreValue, ignoreLease }: PutRequest): Reason | undefined {
    if (lease >= 10n) return 'LeaseNotFound'
    return (ignoreValue || ignoreLease) && !this.#at(this.revision).has(key) ? 'KeyNotFound' : undefined
  }

  #checkRange({ revision }: RangeRequest): Reason | undefined {
    if (revision > this.revision) return 'FutureRevision'
    return revision !== 0 && revision < this.compactRevision ? 'Compacted' : undefined
  }

  #decide(request: TxnRequest, branches: Map<TxnRequest, boolean>): void {
    branches.set(
      request,
      request.compare.every((compare) => this.#holds(compare)),
    )
    for (const { request: op } of taken(request, branches))
      if (op?.case === 'requestTxn') this.#decide(op.value, branches)
  }

  #check(
    request: TxnRequest,
    branches: Map<TxnRequest, boolean>,
    check: (op: NonNullable<RequestOp['request']>) => Reason | undefined,
  ): Reason | undefined {
    for (const { request: op } of taken(request, branches)) {
      if (op === undefined) continue
      const failed = op.case === 'requestTxn' ? this.#check(op.value, branches, check) : check(op)
      if (failed !== undefined) return failed
    }
    return undefined
  }

  #execute(request: TxnRequest, branches: Map<TxnRequest, boolean>): OpResult[] {
    return taken(request, branches).flatMap(({ request: op }): OpResult[] => {
      const now = () => this.revision + (this.#draftRows.length > 0 ? 1 : 0)
      switch (op?.case) {
        case 'requestPut': {
          const prevKv = this.#put(op.value)
          return [{ case: 'responsePut', value: { revision: now(), prevKv: op.value.prevKv ? prevKv : undefined } }]
        }
        case 'requestDeleteRange': {
          const gone = this.#delete(op.value)
          const prevKvs = op.value.prevKv ? gone : []
          return [{ case: 'responseDeleteRange', value: { revision: now(), deleted: gone.length, prevKvs } }]
        }
        case 'requestRange': {
          const state = op.value.revision > 0 ? this.#at(op.value.revision) : this.#draft
          return [{ case: 'responseRange', value: rangeIn(state, op.value, now()) }]
        }
        case 'requestTxn': {
          const responses = this.#execute(op.value, branches)
          return [
            { case: 'responseTxn', value: { revision: 0, succeeded: branches.get(op.value) === true, responses } },
          ]
        }
        default:
          return []
      }
    })
  }

  #holds(compare: Compare): boolean {
    const all = sorted(this.#at(this.revision)).filter((kv) => inRange(keyRange(compare.key, compare.rangeEnd), kv.key))
    if (all.length === 0 && compare.target === 3) return false
    const nothing = { key: '', createRevision: 0, modRevision: 0, version: 0, value: emptyValue, lease: 0n }
    return (all.length === 0 ? [nothing] : all).every((kv) => {
      const difference = differenceOf(kv, compare)
      return [difference === 0, difference > 0, difference < 0, difference !== 0][compare.result]
    })
  }
}

const keyNotFound = new Error('key not found')

function taken(request: TxnRequest, branches: Map<TxnRequest, boolean>): readonly RequestOp[] {
  return branches.get(request) === true ? request.success : request.failure
}

function differenceOf(kv: KeyValue, { target, targetUnion }: Compare): number {
  const operand = targetUnion?.value ?? 0
  switch (target) {
    case 0:
      return kv.version - Number(targetUnion?.case === 'version' ? operand : 0)
    case 1:
      return kv.createRevision - Number(targetUnion?.case === 'createRevision' ? operand : 0)
    case 2:
      return kv.modRevision - Number(targetUnion?.case === 'modRevision' ? operand : 0)
    case 3:
      return Buffer.compare(kv.value, targetUnion?.case === 'value' ? targetUnion.value : emptyValue)
    default:
      return Number(kv.lease - (targetUnion?.case === 'lease' ? targetUnion.value : 0n))
  }
}

function sorted(state: State): KeyValue[] {
  return [...state.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function rangeIn(state: State, request: RangeRequest, revision: number): RangeResult {
  const all = sorted(state).filter((kv) => inRange(keyRange(request.key, request.rangeEnd), kv.key))
  const count = all.length
  if (request.countOnly) return { revision, kvs: [], more: false, count }
  const { minModRevision, maxModRevision, minCreateRevision, maxCreateRevision, limit, sortTarget } = request
  const filtered = minModRevision !== 0 || maxModRevision !== 0 || minCreateRevision !== 0 || maxCreateRevision !== 0
  let kvs = all.filter(
    (kv) =>
      (minModRevision === 0 || kv.modRevision >= minModRevision) &&
      (maxModRevision === 0 || kv.modRevision <= maxModRevision) &&
      (minCreateRevision === 0 || kv.createRevision >= minCreateRevision) &&
      (maxCreateRevision === 0 || kv.createRevision <= maxCreateRevision),
  )
  if (limit > 0 && request.sortOrder === 0 && !filtered) kvs = kvs.slice(0, limit + 1)
  const by = [
    (a: KeyValue, b: KeyValue) => (a.key < b.key ? -1 : 1),
    (a: KeyValue, b: KeyValue) => a.version - b.version,
    (a: KeyValue, b: KeyValue) => a.createRevision - b.createRevision,
    (a: KeyValue, b: KeyValue) => a.modRevision - b.modRevision,
    (a: KeyValue, b: KeyValue) => Buffer.compare(a.value, b.value),
  ][sortTarget]
  const compare = defined(by, 'a sort target', sortTarget)
  kvs.sort(request.sortOrder === 2 ? (a, b) => compare(b, a) : compare)
  const more = limit > 0 && kvs.length > limit
  if (more) kvs = kvs.slice(0, limit)
  if (request.keysOnly) {
    kvs = kvs.map((kv) => ({ ...kv, value: emptyValue, lease: sortTarget === 4 ? kv.lease : 0n }))
  }
  return { revision, kvs, more, count }
}

function isAfter(a: ModelRow, b: ModelRow): boolean {
  return a.main > b.main || (a.main === b.main && a.sub > b.sub)
}
