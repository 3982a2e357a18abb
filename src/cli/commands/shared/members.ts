/**
 * What the commands about members share.
 */
import { hexId } from '../../../base/bytes.ts'
import type { Member } from '../../../generated/etcdserverpb/cluster.ts'
import type { ResponseHeader } from '../../../generated/etcdserverpb/header.ts'
import { badArguments, ExitCode, Failure } from './failure.ts'
import { filled, type Json } from './json.ts'
import { headerJson, memberJson } from './messages.ts'
import type { Report } from './session.ts'

interface MembersResponse {
  readonly header: ResponseHeader | undefined
  readonly member?: Member | undefined
  readonly members: readonly Member[]
}

/** @param hex shows ids as hex text instead of numbers */
export function membersJson({ header, member, members }: MembersResponse, hex: boolean): Json {
  const id = (number: bigint): Json => (hex ? hexId(number) : number)
  const withHex =
    hex && header !== undefined
      ? filled({ cluster_id: hexId(header.clusterId), member_id: hexId(header.memberId), raft_term: header.raftTerm })
      : headerJson(header)
  return filled({
    header: withHex,
    member: member === undefined ? undefined : memberJson(member, id),
    members: members.map((each) => memberJson(each, id)),
  })
}

/** The answer to a change of one member: a sentence, or the members as they are now. */
export function changeReport(response: MembersResponse, sentence: string, encoded: () => Buffer, hex: boolean): Report {
  return { simple: () => [sentence], json: () => membersJson(response, hex), protobuf: encoded }
}

/** Ids in sentences, at least sixteen columns wide. */
export function paddedId(id: bigint): string {
  return hexId(id).padStart(16)
}

/** Reads `--peer-urls`. @throws Failure */
export function readPeerUrls(given: string): string[] {
  if (given === '') throw badArguments('member peer urls not provided')
  const urls = given.split(',')
  for (const url of urls) {
    if (!/^(http|https|unix|unixs):\/\//.test(url)) {
      throw new Failure(ExitCode.Error, `URL scheme must be http, https, unix, or unixs: ${url}`)
    }
  }
  return urls
}
