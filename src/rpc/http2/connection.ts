/**
 * The server's side of one HTTP/2 connection (RFC 9113): bytes in, streams and bytes out. It knows no sockets: a transport takes
 * what it writes, and somebody calls {@link Connection.receive}.
 *
 * What is written during a burst of work is gathered, and leaves in one piece when `flush` is called at the end of it.
 */
import { PingPolicy } from '../ping-policy.ts'
import { type Flood, FloodGuard } from './flood-guard.ts'
import { FrameReader } from './frame-reader.ts'
import { ErrorCode, Flag, FrameType, max31, readUint31, Setting } from './frames.ts'
import type { HeaderField } from './header-field.ts'
import { type BlockStart, HeaderReader } from './header-reader.ts'
import { HpackError } from './hpack-decoder.ts'
import { applySettings } from './peer-settings.ts'
import type { ConnectionLimits, ConnectionPorts } from './ports.ts'
import { RecentIds } from './recent-ids.ts'
import { areTrailers, type RequestHead } from './request-head.ts'
import { Sender } from './sender.ts'
import type { Stream } from './stream.ts'

/** More streams than any client of ours needs; etcd's default allows 4,294,967,295. */
const streamsMax = 50_000
const longOutputBytes = 128 * 1024

const noBytes = Buffer.alloc(0)
const drainPing = Buffer.from('keeldran', 'latin1')
const alivePing = Buffer.from('keelalve', 'latin1')

export class Connection {
  readonly limits: ConnectionLimits
  readonly sender: Sender
  readonly #ports: ConnectionPorts
  readonly #streams = new Map<number, Stream>()
  readonly #frames: FrameReader
  readonly #headers: HeaderReader
  readonly #guard = new FloodGuard()
  readonly #pings: PingPolicy
  /** Streams that we ended; what their client had sent by then is no mistake. */
  readonly #endedEarly = new RecentIds()
  readonly #wantDrain = new Set<Stream>()
  /** The highest stream a client has opened, and the ids it passed over just before. */
  #lastId = 0
  #passedFrom = 1
  #receiveWindow: number
  #uncredited = 0
  #sawSettings = false
  #goingAway: 'no' | 'asked' | 'said' = 'no'
  #closed = false
  #transportFull = false
  #dirty = false
  #lastReadMs: number
  #askedAliveMs: number | undefined

