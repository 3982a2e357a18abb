/**
 * How the answers of the key-value service are shown, alone and inside a transaction.
 */
import { unreachable } from '../../../base/assert.ts'
import { keyBytes } from '../../../base/bytes.ts'
import {
  DeleteRangeResponse,
  PutResponse,
  RangeResponse,
  type ResponseOp,
  TxnResponse,
} from '../../../generated/etcdserverpb/kv.ts'
import type { KeyValue } from '../../../generated/mvccpb/kv.ts'
import { field, headerFields, kvFields } from './fields.ts'
import { escapedHex } from './go-text.ts'
import { filled, type Json } from './json.ts'
import { headerJson, kvJson } from './messages.ts'
import type { Piece, Report } from './session.ts'

export interface KvForm {
  readonly hex: boolean
  readonly valueOnly?: boolean
}

/** A pair as two lines, or its value as one. */
export function kvPieces(kv: KeyValue, { hex, valueOnly = false }: KvForm): Piece[] {
  const shown = (bytes: Buffer): Piece => (hex ? escapedHex(bytes) : bytes)
  return [...(valueOnly ? [] : [shown(keyBytes(kv.key)), '\n']), shown(kv.value), '\n']
}

export function rangeReport(response: RangeResponse, form: KvForm): Report {
  return {
    simple: () => response.kvs.flatMap((kv) => kvPieces(kv, form)),
    json: () => rangeJson(response),
    fields: () => rangeFields(response, false),
    protobuf: () => RangeResponse.encode(response),
  }
}

export function putReport(response: PutResponse, form: KvForm): Report {
  return {
    simple: () => putPieces(response, form),
    json: () => putJson(response),
    fields: () => putFields(response, false),
    protobuf: () => PutResponse.encode(response),
  }
}

export function deleteReport(response: DeleteRangeResponse, form: KvForm): Report {
  return {
    simple: () => deletePieces(response, form),
    json: () => deleteJson(response),
    fields: () => deleteFields(response, false),
    protobuf: () => DeleteRangeResponse.encode(response),
  }
}

export function txnReport(response: TxnResponse, form: KvForm): Report {
  return {
    simple: () => txnPieces(response, form),
    json: () => txnJson(response),
    fields: () => txnFields(response, false),
    protobuf: () => TxnResponse.encode(response),
  }
}

function putPieces({ prevKv }: PutResponse, form: KvForm): Piece[] {
  return ['OK\n', ...(prevKv === undefined ? [] : kvPieces(prevKv, form))]
}

function deletePieces({ deleted, prevKvs }: DeleteRangeResponse, form: KvForm): Piece[] {
  return [`${deleted}\n`, ...prevKvs.flatMap((kv) => kvPieces(kv, form))]
}

function txnPieces({ succeeded, responses }: TxnResponse, form: KvForm): Piece[] {
  return [succeeded ? 'SUCCESS\n' : 'FAILURE\n', ...responses.flatMap((op) => ['\n', ...opPieces(op, form)])]
}

function opPieces({ response }: ResponseOp, form: KvForm): Piece[] {
  if (response === undefined) return []
  switch (response.case) {
    case 'responseRange':
      return response.value.kvs.flatMap((kv) => kvPieces(kv, form))
    case 'responsePut':
      return putPieces(response.value, form)
    case 'responseDeleteRange':
      return deletePieces(response.value, form)
    case 'responseTxn':
      return txnPieces(response.value, form)
    default:
      return unreachable(response)
  }
}

function rangeJson({ header, kvs, more, count }: RangeResponse): Json {
  return filled({ header: headerJson(header), kvs: kvs.map(kvJson), more, count })
}

function putJson({ header, prevKv }: PutResponse): Json {
  return filled({ header: headerJson(header), prev_kv: prevKv === undefined ? undefined : kvJson(prevKv) })
}

function deleteJson({ header, deleted, prevKvs }: DeleteRangeResponse): Json {
  return filled({ header: headerJson(header), deleted, prev_kvs: prevKvs.map(kvJson) })
}

function txnJson({ header, succeeded, responses }: TxnResponse): Json {
  return filled({ header: headerJson(header), succeeded, responses: responses.map((op) => ({ Response: opJson(op) })) })
}

function opJson({ response }: ResponseOp): Json {
  if (response === undefined) return null
  switch (response.case) {
    case 'responseRange':
      return { response_range: rangeJson(response.value) }
    case 'responsePut':
      return { response_put: putJson(response.value) }
    case 'responseDeleteRange':
      return { response_delete_range: deleteJson(response.value) }
    case 'responseTxn':
      return { response_txn: txnJson(response.value) }
    default:
      return unreachable(response)
  }
}

function rangeFields({ header, kvs, more, count }: RangeResponse, inner: boolean): string {
  const pairs = kvs.map((kv) => kvFields(kv)).join('')
  return headerFields(header, inner) + pairs + field('More', more) + field('Count', count)
}

function putFields({ header, prevKv }: PutResponse, inner: boolean): string {
  return headerFields(header, inner) + (prevKv === undefined ? '' : kvFields(prevKv, 'Prev'))
}

function deleteFields({ header, deleted, prevKvs }: DeleteRangeResponse, inner: boolean): string {
  const pairs = prevKvs.map((kv) => kvFields(kv, 'Prev')).join('')
  return headerFields(header, inner) + field('Deleted', deleted) + pairs
}

function txnFields({ header, succeeded, responses }: TxnResponse, inner: boolean): string {
  return headerFields(header, inner) + field('Succeeded', succeeded) + responses.map(opFields).join('')
}

function opFields({ response }: ResponseOp): string {
  if (response === undefined) return ''
  switch (response.case) {
    case 'responseRange':
      return rangeFields(response.value, true)
    case 'responsePut':
      return putFields(response.value, true)
    case 'responseDeleteRange':
      return deleteFields(response.value, true)
    case 'responseTxn':
      return txnFields(response.value, true)
    default:
      return unreachable(response)
  }
}
