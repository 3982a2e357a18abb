/** `endpoint status` */
import { hexId } from '../../base/bytes.ts'
import type { StatusResponse } from '../../client/index.ts'
import { command } from './shared/command.ts'
import { clusterFlag, endpointsOf } from './shared/endpoints.ts'
import { ExitCode, Failure } from './shared/failure.ts'
import { field, headerFields } from './shared/fields.ts'
import { roundToEven, sizeText } from './shared/go-text.ts'
import { filled, type Json } from './shared/json.ts'
import { headerJson } from './shared/messages.ts'

interface EndpointStatus {
  readonly endpoint: string
  readonly status: StatusResponse
}

const headers = [
  'Endpoint',
  'ID',
  'Version',
  'Storage Version',
  'DB Size',
  'In Use',
  'Percentage Not In Use',
  'Quota',
  'Is Leader',
  'Is Learner',
  'Raft Term',
  'Raft Index',
  'Raft Applied Index',
  'Errors',
  'Downgrade Target Version',
  'Downgrade Enabled',
]

export const endpointStatus = command({
  name: 'status',
  usage: 'endpoint status',
  summary: 'Prints out the status of endpoints specified in `--endpoints` flag',
  description: `Shows the status of each endpoint.
The form simple shows ${headers.map((each) => each.toLowerCase()).join(', ')}.`,
  flags: clusterFlag,
  async run({ session, flags }) {
    session.refuseFormats('protobuf')
    const client = await session.client()
    const found: EndpointStatus[] = []
    let failed = false
    for (const endpoint of await endpointsOf(session, flags.cluster)) {
      try {
        found.push({ endpoint, status: await client.maintenance.status({ endpoint }) })
      } catch (error) {
        if (!(error instanceof Error)) throw error
        failed = true
        session.say(`Failed to get the status of endpoint ${endpoint} (${error.message})`)
      }
    }
    await session.print({
      simple: () => found.map((each) => `${cells(each).join(', ')}\n`),
      json: () => (found.length === 0 ? null : found.map(statusJson)),
      fields: () => found.map(statusFields).join(''),
      table: () => ({ headers, rows: found.map(cells) }),
    })
    if (failed) throw new Failure(ExitCode.Error, '')
  },
})

function cells({ endpoint, status }: EndpointStatus): string[] {
  const memberId = status.header?.memberId ?? 0n
  return [
    endpoint,
    hexId(memberId),
    status.version,
    status.storageVersion,
    sizeText(status.dbSize),
    sizeText(status.dbSizeInUse),
    `${unusedPercent(status)}%`,
    sizeText(status.dbSizeQuota),
    String(status.leader === memberId),
    String(status.isLearner),
    String(status.raftTerm),
    String(status.raftIndex),
    String(status.raftAppliedIndex),
    status.errors.join(', '),
    status.downgradeInfo?.targetVersion ?? '',
    String(status.downgradeInfo?.enabled ?? false),
  ]
}

function unusedPercent({ dbSize, dbSizeInUse }: StatusResponse): number {
  return dbSize === 0 ? 0 : roundToEven((1 - dbSizeInUse / dbSize) * 100)
}

function statusJson({ endpoint, status }: EndpointStatus): Json {
  const { downgradeInfo } = status
  const fields = filled({
    header: headerJson(status.header),
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
    downgradeInfo:
      downgradeInfo === undefined
        ? undefined
        : filled({ enabled: downgradeInfo.enabled, targetVersion: downgradeInfo.targetVersion }),
  })
  return { Endpoint: endpoint, Status: fields }
}

function statusFields({ endpoint, status }: EndpointStatus): string {
  const lines = [
    headerFields(status.header),
    field('Version', status.version),
    field('StorageVersion', status.storageVersion),
    field('DBSize', status.dbSize),
    field('DBSizeInUse', status.dbSizeInUse),
    field('DBSizeQuota', status.dbSizeQuota),
    field('Leader', status.leader),
    field('IsLearner', status.isLearner),
    field('RaftIndex', status.raftIndex),
    field('RaftTerm', status.raftTerm),
    field('RaftAppliedIndex', status.raftAppliedIndex),
    field('Errors', { bare: `[${status.errors.join(' ')}]` }),
    field('Endpoint', endpoint),
    field('DowngradeTargetVersion', status.downgradeInfo?.targetVersion ?? ''),
    field('DowngradeEnabled', status.downgradeInfo?.enabled ?? false),
  ]
  return `${lines.join('')}\n`
}
