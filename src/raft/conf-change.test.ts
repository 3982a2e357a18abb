import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokenInvariant } from '../base/assert.ts'
import { type Changed, Changer } from './conf-change.ts'
import { type ConfChangeSingle, type ConfChangeType, type ConfState, emptyConfState } from './conf-state.ts'
import { type Config, emptyConfig, ProgressTracker, type Tracked, toConfState } from './tracker.ts'

const limits = { messagesMax: 10, bytesMax: 0 }
const lastIndex = 17

const types: Record<string, ConfChangeType> = { v: 'addNode', l: 'addLearnerNode', r: 'removeNode', u: 'updateNode' }

/** `v1 l2 r3 u4`, as in the scenario files. */
function steps(text: string): ConfChangeSingle[] {
  return text.split(' ').map((step) => {
    const type = types[step.charAt(0)]
    assert.ok(type !== undefined)
    return { type, nodeId: BigInt(step.slice(1)) }
  })
}

function accepted(changed: Changed): Tracked {
  assert.ok(!('refused' in changed), 'refused' in changed ? changed.refused : '')
  return { ...changed, limits }
}

function empty(): Tracked {
  return new ProgressTracker(limits)
}

function restored(confState: Partial<ConfState>): Tracked {
  return accepted(new Changer(empty(), lastIndex).restore({ ...emptyConfState, ...confState }))
}

function changerOf(confState: Partial<ConfState>): Changer {
  return new Changer(restored(confState), lastIndex)
}

const refusals: { name: string; changed: () => Changed; text: string }[] = [
  {
    name: 'two voters at once, without a joint configuration',
    changed: () => changerOf({ voters: [1n, 2n] }).simple(steps('r1 v3')),
    text: 'more than one voter changed without entering joint config',
  },
  {
    name: 'the last voter, simply',
    changed: () => changerOf({ voters: [1n] }).simple(steps('r1')),
    text: 'removed all voters',
  },
  {
    name: 'the last voter, jointly',
    changed: () => changerOf({ voters: [1n, 2n] }).enterJoint(false, steps('l1 r2')),
    text: 'removed all voters',
  },
  {
    name: 'a simple change while joint',
    changed: () => changerOf({ voters: [1n], votersOutgoing: [2n] }).simple(steps('v3')),
    text: "can't apply simple config change in joint config",
  },
  {
    name: 'a joint change while joint',
    changed: () => changerOf({ voters: [1n], votersOutgoing: [2n] }).enterJoint(true, []),
    text: 'config is already joint',
  },
  {
    name: 'a joint change of nobody',
    changed: () => new Changer(empty(), lastIndex).enterJoint(true, steps('v1')),
    text: "can't make a zero-voter config joint",
  },
  {
    name: 'leaving what is not joint',
    changed: () => changerOf({ voters: [1n] }).leaveJoint(),
    text: "can't leave a non-joint config",
  },
  {
    name: 'a restored configuration without voters',
    changed: () => new Changer(empty(), lastIndex).restore({ ...emptyConfState, learners: [1n] }),
    text: 'removed all voters',
  },
  {
    name: 'a restored configuration whose voters are all leaving',
    changed: () => new Changer(empty(), lastIndex).restore({ ...emptyConfState, votersOutgoing: [1n] }),
    text: 'removed all voters',
  },
]
for (const { name, changed, text } of refusals) {
  test(`refused: ${name}`, () => assert.deepEqual(changed(), { refused: text }))
}

test('a demoted voter becomes a learner when the joint configuration is left', () => {
  const joint = accepted(changerOf({ voters: [1n, 2n, 3n] }).enterJoint(true, steps('l3 r2 v4')))
  assert.deepEqual(toConfState(joint.config), {
    voters: [1n, 4n],
    votersOutgoing: [1n, 2n, 3n],
    learners: [],
    learnersNext: [3n],
    autoLeave: true,
  })
  const left = accepted(new Changer(joint, lastIndex).leaveJoint())
  assert.deepEqual(toConfState(left.config), { ...emptyConfState, voters: [1n, 4n], learners: [3n] })
  assert.deepEqual([...left.progress.keys()], [1n, 3n, 4n])
})

test('a voter that waits to become a learner may change its mind', () => {
  const back = accepted(changerOf({ voters: [1n, 2n] }).enterJoint(false, steps('l2 v2')))
  assert.deepEqual(toConfState(back.config).learnersNext, [])
  assert.deepEqual(toConfState(back.config).voters, [1n, 2n])
  const gone = accepted(changerOf({ voters: [1n, 2n] }).enterJoint(false, steps('l2 r2')))
  assert.deepEqual(toConfState(gone.config).learnersNext, [])
})

