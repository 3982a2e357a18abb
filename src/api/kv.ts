/**
 * The KV service: checks, then the log for what writes, local state for what reads.
 *
 * A linearizable read first waits until local state holds all that was committed when it came (Raft thesis 6.4); a
 * serializable one does not.
 */
import { unreachable } from '../base/assert.ts'
import type { RequestError } from '../base/errors.ts'
import type {
  DeleteRangeResponseInit,
  KvService,
  PutResponseInit,
  RangeRequest,
  RangeResponseInit,
  ResponseOpInit,
  TxnRequest,
  TxnResponseInit,
} from '../generated/etcdserverpb/kv.ts'
import type { DeleteRangeResult, OpResult, PutResult, RangeResult, TxnResult } from '../mvcc/requests.ts'
import type { Backend } from '../server/backend.ts'
import { putCost, txnPutCost } from '../server/quota.ts'
import { header } from './header.ts'
import {
  checkDeleteRange,
  checkPut,
  checkRange,
  checkRangeStream,
  checkTxn,
  isReadOnly,
  isSerializable,
} from './kv-check.ts'
import { sendAll } from './send-all.ts'
import { attempt, type Handlers, type UnaryCall } from './service.ts'

export function kvHandlers(backend: Backend): Handlers<typeof KvService> {
  return {
    range(request, call) {
      const wrong = checkRange(request)
      if (wrong !== undefined) call.fail(wrong)
      else if (request.serializable) answerRange(backend, request, call)
      else whenLinear(backend, call, () => answerRange(backend, request, call))
    },

    rangeStream(request, stream) {
      const wrong = checkRangeStream(request)
      if (wrong !== undefined) return stream.end(wrong)
      const start = (): void => sendAll(stream, rangeChunks(backend, request))
      if (request.serializable) return start()
      backend.linearize(stream, (error) => (error === undefined ? start() : stream.end(error)))
    },

    put(request, call) {
      const wrong = backend.checkQuota(putCost(request)) ?? checkPut(request)
      if (wrong !== undefined) return call.fail(wrong)
      backend.propose({ case: 'put', value: request }, call, (error, result) => {
        if (result === undefined) call.fail(error)
        else call.reply({ header: header(backend, result.revision), prevKv: result.prevKv })
      })
    },

    deleteRange(request, call) {
      const wrong = checkDeleteRange(request)
      if (wrong !== undefined) return call.fail(wrong)
      backend.propose({ case: 'deleteRange', value: request }, call, (error, result) => {
        if (result === undefined) return call.fail(error)
        call.reply({ header: header(backend, result.revision), deleted: result.deleted, prevKvs: result.prevKvs })
      })
    },

    txn(request, call) {
      const wrong = checkTxnQuota(backend, request) ?? checkTxn(request, backend.limits.maxTxnOps)
      if (wrong !== undefined) call.fail(wrong)
      else if (!isReadOnly(request)) proposeTxn(backend, request, call)
      else if (isSerializable(request)) answerReadTxn(backend, request, call)
      else whenLinear(backend, call, () => answerReadTxn(backend, request, call))
    },

    compact(request, call) {
      backend.propose({ case: 'compaction', value: request }, call, (error, result) => {
        if (result === undefined) return call.fail(error)
        const reply = (): void => call.reply({ header: header(backend) })
        if (request.physical) result.finished.then(reply).catch((reason: unknown) => call.fail(reason))
        else reply()
      })
    },
  }
}

function whenLinear<T>(backend: Backend, call: UnaryCall<T>, read: () => void): void {
  backend.linearize(call, (error) => (error === undefined ? attempt(call, read) : call.fail(error)))
}

function answerRange(backend: Backend, request: RangeRequest, call: UnaryCall<RangeResponseInit>): void {
  const result = backend.range(request)
  // Mostly everything is in memory and this turn answers; a promise only when values come from disk.
  if (result instanceof Promise) {
    result.then((read) => call.reply(rangeResponse(backend, read))).catch((error: unknown) => call.fail(error))
  } else call.reply(rangeResponse(backend, result))
}

function answerReadTxn(backend: Backend, request: TxnRequest, call: UnaryCall<TxnResponseInit>): void {
  const result = backend.readTxn(request)
  if (result instanceof Promise) {
    result.then((read) => call.reply(txnResponse(backend, read))).catch((error: unknown) => call.fail(error))
  } else call.reply(txnResponse(backend, result))
}

function proposeTxn(backend: Backend, request: TxnRequest, call: UnaryCall<TxnResponseInit>): void {
  backend.propose({ case: 'txn', value: request }, call, (error, result) => {
    if (result === undefined) call.fail(error)
    else call.reply(txnResponse(backend, result))
  })
}

/** A transaction that puts nothing is let through a full store: it may be the one that deletes. */
function checkTxnQuota(backend: Backend, request: TxnRequest): RequestError | undefined {
  const costBytes = txnPutCost(request)
  return costBytes === 0 ? undefined : backend.checkQuota(costBytes)
}

function rangeResponse(backend: Backend, { revision, kvs, more, count }: RangeResult): RangeResponseInit {
  return { header: header(backend, revision), kvs, more, count }
}

function txnResponse(backend: Backend, { revision, succeeded, responses }: TxnResult): TxnResponseInit {
  return { header: header(backend, revision), succeeded, responses: responses.map(opResponse) }
}

/** Inside a transaction a header says the revision and nothing else, and a nested transaction's says nothing at all. */
function opResponse(result: OpResult): ResponseOpInit {
  switch (result.case) {
    case 'responseRange':
      return { response: { case: 'responseRange', value: innerRange(result.value) } }
    case 'responsePut':
      return { response: { case: 'responsePut', value: innerPut(result.value) } }
    case 'responseDeleteRange':
      return { response: { case: 'responseDeleteRange', value: innerDeleteRange(result.value) } }
    case 'responseTxn': {
      const { succeeded, responses } = result.value
      const value = { header: {}, succeeded, responses: responses.map(opResponse) }
      return { response: { case: 'responseTxn', value } }
    }
    default:
      return unreachable(result)
  }
}

function innerRange({ revision, kvs, more, count }: RangeResult): RangeResponseInit {
  return { header: { revision }, kvs, more, count }
}

function innerPut({ revision, prevKv }: PutResult): PutResponseInit {
  return { header: { revision }, prevKv }
}

function innerDeleteRange({ revision, deleted, prevKvs }: DeleteRangeResult): DeleteRangeResponseInit {
  return { header: { revision }, deleted, prevKvs }
}

/**
 * The pieces of a streamed range: header, `more` and `count` come with the last one only, so that all of them merged are the
 * answer of a plain range.
 */
async function* rangeChunks(
  backend: Backend,
  request: RangeRequest,
): AsyncGenerator<{ readonly rangeResponse: RangeResponseInit }> {
  let held: RangeResult | undefined
  for await (const chunk of backend.rangeStream(request)) {
    if (held !== undefined) yield { rangeResponse: { kvs: held.kvs } }
    held = chunk
  }
  if (held !== undefined) yield { rangeResponse: rangeResponse(backend, held) }
}
