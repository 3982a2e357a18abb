/**
 * The conditions of a transaction, against the state before it (etcd semantics, `etcdserverpb.Compare`).
 *
 * A condition over a range must hold for every key of it. A key that does not exist has version, revisions and lease 0, and
 * no value: a condition on its value is false whatever the operator is, because an empty value is a value.
 */
import { keyRange } from '../base/bytes.ts'
import { newest } from './key-index.ts'
import { emptyValue } from './key-value.ts'
import { type Compare, CompareResult, CompareTarget, type RowRef } from './requests.ts'
import type { LoadedRows, StoreState } from './state.ts'

/** Whether the condition holds now; a value that is only on disk is appended to `missing`, and the answer is void. */
export function holds(state: StoreState, compare: Compare, loaded: LoadedRows, missing: RowRef[]): boolean {
  const index = state.index
  const range = keyRange(compare.key, compare.rangeEnd)
  const slots: number[] = []
  if (range.one) {
    const slot = index.find(range.from)
    if (slot >= 0) slots.push(slot)
  } else index.collect(range, Number.MAX_SAFE_INTEGER, slots)
  let exists = false
  let all = true
  for (const slot of slots) {
    if (!index.isLive(slot)) continue
    exists = true
    if (!holdsFor(state, slot, compare, loaded, missing)) all = false
    if (!all && missing.length === 0) return false
  }
  if (exists) return all
  return compare.target !== CompareTarget.Value && judge(compare.result, compareMissing(compare))
}

function holdsFor(state: StoreState, slot: number, compare: Compare, loaded: LoadedRows, missing: RowRef[]): boolean {
  const index = state.index
  switch (compare.target) {
    case CompareTarget.Version:
      return judge(compare.result, index.versionOf(slot, newest) - numberOperand(compare, 'version'))
    case CompareTarget.Create:
      return judge(compare.result, index.createOf(slot, newest) - numberOperand(compare, 'createRevision'))
    case CompareTarget.Mod:
      return judge(compare.result, index.mainOf(slot, newest) - numberOperand(compare, 'modRevision'))
    case CompareTarget.Lease:
      return judge(compare.result, order(index.slots.leaseOf(slot), leaseOperand(compare)))
    case CompareTarget.Value: {
      const value = state.newestValue(slot, loaded)
      if (value === undefined) {
        missing.push(state.newestRef(slot))
        return true
      }
      return judge(compare.result, value.compare(valueOperand(compare)))
    }
    default:
      return judge(compare.result, 0)
  }
}

function compareMissing(compare: Compare): number {
  switch (compare.target) {
    case CompareTarget.Version:
      return 0 - numberOperand(compare, 'version')
    case CompareTarget.Create:
      return 0 - numberOperand(compare, 'createRevision')
    case CompareTarget.Mod:
      return 0 - numberOperand(compare, 'modRevision')
    case CompareTarget.Lease:
      return order(0n, leaseOperand(compare))
    default:
      return 0
  }
}

/** An operand of another kind than the target's counts as 0. */
function numberOperand(compare: Compare, name: 'version' | 'createRevision' | 'modRevision'): number {
  const union = compare.targetUnion
  return union?.case === name ? union.value : 0
}

function leaseOperand({ targetUnion }: Compare): bigint {
  return targetUnion?.case === 'lease' ? targetUnion.value : 0n
}

function valueOperand({ targetUnion }: Compare): Buffer {
  return targetUnion?.case === 'value' ? targetUnion.value : emptyValue
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function judge(result: number, difference: number): boolean {
  switch (result) {
    case CompareResult.Equal:
      return difference === 0
    case CompareResult.NotEqual:
      return difference !== 0
    case CompareResult.Greater:
      return difference > 0
    case CompareResult.Less:
      return difference < 0
    default:
      return true
  }
}
