/** `endpoint health` */

import { type Client, RequestError } from '../../client/index.ts'
import { showDuration } from '../../config/go-values.ts'
import { AlarmTypeName } from '../../generated/etcdserverpb/maintenance.ts'
import { command } from './shared/command.ts'
import { clusterFlag, endpointsOf } from './shared/endpoints.ts'
import { ExitCode, Failure } from './shared/failure.ts'
import { field } from './shared/fields.ts'

interface Health {
  readonly endpoint: string
  readonly health: boolean
  readonly took: string
  readonly error: string
}

export const endpointHealth = command({
  name: 'health',
  usage: 'endpoint health',
  summary: 'Checks the healthiness of endpoints specified in `--endpoints` flag',
  description: `Checks that each endpoint answers a linearizable read, which needs a quorum, and that no alarm is set.`,
  flags: clusterFlag,
  async run({ session, flags }) {
    session.refuseFormats('protobuf')
    const client = await session.client()
    const checked: Health[] = []
    // Whoever answers first is shown first, as a dead one takes its whole time-out.
    const check = async (endpoint: string) => checked.push(await healthOf(client, endpoint))
    await Promise.all((await endpointsOf(session, flags.cluster)).map(check))
    if (session.format === 'simple')
      for (const each of checked.filter(({ health }) => !health)) session.say(sentence(each))
    await session.print({
      simple: () => checked.filter(({ health }) => health).map((each) => `${sentence(each)}\n`),
      json: () => checked.map(({ error, ...each }) => (error === '' ? each : { ...each, error })),
      fields: () => checked.map(healthFields).join(''),
      table: () => ({
        headers: ['Endpoint', 'Health', 'Took', 'Error'],
        rows: checked.map(({ endpoint, health, took, error }) => [endpoint, String(health), took, error]),
      }),
    })
    if (checked.some(({ health }) => !health)) throw new Failure(ExitCode.Error, 'unhealthy cluster')
  },
})

async function healthOf(client: Client, endpoint: string): Promise<Health> {
  const start = performance.now()
  const error = await troubleOf(client, endpoint)
  return { endpoint, health: error === '', took: tookText(performance.now() - start), error }
}

/** What is wrong with an endpoint; empty: nothing. */
async function troubleOf(client: Client, endpoint: string): Promise<string> {
  try {
    await readSomething(client, endpoint)
    const { alarms } = await client.maintenance.alarms({ endpoint })
    if (alarms.length === 0) return ''
    return `Active Alarm(s): ${alarms.map(({ alarm }) => `${AlarmTypeName[alarm]} `).join('')}`
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

/** A linearizable read; that it is forbidden says as well that a quorum answered. */
async function readSomething(client: Client, endpoint: string): Promise<void> {
  try {
    await client.kv.get('health', { endpoint })
  } catch (error) {
    if (!(error instanceof RequestError) || error.reason !== 'PermissionDenied') throw error
  }
}

/** Time to the microsecond. */
function tookText(ms: number): string {
  return showDuration(Math.round(ms * 1000) / 1000)
}

function sentence({ endpoint, health, took, error }: Health): string {
  if (health) return `${endpoint} is healthy: successfully committed proposal: took = ${took}`
  return `${endpoint} is unhealthy: failed to commit proposal: ${error}`
}

function healthFields({ endpoint, health, took, error }: Health): string {
  const lines = [
    field('Endpoint', endpoint),
    field('Health', health),
    field('Took', { bare: took }),
    field('Error', { bare: error }),
  ]
  return `${lines.join('')}\n`
}
