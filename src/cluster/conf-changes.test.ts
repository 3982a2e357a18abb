import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAdd, checkPeerUrls, type Members, type Reconfiguration, strictProblem } from './conf-changes.ts'

/**
 * A cluster drawn with one letter a voter, from id 1 on: `S` started and connected for long, `y` started and connected
 * for less than five seconds, `d` started and dead, `n` never started; after a slash the same for learners.
 */
function draw(picture: string) {
  const [voters = '', learners = ''] = picture.split('/')
  const states = [...voters, ...learners]
  const all = states.map((state, i) => ({
    id: BigInt(i + 1),
    name: state === 'n' ? '' : `m${i + 1}`,
    peerUrls: [`http://m${i + 1}:1`],
    clientUrls: [],
    isLearner: i >= voters.length,
  }))
  const members: Members = { members: () => all, member: (id) => all[Number(id) - 1], isRemoved: () => false }
  const reach = {
    isConnected: (id: bigint) => 'Sy'.includes(states[Number(id) - 1] ?? ''),
    isSteady: (id: bigint) => states[Number(id) - 1] === 'S',
  }
  return { members, reach }
}

const rows: { picture: string; change: Reconfiguration; want: string | undefined; why: string }[] = [
  { picture: 'S', change: { kind: 'addVoter' }, want: undefined, why: 'a cluster of one grows' },
  { picture: 'S', change: { kind: 'addLearner' }, want: undefined, why: 'a cluster of one takes a learner' },
  { picture: 'Sn', change: { kind: 'addVoter' }, want: 'MemberNotEnoughStarted', why: 'the second has to start first' },
  { picture: 'SS', change: { kind: 'addVoter' }, want: undefined, why: 'two of three' },
  { picture: 'Sy', change: { kind: 'addVoter' }, want: 'Unhealthy', why: 'connected for too short a time' },
  { picture: 'Sy', change: { kind: 'addLearner' }, want: 'Unhealthy', why: 'the same for a learner' },
  { picture: 'SSd', change: { kind: 'addVoter' }, want: 'Unhealthy', why: 'two of four are alive' },
  { picture: 'SSSd', change: { kind: 'addVoter' }, want: undefined, why: 'three of five' },
  { picture: 'SSn', change: { kind: 'addVoter' }, want: 'MemberNotEnoughStarted', why: 'two of four have started' },
  { picture: 'S/S', change: { kind: 'promote', id: 2n }, want: undefined, why: 'the learner counts as started' },
  {
    picture: 'Snn/S',
    change: { kind: 'promote', id: 4n },
    want: 'MemberNotEnoughStarted',
    why: 'two of four have started',
  },
  { picture: 'S', change: { kind: 'remove', id: 1n }, want: 'MemberNotEnoughStarted', why: 'nobody would remain' },
  { picture: 'SSS', change: { kind: 'remove', id: 3n }, want: undefined, why: 'two remain' },
  { picture: 'SSd', change: { kind: 'remove', id: 3n }, want: undefined, why: 'the dead may go' },
  { picture: 'SSd', change: { kind: 'remove', id: 2n }, want: 'Unhealthy', why: 'one alive of two would remain' },
  { picture: 'SSy', change: { kind: 'remove', id: 3n }, want: 'Unhealthy', why: 'too few are steady' },
  { picture: 'SSn', change: { kind: 'remove', id: 2n }, want: 'MemberNotEnoughStarted', why: 'one of two has started' },
  { picture: 'Snn/S', change: { kind: 'remove', id: 4n }, want: undefined, why: 'a learner goes freely' },
]
for (const { picture, change, want, why } of rows) {
  const id = 'id' in change ? ` ${change.id}` : ''
  test(`${picture}, ${change.kind}${id}: ${want ?? 'fine'}, ${why}`, () => {
    const { members, reach } = draw(picture)
    assert.equal(strictProblem(members, change, reach), want)
  })
}

test('there are only so many learners', () => {
  const { members } = draw('S/S')
  const added = { id: 9n, peerUrls: ['http://x:1'], isLearner: true }
  assert.equal(checkAdd(members, added, { learnersMax: 1 }), 'TooManyLearners')
  assert.equal(checkAdd(members, added, { learnersMax: 2 }), undefined)
  assert.equal(checkAdd(members, { ...added, isLearner: false }, { learnersMax: 1 }), undefined)
})

const urlRows: { urls: string[]; good: boolean }[] = [
  { urls: ['http://a:1'], good: true },
  { urls: ['https://[::1]:2380', 'unix:///tmp/a'], good: true },
  { urls: [], good: false },
  { urls: [''], good: false },
  { urls: ['http://a'], good: false },
  { urls: ['http://a:1/'], good: false },
  { urls: ['a:1'], good: false },
  { urls: ['http://a:1', 'ftp://a:1'], good: false },
]
for (const { urls, good } of urlRows) {
  test(`peer URLs [${urls}] are ${good ? 'good' : 'bad'}`, () => {
    assert.equal(checkPeerUrls(urls), good ? undefined : 'MemberBadUrls')
  })
}
