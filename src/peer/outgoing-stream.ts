/**
 * One of the two streams that carry our messages to a peer.
 *
 *   waiting --back-off over--> connecting --101--> open --broken, silent--> waiting
 *                                  |--refused, unreachable, too slow--> waiting
 *
 * What is sent meanwhile waits in a bounded queue, and is forgotten when it has become old: the votes of a start reach
 * a member that starts half a second later, and a member that was away for an hour gets no heartbeats of then.
 */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock, Timer } from '../io/clock.ts'
import type { BackOff } from './back-off.ts'
import { FrameError, FrameKind, FrameReader, pingBytes, pingFrame } from './frame.ts'
import type { PeerLimits } from './peer-limits.ts'
import type { PeerStats } from './peer-stats.ts'
import type { SendQueue } from './send-queue.ts'

export const streamKinds = ['control', 'log'] as const
export type StreamKind = (typeof streamKinds)[number]

interface Open {
  readonly at: 'open'
  readonly socket: Duplex
  heardMs: number
  pingOutstanding: boolean
}

type State =
  | { readonly at: 'waiting'; readonly timer: Timer }
  | { readonly at: 'connecting'; readonly request: ClientRequest; readonly timer: Timer }
  | Open
  | { readonly at: 'closed' }

export interface OutgoingStreamOptions {
  readonly clock: Clock
  readonly limits: PeerLimits
  readonly backOff: BackOff
  readonly queue: SendQueue
  readonly stats: PeerStats
  /** A request to upgrade, to the next of the peer's URLs; not sent yet. */
  readonly dial: () => ClientRequest
  /** Checks who answered: a reason to go away again. */
  readonly refuse: (answer: IncomingMessage) => string | undefined
  readonly onOpen: () => void
  /** Was open. */
  readonly onClosed: (reason: string) => void
  /** An attempt failed. `status`: of the answer, 0 when there was none. */
  readonly onFailed: (reason: string, status: number) => void
  /** Messages were dropped, or may have been lost with the connection. */
  readonly onLost: () => void
  readonly onRoundTrip: (seconds: number) => void
}

/** Frames that go out together are joined into one buffer up to here; above, they are handed over one by one. */
const joinBytesMax = 64 * 1024
const refusalTextMax = 256

export class OutgoingStream {
  readonly #options: OutgoingStreamOptions
  #state: State
  #flushing = false

  constructor(options: OutgoingStreamOptions) {
    this.#options = options
    this.#state = { at: 'waiting', timer: options.clock.setTimer(0, () => this.#connect()) }
  }

  get isOpen(): boolean {
    return this.#state.at === 'open'
  }

