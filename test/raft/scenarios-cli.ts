/**
 * Runs all scenario files below a folder: `npm run scenarios -- DIR [DIR ...]`.
 *
 * A folder has at least one of the subfolders `interaction/`, `confchange/` and `quorum/`. Prints a line a file, what
 * differs in those that fail, and at last how many passed; the exit code is 1 when one failed or there was none.
 */
import { existsSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runConfChangeFile } from './confchange-runner.ts'
import { runInteractionFile } from './interaction-runner.ts'
import { runQuorumFile } from './quorum-runner.ts'
import { scenarioFiles } from './run-stanzas.ts'

const runners: Readonly<Record<string, (path: string) => string[]>> = {
  interaction: runInteractionFile,
  confchange: runConfChangeFile,
  quorum: runQuorumFile,
}

/** Runs the files below `folders`; what is printed goes through `print`. Returns the exit code. */
export function runScenarios(folders: readonly string[], print: (line: string) => void): number {
  if (folders.length === 0) {
    print('usage: npm run scenarios -- DIR [DIR ...], each with interaction/, confchange/ or quorum/ in it')
    return 1
  }
  let passed = 0
  let failed = 0
  for (const folder of folders) {
    const problem = whatIsWrongWith(folder)
    if (problem !== undefined) {
      print(problem)
      return 1
    }
    for (const [kind, run] of Object.entries(runners)) {
      const below = join(folder, kind)
      if (!existsSync(below)) continue
      for (const path of scenarioFiles(below)) {
        const failures = runFile(run, path)
        print(`${failures.length === 0 ? 'pass' : 'FAIL'}  ${relative(folder, path)}`)
        for (const failure of failures) print(failure)
        if (failures.length === 0) passed++
        else failed++
      }
    }
  }
  print(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

function whatIsWrongWith(folder: string): string | undefined {
  if (!existsSync(folder)) return `no such folder: ${folder}`
  if (!statSync(folder).isDirectory()) return `not a folder: ${folder}`
  const kinds = Object.keys(runners)
  if (kinds.some((kind) => existsSync(join(folder, kind)))) return undefined
  return `${folder} has none of the folders ${kinds.map((kind) => `${kind}/`).join(', ')} in it`
}

function runFile(run: (path: string) => string[], path: string): string[] {
  try {
    return run(path)
  } catch (error) {
    return [`${path}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = runScenarios(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`))
}
