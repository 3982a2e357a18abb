/**
 * Scenario files about configuration changes.
 *
 *   simple                        a change without a joint configuration
 *   enter-joint autoleave=true    the first half of a joint one
 *   leave-joint                   the second half
 *
 * The input names steps: `v1` voter, `l2` learner, `r3` remove, `u4` update. The answer is the configuration and each
 * member's progress. The log counts as one entry longer after each command, so that `next` tells when a member came.
 */
import { type Changed, Changer } from '../../src/raft/conf-change.ts'
import type { ConfChangeSingle, ConfChangeType } from '../../src/raft/conf-state.ts'
import { ProgressTracker } from '../../src/raft/tracker.ts'
import type { Stanza } from './datadriven.ts'
import { describeConfig, describeProgressMap } from './describe-config.ts'
import { runStanzas } from './run-stanzas.ts'

const stepTypes: Record<string, ConfChangeType> = {
  v: 'addNode',
  l: 'addLearnerNode',
  r: 'removeNode',
  u: 'updateNode',
}

/** @returns one text for each stanza that failed */
export function runConfChangeFile(path: string): string[] {
  const tracker = new ProgressTracker({ messagesMax: 10, bytesMax: 0 })
  let lastIndex = 0
  return runStanzas(path, (stanza) => answer(stanza, tracker, lastIndex++))
}

function answer(stanza: Stanza, tracker: ProgressTracker, lastIndex: number): string {
  const changes = parseSteps(stanza.input)
  if (typeof changes === 'string') return changes
  const changed = change(stanza, new Changer(tracker, lastIndex), changes)
  if ('refused' in changed) return changed.refused
  tracker.install(changed)
  return `${describeConfig(tracker.config)}\n${describeProgressMap(tracker.progress)}`
}

function change({ command, args }: Stanza, changer: Changer, changes: ConfChangeSingle[]): Changed {
  switch (command) {
    case 'simple':
      return changer.simple(changes)
    case 'enter-joint':
      return changer.enterJoint(
        ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(args.value('autoleave') ?? ''),
        changes,
      )
    case 'leave-joint':
      return changes.length > 0 ? { refused: 'this command takes no input' } : changer.leaveJoint()
    default:
      return { refused: 'unknown command' }
  }
}

/** The steps of an input, or what is wrong with it. */
function parseSteps(input: string): ConfChangeSingle[] | string {
  const changes: ConfChangeSingle[] = []
  for (const token of input === '' ? [] : input.split(' ')) {
    if (token.length < 2) return `unknown token ${token}`
    const type = stepTypes[token.slice(0, 1)]
    if (type === undefined) return `unknown input: ${token}`
    const digits = token.slice(1)
    if (!/^\d+$/.test(digits)) return `strconv.ParseUint: parsing ${JSON.stringify(digits)}: invalid syntax`
    changes.push({ type, nodeId: BigInt(digits) })
  }
  return changes
}
