/**
 * An answer that is shown as a sentence, or as its message.
 */
import type { ResponseHeader } from '../../../generated/etcdserverpb/header.ts'
import type { MethodDefinition, ResponseOf } from '../../../generated/runtime/service.ts'
import { filled, type Json } from './json.ts'
import { headerJson } from './messages.ts'
import type { Piece, Report } from './session.ts'

/** @param more fields of the JSON form besides the header */
export function sentenceReport<M extends MethodDefinition>(
  method: M,
  response: ResponseOf<M> & { readonly header: ResponseHeader | undefined },
  sentence: readonly Piece[],
  more: { readonly [name: string]: Json } = {},
): Report {
  return {
    simple: () => sentence,
    json: () => filled({ header: headerJson(response.header), ...more }),
    protobuf: () => method.response.encode(response),
  }
}
