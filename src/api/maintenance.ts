/**
 * The Maintenance service: how this member is, alarms, hashes, defragmentation, snapshots, the leader's transfer, downgrades.
 */
import { createHash } from 'node:crypto'
import { RequestError } from '../base/errors.ts'
import type {
  AlarmRequest,
  DowngradeRequest,
  MaintenanceService,
  SnapshotResponseInit,
  StatusResponseInit,
} from '../generated/etcdserverpb/maintenance.ts'
import { AlarmAction, DowngradeAction } from '../generated/etcdserverpb/maintenance.ts'
import { type Alarm, AlarmType, type Backend } from '../server/backend.ts'
import { header } from './header.ts'
import { sendAll } from './send-all.ts'
import { attempt, type Handlers } from './service.ts'

/** Bytes of one message of a snapshot. */
export const snapshotBlobBytes = 32 * 1024

export function maintenanceHandlers(backend: Backend): Handlers<typeof MaintenanceService> {
  return {
    alarm(request, call) {
      if (request.action !== AlarmAction.GET) {
        backend.propose({ case: 'alarm', value: request }, call, (error, result) => {
          if (result === undefined) return call.fail(error)
          call.reply({ header: header(backend, result.revision), alarms: result.alarms.map(alarmMember) })
        })
        return
      }
      backend.linearize(call, (error) => {
        if (error !== undefined) return call.fail(error)
        attempt(call, () => {
          call.reply({ header: header(backend), alarms: alarmsAskedFor(backend.alarms(), request).map(alarmMember) })
        })
      })
    },

    status(_request, call) {
      call.reply(statusResponse(backend))
    },

    defragment(_request, call) {
      backend
        .defragment()
        .then(() => call.reply({}))
        .catch((error: unknown) => call.fail(error))
    },

    hash(_request, call) {
      backend
        .hash()
        .then((hash) => call.reply({ header: header(backend), hash }))
        .catch((error: unknown) => call.fail(error))
    },

    hashKv({ revision }, call) {
      backend
        .hashKv(revision)
        .then(({ hash, compactRevision, hashRevision, revision: current }) =>
          call.reply({ header: header(backend, current), hash, compactRevision, hashRevision }),
        )
        .catch((error: unknown) => call.fail(error))
    },

    snapshot(_request, stream) {
      sendAll(stream, snapshotMessages(backend))
    },

    moveLeader({ targetId }, call) {
      if (backend.status().leader !== backend.memberId) return call.fail(new RequestError('NotLeader'))
      const target = backend.members().find((member) => member.id === targetId)
      if (target === undefined || target.isLearner) return call.fail(new RequestError('BadLeaderTransferee'))
      backend
        .moveLeader(targetId, call)
        .then(() => call.reply({}))
        .catch((error: unknown) => call.fail(error))
    },

    downgrade(request, call) {
      backend.linearize(call, (error) => {
        if (error !== undefined) return call.fail(error)
        attempt(call, () => {
          const text = backend.clusterVersion()
          const current = text === undefined ? undefined : parseVersion(text)
          const refused = checkDowngrade(request, current)
          if (refused !== undefined) return call.fail(refused)
          const version = current === undefined ? '' : `${current.major}.${current.minor}`
          call.reply({ header: header(backend), version })
        })
      })
    },
  }
}

function alarmsAskedFor(alarms: readonly Alarm[], { alarm }: AlarmRequest): readonly Alarm[] {
  return alarm === AlarmType.NONE ? alarms : alarms.filter((raised) => raised.alarm === alarm)
}

function alarmMember({ memberId, alarm }: Alarm): { readonly memberId: bigint; readonly alarm: AlarmRequest['alarm'] } {
  return { memberId, alarm: alarm as AlarmRequest['alarm'] }
}

function statusResponse(backend: Backend): StatusResponseInit {
  const status = backend.status()
  return {
    header: header(backend),
    version: status.version,
    dbSize: status.dbSize,
    leader: status.leader,
    raftIndex: status.raftIndex,
    raftTerm: status.raftTerm,
    raftAppliedIndex: status.raftAppliedIndex,
    errors: status.errors,
    dbSizeInUse: status.dbSizeInUse,
    isLearner: status.isLearner,
    storageVersion: status.storageVersion,
    dbSizeQuota: status.dbSizeQuota,
    downgradeInfo: {},
  }
}

/**
 * The snapshot in blobs of {@link snapshotBlobBytes}, whatever the pieces of the store are, and at the end one of 32 bytes: the
 * SHA-256 of everything before it, by which a client knows that nothing is missing. `remaining_bytes` is what comes after a
 * blob, the digest not counted.
 */
async function* snapshotMessages(backend: Backend): AsyncGenerator<SnapshotResponseInit> {
  const { bytes, version, pieces } = await backend.snapshot()
  const digest = createHash('sha256')
  let remainingBytes = bytes
  for await (const blob of recut(pieces, snapshotBlobBytes)) {
    digest.update(blob)
    remainingBytes -= blob.length
    yield { remainingBytes, blob, version }
  }
  if (remainingBytes !== 0) throw new Error(`the snapshot is ${remainingBytes} bytes shorter than announced`)
  yield { remainingBytes: 0, blob: digest.digest(), version }
}

/** The same bytes in pieces of `pieceBytes`, the last one of what is left. */
async function* recut(pieces: AsyncIterable<Buffer>, pieceBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const piece of pieces) {
    held.push(piece)
    heldBytes += piece.length
    if (heldBytes < pieceBytes) continue
    const whole = held.length === 1 ? piece : Buffer.concat(held)
    const cut = heldBytes - (heldBytes % pieceBytes)
    for (let at = 0; at < cut; at += pieceBytes) yield whole.subarray(at, at + pieceBytes)
    held = cut === heldBytes ? [] : [whole.subarray(cut)]
    heldBytes -= cut
  }
  if (heldBytes > 0) yield Buffer.concat(held)
}

/**
 * Checks a downgrade by etcd's rules: one minor version below the cluster's. This version can undo none of its own format, so
 * what is allowed by the rules is refused when it is to begin. Cancelling when nothing is under way is no error.
 */
function checkDowngrade({ action, version }: DowngradeRequest, current: Version | undefined): RequestError | undefined {
  switch (action) {
    case DowngradeAction.CANCEL:
      return undefined
    case DowngradeAction.VALIDATE:
    case DowngradeAction.ENABLE: {
      const target = parseVersion(version)
      if (target === undefined) return new RequestError('WrongDowngradeVersionFormat')
      if (current === undefined) return new RequestError('ClusterVersionUnavailable')
      const allowed = target.major === current.major && target.minor === current.minor - 1
      return allowed && action === DowngradeAction.VALIDATE
        ? undefined
        : new RequestError('InvalidDowngradeTargetVersion')
    }
    default:
      // Not unreachable: a client may send any number.
      return new RequestError('UnknownMethod')
  }
}

interface Version {
  readonly major: number
  readonly minor: number
}

/** Reads `X.Y` or `X.Y.Z`, which may have a pre-release or build part; only major and minor count. */
function parseVersion(text: string): Version | undefined {
  const match = /^(\d{1,9})\.(\d{1,9})(\.\d{1,9}(-[\w.-]+)?(\+[\w.-]+)?)?$/.exec(text)
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) }
}
