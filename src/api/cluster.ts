/**
 * The Cluster service: who the members are. Its headers say nothing of the store.
 */
import { RequestError } from '../base/errors.ts'
import type { ClusterService } from '../generated/etcdserverpb/cluster.ts'
import type { Backend } from '../server/backend.ts'
import { clusterHeader } from './header.ts'
import { attempt, type Handlers } from './service.ts'

export function clusterHandlers(backend: Backend): Handlers<typeof ClusterService> {
  return {
    memberAdd(request, call) {
      if (!arePeerUrls(request.peerUrls)) return call.fail(new RequestError('MemberBadUrls'))
      call.fail(new RequestError('MembershipUnsupported'))
    },

    memberRemove(_request, call) {
      call.fail(new RequestError('MembershipUnsupported'))
    },

    // The URLs are not looked at: etcd does not either, and members with odd URLs have to be repairable.
    memberUpdate(_request, call) {
      call.fail(new RequestError('MembershipUnsupported'))
    },

    memberPromote(_request, call) {
      call.fail(new RequestError('MembershipUnsupported'))
    },

    memberList(request, call) {
      const reply = (): void => {
        // Unsigned ids, smallest first.
        const members = backend.members().toSorted((a, b) => (a.id < b.id ? -1 : 1))
        call.reply({ header: clusterHeader(backend), members })
      }
      if (!request.linearizable) return reply()
      backend.linearize(call, (error) => (error === undefined ? attempt(call, reply) : call.fail(error)))
    },
  }
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
