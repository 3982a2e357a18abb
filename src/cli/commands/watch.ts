/** `watch`: shows the events of a range as they come; may run a program for each. */
import { spawn } from 'node:child_process'
import { type Watch, type WatchBatch, WatchCanceled, type WatchEvent, type WatchOptions } from '../../client/index.ts'
import { rangeOf } from './get.ts'
import { command, type Invocation } from './shared/command.ts'
import { badArguments, ExitCode, Failure } from './shared/failure.ts'
import { bool, type FlagValues, integer, parseFlags } from './shared/flags.ts'
import { quote } from './shared/go-text.ts'
import type { Session } from './shared/session.ts'
import { watchReport } from './shared/watch-report.ts'
import { readWords } from './shared/words.ts'

const watchFlags = {
  interactive: bool('read watches from stdin, one a line', false, 'i'),
  prefix: bool('all keys that begin with the key'),
  'prev-kv': bool('show the pair before each event'),
  'progress-notify': bool('show now and then how far the server is'),
  rev: integer('first revision to show'),
}

interface Wanted {
  readonly key: string
  readonly options: WatchOptions
  /** What to run for each event; empty: nothing. */
  readonly program: readonly string[]
}

export const watch = command({
  name: 'watch',
  usage: 'watch [options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]',
  summary: 'Watches events stream on keys or prefixes',
  description: `Shows the events of a key or a range as they come, until it is interrupted.

A program behind '--' runs once for each event, with ETCD_WATCH_REVISION, ETCD_WATCH_EVENT_TYPE, ETCD_WATCH_KEY and
ETCD_WATCH_VALUE in its environment. With -i, lines on stdin start watches ('watch foo --prefix'), and 'progress' asks
how far the server is. KEELSONCTL_WATCH_KEY and KEELSONCTL_WATCH_RANGE_END (or ETCDCTL_…) may name the range.`,
  flags: watchFlags,
  async run({ session, flags, args, dashAt }) {
    session.refuseFormats('table')
    if (flags.interactive) return runInteractive(session)
    const wanted = readWatch(session, { flags, args, dashAt })
    const client = await session.client()
    await show(session, client.watch(wanted.key, wanted.options), wanted.program)
  },
})

function readWatch(
  session: Session,
  { flags, args, dashAt }: Pick<Invocation<typeof watchFlags>, 'flags' | 'args' | 'dashAt'>,
): Wanted {
  const named = (suffix: string) => {
    const { environment } = session
    return environment[`KEELSONCTL_WATCH_${suffix}`] ?? environment[`ETCDCTL_WATCH_${suffix}`]
  }
  const words = args.slice(0, dashAt ?? args.length)
  const program = dashAt === undefined ? [] : args.slice(dashAt)
  const fromEnvironment = named('KEY')
  if (fromEnvironment !== undefined && words.length > 0) {
    throw badArguments('bad number of arguments (found conflicting environment key)')
  }
  const [key, rangeEnd, ...more] = fromEnvironment === undefined ? words : [fromEnvironment, named('RANGE_END')]
  if (key === undefined || more.length > 0) throw badArguments('bad number of arguments')
  const range = rangeOf({ prefix: flags.prefix, 'from-key': false }, rangeEnd)
  // Without a key and a range, everything is meant: the empty key is none.
  const options = key === '' && rangeEnd === undefined ? { fromKey: true } : range
  return {
    key,
    options: {
      ...options,
      startRevision: flags.rev,
      prevKv: flags['prev-kv'],
      progressNotify: flags['progress-notify'],
    },
    program,
  }
}

async function show(session: Session, watching: Watch, program: readonly string[]): Promise<void> {
  try {
    for await (const batch of watching) {
      await session.print(watchReport(batch, session.globals.hex))
      for (const event of batch.events) await runProgram(session, program, batch, event)
    }
  } catch (error) {
    if (!(error instanceof WatchCanceled)) throw error
    session.say(`watch was canceled (${error.message})`)
    if (session.format === 'json') {
      await session.print(watchReport({ header: error.header, events: [] }, false, error))
    }
    throw new Failure(ExitCode.Interrupted, 'watch is canceled by the server', { cause: error })
  }
}

async function runProgram(
  session: Session,
  [program, ...args]: readonly string[],
  { header }: WatchBatch,
  { kind, kv }: WatchEvent,
): Promise<void> {
  if (program === undefined) return
  const child = spawn(program, args, {
    stdio: ['inherit', 'inherit', 'inherit'],
    env: {
      ...session.environment,
      ETCD_WATCH_REVISION: String(header.revision),
      ETCD_WATCH_EVENT_TYPE: quote(kind.toUpperCase()),
      ETCD_WATCH_KEY: quote(kv.key),
      ETCD_WATCH_VALUE: quote(kv.value),
    },
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new Failure(ExitCode.Error, `cannot run ${program}: ${cause.message}`, { cause })),
    )
    child.on('close', resolve)
  })
  if (code !== 0) throw new Failure(code ?? ExitCode.Error, `${program} ended with code ${code}`)
}

async function runInteractive(session: Session): Promise<void> {
  const client = await session.client()
  const watches: Watch[] = []
  const failed = new AbortController()
  const lines = session.lines()[Symbol.asyncIterator]()
  const stopped = new Promise<never>((_, reject) => {
    failed.signal.addEventListener('abort', () => reject(failed.signal.reason), { once: true })
  })
  for (;;) {
    const next = await Promise.race([lines.next(), stopped])
    if (next.done === true) {
      throw new Failure(ExitCode.InvalidInput, 'error reading watch request line: EOF')
    }
    const line = next.value.trim()
    if (line === 'progress') for (const each of watches) each.requestProgress()
    else if (!/^watch(\s|$)/.test(line)) session.say(`Invalid command ${line} (only support watch)`)
    else {
      const wanted = tryReadLine(session, line)
      if (wanted === undefined) continue
      const watching = client.watch(wanted.key, wanted.options)
      watches.push(watching)
      // A watch that ends stops the loop above, which throws its failure.
      void show(session, watching, wanted.program).catch((error: unknown) => failed.abort(error))
    }
  }
}

/** What a line asks for; undefined, with a word on stderr, for one that is wrong. */
function tryReadLine(session: Session, line: string): Wanted | undefined {
  try {
    const { values, args, dashAt } = parseFlags(readWords(line).slice(1), watchFlags)
    return readWatch(session, { flags: values as FlagValues<typeof watchFlags>, args, dashAt })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    session.say(`Invalid command ${line} (${error.message})`)
    return undefined
  }
}
