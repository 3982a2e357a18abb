/**
 * How a batch of events is shown.
 */
import { bytesKey } from '../../../base/bytes.ts'
import type { KeyValue, WatchBatch, WatchCanceled, WatchEvent } from '../../../client/index.ts'
import { WatchResponse } from '../../../generated/etcdserverpb/watch.ts'
import { type Event, EventType, type KeyValue as WireKeyValue } from '../../../generated/mvccpb/kv.ts'
import { field, headerFields, kvFields } from './fields.ts'
import { filled } from './json.ts'
import { kvPieces } from './kv-report.ts'
import { headerJson, kvJson } from './messages.ts'
import type { Report } from './session.ts'

/** @param canceled why this is the watch's last word */
export function watchReport({ header, events }: WatchBatch, hex: boolean, canceled?: WatchCanceled): Report {
  const wire = events.map(wireEvent)
  return {
    simple: () => {
      if (wire.length === 0) return [`progress notify: ${header.revision}\n`]
      return wire.flatMap(({ type, kv, prevKv }) => [
        `${typeName(type)}\n`,
        ...(prevKv === undefined ? [] : kvPieces(prevKv, { hex })),
        ...(kv === undefined ? [] : kvPieces(kv, { hex })),
      ])
    },
    json: () => ({
      Header: headerJson(header),
      Events: wire.length === 0 ? null : wire.map(eventJson),
      CompactRevision: canceled?.compactRevision ?? 0,
      Canceled: canceled !== undefined,
      Created: false,
      CancelReason: canceled === undefined || canceled.compactRevision > 0 ? '' : canceled.message,
    }),
    fields: () =>
      headerFields(header) +
      wire
        .map(({ type, kv, prevKv }) => {
          const pairs = [prevKv === undefined ? '' : kvFields(prevKv, 'Prev'), kv === undefined ? '' : kvFields(kv)]
          return field('Type', { bare: typeName(type) }) + pairs.join('')
        })
        .join(''),
    protobuf: () => WatchResponse.encode({ header, events: wire }),
  }
}

function typeName(type: EventType): string {
  return type === EventType.DELETE ? 'DELETE' : 'PUT'
}

function eventJson({ type, kv, prevKv }: Event) {
  return filled({
    type,
    kv: kv === undefined ? undefined : kvJson(kv),
    prev_kv: prevKv === undefined ? undefined : kvJson(prevKv),
  })
}

function wireEvent({ kind, kv, prevKv }: WatchEvent): Event {
  return {
    type: kind === 'delete' ? EventType.DELETE : EventType.PUT,
    kv: wireKv(kv),
    prevKv: prevKv === undefined ? undefined : wireKv(prevKv),
  }
}

function wireKv(kv: KeyValue): WireKeyValue {
  return { ...kv, key: bytesKey(kv.key), lease: kv.leaseId }
}
