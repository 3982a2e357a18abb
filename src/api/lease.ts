/**
 * The Lease service. Grants and revocations go through the log; renewing and asking for the time left is the primary's
 * business alone, and a lease that does not exist is an answer there, not an error.
 */
import { assert } from '../base/assert.ts'
import { RequestError } from '../base/errors.ts'
import type {
  LeaseKeepAliveRequest,
  LeaseKeepAliveResponseInit,
  LeaseService,
  LeaseTimeToLiveResponseInit,
} from '../generated/etcdserverpb/lease.ts'
import type { Backend } from '../server/backend.ts'
import { leaseGrantCost } from '../server/quota.ts'
import { header } from './header.ts'
import type { BidiStream, Handlers } from './service.ts'

/** A lease may last this long, in seconds; clients know the number. */
export const leaseTtlSecondsMax = 9_000_000_000

/** Renewals of one stream that wait for their turn; past it the stream is not read from. */
const keepAlivesWaitingMax = 64

export function leaseHandlers(backend: Backend): Handlers<typeof LeaseService> {
  return {
    leaseGrant(request, call) {
      const wrong = backend.checkQuota(leaseGrantCost)
      if (wrong !== undefined) return call.fail(wrong)
      if (request.ttl > leaseTtlSecondsMax) return call.fail(new RequestError('LeaseTtlTooLarge'))
      const id = request.id === 0n ? backend.newLeaseId() : request.id
      // Raised here and not where it is applied: members may be configured differently, the entry is the same for all.
      const ttl = Math.max(request.ttl, backend.limits.minLeaseTtlSeconds)
      backend.propose({ case: 'leaseGrant', value: { id, ttl } }, call, (error, result) => {
        if (result === undefined) return call.fail(error)
        call.reply({ header: header(backend, result.revision), id: result.id, ttl: result.ttlSeconds })
      })
    },

    leaseRevoke(request, call) {
      backend.propose({ case: 'leaseRevoke', value: request }, call, (error, result) => {
        if (result === undefined) call.fail(error)
        else call.reply({ header: header(backend, result.revision) })
      })
    },

    leaseKeepAlive(stream) {
      new KeepAliveStream(backend, stream).start()
    },

    leaseTimeToLive({ id, keys }, call) {
      backend
        .leaseTimeToLive(id, call)
        .then((lease) => {
          const answer: LeaseTimeToLiveResponseInit =
            lease === undefined
              ? { header: header(backend), id, ttl: -1 }
              : {
                  header: header(backend),
                  id,
                  ttl: lease.remainingSeconds,
                  grantedTtl: lease.grantedSeconds,
                  keys: keys ? lease.keys : [],
                }
          call.reply(answer)
        })
        .catch((error: unknown) => call.fail(error))
    },

    leaseLeases(_request, call) {
      call.reply({ header: header(backend), leases: backend.leases().map((id) => ({ id })) })
    },
  }
}

/** One keep-alive stream: renewals one after the other, each answered in its turn. */
class KeepAliveStream {
  readonly #backend: Backend
  readonly #stream: BidiStream<LeaseKeepAliveRequest, LeaseKeepAliveResponseInit>
  readonly #waiting: bigint[] = []
  #renewing = false
  #full = false
  #paused = false
  #halfClosed = false

  constructor(backend: Backend, stream: BidiStream<LeaseKeepAliveRequest, LeaseKeepAliveResponseInit>) {
    this.#backend = backend
    this.#stream = stream
  }

  start(): void {
    this.#stream.onDrain(() => {
      this.#full = false
      this.#next()
    })
    this.#stream.listen({
      onMessage: ({ id }) => {
        this.#waiting.push(id)
        if (this.#waiting.length >= keepAlivesWaitingMax && !this.#paused) {
          this.#paused = true
          this.#stream.pause()
        }
        this.#next()
      },
      onHalfClose: () => {
        this.#halfClosed = true
        this.#next()
      },
    })
  }

  #next(): void {
    if (this.#renewing || this.#full || this.#stream.ended) return
    const id = this.#waiting.shift()
    if (id === undefined) {
      if (this.#halfClosed) this.#stream.end()
      return
    }
    if (this.#paused && this.#waiting.length < keepAlivesWaitingMax / 2) {
      this.#paused = false
      this.#stream.resume()
    }
    this.#renew(id)
  }

  #renew(id: bigint): void {
    this.#renewing = true
    // Taken before renewing, as etcd's is: the revision says what was there when the lease was known to live.
    const before = header(this.#backend)
    this.#backend
      .renewLease(id, this.#stream)
      .then(({ ttlSeconds }) => {
        assert(ttlSeconds >= 0, 'a lease lives for some time or not at all', ttlSeconds)
        this.#renewing = false
        if (this.#stream.ended) return
        this.#full = !this.#stream.write({ header: before, id, ttl: ttlSeconds })
        this.#next()
      })
      .catch((error: unknown) => this.#stream.end(error))
  }
}
