import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { crc32c } from '../base/crc32c.ts'
import { FrameError, FrameKind, FrameReader, frameHeaderBytes, pingFrame, pongFrame, sealFrame } from './frame.ts'

function frameOf(body: Uint8Array, kind: FrameKind = FrameKind.message): Buffer {
  const frame = Buffer.concat([Buffer.alloc(frameHeaderBytes), body])
  sealFrame(frame, kind)
  return frame
}

function readAll(chunks: readonly Buffer[], frameBytesMax = 1000): { kind: number; body: string }[] {
  const frames: { kind: number; body: string }[] = []
  const reader = new FrameReader({
    frameBytesMax,
    onFrame: (kind, buffer, start, end) => frames.push({ kind, body: buffer.toString('hex', start, end) }),
  })
  for (const chunk of chunks) reader.take(chunk)
  return frames
}

/** `bytes` in pieces that end at each of `cuts`. */
function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...ends].map((start, i) => bytes.subarray(start, ends[i] ?? bytes.length))
}

test('the layout of a frame', () => {
  const frame = frameOf(Buffer.from('AB'))
  assert.equal(frame.readUInt32LE(0), 3)
  assert.equal(frame.readUInt32LE(4), crc32c(Buffer.from([1, 0x41, 0x42])))
  assert.equal(frame.toString('latin1', 8), '\x01AB')
})

test('frames come out as they went in, wherever the connection cuts them', () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 12 })
  const cuts = fc.array(fc.nat(2000), { maxLength: 30 })
  fc.assert(
    fc.property(bodies, cuts, (given, at) => {
      const bytes = Buffer.concat(given.map((body) => frameOf(body)))
      const want = given.map((body) => ({ kind: FrameKind.message, body: Buffer.from(body).toString('hex') }))
      assert.deepEqual(readAll(cutAt(bytes, at)), want)
      assert.deepEqual(readAll([...bytes].map((byte) => Buffer.from([byte]))), want)
    }),
    { numRuns: 300 },
  )
})

test('any changed bit is noticed, at the latest when the connection ends', () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 30 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(frames, fc.nat(), fc.nat(7), (bodies, where, bit) => {
      const bytes = Buffer.concat(bodies.map((body) => frameOf(body)))
      const at = where % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      const good: string[] = []
      const reader = new FrameReader({
        frameBytesMax: 1000,
        onFrame: (_kind, buffer, start, end) => good.push(buffer.toString('hex', start, end)),
      })
      try {
        reader.take(bytes)
        assert.equal(reader.isBetweenFrames, false, 'a longer length waits for more')
      } catch (error) {
        assert.ok(error instanceof FrameError, String(error))
      }
      assert.deepEqual(
        good,
        bodies.slice(0, good.length).map((body) => Buffer.from(body).toString('hex')),
      )
      assert.ok(good.length < bodies.length)
    }),
    { numRuns: 500 },
  )
})

test('the largest frame is taken, one byte more is refused before anything is allocated', () => {
  const largest = frameOf(Buffer.alloc(999))
  assert.equal(readAll([largest]).length, 1)
  assert.throws(() => readAll([frameOf(Buffer.alloc(1000)).subarray(0, 8)]), /a frame of 1001 bytes is larger/)
})

test('a ping comes back unchanged as a pong', () => {
  const stamp = 12345.678
  const [ping] = readAll([pingFrame(stamp)])
  const [pong] = readAll([pongFrame(pingFrame(stamp), frameHeaderBytes)])
  assert.equal(ping?.kind, FrameKind.ping)
  assert.deepEqual(pong, { kind: FrameKind.pong, body: ping?.body })
  assert.equal(Buffer.from(pong?.body ?? '', 'hex').readDoubleLE(), stamp)
})
