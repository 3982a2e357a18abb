/** What happened in a run, in numbers: a simulation in which nothing happens finds nothing. */

export interface Census {
  steps: number
  /** Terms that had a leader. */
  leaders: number
  entriesCommitted: number
  /** Config changes applied, counted at each member. */
  configsApplied: number
  /** Those of them that led into a joint configuration. */
  jointConfigsApplied: number
  readsAnswered: number
  compactions: number
  snapshotsInstalled: number
  crashes: number
  partitions: number
  /** Messages that arrived. */
  messages: number
}

export function emptyCensus(): Census {
  return {
    steps: 0,
    leaders: 0,
    entriesCommitted: 0,
    configsApplied: 0,
    jointConfigsApplied: 0,
    readsAnswered: 0,
    compactions: 0,
    snapshotsInstalled: 0,
    crashes: 0,
    partitions: 0,
    messages: 0,
  }
}