  /** Queues a sealed frame; it leaves at the end of this turn. False: the queue is full. */
  send(frame: Buffer): boolean {
    const { queue, clock, stats } = this.#options
    if (this.#state.at === 'closed') return false
    if (!queue.offer(frame, clock.monotonicMs())) {
      stats.droppedMessages++
      stats.sendFailures++
      this.#options.onLost()
      return false
    }
    if (this.#state.at === 'open' && !this.#flushing) {
      this.#flushing = true
      queueMicrotask(this.#flush)
    }
    return true
  }

  /** The peer is known to be there: does not wait any longer. */
  hurry(): void {
    if (this.#state.at !== 'waiting') return
    this.#state.timer.cancel()
    this.#connect()
  }

  /** Called each `probeMs`. `late`: we ourselves were not running, so that silence means nothing. */
  onProbe(nowMs: number, late: boolean): void {
    const state = this.#state
    const { limits } = this.#options
    if (state.at !== 'open') {
      this.#dropStale(nowMs)
      return
    }
    if (late) state.heardMs = nowMs
    if (nowMs - state.heardMs > limits.silenceMs) {
      this.#lose(state, `nothing heard for ${limits.silenceMs} ms`)
    } else if (!state.pingOutstanding) {
      // One at a time: a stalled stream gathers no pings.
      state.pingOutstanding = true
      state.socket.write(pingFrame(nowMs))
    }
  }

  /** Ends an open connection, with a new attempt to follow: its addresses or certificates have changed. */
  reconnect(reason: string): void {
    if (this.#state.at === 'open') this.#lose(this.#state, reason)
    else this.hurry()
  }

  close(): void {
    const state = this.#state
    this.#state = { at: 'closed' }
    if (state.at === 'open') state.socket.destroy()
    else if (state.at === 'connecting') {
      state.timer.cancel()
      state.request.destroy()
    } else if (state.at === 'waiting') state.timer.cancel()
  }

  #connect(): void {
    const { clock, limits, dial } = this.#options
    let request: ClientRequest
    try {
      request = dial()
    } catch (error) {
      // A certificate that cannot be read now may be readable after its renewal.
      this.#wait(textOf(error), 0)
      return
    }
    const timer = clock.setTimer(limits.connectMs, () => {
      request.destroy(new Error(`no answer within ${limits.connectMs} ms`))
    })
    const state = { at: 'connecting', request, timer } as const
    this.#state = state
    request.on('error', (error) => {
      if (this.#state === state) this.#fail(state, textOf(error), 0)
    })
    request.on('response', (answer) => this.#onRefused(state, answer))
    request.on('upgrade', (answer, socket, head) => {
      if (this.#state !== state) {
        socket.destroy()
        return
      }
      const reason = this.#options.refuse(answer)
      if (reason === undefined) this.#onUpgraded(state, socket, head)
      else {
        socket.destroy()
        this.#fail(state, reason, 0)
      }
    })
    request.end()
  }

  #onRefused(state: State & { at: 'connecting' }, answer: IncomingMessage): void {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (more: string) => {
      if (text.length < refusalTextMax) text += more
    })
    answer.on('error', () => answer.destroy())
    answer.on('close', () => {
      const status = answer.statusCode ?? 0
      if (this.#state === state) this.#fail(state, `${status} ${text.slice(0, refusalTextMax).trim()}`, status)
    })
  }

  #fail(state: State & { at: 'connecting' }, reason: string, status: number): void {
    state.timer.cancel()
    state.request.destroy()
    this.#wait(reason, status)
  }

  #wait(reason: string, status: number): void {
    const { clock, backOff, stats, onFailed } = this.#options
    this.#state = { at: 'waiting', timer: clock.setTimer(backOff.next(), () => this.#connect()) }
    stats.sendFailures++
    this.#dropStale(clock.monotonicMs())
    onFailed(reason, status)
  }

  #onUpgraded(state: State & { at: 'connecting' }, socket: Duplex, head: Buffer): void {
    const { clock, limits, onOpen } = this.#options
    state.timer.cancel()
    const open: Open = { at: 'open', socket, heardMs: clock.monotonicMs(), pingOutstanding: false }
    this.#state = open
    const reader = new FrameReader({
      frameBytesMax: limits.frameBytesMax,
      onFrame: (kind, buffer, start, end) => this.#onFrame(open, kind, buffer, start, end),
    })
    const onData = (chunk: Buffer): void => {
      if (this.#state !== open) return
      try {
        reader.take(chunk)
      } catch (error) {
        if (!(error instanceof FrameError)) throw error
        this.#lose(open, error.message)
      }
    }
    socket.on('error', (error) => this.#lose(open, textOf(error)))
    socket.on('close', () => this.#lose(open, 'closed by the peer'))
    socket.on('end', () => this.#lose(open, 'closed by the peer'))
    socket.on('drain', () => {
      // The kernel took what it had refused, so the peer's has acknowledged something: a sign of life, even if
      // the answer to our ping still stands behind a lot of data.
      open.heardMs = clock.monotonicMs()
      this.#flush()
    })
    socket.on('data', onData)
    if (head.length > 0) onData(head)
    open.pingOutstanding = true
    socket.write(pingFrame(open.heardMs))
    this.#dropStale(open.heardMs)
    onOpen()
    this.#flush()
  }

  #onFrame(open: Open, kind: number, buffer: Buffer, start: number, end: number): void {
    const { clock, backOff, onRoundTrip } = this.#options
    if (kind !== FrameKind.pong || end - start !== pingBytes) throw new FrameError(`an answer of kind ${kind}`)
    const nowMs = clock.monotonicMs()
    open.heardMs = nowMs
    open.pingOutstanding = false
    // Only now: who accepts and hangs up at once is not to be called again at once.
    backOff.reset()
    onRoundTrip(Math.max(0, nowMs - buffer.readDoubleLE(start)) / 1000)
  }

  #lose(open: Open, reason: string): void {
    if (this.#state !== open) return
    const { clock, backOff, stats, onClosed, onLost } = this.#options
    this.#state = { at: 'waiting', timer: clock.setTimer(backOff.next(), () => this.#connect()) }
    open.socket.destroy()
    stats.sendFailures++
    onClosed(reason)
    onLost()
  }

  readonly #flush = (): void => {
    this.#flushing = false
    const state = this.#state
    if (state.at !== 'open') return
    const { queue, limits, stats } = this.#options
    const { socket } = state
    while (queue.count > 0 && socket.writableLength < limits.socketBytes) {
      const frames = queue.take(limits.socketBytes - socket.writableLength)
      let bytes = 0
      for (const frame of frames) bytes += frame.length
      stats.sentBytes += bytes
      writeTogether(socket, frames, bytes)
    }
  }

  #dropStale(nowMs: number): void {
    const { queue, limits, stats, onLost } = this.#options
    const count = queue.dropOlder(nowMs - limits.staleMs)
    if (count === 0) return
    stats.droppedMessages += count
    onLost()
  }
}

/** One system call for all. */
function writeTogether(socket: Duplex, frames: readonly Buffer[], bytes: number): void {
  const [first] = frames
  if (frames.length === 1 && first !== undefined) socket.write(first)
  else if (bytes <= joinBytesMax) socket.write(Buffer.concat(frames, bytes))
  else {
    socket.cork()
    for (const frame of frames) socket.write(frame)
    socket.uncork()
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message || ((error as NodeJS.ErrnoException).code ?? error.name) : String(error)
}
