/**
 * A transaction: its conditions decide a branch, the branch is checked, then carried out.
 *
 * All conditions, those of nested transactions too, look at the state before the first operation, and so do the checks
 * (leases and keys exist, revisions can be read): a transaction changes everything or nothing. What is only on disk is
 * found on the way; the run then goes to its end with what it has, to learn all that is missing, and is taken back.
 */
import { defined } from '../base/assert.ts'
import { type KeyRange, keyRange } from '../base/bytes.ts'
import type { Reason } from '../base/errors.ts'
import { holds } from './compare.ts'
import type { KeyValue } from './key-value.ts'
import { checkPut, preparePut } from './put.ts'
import { RangeRun } from './range.ts'
import type {
  DeleteRangeRequest,
  DeleteRangeResult,
  OpResult,
  Outcome,
  PutRequest,
  PutResult,
  RangeRequest,
  RangeResult,
  RequestOp,
  RowRef,
  TxnRequest,
  TxnResult,
} from './requests.ts'
import type { LoadedRows, StoreState } from './state.ts'
import type { Writer } from './writer.ts'

/** What a transaction decided before it began, with the nested ones of the branch taken in order. */
interface Decision {
  readonly succeeded: boolean
  readonly ops: readonly RequestOp[]
  readonly nested: readonly Decision[]
}

/** Deletes the live keys of a range. Shared by the request, the transaction and the lease's revoke. */
export function deleteRange(
  { state, writer, loaded }: { state: StoreState; writer: Writer; loaded: LoadedRows },
  request: DeleteRangeRequest,
  missing: RowRef[],
): DeleteRangeResult {
  const slots = liveSlots(state, keyRange(request.key, request.rangeEnd))
  const prevKvs: KeyValue[] = []
  if (request.prevKv) {
    for (const slot of slots) {
      const kv = state.newestKv(slot, loaded)
      if (kv === undefined) missing.push(state.newestRef(slot))
      else prevKvs.push(kv)
    }
  }
  for (const slot of slots) writer.delete(slot, loaded)
  return { revision: writer.revision, deleted: slots.length, prevKvs }
}

/** Slots of the keys of a range that exist now, in key order. */
function liveSlots(state: StoreState, range: KeyRange): number[] {
  if (range.one) {
    const slot = state.index.find(range.from)
    return slot >= 0 && state.index.isLive(slot) ? [slot] : []
  }
  const slots: number[] = []
  state.index.collect(range, Number.MAX_SAFE_INTEGER, slots)
  return slots.filter((slot) => state.index.isLive(slot))
}

/** Carries out one transaction on the state; `writer` undefined: it only reads. */
export class TxnRun {
  readonly #state: StoreState
  readonly #writer: Writer | undefined
  readonly #loaded: LoadedRows
  readonly #missing: RowRef[] = []
  #failed: Reason | undefined = undefined
  #puts = 0
  #deletes = 0
  #ranges = 0

  constructor(state: StoreState, writer: Writer | undefined, loaded: LoadedRows) {
    this.#state = state
    this.#writer = writer
    this.#loaded = loaded
  }

