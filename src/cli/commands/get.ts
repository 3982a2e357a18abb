/** `get`: reads a key or a range. */

import { bytesKey } from '../../base/bytes.ts'
import type { Bytes, GetOptions, GetResult } from '../../client/index.ts'
import { getRequest } from '../../client/kv-messages.ts'
import { KvService, type RangeResponse } from '../../generated/etcdserverpb/kv.ts'
import { command, type Invocation } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { bool, integer, text } from './shared/flags.ts'
import { quote } from './shared/go-text.ts'
import { rangeReport } from './shared/kv-report.ts'
import type { Session } from './shared/session.ts'

export const getFlags = {
  prefix: bool('all keys that begin with <key>'),
  'from-key': bool('all keys from <key> on, in the order of their bytes'),
  rev: integer('as of this revision'),
  limit: integer('at most so many pairs'),
  order: text('ASCEND or DESCEND'),
  'sort-by': text('CREATE, KEY, MODIFY, VALUE or VERSION'),
  consistency: text('l: linearizable, or s: serializable, as the member asked has it', 'l'),
  'keys-only': bool('only the keys'),
  'count-only': bool('only how many there are'),
  'print-value-only': bool('only the values, in the form simple'),
  'min-create-rev': integer('leave out keys created before this revision'),
  'max-create-rev': integer('leave out keys created after this revision'),
  'min-mod-rev': integer('leave out keys changed last before this revision'),
  'max-mod-rev': integer('leave out keys changed last after this revision'),
  stream: bool('read in pieces, for ranges larger than a message'),
}

type GetValues = Invocation<typeof getFlags>['flags']

export const get = command({
  name: 'get',
  usage: 'get [options] <key> [range_end]',
  summary: 'Gets the key or a range of keys',
  flags: getFlags,
  async run({ session, flags, args }) {
    session.refuseFormats('table')
    const { key, options } = readGet({ flags, args })
    checkForm(flags, session.format)
    const response = flags.stream
      ? await gather(session, key, options)
      : await (await session.client()).call(KvService.methods.range, getRequest(key, options))
    const report = rangeReport(response, { hex: session.globals.hex, valueOnly: flags['print-value-only'] })
    await session.print(report)
  },
})

/** What arguments and flags ask for. @throws Failure for wrong ones */
export function readGet({ flags, args }: Pick<Invocation<typeof getFlags>, 'flags' | 'args'>): {
  readonly key: string
  readonly options: GetOptions
} {
  const [key, rangeEnd] = args
  if (key === undefined) {
    throw badArguments('get command needs one argument as key and an optional argument as range_end')
  }
  if (flags['keys-only'] && flags['count-only']) {
    throw badArguments('`--keys-only` and `--count-only` cannot be set at the same time, choose one')
  }
  const options = {
    ...rangeOf(flags, rangeEnd),
    revision: flags.rev,
    limit: flags.limit,
    sortBy: sortByOf(flags['sort-by']),
    order: orderOf(flags.order),
    serializable: isSerializable(flags.consistency),
    keysOnly: flags['keys-only'],
    countOnly: flags['count-only'],
    minCreateRevision: flags['min-create-rev'],
    maxCreateRevision: flags['max-create-rev'],
    minModRevision: flags['min-mod-rev'],
    maxModRevision: flags['max-mod-rev'],
  }
  return { key, options }
}

/** The answer of the streaming call, put together. */
async function gather(session: Session, key: string, options: GetOptions): Promise<RangeResponse> {
  const kvs: RangeResponse['kvs'][number][] = []
  let last: GetResult | undefined
  for await (const piece of (await session.client()).kv.getStream(key, options)) {
    last = piece
    for (const kv of piece.kvs) kvs.push({ ...kv, key: bytesKey(kv.key), lease: kv.leaseId })
  }
  return { header: last?.header, kvs, more: last?.more ?? false, count: last?.count ?? 0 }
}

/** The range that `--prefix`, `--from-key` or a second argument name. */
export function rangeOf(
  flags: { readonly prefix: boolean; readonly 'from-key': boolean },
  rangeEnd: string | undefined,
): { prefix: boolean; fromKey: boolean; rangeEnd: Bytes | undefined } {
  if (flags.prefix && flags['from-key']) {
    throw badArguments('`--prefix` and `--from-key` cannot be set at the same time, choose one')
  }
  if (rangeEnd !== undefined && (flags.prefix || flags['from-key'])) {
    throw badArguments('too many arguments, only accept one argument when `--prefix` or `--from-key` is set')
  }
  return { prefix: flags.prefix, fromKey: flags['from-key'], rangeEnd }
}

/** Reads `--consistency`. */
export function isSerializable(consistency: string): boolean {
  if (consistency === 'l' || consistency === 's') return consistency === 's'
  throw new Failure(ExitCode.BadFeature, `unknown consistency flag ${quote(consistency)}`)
}

const sortTargets = {
  CREATE: 'createRevision',
  KEY: 'key',
  MODIFY: 'modRevision',
  VALUE: 'value',
  VERSION: 'version',
} as const

function sortByOf(given: string): (typeof sortTargets)[keyof typeof sortTargets] | undefined {
  const name = given.toUpperCase()
  if (name === '') return undefined
  if (Object.hasOwn(sortTargets, name)) return sortTargets[name as keyof typeof sortTargets]
  throw new Failure(ExitCode.BadFeature, `bad sort target ${given}`)
}

function orderOf(given: string): 'ascending' | 'descending' | undefined {
  const name = given.toUpperCase()
  if (name === '') return undefined
  if (name === 'ASCEND') return 'ascending'
  if (name === 'DESCEND') return 'descending'
  throw new Failure(ExitCode.BadFeature, `bad sort order ${given}`)
}

function checkForm(flags: GetValues, format: string): void {
  if (flags['count-only'] && format !== 'fields') throw badArguments('--count-only is only for `--write-out=fields`')
  if (flags['print-value-only'] && format !== 'simple') {
    throw badArguments('print-value-only is only for `--write-out=simple`')
  }
}
