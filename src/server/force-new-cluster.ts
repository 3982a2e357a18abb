/**
 * `--force-new-cluster`: when the quorum is lost for good, one member goes on alone with what it has.
 *
 * What the log says is committed is applied; what is not known to be committed is dropped; all other members are
 * removed, for ever, as if they had been removed one by one; and the log begins anew behind that state. The cluster keeps
 * its id. Started again with the flag, nothing is left to do.
 */
import { hexId } from '../base/bytes.ts'
import type { Logger } from '../telemetry/log.ts'
import type { OpenedWal } from '../wal/wal.ts'
import { encodeConfState } from './conf-state-record.ts'
import type { StateMachine } from './state-machine.ts'

/**
 * @param machine over the engine of this member, not running
 * @param log what the log held when it was opened
 */
export async function forceNewCluster(options: {
  readonly machine: StateMachine
  readonly log: OpenedWal
  readonly memberId: bigint
  readonly logger: Logger
}): Promise<void> {
  const { machine, log, memberId, logger } = options
  const { hardState, entries } = log
  const commit = Math.max(hardState.commit, machine.appliedIndex)
  const dropped = entries.filter(({ index }) => index > commit).length
  await machine.apply(entries.filter(({ index }) => index <= commit))
  const confState = { voters: [memberId], learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false }
  const removed = machine.keepOnly(memberId, confState)
  await machine.sync()
  const { appliedIndex: index, appliedTerm } = machine
  await log.wal.append({
    entries: [],
    snapshot: { index, term: appliedTerm, data: encodeConfState(confState) },
    hardState: { ...hardState, commit: index },
    mustSync: true,
  })
  logger.warn('forced a new cluster: this member goes on alone', {
    'local-member-id': hexId(memberId),
    'removed-member-ids': removed.map(hexId),
    'commit-index': index,
    'dropped-entries': dropped,
  })
}
