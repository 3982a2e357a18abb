/** What the transport needs of the member it belongs to. */

/** Messages as bytes; the transport looks at nothing inside. */
export interface MessageCodec<M> {
  /** The first `headroom` bytes of the result are left to the caller. */
  encode(message: M, headroom: number): Buffer
  /** Bytes from `start` to `end`, not included; the result may hold views of them. @throws DecodeError */
  decode(buffer: Buffer, start: number, end: number): M
}

export interface PeerRpc {
  /** `anyone`: also who does not belong to the cluster, or not yet; `from` is then 0n. */
  readonly from: 'members' | 'anyone'
  /** `signal` aborts when the caller is gone. A `RequestError` arrives at the caller as one. */
  handle(from: bigint, body: Buffer, signal: AbortSignal): Promise<Buffer>
}

export interface PeerHandlers<M> {
  /** What one read brought, in the order of its stream. `from` is the peer whose stream it is. */
  onMessages(from: bigint, messages: readonly M[]): void
  /** Log messages to `id` were dropped, or may have been lost. */
  onUnreachable(id: bigint): void
  /** A peer says that this member was removed from the cluster. */
  onRemoved(): void
  /**
   * A snapshot arrives. It is whole, and may be installed, when the iteration has ended without an error; the sender
   * hears that it was when the promise resolves.
   */
  onSnapshot(from: bigint, meta: Buffer, pieces: AsyncIterable<Buffer>): Promise<void>
  isRemoved(id: bigint): boolean
  /** Body of `GET /members` and `GET /version`: JSON, or a value to be written as JSON. */
  members(): unknown
  versions(): unknown
  readonly rpc: Readonly<Record<string, PeerRpc>>
  onRoundTrip?(id: bigint, seconds: number): void
  onSnapshotSent?(to: bigint, seconds: number, ok: boolean): void
  onSnapshotReceived?(from: bigint, seconds: number, ok: boolean): void
}
