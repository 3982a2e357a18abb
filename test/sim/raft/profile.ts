/**
 * What a seed's world is like. Each run draws its own mixture: one with short links and constant crashes finds other
 * bugs than one with a calm network and slow disks, and a mixture of everything at once finds neither.
 */
import type { RaftConfig } from '../../../src/raft/ready.ts'
import type { Random } from './random.ts'

export type RaftSettings = Omit<RaftConfig, 'id' | 'storage' | 'applied' | 'random' | 'log'>

/** Rates are probabilities: for each step, or for each message where it says so. Times are in steps. */
export interface Profile {
  /** Voters at the start. */
  readonly members: number
  /** Members that exist at all; those without a role wait to be added. */
  readonly pool: number
  readonly raft: RaftSettings

  /** Between two ticks of a member. */
  readonly tickSteps: number
  /** Each member's clock is off by up to this share. */
  readonly clockSkew: number
  /** A member does not come round to its work in this step. */
  readonly busyRate: number

  /** For each message. */
  readonly lossRate: number
  readonly duplicateRate: number
  readonly delayMax: number
  readonly partitionRate: number
  readonly partitionStepsMax: number

  readonly crashRate: number
  /** For each new leader: it crashes before its first entries are everywhere. */
  readonly coupRate: number
  readonly downStepsMax: number
  readonly diskStepsMax: number
  /** One disk becomes much slower for a while. */
  readonly slowDiskRate: number
  readonly applyStepsMax: number
  /** Chance that applied state becomes durable, for each batch that is applied. */
  readonly flushRate: number

  readonly proposalRate: number
  readonly payloadBytesMax: number
  readonly readRate: number
  readonly confChangeRate: number
  readonly transferRate: number
  /** Somebody campaigns without waiting for a time-out. */
  readonly campaignRate: number
  readonly forgetRate: number
  /** For each step, one member that has applied enough compacts its log. */
  readonly compactRate: number
  /** For each time a leader asks for a snapshot. */
  readonly snapshotUnavailableRate: number
}

/** Every third seed draws a storm: a world in which leaders rarely last until their first entries are everywhere. */
export function drawProfile(random: Random): Profile {
  const mixture = drawMixture(random)
  const profile = random.chance(0.34) ? stormy(random, mixture) : mixture
  return random.chance(0.1) ? leasing(profile) : profile
}

function drawMixture(random: Random): Profile {
  const members = random.pick([3, 3, 4, 5, 5, 7])
  const rough = random.chance(0.5)
  return {
    members,
    pool: members + random.pick([0, 1, 2]),
    raft: drawRaftSettings(random),

    tickSteps: random.pick([2, 3, 4, 6]),
    clockSkew: random.pick([0, 0.34]),
    busyRate: random.pick([0, 0, 0.1, 0.4]),

    lossRate: random.pick([0, 0.02, 0.1, rough ? 0.3 : 0.05]),
    duplicateRate: random.pick([0, 0.02, 0.1]),
    delayMax: random.pick([1, 2, 4, rough ? 20 : 8]),
    partitionRate: random.pick([0, 0.005, rough ? 0.03 : 0.01]),
    partitionStepsMax: random.pick([20, 100, 300]),

    crashRate: random.pick([0, 0.002, rough ? 0.02 : 0.005]),
    coupRate: 0,
    downStepsMax: random.pick([5, 50, 200]),
    diskStepsMax: random.pick([1, 3, 10]),
    slowDiskRate: random.pick([0, 0.002, 0.01]),
    applyStepsMax: random.pick([1, 1, 4, 12]),
    flushRate: random.pick([0, 0.1, 1]),

    proposalRate: random.pick([0.05, 0.15, 0.4]),
    payloadBytesMax: random.pick([8, 8, 64]),
    readRate: random.pick([0.02, 0.1]),
    confChangeRate: random.pick([0, 0.005, 0.02]),
    transferRate: random.pick([0, 0.002, 0.01]),
    campaignRate: random.pick([0, 0, 0.005, 0.02]),
    forgetRate: random.pick([0, 0, 0.002]),
    compactRate: random.pick([0, 0.005, 0.03]),
    snapshotUnavailableRate: random.pick([0, 0.3]),
  }
}

function drawRaftSettings(random: Random): RaftSettings {
  const maxSizePerMessage = random.pick([0, 50, 500, undefined])
  const maxInflightMessages = random.pick([1, 3, 256])
  // One entry a round trip is slow: without a bound on what waits, recovery would be a matter of patience.
  const slow = maxSizePerMessage === 0 || maxInflightMessages === 1
  const maxUncommittedEntriesSize = slow ? 200 : random.pick([undefined, 200])
  return {
    electionTicks: random.pick([4, 6, 10]),
    heartbeatTicks: random.pick([1, 1, 2]),
    asyncStorageWrites: random.chance(0.75),
    preVote: random.chance(0.7),
    checkQuorum: random.chance(0.7),
    readOnly: 'safe',
    stepDownOnRemoval: random.chance(0.5),
    disableProposalForwarding: random.chance(0.1),
    maxInflightMessages,
    maxInflightBytes: maxSizePerMessage === undefined ? 0 : random.pick([0, 0, 600]),
    maxCommittedSizePerReady: random.pick([50, 1000]),
    ...(maxSizePerMessage !== undefined && { maxSizePerMessage }),
    ...(maxUncommittedEntriesSize !== undefined && { maxUncommittedEntriesSize }),
  }
}

function stormy(random: Random, profile: Profile): Profile {
  return {
    ...profile,
    raft: {
      ...profile.raft,
      electionTicks: 4,
      heartbeatTicks: 1,
      preVote: random.chance(0.3),
      checkQuorum: random.chance(0.3),
      maxSizePerMessage: random.pick([0, 0, 50]),
      maxUncommittedEntriesSize: 200,
    },
    tickSteps: random.pick([2, 3]),
    delayMax: random.pick([4, 8, 12]),
    partitionRate: random.pick([0.02, 0.05]),
    partitionStepsMax: random.pick([10, 40, 100]),
    campaignRate: random.pick([0.01, 0.05]),
    crashRate: random.pick([0, 0.01, 0.03]),
    coupRate: random.pick([0, 0, 0.3]),
    downStepsMax: random.pick([5, 50]),
    lossRate: random.pick([0, 0.1, 0.3]),
    diskStepsMax: random.pick([1, 3, 12]),
    slowDiskRate: random.pick([0, 0.02]),
    proposalRate: random.pick([0.02, 0.1]),
  }
}

/**
 * Leases are promised to hold only while clocks agree, nobody forgets by a restart whom it follows, and nobody is told to
 * campaign while it follows a leader.
 */
function leasing(profile: Profile): Profile {
  const raft: RaftSettings = { ...profile.raft, readOnly: 'leaseBased', checkQuorum: true }
  return { ...profile, raft, clockSkew: 0, crashRate: 0, coupRate: 0, campaignRate: 0 }
}

/** The same world with all faults over: what a group must recover in. */
export function calm(profile: Profile): Profile {
  return {
    ...profile,
    busyRate: 0,
    lossRate: 0,
    duplicateRate: 0,
    delayMax: 1,
    partitionRate: 0,
    crashRate: 0,
    coupRate: 0,
    diskStepsMax: 1,
    slowDiskRate: 0,
    applyStepsMax: 1,
    proposalRate: 0,
    readRate: 0,
    confChangeRate: 0,
    transferRate: 0,
    campaignRate: 0,
    forgetRate: 0,
    snapshotUnavailableRate: 0,
  }
}
