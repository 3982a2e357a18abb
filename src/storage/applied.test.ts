import assert from 'node:assert/strict'
import { test } from 'node:test'
import { realFiles } from '../io/real-files.ts'
import {
  type Applied,
  appliedKey,
  Counts,
  countRows,
  decodeApplied,
  encodeApplied,
  readApplied,
  stateTooOld,
  verifyCounts,
} from './applied.ts'
import { temporaryDirectory } from './engine.contract.ts'
import { idKey, replicatedSpaces, revisionKey, spaceKey } from './keyspace.ts'
import { openMemory } from './memory.ts'

const counts = new Counts()
counts.add('revisions', 2 ** 40)
counts.add('users', 3)
counts.add('users', -1)
const applied: Applied = { index: 2 ** 50, term: 7, confState: Buffer.from('voters'), rows: counts.frozen() }

test('the record comes back as it was written', () => {
  assert.deepEqual(decodeApplied(encodeApplied(applied)), applied)
  const empty: Applied = { index: 0, term: 0, confState: Buffer.alloc(0), rows: new Counts().frozen() }
  assert.deepEqual(decodeApplied(encodeApplied(empty)), empty)
})

test('a record from before a space was added reads as if that space were empty', () => {
  const record = encodeApplied(applied)
  const countAt = 21 + applied.confState.length
  record.writeUInt8(replicatedSpaces.length - 1, countAt)
  const decoded = decodeApplied(record.subarray(0, record.length - 9))
  assert.equal(decoded.rows.length, replicatedSpaces.length)
  assert.equal(decoded.rows.at(-1), 0)
  assert.equal(new Counts(decoded.rows).of('revisions'), 2 ** 40)
})

test('a record of a newer version is refused, not guessed at', () => {
  const record = encodeApplied(applied)
  record.writeUInt8(2, 0)
  assert.throws(() => decodeApplied(record, '/state'), { failure: 'Damaged', message: /written by a newer version/ })
})

test('an engine without a record holds no state yet', async (t) => {
  await using engine = await openMemory(await temporaryDirectory(t), realFiles)
  assert.equal(await readApplied(engine), undefined)
  await engine.write([{ key: appliedKey, value: encodeApplied(applied) }])
  assert.deepEqual(await readApplied(engine), applied)
})

test('counting the rows of an engine counts replicated spaces only', async (t) => {
  await using engine = await openMemory(await temporaryDirectory(t), realFiles)
  const value = Buffer.from('x')
  const keys = [revisionKey(1, 0), revisionKey(1, 1), idKey('leases', 5n), spaceKey('engine', 'mark'), appliedKey]
  await engine.write(keys.map((key) => ({ key, value })))
  const found = await countRows(engine)
  assert.deepEqual([found.of('revisions'), found.of('leases'), found.of('users')], [2, 1, 0])
})

test('a wrong count names the space, both numbers, and what to do', () => {
  const found = new Counts(counts.frozen())
  verifyCounts(counts.frozen(), found, '/state')
  found.add('users', 1)
  found.add('revisions', -5)
  assert.throws(() => verifyCounts(counts.frozen(), found, '/state'), {
    name: 'StorageError',
    failure: 'RowsLost',
    message: /revisions: 1099511627776 rows written, 1099511627771 found; users: 2 rows written, 3 found.*To repair/,
  })
})

test('a count never falls below zero, and only replicated spaces have one', () => {
  assert.throws(() => new Counts().add('leases', -1), /no more rows of leases are deleted than there are/)
  assert.throws(() => new Counts().of('engine'), /only replicated spaces are counted/)
})

test('a state that the log cannot repair says which entries are missing', () => {
  const error = stateTooOld({ appliedIndex: 10, firstLogIndex: 20, directory: '/state' })
  assert.equal(error.failure, 'TooOld')
  assert.match(error.message, /ends at entry 10, but the log begins at entry 20/)
})
