/** `member list` */
import { hexId } from '../../base/bytes.ts'
import { ClusterService, type Member, MemberListResponse } from '../../generated/etcdserverpb/cluster.ts'
import { isSerializable } from './get.ts'
import { command } from './shared/command.ts'
import { field, headerFields } from './shared/fields.ts'
import { text } from './shared/flags.ts'
import { membersJson } from './shared/members.ts'

export const memberList = command({
  name: 'list',
  usage: 'member list',
  summary: 'Lists all members in the cluster',
  description: `Lists all members in the cluster.
The form simple shows ID, status, name, peer addresses, client addresses and whether the member is a learner.`,
  flags: { consistency: text('l: linearizable, or s: serializable, as the member asked knows it', 'l') },
  async run({ session, flags }) {
    const request = { linearizable: !isSerializable(flags.consistency) }
    const response = await (await session.client()).call(ClusterService.methods.memberList, request)
    await session.print({
      simple: () => response.members.map((member) => `${cells(member).join(', ')}\n`),
      json: () => membersJson(response, session.globals.hex),
      fields: () => headerFields(response.header) + response.members.map(memberFields).join(''),
      table: () => ({
        headers: ['ID', 'Status', 'Name', 'Peer Addrs', 'Client Addrs', 'Is Learner'],
        rows: response.members.map(cells),
      }),
      protobuf: () => MemberListResponse.encode(response),
    })
  },
})

function cells({ id, name, peerUrls, clientUrls, isLearner }: Member): string[] {
  const status = name === '' ? 'unstarted' : 'started'
  return [hexId(id), status, name, peerUrls.join(','), clientUrls.join(','), String(isLearner)]
}

function memberFields({ id, name, peerUrls, clientUrls, isLearner }: Member): string {
  return [
    field('ID', id),
    field('Name', name),
    ...peerUrls.map((url) => field('PeerURL', url)),
    ...clientUrls.map((url) => field('ClientURL', url)),
    field('IsLearner', isLearner),
    '\n',
  ].join('')
}