  constructor(limits: ConnectionLimits, ports: ConnectionPorts) {
    this.limits = limits
    this.#ports = ports
    this.sender = new Sender({ onStreamDone: (stream) => this.#onStreamDone(stream), onDirty: () => this.#onDirty() })
    this.#frames = new FrameReader(this)
    this.#headers = new HeaderReader(limits.headerListBytesMax)
    this.#pings = new PingPolicy(limits.pingMinTimeMs)
    this.#receiveWindow = limits.connectionWindowBytes
    this.#lastReadMs = ports.nowMs()
    const settings: [number, number][] = [
      [Setting.InitialWindowSize, limits.streamWindowBytes],
      [Setting.MaxHeaderListSize, limits.headerListBytesMax],
    ]
    if (limits.maxConcurrentStreams <= max31) settings.push([Setting.MaxConcurrentStreams, limits.maxConcurrentStreams])
    this.sender.settings(settings)
    if (limits.connectionWindowBytes > 65_535) this.sender.windowUpdate(0, limits.connectionWindowBytes - 65_535)
  }

  /** Nothing is read nor written any more. */
  get closed(): boolean {
    return this.#closed
  }

  get streamCount(): number {
    return this.#streams.size
  }

  /** The transport takes no more; writers should wait for their stream's `onDrain`. */
  get isFull(): boolean {
    return this.#transportFull
  }

  /** Bytes from the client. They are only looked at until this returns. */
  receive(chunk: Buffer): void {
    if (this.#closed) return
    this.#lastReadMs = this.#ports.nowMs()
    this.#askedAliveMs = undefined
    this.#frames.receive(chunk)
  }

  /** Hands everything gathered to the transport. */
  flush(): void {
    this.#dirty = false
    const { output } = this.sender
    if (output.length > 0 && !this.#ports.transport.write(output.take())) this.#transportFull = true
  }

  /** Does not wait for the end of the burst when a lot was gathered already. */
  flushIfLong(): void {
    if (this.sender.output.length >= longOutputBytes) this.flush()
  }

  /** The transport has room again. */
  onTransportDrain(): void {
    this.#transportFull = false
    const streams = [...this.#wantDrain]
    this.#wantDrain.clear()
    for (const stream of streams) if (!stream.localClosed && stream.waiting === undefined) stream.onDrain()
  }

  /** Calls the stream's `onDrain` once the transport has room again. */
  notifyDrain(stream: Stream): void {
    this.#wantDrain.add(stream)
  }

  /** The transport is gone. */
  onTransportClose(): void {
    if (this.#closed && this.#streams.size === 0) return
    this.#closed = true
    this.#resetAll()
  }

  /** Gives the client back what it sent on a stream and we have used up. */
  credit(stream: Stream, bytes: number): void {
    stream.uncredited += bytes
    if (stream.remoteClosed || stream.localClosed || stream.uncredited * 2 < this.limits.streamWindowBytes) return
    stream.receiveWindow += stream.uncredited
    this.sender.windowUpdate(stream.id, stream.uncredited)
    stream.uncredited = 0
  }

  /** Takes no new streams, and closes when the open ones are done. */
  drain(): void {
    if (this.#closed || this.#goingAway !== 'no') return
    if (!this.#sawSettings) {
      this.fail(ErrorCode.NoError, '')
      return
    }
    // Two steps (RFC 9113 6.8): what is on its way until the client has read the first is still served.
    this.#goingAway = 'asked'
    this.sender.goAway(max31, ErrorCode.NoError, '')
    this.sender.ping(drainPing, false)
  }

  /** Looks after what takes too long. Called now and then. */
  tick(nowMs: number): void {
    if (this.#closed) return
    const { headersTimeoutMs, keepaliveTimeMs, keepaliveTimeoutMs } = this.limits
    const silentMs = nowMs - this.#lastReadMs
    if (!this.#sawSettings && nowMs - this.#frames.sinceMs > headersTimeoutMs) {
      this.fail(ErrorCode.SettingsTimeout, 'no_settings')
    } else if (this.#headers.openStart !== undefined && nowMs - this.#headers.sinceMs > headersTimeoutMs) {
      this.fail(ErrorCode.EnhanceYourCalm, 'slow_headers')
    } else if (this.#askedAliveMs !== undefined) {
      if (nowMs - this.#askedAliveMs > keepaliveTimeoutMs && keepaliveTimeoutMs > 0) {
        this.fail(ErrorCode.NoError, 'keepalive_timeout')
      }
    } else if (keepaliveTimeMs > 0 && silentMs >= keepaliveTimeMs) {
      this.#askedAliveMs = nowMs
      this.sender.ping(alivePing, false)
    }
  }

  /** Ends the connection: says why, sends what was written before, resets all streams. */
  fail(code: ErrorCode, debug: string): void {
    if (this.#closed) return
    this.sender.goAway(this.#lastId, code, debug)
    this.#close()
  }

  /** Ends one stream because of what came on it. */
  failStream(stream: Stream, code: ErrorCode): void {
    this.sender.resetStream(stream.id, code)
    this.#endedEarly.add(stream.id)
    this.#drop(stream)
    this.#count('wrongs')
  }

  nowMs(): number {
    return this.#ports.nowMs()
  }

  /** One whole frame: its payload from `from` on. Called by the frame reader. */
  onFrame(type: number, flags: number, id: number, buffer: Buffer, from: number, length: number) {
    const open = this.#headers.openStart
    if (open !== undefined && (type !== FrameType.Continuation || id !== open.id)) {
      this.fail(ErrorCode.ProtocolError, 'a header block was interrupted')
      return
    }
    if (!this.#sawSettings) {
      if (type !== FrameType.Settings || flags & Flag.Ack) {
        this.fail(ErrorCode.ProtocolError, 'the first frame was not SETTINGS')
        return
      }
      this.#sawSettings = true
    }
    switch (type) {
      case FrameType.Data:
        return this.#onData(flags, id, buffer, from, length)
      case FrameType.Headers:
        return this.#onHeaders(flags, id, buffer, from, length)
      case FrameType.WindowUpdate:
        return this.#onWindowUpdate(id, buffer, from, length)
      case FrameType.RstStream:
        return this.#onReset(id, length)
      case FrameType.Settings:
        return this.#onSettings(flags, id, buffer, from, length)
      case FrameType.Ping:
        return this.#onPing(flags, id, buffer, from, length)
      case FrameType.Continuation:
        return this.#onContinuation(flags, buffer, from, length)
      case FrameType.Priority:
        return this.#onPriority(id, buffer, from, length)
      case FrameType.GoAway:
        return this.#onGoAway(id, length)
      case FrameType.PushPromise:
        return this.fail(ErrorCode.ProtocolError, 'a client does not push')
      default:
        // Unknown types are ignored (RFC 9113 5.5).
        this.#count('idle')
    }
  }

  #onData(flags: number, id: number, buffer: Buffer, start: number, length: number) {
    const padded = flags & Flag.Padded
    const padding = padded && length > 0 ? 1 + (buffer[start] as number) : 0
    if (id === 0 || padding > length || (padded && length === 0)) {
      return this.fail(ErrorCode.ProtocolError, 'DATA without a stream, or nothing but padding')
    }
    this.#receiveWindow -= length
    if (this.#receiveWindow < 0) return this.fail(ErrorCode.FlowControlError, '')
    this.#uncredited += length
    if (this.#uncredited * 2 >= this.limits.connectionWindowBytes) {
      this.#receiveWindow += this.#uncredited
      this.sender.windowUpdate(0, this.#uncredited)
      this.#uncredited = 0
    }
    const stream = this.#streams.get(id)
    if (stream === undefined) return this.#onUnknownStream(id, length)
    if (stream.remoteClosed) return this.failStream(stream, ErrorCode.StreamClosed)
    stream.receiveWindow -= length
    if (stream.receiveWindow < 0) return this.failStream(stream, ErrorCode.FlowControlError)
    const from = padding > 0 ? start + 1 : start
    const to = start + length - (padding > 0 ? padding - 1 : 0)
    if (padding > 0) this.credit(stream, padding)
    if ((flags & Flag.EndStream) !== 0) this.#onBodyEnd(stream, buffer, from, to)
    else if (from === to) this.#count('idle')
    else {
      stream.contentLeft -= to - from
      if (stream.head.contentLength >= 0 && stream.contentLeft < 0) this.failStream(stream, ErrorCode.ProtocolError)
      else stream.onData(buffer, from, to, false)
    }
  }

  #onBodyEnd(stream: Stream, buffer: Buffer, from: number, to: number) {
    // A body of another length than was said is a malformed request (RFC 9113 8.1.1).
    if (stream.head.contentLength >= 0 && stream.contentLeft !== to - from) {
      return this.failStream(stream, ErrorCode.ProtocolError)
    }
    stream.remoteClosed = true
    stream.onData(buffer, from, to, true)
  }

  /** DATA on a stream that is not open. */
  #onUnknownStream(id: number, length: number) {
    if (this.#isIdle(id)) return this.fail(ErrorCode.ProtocolError, 'a stream that is not open')
    if (this.#goingAway === 'said' || this.#endedEarly.has(id)) {
      if (length === 0) this.#count('idle')
      return
    }
    this.sender.resetStream(id, ErrorCode.StreamClosed)
    this.#count('wrongs')
  }

  /** Nobody has opened it. What a client opened after it was told that we go does not count as open, nor as a mistake. */
  #isIdle(id: number): boolean {
    return id % 2 === 0 || (id > this.#lastId && this.#goingAway !== 'said')
  }

  #onHeaders(flags: number, id: number, buffer: Buffer, start: number, length: number) {
    if (id % 2 === 0) return this.fail(ErrorCode.ProtocolError, 'a client opens odd streams')
    let from = start
    let to = start + length
    let onItself = false
    if (flags & Flag.Padded && from < to) to -= buffer[from++] as number
    if (flags & Flag.Priority) {
      onItself = to - from >= 5 && readUint31(buffer, from) === id
      from += 5
    }
    if (from > to) return this.fail(ErrorCode.ProtocolError, 'HEADERS of nothing but padding')
    const begun = { id, endStream: (flags & Flag.EndStream) !== 0, onItself }
    if ((flags & Flag.EndHeaders) !== 0) this.#onBlock(begun, buffer, from, to)
    else if (!this.#headers.begin(begun, buffer, from, to, this.#lastReadMs)) this.#onLongBlock()
  }

  #onContinuation(flags: number, buffer: Buffer, from: number, length: number) {
    if (this.#headers.openStart === undefined) {
      return this.fail(ErrorCode.ProtocolError, 'CONTINUATION of nothing')
    }
    if (!this.#headers.append(buffer, from, from + length)) return this.#onLongBlock()
    if ((flags & Flag.EndHeaders) === 0) return
    const { start, block } = this.#headers.finish()
    this.#onBlock(start, block, 0, block.length)
  }

  /** Decoding it would cost its sender less than us, and without decoding it nothing after it can be read. */
  #onLongBlock(): void {
    this.fail(ErrorCode.EnhanceYourCalm, 'header_block_too_long')
  }

  #onBlock(start: BlockStart, buffer: Buffer, from: number, to: number): void {
    try {
      if (start.id > this.#lastId) this.#onRequest(start, this.#headers.readHead(buffer, from, to))
      else this.#onTrailers(start, this.#headers.readFields(buffer, from, to))
    } catch (error) {
      if (!(error instanceof HpackError)) throw error
      this.fail(ErrorCode.CompressionError, error.message)
    }
  }

  #onRequest({ id, endStream, onItself }: BlockStart, head: RequestHead | undefined): void {
    if (this.#goingAway === 'said') return
    this.#passedFrom = this.#lastId + 2
    this.#lastId = id
    const wrong = head === undefined ? ErrorCode.EnhanceYourCalm : this.#whyNot(head, onItself)
    if (head === undefined || wrong !== undefined) {
      this.sender.resetStream(id, wrong ?? ErrorCode.ProtocolError)
      this.#endedEarly.add(id)
      this.#count(wrong === ErrorCode.RefusedStream ? 'refusals' : 'wrongs')
      return
    }
    const stream = this.#ports.openStream(this, id, head)
    this.#streams.set(id, stream)
    if (endStream && head.contentLength > 0) {
      this.failStream(stream, ErrorCode.ProtocolError)
      return
    }
    stream.remoteClosed = endStream
    stream.onOpen()
    if (endStream && !stream.localClosed) stream.onData(noBytes, 0, 0, true)
  }

  #whyNot(head: RequestHead, onItself: boolean): ErrorCode | undefined {
    if (onItself || !head.wellFormed) return ErrorCode.ProtocolError
    const { maxConcurrentStreams, waitingBytesMax } = this.limits
    if (this.#streams.size >= maxConcurrentStreams || this.#streams.size >= streamsMax) return ErrorCode.RefusedStream
    const unsentBytes = this.#transportFull ? this.#ports.transport.unsentBytes : 0
    const waitingBytes = this.sender.waitingBytes + this.sender.output.length + unsentBytes
    return waitingBytes > waitingBytesMax ? ErrorCode.RefusedStream : undefined
  }

  #onTrailers({ id, endStream, onItself }: BlockStart, fields: readonly HeaderField[] | undefined) {
    const stream = this.#streams.get(id)
    if (stream === undefined) {
      if (this.#endedEarly.has(id)) this.#count('idle')
      else if (id >= this.#passedFrom && id < this.#lastId) {
        this.fail(ErrorCode.ProtocolError, 'a stream below one that was opened')
      } else this.fail(ErrorCode.StreamClosed, 'HEADERS on a closed stream')
      return
    }
    if (stream.remoteClosed) return this.failStream(stream, ErrorCode.StreamClosed)
    if (fields === undefined) return this.failStream(stream, ErrorCode.EnhanceYourCalm)
    if (!endStream || onItself || !areTrailers(fields)) return this.failStream(stream, ErrorCode.ProtocolError)
    this.#onBodyEnd(stream, noBytes, 0, 0)
  }

  #onWindowUpdate(id: number, buffer: Buffer, from: number, length: number) {
    if (length !== 4) return this.fail(ErrorCode.FrameSizeError, 'WINDOW_UPDATE')
    const bytes = readUint31(buffer, from)
    if (id === 0) {
      if (bytes === 0) this.fail(ErrorCode.ProtocolError, 'a window update of nothing')
      else if (!this.sender.widen(bytes)) this.fail(ErrorCode.FlowControlError, 'a window of more than 31 bits')
      return
    }
    const stream = this.#streams.get(id)
    if (stream === undefined) {
      if (this.#isIdle(id)) this.fail(ErrorCode.ProtocolError, 'a window of a stream that is not open')
      return
    }
    if (bytes === 0) this.failStream(stream, ErrorCode.ProtocolError)
    else if (!this.sender.widenStream(stream, bytes)) this.failStream(stream, ErrorCode.FlowControlError)
  }

  #onReset(id: number, length: number) {
    if (length !== 4) return this.fail(ErrorCode.FrameSizeError, 'RST_STREAM')
    if (this.#isIdle(id)) return this.fail(ErrorCode.ProtocolError, 'a stream that is not open')
    const stream = this.#streams.get(id)
    if (stream === undefined) {
      this.#count('idle')
      return
    }
    this.#drop(stream)
    this.#count('resets')
  }

  #onSettings(flags: number, id: number, buffer: Buffer, from: number, length: number) {
    if (id !== 0) return this.fail(ErrorCode.ProtocolError, 'SETTINGS of a stream')
    if (flags & Flag.Ack) {
      if (length !== 0) this.fail(ErrorCode.FrameSizeError, 'SETTINGS')
      return
    }
    if (length % 6 !== 0) return this.fail(ErrorCode.FrameSizeError, 'SETTINGS')
    const wrong = applySettings(buffer, from, length, this.sender, this.#streams.values())
    if (wrong !== undefined) return this.fail(wrong, 'SETTINGS')
    this.#count('settings')
  }

  #onPing(flags: number, id: number, buffer: Buffer, from: number, length: number) {
    if (id !== 0) return this.fail(ErrorCode.ProtocolError, 'PING of a stream')
    if (length !== 8) return this.fail(ErrorCode.FrameSizeError, 'PING')
    const payload = buffer.subarray(from, from + 8)
    if (flags & Flag.Ack) {
      if (this.#goingAway === 'asked' && payload.equals(drainPing)) this.#sayGoodbye()
      return
    }
    this.#pings.openCalls = this.#streams.size
    if (this.#pings.onPing(this.#lastReadMs, this.sender.answerBytes)) {
      return this.fail(ErrorCode.EnhanceYourCalm, 'too_many_pings')
    }
    this.sender.ping(payload, true)
    this.#count('pings')
  }

  #onPriority(id: number, buffer: Buffer, from: number, length: number) {
    if (id === 0) return this.fail(ErrorCode.ProtocolError, 'PRIORITY of no stream')
    const stream = this.#streams.get(id)
    const wrong =
      length !== 5 ? ErrorCode.FrameSizeError : readUint31(buffer, from) === id ? ErrorCode.ProtocolError : undefined
    if (wrong === undefined) this.#count('idle')
    else if (stream !== undefined) this.failStream(stream, wrong)
    else this.fail(wrong, 'PRIORITY')
  }

  #onGoAway(id: number, length: number): void {
    // The client opens no more streams; it closes when it has its answers.
    if (id !== 0) this.fail(ErrorCode.ProtocolError, 'GOAWAY of a stream')
    else if (length < 8) this.fail(ErrorCode.FrameSizeError, 'GOAWAY')
    else this.#count('idle')
  }

  /** The client has seen that we go: from now on it opens nothing. */
  #sayGoodbye(): void {
    this.#goingAway = 'said'
    this.sender.goAway(this.#lastId, ErrorCode.NoError, '')
    if (this.#streams.size === 0) this.#close()
  }

  /** Our last frame of a stream is written. */
  #onStreamDone(stream: Stream): void {
    if (!stream.remoteClosed) {
      // The answer does not depend on what is still to come (RFC 9113 8.1).
      this.sender.resetStream(stream.id, ErrorCode.NoError)
      this.#endedEarly.add(stream.id)
    }
    this.#streams.delete(stream.id)
    this.#wantDrain.delete(stream)
    if (this.#goingAway === 'said' && this.#streams.size === 0) this.#close()
  }

  /** Forgets a stream that was reset. */
  #drop(stream: Stream): void {
    this.sender.forget(stream)
    stream.localClosed = true
    stream.remoteClosed = true
    this.#streams.delete(stream.id)
    this.#wantDrain.delete(stream)
    stream.onReset()
    if (this.#goingAway === 'said' && this.#streams.size === 0) this.#close()
  }

  #count(kind: Flood): void {
    if (!this.#guard.allows(kind, this.#lastReadMs)) this.fail(ErrorCode.EnhanceYourCalm, `too_many_${kind}`)
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    this.flush()
    this.#resetAll()
    this.#ports.transport.end()
  }

  #resetAll(): void {
    const streams = [...this.#streams.values()]
    this.#streams.clear()
    for (const stream of streams) {
      this.sender.forget(stream)
      stream.localClosed = true
      stream.remoteClosed = true
      stream.onReset()
    }
  }

  #onDirty(): void {
    if (this.#dirty || this.#closed) return
    this.#dirty = true
    this.#ports.onDirty(this)
  }
}
