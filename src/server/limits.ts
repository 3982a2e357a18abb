/**
 * Everything that queues inside a member: its bound, and what happens when it is full.
 *
 * `wait`: the producer stops until there is room. `refuse`: the request ends in an error that clients retry.
 * `fallBack`: the consumer is served by a slower way. `drop`: what is lost is sent again by design.
 */
export interface Limit {
  readonly bound: number
  readonly unit: 'requests' | 'entries' | 'bytes' | 'messages'
  readonly whenFull: 'wait' | 'refuse' | 'fallBack' | 'drop'
  readonly why: string
}

const MiB = 1024 * 1024

export const limits = {
  proposals: {
    bound: 50_000,
    unit: 'requests',
    whenFull: 'refuse',
    why: 'requests that wait for their entry; each holds its bytes',
  },
  applyBacklog: {
    bound: 5_000,
    unit: 'entries',
    whenFull: 'refuse',
    why: 'committed and not yet applied here; etcd refuses from the same number on',
  },
  uncommitted: {
    bound: 256 * MiB,
    unit: 'bytes',
    whenFull: 'refuse',
    why: 'entries of this leader that no quorum has yet',
  },
  inflightMessages: {
    bound: 512,
    unit: 'messages',
    whenFull: 'wait',
    why: 'appends on their way to one follower, as etcd',
  },
  inflightBytes: {
    bound: 64 * MiB,
    unit: 'bytes',
    whenFull: 'wait',
    why: 'entries in those appends',
  },
  applyBytes: {
    bound: 2 * MiB,
    unit: 'bytes',
    whenFull: 'wait',
    why: 'entries applied in one go: a few milliseconds, so that heartbeats are not late',
  },
  writeBehind: {
    bound: 64 * MiB,
    unit: 'bytes',
    whenFull: 'wait',
    why: 'applied and not yet in the engine; the apply waits, then proposals are refused by the apply backlog',
  },
  logInMemory: {
    bound: 64 * MiB,
    unit: 'bytes',
    whenFull: 'fallBack',
    why: 'entries kept for slow members; one that needs older ones gets a snapshot',
  },
  leaseRevokes: {
    bound: 16,
    unit: 'requests',
    whenFull: 'wait',
    why: 'expired leases being revoked at once, as etcd; 50,000 expiries at once are spread out by it',
  },
} as const satisfies Record<string, Limit>
