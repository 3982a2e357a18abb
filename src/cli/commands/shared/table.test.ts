import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeTable } from './table.ts'

test('headers stand in the middle, cells at the right, columns are as wide as their widest cell', () => {
  const table = writeTable({
    headers: ['Id', 'Is Learner'],
    rows: [
      ['8e9e05c52164694d', 'false'],
      ['1', 'true'],
    ],
  })
  assert.equal(
    table,
    [
      '┌──────────────────┬────────────┐',
      '│        ID        │ IS LEARNER │',
      '├──────────────────┼────────────┤',
      '│ 8e9e05c52164694d │      false │',
      '│                1 │       true │',
      '└──────────────────┴────────────┘',
      '',
    ].join('\n'),
  )
})

test('a table without rows has no line below its headers but the last', () => {
  assert.equal(writeTable({ headers: ['Endpoint'], rows: [] }), '┌──────────┐\n│ ENDPOINT │\n└──────────┘\n')
})

test('wide characters take two columns', () => {
  const table = writeTable({ headers: ['Name'], rows: [['日本語']] })
  assert.match(table, /│ {2}NAME {2}│\n/)
  assert.match(table, /│ 日本語 │\n/)
})
