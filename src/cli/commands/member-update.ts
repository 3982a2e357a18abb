/** `member update` */
import { ClusterService, MemberUpdateResponse } from '../../generated/etcdserverpb/cluster.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { text } from './shared/flags.ts'
import { readMemberId } from './shared/ids.ts'
import { changeReport, paddedId, readPeerUrls } from './shared/members.ts'

export const memberUpdate = command({
  name: 'update',
  usage: 'member update <memberID> [options]',
  summary: 'Updates a member in the cluster',
  flags: { 'peer-urls': text('the new peer URLs of the member, with commas') },
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [given] = args
    if (given === undefined || args.length > 1) throw badArguments('member ID is not provided')
    const request = { id: readMemberId(given), peerUrls: readPeerUrls(flags['peer-urls']) }
    const response = await (await session.client()).call(ClusterService.methods.memberUpdate, request)
    const cluster = paddedId(response.header?.clusterId ?? 0n)
    const sentence = `Member ${paddedId(request.id)} updated in cluster ${cluster}\n`
    const encoded = () => MemberUpdateResponse.encode(response)
    await session.print(changeReport(response, sentence, encoded, session.globals.hex))
  },
})
