/**
 * Conversations that begin well and are then damaged: frames changed, dropped, doubled, exchanged, cut in odd places. Whatever comes,
 * the server neither throws nor hangs, what it sends are whole frames, and when the connection is gone it holds nothing.
 */
import assert from 'node:assert/strict'
import { fakeBackend } from '../../src/api/fakes.contract.ts'
import { kvHandlers } from '../../src/api/kv.ts'
import { type Gate, type HostedService, hostService } from '../../src/api/service.ts'
import { RequestError } from '../../src/base/errors.ts'
import { KvService, PutRequest, RangeRequest } from '../../src/generated/etcdserverpb/kv.ts'
import { WatchRequest, WatchService } from '../../src/generated/etcdserverpb/watch.ts'
import { Flag, FrameType, max31, preface, Setting } from '../../src/rpc/http2/frames.ts'
import { callFields, frame, messageFrame, RawConnection, resetFrame, settingsFrame, uint32 } from './raw-connection.ts'

const openGate: Gate = { unary: () => undefined, stream: () => undefined }

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 2 ** 32) % below
  }
}

type Random = (below: number) => number

/** Handlers that answer at once, later, never, or with an error, as the key says. */
function services(later: (() => void)[]): HostedService[] {
  return [
    hostService(
      KvService,
      {
        ...kvHandlers(fakeBackend()),
        put: (request, call) => {
          const kind = request.key.charCodeAt(0) % 4
          if (kind === 0) call.reply({ header: { revision: 1 } })
          else if (kind === 1) later.push(() => call.reply({ header: { revision: 2 } }))
          else if (kind === 2) call.fail(new RequestError('NoSpace'))
        },
        range: (request, call) =>
          call.reply({ kvs: [{ key: request.key, value: Buffer.alloc(request.limit % 70_000) }] }),
      },
      openGate,
    ),
    hostService(
      WatchService,
      {
        watch: (stream) => {
          stream.onDrain(() => stream.resume())
          stream.listen({
            onMessage: () => {
              if (!stream.write({ watchId: 1, cancelReason: 'x'.repeat(1_000) })) stream.pause()
            },
            onHalfClose: () => stream.end(),
          })
        },
      },
      openGate,
    ),
  ]
}

/** A conversation of a client that behaves. */
function conversation(raw: RawConnection, random: Random): Buffer[] {
  const pieces: Buffer[] = [
    preface,
    settingsFrame([[Setting.InitialWindowSize, random(3) === 0 ? random(100) : 65_535]]),
  ]
  let id = 1
  for (let i = random(20); i >= 0; i--) {
    pieces.push(...exchange(raw, random, id))
    if (random(8) > 0) id += 2
  }
  return pieces
}

function exchange(raw: RawConnection, random: Random, id: number): Buffer[] {
  switch (random(9)) {
    case 0:
    case 1:
      return [raw.callHead(id, KvService.methods.put.path), messageFrame(id, put(random))]
    case 2: {
      const request = RangeRequest.encode({ key: 'k', serializable: true, limit: random(70_000) })
      return [raw.callHead(id, KvService.methods.range.path), messageFrame(id, request)]
    }
    case 3: {
      const body = messageFrame(id, WatchRequest.encode({ requestUnion: { case: 'progressRequest', value: {} } }))
      body[4] = random(3) === 0 ? Flag.EndStream : 0
      return [raw.callHead(id, WatchService.methods.watch.path), body, body, body]
    }
    case 4: {
      const more = [{ name: 'grpc-timeout', value: `${random(100)}m` }]
      return [raw.callHead(id, KvService.methods.put.path, { more }), messageFrame(id, put(random))]
    }
    case 5: {
      const block = raw.encoder.encode(callFields(KvService.methods.put.path))
      const at = random(block.length)
      return [
        frame(FrameType.Headers, 0, id, block.subarray(0, at)),
        frame(FrameType.Continuation, Flag.EndHeaders, id, block.subarray(at)),
        messageFrame(id, put(random)),
      ]
    }
    case 6:
      return [raw.callHead(id, `/none/${random(5)}`, { end: random(2) === 0 }), resetFrame(id)]
    case 7:
      return [frame(FrameType.WindowUpdate, 0, random(2) * id, uint32(random(2) === 0 ? random(1_000) : random(max31)))]
    default:
      return [
        frame(FrameType.Ping, 0, 0, Buffer.alloc(8)),
        settingsFrame([[1 + random(6), random(2) === 0 ? random(70_000) : random(max31)]]),
      ]
  }
}

function put(random: Random): Buffer {
  return PutRequest.encode({ key: String.fromCharCode(random(256)), value: Buffer.alloc(random(300)) })
}

/** Damages a conversation in a few places; one in eight stays as it is. */
function damage(pieces: Buffer[], random: Random): Buffer {
  const damaged: Buffer[] = pieces.map((piece) => Buffer.from(piece))
  for (let i = random(8); i > 0; i--) {
    const at = random(damaged.length)
    const piece = damaged[at] as Buffer
    switch (random(7)) {
      case 0:
        if (piece.length > 0) piece[random(piece.length)] = random(256)
        break
      case 1:
        // Among the nine bytes of the header.
        if (piece.length > 0) piece[random(Math.min(9, piece.length))] = random(256)
        break
      case 2:
        damaged.splice(at, 1)
        if (damaged.length === 0) return Buffer.alloc(0)
        break
      case 3:
        damaged.splice(at, 0, Buffer.from(piece))
        break
      case 4:
        damaged[at] = piece.subarray(0, random(piece.length + 1))
        break
      case 5: {
        const other = random(damaged.length)
        damaged[at] = damaged[other] as Buffer
        damaged[other] = piece
        break
      }
      default:
        if (piece.length > 0) piece[random(piece.length)] = (piece[random(piece.length)] as number) ^ (1 << random(8))
    }
  }
  return Buffer.concat(damaged)
}

/** One conversation. @throws whatever is wrong with the server */
export function fuzzOnce(seed: number): void {
  const random = randomFrom(seed)
  const later: (() => void)[] = []
  const raw = new RawConnection(services(later))
  const bytes = damage(conversation(raw, random), random)
  for (let at = 0; at < bytes.length; ) {
    // Often all at once, sometimes byte by byte.
    const length = random(2) === 0 ? bytes.length : 1 + random(random(2) === 0 ? 10 : 1_000)
    raw.send(bytes.subarray(at, at + length))
    at += length
    if (random(4) === 0) {
      for (const answer of later.splice(0)) answer()
      raw.timers.pass(random(50))
      if (random(10) === 0) raw.connection.drain()
    }
  }
  for (const answer of later.splice(0)) answer()
  const { connection } = raw
  for (const { type, payload } of raw.take()) assert.ok(type <= 9 && payload.length <= 16_384)
  assert.equal(raw.ended, connection.closed, 'closed and told so')
  connection.onTransportClose()
  assert.equal(connection.streamCount, 0, 'no stream outlives its connection')
  assert.equal(connection.sender.waitingBytes, 0, 'nothing waits on a connection that is gone')
}