  run(request: TxnRequest): Outcome<TxnResult> {
    const decision = this.#decide(request)
    if (this.#missing.length > 0) return { missing: this.#missing }
    const failed = this.#checkPuts(decision) ?? this.#checkRanges(decision)
    if (failed !== undefined) return { failed }
    this.#writer?.begin(true)
    const responses = this.#execute(decision)
    if (this.#failed !== undefined || this.#missing.length > 0) {
      this.#writer?.rollback()
      return this.#failed === undefined ? { missing: this.#missing } : { failed: this.#failed }
    }
    this.#count()
    const revision = this.#writer?.commit() ?? this.#state.revision
    return { ok: { revision, succeeded: decision.succeeded, responses } }
  }

  #count(): void {
    const stats = this.#state.stats
    stats.puts += this.#puts
    stats.deletes += this.#deletes
    stats.ranges += this.#ranges
    if (this.#puts + this.#deletes + this.#ranges > 1) stats.txns++
  }

  #decide(request: TxnRequest): Decision {
    let succeeded = true
    for (const compare of request.compare) {
      if (!holds(this.#state, compare, this.#loaded, this.#missing)) {
        succeeded = false
        break
      }
    }
    const ops = succeeded ? request.success : request.failure
    const nested: Decision[] = []
    for (const { request: op } of ops) if (op?.case === 'requestTxn') nested.push(this.#decide(op.value))
    return { succeeded, ops, nested }
  }

  #checkPuts({ ops, nested }: Decision): Reason | undefined {
    let nestedAt = 0
    for (const { request: op } of ops) {
      let failed: Reason | undefined
      if (op?.case === 'requestPut') failed = checkPut(this.#state, op.value)
      else if (op?.case === 'requestTxn') failed = this.#checkPuts(nested[nestedAt++] as Decision)
      if (failed !== undefined) return failed
    }
    return undefined
  }

  #checkRanges({ ops, nested }: Decision): Reason | undefined {
    let nestedAt = 0
    for (const { request: op } of ops) {
      let failed: Reason | undefined
      if (op?.case === 'requestRange') failed = this.#checkRange(op.value)
      else if (op?.case === 'requestTxn') failed = this.#checkRanges(nested[nestedAt++] as Decision)
      if (failed !== undefined) return failed
    }
    return undefined
  }

  /** Unlike a Range of its own, one in a transaction may not name a negative revision once anything is compacted. */
  #checkRange({ revision }: RangeRequest): Reason | undefined {
    if (revision === 0) return undefined
    if (revision > this.#state.revision) return 'FutureRevision'
    return revision < this.#state.compactRevision ? 'Compacted' : undefined
  }

  #execute({ ops, nested }: Decision): OpResult[] {
    const responses: OpResult[] = []
    let nestedAt = 0
    for (const { request: op } of ops) {
      switch (op?.case) {
        case 'requestRange':
          responses.push({ case: 'responseRange', value: this.#range(op.value) })
          break
        case 'requestPut':
          responses.push({ case: 'responsePut', value: this.#put(op.value) })
          break
        case 'requestDeleteRange':
          responses.push({ case: 'responseDeleteRange', value: this.#delete(op.value) })
          break
        case 'requestTxn': {
          const inner = nested[nestedAt++] as Decision
          responses.push({
            case: 'responseTxn',
            value: { revision: 0, succeeded: inner.succeeded, responses: this.#execute(inner) },
          })
          break
        }
        case undefined:
          break
      }
    }
    return responses
  }

  #range(request: RangeRequest): RangeResult {
    this.#ranges++
    const current = this.#writer?.revision ?? this.#state.revision
    const at = request.revision > 0 ? request.revision : current
    const run = new RangeRun(this.#state, request, { at, current, counting: true })
    run.collect(Number.MAX_SAFE_INTEGER)
    if (run.sortsByValue) run.fill(0, run.toFill(false), this.#loaded, this.#missing)
    run.sort()
    run.fill(0, run.toFill(true), this.#loaded, this.#missing)
    return run.result(current)
  }

  #put(request: PutRequest): PutResult {
    const writer = this.#mutable()
    const put = preparePut(this.#state, request, this.#loaded, this.#missing)
    if (put === undefined) {
      // Checked before the first operation; only a delete of this transaction can have taken the key away since.
      this.#failed ??= 'KeyNotFound'
      return { revision: writer.revision, prevKv: undefined }
    }
    this.#puts++
    writer.put(put.slot, request.key, put.value, put.lease, this.#loaded)
    return { revision: writer.revision, prevKv: put.prevKv }
  }

  #delete(request: DeleteRangeRequest): DeleteRangeResult {
    const writer = this.#mutable()
    this.#deletes++
    return deleteRange({ state: this.#state, writer, loaded: this.#loaded }, request, this.#missing)
  }

  #mutable(): Writer {
    return defined(this.#writer, 'a transaction that only reads has no puts and deletes')
  }
}
