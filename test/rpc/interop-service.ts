/**
 * The service that gRPC's interoperability clients test against (grpc/grpc, doc/interop-test-descriptions.md), as far as a service of
 * ours can be it: it sets no metadata of its own, and answers are never compressed.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { type Gate, type HostedService, hostService, type ResponseStream } from '../../src/api/service.ts'
import type { Codec } from '../../src/generated/runtime/codec.ts'
import type { ServiceDefinition } from '../../src/generated/runtime/service.ts'

/** The fields of `grpc.testing` that matter, whichever message they stand in: no two share a meaning and differ in number. */
interface Message {
  /** Of the answer that is asked for. */
  size: number
  /** Bytes of the payload that came, or of the one to send. */
  payloadBytes: number | undefined
  /** `grpc.testing.EchoStatus`. */
  status: { code: number; message: string } | undefined
  /** `ResponseParameters.size`, one an answer. */
  responses: number[]
  aggregatedBytes: number
}

type Layout = Readonly<Partial<Record<'size' | 'payload' | 'status' | 'response' | 'aggregated', number>>>

/** `layout`: numbers of the fields that the message has. */
function codec(typeName: string, layout: Layout): Codec<Message, Partial<Message>> {
  const bytesOf = (message: Partial<Message>): Uint8Array => {
    const writer = new BinaryWriter()
    if (layout.payload !== undefined && message.payloadBytes !== undefined) {
      writer.tag(layout.payload, WireType.LengthDelimited).fork()
      writer.tag(2, WireType.LengthDelimited).bytes(new Uint8Array(message.payloadBytes)).join()
    }
    if (layout.aggregated !== undefined)
      writer.tag(layout.aggregated, WireType.Varint).int32(message.aggregatedBytes ?? 0)
    return writer.finish()
  }
  const unsupported = (): never => {
    throw new Error(`${typeName} has no JSON form here`)
  }
  return {
    typeName,
    encode: (message, headroom = 0) => Buffer.concat([Buffer.alloc(headroom), bytesOf(message)]),
    size: (message) => bytesOf(message).length,
    encodeInto: (message, buffer, at) => {
      const bytes = bytesOf(message)
      if (at + bytes.length > buffer.length) throw new RangeError('no room')
      buffer.set(bytes, at)
      return at + bytes.length
    },
    decode: (buffer, start = 0, end = buffer.length) => decodeMessage(buffer.subarray(start, end), layout),
    create: unsupported,
    toJson: unsupported,
    fromJson: unsupported,
  }
}

function decodeMessage(bytes: Buffer, layout: Layout): Message {
  const message: Message = { size: 0, payloadBytes: undefined, status: undefined, responses: [], aggregatedBytes: 0 }
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (field === layout.size) message.size = reader.int32()
    else if (field === layout.payload) message.payloadBytes = nested(reader.bytes()).get(2)?.length ?? 0
    else if (field === layout.response) message.responses.push(Number(nested(reader.bytes()).get(1) ?? 0))
    else if (field === layout.status) {
      const status = nested(reader.bytes())
      message.status = { code: Number(status.get(1) ?? 0), message: Buffer.from(status.get(2) ?? '').toString() }
    } else reader.skip(wireType)
  }
  return message
}

/** The fields of a nested message: numbers as text, the others as bytes. */
function nested(bytes: Uint8Array): Map<number, string | Uint8Array> {
  const fields = new Map<number, string | Uint8Array>()
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (wireType === WireType.Varint) fields.set(field, String(reader.int32()))
    else if (wireType === WireType.LengthDelimited) fields.set(field, reader.bytes())
    else reader.skip(wireType)
  }
  return fields
}

const empty = codec('grpc.testing.Empty', {})
const simpleRequest = codec('grpc.testing.SimpleRequest', { size: 2, payload: 3, status: 7 })
const simpleResponse = codec('grpc.testing.SimpleResponse', { payload: 1 })
const inputRequest = codec('grpc.testing.StreamingInputCallRequest', { payload: 1 })
const inputResponse = codec('grpc.testing.StreamingInputCallResponse', { aggregated: 1 })
const outputRequest = codec('grpc.testing.StreamingOutputCallRequest', { response: 2, payload: 3, status: 7 })
const outputResponse = codec('grpc.testing.StreamingOutputCallResponse', { payload: 1 })

const path = (name: string): string => `/grpc.testing.TestService/${name}`

const definition = {
  name: 'grpc.testing.TestService',
  methods: {
    emptyCall: {
      name: 'EmptyCall',
      path: path('EmptyCall'),
      requestStream: false,
      responseStream: false,
      request: empty,
      response: empty,
      rest: [],
    },
    unaryCall: {
      name: 'UnaryCall',
      path: path('UnaryCall'),
      requestStream: false,
      responseStream: false,
      request: simpleRequest,
      response: simpleResponse,
      rest: [],
    },
    streamingOutputCall: {
      name: 'StreamingOutputCall',
      path: path('StreamingOutputCall'),
      requestStream: false,
      responseStream: true,
      request: outputRequest,
      response: outputResponse,
      rest: [],
    },
    streamingInputCall: {
      name: 'StreamingInputCall',
      path: path('StreamingInputCall'),
      requestStream: true,
      responseStream: false,
      request: inputRequest,
      response: inputResponse,
      rest: [],
    },
    fullDuplexCall: {
      name: 'FullDuplexCall',
      path: path('FullDuplexCall'),
      requestStream: true,
      responseStream: true,
      request: outputRequest,
      response: outputResponse,
      rest: [],
    },
  },
} as const satisfies ServiceDefinition

const openGate: Gate = { unary: () => undefined, stream: () => undefined }

export function interopService(): HostedService {
  return hostService(
    definition,
    {
      emptyCall: (_request, call) => call.reply({}),
      unaryCall: ({ status, size }, call) => {
        if (status !== undefined && status.code !== 0) call.fail(status)
        else call.reply({ payloadBytes: size })
      },
      streamingOutputCall: ({ responses }, stream) => {
        writeAll(stream, responses)
        stream.end()
      },
      streamingInputCall: (stream) => {
        let aggregatedBytes = 0
        stream.listen({
          onMessage: ({ payloadBytes }) => {
            aggregatedBytes += payloadBytes ?? 0
          },
          onHalfClose: () => {
            stream.write({ aggregatedBytes })
            stream.end()
          },
        })
      },
      fullDuplexCall: (stream) =>
        stream.listen({
          onMessage: ({ responses, status }) => {
            if (status !== undefined && status.code !== 0) stream.end(status)
            else writeAll(stream, responses)
          },
          onHalfClose: () => stream.end(),
        }),
    },
    openGate,
  )
}

function writeAll(stream: ResponseStream<Partial<Message>>, sizes: readonly number[]): void {
  for (const payloadBytes of sizes) stream.write({ payloadBytes })
}
