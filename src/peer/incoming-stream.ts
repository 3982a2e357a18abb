/** One of the two streams on which a peer's messages come. Pings are answered on it, nothing else goes back. */
import type { Duplex } from 'node:stream'
import { DecodeError } from '../generated/runtime/codec.ts'
import { FrameError, FrameKind, FrameReader, pingBytes, pongFrame } from './frame.ts'
import type { PeerStats } from './peer-stats.ts'

export interface IncomingStreamOptions<M> {
  readonly socket: Duplex
  readonly nowMs: () => number
  readonly frameBytesMax: number
  readonly stats: PeerStats
  /** @throws DecodeError */
  readonly decode: (buffer: Buffer, start: number, end: number) => M
  /** All messages that one read of the socket brought. */
  readonly onMessages: (messages: readonly M[]) => void
  readonly onClosed: (reason: string) => void
}

export class IncomingStream<M> {
  readonly #options: IncomingStreamOptions<M>
  readonly #reader: FrameReader
  #messages: M[] = []
  #heardMs: number
  #closed = false

  constructor(options: IncomingStreamOptions<M>) {
    this.#options = options
    this.#heardMs = options.nowMs()
    this.#reader = new FrameReader({
      frameBytesMax: options.frameBytesMax,
      onFrame: (kind, buffer, start, end) => this.#onFrame(kind, buffer, start, end),
    })
  }

  /** @param head what came together with the request to upgrade */
  start(head: Buffer): void {
    const { socket, stats } = this.#options
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
    socket.on('end', () => {
      if (!this.#reader.isBetweenFrames) stats.receiveFailures++
      this.close('closed by the peer')
    })
    socket.on('error', (error) => this.close(error.message))
    socket.on('close', () => this.close('closed by the peer'))
    if (head.length > 0) this.#onData(head)
  }

  /** Called each `probeMs`; peers ping more often than `silenceMs`. `late`: we ourselves were not running. */
  onProbe(nowMs: number, late: boolean, silenceMs: number): void {
    if (late) this.#heardMs = nowMs
    if (nowMs - this.#heardMs > silenceMs) {
      this.#options.stats.receiveFailures++
      this.close(`nothing heard for ${silenceMs} ms`)
    }
  }

  close(reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#options.socket.destroy()
    this.#options.onClosed(reason)
  }

  #onData(chunk: Buffer): void {
    if (this.#closed) return
    const { stats, nowMs } = this.#options
    stats.receivedBytes += chunk.length
    this.#heardMs = nowMs()
    try {
      this.#reader.take(chunk)
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof DecodeError)) throw error
      stats.receiveFailures++
      // What came before the damage was whole, and in order.
      this.#deliver()
      this.close(error.message)
      return
    }
    this.#deliver()
  }

  #onFrame(kind: number, buffer: Buffer, start: number, end: number): void {
    const { decode, socket } = this.#options
    if (kind === FrameKind.message) this.#messages.push(decode(buffer, start, end))
    else if (kind === FrameKind.ping && end - start === pingBytes) socket.write(pongFrame(buffer, start))
    else throw new FrameError(`no frame has the kind ${kind} and ${end - start} bytes`)
  }

  #deliver(): void {
    if (this.#messages.length === 0) return
    const messages = this.#messages
    this.#messages = []
    this.#options.onMessages(messages)
  }
}
