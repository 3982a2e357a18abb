/**
 * Config changes as the data of an entry.
 *
 *   v1: | format u8 = 1 | type u8 | id u64le | nodeId u64le | context |
 *   v2: | format u8 = 2 | transition u8 | count u32le | count * (type u8, nodeId u64le) | context |
 *
 * No data at all is the change that leaves a joint configuration: it adds nothing to what a leader has uncommitted, so
 * that it can never be dropped for its size.
 */
import { unreachable } from '../base/assert.ts'
import {
  type ConfChange,
  type ConfChangeSingle,
  type ConfChangeTransition,
  type ConfChangeType,
  type ConfChangeV1,
  type ConfChangeV2,
  isConfChangeV1,
  isJointExit,
} from './conf-state.ts'
import { type Entry, type EntryType, noData } from './entry.ts'

/** The data of a config change is not what this version writes. */
export class MalformedConfChange extends Error {
  override readonly name = 'MalformedConfChange'
}

const types = ['addNode', 'removeNode', 'updateNode', 'addLearnerNode'] as const satisfies readonly ConfChangeType[]
const transitions = ['auto', 'jointImplicit', 'jointExplicit'] as const satisfies readonly ConfChangeTransition[]

const v1HeaderBytes = 18
const v2HeaderBytes = 6
const stepBytes = 9

/** What an entry that carries `change` holds. */
export function encodeConfChange(change: ConfChange): { readonly type: EntryType; readonly data: Buffer } {
  if (isConfChangeV1(change)) return { type: 'confChange', data: encodeV1(change) }
  if (isJointExit(change) && change.context.length === 0) return { type: 'confChangeV2', data: noData }
  return { type: 'confChangeV2', data: encodeV2(change) }
}

/** @throws MalformedConfChange when the data is not a change of the entry's type, or the entry carries none */
export function decodeConfChange({ type, data }: Pick<Entry, 'type' | 'data'>): ConfChange {
  switch (type) {
    case 'confChange':
      return decodeV1(data)
    case 'confChangeV2':
      return decodeV2(data)
    case 'normal':
      throw new MalformedConfChange('a normal entry carries no config change')
    default:
      return unreachable(type)
  }
}

/** The change, or what is wrong with it: for data that comes from elsewhere. */
export function tryDecodeConfChange(entry: Pick<Entry, 'type' | 'data'>): ConfChange | MalformedConfChange {
  try {
    return decodeConfChange(entry)
  } catch (error) {
    if (error instanceof MalformedConfChange) return error
    throw error
  }
}

function encodeV1({ id, type, nodeId, context }: ConfChangeV1): Buffer {
  const header = Buffer.alloc(v1HeaderBytes)
  header.writeUInt8(1, 0)
  header.writeUInt8(types.indexOf(type), 1)
  header.writeBigUInt64LE(id, 2)
  header.writeBigUInt64LE(nodeId, 10)
  return Buffer.concat([header, context])
}

function decodeV1(data: Buffer): ConfChangeV1 {
  expectFormat(data, 1, v1HeaderBytes)
  return {
    id: data.readBigUInt64LE(2),
    type: pick(types, data.readUInt8(1), 'type'),
    nodeId: data.readBigUInt64LE(10),
    context: data.subarray(v1HeaderBytes),
  }
}

function encodeV2({ transition, changes, context }: ConfChangeV2): Buffer {
  const head = Buffer.alloc(v2HeaderBytes + changes.length * stepBytes)
  head.writeUInt8(2, 0)
  head.writeUInt8(transitions.indexOf(transition), 1)
  head.writeUInt32LE(changes.length, 2)
  let at = v2HeaderBytes
  for (const { type, nodeId } of changes) {
    head.writeUInt8(types.indexOf(type), at)
    head.writeBigUInt64LE(nodeId, at + 1)
    at += stepBytes
  }
  return Buffer.concat([head, context])
}

function decodeV2(data: Buffer): ConfChangeV2 {
  if (data.length === 0) return { transition: 'auto', changes: [], context: noData }
  expectFormat(data, 2, v2HeaderBytes)
  const transition = pick(transitions, data.readUInt8(1), 'transition')
  const end = v2HeaderBytes + data.readUInt32LE(2) * stepBytes
  if (data.length < end) throw new MalformedConfChange(`${data.length} bytes, too short for its steps: ${end}`)
  const changes: ConfChangeSingle[] = []
  for (let at = v2HeaderBytes; at < end; at += stepBytes) {
    changes.push({ type: pick(types, data.readUInt8(at), 'type'), nodeId: data.readBigUInt64LE(at + 1) })
  }
  return { transition, changes, context: data.subarray(end) }
}

function expectFormat(data: Buffer, format: number, headerBytes: number): void {
  if (data.length < headerBytes) throw new MalformedConfChange(`${data.length} bytes, less than ${headerBytes}`)
  if (data[0] !== format) throw new MalformedConfChange(`format ${data[0]}, expected ${format}`)
}

function pick<T>(names: readonly T[], code: number, what: string): T {
  const name = names[code]
  if (name === undefined) throw new MalformedConfChange(`${what} ${code} is not known`)
  return name
}
