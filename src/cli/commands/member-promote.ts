/** `member promote` */
import { ClusterService, MemberPromoteResponse } from '../../generated/etcdserverpb/cluster.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { readMemberId } from './shared/ids.ts'
import { changeReport, paddedId } from './shared/members.ts'

export const memberPromote = command({
  name: 'promote',
  usage: 'member promote <memberID>',
  summary: 'Promotes a non-voting member in the cluster',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('member ID is not provided')
    const id = readMemberId(given)
    const response = await (await session.client()).call(ClusterService.methods.memberPromote, { id })
    const cluster = paddedId(response.header?.clusterId ?? 0n)
    const sentence = `Member ${paddedId(id)} promoted in cluster ${cluster}\n`
    const encoded = () => MemberPromoteResponse.encode(response)
    await session.print(changeReport(response, sentence, encoded, session.globals.hex))
  },
})
