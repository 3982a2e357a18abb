/** `member add` */
import { ClusterService, MemberAddResponse } from '../../generated/etcdserverpb/cluster.ts'
import { command } from './shared/command.ts'
import { badArguments } from './shared/failure.ts'
import { bool, text } from './shared/flags.ts'
import { changeReport, paddedId, readPeerUrls } from './shared/members.ts'

export const memberAdd = command({
  name: 'add',
  usage: 'member add <memberName> [options]',
  summary: 'Adds a member into the cluster',
  description: `Adds a member into the cluster, and shows the settings with which the new member is to be started.`,
  flags: {
    'peer-urls': text('peer URLs of the new member, with commas'),
    learner: bool('add it as a learner, to be promoted later'),
  },
  async run({ session, flags, args }) {
    session.refuseFormats('fields', 'table')
    const [name, ...more] = args
    if (name === undefined || name === '') throw badArguments('member name not provided')
    if (more.length > 0) throw badArguments('too many arguments')
    const peerUrls = readPeerUrls(flags['peer-urls'])
    const client = await session.client()
    const response = await client.call(ClusterService.methods.memberAdd, { peerUrls, isLearner: flags.learner })
    const id = response.member?.id ?? 0n
    const cluster = paddedId(response.header?.clusterId ?? 0n)
    const added = flags.learner ? 'added as learner to cluster' : 'added to cluster'
    const peers = response.members.flatMap((member) => {
      return member.peerUrls.map((url) => `${member.id === id ? name : member.name}=${url}`)
    })
    const sentence = [
      `Member ${paddedId(id)} ${added} ${cluster}`,
      '',
      `ETCD_NAME="${name}"`,
      `ETCD_INITIAL_CLUSTER="${peers.join(',')}"`,
      `ETCD_INITIAL_ADVERTISE_PEER_URLS="${(response.member?.peerUrls ?? []).join(',')}"`,
      `ETCD_INITIAL_CLUSTER_STATE="existing"`,
      '',
    ].join('\n')
    const encoded = () => MemberAddResponse.encode(response)
    await session.print(changeReport(response, sentence, encoded, session.globals.hex))
  },
})
