/**
 * A socket as the connection's transport.
 */
import type { Duplex } from 'node:stream'
import type { Timer, Timers } from '../api/service.ts'
import type { Connection } from './http2/connection.ts'
import type { Transport } from './http2/ports.ts'

/** With so much unsent the client is not listened to either: it would only ask for more. */
const unsentBytesMax = 1024 * 1024
/** How long a client has to read why we closed; bytes that it still sends would turn that into a reset by TCP. */
const lingerMs = 1_000

export class SocketTransport implements Transport {
  readonly #socket: Duplex
  readonly #timers: Timers
  #linger: Timer | undefined
  #paused = false

  constructor(socket: Duplex, timers: Timers) {
    this.#socket = socket
    this.#timers = timers
  }

  get unsentBytes(): number {
    return this.#socket.writableLength
  }

  /** Begins to read. */
  start(connection: Connection, onClose: () => void): void {
    const socket = this.#socket
    socket.on('data', (chunk: Buffer) => connection.receive(chunk))
    socket.on('drain', () => {
      if (this.#paused) {
        this.#paused = false
        socket.resume()
      }
      connection.onTransportDrain()
    })
    socket.on('error', () => socket.destroy())
    socket.once('end', () => this.end())
    socket.once('close', () => {
      this.#linger?.cancel()
      connection.onTransportClose()
      onClose()
    })
    if (socket.destroyed) socket.emit('close')
  }

  write(chunks: readonly Buffer[]): boolean {
    const socket = this.#socket
    if (!socket.writable) return true
    let hasRoom = true
    if (chunks.length === 1) hasRoom = socket.write(chunks[0])
    else {
      socket.cork()
      for (const chunk of chunks) hasRoom = socket.write(chunk)
      socket.uncork()
    }
    if (!hasRoom && !this.#paused && socket.writableLength > unsentBytesMax) {
      this.#paused = true
      socket.pause()
    }
    return hasRoom
  }

  end(): void {
    const socket = this.#socket
    if (socket.writable) socket.end()
    if (this.#linger !== undefined || socket.destroyed) return
    this.#linger = this.#timers.after(lingerMs, () => socket.destroy())
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
