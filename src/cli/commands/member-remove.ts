/** `member remove` */
import { ClusterService, MemberRemoveResponse } from '../../generated/etcdserverpb/cluster.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { readMemberId } from './shared/ids.ts'
import { changeReport, paddedId } from './shared/members.ts'

export const memberRemove = command({
  name: 'remove',
  usage: 'member remove <memberID>',
  summary: 'Removes a member from the cluster',
  flags: {},
  async run({ session, args }) {
    session.refuseFormats('fields', 'table')
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('member ID is not provided')
    const id = readMemberId(given)
    const response = await (await session.client()).call(ClusterService.methods.memberRemove, { id })
    const cluster = paddedId(response.header?.clusterId ?? 0n)
    const sentence = `Member ${paddedId(id)} removed from cluster ${cluster}\n`
    const encoded = () => MemberRemoveResponse.encode(response)
    await session.print(changeReport(response, sentence, encoded, session.globals.hex))
  },
})
