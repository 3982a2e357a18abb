/**
 * A connection of the native host without a socket, and a client of it that sends what it likes: frames by hand, good or bad.
 * Everything happens at once, in the call that sends.
 */

import { deafObserver, FakeTimers, silentLog } from '../../src/api/fakes.contract.ts'
import type { HostedService } from '../../src/api/service.ts'
import { openCall } from '../../src/rpc/grpc/calls.ts'
import { Deadlines } from '../../src/rpc/grpc/deadlines.ts'
import { RefusedStream } from '../../src/rpc/grpc/refused-stream.ts'
import { type Meaning, Routes } from '../../src/rpc/grpc/routes.ts'
import { GrpcSession } from '../../src/rpc/grpc/session.ts'
import { Connection } from '../../src/rpc/http2/connection.ts'
import {
  Flag,
  FrameType,
  frameHeaderBytes,
  preface,
  readUint31,
  readUint32,
  writeFrameHeader,
  writeUint32,
} from '../../src/rpc/http2/frames.ts'
import type { HeaderField } from '../../src/rpc/http2/header-field.ts'
import { HpackDecoder } from '../../src/rpc/http2/hpack-decoder.ts'
import { HpackEncoder, type SentField } from '../../src/rpc/http2/hpack-encoder.ts'
import type { ConnectionLimits } from '../../src/rpc/http2/ports.ts'

export interface Frame {
  readonly type: number
  readonly flags: number
  readonly id: number
  readonly payload: Buffer
}

export const limits: ConnectionLimits = {
  maxConcurrentStreams: 2 ** 32 - 1,
  headerListBytesMax: 64 * 1024,
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 4 * 1024 * 1024,
  waitingBytesMax: 64 * 1024 * 1024,
  headersTimeoutMs: 10_000,
  keepaliveTimeMs: 7_200_000,
  keepaliveTimeoutMs: 20_000,
  pingMinTimeMs: 5_000,
}

export class RawConnection {
  readonly timers = new FakeTimers()
  readonly connection: Connection
  readonly encoder = new HpackEncoder()
  readonly #decoder = new HpackDecoder()
  /** Whether the server has closed. */
  ended = false
  /** All bytes that the server has sent. */
  sentBytes = 0
  #output: Buffer[] = []

  constructor(services: readonly HostedService[], changed: Partial<ConnectionLimits> = {}, observer = deafObserver) {
    const routes = new Routes(services)
    const session = new GrpcSession(
      {
        timers: this.timers,
        observer,
        log: silentLog,
        deadlines: new Deadlines(this.timers),
        maxMessageBytes: 2 * 1024 * 1024,
        warnUnaryMs: Number.POSITIVE_INFINITY,
        nowMs: () => this.timers.nowMs(),
      },
      'test',
    )
    this.connection = new Connection(
      { ...limits, ...changed },
      {
        transport: {
          unsentBytes: 0,
          write: (chunks) => {
            for (const chunk of chunks) this.sentBytes += chunk.length
            this.#output.push(...chunks)
            return true
          },
          end: () => {
            this.ended = true
          },
        },
        nowMs: () => this.timers.nowMs(),
        onDirty: () => undefined,
        openStream: (connection, id, head) => {
          head.meaning ??= routes.read(head, false)
          const meaning = head.meaning as Meaning
          if (meaning.kind === 'call') return openCall(connection, id, head, meaning, session)
          return new RefusedStream(connection, id, head, meaning as Meaning & { readonly kind: 'refused' })
        },
      },
    )
  }

  /** The preface and empty SETTINGS; what the server says to that is dropped. */
  greet(settings: readonly (readonly [number, number])[] = []): this {
    this.send(preface, settingsFrame(settings))
    this.take()
    return this
  }

  send(...bytes: readonly Buffer[]): void {
    this.connection.receive(bytes.length === 1 ? (bytes[0] as Buffer) : Buffer.concat(bytes))
    this.connection.flush()
  }

  /** What the server has sent since the last time. */
  take(): Frame[] {
    this.connection.flush()
    const bytes = Buffer.concat(this.#output)
    this.#output = []
    return parseFrames(bytes)
  }

  /** The fields of a block that the server sent; call it for every block, in order. */
  decode({ payload }: Frame): Record<string, string> {
    const fields: HeaderField[] = []
    this.#decoder.decode(payload, 0, payload.length, fields, 1 << 20)
    return Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  }

  /** HEADERS of a gRPC call. */
  callHead(id: number, path: string, { end = false, more = [] as readonly SentField[] } = {}): Buffer {
    const block = this.encoder.encode([...callFields(path), ...more])
    return frame(FrameType.Headers, Flag.EndHeaders | (end ? Flag.EndStream : 0), id, block)
  }
}

export function callFields(path: string): readonly SentField[] {
  return [
    { name: ':method', value: 'POST' },
    { name: ':scheme', value: 'http' },
    { name: ':path', value: path, often: true },
    { name: ':authority', value: 'localhost', often: true },
    { name: 'content-type', value: 'application/grpc', often: true },
    { name: 'te', value: 'trailers', often: true },
  ]
}

export function frame(type: number, flags: number, streamId: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(frameHeaderBytes + payload.length)
  writeFrameHeader(bytes, 0, { length: payload.length, type, flags, streamId })
  payload.copy(bytes, frameHeaderBytes)
  return bytes
}

export function settingsFrame(settings: readonly (readonly [number, number])[]): Buffer {
  const payload = Buffer.alloc(settings.length * 6)
  for (const [i, [setting, value]] of settings.entries()) {
    payload.writeUInt16BE(setting, i * 6)
    payload.writeUInt32BE(value, i * 6 + 2)
  }
  return frame(FrameType.Settings, 0, 0, payload)
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  writeUint32(bytes, 0, value)
  return bytes
}

export function resetFrame(id: number, code = 8): Buffer {
  return frame(FrameType.RstStream, 0, id, uint32(code))
}

/** DATA with one message and the end of the stream. */
export function messageFrame(id: number, message: Buffer): Buffer {
  return frame(FrameType.Data, Flag.EndStream, id, Buffer.concat([Buffer.from([0]), uint32(message.length), message]))
}

export function parseFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at + frameHeaderBytes <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3)
    const from = at + frameHeaderBytes
    frames.push({
      type: bytes[at + 3] as number,
      flags: bytes[at + 4] as number,
      id: readUint31(bytes, at + 5),
      payload: bytes.subarray(from, from + length),
    })
    at = from + length
  }
  return frames
}

/** Code and debug text of the GOAWAY among frames. */
export function goAwayOf(frames: readonly Frame[]): { readonly code: number; readonly text: string } | undefined {
  const goAway = frames.find(({ type }) => type === FrameType.GoAway)
  if (goAway === undefined) return undefined
  return { code: readUint32(goAway.payload, 4), text: goAway.payload.toString('latin1', 8) }
}

/** Codes of the RST_STREAMs among frames, by stream. */
export function resetsOf(frames: readonly Frame[]): Map<number, number> {
  const resets = frames.filter(({ type }) => type === FrameType.RstStream)
  return new Map(resets.map(({ id, payload }) => [id, readUint32(payload, 0)]))
}
