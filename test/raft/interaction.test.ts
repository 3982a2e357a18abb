import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { rewriteInteractionFile, runInteractionFile } from './interaction-runner.ts'
import { scenarioFiles, sharedScenarios } from './run-stanzas.ts'

const own = new URL('scenarios/interaction', import.meta.url).pathname
const given = `${sharedScenarios}interaction`

for (const path of scenarioFiles(own)) {
  if (process.env['UPDATE'] !== undefined) rewriteInteractionFile(path)
  test(`own scenario interaction/${basename(path)}`, () => assert.equal(runInteractionFile(path).join('\n'), ''))
}

if (existsSync(given)) {
  for (const path of scenarioFiles(given)) {
    test(`scenario interaction/${basename(path)}`, () => assert.equal(runInteractionFile(path).join('\n'), ''))
  }
} else {
  test('scenarios of interaction', { skip: `${given} is absent` }, () => {})
}
