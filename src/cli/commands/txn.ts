/** `txn`: compares, then does one list of operations or another, in one revision. */

import { type Comparison, compare } from '../../client/index.ts'
import { getRequest } from '../../client/kv-messages.ts'
import { type CompareInit, KvService, type RequestOpInit } from '../../generated/etcdserverpb/kv.ts'
import { delFlags, readDel } from './del.ts'
import { getFlags, readGet } from './get.ts'
import { putFlags, readPut } from './put.ts'
import { command, type Invocation } from './shared/command.ts'
import { ExitCode, Failure } from './shared/failure.ts'
import { bool, type FlagSpecs, type FlagValues, parseFlags, UsageFailure } from './shared/flags.ts'
import { parseInt64, parseLeaseId, unquote } from './shared/go-text.ts'
import { txnReport } from './shared/kv-report.ts'
import { readWords } from './shared/words.ts'

export const txn = command({
  name: 'txn',
  usage: 'txn [options]',
  summary: 'Txn processes all the requests in one transaction',
  description: `Reads a transaction from stdin: comparisons, an empty line, the operations to do when all of them hold,
an empty line, the operations to do otherwise, an empty line.

  mod("key1") > "0"
  value("key2") = "x"

  put key1 "overwritten"
  get key2

  put key1 "created"

A comparison is <target>("<key>") <operator> "<value>", with mod, create, version, value or lease as target, and
=, !=, < or > as operator.`,
  flags: { interactive: bool('say on stdout what is expected next', false, 'i') },
  async run({ session, flags }) {
    session.refuseFormats('table')
    const lines = session.lines()[Symbol.asyncIterator]()
    const prompt = async (words: string) => {
      if (flags.interactive) await session.out(`${words}\n`)
    }
    await prompt('compares:')
    const compares = await readSection(lines, parseCompare)
    await prompt('success requests (get, put, del):')
    const success = await readSection(lines, parseOp)
    await prompt('failure requests (get, put, del):')
    const failure = await readSection(lines, parseOp)
    const client = await session.client()
    const response = await client.call(KvService.methods.txn, { compare: compares, success, failure })
    await session.print(txnReport(response, { hex: session.globals.hex }))
  },
})

function badInput(text: string, options?: ErrorOptions): Failure {
  return new Failure(ExitCode.InvalidInput, text, options)
}

/** What the lines up to the next empty one say; a wrong one is refused before the next is read. */
async function readSection<T>(lines: AsyncIterator<string>, parse: (line: string) => T | Promise<T>): Promise<T[]> {
  const section: T[] = []
  for (;;) {
    const next = await lines.next()
    if (next.done === true) throw badInput('EOF')
    const line = next.value.trim()
    if (line === '') return section
    section.push(await parse(line))
  }
}

const comparePattern =
  /^(?<target>[^("]*)\(\s*"(?<key>(?:[^"\\]|\\.)*)"\s*\)\s*(?<is>[^\s"]+)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/

/** Reads `mod("key") > "0"`. @throws Failure */
export function parseCompare(line: string): CompareInit {
  const groups = comparePattern.exec(line)?.groups
  if (groups === undefined) throw badInput(`malformed comparison: ${line}`)
  const { target = '', is = '' } = groups
  if (!isComparison(is)) throw badInput(`malformed comparison: ${line} (unknown operator ${is})`)
  try {
    const key = unquote(groups['key'] ?? '')
    const value = unquote(groups['value'] ?? '')
    const number = () => Number(parseInt64(value.toString()))
    switch (target.trim()) {
      case 'ver':
      case 'version':
        return compare.version(key, is, number())
      case 'c':
      case 'create':
        return compare.createRevision(key, is, number())
      case 'm':
      case 'mod':
        return compare.modRevision(key, is, number())
      case 'val':
      case 'value':
        return compare.value(key, is, value)
      case 'lease':
        return compare.lease(key, is, parseLeaseId(value.toString()))
    }
  } catch (cause) {
    throw badInput(`invalid txn compare request: ${line}`, { cause })
  }
  throw badInput(`malformed comparison: ${line} (unknown target ${target})`)
}

function isComparison(text: string): text is Comparison {
  return ['=', '!=', '<', '>'].includes(text)
}

/** Reads `put key value`, `get key`, `del key`, with the flags of those commands. @throws Failure */
async function parseOp(line: string): Promise<RequestOpInit> {
  const [name, ...words] = readOpWords(line)
  switch (name) {
    case 'put':
      return { request: { case: 'requestPut', value: await readPut(parsed(line, words, putFlags), undefined) } }
    case 'get': {
      const { key, options } = readGet(parsed(line, words, getFlags))
      return { request: { case: 'requestRange', value: getRequest(key, options) } }
    }
    case 'del':
      return { request: { case: 'requestDeleteRange', value: readDel(parsed(line, words, delFlags)) } }
    default:
      throw badInput(`invalid txn request: ${line}`)
  }
}

function readOpWords(line: string): string[] {
  try {
    return readWords(line)
  } catch (cause) {
    throw badInput(`invalid txn request: ${line}`, { cause })
  }
}

function parsed<F extends FlagSpecs>(
  line: string,
  words: readonly string[],
  specs: F,
): Pick<Invocation<F>, 'flags' | 'args'> {
  try {
    const { values, args } = parseFlags(words, specs)
    return { flags: values as FlagValues<F>, args }
  } catch (error) {
    if (error instanceof UsageFailure)
      throw badInput(`invalid txn request: ${line}: ${error.message}`, { cause: error })
    throw error
  }
}
