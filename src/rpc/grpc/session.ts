/**
 * What the calls of one connection share.
 */
import type { Log, Observer, Timers } from '../../api/service.ts'
import type { HpackEncoder } from '../http2/hpack-encoder.ts'
import type { Deadlines } from './deadlines.ts'
import { answerHead, okTrailers } from './status.ts'

export interface CallPorts {
  readonly timers: Timers
  readonly observer: Observer
  readonly log: Log
  readonly deadlines: Deadlines
  /** Of one message. */
  readonly maxMessageBytes: number
  /** A unary call that takes longer is logged. */
  readonly warnUnaryMs: number
  /** The time, asked once a burst. */
  nowMs(): number
}

/** What unfinished messages of one connection may hold in all. */
const heldBytesMax = 64 * 1024 * 1024

/** The two header blocks of every answer that ends well, as bytes, while the encoder's table stays as it is. */
class ReplyBlocks {
  #version = -1
  head: Buffer = Buffer.alloc(0)
  trailers: Buffer = Buffer.alloc(0)

  /** Whether both are there. They are not until they were sent in the long way, which puts them into the table. */
  ready(encoder: HpackEncoder): boolean {
    if (this.#version === encoder.version) return true
    const head = encoder.encodeUnchanged(answerHead)
    const trailers = encoder.encodeUnchanged(okTrailers)
    if (head === undefined || trailers === undefined) return false
    this.head = head
    this.trailers = trailers
    this.#version = encoder.version
    return true
  }
}

export class GrpcSession {
  readonly ports: CallPorts
  readonly peer: string
  readonly replyBlocks = new ReplyBlocks()
  #heldBytes = 0

  /** `peer`: the client's address, for the log. */
  constructor(ports: CallPorts, peer: string) {
    this.ports = ports
    this.peer = peer
  }

  /** Bytes of unfinished messages come, or go (below zero). False: there are too many. */
  hold(bytes: number): boolean {
    this.#heldBytes += bytes
    return this.#heldBytes <= heldBytesMax
  }
}
