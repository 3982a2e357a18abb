/**
 * Health over HTTP: `/health` as etcd always had it, `/livez` and `/readyz` in the manner of Kubernetes.
 *
 * `/health` asks: no alarm, a leader, and a read through the cluster that works. `/livez` asks only whether this process can read
 * its own state, so that nobody restarts a member because others are away; `/readyz` asks what a client needs.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RequestError } from '../base/errors.ts'
import { sendText } from './reply.ts'

/** What the checks look at. The reads reject with what a client would be told. */
export interface HealthPort {
  alarms(): readonly { readonly memberId: bigint; readonly alarm: number }[]
  hasLeader(): boolean
  isLearner(): boolean
  /** A read that needs a quorum; gives up by itself. */
  linearizableRead(): Promise<void>
  serializableRead(): Promise<void>
}

/** `etcdserverpb.AlarmType`, as `?exclude=` names them. */
const alarmNames: readonly (string | undefined)[] = ['NONE', 'NOSPACE', 'CORRUPT']
const corruptAlarm = 2

/** `GET /health`. `?serializable=true`: leave out what needs other members; `?exclude=NOSPACE`: ignore that alarm. */
export async function serveHealth(port: HealthPort, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const query = queryOf(request)
  const reason = await unhealthyReason(port, {
    serializable: query.get('serializable') === 'true',
    excludedAlarms: new Set(query.getAll('exclude')),
  })
  const body = JSON.stringify({ health: reason === '' ? 'true' : 'false', reason })
  if (reason === '') sendText(response, 200, body)
  else sendText(response, 503, `${body}\n`)
}

/** Why the member is not healthy; '' when it is. */
async function unhealthyReason(
  port: HealthPort,
  { serializable, excludedAlarms }: { serializable: boolean; excludedAlarms: ReadonlySet<string> },
): Promise<string> {
  for (const { alarm } of port.alarms()) {
    const name = alarmNames[alarm] ?? 'UNKNOWN'
    if (!excludedAlarms.has(name)) return `ALARM ${name}`
  }
  if (!serializable && !port.hasLeader()) return 'RAFT NO LEADER'
  const failed = await failureOfRead(() => (serializable ? port.serializableRead() : port.linearizableRead()))
  return failed === undefined ? '' : `RANGE ERROR:${failed}`
}

/** Says what is wrong; undefined: nothing. */
type Check = (port: HealthPort) => Promise<string | undefined>

const serializableRead: Check = (port) => failureOfRead(() => port.serializableRead())

const checksOf: Readonly<Record<'livez' | 'readyz', ReadonlyMap<string, Check>>> = {
  livez: new Map([['serializable_read', serializableRead]]),
  readyz: new Map<string, Check>([
    ['data_corruption', async (port) => (isCorrupt(port) ? 'alarm activated: CORRUPT' : undefined)],
    ['serializable_read', serializableRead],
    ['linearizable_read', (port) => failureOfRead(() => port.linearizableRead())],
    ['non_learner', async (port) => (port.isLearner() ? 'not supported for learner' : undefined)],
  ]),
}

function isCorrupt(port: HealthPort): boolean {
  return port.alarms().some(({ alarm }) => alarm === corruptAlarm)
}

/**
 * `GET /livez`, `/readyz` and one check of them, `/readyz/non_learner`. `?verbose` lists the checks, `?exclude=` leaves one out.
 * @returns false when there is no such check
 */
export function serveProbe(
  port: HealthPort,
  probe: 'livez' | 'readyz',
  only: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> | false {
  const all = checksOf[probe]
  const query = queryOf(request)
  if (only === undefined) {
    const excluded = new Set(query.getAll('exclude'))
    const checks = [...all].filter(([name]) => !excluded.has(name))
    return runChecks(port, checks, query.has('verbose'), response)
  }
  const check = all.get(only)
  return check === undefined ? false : runChecks(port, [[only, check]], query.has('verbose'), response)
}

async function runChecks(
  port: HealthPort,
  checks: readonly (readonly [name: string, check: Check])[],
  verbose: boolean,
  response: ServerResponse,
): Promise<void> {
  const results = await Promise.all(checks.map(async ([name, check]) => ({ name, failed: await check(port) })))
  const lines = results.map(({ name, failed }) =>
    failed === undefined ? `[+]${name} ok\n` : `[-]${name} failed: ${failed}\n`,
  )
  if (results.some(({ failed }) => failed !== undefined)) sendText(response, 503, `${lines.join('')}\n`)
  else sendText(response, 200, `${verbose ? lines.join('') : ''}ok\n`)
}

async function failureOfRead(read: () => Promise<void>): Promise<string | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (error instanceof RequestError) return error.message
    throw error
  }
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))
}
