import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { runQuorumFile } from './quorum-runner.ts'
import { scenarioFiles, sharedScenarios } from './run-stanzas.ts'

const folder = `${sharedScenarios}quorum`

if (existsSync(folder)) {
  for (const path of scenarioFiles(folder)) {
    test(`scenario quorum/${basename(path)}`, () => assert.equal(runQuorumFile(path).join('\n'), ''))
  }
} else {
  test('scenarios of quorum', { skip: `${folder} is absent` }, () => {})
}
