/** Runs the interaction scenarios: commands to a handful of members, and everything that they then did and said. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { ConfChange, ConfChangeTransition } from '../../src/raft/conf-state.ts'
import { type MemberId, noData } from '../../src/raft/entry.ts'
import type { MessageType } from '../../src/raft/message.ts'
import { type Arguments, parse, type Stanza } from './datadriven.ts'
import { parseChanges } from './describe.ts'
import { expectTaken, InteractionEnv, type MemberConfig, ScriptError } from './interaction-env.ts'

/** One text for each stanza that printed something else than expected. */
export function runInteractionFile(path: string): string[] {
  const env = new InteractionEnv()
  const failures: string[] = []
  for (const stanza of parse(readFileSync(path, 'utf8'))) {
    const expected = comparable(stanza.expected)
    const actual = comparable(run(env, stanza))
    if (actual !== expected) {
      failures.push(`${path}:${stanza.line}: ${stanza.command}\n--- expected\n${expected}\n--- actual\n${actual}`)
    }
  }
  return failures
}

/** Writes what the members do now into the file, in place of what was expected. The difference is reviewed as code. */
export function rewriteInteractionFile(path: string): void {
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n')
  const env = new InteractionEnv()
  let shift = 0
  for (const stanza of parse(text)) {
    const answer = ['----', ...comparable(run(env, stanza)).split('\n')]
    const { from, to } = stanza.answerLines
    lines.splice(from + shift, to - from, ...answer)
    shift += answer.length - (to - from)
  }
  writeFileSync(path, lines.join('\n'))
}

/** Log lines below ERROR are for people; each implementation has its own. */
function comparable(output: string): string {
  const lines = output.split('\n').filter((line) => !/^\s*(DEBUG|INFO|WARN)\b/.test(line))
  const text = lines.join('\n').replace(/\n+$/, '')
  return text === '' ? 'ok' : text
}

