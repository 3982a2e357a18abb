/**
 * The form `fields`: one `"Name" : value` a line.
 */
import { keyBytes } from '../../../base/bytes.ts'
import type { ResponseHeader } from '../../../generated/etcdserverpb/header.ts'
import type { KeyValue } from '../../../generated/mvccpb/kv.ts'
import { quote } from './go-text.ts'

export type FieldValue = string | number | bigint | boolean | { readonly bare: string }

/** Text comes in quotes; `{ bare }` does not. */
export function field(name: string, value: FieldValue): string {
  const shown = typeof value === 'string' ? quote(value) : typeof value === 'object' ? value.bare : String(value)
  return `"${name}" : ${shown}\n`
}

/** @param always shows a revision of 0 too, as in the answers inside a transaction */
export function headerFields(header: ResponseHeader | undefined, always = false): string {
  const { clusterId, memberId, revision, raftTerm } = header ?? noHeader
  return [
    field('ClusterID', clusterId),
    field('MemberID', memberId),
    revision > 0 || always ? field('Revision', revision) : '',
    field('RaftTerm', raftTerm),
  ].join('')
}

const noHeader: ResponseHeader = { clusterId: 0n, memberId: 0n, revision: 0, raftTerm: 0 }

/** @param prefix `Prev` for a pair as it was before */
export function kvFields(kv: KeyValue, prefix: '' | 'Prev' = ''): string {
  return [
    field(`${prefix}Key`, { bare: quote(keyBytes(kv.key)) }),
    field(`${prefix}CreateRevision`, kv.createRevision),
    field(`${prefix}ModRevision`, kv.modRevision),
    field(`${prefix}Version`, kv.version),
    field(`${prefix}Value`, { bare: quote(kv.value) }),
    field(`${prefix}Lease`, kv.lease),
  ].join('')
}
