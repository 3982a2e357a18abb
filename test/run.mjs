/**
 * Runs all tests: every `*.test.ts` below `src/`, `test/` and `proto/`, or below the folders and files given.
 * `npm test -- src/raft` runs a room; further options go to node's test runner (`--test-name-pattern ...`).
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const options = process.argv.slice(2).filter((word) => word.startsWith('-'))
const places = process.argv.slice(2).filter((word) => !word.startsWith('-'))

function testsBelow(place) {
  const path = join(root, place)
  if (!existsSync(path)) {
    console.error(`no such file or folder: ${place}`)
    process.exit(1)
  }
  if (statSync(path).isFile()) return [place]
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const below = join(place, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testsBelow(below)
    return entry.name.endsWith('.test.ts') ? [below] : []
  })
}

const files = (places.length > 0 ? places : ['src', 'proto', 'test']).flatMap(testsBelow).sort()
if (files.length === 0) {
  console.error(`no tests below ${places.join(' ')}`)
  process.exit(1)
}
const child = spawn(process.execPath, ['--import', 'tsx', '--test', '--test-reporter=spec', ...options, ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, KEELSON_VERIFY: process.env.KEELSON_VERIFY ?? '1' },
})
child.on('exit', (code, signal) => process.exit(signal === null ? code : 1))