test('who comes is probed from the end of the log and counts as heard of', () => {
  const { progress } = accepted(changerOf({ voters: [1n] }).simple(steps('v2')))
  const second = progress.get(2n)
  assert.deepEqual([second?.match, second?.next, second?.recentActive], [0, lastIndex, true])
})

test('who is removed and added again in one change starts afresh', () => {
  const before = restored({ voters: [1n, 2n] })
  before.progress.get(2n)?.acknowledge(9)
  const after = accepted(new Changer(before, lastIndex).simple(steps('r2 v2')))
  assert.equal(after.progress.get(2n)?.match, 0)
  assert.equal(before.progress.get(2n)?.match, 9)
})

test('nothing restores to nothing', () => assert.deepEqual(restored({}).config, emptyConfig))

test('a step of a kind that nobody knows is a bug of the caller', () => {
  const unknown = { type: 'other', nodeId: 1n } as unknown as ConfChangeSingle
  assert.throws(() => changerOf({ voters: [1n] }).simple([unknown]), BrokenInvariant)
})

test('a configuration that breaks its own rules is not taken for one', () => {
  const { config, progress } = restored({ voters: [1n], votersOutgoing: [2n], learners: [3n] })
  const broken: Partial<Config>[] = [
    { learners: [3n, 4n] },
    { learners: [] },
    { learners: [2n, 3n] },
    { learnersNext: [1n] },
    { voters: { incoming: [1n, 2n], outgoing: [2n] }, learnersNext: [2n] },
    { voters: { incoming: [1n, 2n], outgoing: [] }, autoLeave: true },
    { voters: { incoming: [1n, 2n], outgoing: [] }, learnersNext: [2n] },
  ]
  for (const each of broken) {
    assert.throws(() => new Changer({ config: { ...config, ...each }, progress, limits }, lastIndex), BrokenInvariant)
  }
})

test('a snapshot that names somebody twice is not restored to something else', () => {
  const twice = { ...emptyConfState, voters: [1n, 2n], learners: [2n] }
  assert.throws(() => new Changer(empty(), lastIndex).restore(twice), BrokenInvariant)
})

const step = fc.record({
  type: fc.constantFrom<ConfChangeType>('addNode', 'addLearnerNode', 'removeNode', 'updateNode'),
  nodeId: fc.bigInt(0n, 7n),
})
type Act = (changer: Changer) => Changed
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.array(step, { maxLength: 3 }).map((changes) => (changer: Changer) => changer.simple(changes)),
  fc.tuple(fc.boolean(), fc.array(step, { maxLength: 8 })).map(
    ([autoLeave, changes]) =>
      (changer: Changer) =>
        changer.enterJoint(autoLeave, changes),
  ),
  fc.constant((changer: Changer) => changer.leaveJoint()),
)

/** Every configuration that the changes lead through, from one voter on. */
function walk(acts: readonly Act[], visit: (before: Tracked, after: Tracked) => void): void {
  let now = restored({ voters: [1n] })
  for (const each of acts) {
    const changed = each(new Changer(now, lastIndex))
    if ('refused' in changed) continue
    const after = { ...changed, limits }
    visit(now, after)
    now = after
  }
}

test('restore: whatever changes led to is rebuilt from what a snapshot stores', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      walk(acts, (_, { config, progress }) => {
        const again = restored(toConfState(config))
        assert.deepEqual(again.config, config)
        assert.deepEqual([...again.progress.keys()], [...progress.keys()])
      })
    }),
  )
})

test('two configurations that follow each other cannot decide apart: their quorums always meet', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      walk(acts, (before, after) => {
        const others = quorums(after.config)
        for (const one of quorums(before.config)) {
          for (const other of others) assert.notEqual(one & other, 0, 'two quorums without a common voter')
        }
      })
    }),
    { numRuns: 60 },
  )
})

/** Sets of voters that may decide, as bits; only the smallest matter. */
function quorums({ voters: { incoming, outgoing } }: Config): number[] {
  const bits = (ids: readonly bigint[]): number => ids.reduce((set, id) => set | (1 << Number(id)), 0)
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length
  const decides = (set: number, half: number): boolean => half === 0 || size(set & half) * 2 > size(half)
  const [left, right] = [bits(incoming), bits(outgoing)]
  const all = Array.from({ length: 256 }, (_, set) => set)
  const deciding = all.filter((set) => decides(set, left) && decides(set, right) && (set & ~(left | right)) === 0)
  return deciding.filter((set) => !deciding.some((other) => other !== set && (other & set) === other))
}
