/** `endpoint hashkv` */
import type { HashKVResponse } from '../../client/index.ts'
import { command } from './shared/command.ts'
import { clusterFlag, endpointsOf } from './shared/endpoints.ts'
import { ExitCode, Failure } from './shared/failure.ts'
import { field, headerFields } from './shared/fields.ts'
import { integer } from './shared/flags.ts'
import { filled } from './shared/json.ts'
import { headerJson } from './shared/messages.ts'

interface EndpointHash {
  readonly endpoint: string
  readonly hash: HashKVResponse
}

export const endpointHashKv = command({
  name: 'hashkv',
  usage: 'endpoint hashkv',
  summary: 'Prints the KV history hash for each endpoint in --endpoints',
  flags: { ...clusterFlag, rev: integer('last revision to count in; 0: all') },
  async run({ session, flags }) {
    session.refuseFormats('protobuf')
    const client = await session.client()
    const found: EndpointHash[] = []
    let failure: Error | undefined
    for (const endpoint of await endpointsOf(session, flags.cluster)) {
      try {
        found.push({ endpoint, hash: await client.maintenance.hashKv(flags.rev, { endpoint }) })
      } catch (error) {
        if (!(error instanceof Error)) throw error
        failure = error
        session.say(`Failed to get the hash of endpoint ${endpoint} (${error.message})`)
      }
    }
    await session.print({
      simple: () => found.map((each) => `${cells(each).join(', ')}\n`),
      json: () => (found.length === 0 ? null : found.map(hashJson)),
      fields: () => found.map(hashFields).join(''),
      table: () => ({ headers: ['Endpoint', 'Hash', 'Hash Revision'], rows: found.map(cells) }),
    })
    if (failure !== undefined) throw new Failure(ExitCode.Error, failure.message, { cause: failure })
  },
})

function cells({ endpoint, hash }: EndpointHash): string[] {
  return [endpoint, String(hash.hash), String(hash.hashRevision)]
}

function hashJson({ endpoint, hash }: EndpointHash) {
  const fields = filled({
    header: headerJson(hash.header),
    hash: hash.hash,
    compact_revision: hash.compactRevision,
    hash_revision: hash.hashRevision,
  })
  return { Endpoint: endpoint, HashKV: fields }
}

function hashFields({ endpoint, hash }: EndpointHash): string {
  const lines = [field('Endpoint', endpoint), field('Hash', hash.hash), field('HashRevision', hash.hashRevision)]
  return `${headerFields(hash.header)}${lines.join('')}\n`
}