function run(env: InteractionEnv, stanza: Stanza): string {
  const command = commands[stanza.command]
  try {
    if (command === undefined) throw new ScriptError('unknown command')
    command(env, stanza.args, stanza.input)
    return env.takeOutput()
  } catch (error) {
    if (error instanceof ScriptError) return env.takeOutput() + error.message
    // A broken core is a failure of this stanza; the rest of the file is still worth running.
    return env.takeOutput() + (error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}

type Command = (env: InteractionEnv, args: Arguments, input: string) => void

const commands: Record<string, Command> = {
  _breakpoint: () => {},
  'add-nodes': addNodes,
  campaign: (env, args) => env.node(idAt(args, 0)).campaign(),
  compact: (env, args) => env.compact(idAt(args, 0), Number(args.word(1))),
  'deliver-msgs': deliverMessages,
  'forget-leader': (env, args) => env.forgetLeader(idAt(args, 0)),
  'log-level': (env, args) => env.setLevel(args.word(0)),
  'process-append-thread': (env, args) =>
    env.each(ids(args), 'processing append thread', (id) => env.processAppendThread(id)),
  'process-apply-thread': (env, args) =>
    env.each(ids(args), 'processing apply thread', (id) => env.processApplyThread(id)),
  'process-ready': (env, args) => env.each(ids(args), 'handling Ready', (id) => env.processReady(id)),
  propose: (env, args) => expectTaken(env.node(idAt(args, 0)).propose(Buffer.from(args.word(1)))),
  'propose-conf-change': proposeConfChange,
  'raft-log': (env, args) => env.printLog(idAt(args, 0)),
  'raft-state': (env) => env.printStates(),
  'read-index': (env, args) => expectTaken(env.node(idAt(args, 0)).readIndex(args.word(1))),
  'report-snapshot': (env, args) =>
    env.node(idAt(args, 0)).reportSnapshot(idAt(args, 1), args.value('status') !== 'failure'),
  'report-unreachable': (env, args) => env.node(idAt(args, 0)).reportUnreachable(idAt(args, 1)),
  'send-snapshot': (env, args) => env.sendSnapshot(idAt(args, 0), idAt(args, 1)),
  'set-randomized-election-timeout': (env, args) =>
    env.node(idAt(args, 0)).setElectionTimeout(Number(args.value('timeout'))),
  stabilize,
  status: (env, args) => env.printProgress(idAt(args, 0)),
  'tick-election': (env, args) => env.tickElection(idAt(args, 0)),
  'tick-heartbeat': (env, args) => env.tickHeartbeat(idAt(args, 0)),
  'transfer-leadership': (env, args) =>
    env.node(BigInt(args.value('from') ?? '')).transferLeader(BigInt(args.value('to') ?? '')),
}

function addNodes(env: InteractionEnv, args: Arguments): void {
  const index = Number(args.value('index') ?? 0)
  const flag = (name: string) => args.value(name) === 'true'
  const number = (name: string) => (args.has(name) ? Number(args.value(name)) : undefined)
  const config = {
    electionTicks: 3,
    heartbeatTicks: 1,
    applied: index,
    asyncStorageWrites: flag('async-storage-writes'),
    voteRequestsBeforeWrite: true,
    preVote: flag('prevote'),
    checkQuorum: flag('checkquorum'),
    readOnly: args.value('read-only') === 'lease-based' ? 'leaseBased' : 'safe',
    stepDownOnRemoval: flag('step-down-on-removal'),
    disableConfChangeValidation: flag('disable-conf-change-validation'),
    maxInflightMessages: number('inflight') ?? Number.POSITIVE_INFINITY,
    maxInflightBytes: number('inflight-bytes') ?? 0,
    maxSizePerMessage: number('max-size-per-msg') ?? Number.POSITIVE_INFINITY,
    maxCommittedSizePerReady: number('max-committed-size-per-ready') ?? 0,
    maxUncommittedEntriesSize: number('max-uncommitted-size') ?? 0,
  } as const satisfies MemberConfig
  env.addMembers(Number(args.word(0)), config, {
    index,
    term: index === 0 ? 0 : 1,
    confState: {
      voters: args.values('voters').map(BigInt),
      learners: args.values('learners').map(BigInt),
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    },
    data: Buffer.from(args.value('content') ?? ''),
  })
}

function deliverMessages(env: InteractionEnv, args: Arguments): void {
  const delivered = ids(args).map((id) => ({ id, drop: false }))
  const dropped = args.values('drop').map((id) => ({ id: BigInt(id), drop: true }))
  const type = args.value('type') as MessageType | undefined
  if (env.deliver([...delivered, ...dropped], type) === 0) env.print('no messages\n')
}

const transitions: Record<string, ConfChangeTransition> = {
  auto: 'auto',
  implicit: 'jointImplicit',
  explicit: 'jointExplicit',
}

function proposeConfChange(env: InteractionEnv, args: Arguments, input: string): void {
  const node = env.node(idAt(args, 0))
  const changes = parseChanges(input)
  const transition = transitions[args.value('transition') ?? 'auto']
  if (transition === undefined) throw new ScriptError(`unknown transition ${args.value('transition')}`)
  let change: ConfChange = { transition, changes, context: noData }
  if (args.value('v1') === 'true') {
    const [only, ...others] = changes
    if (only === undefined || others.length > 0 || transition !== 'auto') {
      throw new ScriptError('v1 conf change can only have one operation and no transition')
    }
    change = { ...only, id: 0n, context: noData }
  }
  expectTaken(node.proposeConfChange(change))
}

function stabilize(env: InteractionEnv, args: Arguments): void {
  const { level } = env
  const during = args.value('log-level')
  if (during !== undefined) env.setLevel(during)
  const members = ids(args)
  env.stabilize(members.length === 0 ? env.ids : members)
  env.level = level
}

function ids(args: Arguments): MemberId[] {
  return args.words.map(BigInt)
}

function idAt(args: Arguments, at: number): MemberId {
  return BigInt(args.word(at))
}
