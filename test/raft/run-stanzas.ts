/** Runs the stanzas of one scenario file and says where the answers differ from what the file expects. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, type Stanza } from './datadriven.ts'

/** The given scenarios; they lie beside the repository, and may be absent. */
export const sharedScenarios = new URL('../../../shared/raft-scenarios/', import.meta.url).pathname

/**
 * Runs a whole file; `answer` gives what a command prints.
 * @returns one text for each stanza that failed
 */
export function runStanzas(path: string, answer: (stanza: Stanza) => string): string[] {
  const failures: string[] = []
  for (const stanza of parse(readFileSync(path, 'utf8'))) {
    const got = endLine(answerOrError(stanza, answer))
    if (got === stanza.expected) continue
    failures.push(`${path}:${stanza.line}: ${stanza.command}\n--- expected\n${stanza.expected}--- got\n${got}`)
  }
  return failures
}

/** Paths of the scenario files of a folder, sorted. */
export function scenarioFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'))
  return names.sort().map((name) => join(folder, name))
}

function answerOrError(stanza: Stanza, answer: (stanza: Stanza) => string): string {
  try {
    return answer(stanza)
  } catch (error) {
    // A broken command is a failure of this stanza; the rest of the file is still worth running.
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
