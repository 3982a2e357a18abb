/**
 * Everything that waits or is waited for between members: how much, how long, and what happens then.
 */
const MiB = 1024 * 1024

export interface PeerLimits {
  /** Largest frame that is taken; at least the largest entry the log may hold, and one batch of appends. */
  readonly frameBytesMax: number
  /** Waiting to be written to one stream. What does not fit is dropped: Raft sends it again. */
  readonly controlQueueMessages: number
  readonly controlQueueBytes: number
  readonly logQueueMessages: number
  readonly logQueueBytes: number
  /** Handed to the socket and not yet taken by the kernel; more waits in the queue, where it counts against its bound. */
  readonly socketBytes: number
  /** What waits for a connection longer than this is not worth sending any more: about an election time-out. */
  readonly staleMs: number
  /** How often each stream is probed; a probe gives the round trip and shows that the other side is alive. */
  readonly probeMs: number
  /** A stream on which nothing comes back, or in, for so long is cut. */
  readonly silenceMs: number
  /** Connecting, TLS and greeting together. */
  readonly connectMs: number
  /** First and longest pause between attempts to connect; each doubles, and each is drawn from its upper half. */
  readonly backOffMinMs: number
  readonly backOffMaxMs: number
  /** Largest body of a call or of its answer. */
  readonly callBytesMax: number
  /** Calls from other members being answered at once; more are refused. */
  readonly callsInFlight: number
  /** Largest piece of a snapshot, and its description. */
  readonly pieceBytesMax: number
  /** A snapshot transfer on which nothing moves for so long is broken off. */
  readonly snapshotSilenceMs: number
  /** Snapshots being sent to members at once, at most one to each; as etcd. */
  readonly snapshotSendsInFlight: number
  /** Members that greeted us and that nobody told us of; they get answers while we learn the membership. */
  readonly unknownPeers: number
}

export const peerLimitsDefault: PeerLimits = {
  frameBytesMax: 64 * MiB,
  controlQueueMessages: 4096,
  controlQueueBytes: 4 * MiB,
  logQueueMessages: 4096,
  logQueueBytes: 64 * MiB,
  socketBytes: MiB,
  staleMs: 1000,
  probeMs: 1000,
  silenceMs: 5000,
  connectMs: 2000,
  backOffMinMs: 40,
  backOffMaxMs: 1000,
  callBytesMax: 16 * MiB,
  callsInFlight: 1024,
  pieceBytesMax: 16 * MiB,
  snapshotSilenceMs: 30_000,
  snapshotSendsInFlight: 16,
  unknownPeers: 16,
}
