import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { runConfChangeFile } from './confchange-runner.ts'
import { scenarioFiles, sharedScenarios } from './run-stanzas.ts'

const folder = `${sharedScenarios}confchange`

if (existsSync(folder)) {
  for (const path of scenarioFiles(folder)) {
    test(`scenario confchange/${basename(path)}`, () => assert.equal(runConfChangeFile(path).join('\n'), ''))
  }
} else {
  test('scenarios of confchange', { skip: `${folder} is absent` }, () => {})
}
