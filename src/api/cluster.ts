/**
 * The Cluster service: who the members are. Its headers say nothing of the store.
 */
import { RequestError } from '../base/errors.ts'
import type { ClusterService, MemberRemoveResponseInit } from '../generated/etcdserverpb/cluster.ts'
import type { Backend, MemberInfo } from '../server/backend.ts'
import { clusterHeader } from './header.ts'
import { attempt, type Handlers, type UnaryCall } from './service.ts'

export function clusterHandlers(backend: Backend): Handlers<typeof ClusterService> {
  const answer = (call: UnaryCall<MemberRemoveResponseInit>, changed: Promise<readonly MemberInfo[]>): void => {
    changed.then(
      (members) => call.reply({ header: clusterHeader(backend), members: ordered(members) }),
      (error: unknown) => call.fail(error),
    )
  }
  return {
    memberAdd(request, call) {
      if (!arePeerUrls(request.peerUrls)) return call.fail(new RequestError('MemberBadUrls'))
      backend.addMember(request.peerUrls, request.isLearner).then(
        ({ member, members }) => call.reply({ header: clusterHeader(backend), member, members: ordered(members) }),
        (error: unknown) => call.fail(error),
      )
    },

    memberRemove(request, call) {
      answer(call, backend.removeMember(request.id))
    },

    // The URLs are not looked at: etcd does not either, and members with odd URLs have to be repairable.
    memberUpdate(request, call) {
      answer(call, backend.updateMember(request.id, request.peerUrls))
    },

    memberPromote(request, call) {
      answer(call, backend.promoteMember(request.id))
    },

    memberList(request, call) {
      const reply = (): void => {
        call.reply({ header: clusterHeader(backend), members: ordered(backend.members()) })
      }
      if (!request.linearizable) return reply()
      backend.linearize(call, (error) => (error === undefined ? attempt(call, reply) : call.fail(error)))
    },
  }
}

/** By unsigned id, smallest first. */
function ordered(members: readonly MemberInfo[]): MemberInfo[] {
  return members.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** At least one, each `http` or `https` with host and port and nothing after it, or `unix` or `unixs`. */
export function arePeerUrls(urls: readonly string[]): boolean {
  return urls.length > 0 && urls.every(isPeerUrl)
}

function isPeerUrl(url: string): boolean {
  const [, scheme, rest = ''] = /^(\w+):\/\/(.*)$/.exec(url.trim()) ?? []
  if (scheme === 'unix' || scheme === 'unixs') return rest !== ''
  if (scheme !== 'http' && scheme !== 'https') return false
  // The standard parser drops a default port, so host and port are read here.
  return /^(\[[\da-fA-F:.]+(%[\w.~-]+)?\]|[^/:?#@[\]\s]*):\d{1,5}$/.test(rest)
}
